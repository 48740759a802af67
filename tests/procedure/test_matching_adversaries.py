"""Worlds made to find the wrong person: none may be found, and what is missed is named."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.procedure.matching_people import (
    ELSEWHERE,
    FORMER,
    HOME,
    Case,
    Request,
    Row,
    asked,
    at,
    errors,
    person,
    tin,
)

if TYPE_CHECKING:
    from collections.abc import Callable

World = tuple[list[Row], list[Case]]

NO_TIN: Request = {"tin": None}
NO_BIRTH: Request = {"date_of_birth": None}


def each_way(row: Row, kind: str, truth: str | None = "", **changes: str | None) -> list[Case]:
    """Ask for `row` with both identifiers, and with each alone."""
    record = str(row["record_id"]) if truth == "" else truth
    ways: tuple[tuple[str, Request], ...] = (
        ("both", {}),
        ("no number", NO_TIN),
        ("no date of birth", NO_BIRTH),
    )
    return [Case(asked(row, **(changes | less)), record, f"{kind}, {way}") for way, less in ways]


def twins() -> World:
    first = person("R1", "Garcia, Maria", "1980-03-14")
    pairs = ["Marta", "Mario", "Martin", "Mara"]
    people, cases = [first], each_way(first, "twin")
    for n, given in enumerate(pairs):
        twin = person(f"T{n}", f"Garcia, {given}", "1980-03-14", tin(50 + n))
        people.append(twin)
        cases += each_way(twin, "twin")
        cases += each_way(twin, "twin's name mistyped", first_name="Maria")
    return people, cases


def twins_of_one_first_name() -> World:
    names = ["Garcia, Maria Elena", "Garcia, Maria, Isabel", "Garcia, Maria"]
    people = [person(f"R{n}", name, "1980-03-14", tin(n)) for n, name in enumerate(names)]
    cases = [case for row in people[:2] for case in each_way(row, "second name stated")]
    cases += each_way(people[1], "second name left out", middle_name=None)
    return people, [*cases, *each_way(people[2], "without a second name")]


def generations() -> World:
    senior = person("R1", "Garcia Sr, Juan", "1950-01-02")
    junior = person("R2", "Garcia Jr., Juan", "1976-08-19")
    cases = [*each_way(senior, "senior"), *each_way(junior, "junior")]
    for one, other in ((senior, junior), (junior, senior)):
        bare = {"last_name": "Garcia", "tin": str(other["tin"])}
        cases += each_way(one, "suffix left out", last_name="Garcia")
        cases += each_way(one, "the other's number", tin=str(other["tin"]))
        cases += each_way(one, "the other's number, suffix left out", **bare)
    return [senior, junior], cases


def unlisted_generation() -> World:
    junior = person("R2", "Garcia Jr, Juan", "1976-08-19")
    father = person("R1", "Garcia, Juan", "1950-01-02")
    return [junior], [
        *each_way(father, "not on record", None),
        Case(asked(father, tin=str(junior["tin"])), None, "child's number"),
        Case(asked(father, tin=str(junior["tin"]), **NO_BIRTH), None, "child's number"),
    ]


def parent_and_child() -> World:
    parent = person("R1", "Nguyen, Anh", "1955-05-05")
    child = person("R2", "Nguyen, Anh", "1985-10-21")
    cases = [*each_way(parent, "parent"), *each_way(child, "child")]
    for one, other in ((parent, child), (child, parent)):
        cases += each_way(one, "the other's number", tin=str(other["tin"]))
        cases.append(Case(asked(one, **NO_TIN, **NO_BIRTH), str(one["record_id"]), "name only"))
    return [parent, child], cases


def namesakes() -> World:
    homes = [(f"{n} Pine Street", "Mesa", "AZ", f"852{n:02d}") for n in range(1, 13)]
    births = [f"19{60 + n}-0{1 + n % 9}-1{n % 10}" for n in range(12)]
    people = [
        person(f"R{n}", "Hernandez, Jose", birth, tin(n), home)
        for n, (birth, home) in enumerate(zip(births, homes, strict=True))
    ]
    cases = [case for row in people for case in each_way(row, "namesake")]
    for one, other in pairwise(people):
        cases += each_way(one, "a namesake's number", tin=str(other["tin"]))
        cases += each_way(one, "a namesake's date", date_of_birth=str(other["date_of_birth"]))
    return people, cases


def one_address() -> World:
    names = ["Alba", "Bruno", "Clara", "Dario", "Elsa", "Fabio", "Gema", "Hugo", "Ines", "Jorge"]
    people = [
        person(
            f"R{n}", f"{'Cruz' if n % 2 else 'Vega'}, {name}", f"19{70 + n}-04-0{1 + n % 9}", tin(n)
        )
        for n, name in enumerate(names)
    ]
    cases = [case for row in people for case in each_way(row, "one of many at an address")]
    cases += [
        Case(
            asked(row, tin=str(people[n - 1]["tin"])), str(row["record_id"]), "a housemate's number"
        )
        for n, row in enumerate(people)
    ]
    return people, cases


def another_persons_number() -> World:
    one = person("R1", "Silva, Ana", "1980-03-14")
    two = person("R2", "Costa, Rui", "1982-12-01", home=ELSEWHERE)
    taken = {"tin": str(two["tin"])}
    return [one, two], [*each_way(one, "another's number", **taken), *each_way(two, "as recorded")]


def joint_filers() -> World:
    husband = person("R1", "Lee, Sam", "1970-02-03", tin(1))
    wife = person("R2", "Lee, Kim", "1972-07-30", tin(2))
    under_one = person("R3", "Park, Min", "1969-09-09", tin(3), ELSEWHERE)
    spouse = person("R4", "Park, Joo", "1971-01-19", tin(3), ELSEWHERE)
    people = [husband, wife, under_one, spouse]
    cases = [*each_way(husband, "joint filer"), *each_way(wife, "joint filer")]
    cases += each_way(wife, "the spouse's number", tin=tin(1))
    cases += [case for row in people[2:] for case in each_way(row, "one number for two")]
    return people, cases


def double_surnames() -> World:
    ana = person("R1", "Lopez-Ruiz, Ana", "1990-01-05")
    son = person("R2", "Lopez, Ana", "1991-06-25")
    cases = each_way(ana, "as recorded")
    for name in ("Lopez Ruiz", "LOPEZRUIZ", "López-Ruiz", "Lopez", "Ruiz"):
        cases += each_way(ana, f"written {name}", last_name=name)
    return [ana, son], [*cases, *each_way(son, "as recorded")]


def swapped_names() -> World:
    one = person("R1", "Thomas, James", "1980-03-14")
    two = person("R2", "James, Thomas", "1984-11-27")
    swapped = {"last_name": "James", "first_name": "Thomas"}
    return [one, two], [
        *each_way(one, "as recorded"),
        *each_way(two, "as recorded"),
        *each_way(one, "swapped", **swapped),
        Case(asked(one, **swapped, date_of_birth="1984-11-27"), "R1", "swapped, other's date"),
    ]


def diacritics() -> World:
    one = person("R1", "Núñez, José", "1980-03-14")
    two = person("R2", "O'Brien, Zoë", "1971-04-30")
    return [one, two], [
        *each_way(one, "no accents", last_name="NUNEZ", first_name="JOSE"),
        *each_way(one, "decomposed", last_name="Nu\u0301n\u0303ez", first_name="Jose\u0301"),
        *each_way(two, "no accents", last_name="O’BRIEN", first_name="Zoe"),
    ]


def transposed_digits() -> World:
    one = person("R1", "Diaz, Luz", "1980-03-12", "912-66-3456")
    near = person("R2", "Diaz, Luz", "1980-12-03", "912-66-4356", ELSEWHERE)
    cases = [*each_way(one, "as recorded"), *each_way(near, "as recorded")]
    cases += each_way(one, "digits exchanged", tin="912-66-4356")
    cases += each_way(one, "day and month exchanged", date_of_birth="1980-12-03")
    cases += each_way(one, "one digit off", tin="912-66-3457", date_of_birth="1980-03-13")
    return [one, near], cases


def apartments() -> World:
    block = ("500 Elm Avenue Apt {}", "Laredo", "TX", "78040")
    homes = [(block[0].format(n), *block[1:]) for n in (1, 2, 11)]
    people = [person(f"R{n}", "Cruz, Eva", f"19{60 + n * 9}-01-0{n + 1}", tin(n), home)
              for n, home in enumerate(homes)]  # fmt: skip
    cases = [case for row in people for case in each_way(row, "own apartment")]
    for row in people:
        bare = at(("500 Elm Avenue", *block[1:]))
        cases += each_way(row, "no apartment stated", **bare)
        cases += each_way(row, "next door", **at((block[0].format(12), *block[1:])))
    return people, cases


def moved() -> World:
    new = person("R1", "Moss, Ida", "1980-03-14")
    old = new | {**at(FORMER), "is_current": False, "address_as_of": None}
    tenant = person("R2", "Moss, Ada", "1980-03-14", home=FORMER)
    return [old, new, tenant], [
        *each_way(new, "current address"),
        *each_way(new, "stale address", **at(FORMER)),
        *each_way(new, "never hers", **at(ELSEWHERE)),
        *each_way(tenant, "next tenant"),
    ]


def recorded_twice() -> World:
    one = person("R1", "Rossi, Pia", "1980-03-14", tin(1))
    again = one | {"record_id": "R2"}
    renumbered = person("R4", "Bianchi, Leo", "1966-06-06", tin(3))
    numbered = person("R3", "Bianchi, Leo", "1966-06-06", tin(2))
    people = [one, again, one, numbered, renumbered, numbered]
    cases = each_way(one, "recorded twice", None)
    return people, [*cases, *each_way(numbered, "two numbers", None)]


CLEAN = {"as recorded", "one of many at an address", "own apartment", "current address"}
WORLDS: dict[Callable[[], World], set[str]] = {
    twins: {"twin, both"},
    twins_of_one_first_name: set(),
    generations: {"senior, both", "junior, both", "senior, no number", "junior, no number"},
    unlisted_generation: set(),
    parent_and_child: {"parent, both", "child, both", "parent, no number", "child, no number"},
    namesakes: {f"namesake, {way}" for way in ("both", "no number", "no date of birth")},
    one_address: {f"one of many at an address, {way}" for way in ("both", "no number")},
    another_persons_number: {"as recorded, both"},
    joint_filers: {"joint filer, both", "joint filer, no number", "joint filer, no date of birth"},
    double_surnames: {"written Lopez, both", "written Ruiz, both", "written Lopez Ruiz, both"},
    swapped_names: {"swapped, both", "as recorded, both"},
    diacritics: {f"no accents, {way}" for way in ("both", "no number", "no date of birth")},
    transposed_digits: {"as recorded, both", "as recorded, no number"},
    apartments: {"own apartment, both"},
    moved: {"current address, both", "next tenant, both"},
    recorded_twice: set(),
}
"""Each world with the kinds of request that must all be found in it."""


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_nobody_is_taken_for_another(world: Callable[[], World]) -> None:
    found = errors(*world())
    assert not found.wrong, found.report()
    for kind in WORLDS[world]:
        assert found.found[kind] > 0, found.report()
        assert found.missed[kind] == 0, found.report()


def test_both_kinds_of_error_are_reported_by_what_makes_them() -> None:
    people, cases = parent_and_child()
    lines = errors(people, cases).report().splitlines()
    assert lines[0] == "wrong people: 0"
    assert "missed 0 of 1: child, both" in lines
    assert "missed 1 of 1: child, no date of birth" in lines


def test_a_wrong_person_would_be_reported() -> None:
    row = person("R1", "Garcia, Maria", "1980-03-14", home=HOME)
    lines = errors([row], [Case(asked(row), None, "a stranger")]).report().splitlines()
    assert lines == ["wrong people: 1", "  wrong: a stranger"]
