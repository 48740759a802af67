"""A small staff and registers that show everything, for tests of acts and gates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lawgate.procedure.gates import Delivery
from lawgate.procedure.registers import (
    Contact,
    Officer,
    Official,
    Person,
    Registers,
    Role,
    SafeguardFinding,
    Safeguards,
)

FIRST = date(2025, 1, 1)
DAY = date(2025, 8, 6)
NOON = datetime(2025, 8, 6, 12, tzinfo=UTC)
PARAGRAPH = "Act § 1(a)"
GATES = tuple(
    (key, f"Act § {n}", "It is tested.")
    for n, key in enumerate(
        (
            "signature",
            "delegation",
            "officer-of-agency",
            "safeguards",
            "contact",
            "channel",
            "informant-or-impairment",
            "accounting-first",
        )
    )
)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def person(name: str, *roles: Role, last: date | None = None) -> Person:
    delegations = {PARAGRAPH} if Role.APPROVER in roles else set()
    return Person(
        first=FIRST, last=last, person=name, name=name.title(), roles=frozenset(roles),
        delegations=frozenset(delegations), key=f"key of {name}",
    )  # fmt: skip


STAFF = (
    person("pat", Role.PREPARER),
    person("ann", Role.APPROVER),
    person("abe", Role.APPROVER),
    person("cleo", Role.COUNSEL),
    person("sam", Role.SENDER),
    person("all", *Role),
)


def registers(**changed: object) -> Registers:
    told: dict[str, object] = {
        "people": STAFF,
        "officials": (Official(first=FIRST, name="Ida Roe", office="Head", key="ida"),),
        "officers": (
            Officer(
                first=FIRST, name="Olu Poe", agency="Bureau", key="olu",
                engaged=frozenset({"statement"}), human=True,
            ),
        ),
        "safeguards": (
            Safeguards(
                agency="Bureau", reviewed=FIRST, valid_to=date(2025, 12, 31),
                findings=(SafeguardFinding(opened=FIRST, closed=date(2025, 2, 1)),),
            ),
        ),
        "contacts": (Contact(first=FIRST, agency="Bureau", name="Front", channel="sealed"),),
        "bars_kept": True,
    }  # fmt: skip
    return Registers.model_validate(told | changed)


def delivery(**changed: object) -> Delivery:
    told: dict[str, object] = {
        "requester": "Bureau", "agency": "Bureau", "signatory": "Ida Roe", "office": "Head",
        "verified_by": "ida", "requested_on": DAY, "officers": ("Olu Poe",),
        "engagement": "statement", "contact": "Front", "channel": "sealed",
        "subjects": frozenset({"hash of a person"}),
    }  # fmt: skip
    return Delivery(**{**told, **changed})  # type: ignore[arg-type]
