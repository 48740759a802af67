"""Standardises delivery lines and names for comparison: one key for the spellings of one thing.

Rules kept here: every rule has a name and stands in RULES; a key is made by all of them, in that
sequence, and the single reading tells which ones changed the text. They follow USPS Publication 28.
A key is for comparing, not for printing on an envelope. It never drops a house number, a unit or a
word of a street's name, so that two addresses with one key differ in spelling alone; nothing is
looked up and nothing is guessed from a map.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lawgate.examine.address_words import ZIP
from lawgate.examine.declaration import Column, Constant, Named, Reading, Text
from lawgate.examine.layers import layered
from lawgate.examine.pattern import quoted_name
from lawgate.examine.postal import STATE_NICKNAMES, STATES
from lawgate.examine.questions import All, Found, Is
from lawgate.examine.standard_rules import RULES, Line, Rule, simple_line, tail_of
from lawgate.examine.text import fold, fold_sql
from lawgate.examine.texts import Cases, Extracted, Joined, Looked, Replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawgate.examine.declaration import Test

__all__ = (
    "RULES", "Rule", "Standardised", "address_key", "address_key_sql", "address_parts_sql",
    "name_key", "name_key_sql",
    "standardise", "suffix", "suffix_sql",
)  # fmt: skip

# Names that no caller's columns have, so that SQL can't take the one for the other.
_FIELDS = ("stated line", "stated city", "stated state", "stated postal code")


@dataclass(frozen=True, slots=True)
class Standardised:
    """A key, empty where there is no delivery line or no locality, and the rules that made it."""

    key: str
    rules: tuple[str, ...]


def address_key(line: str, city: str, state: str, postal_code: str) -> Text:
    """Declare the key of an address in four batch columns: delivery line, `|`, locality.

    The locality is the five-digit ZIP Code, else city and state (Publication 28, § 212).
    """
    delivery, _ = _delivery(line, city)
    zip_code = _zip_code(line, postal_code)
    locality = Named(
        f"key {line} {city} {state} {postal_code} locality",
        Cases(((Is(zip_code, ("",)), _town(Column(city), Column(state))),), zip_code),
    )
    return _at(delivery, locality)


def address_parts_sql(
    source: str, carried: Sequence[str], line: str, city: str, state: str, postal_code: str
) -> str:
    """Select from `source` the columns `carried` and, of its four named address columns, the parts.

    Parts: address VARCHAR (the key), place VARCHAR (the same by city and state alone), both empty
    where there is none; unzipped BOOLEAN (no ZIP Code is stated, not even an unreadable one). The
    connection needs `text.install`.
    """
    columns = (line, city, state, postal_code)
    delivery, _ = _delivery(line, city)
    town = Named(f"key {city} {state} town", _town(Column(city), Column(state)))
    outputs: dict[str, Text | Test] = {
        "address": address_key(*columns),
        "place": _at(delivery, town),
        "unzipped": All((Is(Column(postal_code), ("",)), Is(_zip_code(line, postal_code), ("",)))),
    }
    return layered(source, carried, columns, outputs)


def address_key_sql(line: str, city: str, state: str, postal_code: str) -> str:
    """Give SQL for the key of an address from four SQL expressions of its texts, as stated.

    An expression of its own (a correlated subquery without a table); never NULL; empty where there
    is no key. The connection needs `text.install`.
    """
    stated = zip((line, city, state, postal_code), _FIELDS, strict=True)
    source = ", ".join(f"{text} AS {quoted_name(field)}" for text, field in stated)
    return f"({layered(f'(SELECT {source})', (), _FIELDS, {'key': _own_key()})})"


def standardise(
    line: str | None, city: str | None, state: str | None, postal_code: str | None
) -> Standardised:
    """Give the key of an address and the names of the rules that changed its delivery line."""
    texts = zip(_FIELDS, (line, city, state, postal_code), strict=True)
    row = Reading({field: fold(text) for field, text in texts})
    key = _own_key().read(row)
    applied = []
    before = row.columns[_FIELDS[0]]
    for rule, step in _delivery(*_FIELDS[:2])[1]:
        after = step.read(row)
        if after != before:
            applied.append(rule.name)
        before = after
    return Standardised(key, tuple(applied))


@lru_cache(maxsize=1)
def _own_key() -> Text:
    return address_key(*_FIELDS)


@lru_cache(maxsize=64)
def _delivery(line: str, city: str) -> tuple[Text, tuple[tuple[Rule, Named], ...]]:
    """Declare the standardised delivery line, and each rule's step on the way."""
    text: Text = Column(line)
    kept = Cases(((simple_line(text), Constant("simple")),), Constant(""))
    simple = Is(Named(f"key {line} simple", kept), ("simple",))
    steps = []
    for rule in RULES:
        name = f"key {line} {city} {rule.name}"
        step = Named(name, rule.change(Line(text, name, Column(city), simple)))
        steps.append((rule, step))
        text = step
    return text, tuple(steps)


@lru_cache(maxsize=64)
def _zip_code(line: str, postal_code: str) -> Named:
    postal = Column(postal_code)
    tail = Extracted(tail_of(Column(line)), r"(\d{5})(?:-\d{4})?$")
    return Named(
        f"key {line} {postal_code} zip",
        Cases(((Found(postal, f"^{ZIP}$"), Extracted(postal, r"^(\d{5})")),), tail),
    )


def _at(delivery: Text, locality: Text) -> Text:
    """Declare line and locality as one key, empty where either is missing."""
    return Cases(
        ((Is(delivery, ("",)), Constant("")), (Is(locality, ("",)), Constant(""))),
        Joined((delivery, Constant("|"), locality)),
    )


def _town(city: Text, state: Text) -> Text:
    """Declare city and state in one spelling, empty where either is missing."""
    town = Replaced(Replaced(Replaced(city, r"[.'`]", ""), r"[^A-Z]+", " "), r"^ | $", "")
    for pattern, by in ((r"\bSAINT\b", "ST"), (r"\bFORT\b", "FT"), (r"\bMOUNT\b", "MT")):
        town = Replaced(town, pattern, by)
    named = Looked(Replaced(state, r"[. ]*\.$", ""), {**STATES, **STATE_NICKNAMES})
    return Cases(
        ((Is(city, ("",)), Constant("")), (Is(state, ("",)), Constant(""))),
        Joined((town, Constant(" "), named)),
    )


_SUFFIXES = "JUNIOR|SENIOR|JR|SR|III|II|IV|2ND|3RD|4TH"
_SUFFIX_TABLE = {"JUNIOR": "JR", "SENIOR": "SR", "2ND": "II", "3RD": "III", "4TH": "IV"}
_NAME = "stated name"


def _name_words() -> Text:
    """Declare a name's words: apostrophes and points vanish, other signs part words."""
    joined = Replaced(Column(_NAME), r"['`.]", "")
    return Replaced(Replaced(joined, r"[^A-Z0-9]+", " "), r"^ | $", "")


@lru_cache(maxsize=1)
def _name_key() -> Text:
    without = Replaced(_name_words(), rf" (?:{_SUFFIXES})$", "")
    return Replaced(Replaced(without, r"[^A-Z]+", " "), r"^ | $", "")


@lru_cache(maxsize=1)
def _suffix() -> Text:
    # A look-up would repeat its text in SQL, so that the table is put in as replacements.
    found: Text = Extracted(_name_words(), rf" ({_SUFFIXES})$")
    for spelling, short in _SUFFIX_TABLE.items():
        found = Replaced(found, f"^{spelling}$", short)
    return found


def name_key(text: str | None) -> str:
    """Give the key of a name: folded letters, single blanks, its generation suffix taken off."""
    return _name_key().read(Reading({_NAME: fold(text)}))


def suffix(text: str | None) -> str:
    """Give the generation suffix of a name (JR, SR, II, III, IV), empty where it has none."""
    return _suffix().read(Reading({_NAME: fold(text)}))


def name_key_sql(column: str) -> str:
    """Give SQL for `name_key` of the SQL expression `column`, a text as stated; never NULL."""
    return _over(_name_key(), column)


def suffix_sql(column: str) -> str:
    """Give SQL for `suffix` of the SQL expression `column`, a text as stated; never NULL."""
    return _over(_suffix(), column)


def _over(declaration: Text, column: str) -> str:
    """Give a declaration over one column as an expression over the SQL that stands for it."""
    return declaration.sql().replace(Column(_NAME).sql(), f"({fold_sql(column)})")
