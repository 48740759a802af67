"""A small synthetic rehearsal for tests of the doors, and ways to change its files."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from lawgate.app import gateway

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

AGREEMENT = "irs-dhs-2025"
AS_OF = date(2025, 8, 6)

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Rehearsal:
    """A folder with batch.csv, transmittal.json, holdings.parquet and labels.parquet."""

    folder: Path

    @property
    def batch(self) -> Path:
        return self.folder / "batch.csv"

    @property
    def transmittal(self) -> Path:
        return self.folder / "transmittal.json"

    @property
    def holdings(self) -> Path:
        return self.folder / "holdings.parquet"

    def rows(self) -> Rows:
        with self.batch.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def labels(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pq.read_table(self.folder / "labels.parquet").to_pylist()
        return found

    def with_rows(self, folder: Path, rows: Rows, **cover: object) -> Rehearsal:
        """Write other rows with a transmittal that fits them into `folder`."""
        folder.mkdir(exist_ok=True)
        changed = Rehearsal(folder)
        with changed.batch.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        told = json.loads(self.transmittal.read_text())
        told["row_count"] = len(rows)
        told["sha256"] = hashlib.sha256(changed.batch.read_bytes()).hexdigest()
        changed.transmittal.write_text(json.dumps(told | cover))
        return changed

    def changed(self, folder: Path, change: Callable[[Rows], Rows], **cover: object) -> Rehearsal:
        return self.with_rows(folder, change(self.rows()), **cover)

    def job(self, *, holdings: bool = False, as_of: date = AS_OF, **others: Any) -> gateway.Job:
        held = str(self.holdings) if holdings else None
        others.setdefault("known_by", date(2026, 11, 23))
        return gateway.Job(self.batch, self.transmittal, AGREEMENT, as_of, holdings=held, **others)

    def adjudicate(self, out: Path, **others: Any) -> Mapping[str, Any]:
        return gateway.adjudicate(self.job(**others), out)


def determinations(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(out / "determinations.parquet").to_pylist()
    return found


def run_lawgate(*args: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "lawgate.app.cli", *(str(arg) for arg in args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
