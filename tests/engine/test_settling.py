"""What every plan keeps, whatever its clauses say; each property is named by its sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lawgate.engine.plan import Plan, effect
from lawgate.engine.single import Neither, determine, evaluate, findings
from lawgate.terms import Finding, Outcome, Stage, Value, Verb
from tests.engine.plans import (
    ALL_FACTS,
    DENIAL,
    clause,
    plan_of,
    plans,
    rows,
    short_conditions,
    without_has,
)

if TYPE_CHECKING:
    from random import Random

    from lawgate.law.expression import Expression

Row = dict[str, Value]
FREE = (Outcome.SUFFICIENT, Outcome.ELIGIBLE)
MISSING = [name for name, fact in ALL_FACTS.items() if fact.may_be_missing]
both_stages = st.sampled_from(Stage)
calm = settings(max_examples=100, deadline=None)


@calm
@given(plans(least=2), rows, both_stages, st.randoms(use_true_random=False))
def test_order_of_clauses_is_irrelevant(
    plan: Plan, row: Row, stage: Stage, shuffler: Random
) -> None:
    shuffled = list(plan.clauses)
    shuffler.shuffle(shuffled)
    one, other = determine(plan, stage, row), determine(plan_of(shuffled), stage, row)
    assert one.outcome is other.outcome
    assert set(one.reasons) == set(other.reasons)
    assert len(one.reasons) == len(other.reasons)
    assert set(one.items) == set(other.items)


@calm
@given(plans(), rows)
def test_disclosed_only_if_permitted(plan: Plan, row: Row) -> None:
    found = findings(plan, Stage.REQUEST, row)
    granted = {
        item
        for each, (finding, _) in zip(plan.request_clauses, found, strict=True)
        if each.verb is Verb.PERMIT and finding is Finding.MET
        for item in each.items
    }
    told = determine(plan, Stage.REQUEST, row)
    assert set(told.items) <= granted
    assert not told.items or told.outcome is Outcome.SUFFICIENT
    if not granted:
        assert told.outcome not in FREE
        assert DENIAL.key in {reason.clause for reason in told.reasons}


@given(rows)
def test_an_empty_rule_set_releases_nothing(row: Row) -> None:
    empty = determine(plan_of([]), Stage.REQUEST, row)
    assert (empty.outcome, empty.items) == (Outcome.REFUSED, ())
    denied = determine(plan_of([DENIAL]), Stage.REQUEST, row)
    assert (denied.outcome, denied.items) == (Outcome.REFUSED, ())


@calm
@given(plans(), rows, short_conditions, st.sampled_from([Outcome.REFUSED, Outcome.HELD]))
def test_prohibition_trumps_permit(
    plan: Plan, row: Row, condition: Expression, outcome: Outcome
) -> None:
    forbid = clause("forbidden", Verb.FORBID, condition, outcome)
    permit = clause("permitted", Verb.PERMIT, items=("address",))
    told = determine(plan_of((*plan.clauses, permit, forbid)), Stage.REQUEST, row)
    if evaluate(condition, row) is not False:
        assert told.outcome.gravity <= outcome.gravity
        assert told.items == ()


@calm
@given(plans(), rows, short_conditions, st.sampled_from([v for v in Verb if v is not Verb.DEFAULT]))
def test_an_erring_clause_never_opens_the_gate(
    plan: Plan, row: Row, condition: Expression, verb: Verb
) -> None:
    outcomes = {Verb.REQUIRE: Outcome.SENT_BACK, Verb.FORBID: Outcome.REFUSED}
    items = ("address",) if verb is Verb.PERMIT else ()
    added = clause("added", verb, condition, outcomes.get(verb, Outcome.REFERRED), (), items)
    if verb is Verb.PERMIT:
        added = replace(added, outcome=None)
    wider = plan_of((*plan.clauses, added))
    told = determine(wider, Stage.REQUEST, row)
    if evaluate(condition, row) is Neither.ERROR:
        assert told.outcome is Outcome.ERROR
        assert told.items == ()
        assert "added" in {reason.clause for reason in told.reasons}


@calm
@given(plans(), rows, st.sets(st.sampled_from(MISSING)))
def test_missing_facts_never_match(plan: Plan, row: Row, missing: set[str]) -> None:
    sure = plan_of(c for c in plan.clauses if without_has(c.condition))
    blanked = {name: None if name in missing else value for name, value in row.items()}
    found = findings(sure, Stage.REQUEST, blanked)
    for each, (finding, _) in zip(sure.request_clauses, found, strict=True):
        if finding is Finding.MET:
            # It did not rest on a missing fact, so no value for that fact could change it.
            assert evaluate(each.condition, blanked) == evaluate(each.condition, row)
    told = determine(sure, Stage.REQUEST, blanked)
    if told.outcome is Outcome.SUFFICIENT and determine(sure, Stage.REQUEST, row).items:
        assert set(told.items) <= set(determine(sure, Stage.REQUEST, row).items)


@calm
@given(short_conditions, rows, st.sets(st.sampled_from(MISSING)))
def test_an_unknown_is_never_read_as_true_or_false(
    condition: Expression, row: Row, missing: set[str]
) -> None:
    assume(without_has(condition))
    blanked = {name: None if name in missing else value for name, value in row.items()}
    found = evaluate(condition, blanked)
    if isinstance(found, bool):
        assert evaluate(condition, row) is found


@calm
@given(plans(least=3), rows, both_stages)
def test_all_reasons_are_told(plan: Plan, row: Row, stage: Stage) -> None:
    told = determine(plan, stage, row)
    found = findings(plan, stage, row)
    blocking = [
        each.key
        for each, (finding, _) in zip(plan.of_stage(stage), found, strict=True)
        if each.verb is not Verb.DEFAULT and effect(each, finding) is not None
    ]
    assert [r.clause for r in told.reasons if r.clause != DENIAL.key] == blocking
    order = [each.key for each in plan.of_stage(stage)]
    assert [order.index(r.clause) for r in told.reasons] == sorted(
        order.index(r.clause) for r in told.reasons
    )
    for reason in told.reasons:
        assert "{" not in reason.message


@calm
@given(plans(least=3), rows, st.sampled_from(ALL_FACTS["record.fit"].values))
def test_what_a_record_says_never_changes_the_request_stage(plan: Plan, row: Row, fit: str) -> None:
    other = {**row, "record.fit": fit}
    assert determine(plan, Stage.REQUEST, row) == determine(plan, Stage.REQUEST, other)


def test_generated_samples_hold_every_outcome_and_no_single_one_fills_them() -> None:
    seen: Counter[Outcome] = Counter()
    kinds: Counter[Finding] = Counter()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(plans(), rows)
    def sample(plan: Plan, row: Row) -> None:
        for stage in Stage:
            seen[determine(plan, stage, row).outcome] += 1
            kinds.update(finding for finding, _ in findings(plan, stage, row))

    sample()
    assert set(seen) == set(Outcome)
    assert set(kinds) == set(Finding)
    assert max(seen.values()) < 0.6 * seen.total()
