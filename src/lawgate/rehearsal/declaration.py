"""What an agreement declares about its rehearsal: figures, counterfactuals, rows and defects.

The shape of `replay.yaml`, checked strictly: an unknown key, a name that nothing declares or
figures that don't add up are refused with the line they stand in. Everything that names a law, an
agency, a date or a phrase is in that file; here are only its kinds. Nothing is drawn here.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 (pydantic reads annotations at run time)
from typing import TYPE_CHECKING, Annotated, Literal

import yaml
from pydantic import (
    Field,
    ValidationError,
    model_validator,
)

from lawgate.errors import DefectiveLawError, Place
from lawgate.rehearsal.makers import Count, DaysBefore, Declared, Filling, Maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_REMEDY = "Correct the declaration."


class Stamp(Declared):
    """A defect of all rows but the clean ones together, where they are more than `above`."""

    name: str
    codes: list[str]
    above: Count
    outcome: Literal["refused", "sent_back", "referred"]


class Stratum(Declared):
    """Rows that are alike in whom they name and what they state of the person.

    `rows` is the figure for `declared_for` rows (None: the rest); `path` the path of the
    counterfactual that releases them (empty: none); `person` whether the person is in the holdings;
    the further keys what the rows state of the person. `cluster`: this many rows share one address.
    `mix`: every row gets one of these defects, by weight.
    """

    name: str
    rows: Count | None = None
    path: str = ""
    clean: bool = False
    person: Literal["reserved", "recorded", "absent", "namesake", "copy"]
    copy_of: str = ""
    identifier: Literal["own", "none", "strangers", "partners"] = "none"
    name_as: Literal["own", "partners"] = "own"
    address: Literal["current", "within_period", "older", "strangers", "shared"] = "current"
    birth_date: Literal["own", "blank", "mixed"] = "own"
    kin: Literal["none", "parent", "twin"] = "none"
    cluster: Annotated[int, Field(ge=2)] | None = None
    names: dict[
        Literal["plain", "capitals", "stripped", "shortened", "swapped", "misspelt"], Count
    ] = Field(default={"plain": 1})
    addresses: dict[Literal["columns", "capitals", "one_field", "restyled"], Count] = Field(
        default={"columns": 1}
    )
    mix: dict[str, Count] = Field(default={})
    codes: list[str] = Field(default=[])
    outcome: Literal["", "refused", "sent_back", "referred"] = ""
    record: Literal["eligible", "silent", "referred"]


class DefectKind(Declared):
    """Something that rows state wrongly (or only differently: no code), and on how many rows.

    No row has two defects of one group. `origin` tells data found from a hypothetical.
    """

    name: str
    groups: list[str]
    codes: list[str] = Field(default=[])
    outcome: Literal["", "refused", "sent_back", "referred"] = ""
    origin: Literal["found", "hypothetical", "proposed"] = "proposed"
    rows: Count = 0
    strata: list[str] = Field(default=[])
    states: dict[str, Maker]


class Cover(Declared):
    """What the transmittal states, apart from counts, digests and recipients."""

    requester: str
    signatory_name: str
    signatory_office: str
    requested_on: date
    attests_sole_use: bool
    attests_criminal_investigation: bool


class HoldingsShape(Declared):
    """The custodian's synthetic records: people a row, where addresses come from, how old they are.

    Days are those of the current address, of the one before it, and, of people whose oldest address
    is stated, of the one between and the oldest. `moved_percent` of all others have an earlier one.
    """

    people_per_row: Annotated[float, Field(gt=0, le=10)]
    sources: list[str]
    current_days: DaysBefore
    earlier_days: DaysBefore
    between_days: DaysBefore
    oldest_days: DaysBefore
    moved_percent: Annotated[int, Field(ge=0, le=100)]


class CounterfactualPath(Declared):
    """One path of a counterfactual: which rows take it, and what it tests.

    A row takes it when all of `when_stated` are stated and all of `when_blank` blank. It is
    released when each of `equal` equals that column of one record (of a current address where
    `current_address`) in the counterfactual's folding, all of `stated` are stated, and the
    columns of `digits_in` together hold a run of as many digits as `digit_runs` names.
    """

    name: str
    caption: str
    when_stated: list[str] = Field(default=[])
    when_blank: list[str] = Field(default=[])
    equal: list[str]
    current_address: bool = False
    stated: list[str] = Field(default=[])
    digits_in: list[str] = Field(default=[])
    digit_runs: list[int] = Field(default=[])
    expected: Count


class Counterfactual(Declared):
    """A rule that was applied and is not law: counted on synthetic holdings, never run as law."""

    title: str
    caption: str
    folding: Literal["case_and_space"]
    source: str
    paths: list[CounterfactualPath]
    expected: Count


class Figure(Declared):
    """A published figure, with where it stands and how it is known."""

    value: int | float
    caption: str
    source: str
    mark: Literal["read", "derived", "known", "proposed"]


class ReplayDeclaration(Declared):
    """The whole of `replay.yaml`; figures of rows hold for `declared_for` rows."""

    replay: str
    title: str
    version: int
    declared_for: Annotated[int, Field(gt=0)]
    as_of: date
    transmittal: Cover
    columns: list[str]
    recipients_from: str
    codes: dict[str, str]
    holdings: HoldingsShape
    strata: list[Stratum]
    fillings: list[Filling]
    stamps: list[Stamp]
    defects: list[DefectKind]
    counterfactuals: dict[str, Counterfactual]
    figures: dict[str, Figure]
    captions: dict[str, str]

    @model_validator(mode="after")
    def _hangs_together(self) -> ReplayDeclaration:
        wrong = [*self._undeclared(), *self._unbalanced()]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _undeclared(self) -> Iterator[str]:
        """Name what is mentioned and declared nowhere."""
        strata = [stratum.name for stratum in self.strata]
        defects = [defect.name for defect in self.defects]
        for name in (*(n for d in self.defects for n in d.strata), *self._copied()):
            if name not in strata:
                yield f"stratum {name!r} is not declared"
        for name in (n for stratum in self.strata for n in stratum.mix):
            if name not in defects:
                yield f"defect {name!r} is not declared"
        stating = [*(n for d in self.defects for n in d.states), self.recipients_from]
        for name in (*stating, *(n for filling in self.fillings for n in filling.columns)):
            if name not in self.columns:
                yield f"column {name!r} is not declared"
        of_rows = [code for stratum in self.strata for code in stratum.codes]
        of_defects = [code for defect in self.defects for code in defect.codes]
        for code in (*of_rows, *of_defects, *(c for stamp in self.stamps for c in stamp.codes)):
            if code not in self.codes:
                yield f"code {code!r} is not declared"
        if len({*strata}) < len(strata) or len({*defects}) < len(defects):
            yield "two strata or two defects have one name"

    def _copied(self) -> list[str]:
        return [stratum.copy_of for stratum in self.strata if stratum.person == "copy"]

    def _unbalanced(self) -> Iterator[str]:
        """Name the figures that don't add up."""
        stated = sum(stratum.rows or 0 for stratum in self.strata)
        if stated > self.declared_for or sum(s.rows is None for s in self.strata) != 1:
            yield "exactly one stratum takes the rest, and the others fit into the whole"
        for name, counterfactual in self.counterfactuals.items():
            if sum(path.expected for path in counterfactual.paths) != counterfactual.expected:
                yield f"{name}: the paths don't add up to {counterfactual.expected}"
            for path in counterfactual.paths:
                rows = sum(s.rows or 0 for s in self.strata if s.path == path.name)
                if rows != path.expected:
                    yield f"{name}: path {path.name!r} expects {path.expected}, strata give {rows}"


def load_declaration(path: Path) -> ReplayDeclaration:
    """Read a `replay.yaml`. Raises DefectiveLawError with the place of what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        stated = yaml.safe_load(text)
    except OSError as error:
        raise DefectiveLawError(
            f"The declaration can't be read: {error.strerror}.",
            remedy="Check that the agreement has a replay.yaml.",
            place=Place(str(path)),
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DefectiveLawError(
            f"The declaration is not YAML: {getattr(error, 'problem', None) or error}.",
            remedy=_REMEDY,
            place=Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path)),
        ) from error
    return parse_declaration(stated, str(path), tree)


def parse_declaration(
    stated: object, shown: str, tree: yaml.Node | None = None
) -> ReplayDeclaration:
    """Check what was `stated` in the file that messages call `shown`; `tree` gives the lines.

    Raises DefectiveLawError with the place of the first thing wrong.
    """
    try:
        return ReplayDeclaration.model_validate(stated)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise DefectiveLawError(
            f"`{where}`: {what}." if where else f"{what}.",
            remedy=_REMEDY,
            place=Place(shown, _line(tree, first["loc"])),
        ) from error


def _line(tree: yaml.Node | None, steps: Sequence[int | str]) -> int:
    """Give the line of the node that the steps lead to, or as near as they lead; 0 without tree."""
    node = tree
    line = tree.start_mark.line + 1 if tree else 0
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
