"""Holdings on a PostgreSQL server: read in one read-only snapshot, only the rows that can matter.

DuckDB reads PostgreSQL through an extension that it would have to download, so rows are streamed
through the server's own driver instead, in batches. Counting for the wall happens on the server, in
the same snapshot that the rows are then read from. It refuses to write, and to show a password.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pyarrow as pa

from lawgate.errors import InputRefusedError, Place
from lawgate.store.holdings_face import (
    COLUMNS,
    SEPARATORS,
    SYNTHETIC,
    Census,
    census_sql,
    require_columns,
)

try:
    import psycopg
except ImportError:  # the driver is installed only where holdings are on a server
    psycopg = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import duckdb

    from lawgate.store.holdings_face import Needs

_TABLE: Final = "holdings"
_COPIED: Final = "holdings_copied"
_BATCH: Final = 50_000
_NO_PLAIN_ZIP: Final = """(postal_code !~ '^[0-9]{5}([ -]?[0-9]{4})?$') IS NOT FALSE
    OR address_line ~ '[0-9]{5}(-[0-9]{4})?[[:space:]]*$'"""
"""Rows that may lie in any ZIP code, as far as their column tells: they are read in any case."""

_KINDS: Final = {"text": "VARCHAR", "character varying": "VARCHAR", "character": "VARCHAR",
                 "date": "DATE", "boolean": "BOOLEAN"}  # fmt: skip
_ARROW: Final = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}


@dataclass(frozen=True, slots=True)
class ServerHoldings:
    """Holdings in the table `holdings` of a server, through one open read-only transaction."""

    db: duckdb.DuckDBPyConnection
    source: str
    connection: Any

    def rows(self, needs: Needs | None) -> str:
        """Copy into the workbench every row of whoever shares a value of `needs`, or all rows.

        Raises InputRefusedError where the server stops answering.
        """
        condition, values = _condition(needs)
        columns = ", ".join(COLUMNS)
        declared = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {_COPIED} ({declared})")
        schema = pa.schema([(name, _ARROW[kind]) for name, kind in COLUMNS.items()])
        try:
            with self.connection.cursor(name="holdings") as cursor:
                cursor.execute(f"SELECT {columns} FROM {_TABLE} {condition}", values)
                while batch := cursor.fetchmany(_BATCH):
                    arrays = [pa.array(c, f.type) for c, f in zip(zip(*batch), schema)]  # noqa: B905
                    self.db.register("holdings_batch", pa.table(arrays, schema=schema))
                    self.db.execute(f"INSERT INTO {_COPIED} SELECT * FROM holdings_batch")
                    self.db.unregister("holdings_batch")
        except psycopg.Error as error:
            raise _unreadable(self.source) from error
        return _COPIED

    def census(self) -> Census:
        """Count on the server, in one scan.

        Raises InputRefusedError where the server stops answering.
        """
        is_synthetic = f"d ~ '^({SYNTHETIC})$'"
        try:
            row = self.connection.execute(census_sql(_TABLE, is_synthetic)).fetchone()
        except psycopg.Error as error:
            raise _unreadable(self.source) from error
        return Census(*row)

    def close(self) -> None:
        """End the transaction and the connection, and drop what was copied."""
        self.db.execute(f"DROP TABLE IF EXISTS {_COPIED}")
        with suppress(psycopg.Error):
            self.connection.close()


def open_server(address: str, db: duckdb.DuckDBPyConnection) -> ServerHoldings:
    """Open the table `holdings` of the server at `address` (`postgresql://…`) for reading only.

    Raises InputRefusedError where the driver is missing, the server can't be reached, or the table
    is missing or has other columns than `COLUMNS`.
    """
    parts = urlsplit(address)
    source = f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
    if psycopg is None:
        raise InputRefusedError(
            "Holdings on a PostgreSQL server need a driver that is not installed.",
            remedy="Install psycopg 3.2 or later, or provide the holdings as Parquet.",
            place=Place(source),
        )
    try:
        connection = psycopg.connect(address, autocommit=False)
    except psycopg.Error as error:
        raise _unreadable(source) from error
    try:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        found = connection.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            [_TABLE],
        ).fetchall()
        columns = {str(name): _KINDS.get(str(kind), str(kind)) for name, kind in found}
        require_columns(columns, source)
    except psycopg.Error as error:
        connection.close()
        raise _unreadable(source) from error
    except InputRefusedError:
        connection.close()
        raise
    return ServerHoldings(db, source, connection)


def _condition(needs: Needs | None) -> tuple[str, list[list[str]]]:
    if needs is None:
        return "", []
    digits = f"translate(tin, '{SEPARATORS}', '')"
    tests = {
        f"{digits} = ANY(%s)": needs.identifiers,
        f"left({digits}, 4) = ANY(%s)": needs.heads,
        f"right({digits}, 4) = ANY(%s)": needs.tails,
        "date_of_birth = ANY(%s::date[])": needs.births,
        f"left(postal_code, 5) = ANY(%s) OR {_NO_PLAIN_ZIP}": needs.localities,
    }
    some = f"SELECT record_id FROM {_TABLE} WHERE {' OR '.join(tests)}"
    return f"WHERE record_id IN ({some})", [list(values) for values in tests.values()]


def _unreadable(source: str) -> InputRefusedError:
    return InputRefusedError(
        "The holdings' server can't be read.",
        remedy="Check the address, the account, and that the table `holdings` may be read.",
        place=Place(source),
    )
