"""The one-request reading: an expression walked node by node, the reference for all the others.

Four values: true, false, unknown (a fact is missing) and error (overflow). In `&&` and `||` the
absorbing value wins, then error, then unknown; everywhere else error wins over unknown.
"""

from __future__ import annotations

import operator
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from lawgate.engine.plan import Plan, Variant, finding_of, settle
from lawgate.law.expression import (
    Arithmetic,
    Choice,
    Compare,
    Comparison,
    Days,
    Expression,
    FactRef,
    Has,
    Literal,
    Logic,
    Member,
    Not,
    Operation,
)
from lawgate.law.facts import INT_HIGH, INT_LOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.terms import Determination, Finding, Stage, Value


class Neither(Enum):
    """The two values that are neither true nor false, nor any number or day."""

    UNKNOWN = "unknown"
    ERROR = "error"


Result = bool | int | str | Neither
"""What an expression gives: a value of its kind, or neither."""

_COMPARE = {
    Comparison.EQ: operator.eq,
    Comparison.NE: operator.ne,
    Comparison.LT: operator.lt,
    Comparison.LE: operator.le,
    Comparison.GT: operator.gt,
    Comparison.GE: operator.ge,
}
_COMPUTE = {
    Operation.ADD: operator.add,
    Operation.SUB: operator.sub,
    Operation.MUL: operator.mul,
}


def evaluate(node: Expression, facts: Mapping[str, Value]) -> Result:
    """Return the value of `node`; a fact that is None or absent is unknown. Dates are ISO text."""
    match node:
        case Literal():
            return node.value
        case FactRef(name=name):
            known = facts.get(name)
            return Neither.UNKNOWN if known is None else known
        case Has(fact=fact):
            return facts.get(fact.name) is not None
        case Not(operand=operand):
            value = evaluate(operand, facts)
            return value if isinstance(value, Neither) else not value
        case Logic():
            return _logic(node, facts)
        case Choice(test=test, then=then, otherwise=otherwise):
            chosen = evaluate(test, facts)
            if isinstance(chosen, Neither):
                return chosen
            return evaluate(then if chosen else otherwise, facts)
        case Member(needle=needle, values=values):
            value = evaluate(needle, facts)
            return value if isinstance(value, Neither) else value in {v.value for v in values}
        case Compare() | Arithmetic() | Days():
            return _strict(node, facts)


def _logic(node: Logic, facts: Mapping[str, Value]) -> Result:
    values = (evaluate(node.left, facts), evaluate(node.right, facts))
    absorbing = node.op.absorbing
    if any(value is absorbing for value in values):
        return absorbing
    for neither in (Neither.ERROR, Neither.UNKNOWN):
        if neither in values:
            return neither
    return not absorbing


def _strict(node: Compare | Arithmetic | Days, facts: Mapping[str, Value]) -> Result:
    first, second = (node.start, node.end) if isinstance(node, Days) else (node.left, node.right)
    left, right = evaluate(first, facts), evaluate(second, facts)
    for neither in (Neither.ERROR, Neither.UNKNOWN):
        if left is neither or right is neither:
            return neither
    if isinstance(node, Days):
        days = date.fromisoformat(str(right)) - date.fromisoformat(str(left))
        return days.days
    if isinstance(node, Compare):
        return bool(_COMPARE[node.op](left, right))  # type: ignore[arg-type]  # one kind by typing
    total: int = _COMPUTE[node.op](left, right)
    return total if INT_LOW <= total <= INT_HIGH else Neither.ERROR


def findings(
    plan: Plan, stage: Stage, facts: Mapping[str, Value]
) -> tuple[tuple[Finding, Variant], ...]:
    """Return the finding of every clause of `stage` in text order, with the values it names."""
    found = []
    for clause in plan.of_stage(stage):
        value = evaluate(clause.condition, facts)
        finding = finding_of(
            clause.verb,
            value=value if isinstance(value, bool) else None,
            erring=value is Neither.ERROR,
        )
        variant = tuple(str(facts[name]) for name in clause.message_facts)
        found.append((finding, variant))
    return tuple(found)


def determine(plan: Plan, stage: Stage, facts: Mapping[str, Value]) -> Determination:
    """Determine one request at `stage` from its facts (by declared name; None: unknown)."""
    return settle(plan, stage, findings(plan, stage, facts))
