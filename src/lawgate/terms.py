"""The glossary as frozen types: what a finding, an outcome and a determination are.

No behaviour beyond the order of gravity. Terms of one room only stay in that room.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

Value = bool | int | str | None
"""A fact's value as readings exchange it; a date travels as its ISO 8601 text; None: unknown."""


class Stage(Enum):
    """Which facts a clause may use: the request's own, or those of a matched record."""

    REQUEST = "request"
    RECORD = "record"


class Verb(Enum):
    """What a clause does."""

    REQUIRE = "require"
    FORBID = "forbid"
    PERMIT = "permit"
    REFER = "refer"
    DEFAULT = "default"


class Finding(Enum):
    """One clause's outcome on one request: whether the clause's demand is met."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    ERROR = "error"


class Outcome(Enum):
    """What is determined for a request, gravest first."""

    ERROR = "error"
    HELD = "held"
    REFUSED = "refused"
    SENT_BACK = "sent_back"
    REFERRED = "referred"
    SILENT = "silent"
    SUFFICIENT = "sufficient"
    ELIGIBLE = "eligible"

    @property
    def gravity(self) -> int:
        """Rank of this outcome: 0 is the gravest."""
        return _GRAVITY[self.value]


_GRAVITY = {outcome.value: rank for rank, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both included; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clause blocks or refers: its key, citation, finding and sentence.

    `legend` is the line of the legend that gives the sentence: the key, with the values that the
    sentence names (`address-stated:no_street_number`).
    """

    clause: str
    citation: str
    finding: Finding
    message: str
    legend: str


@dataclass(frozen=True, slots=True)
class Determination:
    """The outcome for one request, the items it may have, and every reason in text order."""

    outcome: Outcome
    items: tuple[str, ...]
    reasons: tuple[Reason, ...]
    stage: Stage


@dataclass(frozen=True, slots=True)
class Transmittal:
    """The signed cover of a batch. Texts as the requester wrote them; None: not stated.

    `requested_on` is a day; `row_count` counts records; `sha256` is lower-case hex of the batch's
    bytes; `digest` is that of the transmittal file itself; `signed` tells that a signature is
    present (it is verified where there are keys, never here); `ignored` names members that nobody
    reads.
    """

    agreement: str | None
    requester: str | None
    signatory_name: str | None
    signatory_office: str | None
    requested_on: date
    row_count: int
    sha256: str
    attests_sole_use: bool | None
    attests_criminal_investigation: bool | None
    recipients: tuple[str, ...] = field(default=())
    signed: bool = False
    digest: str = ""
    ignored: tuple[str, ...] = ()
