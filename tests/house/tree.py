"""The files of this repository as its house rules see them.

What a rule looks at is what would be committed: files that git tracks or would track; in a copy
without git, every file outside the folders that tools make.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MADE_BY_TOOLS = {"__pycache__", "dist", "out", "demo"}
_DOTTED_BUT_OURS = {".ci", ".gitignore"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text file of the repository: its path from the top, and what it says."""

    path: str
    content: str

    def inside(self, *folders: str) -> bool:
        return self.path.startswith(tuple(f"{folder}/" for folder in folders))

    def place(self, offset: int) -> str:
        return f"{self.path}:{self.content.count(chr(10), 0, offset) + 1}"


@cache
def texts() -> tuple[Text, ...]:
    """Read every file that is text, in sorted sequence."""
    found = []
    for path in sorted(_paths()):
        try:
            found.append(Text(path, (ROOT / path).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def python(*folders: str) -> tuple[Text, ...]:
    """Return the Python modules below `folders`."""
    return tuple(t for t in texts() if t.path.endswith(".py") and t.inside(*folders))


def expect_none(offences: list[str]) -> None:
    """Fail where there are offences, naming each on a line of its own."""
    assert not offences, "\n".join(["", *sorted(offences)])


def _paths() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0 and (ROOT / ".git").exists():
        paths = [name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        paths = [file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*") if _ours(file)]
    return [path for path in paths if (ROOT / path).is_file()]


def _ours(file: Path) -> bool:
    parts = file.relative_to(ROOT).parts
    return not any(
        part in _MADE_BY_TOOLS or (part.startswith(".") and part not in _DOTTED_BUT_OURS)
        for part in parts
    )
