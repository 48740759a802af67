"""The main job to the contract of its door: what is written, in which order, and equally."""

from __future__ import annotations

import csv
import json
import random
import stat
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from lawgate.errors import InputRefusedError, NotWritableError, UsageError
from tests.rehearsals import Rehearsal, Rows, determinations

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = {
    "determinations.parquet",
    "sent-back.csv",
    "clauses.csv",
    "malformed.csv",
    "repeats.csv",
    "summary.json",
    "run.json",
}


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}


def test_every_row_is_determined_in_row_order_with_its_reasons(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    summary = rehearsal.adjudicate(tmp_path / "out")
    found = determinations(tmp_path / "out")
    assert [d["row"] for d in found] == list(range(1, 3_201))
    assert [d["request_id"] for d in found] == [r["request_id"] for r in rehearsal.rows()]
    assert summary["determined"] + summary["malformed"] == summary["records"] == 3_200
    blocked = [d for d in found if d["outcome"] != "sufficient"]
    assert blocked
    assert all(d["reasons"] and not d["items"] for d in blocked)
    assert all(d["items"] == ["last_known_address"] for d in found if d not in blocked)
    assert {d["stage"] for d in found} == {"request"}


def test_only_the_clean_controls_are_sufficient_and_every_label_shows(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "out")
    found = determinations(tmp_path / "out")
    for told, label in zip(found, rehearsal.labels(), strict=True):
        clean = not label["defects"]
        assert (told["outcome"] == "sufficient") == clean, (told, label)
        assert told["outcome"] == label["expected_request"], (told, label)


def test_with_holdings_every_clean_control_is_eligible_and_nobody_else(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "out", holdings=True)
    found = determinations(tmp_path / "out")
    for told, label in zip(found, rehearsal.labels(), strict=True):
        assert (told["outcome"] == "eligible") == (not label["defects"]), (told, label)
    assert {d["stage"] for d in found if d["outcome"] == "eligible"} == {"record"}


def test_equal_inputs_give_equal_bytes_and_a_second_run_replaces_the_first(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    for name in ("one", "two", "one"):
        rehearsal.adjudicate(tmp_path / name, holdings=True)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert {path.name for path in (tmp_path / "one").iterdir()} == CONTRACT


def test_the_sequence_of_rows_changes_no_determination(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    def shuffled(rows: Rows) -> Rows:
        random.Random(3).shuffle(rows)  # noqa: S311  (a shuffle, no secret)
        return rows

    rehearsal.adjudicate(tmp_path / "as-sent")
    rehearsal.changed(tmp_path / "other", shuffled).adjudicate(tmp_path / "shuffled")

    def by_request(out: Path) -> dict[str, object]:
        return {
            d["request_id"]: (d["outcome"], [r["clause"] for r in d["reasons"]])
            for d in determinations(out)
        }

    assert by_request(tmp_path / "as-sent") == by_request(tmp_path / "shuffled")


def test_the_legend_explains_every_key_of_the_requesters_file(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "out")
    with (tmp_path / "out/clauses.csv").open(newline="") as file:
        legend = {line["clause"]: line for line in csv.DictReader(file)}
    with (tmp_path / "out/sent-back.csv").open(newline="") as file:
        told = list(csv.DictReader(file))
    used = {key for line in told for key in line["clauses"].split(";")}
    assert used
    assert used <= set(legend)
    assert all(line["citation"] and line["message"] for line in legend.values())
    assert not any("{" in line["message"] for line in legend.values())


def test_the_folder_is_private_and_holds_no_working_data(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    rehearsal.adjudicate(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {path.name for path in out.iterdir()} == CONTRACT


def test_the_law_digest_stands_in_summary_and_parquet_alike(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "out")
    summary = json.loads((tmp_path / "out/summary.json").read_text())
    told = pq.read_metadata(tmp_path / "out/determinations.parquet").metadata
    assert told[b"law_digest"].decode() == summary["law_digest"]
    assert len(summary["law_digest"]) == 64
    assert summary["not_examined"]


def test_both_orders_hold_everything_from_the_day_they_are_entered(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    held = {}
    for day in (date(2025, 11, 20), date(2025, 11, 21), date(2026, 2, 5), date(2026, 11, 23)):
        summary = rehearsal.adjudicate(tmp_path / str(day), as_of=day)
        held[day.isoformat()] = summary["outcomes"].get("held", 0)
    assert held == {
        "2025-11-20": 0,
        "2025-11-21": 3_200,
        "2026-02-05": 3_200,
        "2026-11-23": 3_200,
    }


def test_an_order_not_yet_known_holds_nothing(rehearsal: Rehearsal, tmp_path: Path) -> None:
    summary = rehearsal.adjudicate(
        tmp_path / "out", as_of=date(2025, 12, 1), known_by=date(2025, 11, 1)
    )
    assert "held" not in summary["outcomes"]


def test_a_day_before_the_request_is_refused_and_nothing_is_published(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="before the request was made"):
        rehearsal.adjudicate(tmp_path / "out", as_of=date(2025, 1, 1))
    assert not (tmp_path / "out/determinations.parquet").exists()


def test_a_changed_batch_is_refused_whole(rehearsal: Rehearsal, tmp_path: Path) -> None:
    other = rehearsal.with_rows(tmp_path / "other", rehearsal.rows(), sha256="0" * 64)
    with pytest.raises(InputRefusedError, match=r"(?i)sha-256"):
        other.adjudicate(tmp_path / "out")


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    def poisoned(rows: Rows) -> Rows:
        rows[0]["request_id"] = "=cmd|' /C calc'!A0"
        rows[0]["reason"] = ""
        return rows[:50]

    rehearsal.changed(tmp_path / "other", poisoned).adjudicate(tmp_path / "out")
    told = (tmp_path / "out/sent-back.csv").read_text().splitlines()
    assert told[1].startswith("1,'=cmd")
    assert determinations(tmp_path / "out")[0]["request_id"] == "=cmd|' /C calc'!A0"


def test_a_folder_in_the_place_of_a_result_publishes_nothing(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    (tmp_path / "out/summary.json").mkdir(parents=True)
    with pytest.raises(NotWritableError, match=r"summary\.json"):
        rehearsal.adjudicate(tmp_path / "out")
    assert not (tmp_path / "out/determinations.parquet").exists()


def test_results_are_readable_by_their_owner_alone(rehearsal: Rehearsal, tmp_path: Path) -> None:
    rehearsal.adjudicate(tmp_path / "out")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert modes == {0o600}


def test_members_of_the_transmittal_that_nobody_reads_are_listed(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    changed = rehearsal.with_rows(tmp_path / "in", rehearsal.rows()[:3], notes="x", colour=1)
    summary = changed.adjudicate(tmp_path / "out")
    assert summary["transmittal_ignored"] == ["colour", "notes"]
