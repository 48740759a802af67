"""What an agreement declares to be shown of its rehearsal: cures, words, a request, events.

The shape of `demo.yaml`, checked strictly. It names no number of the result: those come from the
run. It holds texts of the case, so that no source does.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  (pydantic reads it when it checks)
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawgate.errors import DefectiveLawError, Place

if TYPE_CHECKING:
    from pathlib import Path

SHOWING = "demo.yaml"
_REMEDY = "Correct the declaration."


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cure(_Declared):
    """A fault put right on paper: request-stage facts with the values they would have had."""

    name: str
    caption: str
    facts: dict[str, bool | int | str]


class Phrase(_Declared):
    """Words to count in a column, and where it is told that they stood there or might have."""

    text: str
    source: str


class Words(_Declared):
    """Phrases of one column: those found in the real data apart from those only supposed."""

    column: str
    found: list[Phrase]
    supposed: list[Phrase]


class OneRequest(_Declared):
    """Which request to explain: `column` states `text`, the columns `stated` are not blank.

    None of `unlike` has its value; `shows` are the columns to show.
    """

    column: str
    text: str
    stated: list[str]
    unlike: dict[str, str] = Field(default={})
    shows: list[str]


class Event(_Declared):
    """Something that happened on a day, with where that is told."""

    day: date
    title: str
    source: str


class Captions(_Declared):
    """A paragraph for each part of the report."""

    compared: str
    waterfall: str
    cured: str
    cures: str
    timeline: str
    now: str
    words: str
    supposed: str
    request: str


class Showing(_Declared):
    """The whole of `demo.yaml`."""

    demo: str
    title: str
    standfirst: str
    synthetic: str
    counterfactual: str
    then: str
    now: str
    captions: Captions
    cures: list[Cure]
    cured: str
    words: Words
    request: OneRequest
    events: list[Event]


def load_showing(path: Path) -> Showing:
    """Read a `demo.yaml`. Raises DefectiveLawError with the place of what is wrong."""
    try:
        stated: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DefectiveLawError(
            f"What to show can't be read: {error.strerror}.",
            remedy=f"Check that the agreement has a {SHOWING}.",
            place=Place(str(path)),
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DefectiveLawError(
            f"The declaration is not YAML: {getattr(error, 'problem', None) or error}.",
            remedy=_REMEDY,
            place=Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path)),
        ) from error
    try:
        showing = Showing.model_validate(stated)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise DefectiveLawError(
            f"`{where}`: {first['msg']}.", remedy=_REMEDY, place=Place(str(path))
        ) from error
    if showing.cured not in {cure.name for cure in showing.cures}:
        raise DefectiveLawError(
            f"The cure `{showing.cured}` is not declared.", remedy=_REMEDY, place=Place(str(path))
        )
    return showing
