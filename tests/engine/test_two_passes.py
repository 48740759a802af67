"""Pass two reads the record's facts and never changes what pass one found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawgate.engine.single import determine
from lawgate.procedure.adjudication import adjudicate_records, adjudicate_requests
from lawgate.terms import Determination, Outcome, Stage
from tests.engine.plans import ALL_FACTS, plans
from tests.engine.tables import drawn, load, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawgate.engine.plan import Plan
    from lawgate.procedure.adjudication import Verdicts


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


def told(db: duckdb.DuckDBPyConnection, verdicts: Verdicts) -> list[Determination]:
    found = db.execute(f"SELECT verdict FROM {verdicts.table} ORDER BY row").fetchall()
    return [verdicts.determinations[verdict] for (verdict,) in found]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(most=5), st.integers(0, 2**32))
def test_pass_two_never_changes_pass_one(
    db: duckdb.DuckDBPyConnection, plan: Plan, seed: int
) -> None:
    chance = seeded(seed)
    rows = [{n: drawn(fact, chance) for n, fact in ALL_FACTS.items()} for _ in range(60)]
    load(db, ALL_FACTS, rows)
    first = adjudicate_requests(db, plan, {})
    before = told(db, first)
    free = [n for n, one in enumerate(before) if one.outcome is Outcome.SUFFICIENT]
    db.execute(
        "CREATE OR REPLACE TABLE record_facts AS SELECT * FROM facts WHERE list_contains(?, row)",
        [free],
    )
    after = told(db, adjudicate_records(db, plan, {}, first))
    assert told(db, first) == before
    for row, one, other in zip(rows, before, after, strict=True):
        if one.outcome is not Outcome.SUFFICIENT:
            assert other == one
            continue
        record = determine(plan, Stage.RECORD, row)
        assert (other.outcome, other.reasons) == (record.outcome, record.reasons)
        assert other.stage is Stage.RECORD
        assert other.items == (one.items if record.outcome is Outcome.ELIGIBLE else ())


def test_an_empty_batch_has_no_verdicts(db: duckdb.DuckDBPyConnection) -> None:
    @settings(max_examples=5, deadline=None, derandomize=True, database=None)
    @given(plans(least=1))
    def sample(plan: Plan) -> None:
        load(db, ALL_FACTS, [])
        first = adjudicate_requests(db, plan, {})
        db.execute("CREATE OR REPLACE TABLE record_facts AS SELECT * FROM facts")
        assert told(db, adjudicate_records(db, plan, {}, first)) == []

    sample()
