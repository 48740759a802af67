"""Intake: the bytes of a batch become the tables `requests` and `malformed`, and nothing is lost.

Rules kept here: the batch must be the one that the transmittal names (SHA-256) and hold as many
records as it states, malformed ones counted, wholly blank lines not; every record lands in exactly
one of the two tables; columns that nobody declared are dropped and reported, declared ones that the
file lacks are NULL and reported, and `request_id` must be there. A blank or repeated identifier is
no malformed row: the law judges it. What a batch may look like is said in `batch_file` (forms and
encodings), `csv_records` (CSV), `ndjson_records` and `intake_parquet`.

It refuses to decide anything, and to take a batch in by halves: a batch is refused whole or taken
in whole.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from lawgate.errors import InputRefusedError, NotWritableError
from lawgate.procedure.batch_file import BLOCK, BatchFile, Form, open_regular, recognise
from lawgate.procedure.csv_header import Layout, read_header
from lawgate.procedure.csv_records import NOT_UTF8
from lawgate.procedure.intake_csv import read_around, read_carefully, read_plain
from lawgate.procedure.intake_ndjson import read_ndjson
from lawgate.procedure.intake_parquet import read_parquet
from lawgate.procedure.request_tables import forget
from lawgate.procedure.transmittal import parse_transmittal, read_transmittal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from lawgate.terms import Transmittal

__all__ = ["Intake", "parse_transmittal", "read_transmittal", "take_in"]

_FEWEST_TO_JUDGE = 100
"""From so many records on, a batch most of which is not UTF-8 is refused whole."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in: counts of records, names of columns, and how the batch was written.

    `records` counts malformed ones too; `sha256` is lower-case hex of the batch's bytes;
    `delimiter` is None unless the batch is CSV.
    """

    records: int
    malformed: int
    dropped: tuple[str, ...]
    missing: tuple[str, ...]
    sha256: str
    format: str
    encoding: str
    delimiter: str | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What one reader reports."""

    records: int
    malformed: int
    layout: Layout
    delimiter: str | None = None


def take_in(
    db: duckdb.DuckDBPyConnection,
    batch: Path,
    transmittal: Transmittal,
    columns: Sequence[str],
    work: Path,
    progress: Callable[[str, float], None] | None = None,
) -> Intake:
    """Read `batch` into the tables `requests` and `malformed` of `db`.

    `columns` are the declared columns in the agreement's sequence; `work` is a private folder for
    a transcription; `progress` is told what is being done and the share done (0 to 1), possibly
    from another thread. `requests` (row BIGINT, each declared column VARCHAR) and `malformed`
    (row BIGINT, problem VARCHAR, raw BLOB) have together one row for each record; `row` is the
    record's number from 1, and both are in that sequence. Of a UTF-16 batch `raw` is the UTF-8
    transcription, of a Parquet batch a JSON object.

    Raises InputRefusedError where the batch is refused whole, NotWritableError where there is no
    room to take it in.
    """
    tell = progress or _tell_nobody
    declared = tuple(columns)
    forget(db)
    with _room_for(batch):
        before = _stamp(batch)
        file = recognise(batch, work)
        size = max(file.size, 1)

        def seen(count: int) -> None:
            tell("reading the batch", min(count / size, 1.0))

        if file.form is Form.CSV:
            sha256, taken = _take_csv(db, (batch, file), declared, transmittal, (work, seen))
        else:
            sha256 = _digest(batch)
            _require_digest(sha256, transmittal, file)
            read = read_ndjson if file.form is Form.NDJSON else read_parquet
            taken = _Taken(*read(db, file, declared, seen))
        if _stamp(batch) != before:
            raise InputRefusedError(
                "The batch was changed while it was read.",
                remedy="Copy it to a folder that nobody writes to, and start again.",
                place=file.name,
            )
    _require_count(taken, transmittal, file)
    _require_text(db, taken, file)
    tell("reading the batch", 1.0)
    return Intake(
        records=taken.records,
        malformed=taken.malformed,
        dropped=taken.layout.dropped,
        missing=taken.layout.missing,
        sha256=sha256,
        format=file.form.value,
        encoding=file.encoding,
        delimiter=taken.delimiter,
    )


def _take_csv(
    db: duckdb.DuckDBPyConnection,
    given: tuple[Path, BatchFile],
    columns: tuple[str, ...],
    transmittal: Transmittal,
    aside: tuple[Path, Callable[[int], None]],
) -> tuple[str, _Taken]:
    """Take a CSV batch in by the first reader whose tables stand.

    `given` is the batch and what to read of it, `aside` the spill folder and who is told of bytes.
    """
    (batch, file), (work, seen) = given, aside
    header = read_header(file, columns)
    scan, stands = read_plain(db, file, header, columns, seen)
    sha256 = scan.sha256 if file.path == batch else _digest(batch)
    _require_digest(sha256, transmittal, file)
    counts: tuple[int, int] | None = (scan.records or 0, 0) if stands else None
    if counts is None:
        counts = read_around(db, file, header, columns, work, seen)
    if counts is None:
        counts = read_carefully(db, file, header, columns, seen)
    return sha256, _Taken(*counts, header.layout, header.delimiter)


def _tell_nobody(_doing: str, _share: float) -> None:
    """Take a report that nobody asked for."""


def _stamp(batch: Path) -> tuple[int, int, int] | None:
    """Give what changes when the file does."""
    try:
        found = batch.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _digest(batch: Path) -> str:
    digest = hashlib.sha256()
    with open_regular(batch, "batch") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _require_digest(sha256: str, transmittal: Transmittal, file: BatchFile) -> None:
    if sha256 != transmittal.sha256:
        raise InputRefusedError(
            f"The batch is not the one that the transmittal names: its SHA-256 is {sha256},"
            f" the transmittal states {transmittal.sha256}.",
            remedy="Fetch the batch again, or ask for a transmittal of this one.",
            place=file.name,
        )


def _require_count(taken: _Taken, transmittal: Transmittal, file: BatchFile) -> None:
    if taken.records != transmittal.row_count:
        aside = f", {taken.malformed:,} of them malformed" if taken.malformed else ""
        raise InputRefusedError(
            f"The batch holds {taken.records:,} records{aside}; the transmittal states"
            f" {transmittal.row_count:,}.",
            remedy="Ask the requester which is right, and for a corrected transmittal or batch.",
            place=file.name,
        )


def _require_text(db: duckdb.DuckDBPyConnection, taken: _Taken, file: BatchFile) -> None:
    """Refuse a batch most of which is in another encoding than its header."""
    if taken.records < _FEWEST_TO_JUDGE or taken.malformed * 2 <= taken.records:
        return
    found = db.execute("SELECT count(*) FROM malformed WHERE problem = ?", [NOT_UTF8]).fetchone()
    if found is not None and found[0] * 2 > taken.records:
        raise InputRefusedError(
            f"The batch is in an encoding we can't name: {found[0]:,} of {taken.records:,} records"
            " are not UTF-8.",
            remedy="Ask for the batch in UTF-8.",
            place=file.name,
        )


@contextmanager
def _room_for(batch: Path) -> Iterator[None]:
    """Say in a sentence that memory or spill space ran out."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise NotWritableError(
            f"The batch can't be taken in for want of room: {str(error).splitlines()[0]}.",
            remedy="Free some space where the output folder is, or allow more memory.",
            place=str(batch),
        ) from error
