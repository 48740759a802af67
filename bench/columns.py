"""Columns against one request: the same random facts through both readings, all of it compared.

Each round draws a day, a cover and its requests' facts anew; outcome, items and every reason with
its sentence must be equal. Facts drawn freely hardly ever make a request that nothing blocks, so
half of the rows start from one that was searched for, with a few facts drawn again.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb

from bench.generated import Maker, table_of
from lawgate.app.library import load
from lawgate.engine import plan as plans
from lawgate.engine.single import determine
from lawgate.examine.registry import resolve
from lawgate.examine.rendering import Reach
from lawgate.law.expression import facts_of
from lawgate.procedure.adjudication import adjudicate_requests
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.engine.plan import Plan
    from lawgate.law.agreement import Agreement
    from lawgate.terms import Value

_ROUND = 10_000
_SHOWN = 20
_BASES, _STEPS, _AGAIN = 5, 400, 3


def measure(law: str, as_of: str, count: int, seed: int) -> dict[str, Any]:
    """Compare the readings on `count` generated requests; give how many, and what differed."""
    agreement = load(law)
    chance = Random(seed)  # noqa: S311  (no secret is drawn)
    days = [as_of, *sorted({day.isoformat() for day in _days(agreement)})]
    differing: list[str] = []
    compared = 0
    outcomes: dict[str, int] = {}
    of_the_run = _of_the_run(agreement)
    while compared < count:
        day = date.fromisoformat(days[0] if chance.random() < 0.5 else chance.choice(days))  # noqa: PLR2004
        plan = plans.build(agreement, day, day)
        several = min(_ROUND, count - compared)
        differing += _round(plan, of_the_run, several, chance, outcomes)
        compared += several
    return {
        "compared": compared, "disagreements": len(differing), "differing": differing[:_SHOWN],
        "outcomes": outcomes,
    }  # fmt: skip


def _days(agreement: Agreement) -> list[date]:
    """Give the days on which some instrument begins or ends to be in force."""
    spans = [instrument.in_force for instrument in agreement.instruments]
    return [day for span in spans for day in (span.start, span.end) if day is not None]


def _of_the_run(agreement: Agreement) -> set[str]:
    """Name the facts that are one for a whole run."""
    return {
        name
        for name, fact in agreement.facts.items()
        if fact.stage is Stage.REQUEST
        and resolve(fact.derivation, agreement.words, agreement.items).reach is Reach.RUN
    }


def _unblocked(
    plan: Plan, maker: Maker, chance: Random, fixed: Mapping[str, Value]
) -> dict[str, Value]:
    """Search for facts that nothing blocks, `fixed` ones kept; give the last tried otherwise."""
    free = [name for name in maker.facts if name not in fixed]
    facts = {**maker.draw(free, chance), **fixed}
    conditions = {clause.key: clause.condition for clause in plan.of_stage(Stage.REQUEST)}
    for _ in range(_STEPS):
        reasons = determine(plan, Stage.REQUEST, facts).reasons
        if not reasons:
            break
        blamed = facts_of(conditions[chance.choice(reasons).clause])
        facts |= maker.draw([name for name in blamed if name not in fixed], chance)
    return facts


def _row(
    names: Sequence[str], maker: Maker, chance: Random, bases: Sequence[Mapping[str, Value]]
) -> dict[str, Value]:
    if chance.random() < 0.5:  # noqa: PLR2004
        return maker.draw(names, chance)
    base = chance.choice(bases)
    again = maker.draw(chance.sample(names, chance.randint(0, _AGAIN)), chance)
    return {name: again.get(name, base[name]) for name in names}


def _round(
    plan: Plan, constant: set[str], several: int, chance: Random, outcomes: dict[str, int]
) -> list[str]:
    maker = Maker.of(plan)
    first = _unblocked(plan, maker, chance, {})
    constants = {name: first[name] for name in sorted(constant)}
    names = [name for name in maker.facts if name not in constant]
    bases = [_unblocked(plan, maker, chance, constants) for _ in range(_BASES)]
    rows = [_row(names, maker, chance, bases) for _ in range(several)]
    with duckdb.connect(config={"threads": 1}) as db:
        db.register("drawn", table_of(rows, maker.facts))
        db.execute("CREATE TABLE facts AS SELECT * FROM drawn")
        verdicts = adjudicate_requests(db, plan, constants)
        told = db.execute(f"SELECT verdict FROM {verdicts.table} ORDER BY row").fetchall()
    differing = []
    for row, (verdict,) in zip(rows, told, strict=True):
        one = determine(plan, Stage.REQUEST, {**constants, **row})
        outcomes[one.outcome.value] = outcomes.get(one.outcome.value, 0) + 1
        if one != verdicts.determinations[verdict]:
            differing.append(f"{plan.as_of}: {constants} {row}")
    return differing
