"""The columnar reading of an expression equals the one-request reading, value and error alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawgate.engine.lowering import lower
from lawgate.engine.single import Neither, Result, evaluate
from lawgate.law.facts import Kind
from tests.strategies import FACTS, conditions, fact_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawgate.law.expression import Expression
    from lawgate.terms import Value

SQL_TYPES = {
    Kind.BOOL: "BOOLEAN",
    Kind.INT: "BIGINT",
    Kind.DATE: "DATE",
    Kind.ENUM: "VARCHAR",
}


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        columns = ", ".join(f'"{name}" {SQL_TYPES[fact.kind]}' for name, fact in FACTS.items())
        connection.execute(f"CREATE TABLE facts (row BIGINT, {columns})")
        yield connection


def in_columns(
    db: duckdb.DuckDBPyConnection,
    node: Expression,
    rows: list[dict[str, Value]],
    constants: dict[str, Value],
) -> list[Result]:
    db.execute("DELETE FROM facts")
    for n, row in enumerate(rows):
        marks = ", ".join("?" for _ in FACTS)
        db.execute(f"INSERT INTO facts VALUES (?, {marks})", [n, *(row[name] for name in FACTS)])
    lowered = lower(node, FACTS, constants)
    error = lowered.error.sql("duckdb") if lowered.error is not None else "FALSE"
    found = db.execute(
        f"SELECT {lowered.value.sql('duckdb')}, {error} FROM facts ORDER BY row"
    ).fetchall()
    results: list[Result] = []
    for value, erring in found:
        assert erring is not None
        if erring:
            assert value is None
            results.append(Neither.ERROR)
        else:
            results.append(Neither.UNKNOWN if value is None else value)
    return results


@settings(max_examples=150, deadline=None)
@given(conditions, st.lists(fact_rows, min_size=1, max_size=4))
def test_columns_equal_one_request(
    db: duckdb.DuckDBPyConnection, node: Expression, rows: list[dict[str, Value]]
) -> None:
    assert in_columns(db, node, rows, {}) == [evaluate(node, row) for row in rows]


@settings(max_examples=75, deadline=None)
@given(conditions, fact_rows)
def test_a_fact_known_for_the_whole_run_reads_as_it_does_from_a_column(
    db: duckdb.DuckDBPyConnection, node: Expression, row: dict[str, Value]
) -> None:
    constants = {name: row[name] for name in ("count", "day", "lamp.on")}
    assert in_columns(db, node, [row], constants) == [evaluate(node, row)]
