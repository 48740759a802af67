"""The log: one leaf for each determination, beside bare hashing, another library and a table.

All four begin with the same commitments in memory. The bare line hashes the same tree and keeps
nothing; the log writes tiles and a signed checkpoint durably; the others keep what they keep.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from pymerkle import InmemoryTree

from bench.lines import Line, Spread, judged
from lawgate.seal.commitment import row_salt
from lawgate.seal.fsck import fsck
from lawgate.seal.note import Signer
from lawgate.seal.tiles import append, create

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.lines import Settings

MOST_TIMES_BARE = 5
MOST_FSCK_SECONDS = 60
_SALT = bytes(range(32))


def lines(settings: Settings) -> list[Line]:
    """Measure each in turn, as often as is asked, and then the check of the whole log."""
    leaves = _leaves(settings.rows)
    signer = Signer.new("bench.example/log")
    folder = settings.folder / "log"
    measures: dict[str, Callable[[], bytes]] = {
        "bare": lambda: _bare(leaves),
        "log": lambda: _logged(leaves, folder, signer),
        "pymerkle": lambda: _pymerkle(leaves),
        "sqlite": lambda: _sqlite(leaves, settings.folder / "log.sqlite"),
    }
    taken: dict[str, list[float]] = {name: [] for name in measures}
    roots: dict[str, set[bytes]] = {name: set() for name in measures}
    for _ in range(settings.runs):
        for name, measure in measures.items():
            shutil.rmtree(folder, ignore_errors=True) if name == "log" else None
            began = time.perf_counter()
            roots[name].add(measure())
            taken[name].append(time.perf_counter() - began)
    began = time.perf_counter()
    checked = fsck(folder, signer.verifier)
    spent = time.perf_counter() - began
    spreads = {name: Spread(tuple(seconds)) for name, seconds in taken.items()}
    times = spreads["log"].middle / spreads["bare"].middle
    same = roots["log"] == roots["bare"] == roots["pymerkle"] == {checked.root}
    return [
        Line(
            "log", f"one log leaf for each of {settings.rows:,} determinations, with checkpoint",
            f"{spreads['log'].middle:.2f} s = {times:.1f} times bare SHA-256 "
            f"({spreads['bare'].middle:.2f} s); pymerkle {spreads['pymerkle'].middle:.1f} s, "
            f"SQLite append {spreads['sqlite'].middle:.1f} s",
            f"≤ {MOST_TIMES_BARE} times bare SHA-256 over the same tree",
            judged(holds=times <= MOST_TIMES_BARE, size=settings.full),
            sound=same,
            details={name: spread.told() for name, spread in spreads.items()},
        ),
        Line(
            "fsck", "check every byte of that log", f"{spent:.1f} s", f"≤ {MOST_FSCK_SECONDS} s",
            judged(holds=spent <= MOST_FSCK_SECONDS, size=settings.full),
            details={"seconds": round(spent, 3), "leaves": checked.size},
        ),
    ]  # fmt: skip


def _leaves(rows: int) -> list[bytes]:
    """Make commitments, untimed: what they commit to is another line's work."""
    return [row_salt(_SALT, row) for row in range(rows)]


def _bare(leaves: Sequence[bytes]) -> bytes:
    sha256 = hashlib.sha256
    row = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(row) > 1:
        above = [sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row) - 1, 2)]
        row = above + row[len(row) - len(row) % 2 :]
    return row[0]


def _logged(leaves: Sequence[bytes], folder: Path, signer: Signer) -> bytes:
    folder.mkdir()
    return append(create(folder, signer), leaves, signer).checkpoint.root


def _pymerkle(leaves: Sequence[bytes]) -> bytes:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    root: bytes = tree.get_root()
    return root


def _sqlite(leaves: Sequence[bytes], path: Path) -> bytes:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("CREATE TABLE leaves (leaf BLOB NOT NULL)")
        with db:
            db.executemany("INSERT INTO leaves VALUES (?)", ((leaf,) for leaf in leaves))
    return b""
