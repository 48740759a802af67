"""Which rows get which declared defects, and what that does to their labels.

No row has two defects of one group. Defects never touch a clean stratum unless they carry no code
and name it. Only rows and integers here; `making` states the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lawgate.rehearsal.quotas import apportion, scaled
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawgate.rehearsal.declaration import DefectKind, ReplayDeclaration
    from lawgate.rehearsal.rows import Block, World
    from lawgate.rehearsal.sheet import Ints


@dataclass(frozen=True, slots=True)
class Spread:
    """A defect and the rows that have it."""

    defect: DefectKind
    rows: Ints


def spread_defects(
    declaration: ReplayDeclaration, world: World, chance: np.random.Generator
) -> tuple[Spread, ...]:
    """Draw the rows of every defect: first what strata mix, then the defects' own figures."""
    blocks = {block.stratum.name: block for block in world.blocks}
    kinds = {defect.name: defect for defect in declaration.defects}
    groups = {group for defect in declaration.defects for group in defect.groups}
    rows = len(world.person)
    taken = {group: np.zeros(rows, dtype=bool) for group in sorted(groups)}
    drawn: list[Spread] = []

    def give(defect: DefectKind, some: Ints) -> None:
        for group in defect.groups:
            taken[group][some] = True
        drawn.append(Spread(defect, np.sort(some)))

    for block in world.blocks:
        shares = apportion(list(block.stratum.mix.values()), len(block))
        mixed = chance.permutation(block.rows)
        for name, share in zip(block.stratum.mix, shares, strict=True):
            give(kinds[name], mixed[:share])
            mixed = mixed[share:]
    for defect in declaration.defects:
        wanted = scaled(defect.rows, declaration.declared_for, rows)
        if wanted:
            free = _rows_on(blocks[name] for name in defect.strata)
            for group in defect.groups:
                free = free[~taken[group][free]]
            give(defect, chance.permutation(free)[:wanted])
    return tuple(drawn)


def _rows_on(blocks: Iterable[Block]) -> Ints:
    return np.concatenate([block.rows for block in blocks])


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of each row: a bit for each code (in `codes`), the request's gravest outcome.

    `gravity` is that of `Outcome`; `record` the gravity of the outcome at the record stage.
    """

    codes: tuple[str, ...]
    bits: Ints
    gravity: Ints
    record: Ints

    def mark(self, rows: Ints, codes: Iterable[str], outcome: str) -> None:
        """Add codes to the rows, and the outcome where it is graver than what they have."""
        for code in codes:
            self.bits[rows] |= 1 << self.codes.index(code)
        if outcome:
            self.gravity[rows] = np.minimum(self.gravity[rows], Outcome(outcome).gravity)


def label(declaration: ReplayDeclaration, world: World, spread: tuple[Spread, ...]) -> Labels:
    """Label the rows in their blocks (copies not yet told from what they copy)."""
    rows = len(world.person)
    labels = Labels(
        codes=tuple(sorted(declaration.codes)),
        bits=np.zeros(rows, dtype=np.int64),
        gravity=np.full(rows, Outcome.SUFFICIENT.gravity, dtype=np.int64),
        record=np.zeros(rows, dtype=np.int64),
    )
    others = _rows_on(block for block in world.blocks if not block.stratum.clean)
    for stamp in declaration.stamps:
        if len(others) > stamp.above:
            labels.mark(others, stamp.codes, stamp.outcome)
    for block in world.blocks:
        stratum = block.stratum
        labels.record[block.rows] = Outcome(stratum.record).gravity
        if stratum.person != "copy":
            labels.mark(_bearing(block), stratum.codes, stratum.outcome)
    for one in spread:
        labels.mark(one.rows, one.defect.codes, one.defect.outcome)
    return labels


def _bearing(block: Block) -> Ints:
    """Give the rows that bear the stratum's codes: not a cluster too small, nor half a pair."""
    stratum, rows = block.stratum, block.rows
    if stratum.cluster and len(rows) < stratum.cluster:
        return rows[:0]
    if "partners" in {stratum.identifier, stratum.name_as}:
        return rows[: len(rows) - len(rows) % 2]
    return rows
