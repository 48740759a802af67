"""The files of a replay: made once, and used again only where every digest still fits.

A note beside them tells what they were made from. Rule kept here: files whose declaration, size,
seed or software differ, or whose bytes changed, are made anew, never patched.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lawgate.errors import NotWritableError
from lawgate.rehearsal.declaration import load_declaration
from lawgate.rehearsal.synth import BATCH, HOLDINGS, LABELS, TRANSMITTAL, synthesise

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.app.gateway import Progress

MADE, DECLARATION = "made.json", "replay.yaml"

_STEPS = {"people and rows": 0.0, "batch": 0.2, "transmittal": 0.7, "holdings": 0.75, "labels": 0.9}
"""How much of the work is done when a step begins; only the progress bar depends on it."""


@dataclass(frozen=True, slots=True)
class ReplayFiles:
    """The folder of a replay, how many people and addresses it holds, and whether made just now."""

    folder: Path
    people: int
    addresses: int
    made: bool

    @property
    def batch(self) -> Path:
        """The requests."""
        return self.folder / BATCH

    @property
    def transmittal(self) -> Path:
        """The cover."""
        return self.folder / TRANSMITTAL

    @property
    def holdings(self) -> Path:
        """The synthetic records."""
        return self.folder / HOLDINGS

    @property
    def labels(self) -> Path:
        """What is true of each row, by the generator."""
        return self.folder / LABELS


def provide_files(
    law: Path,
    agreement: str,
    software: str,
    size: tuple[int, int],
    folder: Path,
    progress: Progress,
) -> ReplayFiles:
    """Provide the replay of the agreement in folder `law`, `size` being (rows, seed), in `folder`.

    Raises UsageError, DefectiveLawError, NotWritableError as `synthesise` does.
    """
    rows, seed = size
    declared = law / DECLARATION
    wanted = {"declaration": _digest(declared), "rows": rows, "seed": seed, "software": software}
    progress("files", 0.0)
    earlier = _earlier(folder / MADE, wanted)
    if earlier and all(_digest(folder / n) == d for n, d in earlier["digests"].items()):
        progress("files", 1.0)
        return ReplayFiles(folder, int(earlier["people"]), int(earlier["addresses"]), made=False)
    report = synthesise(
        load_declaration(declared), agreement, rows, seed, folder,
        lambda step: progress("files", _STEPS.get(step, 0.0)),
    )  # fmt: skip
    note = {
        **wanted,
        "people": report.people,
        "addresses": report.holdings_rows,
        "digests": dict(report.digests),
    }
    try:
        (folder / MADE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise NotWritableError(
            f"The replay can't be written ({fault.strerror}).",
            remedy="Free space or name another folder.",
            place=str(folder),
        ) from fault
    progress("files", 1.0)
    return ReplayFiles(folder, report.people, report.holdings_rows, made=True)


def _earlier(note: Path, wanted: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the note tells if it tells of the same replay, else None."""
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        same = {key: told[key] for key in wanted} == wanted
        whole = set(told["digests"]) == {BATCH, TRANSMITTAL, HOLDINGS, LABELS}
        return dict(told) if same and whole and told["people"] and told["addresses"] else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
