"""An agreement: the prologue's declarations and the instruments, loaded from one folder.

Rules kept here: an agreement is read whole or not at all; every defect is told with file and line;
clause keys are unique; there is one default denial; the law digest covers every byte of law read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.contents import PROLOGUE, orders, strangers
from lawgate.law.instrument import Force, Instrument, read_instrument
from lawgate.law.markdown import read_document
from lawgate.law.prologue import Prologue, read_prologue
from lawgate.terms import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lawgate.law.facts import Fact, Item, WordTable
    from lawgate.law.instrument import Clause
    from lawgate.law.syntax import Constant


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything one folder of law declares. Instruments stand in text order, orders last by entry.

    `law_digest` is SHA-256 (hex) over the name and bytes of every Markdown file read.
    """

    name: str
    title: str
    custodian: str
    requesters: tuple[str, ...]
    columns: tuple[str, ...]
    items: Mapping[str, Item]
    constants: Mapping[str, Constant]
    words: Mapping[str, WordTable]
    facts: Mapping[str, Fact]
    instruments: tuple[Instrument, ...]
    law_digest: str
    folder: Path

    @property
    def clauses(self) -> Iterator[Clause]:
        """Every clause of every instrument, in the order of the text."""
        for instrument in self.instruments:
            for provision in instrument.provisions:
                yield from provision.clauses

    @property
    def not_examined(self) -> tuple[tuple[str, str, str], ...]:
        """What is tested at approval, not here: (key, citation, sentence) in text order."""
        return tuple(
            (key, provision.citation, sentence)
            for instrument in self.instruments
            for provision in instrument.provisions
            for key, sentence in provision.later
        )


def load_agreement(folder: Path) -> Agreement:
    """Read the agreement in `folder`. Raises DefectiveLawError for the first of its defects."""
    agreement, defects = read_agreement(folder)
    if agreement is None or defects:
        first = defects[0]
        if len(defects) > 1:
            raise DefectiveLawError(
                first.problem,
                remedy=f"{first.remedy} ({len(defects) - 1} more: see `lawgate check`.)",
                place=first.place,
            )
        raise first
    return agreement


def read_agreement(folder: Path) -> tuple[Agreement | None, list[DefectiveLawError]]:
    """Read the agreement in `folder` with all its defects; None where nothing can be made of it."""
    defects: list[DefectiveLawError] = []
    if not (folder / PROLOGUE).is_file():
        defects.append(
            DefectiveLawError(
                f"{folder} holds no {PROLOGUE}.",
                remedy="Name a shipped agreement or a folder of law.",
            )
        )
        return None, defects
    try:
        document = read_document(folder / PROLOGUE, PROLOGUE)
    except DefectiveLawError as defect:
        return None, [defect]
    defects += document.defects
    prologue = read_prologue(document, defects)
    files = [folder / name for name in prologue.instruments]
    files += orders(folder)
    instruments = _instruments(folder, files, prologue, defects)
    _whole(instruments, prologue, defects)
    defects += strangers(folder, prologue.instruments)
    agreement = Agreement(
        prologue.name, prologue.title, prologue.custodian, prologue.requesters, prologue.columns,
        prologue.items, prologue.constants, prologue.words, prologue.facts, instruments,
        _digest(folder, [folder / PROLOGUE, *files]), folder,
    )  # fmt: skip
    return agreement, defects


def _instruments(
    folder: Path, files: list[Path], prologue: Prologue, defects: list[DefectiveLawError]
) -> tuple[Instrument, ...]:
    read: list[Instrument] = []
    for path in files:
        try:
            document = read_document(path, str(path.relative_to(folder)))
        except DefectiveLawError as defect:
            defects.append(defect)
            continue
        defects += document.defects
        instrument = read_instrument(document, prologue, defects)
        if instrument is not None:
            read.append(instrument)
    texts = [one for one in read if one.force is not Force.ORDER]
    stays = [one for one in read if one.force is Force.ORDER]
    return (*texts, *sorted(stays, key=lambda one: (str(one.details.get("entered")), one.key)))


def _whole(
    instruments: tuple[Instrument, ...], prologue: Prologue, defects: list[DefectiveLawError]
) -> None:
    clauses = [c for i in instruments for p in i.provisions for c in p.clauses]
    seen: dict[str, Place] = {}
    for clause in clauses:
        if clause.key in seen:
            defects.append(
                DefectiveLawError(
                    f"The clause `{clause.key}` stands also at {seen[clause.key]}.",
                    remedy="Rename one.",
                    place=clause.place,
                )
            )
        seen.setdefault(clause.key, clause.place)
    whole = Place(PROLOGUE)
    defaults = [clause for clause in clauses if clause.verb is Verb.DEFAULT]
    if len(defaults) != 1:
        defects.append(
            DefectiveLawError(
                f"There are {len(defaults)} default denials.",
                remedy="State one: ```lawgate default KEY.",
                place=defaults[1].place if defaults else whole,
            )
        )
    if not prologue.columns or "request_id" not in prologue.columns:
        defects.append(
            DefectiveLawError(
                "The prologue declares no columns, or no request_id.",
                remedy="Add a ```lawgate columns block.",
                place=whole,
            )
        )
    strangers = set(prologue.columns) & {"row", "problem", "raw"}
    if strangers or any(not re.fullmatch(r"[a-z][a-z0-9_]*", c) for c in prologue.columns):
        defects.append(
            DefectiveLawError(
                "A column's name is taken or not plain.",
                remedy="Use lower-case letters, digits and _; not row, problem or raw.",
                place=whole,
            )
        )


def _digest(folder: Path, files: list[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(set(files)):
        if path.is_file():
            content = path.read_bytes()
            name = path.relative_to(folder).as_posix().encode()
            for part in (name, content):
                total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()
