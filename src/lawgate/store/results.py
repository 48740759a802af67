"""The files of one adjudication: written aside, then all made visible together.

Rules kept here: rows stand in row order and equal inputs give equal bytes; a file appears whole or
not at all; what the requester may be told goes into `sent-back.csv` and its legend, nothing else.
It knows determinations, not law.
"""

from __future__ import annotations

import csv
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from lawgate.errors import NotWritableError
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from lawgate.terms import Determination, Reason

ROWS_A_GROUP = 131_072
"""Rows of one Parquet row group, and of one step of writing."""

DETERMINATIONS = "determinations.parquet"
SENT_BACK = "sent-back.csv"
LEGEND = "clauses.csv"
MALFORMED = "malformed.csv"
SUMMARY = "summary.json"
RUN = "run.json"
REPEATS = "repeats.csv"
PUBLISHED = (DETERMINATIONS, SENT_BACK, LEGEND, MALFORMED, REPEATS, SUMMARY, RUN)
"""Every file of a run, in the sequence in which they become visible."""


@dataclass(frozen=True, slots=True)
class Results:
    """The folder that results are published to, and the private one they are written in first."""

    folder: Path
    aside: Path

    def publish(self, names: Sequence[str]) -> None:
        """Make the finished files visible, dropping what an earlier run left under their names.

        Raises NotWritableError.
        """
        for name in names:
            if (self.folder / name).is_dir():
                raise NotWritableError(
                    f"A folder named {name} stands where a result belongs.",
                    remedy="Remove it or name another output folder.",
                    place=str(self.folder / name),
                )
        try:
            for name in names:
                (self.aside / name).chmod(0o600)
                os.replace(self.aside / name, self.folder / name)  # noqa: PTH105  (atomic)
        except OSError as fault:
            raise _not_writable(self.folder, fault) from None

    def write_determinations(
        self,
        db: duckdb.DuckDBPyConnection,
        table: str,
        determinations: Sequence[Determination],
        metadata: Mapping[str, str],
    ) -> None:
        """Write `determinations.parquet` from `table` (row, request_id, verdict)."""
        book = _book(determinations)
        schema = pa.schema(
            [("row", pa.int64()), ("request_id", pa.string())]
            + [(name, column.type) for name, column in book.items()]
        )

        def filled(batch: pa.RecordBatch) -> pa.RecordBatch:
            chosen = [column.take(batch.column(2)) for column in book.values()]
            return pa.RecordBatch.from_arrays(
                [batch.column(0), batch.column(1), *chosen], schema=schema
            )

        path = self.aside / DETERMINATIONS
        try:
            with (
                pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer,
                ThreadPoolExecutor(1) as ahead,
            ):
                for batch in ahead.map(filled, _in_rows(db, table)):
                    writer.write_batch(batch, row_group_size=ROWS_A_GROUP)
                writer.add_key_value_metadata(dict(metadata))
        except OSError as fault:
            raise _not_writable(path, fault) from None

    def write_sent_back(
        self, db: duckdb.DuckDBPyConnection, table: str, determinations: Sequence[Determination]
    ) -> None:
        """Write `sent-back.csv`: every row that the request stage did not find sufficient."""
        told = [d.outcome is not Outcome.SUFFICIENT for d in determinations]
        book = pa.table(
            {
                "verdict": pa.array(range(len(determinations)), pa.int32()),
                "told": pa.array(told, pa.bool_()),
                "outcome": [d.outcome.value for d in determinations],
                "clauses": [";".join(r.legend for r in d.reasons) for d in determinations],
            }
        )
        db.register("told_verdicts", book)
        starts = ", ".join(f"'{start}'" for start in ("=", "+", "-", "@"))
        target = str(self.aside / SENT_BACK).replace("'", "''")
        # A spreadsheet would run an identifier that starts like a formula.
        safe = (
            f"CASE WHEN left(request_id, 1) IN ({starts}, chr(9), chr(13)) "
            "THEN '''' || request_id ELSE request_id END"
        )
        try:
            db.execute(
                f"""COPY (SELECT row, {safe} AS request_id, outcome, clauses
                FROM {table} JOIN told_verdicts USING (verdict) WHERE told ORDER BY row)
                TO '{target}' (FORMAT csv, HEADER)"""
            )
        except db_error() as fault:
            raise _not_writable(self.aside / SENT_BACK, fault) from None
        finally:
            db.unregister("told_verdicts")

    def write_legend(self, lines: Iterable[Reason]) -> None:
        """Write `clauses.csv`: what each key of `sent-back.csv` stands for."""
        rows = [(line.legend, line.citation, line.message) for line in lines]
        self._write_rows(LEGEND, ("clause", "citation", "message"), rows)

    def write_malformed(self, db: duckdb.DuckDBPyConnection) -> None:
        """Write `malformed.csv` from the table `malformed` (row, problem, raw)."""
        found = db.execute("SELECT row, problem, raw FROM malformed ORDER BY row")

        def rows() -> Iterator[tuple[str, ...]]:
            while batch := found.fetchmany(10_000):
                for row, problem, raw in batch:
                    yield (str(row), problem, escaped(raw))

        self._write_rows(MALFORMED, ("row", "problem", "raw"), rows())

    def write_repeats(self, db: duckdb.DuckDBPyConnection) -> None:
        """Write `repeats.csv` from the table `repeats`: which row answers each exact repeat."""
        found = db.execute("SELECT row, answered_by_row FROM repeats ORDER BY row").fetchall()
        told = ((str(row), str(answered)) for row, answered in found)
        self._write_rows(REPEATS, ("row", "answered_by_row"), told)

    def write_json(self, name: str, content: Mapping[str, object]) -> None:
        """Write `content` as indented JSON with sorted keys."""
        text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        try:
            (self.aside / name).write_text(text, encoding="utf-8")
        except OSError as fault:
            raise _not_writable(self.aside / name, fault) from None

    def _write_rows(
        self, name: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]
    ) -> None:
        try:
            with (self.aside / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)
        except OSError as fault:
            raise _not_writable(self.aside / name, fault) from None


def escaped(raw: bytes) -> str:
    r"""Write bytes as text: `\x` escapes where they are no UTF-8, `\\` for a backslash."""
    text = raw.replace(b"\\", b"\\\\").decode("utf-8", errors="backslashreplace")
    return text.replace("\0", "\\x00")


def db_error() -> type[Exception]:
    """Return the class of DuckDB's errors."""
    import duckdb  # noqa: PLC0415  (types only, elsewhere)

    return duckdb.Error


def _not_writable(path: Path, fault: Exception) -> NotWritableError:
    return NotWritableError(
        f"The results can't be written ({fault}).",
        remedy="Free space or name another folder, then run again: it ends in the same bytes.",
        place=str(path),
    )


def _in_rows(db: duckdb.DuckDBPyConnection, table: str) -> Iterator[pa.RecordBatch]:
    query = db.sql(f"SELECT row, request_id, verdict FROM {table} ORDER BY row")
    yield from query.to_arrow_reader(ROWS_A_GROUP)


def _book(determinations: Sequence[Determination]) -> dict[str, pa.Array]:
    """Lay out each determination once, its texts as dictionaries; rows take from it by index."""
    texts = pa.dictionary(pa.int32(), pa.string())
    reasons = [reason for d in determinations for reason in d.reasons]
    parts = {
        "clause": [r.clause for r in reasons],
        "citation": [r.citation for r in reasons],
        "outcome": [r.finding.value for r in reasons],
        "message": [r.message for r in reasons],
    }
    struct = pa.StructArray.from_arrays(
        [pa.array(values, pa.string()).dictionary_encode() for values in parts.values()],
        names=list(parts),
    )
    offsets = [0]
    for d in determinations:
        offsets.append(offsets[-1] + len(d.reasons))
    return {
        "outcome": pa.array([d.outcome.value for d in determinations], texts),
        "items": pa.array([list(d.items) for d in determinations], pa.list_(pa.string())),
        "reasons": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), struct),
        "stage": pa.array([d.stage.value for d in determinations], texts),
    }
