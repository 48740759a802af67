"""The clauses in Cedar, run by `cedarpy`: one `forbid … unless` a clause over one `permit`.

The policies are parsed once, the (empty) entities too, and rows go through the batch call. Facts
are the request's context; an unknown fact is a missing attribute, behind `has`. A list is a chain
of `==`, which runs faster than `contains`. On a denial Cedar names the policies that determined it,
which are all that forbid: so the reasons can be compared, and not the decision alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import cedarpy

from bench.cel import day, plain
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
    from collections.abc import Sequence

    from bench.guarded import Rules
    from lawgate.terms import Value

NAME = "Cedar"
_SCOPE = "(principal, action, resource)"
_WHO = {
    "principal": {"type": "Gate", "id": "gate"},
    "action": {"type": "Action", "id": "ask"},
    "resource": {"type": "Batch", "id": "batch"},
}


def in_cedar(node: Expression) -> str:
    """Write `node` in Cedar's expression language."""
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
            return f"context.{plain(name)}"
        case Has(fact=FactRef(name=name)):
            return f"(context has {plain(name)})"
        case Not(operand=operand):
            return f"!({in_cedar(operand)})"
        case Days(start=start, end=end):
            return f"({in_cedar(end)} - {in_cedar(start)})"
        case Compare() | Logic() | Arithmetic():
            return f"({in_cedar(node.left)} {node.op.value} {in_cedar(node.right)})"
        case Choice(test=test, then=then, otherwise=otherwise):
            parts = (in_cedar(test), in_cedar(then), in_cedar(otherwise))
            return "(if {} then {} else {})".format(*parts)
        case Member(needle=needle, values=values):
            chain = " || ".join(f"{in_cedar(needle)} == {in_cedar(value)}" for value in values)
            return f"({chain or 'false'})"


@dataclass(frozen=True)
class Peer:
    """The rules of a run, parsed."""

    rules: Rules

    @staticmethod
    def version() -> str:
        """Say what runs."""
        return f"cedarpy {version('cedarpy')}"

    @cached_property
    def source(self) -> str:
        """The policies' text."""
        forbids = (
            f'@id("{rule.key}")\nforbid {_SCOPE} unless {{ {in_cedar(rule.met)} }};'
            for rule in self.rules.rules
        )
        return "\n".join((f"permit {_SCOPE};", *forbids))

    @cached_property
    def _parsed(self) -> tuple[Any, Any]:
        return cedarpy.PolicySet.from_str(self.source), cedarpy.Entities.from_json_str("[]")

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> list[dict[str, object]]:
        """Turn rows (a value a fact, days as numbers) into what is evaluated."""
        names = [plain(name) for name in self.rules.kinds]
        contexts = (
            {name: value for name, value in zip(names, row, strict=True) if value is not None}
            for row in rows
        )
        return [{**_WHO, "context": json.dumps(context)} for context in contexts]

    def run(self, prepared: list[dict[str, object]]) -> list[Any]:
        """Evaluate."""
        policies, entities = self._parsed
        return list(cedarpy.is_authorized_batch(prepared, policies, entities))

    def blocking(self, answers: list[Any]) -> list[set[str]]:
        """Tell which clauses block each row.

        Raises ValueError where a policy erred, or where the decision and the policies differ.
        """
        found = []
        for answer in answers:
            told = answer.diagnostics
            keys = set(told.id_annotations_by_reason.values())
            if told.errors or answer.allowed is bool(keys):
                raise ValueError(f"Cedar: {answer.decision} for {told.reasons}: {told.errors}")
            found.append(keys)
        return found

    @staticmethod
    def engine_seconds(answers: list[Any]) -> float:
        """Add up what Cedar itself says its decisions took, without what goes in and out."""
        return sum(float(a.metrics["authz_duration_micros"]) for a in answers) / 1e6
