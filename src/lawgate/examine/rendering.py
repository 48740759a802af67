"""What a derivation becomes: its kind and values, SQL for a column and Python for one request.

Rules kept here: both readings give the same value on the same row. `Reach` tells how far a fact
looks: at its own row, at the batch, or at the run alone. A rendering runs nothing itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.examine.dates import DATE_STATES, date_of, date_sql, date_state, date_state_sql
from lawgate.examine.declaration import Column, Constant, Reading, Test, Text
from lawgate.examine.layers import columns_of
from lawgate.examine.questions import Is, Not
from lawgate.examine.text import fold, fold_sql
from lawgate.law.facts import Derivation, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.terms import Transmittal, Value

_TRANSMITTAL = "transmittal."


class Reach(Enum):
    """How far a fact looks."""

    ROW = "row"
    BATCH = "batch"
    RUN = "run"


class Rendering(ABC):
    """Both readings of one derivation."""

    derivation: Derivation

    @property
    @abstractmethod
    def kind(self) -> Kind:
        """Give the type of the fact."""

    @property
    def values(self) -> tuple[str, ...]:
        """Give the values of an enumerated fact."""
        return ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the names that it reads: batch columns or fields of the transmittal."""
        return (*self.derivation.args, *self.derivation.over)

    @property
    def reach(self) -> Reach:
        """Give how far it looks."""
        ofs = [name.startswith(_TRANSMITTAL) for name in self.columns]
        return Reach.RUN if all(ofs) else Reach.ROW

    @property
    def declaration(self) -> Text | Test | None:
        """Give the declaration over folded text, None for what reads raw columns."""
        return None

    @abstractmethod
    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL for the value, never NULL but for a date.

        `columns` maps each of `columns` to its SQL; a rendering with a `declaration` reads the
        layers that `layers.layered` makes of it instead.
        """

    @abstractmethod
    def single(self, values: Mapping[str, str | None]) -> Value:
        """Give the value of one row from its raw texts."""


@dataclass(frozen=True)
class Declared(Rendering):
    """A fact declared over folded text: enumerated where `text` is a Text, bool where a Test."""

    derivation: Derivation
    text: Text | Test
    given: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, name: str, columns: tuple[str, ...], text: Text | Test, given: tuple[str, ...] = ()
    ) -> Declared:
        """Make one from the parts of its derivation."""
        return cls(Derivation(name, columns), text, given)

    @property
    def kind(self) -> Kind:
        """Give enum or bool."""
        return Kind.ENUM if isinstance(self.text, Text) else Kind.BOOL

    @property
    def values(self) -> tuple[str, ...]:
        """Give the values."""
        return self.given

    @property
    def columns(self) -> tuple[str, ...]:
        """Give the columns of the declaration."""
        return columns_of([self.text])

    @property
    def declaration(self) -> Text | Test:
        """Give the declaration."""
        return self.text

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL over the layers."""
        del columns
        return self.text.sql()

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Fold and read."""
        row = Reading({name: fold(values.get(name)) for name in self.columns})
        return self.text.read(row) if isinstance(self.text, Text) else self.text.holds(row)


@dataclass(frozen=True)
class Stated(Rendering):
    """Whether a column says anything."""

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give bool."""
        return Kind.BOOL

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL: a printing ASCII character settles it, else the fold does."""
        stated = columns[self.derivation.args[0]]
        return (
            f"CASE WHEN {stated} IS NULL THEN false WHEN regexp_matches({stated}, '[!-~]')"
            f" THEN true ELSE {fold_sql(stated)} <> '' END"
        )

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Fold and compare."""
        return fold(values.get(self.derivation.args[0])) != ""


@dataclass(frozen=True)
class DateOf(Rendering):
    """A stated date, missing where blank or impossible."""

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give date."""
        return Kind.DATE

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL."""
        return date_sql(columns[self.derivation.args[0]])

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Give ISO text."""
        return date_of(values.get(self.derivation.args[0]))


@dataclass(frozen=True)
class DateStateOf(Rendering):
    """What a stated date is."""

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give enum."""
        return Kind.ENUM

    @property
    def values(self) -> tuple[str, ...]:
        """Give the states."""
        return DATE_STATES

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL."""
        return date_state_sql(columns[self.derivation.args[0]])

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Give the state."""
        return date_state(values.get(self.derivation.args[0]))


@dataclass(frozen=True)
class IsRecipient(Rendering):
    """Whether a column names one of the transmittal's recipients; bound to them for a run."""

    derivation: Derivation
    names: frozenset[str] = frozenset()
    """The recipients, folded; a blank recipient is nobody."""

    def bound(self, transmittal: Transmittal) -> IsRecipient:
        """Give the rendering for one transmittal."""
        names = frozenset(fold(name) for name in transmittal.recipients)
        return IsRecipient(self.derivation, names - {""})

    @property
    def kind(self) -> Kind:
        """Give bool."""
        return Kind.BOOL

    @property
    def declaration(self) -> Test:
        """Give the comparison with the recipients."""
        if not self.names:
            return Not(Is(Constant(""), ("",)))
        return Is(Column(self.derivation.args[0]), tuple(sorted(self.names)))

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Give SQL over the layers."""
        del columns
        return self.declaration.sql()

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Fold and look it up: a transmittal may name many thousands."""
        return fold(values.get(self.derivation.args[0])) in self.names


@dataclass(frozen=True)
class OfTransmittal(Rendering):
    """A yes or no of the transmittal, missing where it doesn't say."""

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give bool."""
        return Kind.BOOL

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Refuse: it is a constant of the run."""
        raise NotImplementedError(columns)

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Refuse: a flag is not a text."""
        raise NotImplementedError(values)

    def of(self, transmittal: Transmittal) -> Value:
        """Give the flag."""
        stated = field_of(transmittal, self.derivation.args[0])
        if stated is not None and not isinstance(stated, bool):
            raise DefectiveLawError(
                f"{self.derivation.args[0]} is not a yes or no.",
                remedy="Use flag on a field that is.",
            )
        return stated


@dataclass(frozen=True)
class OfClock(Rendering):
    """A day that the run is given."""

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give date."""
        return Kind.DATE

    @property
    def reach(self) -> Reach:
        """Give the run."""
        return Reach.RUN

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Refuse: it is a constant of the run."""
        raise NotImplementedError(columns)

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Refuse: a clock is not a text."""
        raise NotImplementedError(values)

    def of(self, clock: Mapping[str, date]) -> Value:
        """Give the day as ISO text."""
        return clock[self.derivation.args[0]].isoformat()


def field_of(transmittal: Transmittal, name: str) -> object:
    """Give a field of the transmittal by its name in a derivation (`transmittal.requester`).

    Raises DefectiveLawError where there is no such field.
    """
    field = name.removeprefix(_TRANSMITTAL)
    try:
        return getattr(transmittal, field)
    except AttributeError:
        raise DefectiveLawError(
            f"A transmittal has no field {field}.", remedy="Name one that it has."
        ) from None


def transmittal_texts(transmittal: Transmittal, names: tuple[str, ...]) -> dict[str, str | None]:
    """Give fields of the transmittal as texts: a day in ISO form, several names joined by `;`."""
    texts: dict[str, str | None] = {}
    for name in names:
        stated = field_of(transmittal, name)
        if isinstance(stated, date):
            stated = stated.isoformat()
        elif isinstance(stated, tuple):
            stated = ";".join(stated)
        texts[name] = None if stated is None else str(stated)
    return texts
