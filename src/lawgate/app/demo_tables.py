"""The demonstration on a terminal: tables that fit 80 columns, all from one result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from lawgate.app.replayed import DemoResult, Phrase
    from lawgate.rehearsal.waterfall import Fall

_BAR = 8


def print_demo(result: DemoResult, console: Console) -> None:
    """Print what the demonstration found, and where the report is."""
    console.print(f"\n[bold reverse] SYNTHETIC DATA [/] {escape(result.synthetic)}\n")
    console.print(f"[bold]{escape(result.title)}[/]")
    _print_compared(result, console)
    _print_falls(result, console)
    _print_cures(result, console)
    _print_phrases("Found in the real data", result.found, console)
    _print_phrases("Supposed by a judge, never in the data", result.supposed, console)
    _print_request(result, console)
    _print_timeline(result, console)
    _print_now(result, console)
    _print_measured(result, console)


def _table(title: str, *columns: str) -> Table:
    """Start a table: the first column is words, all others are figures."""
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=None, expand=False
    )
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n else "left", overflow="fold")
    return table


def _print_compared(result: DemoResult, console: Console) -> None:
    legacy = result.legacy
    table = _table(legacy.title, "path", "released", "allowed by law", "not to be released")
    for path in legacy.paths:
        table.add_row(path.name, f"{path.released:,}", f"{path.eligible:,}", f"{path.stopped:,}")
    table.add_row(
        "together", f"{legacy.released:,}", f"{legacy.eligible:,}", f"{legacy.stopped:,}",
        style="bold",
    )  # fmt: skip
    console.print()
    console.print(table)
    stops = _table("Paragraphs that stop them (a request can meet several)", "", "released")
    for citation, count in legacy.provisions.items():
        stops.add_row(Text(citation), f"{count:,}")
    console.print()
    console.print(stops)


def _print_falls(result: DemoResult, console: Console) -> None:
    table = _table("Requests that survive each paragraph", "", "as filed", "", result.cured, "")
    table.columns[2].justify = table.columns[4].justify = "left"
    table.add_row("all requests", f"{result.rows:,}", _bar(1.0), f"{result.rows:,}", _bar(1.0))
    for filed, cured in zip(result.waterfall, result.waterfall_cured, strict=True):
        if filed.found or cured.found:
            table.add_row(Text(filed.citation), *_fall(filed, result), *_fall(cured, result))
    console.print()
    console.print(table)


def _fall(fall: Fall, result: DemoResult) -> tuple[str, Text]:
    return f"{fall.surviving:,}", _bar(fall.surviving / max(result.rows, 1))


def _bar(share: float) -> Text:
    full = round(share * _BAR)
    return Text("█" * full or "▏", style="cyan")


def _print_cures(result: DemoResult, console: Console) -> None:
    table = _table("Had a fault been put right on paper", "", "sufficient on their face")
    for cured in result.cures:
        table.add_row(Text(f"{cured.name}: {cured.caption}"), f"{cured.sufficient:,}")
    console.print()
    console.print(table)


def _print_phrases(title: str, phrases: Sequence[Phrase], console: Console) -> None:
    table = _table(title, "stated as address", "requests", "rule released", "sufficient")
    for phrase in phrases:
        table.add_row(
            Text(f"“{phrase.text}”"),
            f"{phrase.requests:,}",
            f"{phrase.released:,}",
            f"{phrase.sufficient:,}",
        )
    console.print()
    console.print(table)


def _print_request(result: DemoResult, console: Console) -> None:
    shown = result.request
    if shown is None:
        return
    stated = dict(shown.stated)
    console.print(f"\n[bold]One request[/] (invented): {escape(shown.request_id)}")
    words = Text(", ".join(value for value in stated.values() if value), style="dim")
    console.print(Padding(words, (0, 2)))
    asked = "; ".join(shown.tests)
    console.print(f"  The rule's {escape(shown.path)} path asked only: {escape(asked)}. The law:")
    for reason in shown.reasons:
        console.print(f"  [red]✗[/] [bold]{escape(reason.citation)}[/]")
        console.print(Padding(Text(reason.message), (0, 4)))


def _print_timeline(result: DemoResult, console: Console) -> None:
    table = _table("What the gate says to the clean controls", "day", "pass", "what happened")
    table.columns[0].no_wrap = True
    table.columns[2].justify = "left"
    for moment in result.timeline:
        passing = "-" if moment.sufficient is None else f"{moment.sufficient:,}"
        table.add_row(moment.day.isoformat(), passing, Text(moment.title))
    console.print()
    console.print(table)


def _print_now(result: DemoResult, console: Console) -> None:
    outcomes = dict.fromkeys((*result.then.outcomes, *result.now.outcomes))
    table = _table(
        "Requests by outcome", "", result.then.as_of.isoformat(), result.now.as_of.isoformat()
    )
    for outcome in outcomes:
        told = [f"{day.outcomes.get(outcome, 0):,}" for day in (result.then, result.now)]
        table.add_row(outcome.replace("_", " "), *told)
    console.print()
    console.print(table)


def _print_measured(result: DemoResult, console: Console) -> None:
    measured = result.measured
    then, now = result.then, result.now
    console.print(
        f"\nOf [bold]{result.rows:,}[/] requests the rule released [bold red]"
        f"{result.legacy.released:,}[/]. The law of {then.as_of} allows [bold cyan]"
        f"{then.eligible:,}[/]; on {now.as_of} [bold]{now.sufficient:,}[/] could be sent."
    )
    console.print(
        f"Measured in this run: {result.rows:,} requests to a determination with every reason in "
        f"{measured.to_determination:,} s, {measured.requests_per_second:,} a second; "
        f"{measured.peak_memory_mib:,} MiB at the peak of the whole program."
    )
    console.print(f"The report: [bold]{escape(result.folder)}/report.html[/]\n")
