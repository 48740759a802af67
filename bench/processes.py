"""Programs of their own, measured: wall time, and the most memory as the system accounts it.

The parent stays small on purpose: on Linux a child's peak starts from its parent's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]


class FailedError(Exception):
    """A measured program did not end well; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A program that ended with 0: its wall time, peak resident memory and standard output."""

    seconds: float
    peak_mib: float
    out: str

    def answer(self) -> dict[str, Any]:
        """Read the standard output as a JSON object."""
        told = json.loads(self.out)
        if not isinstance(told, dict):
            raise FailedError(f"Not an object: {self.out[:200]}")
        return told


@dataclass(slots=True)
class _Started:
    process: subprocess.Popen[bytes]
    began: float
    out: IO[bytes]
    err: IO[bytes]

    def end(self) -> Ran:
        _, status, usage = os.wait4(self.process.pid, 0)
        seconds = time.perf_counter() - self.began
        code = self.process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (self.out, self.err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
            file.close()
        if code:
            told = "\n".join(texts).strip()[-3000:]
            raise FailedError(f"{' '.join(map(str, self.process.args))} ended with {code}:\n{told}")  # type: ignore[arg-type]
        unit = 1024 if sys.platform == "linux" else 1024 * 1024
        return Ran(seconds, usage.ru_maxrss / unit, texts[0])


def run(*arguments: object) -> Ran:
    """Run a program to its end, from the checkout. Raises FailedError where it fails."""
    return _start(arguments).end()


def child(module: str, **told: Any) -> Ran:  # noqa: ANN401
    """Run `measure(**told)` of a module of this package in a process of its own.

    What it gives is the answer. Raises FailedError.
    """
    return _start(_child(module, told)).end()


def children(module: str, each: list[dict[str, Any]]) -> list[Ran]:
    """Run such children side by side. Raises FailedError."""
    started = [_start(_child(module, told)) for told in each]
    ended: list[Ran | FailedError] = []
    for one in started:
        try:
            ended.append(one.end())
        except FailedError as error:
            ended.append(error)
    for done in ended:
        if isinstance(done, FailedError):
            raise done
    return [done for done in ended if isinstance(done, Ran)]


def lawgate(*arguments: object) -> Ran:
    """Run the command line. Raises FailedError."""
    return run(sys.executable, "-m", "lawgate.app.cli", *arguments)


def _child(module: str, told: dict[str, Any]) -> tuple[object, ...]:
    return (sys.executable, "-m", "bench.child", module, json.dumps(told))


def _start(arguments: tuple[object, ...]) -> _Started:
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  (`end` closes)
    # A user's Python keeps what it compiled, whatever this shell says.
    kept = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(one) for one in arguments], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out,
        stderr=err, env=kept,
    )  # fmt: skip
    return _Started(process, began, out, err)
