"""Reading an NDJSON batch: one JSON object (RFC 8259) a line.

Rules kept here: texts are verbatim, numbers as they are written (`1.0` stays `1.0`), truth values
`true` and `false`, null is missing. Names are compared after trimming and case folding. A line is
malformed if it is not UTF-8, not JSON, not an object, longer than 1 MiB, states a member twice or
holds a list or an object, a zero byte or half a surrogate pair in a declared column. A blank line
is no record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lawgate.procedure.batch_file import open_regular
from lawgate.procedure.csv_header import Layout, lay_out
from lawgate.procedure.csv_records import LONGEST_RECORD, NOT_UTF8, NUL_BYTE, TOO_LONG
from lawgate.procedure.request_tables import Malformed, RequestWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    import duckdb

    from lawgate.procedure.batch_file import BatchFile

_MOST_DROPPED = 1_000
_RECORDS_A_REPORT = 10_000


class _Unfit(Exception):  # noqa: N818 - carries the problem of one line to where it is set aside
    """The line is malformed for the reason in its text."""


class _Columns:
    """Where the members of an object belong; remembers which were seen."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.seen: set[str] = set()
        self.dropped: dict[str, None] = {}
        self._places = {column.casefold(): at for at, column in enumerate(columns)}
        self._known: dict[str, int] = {}

    def place(self, name: str) -> int:
        """Give the position of the declared column that `name` means; -1: none."""
        at = self._known.get(name)
        if at is None:
            at = self._places.get(name.strip().casefold(), -1)
            if at >= 0:
                self.seen.add(self.columns[at])
                self._known[name] = at
            elif len(self.dropped) < _MOST_DROPPED:
                self.dropped[_printable(name)] = None
                self._known[name] = at
        return at


def read_ndjson(
    db: duckdb.DuckDBPyConnection,
    batch: BatchFile,
    columns: tuple[str, ...],
    progress: Callable[[int], None],
) -> tuple[int, int, Layout]:
    """Fill both tables from `batch`; gives numbers of records and malformed ones, and the layout.

    At most 1,000 names of dropped members are remembered. Raises InputRefusedError where there are
    records and none that can be read has a `request_id`.
    """
    writer = RequestWriter(db, columns, columns)
    known = _Columns(columns)
    with open_regular(batch.path, "batch") as file:
        file.seek(batch.start)
        while line := file.readline(LONGEST_RECORD + 1):
            if len(line) > LONGEST_RECORD:
                _pass_over(file, line)
                writer.set_aside(Malformed(TOO_LONG, line[:LONGEST_RECORD]))
                continue
            raw = line.strip()
            if not raw:
                continue
            try:
                writer.add(_texts(raw, known), len(line))
            except _Unfit as unfit:
                writer.set_aside(Malformed(str(unfit), line.rstrip(b"\r\n")))
            if writer.records % _RECORDS_A_REPORT == 0:
                progress(file.tell())
    writer.finish()
    names = [column for column in columns if column in known.seen]
    if writer.records == writer.malformed:
        # Nothing could be read that would have columns: that they lack is not shown.
        names = list(columns)
    layout = lay_out([*names, *known.dropped], columns, batch.name)
    return writer.records, writer.malformed, layout


def _pass_over(file: BinaryIO, part: bytes) -> None:
    """Read on to the end of a line too long to be kept."""
    while part and not part.endswith(b"\n"):
        part = file.readline(LONGEST_RECORD)


def _texts(raw: bytes, known: _Columns) -> list[str | None]:
    """Give the texts of the declared columns of one line; raises _Unfit."""
    try:
        members = _DECODER.decode(raw.decode())
    except UnicodeDecodeError:
        raise _Unfit(NOT_UTF8) from None
    except json.JSONDecodeError as error:
        raise _Unfit(f"not JSON: {error.msg}") from None
    except RecursionError:
        raise _Unfit("JSON nested too deeply") from None
    if not isinstance(members, tuple):
        raise _Unfit("not a JSON object")
    escaped = b"\\u" in raw
    texts: list[str | None] = [None] * len(known.columns)
    filled: set[str | int] = set()
    for name, value in members:
        at = known.place(name)
        mark = at if at >= 0 else name
        if mark in filled:
            raise _Unfit("a member is stated twice")
        filled.add(mark)
        if at >= 0 and value is not None:
            texts[at] = _text(value, escaped=escaped)
    return texts


def _text(value: object, *, escaped: bool) -> str:
    """Render the JSON value of a declared column; numbers come as they are written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise _Unfit("a value that is a list or an object")
    if escaped:
        # Only an escape can bring in a zero byte or half a surrogate pair.
        if "\0" in value:
            raise _Unfit(NUL_BYTE)
        if _printable(value) != value:
            raise _Unfit(NOT_UTF8)
    return value


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _no_constant(text: str) -> Any:  # noqa: ANN401 - the type that json asks for
    raise _Unfit(f"not JSON: {text} is no number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=_no_constant
)
