"""The demonstration, run small: exact counts, and files made again only where they must be."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lawgate.app.demo import as_json, run_demo
from lawgate.app.gateway import quiet
from lawgate.app.library import folder_of
from lawgate.app.replay_files import ReplayFiles, provide_files
from lawgate.errors import UsageError
from tests.app.test_report import Page, numbers
from tests.rehearsals import AGREEMENT, run_lawgate

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.app.replayed import DemoResult

NOW = date(2026, 11, 23)
ROWS = 12_800


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def found(folder: Path) -> DemoResult:
    return run_demo(AGREEMENT, ROWS, 1, folder, today=NOW)


def test_the_rule_releases_the_published_totals_at_a_hundredth(found: DemoResult) -> None:
    paths = {path.name: path.released for path in found.legacy.paths}
    assert paths == {"identifier": 427, "address": 46}
    assert found.legacy.released == 473
    assert [path.expected for path in found.legacy.paths] == [42_695, 4_594]
    assert sum(path.took for path in found.legacy.paths) == ROWS


def test_of_what_the_rule_released_only_the_clean_controls_are_allowed(found: DemoResult) -> None:
    assert found.clean == 128
    assert found.legacy.eligible == found.then.eligible == found.then.sufficient == 128
    assert found.legacy.stopped == 473 - 128
    for path in found.legacy.paths:
        assert sum(path.outcomes.values()) == path.released
        assert path.eligible + path.stopped == path.released


def test_every_request_has_one_outcome_on_either_day(found: DemoResult) -> None:
    assert sum(found.then.outcomes.values()) == ROWS
    assert found.now.as_of == NOW
    assert found.now.outcomes == {"held": ROWS}
    assert found.now.sufficient == 0


def test_both_waterfalls_fall_from_all_requests_to_the_sufficient_ones(found: DemoResult) -> None:
    for steps, left in (
        (found.waterfall, found.then.sufficient),
        (found.waterfall_cured, found.cures[-1].sufficient),
    ):
        surviving = ROWS
        for step in steps:
            surviving -= step.first
            assert step.surviving == surviving
            assert step.found >= step.first
        assert surviving == left


def test_neither_cure_opens_the_gate_alone_and_both_do(found: DemoResult) -> None:
    filed, officers, reasons, both = found.cures
    assert filed.sufficient == found.then.sufficient
    assert officers.sufficient - filed.sufficient < ROWS // 100
    assert reasons.sufficient - filed.sufficient < ROWS // 100
    assert both.sufficient > ROWS // 2
    for cured in found.cures:
        assert sum(cured.outcomes.values()) == ROWS


def test_phrases_found_and_phrases_supposed_stay_apart_and_none_is_sufficient(
    found: DemoResult,
) -> None:
    assert {phrase.text for phrase in found.found}.isdisjoint(p.text for p in found.supposed)
    for phrase in (*found.found, *found.supposed):
        assert phrase.requests > 0
        assert phrase.sufficient == 0
    assert sum(phrase.released for phrase in found.found) == 10


def test_the_gate_is_open_until_the_first_order_and_held_ever_since(found: DemoResult) -> None:
    states = {moment.day.isoformat(): moment.state for moment in found.timeline}
    assert states["2025-04-07"] == "none"
    assert states["2025-08-07"] == "open"
    assert [states[day] for day in sorted(states) if day >= "2025-11-21"] == ["held"] * 5
    held = [moment for moment in found.timeline if moment.state == "held"]
    assert all(m.sufficient == 0 and m.held == found.clean for m in held)
    assert len(held[0].provisions) == 1
    assert len(held[-1].provisions) == 3


def test_the_request_shown_is_of_the_declared_kind_and_is_told_every_reason(
    found: DemoResult,
) -> None:
    shown = found.request
    assert shown is not None
    stated = dict(shown.stated)
    assert stated["address_line"].upper() == "FAILED TO PROVIDE"
    assert shown.path == "identifier"
    assert shown.outcome == "sent_back"
    told = {reason.clause for reason in shown.reasons}
    assert {"officer-load", "address-stated", "reason-own"} <= told
    assert all(reason.citation and reason.message and reason.place for reason in shown.reasons)


def test_files_made_in_the_run_are_told_to_be(found: DemoResult) -> None:
    assert found.measured.made
    assert found.people > 0


def test_the_report_shows_the_figures_of_the_run_and_no_others(
    found: DemoResult, folder: Path
) -> None:
    written: dict[str, Any] = json.loads((folder / "demo.json").read_text())
    assert written == json.loads(json.dumps(as_json(found)))
    page = Page((folder / "report.html").read_text())
    known = numbers(written)
    assert [shown for shown in page.figures if shown.replace(",", "") not in known] == []
    assert {"427", "46", "473", "128", "12800"} <= set(page.values)


def test_no_record_and_no_row_but_the_one_shown_leaves_the_run(
    found: DemoResult, folder: Path
) -> None:
    text = json.dumps(as_json(found))
    assert "record_id" not in text
    assert text.count("R00") == 1
    assert not (folder / ".lawgate-work").exists()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_same_files_are_used_again_and_changed_ones_are_made_anew(tmp_path: Path) -> None:
    def provide(rows: int, seed: int) -> ReplayFiles:
        law = folder_of(AGREEMENT)
        return provide_files(law, AGREEMENT, "0", (rows, seed), tmp_path / "replay", quiet)

    first = provide(1_280, 1)
    assert first.made
    before = first.batch.read_bytes()
    again = provide(1_280, 1)
    assert not again.made
    assert (again.people, again.addresses) == (first.people, first.addresses)
    first.batch.write_bytes(before + b"\n")
    assert provide(1_280, 1).made
    assert first.batch.read_bytes() == before
    first.holdings.unlink()
    assert provide(1_280, 1).made
    (tmp_path / "replay/made.json").write_text("{}")
    assert provide(1_280, 1).made
    assert provide(1_280, 2).made
    assert provide(1_000, 2).made


def test_what_the_rule_did_with_the_request_shown_is_not_told(
    found: DemoResult, folder: Path
) -> None:
    shown = found.request
    assert shown is not None
    assert not [name for name in shown.__slots__ if "releas" in name]
    page = Page((folder / "report.html").read_text()).text
    assert "asked no more than this" in page
    assert "Released (" not in page


def test_rows_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run_demo(AGREEMENT, 0, 1, tmp_path / "out", today=NOW)


@pytest.mark.slow
def test_the_command_prints_the_figures_as_json(tmp_path: Path) -> None:
    done = run_lawgate("demo", "--rows", 1_280, "--out", tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["synthetic_data"] is True
    assert told["legacy"]["released"] == 47
