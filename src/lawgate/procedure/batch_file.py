"""The file of a batch: opened once, named by form and encoding, never guessed at.

Rules kept here: only a regular file is read (a pipe or a device could differ at each reading); a
form or an encoding that can't be named from the bytes is refused whole. Encodings that are read:
UTF-8, and UTF-16 in either byte sequence (with its mark, or without one where the zero bytes of the
header show it); a UTF-16 file is transcribed into the spill folder. Any other encoding of text,
Windows-1252 for one, is read as UTF-8, so that its rows with bytes outside ASCII become malformed,
one by one; nothing is ever decoded by likelihood.
"""

from __future__ import annotations

import codecs
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, BinaryIO

from lawgate.errors import InputRefusedError, NotWritableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 2**20
"""Bytes read at a time."""

_MAGIC = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ORC\x00", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (codecs.BOM_UTF32_LE, "text in UTF-32"),
    (codecs.BOM_UTF32_BE, "text in UTF-32"),
)
_REMEDY = "Ask for the batch as CSV or NDJSON in UTF-8, or as Parquet."


class Form(Enum):
    """How a batch is written."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch whose form and encoding are known.

    `path` is what to read: the batch itself, or its UTF-8 transcription; `start` the first byte
    after a byte order mark in it; `name` what messages call the batch.
    """

    path: Path
    name: str
    form: Form
    encoding: str
    start: int
    size: int


@contextmanager
def open_regular(path: Path, what: str) -> Iterator[BinaryIO]:
    """Open the regular file at `path` for reading bytes; `what` names it in messages.

    Raises InputRefusedError where there is none, or it may not be read.
    """
    try:
        # Looked at before it is opened: opening a pipe that nobody writes to waits for ever.
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise InputRefusedError(
                f"The {what} is {kind}, not a file.",
                remedy=f"Name the file that holds the {what}.",
                place=str(path),
            )
        file = path.open("rb")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputRefusedError(
            f"The {what} can't be read: {why}.",
            remedy="Check its path and that you may read it.",
            place=str(path),
        ) from error
    with file:
        try:
            yield file
        except OSError as error:
            raise InputRefusedError(
                f"The {what} can't be read to its end: {error.strerror or error}.",
                remedy="Check the disk or the network share that it is on.",
                place=str(path),
            ) from error


def recognise(batch: Path, work: Path) -> BatchFile:
    """Name the form and the encoding of `batch`, transcribing UTF-16 into the folder `work`.

    Raises InputRefusedError where the batch can't be read, is empty, or its encoding can't be
    named.
    """
    with open_regular(batch, "batch") as file:
        head = file.read(BLOCK)
        size = batch.stat().st_size
    if not head:
        raise InputRefusedError(
            "The batch is empty: not even a header.", remedy=_REMEDY, place=str(batch)
        )
    if head.startswith(b"PAR1"):
        return BatchFile(batch, str(batch), Form.PARQUET, "binary", 0, size)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise _unnamed(batch, f"it is {what}")
    encoding, start = _encoding(head, batch)
    path = batch
    if encoding != "UTF-8":
        path, start = _transcribe(batch, encoding, start, work), 0
        with path.open("rb") as file:
            head, size = file.read(BLOCK), path.stat().st_size
    return BatchFile(path, str(batch), _form(batch, head[start:]), encoding, start, size)


def _unnamed(batch: Path, why: str) -> InputRefusedError:
    return InputRefusedError(
        f"The batch is in an encoding we can't name: {why}.", remedy=_REMEDY, place=str(batch)
    )


def _form(batch: Path, head: bytes) -> Form:
    if batch.suffix.lower() in {".ndjson", ".jsonl"} or head.lstrip()[:1] == b"{":
        return Form.NDJSON
    return Form.CSV


def _encoding(head: bytes, batch: Path) -> tuple[str, int]:
    """Give the encoding of the text that starts with `head`, and the length of its mark."""
    if head.startswith(codecs.BOM_UTF8):
        return "UTF-8", len(codecs.BOM_UTF8)
    if head.startswith(codecs.BOM_UTF16_LE):
        return "UTF-16LE", 2
    if head.startswith(codecs.BOM_UTF16_BE):
        return "UTF-16BE", 2
    zeros = tuple(byte == 0 for byte in head[:4])
    if zeros == (False, True, False, True):
        return "UTF-16LE", 0
    if zeros == (True, False, True, False):
        return "UTF-16BE", 0
    if any(zeros):
        raise _unnamed(batch, "zero bytes stand in its header")
    return "UTF-8", 0


def _transcribe(batch: Path, encoding: str, start: int, work: Path) -> Path:
    """Write `batch` as UTF-8 into `work`.

    Half a surrogate pair or half a unit becomes bytes that are not UTF-8, so that its row, and no
    other, is malformed.
    """
    target = work / "batch.utf8"
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    with open_regular(batch, "batch") as source, new_file(target) as file:
        source.seek(start)
        while block := source.read(BLOCK):
            write_all(file, decoder.decode(block).encode("utf-8", "surrogatepass"))
        left, _ = decoder.getstate()
        write_all(file, b"\xff" * bool(left))
    return target


def new_file(target: Path) -> BinaryIO:
    """Open `target` for writing bytes, unbuffered; raises NotWritableError."""
    try:
        return target.open("wb", buffering=0)
    except OSError as error:
        raise _not_writable(target, error) from error


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write `data` to `file`; raises NotWritableError where there is no room."""
    try:
        file.write(data)
    except OSError as error:
        raise _not_writable(file.name, error) from error


def _not_writable(target: Path | str, error: OSError) -> NotWritableError:
    return NotWritableError(
        f"The batch can't be copied into the spill folder: {error.strerror or error}.",
        remedy="Free some space, or name an output folder on another disk.",
        place=str(target),
    )
