"""Matching at full size: sufficient requests with the people on record, and who was found."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.lines import Line, Met, Spread, judged
from bench.people import HOLDINGS, NUMBERS, REQUESTS
from bench.processes import Ran, child
from lawgate.app.gateway import MATCHING_MEMORY_MB
from lawgate.app.library import load
from lawgate.procedure.matching import RECORD_COLUMNS, match_rehearsal
from lawgate.store.workbench import open_workbench

if TYPE_CHECKING:
    import duckdb

    from bench.lines import Settings

MOST_SECONDS = 30
_LONG = 20
"""Seconds from which on a run is not repeated."""


def measure(folder: str, law: str) -> dict[str, Any]:
    """Match every request, each taken as sufficient, on a workbench as the command line opens it.

    Timed is matching alone, with the check that all holdings are synthetic; reading the requests in
    is not. Gives seconds, and both kinds of error against the truth.
    """
    source = Path(folder)
    with (
        tempfile.TemporaryDirectory(dir=folder) as work,
        open_workbench(Path(work), memory_limit_mb=MATCHING_MEMORY_MB) as db,
    ):
        db.execute(
            f"CREATE TABLE requests AS SELECT * EXCLUDE (truth, kind) FROM '{source / REQUESTS}'"
        )
        db.execute("CREATE TABLE sufficient AS SELECT row FROM requests")
        began = time.perf_counter()
        match_rehearsal(db, source / HOLDINGS)
        seconds = time.perf_counter() - began
        return {"seconds": seconds, **_errors(db, source, law)}


def _errors(db: duckdb.DuckDBPyConnection, source: Path, law: str) -> dict[str, Any]:
    """Count people found and people wrong, by what makes a request hard.

    *Certified*: one record was named as the one that fits. *Disclosable*: the record's own clauses
    would let its address go, or show it to a person.
    """
    constants = load(law).constants
    corroborating, names = (_listed(constants[key]) for key in ("corroborating", "same_name"))
    column = {name: f'm."{column}"' for name, column in RECORD_COLUMNS.items()}
    certified = f"{column['certificate']} = 'unique'"
    disclosable = (
        f"{certified} AND {column['identity_class']} = 'strong' "
        f"AND {column['corroboration']} IN ({corroborating}) "
        f"AND {column['name_agreement']} IN ({names})"
    )
    wrong = "m.record_id IS DISTINCT FROM a.truth"
    found = db.execute(
        f"""SELECT a.kind, count(*),
          count(*) FILTER (WHERE {certified} AND {wrong}),
          count(*) FILTER (WHERE {disclosable} AND {wrong}),
          count(*) FILTER (WHERE {disclosable} AND NOT {wrong})
        FROM '{source / REQUESTS}' a JOIN matches m USING (row) GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    keys = ("requests", "certified_wrong", "disclosable_wrong", "disclosable_right")
    kinds = {kind: dict(zip(keys, counts, strict=True)) for kind, *counts in found}
    total = {key: sum(one[key] for one in kinds.values()) for key in keys}
    return {**total, "by_kind": kinds}


def _listed(values: object) -> str:
    if not isinstance(values, tuple):
        raise TypeError("Not a list of the agreement.")
    return ", ".join(f"'{value}'" for value in values)


def lines(settings: Settings) -> list[Line]:
    """Make the people, match, and count who was found."""
    folder = str(settings.folder)
    made = child("people", folder=folder, people=settings.people, requests=settings.rows).answer()
    ran: list[Ran] = []
    while len(ran) < settings.runs and not (ran and ran[0].seconds > _LONG):
        ran.append(child("matching", folder=folder, law=settings.law))
    told = [one.answer() for one in ran]
    spread = Spread(tuple(one.pop("seconds") for one in told))
    first, peak = told[0], max(one.peak_mib for one in ran)
    wrong = first["disclosable_wrong"]
    known = first["requests"] - made["about_nobody_on_record"]
    measured = (
        f"{spread.middle:.1f} s, {wrong:,} wrong people, "
        f"{first['disclosable_right'] / known:.1%} of those on record found, {peak:,.0f} MiB"
    )
    whole = first["requests"] == settings.rows and made["people"] == settings.people
    met = judged(holds=spread.middle <= MOST_SECONDS, size=settings.full) if not wrong else Met.NO
    what = f"match {first['requests']:,} sufficient requests with {made['people']:,} people"
    return [
        Line(
            "matching", what, measured, f"≤ {MOST_SECONDS} s; 0 wrong people",
            met, sound=wrong == 0 and whole,
            details={
                "seconds": spread.told(), "peak_mib": round(peak), "made": made,
                "people_for_each_identifier": round(max(1, settings.people / NUMBERS), 2), **first,
            },
        )
    ]  # fmt: skip
