"""Lawgate's clauses for engines that know only true and false.

Cedar, Rego and CEL have no *unknown* that survives a comparison: a missing attribute is an error or
undefined. So every clause is rewritten, tree to tree, into a condition that is true exactly where
Lawgate finds the clause met. Rules kept here: the rewriting is done once, in the same way for every
engine; facts that hold for the whole run are filled in and what they settle is settled beforehand,
which spares the engines work; guards are left out where an earlier one makes them needless. It
refuses arithmetic: its overflow is an error to Lawgate, and Cedar skips a rule that errs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lawgate.engine.single import Neither, evaluate
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
    facts_of,
)
from lawgate.law.facts import Kind
from lawgate.terms import Stage, Value, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.engine.plan import Plan

TRUE = Literal(value=True, kind=Kind.BOOL)
FALSE = Literal(value=False, kind=Kind.BOOL)

_OPPOSITE = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause: it blocks or refers exactly where `met` is false, which is where `unmet` is true.

    Neither is ever unknown. In both, `!` stands only before facts, memberships and `has`.
    """

    key: str
    met: Expression
    unmet: Expression


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule of the request stage, and the facts that they still ask for.

    `kinds` gives each fact's kind; `missing` are the facts that may be unknown.
    """

    rules: tuple[Rule, ...]
    kinds: Mapping[str, Kind]
    missing: frozenset[str]


def rules_of(plan: Plan, constants: Mapping[str, Value]) -> Rules:
    """Rewrite the request-stage clauses of `plan`, with the run's constants filled in.

    A clause that can't block any row of the run is left out. Raises ValueError where a clause
    computes with integers.
    """
    known = {name: value for name, value in constants.items() if value is not None}
    missing = frozenset(
        name for name, fact in plan.facts.items() if fact.may_be_missing and name not in known
    )
    clauses = plan.of_stage(Stage.REQUEST)
    filled = {clause.key: _filled(clause.condition, plan, known) for clause in clauses}
    permits = [filled[clause.key] for clause in clauses if clause.verb is Verb.PERMIT]
    rewriting = Rewriting(missing)
    found = []
    for clause in clauses:
        if clause.verb is Verb.PERMIT:
            continue
        wanted = [filled[clause.key]] if clause.verb is not Verb.DEFAULT else permits
        truth = clause.verb in (Verb.REQUIRE, Verb.DEFAULT)
        met: Expression = FALSE
        for node in wanted:
            met = disjoined(met, rewriting.definitely(node, truth=truth))
        if met != TRUE:
            found.append(Rule(clause.key, met, rewriting.definitely(met, truth=False)))
    names = dict.fromkeys(name for rule in found for name in facts_of(rule.met))
    kinds = {name: plan.facts[name].kind for name in names}
    return Rules(tuple(found), kinds, missing & kinds.keys())


def _filled(node: Expression, plan: Plan, known: Mapping[str, Value]) -> Expression:
    """Put the run's constants in, and settle what mentions no other fact."""
    match node:
        case FactRef(name=name, kind=kind) if (value := known.get(name)) is not None:
            return Literal(value, kind)
        case Has(fact=fact):
            sure = fact.name in known or not plan.facts[fact.name].may_be_missing
            return TRUE if sure else node
        case Arithmetic():
            raise ValueError("A clause that computes with integers is not translated.")
        case Not(operand=operand):
            done: Expression = replace(node, operand=_filled(operand, plan, known))
        case Compare() | Logic():
            left, right = (_filled(part, plan, known) for part in (node.left, node.right))
            done = replace(node, left=left, right=right)
        case Member(needle=needle):
            done = replace(node, needle=_filled(needle, plan, known))
        case Choice(test=test, then=then, otherwise=otherwise):
            parts = [_filled(part, plan, known) for part in (test, then, otherwise)]
            done = replace(node, test=parts[0], then=parts[1], otherwise=parts[2])
        case Days(start=start, end=end):
            done = replace(node, start=_filled(start, plan, known), end=_filled(end, plan, known))
        case Literal() | FactRef():
            return node
    if facts_of(done):
        return done
    settled = evaluate(done, {})
    assert not isinstance(settled, Neither)  # noqa: S101  (no fact, so unknown; no arithmetic)
    return Literal(settled, done.kind)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Rewrites three-valued trees; `missing` are the facts that may be unknown."""

    missing: frozenset[str]

    def definitely(
        self, node: Expression, *, truth: bool, known: frozenset[str] = frozenset()
    ) -> Expression:
        """Give a condition that is true exactly where `node` is `truth`: never where unknown.

        `known` are facts that the place where it will stand has already found to be known.
        """
        match node:
            case Literal(value=value):
                return TRUE if value is truth else FALSE
            case Has():
                return node if truth else Not(node)
            case Not(operand=operand):
                return self.definitely(operand, truth=not truth, known=known)
            case Logic():
                return self._logic(node, truth, known)
            case Choice(test=test, then=then, otherwise=otherwise):
                yes = self._both(test, then, on=True, truth=truth, known=known)
                no = self._both(test, otherwise, on=False, truth=truth, known=known)
                return disjoined(yes, no)
            case Compare(op=op, left=left, right=right):
                plain = replace(
                    node, op=op if truth else _OPPOSITE[op],
                    left=self._value(left, known), right=self._value(right, known),
                )  # fmt: skip
                sure = conjoined(self._is_known(left, known), self._is_known(right, known))
                return conjoined(sure, plain)
            case Member(needle=needle):
                member = replace(node, needle=self._value(needle, known))
                sure = self._is_known(needle, known)
                return conjoined(sure, member if truth else Not(member))
            case FactRef():
                return conjoined(self._is_known(node, known), node if truth else Not(node))
            case Arithmetic() | Days():
                raise ValueError("A number is neither true nor false.")

    def _logic(self, node: Logic, truth: bool, known: frozenset[str]) -> Expression:  # noqa: FBT001
        left = self.definitely(node.left, truth=truth, known=known)
        both = (node.op is Connective.AND) is truth
        further = known | implied(left, truth=both)
        right = self.definitely(node.right, truth=truth, known=further)
        return conjoined(left, right) if both else disjoined(left, right)

    def _both(
        self, test: Expression, branch: Expression, *, on: bool, truth: bool, known: frozenset[str]
    ) -> Expression:
        """Where `test` is `on`, and then `branch` is `truth`."""
        first = self.definitely(test, truth=on, known=known)
        second = self.definitely(branch, truth=truth, known=known | implied(first, truth=True))
        return conjoined(first, second)

    def _is_known(self, node: Expression, known: frozenset[str]) -> Expression:
        match node:
            case Literal() | Has():
                return TRUE
            case FactRef(name=name):
                return Has(node) if name in self.missing - known else TRUE
            case Days(start=start, end=end):
                return conjoined(self._is_known(start, known), self._is_known(end, known))
            case Choice(test=test, then=then, otherwise=otherwise) if node.kind is not Kind.BOOL:
                yes = self.definitely(test, truth=True, known=known)
                no = self.definitely(test, truth=False, known=known)
                return disjoined(
                    conjoined(yes, self._is_known(then, known)),
                    conjoined(no, self._is_known(otherwise, known)),
                )
            case _:
                return disjoined(
                    self.definitely(node, truth=True, known=known),
                    self.definitely(node, truth=False, known=known),
                )

    def _value(self, node: Expression, known: frozenset[str]) -> Expression:
        """Give the operand as it stands where it is known; truth values inside it made definite."""
        match node:
            case Literal() | FactRef():
                return node
            case Days(start=start, end=end):
                return replace(node, start=self._value(start, known), end=self._value(end, known))
            case Choice(test=test, then=then, otherwise=otherwise) if node.kind is not Kind.BOOL:
                return replace(
                    node, test=self.definitely(test, truth=True, known=known),
                    then=self._value(then, known), otherwise=self._value(otherwise, known),
                )  # fmt: skip
            case _:
                return self.definitely(node, truth=True, known=known)


def implied(node: Expression, *, truth: bool) -> frozenset[str]:
    """Name facts that are known wherever the two-valued `node` is `truth`."""
    match node:
        case Has(fact=fact):
            return frozenset({fact.name}) if truth else frozenset()
        case Not(operand=operand):
            return implied(operand, truth=not truth)
        case Logic(op=op, left=left, right=right) if (op is Connective.AND) is truth:
            return implied(left, truth=truth) | implied(right, truth=truth)
        case _:
            return frozenset()


def conjoined(left: Expression, right: Expression) -> Expression:
    """Join with `&&`, leaving out what is settled."""
    if FALSE in (left, right):
        return FALSE
    if left == TRUE:
        return right
    return left if right == TRUE else Logic(Connective.AND, left, right)


def disjoined(left: Expression, right: Expression) -> Expression:
    """Join with `||`, leaving out what is settled."""
    if TRUE in (left, right):
        return TRUE
    if left == FALSE:
        return right
    return left if right == FALSE else Logic(Connective.OR, left, right)
