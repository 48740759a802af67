"""The two tables that intake leaves: `requests` and `malformed`.

Rules kept here: `requests` has `row` (the record's number in the batch, from 1, malformed ones
counted) and the columns that the agreement declares, in its sequence; a value that is blank or
whitespace only is NULL, any other is verbatim. `malformed` has `row`, `problem` and the record's
`raw` bytes. Both are in file sequence, whichever reader filled them, and both readers blank values
by the one expression here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

# What str.isspace() holds to be whitespace, as runs of neighbours (first, last).
_WHITESPACE = (
    ("\t", "\r"),
    ("\x1c", " "),
    ("\x85", "\x85"),
    ("\xa0", "\xa0"),
    ("\u1680", "\u1680"),
    ("\u2000", "\u200a"),
    ("\u2028", "\u2029"),
    ("\u202f", "\u202f"),
    ("\u205f", "\u205f"),
    ("\u3000", "\u3000"),
)
_WHITESPACE_SQL = "concat({})".format(
    ", ".join(
        f"chr({code})" for first, last in _WHITESPACE for code in range(ord(first), ord(last) + 1)
    )
)
# Text that begins with whitespace sorts within these bounds (from, below), and little else does.
_BEGINS_BLANK = (("\0", "!"), ("\x85", "\xa1"), ("\u1680", "\u3001"))

ROWS_A_CHUNK = 20_000
"""Records that the careful reader gathers before it hands them to DuckDB."""

_BYTES_A_CHUNK = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Malformed:
    """A record that can't be read: what is wrong with it, and its bytes without the line end."""

    problem: str
    raw: bytes


def quoted(name: str) -> str:
    """Give `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def blank_out(db: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> None:
    """Set each text of `request_columns` that is whitespace only to NULL; empty ones are already.

    The bounds are compared first: DuckDB keeps the least and greatest text of each group of rows,
    so that a column without such text costs next to nothing.
    """
    for name in map(quoted, columns):
        for low, high in _BEGINS_BLANK:
            db.execute(
                f"UPDATE request_columns SET {name} = NULL WHERE {name} >= chr({ord(low)})"
                f" AND {name} < chr({ord(high)}) AND trim({name}, {_WHITESPACE_SQL}) = ''"
            )


def forget(db: duckdb.DuckDBPyConnection) -> None:
    """Drop what an earlier reading left."""
    db.execute("DROP VIEW IF EXISTS requests")
    db.execute("DROP TABLE IF EXISTS request_columns")
    db.execute("DROP TABLE IF EXISTS malformed")


def create_malformed(db: duckdb.DuckDBPyConnection) -> None:
    """Make the table `malformed`, empty."""
    db.execute("CREATE TABLE malformed (row BIGINT, problem VARCHAR, raw BLOB)")


def number_by_position(db: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> None:
    """Make `requests` of `request_columns`, numbering its rows by their position.

    Only for a batch without malformed records, whose table was filled in file sequence. A column
    of numbers would have to be written in that sequence too, which takes the reading's parallelism.
    """
    names = ", ".join(map(quoted, columns))
    db.execute(f"CREATE VIEW requests AS SELECT rowid + 1 AS row, {names} FROM request_columns")


def number_around(
    db: duckdb.DuckDBPyConnection,
    columns: Sequence[str],
    records: int,
    malformed: Sequence[tuple[int, Malformed]],
) -> None:
    """Make `requests` of `request_columns`, whose rows are the records that are not `malformed`.

    `malformed` has row numbers with their records, which become the table of that name; `records`
    counts all.
    """
    create_malformed(db)
    gaps = np.array([row - 1 for row, _ in malformed], dtype=np.intp)
    rows = np.delete(np.arange(1, records + 1), gaps)
    numbers = pa.table({"position": np.arange(len(rows)), "row": rows})
    db.execute("ALTER TABLE request_columns ADD COLUMN row BIGINT")
    insert_from(
        db,
        "UPDATE request_columns SET row = chunk.row FROM chunk"
        " WHERE request_columns.rowid = chunk.position",
        numbers,
    )
    _insert_malformed(db, [(row, record.problem, record.raw) for row, record in malformed])
    names = ", ".join(map(quoted, columns))
    db.execute(f"CREATE VIEW requests AS SELECT row, {names} FROM request_columns")


def insert_from(db: duckdb.DuckDBPyConnection, statement: str, chunk: pa.Table) -> None:
    """Run `statement`, in which `chunk` names the Arrow table of that name."""
    db.register("chunk", chunk)
    try:
        db.execute(statement)
    finally:
        db.unregister("chunk")


def _insert_malformed(
    db: duckdb.DuckDBPyConnection, records: Sequence[tuple[int, str, bytes]]
) -> None:
    if not records:
        return
    rows, problems, raws = zip(*records, strict=True)
    chunk = pa.table(
        {
            "row": pa.array(rows, pa.int64()),
            "problem": pa.array(problems, pa.string()),
            "raw": pa.array(raws, pa.binary()),
        }
    )
    insert_from(db, "INSERT INTO malformed SELECT row, problem, raw FROM chunk", chunk)


@dataclass(slots=True)
class RequestWriter:
    """Fills both tables record by record, in constant memory.

    `add` takes the texts of the `held` columns, which are some of the declared `columns`, the
    others being NULL; `set_aside` takes a malformed record; either counts one record. `finish`
    writes what is left.
    """

    db: duckdb.DuckDBPyConnection
    columns: Sequence[str]
    held: Sequence[str]
    records: int = 0
    malformed: int = 0
    _rows: list[int] = field(default_factory=list)
    _texts: list[Sequence[str | None]] = field(default_factory=list)
    _aside: list[tuple[int, str, bytes]] = field(default_factory=list)
    _aside_bytes: int = 0
    _text_bytes: int = 0

    def __post_init__(self) -> None:
        """Make the tables, empty."""
        texts = ", ".join(f"{quoted(column)} VARCHAR" for column in self.columns)
        self.db.execute(f"CREATE TABLE request_columns (row BIGINT, {texts})")
        create_malformed(self.db)

    def add(self, texts: Sequence[str | None], size: int) -> None:
        """Add a request: one text for each held column; `size` its bytes in the batch."""
        self.records += 1
        self._rows.append(self.records)
        self._texts.append(texts)
        self._text_bytes += size
        if len(self._rows) >= ROWS_A_CHUNK or self._text_bytes > _BYTES_A_CHUNK:
            self._write_requests()

    def set_aside(self, record: Malformed) -> None:
        """Add a record that can't be read."""
        self.records += 1
        self.malformed += 1
        self._aside.append((self.records, record.problem, record.raw))
        self._aside_bytes += len(record.raw)
        if len(self._aside) >= ROWS_A_CHUNK or self._aside_bytes > _BYTES_A_CHUNK:
            self._write_malformed()

    def finish(self) -> None:
        """Write what is left and make `requests` readable."""
        self._write_requests()
        self._write_malformed()
        blank_out(self.db, self.held)
        self.db.execute("CREATE VIEW requests AS SELECT * FROM request_columns")

    def _write_requests(self) -> None:
        if not self._rows:
            return
        names = [f"c{number}" for number in range(len(self.held))]
        arrays = [pa.array(self._rows, pa.int64())]
        arrays += [pa.array(texts, pa.string()) for texts in zip(*self._texts, strict=True)]
        chunk = pa.table(arrays, names=["row", *names])
        into = ", ".join(map(quoted, self.held))
        texts = ", ".join(f"nullif({name}, '')" for name in names)
        insert_from(
            self.db,
            f"INSERT INTO request_columns (row, {into}) SELECT row, {texts} FROM chunk",
            chunk,
        )
        self._rows.clear()
        self._texts.clear()
        self._text_bytes = 0

    def _write_malformed(self) -> None:
        _insert_malformed(self.db, self._aside)
        self._aside.clear()
        self._aside_bytes = 0
