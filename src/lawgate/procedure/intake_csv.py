"""Reading a CSV batch: fast where its bytes can be read in one way only, careful where not.

The fast way is DuckDB's reader with nothing left to be detected, beside one pass over the bytes
that proves the batch plain (`csv_scan`). Its rows stand if the batch is plain and the two count the
same records. Otherwise they are dropped, and the careful reader (`csv_records`) has the last word
on every record that is not plain: first around those of them that are few, in a copy without the
malformed ones (`csv_clean_copy`) that goes the fast way again; and where that doesn't stand either,
record by record. All three leave the same tables.
"""

from __future__ import annotations

import glob
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

import duckdb

from lawgate.procedure.batch_file import open_regular
from lawgate.procedure.csv_clean_copy import copy_clean
from lawgate.procedure.csv_header import CR, lines_of
from lawgate.procedure.csv_records import RecordReader
from lawgate.procedure.csv_scan import Scan, scan
from lawgate.procedure.request_tables import (
    Malformed,
    RequestWriter,
    blank_out,
    create_malformed,
    number_around,
    number_by_position,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lawgate.procedure.batch_file import BatchFile
    from lawgate.procedure.csv_header import Header

_FEWEST_COLUMNS = 2
"""With one column a blank line and a blank value look the same to a reader that skips lines."""

_RECORDS_A_REPORT = 10_000


def read_plain(
    db: duckdb.DuckDBPyConnection,
    batch: BatchFile,
    header: Header,
    columns: tuple[str, ...],
    progress: Callable[[int], None],
) -> tuple[Scan, bool]:
    """Scan the batch and try to fill `requests` by DuckDB's own reader meanwhile.

    Gives the scan, and whether the tables stand; if not, there are none. `progress` is told bytes
    seen, from another thread.
    """
    with ThreadPoolExecutor(1) as beside:
        scanning = beside.submit(scan, batch, header.delimiter, header.layout.width, progress)
        tried = header.first_line and _simple(header) and _load(db, batch, header, columns)
        found = scanning.result()
    if tried and found.records is not None and _rows(db) == found.records:
        blank_out(db, [column for column, _ in header.layout.held])
        create_malformed(db)
        number_by_position(db, columns)
        return found, True
    db.execute("DROP TABLE IF EXISTS request_columns")
    return found, False


def read_around(
    db: duckdb.DuckDBPyConnection,
    batch: BatchFile,
    header: Header,
    columns: tuple[str, ...],
    work: Path,
    progress: Callable[[int], None],
) -> tuple[int, int] | None:
    """Fill both tables from a copy without the malformed records, made in the folder `work`.

    Gives the numbers of records and of malformed ones; None: the copy can't be made or doesn't
    stand, and there are no tables. `progress` is told bytes seen.
    """
    if not _simple(header):
        return None
    target = work / "batch.clean"
    try:
        copied = copy_clean(batch, header, target, progress)
        if copied is None:
            return None
        clean = replace(batch, path=target, start=0)
        if not _load(db, clean, header, columns) or _rows(db) != copied.records:
            db.execute("DROP TABLE IF EXISTS request_columns")
            return None
    finally:
        target.unlink(missing_ok=True)
    blank_out(db, [column for column, _ in header.layout.held])
    records = copied.records + len(copied.malformed)
    number_around(db, columns, records, copied.malformed)
    return records, len(copied.malformed)


def read_carefully(
    db: duckdb.DuckDBPyConnection,
    batch: BatchFile,
    header: Header,
    columns: tuple[str, ...],
    progress: Callable[[int], None],
) -> tuple[int, int]:
    """Fill both tables record by record; gives the numbers of records and of malformed ones.

    `progress` is told bytes seen.
    """
    held = header.layout.held
    writer = RequestWriter(db, columns, [column for column, _ in held])
    pick = _picker([at for _, at in held])
    with open_regular(batch.path, "batch") as file:
        reader = RecordReader(lines_of(file, header), header.delimiter, header.layout.width)
        for record in reader:
            if isinstance(record, Malformed):
                writer.set_aside(record)
            else:
                fields, raw = record
                writer.add(pick(fields), len(raw))
            if writer.records % _RECORDS_A_REPORT == 0:
                progress(file.tell())
    writer.finish()
    return writer.records, writer.malformed


def _picker(positions: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Give what picks the fields at `positions`, as a tuple even where there is only one."""
    if len(positions) == 1:
        return lambda fields: (fields[positions[0]],)
    return itemgetter(*positions)


def source(path: Path) -> str:
    """Give `path` as an SQL text that names this one file, whatever characters are in it."""
    return "'" + glob.escape(str(path.absolute())).replace("'", "''") + "'"


def _simple(header: Header) -> bool:
    """Tell whether the fast reader may try: more than one column, lines ended by LF or CRLF."""
    enough = header.layout.width >= _FEWEST_COLUMNS
    return header.line_end != CR and enough


def _load(
    db: duckdb.DuckDBPyConnection, batch: BatchFile, header: Header, columns: tuple[str, ...]
) -> bool:
    """Fill `request_columns` by DuckDB's reader; False: it met something that it can't read."""
    positions = dict(header.layout.held)
    texts = [
        f"{f'c{positions[column]}' if column in positions else 'NULL::VARCHAR'} AS {quoted(column)}"
        for column in columns
    ]
    types = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(header.layout.width))
    try:
        db.execute(
            f"CREATE TABLE request_columns AS SELECT {', '.join(texts)} FROM read_csv("
            f"{source(batch.path)}, auto_detect=false, header=true, delim='{header.delimiter}',"
            f" quote='\"', escape='\"', comment='', columns={{{types}}}, strict_mode=true,"
            " null_padding=false, ignore_errors=false, compression='none')"
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return True


def _rows(db: duckdb.DuckDBPyConnection) -> int | None:
    """Count the rows read; None where positions are not 0, 1, 2 and so on."""
    found = db.execute("SELECT count(*), max(rowid) FROM request_columns").fetchone()
    count, last = found or (0, None)
    return int(count) if last in {count - 1, None} else None
