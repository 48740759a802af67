"""Generated plans: clauses of every verb and both stages over a small set of facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lawgate.engine.plan import Plan
from lawgate.law.expression import (
    Arithmetic,
    Compare,
    Comparison,
    Connective,
    Expression,
    FactRef,
    Has,
    Literal,
    Logic,
    Operation,
    walk,
)
from lawgate.law.facts import INT_HIGH, INT_LOW, Derivation, Fact, Kind, Sensitivity
from lawgate.law.instrument import Clause
from lawgate.terms import Interval, Outcome, Stage, Value, Verb
from tests.strategies import FACTS, PLACE, declare, expressions, fact_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2025, 8, 7)
ITEMS = ("address", "phone")
SHADES = ("light", "dark", "none")
FITS = ("one", "several", "none")
SHADE = declare("shade", Kind.ENUM, values=SHADES)
FIT = Fact(
    "record.fit", Kind.ENUM, Stage.RECORD, Sensitivity.RECORD, Derivation("fit", ()), PLACE,
    values=FITS,
)  # fmt: skip
ALL_FACTS = {**FACTS, SHADE.name: SHADE, FIT.name: FIT}
NAMED = {Stage.REQUEST: ("colour", "shade"), Stage.RECORD: ("record.fit",)}
OUTCOMES = {
    (Verb.REQUIRE, Stage.REQUEST): (Outcome.SENT_BACK, Outcome.REFUSED),
    (Verb.FORBID, Stage.REQUEST): (Outcome.REFUSED, Outcome.HELD),
    (Verb.REFER, Stage.REQUEST): (Outcome.REFERRED,),
    (Verb.PERMIT, Stage.REQUEST): (None,),
    (Verb.REQUIRE, Stage.RECORD): (Outcome.SILENT, Outcome.HELD, Outcome.REFERRED),
    (Verb.FORBID, Stage.RECORD): (Outcome.SILENT, Outcome.HELD),
    (Verb.REFER, Stage.RECORD): (Outcome.REFERRED,),
}
TRUE = Literal(value=True, kind=Kind.BOOL)

rows: st.SearchStrategy[dict[str, Value]] = st.builds(
    lambda row, shade, fit: {**row, "shade": shade, "record.fit": fit},
    fact_rows,
    st.sampled_from(SHADES),
    st.sampled_from(FITS),
)


def clause(
    key: str,
    verb: Verb,
    condition: Expression = TRUE,
    outcome: Outcome | None = None,
    named: tuple[str, ...] = (),
    items: tuple[str, ...] = (),
    stage: Stage = Stage.REQUEST,
) -> Clause:
    always = False
    message = " ".join((f"Sentence of {key}", *(f"{{{name}}}" for name in named)))
    return Clause(
        key, verb, stage, condition, outcome, message, named, items, f"Title ({key})",
        "instrument", "(a)", Interval(), None, always, "", PLACE,
    )  # fmt: skip


def plan_of(clauses: Iterable[Clause]) -> Plan:
    return Plan("generated", "0" * 64, DAY, DAY, tuple(clauses), ALL_FACTS)


def without_has(node: Expression) -> bool:
    return not any(isinstance(part, Has) for part in walk(node))


# Shallow conditions leave a fair share of clauses met, so that no outcome is out of reach.
short_conditions = expressions(Kind.BOOL, 2)
# Generated arithmetic seldom overflows by itself.
_OVERFLOWS = st.builds(
    Compare,
    st.sampled_from(Comparison),
    st.builds(
        Arithmetic,
        st.sampled_from(Operation),
        st.just(FactRef("other.count", Kind.INT)),
        st.sampled_from([INT_LOW, INT_HIGH]).map(lambda value: Literal(value, Kind.INT)),
    ),
    st.just(Literal(0, Kind.INT)),
)
_FIT_TESTS = st.builds(
    Compare,
    st.just(Comparison.EQ),
    st.just(FactRef("record.fit", Kind.ENUM)),
    st.sampled_from([Literal(value, Kind.ENUM) for value in FITS]),
)
_TESTED = {
    Stage.REQUEST: st.one_of(
        short_conditions, expressions(Kind.BOOL, 1), st.just(TRUE), _OVERFLOWS
    ),
    Stage.RECORD: st.one_of(
        _FIT_TESTS, st.builds(Logic, st.sampled_from(Connective), _FIT_TESTS, short_conditions)
    ),
}
_VERBS = {stage: [verb for verb, of in OUTCOMES if of is stage] for stage in Stage}
_NAMES = {
    stage: st.lists(st.sampled_from(names), unique=True, max_size=2).map(tuple)
    for stage, names in NAMED.items()
}
_ITEMS = st.lists(st.sampled_from(ITEMS), unique=True, min_size=1).map(tuple)


@st.composite
def clauses(draw: st.DrawFn, stage: Stage, number: int) -> Clause:
    verb = draw(st.sampled_from(_VERBS[stage]))
    blocking = verb is not Verb.PERMIT
    return clause(
        f"clause-{number}",
        verb,
        draw(_TESTED[stage]),
        draw(st.sampled_from(OUTCOMES[verb, stage])),
        draw(_NAMES[stage]) if blocking else (),
        () if blocking else draw(_ITEMS),
        stage,
    )


OPEN = clause("open", Verb.PERMIT, TRUE, items=ITEMS[:1])
DENIAL = clause("confidential", Verb.DEFAULT, Literal(value=False, kind=Kind.BOOL), Outcome.REFUSED)


@st.composite
def plans(draw: st.DrawFn, *, least: int = 0, most: int = 8) -> Plan:
    count = draw(st.integers(least, most))
    stages = [
        draw(st.sampled_from([Stage.REQUEST, Stage.REQUEST, Stage.RECORD])) for _ in range(count)
    ]
    made = [draw(clauses(stage, n)) for n, stage in enumerate(stages)]
    # Without this half of all plans would be denied by default, whatever else they say.
    made += [OPEN] if draw(st.booleans()) else []
    made.insert(draw(st.integers(0, count)), DENIAL)
    return plan_of(made)
