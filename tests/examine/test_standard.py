from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawgate.examine.standard import (
    RULES,
    address_key_sql,
    name_key,
    name_key_sql,
    standardise,
    suffix,
    suffix_sql,
)
from lawgate.examine.text import install
from tests.examine.readings import hard, junk, made

Address = tuple[str | None, str | None, str | None, str | None]

ALIKE: list[tuple[str, list[Address]]] = [
    (
        "123 N MAIN ST APT 4|77002",
        [
            ("123 North Main Street, Apt. 4", "Houston", "TX", "77002"),
            ("123 N. MAIN ST #4", "HOUSTON", "Texas", "77002-1234"),
            ("123 n main st unit 4", "Houston", "TX", "770021234"),
            ("Apt 4, 123 N Main St", "Houston", "TX", "77002"),
            ("123 N Main St Unit 4, Houston, TX 77002", None, None, None),
            ("123 N MAIN ST APT 4 HOUSTON TX 77002", None, None, None),
        ],
    ),
    ("1 5TH AVE|10003", [("1 Fifth Avenue", "", "", "10003"), ("One 5th Ave", "", "", "10003")]),
    (
        "PO BOX 5|WACO TX",
        [
            ("P.O. Box 5", "Waco", "TX", None),
            ("Post Office Box 05", "Waco", "Texas", None),
            ("POB #5", "WACO", "Tex.", None),
        ],
    ),
    (
        "RR 2 BOX 14|74743",
        [("Rural Route 2, Box #14", "Hugo", "OK", "74743"), ("RR 2 BX 14", "Hugo", "OK", "74743")],
    ),
    (
        "1234 US HWY 59 N|77327",
        [
            ("1234 U.S. Highway 59 North", "a", "TX", "77327"),
            ("1234 US HWY 59 N", "a", "TX", "77327"),
        ],
    ),
    (
        "12 ST MARYS PL|ST LOUIS MO",
        [
            ("12 St. Mary's Pl", "Saint Louis", "MO", ""),
            ("12 Saint Marys Place", "St. Louis", "Missouri", None),
        ],
    ),
]
APART: list[tuple[Address, Address]] = [
    (("123 Main St", "", "", "77002"), ("124 Main St", "", "", "77002")),
    (("123 Main St", "", "", "77002"), ("123 Main Ave", "", "", "77002")),
    (("123 N Main St", "", "", "77002"), ("123 S Main St", "", "", "77002")),
    (("123 Main St Apt 4", "", "", "77002"), ("123 Main St Apt 5", "", "", "77002")),
    (("123 Main St Apt 4", "", "", "77002"), ("123 Main St", "", "", "77002")),
    (("123 Main St Ste 4", "", "", "77002"), ("123 Main St Apt 4", "", "", "77002")),
    (("PO Box 12", "", "", "77002"), ("PO Box 120", "", "", "77002")),
    (("123 Main St", "", "", "77002"), ("123 Main St", "", "", "77003")),
    (("12A Main St", "", "", "77002"), ("12 Main St", "", "", "77002")),
]


@pytest.mark.parametrize(("key", "address"), [(key, each) for key, all_ in ALIKE for each in all_])
def test_spellings_of_one_address_have_one_key(key: str, address: Address) -> None:
    assert standardise(*address).key == key


@pytest.mark.parametrize(("one", "other"), APART)
def test_addresses_that_differ_have_different_keys(one: Address, other: Address) -> None:
    assert standardise(*one).key != standardise(*other).key


def test_the_rules_that_changed_a_line_are_told_by_name() -> None:
    assert standardise("123 N MAIN ST", "", "", "77002").rules == ()
    told = standardise("P.O. Box 05", "Waco", "TX", None).rules
    assert "post office box" in told
    assert set(told) <= {rule.name for rule in RULES}


def test_rules_have_distinct_names_and_name_their_source() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.source.startswith("Publication 28") for rule in RULES)


def test_without_a_line_or_a_locality_there_is_no_key() -> None:
    assert standardise(None, "Houston", "TX", "77002").key == ""
    assert standardise("123 Main St", None, None, None).key == ""


def keys(rows: list[Address], key: str) -> list[str]:
    with duckdb.connect(config={"threads": 2}) as db:
        install(db)
        db.execute("CREATE TABLE t (n INTEGER, l VARCHAR, c VARCHAR, s VARCHAR, p VARCHAR)")
        db.executemany(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?)", [(n, *r) for n, r in enumerate(rows)]
        )
        return [found for (found,) in db.execute(f"SELECT {key} FROM t ORDER BY n").fetchall()]


def test_columns_give_the_key_of_one_address_on_all_data() -> None:
    rows: list[Address] = [(line, None, None, None) for line in (*junk(), *hard())]
    rows += [(a[0], a[1], a[2], a[3]) for a in made()]
    rows += [address for _, all_ in ALIKE for address in all_]
    assert keys(rows, address_key_sql("l", "c", "s", "p")) == [standardise(*r).key for r in rows]


words = st.sampled_from(
    [
        "123",
        "1",
        "0",
        "ONE",
        "FIFTH",
        "NORTH",
        "N.",
        "ST",
        "STREET",
        "AVENUE",
        "ROAD",
        "RR",
        "HC",
        "BOX",
        "#",
        "APT",
        "UNIT",
        "4",
        "4B",
        "-",
        ",",
        "/",
        "&",
        "US",
        "HWY",
        "59",
        "SAINT",
        "ST.",
        "PO",
        "P.O.",
        "TX",
        "77002",
        "MÉNDEZ",
        "O'BRIEN",
        "2ND",
        "FLOOR",
        "COUNTY",
        "RD",
    ]
)
line = st.lists(words, max_size=8).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(line, line, line, line), min_size=20, max_size=40))
def test_columns_give_the_key_of_one_address_on_generated_lines(rows: list[Address]) -> None:
    assert keys(rows, address_key_sql("l", "c", "s", "p")) == [standardise(*r).key for r in rows]


NAMES = {
    "O'Brien-Smith, Jr.": ("OBRIEN SMITH", "JR"),
    "García  López III": ("GARCIA LOPEZ", "III"),
    "Jr": ("JR", ""),
    None: ("", ""),
    "de la Cruz 2nd": ("DE LA CRUZ", "II"),
    "Smith Senior": ("SMITH", "SR"),
    "VAN DER BERG IV": ("VAN DER BERG", "IV"),
    "St. John": ("ST JOHN", ""),
}


@pytest.mark.parametrize(("stated", "expected"), NAMES.items())
def test_a_name_has_a_key_and_its_suffix_apart(
    stated: str | None, expected: tuple[str, str]
) -> None:
    assert (name_key(stated), suffix(stated)) == expected


def test_columns_give_the_same_name_keys() -> None:
    rows: list[Address] = [(name, None, None, None) for name in (*NAMES, *junk())]
    assert keys(rows, name_key_sql("l")) == [name_key(row[0]) for row in rows]
    assert keys(rows, suffix_sql("l")) == [suffix(row[0]) for row in rows]


NOTATIONS: list[tuple[str, str]] = [
    ("100 Maple St Apt3", "100 Maple St Apt 3"),
    ("100 Maple St Unit3B", "100 Maple St #3B"),
    ("100 \u00bd Maple St", "100 1/2 Maple St"),
    ("100 Maple St, Springfield", "100 Maple St"),
    ("100 Maple St, Springfield, IL", "100 Maple St"),
    ("PO Box 12, Springfield", "PO Box 12"),
    ("Box 12", "PO Box 12"),
    ("Box #12", "PO Box 12"),
    ("100 County Rd #5", "100 County Rd 5"),
    ("100 CR #5", "100 County Road 5"),
]
OTHER_PLACES: list[tuple[str, str]] = [
    ("100 County Rd #5", "100 County Rd Apt 5"),
    ("100\u00bd Maple St", "100 Maple St"),
    ("100, Springfield", "100"),
    ("100 Springfield", "100"),
    ("RR 2 Box 12", "Box 12"),
    ("100 Maple St Apt3", "100 Maple St Apt 33"),
]


@pytest.mark.parametrize(("one", "other"), NOTATIONS)
def test_notations_of_one_place_have_one_key(one: str, other: str) -> None:
    place = ("Springfield", "IL", "62704")
    assert standardise(one, *place).key == standardise(other, *place).key
    rows: list[Address] = [(one, *place)]
    assert keys(rows, address_key_sql("l", "c", "s", "p")) == [standardise(*rows[0]).key]


@pytest.mark.parametrize(("one", "other"), OTHER_PLACES)
def test_notations_of_two_places_have_two_keys(one: str, other: str) -> None:
    place = ("Springfield", "IL", "62704")
    assert standardise(one, *place).key != standardise(other, *place).key
