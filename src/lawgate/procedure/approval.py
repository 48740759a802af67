"""Approval: whether a person may do a thing to a lot now, and everything that stands against it.

1. The person is on the register today, in the role that the act takes.
2. Nobody has two parts in one lot: who prepares, approves, objects and sends are four people.
   Anybody who is counsel may object at any time; then the lot of an objector goes no further.
3. Steps follow one another, once each: prepared, approved, staged, accounted, handed over.
4. What is approved is the digest that was prepared from the determination that still stands.
5. An approval is stale once an order was entered after it: the approver looks again.
6. A hold blocks everything but another hold, its answer and a recall, whoever has left since.
7. Gates that are closed block approval, staging and hand-over.
8. An approver holds a delegation for every paragraph under which an item is released.
9. The account is covered by a checkpoint before anything is handed over.

The caller owes the gates, evaluated for this moment, and appends the entry only if nothing was
appended since the matter was read. No clock, no input or output.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lawgate.procedure.matter import Act, Lot, Matter
from lawgate.procedure.registers import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from lawgate.procedure.gates import ClosedGate
    from lawgate.procedure.registers import Registers


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody wants to do.

    `digest` is the release digest; `paragraphs` are the citations under which its items are
    permitted; `answers` is the number of a hold; `words` what is said for the record;
    `proved_size` is the size of the last checkpoint and `account_leaf` the leaf of the account.
    """

    act: Act
    person: str
    at: datetime
    digest: str = ""
    paragraphs: frozenset[str] = frozenset()
    answers: int | None = None
    words: str = ""
    proved_size: int = 0
    account_leaf: int | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that stands against an act: its code, and a sentence for whoever tried."""

    code: str
    sentence: str


ROLES: Final[Mapping[Act, Role]] = {
    Act.PREPARE: Role.PREPARER,
    Act.APPROVE: Role.APPROVER,
    Act.HOLD: Role.COUNSEL,
    Act.ANSWER: Role.APPROVER,
    Act.STAGE: Role.SENDER,
    Act.ACCOUNT: Role.SENDER,
    Act.HAND_OVER: Role.SENDER,
    Act.RECALL: Role.SENDER,
}
"""The role that each act of a person takes."""

_GATED: Final = frozenset({Act.APPROVE, Act.STAGE, Act.HAND_OVER})
_FREE_OF_HOLDS: Final = frozenset({Act.HOLD, Act.ANSWER, Act.RECALL})
_OF_A_LOT: Final = (Act.APPROVE, Act.STAGE, Act.ACCOUNT, Act.HAND_OVER, Act.RECALL)


def objections(
    matter: Matter, attempt: Attempt, registers: Registers, closed: tuple[ClosedGate, ...]
) -> tuple[Objection, ...]:
    """Give everything that stands against `attempt`; nothing means that it may be entered."""
    found = [*_of_the_person(attempt, registers), *_of_holds(matter, attempt)]
    if attempt.act is Act.PREPARE:
        found += _of_preparation(matter, attempt)
    elif attempt.act is Act.ANSWER:
        found += _of_answer(matter, attempt)
    elif attempt.act in _OF_A_LOT:
        lot = matter.lots.get(attempt.digest)
        if lot is None:
            found.append(Objection("no-such-lot", "No lot with this digest was prepared."))
        else:
            found += _of_people(matter, lot, attempt)
            found += _of_sequence(lot, attempt)
            found += _of_currency(matter, lot, attempt)
    elif attempt.act is not Act.HOLD:
        found.append(Objection("not-a-persons-act", "No person does this."))
    if attempt.act in _GATED:
        found += [Objection(f"gate:{one.key}", f"{one.citation}: {one.sentence}") for one in closed]
    return tuple(found)


def _of_the_person(attempt: Attempt, registers: Registers) -> Iterator[Objection]:
    person = registers.person(attempt.person, attempt.at.date())
    role = ROLES.get(attempt.act)
    if person is None:
        yield Objection("unknown-person", "The register shows no such person today.")
    elif role is not None and role not in person.roles:
        yield Objection("wrong-role", f"This takes a {role.value}.")
    elif attempt.act is Act.APPROVE and (
        not attempt.paragraphs or attempt.paragraphs - person.delegations
    ):
        yield Objection("no-delegation", "The approver holds no delegation for every paragraph.")
    if attempt.act in (Act.HOLD, Act.ANSWER) and not attempt.words.strip():
        yield Objection("no-words", "State the reason: it stands on the record.")


def _of_holds(matter: Matter, attempt: Attempt) -> Iterator[Objection]:
    if matter.holds and attempt.act not in _FREE_OF_HOLDS:
        numbers = ", ".join(str(hold.seq) for hold in matter.holds)
        yield Objection("held", f"Counsel's hold stands (entry {numbers}); answer it first.")


def _of_preparation(matter: Matter, attempt: Attempt) -> Iterator[Objection]:
    if matter.determined is None:
        yield Objection("not-determined", "Nothing was determined yet.")
    elif attempt.at < matter.determined.at:
        yield Objection("before-the-tests", "The clock stands before the tests.")
    if attempt.person in matter.objectors:
        yield Objection("same-person", "Who objected to this matter does not prepare it.")
    if not attempt.digest:
        yield Objection("no-digest", "The lot has no digest.")
    elif attempt.digest in matter.lots:
        yield Objection("done-already", "This lot was prepared already.")


def _of_answer(matter: Matter, attempt: Attempt) -> Iterator[Objection]:
    hold = next((one for one in matter.holds if one.seq == attempt.answers), None)
    if hold is None:
        yield Objection("no-such-hold", "No hold with this number stands.")
    elif hold.person == attempt.person:
        yield Objection("same-person", "Nobody answers an own hold.")
    if attempt.person in matter.objectors and hold is not None and hold.person != attempt.person:
        yield Objection("same-person", "Who objected to this matter does not answer for it.")
    prepared = {lot.prepared.person for lot in matter.lots.values()}
    sent = {lot.staged.person for lot in matter.lots.values() if lot.staged}
    if attempt.person in prepared | sent:
        yield Objection("same-person", "Who prepares or sends does not answer counsel.")


def _of_people(matter: Matter, lot: Lot, attempt: Attempt) -> Iterator[Objection]:
    if attempt.act is Act.RECALL:
        return
    others = [lot.prepared, lot.staged if attempt.act is Act.APPROVE else lot.approved]
    acted = {event.person for event in others if event is not None}
    so_far = (lot.prepared, lot.approved, lot.staged, lot.accounted)
    if matter.objectors & {event.person for event in so_far if event is not None}:
        yield Objection("objected", "Somebody who acted on this lot objected; prepare it anew.")
    if attempt.person in acted | matter.objectors:
        yield Objection(
            "same-person", "Preparing, approving, objecting and sending take four people."
        )


def _of_sequence(lot: Lot, attempt: Attempt) -> Iterator[Objection]:
    needed, done = {
        Act.APPROVE: (lot.prepared, lot.staged),
        Act.STAGE: (lot.approved, lot.staged),
        Act.ACCOUNT: (lot.staged, lot.accounted),
        Act.HAND_OVER: (lot.accounted, lot.handed_over),
        Act.RECALL: (lot.handed_over, lot.recalled),
    }[attempt.act]
    if needed is None:
        yield Objection("step-missing", "The step before this one has not happened.")
    elif attempt.at < needed.at:
        yield Objection(
            "before-the-step", "The clock stands before the step that this one follows."
        )
    if done is not None:
        yield Objection("done-already", "This has happened already, or the lot has gone further.")
    if attempt.act is Act.HAND_OVER and not (
        attempt.account_leaf is not None and attempt.account_leaf < attempt.proved_size
    ):
        yield Objection("not-accounted", "No checkpoint covers the account of this disclosure.")


def _of_currency(matter: Matter, lot: Lot, attempt: Attempt) -> Iterator[Objection]:
    if attempt.act is Act.RECALL:
        return
    current = matter.determined.digest if matter.determined else ""
    if lot.determination != current:
        yield Objection("stale-lot", "The batch was determined anew after this lot was prepared.")
    order, approved = matter.last_order, lot.approved
    if order and approved and attempt.act is not Act.APPROVE and approved.seq < order.seq:
        yield Objection("stale-approval", "An order was entered after the approval; look again.")
