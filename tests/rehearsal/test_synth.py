"""The shape of a rehearsal, its figures, and that equal seeds give equal bytes."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq
import pytest

from lawgate.errors import NotWritableError, UsageError
from lawgate.rehearsal.quotas import apportion, strata_rows
from lawgate.rehearsal.synth import SynthReport, synthesise
from tests.rehearsal.conftest import views

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.rehearsal.declaration import ReplayDeclaration

FOLD = r"lower(trim(regexp_replace(coalesce({}, ''), '\s+', ' ', 'g')))"
NAMED = " AND ".join(
    f"{FOLD.format('b.' + c)} = {FOLD.format('h.' + c)}" for c in ("last_name", "first_name")
)
HOUSED = " AND ".join(
    f"{FOLD.format('b.' + c)} = {FOLD.format('h.' + c)}"
    for c in ("address_line", "city", "state", "postal_code")
)
STATED = "concat_ws(' ', b.address_line, b.city, b.state, b.postal_code)"
LEGACY = {
    "identifier": f"""
        SELECT DISTINCT b.request_id FROM batch b JOIN holdings h ON b.tin = h.tin AND {NAMED}
        WHERE b.tin IS NOT NULL AND b.address_line IS NOT NULL AND
        regexp_matches({STATED}, '(^|[^0-9])([0-9]{{5}}|[0-9]{{9}})([^0-9]|$)')""",
    "address": f"""
        SELECT DISTINCT b.request_id FROM batch b JOIN holdings h ON {NAMED} AND {HOUSED}
        WHERE b.tin IS NULL AND h.is_current""",
}


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM ({sql})").fetchone()
    assert found
    return int(found[0])


def test_the_files_have_the_columns_of_the_contract(
    made: tuple[SynthReport, Path], declaration: ReplayDeclaration
) -> None:
    out = made[1]
    header, *rows = (out / "batch.csv").read_text(encoding="utf-8").splitlines()
    assert header.split(",") == declaration.columns
    assert len(rows) == 12_800
    assert pq.read_schema(out / "labels.parquet").names == [
        "row",
        "request_id",
        "defects",
        "record_id",
        "expected_request",
        "expected_record",
    ]
    assert " ".join(pq.read_schema(out / "holdings.parquet").names) == (
        "record_id tin last_name first_name middle_name date_of_birth address_line city state "
        "postal_code address_as_of address_source is_current"
    )
    assert out.stat().st_mode & 0o777 == 0o700


def test_the_transmittal_covers_the_batch(
    made: tuple[SynthReport, Path], declaration: ReplayDeclaration
) -> None:
    out = made[1]
    stated = json.loads((out / "transmittal.json").read_text(encoding="utf-8"))
    assert stated["row_count"] == 12_800
    assert stated["sha256"] == hashlib.sha256((out / "batch.csv").read_bytes()).hexdigest()
    assert stated["requested_on"] <= declaration.as_of.isoformat()
    assert stated["attests_sole_use"] is stated["attests_criminal_investigation"] is True
    assert "signature" not in stated
    assert len(stated["recipients"]) == len(set(stated["recipients"])) == 129


@pytest.mark.parametrize(("path", "figure"), [("identifier", 427), ("address", 46)])
def test_the_legacy_rule_releases_the_published_share(
    tables: duckdb.DuckDBPyConnection, path: str, figure: int
) -> None:
    assert count(tables, LEGACY[path]) == figure


def test_of_the_legacy_released_just_under_five_per_cent_state_no_address(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    released = " UNION ALL ".join(LEGACY.values())
    junk = count(
        tables,
        f"""FROM ({released}) JOIN labels USING (request_id)
        WHERE list_has_any(defects, ['R-04', 'R-05', 'R-06', 'R-07', 'R-08'])""",
    )
    assert 20 <= junk <= 24


@pytest.mark.slow
def test_the_full_size_gives_the_published_figures(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    synthesise(declaration, "irs-dhs-2025", 1_280_000, 3, tmp_path)
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
        views(connection, tmp_path)
        found = {path: count(connection, sql) for path, sql in LEGACY.items()}
        junk = count(
            connection,
            f"""FROM ({" UNION ALL ".join(LEGACY.values())}) JOIN labels USING (request_id)
            WHERE list_has_any(defects, ['R-04', 'R-05', 'R-06', 'R-07', 'R-08'])""",
        )
        clean = count(connection, "FROM labels WHERE expected_record = 'eligible'")
        people = count(connection, "SELECT DISTINCT record_id FROM holdings WHERE is_current")
    assert found == {"identifier": 42_695, "address": 4_594}
    assert junk <= 2_364
    assert (clean, people) == (12_800, 400_000)


def test_a_counterfactual_is_declared_as_it_is_counted_here(
    declaration: ReplayDeclaration,
) -> None:
    identifier, address = declaration.counterfactuals["legacy"].paths
    assert (identifier.expected, address.expected) == (42_695, 4_594)
    assert identifier.equal == ["last_name", "first_name", "tin"]
    assert (identifier.when_stated, address.when_blank) == (["tin"], ["tin"])
    assert identifier.digit_runs == [5, 9]
    assert address.current_address


def test_equal_seeds_give_equal_bytes_and_others_do_not(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    one, two, three = (
        synthesise(declaration, "irs-dhs-2025", 2_000, seed, tmp_path / name).digests
        for name, seed in (("one", 5), ("two", 5), ("three", 6))
    )
    assert one == two
    assert all(one[name] != three[name] for name in one)


@pytest.mark.parametrize("rows", [1, 2, 37, 201, 999])
def test_any_number_of_rows_can_be_made(
    declaration: ReplayDeclaration, tmp_path: Path, rows: int
) -> None:
    report = synthesise(declaration, "irs-dhs-2025", rows, 1, tmp_path)
    assert report.rows == rows == sum(report.strata.values())
    with duckdb.connect() as connection:
        views(connection, tmp_path)
        assert count(connection, "FROM batch JOIN labels USING (request_id)") == rows
        for path, figure in report.released.items():
            assert count(connection, LEGACY[path]) == figure


def test_the_strata_always_add_up_to_the_rows(declaration: ReplayDeclaration) -> None:
    for rows in (1, 100, 12_799, 12_801, 1_280_000, 3_000_001):
        assert sum(strata_rows(declaration, rows).values()) == rows


def test_shares_are_apportioned_by_largest_remainder() -> None:
    assert apportion([42_695, 4_594, 1_232_711], 12_800) == [427, 46, 12_327]
    assert apportion([1, 1, 1], 2) == [1, 1, 0]
    assert apportion([0, 0], 0) == [0, 0]


def test_more_people_can_be_on_record_than_are_named(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    report = synthesise(declaration, "irs-dhs-2025", 1_000, 1, tmp_path, people_on_record=20_000)
    assert report.people == 20_000
    with duckdb.connect() as connection:
        views(connection, tmp_path)
        assert count(connection, "SELECT DISTINCT record_id FROM holdings") == 20_000
        assert count(connection, "SELECT DISTINCT tin FROM holdings") == 20_000


def test_figures_that_do_not_go_together_are_refused(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    for rows, seed, people in ((0, 1, None), (10, -1, None), (1_000, 1, 10), (100, 1, 5_000_000)):
        with pytest.raises(UsageError):
            synthesise(declaration, "x", rows, seed, tmp_path, people_on_record=people)
    with pytest.raises(UsageError, match="fewer rows"):
        synthesise(declaration, "x", 4_000_000, 1, tmp_path)


def test_a_folder_that_can_not_be_written_is_told(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("here already")
    with pytest.raises(NotWritableError, match=re.escape(str(file))):
        synthesise(declaration, "x", 100, 1, file)


def test_progress_is_told_in_words(declaration: ReplayDeclaration, tmp_path: Path) -> None:
    told: list[str] = []
    synthesise(declaration, "x", 100, 1, tmp_path, told.append)
    assert told == ["people and rows", "batch", "transmittal", "holdings", "labels"]
