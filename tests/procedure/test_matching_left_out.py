from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure import match_keys
from lawgate.procedure.matching import match_rehearsal
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
NO_ZIP: Request = {"postal_code": None}


@pytest.mark.parametrize("less", [{}, {"tin": None}, {"date_of_birth": None}])
@pytest.mark.parametrize("middle", [None, "E", "e."])
def test_a_middle_name_left_out_or_cut_to_its_initial_agrees(
    less: Request, middle: str | None
) -> None:
    match = match_of([MARIA], asked(MARIA, middle_name=middle, **less))
    assert (match.certificate, match.name) == ("unique", "agrees")


def test_a_middle_name_that_the_record_lacks_is_a_variant() -> None:
    match = match_of([MARIA | {"middle_name": None}], asked(MARIA))
    assert (match.certificate, match.name) == ("unique", "variant")


def test_an_address_without_a_zip_code_is_compared_by_city_and_state() -> None:
    unzipped = MARIA | NO_ZIP
    stated = asked(MARIA, **NO_ZIP)
    assert match_of([MARIA], stated).corroboration == "current"
    assert match_of([unzipped], asked(MARIA)).corroboration == "current"
    assert match_of([MARIA], stated | {"city": "Tampa"}).corroboration == "none"
    assert match_of([MARIA], stated | {"city": None}).corroboration == "none"
    assert match_of([MARIA], stated | {"postal_code": "123"}).corroboration == "none"
    assert match_of([MARIA], stated | {"postal_code": "78041"}).corroboration == "none"


def test_a_former_address_without_a_zip_code_counts_too() -> None:
    old = MARIA | {**at(FORMER), "is_current": False, "address_as_of": date(2021, 1, 1)}
    stated = asked(MARIA, **at(FORMER)) | NO_ZIP
    assert match_of([MARIA, old], stated).corroboration == "in_period"


def test_without_a_zip_code_one_identifier_corroborates_nothing() -> None:
    # Parent and child of one name at one address, the other's number typed: nobody is certified,
    # or the address, at which nobody was searched for, says nothing.
    child = person("R2", "Garcia, Maria, Elena", "2001-11-30")
    for less in ("tin", "date_of_birth"):
        stated = asked(MARIA, **{less: None}) | NO_ZIP
        assert not match_of([MARIA, child], stated).supports_release


def test_a_crowd_of_namesakes_does_not_silence_number_and_date_of_birth() -> None:
    crowd = [
        person(f"C{n}", "Garcia, Maria", f"{1920 + n % 50}-0{1 + n % 9}-11", tin(n))
        for n in range(match_keys.CROWD + 1)
    ]
    both, one = asked(MARIA), asked(MARIA, date_of_birth=None)
    found = matched([MARIA, *crowd], [both, one])
    assert [match.supports_release for match in found.values()] == [True, False]
    unborn = crowd[0] | {"date_of_birth": None}
    assert (
        match_of([MARIA, *crowd[1:], unborn, crowd[0] | {"record_id": "C"}], both).certificate
        == "rival"
    )


def test_files_of_holdings_that_lack_a_column_are_refused(tmp_path: Path) -> None:
    write_holdings(tmp_path / "a.parquet", [MARIA])
    whole = pq.read_table(
        write_holdings(tmp_path / "b.parquet", [person("R2", "Po, Al", "1970-01-01")])
    )
    pq.write_table(whole.drop_columns(["city"]), tmp_path / "b.parquet")
    with workbench([asked(MARIA)]) as db, pytest.raises(InputRefusedError):
        match_rehearsal(db, tmp_path)


@pytest.mark.parametrize("column", ["first_name", "city", "address_source", "middle_name"])
def test_damaged_pages_of_holdings_are_refused(tmp_path: Path, column: str) -> None:
    path = write_holdings(
        tmp_path / "whole", [MARIA, person("R2", "Po, Al", "1970-01-01", home=ELSEWHERE)]
    )
    pq.write_table(pq.read_table(path), path, compression="none", use_dictionary=False)
    group = pq.ParquetFile(path).metadata.row_group(0)
    chunk = next(
        c for n in range(group.num_columns) if (c := group.column(n)).path_in_schema == column
    )
    content = bytearray(path.read_bytes())
    content[chunk.data_page_offset : chunk.data_page_offset + 30] = b"\xff" * 30
    path.write_bytes(content)
    with workbench([asked(MARIA, **at(HOME))]) as db:
        try:
            match_rehearsal(db, path)
        except InputRefusedError:
            return
        assert column == "address_source"
