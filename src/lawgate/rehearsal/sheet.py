"""Columns put together from pieces: each piece gives the values of some rows, the last one wins.

The columns of a batch come from many makers (people, fillings, defects), each for its own rows. A
sheet gathers their pieces and takes every value once, in the wanted sequence of rows. It knows no
column by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ints = npt.NDArray[np.int64]
Texts = Any
"""An Arrow array of strings; the library publishes no types."""
Table = Any
"""An Arrow table, likewise."""


def texts(values: Iterable[str | None]) -> Texts:
    """Give the values as an Arrow array of strings; None is a missing one."""
    return pa.array(list(values), pa.string())


def chosen(vocabulary: Texts, codes: Ints) -> Texts:
    """Give `vocabulary[code]` for every code."""
    return vocabulary.take(pa.array(codes))


def assembled(count: int, pieces: Sequence[tuple[Ints, Texts]]) -> Texts:
    """Give one array of `count` strings; a row that no piece covers is missing."""
    whole = np.arange(count, dtype=np.int64)
    sheet = Sheet(count)
    for rows, values in pieces:
        sheet.put("", rows, values)
    return sheet.take("", whole)


class Sheet:
    """Pieces of columns over `count` rows, numbered from 0."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pieces: dict[str, list[tuple[Ints, Texts, Ints]]] = {}

    def put(self, column: str, rows: Ints, values: Texts, codes: Ints | None = None) -> None:
        """State `values` in `column` for `rows`; what stood there is replaced.

        With `codes`, each row's value is the one of that number; without, there are as many values
        as rows.
        """
        if len(rows):
            which = np.arange(len(rows), dtype=np.int64) if codes is None else codes
            self._pieces.setdefault(column, []).append((rows, values, which))

    def take(self, column: str, sequence: Ints) -> Texts:
        """Give a column with its rows in `sequence`, and forget it; uncovered rows are missing."""
        values = [pa.nulls(1, pa.string())]
        source = np.zeros(self.count, dtype=np.int64)
        filled = 1
        for rows, piece, codes in self._pieces.pop(column, []):
            source[rows] = filled + codes
            filled += len(piece)
            values.append(piece)
        return pa.chunked_array(values).combine_chunks().take(pa.array(source[sequence]))
