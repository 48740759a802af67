"""Gates open only where a register shows what the law asks for, on the day that counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure.gates import closed_gates
from lawgate.procedure.registers import (
    Contact,
    Officer,
    Official,
    Registers,
    SafeguardFinding,
    Safeguards,
    read_registers,
)
from tests.procedure.desk_people import DAY, FIRST, GATES, delivery, registers


def keys(given: Registers, *, day: date = DAY, **changed: object) -> list[str]:
    return [gate.key for gate in closed_gates(GATES, given, delivery(**changed), day)]


def review(*findings: SafeguardFinding, valid_to: date = date(2025, 12, 31)) -> dict[str, object]:
    one = Safeguards(agency="Bureau", reviewed=FIRST, valid_to=valid_to, findings=findings)
    return {"safeguards": (one,)}


def test_nothing_is_closed_where_the_registers_show_everything() -> None:
    assert keys(registers()) == []


def test_empty_registers_close_every_gate_in_the_order_of_the_text() -> None:
    assert keys(Registers(), verified_by=None) == [
        key for key, *_ in GATES if key != "accounting-first"
    ]


def test_a_gate_that_nobody_can_test_is_closed() -> None:
    gates = closed_gates([("moonlight", "Act § 9", "It shines.")], registers(), delivery(), DAY)
    assert [gate.key for gate in gates] == ["moonlight"]


@pytest.mark.parametrize(
    ("changed", "closed"),
    [
        ({"verified_by": None}, ["signature", "delegation"]),
        ({"verified_by": "somebody"}, ["delegation"]),
        ({"office": "Deputy"}, ["delegation"]),
        ({"requested_on": FIRST - timedelta(days=1)}, ["delegation"]),
        ({"officers": ()}, ["officer-of-agency"]),
        ({"officers": ("Olu Poe", "Stranger")}, ["officer-of-agency"]),
        ({"engagement": "of another batch"}, ["officer-of-agency"]),
        ({"contact": "Back"}, ["contact", "channel"]),
        ({"channel": "e-mail"}, ["channel"]),
    ],
)
def test_what_the_delivery_lacks_closes_its_gate(
    changed: dict[str, object], closed: list[str]
) -> None:
    assert [
        gate.key for gate in closed_gates(GATES, registers(), delivery(**changed), DAY)
    ] == closed


def test_a_signatory_is_judged_by_the_day_of_the_request() -> None:
    ended = Official(first=FIRST, last=DAY, name="Ida Roe", office="Head", key="ida")
    assert keys(registers(officials=(ended,)), day=DAY + timedelta(days=30)) == []
    begun = Official(first=DAY + timedelta(days=1), name="Ida Roe", office="Head", key="ida")
    late = registers(officials=(begun,))
    assert keys(late, day=DAY + timedelta(days=30)) == ["delegation"]


@pytest.mark.parametrize("field", ["human", "agency", "engaged", "last"])
def test_an_officer_must_be_a_person_of_the_agency_engaged_and_in_term(field: str) -> None:
    told: dict[str, object] = {
        "first": FIRST, "name": "Olu Poe", "agency": "Bureau", "key": "olu",
        "engaged": {"statement"}, "human": True,
    }  # fmt: skip
    wrong = {"human": False, "agency": "Other", "engaged": (), "last": DAY - timedelta(days=1)}
    officer = Officer.model_validate(told | {field: wrong[field]})
    assert keys(registers(officers=(officer,))) == ["officer-of-agency"]


def test_two_lines_about_one_officer_close_the_gate() -> None:
    doubled = registers().officers * 2
    assert keys(registers(officers=doubled)) == ["officer-of-agency"]


@pytest.mark.parametrize(
    ("finding", "shut"),
    [
        (SafeguardFinding(opened=FIRST), True),
        (SafeguardFinding(opened=DAY + timedelta(days=1)), False),
        (SafeguardFinding(opened=FIRST, closed=DAY), False),
        (SafeguardFinding(opened=FIRST, closed=DAY + timedelta(days=1)), True),
        (SafeguardFinding(opened=FIRST, plan_accepted=FIRST), True),
        (SafeguardFinding(opened=FIRST, plan_accepted=FIRST, plan_due=DAY), False),
        (
            SafeguardFinding(opened=FIRST, plan_accepted=FIRST, plan_due=DAY - timedelta(days=1)),
            True,
        ),
        (
            SafeguardFinding(
                opened=FIRST,
                plan_accepted=DAY + timedelta(days=1),
                plan_due=DAY + timedelta(days=9),
            ),
            True,
        ),
    ],
)
def test_an_open_finding_needs_an_accepted_plan_that_still_runs(
    finding: SafeguardFinding, *, shut: bool
) -> None:
    assert (keys(registers(**review(finding))) == ["safeguards"]) is shut


def test_safeguards_expire_by_default() -> None:
    assert keys(registers(**review(valid_to=DAY - timedelta(days=1)))) == ["safeguards"]


def test_a_bar_is_never_told_to_the_requester() -> None:
    barred = registers(bars={"hash of a person"})
    (gate,) = closed_gates(GATES, barred, delivery(), DAY)
    assert (gate.key, gate.told) == ("informant-or-impairment", False)


def test_a_register_of_bars_that_was_not_loaded_closes_the_gate() -> None:
    assert keys(registers(bars_kept=False)) == ["informant-or-impairment"]


def test_a_contact_whose_term_has_ended_is_no_contact() -> None:
    ended = Contact(
        first=FIRST, last=DAY - timedelta(days=1), agency="Bureau", name="Front", channel="sealed"
    )
    assert keys(registers(contacts=(ended,))) == ["contact", "channel"]


def test_registers_that_were_written_are_read_as_they_were() -> None:
    written = registers().model_dump_json().encode()
    assert read_registers(written, "registers.json") == registers()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"poeple": []}',
        b'{"bars_kept": true, "bars": [""]}',
        b'{"people": [{"first": "2025-13-01", "person": "a", "name": "A", "roles": []}]}',
    ],
)
def test_registers_that_are_not_whole_are_refused_with_their_place(data: bytes) -> None:
    with pytest.raises(InputRefusedError, match=r"registers\.json: The registers can't be read"):
        read_registers(data, "registers.json")


def test_one_key_for_two_people_is_refused() -> None:
    lines = [one.model_copy(update={"key": "shared"}) for one in registers().people[:2]]
    data = registers(people=lines).model_dump_json().encode()
    with pytest.raises(InputRefusedError, match="one key to two people"):
        read_registers(data, "registers.json")
