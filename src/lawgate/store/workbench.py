"""The workbench of one run: one in-memory DuckDB whose spill stays in the output folder.

Rules kept here: the output folder and its spill folder are readable by their owner alone (mode
0700, whatever the umask and whoever made the folder), nothing of a run's working data outlives it,
a killed run's leftovers go at the next start, and no extension is fetched or loaded by itself.
It refuses to work where it can't keep these. It knows nothing of what is worked on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from lawgate.errors import NotWritableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SPILL_FOLDER = ".lawgate-work"
"""Name of the folder inside the output folder that holds spill, removed on any exit."""

_OWNER_ONLY = 0o700


@contextmanager
def open_workbench(
    folder: Path, *, memory_limit_mb: int = 1650, threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB connection that spills into `folder/.lawgate-work`; clear that up afterwards.

    `folder` is made where it is missing and gets mode 0700. `memory_limit_mb` counts MiB of
    DuckDB's own memory; `threads` of None takes one for each processor. Rows keep the sequence they
    were inserted in. Raises NotWritableError where the folder can't be made, kept private or
    written or another run works in it, UsageError where a limit is not positive or `folder` is
    nobody's own (a root, a home, the current folder, or one that many share).
    """
    if memory_limit_mb < 1 or (threads is not None and threads < 1):
        raise UsageError(
            f"A workbench needs memory and threads, not {memory_limit_mb} MiB and {threads}.",
            remedy="Give at least 1 of each.",
        )
    spill = folder / SPILL_FOLDER
    _own(folder)
    try:
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        held = _held_alone(folder)
    except OSError as error:
        raise _unusable(folder, error) from error
    try:
        with _filled(folder, spill, memory_limit_mb, threads) as connection:
            yield connection
    finally:
        os.close(held)


@contextmanager
def _filled(
    folder: Path, spill: Path, memory_limit_mb: int, threads: int | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        _prepare(folder, spill)
    except OSError as error:
        raise _unusable(folder, error) from error
    try:
        connection = _connect(spill, memory_limit_mb, threads)
        try:
            yield connection
        finally:
            connection.close()
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _own(folder: Path) -> None:
    """Refuse a folder that is not for one run's results alone, since its mode will change."""
    whole = folder.resolve()
    shared = whole.is_dir() and whole.stat().st_mode & stat.S_ISVTX
    if shared or whole in (Path(whole.anchor), Path.cwd(), _home()):
        raise UsageError(
            f"The output folder would be {whole}, which would become private.",
            remedy="Name a folder of its own for the results.",
        )


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _held_alone(folder: Path) -> int:
    """Lock `folder` for this process and return the descriptor that holds the lock."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise NotWritableError(
            "Another run is writing to the output folder.",
            remedy="Wait for it, or name another folder.",
            place=str(folder),
        ) from None
    return held


def _unusable(folder: Path, error: OSError) -> NotWritableError:
    return NotWritableError(
        f"The output folder can't be used: {error.strerror or error}.",
        remedy="Name a folder that you own, or may create, on a disk with free space.",
        place=str(folder),
    )


def _prepare(folder: Path, spill: Path) -> None:
    """Make both folders private, drop a killed run's spill, and prove that a file can be written.

    The modes are set apart from the making, since the umask may have taken bits away, and a folder
    that existed may have had more.
    """
    folder.chmod(_OWNER_ONLY)
    _remove_leftover(spill)
    spill.mkdir(mode=_OWNER_ONLY)
    spill.chmod(_OWNER_ONLY)
    with tempfile.TemporaryFile(dir=spill):
        pass


def _remove_leftover(spill: Path) -> None:
    """Remove what stands where the spill folder will be; a link is removed, never followed."""
    if spill.is_symlink() or not spill.is_dir():
        with suppress(FileNotFoundError):
            spill.unlink()
        return
    shutil.rmtree(spill)


def _connect(spill: Path, memory_limit_mb: int, threads: int | None) -> duckdb.DuckDBPyConnection:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(spill.resolve()),
        "memory_limit": f"{memory_limit_mb}MiB",
        "preserve_insertion_order": True,
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }
    if threads is not None:
        settings["threads"] = threads
    return duckdb.connect(":memory:", config=settings)
