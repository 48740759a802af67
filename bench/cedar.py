"""The clauses in Cedar, run by `cedarpy`: one `forbid … unless` a clause over one `permit`.

The policies are parsed once and rows go through the batch call. An unknown fact is a missing
attribute, behind `has`; a list is a chain of `==`, which runs faster than `contains`. Two forms are
tried: facts as the request's context (quick to hand over), and facts as attributes of the resource,
an entity parsed beforehand (quick to decide on). On a denial Cedar names the policies that
determined it, which are all that forbid: so the reasons can be compared, not the decision alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, ClassVar

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

_SCOPE = "(principal, action, resource)"
_WHO = {
    "principal": {"type": "Gate", "id": "gate"},
    "action": {"type": "Action", "id": "ask"},
    "resource": {"type": "Batch", "id": "batch"},
}


def in_cedar(node: Expression, record: str) -> str:
    """Write `node` in Cedar's expression language; facts are attributes of `record`."""

    def to(below: Expression) -> str:
        return in_cedar(below, record)

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
            return f"{record}.{plain(name)}"
        case Has(fact=FactRef(name=name)):
            return f"({record} has {plain(name)})"
        case Not(operand=operand):
            return f"!({to(operand)})"
        case Days(start=start, end=end):
            return f"({to(end)} - {to(start)})"
        case Compare() | Logic() | Arithmetic():
            return f"({to(node.left)} {node.op.value} {to(node.right)})"
        case Choice(test=test, then=then, otherwise=otherwise):
            parts = (to(test), to(then), to(otherwise))
            return "(if {} then {} else {})".format(*parts)
        case Member(needle=needle, values=values):
            chain = " || ".join(f"{to(needle)} == {to(value)}" for value in values)
            return f"({chain or 'false'})"


@dataclass(frozen=True)
class InContext:
    """The rules of a run, parsed, over facts in the request's context."""

    rules: Rules
    record: ClassVar[str] = "context"

    @staticmethod
    def version() -> str:
        """Say what runs."""
        return f"cedarpy {version('cedarpy')}"

    @cached_property
    def source(self) -> str:
        """The policies' text."""
        forbids = (
            f'@id("{rule.key}")\nforbid {_SCOPE} unless {{ {in_cedar(rule.met, self.record)} }};'
            for rule in self.rules.rules
        )
        return "\n".join((f"permit {_SCOPE};", *forbids))

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> tuple[list[Any], Any]:
        """Turn rows (a value a fact, days as numbers) into requests and entities."""
        requests = [{**_WHO, "context": json.dumps(facts)} for facts in self._facts(rows)]
        return requests, self._nobody

    def run(self, prepared: tuple[list[Any], Any]) -> list[Any]:
        """Evaluate."""
        requests, entities = prepared
        return list(cedarpy.is_authorized_batch(requests, self._parsed, entities))

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

    @cached_property
    def _parsed(self) -> Any:  # noqa: ANN401  (what the library gives)
        return cedarpy.PolicySet.from_str(self.source)

    @cached_property
    def _nobody(self) -> Any:  # noqa: ANN401  (what the library gives)
        return cedarpy.Entities.from_json_str("[]")

    def _facts(self, rows: Sequence[tuple[Value, ...]]) -> list[dict[str, Value]]:
        names = [plain(name) for name in self.rules.kinds]
        return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in rows]


@dataclass(frozen=True)
class AsEntities(InContext):
    """The same over facts of the resource; `prepare` parses every row into an entity."""

    record: ClassVar[str] = "resource"

    def prepare(self, rows: Sequence[tuple[Value, ...]]) -> tuple[list[Any], Any]:
        """Turn rows (a value a fact, days as numbers) into requests and entities."""
        uids = [{"type": "Request", "id": str(number)} for number in range(len(rows))]
        entities = [
            {"uid": uid, "attrs": facts, "parents": []}
            for uid, facts in zip(uids, self._facts(rows), strict=True)
        ]
        requests = [{**_WHO, "resource": uid} for uid in uids]
        return requests, cedarpy.Entities.from_json_str(json.dumps(entities))


FORMS = {"in the context": InContext, "as entities": AsEntities}
