"""Random facts of requests and random expressions, from a seed; boundary values are drawn often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from lawgate.engine.space import grid_of
from lawgate.errors import Place
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
from lawgate.law.facts import INT_HIGH, INT_LOW, Derivation, Fact, Kind, Sensitivity
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from lawgate.engine.plan import Plan
    from lawgate.terms import Value

_BOUNDARY = 0.6
_MISSING = 0.2
_TYPES = {
    Kind.BOOL: pa.bool_(),
    Kind.INT: pa.int64(),
    Kind.DATE: pa.date32(),
    Kind.ENUM: pa.string(),
}
_LAST = date.max.toordinal()
_SOME_DAY = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Maker:
    """Draws facts of the request stage, each on its own, so that they meet as no batch has them."""

    facts: Mapping[str, Fact]
    axes: Mapping[str, tuple[Value, ...]]

    @classmethod
    def of(cls, plan: Plan) -> Maker:
        """Find the values that the plan's conditions tell apart."""
        facts = {n: fact for n, fact in plan.facts.items() if fact.stage is Stage.REQUEST}
        conditions = [clause.condition for clause in plan.of_stage(Stage.REQUEST)]
        return cls(facts, grid_of(conditions, plan.facts, tuple(facts)).axes)

    def draw(self, names: Sequence[str], chance: Random) -> dict[str, Value]:
        """Draw a value for each of the named facts; dates as ISO 8601 text."""
        return {name: self._one(name, chance) for name in names}

    def _one(self, name: str, chance: Random) -> Value:
        fact = self.facts[name]
        if fact.may_be_missing and chance.random() < _MISSING:
            return None
        if fact.kind in (Kind.INT, Kind.DATE) and chance.random() < _BOUNDARY:
            return chance.choice([v for v in self.axes[name] if v is not None])
        return value_of(fact, chance)


def value_of(fact: Fact, chance: Random) -> bool | int | str:
    """Draw any value of the fact's kind."""
    match fact.kind:
        case Kind.ENUM:
            return chance.choice(fact.values)
        case Kind.BOOL:
            return chance.random() < 0.5  # noqa: PLR2004
        case Kind.INT:
            return chance.choice((chance.randint(-3, 400), chance.randint(INT_LOW, INT_HIGH)))
        case Kind.DATE:
            near = _SOME_DAY + timedelta(days=chance.randint(-4000, 4000))
            return chance.choice((near, date.fromordinal(chance.randint(1, _LAST)))).isoformat()


def table_of(rows: Sequence[Mapping[str, Value]], facts: Mapping[str, Fact]) -> pa.Table:
    """Make a relation of facts as examination does: row, request_id, a column a fact."""
    columns = {
        "row": pa.array(range(1, len(rows) + 1), pa.int64()),
        "request_id": pa.array([f"G{number}" for number in range(1, len(rows) + 1)]),
    }
    for name in rows[0]:
        values = [row[name] for row in rows]
        if facts[name].kind is Kind.DATE:
            values = [None if v is None else date.fromisoformat(str(v)) for v in values]  # type: ignore[misc]
        columns[name] = pa.array(values, _TYPES[facts[name].kind])
    return pa.table(columns)


def _declared(name: str, kind: Kind, *, missing: bool = False) -> Fact:
    return Fact(
        name, kind, Stage.REQUEST, Sensitivity.REQUEST, Derivation("stated", ()), Place("bench"),
        values=COLOURS if kind is Kind.ENUM else (), may_be_missing=missing,
    )  # fmt: skip


COLOURS = ("red", "green", "o'blue", "%")
SCOPE = {
    fact.name: fact
    for fact in (
        _declared("colour", Kind.ENUM),
        _declared("lamp.on", Kind.BOOL, missing=True),
        _declared("lamp.off", Kind.BOOL),
        _declared("count", Kind.INT, missing=True),
        _declared("other.count", Kind.INT),
        _declared("day", Kind.DATE, missing=True),
        _declared("other.day", Kind.DATE),
    )
}
"""What random expressions speak about."""

_OF_KIND = {kind: [fact for fact in SCOPE.values() if fact.kind is kind] for kind in Kind}


def scope_row(chance: Random) -> dict[str, Value]:
    """Draw facts of the scope."""
    return {
        name: None if fact.may_be_missing and chance.random() < _MISSING else value_of(fact, chance)
        for name, fact in SCOPE.items()
    }


def expression(chance: Random, kind: Kind = Kind.BOOL, depth: int = 4) -> Expression:
    """Draw a typed expression of the fragment, at most `depth` levels above its leaves."""
    if depth == 0 or chance.random() < 0.1:  # noqa: PLR2004
        fact = chance.choice(_OF_KIND[kind])
        leaf = chance.random() < 0.6  # noqa: PLR2004
        return FactRef(fact.name, kind) if leaf else Literal(value_of(fact, chance), kind)

    def below(of: Kind) -> Expression:
        return expression(chance, of, depth - 1)

    forms = {
        Kind.BOOL: ("rank", "same", "member", "has", "not", "logic", "logic", "choice"),
        Kind.INT: ("arithmetic", "days", "choice"),
    }
    match chance.choice(forms.get(kind, ("choice",))):
        case "rank":
            ranked = chance.choice((Kind.INT, Kind.DATE))
            return Compare(chance.choice(list(Comparison)), below(ranked), below(ranked))
        case "same":
            sign = chance.choice((Comparison.EQ, Comparison.NE))
            other = Literal(chance.choice(COLOURS), Kind.ENUM)
            return Compare(sign, FactRef("colour", Kind.ENUM), other)
        case "member":
            fact = chance.choice([f for f in SCOPE.values() if f.kind is not Kind.BOOL])
            count = range(chance.randint(0, 3))
            listed = tuple(Literal(value_of(fact, chance), fact.kind) for _ in count)
            return Member(FactRef(fact.name, fact.kind), listed)
        case "has":
            fact = chance.choice(list(SCOPE.values()))
            return Has(FactRef(fact.name, fact.kind))
        case "not":
            return Not(below(Kind.BOOL))
        case "logic":
            sides = below(Kind.BOOL), below(Kind.BOOL)
            return Logic(chance.choice(list(Connective)), *sides)
        case "arithmetic":
            return Arithmetic(chance.choice(list(Operation)), below(Kind.INT), below(Kind.INT))
        case "days":
            return Days(below(Kind.DATE), below(Kind.DATE))
        case _:
            return Choice(below(Kind.BOOL), below(kind), below(kind), kind)
