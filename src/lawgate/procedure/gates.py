"""Gates: what must hold beside the clauses before anything is approved or handed over.

Rules kept here: a gate is open only where a register shows it; every gate that stands closed is
told, with the citation of the provision that asks for it; a gate that the law names and nothing
here can test is closed. Decisions only: the registers and the day are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from lawgate.procedure.registers import Contact, Registers


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is about to happen: who signed the request, who is to receive, how, about whom.

    `engagement` is the digest of the statement that each officer signed for these requests;
    `subjects` are keyed hashes of persons; `verified_by` is the key that verified the signature of
    the transmittal, None where it did not verify; `officers` are names.
    """

    requester: str
    agency: str
    signatory: str
    office: str
    verified_by: str | None
    requested_on: date
    officers: tuple[str, ...]
    engagement: str
    contact: str
    channel: str
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """A gate that stands closed. `told` is False where the requester may not learn of it."""

    key: str
    citation: str
    sentence: str
    told: bool = True


def closed_gates(
    asked: Sequence[tuple[str, str, str]], registers: Registers, delivery: Delivery, day: date
) -> tuple[ClosedGate, ...]:
    """Give every closed gate among those the law asks for, in the order of the text.

    `asked`: (key, citation, sentence) of what is tested at approval. What is tested elsewhere on
    the way, `accounting-first`, is left to the hand-over.
    """
    closed: list[ClosedGate] = []
    for key, citation, sentence in asked:
        if key == AT_HAND_OVER:
            continue
        test = _TESTS.get(key)
        why = "Nothing here can test this." if test is None else test(registers, delivery, day)
        if why:
            closed.append(ClosedGate(key, citation, f"{sentence} {why}", key not in _SILENT))
    return tuple(closed)


def _signature(registers: Registers, delivery: Delivery, day: date) -> str:
    del registers, day
    return "" if delivery.verified_by else "The signature of the transmittal did not verify."


def _delegation(registers: Registers, delivery: Delivery, day: date) -> str:
    """Test the signatory on the day of the request: a later office does not mend an earlier act."""
    del day
    held = registers.official(delivery.signatory, delivery.office, delivery.requested_on)
    if held is None:
        return "On the day of the request the register shows no such person in that office."
    return "" if held.key == delivery.verified_by else "The key is not the signatory's."


def _officers(registers: Registers, delivery: Delivery, day: date) -> str:
    if not delivery.officers:
        return "No officer is named."
    for name in delivery.officers:
        officer = registers.officer(name, day)
        if officer is None or officer.agency != delivery.agency:
            return "An officer is not registered with the agency today."
        if not officer.human:
            return "A recipient is a mailbox or a team."
        if delivery.engagement not in officer.engaged:
            return "An officer has not signed that he or she is engaged on these requests."
    return ""


def _safeguards(registers: Registers, delivery: Delivery, day: date) -> str:
    review = registers.review(delivery.agency, day)
    if review is None:
        return "No review of the recipient is on the register."
    if review.valid_to < day:
        return "The last review has expired."
    if any(finding.stands_open(day) for finding in review.findings):
        return "A finding is open without an accepted plan that is still running."
    return ""


def _contact(registers: Registers, delivery: Delivery, day: date) -> str:
    known = _listed(registers, delivery, day)
    return "" if known else "The register lists no such point of contact today."


def _channel(registers: Registers, delivery: Delivery, day: date) -> str:
    agreed = {one.channel for one in _listed(registers, delivery, day)}
    return "" if delivery.channel in agreed else "The channel is not the one agreed."


def _listed(registers: Registers, delivery: Delivery, day: date) -> tuple[Contact, ...]:
    return tuple(
        one
        for one in registers.contacts
        if (one.agency, one.name) == (delivery.agency, delivery.contact) and one.holds(day)
    )


def _bars(registers: Registers, delivery: Delivery, day: date) -> str:
    del day
    if not registers.bars_kept:
        return "The register of such determinations was not loaded."
    return "A determination stands." if registers.bars & delivery.subjects else ""


AT_HAND_OVER: Final = "accounting-first"
_SILENT: Final = frozenset({"informant-or-impairment"})
_TESTS: Final[Mapping[str, Callable[[Registers, Delivery, date], str]]] = {
    "signature": _signature,
    "delegation": _delegation,
    "officer-of-agency": _officers,
    "safeguards": _safeguards,
    "contact": _contact,
    "channel": _channel,
    "informant-or-impairment": _bars,
}
