"""The header of a CSV batch: its delimiter, its column names and where its records begin.

Rules kept here: the delimiter (comma, semicolon, tab or bar) is the one under which the most of the
declared columns are found in the header; names are compared after trimming and case folding; two
equal names are refused, since either could be meant. Blank lines before the header are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.errors import InputRefusedError, Place
from lawgate.procedure.batch_file import open_regular
from lawgate.procedure.csv_records import (
    LONGEST_RECORD,
    CarriageReturnLines,
    Lines,
    split_fields,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from lawgate.procedure.batch_file import BatchFile

DELIMITERS = (",", ";", "\t", "|")
_REMEDY = "Ask for a CSV batch with one header line that names each column once, in UTF-8."
LF, CRLF, CR = b"\n", b"\r\n", b"\r"
_KEY = "request_id"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of the file holds which declared one.

    `width` counts the columns of the file; `held` has (declared name, position from 0) pairs in
    declared sequence; `missing` the declared names that the file lacks; `dropped` the names that
    it has and nobody declared.
    """

    width: int
    held: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a CSV batch; `end` is the offset of the byte after it.

    `line_end` is LF, CRLF or CR, as the header's own; `first_line` tells that no line stands before
    it.
    """

    delimiter: str
    layout: Layout
    end: int
    line_end: bytes
    first_line: bool


def read_header(batch: BatchFile, columns: Sequence[str]) -> Header:
    """Read the header of `batch`, in which the declared `columns` are looked for.

    Raises InputRefusedError where it can't be read, names a column twice or has no `request_id`.
    """
    with open_regular(batch.path, "batch") as file:
        file.seek(batch.start)
        line_end = _line_end(file.read(LONGEST_RECORD))
        file.seek(batch.start)
        lines = CarriageReturnLines(file) if line_end == CR else file
        line, before = _first_line(lines)
        raw = _whole(lines, line, batch)
    delimiter, names = _names(raw, columns, batch)
    layout = lay_out(names, columns, batch.name)
    end = batch.start + before + len(raw)
    return Header(delimiter, layout, end, line_end, first_line=before == 0)


def lines_of(file: BinaryIO, header: Header) -> Lines:
    """Give the physical lines of the open batch `file`, from the one after the header on."""
    file.seek(header.end)
    return CarriageReturnLines(file) if header.line_end == CR else file


def lay_out(names: Sequence[str], columns: Sequence[str], batch_name: str) -> Layout:
    """Find the declared `columns` among the `names` of a file's columns.

    Raises InputRefusedError where two names are equal or `request_id` is missing.
    """
    shown = [name.strip() for name in names]
    positions: dict[str, int] = {}
    for position, name in enumerate(shown):
        if name and positions.setdefault(name.casefold(), position) != position:
            raise InputRefusedError(
                f"Two columns of the batch are named {name!r}.", remedy=_REMEDY, place=batch_name
            )
    held = tuple(
        (column, positions[column.casefold()])
        for column in columns
        if column.casefold() in positions
    )
    found = {position for _, position in held}
    missing = tuple(column for column in columns if column.casefold() not in positions)
    if _KEY in missing:
        raise InputRefusedError(
            f"The batch has no column `{_KEY}`.", remedy=_REMEDY, place=Place(batch_name, 1)
        )
    dropped = tuple(
        name or f"column {position + 1}"
        for position, name in enumerate(shown)
        if position not in found
    )
    return Layout(len(names), held, missing, dropped)


def _line_end(head: bytes) -> bytes:
    """Give the first line end in `head`; LF where there is none."""
    at = head.find(CR)
    feed = head.find(LF)
    if at < 0 or 0 <= feed < at:
        return LF
    return CRLF if feed == at + 1 else CR


def _first_line(lines: Lines) -> tuple[bytes, int]:
    """Give the first line that is not blank, and how many bytes stand before it."""
    before = 0
    while line := lines.readline(LONGEST_RECORD + 1):
        if line.strip():
            return line, before
        before += len(line)
    return b"", before


def _whole(lines: Lines, line: bytes, batch: BatchFile) -> bytes:
    """Add lines to the header's first `line` until its quotes are closed."""
    raw = line
    while raw.count(b'"') % 2 and len(raw) <= LONGEST_RECORD:
        more = lines.readline(LONGEST_RECORD + 1)
        if not more:
            break
        raw += more
    if len(raw) > LONGEST_RECORD:
        raise InputRefusedError(
            "The header of the batch is longer than 1 MiB.", remedy=_REMEDY, place=batch.name
        )
    return raw


def _names(raw: bytes, columns: Sequence[str], batch: BatchFile) -> tuple[str, list[str]]:
    """Give the delimiter of the header `raw` and the names between."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise InputRefusedError(
            "The batch is in an encoding we can't name: its header is not UTF-8.",
            remedy=_REMEDY,
            place=batch.name,
        ) from error
    if "\0" in text:
        raise InputRefusedError(
            "The header of the batch holds a zero byte.", remedy=_REMEDY, place=batch.name
        )
    declared = {column.casefold() for column in columns}
    best: tuple[int, int, str, list[str]] | None = None
    for delimiter in DELIMITERS:
        names = split_fields(text.rstrip("\r\n"), delimiter)
        if isinstance(names, list):
            found = len(declared & {name.strip().casefold() for name in names})
            if best is None or (found, len(names)) > best[:2]:
                best = (found, len(names), delimiter, names)
    if best is None:
        raise InputRefusedError(
            "The header of the batch has a stray quote.", remedy=_REMEDY, place=batch.name
        )
    return best[2], best[3]
