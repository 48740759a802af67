"""The demonstration as one HTML page: pictures, tables and texts, and nothing from elsewhere.

Everything it shows is in the figures it is given (the run's JSON) and in nothing else; it loads no
resource and runs no script. Values are escaped where they are put in.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lawgate.app.pictures import Bar, Day, Part, bars, days, falls

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATES = {"none": "nothing asked yet", "open": "open", "held": "held"}
_MARKS = {
    "read": "read in a copy of the source",
    "derived": "arithmetic on figures that were read",
    "known": "generally known, not read",
    "proposed": "a proposal for this rehearsal",
}


def render_report(figures: Mapping[str, Any]) -> str:
    """Render the page from a result as `replayed.as_json` lays it out."""
    environment = Environment(
        loader=PackageLoader("lawgate.app"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "day": day, "said": said, "cited": cited}
    template = environment.get_template("report.html.j2")
    pictures = {
        "compared": _compared(figures),
        "as_filed": _fall("as-filed", figures["rows"], figures["waterfall"], "as it was filed"),
        "as_cured": _fall(
            "as-cured", figures["rows"], figures["waterfall_cured"], "with both cured"
        ),
        "cures": _cures(figures),
        "timeline": _timeline(figures),
    }
    shown = {"pictures": pictures, "marks": _MARKS, "sources": _sources(figures)}
    return template.render(r=figures, **shown) + "\n"


def _sources(figures: Mapping[str, Any]) -> dict[str, int]:
    """Give the sources their numbers, from 1, in the sequence in which the page names them."""
    carriers = [
        figures["legacy"],
        *figures["found"],
        *figures["supposed"],
        *figures["timeline"],
        *figures["figures"],
    ]
    named = dict.fromkeys(carrier["source"] for carrier in carriers if carrier["source"])
    return {source: number for number, source in enumerate(named, start=1)}


def figure(value: float) -> Markup:
    """Write a figure for people, with the exact value beside it."""
    told = f"{value:,}"
    return Markup('<data value="{}">{}</data>').format(value, told)


def day(iso: str) -> str:
    """Write a day as `6 August 2025`."""
    on = date.fromisoformat(iso)
    return f"{on.day} {on:%B %Y}"


def said(outcome: str) -> str:
    """Write an outcome in words."""
    return outcome.replace("_", " ")


def cited(citation: str) -> Markup:
    """Write a citation so that its paragraph letters are not torn apart."""
    return Markup('<span class="cite">{}</span>').format(citation)


def _compared(figures: Mapping[str, Any]) -> Markup:
    legacy = figures["legacy"]
    colours = ("rule", "rule-light", "rule", "rule-light")
    parts = tuple(
        Part(path["released"], colour, f"{path['name']} path")
        for path, colour in zip(legacy["paths"], colours, strict=False)
    )
    kept = Part(legacy["eligible"], "law", "eligible")
    stopped = Part(legacy["stopped"], "ghost", "not to be released")
    rows = [
        Bar(f"{legacy['title']} released", legacy["released"], parts),
        Bar("Of the same requests, the law allows", legacy["eligible"], (kept, stopped)),
    ]
    told = (
        f"{legacy['title']} released {legacy['released']:,}; the law allows {legacy['eligible']:,} "
        f"of them and stops {legacy['stopped']:,}."
    )
    return bars(
        "compared",
        "What the rule released beside what the law allows",
        told,
        legacy["released"],
        rows,
    )


def _fall(key: str, rows: int, steps: list[Mapping[str, Any]], words: str) -> Markup:
    drawn = [Bar("All requests", rows, (Part(rows, "law"),))]
    drawn += [
        Bar(step["citation"], step["surviving"],
            (Part(step["surviving"], "law"), Part(step["first"], "rule")))
        for step in steps
        if step["first"] or step["found"]
    ]  # fmt: skip
    left = steps[-1]["surviving"] if steps else rows
    told = f"Of {rows:,} requests {left:,} survive every paragraph."
    return falls(key, f"Requests that survive each paragraph, {words}", told, drawn)


def _cures(figures: Mapping[str, Any]) -> Markup:
    rows = [
        Bar(f"{cure['name'].capitalize()}: {cure['caption']}", cure["sufficient"],
            (Part(cure["sufficient"], "law"), Part(figures["rows"] - cure["sufficient"], "ghost")))
        for cure in figures["cures"]
    ]  # fmt: skip
    told = "; ".join(f"{c['name']}: {c['sufficient']:,}" for c in figures["cures"])
    return bars("cures", "Requests sufficient on their face", told, figures["rows"], rows)


def _timeline(figures: Mapping[str, Any]) -> Markup:
    moments = [
        Day(date.fromisoformat(m["day"]), m["state"], _state(m)) for m in figures["timeline"]
    ]
    told = "; ".join(f"{day(m['day'])}: {_state(m)}" for m in figures["timeline"])
    return days("timeline", "What the gate says to the clean controls", told, moments)


def _state(moment: Mapping[str, Any]) -> str:
    words = _STATES[moment["state"]]
    if moment["state"] == "open":
        return f"{words}: {moment['sufficient']:,} pass"
    return f"{words}: none passes" if moment["state"] == "held" else words
