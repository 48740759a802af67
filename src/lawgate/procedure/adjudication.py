"""Adjudication: facts in, determinations out, first for requests and then for matched records.

1. The plan's statement finds every clause's finding for every row of a relation of facts.
2. Rows with one signature share one determination, settled once.
3. Pass two evaluates clauses of the record stage only and never changes a finding of pass one.

The caller owes the relation: `facts` (row, request_id, a column a fact) for pass one; for pass two
`record_facts`, the same joined with the facts of the match. No record is read here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lawgate.engine.columnar import Statement, compile_plan
from lawgate.terms import Determination, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lawgate.engine.plan import Plan
    from lawgate.terms import Value


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One pass over a batch: `determinations[verdict]` for every row of the table `table`.

    `table` has row (BIGINT), request_id (VARCHAR), verdict (INTEGER); `counts` is how many rows
    each verdict has.
    """

    table: str
    determinations: tuple[Determination, ...]
    counts: tuple[int, ...]

    def outcomes(self) -> Counter[Outcome]:
        """Count rows by outcome."""
        total: Counter[Outcome] = Counter()
        for determination, count in zip(self.determinations, self.counts, strict=True):
            total[determination.outcome] += count
        return total

    def legend_lines(self) -> Counter[str]:
        """Count rows by the legend line of each reason they have."""
        total: Counter[str] = Counter()
        for determination, count in zip(self.determinations, self.counts, strict=True):
            for line in {reason.legend for reason in determination.reasons}:
                total[line] += count
        return total


def adjudicate_requests(
    db: duckdb.DuckDBPyConnection,
    plan: Plan,
    constants: Mapping[str, Value],
    *,
    relation: str = "facts",
    table: str = "request_verdicts",
) -> Verdicts:
    """Determine every row of `relation` at the request stage into `table`."""
    return _adjudicate(db, compile_plan(plan, Stage.REQUEST, constants, relation=relation), table)


def adjudicate_records(
    db: duckdb.DuckDBPyConnection, plan: Plan, constants: Mapping[str, Value], first: Verdicts
) -> Verdicts:
    """Determine the matched rows at the record stage and return the verdicts on all rows.

    Reads `record_facts` (only rows that were sufficient) and makes the table `final_verdicts`. The
    items of an eligible row are those pass one granted it.
    """
    statement = compile_plan(plan, Stage.RECORD, constants, relation="record_facts")
    second = _adjudicate(db, statement, "record_verdicts")
    width = len(second.determinations)
    # A row's final determination is a pair: what the record stage found, what pass one granted.
    db.execute(
        f"""CREATE OR REPLACE TABLE final_verdicts AS
        SELECT f.row, f.request_id, CAST(CASE WHEN s.verdict IS NULL THEN f.verdict
          ELSE {len(first.determinations)} + f.verdict::BIGINT * {width} + s.verdict END AS BIGINT)
          AS verdict
        FROM {first.table} f LEFT JOIN {second.table} s USING (row) ORDER BY f.row"""
    )
    found = db.execute(
        "SELECT verdict, count(*) FROM final_verdicts GROUP BY verdict ORDER BY verdict"
    ).fetchall()
    kept: list[Determination] = []
    for verdict, _ in found:
        granted, record = divmod(verdict - len(first.determinations), max(width, 1))
        if verdict < len(first.determinations):
            kept.append(first.determinations[verdict])
        else:
            kept.append(_with_items(second.determinations[record], first.determinations[granted]))
    renumber = ", ".join(f"({verdict}, {n})" for n, (verdict, _) in enumerate(found))
    if found:
        db.execute(
            f"""CREATE OR REPLACE TABLE final_verdicts AS
            SELECT f.row, f.request_id, CAST(n.place AS INTEGER) AS verdict
            FROM final_verdicts f JOIN (VALUES {renumber}) n(verdict, place) USING (verdict)
            ORDER BY f.row"""
        )
    return Verdicts("final_verdicts", tuple(kept), tuple(count for _, count in found))


def _with_items(record: Determination, request: Determination) -> Determination:
    return replace(record, items=request.items) if record.outcome is Outcome.ELIGIBLE else record


def _adjudicate(db: duckdb.DuckDBPyConnection, statement: Statement, table: str) -> Verdicts:
    words = ", ".join(f"w{n}" for n in range(statement.words))
    db.execute(f"CREATE OR REPLACE TEMP TABLE signed_rows AS {statement.sql()}")
    found = db.execute(
        f"SELECT {words}, count(*) FROM signed_rows GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    determinations = tuple(statement.determine(signature) for *signature, _ in found)
    # Both numberings follow the sorted signatures, so they agree.
    db.execute(
        f"""CREATE OR REPLACE TABLE {table} AS
        SELECT s.row, s.request_id, n.verdict FROM signed_rows s JOIN (
          SELECT {words}, CAST(row_number() OVER (ORDER BY {words}) - 1 AS INTEGER) AS verdict
          FROM (SELECT DISTINCT {words} FROM signed_rows)) n USING ({words}) ORDER BY s.row"""
    )
    db.execute("DROP TABLE signed_rows")
    return Verdicts(table, determinations, tuple(count for *_, count in found))
