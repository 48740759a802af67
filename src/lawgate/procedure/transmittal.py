"""Reading the transmittal: the JSON cover of a batch, checked at the door.

Rules kept here: what the run rests on (`requested_on`, `row_count`, `sha256`) must be stated; every
member that is stated must have its own type, without coercion; a member stated twice is refused,
since two readers could take different ones. Members that nobody knows are ignored and reported. A
signature is noted and never verified here: that takes keys.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lawgate.errors import InputRefusedError, Place
from lawgate.procedure.batch_file import open_regular
from lawgate.terms import Transmittal

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_TRANSMITTAL = 16 * 2**20
"""Bytes of the largest transmittal that is read: room for some hundred thousand recipients."""

_REMEDY = "Ask the requester for a corrected transmittal."
_SIGNATURE = "signature"
_LONGEST_TEXT = 1_000
_MOST_RECIPIENTS = 200_000
_MOST_ROWS = 10**10
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_day(value: object) -> date:
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError("must be a day written YYYY-MM-DD, in quotes")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


_Text = Annotated[str, Field(max_length=_LONGEST_TEXT)]
_Day = Annotated[date, BeforeValidator(_as_day)]


class _Cover(BaseModel):
    """The transmittal as JSON states it; what is not listed here is ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    requested_on: _Day
    row_count: Annotated[int, Field(ge=0, le=_MOST_ROWS)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]
    agreement: _Text | None = None
    requester: _Text | None = None
    signatory_name: _Text | None = None
    signatory_office: _Text | None = None
    attests_sole_use: bool | None = None
    attests_criminal_investigation: bool | None = None
    recipients: Annotated[list[_Text], Field(max_length=_MOST_RECIPIENTS)] | None = None


def read_transmittal(path: Path) -> Transmittal:
    """Read the transmittal at `path`.

    Raises InputRefusedError where it can't be read, is not JSON in UTF-8 (RFC 8259), states a
    member twice, lacks a required member or states one in the wrong type.
    """
    with open_regular(path, "transmittal") as file:
        data = file.read(LARGEST_TRANSMITTAL + 1)
    return parse_transmittal(data, str(path))


def parse_transmittal(data: bytes, name: str) -> Transmittal:
    """Parse the bytes of a transmittal; `name` is what messages call it.

    Raises InputRefusedError as `read_transmittal` does.
    """
    members = _members(data, name)
    try:
        cover = _Cover.model_validate(members)
    except ValidationError as error:
        raise InputRefusedError(
            f"The transmittal can't be used: {_sentence(error)}", remedy=_REMEDY, place=name
        ) from error
    known = {*_Cover.model_fields, _SIGNATURE}
    return Transmittal(
        agreement=cover.agreement,
        requester=cover.requester,
        signatory_name=cover.signatory_name,
        signatory_office=cover.signatory_office,
        requested_on=cover.requested_on,
        row_count=cover.row_count,
        sha256=cover.sha256.lower(),
        attests_sole_use=cover.attests_sole_use,
        attests_criminal_investigation=cover.attests_criminal_investigation,
        recipients=tuple(cover.recipients or ()),
        signed=members.get(_SIGNATURE) is not None,
        digest=hashlib.sha256(data).hexdigest(),
        ignored=tuple(sorted(member for member in members if member not in known)),
    )


def _members(data: bytes, name: str) -> dict[str, Any]:
    """Give the members of the JSON object in `data`."""
    if len(data) > LARGEST_TRANSMITTAL:
        raise InputRefusedError(
            f"The transmittal is larger than {LARGEST_TRANSMITTAL:,} bytes.",
            remedy="Check that this is the transmittal and not the batch.",
            place=name,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefusedError(
            f"The transmittal is not UTF-8 (byte {error.start + 1}).", remedy=_REMEDY, place=name
        ) from error
    try:
        stated = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
        json.dumps(stated, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise InputRefusedError(
            f"The transmittal is not JSON: {error.msg}.",
            remedy=_REMEDY,
            place=Place(name, error.lineno, error.colno),
        ) from error
    except (ValueError, RecursionError) as error:
        # Also: a number of thousands of digits, half a surrogate pair, nesting without end.
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputRefusedError(
            f"The transmittal can't be read: {why}.", remedy=_REMEDY, place=name
        ) from error
    if not isinstance(stated, dict):
        raise InputRefusedError("The transmittal is not a JSON object.", remedy=_REMEDY, place=name)
    return stated


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    stated = dict(pairs)
    if len(stated) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in stated if names.count(name) > 1)
        raise ValueError(f"member {twice!r} is stated twice")
    return stated


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not a JSON number")


def _sentence(error: ValidationError) -> str:
    """Put what pydantic found into one sentence a requester can act on."""
    parts = []
    for problem in error.errors(include_url=False, include_input=False):
        member = ".".join(str(step) for step in problem["loc"])
        if problem["type"] == "missing":
            parts.append(f"`{member}` is missing")
        elif problem["type"] == "string_pattern_mismatch":
            parts.append(f"`{member}` must be 64 hexadecimal digits")
        else:
            words = problem["msg"].removeprefix("Value error, ")
            parts.append(f"`{member}`: {words[:1].lower()}{words[1:]}")
    return "; ".join(parts[:10]) + "."
