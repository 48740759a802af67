"""Tables of random facts on a workbench, the same for the same seed."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from lawgate.law.facts import INT_HIGH, INT_LOW, Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from lawgate.terms import Value

ARROW = {
    Kind.BOOL: pa.bool_(), Kind.INT: pa.int64(), Kind.DATE: pa.date32(), Kind.ENUM: pa.string(),
}  # fmt: skip
INTS = (-3, -1, 0, 1, 2, 2**31, 2**32, -(2**62), INT_LOW, INT_HIGH)
DAYS = ("0001-01-01", "1970-01-01", "2024-02-29", "2025-04-07", "9999-12-31")


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  (a test's chance, not a secret's)


def drawn(fact: Fact, chance: random.Random) -> Value:
    if fact.may_be_missing and chance.random() < 0.2:
        return None
    if fact.kind is Kind.ENUM:
        return chance.choice(fact.values)
    if fact.kind is Kind.BOOL:
        return chance.random() < 0.5
    if fact.kind is Kind.INT:
        return chance.choice(INTS) if chance.random() < 0.7 else chance.randint(-300, 300)
    return chance.choice(DAYS)


def load(
    db: duckdb.DuckDBPyConnection, facts: Mapping[str, Fact], rows: Sequence[Mapping[str, Value]]
) -> None:
    columns = {
        "row": pa.array(range(len(rows)), pa.int64()),
        "request_id": pa.nulls(len(rows), pa.string()),
    }
    for name, fact in facts.items():
        values = [row[name] for row in rows]
        if fact.kind is Kind.DATE:
            days = [None if v is None else date.fromisoformat(str(v)) for v in values]
            columns[name] = pa.array(days, pa.date32())
        else:
            columns[name] = pa.array(values, ARROW[fact.kind])
    db.register("loaded", pa.table(columns))
    db.execute("CREATE OR REPLACE TABLE facts AS SELECT * FROM loaded")
    db.unregister("loaded")
