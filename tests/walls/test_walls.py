"""What Lawgate never does: one test a wall, where no other room's test holds it."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.main import get_command

from lawgate.app import cli, gateway, library
from lawgate.errors import InputRefusedError
from tests.rehearsals import Rehearsal, Rows, determinations

if TYPE_CHECKING:
    from pathlib import Path


def test_what_goes_to_the_requester_is_the_same_with_and_without_records(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "without")
    rehearsal.adjudicate(tmp_path / "with", holdings=True)
    for name in ("sent-back.csv", "clauses.csv", "malformed.csv"):
        assert (tmp_path / "without" / name).read_bytes() == (tmp_path / "with" / name).read_bytes()


def test_no_sentence_for_the_requester_speaks_of_a_record(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    rehearsal.adjudicate(tmp_path / "out", holdings=True)
    agreement = library.load("irs-dhs-2025")
    of_records = {c.key for c in agreement.clauses if c.stage.value == "record"}
    with (tmp_path / "out/clauses.csv").open(newline="") as file:
        told = {line["clause"].split(":")[0] for line in csv.DictReader(file)}
    assert of_records
    assert not told & of_records


@pytest.mark.parametrize("number", ["123-45-6789", "900-70-1234", ""])
def test_one_number_that_is_not_synthetic_refuses_the_holdings_whole(
    rehearsal: Rehearsal, tmp_path: Path, number: str
) -> None:
    held = pq.read_table(rehearsal.holdings)
    place = held.column_names.index("tin")
    numbers = held.column("tin").to_pylist()
    numbers[-1] = number
    other = tmp_path / "holdings.parquet"
    pq.write_table(held.set_column(place, "tin", pa.array(numbers)), other)
    job = gateway.Job(
        rehearsal.batch, rehearsal.transmittal, "irs-dhs-2025", rehearsal.job().as_of, None,
        str(other),
    )  # fmt: skip
    with pytest.raises(InputRefusedError) as refused:
        gateway.adjudicate(job, tmp_path / "out")
    assert refused.value.exit_code == 3
    assert not number or number not in str(refused.value)
    assert not (tmp_path / "out/determinations.parquet").exists()


def test_no_door_searches_records_and_explaining_takes_none() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    taking = {
        name
        for name, command in commands.items()
        if any(p.name == "holdings" for p in command.params)
    }
    assert taking == {"adjudicate"}


def test_columns_that_the_agreement_does_not_need_are_dropped_and_listed(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    def wider(rows: Rows) -> Rows:
        return [
            row | {"fingerprint_id": "F-SECRET-1", "nationality": "N-SECRET"} for row in rows[:200]
        ]

    other = rehearsal.changed(tmp_path / "other", wider)
    summary = other.adjudicate(tmp_path / "out")
    assert summary["columns_dropped"] == ["fingerprint_id", "nationality"]
    for path in (tmp_path / "out").iterdir():
        assert b"SECRET" not in path.read_bytes()


def test_no_word_of_a_request_enters_a_reason(rehearsal: Rehearsal, tmp_path: Path) -> None:
    def marked(rows: Rows) -> Rows:
        marks = {
            "reason": "ZZMARK",
            "statute": "ZZMARK",
            "address_line": "ZZMARK 1",
            "tin": "ZZMARK",
        }
        return [row | marks for row in rows[:100]]

    rehearsal.changed(tmp_path / "other", marked).adjudicate(tmp_path / "out")
    for told in determinations(tmp_path / "out"):
        assert all("ZZMARK" not in reason["message"] for reason in told["reasons"])


def test_a_rehearsal_says_that_nothing_can_be_released_from_it(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    assert rehearsal.adjudicate(tmp_path / "out")["rehearsal"] is True
    assert not {"release", "approve"} & set(get_command(cli.app).commands)  # type: ignore[attr-defined]


def test_the_answer_for_a_row_never_depends_on_records_of_other_people(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    """Holdings without the people of blocked rows give every eligible row the same answer."""
    labels = rehearsal.labels()
    clean = [label["record_id"] for label in labels if not label["defects"]]
    held = pq.read_table(rehearsal.holdings)
    fewer = held.filter(pc.is_in(held["record_id"], pa.array(clean)))
    assert 0 < fewer.num_rows < held.num_rows
    pq.write_table(fewer, tmp_path / "fewer.parquet")
    rehearsal.adjudicate(tmp_path / "all", holdings=True)
    job = rehearsal.job()
    gateway.adjudicate(
        gateway.Job(
            job.batch, job.transmittal, job.law, job.as_of, job.known_by,
            str(tmp_path / "fewer.parquet"),
        ),
        tmp_path / "few",
    )  # fmt: skip
    digests = {
        hashlib.sha256((tmp_path / out / "determinations.parquet").read_bytes()).hexdigest()
        for out in ("all", "few")
    }
    assert len(digests) == 1
