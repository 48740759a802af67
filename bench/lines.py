"""What a run measures by: settings, timings, and the lines of its table."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FULL = 1_280_000
"""Requests that the targets of time and memory were set for; smaller sizes are not judged."""

PEOPLE_A_REQUEST = 5_800_000 / FULL


@dataclass(frozen=True, slots=True)
class Settings:
    """How much to measure.

    `rows` requests; `samples` rows of the batch for each other engine; `equal` requests and
    `expressions` to compare readings on; `asked` single requests; at least `runs` runs of whatever
    is short; `folder` is where everything made for the run lies.
    """

    law: str
    as_of: str
    rows: int
    samples: dict[str, int]
    equal: int
    expressions: int
    asked: int
    runs: int
    folder: Path

    @property
    def full(self) -> bool:
        """Whether the batch is as large as the targets mean."""
        return self.rows >= FULL

    @property
    def people(self) -> int:
        """How many people the holdings of the matching line hold."""
        return round(self.rows * PEOPLE_A_REQUEST)

    @property
    def made(self) -> Path:
        """Where the synthetic batch lies."""
        return self.folder / "synth"

    def job(self) -> dict[str, Any]:
        """Give what a child needs to adjudicate the batch."""
        return {"law": self.law, "as_of": self.as_of, "made": str(self.made)}


@dataclass(frozen=True, slots=True)
class Spread:
    """Every timing of one thing, in seconds, as they came."""

    seconds: tuple[float, ...]

    @property
    def least(self) -> float:
        """The fastest run."""
        return min(self.seconds)

    @property
    def middle(self) -> float:
        """The median: what every rate and ratio is made of."""
        return median(self.seconds)

    def told(self) -> dict[str, Any]:
        """Give the spread for the record."""
        return {
            "min": round(self.least, 4),
            "median": round(self.middle, 4),
            "runs": [round(one, 4) for one in self.seconds],
        }


class Met(Enum):
    """Whether a target is met; some lines have none."""

    YES = "met"
    NO = "missed"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    `sound` is false where something is wrong whatever the time: another engine disagrees, two
    readings differ, a wrong person is found, a program fails. Then the run fails.
    """

    name: str
    what: str
    measured: str
    target: str = ""
    met: Met = Met.NONE
    sound: bool = True
    details: dict[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Give the line for the record."""
        return {**asdict(self), "met": self.met.value or None}


def judged(*, holds: bool, size: bool = True) -> Met:
    """Say whether a target is met; nothing where the `size` is not the one it was set for."""
    if not size:
        return Met.NONE
    return Met.YES if holds else Met.NO
