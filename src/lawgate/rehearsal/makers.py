"""How values are made, as declared: the kinds of maker, and which rows a filling is for.

Only shapes, checked strictly; `making` draws the values. A maker knows neither columns nor law.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


Text = Annotated[str, BeforeValidator(_as_text)]
Count = Annotated[int, Field(ge=0)]


class Declared(BaseModel):
    """What an agreement declares: no unknown key, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DaysBefore(Declared):
    """A day that lies from `least` to `most` days before the request."""

    least: int
    most: int


class Serial(Declared):
    """A number of its own for each row, with this many digits."""

    serial: Annotated[int, Field(ge=1, le=8)]


class Maker(Declared):
    """How values are made; exactly one kind is stated.

    `one_of` picks (by `weights`); None is a blank, the word `own` keeps what stood there; an entry
    for several columns is a list. `parts` concatenates one pick of each part. `person_name` gives
    every row another person's full name, `impossible_identifier` one of its own that nobody can be
    given. `address_part` gives a part of the stated address.
    """

    same: Text | None = None
    blank: Literal[True] | None = None
    one_of: list[Text | list[Text | None] | None] | None = None
    weights: list[Count] | None = None
    days_before: DaysBefore | None = None
    parts: list[list[str] | Serial] | None = None
    person_name: Literal[True] | None = None
    impossible_identifier: Literal[True] | None = None
    address_part: Literal["street", "number"] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Maker:
        kinds = (
            self.same,
            self.blank,
            self.one_of,
            self.days_before,
            self.parts,
            self.person_name,
            self.impossible_identifier,
            self.address_part,
        )
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("state exactly one way of making values")
        if self.weights and len(self.weights) != len(self.one_of or ()):
            raise ValueError("state as many weights as choices")
        return self


class Filling(Maker):
    """What rows state in columns that are not about the person."""

    columns: list[str]
    rows: Literal["all", "clean", "others"] = "all"
