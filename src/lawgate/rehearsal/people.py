"""Synthetic people: names by code, dates of birth, identifiers that are never assigned to anybody.

A person is a row of integer arrays; texts are rendered on demand. Identifiers come only from
ranges outside every issued one: 9NN-66 to 9NN-69, 9NN-89, and 987-65-4320 to 4329. The first
people, as many as wanted, have no near rival: nobody else has their surname and a given name near
theirs.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lawgate.rehearsal.addresses import joined
from lawgate.rehearsal.names import COMMON_GIVEN, COMMON_SURNAMES, RESERVED_GIVEN, RESERVED_SURNAMES
from lawgate.rehearsal.sheet import Ints, Texts, chosen, texts

_COMPOUNDS = 3_000
_FIRST_COMPOUND = len(COMMON_SURNAMES) + len(RESERVED_SURNAMES)
_RESERVED_PAIRS = len(RESERVED_SURNAMES) * len(RESERVED_GIVEN)
MOST_WITHOUT_RIVAL = _RESERVED_PAIRS
"""So many people without a near rival can be made."""

_GROUPS = ("66", "67", "68", "69", "89")
_SERIALS = 9_999
_ADVERTISED = 10
IDENTIFIERS = 100 * len(_GROUPS) * _SERIALS + _ADVERTISED
"""So many synthetic identifiers exist."""

_IDENTIFIER_STRIDE = 3_141_601  # a prime that does not divide IDENTIFIERS, so that it permutes them
_FIRST_BIRTH = (date(1948, 1, 1) - date(1970, 1, 1)).days
_BIRTHS = 20_500
_STYLES = ("plain", "capitals", "stripped", "shortened", "misspelt")
_FEWEST_LETTERS = 3
_LETTERS = str.maketrans("łøđŁØĐ", "lodLOD")


def _compounds() -> tuple[str, ...]:
    """Give double surnames, spaced and hyphenated, the same in every run."""
    chance = np.random.Generator(np.random.PCG64(1))
    single = [name for name in COMMON_SURNAMES if " " not in name and "-" not in name]
    one, two = (chance.permutation(len(single) * 7) % len(single) for _ in range(2))
    pairs = dict.fromkeys(zip(one.tolist(), two.tolist(), strict=True))
    different = [(a, b) for a, b in pairs if a != b][:_COMPOUNDS]
    return tuple(
        f"{single[a]}{'-' if k % 4 == 0 else ' '}{single[b]}" for k, (a, b) in enumerate(different)
    )


def stripped(name: str) -> str:
    """Give the name without diacritics."""
    plain = unicodedata.normalize("NFD", name.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def _shortened(name: str) -> str:
    return name.replace("-", " ").split()[0] if " " in name or "-" in name else name


def _misspelt(name: str) -> str:
    """Swap two letters, or drop or double one, so that the name differs in any folding."""
    if len(name) < _FEWEST_LETTERS:
        return name + name[-1]
    if stripped(name[1]).lower() == stripped(name[2]).lower():
        return name[:1] + name[2:]
    return name[0] + name[2].lower() + name[1].lower() + name[3:]


@cache
def _styled(names: tuple[str, ...]) -> Texts:
    ways = (str, str.upper, stripped, _shortened, _misspelt)
    return texts(way(name) for way in ways for name in names)


SURNAMES = (*COMMON_SURNAMES, *RESERVED_SURNAMES, *_compounds())


@dataclass(frozen=True, slots=True)
class People:
    """Codes of surname, given name and middle name (-1: none), days of birth since 1970."""

    last: Ints
    first: Ints
    middle: Ints
    born: Ints

    def __len__(self) -> int:
        """Count the people."""
        return len(self.last)


def draw_people(count: int, without_rival: int, chance: np.random.Generator) -> People:
    """Draw `count` people, the first `without_rival` of them without a near rival."""
    last = _skewed(len(SURNAMES) - len(RESERVED_SURNAMES), count, chance)
    last[last >= len(COMMON_SURNAMES)] += len(RESERVED_SURNAMES)
    first = _skewed(len(COMMON_GIVEN), count, chance)
    middle = chance.integers(-len(COMMON_GIVEN) // 2, len(COMMON_GIVEN), count)
    born = _FIRST_BIRTH + chance.integers(0, _BIRTHS, count)
    pair = (np.arange(without_rival, dtype=np.int64) * 12_347) % _RESERVED_PAIRS
    surname, given = pair % len(RESERVED_SURNAMES), pair // len(RESERVED_SURNAMES)
    last[:without_rival] = len(COMMON_SURNAMES) + surname
    first[:without_rival] = given
    # Days apart for all who share a surname: a date of birth, too, is nobody else's among them.
    born[:without_rival] = _FIRST_BIRTH + given * 88 + (surname * 37) % 88
    return People(last, first, np.maximum(middle, -1), born)


def _skewed(size: int, count: int, chance: np.random.Generator) -> Ints:
    """Draw codes below `size`, the lower ones more often, as names are."""
    weights = 1.0 / (np.arange(size) + 40)
    edges = np.cumsum(weights) / weights.sum()
    drawn = np.searchsorted(edges, chance.random(count), side="right")
    return np.minimum(drawn, size - 1).astype(np.int64)


def double_surnames(count: int, chance: np.random.Generator) -> Ints:
    """Draw codes of double surnames."""
    return chance.integers(_FIRST_COMPOUND, len(SURNAMES), count)


def distinct_surnames(count: int, chance: np.random.Generator) -> Ints:
    """Draw codes of simple surnames, none twice in any 400 in a row."""
    start = int(chance.integers(0, len(COMMON_SURNAMES)))
    return np.asarray((start + 11 * np.arange(count, dtype=np.int64)) % len(COMMON_SURNAMES))


def surnames(codes: Ints, style: str = "plain") -> Texts:
    """Render surnames in a style: plain, capitals, stripped, shortened or misspelt."""
    return chosen(_styled(SURNAMES), codes + _STYLES.index(style) * len(SURNAMES))


def given_names(codes: Ints, style: str = "plain") -> Texts:
    """Render given names in a style; the code -1 is none."""
    taken = chosen(
        _styled(COMMON_GIVEN), np.maximum(codes, 0) + _STYLES.index(style) * len(COMMON_GIVEN)
    )
    return pc.if_else(pa.array(codes >= 0), taken, pa.scalar(None, pa.string()))


def full_names(count: int, chance: np.random.Generator) -> Texts:
    """Give `count` different full names of people, none of a reserved surname."""
    space = len(COMMON_SURNAMES) * len(COMMON_GIVEN)
    pair = (np.arange(count, dtype=np.int64) * 99_991 + int(chance.integers(space))) % space
    first, last = pair % len(COMMON_GIVEN), pair // len(COMMON_GIVEN)
    return joined(given_names(first), pa.scalar(" "), surnames(last))


def births(days: Ints) -> Texts:
    """Render days since 1970 as ISO 8601 dates."""
    return pc.cast(pa.array(days.astype(np.int32)).cast(pa.date32()), pa.string())


_AREA = texts(f"{900 + n}-" for n in range(100))
_GROUP = texts(f"{group}-" for group in _GROUPS)
_ANY_AREA = texts([*(f"{900 + n}-" for n in range(100)), "000-", "666-"])
_ANY_GROUP = texts([*(f"{group}-" for group in _GROUPS), "00-"])
_DIGIT = texts(str(n) for n in range(10))
_SERIAL = texts(f"{n:04}" for n in range(_SERIALS + 1))


def identifiers(codes: Ints, offset: int) -> Texts:
    """Render identifiers for codes from 0 below IDENTIFIERS, in a sequence set by `offset`."""
    spread = (codes * _IDENTIFIER_STRIDE + offset) % IDENTIFIERS
    advertised = spread >= IDENTIFIERS - _ADVERTISED
    serial = chosen(_SERIAL, 1 + spread % _SERIALS)
    rest = spread // _SERIALS
    group = chosen(_GROUP, rest % len(_GROUPS))
    usual = joined(chosen(_AREA, (rest // len(_GROUPS)) % 100), group, serial)
    last = joined(pa.scalar("987-65-432"), chosen(_DIGIT, spread % _ADVERTISED))
    return pc.if_else(pa.array(advertised), last, usual)


def impossible_identifiers(count: int) -> Texts:
    """Give well-formed identifiers that nobody can be given: area 000 or 666, or group 00.

    The first 149,000 are all different. A third have the group, the others the area.
    """
    number = np.arange(count, dtype=np.int64)
    kind, rest = number % 3, number // 3
    by_group = kind // 2 == 1
    area = np.where(by_group, rest % 100, 100 + kind)
    group = np.where(by_group, len(_GROUPS), rest % len(_GROUPS))
    serial = 1 + (rest // len(_GROUPS)) % _SERIALS
    return joined(chosen(_ANY_AREA, area), chosen(_ANY_GROUP, group), chosen(_SERIAL, serial))
