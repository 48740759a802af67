"""The command line: exit codes, messages without traceback, and help that teaches."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.rehearsals import AGREEMENT, Rehearsal, run_lawgate

if TYPE_CHECKING:
    from pathlib import Path


def adjudicate(rehearsal: Rehearsal, out: Path, *others: object) -> tuple[object, ...]:
    return (
        "adjudicate", rehearsal.batch, "--transmittal", rehearsal.transmittal,
        "--law", AGREEMENT, "--as-of", "2025-08-06", "--out", out, *others,
    )  # fmt: skip


def test_adjudicate_ends_with_0_whatever_the_outcomes(rehearsal: Rehearsal, tmp_path: Path) -> None:
    done = run_lawgate(*adjudicate(rehearsal, tmp_path / "out", "--json"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["records"] == 3_200


@pytest.mark.parametrize(
    ("change", "code", "word"),
    [
        (("--law", "no-such-agreement"), 2, "irs-dhs-2025"),
        (("--as-of", "2025-02-30"), 2, "2025-02-30"),
        (("--as-of", "2025-01-01"), 2, "before the request"),
        (("--engine", "abacus"), 2, "duckdb"),
        (("--transmittal", "/nonexistent.json"), 3, "nonexistent"),
        (("--holdings", "/nonexistent.parquet"), 3, "nonexistent"),
        (("--out", "/proc/nowhere"), 5, "/proc/nowhere"),
    ],
)
def test_each_refusal_has_its_exit_code_and_one_clear_message(
    rehearsal: Rehearsal, tmp_path: Path, change: tuple[str, str], code: int, word: str
) -> None:
    done = run_lawgate(*adjudicate(rehearsal, tmp_path / "out", *change))
    assert done.returncode == code, done.stderr
    assert word in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_defective_law_ends_with_4_and_tells_file_and_line(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law/prologue.md").write_text("---\nagreement: x\n---\n")
    done = run_lawgate(*adjudicate(rehearsal, tmp_path / "out", "--law", tmp_path / "law"))
    assert done.returncode == 4
    assert "prologue.md" in done.stderr


def test_output_that_nobody_reads_to_the_end_ends_as_a_broken_pipe_does(
    rehearsal: Rehearsal,
) -> None:
    named = ("--transmittal", rehearsal.transmittal, "--law", AGREEMENT, "--as-of", "2025-08-06")
    command = ["explain", rehearsal.batch, "--row", "1", *named]
    with subprocess.Popen(
        [sys.executable, "-m", "lawgate.app.cli", *map(str, command)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        said = run.stderr.read()
    assert run.returncode == 128 + signal.SIGPIPE
    assert "Traceback" not in said
    assert "bug" not in said


def test_help_names_every_command_and_what_each_writes() -> None:
    told = run_lawgate("--help").stdout
    assert all(name in told for name in ("adjudicate", "explain", "check", "synth", "demo"))
    assert "determinations.parquet" in run_lawgate("adjudicate", "--help").stdout


@pytest.mark.slow
@pytest.mark.parametrize("patience", [0.3, 0.8, 1.2, 1.6, 2.0])
def test_killed_at_any_point_and_started_again_it_ends_in_the_same_bytes(
    rehearsal: Rehearsal, tmp_path: Path, patience: float
) -> None:
    command = [sys.executable, "-m", "lawgate.app.cli"]
    whole = [*command, *map(str, adjudicate(rehearsal, tmp_path / "whole"))]
    subprocess.run(whole, check=True, capture_output=True)
    broken = [*command, *map(str, adjudicate(rehearsal, tmp_path / "broken"))]
    with subprocess.Popen(broken, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(patience)
        os.kill(run.pid, signal.SIGKILL)
    subprocess.run(broken, check=True, capture_output=True)
    for path in (tmp_path / "whole").iterdir():
        if path.name != "run.json":
            assert path.read_bytes() == (tmp_path / "broken" / path.name).read_bytes()
    assert not (tmp_path / "broken/.lawgate-work").exists()


def test_a_signal_ends_the_run_cleanly_without_publishing(
    rehearsal: Rehearsal, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "lawgate.app.cli", *map(str, adjudicate(rehearsal, out))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        while not (out / ".lawgate-work").exists():
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        told = run.communicate(timeout=60)[1].decode()
    assert run.returncode in (130, 0)
    assert "Traceback" not in told
    assert not (out / ".lawgate-work").exists()
    assert run.returncode == 0 or not (out / "determinations.parquet").exists()
