"""What generated tests draw from: typed expressions over a small scope, and facts to feed them.

Depth and width are capped; the boundary values of every kind are drawn often. `typed` expressions
parse; wild text mostly doesn't.
"""

from __future__ import annotations

from hypothesis import strategies as st

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
from lawgate.law.syntax import Scope
from lawgate.terms import Stage, Value

PLACE = Place("generated.md", 1)


def declare(name: str, kind: Kind, *, missing: bool = False, values: tuple[str, ...] = ()) -> Fact:
    return Fact(
        name, kind, Stage.REQUEST, Sensitivity.REQUEST, Derivation("stated", ()), PLACE,
        values=values, may_be_missing=missing,
    )  # fmt: skip


COLOURS = ("red", "green", "o'blue", "%")
FACTS = {
    fact.name: fact
    for fact in (
        declare("colour", Kind.ENUM, values=COLOURS),
        declare("lamp.on", Kind.BOOL, missing=True),
        declare("lamp.off", Kind.BOOL),
        declare("count", Kind.INT, missing=True),
        declare("other.count", Kind.INT),
        declare("day", Kind.DATE, missing=True),
        declare("other.day", Kind.DATE),
    )
}
SCOPE = Scope(FACTS, {"warm": ("red",), "limit": 200}, Stage.REQUEST)

ints = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([INT_LOW, INT_LOW + 1, INT_HIGH, INT_HIGH - 1, 2**31, 2**32 + 1, -(2**62)]),
    st.integers(INT_LOW, INT_HIGH),
)
days = st.one_of(
    st.sampled_from(["0001-01-01", "9999-12-31", "2024-02-29", "2025-04-07", "1970-01-01"]),
    st.dates().map(lambda day: day.isoformat()),
)
_LITERALS: dict[Kind, st.SearchStrategy[bool | int | str]] = {
    Kind.BOOL: st.booleans(),
    Kind.INT: ints,
    Kind.DATE: days,
    Kind.ENUM: st.sampled_from(COLOURS),
}


def values_of(fact: Fact) -> st.SearchStrategy[Value]:
    known: st.SearchStrategy[Value] = _LITERALS[fact.kind]
    return st.one_of(st.none(), known) if fact.may_be_missing else known


fact_rows: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {name: values_of(fact) for name, fact in FACTS.items()}
)


def leaves(kind: Kind) -> st.SearchStrategy[Expression]:
    named = [FactRef(name, kind) for name, fact in FACTS.items() if fact.kind is kind]
    return st.one_of(st.sampled_from(named), _LITERALS[kind].map(lambda v: Literal(v, kind)))


def _members(kind: Kind) -> st.SearchStrategy[Expression]:
    needles = st.sampled_from([FactRef(n, kind) for n, f in FACTS.items() if f.kind is kind])
    listed = st.lists(_LITERALS[kind].map(lambda v: Literal(v, kind)), max_size=3).map(tuple)
    return st.builds(Member, needles, listed)


_ENUM_TEST = st.builds(
    Compare,
    st.sampled_from([Comparison.EQ, Comparison.NE]),
    st.just(FactRef("colour", Kind.ENUM)),
    st.sampled_from(COLOURS).map(lambda v: Literal(v, Kind.ENUM)),
)


def expressions(kind: Kind, depth: int = 4) -> st.SearchStrategy[Expression]:
    if depth == 0:
        return leaves(kind)
    below = {k: st.deferred(lambda k=k: expressions(k, depth - 1)) for k in Kind}  # type: ignore[misc]
    choice = st.builds(Choice, below[Kind.BOOL], below[kind], below[kind], st.just(kind))
    if kind is Kind.INT:
        return st.one_of(
            leaves(kind),
            st.builds(Arithmetic, st.sampled_from(Operation), below[kind], below[kind]),
            st.builds(Days, below[Kind.DATE], below[Kind.DATE]),
            choice,
        )
    if kind is Kind.DATE:
        return st.one_of(leaves(kind), choice)
    ranked = [
        st.builds(Compare, st.sampled_from(Comparison), below[k], below[k])
        for k in (Kind.INT, Kind.DATE)
    ]
    return st.one_of(
        leaves(kind),
        _ENUM_TEST,
        *ranked,
        *(_members(k) for k in Kind if k is not Kind.BOOL),
        st.sampled_from([Has(FactRef(n, f.kind)) for n, f in FACTS.items()]),
        st.builds(Not, below[kind]),
        st.builds(Logic, st.sampled_from(Connective), below[kind], below[kind]),
        choice,
    )


conditions = expressions(Kind.BOOL)
