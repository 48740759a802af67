"""Lowers one typed expression to SQL: a value that may be NULL, and beside it whether it errs.

The pair is what keeps four values apart in an engine that has three: `value` is NULL where the
expression is unknown or erring; `error` (None where nothing can err) is true exactly where it errs,
and never NULL itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

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
)
from lawgate.law.facts import INT_HIGH, INT_LOW, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.law.facts import Fact
    from lawgate.terms import Value

_COMPARE: dict[Comparison, type[exp.Expression]] = {
    Comparison.EQ: exp.EQ,
    Comparison.NE: exp.NEQ,
    Comparison.LT: exp.LT,
    Comparison.LE: exp.LTE,
    Comparison.GT: exp.GT,
    Comparison.GE: exp.GTE,
}
_COMPUTE: dict[Operation, type[exp.Binary]] = {
    Operation.ADD: exp.Add,
    Operation.SUB: exp.Sub,
    Operation.MUL: exp.Mul,
}
_SQL_TYPE = {
    Kind.BOOL: exp.DataType.Type.BOOLEAN,
    Kind.INT: exp.DataType.Type.BIGINT,
    Kind.DATE: exp.DataType.Type.DATE,
    Kind.ENUM: exp.DataType.Type.VARCHAR,
}


@dataclass(frozen=True, slots=True)
class Lowered:
    """SQL of a value, and of whether computing it errs (None: it never does)."""

    value: exp.Expression
    error: exp.Expression | None = None


def lower(node: Expression, facts: Mapping[str, Fact], constants: Mapping[str, Value]) -> Lowered:
    """Lower `node`; facts named in `constants` become literals, all others quoted columns."""
    match node:
        case Literal():
            return Lowered(_literal(node.value, node.kind))
        case FactRef(name=name, kind=kind):
            if name in constants:
                return Lowered(_literal(constants[name], kind))
            return Lowered(exp.column(name, quoted=True))
        case Has(fact=fact):
            inner = lower(fact, facts, constants).value
            return Lowered(_not(exp.Is(this=inner, expression=exp.null())))
        case Not(operand=operand):
            below = lower(operand, facts, constants)
            return Lowered(_not(below.value), below.error)
        case Logic(op=op, left=left, right=right):
            return _logic(op, lower(left, facts, constants), lower(right, facts, constants))
        case Choice(test=test, then=then, otherwise=otherwise):
            parts = [lower(part, facts, constants) for part in (test, then, otherwise)]
            return _choice(*parts)
        case Member(needle=needle, values=values):
            return _member(lower(needle, facts, constants), values)
        case Compare(op=op, left=left, right=right):
            first, second = lower(left, facts, constants), lower(right, facts, constants)
            value = _COMPARE[op](this=_paren(first.value), expression=_paren(second.value))
            return Lowered(value, _either(first.error, second.error))
        case Arithmetic(op=op, left=left, right=right):
            return _arithmetic(op, lower(left, facts, constants), lower(right, facts, constants))
        case Days(start=start, end=end):
            first, second = lower(start, facts, constants), lower(end, facts, constants)
            days = exp.DateDiff(this=second.value, expression=first.value, unit=exp.var("DAY"))
            return Lowered(days, _either(first.error, second.error))


def _literal(value: Value, kind: Kind) -> exp.Expression:
    if value is None:
        return exp.cast(exp.null(), _SQL_TYPE[kind])
    if kind is Kind.BOOL:
        return exp.true() if value else exp.false()
    if kind is Kind.INT:
        return exp.cast(exp.Literal.number(str(value)), _SQL_TYPE[kind])
    text = exp.Literal.string(str(value))
    return exp.cast(text, _SQL_TYPE[kind]) if kind is Kind.DATE else text


def _paren(node: exp.Expression) -> exp.Expression:
    return (
        exp.paren(node.copy()) if isinstance(node, exp.Binary | exp.Not | exp.Is) else node.copy()
    )


def _not(node: exp.Expression) -> exp.Expression:
    return exp.Not(this=exp.paren(node.copy()))


def _either(left: exp.Expression | None, right: exp.Expression | None) -> exp.Expression | None:
    if left is None or right is None:
        return left if right is None else right
    return exp.Or(this=exp.paren(left.copy()), expression=exp.paren(right.copy()))


def _is(node: exp.Expression, *, truth: bool) -> exp.Expression:
    """Tell definitely whether a value is true (or false): never NULL."""
    return exp.Coalesce(this=_paren(node) if truth else _not(node), expressions=[exp.false()])


def _logic(op: Connective, left: Lowered, right: Lowered) -> Lowered:
    joined = exp.And if op is Connective.AND else exp.Or
    value = joined(this=_paren(left.value), expression=_paren(right.value))
    error = _either(left.error, right.error)
    if error is None:
        return Lowered(value)
    absorbed = exp.Or(
        this=_is(left.value, truth=op.absorbing), expression=_is(right.value, truth=op.absorbing)
    )
    return Lowered(value, exp.And(this=exp.paren(error), expression=_not(absorbed)))


def _choice(test: Lowered, then: Lowered, otherwise: Lowered) -> Lowered:
    value = (
        exp.Case()
        .when(test.value.copy(), then.value.copy())
        .when(_not(test.value), otherwise.value.copy())
    )
    error = test.error
    for chosen, truth in ((then, True), (otherwise, False)):
        if chosen.error is not None:
            taken = exp.And(
                this=_is(test.value, truth=truth), expression=exp.paren(chosen.error.copy())
            )
            error = _either(error, taken)
    return Lowered(value, error)


def _member(needle: Lowered, values: tuple[Literal, ...]) -> Lowered:
    if not values:
        # `IN ()` is no SQL: nothing is in an empty list, and an unknown stays unknown.
        known = _not(exp.Is(this=_paren(needle.value), expression=exp.null()))
        return Lowered(exp.Case().when(known, exp.false()), needle.error)
    listed = [_literal(value.value, value.kind) for value in values]
    return Lowered(exp.In(this=_paren(needle.value), expressions=listed), needle.error)


def _arithmetic(op: Operation, left: Lowered, right: Lowered) -> Lowered:
    """Compute in 128 bits, where two 64-bit operands can't overflow, and check the range."""
    wide = _COMPUTE[op](
        this=exp.cast(left.value.copy(), exp.DataType.Type.INT128),
        expression=exp.cast(right.value.copy(), exp.DataType.Type.INT128),
    )
    low, high = (
        exp.cast(exp.Literal.number(str(bound)), exp.DataType.Type.INT128)
        for bound in (INT_LOW, INT_HIGH)
    )
    fits = exp.Between(this=exp.paren(wide), low=low, high=high)
    narrow = exp.cast(exp.paren(wide.copy()), exp.DataType.Type.BIGINT)
    value = exp.Case().when(fits, narrow)
    overflow = exp.Coalesce(this=_not(fits), expressions=[exp.false()])
    return Lowered(value, _either(_either(left.error, right.error), overflow))
