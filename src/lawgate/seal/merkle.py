"""The Merkle tree of a log: hashes, roots and proofs.

Rules kept here: leaves and nodes are hashed apart, so that neither passes for the other; a proof is
checked with what is stated beside it and nothing else. Source: RFC 6962, section 2.1; the checks
follow RFC 9162, sections 2.1.3.2 and 2.1.4.2. It reads and writes nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Subtrees = Callable[[int, int], bytes]

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def folded(hashes: bytes) -> bytes:
    """Hash a row of 2^n hashes, end to end, into the one above them all."""
    sha256 = hashlib.sha256
    while len(hashes) > HASH_BYTES:
        hashes = b"".join(
            [
                sha256(b"\x01" + hashes[at : at + 2 * HASH_BYTES]).digest()
                for at in range(0, len(hashes), 2 * HASH_BYTES)
            ]
        )
    return hashes


def root(size: int, at: Subtrees) -> bytes:
    """Give the root of the first `size` leaves.

    `at(level, index)` gives the hash of the complete subtree of 2^level leaves that begins at leaf
    index * 2^level.
    """
    return _range(at, 0, size) if size else EMPTY_ROOT


def inclusion(index: int, size: int, at: Subtrees) -> list[bytes]:
    """Prove that leaf `index` is among the first `size`. Raises ValueError where it is not."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among {size}")
    return _path(at, index, 0, size)


def consistency(old: int, new: int, at: Subtrees) -> list[bytes]:
    """Prove that the first `old` leaves are a beginning of the first `new`."""
    if not 0 <= old <= new:
        raise ValueError(f"{old} leaves are no beginning of {new}")
    return [] if old in (0, new) else _subproof(at, old, 0, new, whole=True)


def included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Tell whether `proof` shows that the leaf with hash `leaf` stands at `index` of `size`."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == expected_root


def consistent(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Tell whether `proof` shows that the tree of `old` leaves is a beginning of that of `new`."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        right = old_root == (EMPTY_ROOT if old == 0 else new_root)
        return not proof and right
    hashes = list(proof)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _half(leaves: int) -> int:
    """Give the largest power of two below `leaves`."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _range(at: Subtrees, start: int, end: int) -> bytes:
    leaves = end - start
    if leaves & (leaves - 1) == 0:
        level = leaves.bit_length() - 1
        return at(level, start >> level)
    middle = start + _half(leaves)
    return node_hash(_range(at, start, middle), _range(at, middle, end))


def _path(at: Subtrees, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _half(end - start)
    if index < middle:
        return [*_path(at, index, start, middle), _range(at, middle, end)]
    return [*_path(at, index, middle, end), _range(at, start, middle)]


def _subproof(at: Subtrees, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    """Give SUBPROOF(old, D[start:end], whole); `old` counts leaves from `start`."""
    if old == end - start:
        return [] if whole else [_range(at, start, end)]
    half = _half(end - start)
    middle = start + half
    if old <= half:
        return [*_subproof(at, old, start, middle, whole=whole), _range(at, middle, end)]
    rest = _subproof(at, old - half, middle, end, whole=False)
    return [*rest, _range(at, start, middle)]
