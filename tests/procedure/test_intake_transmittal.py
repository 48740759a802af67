from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure.intake import parse_transmittal, read_transmittal

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, Any] = {
    "agreement": "an-agreement",
    "requester": "A",
    "signatory_name": "Jo Example",
    "signatory_office": "Secretary",
    "requested_on": "2025-06-27",
    "row_count": 3,
    "sha256": "AB" * 32,
    "attests_sole_use": True,
    "attests_criminal_investigation": False,
    "recipients": ["Officer One", "Officer Two"],
}
REQUIRED = {name: GOOD[name] for name in ("requested_on", "row_count", "sha256")}


def refusal(data: bytes) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as caught:
        parse_transmittal(data, "cover.json")
    assert caught.value.exit_code == 3
    assert str(caught.value.place).startswith("cover.json")
    assert caught.value.remedy
    return caught.value


def test_a_full_transmittal_is_read_as_stated(tmp_path: Path) -> None:
    path = tmp_path / "transmittal.json"
    path.write_text(json.dumps(GOOD))
    read = read_transmittal(path)
    assert read.requested_on == date(2025, 6, 27)
    assert read.sha256 == "ab" * 32
    assert read.recipients == ("Officer One", "Officer Two")
    assert (read.attests_sole_use, read.attests_criminal_investigation) == (True, False)
    assert read.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not read.signed


def test_what_is_not_stated_is_not_known() -> None:
    read = parse_transmittal(json.dumps(REQUIRED).encode(), "cover.json")
    assert (read.agreement, read.attests_sole_use, read.recipients) == (None, None, ())


def test_a_signature_is_noted_and_not_judged() -> None:
    read = parse_transmittal(
        json.dumps({**REQUIRED, "signature": "not a signature"}).encode(), "cover.json"
    )
    assert read.signed
    assert read.ignored == ()


def test_unknown_members_are_ignored_and_named() -> None:
    read = parse_transmittal(
        json.dumps({**REQUIRED, "colour": 1, "notes": []}).encode(), "cover.json"
    )
    assert read.ignored == ("colour", "notes")


def test_a_byte_order_mark_is_passed_over() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(REQUIRED).encode()
    assert parse_transmittal(data, "cover.json").row_count == 3


@pytest.mark.parametrize("member", sorted(REQUIRED))
def test_a_required_member_that_is_missing_is_named(member: str) -> None:
    stated = {name: value for name, value in REQUIRED.items() if name != member}
    assert f"`{member}` is missing" in str(refusal(json.dumps(stated).encode()))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("row_count", "3"),
        ("row_count", 3.0),
        ("row_count", True),
        ("row_count", -1),
        ("row_count", 10**30),
        ("row_count", None),
        ("requested_on", 20250627),
        ("requested_on", "27.6.2025"),
        ("requested_on", "2025-02-30"),
        ("requested_on", "20250627"),
        ("requested_on", "2025-06-27T00:00:00"),
        ("requested_on", "٢٠٢٥-٠٦-٢٧"),
        ("sha256", "ab"),
        ("sha256", "g" * 64),
        ("sha256", "a" * 64 + "\n"),
        ("attests_sole_use", "true"),
        ("attests_criminal_investigation", 1),
        ("recipients", "Officer One"),
        ("recipients", [1]),
        ("signatory_name", 5),
        ("agreement", "x" * 1_001),
    ],
)
def test_a_member_of_the_wrong_type_is_refused_by_name(member: str, value: object) -> None:
    assert f"`{member}" in str(refusal(json.dumps({**GOOD, member: value}).encode()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{\x00}\x00",
        b'{"row_count": 1, "row_count": 2}',
        b'{"notes": {"a": 1, "a": 2}}',
        b'{"row_count": NaN}',
        b'{"requester": "\\ud800"}',
        b'{"row_count": ' + b"1" * 5000 + b"}",
        b"[" * 100_000,
        b'{"notes": "' + b"x" * (16 * 2**20) + b'"}',
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_json_object_in_utf8_is_refused(data: bytes) -> None:
    refusal(data)


def test_a_syntax_error_is_shown_by_line_and_column() -> None:
    assert str(refusal(b'{"row_count": 3,\n "sha256" 1}')).startswith("cover.json:2:11: ")


def test_a_member_stated_twice_is_named() -> None:
    assert "'sha256' is stated twice" in str(refusal(b'{"sha256": "a", "sha256": "b"}'))


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path / "none.json", tmp_path, pipe):
        with pytest.raises(InputRefusedError, match=str(path)):
            read_transmittal(path)
