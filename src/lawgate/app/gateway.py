"""The gateway: the only place where stages are put together, and the only one that holds the clock.

Every door calls these functions; they are also the Python API. One function a stage of the way, in
order; what a stage decides is decided in its own room.
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb

from lawgate.app.library import REPLAY, folder_of, load
from lawgate.app.summary import provenance, run_record, summarise
from lawgate.engine import plan as plans
from lawgate.engine.explain import Explanation, legend
from lawgate.engine.explain import explain as explain_facts
from lawgate.engine.single import determine
from lawgate.errors import InputRefusedError, Place, UsageError
from lawgate.procedure.adjudication import Verdicts, adjudicate_records, adjudicate_requests
from lawgate.procedure.examination import (
    SingleExamination,
    examine_batch,
    run_constants,
    single_examination,
)
from lawgate.procedure.intake import Intake, read_transmittal, take_in
from lawgate.procedure.matching import match_rehearsal
from lawgate.procedure.repeats import cite_repeats
from lawgate.rehearsal.declaration import load_declaration
from lawgate.rehearsal.synth import synthesise as make_rehearsal
from lawgate.store import results
from lawgate.store.workbench import SPILL_FOLDER, open_workbench
from lawgate.terms import Determination, Outcome, Stage, Transmittal, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lawgate.engine.plan import Plan
    from lawgate.law.agreement import Agreement

    Progress = Callable[[str, float], None]

T = TypeVar("T")

DECIDING_MEMORY_MB = 1650
"""MiB for a batch of any size: with the program itself it stays below two GiB."""

MATCHING_MEMORY_MB = 6000
"""MiB for matching: the holdings of millions of people are joined in memory."""

ENGINES = ("duckdb",)


@dataclass(frozen=True, slots=True)
class Job:
    """What to adjudicate: files as the user named them, the law, and the two dates."""

    batch: Path
    transmittal: Path
    law: str
    as_of: date
    known_by: date | None = None
    holdings: str | None = None
    engine: str = "duckdb"


@dataclass(slots=True)
class Run:
    """One batch on the workbench: what was read, what holds for all rows, and the plan."""

    db: duckdb.DuckDBPyConnection
    agreement: Agreement
    plan: Plan
    transmittal: Transmittal
    intake: Intake
    constants: Mapping[str, Value]
    seconds: dict[str, float] = field(default_factory=dict)


def today() -> date:
    """Return the day it is, in UTC: the only clock."""
    return datetime.now(UTC).date()


def quiet(stage: str, fraction: float) -> None:
    """Report no progress."""


def adjudicate(job: Job, out: Path, progress: Progress = quiet) -> Mapping[str, object]:
    """Adjudicate a batch into the folder `out` and return its summary.

    Steps: read the law; take in transmittal and batch; examine; adjudicate the requests; match the
    sufficient ones where holdings are named and adjudicate their records; write; publish.
    Raises UsageError, InputRefusedError, DefectiveLawError, NotWritableError; then nothing is
    published.
    """
    began = time.monotonic()
    _usable(job)
    agreement = load(job.law)
    memory = MATCHING_MEMORY_MB if job.holdings else DECIDING_MEMORY_MB
    with open_workbench(out, memory_limit_mb=memory) as db:
        try:
            run = prepare(db, agreement, job, out / SPILL_FOLDER, progress)
            first = _timed(run, "adjudication", lambda: _first(run, progress))
            final = first
            if job.holdings is not None:
                held = job.holdings
                _timed(run, "matching", lambda: _match(run, first, held, progress))
                final = _timed(run, "record_stage", lambda: _second(run, first, progress))
            summary = _timed(run, "writing", lambda: _write(run, job, first, final, out, progress))
        except duckdb.OutOfMemoryException as fault:
            raise InputRefusedError(
                "The batch needs more room than this machine gives.",
                remedy="Free disk space in the output folder, or split the batch.",
                place=str(job.batch),
            ) from fault
        run.seconds["total"] = time.monotonic() - began
        files = results.Results(out, out / SPILL_FOLDER)
        files.write_json(results.RUN, run_record(run))
        files.publish(results.PUBLISHED)
    progress("done", 1.0)
    return summary


@dataclass(frozen=True, slots=True)
class Explained:
    """One request explained: its row, identifier and every step, with the batch's own facts."""

    row: int
    request_id: str | None
    explanation: Explanation


def explain(job: Job, row: int, progress: Progress = quiet) -> Explained:
    """Explain record `row` (from 1) of a batch at the request stage, with its batch's facts.

    The facts are derived by the one-request reading and must equal those of the columns.
    Raises UsageError where the batch has no such record or it could not be read, and what
    `adjudicate` raises.
    """
    _usable(job)
    agreement = load(job.law)
    with (
        tempfile.TemporaryDirectory(prefix="lawgate-") as folder,
        open_workbench(Path(folder)) as db,
    ):
        run = prepare(db, agreement, job, Path(folder) / SPILL_FOLDER, progress)
        request = _one(db, "requests", row)
        if request is None:
            raise _no_such_row(db, run, row)
        columns = _one(db, "facts", row) or {}
        examination = single_examination(
            agreement.facts, agreement.words, agreement.items, run.transmittal
        )
        told = {name: _text(value) for name, value in request.items() if name != "row"}
        facts = examination.of(told, columns)
        unequal = [n for n, value in facts.items() if n in columns and value != columns[n]]
        if unequal:
            raise AssertionError(f"two readings differ on {unequal} of row {row}")
        progress("done", 1.0)
        identifier = _text(request["request_id"])
        return Explained(row, identifier, explain_facts(run.plan, {**run.constants, **facts}))


def _one(db: duckdb.DuckDBPyConnection, table: str, row: int) -> dict[str, Value] | None:
    found = db.execute(f"SELECT * FROM {table} WHERE row = ?", [row])
    names = [column[0] for column in found.description or ()]
    values = found.fetchone()
    if values is None:
        return None
    told = (value.isoformat() if isinstance(value, date) else value for value in values)
    return dict(zip(names, told, strict=True))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _no_such_row(db: duckdb.DuckDBPyConnection, run: Run, row: int) -> UsageError:
    malformed = db.execute("SELECT problem FROM malformed WHERE row = ?", [row]).fetchone()
    if malformed:
        return UsageError(
            f"Record {row} could not be read: {malformed[0]}",
            remedy="Ask the requester to send it again; `adjudicate` keeps it in malformed.csv.",
        )
    return UsageError(
        f"The batch has no record {row}.", remedy=f"Name one from 1 to {run.intake.records}."
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that one request after another needs: law, day and cover, read once."""

    agreement: Agreement
    plan: Plan
    examination: SingleExamination
    constants: Mapping[str, Value]

    def determine(
        self, request: Mapping[str, str | None], batch_facts: Mapping[str, Value] | None = None
    ) -> Determination:
        """Determine one request (column to text) at the request stage.

        Without `batch_facts` (declared name to value) it is a batch of one.
        """
        facts = self.examination.of(request, batch_facts)
        return determine(self.plan, Stage.REQUEST, {**self.constants, **facts})


def ready(law: str, transmittal: Transmittal, as_of: date, known_by: date | None = None) -> Ready:
    """Prepare to determine single requests under `law` as of a day. Raises as `adjudicate`."""
    agreement = load(law)
    plan = plans.build(agreement, as_of, known_by or today())
    constants = _constants(agreement, plan, transmittal)
    examination = single_examination(agreement.facts, agreement.words, agreement.items, transmittal)
    return Ready(agreement, plan, examination, constants)


def _constants(agreement: Agreement, plan: Plan, transmittal: Transmittal) -> Mapping[str, Value]:
    clock = {
        "as_of": plan.as_of,
        "known_by": plan.known_by,
        "requested_on": transmittal.requested_on,
    }
    return run_constants(agreement.facts, agreement.words, transmittal, clock)


def _usable(job: Job) -> None:
    if job.holdings is not None and not job.holdings.strip():
        raise UsageError("--holdings names nothing.", remedy="Name the holdings, or leave it out.")
    if job.engine not in ENGINES:
        raise UsageError(
            f"There is no engine `{job.engine}`.", remedy=f"Use one of: {', '.join(ENGINES)}."
        )


def prepare(
    db: duckdb.DuckDBPyConnection,
    agreement: Agreement,
    job: Job,
    work: Path,
    progress: Progress = quiet,
) -> Run:
    """Read a batch and derive its facts: the tables `requests`, `malformed` and `facts`."""
    started = time.monotonic()
    plan = plans.build(agreement, job.as_of, job.known_by or today())
    transmittal = read_transmittal(job.transmittal)
    if job.as_of < transmittal.requested_on:
        raise UsageError(
            f"--as-of {job.as_of} is before the request was made ({transmittal.requested_on}).",
            remedy="Adjudicate as of the day of the request or later.",
            place=Place(str(job.transmittal)),
        )
    intake = take_in(db, job.batch, transmittal, agreement.columns, work, progress)
    constants = _constants(agreement, plan, transmittal)
    taken = time.monotonic()
    progress("examination", 0.0)
    examine_batch(db, agreement.facts, agreement.words, agreement.items, transmittal)
    progress("examination", 1.0)
    run = Run(db, agreement, plan, transmittal, intake, constants)
    run.seconds["intake"] = taken - started
    run.seconds["examination"] = time.monotonic() - taken
    return run


def _timed(run: Run, stage: str, work: Callable[[], T]) -> T:
    started = time.monotonic()
    try:
        return work()
    finally:
        run.seconds[stage] = time.monotonic() - started


def _first(run: Run, progress: Progress) -> Verdicts:
    progress("adjudication", 0.0)
    verdicts = adjudicate_requests(run.db, run.plan, run.constants)
    progress("adjudication", 1.0)
    return verdicts


def _match(run: Run, first: Verdicts, source: str, progress: Progress) -> None:
    progress("matching", 0.0)
    match_sufficient(run.db, first, source)
    progress("matching", 1.0)


def match_sufficient(db: duckdb.DuckDBPyConnection, first: Verdicts, source: str | Path) -> None:
    """Match the sufficient rows, and only those, on holdings that were shown to be synthetic.

    Makes `sufficient` (row), `matches`, and `record_facts`: the facts of matched rows with those
    of their match. Raises InputRefusedError.
    """
    chosen = [n for n, d in enumerate(first.determinations) if d.outcome is Outcome.SUFFICIENT]
    db.execute(
        f"CREATE OR REPLACE TABLE sufficient AS SELECT row FROM {first.table} "
        "WHERE list_contains(?::INTEGER[], verdict) ORDER BY row",
        [chosen],
    )
    match_rehearsal(db, source)
    db.execute(
        """CREATE OR REPLACE VIEW record_facts AS
        SELECT f.*, m.* EXCLUDE (row) FROM facts f JOIN matches m USING (row)"""
    )


def _second(run: Run, first: Verdicts, progress: Progress) -> Verdicts:
    progress("record stage", 0.0)
    verdicts = adjudicate_records(run.db, run.plan, run.constants, first)
    progress("record stage", 1.0)
    return verdicts


def _write(
    run: Run, job: Job, first: Verdicts, final: Verdicts, out: Path, progress: Progress
) -> Mapping[str, object]:
    progress("writing", 0.0)
    files = results.Results(out, out / SPILL_FOLDER)
    summary = summarise(run, job, first, final)
    with ThreadPoolExecutor(1) as beside, run.db.cursor() as cursor:
        # Each of the two leaves half of the machine idle.
        told = beside.submit(files.write_sent_back, cursor, first.table, first.determinations)
        files.write_determinations(run.db, final.table, final.determinations, provenance(run, job))
        told.result()
    progress("writing", 0.6)
    files.write_legend(legend(run.plan))
    files.write_malformed(run.db)
    cite_repeats(run.db, run.agreement.facts)
    files.write_repeats(run.db)
    files.write_json(results.SUMMARY, summary)
    progress("writing", 1.0)
    return summary


def synthesise(
    law: str, rows: int, seed: int, out: Path, progress: Progress = quiet
) -> Mapping[str, object]:
    """Make a synthetic batch with transmittal, holdings and labels, as the agreement declares.

    Raises UsageError, DefectiveLawError, NotWritableError.
    """
    folder = folder_of(law)
    declaration = load_declaration(folder / REPLAY)
    report = make_rehearsal(
        declaration, load(law).name, rows, seed, out, lambda stage: progress(stage, 0.0)
    )
    progress("done", 1.0)
    return asdict(report)
