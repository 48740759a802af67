"""What a check sees without requests, each remark once; and the report of a whole check."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from lawgate.app.checking import check, print_report
from lawgate.engine.check import Remark, RemarkKind, remarks
from lawgate.law.agreement import load_agreement
from tests.law.folders import ACT, PROLOGUE, changed, write
from tests.law.test_cases import BASE, CASES

if TYPE_CHECKING:
    from pathlib import Path

CLAUSE = """
```lawgate {verb} added
{condition}
else {outcome}: A sentence.
```
"""

SPARE_TABLE = "words SPARE\nblank: a\notherwise: b\nrules: []\n```\n\n```lawgate words COLOUR\n"
SPARE_FACT = "spare: {type: bool, from: stated(day)}\ncolour.rows: {"


def added(condition: str, verb: str = "require", outcome: str = "sent_back") -> str:
    return ACT + CLAUSE.format(verb=verb, condition=condition, outcome=outcome)


def seen(folder: Path, kind: RemarkKind, act: str = ACT, prologue: str = PROLOGUE) -> list[Remark]:
    law = load_agreement(write(folder, act=act, prologue=prologue))
    return [remark for remark in remarks(law) if remark.kind is kind]


def test_a_sound_agreement_has_no_remark_but_for_what_it_declares_in_vain(tmp_path: Path) -> None:
    law = load_agreement(write(tmp_path))
    assert list(remarks(law)) == []


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ('colour.kind == "red" || colour.kind != "red"', "never blocks"),
        ("colour.rows > limit || colour.rows <= limit", "never blocks"),
        ("colour.rows < 5 || colour.rows > 4", "never blocks"),
        ("count.stated && !count.stated", "can't be met"),
        ("colour.rows > 5 && colour.rows < 6", "can't be met"),
        ("day.at > from_day && day.at <= from_day", "can't be met"),
        ("has(day.at) || !has(day.at)", "never blocks"),
        ("true", "never blocks"),
        ("false", "can't be met"),
    ],
)
def test_a_clause_that_does_nothing_is_a_defect(tmp_path: Path, condition: str, told: str) -> None:
    (remark,) = seen(tmp_path, RemarkKind.UNREACHABLE, added(condition))
    assert told in remark.sentence
    assert remark.kind.fails
    assert remark.place.line == ACT.count("\n") + 3


@pytest.mark.parametrize(
    "condition",
    [
        "colour.rows > 5 && colour.rows < 7",
        "day.at > from_day || day.at <= from_day",  # unknown where the day is missing
        "has(day.at) && days(from_day, day.at) > 90",
        'colour.kind == "none" || colour.kind in warm',
    ],
)
def test_a_clause_that_can_go_both_ways_is_none(tmp_path: Path, condition: str) -> None:
    assert seen(tmp_path, RemarkKind.UNREACHABLE, added(condition)) == []
    assert seen(tmp_path, RemarkKind.UNDECIDED, added(condition)) == []


def test_where_values_are_only_sampled_nothing_is_claimed(tmp_path: Path) -> None:
    act = added("!has(day.at) || days(from_day, day.at) * 2 != 101")
    assert seen(tmp_path, RemarkKind.UNREACHABLE, act) == []
    (remark,) = seen(tmp_path, RemarkKind.UNDECIDED, act)
    assert "others may differ" in remark.sentence
    assert not remark.kind.fails


def test_a_permit_that_grants_nothing_is_a_defect(tmp_path: Path) -> None:
    act = changed(ACT, "colour.kind in warm\n", 'colour.kind in warm && colour.kind == "none"\n')
    assert "never grants" in seen(tmp_path, RemarkKind.UNREACHABLE, act)[0].sentence


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ('colour.kind != "none"', "blocks exactly when `colour-stated`"),
        ('!(colour.kind == "none")', "blocks exactly when `colour-stated`"),
        ('colour.kind == "red"', "Whenever `colour-stated` blocks, `added`"),
        ("colour.rows <= limit", "Whenever `added` blocks, `few-rows`"),
    ],
)
def test_clauses_that_block_together_overlap(tmp_path: Path, condition: str, told: str) -> None:
    (remark,) = seen(tmp_path, RemarkKind.OVERLAP, added(condition))
    assert told in remark.sentence
    assert not remark.kind.fails


def test_values_that_nothing_tells_apart_are_a_gap(tmp_path: Path) -> None:
    act = changed(ACT, "The colour must be stated: {colour.kind}.", "The colour must be stated.")
    assert seen(tmp_path, RemarkKind.GAP, act) == []
    act = changed(act, 'colour.kind != "none"', "colour.kind in warm")
    (remark,) = seen(tmp_path, RemarkKind.GAP, act)
    assert remark.sentence.endswith("of `colour.kind` apart: `none`, `other`.")


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("limit: 3\n", "limit: 3\nspare: 4\n", "constant `spare`"),
        ("colour, count, day]", "colour, count, day, spare]", "column `spare`"),
        ("words COLOUR\n", SPARE_TABLE, "word table `SPARE`"),
        ("colour.rows: {", SPARE_FACT, "fact `spare`"),
    ],
)  # fmt: skip
def test_what_is_declared_in_vain_is_told(tmp_path: Path, old: str, new: str, name: str) -> None:
    (remark,) = seen(tmp_path, RemarkKind.UNUSED, prologue=changed(PROLOGUE, old, new))
    assert name in remark.sentence


def test_texts_are_counted_by_how_well_they_are_verified(tmp_path: Path) -> None:
    act = changed(ACT, "page 1 — read.", "page 1 — account.")
    assert "text not seen" in seen(tmp_path, RemarkKind.UNSEEN, act)[0].sentence
    act = changed(ACT, "page 1 — read.", "page 1 — to be checked.")
    assert seen(tmp_path, RemarkKind.TO_BE_CHECKED, act)[0].place.line == 10
    act = ACT + "\n## (c)\n\n> Words.\n\nSource: a book — read.\n"
    assert "(c) stands without a clause" in seen(tmp_path, RemarkKind.TEXT_ONLY, act)[0].sentence


def whole(folder: Path, **texts: str) -> Path:
    cases, base = texts.pop("cases", CASES), texts.pop("base", BASE)
    write(folder, **texts)
    (folder / "cases").mkdir()
    (folder / "cases" / "base.yaml").write_text(base, encoding="utf-8")
    (folder / "cases" / "lamps.yaml").write_text(cases, encoding="utf-8")
    return folder


def test_a_sound_agreement_passes_its_check(tmp_path: Path) -> None:
    report = check(str(whole(tmp_path)))
    assert report.remarks == ()
    assert report.passes
    assert (report.counts["clauses"], report.counts["cases"]) == (6, 6)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from: stated(count)", "from: declared(count)", "There is no derivation declared"),
        ("from: stated(count)", "from: stated(counts)", "is derived from counts"),
        ("from: stated(count)", "from: date(count)", "is bool, and `date` gives date"),
        ("words(colour, COLOUR)", "words(colour, COLOR)", "There is no word table COLOR"),
        ("values: [none, red, other]", "values: [none, red, blue]", "lists other values"),
        ("date(day), missing: true", "date(day)", "Add `missing: true`"),
        ("from: certificate()", "from: stated()", "No derivation `stated` comes from a record"),
        ("[unique, none, several, rival]", "[unique, none, several]", "lists other values"),
        ("pattern: '^RED$'", "pattern: '^(RED$'", "A pattern of the word table COLOUR"),
    ],
)
def test_a_fact_that_is_not_what_its_derivation_gives_is_a_defect(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    report = check(str(whole(tmp_path, prologue=changed(PROLOGUE, old, new))))
    assert not report.passes
    (defect,) = [one for one in report.defects if "case" not in one.sentence]
    assert told in defect.sentence
    assert defect.place.path.endswith("prologue.md")
    assert defect.place.line > 0


def test_a_failing_case_and_a_wrong_one_are_defects_with_their_lines(tmp_path: Path) -> None:
    failing = changed(CASES, "outcome: sufficient", "outcome: referred")
    report = check(str(whole(tmp_path / "a", cases=failing)))
    assert [one.place.line for one in report.defects] == [5]
    assert "The case “an early lamp” fails." in report.defects[0].sentence
    wrong = changed(CASES, "outcome: sufficient", "outcome: fine")
    report = check(str(whole(tmp_path / "b", cases=wrong)))
    assert [one.place.line for one in report.defects] == [5]


def test_law_that_does_not_parse_is_told_whole_and_checked_no_further(tmp_path: Path) -> None:
    act = changed(changed(ACT, "in warm\n", "in warmth\n"), "!has(day.at)", "!has(day)")
    report = check(str(whole(tmp_path, act=act)))
    assert len(report.defects) == len(report.remarks) == 2
    assert not report.passes


def test_the_report_prints_and_goes_to_json(tmp_path: Path) -> None:
    act = added("true")
    report = check(str(whole(tmp_path, act=act)))
    out = StringIO()
    print_report(report, Console(file=out, width=200))
    line = report.defects[0].place.line
    assert f"act.md:{line}: unreachable: `added` never blocks" in out.getvalue()
    assert "can't be used" in out.getvalue()
    told = json.loads(json.dumps(report.to_json()))
    assert told["passes"] is False
    assert told["remarks"][0]["line"] == line
    assert told["remarks_by_kind"]["unreachable"] == 1
