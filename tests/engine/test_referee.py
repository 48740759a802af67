"""Expressions against an outside referee: Google's CEL runtime, compared on true, false, neither.

How the two are brought together, since CEL has neither our dates nor our unknowns:

- a fact `a.b` is the field `a_b` of a map `f`; a missing fact is a missing key, so `has(f.a_b)` is
  CEL's own `has`, and reading it is CEL's own error;
- a date is an integer, its day in the calendar, and `days(a, b)` is `b - a`;
- *neither* is anything that is not true or false. CEL gives an error for a missing key and for an
  overflow; we tell unknown and error apart, and both count as neither here. In `&&` and `||` both
  sides let true or false absorb them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from cel_expr_python import cel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawgate.engine.single import evaluate
from lawgate.law.expression import (
    Arithmetic,
    Choice,
    Compare,
    Days,
    Expression,
    FactRef,
    Has,
    Literal,
    Logic,
    Member,
    Not,
)
from lawgate.law.facts import Kind
from tests.strategies import FACTS, conditions, fact_rows

if TYPE_CHECKING:
    from lawgate.terms import Value

ENV = cel.NewEnv(variables={"f": cel.Type.Map(cel.Type.STRING, cel.Type.DYN)})
FEW_ROWS = st.lists(fact_rows, min_size=1, max_size=5)
NEITHER = "neither"


def day(text: object) -> int:
    return date.fromisoformat(str(text)).toordinal()


def in_cel(node: Expression) -> str:
    match node:
        case Literal(value=bool(value)):
            return "true" if value else "false"
        case Literal(kind=Kind.ENUM, value=value):
            return f'"{value}"'
        case Literal(kind=Kind.DATE, value=value):
            return str(day(value))
        case Literal(value=value):
            return f"({value})"
        case FactRef(name=name):
            return f"f.{name.replace('.', '_')}"
        case Has(fact=fact):
            return f"has({in_cel(fact)})"
        case Not(operand=operand):
            return f"!({in_cel(operand)})"
        case Days(start=start, end=end):
            return f"(({in_cel(end)}) - ({in_cel(start)}))"
        case Compare() | Logic() | Arithmetic():
            return f"(({in_cel(node.left)}) {node.op.value} ({in_cel(node.right)}))"
        case Choice(test=test, then=then, otherwise=otherwise):
            return f"(({in_cel(test)}) ? ({in_cel(then)}) : ({in_cel(otherwise)}))"
        case Member(needle=needle, values=values):
            return f"(({in_cel(needle)}) in [{', '.join(map(in_cel, values))}])"


def known(row: dict[str, Value]) -> dict[str, Value]:
    return {
        name.replace(".", "_"): day(value) if FACTS[name].kind is Kind.DATE else value
        for name, value in row.items()
        if value is not None
    }


def by_referee(expression: cel.Expression, row: dict[str, Value]) -> bool | str:
    found = expression.eval(data={"f": known(row)})
    return bool(found.value()) if found.type() == cel.Type.BOOL else NEITHER


def by_us(node: Expression, row: dict[str, Value]) -> bool | str:
    found = evaluate(node, row)
    return found if isinstance(found, bool) else NEITHER


def agree(node: Expression, rows: list[dict[str, Value]]) -> None:
    expression = ENV.compile(in_cel(node))
    assert [by_referee(expression, row) for row in rows] == [by_us(node, row) for row in rows]


@settings(max_examples=300, deadline=None)
@given(conditions, FEW_ROWS)
def test_expressions_mean_what_the_referee_says(
    node: Expression, rows: list[dict[str, Value]]
) -> None:
    agree(node, rows)


@pytest.mark.slow
@settings(max_examples=35_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(conditions, FEW_ROWS)
def test_expressions_mean_what_the_referee_says_a_hundred_thousand_times(
    node: Expression, rows: list[dict[str, Value]]
) -> None:
    agree(node, rows)


def test_samples_hold_true_false_and_neither() -> None:
    seen: list[bool | str] = []

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(conditions, fact_rows)
    def sample(node: Expression, row: dict[str, Value]) -> None:
        seen.append(by_us(node, row))

    sample()
    for value in (True, False, NEITHER):
        assert seen.count(value) > len(seen) / 20


def test_the_referee_notices_a_difference() -> None:
    row: dict[str, Value] = dict.fromkeys(FACTS)
    row |= {"lamp.off": True}
    node = Not(FactRef("lamp.off", Kind.BOOL))
    wrong = ENV.compile("f.lamp_off")
    assert by_referee(wrong, row) != by_us(node, row)
