from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lawgate.errors import InputRefusedError
from lawgate.examine.text import install
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

    from tests.procedure.matching_people import Request

MARIA = person("R1", "Garcia, Maria, Elena", "1980-03-14")
OTHER = person("R2", "Okafor, Chidi", "1975-11-02", home=ELSEWHERE)


def test_a_request_that_states_all_a_record_says_is_certified_and_corroborated() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA))
    assert match.supports_release
    assert (match.record_id, match.name, match.address_dated) == ("R1", "agrees", "dated")


def test_a_name_with_a_number_or_a_date_of_birth_is_enough() -> None:
    requests = [asked(MARIA, tin=None), asked(MARIA, date_of_birth=None)]
    assert all(match.supports_release for match in matched([MARIA, OTHER], requests).values())


def test_a_name_and_an_address_are_never_enough() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, tin=None, date_of_birth=None))
    assert (match.record_id, match.certificate, match.identity) == (None, "none", "name_only")


MISSTATED: list[tuple[Request, str, str]] = [
    ({"tin": tin(5)}, "name_only", "none"),
    ({"tin": "12"}, "name_only", "none"),
    ({"date_of_birth": "1981-07-30"}, "identifier_only", "agrees"),
    ({"date_of_birth": "1980-02-30"}, "identifier_only", "agrees"),
    ({"last_name": "Novak"}, "identifier_only", "differs"),
    ({"middle_name": "Rosa"}, "identifier_only", "differs"),
    ({"last_name": "Novak", "tin": tin(5)}, "none", "none"),
]


def test_every_stated_element_must_agree() -> None:
    found = matched([MARIA, OTHER], [asked(MARIA, **changes) for changes, _, _ in MISSTATED])
    for one, (changes, identity, name) in zip(found.values(), MISSTATED, strict=True):
        assert (one.record_id, one.certificate) == (None, "none"), changes
        assert one.corroboration == "not_compared"
        assert (one.identity, one.name) == (identity, name), changes


VARIANTS: list[tuple[Request, str]] = [
    ({"last_name": "GARCÍA", "first_name": "maría"}, "agrees"),
    ({"first_name": "Maria Elena", "middle_name": None}, "agrees"),
    ({"middle_name": "E."}, "agrees"),
    ({"middle_name": None}, "agrees"),
    ({"last_name": "Maria Elena", "first_name": "Garcia", "middle_name": None}, "variant"),
    ({"last_name": "Maria", "first_name": "Garcia", "middle_name": None}, "differs"),
]


def test_variants_of_a_name() -> None:
    found = matched([MARIA, OTHER], [asked(MARIA, **changes) for changes, _ in VARIANTS])
    for one, (changes, name) in zip(found.values(), VARIANTS, strict=True):
        assert (one.supports_release, one.name) == (name != "differs", name), changes


def test_bold_variants_need_both_number_and_date_of_birth() -> None:
    ana = person("R3", "Lopez Ruiz, Ana", "1990-01-05")
    bold = [{"last_name": "Lopez"}, {"last_name": "Ana", "first_name": "Lopez Ruiz"}]
    both = matched([ana], [asked(ana, **changes) for changes in bold])
    assert [match.name for match in both.values()] == ["variant", "variant"]
    assert all(match.supports_release for match in both.values())
    alone = [asked(ana, **c, **{o: None}) for c in bold for o in ("tin", "date_of_birth")]
    assert not any(match.supports_release for match in matched([ana], alone).values())


def test_an_address_that_is_not_the_persons_corroborates_nothing() -> None:
    match = match_of([MARIA, OTHER], asked(MARIA, **at(ELSEWHERE)))
    assert (match.certificate, match.corroboration) == ("unique", "none")


HELD = [
    (date(2019, 5, 1), date(2020, 6, 1), "in_period"),
    (date(2021, 5, 1), date(2023, 6, 1), "in_period"),
    (date(2015, 5, 1), date(2019, 12, 31), "older"),
    (date(2015, 5, 1), date(2020, 1, 1), "older"),
    (date(2023, 1, 1), date(2023, 6, 1), "older"),
    (None, date(2021, 6, 1), "older"),
]


def test_a_former_address_counts_if_held_in_the_period() -> None:
    people, requests = [], []
    for n, (known, superseded, _) in enumerate(HELD):
        new = person(f"R{n}", f"Garcia, {'Xyzwvu'[n] * 9}", f"19{50 + n * 7}-01-01")
        old = new | {**at(FORMER), "is_current": False, "address_as_of": known}
        people += [old, new | {"address_as_of": superseded}]
        requests.append(asked(new, **at(FORMER)))
    found = matched(people, requests)
    assert [match.corroboration for match in found.values()] == [held for _, _, held in HELD]
    unbounded = matched(people, [request | {"tax_period_to": None} for request in requests])
    assert {match.corroboration for match in unbounded.values()} == {"older"}


def test_of_two_current_addresses_the_newest_is_the_last_known_one() -> None:
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
        install(db)
        db.execute(match_keys.requests_sql("requests", "sufficient"))
        assert db.execute(f"SELECT row FROM {match_keys.REQUESTS}").fetchall() == [(1,)]


def test_without_sufficient_rows_nobody_is_matched(tmp_path: Path) -> None:
    with workbench([asked(MARIA)], sufficient=[]) as db:
        account = match_rehearsal(db, write_holdings(tmp_path / "h", [MARIA]))
        assert db.execute("SELECT count(*) FROM matches").fetchone() == (0,)
    assert account.requests == 0


def test_holdings_that_are_not_there_are_refused_whatever_was_sufficient(tmp_path: Path) -> None:
    with workbench([asked(MARIA)], sufficient=[]) as db, pytest.raises(InputRefusedError):
        match_rehearsal(db, tmp_path / "nowhere.parquet")


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
    expected = list(matched(people, requests).values())
    shuffled = random.Random(3)  # noqa: S311
    for _ in range(3):
        some, sequence = shuffled.sample(people, 4), shuffled.sample(range(4), 4)
        found = matched(some, [requests[n] for n in sequence])
        assert [found[1 + sequence.index(n)] for n in range(4)] == expected


def test_an_agreement_without_some_columns_states_nothing_in_them() -> None:
    kept = ("last_name", "first_name", "date_of_birth", "address_line")
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
