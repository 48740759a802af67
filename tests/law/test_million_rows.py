"""A million rows of random facts under the shipped law: the two readings agree on every clause."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.engine import plan as plans
from lawgate.engine.columnar import Statement, compile_plan
from lawgate.engine.plan import finding_of, settle
from lawgate.engine.single import Neither, determine, evaluate
from lawgate.engine.space import grid_of
from lawgate.law.expression import facts_of
from lawgate.law.facts import Fact, Kind
from lawgate.terms import Finding, Stage, Verb
from tests.law.shipped import agreement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.engine.plan import Plan
    from lawgate.law.instrument import Clause
    from lawgate.terms import Value

DAY = date(2026, 3, 1)
SQL_TYPES = {
    Kind.ENUM: "VARCHAR", Kind.BOOL: "BOOLEAN", Kind.INT: "BIGINT", Kind.DATE: "DATE",
}  # fmt: skip


def pools(plan: Plan) -> dict[str, tuple[Value, ...]]:
    """Values for each fact: those that some clause compares it with, and their neighbours."""
    found: dict[str, tuple[Value, ...]] = {}
    for name, fact in plan.facts.items():
        clauses = [c.condition for c in plan.clauses if name in facts_of(c.condition)]
        near = {value for c in clauses for value in grid_of([c], plan.facts).axes[name]}
        values = {*near, *fact.values, *([None] if fact.may_be_missing else [])}
        found[name] = tuple(sorted(values, key=str))
    return found


def quoted(value: Value, fact: Fact) -> str:
    told = "NULL" if value is None else "'{}'".format(str(value).replace("'", "''"))
    return f"CAST({told} AS {SQL_TYPES[fact.kind]})"


def fill(db: duckdb.DuckDBPyConnection, plan: Plan, rows: int) -> None:
    columns = []
    for name, values in pools(plan).items():
        listed = ", ".join(quoted(value, plan.facts[name]) for value in values)
        chosen = f"1 + CAST(hash(concat(i, '{name}')) % {len(values)} AS INT)"
        columns.append(f'[{listed}][{chosen}] AS "{name}"')
    db.execute(
        f"CREATE TABLE facts AS SELECT i AS row, NULL::VARCHAR AS request_id, {', '.join(columns)} "
        f"FROM range({rows}) t(i)"
    )


def expected(clause: Clause, facts: Mapping[str, Value]) -> tuple[Finding, tuple[str, ...]]:
    value = evaluate(clause.condition, facts)
    finding = finding_of(
        clause.verb,
        value=value if isinstance(value, bool) else None,
        erring=value is Neither.ERROR,
    )
    return finding, tuple(str(facts[name]) for name in clause.message_facts)


def compare(
    db: duckdb.DuckDBPyConnection, statement: Statement, clause: Clause, number: int
) -> set[Finding]:
    """Compare every distinct (facts, code) of a clause; each stands for all rows that have it."""
    names = list(dict.fromkeys((*facts_of(clause.condition), *clause.message_facts)))
    place = statement.fields[number]
    seen: set[Finding] = set()
    chosen = "".join(f'f."{name}", ' for name in names)
    found = db.execute(
        f"SELECT DISTINCT {chosen}(w{place.word} >> {place.shift}) & {place.mask} "
        "FROM facts f JOIN signed USING (row)"
    ).fetchall()
    for *values, code in found:
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in zip(names, values, strict=True)
        }
        finding, named = statement.codes[number][code]
        wanted, wanted_named = expected(clause, facts)
        assert finding is wanted, (clause.key, facts)
        if finding is not Finding.MET:
            assert named == wanted_named, (clause.key, facts)
        seen.add(finding)
    return seen


@pytest.mark.parametrize("rows", [2_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("stage", Stage)
def test_columns_equal_one_request_under_the_shipped_law(rows: int, stage: Stage) -> None:
    plan = plans.build(agreement(), DAY, DAY)
    statement = compile_plan(plan, stage, {})
    with duckdb.connect(config={"threads": 2}) as db:
        fill(db, plan, rows)
        db.execute(f"CREATE TABLE signed AS {statement.sql()}")
        for number, clause in enumerate(plan.of_stage(stage)):
            if clause.verb is not Verb.DEFAULT:
                seen = compare(db, statement, clause, number)
                assert len(seen) > 1 or clause.known is not None, clause.key
        names = ", ".join(f'f."{name}"' for name in plan.facts)
        words = ", ".join(f"w{n}" for n in range(statement.words))
        sample = db.execute(
            f"SELECT {words}, {names} FROM facts f JOIN signed USING (row) ORDER BY row LIMIT 500"
        ).fetchall()
    for told in sample:
        values = told[statement.words :]
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in zip(plan.facts, values, strict=True)
        }
        signature = told[: statement.words]
        found = settle(plan, stage, statement.decode(signature))
        assert found == determine(plan, stage, facts)
