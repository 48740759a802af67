"""Reads an agreement's prologue: its columns, items, constants, word tables and facts.

Rules kept here: every name is declared once; an enumerated fact lists its values and is never
unknown; a record fact is the custodian's word; a derivation is named, never written out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.facts import (
    INT_HIGH,
    INT_LOW,
    Derivation,
    Fact,
    Item,
    Kind,
    Sensitivity,
    WordTable,
)
from lawgate.law.front import closed
from lawgate.law.markdown import read_yaml
from lawgate.terms import Stage

if TYPE_CHECKING:
    from lawgate.law.markdown import Document, Fence
    from lawgate.law.syntax import Constant

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_CALL = re.compile(r"\s*([a-z][a-z0-9_]*)\s*\(([^;()]*)(?:;([^;()]*))?\)\s*")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}\.md")
_FRONT = ("agreement", "title", "custodian", "requesters", "instruments")
_FACT_KEYS = {"type", "from", "values", "labels", "stage", "unit", "missing"}


@dataclass(slots=True)
class Prologue:
    """The declarations of one agreement, gathered block by block."""

    name: str = ""
    title: str = ""
    custodian: str = ""
    requesters: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    items: dict[str, Item] = field(default_factory=dict)
    constants: dict[str, Constant] = field(default_factory=dict)
    words: dict[str, WordTable] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)


def read_prologue(document: Document, defects: list[DefectiveLawError]) -> Prologue:
    """Read the declarations of `document`; what can't be read is added to `defects`."""
    prologue = Prologue()
    try:
        _front(prologue, document)
    except DefectiveLawError as defect:
        defects.append(defect)
    readers = {
        "columns": _columns,
        "items": _items,
        "constants": _constants,
        "words": _words,
        "facts": _facts,
    }
    for fence in (fence for section in document.sections for fence in section.fences):
        try:
            reader = readers.get(fence.words[0]) if fence.words else None
            if reader is None:
                _refuse(
                    fence.place,
                    f"`{' '.join(fence.words)}` is no block of a prologue.",
                    f"Use one of: {', '.join(readers)}.",
                )
            reader(prologue, fence, defects)
        except DefectiveLawError as defect:
            defects.append(defect)
    return prologue


def _refuse(place: Place, problem: str, remedy: str) -> NoReturn:
    raise DefectiveLawError(problem, remedy=remedy, place=place)


def _front(prologue: Prologue, document: Document) -> None:
    front = document.front
    closed(front, _FRONT, document.place)
    for key in _FRONT:
        if key not in front:
            _refuse(document.place, f"The front matter lacks `{key}`.", "Add it.")
    prologue.name = str(front["agreement"])
    prologue.title = str(front["title"])
    prologue.custodian = str(front["custodian"])
    prologue.requesters = _texts(front["requesters"], document.place)
    files = _texts(front["instruments"], document.place)
    for name in files:
        if not _FILE.fullmatch(name):
            _refuse(
                document.place,
                f"`{name}` is no name of an instrument's file.",
                "Name files that lie beside the prologue, as in [some-act.md].",
            )
    prologue.instruments = files


def _texts(value: object, place: Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        _refuse(place, "A list of texts must stand here.", "Write [one, two].")
    if len(set(value)) != len(value):
        _refuse(place, "A name stands twice in this list.", "Name each once.")
    return tuple(value)


def _mapping(value: object, place: Place) -> dict[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        _refuse(place, "A list of `name: value` must stand here.", "Write one name a line.")
    return value


def _columns(prologue: Prologue, fence: Fence, _: list[DefectiveLawError]) -> None:
    prologue.columns = _texts(read_yaml(fence.body, fence.place), fence.place)


def _items(prologue: Prologue, fence: Fence, _: list[DefectiveLawError]) -> None:
    for name, told in _mapping(read_yaml(fence.body, fence.place), fence.place).items():
        entry = _mapping(told, fence.place)
        released = entry.get("released")
        if not isinstance(released, bool) or "title" not in entry:
            _refuse(fence.place, f"Item `{name}` lacks title or released.", "State both.")
        prologue.items[name] = Item(name, str(entry["title"]), released)


def _constants(prologue: Prologue, fence: Fence, _: list[DefectiveLawError]) -> None:
    for name, value in _mapping(read_yaml(fence.body, fence.place), fence.place).items():
        if name in prologue.constants:
            _refuse(fence.place, f"The constant `{name}` is declared twice.", "Remove one.")
        prologue.constants[name] = _constant(name, value, fence.place)


def _constant(name: str, value: object, place: Place) -> Constant:
    kinds = {type(part) for part in value} if isinstance(value, list) else {type(value)}
    if isinstance(value, list) and len(kinds) == 1 and kinds <= {str, int, date}:
        return tuple(value)
    if isinstance(value, bool | date) or (isinstance(value, int) and INT_LOW <= value <= INT_HIGH):
        return value
    _refuse(
        place,
        f"The constant `{name}` is no 64-bit integer, bool, date or list of one kind.",
        "Declare one of these.",
    )


def _words(prologue: Prologue, fence: Fence, _: list[DefectiveLawError]) -> None:
    if len(fence.words) != 2:  # noqa: PLR2004  (`words` and its name)
        _refuse(fence.place, "A word table has no name.", "Write ```lawgate words NAME.")
    name = fence.words[1]
    told = _mapping(read_yaml(fence.body, fence.place), fence.place)
    rules = told.get("rules", [])
    if set(told) != {"blank", "otherwise", "rules"} or not isinstance(rules, list):
        _refuse(fence.place, f"`{name}` must have blank, otherwise and rules.", "Give these three.")
    pairs = [_mapping(rule, fence.place) for rule in rules]
    if any(set(pair) != {"value", "pattern"} for pair in pairs):
        _refuse(fence.place, f"A rule of `{name}` must have value and pattern.", "Give both.")
    prologue.words[name] = WordTable(
        name,
        tuple((str(pair["value"]), str(pair["pattern"])) for pair in pairs),
        str(told["blank"]),
        str(told["otherwise"]),
        fence.place,
    )


def _facts(prologue: Prologue, fence: Fence, defects: list[DefectiveLawError]) -> None:
    for name, told in _mapping(read_yaml(fence.body, fence.place), fence.place).items():
        line = _line_of(name, fence)
        try:
            if name in prologue.facts:
                _refuse(line, f"The fact `{name}` is declared twice.", "Remove one.")
            prologue.facts[name] = _fact(name, _mapping(told, line), line)
        except DefectiveLawError as defect:
            defects.append(defect)


def _line_of(name: str, fence: Fence) -> Place:
    lines = fence.body.splitlines()
    found = next((n for n, line in enumerate(lines) if line.startswith(f"{name}:")), 0)
    return Place(fence.place.path, fence.place.line + found)


def _fact(name: str, told: dict[str, object], place: Place) -> Fact:
    if not _NAME.fullmatch(name):
        _refuse(place, f"`{name}` is no name for a fact.", "Use lower case and dots.")
    if extra := set(told) - _FACT_KEYS:
        _refuse(place, f"`{name}` says {sorted(extra)}.", f"Known: {sorted(_FACT_KEYS)}.")
    try:
        kind, stage = Kind(told.get("type")), Stage(told.get("stage", "request"))
    except ValueError as fault:
        _refuse(
            place, f"`{name}`: {fault}.", "Types: enum, int, bool, date; stages: request, record."
        )
    values = _texts(told.get("values", []), place)
    missing = told.get("missing", False)
    if (kind is Kind.ENUM) != bool(values) or (kind is Kind.ENUM and missing):
        _refuse(
            place,
            f"`{name}` is {kind.value} and its values or NULL convention don't fit that.",
            "An enum lists its values and is never missing; nothing else lists values.",
        )
    labels = {key: str(text) for key, text in _mapping(told.get("labels", {}), place).items()}
    if strangers := set(labels) - set(values):
        _refuse(place, f"`{name}` labels {sorted(strangers)}.", "Label its own values only.")
    sensitivity = Sensitivity.RECORD if stage is Stage.RECORD else Sensitivity.REQUEST
    return Fact(
        name,
        kind,
        stage,
        sensitivity,
        _derivation(str(told.get("from", "")), place),
        place,
        values=values,
        labels=labels,
        unit=str(told.get("unit", "")),
        may_be_missing=bool(missing),
    )


def _derivation(text: str, place: Place) -> Derivation:
    call = _CALL.fullmatch(text)
    if call is None:
        _refuse(
            place, f"`{text}` is no derivation.", "Write name(column, …) or name(column; column)."
        )
    args, over = (
        tuple(part.strip() for part in (group or "").split(",") if part.strip())
        for group in call.group(2, 3)
    )
    return Derivation(call.group(1), args, over)
