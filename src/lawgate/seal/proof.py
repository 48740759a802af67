"""A proof in a small text file: where a leaf stands in a log, checkable offline.

Source: C2SP tlog-proof. The file holds the index, the hashes of the path and the checkpoint, and
not the leaf: whoever checks brings the entry that it is about.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from lawgate.errors import InputRefusedError
from lawgate.seal.merkle import HASH_BYTES, included, leaf_hash
from lawgate.seal.note import Checkpoint, Verifier, decoded, read_checkpoint

_TITLE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_LONGEST = 64
"""Hashes of the longest path: a tree has fewer than 2^64 leaves."""
_REMEDY = "Get the proof anew from the log."


@dataclass(frozen=True, slots=True)
class Proof:
    """The index of a leaf, its path from the bottom, and the checkpoint as a signed note."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def text(self) -> str:
        """Give the file."""
        hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in self.path)
        return f"{_TITLE}\nindex {self.index}\n{hashes}\n{self.checkpoint}"


def read_proof(text: str) -> Proof:
    """Read a proof; its `extra` is passed over. Raises InputRefusedError where it is malformed."""
    head, parted, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if len(lines) > 1 and lines[1].startswith("extra ") and decoded(lines[1][6:]):
        del lines[1]
    told = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
    if not parted or lines[0] != _TITLE or told is None or len(lines) > _LONGEST + 2:
        raise InputRefusedError("This is no proof of a log.", remedy=_REMEDY)
    path = tuple(map(decoded, lines[2:]))
    if any(len(one) != HASH_BYTES for one in path):
        raise InputRefusedError("A hash of the proof can't be read.", remedy=_REMEDY)
    return Proof(int(told[1]), path, checkpoint)


def proved(proof: Proof, entry: bytes, verifier: Verifier) -> Checkpoint:
    """Check that `entry` stands in the log where `proof` says, and give the checkpoint.

    Raises InputRefusedError where the checkpoint isn't signed by the log or the path leads
    elsewhere.
    """
    checkpoint = read_checkpoint(proof.checkpoint, verifier)
    if not included(leaf_hash(entry), proof.index, checkpoint.size, proof.path, checkpoint.root):
        raise InputRefusedError(
            f"The entry does not stand at {proof.index} of this log.",
            remedy="Check that entry and proof belong together.",
        )
    return checkpoint
