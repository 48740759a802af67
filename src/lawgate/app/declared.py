"""Compares what facts declare with what their derivations give, before any request is read.

Rules kept here: a fact's derivation must exist, name only what is declared, and give exactly the
kind and values that the fact lists. Law that fails here is neither checked further nor run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.examine.registry import CLOCKS, resolve
from lawgate.law.facts import Kind
from lawgate.procedure.matching import RECORD_DERIVATIONS
from lawgate.terms import Stage, Transmittal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawgate.law.agreement import Agreement
    from lawgate.law.facts import Fact

_MAY_MISS = ("date", "flag")
_COVER = tuple(f"transmittal.{name}" for name in Transmittal.__dataclass_fields__)


def declaration_defects(agreement: Agreement) -> Iterator[DefectiveLawError]:
    """Yield a defect, with its place, for each fact that is not what its derivation gives."""
    for fact in agreement.facts.values():
        try:
            _declared(fact, agreement)
        except DefectiveLawError as defect:
            yield DefectiveLawError(
                defect.problem, remedy=defect.remedy, place=defect.place or fact.place
            )


def _declared(fact: Fact, agreement: Agreement) -> None:
    """Raise DefectiveLawError where `fact` and its derivation differ."""
    derivation = fact.derivation
    if fact.stage is Stage.RECORD:
        if derivation.name not in RECORD_DERIVATIONS:
            raise DefectiveLawError(
                f"No derivation `{derivation.name}` comes from a record.",
                remedy=f"Use one of: {', '.join(RECORD_DERIVATIONS)}.",
            )
        kind, values = Kind.ENUM, RECORD_DERIVATIONS[derivation.name]
    else:
        rendering = resolve(derivation, agreement.words, agreement.items)
        kind, values = rendering.kind, rendering.values
        _known_names(fact, agreement)
    if fact.kind is not kind:
        raise DefectiveLawError(
            f"`{fact.name}` is {fact.kind.value}, and `{derivation.name}` gives {kind.value}.",
            remedy="Declare the kind that the derivation gives.",
        )
    if set(fact.values) != set(values):
        raise DefectiveLawError(
            f"`{fact.name}` lists other values than `{derivation.name}` gives.",
            remedy=f"It gives: {', '.join(values)}.",
        )
    if derivation.name in _MAY_MISS and not fact.may_be_missing:
        raise DefectiveLawError(
            f"`{fact.name}` can be missing, and the declaration does not say so.",
            remedy="Add `missing: true`.",
        )


def _known_names(fact: Fact, agreement: Agreement) -> None:
    names = (*fact.derivation.args, *fact.derivation.over)
    known = {*agreement.columns, *agreement.words, *CLOCKS, *_COVER}
    if strangers := [name for name in names if name not in known]:
        raise DefectiveLawError(
            f"`{fact.name}` is derived from {', '.join(strangers)}.",
            remedy="Name declared columns, word tables or fields of the transmittal.",
        )
