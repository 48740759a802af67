"""No number in this repository can be a person's: every identifier is from a range never assigned.

A number is *synthetic* where it is 9NN-66-NNNN to 9NN-69-NNNN, 9NN-89-NNNN or 987-65-4320 to
987-65-4329: outside what was ever issued, or set aside for advertising. It is *impossible* where a
part is 000, 666, 00 or 0000: no identifier of that form can exist, so none is anybody's.
"""

from __future__ import annotations

import re
from unicodedata import digit

import pytest

from tests.house.tree import Text, expect_none, texts

GROUPED = re.compile(r"(?<![\w-])(\d{3})([- ])(\d{2})\2(\d{4})(?![\w-])")
EMPLOYER = re.compile(r"(?<![\w-])\d{2}-\d{7}(?![\w-])")
CONTIGUOUS = re.compile(r"(?<![\w.])\d{9}(?![\w.]\d|\w)")

SYNTHETIC = re.compile(r"9\d\d(?:6[6-9]|89)\d{4}|98765432\d")
IMPOSSIBLE = re.compile(r"(?:000|666)\d{6}|\d{3}00\d{4}|\d{5}0000")

_EDGE = "just outside a synthetic range: shows that the range ends there"

LISTED: dict[str, str] = {
    "900650001": _EDGE,
    "900701234": _EDGE,
    "950881234": _EDGE,
    "950901234": _EDGE,
    "987654319": _EDGE,
    "987654330": _EDGE,
    "900111234": "between the ranges ever issued: shows that nothing is there",
    "900491234": "between the ranges ever issued: shows that nothing is there",
    "219099999": "printed in a public pamphlet of 1940 and void since: nobody's",
    "111111111": "one digit nine times: a placeholder that readers must refuse",
    "770021234": "a ZIP+4 written without its hyphen",
    "123456789": "the digits in sequence: a placeholder that readers must refuse",
}
"""Numbers outside those ranges that may stand here, each with the reason why it is nobody's."""

NOT_OURS = ("tests/data/",)
"""Real postal addresses, published with licences: nine digits there are ZIP+4 or a parcel."""


def strangers(text: Text) -> list[str]:
    """Return every number of the form of an identifier that could be somebody's."""
    return [
        f"{text.place(hit.start())} {hit.group()}"
        for pattern in (GROUPED, EMPLOYER, CONTIGUOUS)
        for hit in pattern.finditer(text.content)
        if not _nobodys("".join(str(digit(sign)) for sign in hit.group() if sign.isdigit()))
    ]


def _nobodys(digits: str) -> bool:
    ranges = SYNTHETIC.fullmatch(digits) or IMPOSSIBLE.fullmatch(digits)
    return bool(ranges) or digits in LISTED


def test_every_identifier_in_the_repository_is_synthetic_impossible_or_listed() -> None:
    ours = [t for t in texts() if not t.path.startswith(NOT_OURS) and t.path != "requirements.lock"]
    expect_none([line for text in ours for line in strangers(text)])


@pytest.mark.parametrize("separator", ["-", " ", ""])
def test_a_number_that_may_be_somebodys_is_seen(separator: str) -> None:
    # Put together here, so that this file doesn't hold what it forbids.
    for parts in (("219", "09", "9998"), ("912", "70", "1234"), ("987", "65", "4331")):
        number = separator.join(parts)
        assert strangers(Text("planted.md", f"tin: {number}"))
        assert strangers(Text("planted.md", f'"{number}",'))


def test_an_employers_number_is_seen() -> None:
    prefix = "12"
    assert strangers(Text("planted.md", f"tin: {prefix}-3456780"))


@pytest.mark.parametrize("number", ["900-66-0001", "999-89-9999", "987-65-4329", "000-12-3456"])
def test_a_number_that_is_nobodys_may_stand(number: str) -> None:
    for planted in (number, number.replace("-", ""), number.replace("-", " ")):
        assert strangers(Text("planted.md", planted)) == []


def test_digests_decimals_and_long_numbers_are_no_identifiers() -> None:
    for planted in ("0.123456780", "1234567801", "sha256:a123456780b", "12345-6780", "1_000_000"):
        assert strangers(Text("planted.md", planted)) == []


def test_every_listed_number_is_used_and_would_not_stand_unlisted() -> None:
    others = "".join(text.content for text in texts() if "test_synthetic_numbers" not in text.path)
    digits = {
        re.sub(r"\D", "", hit.group()) for p in (GROUPED, CONTIGUOUS) for hit in p.finditer(others)
    }
    assert sorted(set(LISTED) - digits) == []
    assert not any(SYNTHETIC.fullmatch(n) or IMPOSSIBLE.fullmatch(n) for n in LISTED)
