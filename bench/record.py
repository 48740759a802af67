"""The two things a run leaves: one table for people, one record with every timing for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from bench import machine
from bench.lines import FULL, Line, Met, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOT_MEASURED = ("a standing property proved, or refuted with an example request",)
"""Targets of parts that are not built yet: they are named, and nothing stands in for them."""

_WIDTH = 120
"""Columns of the table where there is no terminal."""

_STYLE = {Met.YES: "green", Met.NO: "red", Met.NONE: ""}


def write(
    path: Path,
    settings: Settings,
    lines: Sequence[Line],
    failed: Sequence[str],
    loads: tuple[list[float], list[float]],
) -> None:
    """Write the record as JSON: machine, sizes, every line with every timing, what failed."""
    told: dict[str, Any] = {
        "machine": {**machine.described(), "load_before": loads[0], "load_after": loads[1]},
        "sizes": {
            "law": settings.law, "as_of": settings.as_of, "rows": settings.rows,
            "people": settings.people, "samples": settings.samples, "runs": settings.runs,
            "equal": settings.equal, "expressions": settings.expressions, "asked": settings.asked,
        },
        "lines": [line.told() for line in lines],
        "failed": list(failed),
        "not_measured": list(NOT_MEASURED),
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def print_table(
    lines: Sequence[Line], failed: Sequence[str], settings: Settings, path: str
) -> None:
    """Print the table, and under it what is missing from it."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    here = machine.described()
    title = (
        f"{here['processor']}, {here['cores']} cores, {here['memory_mib'] / 1024:.0f} GiB; "
        f"{settings.rows:,} requests; {here['date'][:10]}"
    )
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in ("what", "measured", "target", ""):
        table.add_column(heading)
    for line in lines:
        verdict = line.met.value if line.sound else f"{line.met.value} WRONG".strip()
        style = _STYLE[line.met] if line.sound else "bold red"
        table.add_row(line.what, line.measured, line.target, verdict, style=style)
    console.print(table)
    if not settings.full:
        console.print(f"Targets of time and memory are judged at {FULL:,} requests only.")
    for name in failed:
        console.print(f"Failed, and so not in the table: {name}.", style="bold red")
    console.print(f"Not measured, not built yet: {'; '.join(NOT_MEASURED)}.")
    console.print(f"Every timing is in {path}; what each line shows and does not: docs/bench.md.")
