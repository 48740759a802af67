"""Set-up is one command: the lock covers what is declared, the Makefile what is promised."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from typing import Any

import pytest

from tests.house.tree import ROOT

PROMISED = ("bench", "check", "demo", "docs", "help", "lock", "test", "test-all", "tools")


def lock() -> dict[str, list[str]]:
    """Return the lines of each entry of the lock: its pin first, then its hashes."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries: dict[str, list[str]] = {}
    joined = re.sub(r" \\\n\s+", "\n\t", re.sub(r"(?m)^#.*\n", "", text))
    for entry in re.split(r"\n(?!\t)", joined.strip()):
        pin, *hashes = entry.split("\n\t")
        entries[pin] = hashes
    return entries


def declared() -> set[str]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    ]
    return {re.split(r"[^A-Za-z0-9._-]", name)[0].lower() for name in wanted}


def make(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    if program is None:
        pytest.skip("there is no make here")
    return subprocess.run(
        [program, "-C", str(ROOT), "--no-print-directory", *words],
        env={**os.environ, "MAKEFLAGS": "", **variables},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_every_archive_in_the_lock_is_pinned_and_has_hashes() -> None:
    entries = lock()
    assert entries
    for pin, hashes in entries.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][^ ]*( ; .+)?", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), pin


def test_the_lock_covers_everything_declared_the_build_backend_included() -> None:
    pinned = {pin.split("==")[0] for pin in lock()}
    assert sorted(declared() - pinned) == [], "run `make lock`"


def test_the_lock_says_nothing_of_where_it_was_made() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?!hash)|[ =]/", text) == []


def test_make_alone_lists_every_promised_target() -> None:
    listed = re.findall(r"(?m)^  make ([a-z-]+) +\S", make().stdout)
    assert set(PROMISED) <= set(listed)


def test_a_python_that_is_missing_or_too_old_is_named_in_one_line() -> None:
    script = str(ROOT / ".ci" / "python")
    for name in ("no-such-python", "false"):
        said = subprocess.run(
            ["sh", script, name], capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert said.returncode == 1
        assert said.stdout == ""
        assert said.stderr.count("\n") == 1
        assert name in said.stderr
        assert "make PYTHON=" in said.stderr


def test_what_has_to_pass_runs_check_then_test_then_all_tests_and_stops_at_a_failure() -> None:
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert re.findall(r"make (check|test|test-all)$", text, re.MULTILINE) == [
        "check",
        "test",
        "test-all",
    ]
