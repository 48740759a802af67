"""Checks a whole log: every byte that is stored against what its entries make of it.

Rules kept here: nothing is taken from a tile that can be derived; a file that the checkpoint does
not cover is told, an older partial state of a tile and what a stopped run left aside excepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.seal.merkle import HASH_BYTES, leaf_hash, root
from lawgate.seal.tiles import CHECKPOINT, ENTRIES, WIDTH, damaged, folds, names, open_log

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from lawgate.seal.note import Checkpoint, Verifier


def fsck(folder: Path, verifier: Verifier) -> Checkpoint:
    """Derive the whole tree from its entries and compare every byte that is stored.

    Gives the checkpoint. Raises InputRefusedError at the first difference, naming the file.
    """
    log = open_log(folder, verifier)
    size = log.checkpoint.size
    row = b"".join([leaf_hash(entry) for entry in log.entries()])
    known = {name for name, _ in names(size, ENTRIES, 0)}
    level, width = 0, WIDTH * HASH_BYTES
    while row:
        for at, (name, _) in enumerate(names(size, level, level)):
            stored = folder / name
            if not stored.is_file() or stored.read_bytes() != row[at * width : (at + 1) * width]:
                raise damaged(stored, "is not what its entries make it")
            known.add(name)
        row = b"".join(folds(row))
        level += 1
    if root(size, log.subtree) != log.checkpoint.root:
        raise damaged(folder / CHECKPOINT, "states another root than the entries have")
    for path in sorted(folder.glob("tile/**/*")):
        aside = path.name.startswith(".") and path.name.endswith(".new")
        if path.is_file() and not aside and not _covered(path, folder, known):
            raise damaged(path, "is covered by no checkpoint")
    return log.checkpoint


def _covered(path: Path, folder: Path, known: Collection[str]) -> bool:
    """Tell whether a file is one of the log's, or an older partial state of one of them."""
    name = path.relative_to(folder).as_posix()
    if name in known:
        return True
    whole = name.rpartition(".p/")[0]
    now = [one for one in known if one == whole or one.startswith(f"{whole}.p/")] if whole else []
    return any((folder / one).read_bytes().startswith(path.read_bytes()) for one in now)
