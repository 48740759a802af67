from __future__ import annotations

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.matching_people import (
    ELSEWHERE,
    FORMER,
    HOME,
    Request,
    Row,
    asked,
    at,
    matched,
    person,
    tin,
)

NAMES = ("Garcia, Maria", "Garcia, Marta", "Garcia, Jose", "Garza, Jose", "Lopez, Ana")
BIRTHS = ("1980-03-14", "1980-03-15", "1952-11-30")
NUMBERS = ("912-66-3456", "912-66-4356", "944-89-0001", tin(3))
HOMES = (HOME, ELSEWHERE, FORMER)
STATED = ("tin", "last_name", "first_name", "date_of_birth")


def world(dice: random.Random) -> list[Row]:
    """Up to six records, of few names, dates, numbers and homes, so that they come near."""
    people: list[Row] = []
    for n in range(dice.randint(1, 6)):
        row = person(f"R{n}", dice.choice(NAMES), dice.choice(BIRTHS), dice.choice(NUMBERS),
                     dice.choice(HOMES))  # fmt: skip
        people.append(row)
        if dice.random() < 0.3:
            former = {
                **at(dice.choice(HOMES)),
                "is_current": False,
                "address_as_of": date(2020, 5, 1),
            }
            people.append(row | former)
    return people


def questions(dice: random.Random, people: list[Row]) -> list[Request]:
    """Requests that mix what two records say, without any identifier."""
    requests = []
    for _ in range(30):
        one, other = dice.choice(people), dice.choice(people)
        request = asked(one, tin=None, date_of_birth=None)
        if dice.random() < 0.4:
            request |= {c: str(other[c]) for c in ("address_line", "city", "state", "postal_code")}
        requests.append(request)
    return requests


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32))
def test_adding_an_identifier_never_removes_a_test(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    people = world(dice)
    bare = questions(dice, people)
    born: list[Request] = [q | {"date_of_birth": dice.choice(BIRTHS)} for q in bare]
    numbered: list[Request] = [q | {"tin": dice.choice(NUMBERS)} for q in bare]
    both: list[Request] = [b | {"tin": n["tin"]} for b, n in zip(born, numbered, strict=True)]
    found = matched(people, [*bare, *born, *numbered, *both])
    size = len(bare)
    for n in range(1, size + 1):
        alone = found[n]
        full = found[n + 3 * size]
        assert alone.certificate == "none"
        assert not alone.supports_release
        for fewer in (found[n + size], found[n + 2 * size]):
            if fewer.record_id is not None and full.record_id is not None:
                assert fewer.record_id == full.record_id
                assert (fewer.name, fewer.corroboration) == (full.name, full.corroboration)
            if full.supports_release and not fewer.supports_release:
                assert fewer.certificate in ("several", "rival")
            if fewer.certificate == "none":
                assert full.certificate == "none"


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32))
def test_a_release_agrees_in_everything_stated_with_one_record_only(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    people = world(dice)
    requests: list[Request] = [
        q | {"tin": dice.choice((None, *NUMBERS)), "date_of_birth": dice.choice((None, *BIRTHS))}
        for q in questions(dice, people)
    ]
    for row, match in matched(people, requests).items():
        stated = requests[row - 1]
        agreeing = {
            str(p["record_id"])
            for p in people
            if all(stated[c] is None or stated[c] == str(p[c]) for c in STATED)
        }
        identified = stated["tin"] is not None or stated["date_of_birth"] is not None
        if match.record_id is not None:
            assert identified
            assert agreeing == {match.record_id}
        elif match.certificate == "none":
            assert not identified or not agreeing
        if match.supports_release:
            homes = [p["address_line"] for p in people if p["record_id"] == match.record_id]
            assert stated["address_line"] in homes
            numbers = {p["record_id"] for p in people if p["tin"] == stated["tin"]}
            assert len(numbers) <= 1


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_more_records_never_make_a_release_that_names_another(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    people = world(dice)
    requests = [
        q | {"tin": dice.choice(NUMBERS), "date_of_birth": dice.choice((None, *BIRTHS))}
        for q in questions(dice, people)
    ]
    newcomers = [row | {"record_id": f"N{row['record_id']}"} for row in world(dice)]
    before, after = matched(people, requests), matched([*people, *newcomers], requests)
    for row, match in before.items():
        if match.record_id is not None:
            assert after[row].record_id in (match.record_id, None)
        if match.certificate in ("several", "rival"):
            assert not after[row].supports_release
