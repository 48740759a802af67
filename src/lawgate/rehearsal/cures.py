"""What a batch would have met had a fault been put right on paper: counts only.

A cure replaces facts of the request stage for all rows by the values they would have had. Nothing
of it can be matched, approved or released, and no row stays. It refuses a cure of anything but
declared facts of the request stage, and values that such a fact can't have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.law.facts import Kind
from lawgate.procedure.adjudication import adjudicate_requests
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lawgate.engine.plan import Plan
    from lawgate.terms import Determination, Value

CuredValue = bool | int | str
"""What a cure puts in place of a fact; a date as its ISO 8601 text."""

_CURED, _CURED_VERDICTS = "cured_facts", "cured_verdicts"


def cure(
    db: duckdb.DuckDBPyConnection,
    plan: Plan,
    constants: Mapping[str, Value],
    cured: Mapping[str, CuredValue],
) -> tuple[tuple[Determination, ...], tuple[int, ...]]:
    """Count how the batch would be determined had the facts `cured` had these values.

    Reads `facts`; returns determinations and how many requests have each, as `Verdicts` does, and
    keeps no row. Raises DefectiveLawError for a fact that is not declared for the request stage
    or can't have the value.
    """
    for name, value in cured.items():
        _curable(plan, name, value)
    columns = {str(row[0]) for row in db.execute("DESCRIBE facts").fetchall()}
    replaced = ", ".join(
        f'{_literal(value)} AS "{name}"' for name, value in cured.items() if name in columns
    )
    replace = f"REPLACE ({replaced})" if replaced else ""
    same: dict[str, Value] = {n: v for n, v in cured.items() if n not in columns}
    db.execute(f"CREATE OR REPLACE TEMP VIEW {_CURED} AS SELECT * {replace} FROM facts")
    try:
        verdicts = adjudicate_requests(
            db, plan, {**constants, **same}, relation=_CURED, table=_CURED_VERDICTS
        )
        return verdicts.determinations, verdicts.counts
    finally:
        db.execute(f"DROP VIEW {_CURED}")
        db.execute(f"DROP TABLE IF EXISTS {_CURED_VERDICTS}")


def _literal(value: CuredValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)"
    return "'" + value.replace("'", "''") + "'"


def _curable(plan: Plan, name: str, value: CuredValue) -> None:
    fact = plan.facts.get(name)
    if fact is None or fact.stage is not Stage.REQUEST:
        raise DefectiveLawError(
            f"The cure of `{name}` cures no fact of the request stage.",
            remedy="Name a declared fact.",
            place="demo.yaml",
        )
    fits = {
        Kind.BOOL: isinstance(value, bool),
        Kind.INT: isinstance(value, int) and not isinstance(value, bool),
        Kind.DATE: isinstance(value, str),
        Kind.ENUM: value in fact.values,
    }
    if not fits[fact.kind]:
        raise DefectiveLawError(
            f"`{name}` can't be `{value}`.",
            remedy=f"Give a value of its kind ({fact.kind.value}).",
            place="demo.yaml",
        )
