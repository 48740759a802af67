"""Every error a user can meet, by who must act, with the exit code of the command line.

Each says what happened, where, and what to do. Nothing else in this package raises to a user; an
error of any other class is a bug and ends with exit code 1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: path as the user named it, line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Render as `path:line:column`, leaving out what is not known."""
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class LawgateError(Exception):
    """The family: `problem` says what happened, `remedy` what to do, `place` where.

    `exit_code` is what the command line ends with.
    """

    exit_code = 1

    def __init__(self, problem: str, *, remedy: str, place: Place | str | None = None) -> None:
        where = f"{place}: " if place else ""
        super().__init__(f"{where}{problem} {remedy}".strip())
        self.problem = problem
        self.remedy = remedy
        self.place = place


class UsageError(LawgateError):
    """The arguments can't be used together or at all (exit 2). The caller acts."""

    exit_code = 2


class InputRefusedError(LawgateError):
    """The input is refused whole: digest, counts, encoding, matching not allowed (exit 3)."""

    exit_code = 3


class DefectiveLawError(LawgateError):
    """An agreement can't be loaded or fails its own checks (exit 4). Its drafter acts."""

    exit_code = 4


class NotWritableError(LawgateError):
    """A log, docket or output can't be written, so nothing is decided (exit 5)."""

    exit_code = 5
