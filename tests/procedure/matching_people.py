"""Small worlds for matching: records, requests about them, and both kinds of error counted."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lawgate.procedure.matching import RECORD_COLUMNS, match_rehearsal
from lawgate.store.holdings_face import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = dict[str, object]
Request = dict[str, str | None]
Address = tuple[str, str, str, str]

HOME: Address = ("123 Main Street", "Laredo", "TX", "78040")
ELSEWHERE: Address = ("9 Oak Avenue", "Tampa", "FL", "33602")
FORMER: Address = ("77 Elm Road Apt 2", "Laredo", "TX", "78041")

_TYPES = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
SCHEMA = pa.schema([(name, _TYPES[kind]) for name, kind in COLUMNS.items()])


@dataclass(frozen=True, slots=True)
class Match:
    record_id: str | None
    certificate: str
    corroboration: str
    identity: str
    name: str
    address_dated: str

    @property
    def supports_release(self) -> bool:
        return (
            self.certificate == "unique"
            and self.corroboration in ("current", "in_period")
            and self.identity == "strong"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A request, the record it is truly about (None: nobody on record), and why it is hard."""

    request: Request
    truth: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Errors:
    wrong: list[Case]
    missed: Counter[str]
    found: Counter[str]

    def report(self) -> str:
        """Both kinds of error: wrong people, and true matches missed, by what missed them."""
        lines = [f"wrong people: {len(self.wrong)}"]
        lines += [f"  wrong: {case.kind}" for case in self.wrong[:20]]
        for kind in sorted(self.missed.keys() | self.found.keys()):
            missed, whole = self.missed[kind], self.missed[kind] + self.found[kind]
            lines.append(f"missed {missed} of {whole}: {kind}")
        return "\n".join(lines)


def tin(number: int) -> str:
    """The n-th synthetic identifier, far from its neighbours."""
    return f"{900 + number * 37 % 100}-66-{1 + number * 7919 % 9999:04d}"


def person(
    record_id: str,
    name: str,
    born: str,
    number: str | None = None,
    home: Address = HOME,
    **more: object,
) -> Row:
    """A record with one address: `name` as `Last, First` or `Last, First, Middle`."""
    last, first, *middle = (part.strip() for part in name.split(","))
    row: Row = {
        "record_id": record_id,
        "tin": number or tin(int.from_bytes(record_id.encode()) % 1_000_003),
        "last_name": last,
        "first_name": first,
        "middle_name": middle[0] if middle else None,
        "date_of_birth": date.fromisoformat(born),
        "address_as_of": date(2023, 4, 15),
        "address_source": "return",
        "is_current": True,
    }
    return (
        row | dict(zip(("address_line", "city", "state", "postal_code"), home, strict=True)) | more
    )


def asked(about: Row, **changes: str | None) -> Request:
    """A request that states all a record says, but for `changes`."""
    kept = ("tin", "last_name", "first_name", "middle_name", "address_line", "city", "state")
    request: Request = {c: str(v) if (v := about[c]) is not None else None for c in kept}
    request |= {
        "postal_code": str(about["postal_code"]),
        "date_of_birth": str(about["date_of_birth"]),
        "tax_period_from": "2020-01-01",
        "tax_period_to": "2022-12-31",
    }
    return request | changes


def at(address: Address) -> Request:
    """The columns of a request that state `address`."""
    return dict(zip(("address_line", "city", "state", "postal_code"), address, strict=True))


def write_holdings(path: Path, rows: Iterable[Row]) -> Path:
    """Write records as the Parquet file a custodian would provide."""
    table = pa.Table.from_pylist([{c: row.get(c) for c in COLUMNS} for row in rows], schema=SCHEMA)
    pq.write_table(table, path)
    return path


def workbench(
    requests: Sequence[Request], sufficient: Iterable[int] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection with `requests` (rows from 1) and `sufficient` (all rows if None)."""
    db = duckdb.connect(config={"threads": 2})
    names = sorted({name for request in requests for name in request})
    columns = {"row": pa.array(range(1, len(requests) + 1), pa.int64())}
    columns |= {n: pa.array([r.get(n) for r in requests], pa.string()) for n in names}
    db.register("given", pa.table(columns))
    db.execute("CREATE TABLE requests AS SELECT * FROM given")
    rows = range(1, len(requests) + 1) if sufficient is None else sufficient
    db.register("chosen", pa.table({"row": pa.array(rows, pa.int64())}))
    db.execute("CREATE TABLE sufficient AS SELECT * FROM chosen")
    return db


def matched(
    people: Sequence[Row], requests: Sequence[Request], sufficient: Iterable[int] | None = None
) -> dict[int, Match]:
    """Match `requests` with `people`; gives the match of each sufficient row."""
    with tempfile.TemporaryDirectory() as folder, workbench(requests, sufficient) as db:
        match_rehearsal(db, write_holdings(Path(folder) / "holdings.parquet", people))
        columns = ", ".join(f'"{column}"' for column in RECORD_COLUMNS.values())
        rows = db.execute(f"SELECT row, record_id, {columns} FROM matches").fetchall()
    return {row: Match(*rest) for row, *rest in rows}


def match_of(people: Sequence[Row], request: Request) -> Match:
    """Match one request."""
    return matched(people, [request])[1]


def errors(people: Sequence[Row], cases: Sequence[Case]) -> Errors:
    """Match all cases at once and count both kinds of error."""
    found = matched(people, [case.request for case in cases])
    result = Errors([], Counter(), Counter())
    for row, case in enumerate(cases, start=1):
        released = found[row].supports_release
        if released and found[row].record_id != case.truth:
            result.wrong.append(case)
        elif case.truth is not None:
            (result.found if released else result.missed)[case.kind] += 1
    return result
