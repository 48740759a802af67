"""Where the log's tree is kept: tiles in a folder, as C2SP tlog-tiles names them.

Guarantees: whatever a checkpoint covers was durable before the checkpoint was; a full tile never
changes once written; a run that was killed before its checkpoint is continued by appending the
same entries again; there is one writer at a time. Partial tiles stay until their tile is full. A
tile that would have to change means that history was rewritten, and nothing is written. Tiles have
256 hashes; a bundle holds 256 entries, each after its length in two bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003  a field of a dataclass
from typing import TYPE_CHECKING

from lawgate.errors import InputRefusedError
from lawgate.seal.durable import locked, replace, unwritable, write_new
from lawgate.seal.merkle import HASH_BYTES, folded, inclusion, leaf_hash, root
from lawgate.seal.note import Checkpoint, Signer, Verifier, read_checkpoint
from lawgate.seal.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH = 256
HEIGHT = 8
CHECKPOINT = "checkpoint"
LONGEST_ENTRY = 65_535
ENTRIES = "entries"


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """Name a tile of hashes (`level` a number) or of entries (`entries`), below the folder."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


@dataclass(frozen=True, slots=True)
class Log:
    """A log on disk as of its checkpoint; `note` is the checkpoint as signed."""

    folder: Path
    checkpoint: Checkpoint
    note: str

    def subtree(self, level: int, index: int) -> bytes:
        """Give the hash of a complete subtree from the tiles. Raises InputRefusedError."""
        tile, row = divmod(level, HEIGHT)
        number, first = divmod(index << row, WIDTH)
        hashes = self._tile(tile, number)
        wanted = hashes[first * HASH_BYTES : (first + (1 << row)) * HASH_BYTES]
        if len(wanted) != HASH_BYTES << row:
            raise damaged(self.folder / tile_path(tile, number), "is shorter than the log")
        return folded(wanted)

    def _tile(self, tile: int, number: int) -> bytes:
        width = min(WIDTH, (self.checkpoint.size >> (HEIGHT * tile)) - number * WIDTH)
        path = self.folder / tile_path(tile, number, width)
        try:
            return path.read_bytes()
        except OSError as fault:
            raise damaged(path, f"can't be read ({fault.strerror})") from None

    def entries(self) -> Iterator[bytes]:
        """Give every entry in sequence. Raises InputRefusedError where a bundle is damaged."""
        size = self.checkpoint.size
        for number in range((size + WIDTH - 1) // WIDTH):
            width = min(WIDTH, size - number * WIDTH)
            path = self.folder / tile_path(ENTRIES, number, width)
            try:
                bundle = path.read_bytes()
            except OSError as fault:
                raise damaged(path, f"can't be read ({fault.strerror})") from None
            yield from _unbundled(bundle, width, path)

    def prove(self, index: int) -> Proof:
        """Prove that leaf `index` stands in the log."""
        size = self.checkpoint.size
        if not 0 <= index < size:
            raise InputRefusedError(
                f"The log has no leaf {index}.", remedy=f"Name one below {size}."
            )
        return Proof(index, tuple(inclusion(index, size, self.subtree)), self.note)


def create(folder: Path, signer: Signer) -> Log:
    """Begin an empty log in `folder`, which must not hold one. Raises NotWritableError."""
    with locked(folder):
        if (folder / CHECKPOINT).exists():
            raise unwritable(folder, "there is a log already")
        return _publish(folder, Checkpoint(signer.name, 0, root(0, _nothing)), signer)


def open_log(folder: Path, verifier: Verifier) -> Log:
    """Open a log whose checkpoint is signed by `verifier`'s key. Raises InputRefusedError."""
    path = folder / CHECKPOINT
    try:
        note = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise damaged(path, "can't be read") from None
    return Log(folder, read_checkpoint(note, verifier), note)


def append(log: Log, entries: Sequence[bytes], signer: Signer) -> Log:
    """Append entries durably and give the log with its new checkpoint.

    Entries have at most 65,535 bytes. Raises NotWritableError where anything can't be written or
    would change what was written before, and where `log` is no longer the state on disk: two who
    opened one state never get two histories signed. Whoever was stopped opens the log again and
    sees from its size whether the entries stand.
    """
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise ValueError(f"an entry has more than {LONGEST_ENTRY} bytes")
    if not entries:
        return log
    with locked(log.folder):
        now = open_log(log.folder, signer.verifier)
        if now.checkpoint != log.checkpoint:
            raise unwritable(log.folder, "the log has moved on since it was opened")
        return _grown(log, entries, signer)


def _grown(log: Log, entries: Sequence[bytes], signer: Signer) -> Log:
    old = log.checkpoint.size
    new = old + len(entries)
    if root(old, log.subtree) != log.checkpoint.root:
        raise damaged(log.folder / CHECKPOINT, "states another root than the tiles have")
    first = old - old % WIDTH
    bundles = [*_tail(log, first), *entries]
    tiles = dict(_bundled(bundles, first))
    tiles |= _hashed(log, b"".join([leaf_hash(entry) for entry in bundles]), first, new)
    write_new(log.folder, tiles)
    grown = Log(log.folder, Checkpoint(signer.name, new, b""), "")
    published = _publish(log.folder, Checkpoint(signer.name, new, root(new, grown.subtree)), signer)
    _drop_partial(log.folder, tiles)
    return published


def _hashed(log: Log, row: bytes, start: int, size: int) -> dict[str, bytes]:
    """Give the tiles of hashes that a tree of `size` has from the leaf hashes `row` upwards.

    `start` is the index of the first hash of `row`, at the beginning of a tile.
    """
    tiles: dict[str, bytes] = {}
    level, width = 0, WIDTH * HASH_BYTES
    while True:
        for at in range(0, len(row), width):
            tile = row[at : at + width]
            tiles[
                tile_path(level, (start + at // HASH_BYTES) // WIDTH, len(tile) // HASH_BYTES)
            ] = tile
        level += 1
        if not size >> (HEIGHT * level):
            return tiles
        place = start // WIDTH
        start = place - place % WIDTH
        before = [log.subtree(HEIGHT * level, index) for index in range(start, place)]
        row = b"".join([*before, *folds(row)])


def folds(row: bytes) -> Iterator[bytes]:
    """Give the hash above each full tile of a row."""
    width = WIDTH * HASH_BYTES
    return (folded(row[at : at + width]) for at in range(0, len(row) - width + 1, width))


def names(size: int, kind: int | str, level: int) -> Iterator[tuple[str, int]]:
    """Give the path and width of each tile of one kind that a log of `size` has."""
    count = size >> (HEIGHT * level)
    for number in range((count + WIDTH - 1) // WIDTH):
        width = min(WIDTH, count - number * WIDTH)
        yield tile_path(kind, number, width), width


def _tail(log: Log, first: int) -> Iterator[bytes]:
    """Give the entries of the last bundle where it is partial."""
    width = log.checkpoint.size - first
    if width:
        path = log.folder / tile_path(ENTRIES, first // WIDTH, width)
        try:
            yield from _unbundled(path.read_bytes(), width, path)
        except OSError as fault:
            raise damaged(path, f"can't be read ({fault.strerror})") from None


def _bundled(entries: Sequence[bytes], first: int) -> Iterator[tuple[str, bytes]]:
    for at in range(0, len(entries), WIDTH):
        part = entries[at : at + WIDTH]
        bundle = b"".join([len(entry).to_bytes(2, "big") + entry for entry in part])
        yield tile_path(ENTRIES, (first + at) // WIDTH, len(part)), bundle


def _unbundled(bundle: bytes, width: int, path: Path) -> Iterator[bytes]:
    at = 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if at + 2 > len(bundle) or end > len(bundle):
            raise damaged(path, "ends in the middle of an entry")
        yield bundle[at + 2 : end]
        at = end
    if at != len(bundle):
        raise damaged(path, "holds more than its entries")


def _publish(folder: Path, checkpoint: Checkpoint, signer: Signer) -> Log:
    note = signer.sign(checkpoint.text())
    replace(folder / CHECKPOINT, note.encode())
    return Log(folder, checkpoint, note)


def _drop_partial(folder: Path, tiles: Iterable[str]) -> None:
    """Remove the partial tiles of those that are full now; what is left does no harm."""
    for name in tiles:
        if ".p/" not in name:
            for path in (folder / f"{name}.p").glob("*"):
                path.unlink(missing_ok=True)


def _nothing(level: int, index: int) -> bytes:
    raise AssertionError(f"an empty tree has no subtree {level}/{index}")


def damaged(path: Path, what: str) -> InputRefusedError:
    """Give the error for a file of the log that is not as it must be."""
    return InputRefusedError(
        f"The log does not hold: this {what}.",
        remedy="Restore it from a copy, and find out who could write there.",
        place=str(path),
    )
