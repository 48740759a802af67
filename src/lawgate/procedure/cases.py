"""Runs the cases beside the law through both readings and compares them with what is expected.

1. The facts come from the examination of one request, with the facts that the case states in their
   place; the columnar examination of the same rows must derive the same ones.
2. The one-request reading and the columnar reading determine each case.
3. Both must agree with each other, and with the outcome and the exact legend lines expected.

A batch-wide fact is that of a batch of one unless the case states it. Cases of the record stage
state the facts of the record, and pass two alone is run. Nothing is repaired: every disagreement is
a problem of the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from lawgate.engine import plan as plans
from lawgate.engine.columnar import compile_plan
from lawgate.engine.single import determine
from lawgate.examine.registry import resolve
from lawgate.examine.rendering import IsRecipient, Reach
from lawgate.law.facts import Kind
from lawgate.procedure.examination import examine_batch, examine_request, run_constants
from lawgate.procedure.request_tables import quoted
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.engine.plan import Plan
    from lawgate.law.agreement import Agreement
    from lawgate.law.facts import Fact
    from lawgate.procedure.case_files import Case
    from lawgate.terms import Determination, Value

_TYPES = {
    Kind.ENUM: pa.string(),
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.DATE: pa.date32(),
}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case came to: its facts, its determination and, if any, what is wrong.

    `constants` are the facts that hold for the whole run, `facts` those of the row; each by
    declared name, dates as ISO text.
    """

    case: Case
    plan: Plan
    constants: Mapping[str, Value]
    facts: Mapping[str, Value]
    determination: Determination
    problems: tuple[str, ...]

    @property
    def known(self) -> dict[str, Value]:
        """Every fact of the case."""
        return {**self.constants, **self.facts}


def run_cases(agreement: Agreement, cases: Sequence[Case]) -> list[CaseResult]:
    """Run `cases` through both readings, in the sequence given.

    Raises DefectiveLawError where a fact's derivation can't be resolved.
    """
    results: list[CaseResult] = []
    with duckdb.connect(config={"threads": 2}) as db:
        derived = _derived_in_columns(db, agreement, cases)
        for case, columnar in zip(cases, derived, strict=True):
            results.append(_by_one_request(agreement, case, columnar))
        return _in_columns(db, agreement, results)


def _by_one_request(agreement: Agreement, case: Case, columnar: Mapping[str, Value]) -> CaseResult:
    constants = run_constants(agreement.facts, agreement.words, case.transmittal, case.clock)
    facts = examine_request(
        case.request, agreement.facts, agreement.words, agreement.items, case.transmittal
    )
    problems = [
        f"`{name}` is {facts[name]!r} for one request and {value!r} in columns."
        for name, value in columnar.items()
        if facts[name] != value
    ]
    for name, value in case.facts.items():
        (constants if name in constants else facts)[name] = value
    plan = plans.build(agreement, case.as_of, case.known_by)
    told = determine(plan, case.stage, {**constants, **facts})
    problems += _unexpected(case, told)
    return CaseResult(case, plan, constants, facts, told, tuple(problems))


def _unexpected(case: Case, told: Determination) -> list[str]:
    problems = []
    if told.outcome is not case.outcome:
        problems.append(
            f"The outcome is {told.outcome.value}, and {case.outcome.value} is expected."
        )
    legends = tuple(reason.legend for reason in told.reasons)
    if legends != case.legends:
        found, expected = (", ".join(lines) or "none" for lines in (legends, case.legends))
        problems.append(f"The reasons are {found}; expected are {expected}.")
    return problems


def _derived_in_columns(
    db: duckdb.DuckDBPyConnection, agreement: Agreement, cases: Sequence[Case]
) -> list[dict[str, Value]]:
    """Derive the row facts of all cases by the columnar examination.

    All cases make one batch; only whether somebody is a recipient depends on the transmittal too,
    so that is derived once for the cases with the same recipients.
    """
    rows: dict[str, Fact] = {}
    asking: dict[str, Fact] = {}
    for name, fact in agreement.facts.items():
        if fact.stage is Stage.REQUEST:
            rendering = resolve(fact.derivation, agreement.words, agreement.items)
            if rendering.reach is Reach.ROW:
                (asking if isinstance(rendering, IsRecipient) else rows)[name] = fact
    derived: list[dict[str, Value]] = [{} for _ in cases]
    if cases:
        _derive(db, agreement, cases, range(len(cases)), rows, derived)
    batches: dict[tuple[str, ...], list[int]] = {}
    for number, case in enumerate(cases if asking else ()):
        batches.setdefault(case.transmittal.recipients, []).append(number)
    for numbers in batches.values():
        _derive(db, agreement, cases, numbers, asking, derived)
    return derived


def _derive(
    db: duckdb.DuckDBPyConnection,
    agreement: Agreement,
    cases: Sequence[Case],
    numbers: Sequence[int],
    facts: Mapping[str, Fact],
    derived: list[dict[str, Value]],
) -> None:
    """Derive `facts` of the cases with these numbers, as one batch, into `derived`."""
    requests = {
        column: pa.array([cases[n].request[column] for n in numbers], pa.string())
        for column in agreement.columns
    }
    _load(db, "requests", pa.table({"row": pa.array(numbers, pa.int64()), **requests}))
    cover = cases[numbers[0]].transmittal
    examine_batch(db, facts, agreement.words, agreement.items, cover)
    chosen = ", ".join(quoted(name) for name in ("row", *facts))
    for number, *values in db.execute(f"SELECT {chosen} FROM facts").fetchall():
        for name, value in zip(facts, values, strict=True):
            derived[number][name] = value.isoformat() if isinstance(value, date) else value
    db.execute("DROP TABLE facts")


def _in_columns(
    db: duckdb.DuckDBPyConnection, agreement: Agreement, results: Sequence[CaseResult]
) -> list[CaseResult]:
    """Compare each case with the columnar reading: one statement for those of one law and stage.

    Facts of the run are columns here too, so that cases that differ in them share a statement.
    """
    runs: dict[object, list[int]] = {}
    for number, result in enumerate(results):
        keys = tuple(clause.key for clause in result.plan.clauses)
        runs.setdefault((keys, result.case.stage), []).append(number)
    compared = list(results)
    for numbers in runs.values():
        first = results[numbers[0]]
        _load(db, "facts", _fact_table(agreement, {n: results[n].known for n in numbers}))
        statement = compile_plan(first.plan, first.case.stage, {})
        for number, _, *signature in db.execute(statement.sql()).fetchall():
            result = results[number]
            told = statement.determine(signature)
            if told != result.determination:
                legends = ", ".join(reason.legend for reason in told.reasons) or "none"
                problem = f"In columns it is {told.outcome.value}, for {legends}."
                compared[number] = replace(result, problems=(*result.problems, problem))
        db.execute("DROP TABLE facts")
    return compared


def _fact_table(agreement: Agreement, rows: Mapping[int, Mapping[str, Value]]) -> pa.Table:
    """Make the relation of facts: row, request_id (not read here), and a column a fact."""
    columns = {"row": pa.array(rows, pa.int64()), "request_id": pa.nulls(len(rows), pa.string())}
    for name, fact in agreement.facts.items():
        values = [_in_column(row.get(name), fact.kind) for row in rows.values()]
        columns[name] = pa.array(values, _TYPES[fact.kind])
    return pa.table(columns)


def _in_column(value: Value, kind: Kind) -> Value | date:
    return date.fromisoformat(str(value)) if kind is Kind.DATE and value is not None else value


def _load(db: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    db.register("loaded", table)
    db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM loaded")
    db.unregister("loaded")
