"""The clauses in Rego, run by `regopy` (rego-cpp): a set of the keys of clauses that are not met.

The module is compiled once into a bundle and each row is an input. An unknown fact is a missing
key, which makes a condition undefined, so a guard beside a comparison is left out. `||` is written
as Rego has it: several rules that add the same key. Stating what blocks runs faster than `not` what
is met.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from itertools import product
from typing import TYPE_CHECKING, Any

from regopy import Input, Interpreter

from bench.cel import day, plain
from lawgate.law.expression import (
    Compare,
    Connective,
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
    from collections.abc import Sequence

    from bench.guarded import Rules
    from lawgate.terms import Value

_ENTRY = "gate/blocked"
_MOST_BODIES = 4


@dataclass(slots=True)
class _Module:
    """The module being written; `lines` are its text."""

    lines: list[str] = field(default_factory=list)
    parts: int = 0

    def rule(self, head: str, node: Expression) -> None:
        """Add rules with this head, one a body, that hold where `node` is true."""
        self.lines += [f"{head} if {{ {'; '.join(body)} }}" for body in self._bodies(node)]

    def _helper(self, node: Expression) -> str:
        self.parts += 1
        name = f"part_{self.parts}"
        self.rule(name, node)
        return name

    def _bodies(self, node: Expression) -> list[tuple[str, ...]]:
        match node:
            case Logic(op=Connective.OR, left=left, right=right):
                return self._bodies(left) + self._bodies(right)
            case Logic(left=left, right=right):
                first, second = self._bodies(left), self._bodies(right)
                if len(first) * len(second) > _MOST_BODIES:
                    first = first if len(first) == 1 else [(self._helper(left),)]
                    second = second if len(second) == 1 else [(self._helper(right),)]
                return [_without_guards((*a, *b)) for a, b in product(first, second)]
            case _:
                return [(self._term(node),)]

    def _term(self, node: Expression) -> str:
        match node:
            case Literal(value=bool(value)):
                return "true" if value else "false"
            case FactRef(name=name):
                return f"input.{plain(name)} == true"
            case Not(operand=FactRef(name=name)):
                return f"input.{plain(name)} == false"
            case Has(fact=FactRef(name=name)):
                return f"_ = input.{plain(name)}"
            case Not(operand=Has() as has):
                return f"not {self._helper(has)}"
            case Not(operand=Member() as member):
                return f"not {self._term(member)}"
            case Compare(op=op, left=left, right=right):
                return f"{self._value(left)} {op.value} {self._value(right)}"
            case Member(needle=needle, values=values):
                listed = ", ".join(map(self._value, values))
                return f"{self._value(needle)} in {{{listed}}}" if values else "false"
            case _:
                raise ValueError(f"Not translated: {node}")

    def _value(self, node: Expression) -> str:
        match node:
            case Literal(kind=Kind.DATE, value=value):
                return str(day(value))
            case Literal(value=value):
                return json.dumps(value)
            case FactRef(name=name):
                return f"input.{plain(name)}"
            case Days(start=start, end=end):
                return f"{self._value(end)} - {self._value(start)}"
            case _:
                raise ValueError(f"Not translated: {node}")


def _without_guards(body: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out `has` of what the body compares anyway: undefined, it would fail there too."""
    used = " ".join(term for term in body if not term.startswith(("_ =", "not "))).split()
    return tuple(t for t in body if not (t.startswith("_ = ") and t[len("_ = ") :] in used))


def in_rego(rules: Rules) -> str:
    """Write the module."""
    module = _Module(["package gate", "import rego.v1"])
    for rule in rules.rules:
        module.rule(f"blocked contains {json.dumps(rule.key)}", rule.unmet)
    return "\n".join(module.lines) + "\n"


@dataclass(frozen=True)
class Compiled:
    """The rules of a run, compiled."""

    rules: Rules

    @staticmethod
    def version() -> str:
        """Say what runs."""
        return f"regopy {version('regopy')}"

    @cached_property
    def source(self) -> str:
        """The module's text."""
        return in_rego(self.rules)

    @cached_property
    def _bundle(self) -> Any:  # noqa: ANN401  (the library publishes no types)
        maker = Interpreter()
        maker.add_module("gate", self.source)
        return maker.build(None, [_ENTRY])

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> list[Any]:
        """Turn rows (a value a fact, days as numbers) into what is evaluated.

        Raises ValueError where the module does not compile.
        """
        if not self._bundle.ok():
            raise ValueError("Rego: the module does not compile.")
        names = [plain(name) for name in self.rules.kinds]
        return [
            Input({n: value for n, value in zip(names, row, strict=True) if value is not None})
            for row in rows
        ]

    def run(self, prepared: list[Any]) -> list[Any]:
        """Evaluate."""
        interpreter, bundle = Interpreter(), self._bundle
        answers = []
        for row in prepared:
            interpreter.set_input(row)
            answers.append(interpreter.query_bundle_entrypoint(bundle, _ENTRY).results)
        return answers

    def blocking(self, answers: list[Any]) -> list[set[str]]:
        """Tell which clauses block each row. Raises ValueError where Rego gave no answer."""
        if not all(answer and answer[0].expressions for answer in answers):
            raise ValueError("Rego: no answer for a row.")
        return [set(answer[0].expressions[0]) for answer in answers]


FORMS = {"a bundle": Compiled}
