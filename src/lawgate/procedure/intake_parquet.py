"""Reading a Parquet batch.

Rules kept here: texts are verbatim; days and times of day-and-time columns become the ISO 8601 day
(in UTC where there is a zone); numbers and truth values become text. A declared column of lists,
structures or raw bytes makes the batch refused whole, since its rows are all alike in that. A row
with a zero byte in a declared column, or with more than 1 MiB in them, is malformed; its `raw` is a
JSON object of the declared columns.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from pyarrow import parquet

from lawgate.errors import InputRefusedError
from lawgate.procedure.csv_header import Layout, lay_out
from lawgate.procedure.csv_records import LONGEST_RECORD, NUL_BYTE, TOO_LONG
from lawgate.procedure.intake_csv import source
from lawgate.procedure.request_tables import blank_out, create_malformed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawgate.procedure.batch_file import BatchFile

_REMEDY = "Ask for a Parquet batch of text, number and date columns, or for CSV."
_NO_TEXT = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "VARIANT", "GEOMETRY")
_ROWS_AT_A_TIME = 100


def read_parquet(
    db: duckdb.DuckDBPyConnection,
    batch: BatchFile,
    columns: tuple[str, ...],
    progress: Callable[[int], None],
) -> tuple[int, int, Layout]:
    """Fill both tables from `batch`; gives numbers of records and malformed ones, and the layout.

    Raises InputRefusedError where the file is damaged, not text where text is declared, or has no
    `request_id`.
    """
    try:
        names = parquet.read_schema(batch.path).names
        table = f"read_parquet({source(batch.path)}, file_row_number=true, hive_partitioning=false)"
        types = db.execute(f"DESCRIBE SELECT * EXCLUDE file_row_number FROM {table}").fetchall()
        layout = lay_out(names, columns, batch.name)
        texts = _texts(layout, columns, [(name, kind) for name, kind, *_ in types], batch)
        db.execute(
            f"CREATE TABLE request_columns AS SELECT file_row_number + 1 AS row, {texts}"
            f" FROM {table}"
        )
    except (pa.ArrowException, OSError, duckdb.InvalidInputException, duckdb.IOException) as error:
        raise InputRefusedError(
            f"The batch can't be read as Parquet: {str(error).splitlines()[0]}.",
            remedy=_REMEDY,
            place=batch.name,
        ) from error
    progress(batch.size)
    create_malformed(db)
    found = db.execute("SELECT count(*) FROM request_columns").fetchone()
    malformed = _set_aside(db, columns)
    blank_out(db, columns)
    db.execute("CREATE VIEW requests AS SELECT * FROM request_columns")
    return (found[0] if found else 0), malformed, layout


def _texts(
    layout: Layout, columns: tuple[str, ...], types: list[tuple[str, str]], batch: BatchFile
) -> str:
    """Give SQL that renders each declared column as text."""
    positions = dict(layout.held)
    rendered = []
    for column in columns:
        if column in positions:
            name, kind = types[positions[column]]
            text = f"nullif({_rendered(quoted(name), kind, column, batch)}, '')"
        else:
            text = "NULL::VARCHAR"
        rendered.append(f"{text} AS {quoted(column)}")
    return ", ".join(rendered)


def _rendered(name: str, kind: str, column: str, batch: BatchFile) -> str:
    if kind == "VARCHAR":
        return name
    if kind.startswith(_NO_TEXT) or kind.endswith("]"):
        raise InputRefusedError(
            f"Column `{column}` of the batch holds {kind}, not text.",
            remedy=_REMEDY,
            place=batch.name,
        )
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({name}))::DATE::VARCHAR"
    if kind.startswith("TIMESTAMP"):
        return f"{name}::DATE::VARCHAR"
    return f"{name}::VARCHAR"


def _set_aside(db: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> int:
    """Move malformed rows from `request_columns` to `malformed`; gives their number."""
    names = [quoted(column) for column in columns]
    has_zero = " OR ".join(f"contains({name}, chr(0))" for name in names)
    size = " + ".join(f"coalesce(strlen({name}), 0)" for name in names)
    too_long = f"WHEN {size} > {LONGEST_RECORD} THEN '{TOO_LONG}'"
    problem = f"CASE {too_long} WHEN {has_zero} THEN '{NUL_BYTE}' END"
    db.execute(
        f"CREATE TEMP TABLE unfit AS SELECT row, {problem} AS problem FROM request_columns"
        f" WHERE problem IS NOT NULL ORDER BY row"
    )
    bad = db.execute("SELECT row, problem FROM unfit ORDER BY row").fetchall()
    for start in range(0, len(bad), _ROWS_AT_A_TIME):
        some = dict(bad[start : start + _ROWS_AT_A_TIME])
        rows = db.execute(
            "SELECT * FROM request_columns WHERE row IN (SELECT unnest(?)) ORDER BY row",
            [list(some)],
        ).fetchall()
        for row, *texts in rows:
            stated_ = {c: t for c, t in zip(columns, texts, strict=True) if t is not None}
            raw = json.dumps(stated_, ensure_ascii=False).encode()[:LONGEST_RECORD]
            db.execute("INSERT INTO malformed VALUES (?, ?, ?)", [row, some[row], raw])
    db.execute("DELETE FROM request_columns WHERE row IN (SELECT row FROM unfit)")
    db.execute("DROP TABLE unfit")
    return len(bad)
