"""A whole rehearsal, made from a declaration: batch, transmittal, holdings, and the truth.

Equal declaration, figures, seed and version give byte-identical files. Every person is invented and
every identifier lies in a range that is never assigned. Nothing here judges a request: the labels
say what was put in.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lawgate.errors import NotWritableError, UsageError
from lawgate.rehearsal.batch import batch_sheet, batch_table
from lawgate.rehearsal.declaration import ReplayDeclaration, parse_declaration
from lawgate.rehearsal.defects import label, spread_defects
from lawgate.rehearsal.holdings import record_ids, record_numbers, write_holdings
from lawgate.rehearsal.making import Making
from lawgate.rehearsal.rows import lay_out
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from lawgate.rehearsal.defects import Labels, Spread
    from lawgate.rehearsal.rows import World
    from lawgate.rehearsal.sheet import Ints, Table, Texts

BATCH, TRANSMITTAL, HOLDINGS, LABELS = (
    "batch.csv",
    "transmittal.json",
    "holdings.parquet",
    "labels.parquet",
)
_LARGEST_SEED = 2**63 - 1
_OFFSETS = 4_000_000


@dataclass(frozen=True, slots=True)
class SynthReport:
    """What was made: rows, people, rows of the holdings, rows by stratum and by defect, digests.

    `digests` are SHA-256 in lower-case hex by file name; `released` are the rows that each path of
    the counterfactual is to release.
    """

    rows: int
    people: int
    holdings_rows: int
    strata: Mapping[str, int]
    defects: Mapping[str, int]
    released: Mapping[str, int]
    digests: Mapping[str, str]


def synthesise(
    declaration: Mapping[str, object] | ReplayDeclaration,
    agreement_name: str,
    rows: int,
    seed: int,
    out: Path,
    progress: Callable[[str], None] | None = None,
    *,
    people_on_record: int | None = None,
) -> SynthReport:
    """Make a rehearsal of `rows` requests in the folder `out` (mode 0700), replacing its files.

    `people_on_record` are in the holdings (None: as declared for each row). Raises UsageError for
    figures that don't go together, DefectiveLawError for a declaration that can't be used,
    NotWritableError where the folder can't be written.
    """
    if not isinstance(declaration, ReplayDeclaration):
        declaration = parse_declaration(declaration, f"{agreement_name}/replay.yaml")
    if rows < 1 or not 0 <= seed <= _LARGEST_SEED:
        raise UsageError(
            f"A rehearsal can't have {rows:,} rows with seed {seed}.",
            remedy="Ask for at least one row, and a seed from 0 to 2^63 - 1.",
        )
    tell = progress or (lambda _: None)
    tell("people and rows")
    world = lay_out(declaration, rows, people_on_record, _chance(seed, "rows"))
    spread = spread_defects(declaration, world, _chance(seed, "defects"))
    labels = label(declaration, world, spread)
    sequence = _chance(seed, "sequence").permutation(rows)
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        out.chmod(0o700)
        return _write(
            declaration, agreement_name, out, _Made(world, spread, labels, sequence, seed), tell
        )
    except (OSError, duckdb.IOException) as error:
        raise NotWritableError(
            f"The rehearsal can't be written: {error}.",
            remedy="Name a folder that can be written, with room for it.",
            place=str(out),
        ) from error


@dataclass(frozen=True, slots=True)
class _Made:
    world: World
    spread: tuple[Spread, ...]
    labels: Labels
    sequence: Ints
    seed: int


def _chance(seed: int, part: str) -> np.random.Generator:
    """Give the chance of one part, so that no part's draws depend on another's."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(part.encode())]))


def _write(
    declaration: ReplayDeclaration,
    agreement_name: str,
    out: Path,
    made: _Made,
    tell: Callable[[str], None],
) -> SynthReport:
    world, seed = made.world, made.seed
    drawn = _chance(seed, "offsets").integers(0, _OFFSETS, 2)
    offsets = (int(drawn[0]), int(drawn[1]))
    tell("batch")
    day = declaration.transmittal.requested_on
    serial = 1 + _chance(seed, "serial").permutation(len(world.person))
    making = Making(day, _chance(seed, "values"), world.address + offsets[1], serial)
    sheet = batch_sheet(declaration, world, made.spread, making, offsets[0])
    batch = batch_table(declaration, sheet, world, made.sequence)
    del sheet, making
    _write_csv(batch, out / BATCH)
    tell("transmittal")
    _write_transmittal(declaration, agreement_name, batch, out)
    tell("holdings")
    numbers = record_numbers(world, _chance(seed, "records"))
    chance = _chance(seed, "holdings")
    held = write_holdings(out / HOLDINGS, declaration, world, numbers, offsets, chance)
    tell("labels")
    pq.write_table(_label_table(made, batch["request_id"], numbers), out / LABELS)
    return SynthReport(
        rows=len(world.person),
        people=world.on_record,
        holdings_rows=held,
        strata={block.stratum.name: len(block) for block in world.blocks},
        defects=_counted(made.spread),
        released=_released(world),
        digests={name: _digest(out / name) for name in (BATCH, TRANSMITTAL, HOLDINGS, LABELS)},
    )


def _write_csv(batch: Table, path: Path) -> None:
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": True}) as connection:
        connection.register("batch", batch)
        target = str(path).replace("'", "''")
        connection.execute(f"COPY batch TO '{target}' (FORMAT csv, HEADER true)")


def _write_transmittal(
    declaration: ReplayDeclaration, agreement_name: str, batch: Table, out: Path
) -> None:
    cover = declaration.transmittal
    named = pa.compute.unique(batch[declaration.recipients_from]).drop_null().to_pylist()
    stated = {
        "agreement": agreement_name,
        "requester": cover.requester,
        "signatory_name": cover.signatory_name,
        "signatory_office": cover.signatory_office,
        "requested_on": cover.requested_on.isoformat(),
        "row_count": len(batch),
        "sha256": _digest(out / BATCH),
        "attests_sole_use": cover.attests_sole_use,
        "attests_criminal_investigation": cover.attests_criminal_investigation,
        "recipients": sorted(named),
    }
    text = json.dumps(stated, ensure_ascii=False, indent=1) + "\n"
    (out / TRANSMITTAL).write_bytes(text.encode())


def _label_table(made: _Made, request_ids: Texts, numbers: Ints) -> Table:
    world, labels = made.world, made.labels
    source = world.copied[made.sequence]
    bits, gravity = labels.bits[source], labels.gravity[source]
    repeats = _repeats(source)
    for block in world.blocks:
        if block.stratum.person == "copy":
            for code in block.stratum.codes:
                bits[repeats] |= 1 << labels.codes.index(code)
            worst = Outcome(block.stratum.outcome or Outcome.SUFFICIENT).gravity
            gravity[repeats] = np.minimum(gravity[repeats], worst)
    outcomes = np.array([outcome.value for outcome in Outcome])
    kinds, which = np.unique(bits, return_inverse=True)
    lists = pa.array(
        [[c for k, c in enumerate(labels.codes) if int(kind) >> k & 1] for kind in kinds],
        pa.list_(pa.string()),
    )
    person = world.person[source]
    known = (person >= 0) & (person < world.on_record)
    sufficient = gravity == Outcome.SUFFICIENT.gravity
    return pa.table(
        {
            "row": pa.array(np.arange(1, len(source) + 1)),
            "request_id": request_ids,
            "defects": lists.take(pa.array(which)),
            "record_id": record_ids(np.where(known, numbers[np.where(known, person, 0)], 0)),
            "expected_request": pa.array(outcomes[gravity], pa.string()),
            "expected_record": pa.array(
                np.where(sufficient, outcomes[labels.record[source]], ""), pa.string()
            ),
        }
    )


def _repeats(source: Ints) -> Ints:
    """Give the positions of the rows that repeat a row written before them."""
    first = np.full(len(source), len(source), dtype=np.int64)
    np.minimum.at(first, source, np.arange(len(source)))
    return np.flatnonzero(first[source] < np.arange(len(source)))


def _counted(spread: tuple[Spread, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in spread:
        counts[one.defect.name] = counts.get(one.defect.name, 0) + len(one.rows)
    return counts


def _released(world: World) -> dict[str, int]:
    counts: dict[str, int] = {}
    for block in world.blocks:
        if block.stratum.path:
            counts[block.stratum.path] = counts.get(block.stratum.path, 0) + len(block)
    return counts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
