"""Which files an agreement's folder may hold: what is read, and nothing that looks like law beside.

Rules kept here: a file that nothing reads is a defect, so that an order in the wrong place or with
the wrong ending never goes unnoticed; names count by their exact spelling; a folder is no link,
since what it leads to is not looked through. Hidden files are left alone. It opens no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

PROLOGUE = "prologue.md"
ORDERS = "orders"

_BESIDE = {PROLOGUE, "replay.yaml", "demo.yaml"}
_ENDINGS = {ORDERS: ".md", "cases": ".yaml"}


def orders(folder: Path) -> list[Path]:
    """Return the files of orders in `folder`, by name."""
    found = (folder / ORDERS).glob(f"*{_ENDINGS[ORDERS]}")
    return sorted(path for path in found if not path.name.startswith("."))


def strangers(folder: Path, instruments: Collection[str]) -> Iterator[DefectiveLawError]:
    """Yield a defect for each file in `folder` that nothing reads.

    `instruments` are the names of files that the prologue lists.
    """
    try:
        yield from _below(folder, folder, instruments)
    except OSError as fault:
        yield DefectiveLawError(
            f"The folder can't be looked through ({type(fault).__name__}).",
            remedy="Make it and what it holds readable.",
            place=Place(str(folder)),
        )


def _below(top: Path, folder: Path, instruments: Collection[str]) -> Iterator[DefectiveLawError]:
    for path in sorted(folder.iterdir()):
        shown = path.relative_to(top).as_posix()
        if path.name.startswith("."):
            continue
        if path.is_dir() and path.is_symlink():
            yield DefectiveLawError(
                "This folder is a link.", remedy="Put the files themselves here.",
                place=Place(shown),
            )  # fmt: skip
        elif path.is_dir():
            yield from _below(top, path, instruments)
        elif not _known(shown, instruments):
            yield DefectiveLawError(
                "Nothing reads this file.", remedy=_remedy(shown), place=Place(shown)
            )


def _known(shown: str, instruments: Collection[str]) -> bool:
    if shown in _BESIDE or shown in instruments:
        return True
    room, _, name = shown.partition("/")
    return room in _ENDINGS and "/" not in name and name.endswith(_ENDINGS[room])


def _remedy(shown: str) -> str:
    room = shown.partition("/")[0].lower()
    if room in _ENDINGS and "/" in shown:
        return f"Name it {room}/NAME{_ENDINGS[room]}, or take it out of the folder."
    if "/" not in shown and shown.endswith(".md"):
        return (
            "List it under `instruments` in the prologue, move an order to orders/, or take it out."
        )
    return "Take it out of the folder."
