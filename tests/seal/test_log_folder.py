"""The log on disk: what it guarantees when it grows, when it stops, and when somebody edits it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lawgate.errors import InputRefusedError, NotWritableError
from lawgate.seal import durable
from lawgate.seal.fsck import fsck
from lawgate.seal.merkle import consistency, consistent
from lawgate.seal.note import Signer
from lawgate.seal.proof import proved
from lawgate.seal.tiles import CHECKPOINT, append, create, open_log, tile_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lawgate.seal.tiles import Log

SIGNER = Signer.new("log.example/1")


def entries(first: int, count: int) -> list[bytes]:
    return [f"entry {first + n}".encode() for n in range(count)]


def grown(folder: Path, *counts: int) -> Log:
    log, size = create(folder, SIGNER), 0
    for count in counts:
        log = append(log, entries(size, count), SIGNER)
        size += count
    return log


def stored(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (1, 1000, 5, "tile/1/x001/000.p/5"),
        ("entries", 999, 256, "tile/entries/999"),
    ],
)
def test_tiles_are_named_as_the_format_says(
    level: int | str, index: int, width: int, path: str
) -> None:
    assert tile_path(level, index, width) == path


@pytest.mark.parametrize(
    "counts", [(1,), (256,), (257,), (255, 1, 1), (1, 300, 700), (65_536 + 3,), (65_000, 1_000)]
)
def test_a_log_is_the_same_however_it_grew(tmp_path: Path, counts: tuple[int, ...]) -> None:
    whole = grown(tmp_path / "whole", sum(counts))
    parts = grown(tmp_path / "parts", *counts)
    assert whole.checkpoint == parts.checkpoint
    assert stored(whole.folder).items() - {(CHECKPOINT, whole.note.encode())} <= (
        stored(parts.folder).items()
    )
    assert fsck(parts.folder, SIGNER.verifier) == whole.checkpoint
    assert list(parts.entries()) == entries(0, sum(counts))


def test_every_entry_is_proved_and_each_state_is_a_beginning_of_the_next(tmp_path: Path) -> None:
    old = grown(tmp_path / "log", 300)
    log = append(old, entries(300, 400), SIGNER)
    for index in range(0, 700, 7):
        told = proved(log.prove(index), entries(index, 1)[0], SIGNER.verifier)
        assert told == log.checkpoint
    proof = consistency(300, 700, log.subtree)
    assert consistent(300, 700, proof, old.checkpoint.root, log.checkpoint.root)
    with pytest.raises(InputRefusedError, match="no leaf 700"):
        log.prove(700)


def test_a_folder_that_can_not_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 3)
    (log.folder / "tile/0/000.p/5").parent.joinpath("5").mkdir()
    with pytest.raises(NotWritableError, match=r"000\.p/5"):
        append(log, entries(3, 2), SIGNER)


def test_a_log_is_begun_once(tmp_path: Path) -> None:
    grown(tmp_path / "log", 3)
    with pytest.raises(NotWritableError, match="already"):
        create(tmp_path / "log", SIGNER)


def test_an_entry_that_is_too_long_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 3)
    before = stored(log.folder)
    with pytest.raises(ValueError, match=r"65,535|65535"):
        append(log, [bytes(65_536)], SIGNER)
    assert stored(log.folder) == before


def test_rewriting_history_is_refused(tmp_path: Path) -> None:
    log = grown(tmp_path / "log")
    ahead = log.folder / tile_path("entries", 0)
    ahead.parent.mkdir(parents=True)
    ahead.write_bytes(b"what a stopped run wrote there")
    before = stored(log.folder)
    with pytest.raises(NotWritableError, match="history"):
        append(log, [b"other", *entries(1, 299)], SIGNER)
    assert stored(log.folder) == before


def test_whoever_holds_an_old_state_of_the_log_cannot_append_to_it(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 300)
    append(log, entries(300, 300), SIGNER)
    before = stored(log.folder)
    with pytest.raises(NotWritableError, match="has moved on"):
        append(log, entries(300, 10), SIGNER)
    assert stored(log.folder) == before


@pytest.mark.parametrize("size", [0, 256, 300])
def test_two_who_opened_one_state_never_get_two_histories_signed(tmp_path: Path, size: int) -> None:
    one = grown(tmp_path / "log", *([size] if size else []))
    other = open_log(one.folder, SIGNER.verifier)
    first = append(one, [b"one"], SIGNER)
    with pytest.raises(NotWritableError, match="has moved on"):
        append(other, [b"other", b"more"], SIGNER)
    assert open_log(one.folder, SIGNER.verifier) == first


@pytest.mark.parametrize("width", [10, 15])
def test_what_a_stopped_run_left_behind_is_no_damage(tmp_path: Path, width: int) -> None:
    log = grown(tmp_path / "log", 10, 5, 5)
    (log.folder / tile_path("entries", 0, width)).stat()
    (log.folder / "tile/0/.000.new").write_bytes(b"half")
    assert fsck(log.folder, SIGNER.verifier).size == 20
    flip(log.folder / tile_path("entries", 0, width))
    with pytest.raises(InputRefusedError, match="no checkpoint"):
        fsck(log.folder, SIGNER.verifier)


def test_partial_tiles_stay_until_their_tile_is_full(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 100, 100)
    assert {"tile/0/000.p/100", "tile/0/000.p/200"} <= set(stored(log.folder))
    append(log, entries(200, 100), SIGNER)
    assert [name for name in stored(log.folder) if name.startswith("tile/0/000")] == ["tile/0/000"]


FAULTS = [(place, persisted) for place in range(1, 9) for persisted in (False, True)]


@pytest.mark.parametrize(("place", "persisted"), FAULTS)
def test_a_run_that_failed_at_any_write_is_continued_by_the_same_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, *, persisted: bool
) -> None:
    log = grown(tmp_path / "log", 300)
    write: Callable[[Path, bytes], None] = durable._place
    made = 0

    def failing(path: Path, data: bytes) -> None:
        nonlocal made
        made += 1
        if made == place:
            if persisted:
                write(path, data)
            raise NotWritableError("The disk is full.", remedy="Free space.")
        write(path, data)

    monkeypatch.setattr(durable, "_WRITERS", 1)
    monkeypatch.setattr(durable, "_place", failing)
    with pytest.raises(NotWritableError, match="full"):
        append(log, entries(300, 500), SIGNER)
    monkeypatch.setattr(durable, "_place", write)
    again = open_log(log.folder, SIGNER.verifier)
    # Only the checkpoint itself, persisted and reported as failed, can have moved on.
    assert again.checkpoint.size in ({300, 800} if persisted else {300})
    if again.checkpoint.size == 300:
        again = append(again, entries(300, 500), SIGNER)
    assert list(again.entries()) == entries(0, 800)
    assert again.checkpoint == grown(tmp_path / "other", 800).checkpoint


def test_the_writes_of_that_run_are_all_among_the_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = grown(tmp_path / "log", 300)
    write, made = durable._place, []

    def counted(path: Path, data: bytes) -> None:
        made.append(path.name)
        write(path, data)

    monkeypatch.setattr(durable, "_place", counted)
    append(log, entries(300, 500), SIGNER)
    assert made[-1] == CHECKPOINT
    assert len(made) == max(place for place, _ in FAULTS)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


TAMPERING: dict[str, Callable[[Path], object]] = {
    "edited": flip,
    "deleted": lambda path: path.unlink(),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "extended": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "respelt": lambda path: path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r"),
    "emptied": lambda path: path.write_bytes(b""),
}
FILES = (CHECKPOINT, "tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001",
         "tile/entries/002.p/88")  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", TAMPERING)
def test_whatever_is_changed_in_whatever_file_is_noticed(
    tmp_path: Path, name: str, how: str
) -> None:
    log = grown(tmp_path / "log", 600)
    assert set(FILES) <= set(stored(log.folder))
    TAMPERING[how](log.folder / name)
    with pytest.raises(InputRefusedError):
        fsck(log.folder, SIGNER.verifier)


def test_entries_and_tiles_that_agree_with_each_other_and_not_with_the_checkpoint_are_noticed(
    tmp_path: Path,
) -> None:
    log = grown(tmp_path / "log", 600)
    other = create(tmp_path / "other", SIGNER)
    append(other, [b"forged", *entries(1, 599)], SIGNER)
    shutil.copy(log.folder / CHECKPOINT, other.folder / CHECKPOINT)
    with pytest.raises(InputRefusedError, match="another root"):
        fsck(other.folder, SIGNER.verifier)


def test_two_bundles_in_each_others_place_are_noticed(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 600)
    one, other = (log.folder / f"tile/entries/00{n}" for n in (0, 1))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    with pytest.raises(InputRefusedError, match="not what its entries make it"):
        fsck(log.folder, SIGNER.verifier)


def test_a_file_that_no_checkpoint_covers_is_noticed(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 600)
    (log.folder / "tile/0/003").write_bytes(bytes(8192))
    with pytest.raises(InputRefusedError, match="no checkpoint"):
        fsck(log.folder, SIGNER.verifier)


def test_a_log_of_another_key_is_refused(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 3)
    with pytest.raises(InputRefusedError, match="has not signed"):
        open_log(log.folder, Signer.new("log.example/1").verifier)


def test_a_log_whose_tiles_were_changed_does_not_grow(tmp_path: Path) -> None:
    log = grown(tmp_path / "log", 256)
    flip(log.folder / "tile/1/000.p/1")
    changed = open_log(log.folder, SIGNER.verifier)
    with pytest.raises(InputRefusedError, match="another root"):
        append(changed, entries(256, 400), SIGNER)
