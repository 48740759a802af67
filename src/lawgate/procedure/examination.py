"""Examination: from requests to facts, for a batch at once and for one request.

Rules kept here: every request-stage fact of every request is derived, whatever the others are; the
two readings share each declaration; batch-wide facts are computed once; what depends on the
transmittal or the clock alone is a constant of the run. No record is read here and nothing decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.examine.batch import BatchWide
from lawgate.examine.layers import columns_of, layered
from lawgate.examine.pattern import quoted_name, quoted_text
from lawgate.examine.registry import resolve
from lawgate.examine.rendering import (
    IsRecipient,
    OfClock,
    OfTransmittal,
    Reach,
    Rendering,
    transmittal_texts,
)
from lawgate.examine.text import install
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import duckdb

    from lawgate.examine.declaration import Test, Text
    from lawgate.law.facts import Fact, Item, WordTable
    from lawgate.terms import Transmittal, Value

_SAMPLE = 20_000
_FEW = 0.05


def examine_batch(
    db: duckdb.DuckDBPyConnection,
    facts: Mapping[str, Fact],
    words: Mapping[str, WordTable],
    items: Mapping[str, Item],
    transmittal: Transmittal,
) -> None:
    """Make the table `facts` of the table `requests`, in no sequence of its own.

    `requests`: row BIGINT and the agreement's columns as VARCHAR. `facts`: row, request_id, and one
    column for each request-stage fact that is no constant of the run, named as declared: VARCHAR
    (enumerated, never NULL), BIGINT, BOOLEAN, DATE or NULL. Raises DefectiveLawError as `resolve`.
    """
    install(db)
    renderings = _renderings(facts, words, items, transmittal)
    rows = {name: each for name, each in renderings.items() if each.reach is Reach.ROW}
    batch = {name: each for name, each in renderings.items() if isinstance(each, BatchWide)}
    tables: dict[str, str] = {}
    try:
        few = _with_few_texts(db, _alone(rows, batch))
        joins, shown, keys = _examine_few(db, rows, few, tables)
        for number, (name, rendering) in enumerate(batch.items()):
            tables[name] = table = f"shared_{number}"
            db.execute(
                f"CREATE OR REPLACE TEMP TABLE {table} AS {rendering.query('requests', few)}"
            )
            joins.append(_join(table, rendering.key))
            keys |= dict.fromkeys(rendering.key)
            kind = "VARCHAR" if rendering.values else "BIGINT"
            alone = f"{quoted_text(str(rendering.alone))}::{kind}"
            shown[name] = f"coalesce({table}.value, {alone})"
        _assemble(
            db,
            rows,
            joins,
            {
                name: shown.get(name, _base(name))
                for name in renderings
                if name in shown or name in rows
            },
            keys,
        )
    finally:
        for table in tables.values():
            db.execute(f"DROP TABLE IF EXISTS {table}")


def run_constants(
    facts: Mapping[str, Fact],
    words: Mapping[str, WordTable],
    transmittal: Transmittal,
    clock: Mapping[str, date],
) -> dict[str, Value]:
    """Give the request-stage facts that depend on the transmittal or the clock alone, by name.

    `clock` maps `as_of`, `known_by` and `requested_on` to days; dates come as ISO 8601 text.
    """
    constants: dict[str, Value] = {}
    for name, fact in facts.items():
        if fact.stage is not Stage.REQUEST:
            continue
        rendering = _resolved(fact, words, {})
        if isinstance(rendering, OfClock):
            constants[name] = rendering.of(clock)
        elif isinstance(rendering, OfTransmittal):
            constants[name] = rendering.of(transmittal)
        elif rendering.reach is Reach.RUN:
            constants[name] = rendering.single(transmittal_texts(transmittal, rendering.columns))
    return constants


@dataclass(frozen=True, slots=True)
class SingleExamination:
    """The one-request reading of every request-stage fact that is no constant of the run."""

    renderings: Mapping[str, Rendering]

    def of(
        self, request: Mapping[str, str | None], batch_facts: Mapping[str, Value] | None = None
    ) -> dict[str, Value]:
        """Give the facts of one request by name, as `examine_batch` would; dates as ISO text.

        `request` maps the agreement's columns to texts; `batch_facts` are the batch-wide facts of
        the request in its batch, without which it is a batch of one. Constants of the run are left
        to `run_constants`.
        """
        values: dict[str, Value] = {}
        for name, rendering in self.renderings.items():
            known = batch_facts is not None and rendering.reach is Reach.BATCH
            if known and batch_facts is not None and name in batch_facts:
                values[name] = batch_facts[name]
            else:
                values[name] = rendering.single(request)
        return values


def single_examination(
    facts: Mapping[str, Fact],
    words: Mapping[str, WordTable],
    items: Mapping[str, Item],
    transmittal: Transmittal,
) -> SingleExamination:
    """Prepare to examine one request after another. Raises DefectiveLawError as `resolve`."""
    renderings = _renderings(facts, words, items, transmittal)
    kept = {name: each for name, each in renderings.items() if each.reach is not Reach.RUN}
    return SingleExamination(kept)


def examine_request(
    request: Mapping[str, str | None],
    facts: Mapping[str, Fact],
    words: Mapping[str, WordTable],
    items: Mapping[str, Item],
    transmittal: Transmittal,
    batch_facts: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """Give the facts of one request, as `SingleExamination.of`, prepared for this one alone."""
    return single_examination(facts, words, items, transmittal).of(request, batch_facts)


def _renderings(
    facts: Mapping[str, Fact],
    words: Mapping[str, WordTable],
    items: Mapping[str, Item],
    transmittal: Transmittal,
) -> dict[str, Rendering]:
    """Give the rendering of each request-stage fact, bound to the transmittal where it asks it."""
    renderings: dict[str, Rendering] = {}
    for name, fact in facts.items():
        if fact.stage is Stage.REQUEST:
            rendering = _resolved(fact, words, items)
            if isinstance(rendering, IsRecipient):
                rendering = rendering.bound(transmittal)
            renderings[name] = rendering
    return renderings


def _resolved(fact: Fact, words: Mapping[str, WordTable], items: Mapping[str, Item]) -> Rendering:
    try:
        return resolve(fact.derivation, words, items)
    except DefectiveLawError as error:
        raise DefectiveLawError(
            error.problem, remedy=error.remedy, place=error.place or fact.place
        ) from error


def _examine_few(
    db: duckdb.DuckDBPyConnection,
    rows: dict[str, Rendering],
    few: frozenset[str],
    tables: dict[str, str],
) -> tuple[list[str], dict[str, str], dict[str, None]]:
    """Derive facts of columns with few distinct texts once a text; take them out of `rows`.

    Gives the joins that bring them back, the SQL of each fact, and the columns joined on.
    """
    by_column: dict[str, list[str]] = {}
    for name, rendering in rows.items():
        if len(rendering.columns) == 1:
            by_column.setdefault(rendering.columns[0], []).append(name)
    joins: list[str] = []
    shown: dict[str, str] = {}
    keys: dict[str, None] = {}
    for number, column in enumerate(name for name in by_column if name in few):
        outputs = {name: rows.pop(name) for name in by_column[column]}
        table = tables[f"few {column}"] = f"few_{number}"
        source = f"(SELECT DISTINCT {quoted_name(column)} FROM requests)"
        query = row_query(source, (column,), outputs)
        db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {query}")
        joins.append(_join(table, (column,)))
        keys[column] = None
        shown |= {name: f"{table}.{quoted_name(name)}" for name in outputs}
    return joins, shown, keys


def _alone(rows: Mapping[str, Rendering], batch: Mapping[str, BatchWide]) -> tuple[str, ...]:
    """Give the columns that a fact of the row, or the key of a batch-wide one, rests on alone."""
    sole = [each.columns for each in rows.values()] + [each.key for each in batch.values()]
    return tuple(dict.fromkeys(names[0] for names in sole if len(names) == 1 and names != ("row",)))


def _with_few_texts(db: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> frozenset[str]:
    """Give the columns in which texts recur; a sample decides, and only time depends on it."""
    if not columns:
        return frozenset()
    names = ", ".join(map(quoted_name, columns))
    counts = ", ".join(f"count(DISTINCT {quoted_name(column)})" for column in columns)
    counted = db.execute(
        f"SELECT count(*), {counts} FROM (SELECT {names} FROM requests LIMIT {_SAMPLE})"
    ).fetchall()
    total, *distinct = counted[0]
    return frozenset(
        column for column, count in zip(columns, distinct, strict=True) if count <= _FEW * total
    )


def row_query(source: str, carried: Sequence[str], outputs: Mapping[str, Rendering]) -> str:
    """Give a SELECT of the carried columns and the outputs over a source with raw columns."""
    declared: dict[str, Text | Test] = {}
    raw: dict[str, str] = {}
    for name, rendering in outputs.items():
        declaration = rendering.declaration
        if declaration is not None:
            declared[name] = declaration
        else:
            raw[name] = rendering.columnar({each: quoted_name(each) for each in rendering.columns})
    folded = columns_of(declared.values())
    if raw:
        added = ", ".join(f"{sql} AS {quoted_name(name)}" for name, sql in raw.items())
        kept = ", ".join(map(quoted_name, dict.fromkeys((*carried, *folded))))
        source = f"(SELECT {kept}, {added} FROM {source})"
    return layered(source, (*carried, *raw), folded, declared)


def _join(table: str, key: Sequence[str]) -> str:
    on = " AND ".join(
        f"{table}.{quoted_name(name)} IS NOT DISTINCT FROM base.{quoted_name(name)}" for name in key
    )
    return f"LEFT JOIN {table} ON {on}"


def _base(name: str) -> str:
    return f"base.{quoted_name(name)}"


def _assemble(
    db: duckdb.DuckDBPyConnection,
    rows: Mapping[str, Rendering],
    joins: Sequence[str],
    shown: Mapping[str, str],
    keys: Mapping[str, None],
) -> None:
    """Make `facts`. A join keeps no sequence, and sorting so many columns would cost a second."""
    carried = tuple(dict.fromkeys(("row", "request_id", *keys)))
    base = row_query("requests", carried, rows)
    columns = ["base.row", "base.request_id"]
    columns += [f"{sql} AS {quoted_name(name)}" for name, sql in shown.items()]
    query = f"SELECT {', '.join(columns)} FROM ({base}) base {' '.join(joins)}"
    db.execute(f"CREATE OR REPLACE TABLE facts AS {query}")
