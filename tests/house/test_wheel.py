"""What is installed carries its law: the wheel works away from the checkout it was built in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT, texts

if TYPE_CHECKING:
    from pathlib import Path


LOADS_EVERY_SHIPPED_LAW = """
import json
from lawgate.app import library
laws = {name: len(list(library.load(name).clauses)) for name in library.shipped()}
print(json.dumps({"code": library.__file__, "laws": laws}))
"""


def run(*command: str, cwd: Path, site: Path | None = None) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if site is not None:
        env["PYTHONPATH"] = str(site)
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=env,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    quiet = ("-qq", "--disable-pip-version-check", "--no-deps", "--no-index")
    run("-m", "pip", "wheel", *quiet, "--no-build-isolation", "-w", str(folder), ".", cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """Install the wheel beside nothing else; its dependencies come from this environment."""
    folder = wheel.parent / "site"
    quiet = ("-qq", "--disable-pip-version-check", "--no-deps", "--no-index")
    run("-m", "pip", "install", *quiet, "--target", str(folder), str(wheel), cwd=wheel.parent)
    return folder


def test_the_wheel_holds_every_file_of_law_and_nothing_of_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    law = {f"lawgate/{text.path}" for text in texts() if text.inside("agreements")}
    assert law
    assert law <= held
    assert [name for name in held if not name.startswith("lawgate")] == []
    assert [name for name in held if "tests/" in name] == []


def test_an_installed_lawgate_finds_and_loads_the_law_that_it_ships(site: Path) -> None:
    told = json.loads(run("-c", LOADS_EVERY_SHIPPED_LAW, cwd=site.parent, site=site))
    assert told["code"].startswith(str(site)), "this tested the checkout, not the wheel"
    shipped = {path.parent.name for path in ROOT.glob("agreements/*/prologue.md")}
    assert set(told["laws"]) == shipped
    assert all(told["laws"].values())


def test_an_installed_lawgate_checks_its_law_from_the_command_line(site: Path) -> None:
    command = ("-m", "lawgate.app.cli", "check", "--json")
    for path in ROOT.glob("agreements/*/prologue.md"):
        assert json.loads(run(*command, path.parent.name, cwd=site.parent, site=site))
