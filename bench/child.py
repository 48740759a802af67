"""Runs one measurement in a process of its own: `python -m bench.child MODULE JSON`."""

from __future__ import annotations

import importlib
import json
import sys


def main() -> None:
    """Call `measure` of the module with the arguments given as JSON, and print what it gives."""
    measure = importlib.import_module(f"bench.{sys.argv[1]}").measure
    print(json.dumps(measure(**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
