from __future__ import annotations

import re

import pytest

from tests.examine.readings import ACCEPTED, QUALITY, junk, labelled, made, quality

PLACES = (
    (None, None, None),
    ("Houston", "TX", "77002"),
    ("HOUSTON", "TX", None),
    (None, None, "77002"),
    ("Houston", "TX", "00000"),
    ("San Juan", "PR", "00907-1234"),
    ("NA", "NA", "00000"),
)
TAILS = (
    "",
    " 00000",
    " 77002",
    " 77002-1234",
    " 770021234",
    ", Houston, TX 77002",
    " Houston TX 77002",
)
# Lines that end in a place of their own are not given a second one.
PLACED = re.compile(
    r"\d{5}$|mexico|houston|canada|kingdom|france|india|guatemala|\d[A-Z]\d$|Texas$", re.IGNORECASE
)


def test_the_junk_corpus_is_large_enough() -> None:
    assert len(junk()) >= 400


def test_no_junk_is_accepted_with_any_place_or_postal_code_beside_it() -> None:
    accepted = []
    for line in junk():
        for tail in TAILS if not PLACED.search(line) else ("",):
            for place in PLACES:
                box_is_its_zip = "box" in line.lower() and "77002" in tail and "77002" not in place
                if not box_is_its_zip and quality(line + tail, *place) in ACCEPTED:
                    accepted.append((line + tail, place))
    assert accepted == []


def test_every_made_up_address_in_a_real_form_is_accepted() -> None:
    assert len(made()) >= 500
    assert [address for address in made() if quality(*address) not in ACCEPTED] == []


def complete(labels: dict[str, str]) -> bool:
    """Tell from its labels that an address has all its elements; two streets have no number."""
    country = labels.get("CountryName", "USA").upper().strip(" .,")
    if {"NotAddress", "IntersectionSeparator"} & set(labels):
        return False
    if country not in {"US", "USA", "U.S.A", "UNITED STATES"}:
        return False
    numbered = "StreetName" in labels and re.search(r"\d", labels.get("AddressNumber", ""))
    return bool(numbered) or {"USPSBoxID", "USPSBoxType"} <= set(labels)


def test_at_least_99_in_100_complete_real_addresses_are_accepted() -> None:
    judged = refused = 0
    for line, labels in labelled():
        if complete(dict(labels)):
            placed = {"ZipCode", "StateName"} & set(labels)
            place = () if placed else ("Springfield", "IL", "62701")
            judged += 1
            refused += quality(line, *place) not in ACCEPTED
    assert judged > 1300
    assert refused <= judged // 100, f"{refused} of {judged}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Failed to Provide", "placeholder"),
        ("0 Failed to Provide St", "placeholder"),
        ("Unknown Address", "placeholder"),
        ("NA NA", "placeholder"),
        ("1 N/A Ave", "placeholder"),
        ("U n k n o w n", "placeholder"),
        ("Unkn0wn", "placeholder"),
        ("U\u200bnknown", "placeholder"),
        ("Unknоwn", "placeholder"),  # the o is Cyrillic
        ("123 sdfkjh St", "placeholder"),
        ("77002", "digits_only"),
        ("Main Street", "no_street_number"),
        ("123", "digits_only"),
        ("123 St", "no_street_name"),
        ("123 Apt 4", "no_street_name"),
        ("General Delivery", "general_delivery"),
        ("Calle Juarez 12, Tijuana, BC, Mexico", "foreign"),
        ("Harris County Jail", "facility"),
        ("东京都", "unreadable"),
        ("<script>alert(1)</script> 5", "placeholder"),
        ("123 Main St", "street"),
        ("PO Box 5", "po_box"),
        ("RR 2 Box 14", "route_box"),
        ("PSC 41 Box 12", "military"),
        (None, "locality_only"),
        ("x" * 300, "unreadable"),
    ],
)
def test_each_quality_is_told(line: str | None, expected: str) -> None:
    assert quality(line, "Houston", "TX", "77002") == expected


def test_a_judges_hypothetical_is_a_placeholder_and_its_zip_only_digits() -> None:
    assert quality("Don't Care 12345", "Albany", "NY", "12345") == "placeholder"
    assert quality("00000", "Albany", "NY", "00000") == "digits_only"


def test_a_street_without_any_locality_is_no_address() -> None:
    assert quality("123 Main St") == "no_locality"
    assert quality("123 Main St", None, None, "00000") == "no_locality"
    assert quality("123 Main St", "Unknown", "Unknown", "00000") == "no_locality"


def test_nothing_stated_is_blank_and_a_place_alone_is_a_locality() -> None:
    assert quality(None) == "blank"
    assert quality("Houston, TX 77002") == "locality_only"


@pytest.mark.parametrize(
    "line",
    [
        "12 Homeland Dr", "77 None Such Pl", "300 Prison Rd", "14 Jail Hill Rd", "9 Tester St",
        "88 Testament Ave", "123 N A St", "1200 Refugee Rd", "6565 Transit Rd", "2900 W Sample Rd",
        "15 Null Rd", "26 Blank Rd", "1700 N Failing St", "250 Provident Dr", "80 Careless Ln",
    ],
)  # fmt: skip
def test_a_real_street_is_not_refused_for_a_word_in_its_name(line: str) -> None:
    assert quality(line, "Akron", "OH", "44301") == "street"


def test_a_facility_with_a_delivery_line_of_its_own_is_a_street() -> None:
    place = ("Lumpkin", "GA", "31815")
    assert quality("Stewart Detention Center", *place) == "facility"
    assert quality("Stewart Detention Center, 146 CCA Rd", *place) == "street"
    assert quality("123 County Jail", *place) == "facility"


def test_every_quality_is_one_that_the_derivation_declares() -> None:
    told = {quality(line, "Houston", "TX", "77002") for line in junk()}
    assert told <= set(QUALITY.values)
    assert len(told) > 8
