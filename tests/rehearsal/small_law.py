"""An act of three paragraphs for tests that need a plan and no agreement."""

from __future__ import annotations

from datetime import date

from lawgate.engine.plan import Plan
from lawgate.errors import Place
from lawgate.law.expression import (
    Compare,
    Comparison,
    Expression,
    FactRef,
    Literal,
)
from lawgate.law.facts import Derivation, Fact, Kind, Sensitivity
from lawgate.law.instrument import Clause
from lawgate.terms import Interval, Outcome, Stage, Verb

PLACE = Place("act.md", 1)
DAY = date(2025, 8, 6)
TRUE = Literal(value=True, kind=Kind.BOOL)


def fact(name: str, kind: Kind, stage: Stage, values: tuple[str, ...] = ()) -> Fact:
    shown = Sensitivity.REQUEST if stage is Stage.REQUEST else Sensitivity.RECORD
    return Fact(name, kind, stage, shown, Derivation("stated", ()), PLACE, values=values)


FACTS = {
    declared.name: declared
    for declared in (
        fact("load.rows", Kind.INT, Stage.REQUEST),
        fact("address.quality", Kind.ENUM, Stage.REQUEST, ("street", "blank")),
        fact("record.found", Kind.ENUM, Stage.RECORD, ("one", "none")),
    )
}


def clause(
    key: str, verb: Verb, provision: str, condition: Expression, outcome: Outcome | None
) -> Clause:
    items = ("address",) if verb is Verb.PERMIT else ()
    return Clause(
        key, verb, Stage.REQUEST, condition, outcome, f"Sentence of {key}.", (), items,
        f"The Act {provision}", "act", provision, Interval(), None,
        always=False, text="", place=PLACE,
    )  # fmt: skip


def compare(name: str, how: Comparison, value: int | str) -> Compare:
    kind = FACTS[name].kind
    return Compare(how, FactRef(name, kind), Literal(value, kind))


CLAUSES = (
    clause(
        "confidential", Verb.DEFAULT, "(a)", Literal(value=False, kind=Kind.BOOL), Outcome.REFUSED
    ),
    clause("door", Verb.PERMIT, "(b)", TRUE, None),
    clause(
        "load", Verb.REQUIRE, "(b)", compare("load.rows", Comparison.LE, 200), Outcome.SENT_BACK
    ),
    clause(
        "address", Verb.REQUIRE, "(c)", compare("address.quality", Comparison.EQ, "street"),
        Outcome.SENT_BACK,
    ),
)  # fmt: skip

PLAN = Plan("act", "0" * 64, DAY, DAY, CLAUSES, FACTS)
