"""The whole job: a batch from CSV to all outputs through the command line, beside the floor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.lines import Line, Spread, judged
from bench.processes import Ran, child, lawgate

if TYPE_CHECKING:
    from bench.lines import Settings

MOST_TIMES_FLOOR = 5
MOST_MIB = 2048


def lines(settings: Settings) -> list[Line]:
    """Measure the floor and the job in turn, each in a process of its own.

    The floor's seconds are of its statement alone, the job's of its whole process: the difference
    (starting Python, reading the law) counts against Lawgate.
    """
    batch, out = settings.made / "batch.csv", settings.folder / "adjudicated"
    floors, jobs, stages = [], [], []
    for number in range(settings.runs):
        copied = settings.folder / f"floor-{number}.parquet"
        floors.append(child("floor", batch=str(batch), out=str(copied)).answer()["seconds"])
        copied.unlink()
        jobs.append(_adjudicate(settings, out))
        stages.append(json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"])
    floor, job = Spread(tuple(floors)), Spread(tuple(one.seconds for one in jobs))
    peak = max(one.peak_mib for one in jobs)
    times = job.middle / floor.middle
    details = {"rows": settings.rows, "bytes": batch.stat().st_size}
    told = ", ".join(f"{k} {v:.1f}" for k, v in stages[-1].items() if k != "total")
    return [
        Line(
            "floor", "DuckDB alone: read that CSV, write Parquet", f"{floor.middle:.2f} s",
            details={**details, "seconds": floor.told()},
        ),
        Line(
            "adjudicate", f"adjudicate {settings.rows:,} requests, CSV to all outputs",
            f"{job.middle:.2f} s = {times:.1f} times the floor ({told})",
            f"≤ {MOST_TIMES_FLOOR} times the floor",
            judged(holds=times <= MOST_TIMES_FLOOR, size=settings.full),
            details={
                **details, "seconds": job.told(), "times_the_floor": round(times, 2),
                "requests_a_second": round(settings.rows / job.middle), "stages": stages,
            },
        ),
        Line(
            "memory", "its most memory", f"{peak:,.0f} MiB", f"≤ {MOST_MIB:,} MiB",
            judged(holds=peak <= MOST_MIB, size=settings.full),
            details={"peak_mib": [round(one.peak_mib) for one in jobs]},
        ),
    ]  # fmt: skip


def _adjudicate(settings: Settings, out: object) -> Ran:
    return lawgate(
        "adjudicate", settings.made / "batch.csv",
        "--transmittal", settings.made / "transmittal.json", "--law", settings.law,
        "--as-of", settings.as_of, "--known-by", settings.as_of, "--out", out, "--json",
    )  # fmt: skip
