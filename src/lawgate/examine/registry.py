"""The derivations that an agreement may name, and what each becomes.

Rules kept here: a derivation's name, its number of columns and the tables it names are checked when
it is resolved, not when it runs; one declaration stands behind both readings; a derivation over
fields of the transmittal alone is the same for the whole run. Records are not its business: facts
of the record stage come from matching.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.examine.address import ADDRESS_QUALITIES, address_quality
from lawgate.examine.batch import DistinctSharing, Repeat, RowsOfPerson, RowsSharing, SurnamesAt
from lawgate.examine.declaration import Column, Constant
from lawgate.examine.identity import (
    IDENTIFIER_KINDS,
    NAME_QUALITIES,
    OFFICER_QUALITIES,
    identifier_kind,
    name_quality,
    officer_quality,
)
from lawgate.examine.pattern import PatternError, checked
from lawgate.examine.questions import Found, Is, Not
from lawgate.examine.rendering import (
    DateOf,
    DateStateOf,
    Declared,
    IsRecipient,
    OfClock,
    OfTransmittal,
    Stated,
)
from lawgate.examine.text import fold
from lawgate.examine.texts import Cases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lawgate.examine.declaration import Text
    from lawgate.examine.rendering import Rendering
    from lawgate.law.facts import Derivation, Item, WordTable

ITEM_STATES = ("listed", "barred", "mixed", "unknown")
"""What the requested items can be."""

CLOCKS = ("as_of", "known_by", "requested_on")
"""The days that a run is given."""

_REMEDY = "Name a derivation of this version, with the columns and tables that it takes."
_ANY = -1
_ARITY = {
    # name: (columns before the semicolon, columns after it); _ANY: one or more
    "stated": (1, 0), "words": (2, 0), "date": (1, 0), "date_state": (1, 0),
    "address_quality": (4, 0), "identifier_kind": (1, 0), "name_quality": (2, 0),
    "officer_quality": (1, 0), "items": (1, 0), "is_recipient": (1, 0), "flag": (1, 0),
    "clock": (1, 0), "rows_sharing": (_ANY, 0), "rows_of_person": (1, 0),
    "distinct_sharing": (_ANY, _ANY), "surnames_at": (4, 1), "repeat": (_ANY, 0),
}  # fmt: skip

DERIVATIONS = frozenset(_ARITY)
"""The names that `resolve` knows."""


def resolve(
    derivation: Derivation, words: Mapping[str, WordTable], items: Mapping[str, Item]
) -> Rendering:
    """Give the renderings of a request-stage derivation.

    Raises DefectiveLawError for a name that isn't known, a wrong number of columns, a word table
    that isn't declared, or a pattern that the two engines don't read alike.
    """
    name = derivation.name
    if name not in _ARITY:
        raise DefectiveLawError(f"There is no derivation {name}.", remedy=_REMEDY)
    for given, wanted in zip((derivation.args, derivation.over), _ARITY[name], strict=True):
        if len(given) != wanted and not (wanted == _ANY and given):
            count = "one or more" if wanted == _ANY else wanted
            raise DefectiveLawError(
                f"{name} takes {count} names on that side of the semicolon, not {len(given)}.",
                remedy=_REMEDY,
            )
    if name == "words":
        return _words(derivation, words)
    if name == "items":
        return _items(derivation.args[0], items)
    return _PLAIN[name](derivation)


def _words(derivation: Derivation, words: Mapping[str, WordTable]) -> Rendering:
    column, table_name = derivation.args
    table = words.get(table_name)
    if table is None:
        raise DefectiveLawError(f"There is no word table {table_name}.", remedy=_REMEDY)
    for _, pattern in table.rules:
        try:
            checked(pattern)
        except PatternError as error:
            raise DefectiveLawError(
                f"A pattern of the word table {table.name} can't be used: {error}.",
                remedy="Write it with what RE2 and Python's re read alike.",
                place=table.place,
            ) from error
    text = Column(column)
    branches = [(Is(text, ("",)), Constant(table.blank))]
    found = [(Found(text, pattern), Constant(value)) for value, pattern in table.rules]
    declaration = Cases((*branches, *found), Constant(table.otherwise))
    return Declared(derivation, declaration, table.values)


def _items(column: str, items: Mapping[str, Item]) -> Rendering:
    return Declared.of("items", (column,), _item_state(column, items), ITEM_STATES)


def _item_state(column: str, items: Mapping[str, Item]) -> Text:
    text = Column(column)
    released = [item.name for item in items.values() if item.released]
    barred = [item.name for item in items.values() if not item.released]
    blank = "listed" if len(released) == 1 else "unknown"
    return Cases(
        (
            (Not(Found(text, r"[^ ;]")), Constant(blank)),
            (Found(text, _only(released)), Constant("listed")),
            (Found(text, _only(barred)), Constant("barred")),
            (Found(text, rf"(?:^|;) *{_any_of([*released, *barred])} *(?:;|$)"), Constant("mixed")),
        ),
        Constant("unknown"),
    )


def _any_of(names: list[str]) -> str:
    # A name that no folded text can equal stands for an empty list.
    escaped = [re.sub(r"([^A-Z0-9_ ])", r"\\\1", fold(name)) for name in names] or ["[^\\s\\S]"]
    return f"(?:{'|'.join(escaped)})"


def _only(names: list[str]) -> str:
    return rf"^[ ;]*{_any_of(names)}(?: *;[ ;]*{_any_of(names)})*[ ;]*$"


@lru_cache(maxsize=64)
def _address(columns: tuple[str, ...]) -> Text:
    return address_quality(*columns)


def _surnames_at(derivation: Derivation) -> Rendering:
    return SurnamesAt(derivation, _address(derivation.args))


def _clock(derivation: Derivation) -> Rendering:
    if derivation.args[0] not in CLOCKS:
        raise DefectiveLawError(f"There is no clock {derivation.args[0]}.", remedy=_REMEDY)
    return OfClock(derivation)


def _flag(derivation: Derivation) -> Rendering:
    if not derivation.args[0].startswith("transmittal."):
        raise DefectiveLawError("flag takes a field of the transmittal.", remedy=_REMEDY)
    return OfTransmittal(derivation)


_PLAIN: dict[str, Callable[[Derivation], Rendering]] = {
    "stated": Stated,
    "date": DateOf,
    "date_state": DateStateOf,
    "address_quality": lambda d: Declared(d, _address(d.args), ADDRESS_QUALITIES),
    "identifier_kind": lambda d: Declared(d, identifier_kind(*d.args), IDENTIFIER_KINDS),
    "name_quality": lambda d: Declared(d, name_quality(*d.args), NAME_QUALITIES),
    "officer_quality": lambda d: Declared(d, officer_quality(*d.args), OFFICER_QUALITIES),
    "is_recipient": IsRecipient,
    "flag": _flag,
    "clock": _clock,
    "rows_sharing": RowsSharing,
    "rows_of_person": RowsOfPerson,
    "distinct_sharing": DistinctSharing,
    "surnames_at": _surnames_at,
    "repeat": Repeat,
}
