"""Who stands in which row, and what the row states of them: the strata made into integer arrays.

Rows stand in blocks, stratum by stratum; the mixing comes last, when the batch is written. People
stand likewise: those without a near rival, those of other recorded rows, their kin, bystanders
(recorded, in no row), and after them the people whom no record knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lawgate.errors import UsageError
from lawgate.rehearsal import people
from lawgate.rehearsal.quotas import strata_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.rehearsal.declaration import ReplayDeclaration, Stratum
    from lawgate.rehearsal.sheet import Ints

NAME_STYLES = ("plain", "capitals", "stripped", "shortened", "swapped", "misspelt")
ADDRESS_STYLES = ("columns", "capitals", "one_field", "restyled")
EARLIER, OLDEST = 10_000_000, 15_000_000
"""Added to a person's number, the number of their earlier and of their oldest address."""

_ON_RECORD = {"reserved", "recorded"}
_FEWEST_BYSTANDERS = 16
_BIRTH_STATED = 0.85


@dataclass(frozen=True, slots=True)
class Block:
    """One stratum with its rows: `start` up to, not including, `stop`."""

    stratum: Stratum
    start: int
    stop: int

    def __len__(self) -> int:
        """Count the rows."""
        return self.stop - self.start

    @property
    def rows(self) -> Ints:
        """Give the numbers of the rows, from 0."""
        return np.arange(self.start, self.stop, dtype=np.int64)


class World:
    """The people and what every row states of them, as integers.

    People 0 to `on_record` (not included) are in the holdings; `moved` tells of each whether a row
    needs an earlier address: 0 none, 1 one within the period asked for, 2 an older one.
    Of each row: `person` (-1: a copy), `named` (whose name, birth and usual address it states),
    `identifier` (-1: none), `address`, `birth_stated`, the styles; `copied` is the row that it
    repeats, itself as a rule.
    """

    def __init__(
        self,
        blocks: tuple[Block, ...],
        drawn: people.People,
        on_record: int,
        chance: np.random.Generator,
    ) -> None:
        rows = blocks[-1].stop
        self.blocks = blocks
        self.people = drawn
        self.on_record = on_record
        self.moved = np.zeros(on_record, dtype=np.int64)
        self.person = np.full(rows, -1, dtype=np.int64)
        self.named = np.zeros(rows, dtype=np.int64)
        self.identifier = np.full(rows, -1, dtype=np.int64)
        self.address = np.zeros(rows, dtype=np.int64)
        self.birth_stated = np.ones(rows, dtype=bool)
        self.name_style = np.zeros(rows, dtype=np.int64)
        self.address_style = np.zeros(rows, dtype=np.int64)
        self.copied = np.arange(rows, dtype=np.int64)
        # Whose address a person has: kin share one, and so do the people of a cluster.
        self.home = np.arange(len(drawn), dtype=np.int64)
        self._chance = chance
        self._next = {"recorded": 0, "kin": _rows_of(blocks, _ON_RECORD), "absent": on_record}
        self._next_identifier = on_record
        self._first_bystander = self._next["kin"] + _kin_of(blocks)

    def _take(self, kind: str, count: int) -> Ints:
        start = self._next[kind]
        self._next[kind] += count
        return np.arange(start, start + count, dtype=np.int64)

    def _bystanders(self, count: int) -> Ints:
        return self._chance.integers(self._first_bystander, self.on_record, count)

    def settle(self, block: Block) -> None:
        """State who stands in the rows of one stratum, and what they state."""
        stratum, rows, count = block.stratum, block.rows, len(block)
        if stratum.person == "copy":
            source = next(b for b in self.blocks if b.stratum.name == stratum.copy_of)
            self.copied[rows] = source.start + self._chance.permutation(len(source))[:count]
            return
        known = stratum.person in _ON_RECORD
        person = self._take("recorded" if known else "absent", count)
        self.person[rows] = person
        if stratum.person == "namesake":
            bearers = self._bystanders(count)
            self.people.last[person] = self.people.last[bearers]
            self.people.first[person] = self.people.first[bearers]
        self.name_style[rows] = self._styles(NAME_STYLES, stratum.names, count)
        self.address_style[rows] = self._styles(ADDRESS_STYLES, stratum.addresses, count)
        short = person[self.name_style[rows] == NAME_STYLES.index("shortened")]
        self.people.last[short] = people.double_surnames(len(short), self._chance)
        partner = person - np.arange(count) % 2
        self.named[rows] = partner if stratum.name_as == "partners" else person
        if stratum.birth_date != "own":
            stated = 0.0 if stratum.birth_date == "blank" else _BIRTH_STATED
            self.birth_stated[rows] = self._chance.random(count) < stated
        self._identify(block, person, known=known)
        self._house(block, person)
        self._give_kin(stratum, person)

    def _styles(self, styles: tuple[str, ...], weights: Mapping[Any, int], count: int) -> Ints:
        edges = np.cumsum([weights.get(style, 0) for style in styles])
        drawn = self._chance.integers(0, edges[-1], count)
        return np.searchsorted(edges, drawn, side="right").astype(np.int64)

    def _identify(self, block: Block, person: Ints, *, known: bool) -> None:
        rows, count = block.rows, len(block)
        match block.stratum.identifier:
            case "own" | "partners" if known:
                self.identifier[rows] = person
            case "own" | "partners":
                own = np.arange(count, dtype=np.int64) + self._next_identifier
                self._next_identifier += count
                shared = block.stratum.identifier == "partners"
                self.identifier[rows] = own - np.arange(count) % 2 if shared else own
            case "strangers":
                self.identifier[rows] = self._other_holders(person)

    def _other_holders(self, person: Ints) -> Ints:
        """Draw a bystander of another name for each person, nobody twice while there are enough."""
        last, first = self.people.last, self.people.first
        pool = self._first_bystander + self._chance.permutation(
            self.on_record - self._first_bystander
        )
        holder = np.resize(pool, len(person))
        drawn = len(person)
        while (same := (last[holder] == last[person]) & (first[holder] == first[person])).any():
            again = int(same.sum())
            holder[same] = pool[np.arange(drawn, drawn + again) % len(pool)]
            drawn += again
        return holder

    def _house(self, block: Block, person: Ints) -> None:
        rows, count = block.rows, len(block)
        match block.stratum.address:
            case "within_period":
                self.moved[person] = 1
                self.address[rows] = person + EARLIER
            case "older":
                self.moved[person] = 2
                self.address[rows] = person + OLDEST
            case "strangers":
                self.address[rows] = self._bystanders(count)
            case "shared":
                size = block.stratum.cluster or count
                cluster = np.minimum(np.arange(count) // size, max(count // size - 1, 0))
                self.home[person] = person[:1] + cluster * size
                self.people.last[person] = people.distinct_surnames(count, self._chance)
                self.address[rows] = self.home[person]
            case _:
                self.address[rows] = self.home[self.named[rows]]

    def _give_kin(self, stratum: Stratum, person: Ints) -> None:
        if stratum.kin == "none":
            return
        kin = self._take("kin", len(person))
        self.people.last[kin] = self.people.last[person]
        self.home[kin] = person
        if stratum.kin == "parent":
            self.people.first[kin] = self.people.first[person]
            years = self._chance.integers(20, 40, len(person))
            self.people.born[kin] = self.people.born[person] - 365 * years
        else:
            self.people.born[kin] = self.people.born[person]


def _rows_of(blocks: tuple[Block, ...], kinds: set[str]) -> int:
    return sum(len(block) for block in blocks if block.stratum.person in kinds)


def _kin_of(blocks: tuple[Block, ...]) -> int:
    return sum(len(block) for block in blocks if block.stratum.kin != "none")


def lay_out(
    declaration: ReplayDeclaration, rows: int, on_record: int | None, chance: np.random.Generator
) -> World:
    """Draw people and lay out `rows` rows; `on_record` people in the holdings (None: as declared).

    Raises UsageError where the numbers don't go together.
    """
    counts = strata_rows(declaration, rows)
    made, start = [], 0
    # Those without a near rival come first, as `draw_people` wants them.
    for stratum in sorted(declaration.strata, key=lambda s: s.person != "reserved"):
        made.append(Block(stratum, start, start + counts[stratum.name]))
        start = made[-1].stop
    blocks = tuple(made)
    used, kin = _rows_of(blocks, _ON_RECORD), _kin_of(blocks)
    least = used + kin + _FEWEST_BYSTANDERS
    if on_record is None:
        on_record = max(least, round(rows * declaration.holdings.people_per_row))
    stating = sum(
        len(block)
        for block in blocks
        if block.stratum.person not in _ON_RECORD and block.stratum.identifier != "none"
    )
    reserved = _rows_of(blocks, {"reserved"})
    _check(on_record, least, stating, reserved)
    drawn = people.draw_people(on_record + rows - used, reserved, chance)
    world = World(blocks, drawn, on_record, chance)
    for block in blocks:
        if len(block):
            world.settle(block)
    return world


def _check(on_record: int, least: int, stating: int, reserved: int) -> None:
    most = people.IDENTIFIERS - stating
    if not least <= on_record <= most:
        raise UsageError(
            f"{on_record:,} people can't be in the holdings of this batch.",
            remedy=f"Ask for {least:,} to {most:,} people.",
        )
    if reserved > people.MOST_WITHOUT_RIVAL:
        raise UsageError(
            f"{reserved:,} people without a near rival can't be made.",
            remedy=f"Ask for fewer rows: {people.MOST_WITHOUT_RIVAL:,} such people can be.",
        )
