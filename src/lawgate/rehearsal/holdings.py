"""The synthetic custodian's records: one Parquet file, one row for each address a person has had.

Written in slices, so that millions of people need little memory. Rows stand by record, an earlier
address before a later one; the current one is last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lawgate.rehearsal import addresses, people
from lawgate.rehearsal.rows import EARLIER, OLDEST
from lawgate.rehearsal.sheet import Ints, Table, Texts, chosen, texts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from lawgate.rehearsal.declaration import ReplayDeclaration
    from lawgate.rehearsal.makers import DaysBefore
    from lawgate.rehearsal.rows import World

_SLICE = 250_000
_EPOCH_ORDINAL = 719_163  # 1970-01-01


def record_numbers(world: World, chance: np.random.Generator) -> Ints:
    """Draw the number of each recorded person's record, from 1, in no relation to the rows."""
    return 1 + chance.permutation(world.on_record)


def record_ids(numbers: Ints) -> Texts:
    """Render record numbers; below 1 there is none."""
    texts_of = pc.utf8_lpad(pa.array(np.maximum(numbers, 0)).cast(pa.string()), 8, "0")
    made = addresses.joined(pa.scalar("H"), texts_of)
    return pc.if_else(pa.array(numbers > 0), made, pa.scalar(None, pa.string()))


def write_holdings(
    path: Path,
    declaration: ReplayDeclaration,
    world: World,
    numbers: Ints,
    offsets: tuple[int, int],
    chance: np.random.Generator,
) -> int:
    """Write the holdings to `path` and give the number of rows.

    `offsets` set the sequences of identifiers and of addresses.
    """
    shape, day = declaration.holdings, declaration.transmittal.requested_on
    by_record = np.argsort(numbers).astype(np.int64)
    dated = {
        0: _days(shape.current_days, day, world.on_record, chance),
        EARLIER: _days(shape.earlier_days, day, world.on_record, chance),
        OLDEST: _days(shape.oldest_days, day, world.on_record, chance),
    }
    between = _days(shape.between_days, day, world.on_record, chance)
    dated[EARLIER] = np.where(world.moved > 1, between, dated[EARLIER])
    moved = world.moved.copy()
    at_random = chance.random(world.on_record) * 100 < shape.moved_percent
    moved[(moved == 0) & at_random] = 1
    sources = chance.integers(0, len(shape.sources), world.on_record)
    written, writer = 0, None
    try:
        for start in range(0, world.on_record, _SLICE):
            some = by_record[start : start + _SLICE]
            stands = [some[moved[some] > 1] + OLDEST, some[moved[some] > 0] + EARLIER, some]
            which = np.concatenate(stands)
            added = np.repeat([OLDEST, EARLIER, 0], [len(stand) for stand in stands])
            person = which - added
            sequence = np.argsort(numbers[person], kind="stable")
            person, added = person[sequence], added[sequence]
            as_of = np.select([added == key for key in dated], [d[person] for d in dated.values()])
            table = _slice(world, person, added, numbers, offsets)
            table = table.append_column(
                "address_as_of", pa.array(as_of.astype(np.int32)).cast(pa.date32())
            )
            source = (sources[person] + added // EARLIER) % len(shape.sources)
            table = table.append_column("address_source", chosen(texts(shape.sources), source))
            table = table.append_column("is_current", pa.array(added == 0))
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
            written += len(table)
    finally:
        if writer:
            writer.close()
    return written


def _slice(
    world: World, person: Ints, added: Ints, numbers: Ints, offsets: tuple[int, int]
) -> Table:
    who = world.people
    home = np.where(added == 0, world.home[person], person + added)
    parts = addresses.parts_of(home + offsets[1])
    city, state, postal = addresses.localities(parts)
    return pa.table(
        {
            "record_id": record_ids(numbers[person]),
            "tin": people.identifiers(person, offsets[0]),
            "last_name": people.surnames(who.last[person]),
            "first_name": people.given_names(who.first[person]),
            "middle_name": people.given_names(who.middle[person]),
            "date_of_birth": pa.array(who.born[person].astype(np.int32)).cast(pa.date32()),
            "address_line": addresses.lines(parts),
            "city": city,
            "state": state,
            "postal_code": postal,
        }
    )


def _days(window: DaysBefore, day: date, count: int, chance: np.random.Generator) -> Ints:
    before = chance.integers(window.least, window.most + 1, count)
    return np.asarray(day.toordinal() - _EPOCH_ORDINAL - before)
