"""Roots and proofs of the tree: as the standard's own vectors have them, and for every tree."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawgate.seal.merkle import (
    EMPTY_ROOT,
    consistency,
    consistent,
    folded,
    included,
    inclusion,
    leaf_hash,
    node_hash,
    root,
)

# The eight leaves with which implementations of RFC 6962 are commonly tested, and their roots.
LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)  # fmt: skip
ROOT_OF_EIGHT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
ROOT_OF_ONE = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


class Tree:
    """A tree that is computed as the standard states it, from the leaves each time."""

    def __init__(self, leaves: tuple[bytes, ...]) -> None:
        self.leaves = leaves

    def __call__(self, level: int, index: int) -> bytes:
        return naive(self.leaves[index << level : (index + 1) << level])

    def root(self, size: int) -> bytes:
        return root(size, self)


def naive(leaves: tuple[bytes, ...]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    both = naive(leaves[:half]) + naive(leaves[half:])
    return hashlib.sha256(b"\x01" + both).digest()


trees = st.lists(st.binary(max_size=4), min_size=1, max_size=70).map(tuple)


def test_roots_are_those_of_the_known_vectors() -> None:
    tree = Tree(LEAVES)
    assert tree.root(8).hex() == ROOT_OF_EIGHT
    assert tree.root(1).hex() == ROOT_OF_ONE
    assert tree.root(0) == EMPTY_ROOT


@given(trees)
def test_a_root_is_what_the_standard_computes(leaves: tuple[bytes, ...]) -> None:
    assert Tree(leaves).root(len(leaves)) == naive(leaves)


@given(st.integers(0, 6), st.binary(min_size=64, max_size=64))
def test_a_row_of_hashes_folds_as_the_tree_does(level: int, seed: bytes) -> None:
    row = [hashlib.sha256(seed + bytes([n])).digest() for n in range(1 << level)]
    left = folded(b"".join(row))
    while len(row) > 1:
        row = [node_hash(row[n], row[n + 1]) for n in range(0, len(row), 2)]
    assert left == row[0]


@given(trees, st.data())
def test_every_leaf_is_proved_and_no_other(leaves: tuple[bytes, ...], data: st.DataObject) -> None:
    tree, size = Tree(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(index, size, tree)
    leaf, whole = leaf_hash(leaves[index]), tree.root(size)
    assert included(leaf, index, size, proof, whole)
    assert not included(leaf_hash(leaves[index] + b"!"), index, size, proof, whole)
    assert not included(leaf, index, size, [*proof, whole], whole)
    assert not included(leaf, size, size, proof, whole)
    for at in range(len(proof)):
        altered = [bytes(32) if n == at else one for n, one in enumerate(proof)]
        assert not included(leaf, index, size, altered, whole)
        assert not included(leaf, index, size, proof[:at] + proof[at + 1 :], whole)


@given(trees, st.data())
def test_a_beginning_is_proved_and_no_other(leaves: tuple[bytes, ...], data: st.DataObject) -> None:
    tree, new = Tree(leaves), len(leaves)
    old = data.draw(st.integers(0, new))
    proof = consistency(old, new, tree)
    first, second = tree.root(old), tree.root(new)
    assert consistent(old, new, proof, first, second)
    assert not consistent(old, new, proof, bytes(32), second)
    assert not consistent(old, new, [*proof, second], first, second)
    if 0 < old < new:
        assert not consistent(old, new, proof, first, bytes(32))
        for at in range(len(proof)):
            altered = [bytes(32) if n == at else one for n, one in enumerate(proof)]
            assert not consistent(old, new, altered, first, second)


def test_nothing_is_proved_of_what_is_not_there() -> None:
    tree = Tree(LEAVES)
    with pytest.raises(ValueError, match="not among"):
        inclusion(8, 8, tree)
    with pytest.raises(ValueError, match="no beginning"):
        consistency(9, 8, tree)
    assert not consistent(9, 8, [], tree.root(8), tree.root(8))
