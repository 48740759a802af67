"""The shipped agreement with its cases, read and run once for all tests that ask about it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lawgate.law.agreement import Agreement, load_agreement
from lawgate.procedure.case_files import read_cases
from lawgate.procedure.cases import CaseResult, run_cases

FOLDER = Path(__file__).parents[2] / "agreements" / "irs-dhs-2025"


@cache
def agreement() -> Agreement:
    return load_agreement(FOLDER)


@cache
def results() -> tuple[CaseResult, ...]:
    cases, defects = read_cases(agreement())
    assert [str(defect) for defect in defects] == []
    return tuple(run_cases(agreement(), cases))
