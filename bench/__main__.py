"""The door: `python -m bench` measures everything built that has a target, in one run.

It makes its own synthetic batch in a temporary folder, prints one table and writes the record with
every single timing. A target that is missed is told and is no failure; answers that differ, wrong
people and programs that fail are one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import log, machine, matching, others, readings, whole
from bench.lines import FULL, Line, Settings
from bench.processes import FailedError, lawgate
from bench.record import print_table, write
from lawgate.app.library import folder_of
from lawgate.rehearsal.declaration import load_declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

MEASURES: dict[str, Callable[[Settings], list[Line]]] = {
    "whole": whole.lines,
    "engines": others.lines,
    "matching": matching.lines,
    "log": log.lines,
    "one": readings.one_request,
    "equal": readings.equal,
    "referee": readings.referee,
    "feel": readings.feel,
}
NEED_A_BATCH = {"whole", "engines", "one"}
QUICK = 12_800


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; give 0, or 1 where something is wrong whatever the time."""
    chosen = _parse(arguments)
    began = machine.load()
    with tempfile.TemporaryDirectory(prefix="lawgate-bench-", dir=chosen.work) as folder:
        settings = _settings(chosen, Path(folder))
        names = [name for name in MEASURES if not chosen.only or name in chosen.only]
        failed = [] if not NEED_A_BATCH & set(names) else _make(settings)
        lines: list[Line] = []
        for name in names if not failed else ():
            print(f"measuring: {name} …", file=sys.stderr, flush=True)
            try:
                lines += MEASURES[name](settings)
            except FailedError as error:
                failed.append(name)
                print(f"{name}: {error}", file=sys.stderr)
    write(Path(chosen.out), settings, lines, failed, (began, machine.load()))
    print_table(lines, failed, settings, chosen.out)
    return 1 if failed or not all(line.sound for line in lines) else 0


def _make(settings: Settings) -> list[str]:
    """Make the batch through the command line; name what failed."""
    print(f"making {settings.rows:,} synthetic requests …", file=sys.stderr, flush=True)
    try:
        lawgate("synth", settings.law, "--rows", settings.rows, "--seed", 1, "--out", settings.made)
    except FailedError as error:
        print(f"synth: {error}", file=sys.stderr)
        return ["synth"]
    return []


def _settings(chosen: argparse.Namespace, folder: Path) -> Settings:
    quick: bool = chosen.quick
    declared: date = load_declaration(folder_of(chosen.law) / "replay.yaml").as_of
    rows = chosen.rows or (QUICK if quick else FULL)
    samples = {"cedar": 10_000, "rego": 2_000, "cel": 20_000}
    share = 20 if quick else 1
    return Settings(
        law=chosen.law,
        as_of=declared.isoformat(),
        rows=rows,
        samples={peer: min(rows, count // share) for peer, count in samples.items()},
        equal=chosen.equal if chosen.equal is not None else 200_000 // share,
        expressions=chosen.expressions if chosen.expressions is not None else 20_000 // share,
        asked=min(rows, 2_000 // share),
        runs=chosen.runs,
        folder=folder,
    )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure, side by side, on this machine.",
    )  # fmt: skip
    parser.add_argument("--law", default="irs-dhs-2025", help="the agreement to measure with")
    parser.add_argument("--rows", type=_count, help=f"requests of the batch [{FULL:,}]")
    parser.add_argument(
        "--only", action="append", choices=list(MEASURES), metavar="NAME",
        help=f"measure only this; may be given more than once: {', '.join(MEASURES)}",
    )  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument(
        "--equal", type=_count, help="generated requests to compare the readings on"
    )
    parser.add_argument("--expressions", type=_count, help="expressions to put to the referee")
    parser.add_argument("--runs", type=_count, default=3, help="runs of whatever is short [3]")
    parser.add_argument("--out", default="out/bench.json", help="where the record goes")
    parser.add_argument("--work", help="folder for the temporary files [the system's]")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    number = int(text.replace(",", "").replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
