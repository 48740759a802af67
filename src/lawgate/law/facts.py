"""What a clause may mention: declared facts, items, columns, constants and word tables.

Rules kept here: every fact has a type, a stage, a sensitivity and a NULL convention; an enumerated
fact and a count are never unknown; a date may be missing. A fact names the derivation it comes from
and the columns that feeds; how the derivation works is not the law's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.errors import Place
    from lawgate.terms import Stage

INT_LOW, INT_HIGH = -(2**63), 2**63 - 1


class Kind(Enum):
    """The type of a fact or expression."""

    BOOL = "bool"
    INT = "int"
    DATE = "date"
    ENUM = "enum"


class Sensitivity(Enum):
    """Whose words a fact repeats: those of the requester, or those of the custodian's record."""

    REQUEST = "request"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Derivation:
    """`name(args; over)`: a named derivation with its columns or table names, as declared.

    `args` come before the semicolon, `over` after it (what a batch-wide fact counts).
    """

    name: str
    args: tuple[str, ...]
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact.

    `values` are those of an enumerated fact, `labels` the words a message uses for them; `unit` is
    prose for people (`rows`, `days`); `may_be_missing` is the NULL convention.
    """

    name: str
    kind: Kind
    stage: Stage
    sensitivity: Sensitivity
    derivation: Derivation
    place: Place
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    may_be_missing: bool = False

    def label(self, value: str) -> str:
        """Return the words for an enumerated value: as declared, else the value with spaces."""
        return self.labels.get(value, value.replace("_", " "))


@dataclass(frozen=True, slots=True)
class WordTable:
    """An ordered classification of folded text: the first pattern found in it gives the value.

    `rules` are (value, pattern) pairs, searched anywhere in upper-case folded text; `blank` is the
    value of missing text, `otherwise` that of text no pattern fits. Patterns lie in the
    intersection of RE2 and Python's `re`.
    """

    name: str
    rules: tuple[tuple[str, str], ...]
    blank: str
    otherwise: str
    place: Place

    @property
    def values(self) -> tuple[str, ...]:
        """Every value the table can give, in order of first mention."""
        named = (self.blank, *(value for value, _ in self.rules), self.otherwise)
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of information that can be asked for; `released`: this agreement can disclose it."""

    name: str
    title: str
    released: bool
