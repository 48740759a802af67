"""The import contracts bite: a forbidden import planted anywhere, in any form, is found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PLAIN = "\n\n{line}\n"
IN_A_FUNCTION = "\n\ndef planted() -> None:\n    {line}\n"
FOR_TYPES_ONLY = "\n\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {line}\n"

WALL = "Adjudication never sees the holdings"
HOLDINGS = "from lawgate.store.holdings import open_holdings"

PLANTS = [
    pytest.param("procedure/adjudication.py", HOLDINGS, PLAIN, WALL, id="plain"),
    pytest.param("procedure/adjudication.py", HOLDINGS, IN_A_FUNCTION, WALL, id="in a function"),
    pytest.param("procedure/adjudication.py", HOLDINGS, FOR_TYPES_ONLY, WALL, id="types only"),
    pytest.param(
        "engine/plan.py", HOLDINGS, IN_A_FUNCTION, WALL, id="through another module"
    ),
    pytest.param(
        "law/facts.py", "from lawgate.engine import plan", FOR_TYPES_ONLY, "Floors", id="upwards"
    ),
    pytest.param(
        "procedure/intake.py", "from lawgate.procedure import matching", IN_A_FUNCTION,
        "Stages don't see each other", id="sideways",
    ),
    pytest.param(
        "store/results.py", "from lawgate.law import facts", FOR_TYPES_ONLY,
        "Neither store nor seal knows law", id="law in the store",
    ),
    pytest.param(
        "seal/note.py", "from lawgate.law import facts", FOR_TYPES_ONLY,
        "Neither store nor seal knows law", id="law in the seal",
    ),
    pytest.param(
        "app/cli.py", "from lawgate.engine import plan", PLAIN, "Doors use only the gateway",
        id="past the gateway",
    ),
    pytest.param(
        "law/facts.py", "import sqlglot", PLAIN, "Only these rooms speak to these libraries",
        id="a library in the wrong room",
    ),
]  # fmt: skip


def contracts(top: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the copy of the source below `top`."""
    program = str(Path(sys.executable).parent / "lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--config", str(top / "pyproject.toml")],
        cwd=top, env={**os.environ, "PYTHONPATH": str(top / "src"), "COLUMNS": "200"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_source_keeps_its_contracts(copy: Path) -> None:
    checked = contracts(copy)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("module", "line", "form", "contract"), PLANTS)
def test_a_planted_import_breaks_its_contract(
    copy: Path, module: str, line: str, form: str, contract: str
) -> None:
    planted = copy / "src" / "lawgate" / module
    planted.write_text(
        planted.read_text(encoding="utf-8") + form.format(line=line), encoding="utf-8"
    )
    checked = contracts(copy)
    assert checked.returncode == 1, checked.stdout
    broken = [found for found in checked.stdout.splitlines() if found.rstrip().endswith("BROKEN")]
    assert any(found.startswith(contract) for found in broken), checked.stdout
