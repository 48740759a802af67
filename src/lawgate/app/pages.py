"""What the terminal shows of an explanation and of a check: rich text, or a mapping for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from lawgate.terms import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from lawgate.app.gateway import Explained
    from lawgate.engine.explain import Step
    from lawgate.law.agreement import Agreement

_MARK = {
    Finding.MET: ("✓", "green"),
    Finding.UNMET: ("✗", "red"),
    Finding.UNKNOWN: ("?", "yellow"),
    Finding.ERROR: ("!", "bold red"),
}


def explained_as_json(explained: Explained) -> Mapping[str, object]:
    """Lay out an explanation for scripts: the determination and every step."""
    found = explained.explanation.determination
    return {
        "row": explained.row,
        "request_id": explained.request_id,
        "outcome": found.outcome.value,
        "items": list(found.items),
        "stage": found.stage.value,
        "steps": [_step_as_json(step) for step in explained.explanation.steps],
    }


def _step_as_json(step: Step) -> Mapping[str, object]:
    clause = step.clause
    return {
        "clause": clause.key,
        "verb": clause.verb.value,
        "citation": clause.citation,
        "condition": clause.text,
        "finding": step.finding.value,
        "facts": dict(step.facts),
        "deciding": step.deciding,
        "outcome": step.outcome.value if step.outcome else None,
        "message": step.reason.message if step.reason else None,
        "place": str(clause.place),
    }


def print_explained(explained: Explained, agreement: Agreement, console: Console) -> None:
    """Print every clause under its provision, what it found, and why."""
    found = explained.explanation.determination
    name = explained.request_id or "without identifier"
    console.print(f"\n[bold]Request {escape(name)}[/] (record {explained.row})")
    console.print(f"[bold]{_said(found.outcome)}[/], {len(found.reasons)} reasons\n")
    quotes = {
        provision.citation: provision.quotes
        for instrument in agreement.instruments
        for provision in instrument.provisions
    }
    cited = ""
    for step in explained.explanation.steps:
        if step.clause.citation != cited:
            cited = step.clause.citation
            console.print(f"[bold]{escape(cited)}[/]")
            for quote in quotes.get(cited, ()):
                console.print(Padding(Text(" ".join(quote.split()), style="dim italic"), (0, 4)))
        _print_step(step, console)
    console.print()


def _said(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ").capitalize()


def _print_step(step: Step, console: Console) -> None:
    mark, colour = _MARK[step.finding]
    clause = step.clause
    console.print(f"  [{colour}]{mark}[/] {clause.verb.value} [bold]{clause.key}[/]", end="")
    console.print(f"  [dim]{step.finding.value}[/]")
    if clause.text:
        console.print(Padding(Text(clause.text), (0, 6)))
    if step.facts:
        told = ", ".join(f"{fact} = {_value(value)}" for fact, value in step.facts.items())
        console.print(Padding(Text(told, style="cyan"), (0, 6)))
    if step.reason is not None and step.outcome is not None:
        if step.deciding and step.deciding != clause.text:
            console.print(Padding(Text(f"decided by: {step.deciding}", style="dim"), (0, 6)))
        sentence = f"{_said(step.outcome)}: {step.reason.message}"
        console.print(Padding(Text(sentence, style=colour), (0, 6)))


def _value(value: object) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)
