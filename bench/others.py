"""The lines that set Lawgate's adjudication beside Cedar, Rego and CEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.lines import Line, Met, Spread, judged
from bench.processes import child

if TYPE_CHECKING:
    from bench.lines import Settings

TIMES = {"cedar": 50, "rego": 500, "cel": 30}
NAMES = {"cedar": "Cedar", "rego": "Rego", "cel": "CEL"}
_INVENTED = 2_000
_SHOWN = 20


def lines(settings: Settings) -> list[Line]:
    """Measure Lawgate's stage on the batch, then each engine on its sample, and compare."""
    sample = max(settings.samples.values())
    invented = min(_INVENTED, sample)
    ours = child(
        "clauses", job=settings.job(), sample=sample, invented=invented, runs=settings.runs,
        out=str(settings.folder),
    ).answer()  # fmt: skip
    whole, few = Spread(tuple(ours["whole"])), Spread(tuple(ours["few"]))
    rate = ours["rows"] / whole.middle
    found = [
        Line(
            "stage", "adjudication alone, from facts already derived", f"{rate:,.0f} requests/s",
            details={
                "rows": ours["rows"], "seconds": whole.told(), "requests_a_second": round(rate),
                "on_the_sample": {
                    "rows": ours["sampled"], "seconds": few.told(),
                    "requests_a_second": round(ours["sampled"] / few.middle),
                },
            },
        )
    ]  # fmt: skip
    for peer in TIMES:
        theirs = child(
            "peers", peer=peer, law=settings.law, as_of=settings.as_of,
            folder=str(settings.folder), rows=settings.samples[peer], runs=settings.runs,
        ).answer()  # fmt: skip
        found.append(_line(peer, theirs, rate, full=settings.full))
    return found


def _line(peer: str, theirs: dict[str, Any], rate: float, *, full: bool) -> Line:
    forms = {form: _rated(told, theirs["rows"], rate) for form, told in theirs["forms"].items()}
    tabled, handed = (
        max(form[key]["rows_a_second"] for form in forms.values())
        for key in ("from_the_table", "handed_over")
    )
    differing = theirs["differing"]
    compared = theirs["agreed"] + len(differing)
    sound = not differing and theirs["clauses_that_blocked_a_row"] > 0
    told = {
        **theirs,
        "forms": forms,
        "times": round(rate / tabled, 1),
        "times_handed_over": round(rate / handed, 1),
        "compared": compared,
        "differing": differing[:_SHOWN],
        "differing_rows": len(differing),
    }
    agree = f"all {compared:,} answers agree" if sound else f"{len(differing):,} ANSWERS DIFFER"
    measured = (
        f"{tabled:,.0f} requests/s: Lawgate {rate / tabled:,.0f} times as many "
        f"(rows handed over: {handed:,.0f}/s, {rate / handed:,.0f} times); {agree}"
    )
    what = f"the same clauses in {NAMES[peer]} ({theirs['version']})"
    met = judged(holds=rate / tabled >= TIMES[peer], size=full) if sound else Met.NO
    return Line(peer, what, measured, f"≥ {TIMES[peer]} times", met, sound, told)


def _rated(told: dict[str, Any], rows: int, rate: float) -> dict[str, Any]:
    """Give the rates of one form, and how many times as many Lawgate does."""
    rated: dict[str, Any] = {}
    for key in ("from_the_table", "handed_over"):
        spread = Spread(tuple(told[key]))
        each = rows / spread.middle
        rated[key] = {
            **spread.told(), "rows_a_second": round(each), "times": round(rate / each, 1),
        }  # fmt: skip
    if told["engine_alone"]:
        alone = rows / told["engine_alone"]
        rated["engine_alone"] = {
            "seconds": told["engine_alone"], "rows_a_second": round(alone),
            "times": round(rate / alone, 1),
        }  # fmt: skip
    return rated
