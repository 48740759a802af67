"""Values by their declared kind: picks, days before the request, serial numbers, parts, names.

The one place where a `Maker` becomes an Arrow array of strings. It knows no column by name and no
value that an agreement does not declare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lawgate.rehearsal import addresses, people
from lawgate.rehearsal.makers import Serial
from lawgate.rehearsal.sheet import Ints, Texts, chosen, texts

if TYPE_CHECKING:
    from datetime import date

    from lawgate.rehearsal.makers import DaysBefore, Filling, Maker
    from lawgate.rehearsal.sheet import Sheet

KEEP = "own"
"""The choice that leaves what stood there."""


@dataclass(frozen=True, slots=True)
class Making:
    """What values are made from: the day of the request, chance, and two arrays over the rows.

    `stated`: numbers of the stated addresses; `serial`: serial numbers, unrelated to the strata.
    """

    requested_on: date
    chance: np.random.Generator
    stated: Ints
    serial: Ints

    def values(self, maker: Maker, rows: Ints) -> tuple[Texts, Ints | None]:
        """Make one value for each of the rows: values, and codes where rows share them."""
        count = len(rows)
        if maker.days_before:
            return self._days(maker.days_before, count)
        if maker.parts:
            words = [self._part(part, rows) for part in maker.parts]
            return addresses.joined(*words), None
        if maker.person_name:
            return people.full_names(count, self.chance), None
        if maker.impossible_identifier:
            return people.impossible_identifiers(count), None
        if maker.address_part:
            parts = addresses.parts_of(self.stated[rows])
            alone = maker.address_part == "street"
            render = addresses.street_alone if alone else addresses.number_alone
            return render(parts), None
        return texts([maker.same]), np.zeros(count, dtype=np.int64)

    def _days(self, window: DaysBefore, count: int) -> tuple[Texts, Ints]:
        """Draw ISO 8601 days from `most` to `least` days before the request."""
        span = range(window.least, window.most + 1)
        calendar = texts((self.requested_on - timedelta(days=n)).isoformat() for n in span)
        return calendar, self.chance.integers(0, len(span), count)

    def picks(self, maker: Maker, count: int) -> Ints:
        """Draw one choice of `one_of` for each of `count` rows."""
        choices = len(maker.one_of or ())
        weights = np.array(maker.weights or [1] * choices, dtype=np.float64)
        edges = np.cumsum(weights) / weights.sum()
        drawn = np.searchsorted(edges, self.chance.random(count), side="right")
        return np.minimum(drawn, choices - 1).astype(np.int64)

    def put(self, sheet: Sheet, columns: list[str], maker: Maker, rows: Ints) -> None:
        """Make the values of `columns` for `rows` and put them on the sheet."""
        if maker.one_of is None:
            values, codes = self.values(maker, rows)
            for column in columns:
                sheet.put(column, rows, values, codes)
            return
        drawn = self.picks(maker, len(rows))
        for k, column in enumerate(columns):
            choices = [entry[k] if isinstance(entry, list) else entry for entry in maker.one_of]
            kept = np.array([choice == KEEP for choice in choices])
            changed = ~kept[drawn]
            sheet.put(column, rows[changed], texts(choices), drawn[changed])

    def fill(self, sheet: Sheet, filling: Filling, clean: Ints, others: Ints) -> None:
        """Put what a filling states on the sheet."""
        rows = {"clean": clean, "others": others, "all": np.sort(np.concatenate([clean, others]))}
        self.put(sheet, filling.columns, filling, rows[filling.rows])

    def _part(self, part: list[str] | Serial, rows: Ints) -> Texts:
        if isinstance(part, Serial):
            digits = pa.array(self.serial[rows]).cast(pa.string())
            return pc.utf8_lpad(digits, part.serial, "0")
        return chosen(texts(part), self.chance.integers(0, len(part), len(rows)))
