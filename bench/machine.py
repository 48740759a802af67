"""On what it was measured: processor, memory, versions, the day, and how busy the machine was."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_PACKAGES = (
    "lawgate", "duckdb", "sqlglot", "pyarrow", "numpy", "pydantic",
    "cedarpy", "regopy", "cel-expr-python",
)  # fmt: skip


def described() -> dict[str, Any]:
    """Describe the machine, as its own files under /proc do, and the versions."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _stated("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else (os.cpu_count() or 1),
        "memory_mib": int((_stated("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) // 1024,
        "platform": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
    }


def load() -> list[float]:
    """Give the load averages of 1, 5 and 15 minutes: a busy machine tells against a figure."""
    return [round(one, 2) for one in os.getloadavg()]


def _stated(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = (line.partition(":")[2].strip() for line in lines if line.startswith(key))
    return next(found, "")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
