"""The space of values a condition can meet: a finite grid that stands for all of them.

Enumerated facts stand with one value of each kind that the conditions tell apart; truth values are
given whole; integers and dates by the constants they are compared with, the values around these,
and the ends of their range; what may be missing also as unknown. Facts vary independently, so the
grid may hold more than the world does: what it never reaches can't be reached.

A grid is `whole` where it proves that; with arithmetic, spans of days or a cut-off it only samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from math import gcd, prod
from typing import TYPE_CHECKING

from lawgate.law.expression import (
    Arithmetic,
    Compare,
    Days,
    Expression,
    FactRef,
    Literal,
    Member,
    facts_of,
    walk,
)
from lawgate.law.facts import INT_HIGH, INT_LOW, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawgate.law.facts import Fact
    from lawgate.terms import Value

MOST_POINTS = 20_000
"""Points of one grid: more are cut off, evenly, and the grid is no longer whole."""

_ANY_DAY = date(2025, 1, 1)
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Grid:
    """Values by fact, and whether together they stand for everything the conditions can meet."""

    axes: Mapping[str, tuple[Value, ...]]
    whole: bool

    @property
    def size(self) -> int:
        """How many points the grid has before any cut-off."""
        return prod(len(values) for values in self.axes.values())

    def points(self) -> Iterator[dict[str, Value]]:
        """Yield the points as facts by name: all, or every n-th where there are too many."""
        step = -(-self.size // MOST_POINTS)
        # A step that shares a factor with an axis would never visit some of its values.
        while step > 1 and gcd(step, self.size) > 1:
            step += 1
        for point in islice(product(*self.axes.values()), 0, None, step):
            yield dict(zip(self.axes, point, strict=True))


def grid_of(
    conditions: Sequence[Expression], facts: Mapping[str, Fact], named: Sequence[str] = ()
) -> Grid:
    """Span the grid of the facts that `conditions` mention, and of those in `named`."""
    names = dict.fromkeys((*(n for c in conditions for n in facts_of(c)), *named))
    nodes = [node for condition in conditions for node in walk(condition)]
    axes = {name: _axis(facts[name], facts, names, nodes) for name in names}
    computed = any(isinstance(node, Arithmetic | Days) for node in nodes)
    grid = Grid(axes, whole=False)
    return Grid(axes, whole=not computed and grid.size <= MOST_POINTS)


def told_apart(fact: Fact, nodes: Sequence[Expression]) -> dict[frozenset[int], list[str]]:
    """Group an enumerated fact's values by which of the tests in `nodes` they meet."""
    tests: list[frozenset[object]] = []
    for node in nodes:
        match node:
            case Compare(left=FactRef(name=fact.name), right=Literal(value=value)):
                tests.append(frozenset({value}))
            case Compare(left=Literal(value=value), right=FactRef(name=fact.name)):
                tests.append(frozenset({value}))
            case Member(needle=FactRef(name=fact.name), values=values):
                tests.append(frozenset(literal.value for literal in values))
            case _:
                pass
    groups: dict[frozenset[int], list[str]] = {}
    for value in fact.values:
        met = frozenset(n for n, listed in enumerate(tests) if value in listed)
        groups.setdefault(met, []).append(value)
    return groups


def _axis(
    fact: Fact, facts: Mapping[str, Fact], names: Mapping[str, None], nodes: Sequence[Expression]
) -> tuple[Value, ...]:
    values: tuple[Value, ...]
    if fact.kind is Kind.ENUM:
        values = tuple(group[0] for group in told_apart(fact, nodes).values())
    elif fact.kind is Kind.BOOL:
        values = (True, False)
    else:
        # As many neighbours as there are facts of the kind, so that each order of theirs occurs.
        rivals = sum(facts[name].kind is fact.kind for name in names)
        values = _integers(nodes, rivals) if fact.kind is Kind.INT else _dates(nodes, rivals)
    return (*values, None) if fact.may_be_missing else values


def _constants(nodes: Sequence[Expression], kind: Kind) -> set[int | str]:
    return {n.value for n in nodes if isinstance(n, Literal) and n.kind is kind}


def _integers(nodes: Sequence[Expression], reach: int) -> tuple[int, ...]:
    centres = {int(value) for value in _constants(nodes, Kind.INT)} or {0}
    near = {centre + step for centre in centres for step in range(-reach, reach + 1)}
    return tuple(sorted(n for n in near | {INT_LOW, INT_HIGH} if INT_LOW <= n <= INT_HIGH))


def _dates(nodes: Sequence[Expression], reach: int) -> tuple[str, ...]:
    centres = {date.fromisoformat(str(v)) for v in _constants(nodes, Kind.DATE)} or {_ANY_DAY}
    steps = set(range(-reach, reach + 1))
    if any(isinstance(node, Days) for node in nodes):
        spans = {int(value) for value in _constants(nodes, Kind.INT)}
        steps |= {sign * span + step for span in spans for step in (-1, 0, 1) for sign in (1, -1)}
    found = {_FIRST_DAY, _LAST_DAY}
    for centre in centres:
        for step in steps:
            try:
                found.add((centre + timedelta(days=step)).isoformat())
            except OverflowError:
                continue
    return tuple(sorted(found))
