"""The plan walked for one request: every clause, what it found, and which part of it decided.

A reading for people: it computes nothing that `single` and `plan` don't. It answers for the request
stage; what a record would say is not told here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.engine.plan import effect, finding_of, settle
from lawgate.engine.single import Neither, Result, evaluate, findings
from lawgate.law.expression import Choice, Expression, Logic, Not, facts_of, render
from lawgate.terms import Finding, Stage, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.engine.plan import Plan, Variant
    from lawgate.law.instrument import Clause
    from lawgate.terms import Determination, Outcome, Reason, Value


@dataclass(frozen=True, slots=True)
class Step:
    """One clause tried on one request.

    `facts` are the values it used, by declared name; `deciding` is the smallest part of its
    condition that settled it; `reason` stands where the clause blocks or refers.
    """

    clause: Clause
    finding: Finding
    facts: Mapping[str, Value]
    deciding: str
    outcome: Outcome | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every step in the order of the text, and the determination they settle into."""

    determination: Determination
    steps: tuple[Step, ...]


def explain(plan: Plan, facts: Mapping[str, Value]) -> Explanation:
    """Explain one request from its facts and the run's constants (declared name to value)."""
    found = findings(plan, Stage.REQUEST, facts)
    determination = settle(plan, Stage.REQUEST, found)
    denied = {r.clause for r in determination.reasons}
    steps = []
    for clause, (finding, variant) in zip(plan.request_clauses, found, strict=True):
        told = finding
        if clause.verb is Verb.DEFAULT:
            told = Finding.UNMET if clause.key in denied else Finding.MET
        outcome = effect(clause, told)
        steps.append(
            Step(
                clause,
                told,
                {name: facts.get(name) for name in facts_of(clause.condition)},
                "" if clause.verb is Verb.DEFAULT else render(deciding(clause.condition, facts)),
                outcome,
                plan.reason(clause, told, variant) if outcome is not None else None,
            )
        )
    return Explanation(determination, tuple(steps))


def deciding(node: Expression, facts: Mapping[str, Value]) -> Expression:
    """Return the smallest part of a condition that gives it its value.

    Of `&&` and `||` that is the first operand that settles it, or the whole where it takes both.
    """
    match node:
        case Not(operand=operand):
            inner = deciding(operand, facts)
            return node if inner == operand else inner
        case Logic():
            return _of_logic(node, evaluate(node, facts), facts)
        case Choice(test=test, then=then, otherwise=otherwise):
            chosen = evaluate(test, facts)
            if isinstance(chosen, Neither):
                return deciding(test, facts)
            return deciding(then if chosen else otherwise, facts)
        case _:
            return node


def _of_logic(node: Logic, value: Result, facts: Mapping[str, Value]) -> Expression:
    if value is not node.op.absorbing and not isinstance(value, Neither):
        return node
    operands = (node.left, node.right)
    settling = next(part for part in operands if evaluate(part, facts) is value)
    return deciding(settling, facts)


def legend(plan: Plan) -> tuple[Reason, ...]:
    """List every reason that the request stage can give, in text order (findings aside).

    Values that a sentence names but that meet its clause whatever else holds are left out.
    """
    return tuple(
        plan.reason(clause, Finding.UNMET, variant)
        for clause in plan.request_clauses
        for variant in plan.variants(clause)
        if not _met_by(clause, variant)
    )


def _met_by(clause: Clause, variant: Variant) -> bool:
    known = dict(zip(clause.message_facts, variant, strict=True))
    if clause.verb is Verb.PERMIT or not set(facts_of(clause.condition)) <= set(known):
        return False
    value = evaluate(clause.condition, known)
    truth = value if isinstance(value, bool) else None
    return clause.verb is not Verb.DEFAULT and finding_of(clause.verb, value=truth) is Finding.MET
