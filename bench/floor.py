"""The floor: plain DuckDB reads the batch, every column as text, and writes it as Parquet."""

from __future__ import annotations

import time

import duckdb


def measure(batch: str, out: str) -> dict[str, float]:
    """Give the seconds of the one statement, on two threads; starting Python is not counted."""
    db = duckdb.connect(config={"threads": 2})
    began = time.perf_counter()
    db.execute(f"COPY (SELECT * FROM read_csv('{batch}', all_varchar = true)) TO '{out}'")
    return {"seconds": time.perf_counter() - began}
