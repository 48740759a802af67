"""The careful CSV reader: records of RFC 4180, one by one, with the malformed ones set aside.

Rules kept here. A field is bare, without any quote, or stands wholly in quotes, in which a quote is
doubled; anything else is a stray quote, and its record malformed. Lines end in LF or CRLF, or in CR
alone where the header does. A line with nothing but whitespace is no record. A record longer than
1 MiB is malformed, and its first MiB kept.

A quoted field may run over lines. If it is not closed within 1 MiB or by the end of the file, or if
the record that it makes by swallowing lines is not a good one of the right width, then the quote is
taken for a stray one: the line that the record began on is malformed, alone, and reading resumes on
the next line. So one quote too many costs one row and never swallows the rows after it.

What it refuses to do: guess, repair, or skip anything but blank lines.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from lawgate.procedure.request_tables import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST_RECORD = 2**20
"""Bytes of the longest record that is read, line end included."""

STRAY_QUOTE = "a quote stands where no quoted field begins or ends"
OPEN_QUOTE = "a quoted field is not closed"
STRAY_LINE_END = "a carriage return or a line feed stands outside quotes"
NOT_UTF8 = "bytes that are not UTF-8"
NUL_BYTE = "a zero byte"
TOO_LONG = "a record longer than 1 MiB; the first MiB of it is kept"

_IN_TEXT = frozenset({NOT_UTF8, NUL_BYTE})
"""Problems of a record whose fields are clear: it is malformed as a whole, over all its lines."""


class Lines(Protocol):
    """What gives physical lines: a binary file (ends LF, CRLF), or CarriageReturnLines."""

    def readline(self, limit: int, /) -> bytes:
        """Give the next line with its end, at most `limit` bytes of it; nothing at the end."""
        ...


class CarriageReturnLines:
    """The lines of a file that ends them in CR alone."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = b""

    def readline(self, limit: int, /) -> bytes:
        """Give the next line with its end, at most `limit` bytes of it; nothing at the end."""
        while (end := self._held.find(b"\r")) < 0 and len(self._held) < limit:
            block = self._file.read(2**16)
            if not block:
                break
            self._held += block
        size = min(end + 1 if end >= 0 else len(self._held), limit)
        line, self._held = self._held[:size], self._held[size:]
        return line


def split_fields(text: str, delimiter: str) -> list[str] | str | None:
    """Split the record `text`, which has no line end, into its fields.

    Gives the problem as text where it is malformed, and None where its last field opens a quote
    that is not closed in it.
    """
    if "\r" not in text and "\n" not in text:
        fields = _split_simple(text, delimiter)
        if fields is not None:
            return fields
    return _split_strictly(text, delimiter)


def _split_simple(text: str, delimiter: str) -> list[str] | None:
    """Split a record of one line without doubled quotes; None: it is not one, or not a good one.

    Between quotes every second part is a quoted field, and the parts around are bare fields, with
    the delimiters that part them from their quoted neighbours.
    """
    before, *parts = text.split('"')
    if not parts:
        return before.split(delimiter)
    if len(parts) % 2 or (before and before[-1] != delimiter):
        return None
    fields = before[:-1].split(delimiter) if before else []
    last = parts.pop()
    for at, part in enumerate(parts):
        if at % 2 == 0:
            fields.append(part)
        elif part != delimiter:
            if part[:1] != delimiter or part[-1] != delimiter:
                return None
            fields += part[1:-1].split(delimiter)
    if last:
        if last[0] != delimiter:
            return None
        fields += last[1:].split(delimiter)
    return fields


def _split_strictly(text: str, delimiter: str) -> list[str] | str | None:
    """Split the record `text` field by field."""
    fields: list[str] = []
    at, size = 0, len(text)
    while True:
        if text.startswith('"', at):
            end = _closing_quote(text, at + 1)
            if end < 0:
                return None
            fields.append(text[at + 1 : end].replace('""', '"'))
            at = end + 1
            if at < size and text[at] != delimiter:
                return STRAY_QUOTE
        else:
            end = text.find(delimiter, at)
            end = size if end < 0 else end
            field = text[at:end]
            if '"' in field:
                return STRAY_QUOTE
            if "\r" in field or "\n" in field:
                return STRAY_LINE_END
            fields.append(field)
            at = end
        if at >= size:
            return fields
        at += 1


def _closing_quote(text: str, at: int) -> int:
    """Find the quote from `at` on that is not doubled; -1: there is none."""
    while (at := text.find('"', at)) >= 0 and text.startswith('"', at + 1):
        at += 2
    return at


class RecordReader:
    """Reads records of `width` fields from `lines`."""

    def __init__(self, lines: Lines, delimiter: str, width: int) -> None:
        self._lines = lines
        self._end = b"\r" if isinstance(lines, CarriageReturnLines) else b"\n"
        self._delimiter = delimiter
        self._width = width
        self._ahead: deque[bytes] = deque()
        self._read_bytes = 0
        # A blank line holds nothing; a line of tabs between blank fields holds those.
        self._blank = b" \t\r\n\v\f".replace(delimiter.encode(), b"")

    def __iter__(self) -> Iterator[tuple[list[str], bytes] | Malformed]:
        """Give each record: its texts and its bytes without line end, or what is wrong with it."""
        delimiter, width = self._delimiter, self._width
        while line := self._next_line():
            if len(line) > LONGEST_RECORD:
                yield self._skip_long(line)
                continue
            if not line.strip(self._blank):
                continue
            if b'"' not in line and b"\0" not in line:
                # The common case, kept short: everything else is judged below.
                raw = _bare(line)
                try:
                    fields = str(raw, "utf-8").split(delimiter)
                except UnicodeDecodeError:
                    yield Malformed(NOT_UTF8, raw)
                    continue
                if len(fields) == width and b"\r" not in raw and b"\n" not in raw:
                    yield fields, raw
                    continue
            yield self._judge(line)

    @property
    def taken(self) -> int:
        """The bytes of the lines given so far, and of blank ones before them."""
        return self._read_bytes - sum(map(len, self._ahead))

    def _next_line(self) -> bytes:
        if self._ahead:
            return self._ahead.popleft()
        line = self._lines.readline(LONGEST_RECORD + 1)
        self._read_bytes += len(line)
        return line

    def _skip_long(self, line: bytes) -> Malformed:
        part = line
        while part and not part.endswith(self._end):
            part = self._next_line()
        return Malformed(TOO_LONG, line[:LONGEST_RECORD])

    def _judge(self, line: bytes) -> tuple[list[str], bytes] | Malformed:
        """Read the record that begins with `line`, which may run over more lines."""
        record, read = line, self._read(line)
        if read is None:
            taken: list[bytes] = []
            record = self._gather(line, taken)
            read = self._read(record)
            if read is None or (isinstance(read, Malformed) and read.problem not in _IN_TEXT):
                self._ahead.extendleft(reversed(taken))
                return Malformed(OPEN_QUOTE, _bare(line))
        return read if isinstance(read, Malformed) else (read, _bare(record))

    def _gather(self, line: bytes, taken: list[bytes]) -> bytes:
        """Add lines to `line`, noting them in `taken`, until its quotes can be closed.

        That takes an odd number of quotes in the line added: with an even number, a field that is
        open before it is open after it.
        """
        size = len(line)
        while size <= LONGEST_RECORD and (more := self._next_line()):
            taken.append(more)
            size += len(more)
            if more.count(b'"') % 2:
                break
        return b"".join([line, *taken])

    def _read(self, record: bytes) -> list[str] | Malformed | None:
        """Read `record`; None: its last field is not closed."""
        raw = _bare(record)
        text = raw.decode("utf-8", "surrogateescape")
        fields = split_fields(text, self._delimiter)
        if fields is None:
            return None
        if len(record) > LONGEST_RECORD:
            return Malformed(TOO_LONG, record[:LONGEST_RECORD])
        if isinstance(fields, str):
            return Malformed(fields, raw)
        if len(fields) != self._width:
            return Malformed(f"{len(fields)} fields where the header has {self._width}", raw)
        if "\0" in text:
            return Malformed(NUL_BYTE, raw)
        if not text.isascii() and not _is_utf8(raw):
            return Malformed(NOT_UTF8, raw)
        return fields


def _bare(line: bytes) -> bytes:
    """Give `line` without its line end."""
    if line.endswith(b"\r\n"):
        return line[:-2]
    return line[:-1] if line.endswith((b"\n", b"\r")) else line


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
