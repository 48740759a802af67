"""Addresses by number: every index stands for one plainly complete address, rendered on demand.

An index is spread over all combinations of form, number, street and place by a permutation, so that
no two indices share a street address; boxes and routes can coincide, as they do. Forms: street with
number and perhaps a unit, PO box, rural route, highway contract route, military (USPS Publication
28, sections 21 to 28). No rendered line has a number of more than four digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lawgate.rehearsal.places import (
    DIRECTIONS,
    MILITARY_PLACES,
    PLACES,
    STREET_NAMES,
    SUFFIXES,
    UNITS,
)
from lawgate.rehearsal.sheet import Ints, Texts, assembled, chosen, texts

_NUMBERS, _BOXES, _ROUTES = 9_799, 9_999, 9
_STREETS = len(DIRECTIONS) * len(STREET_NAMES) * len(SUFFIXES)
_SPACE = 100 * _NUMBERS * _STREETS * len(PLACES)
_STRIDE = 314_159_265_359  # a prime, so that multiplying by it permutes the space
_FORM_ENDS = np.array([93, 96, 98, 99])  # of 100 addresses: streets, PO boxes, rural, highway
STREET, PO_BOX, RURAL, HIGHWAY, MILITARY = range(5)

_COUNTING = texts(str(n) for n in range(_BOXES + 1))
_ALL_PLACES = (*PLACES, *MILITARY_PLACES)
_CITY, _STATE, _CODE = (texts(place[k] for place in _ALL_PLACES) for k in range(3))
_SHORT, _LONG = 0, 1
_BOXED = {
    PO_BOX: (("PO Box ", ""), ("P.O. Box ", "")),
    RURAL: (("RR ", " Box "), ("Rural Route ", ", Box ")),
    HIGHWAY: (("HC ", " Box "), ("Highway Contract ", ", Box ")),
    MILITARY: (("PSC ", " Box "), ("PSC ", ", Box ")),
}


@cache
def _street_texts(form: int) -> Texts:
    return texts(
        f" {direction[form]}{name} {suffix[form]}"
        for direction in DIRECTIONS
        for name in STREET_NAMES
        for suffix in SUFFIXES
    )


@cache
def _unit_texts(form: int) -> Texts:
    return texts(unit[form] for unit in UNITS)


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses taken apart: arrays of equal length; codes index the lists of `places`."""

    form: Ints
    number: Ints
    route: Ints
    street: Ints
    unit: Ints
    place: Ints

    def at(self, rows: Ints) -> Parts:
        """Give the parts of some rows."""
        return Parts(*(getattr(self, name)[rows] for name in self.__slots__))


def parts_of(indices: Ints) -> Parts:
    """Take the addresses apart that the indices (from 0 to 29 million) stand for."""
    spread = (indices * _STRIDE) % _SPACE
    form = np.searchsorted(_FORM_ENDS, spread % 100, side="right").astype(np.int64)
    rest = spread // 100
    number = 1 + rest % _NUMBERS
    rest //= _NUMBERS
    street, place = rest % _STREETS, rest // _STREETS
    military = form == MILITARY
    return Parts(
        form=form,
        number=number,
        route=np.where(military, 1 + street % 999, 1 + street % _ROUTES),
        street=street,
        unit=(street * 31 + number * 17 + place) % len(UNITS),
        place=np.where(military, len(PLACES) + place % len(MILITARY_PLACES), place),
    )


def lines(parts: Parts, *, long: bool = False) -> Texts:
    """Render the delivery lines; `long` spells them in another accepted way."""
    style = _LONG if long else _SHORT
    pieces = []
    for form in (STREET, *_BOXED):
        rows = np.flatnonzero(parts.form == form)
        if not len(rows):
            continue
        some = parts.at(rows)
        number = chosen(_COUNTING, some.number)
        if form == STREET:
            street = chosen(_street_texts(style), some.street)
            words = [number, street, chosen(_unit_texts(style), some.unit)]
        elif form == PO_BOX:
            words = [pa.scalar(_BOXED[form][style][0]), number]
        else:
            before, between = _BOXED[form][style]
            words = [pa.scalar(before), chosen(_COUNTING, some.route), pa.scalar(between), number]
        pieces.append((rows, joined(*words)))
    return assembled(len(parts.form), pieces)


def street_alone(parts: Parts) -> Texts:
    """Render the streets without number or unit, whatever the form."""
    return pc.utf8_ltrim_whitespace(chosen(_street_texts(_SHORT), parts.street))


def number_alone(parts: Parts) -> Texts:
    """Render the house numbers without a street."""
    return chosen(_COUNTING, parts.number)


def localities(parts: Parts) -> tuple[Texts, Texts, Texts]:
    """Give city, state and five-digit postal code."""
    place = parts.place
    return chosen(_CITY, place), chosen(_STATE, place), chosen(_CODE, place)


def joined(*words: Texts) -> Texts:
    """Join strings element by element, nothing between them."""
    return pc.binary_join_element_wise(*words, "")
