"""Where shipped law is found: in the wheel beside the code, in a checkout at its top.

Law that a check would find defective in its texts or declarations is not loaded for a run.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from lawgate.app.declared import declaration_defects
from lawgate.errors import UsageError
from lawgate.law.agreement import Agreement, load_agreement

SHIPPED = "agreements"
REPLAY = "replay.yaml"
"""The file of an agreement that declares its case: the generator, figures and captions."""


def shipped() -> tuple[str, ...]:
    """Return the names of the agreements that come with the software."""
    return tuple(sorted(p.name for p in _library().iterdir() if (p / "prologue.md").is_file()))


def _library() -> Path:
    """Return the folder of shipped law: in the wheel beside the code, in a checkout at its top."""
    packaged = Path(str(resources.files("lawgate"))) / SHIPPED
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / SHIPPED


def replayed() -> str:
    """Return the first shipped agreement whose case can be replayed. Raises UsageError."""
    for name in shipped():
        if (_library() / name / REPLAY).is_file():
            return name
    raise UsageError("No agreement with a replay is shipped.", remedy="Name a folder of law.")


def folder_of(law: str) -> Path:
    """Return the folder of an agreement: a shipped name or a folder. Raises UsageError."""
    if law in shipped():
        return _library() / law
    folder = Path(law)
    if folder.is_dir():
        return folder
    raise UsageError(
        f"There is no agreement `{law}`.",
        remedy=f"Name a folder of law, or one of: {', '.join(shipped())}.",
    )


def load(law: str) -> Agreement:
    """Load an agreement by shipped name or folder. Raises UsageError, DefectiveLawError."""
    agreement = load_agreement(folder_of(law))
    for defect in declaration_defects(agreement):
        raise defect
    return agreement
