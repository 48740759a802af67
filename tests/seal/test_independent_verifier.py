"""Somebody else's program reads our log: golang.org/x/mod, which the Go project's own logs use."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lawgate.seal.tiles import CHECKPOINT
from tests.seal.test_log_folder import SIGNER, flip, grown

pytestmark = pytest.mark.server
SOURCE = Path(__file__).parent / "independent" / "main.go"
PACKAGES = Path("/usr/share/gocode")
"""Where the system keeps sources of Go packages that it installs."""


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    if go is None or not (PACKAGES / "src/golang.org/x/mod").is_dir():
        sentence = "Go or golang.org/x/mod is not on this machine."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    folder = tmp_path_factory.mktemp("verifier")
    told = {"GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOCACHE": str(folder / "cache"),
            "GOFLAGS": "", "CGO_ENABLED": "0"}  # fmt: skip
    program = folder / "verify"
    subprocess.run(
        [go, "build", "-o", program, SOURCE], check=True, env=os.environ | told, timeout=300
    )
    return program


def verified(program: Path, folder: Path, key: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, folder, key], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("counts", [(1,), (256,), (300, 400), (65_536, 300)])
def test_another_program_accepts_what_we_write(
    verifier: Path, tmp_path: Path, counts: tuple[int, ...]
) -> None:
    log = grown(tmp_path / "log", *counts)
    done = verified(verifier, log.folder, SIGNER.verifier.text())
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(sum(counts))


@pytest.mark.parametrize("name", [CHECKPOINT, "tile/0/000", "tile/entries/001"])
def test_another_program_refuses_what_was_changed(
    verifier: Path, tmp_path: Path, name: str
) -> None:
    log = grown(tmp_path / "log", 600)
    flip(log.folder / name)
    assert verified(verifier, log.folder, SIGNER.verifier.text()).returncode == 1
