"""Where the custodian's records are read from: Parquet, a DuckDB file, or a PostgreSQL server.

Three sources behind one face. Rules kept here: nothing is ever written to a source; the columns and
their types are checked before any row is used; nothing outside this face decides how records are
stored. The wall stands here too: `require_synthetic` is the only maker of `SyntheticHoldings`, and
matching outside a workspace takes nothing else. It refuses to show or name any value of a record.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lawgate.errors import InputRefusedError, Place
from lawgate.store.holdings_face import (
    COLUMNS,
    SYNTHETIC,
    Census,
    Holdings,
    Needs,
    census_sql,
    columns_sql,
)

_PARQUET, _DUCKDB = b"PAR1", b"DUCK"
_VIEW = "holdings_rows"
_FILE = "holdings_file"


@dataclass(frozen=True, slots=True)
class SyntheticHoldings:
    """Holdings shown to hold only invented people; `require_synthetic` makes it, nothing else."""

    holdings: Holdings


@dataclass(frozen=True, slots=True)
class FileHoldings:
    """Holdings in files, read where they lie through a view of the workbench."""

    db: duckdb.DuckDBPyConnection
    source: str

    def rows(self, needs: Needs | None) -> str:
        """Name the view: a scan of files costs less than choosing rows for it."""
        del needs
        return _VIEW

    def census(self) -> Census:
        """Count in one scan.

        Raises InputRefusedError where the files can't be read to the end.
        """
        try:
            row = self.db.execute(census_sql(_VIEW, "regexp_full_match(d, ?)"), [SYNTHETIC])
            return Census(*row.fetchone() or (0, 0, 0, 0))
        except duckdb.Error as error:
            raise _unreadable(self.source) from error

    def close(self) -> None:
        """Drop the view, and detach the file where there is one."""
        with suppress(duckdb.Error):
            self.db.execute(f"DROP VIEW IF EXISTS {_VIEW}")
            self.db.execute(f"DETACH DATABASE IF EXISTS {_FILE}")


def open_holdings(source: str | Path, db: duckdb.DuckDBPyConnection) -> Holdings:
    """Open the holdings at `source` for reading only, under the workbench connection `db`.

    `source`: a Parquet file, a folder or glob of them, a DuckDB file with a table `holdings`, or a
    `postgresql://` address of a server with such a table. Raises InputRefusedError where it is
    missing or unreadable, or its columns differ from `COLUMNS` in name or type.
    """
    text = str(source)
    if text.startswith(("postgresql://", "postgres://")):
        from lawgate.store.holdings_server import open_server  # noqa: PLC0415 (a driver few need)

        return open_server(text, db)
    relation = _relation_of_file(text, db)
    try:
        described = db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        found = {str(row[0]): str(row[1]) for row in described}
        columns = columns_sql(found, text)
        db.execute(f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT {columns} FROM {relation}")
        if read := [name for name, kind in COLUMNS.items() if found[name] != kind]:
            # Whatever can't be read in its column's type shows now, not in the middle of a match.
            told = ", ".join(f"count({name})" for name in read)
            db.execute(f"SELECT {told} FROM {_VIEW}").fetchall()
    except duckdb.Error as error:
        raise _unreadable(text) from error
    return FileHoldings(db, text)


def require_synthetic(holdings: Holdings) -> SyntheticHoldings:
    """Let through holdings in which every identifier of every row is synthetic.

    Raises InputRefusedError otherwise, for blank identifiers too: nobody without a number can be
    shown to be invented. The message tells counts, never a value.
    """
    census = holdings.census()
    place = Place(holdings.source)
    if census.not_synthetic or census.unnumbered:
        raise InputRefusedError(
            f"Of {census.rows} rows of holdings, {census.not_synthetic} have an identifier outside "
            f"the synthetic ranges and {census.unnumbered} have none, so they may be real people.",
            remedy="Rehearse on holdings made by `lawgate synth`; real records are matched only "
            "in a workspace, for a transmittal whose signature was verified.",
            place=place,
        )
    if census.unidentified:
        raise InputRefusedError(
            f"{census.unidentified} rows of holdings have no record_id.",
            remedy="Give every row the record_id of its person.",
            place=place,
        )
    return SyntheticHoldings(holdings)


def _relation_of_file(text: str, db: duckdb.DuckDBPyConnection) -> str:
    path = Path(text)
    if path.is_dir():
        return _parquet(str(path / "*.parquet"))
    if not path.is_file():
        if any(sign in text for sign in "*?["):
            return _parquet(text)
        raise InputRefusedError(
            "There are no holdings here.", remedy="Check the path.", place=Place(text)
        )
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise _unreadable(text) from error
    if head[:4] == _PARQUET:
        return _parquet(text)
    if head[8:12] == _DUCKDB:
        try:
            db.execute(f"ATTACH OR REPLACE {_literal(text)} AS {_FILE} (READ_ONLY)")
        except duckdb.Error as error:
            raise _unreadable(text) from error
        return f"{_FILE}.holdings"
    raise _unreadable(text)


def _parquet(text: str) -> str:
    return f"read_parquet({_literal(text)})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _unreadable(source: str) -> InputRefusedError:
    return InputRefusedError(
        "The holdings can't be read.",
        remedy="Provide whole Parquet files, or a DuckDB file with a table `holdings`.",
        place=Place(source),
    )
