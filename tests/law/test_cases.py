"""Cases beside the law: every shipped one holds in both readings, and a wrong file is a defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lawgate.engine.plan import settle
from lawgate.law.agreement import load_agreement
from lawgate.procedure import cases
from lawgate.procedure.case_files import read_cases
from lawgate.procedure.cases import run_cases
from lawgate.procedure.examination import examine_request
from lawgate.terms import Finding, Outcome, Stage
from tests.engine.plans import DENIAL, plan_of
from tests.law.folders import ACT, changed, write
from tests.law.shipped import agreement, results

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.procedure.cases import CaseResult

MET = (Finding.MET, ())
BASE = """base:
  as_of: 2025-08-06
  request: {request_id: A, colour: red, count: "1", day: "2025-06-01"}
  transmittal: {requested_on: 2025-08-06}
  facts: {record.fit: unique}
"""
CASES = """- case: a late lamp
  intent: A person looks.
  trap: It is red.
  expect: {outcome: referred, clauses: [late]}
- case: an early lamp
  request: {day: "2025-01-01"}
  expect: {outcome: sufficient, clauses: []}
- {case: no colour, request: {colour: " ", day: "2025-01-01"},
   expect: {outcome: refused, clauses: [dark, "colour-stated:none"]}}
- {case: too many, request: {day: "2025-01-01"}, facts: {colour.rows: 4},
   expect: {outcome: sent_back, clauses: [few-rows]}}
- {case: an unknown day, request: {day: null}, expect: {outcome: referred, clauses: [late]}}
- {case: two records, stage: record, facts: {record.fit: several},
   expect: {outcome: silent, clauses: ["one-record:several"]}}
"""


def beside(folder: Path, told: str = CASES, base: str = BASE, act: str = ACT) -> list[CaseResult]:
    write(folder, act=act)
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "base.yaml").write_text(base, encoding="utf-8")
    (folder / "cases" / "lamps.yaml").write_text(told, encoding="utf-8")
    law = load_agreement(folder)
    read, defects = read_cases(law)
    if defects:
        raise defects[0]
    return run_cases(law, read)


def test_every_shipped_case_holds_in_both_readings() -> None:
    wrong = [
        f"{one.case.place}: {one.case.name}: {problem}"
        for one in results()
        for problem in one.problems
    ]
    assert wrong == []


def test_the_shipped_cases_hold_every_outcome_and_every_clause() -> None:
    seen = {one.case.outcome for one in results()}
    assert seen == set(Outcome) - {Outcome.ERROR}
    told = {line.split(":")[0] for one in results() for line in one.case.legends}
    blocking = {clause.key for clause in agreement().clauses if clause.outcome is not None}
    assert told == blocking


def test_a_case_that_holds_has_no_problem(tmp_path: Path) -> None:
    found = beside(tmp_path)
    assert [one.problems for one in found] == [()] * 6
    assert [one.case.stage for one in found].count(Stage.RECORD) == 1


def test_a_stated_fact_replaces_the_derived_one_in_both_readings(tmp_path: Path) -> None:
    found = {one.case.name: one for one in beside(tmp_path)}
    assert found["too many"].facts["colour.rows"] == 4
    assert found["an early lamp"].facts["colour.rows"] == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("outcome: sufficient", "outcome: referred", "referred is expected"),
        ("clauses: [late]}\n- case: an", "clauses: []}\n- case: an", "late; expected are none."),
        ('clauses: [dark, "colour-stated:none"]', 'clauses: ["colour-stated:none", dark]',
         "The reasons are dark, colour-stated:none"),
        ('"colour-stated:none"', '"colour-stated:other"', "expected are dark, colour-stated:other"),
    ],
)  # fmt: skip
def test_what_is_not_as_expected_is_a_problem(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    problems = [
        problem for one in beside(tmp_path, changed(CASES, old, new)) for problem in one.problems
    ]
    assert any(told in problem for problem in problems)


def test_a_change_of_the_law_fails_a_case(tmp_path: Path) -> None:
    act = changed(ACT, "day.at > from_day", "day.at < from_day")
    assert any(one.problems for one in beside(tmp_path, act=act))


def test_readings_that_differ_are_a_problem_of_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        cases, "determine", lambda *_: settle(plan_of([DENIAL]), Stage.REQUEST, [MET])
    )
    for one in beside(tmp_path):
        assert any("In columns it is" in problem for problem in one.problems)


def test_examinations_that_differ_are_a_problem_of_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(*given: object) -> dict[str, object]:
        return {**examine_request(*given), "count.stated": False}  # type: ignore[arg-type]

    monkeypatch.setattr(cases, "examine_request", other)
    for one in beside(tmp_path):
        assert "`count.stated` is False for one request and True in columns." in one.problems


@pytest.mark.parametrize(
    ("old", "new", "told", "line"),
    [
        ("intent:", "intend:", "says ['intend']", 1),
        ("- case: a late lamp", "- case: ''", "has no name", 1),
        ("- case: an early lamp", "- case: a late lamp", "stands also at cases/lamps.yaml:1", 5),
        (
            'request: {day: "2025-01-01"}\n',
            'request: {days: "2025-01-01"}\n',
            "no column `days`",
            5,
        ),
        ('request: {day: "2025-01-01"}\n', "request: {day: 2025-01-01}\n", "`day` is no text", 5),
        ("  expect: {outcome: sufficient, clauses: []}\n", "", "expects nothing", 5),
        ("outcome: sufficient", "outcome: fine", "must say `outcome`", 5),
        ("clauses: [few-rows]", "clauses: few-rows", "no list of texts", 10),
        ("clauses: [few-rows]", "clauses: [fewer-rows]", "no clause `fewer-rows`", 10),
        ("facts: {colour.rows: 4}", "facts: {colour.columns: 4}", "no fact `colour.columns`", 10),
        ("facts: {colour.rows: 4}", "facts: {colour.rows: many}", "`many` is no value", 10),
        ("facts: {colour.rows: 4}", "facts: {colour.rows: true}", "`True` is no value", 10),
        ("facts: {colour.rows: 4}", "facts: {colour.rows: null}", "`None` is no value", 10),
        ("{record.fit: several}", "{record.fit: two}", "`two` is no value", 13),
        ("stage: record", "stage: file", "no stage", 13),
        ("trap: It is red.", "transmittal: {colour: red}", "says ['colour']", 1),
        ("trap: It is red.", "transmittal: {requester: 4}", "`requester` is `4`", 1),
        ("trap: It is red.", "transmittal: {recipients: A B}", "no list of texts", 1),
        ("trap: It is red.", "as_of: yesterday", "`as_of` is no day", 1),
        ("trap: It is red.", "trap: {It: [is red", "not YAML", 4),
        (CASES, "case: alone\n", "no list of cases", 1),
        (CASES, "- alone\n", "no list of `name: value`", 1),
    ],
)
def test_a_wrong_case_file_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, told: str, line: int
) -> None:
    write(tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "cases" / "lamps.yaml").write_text(changed(CASES, old, new), encoding="utf-8")
    _, defects = read_cases(load_agreement(tmp_path))
    fitting = [defect for defect in defects if told in str(defect)]
    assert fitting, [str(defect) for defect in defects]
    assert str(fitting[0].place).startswith(f"cases/lamps.yaml:{line}")
    assert all(defect.remedy for defect in defects)


@pytest.mark.parametrize("base", ["- 1\n", "base: 3\n", "base: {colours: red}\n", "base: [\n"])
def test_a_wrong_base_is_a_defect(tmp_path: Path, base: str) -> None:
    write(tmp_path)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "base.yaml").write_text(base, encoding="utf-8")
    read, defects = read_cases(load_agreement(tmp_path))
    assert (read, len(defects)) == ([], 1)
    assert str(defects[0].place).startswith("cases/base.yaml:1") or "base.yaml" in str(defects[0])
