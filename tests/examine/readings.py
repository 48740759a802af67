"""Both readings of a derivation, on the same rows: what the tests of this room ask."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # the tests' own files

import duckdb
import pyarrow as pa

from lawgate.examine.address import ADDRESS_QUALITIES
from lawgate.examine.registry import resolve
from lawgate.examine.text import install
from lawgate.law.facts import Derivation
from lawgate.procedure.examination import row_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawgate.examine.rendering import Rendering
    from lawgate.terms import Value

DATA = Path(__file__).parent.parent / "data"
ADDRESS = ("address_line", "city", "state", "postal_code")
ACCEPTED = ("street", "po_box", "route_box", "military")
QUALITY = resolve(Derivation("address_quality", ADDRESS), {}, {})

assert set(ACCEPTED) < set(ADDRESS_QUALITIES)


def quality(*texts: str | None) -> Value:
    """Judge one address: line, city, state, ZIP Code; what isn't given is blank."""
    padded = (*texts, None, None, None)
    return QUALITY.single(dict(zip(ADDRESS, padded, strict=False)))


def in_columns(
    rendering: Rendering, columns: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> list[Value]:
    """Give the columnar reading of each row, dates as ISO text."""
    table = pa.table(
        [
            pa.array(range(len(rows)), pa.int64()),
            *(pa.array([row[at] for row in rows], pa.string()) for at in range(len(columns))),
        ],
        names=["row", *columns],
    )
    with duckdb.connect(config={"threads": 2}) as db:
        install(db)
        db.register("stated", table)
        query = row_query("stated", ("row",), {"value": rendering})
        found = db.execute(f"SELECT value FROM ({query}) ORDER BY row").fetchall()
    return [value if value is None or isinstance(value, bool | int | str) else value.isoformat()
            for (value,) in found]  # fmt: skip


def by_one(
    rendering: Rendering, columns: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> list[Value]:
    """Give the single reading of each row."""
    return [rendering.single(dict(zip(columns, row, strict=True))) for row in rows]


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# "):
            yield line


@lru_cache(maxsize=1)
def junk() -> tuple[str, ...]:
    """Give every line that is no address, escapes undone."""
    return tuple(
        re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), line)
        for line in _lines("junk-addresses.txt")
    )


@lru_cache(maxsize=1)
def made() -> tuple[tuple[str | None, ...], ...]:
    """Give every made-up address: line, city, state, ZIP Code."""
    return tuple(
        tuple(part or None for part in line.split("|")) for line in _lines("made-addresses.txt")
    )


@lru_cache(maxsize=1)
def labelled() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Give every real address with its labels: what stands under each, joined by blanks."""
    found = []
    for address in ET.parse(DATA / "labeled-real.xml").getroot():  # noqa: S314 - our own file
        labels: dict[str, str] = {}
        for token in address:
            text = (token.text or "").strip()
            labels[token.tag] = f"{labels.get(token.tag, '')} {text}".strip()
        found.append((" ".join((token.text or "").strip() for token in address), labels))
    return tuple(found)


def hard() -> list[str]:
    """Give the real addresses that defeated a parser."""
    with (DATA / "hard-to-parse.csv").open(encoding="utf-8", errors="replace") as file:
        return [" ".join(row) for row in csv.reader(file)]
