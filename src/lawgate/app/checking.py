"""Checks an agreement whole: parsing, declarations, clauses against each other, and its cases.

1. The folder is parsed with all its defects; a folder that does not parse is not checked further.
2. Every fact's derivation must exist and give exactly the kind and values that are declared.
3. Clauses are looked at without requests: what never blocks, overlaps, gaps, unseen texts.
4. Every case runs through both readings.

Only what shows the law to be broken fails; all else is a note. It decides no request.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from lawgate.app.declared import declaration_defects
from lawgate.app.library import folder_of
from lawgate.engine.check import Remark, RemarkKind, located, remarks
from lawgate.errors import DefectiveLawError, Place
from lawgate.law.agreement import Agreement, read_agreement
from lawgate.procedure.case_files import read_cases
from lawgate.procedure.cases import run_cases
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from lawgate.procedure.case_files import Case


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. `counts` are how much law there is, by what; `remarks` name files."""

    agreement: str
    law_digest: str
    counts: Mapping[str, int]
    remarks: tuple[Remark, ...]

    @property
    def defects(self) -> tuple[Remark, ...]:
        """The remarks that fail the check."""
        return tuple(remark for remark in self.remarks if remark.kind.fails)

    @property
    def passes(self) -> bool:
        """Whether the law can be used."""
        return not self.defects

    def by_kind(self) -> Counter[RemarkKind]:
        """Count the remarks of each kind."""
        return Counter(remark.kind for remark in self.remarks)

    def to_json(self) -> dict[str, object]:
        """Give the report for scripts: plain values only."""
        found = self.by_kind()
        return {
            "agreement": self.agreement,
            "law_digest": self.law_digest,
            "passes": self.passes,
            "counts": dict(self.counts),
            "remarks_by_kind": {kind.value: found[kind] for kind in RemarkKind if found[kind]},
            "remarks": [
                {
                    "kind": remark.kind.value,
                    "fails": remark.kind.fails,
                    "path": remark.place.path,
                    "line": remark.place.line,
                    "column": remark.place.column,
                    "sentence": remark.sentence,
                }
                for remark in self.remarks
            ],
        }


def check(law: str) -> CheckReport:
    """Check an agreement by shipped name or folder. Raises UsageError where there is none."""
    folder = folder_of(law)
    agreement, defects = read_agreement(folder)
    found = [_defect(defect) for defect in defects]
    counts: dict[str, int] = {}
    if agreement is not None and not defects:
        found += map(_defect, declaration_defects(agreement))
        cases, wrong = read_cases(agreement)
        found += [_defect(defect) for defect in wrong]
        if not found:
            found += _failing(agreement, cases)
        found += remarks(agreement)
        counts = _counts(agreement, cases)
    shown = _shown(folder)
    return CheckReport(
        agreement.name if agreement else law,
        agreement.law_digest if agreement else "",
        counts,
        tuple(located(remark, shown) for remark in found),
    )


def _shown(folder: Path) -> str:
    """Name the folder from where the user stands, if it lies below."""
    here = Path.cwd()
    whole = folder.resolve()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(folder)


def _defect(defect: DefectiveLawError) -> Remark:
    at = defect.place
    spot = at if isinstance(at, Place) else Place(str(at or ""))
    return Remark(RemarkKind.DEFECT, spot, f"{defect.problem} {defect.remedy}".strip())


def _failing(agreement: Agreement, cases: Sequence[Case]) -> Iterator[Remark]:
    for result in run_cases(agreement, cases):
        for problem in result.problems:
            told = f"The case “{result.case.name}” fails. {problem}"
            yield Remark(RemarkKind.DEFECT, result.case.place, told)


def _counts(agreement: Agreement, cases: Sequence[Case]) -> dict[str, int]:
    clauses = list(agreement.clauses)
    return {
        "instruments": len(agreement.instruments),
        "provisions": sum(len(one.provisions) for one in agreement.instruments),
        "clauses": len(clauses),
        "clauses of the record": sum(clause.stage is Stage.RECORD for clause in clauses),
        "tested at approval": len(agreement.not_examined),
        "facts": len(agreement.facts),
        "cases": len(cases),
    }


def print_report(report: CheckReport, console: Console) -> None:
    """Print the counts, each defect with file and line, and the notes that need a reader."""
    table = Table(title=f"{report.agreement}: {report.law_digest[:16]}", title_justify="left")
    table.add_column("what")
    table.add_column("count", justify="right")
    for what, count in report.counts.items():
        table.add_row(what, str(count))
    table.add_section()
    found = report.by_kind()
    for kind in RemarkKind:
        table.add_row(
            kind.value, str(found[kind]), style="bold red" * (kind.fails and found[kind] > 0)
        )
    console.print(table)
    for remark in report.remarks:
        if remark.kind not in _COUNTED_ONLY:
            console.print(
                f"{remark.place}: {remark.kind.value}: {remark.sentence}",
                markup=False, highlight=False, soft_wrap=True,
            )  # fmt: skip
    verdict = "This law can be used." if report.passes else "This law can't be used as it stands."
    console.print(verdict, markup=False, highlight=False)


_COUNTED_ONLY = (RemarkKind.UNSEEN, RemarkKind.TO_BE_CHECKED, RemarkKind.TEXT_ONLY)
"""Notes that a table counts and `--json` lists: there is one for nearly every provision."""
