"""A copy of a CSV batch without its malformed records, so that few of those cost little.

Block by block: where every record of a block is plain and of the right width, its bytes are copied
as they are; where one is not, the careful reader takes that block record by record, copies the good
ones and sets the others aside. The copy begins with a header of its own and ends every record as
the batch's header ends, so that the fast reader can read it.

It refuses to copy what ends its lines otherwise: then the careful reader reads the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawgate.procedure.batch_file import BLOCK, new_file, open_regular, write_all
from lawgate.procedure.csv_records import RecordReader
from lawgate.procedure.csv_scan import records_in_block
from lawgate.procedure.request_tables import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from lawgate.procedure.batch_file import BatchFile
    from lawgate.procedure.csv_header import Header

_TRIES = 200
_MOST_HELD = 64 * 2**20


@dataclass(slots=True)
class CleanCopy:
    """What was copied: the number of good `records`, and the malformed ones by row number."""

    path: Path
    records: int = 0
    malformed: list[tuple[int, Malformed]] = field(default_factory=list)
    held: int = 0

    def set_aside(self, record: Malformed) -> None:
        """Note a malformed record under its number in the batch."""
        self.malformed.append((self.records + len(self.malformed) + 1, record))
        self.held += len(record.raw)


def copy_clean(
    batch: BatchFile, header: Header, target: Path, progress: Callable[[int], None]
) -> CleanCopy | None:
    """Copy the good records of `batch` to `target`; None: too much of it is malformed to be held.

    `progress` is told bytes seen. Raises InputRefusedError where the batch can't be read,
    NotWritableError where the copy can't be written.
    """
    width, delimiter = header.layout.width, header.delimiter
    copied = CleanCopy(target)
    line_end = header.line_end
    with open_regular(batch.path, "batch") as file, new_file(target) as clean:
        write_all(clean, delimiter.join(f"c{at}" for at in range(width)).encode() + line_end)
        at = header.end
        while True:
            file.seek(at)
            block = file.read(BLOCK)
            if not block:
                return copied
            whole = _whole_records(block)
            found = records_in_block(block[:whole], delimiter, width, line_end) if whole else None
            if found is not None:
                write_all(clean, block[:whole])
                copied.records += found
                at += whole
            else:
                at += _copy_carefully(file, clean, (at, len(block)), header, copied)
            if copied.held > _MOST_HELD:
                return None
            progress(at)


def _whole_records(block: bytes) -> int:
    """Give how many bytes of `block` are whole records, if its quotes are sound; 0: not found."""
    end = len(block)
    for _ in range(_TRIES):
        end = block.rfind(b"\n", 0, end) + 1
        if not end or block.count(b'"', 0, end) % 2 == 0:
            return end
        end -= 1
    return 0


def _copy_carefully(
    file: BinaryIO, clean: BinaryIO, span: tuple[int, int], header: Header, copied: CleanCopy
) -> int:
    """Copy the good records that begin in `span` (offset, bytes); gives the bytes they take."""
    start, size = span
    file.seek(start)
    reader = RecordReader(file, header.delimiter, header.layout.width)
    good = []
    for record in reader:
        if isinstance(record, Malformed):
            copied.set_aside(record)
        else:
            good.append(record[1] + header.line_end)
            copied.records += 1
        if reader.taken >= size:
            break
    write_all(clean, b"".join(good))
    return reader.taken
