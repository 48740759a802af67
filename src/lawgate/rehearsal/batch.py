"""The batch: every column of every row as text, in the mixed sequence in which it is written.

Columns about the person come from the world, the others from the declared fillings; defects come
last and win. A row whose address a defect touches states its address in columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lawgate.rehearsal import addresses, people
from lawgate.rehearsal.rows import ADDRESS_STYLES, NAME_STYLES
from lawgate.rehearsal.sheet import Ints, Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawgate.rehearsal.declaration import ReplayDeclaration
    from lawgate.rehearsal.defects import Spread
    from lawgate.rehearsal.making import Making
    from lawgate.rehearsal.rows import World

REQUEST_ID = "request_id"
ADDRESS_COLUMNS = ("address_line", "city", "state", "postal_code")


def batch_sheet(
    declaration: ReplayDeclaration,
    world: World,
    spread: Sequence[Spread],
    making: Making,
    offset: int,
) -> Sheet:
    """Put every column but the request's number on a sheet; rows stand in their blocks.

    `offset` sets the sequence of identifiers.
    """
    sheet = Sheet(len(world.person))
    originals = np.flatnonzero(world.person >= 0)
    in_columns = np.zeros(sheet.count, dtype=bool)
    for one in spread:
        if set(one.defect.states) & set(ADDRESS_COLUMNS):
            in_columns[one.rows] = True
    _put_names(sheet, world, originals)
    _put_numbers(sheet, world, originals, offset)
    _put_addresses(sheet, originals, np.where(in_columns, 0, world.address_style), making)
    clean = _rows(world, clean=True)
    others = np.setdiff1d(originals, clean, assume_unique=True)
    for filling in declaration.fillings:
        making.fill(sheet, filling, clean, others)
    for one in spread:
        for column, maker in one.defect.states.items():
            making.put(sheet, [column], maker, one.rows)
    return sheet


def batch_table(
    declaration: ReplayDeclaration, sheet: Sheet, world: World, sequence: Ints
) -> Table:
    """Give the batch with its declared columns, rows in `sequence`; the sheet is used up."""
    source = world.copied[sequence]
    numbers = pa.array(np.arange(1, sheet.count + 1)).cast(pa.string())
    digits = max(7, len(str(sheet.count)))
    made = {REQUEST_ID: addresses.joined(pa.scalar("R"), pc.utf8_lpad(numbers, digits, "0"))}
    return pa.table(
        {
            column: made[column] if column in made else sheet.take(column, source)
            for column in declaration.columns
        }
    )


def _rows(world: World, *, clean: bool) -> Ints:
    found = [b.rows for b in world.blocks if b.stratum.clean is clean]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _put_names(sheet: Sheet, world: World, originals: Ints) -> None:
    who = world.people
    for code, style in enumerate(NAME_STYLES):
        rows = originals[world.name_style[originals] == code]
        named = world.named[rows]
        if style == "swapped":
            last, first = people.given_names(who.first[named]), people.surnames(who.last[named])
            middle = people.given_names(who.middle[named])
        else:
            last = people.surnames(who.last[named], style)
            given = style if style in {"capitals", "stripped"} else "plain"
            first = people.given_names(who.first[named], given)
            middle = people.given_names(who.middle[named], given)
        sheet.put("last_name", rows, last)
        sheet.put("first_name", rows, first)
        sheet.put("middle_name", rows, middle)


def _put_numbers(sheet: Sheet, world: World, originals: Ints, offset: int) -> None:
    born = originals[world.birth_stated[originals]]
    sheet.put("date_of_birth", born, people.births(world.people.born[world.named[born]]))
    stating = originals[world.identifier[originals] >= 0]
    sheet.put("tin", stating, people.identifiers(world.identifier[stating], offset))


def _put_addresses(sheet: Sheet, originals: Ints, styles: Ints, making: Making) -> None:
    for code, style in enumerate(ADDRESS_STYLES):
        rows = originals[styles[originals] == code]
        parts = addresses.parts_of(making.stated[rows])
        line = addresses.lines(parts, long=style == "restyled")
        city, state, postal = addresses.localities(parts)
        if style == "one_field":
            words = [line, city, addresses.joined(state, pa.scalar(" "), postal)]
            sheet.put("address_line", rows, pc.binary_join_element_wise(*words, ", "))
            continue
        if style == "capitals":
            line, city = pc.utf8_upper(line), pc.utf8_upper(city)
        for column, values in zip(ADDRESS_COLUMNS, (line, city, state, postal), strict=True):
            sheet.put(column, rows, values)
