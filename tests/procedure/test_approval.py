"""Acts of people: each rule stands against the act that breaks it, and no path leads round one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lawgate.procedure.approval import Attempt, objections
from lawgate.procedure.gates import ClosedGate
from lawgate.procedure.matter import Act, Event, state_of
from lawgate.procedure.registers import Registers, Role
from tests.procedure.desk_people import FIRST, PARAGRAPH, STAFF, at, person, registers

if TYPE_CHECKING:
    from lawgate.procedure.matter import Matter

LOT = "digest of the lot"
TESTS = "digest of the determinations"
PATH = (
    (Act.RECEIVE, "door"),
    (Act.DETERMINE, "machine"),
    (Act.PREPARE, "pat"),
    (Act.APPROVE, "ann"),
    (Act.STAGE, "sam"),
    (Act.ACCOUNT, "sam"),
    (Act.HAND_OVER, "sam"),
    (Act.RECALL, "sam"),
)


def events(upto: Act, **people: str) -> list[Event]:
    told: list[Event] = []
    for n, (act, who) in enumerate(PATH):
        digest = TESTS if act is Act.DETERMINE else LOT
        told.append(Event(n, act, at(n), people.get(act.name, who), digest))
        if act is upto:
            break
    return told


def attempt(act: Act, who: str, **changed: object) -> Attempt:
    told = Attempt(
        act, who, at(60), LOT, frozenset({PARAGRAPH}), None, "for the record", 10, 9
    )  # fmt: skip
    return replace(told, **changed)  # type: ignore[arg-type]


def codes(
    matter: Matter,
    tried: Attempt,
    given: Registers | None = None,
    closed: tuple[ClosedGate, ...] = (),
) -> set[str]:
    return {one.code for one in objections(matter, tried, given or registers(), closed)}


@pytest.mark.parametrize("place", range(2, len(PATH)))
def test_each_step_of_the_way_is_free_when_its_turn_has_come(place: int) -> None:
    (before, _), (act, who) = PATH[place - 1], PATH[place]
    assert codes(state_of(events(before)), attempt(act, who)) == set()


OUT_OF_TURN = [
    (place, early)
    for place in range(3, len(PATH))
    for early in range(2, len(PATH))
    if early != place - 1 and (place, early) != (3, 3)
]
"""Step and last step so far. Approving again before anything is staged is looking again."""


@pytest.mark.parametrize(("place", "early"), OUT_OF_TURN)
def test_no_step_is_taken_before_its_turn_or_twice(place: int, early: int) -> None:
    matter = state_of(events(PATH[early][0]))
    assert codes(matter, attempt(*PATH[place])) & {"step-missing", "done-already"}


def test_nobody_approves_what_he_or_she_prepared() -> None:
    matter = state_of(events(Act.PREPARE, PREPARE="all"))
    assert "same-person" in codes(matter, attempt(Act.APPROVE, "all"))


@pytest.mark.parametrize("role", ["PREPARE", "APPROVE"])
def test_nobody_sends_what_he_or_she_prepared_or_approved(role: str) -> None:
    matter = state_of(events(Act.APPROVE, **{role: "all"}))
    assert "same-person" in codes(matter, attempt(Act.STAGE, "all"))


def test_a_lot_is_approved_under_its_own_digest_only() -> None:
    matter = state_of(events(Act.PREPARE))
    assert codes(matter, attempt(Act.APPROVE, "ann", digest="another")) == {"no-such-lot"}


def test_an_approver_holds_the_delegation_for_every_paragraph() -> None:
    matter = state_of(events(Act.PREPARE))
    two = frozenset({PARAGRAPH, "Act § 2"})
    assert codes(matter, attempt(Act.APPROVE, "ann", paragraphs=two)) == {"no-delegation"}
    none: frozenset[str] = frozenset()
    assert codes(matter, attempt(Act.APPROVE, "ann", paragraphs=none)) == {"no-delegation"}


def test_an_approval_cannot_predate_the_tests() -> None:
    matter = state_of(events(Act.PREPARE))
    early = at(0) - timedelta(days=1)
    late = registers(people=STAFF)
    assert "before-the-step" in codes(matter, attempt(Act.APPROVE, "ann", at=early), late)


@pytest.mark.parametrize(("act", "who"), [(Act.APPROVE, "ann"), (Act.STAGE, "sam")])
def test_a_term_that_has_ended_ends_the_power_to_act(act: Act, who: str) -> None:
    role = Role.APPROVER if act is Act.APPROVE else Role.SENDER
    gone = [one for one in STAFF if one.person != who] + [person(who, role, last=FIRST)]
    before = PATH[[step for step, _ in PATH].index(act) - 1][0]
    matter = state_of(events(before))
    assert "unknown-person" in codes(matter, attempt(act, who), registers(people=gone))


def held(upto: Act = Act.PREPARE) -> list[Event]:
    told = events(upto)
    return [*told, Event(len(told), Act.HOLD, at(20), "cleo")]


@pytest.mark.parametrize(
    ("upto", "act", "who"),
    [
        (Act.PREPARE, Act.APPROVE, "ann"),
        (Act.APPROVE, Act.STAGE, "sam"),
        (Act.STAGE, Act.ACCOUNT, "sam"),
        (Act.ACCOUNT, Act.HAND_OVER, "sam"),
    ],
)
def test_counsels_hold_blocks_every_step(upto: Act, act: Act, who: str) -> None:
    assert codes(state_of(held(upto)), attempt(act, who)) == {"held"}


def test_a_hold_survives_the_departure_of_whoever_set_it() -> None:
    staff = [one for one in STAFF if one.person != "cleo"]
    tried = attempt(Act.APPROVE, "ann")
    assert codes(state_of(held()), tried, registers(people=staff)) == {"held"}


def test_a_hold_is_answered_by_another_person_with_words() -> None:
    matter = state_of(held())
    number = matter.holds[0].seq
    assert codes(matter, attempt(Act.ANSWER, "ann", answers=number)) == set()
    assert codes(matter, attempt(Act.ANSWER, "ann", answers=number, words=" ")) == {"no-words"}
    assert codes(matter, attempt(Act.ANSWER, "ann", answers=99)) == {"no-such-hold"}
    assert "wrong-role" in codes(matter, attempt(Act.ANSWER, "cleo", answers=number))
    own = state_of([*events(Act.PREPARE), Event(9, Act.HOLD, at(20), "all")])
    assert "same-person" in codes(own, attempt(Act.ANSWER, "all", answers=9))


def test_an_answered_hold_blocks_no_longer() -> None:
    told = held()
    answered = Event(9, Act.ANSWER, at(30), "abe", answers=told[-1].seq)
    assert codes(state_of([*told, answered]), attempt(Act.APPROVE, "ann")) == set()


@pytest.mark.parametrize(("role", "upto", "act"), [
    ("PREPARE", Act.PREPARE, Act.APPROVE), ("PREPARE", Act.APPROVE, Act.STAGE),
    ("APPROVE", Act.STAGE, Act.ACCOUNT), ("STAGE", Act.ACCOUNT, Act.HAND_OVER),
])  # fmt: skip
def test_a_lot_goes_no_further_once_one_of_its_own_people_objected(
    role: str, upto: Act, act: Act
) -> None:
    told = events(upto, **{role: "all"})
    told.append(Event(10, Act.HOLD, at(20), "all"))
    told.append(Event(11, Act.ANSWER, at(30), "abe", answers=10))
    who = "ann" if act is Act.APPROVE else "sam"
    assert "objected" in codes(state_of(told), attempt(act, who))


def test_an_order_after_the_approval_makes_it_stale() -> None:
    told = events(Act.STAGE)
    order = Event(9, Act.ORDER, at(30), "counsel")
    assert codes(state_of([*told, order]), attempt(Act.ACCOUNT, "sam")) == {"stale-approval"}


def test_a_lot_of_an_older_determination_is_stale() -> None:
    anew = Event(9, Act.DETERMINE, at(30), "machine", "other determinations")
    matter = state_of([*events(Act.PREPARE), anew])
    assert codes(matter, attempt(Act.APPROVE, "ann")) == {"stale-lot"}


def test_nothing_is_handed_over_before_a_checkpoint_covers_its_account() -> None:
    matter = state_of(events(Act.ACCOUNT))
    for changed in ({"proved_size": 9}, {"account_leaf": None}):
        assert codes(matter, attempt(Act.HAND_OVER, "sam", **changed)) == {"not-accounted"}


@pytest.mark.parametrize("place", [3, 4, 6])
def test_a_closed_gate_blocks_with_its_citation(place: int) -> None:
    gate = ClosedGate("safeguards", "Act § 4", "It is tested. Expired.")
    matter = state_of(events(PATH[place - 1][0]))
    (found,) = objections(matter, attempt(*PATH[place]), registers(), (gate,))
    assert (found.code, found.sentence) == ("gate:safeguards", "Act § 4: It is tested. Expired.")


def test_entries_out_of_sequence_make_no_state() -> None:
    told = events(Act.APPROVE)
    with pytest.raises(ValueError, match="stands after"):
        state_of([told[1], told[0]])
    with pytest.raises(ValueError, match="never prepared"):
        state_of([told[0], told[1], told[3]])


SELDOM = st.sampled_from([True, *[False] * 3])
"""So that much goes right between one disturbance and the next, and lots get far."""


class Desk(RuleBasedStateMachine):
    """People try everything at any time; whatever is not objected to is entered."""

    reached = 0
    """Lots handed over by all the desks that a test ran."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Event] = []
        self.closed = False
        self.handed: list[tuple[int, bool]] = []
        self.enter(Act.DETERMINE, "machine", "tests 0")

    def teardown(self) -> None:
        type(self).reached += len(self.handed)

    def enter(self, act: Act, who: str, digest: str = "", answers: int | None = None) -> None:
        n = len(self.told)
        self.told.append(Event(n, act, at(n), who, digest, answers))

    @rule(again=st.integers(0, 1), seldom=SELDOM)
    def determine(self, again: int, *, seldom: bool) -> None:
        if seldom:
            self.enter(Act.DETERMINE, "machine", f"tests {again}")

    @rule(seldom=SELDOM)
    def an_order_arrives(self, *, seldom: bool) -> None:
        if seldom:
            self.enter(Act.ORDER, "court")

    @rule(seldom=SELDOM)
    def counsel_objects(self, *, seldom: bool) -> None:
        if seldom:
            self.try_it(Act.HOLD, "cleo", "", 0, 0)

    @rule(closed=SELDOM)
    def gates_open_and_close(self, *, closed: bool) -> None:
        self.closed = closed

    @rule(digest=st.sampled_from(["one", "two"]), other=SELDOM)
    def the_next_step_is_tried(self, digest: str, *, other: bool) -> None:
        """Try what comes next, mostly by whom it falls to."""
        matter = state_of(self.told)
        lot = matter.lots.get(digest)
        steps = [None] if lot is None else [
            lot.prepared, lot.approved, lot.staged, lot.accounted, lot.handed_over, lot.recalled
        ]  # fmt: skip
        place = next((n for n, step in enumerate(steps) if step is None), None)
        if matter.holds and not other:
            self.try_it(Act.ANSWER, "abe", digest, 0, 99)
        elif place is not None:
            act, who = PATH[place + 2]
            self.try_it(act, "all" if other and not matter.holds else who, digest, 0, 99)

    @rule(
        act=st.sampled_from([*[act for act, _ in PATH[2:]], Act.HOLD, Act.ANSWER]),
        who=st.sampled_from([one.person for one in STAFF]),
        digest=st.sampled_from(["one", "two"]),
        answers=st.integers(0, 40),
        proved=st.integers(0, 60),
    )
    def anything_is_tried(self, act: Act, who: str, digest: str, answers: int, proved: int) -> None:
        self.try_it(act, who, digest, answers, proved)

    def try_it(self, act: Act, who: str, digest: str, answers: int, proved: int) -> None:
        matter = state_of(self.told)
        held = [hold.seq for hold in matter.holds]
        number = held[answers % len(held)] if held else answers
        lot = matter.lots.get(digest)
        leaf = lot.accounted.seq if lot and lot.accounted else None
        tried = attempt(
            act, who, digest=digest, at=at(len(self.told)), answers=number,
            proved_size=proved, account_leaf=leaf,
        )  # fmt: skip
        gates = (ClosedGate("any", "Act § 1", "Shut."),) if self.closed else ()
        if objections(matter, tried, registers(), gates):
            return
        if act is Act.HAND_OVER:
            self.handed.append((len(self.told), self.closed))
        self.enter(act, who, digest, number)

    @invariant()
    def whatever_was_handed_over_was_handed_over_lawfully(self) -> None:
        for seq, closed in self.handed:
            assert not closed
            before = self.told[:seq]
            digest = self.told[seq].digest
            of_lot = [one for one in before if one.digest == digest]
            steps = [one.act for one in of_lot if one.act not in (Act.HOLD, Act.ANSWER)]
            assert steps[:1] == [Act.PREPARE]
            assert steps[-2:] == [Act.STAGE, Act.ACCOUNT]
            prepared = next(one for one in of_lot if one.act is Act.PREPARE)
            approved = [one for one in of_lot if one.act is Act.APPROVE][-1]
            staged = next(one for one in of_lot if one.act is Act.STAGE)
            objectors = {one.person for one in before if one.act is Act.HOLD}
            people = {prepared.person, approved.person, staged.person}
            assert len(people) == len(PEOPLE_OF_A_LOT)
            assert not people & objectors
            assert not any(one.act is Act.ORDER for one in before[approved.seq :])
            answered = {one.answers for one in before if one.act is Act.ANSWER}
            assert {one.seq for one in before if one.act is Act.HOLD} <= answered
            tests = [one for one in before if one.act is Act.DETERMINE]
            earlier = [one for one in tests if one.seq < prepared.seq]
            assert earlier[-1].digest == tests[-1].digest


PEOPLE_OF_A_LOT = ("preparer", "approver", "sender")


def test_no_path_leads_round_a_rule() -> None:
    Desk.reached = 0
    run_state_machine_as_test(
        Desk, settings=settings(max_examples=400, stateful_step_count=30, deadline=None)
    )
    assert Desk.reached > 0, "no lot was handed over, so nothing was checked"
