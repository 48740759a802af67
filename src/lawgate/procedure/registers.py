"""The registers that people keep: who may ask, who may act, who may receive, and how safely.

Rules kept here: what a register doesn't say is not so; a term has a first day and may have a last;
a register is read whole or not at all, and an unknown member is refused, so that a misspelt one
never passes for silence. That its bytes are counsel's is verified before they come here.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  pydantic reads the annotations when the program runs
from enum import Enum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lawgate.errors import InputRefusedError
from lawgate.terms import Interval

_Text = Annotated[str, Field(min_length=1, max_length=500)]
_Named = TypeVar("_Named", bound="_Term")


class Role(Enum):
    """What a member of the custodian's staff may do."""

    PREPARER = "preparer"
    APPROVER = "approver"
    COUNSEL = "counsel"
    SENDER = "sender"
    AUDITOR = "auditor"


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Term(_Line):
    """A line that holds from a day, and to a day where it names one; both are included."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the line holds on `day`."""
        return Interval(self.first, self.last).holds(day)


class Official(_Term):
    """Who holds an office of the requester, or acts for it under a delegation that is named."""

    name: _Text
    office: _Text
    key: _Text
    delegation: _Text | None = None


class Person(_Term):
    """A member of the custodian's staff. `delegations` cite what may be approved."""

    person: _Text
    name: _Text
    roles: frozenset[Role]
    delegations: frozenset[_Text] = frozenset()
    key: _Text


class Officer(_Term):
    """An officer of the requester who can receive: one human being, with a key of his or her own.

    `engaged` are the digests of the statements of personal and direct engagement that were signed.
    """

    name: _Text
    agency: _Text
    key: _Text
    engaged: frozenset[_Text] = frozenset()
    human: bool


class SafeguardFinding(_Line):
    """A finding of a safeguard review; a plan counts once accepted, and until the day it is due."""

    opened: date
    closed: date | None = None
    plan_accepted: date | None = None
    plan_due: date | None = None

    def stands_open(self, day: date) -> bool:
        """Tell whether the finding is open on `day` with no accepted plan that is still running."""
        if day < self.opened or (self.closed is not None and self.closed <= day):
            return False
        if self.plan_accepted is None or self.plan_due is None:
            return True
        return not self.plan_accepted <= day <= self.plan_due


class Safeguards(_Line):
    """The last review of a recipient agency; after `valid_to` it has expired."""

    agency: _Text
    reviewed: date
    valid_to: date
    findings: tuple[SafeguardFinding, ...] = ()


class Contact(_Term):
    """A point of contact that the agreement lists, and the channel agreed for it."""

    agency: _Text
    name: _Text
    channel: _Text


class Registers(_Line):
    """Everything the registers say. `bars` are keyed hashes of persons, never a name or a number.

    `bars_kept` tells that the register of bars was loaded at all: an empty one says that nobody is
    barred, a missing one says nothing.
    """

    officials: tuple[Official, ...] = ()
    people: tuple[Person, ...] = ()
    officers: tuple[Officer, ...] = ()
    safeguards: tuple[Safeguards, ...] = ()
    contacts: tuple[Contact, ...] = ()
    bars: frozenset[_Text] = frozenset()
    bars_kept: bool = False

    def person(self, person: str, day: date) -> Person | None:
        """Give the one line about somebody of the staff that holds on `day`; None if not one."""
        return _only([one for one in self.people if one.person == person], day)

    def officer(self, name: str, day: date) -> Officer | None:
        """Give the one line about an officer that holds on `day`; None if not one."""
        return _only([one for one in self.officers if one.name == name], day)

    def official(self, name: str, office: str, day: date) -> Official | None:
        """Give the one line about a signatory in an office on `day`; None if not one."""
        named = [one for one in self.officials if (one.name, one.office) == (name, office)]
        return _only(named, day)

    def review(self, agency: str, day: date) -> Safeguards | None:
        """Give the last review of `agency` made by `day`."""
        made = [one for one in self.safeguards if one.agency == agency and one.reviewed <= day]
        return max(made, key=lambda one: one.reviewed, default=None)


def read_registers(data: bytes, name: str) -> Registers:
    """Read registers from JSON (RFC 8259); `name` is what messages call them.

    Raises InputRefusedError where anything is misspelt, missing or of the wrong type.
    """
    try:
        registers = Registers.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise InputRefusedError(
            f"The registers can't be read: {where}: {first['msg']}.",
            remedy="Mend the line and have it signed again.",
            place=name,
        ) from error
    keys = [one.key for one in registers.people]
    names = {one.key: one.person for one in registers.people}
    if len({one.person for one in registers.people}) != len(names) or len(set(keys)) != len(names):
        raise InputRefusedError(
            "The registers give one key to two people, or two keys to one.",
            remedy="One person, one key: end the old line and begin a new register.",
            place=name,
        )
    return registers


def _only(lines: list[_Named], day: date) -> _Named | None:
    held = [one for one in lines if one.holds(day)]
    return held[0] if len(held) == 1 else None
