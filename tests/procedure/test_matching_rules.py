from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure import match_keys
from lawgate.procedure.matching import RECORD_COLUMNS, RECORD_DERIVATIONS, match, match_rehearsal
from tests.procedure.matching_people import (
    ELSEWHERE,
    FORMER,
    HOME,
    asked,
    at,
    match_of,
    matched,
    person,
    tin,
    workbench,
    write_holdings,
)

if TYPE_CHECKING:
    from pathlib import Path

MARIA = person("R1", "Garcia, Maria, Elena", "1980-03-14")
OTHER = person("R2", "Okafor, Chidi", "1975-11-02", home=ELSEWHERE)


def test_a_request_that_states_all_a_record_says_is_certified_and_corroborated() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA))
    assert match.supports_release
    assert (match.record_id, match.name, match.address_dated) == ("R1", "agrees", "dated")


@pytest.mark.parametrize("left_out", ["tin", "date_of_birth"])
def test_a_name_with_a_number_or_a_date_of_birth_is_enough(left_out: str) -> None:
    assert match_of([MARIA, OTHER], asked(MARIA, **{left_out: None})).supports_release


def test_a_name_and_an_address_are_never_enough() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, tin=None, date_of_birth=None))
    assert (match.record_id, match.certificate, match.identity) == (None, "none", "name_only")


@pytest.mark.parametrize(
    ("changes", "identity", "name"),
    [
        ({"tin": tin(5)}, "name_only", "none"),
        ({"tin": "12"}, "name_only", "none"),
        ({"date_of_birth": "1981-07-30"}, "identifier_only", "agrees"),
        ({"date_of_birth": "1980-02-30"}, "identifier_only", "agrees"),
        ({"last_name": "Novak"}, "identifier_only", "differs"),
        ({"middle_name": "Rosa"}, "identifier_only", "differs"),
        ({"last_name": "Novak", "tin": tin(5)}, "none", "none"),
    ],
)
def test_every_stated_element_must_agree(changes: dict[str, str], identity: str, name: str) -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, **changes))
    assert (match.record_id, match.certificate) == (None, "none")
    assert (match.corroboration, match.identity, match.name) == ("not_compared", identity, name)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"last_name": "GARCÍA", "first_name": "maría"}, "agrees"),
        ({"middle_name": "E."}, "variant"),
        ({"middle_name": None}, "variant"),
        ({"first_name": "Maria Elena", "middle_name": None}, "agrees"),
        ({"last_name": "Maria", "first_name": "Garcia", "middle_name": None}, None),
        ({"last_name": "Maria Elena", "first_name": "Garcia", "middle_name": None}, "variant"),
    ],
)
def test_variants_of_a_name(changes: dict[str, str | None], name: str | None) -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, **changes))
    assert match.supports_release is (name is not None)
    assert name is None or match.name == name


@pytest.mark.parametrize("left_out", ["tin", "date_of_birth"])
@pytest.mark.parametrize(
    "changes",
    [{"last_name": "Lopez"}, {"last_name": "Ana", "first_name": "Lopez Ruiz"}],
)
def test_bold_variants_need_both_number_and_date_of_birth(
    changes: dict[str, str], left_out: str
) -> None:
    ana = person("R3", "Lopez Ruiz, Ana", "1990-01-05")
    assert match_of([ana], asked(ana, **changes)).name == "variant"
    assert not match_of([ana], asked(ana, **changes, **{left_out: None})).supports_release


def test_an_address_that_is_not_the_persons_corroborates_nothing() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, **at(ELSEWHERE)))
    assert (match.certificate, match.corroboration) == ("unique", "none")


@pytest.mark.parametrize(
    ("moved_in", "superseded", "corroboration"),
    [
        ("2019-05-01", "2020-06-01", "in_period"),
        ("2021-05-01", "2023-06-01", "in_period"),
        ("2015-05-01", "2019-12-31", "older"),
        ("2015-05-01", "2020-01-01", "older"),
        ("2023-01-01", "2023-06-01", "older"),
        (None, "2021-06-01", "older"),
    ],
)
def test_a_former_address_counts_if_held_in_the_period(
    moved_in: str | None, superseded: str, corroboration: str
) -> None:
    from datetime import date  # noqa: PLC0415

    known = date.fromisoformat(moved_in) if moved_in else None
    old = MARIA | {**at(FORMER), "is_current": False, "address_as_of": known}
    new = MARIA | {"address_as_of": date.fromisoformat(superseded)}
    request = asked(MARIA, **at(FORMER))
    assert match_of([old, new], request).corroboration == corroboration
    assert match_of([old, new], request | {"tax_period_to": None}).corroboration == "older"


def test_of_two_current_addresses_the_newest_is_the_last_known_one() -> None:
    from datetime import date  # noqa: PLC0415

    newer = MARIA | {**at(ELSEWHERE), "address_as_of": date(2024, 1, 1)}
    tied = newer | {"address_as_of": MARIA["address_as_of"]}
    assert match_of([MARIA, newer], asked(newer)).corroboration == "current"
    assert match_of([MARIA, newer], asked(MARIA)).corroboration == "older"
    assert match_of([MARIA, tied], asked(MARIA)).address_dated == "none"
    undated = MARIA | {"address_as_of": None}
    assert match_of([undated], asked(MARIA)).address_dated == "undated"


def test_a_record_whose_rows_disagree_about_the_person_certifies_nobody() -> None:
    split = OTHER | {"record_id": "R1"}
    assert match_of([MARIA, split], asked(MARIA)).certificate == "several"


def test_a_block_too_crowded_to_search_certifies_nobody_and_is_counted(tmp_path: Path) -> None:
    crowd = [
        person(f"C{n}", "Garcia, Maria", "1980-03-14", tin(n), ELSEWHERE)
        for n in range(match_keys.CROWD + 1)
    ]
    with workbench([asked(MARIA), asked(OTHER)]) as db:
        account = match_rehearsal(db, write_holdings(tmp_path / "h", [MARIA, OTHER, *crowd]))
        found = db.execute('SELECT record_id, "record.certificate" FROM matches').fetchall()
    assert found == [(None, "rival"), ("R2", "unique")]
    assert (account.requests, account.crowded) == (2, 1)
    assert account.certificates == {"unique": 1, "none": 0, "several": 0, "rival": 1}


def test_no_record_is_read_for_a_row_that_is_not_sufficient() -> None:
    people = [MARIA, OTHER]
    requests = [asked(MARIA), asked(OTHER)]
    only = matched(people, requests, sufficient=[1])
    assert list(only) == [1]
    assert only == matched([MARIA], requests, sufficient=[1])
    assert only == matched(people, [requests[0], {}], sufficient=[1])
    with workbench(requests, [1]) as db:
        relation = match_keys.requests_sql("requests", "sufficient")
        db.execute("SELECT 1")
        from lawgate.examine.text import install  # noqa: PLC0415

        install(db)
        db.execute(relation)
        assert db.execute(f"SELECT row FROM {match_keys.REQUESTS}").fetchall() == [(1,)]


def test_without_sufficient_rows_the_holdings_are_not_even_opened(tmp_path: Path) -> None:
    with workbench([asked(MARIA)], sufficient=[]) as db:
        account = match_rehearsal(db, tmp_path / "nowhere.parquet")
        assert db.execute("SELECT count(*) FROM matches").fetchone() == (0,)
    assert account.requests == 0


def test_sufficient_rows_are_not_matched_without_holdings(tmp_path: Path) -> None:
    with workbench([asked(MARIA)]) as db:
        with pytest.raises(InputRefusedError):
            match_rehearsal(db, tmp_path / "nowhere.parquet")
        with pytest.raises(ValueError, match="none were given"):
            match(db, None)


def test_the_sequence_of_rows_never_matters() -> None:
    twin = person("R4", "Garcia, Marta", "1980-03-14")
    people = [MARIA, OTHER, twin, MARIA | {**at(FORMER), "is_current": False}]
    requests = [asked(MARIA), asked(OTHER), asked(twin, tin=None), asked(MARIA, **at(FORMER))]
    expected = [matched(people, requests)[row] for row in (1, 2, 3, 4)]
    shuffled = random.Random(3)  # noqa: S311
    for _ in range(5):
        some, sequence = shuffled.sample(people, 4), shuffled.sample(range(4), 4)
        found = matched(some, [requests[n] for n in sequence])
        assert [found[1 + sequence.index(n)] for n in range(4)] == expected


def test_an_agreement_without_some_columns_states_nothing_in_them() -> None:
    kept = ("last_name", "first_name", "date_of_birth", "address_line", "postal_code")
    request = {c: v for c, v in (asked(MARIA) | {"middle_name": "Elena"}).items() if c in kept}
    match = match_of([MARIA, OTHER], request)
    assert (match.record_id, match.certificate, match.corroboration) == ("R1", "unique", "none")


def test_the_facts_are_the_declared_ones_and_never_null(tmp_path: Path) -> None:
    with workbench([asked(MARIA), {}, asked(OTHER, tin=tin(9))]) as db:
        match_rehearsal(db, write_holdings(tmp_path / "h", [MARIA, OTHER]))
        for derivation, column in RECORD_COLUMNS.items():
            seen = {row[0] for row in db.execute(f'SELECT "{column}" FROM matches').fetchall()}
            assert seen <= set(RECORD_DERIVATIONS[derivation])
        left = {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert left == {"requests", "sufficient", "matches"}


def test_home_is_standardised_on_both_sides() -> None:
    stated = ("123 MAIN ST.", "LAREDO", "tx", HOME[3] + "-1234")
    assert match_of([MARIA], asked(MARIA, **at(stated))).corroboration == "current"
