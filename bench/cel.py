"""The clauses in CEL (Common Expression Language), run by Google's `cel-expr-python`.

One expression, compiled once, gives the list of which clauses are met, so a row costs one call. A
short list is a chain of `==`, which runs faster than `in`. Two forms are tried: facts in one map,
where an unknown one is a missing key behind `has` (quick to hand over), and facts as typed
variables, where a truth value beside it says whether it is known (quick to evaluate). The rendering
also serves the referee of expressions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from cel_expr_python import cel

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

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.guarded import Rules
    from lawgate.terms import Value

_TYPES = {Kind.BOOL: cel.Type.BOOL, Kind.INT: cel.Type.INT, Kind.DATE: cel.Type.INT}
_CHAINED = 8
"""Values of a list that is written as a chain of `==`; CEL's parser limits how deep chains go."""

_ANY = {Kind.BOOL: False, Kind.INT: 0, Kind.DATE: 0, Kind.ENUM: ""}
"""What stands for an unknown fact; its truth value beside it keeps it from being read."""


def plain(name: str) -> str:
    """Give a fact's name as an identifier."""
    return name.replace(".", "_")


def _known(name: str) -> str:
    return f"{plain(name)}_known"


def day(text: Value) -> int:
    """Give a day's number in the calendar."""
    return date.fromisoformat(str(text)).toordinal()


def in_cel(
    node: Expression, fact: Callable[[str], str], has: Callable[[str], str], chained: int = 0
) -> str:
    """Write `node` in CEL; `fact` and `has` write a fact and whether it is known.

    Membership of a list of at most `chained` values is written as a chain of `==`.
    """

    def to(below: Expression) -> str:
        return in_cel(below, fact, has, chained)

    match node:
        case Literal(value=bool(value)):
            return "true" if value else "false"
        case Literal(kind=Kind.ENUM, value=value):
            return json.dumps(value)
        case Literal(kind=Kind.DATE, value=value):
            return str(day(value))
        case Literal(value=value):
            return f"({value})"
        case FactRef(name=name):
            return fact(name)
        case Has(fact=FactRef(name=name)):
            return has(name)
        case Not(operand=operand):
            return f"!({to(operand)})"
        case Days(start=start, end=end):
            return f"(({to(end)}) - ({to(start)}))"
        case Compare() | Logic() | Arithmetic():
            return f"({to(node.left)} {node.op.value} {to(node.right)})"
        case Choice(test=test, then=then, otherwise=otherwise):
            return f"({to(test)} ? {to(then)} : {to(otherwise)})"
        case Member(needle=needle, values=values) if 0 < len(values) <= chained:
            return f"({' || '.join(f'{to(needle)} == {to(value)}' for value in values)})"
        case Member(needle=needle, values=values):
            return f"({to(needle)} in [{', '.join(map(to, values))}])"


@dataclass(frozen=True)
class Mapped:
    """The rules of a run, compiled over one map of facts."""

    rules: Rules

    @staticmethod
    def version() -> str:
        """Say what runs."""
        return f"cel-expr-python {version('cel-expr-python')}"

    @cached_property
    def source(self) -> str:
        """The one expression."""
        return self._listed(lambda name: f"f.{plain(name)}", lambda name: f"has(f.{plain(name)})")

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> list[Any]:
        """Turn rows (a value a fact, days as numbers) into what is evaluated."""
        names = [plain(name) for name in self.rules.kinds]
        return [
            {"f": {name: v for name, v in zip(names, row, strict=True) if v is not None}}
            for row in rows
        ]

    def run(self, prepared: list[Any]) -> list[Any]:
        """Evaluate."""
        _, expression = self._compiled
        return [expression.eval(data=row).plain_value() for row in prepared]

    def blocking(self, answers: list[Any]) -> list[set[str]]:
        """Tell which clauses block each row."""
        keys = [rule.key for rule in self.rules.rules]
        return [
            {key for key, met in zip(keys, answer, strict=True) if met is not True}
            for answer in answers
        ]

    @cached_property
    def _compiled(self) -> tuple[Any, Any]:
        environment = cel.NewEnv(variables=self._variables())
        return environment, environment.compile(self.source)

    def _listed(self, fact: Callable[[str], str], has: Callable[[str], str]) -> str:
        met = (in_cel(rule.met, fact, has, _CHAINED) for rule in self.rules.rules)
        return f"[{', '.join(met)}]"

    def _variables(self) -> dict[str, Any]:
        return {"f": cel.Type.Map(cel.Type.STRING, cel.Type.DYN)}


@dataclass(frozen=True)
class Typed(Mapped):
    """The same over typed variables; each row's activation is made in `prepare`."""

    @cached_property
    def source(self) -> str:
        """The one expression."""
        return self._listed(plain, _known)

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> list[Any]:
        """Turn rows (a value a fact, days as numbers) into what is evaluated."""
        environment, _ = self._compiled
        names = [plain(name) for name in self.rules.kinds]
        missing = [
            (plain(name), _known(name), _ANY[kind])
            for name, kind in self.rules.kinds.items()
            if name in self.rules.missing
        ]
        activations = []
        for values in rows:
            row: dict[str, object] = dict(zip(names, values, strict=True))
            for name, known, anything in missing:
                row[known] = row[name] is not None
                if row[name] is None:
                    row[name] = anything
            activations.append(environment.Activation(row))
        return activations

    def run(self, prepared: list[Any]) -> list[Any]:
        """Evaluate."""
        _, expression = self._compiled
        return [expression.eval(row).plain_value() for row in prepared]

    def _variables(self) -> dict[str, Any]:
        types = {
            plain(name): _TYPES.get(kind, cel.Type.STRING)
            for name, kind in self.rules.kinds.items()
        }
        return types | {_known(name): cel.Type.BOOL for name in self.rules.missing}


FORMS = {"one map": Mapped, "typed variables": Typed}
