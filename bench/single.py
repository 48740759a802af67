"""One request after another through the library, warm."""

from __future__ import annotations

import csv
import time
from typing import Any

import numpy as np

from bench.prepared import job_of
from lawgate.app import gateway
from lawgate.procedure.transmittal import read_transmittal

_WARM = 50


def measure(job: dict[str, str], asked: int) -> dict[str, Any]:
    """Time `determine` on `asked` rows spread over the batch, each a batch of one.

    Gives milliseconds: the median, the 99th percentile, the most.
    """
    whole = job_of(**job)
    day = whole.as_of
    ready = gateway.ready(job["law"], read_transmittal(whole.transmittal), day, day)
    requests = _some(job, asked)
    for request in requests[:_WARM]:
        ready.determine(request)
    taken = []
    outcomes: dict[str, int] = {}
    for request in requests:
        began = time.perf_counter()
        determination = ready.determine(request)
        taken.append((time.perf_counter() - began) * 1000)
        name = determination.outcome.value
        outcomes[name] = outcomes.get(name, 0) + 1
    middle, high = np.percentile(taken, [50, 99])
    return {
        "requests": len(taken), "p50_ms": float(middle), "p99_ms": float(high),
        "most_ms": max(taken), "outcomes": outcomes,
    }  # fmt: skip


def _some(job: dict[str, str], asked: int) -> list[dict[str, str | None]]:
    """Read requests as the batch states them; blank is not stated."""
    path = job_of(**job).batch
    with path.open(encoding="utf-8", newline="") as file:
        count = sum(1 for _ in csv.reader(file)) - 1
    step = max(1, count // asked)
    with path.open(encoding="utf-8", newline="") as file:
        chosen = [row for n, row in enumerate(csv.DictReader(file)) if n % step == 0][:asked]
    return [{name: text if text.strip() else None for name, text in row.items()} for row in chosen]
