"""The columnar reading of whole plans equals the one-request reading, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawgate.engine.columnar import WORD_BITS, compile_plan
from lawgate.engine.plan import Plan, settle
from lawgate.engine.single import determine, findings
from lawgate.terms import Determination, Finding, Outcome, Stage, Value, Verb
from tests.engine.plans import ALL_FACTS, FITS, TRUE, clause, plan_of, plans
from tests.engine.tables import drawn, load, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


def in_columns(
    db: duckdb.DuckDBPyConnection, plan: Plan, stage: Stage, constants: Mapping[str, Value]
) -> list[Determination]:
    statement = compile_plan(plan, stage, constants)
    signed = db.execute(f"{statement.sql()} ORDER BY row").fetchall()
    return [statement.determine(signature) for _, _, *signature in signed]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(least=2, most=12), st.sampled_from(Stage), st.integers(0, 2**32))
def test_columns_equal_one_request_on_whole_plans(
    db: duckdb.DuckDBPyConnection, plan: Plan, stage: Stage, seed: int
) -> None:
    chance = seeded(seed)
    rows = [{name: drawn(fact, chance) for name, fact in ALL_FACTS.items()} for _ in range(300)]
    load(db, ALL_FACTS, rows)
    assert in_columns(db, plan, stage, {}) == [determine(plan, stage, row) for row in rows]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(least=2, most=8), st.integers(0, 2**32))
def test_facts_of_the_run_read_alike_as_constants_and_as_columns(
    db: duckdb.DuckDBPyConnection, plan: Plan, seed: int
) -> None:
    chance = seeded(seed)
    constants = {name: drawn(ALL_FACTS[name], chance) for name in ("day", "shade", "lamp.on")}
    rows = [
        {**{name: drawn(fact, chance) for name, fact in ALL_FACTS.items()}, **constants}
        for _ in range(40)
    ]
    load(db, ALL_FACTS, rows)
    found = in_columns(db, plan, Stage.REQUEST, constants)
    assert found == [determine(plan, Stage.REQUEST, row) for row in rows]


def test_signatures_pack_over_several_words(db: duckdb.DuckDBPyConnection) -> None:
    chance = seeded(5)
    made = [
        clause(f"c{n}", Verb.REFER, TRUE, Outcome.REFERRED, ("colour", "shade")) for n in range(30)
    ]
    plan = plan_of([*made, clause("free", Verb.PERMIT, items=("address",))])
    statement = compile_plan(plan, Stage.REQUEST, {})
    assert statement.words == 3
    assert all(field.shift + field.bits <= WORD_BITS for field in statement.fields)
    rows = [{name: drawn(fact, chance) for name, fact in ALL_FACTS.items()} for _ in range(50)]
    load(db, ALL_FACTS, rows)
    found = in_columns(db, plan, Stage.REQUEST, {})
    assert found == [determine(plan, Stage.REQUEST, row) for row in rows]
    assert {len(told.reasons) for told in found} == {30}


def test_every_finding_and_variant_has_a_code_of_its_own(db: duckdb.DuckDBPyConnection) -> None:
    plan = plan_of([clause("one", Verb.REFER, TRUE, Outcome.REFERRED, ("colour", "shade"))])
    statement = compile_plan(plan, Stage.REQUEST, {})
    (variants,) = (plan.variants(each) for each in plan.clauses)
    codes = [statement.decode((code,))[0] for code in range(1 + 3 * len(variants))]
    assert codes[0][0] is Finding.MET
    assert len(set(codes[1:])) == 3 * len(variants)
    assert {finding for finding, _ in codes[1:]} == set(Finding) - {Finding.MET}
    del db


def test_generated_tables_are_not_all_one_outcome(db: duckdb.DuckDBPyConnection) -> None:
    seen: Counter[Outcome] = Counter()

    @settings(
        max_examples=60, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plans(least=2, most=6), st.integers(0, 2**32))
    def sample(plan: Plan, seed: int) -> None:
        chance = seeded(seed)
        rows = [{n: drawn(fact, chance) for n, fact in ALL_FACTS.items()} for _ in range(30)]
        load(db, ALL_FACTS, rows)
        for stage in Stage:
            seen.update(told.outcome for told in in_columns(db, plan, stage, {}))

    sample()
    assert set(seen) == set(Outcome)
    assert max(seen.values()) < 0.7 * seen.total()


def test_settling_is_shared_by_both_readings() -> None:
    row: dict[str, Value] = {name: drawn(f, seeded(1)) for name, f in ALL_FACTS.items()}
    row["record.fit"] = FITS[0]
    plan = plan_of([clause("c", Verb.REFER, TRUE, Outcome.REFERRED)])
    found = findings(plan, Stage.REQUEST, row)
    assert settle(plan, Stage.REQUEST, found) == determine(plan, Stage.REQUEST, row)
