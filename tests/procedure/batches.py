"""Batches written and taken in for tests: what goes in as bytes comes out as Python rows."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lawgate.procedure.intake import Intake, take_in
from lawgate.store.workbench import open_workbench
from lawgate.terms import Transmittal

COLUMNS = ("request_id", "last_name", "reason")


@dataclass(frozen=True, slots=True)
class Outcome:
    intake: Intake
    requests: list[tuple[object, ...]]
    malformed: list[tuple[int, str, bytes]]

    @property
    def texts(self) -> list[tuple[object, ...]]:
        """The declared columns of each request, without the row number."""
        return [row[1:] for row in self.requests]


def cover(data: bytes, row_count: int) -> Transmittal:
    """A transmittal that names `data`."""
    return Transmittal(
        agreement=None,
        requester=None,
        signatory_name=None,
        signatory_office=None,
        requested_on=date(2025, 6, 27),
        row_count=row_count,
        sha256=hashlib.sha256(data).hexdigest(),
        attests_sole_use=None,
        attests_criminal_investigation=None,
    )


def take(
    data: bytes,
    row_count: int,
    *,
    name: str = "batch.csv",
    columns: tuple[str, ...] = COLUMNS,
    transmittal: Transmittal | None = None,
    memory_limit_mb: int = 300,
) -> Outcome:
    """Take `data` in as the file `name` and read both tables back, in the sequence they are in."""
    with tempfile.TemporaryDirectory() as folder:
        batch, desk = Path(folder, name), Path(folder, "desk")
        batch.write_bytes(data)
        with open_workbench(desk, memory_limit_mb=memory_limit_mb, threads=2) as db:
            cover_sheet = transmittal or cover(data, row_count)
            intake = take_in(db, batch, cover_sheet, columns, desk / ".lawgate-work")
            requests = db.execute("SELECT * FROM requests").fetchall()
            malformed = db.execute("SELECT * FROM malformed").fetchall()
    assert intake.records == len(requests) + len(malformed)
    assert intake.malformed == len(malformed)
    return Outcome(intake, requests, malformed)
