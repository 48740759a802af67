"""What a demonstration found, as frozen figures: the one source of terminal, report and JSON.

Counts of requests, dates and texts of the agreement only. The one request that is shown is
synthetic, and told from what it states itself; no record is in here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.rehearsal.waterfall import Fall


@dataclass(frozen=True, slots=True)
class Tested:
    """The whole batch as of a day: requests by outcome, gravest first, and those that go through.

    `provisions` counts requests by provision that stops or refers them, in text order.
    """

    as_of: date
    outcomes: Mapping[str, int]
    sufficient: int
    eligible: int | None
    provisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Path:
    """One path of the rule that is not law, and what the law finds of the requests it released."""

    name: str
    caption: str
    took: int
    released: int
    expected: int
    eligible: int
    stopped: int
    outcomes: Mapping[str, int]
    provisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Legacy:
    """The rule that is not law: its paths and their sum."""

    title: str
    caption: str
    source: str
    released: int
    expected: int
    eligible: int
    stopped: int
    paths: tuple[Path, ...]
    provisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in a column: requests that state it, those the rule released, those sufficient."""

    text: str
    source: str
    requests: int
    released: int
    sufficient: int


@dataclass(frozen=True, slots=True)
class Found:
    """A reason, as the legend words it: requests that got it, and of them those released."""

    line: str
    citation: str
    message: str
    requests: int
    released: int


@dataclass(frozen=True, slots=True)
class Cured:
    """The batch with a fault put right on paper."""

    name: str
    caption: str
    sufficient: int
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the timeline: the clean controls by outcome (None: before the request), and by whom.

    `state` is `none`, `open` or `held`; `provisions` are those that stop or hold them.
    """

    day: date
    title: str
    source: str
    state: str
    sufficient: int | None
    held: int | None
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A reason given to a request: where it stands, what it says, the words of law above it."""

    clause: str
    citation: str
    outcome: str
    message: str
    quote: str
    place: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The synthetic request that is explained.

    `tests` are those of the `path` that the rule took with such a request; `met` clauses of the law
    found nothing against it.
    """

    row: int
    request_id: str
    stated: tuple[tuple[str, str], ...]
    path: str
    tests: tuple[str, ...]
    outcome: str
    met: int
    reasons: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of this run in seconds, requests a second from file to determination, peak memory.

    `to_determination` is intake, examination and adjudication of the first day; memory is that of
    the whole program in MiB; `made` tells whether the files were made in this run.
    """

    seconds: Mapping[str, float]
    to_determination: float
    requests_per_second: int
    peak_memory_mib: int
    made: bool
    machine: str
    processors: int
    versions: str


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Everything that a demonstration shows; `figures` are the published ones, with sources."""

    agreement: str
    agreement_title: str
    law_digest: str
    version: str
    title: str
    standfirst: str
    synthetic: str
    then_caption: str
    now_caption: str
    captions: Mapping[str, str]
    rows: int
    seed: int
    people: int
    holdings_rows: int
    clean: int
    requested_on: date
    then: Tested
    now: Tested
    legacy: Legacy
    found: tuple[Phrase, ...]
    supposed: tuple[Phrase, ...]
    findings: tuple[Found, ...]
    waterfall: tuple[Fall, ...]
    waterfall_cured: tuple[Fall, ...]
    cured: str
    cures: tuple[Cured, ...]
    timeline: tuple[Moment, ...]
    request: Shown | None
    figures: tuple[Mapping[str, Any], ...]
    measured: Measured
    folder: str


def as_json(result: DemoResult) -> Mapping[str, Any]:
    """Lay out a result as JSON values; days as ISO 8601."""
    laid: Any = _plain(asdict(result))
    return {"synthetic_data": True, **laid}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
