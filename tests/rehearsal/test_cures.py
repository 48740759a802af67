"""Cures and the waterfall: what a batch would have met, counted over a small act."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.errors import DefectiveLawError
from lawgate.rehearsal.cures import cure
from lawgate.rehearsal.waterfall import waterfall
from lawgate.terms import Determination, Outcome
from tests.rehearsal.small_law import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            """CREATE TABLE facts AS SELECT * FROM (VALUES
              (1, 'r1', 500, 'street'), (2, 'r2', 500, 'blank'), (3, 'r3', 1, 'street')
            ) t(row, request_id, "load.rows", "address.quality")"""
        )
        yield connection


def outcomes(found: tuple[tuple[Determination, ...], tuple[int, ...]]) -> dict[Outcome, int]:
    total: Counter[Outcome] = Counter()
    for determination, count in zip(*found, strict=True):
        total[determination.outcome] += count
    return dict(total)


def test_a_cure_counts_the_batch_as_if_the_fault_were_put_right(
    db: duckdb.DuckDBPyConnection,
) -> None:
    before = db.execute("FROM facts").fetchall()
    assert outcomes(cure(db, PLAN, {}, {})) == {Outcome.SENT_BACK: 2, Outcome.SUFFICIENT: 1}
    assert outcomes(cure(db, PLAN, {}, {"load.rows": 1})) == {
        Outcome.SENT_BACK: 1,
        Outcome.SUFFICIENT: 2,
    }
    both: dict[str, bool | int | str] = {"load.rows": 1, "address.quality": "street"}
    assert outcomes(cure(db, PLAN, {}, both)) == {Outcome.SUFFICIENT: 3}
    assert db.execute("FROM facts").fetchall() == before
    assert {str(r[2]) for r in db.execute("SHOW ALL TABLES").fetchall()} == {"facts"}


@pytest.mark.parametrize(
    "cured",
    [{"shoe.size": 1}, {"record.found": "none"}, {"load.rows": "one"}, {"address.quality": "x"}],
)
def test_only_declared_facts_of_the_request_can_be_cured(
    db: duckdb.DuckDBPyConnection, cured: dict[str, bool | int | str]
) -> None:
    with pytest.raises(DefectiveLawError):
        cure(db, PLAN, {}, cured)


def test_a_waterfall_ends_with_the_sufficient_requests(db: duckdb.DuckDBPyConnection) -> None:
    steps = waterfall(PLAN, *cure(db, PLAN, {}, {}))
    told = [(step.citation, step.first, step.found, step.surviving) for step in steps]
    # Request 2 has both faults: it falls at the first paragraph and is found at both.
    assert told == [("The Act (a)", 0, 0, 3), ("The Act (b)", 2, 2, 1), ("The Act (c)", 0, 1, 1)]
