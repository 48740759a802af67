"""Reads the front matter of an instrument: what text it is, how well seen, and when it binds.

Rules kept here: the names are a closed set, so that a misspelt one never passes for silence; a text
says when it is in force, an order when it was entered; nothing ends before it began.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NoReturn

from lawgate.errors import DefectiveLawError, Place
from lawgate.terms import Interval

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from lawgate.law.markdown import Document


class Force(Enum):
    """What kind of text an instrument is, and so what its clauses may do."""

    STATUTE = "statute"
    REGULATION = "regulation"
    AGREEMENT = "agreement"
    ORDER = "order"


class Verified(Enum):
    """How well a provision's text is verified."""

    READ = "read"
    TO_BE_CHECKED = "to be checked"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Head:
    """What front matter says of an instrument; `known` is when its custodian could know of it."""

    key: str
    title: str
    force: Force
    in_force: Interval
    known: date | None
    verified: Verified


_NEEDED = ("instrument", "title", "kind", "source", "verified")
_STOPS = ("lifted", "stayed")
_DAYS = ("entered", "known", *_STOPS)
_TOLD = ("court", "judge", "docket", "appeal", "served", "bound", "acts")
_KNOWN = (*_NEEDED, "in force", *_DAYS, *_TOLD)
_SPAN = re.compile(r"\s*(\d{4}-\d{2}-\d{2})?\s*\.\.\s*(\d{4}-\d{2}-\d{2})?\s*")


def closed(front: Mapping[str, object], known: Collection[str], place: Place) -> None:
    """Raise DefectiveLawError where `front` says anything but the names in `known`."""
    extra = [str(key) for key in front if key not in known]
    if extra:
        names = ", ".join(f"`{key}`" for key in extra)
        _refuse(place, f"The front matter says {names}.", f"Known: {', '.join(known)}.")


def read_head(document: Document) -> Head:
    """Read the front matter of `document`. Raises DefectiveLawError."""
    front, place = document.front, document.place
    closed(front, _KNOWN, place)
    for key in _NEEDED:
        if key not in front:
            _refuse(place, f"The front matter lacks `{key}`.", "Add it.")
    for key in _DAYS:
        # A moment counts as a date for Python, and for nothing that compares days.
        if key in front and type(front[key]) is not date:
            _refuse(place, f"`{key}` is no day.", "Write it as YYYY-MM-DD.")
    try:
        force, verified = Force(front["kind"]), Verified(front["verified"])
    except ValueError as fault:
        _refuse(place, f"{fault}.", "Kinds: statute, regulation, agreement, order.")
    entered = front.get("entered")
    if force is Force.ORDER and not isinstance(entered, date):
        _refuse(place, "An order must say when it was entered.", "Add `entered: YYYY-MM-DD`.")
    if front.get("in force") is None and (force is not Force.ORDER or "in force" in front):
        _refuse(place, "The front matter lacks `in force`.", "Add `in force: YYYY-MM-DD ..`.")
    known = front.get("known", entered)
    return Head(
        str(front["instrument"]),
        str(front["title"]),
        force,
        _interval(front, place),
        known if isinstance(known, date) else None,
        verified,
    )


def _interval(front: Mapping[str, object], place: Place) -> Interval:
    """Read the dates in force: as stated; for an order from entry until it is stayed or lifted."""
    entered = front.get("entered")
    start = entered if isinstance(entered, date) else None
    begun, end = start, None
    if (stated := front.get("in force")) is not None:
        span = _SPAN.fullmatch(str(stated))
        if span is None:
            _refuse(place, f"`in force: {stated}` is no span.", "Write 2025-04-07 .. or A .. B.")
        try:
            start, end = (date.fromisoformat(day) if day else None for day in span.groups())
        except ValueError as fault:
            _refuse(place, f"`in force`: {fault}.", "Write days as YYYY-MM-DD.")
        if start is not None and end is not None and end < start:
            _refuse(place, f"`in force: {stated}` ends before it starts.", "Turn the days round.")
    for key in _STOPS:
        stop = front.get(key)
        if not isinstance(stop, date):
            continue
        if any(day is not None and stop < day for day in (begun, start)):
            _refuse(place, f"It was {key} before it began.", "Mend `entered` or the later day.")
        # The day on which an order is lifted is the first on which it no longer binds.
        last = date.fromordinal(max(stop.toordinal() - 1, 1))
        end = last if end is None else min(end, last)
    return Interval(start, end)


def _refuse(place: Place, problem: str, remedy: str) -> NoReturn:
    raise DefectiveLawError(problem, remedy=remedy, place=place)
