"""Mutants of law: each clause with one small thing changed, to see whether the cases notice.

A mutant keeps its clause's key, verb, outcome and sentence and changes the condition in one place,
or leaves the clause out. Whoever survives every case shows what the cases do not test. Mutants are
made from the conditions alone, in text order, so a list of them is stable.

Rules kept here: a mutant always differs from its clause as written; only the mutated clause is read
again, since no clause depends on another but through `settle`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lawgate.engine.plan import Plan, Variant, finding_of, settle
from lawgate.engine.single import Neither, evaluate, findings
from lawgate.law.expression import (
    Arithmetic,
    Choice,
    Compare,
    Comparison,
    Connective,
    Days,
    Expression,
    FactRef,
    Has,
    Literal,
    Logic,
    Member,
    Not,
    Operation,
    render,
)
from lawgate.law.facts import Kind
from lawgate.terms import Finding, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lawgate.law.facts import Fact
    from lawgate.law.instrument import Clause
    from lawgate.terms import Outcome, Stage, Value

_FLIPPED = {
    Comparison.EQ: (Comparison.NE,),
    Comparison.NE: (Comparison.EQ,),
    Comparison.LT: (Comparison.LE, Comparison.GE),
    Comparison.LE: (Comparison.LT, Comparison.GT),
    Comparison.GT: (Comparison.GE, Comparison.LE),
    Comparison.GE: (Comparison.GT, Comparison.LT),
}
_CHANGED = {
    Operation.ADD: Operation.SUB,
    Operation.SUB: Operation.ADD,
    Operation.MUL: Operation.ADD,
}
REMOVED = "the clause is left out"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One clause changed in one place; `condition` is None where the clause is left out."""

    clause: Clause
    change: str
    condition: Expression | None

    @property
    def name(self) -> str:
        """The clause and the change: the same for the same text of law."""
        return f"{self.clause.key}: {self.change}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the cases say about one request: its facts, and what must come of them."""

    plan: Plan
    stage: Stage
    facts: Mapping[str, Value]
    outcome: Outcome
    legends: tuple[str, ...]


def mutants(clauses: Iterable[Clause], facts: Mapping[str, Fact]) -> Iterator[Mutant]:
    """Yield every mutant of `clauses`, in text order; the default denial is only left out."""
    for clause in clauses:
        yield Mutant(clause, REMOVED, None)
        if clause.verb is Verb.DEFAULT:
            continue
        seen = {clause.condition}
        told: Counter[str] = Counter()
        for change, condition in _changed(clause.condition, facts):
            if condition not in seen:
                seen.add(condition)
                told[change] += 1
                # The same words may stand twice in one condition.
                which = f" ({told[change]})" if told[change] > 1 else ""
                yield Mutant(clause, change + which, condition)


def survivors(some: Iterable[Mutant], trials: Sequence[Trial]) -> list[Mutant]:
    """Return the mutants that no trial notices: each still ends as it must.

    The trials must hold for the law as written; one that does not would notice every mutant.
    """
    found = [findings(trial.plan, trial.stage, trial.facts) for trial in trials]
    return [
        mutant
        for mutant in some
        if not any(
            _noticed(mutant, trial, known) for trial, known in zip(trials, found, strict=True)
        )
    ]


def _noticed(mutant: Mutant, trial: Trial, known: tuple[tuple[Finding, Variant], ...]) -> bool:
    clauses = trial.plan.of_stage(trial.stage)
    place = next((n for n, c in enumerate(clauses) if c.key == mutant.clause.key), None)
    if place is None:
        return False
    plan = trial.plan
    if mutant.condition is None:
        kept = tuple(clause for clause in plan.clauses if clause.key != mutant.clause.key)
        plan, known = replace(plan, clauses=kept), (*known[:place], *known[place + 1 :])
    else:
        value = evaluate(mutant.condition, trial.facts)
        finding = finding_of(
            mutant.clause.verb,
            value=value if isinstance(value, bool) else None,
            erring=value is Neither.ERROR,
        )
        if finding is known[place][0]:
            return False
        known = (*known[:place], (finding, known[place][1]), *known[place + 1 :])
    told = settle(plan, trial.stage, known)
    legends = tuple(reason.legend for reason in told.reasons)
    return told.outcome is not trial.outcome or legends != trial.legends


def _changed(node: Expression, facts: Mapping[str, Fact]) -> Iterator[tuple[str, Expression]]:
    """Yield `node` changed in one place, each with words for the change."""
    for change in _here(node, facts):
        yield f"{render(node)} → {render(change)}", change
    for name, child in _operands(node):
        for told, change in _changed(child, facts):
            # Every operand's field takes any expression of the operand's kind.
            yield told, replace(node, **{name: change})  # type: ignore[arg-type]


def _operands(node: Expression) -> tuple[tuple[str, Expression], ...]:
    match node:
        case Compare() | Logic() | Arithmetic():
            return (("left", node.left), ("right", node.right))
        case Not():
            return (("operand", node.operand),)
        case Choice():
            return (("test", node.test), ("then", node.then), ("otherwise", node.otherwise))
        case Days():
            return (("start", node.start), ("end", node.end))
        case Literal() | FactRef() | Has() | Member():
            return ()


def _here(node: Expression, facts: Mapping[str, Fact]) -> Iterator[Expression]:
    """Yield what `node` itself can be changed into."""
    match node:
        case Literal():
            yield from _near(node)
        case FactRef(kind=Kind.BOOL) | Has():
            yield Not(node)
        case Not(operand=operand):
            yield operand
        case Logic(op=op, left=left, right=right):
            other = Connective.OR if op is Connective.AND else Connective.AND
            yield from (replace(node, op=other), left, right, Not(node))
        case Compare(op=op):
            yield from (replace(node, op=flipped) for flipped in _FLIPPED[op])
            yield from _swapped(node, facts)
        case Member(values=values):
            yield Not(node)
            kept = [values[:n] + values[n + 1 :] for n in range(len(values))]
            yield from (replace(node, values=rest, listed=None) for rest in kept)
            yield from _added(node, facts)
        case Choice(then=then, otherwise=otherwise):
            yield from (replace(node, then=otherwise, otherwise=then), then, otherwise)
        case Arithmetic(op=op):
            yield replace(node, op=_CHANGED[op])
        case Days(start=start, end=end):
            yield replace(node, start=end, end=start)
        case _:
            return


def _near(node: Literal) -> Iterator[Expression]:
    """Yield the values next to a constant."""
    if node.kind is Kind.BOOL:
        yield replace(node, value=not node.value)
    elif node.kind is Kind.INT:
        yield from (replace(node, value=int(node.value) + step) for step in (-1, 1))
    elif node.kind is Kind.DATE:
        day = date.fromisoformat(str(node.value))
        for step in (-1, 1):
            yield replace(node, value=(day + timedelta(days=step)).isoformat())


def _swapped(node: Compare, facts: Mapping[str, Fact]) -> Iterator[Expression]:
    """Yield the comparison with each other value of an enumerated fact."""
    match node:
        case Compare(left=FactRef(kind=Kind.ENUM, name=name), right=Literal() as literal):
            others = [value for value in facts[name].values if value != literal.value]
            yield from (replace(node, right=replace(literal, value=v)) for v in others)
        case _:
            return


def _added(node: Member, facts: Mapping[str, Fact]) -> Iterator[Expression]:
    """Yield the list with each value of the fact that it does not hold."""
    if isinstance(node.needle, FactRef) and node.needle.kind is Kind.ENUM:
        held = {literal.value for literal in node.values}
        for value in facts[node.needle.name].values:
            if value not in held:
                grown = (*node.values, Literal(value, Kind.ENUM))
                yield replace(node, values=grown, listed=None)
