"""A batch made ready inside a measuring process: its facts, its plan and the run's constants."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lawgate.app import gateway
from lawgate.app.library import load
from lawgate.store.workbench import SPILL_FOLDER, open_workbench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawgate.app.gateway import Run


def job_of(law: str, as_of: str, made: str) -> gateway.Job:
    """Give the job of adjudicating the batch that was made in the folder `made`."""
    folder, day = Path(made), date.fromisoformat(as_of)
    return gateway.Job(folder / "batch.csv", folder / "transmittal.json", law, day, day)


@contextmanager
def prepared(law: str, as_of: str, made: str) -> Iterator[Run]:
    """Take in and examine the batch, on a workbench as the command line opens it."""
    with (
        tempfile.TemporaryDirectory(dir=made) as folder,
        open_workbench(Path(folder)) as db,
    ):
        job = job_of(law, as_of, made)
        yield gateway.prepare(db, load(law), job, Path(folder) / SPILL_FOLDER)
