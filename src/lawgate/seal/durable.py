"""Files that are whole and on the disk, or not there.

Guarantees: when a call returns, what it wrote survives a loss of power; a file is never seen half
written; a file that stands there with other bytes is never replaced, but for the one that
`replace` is asked to. Raises NotWritableError where anything can't be written.
"""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lawgate.errors import NotWritableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_WRITERS = 8


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there yet below `folder`; the same bytes may stand there already."""
    fresh = {
        folder / name: data for name, data in files.items() if not _stands(folder / name, data)
    }
    # Nearly all the time is waiting for the file system, one file at a time.
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(_place, fresh, fresh.values()))
    _sync_folders(folder, fresh)


def replace(path: Path, data: bytes) -> None:
    """Write a file in the place of whatever stands there."""
    _place(path, data)
    _sync_folders(path.parent, [path])


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the only right to write below `folder`, waiting for whoever has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(folder, os.O_RDONLY)
    except OSError as fault:
        raise unwritable(folder, fault.strerror or str(fault)) from None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def unwritable(path: Path, why: str) -> NotWritableError:
    """Give the error for a place that can't be written."""
    return NotWritableError(
        f"The log can't be written: {why}.",
        remedy="Mend that and run again; nothing that follows from an entry was done.",
        place=str(path),
    )


def _stands(path: Path, data: bytes) -> bool:
    if not path.exists():
        return False
    try:
        stored = path.read_bytes()
    except OSError as fault:
        raise unwritable(path, fault.strerror or str(fault)) from None
    if stored != data:
        raise unwritable(path, "history would be rewritten, since other bytes stand there")
    return True


def _place(path: Path, data: bytes) -> None:
    """Write beside the place, and move there what is whole."""
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as fault:
        raise unwritable(path, fault.strerror or str(fault)) from None


def _sync_folders(top: Path, paths: Iterable[Path]) -> None:
    """Make the names durable: every folder from the files up to `top`."""
    folders = {within for path in paths for within in path.parents if within.is_relative_to(top)}
    for folder in sorted(folders | {top}):
        try:
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
        except OSError as fault:
            raise unwritable(folder, fault.strerror or str(fault)) from None
