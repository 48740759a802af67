"""Reads the cases that stand beside the law: requests with what the drafter expects of them.

A folder `cases/` holds YAML files. `base.yaml` has one request that meets everything (`base:` with
as_of, request, transmittal and facts); every other file is a list of cases, each stating only in
what it differs: `case` (its name), `intent`, `trap`, `stage`, `as_of`, `known_by` (as_of where it
is not stated), `request`, `transmittal`, `facts` and `expect` (`outcome`, `clauses`: the exact list
of legend lines in text order).

Rules kept here: nothing is ignored; a name that the agreement does not declare, or a value that a
fact can't have, is a defect with file and line. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import yaml

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.facts import INT_HIGH, INT_LOW, Kind
from lawgate.law.markdown import read_yaml
from lawgate.terms import Outcome, Stage, Transmittal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lawgate.law.agreement import Agreement
    from lawgate.law.facts import Fact
    from lawgate.terms import Value

CASES = "cases"
BASE = "base.yaml"

_KEYS = frozenset(
    ("case", "intent", "trap", "stage", "as_of", "known_by", "request", "transmittal", "facts",
     "expect"),
)  # fmt: skip
_FLAGS = ("attests_sole_use", "attests_criminal_investigation")
_COVER = ("agreement", "requester", "signatory_name", "signatory_office", *_FLAGS, "recipients",
          "requested_on")  # fmt: skip
_EMPTY_COVER = Transmittal(None, None, None, None, date.min, 1, "", None, None)


@dataclass(frozen=True, slots=True)
class Case:
    """One request with its cover, and what is expected of it.

    `request` has every column (None: blank); `facts` replace derived ones, dates as ISO text;
    `legends` are the legend lines expected, in text order.
    """

    name: str
    stage: Stage
    as_of: date
    known_by: date
    request: Mapping[str, str | None]
    transmittal: Transmittal
    facts: Mapping[str, Value]
    outcome: Outcome
    legends: tuple[str, ...]
    place: Place

    @property
    def clock(self) -> dict[str, date]:
        """The days that a run of this case is given."""
        days = {"as_of": self.as_of, "known_by": self.known_by}
        return {**days, "requested_on": self.transmittal.requested_on}


def read_cases(agreement: Agreement) -> tuple[list[Case], list[DefectiveLawError]]:
    """Read every case of `agreement`, by file name and then in file order, with all defects."""
    folder = agreement.folder / CASES
    cases: list[Case] = []
    defects: list[DefectiveLawError] = []
    try:
        base = _base(folder / BASE, agreement)
    except DefectiveLawError as defect:
        return [], [defect]
    for path in sorted(folder.glob("*.yaml")):
        if path.name == BASE:
            continue
        try:
            told = _entries(path)
        except DefectiveLawError as defect:
            defects.append(defect)
            continue
        for place, entry in told:
            try:
                cases.append(_case(_mapping(entry, "a case", place), base, agreement, place))
            except DefectiveLawError as defect:
                defects.append(defect)
    defects.extend(_twice(cases))
    return cases, defects


def _refuse(place: Place, problem: str, remedy: str) -> NoReturn:
    raise DefectiveLawError(problem, remedy=remedy, place=place)


def _read(path: Path) -> tuple[str, object]:
    place = Place(f"{CASES}/{path.name}", 1)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        _refuse(place, f"The file can't be read ({type(fault).__name__}).", "Save it as UTF-8.")
    return text, read_yaml(text, place)


def _base(path: Path, agreement: Agreement) -> Case:
    """Read the control request; without a file, one that states nothing."""
    place = Place(f"{CASES}/{path.name}", 1)
    nothing = Case(
        "base", Stage.REQUEST, date.min, date.min, dict.fromkeys(agreement.columns), _EMPTY_COVER,
        {}, Outcome.SUFFICIENT, (), place,
    )  # fmt: skip
    if not path.is_file():
        return nothing
    _, told = _read(path)
    if not isinstance(told, dict) or set(told) != {"base"}:
        _refuse(place, "The file must hold one `base:`.", "Put the control request under it.")
    return _overlay(_mapping(told["base"], "base", place), nothing, agreement, place)


def _entries(path: Path) -> list[tuple[Place, object]]:
    text, told = _read(path)
    name = f"{CASES}/{path.name}"
    if not isinstance(told, list):
        _refuse(Place(name, 1), "The file is no list of cases.", "Start each with `- case: …`.")
    listed = yaml.compose(text, Loader=yaml.SafeLoader)
    nodes = listed.value if isinstance(listed, yaml.SequenceNode) else []
    places = [Place(name, node.start_mark.line + 1) for node in nodes]
    return list(zip(places, told, strict=True))


def _mapping(value: object, what: str, place: Place) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        _refuse(place, f"`{what}` is no list of `name: value`.", "Write one name a line.")
    return value


def _case(entry: Mapping[str, object], base: Case, agreement: Agreement, place: Place) -> Case:
    name, expect = entry.get("case"), entry.get("expect")
    if not isinstance(name, str) or not name.strip():
        _refuse(place, "The case has no name.", "Start it with `- case: what it is`.")
    if expect is None:
        _refuse(place, f"The case “{name}” expects nothing.", "Add `expect:` with its outcome.")
    told = _mapping(expect, "expect", place)
    outcomes = {outcome.value: outcome for outcome in Outcome}
    outcome, legends = outcomes.get(str(told.get("outcome"))), told.get("clauses")
    if outcome is None or set(told) != {"outcome", "clauses"}:
        _refuse(
            place,
            "`expect` must say `outcome` and `clauses`, and an outcome that there is.",
            f"Outcomes: {', '.join(outcomes)}.",
        )
    if not isinstance(legends, list) or not all(isinstance(line, str) for line in legends):
        _refuse(place, "`clauses` is no list of texts.", 'Write [key, "key:value"].')
    known = {clause.key for clause in agreement.clauses}
    for line in legends:
        if line.split(":")[0] not in known:
            _refuse(place, f"There is no clause `{line}`.", "Name clauses of this agreement.")
    made = _overlay(entry, base, agreement, place)
    return replace(made, name=name, outcome=outcome, legends=tuple(legends), place=place)


def _overlay(told: Mapping[str, object], base: Case, agreement: Agreement, place: Place) -> Case:
    """Put what is told over the base."""
    if strangers := sorted(set(told) - _KEYS):
        _refuse(place, f"A case says {strangers}.", f"Known: {', '.join(sorted(_KEYS))}.")
    try:
        stage = Stage(told.get("stage", base.stage))
    except ValueError:
        _refuse(place, f"`{told['stage']}` is no stage.", "Say request or record.")
    as_of = _day(told.get("as_of", base.as_of), "as_of", place)
    request = dict(base.request)
    for column, text in _mapping(told.get("request", {}), "request", place).items():
        if column not in request:
            _refuse(place, f"There is no column `{column}`.", "Name columns of the agreement.")
        if not isinstance(text, str | None):
            _refuse(place, f"`{column}` is no text.", "Put the value in quotes.")
        request[column] = text if text and text.strip() else None
    facts = dict(base.facts)
    for name, value in _mapping(told.get("facts", {}), "facts", place).items():
        facts[name] = _value(name, value, agreement.facts, place)
    cover = _cover(_mapping(told.get("transmittal", {}), "transmittal", place), base, place)
    known_by = _day(told.get("known_by", as_of), "known_by", place)
    return replace(
        base, stage=stage, as_of=as_of, known_by=known_by, request=request, transmittal=cover,
        facts=facts,
    )  # fmt: skip


def _day(value: object, name: str, place: Place) -> date:
    if type(value) is not date:
        _refuse(place, f"`{name}` is no day.", "Write it as YYYY-MM-DD.")
    return value


def _value(name: str, value: object, facts: Mapping[str, Fact], place: Place) -> Value:
    fact = facts.get(name)
    if fact is None:
        _refuse(place, f"There is no fact `{name}`.", "Name facts that the prologue declares.")
    match fact.kind, value:
        case _, None if fact.may_be_missing:
            return None
        case Kind.ENUM, str() if value in fact.values:
            return value
        case Kind.BOOL, bool():
            return value
        case Kind.INT, int() if not isinstance(value, bool) and INT_LOW <= value <= INT_HIGH:
            return value
        case Kind.DATE, date() if type(value) is date:
            return value.isoformat()
        case _:
            allowed = f" ({', '.join(fact.values)})" if fact.values else ""
            _refuse(
                place,
                f"`{value}` is no value of `{name}`.",
                f"It is of kind {fact.kind.value}{allowed}.",
            )


def _cover(told: Mapping[str, object], base: Case, place: Place) -> Transmittal:
    if strangers := sorted(set(told) - set(_COVER)):
        _refuse(place, f"The transmittal says {strangers}.", f"Known: {', '.join(_COVER)}.")
    changes: dict[str, object] = {}
    for name, value in told.items():
        if name == "requested_on":
            changes[name] = _day(value, name, place)
        elif name == "recipients":
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                _refuse(place, "`recipients` is no list of texts.", "Write [First Last].")
            changes[name] = tuple(value)
        elif not isinstance(value, bool | None if name in _FLAGS else str | None):
            _refuse(place, f"`{name}` is `{value}`.", "Flags are true or false, all else text.")
        else:
            changes[name] = value
    return replace(base.transmittal, **changes)  # type: ignore[arg-type]  # checked name by name


def _twice(cases: list[Case]) -> Iterator[DefectiveLawError]:
    seen: dict[str, Place] = {}
    for case in cases:
        if case.name in seen:
            yield DefectiveLawError(
                f"The case “{case.name}” stands also at {seen[case.name]}.",
                remedy="Give each a name of its own.",
                place=case.place,
            )
        seen.setdefault(case.name, case.place)
