"""A matter: one batch on its way, as its entries tell it.

Rules kept here: the state is a fold over the entries and stands nowhere else; an entry of a kind
that is not known is refused, since a state that leaves one out could open the gate. No clock, no
store: `at` comes with each entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class Act(Enum):
    """What can happen to a matter; the values are the kinds of its entries."""

    RECEIVE = "transmittal.received"
    DETERMINE = "batch.determined"
    PREPARE = "release.prepared"
    APPROVE = "release.approved"
    HOLD = "counsel.held"
    ANSWER = "counsel.answered"
    ORDER = "order.entered"
    STAGE = "release.staged"
    ACCOUNT = "disclosure.accounted"
    HAND_OVER = "release.handed_over"
    RECALL = "release.recalled"


@dataclass(frozen=True, slots=True)
class Event:
    """What a decision reads of an entry: its number, kind, moment, person, and what it is about.

    `digest` is the release digest or that of the determination; `answers` the number of the hold
    that an answer clears.
    """

    seq: int
    act: Act
    at: datetime
    person: str
    digest: str = ""
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """One release on its way: each step's event, once it has happened."""

    digest: str
    prepared: Event
    determination: str
    approved: Event | None = None
    staged: Event | None = None
    accounted: Event | None = None
    handed_over: Event | None = None
    recalled: Event | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """The state: what was determined last, the lots, the holds that stand, the last order.

    `objectors` are all who ever held it, also those whose holds were answered.
    """

    received: Event | None = None
    determined: Event | None = None
    lots: Mapping[str, Lot] = field(default_factory=dict)
    holds: tuple[Event, ...] = ()
    objectors: frozenset[str] = frozenset()
    last_order: Event | None = None


def state_of(events: Iterable[Event]) -> Matter:
    """Fold events, in the sequence of their numbers, into the state of the matter.

    Raises ValueError where they are out of sequence or speak of a lot that was never prepared.
    """
    matter, last = Matter(), -1
    for event in events:
        if event.seq <= last:
            raise ValueError(f"entry {event.seq} stands after entry {last}")
        last = event.seq
        matter = _after(matter, event)
    return matter


def _after(matter: Matter, event: Event) -> Matter:
    match event.act:
        case Act.RECEIVE:
            return replace(matter, received=matter.received or event)
        case Act.DETERMINE:
            return replace(matter, determined=event)
        case Act.ORDER:
            return replace(matter, last_order=event)
        case Act.HOLD:
            objectors = matter.objectors | {event.person}
            return replace(matter, holds=(*matter.holds, event), objectors=objectors)
        case Act.ANSWER:
            kept = tuple(hold for hold in matter.holds if hold.seq != event.answers)
            return replace(matter, holds=kept)
        case Act.PREPARE:
            based = matter.determined.digest if matter.determined else ""
            lot = Lot(event.digest, event, based)
        case _:
            known = matter.lots.get(event.digest)
            if known is None:
                raise ValueError(f"entry {event.seq} speaks of a lot that was never prepared")
            lot = _further(known, event)
    return replace(matter, lots={**matter.lots, lot.digest: lot})


def _further(lot: Lot, event: Event) -> Lot:
    match event.act:
        case Act.APPROVE:
            return replace(lot, approved=event)
        case Act.STAGE:
            return replace(lot, staged=event)
        case Act.ACCOUNT:
            return replace(lot, accounted=event)
        case Act.HAND_OVER:
            return replace(lot, handed_over=event)
        case Act.RECALL:
            return replace(lot, recalled=event)
        case _:
            raise ValueError(f"{event.act.value} is no step of a lot")
