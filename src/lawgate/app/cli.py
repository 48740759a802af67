"""The command line: `lawgate COMMAND …`. It parses, shows progress and prints; nothing else.

Exit codes: 0 done, whatever the outcomes; 2 unusable arguments; 3 input refused whole; 4 defective
law; 5 log or docket not writable; 1 a bug.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from lawgate.app import checking, gateway, library, pages
from lawgate.app import demo as demonstration
from lawgate.errors import LawgateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

app = typer.Typer(
    help="A gate that opens only when the law does.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
TRACEBACK = "LAWGATE_TRACEBACK"
"""The environment variable that shows where a bug happened."""

shown = Console(stderr=True)
printed = Console()

Law = Annotated[str, typer.Option("--law", help="A shipped agreement or a folder of law.")]
AsOf = Annotated[
    datetime,
    typer.Option(formats=["%Y-%m-%d"], help="The day whose law applies, as YYYY-MM-DD."),
]
KnownBy = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="Orders entered later than this day are left out. [today]"
    ),
]
Batch = Annotated[Path, typer.Argument(help="The batch of requests: CSV, NDJSON or Parquet.")]
Cover = Annotated[Path, typer.Option("--transmittal", help="The batch's cover, JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


@app.command()
def adjudicate(
    batch: Batch,
    transmittal: Cover,
    law: Law,
    as_of: AsOf,
    out: Annotated[Path, typer.Option(help="The folder to write to (made private, mode 0700).")],
    known_by: KnownBy = None,
    holdings: Annotated[
        str | None,
        typer.Option(help="The custodian's records (synthetic): match the sufficient requests."),
    ] = None,
    engine: Annotated[str, typer.Option(help="What runs the columns.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Test every request of a batch to the letter, and say every reason.

    Writes determinations.parquet, sent-back.csv with its legend clauses.csv, malformed.csv,
    repeats.csv, summary.json and run.json. Without a workspace this is a rehearsal: nothing can be
    released from it.
    """
    job = gateway.Job(batch, transmittal, law, as_of.date(), _day(known_by), holdings, engine)
    with _bars() as report:
        summary = gateway.adjudicate(job, out, report)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary, out)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def print_json(content: Mapping[str, object]) -> None:
    """Print `content` as JSON on standard output."""
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n")


def _print_summary(summary: Mapping[str, object], out: Path) -> None:
    outcomes = summary["outcomes"]
    records = summary["records"]
    assert isinstance(outcomes, dict)  # noqa: S101  (the gateway's own shape)
    assert isinstance(records, int)  # noqa: S101
    table = Table(title=f"{records:,} requests, law of {summary['as_of']}", title_justify="left")
    table.add_column("outcome")
    table.add_column("requests", justify="right")
    table.add_column("share", justify="right")
    for outcome, count in (*outcomes.items(), ("malformed", summary["malformed"])):
        if count:
            table.add_row(outcome.replace("_", " "), f"{count:,}", f"{count / records:.2%}")
    printed.print(table)
    printed.print(f"Reasons for every request are in {out}; nothing can be released from there.")


@app.command()
def explain(
    batch: Batch,
    row: Annotated[int, typer.Option(min=1, help="The record of the batch, counted from 1.")],
    transmittal: Cover,
    law: Law,
    as_of: AsOf,
    known_by: KnownBy = None,
    engine: Annotated[str, typer.Option(help="What runs the columns.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Explain one request: every clause, its text, its outcome, and the facts it used.

    It answers for the request stage only: what a record would say is never told here.
    """
    job = gateway.Job(batch, transmittal, law, as_of.date(), _day(known_by), None, engine)
    with _bars() as report:
        explained = gateway.explain(job, row, report)
    if as_json:
        print_json(pages.explained_as_json(explained))
    else:
        pages.print_explained(explained, library.load(law), printed)


@app.command()
def check(
    agreement: Annotated[str, typer.Argument(help="A shipped agreement or a folder of law.")],
    as_json: AsJson = False,
) -> None:
    """Check an agreement: parse, type-check, run its cases, list gaps and overlaps.

    Ends with 4 where there is a defect, each with file and line.
    """
    report = checking.check(agreement)
    if as_json:
        print_json(report.to_json())
    else:
        checking.print_report(report, printed)
    if not report.passes:
        raise typer.Exit(code=4)


@app.command()
def synth(
    agreement: Annotated[str, typer.Argument(help="A shipped agreement or a folder of law.")],
    out: Annotated[Path, typer.Option(help="The folder to write to (made private).")],
    rows: Annotated[int, typer.Option(min=100, help="Requests to make.")] = 12_800,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal files.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make a synthetic batch with its transmittal, holdings and the truth about every row.

    Everything is invented; every identifier is from a range that is never assigned.
    """
    with _bars() as report:
        made = gateway.synthesise(agreement, rows, seed, out, report)
    if as_json:
        print_json(made)
    else:
        printed.print(f"{rows:,} synthetic requests with their holdings and labels are in {out}.")


@app.command()
def demo(
    agreement: Annotated[
        str | None, typer.Argument(help="Whose case to replay. [the first that ships one]")
    ] = None,
    rows: Annotated[
        int, typer.Option(min=100, help="Requests; the case at full size.")
    ] = 1_280_000,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal files.")] = 1,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("demo"),
    as_json: AsJson = False,
) -> None:
    """Replay the default agreement's case, end to end, on synthetic people.

    Makes the batch, adjudicates it then and now, and shows what another rule would have released:
    on the terminal as tables, and as report.html with pictures.
    """
    with _bars() as report:
        replayed = demonstration.run_demo(agreement or library.replayed(), rows, seed, out, report)
    if as_json:
        print_json(demonstration.as_json(replayed))
    else:
        demonstration.print_demo(replayed, printed)


@contextmanager
def _bars() -> Iterator[gateway.Progress]:
    """Show one bar a stage on a terminal; nothing where there is none."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
        console=shown, transient=True, disable=not shown.is_terminal,
    ) as bars:  # fmt: skip
        tasks: dict[str, int] = {}

        def report(stage: str, fraction: float) -> None:
            if stage not in tasks:
                tasks[stage] = int(bars.add_task(stage, total=1.0))
            bars.update(bars.task_ids[tasks[stage]], completed=fraction)

        yield report


def main() -> NoReturn:
    """Run the command line and end with the exit code of the contract."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        app()
        code = 0
    except LawgateError as fault:
        shown.print(f"lawgate: {fault}", markup=False, highlight=False, soft_wrap=True)
        code = fault.exit_code
    except BrokenPipeError:
        code = _unread()
    except SystemExit as end:
        # The library for commands ends with 1 where a pipe is broken, as if it were a bug.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        code = _unread()
    except Exception as fault:
        if _stopped:
            sys.exit(128 + _stopped[0])
        if os.environ.get(TRACEBACK):
            raise
        shown.print(
            f"lawgate: a bug ({type(fault).__name__}); nothing was published. "
            f"Set {TRACEBACK}=1 to see where, and report it without any request's text.",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
        code = 1
    sys.exit(code)


def _unread() -> int:
    """Send what is still buffered nowhere, since whoever read the output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


_stopped: list[int] = []


def _stop(number: int, _frame: object) -> NoReturn:
    """End as a signal asks, through every clean-up on the way.

    An engine may turn this exit into an error of its own, so that it happened is kept.
    """
    _stopped.append(number)
    shown.print("lawgate: stopped; nothing was published. Run it again.", markup=False)
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
