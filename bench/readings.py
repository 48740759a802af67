"""The lines that need no batch of their own: one request, readings held equal, user's waiting."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from bench.lines import Line, Met, Spread, judged
from bench.processes import child, children, lawgate

if TYPE_CHECKING:
    from bench.lines import Settings

MOST_MS = 5
RELEASE_REQUESTS, RELEASE_EXPRESSIONS = 10**7, 10**6
_WORKERS = 2


def one_request(settings: Settings) -> list[Line]:
    """Time single requests through the library."""
    told = child("single", job=settings.job(), asked=settings.asked).answer()
    measured = f"p50 {told['p50_ms']:.2f} ms, p99 {told['p99_ms']:.2f} ms"
    met = judged(holds=told["p50_ms"] <= MOST_MS)
    return [
        Line("one", "one request through the library, warm", measured, f"p50 ≤ {MOST_MS} ms", met,
             details=told)
    ]  # fmt: skip


def equal(settings: Settings) -> list[Line]:
    """Hold columns and one request equal, on as many generated requests as asked for."""
    told, seconds = _side_by_side(
        "columns", settings.equal, {"law": settings.law, "as_of": settings.as_of}
    )
    return [
        _compared(
            ("equal", "columns = one request, on generated requests"),
            (told, settings.equal, RELEASE_REQUESTS), f"{settings.equal:,}", seconds,
        )
    ]  # fmt: skip


def referee(settings: Settings) -> list[Line]:
    """Hold expressions against the referee."""
    told, seconds = _side_by_side("referee", settings.expressions, {})
    return [
        _compared(
            ("referee", "expressions = the CEL referee, on generated expressions"),
            (told, settings.expressions, RELEASE_EXPRESSIONS), f"{settings.expressions:,}", seconds,
        )
    ]  # fmt: skip


def feel(settings: Settings) -> list[Line]:
    """Time what a person at a terminal waits for, each a process of its own, warm."""
    found = []
    for name, what, arguments in (
        ("check", f"`lawgate check {settings.law}`", ("check", settings.law)),
        ("help", "`lawgate --help`", ("--help",)),
    ):
        lawgate(*arguments)
        spread = Spread(tuple(lawgate(*arguments).seconds for _ in range(settings.runs)))
        told = {"seconds": spread.told()}
        found.append(Line(name, what, f"{spread.middle:.2f} s", details=told))
    return found


def _side_by_side(module: str, count: int, told: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """Share `count` comparisons among workers with seeds of their own, and add up."""
    shares = [count // _WORKERS + (n < count % _WORKERS) for n in range(_WORKERS)]
    began = time.perf_counter()
    ran = children(module, [{**told, "count": s, "seed": n} for n, s in enumerate(shares, 1)])
    total: dict[str, Any] = {}
    for part in (one.answer() for one in ran):
        for key, value in part.items():
            total[key] = (
                dict(Counter(total.get(key, {})) + Counter(value))
                if isinstance(value, dict)
                else total.get(key, type(value)()) + value
            )
    return total, time.perf_counter() - began


def _compared(
    name: tuple[str, str], found: tuple[dict[str, Any], int, int], many: str, seconds: float
) -> Line:
    told, count, release = found
    wrong = told["disagreements"]
    measured = f"{many} compared, {wrong:,} disagreements ({seconds:.0f} s)"
    target = f"0 disagreements; a release compares {release:,}"
    # A run too small for a release can refute the target and can't meet it.
    met = Met.NO if wrong else (Met.YES if count >= release else Met.NONE)
    return Line(*name, measured, target, met, wrong == 0, {**told, "seconds": round(seconds, 2)})
