"""One pass over the bytes of a CSV batch: its digest, and whether it can be read in one way only.

A batch is *plain* if each of its bytes has one reading: UTF-8 without zero bytes; lines that all
end alike; quotes only around whole fields and doubled inside (so that the first quote of a pair
follows a delimiter, a line end or the quote before it, and the second comes before one); no record
over 1 MiB; and as many delimiters outside quotes as its records need, which together with a reader
that refuses too few in any record gives each record exactly its own. A plain batch may be read by
any reader of RFC 4180; of another one the careful reader decides.

The pass takes constant memory. It says nothing on what the fields hold.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lawgate.procedure.batch_file import BLOCK, open_regular
from lawgate.procedure.csv_records import LONGEST_RECORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    import numpy.typing as npt

    from lawgate.procedure.batch_file import BatchFile

    Positions = npt.NDArray[np.intp]
    Octets = npt.NDArray[np.uint8]

_QUOTE, _LF, _CR = b'"\n\r'
_LONGEST_RUN = 2**16


@dataclass(frozen=True, slots=True)
class Scan:
    """What the pass found: the digest of all bytes (lower-case hex), and the number of records.

    `records` leaves out the header and empty lines; it is None where the batch is not plain.
    """

    sha256: str
    records: int | None


class NotPlain(Exception):  # noqa: N818 - nothing went wrong: the careful reader takes over
    """The bytes could be read in two ways."""


def scan(batch: BatchFile, delimiter: str, width: int, progress: Callable[[int], None]) -> Scan:
    """Scan `batch`, whose fields `delimiter` parts into `width` columns, header included.

    `progress` is told the number of bytes seen. Raises InputRefusedError where the batch can't be
    read.
    """
    digest = hashlib.sha256()
    structure: _Structure | None = _Structure(ord(delimiter))
    with open_regular(batch.path, "batch") as file:
        digest.update(file.read(batch.start))
        seen = batch.start
        while block := _whole_block(file):
            digest.update(block)
            if structure is not None:
                try:
                    structure.take(block)
                except (NotPlain, UnicodeDecodeError):
                    structure = None
            seen += len(block)
            progress(seen)
    records = structure.records(width) if structure is not None else None
    return Scan(digest.hexdigest(), records)


def records_in_block(block: bytes, delimiter: str, width: int, line_end: bytes) -> int | None:
    """Count the records of `block`, which begins with one and ends with a line end.

    None: it is not plain, ends a line otherwise than in `line_end`, or some record of it has not
    just `width` fields.
    """
    structure = _Structure(ord(delimiter))
    try:
        structure.take(block)
    except (NotPlain, UnicodeDecodeError):
        return None
    records = structure.records(width)
    if records is None or structure.carriages_held != (line_end == b"\r\n"):
        return None
    octets: Octets = np.frombuffer(block, np.uint8)
    quotes = np.flatnonzero(octets == _QUOTE)
    ends, between = np.flatnonzero(octets == _LF), np.flatnonzero(octets == ord(delimiter))
    ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    between = between[np.searchsorted(quotes, between) % 2 == 0]
    lengths = np.diff(ends, prepend=-1)
    fields = np.diff(np.searchsorted(between, ends), prepend=0) + 1
    fits = ((fields == width) | (lengths == len(line_end))).all()
    return records + 1 if fits else None


def _whole_block(file: BinaryIO) -> bytes:
    """Read a block that ends neither in a quote nor in a CR, so that what follows either is in it.

    A run of quotes without end is left cut: it is judged not plain.
    """
    block = file.read(BLOCK)
    extra = bytearray()
    while (extra or block).endswith((b'"', b"\r")) and len(extra) < _LONGEST_RUN:
        more = file.read(1)
        if not more:
            break
        extra += more
    return block + bytes(extra) if extra else block


class _Structure:
    """Follows quotes, line ends and delimiters from block to block."""

    def __init__(self, delimiter: int) -> None:
        self._delimiter = delimiter
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._around = np.zeros(256, dtype=np.bool_)
        self._around[[delimiter, _LF, _CR, _QUOTE]] = True
        self._quoting = False
        self._before = _LF
        self._offset = 0
        self._line_ends = 0
        self._blank_lines = 0
        self._delimiters = 0
        self._feeds = 0
        self._carriages = 0
        self._last_end = -1

    def take(self, block: bytes) -> None:
        """Follow the structure through `block`; raises NotPlain or UnicodeDecodeError."""
        if b"\0" in block:
            raise NotPlain
        if not block.isascii() or self._decoder.getstate()[0]:
            self._decoder.decode(block)
        octets: Octets = np.frombuffer(block, np.uint8)
        quotes = np.flatnonzero(octets == _QUOTE)
        feeds = np.flatnonzero(octets == _LF)
        self._feeds += len(feeds)
        if b"\r" in block:
            self._take_carriages(octets)
        self._check_quotes(octets, quotes, block[-1])
        self._count_delimiters(octets, quotes)
        self._take_line_ends(feeds, quotes)
        self._quoting ^= len(quotes) % 2 == 1
        self._before = block[-1]
        self._offset += len(block)

    @property
    def carriages_held(self) -> bool:
        """Whether lines so far ended in CRLF."""
        return self._carriages > 0

    def records(self, width: int) -> int | None:
        """Give the number of records under the header, or None if the whole was not plain."""
        unended = self._last_end + 1 < self._offset
        lines = self._line_ends - self._blank_lines + unended
        if self._decoder.getstate()[0] or self._quoting:
            return None
        if self._carriages not in {0, self._feeds} or lines < 1:
            return None
        if self._delimiters != lines * (width - 1):
            return None
        return lines - 1

    def _take_carriages(self, octets: Octets) -> None:
        """Check that each CR of a block stands before an LF: then all lines end alike, or none."""
        carriages = np.flatnonzero(octets == _CR)
        if carriages[-1] + 1 >= len(octets) or not (octets[carriages + 1] == _LF).all():
            raise NotPlain
        self._carriages += len(carriages)

    def _check_quotes(self, octets: Octets, quotes: Positions, last: int) -> None:
        """Check that each opening quote begins a field and each closing one ends it."""
        if not len(quotes):
            return
        opening, closing = quotes[self._quoting :: 2], quotes[not self._quoting :: 2]
        if len(opening) and opening[0] == 0:
            if not self._around[self._before]:
                raise NotPlain
            opening = opening[1:]
        if len(closing) and closing[-1] + 1 == len(octets):
            # Only at the end of the file, or in a run of quotes too long to be followed.
            if len(octets) > BLOCK + _LONGEST_RUN - 1 and last == _QUOTE:
                raise NotPlain
            closing = closing[:-1]
        fits = self._around[octets[opening - 1]].all() and self._around[octets[closing + 1]].all()
        if not fits:
            raise NotPlain

    def _count_delimiters(self, octets: Octets, quotes: Positions) -> None:
        """Count the delimiters outside quotes: all, less those between the quotes of each pair."""
        if not len(quotes):
            if not self._quoting:
                self._delimiters += int(np.count_nonzero(octets == self._delimiter))
            return
        at = np.flatnonzero(octets == self._delimiter)
        before = np.searchsorted(at, quotes)
        if self._quoting:
            before = np.concatenate([[0], before])
        if len(before) % 2:
            before = np.concatenate([before, [len(at)]])
        self._delimiters += len(at) - int((before[1::2] - before[::2]).sum())

    def _take_line_ends(self, feeds: Positions, quotes: Positions) -> None:
        """Count the line ends outside quotes, and check how far they are apart."""
        if len(quotes):
            feeds = feeds[(np.searchsorted(quotes, feeds) + self._quoting) % 2 == 0]
        elif self._quoting:
            feeds = feeds[:0]
        if not len(feeds):
            return
        ends: Any = feeds + self._offset
        lengths = np.diff(ends, prepend=self._last_end)
        if lengths.max() > LONGEST_RECORD:
            raise NotPlain
        empty = 2 if self._carriages else 1
        self._blank_lines += int(np.count_nonzero(lengths == empty))
        self._line_ends += len(ends)
        self._last_end = int(ends[-1])
