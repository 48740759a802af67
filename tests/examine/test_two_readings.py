from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawgate.errors import Place
from lawgate.examine.registry import resolve
from lawgate.law.facts import Derivation, Item, WordTable
from tests.examine.readings import ADDRESS, QUALITY, by_one, hard, in_columns, junk, labelled, made

WORDS = {
    "T": WordTable(
        "T",
        (("removal", r"\bREMOVAL\b"), ("crime", r"CRIM[A-Z]+|\b1253\b")),
        "none",
        "other",
        Place("x"),
    )
}
ITEMS = {
    "address": Item("address", "Address", released=True),
    "income": Item("income", "Income", released=False),
}
OTHERS = (
    ("identifier_kind", ("a",)),
    ("name_quality", ("a", "b")),
    ("officer_quality", ("a",)),
    ("date", ("a",)),
    ("date_state", ("a",)),
    ("stated", ("a",)),
    ("items", ("a",)),
    ("words", ("a", "T")),
)
TELLING = [
    "2024-02-29",
    "2023-02-29",
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "infinity",
    "epoch",
    "2024-1-1",
    "\uff12024-01-01",
    " 2024-01-01",
    "2024/01/01",
    "Pending",
    "12-3450000",
    "219-09-9999",
    "987-65-4320",
    "900-66-1234",
    "123456789",
    "address; income",
    "address",
    "income",
    ";;",
    "zip",
    "Do, Minh",
    "Special Agent Ann Lee",
    "Mu\u00c3\u00b1oz",
    "\u00df",
    "\u0130",
    "\ufb01",
    "\u0345",
    "J\u030c",
    "\x00",
    "\x1f \x7f",
]

wild = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("ABNU nk-/.,#'0159\u200b\u00a0\u00e9\u0410\u4e00\ufffd\u00bd\t", max_size=25),
    st.sampled_from(TELLING),
    st.sampled_from(junk()),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(wild, wild, wild, wild), min_size=20, max_size=40))
def test_address_quality_is_the_same_in_columns_and_for_one_request(
    rows: list[tuple[str | None, ...]],
) -> None:
    assert in_columns(QUALITY, ADDRESS, rows) == by_one(QUALITY, ADDRESS, rows)


@pytest.mark.parametrize(("name", "args"), OTHERS)
@settings(max_examples=12, deadline=None)
@given(rows=st.lists(st.tuples(wild, wild), min_size=20, max_size=40))
def test_every_other_derivation_is_the_same_in_both_readings(
    name: str, args: tuple[str, ...], rows: list[tuple[str | None, ...]]
) -> None:
    rendering = resolve(Derivation(name, args), WORDS, ITEMS)
    assert in_columns(rendering, ("a", "b"), rows) == by_one(rendering, ("a", "b"), rows)


@pytest.mark.parametrize(("name", "args"), OTHERS)
def test_every_derivation_agrees_on_the_telling_texts(name: str, args: tuple[str, ...]) -> None:
    rendering = resolve(Derivation(name, args), WORDS, ITEMS)
    rows = [(a, b) for a in TELLING for b in TELLING]
    assert in_columns(rendering, ("a", "b"), rows) == by_one(rendering, ("a", "b"), rows)


def test_both_readings_agree_on_every_address_in_the_data() -> None:
    lines = [*junk(), *hard(), *(line for line, _ in labelled())]
    rows: list[tuple[str | None, ...]] = [(line, *place) for line in lines for place in PLACES]
    rows += made()
    assert in_columns(QUALITY, ADDRESS, rows) == by_one(QUALITY, ADDRESS, rows)


PLACES = ((None, None, None), ("Houston", "TX", "77002"))


@pytest.mark.slow
def test_both_readings_agree_on_a_million_generated_texts() -> None:
    chance = random.Random(20260226)  # noqa: S311 - nothing is secret here
    words = sorted({word for line in (*junk(), *hard()) for word in line.split()})
    signs = (
        "abcXYZ019 ,.#'-/&\u00e9\u00d1\u200b\u00a0\ufffd\u0406\u4e1c\u00bd\ufb01\x01\t\n\"|;<\\%"
    )

    def text() -> str | None:
        shape = chance.random()
        if shape < 0.05:
            return None
        if shape < 0.7:
            return " ".join(chance.choice(words) for _ in range(chance.randint(1, 7)))
        return "".join(chance.choice(signs) for _ in range(chance.randint(0, 25)))

    for _ in range(20):
        rows = [(text(), *chance.choice(PLACES)) for _ in range(50_000)]
        assert in_columns(QUALITY, ADDRESS, rows) == by_one(QUALITY, ADDRESS, rows)
