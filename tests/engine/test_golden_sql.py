"""The SQL of chosen expressions, as files that a reader of SQL can judge, and run beside our own.

A file holds the expression, a blank line and the SQL of its value; where it can err, another blank
line and the SQL that is true exactly where it does. Write them anew with
`python -m tests.engine.test_golden_sql` and read the difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.engine.lowering import lower
from lawgate.engine.single import Neither, evaluate
from lawgate.law.syntax import parse_condition
from tests.engine.tables import drawn, load, seeded
from tests.strategies import FACTS, PLACE, SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawgate.terms import Value

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.sql"))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Value]]:
    chance = seeded(11)
    return [{name: drawn(fact, chance) for name, fact in FACTS.items()} for _ in range(400)]


@pytest.fixture(scope="module")
def db(rows: list[dict[str, Value]]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        load(connection, FACTS, rows)
        yield connection


def parts(path: Path) -> tuple[str, str, str | None]:
    expression, value, *error = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return expression, value, error[0] if error else None


def compiled(expression: str) -> tuple[str, str | None]:
    lowered = lower(parse_condition(expression, SCOPE, PLACE), FACTS, {})
    error = lowered.error.sql("duckdb", pretty=True) if lowered.error is not None else None
    return lowered.value.sql("duckdb", pretty=True), error


def test_there_is_golden_sql() -> None:
    assert len(GOLDEN) >= 10


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_sql_is_the_golden_one(path: Path) -> None:
    expression, value, error = parts(path)
    assert compiled(expression) == (value, error)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_golden_sql_says_what_the_expression_says(
    path: Path, db: duckdb.DuckDBPyConnection, rows: list[dict[str, Value]]
) -> None:
    expression, value, error = parts(path)
    node = parse_condition(expression, SCOPE, PLACE)
    found = db.execute(f"SELECT {value}, {error or 'FALSE'} FROM facts ORDER BY row").fetchall()
    said = [
        Neither.ERROR if erring else Neither.UNKNOWN if told is None else told
        for told, erring in found
    ]
    assert said == [evaluate(node, row) for row in rows]
    assert len(set(said)) > 1


def _rewrite() -> None:
    for path in GOLDEN:
        expression, *_ = parts(path)
        value, error = compiled(expression)
        told = [expression, value, *([error] if error else [])]
        path.write_text("\n\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _rewrite()
