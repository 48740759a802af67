from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lawgate.errors import InputRefusedError
from lawgate.store.holdings import open_holdings, require_synthetic
from lawgate.store.holdings_face import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TYPES = {"VARCHAR": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
ROW: dict[str, object] = {
    "record_id": "R1", "tin": "900-66-0001", "last_name": "Garcia", "first_name": "Maria",
    "middle_name": None, "date_of_birth": date(1980, 3, 14), "address_line": "1 Main St",
    "city": "Laredo", "state": "TX", "postal_code": "78040", "address_as_of": date(2023, 4, 15),
    "address_source": "return", "is_current": True,
}  # fmt: skip


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def table(*rows: Mapping[str, object]) -> pa.Table:
    schema = pa.schema([(name, TYPES[kind]) for name, kind in COLUMNS.items()])
    return pa.Table.from_pylist([ROW | dict(row) for row in rows], schema=schema)


def parquet(path: Path, *rows: Mapping[str, object]) -> Path:
    pq.write_table(table(*rows), path)
    return path


def read(db: duckdb.DuckDBPyConnection, source: str | Path) -> list[tuple[object, ...]]:
    relation = open_holdings(source, db).rows(None)
    return db.execute(f"SELECT * FROM {relation} ORDER BY record_id").fetchall()


def test_parquet_files_folders_and_globs_are_read(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    one = parquet(tmp_path / "it's one.parquet", {})
    parquet(tmp_path / "two.parquet", {"record_id": "R2"})
    assert read(db, one) == [tuple(ROW.values())]
    assert [row[0] for row in read(db, tmp_path)] == ["R1", "R2"]
    assert [row[0] for row in read(db, str(tmp_path / "t*.parquet"))] == ["R2"]


def test_a_duckdb_file_is_read_and_never_written(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "custodian.db"
    with duckdb.connect(str(path)) as other:
        other.register("given", table({}))
        other.execute("CREATE TABLE holdings AS SELECT * FROM given")
    before = path.read_bytes()
    assert read(db, path) == [tuple(ROW.values())]
    with pytest.raises(duckdb.Error, match="read-only"):
        db.execute("DELETE FROM holdings_file.holdings")
    assert read(db, path) == [tuple(ROW.values())]
    assert path.read_bytes() == before


def test_other_columns_are_left_where_they_are(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    wide = table({}).append_column("income", pa.array([123]))
    pq.write_table(wide, tmp_path / "h.parquet")
    assert read(db, tmp_path / "h.parquet") == [tuple(ROW.values())]


def test_missing_columns_and_wrong_types_are_refused_by_name(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    given = table({}).drop_columns(["city"])
    at = given.schema.get_field_index("tin")
    pq.write_table(given.set_column(at, "tin", pa.array([900660001.0])), tmp_path / "h.parquet")
    with pytest.raises(InputRefusedError) as refused:
        open_holdings(tmp_path / "h.parquet", db)
    assert "tin is DOUBLE, not VARCHAR; city is missing" in refused.value.problem
    assert "900660001" not in str(refused.value)
    assert refused.value.remedy.startswith("Provide record_id VARCHAR, tin VARCHAR")


def test_what_cannot_be_read_is_refused(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.csv").write_text("record_id,tin\n")
    (tmp_path / "cut.parquet").write_bytes(parquet(tmp_path / "h", {}).read_bytes()[:-40])
    with duckdb.connect(str(tmp_path / "no_table.db")) as other:
        other.execute("CREATE TABLE elsewhere (a INT)")
    for name in ("missing", "empty", "text.csv", "cut.parquet", "no_table.db", "n*.parquet"):
        with pytest.raises(InputRefusedError) as refused:
            open_holdings(tmp_path / name, db)
        assert refused.value.remedy
        assert name in str(refused.value.place)


def test_holdings_that_break_off_are_refused_by_the_wall(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = parquet(tmp_path / "h.parquet", *({"record_id": f"R{n}"} for n in range(5000)))
    holdings = open_holdings(path, db)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputRefusedError):
        require_synthetic(holdings)


@pytest.mark.parametrize(
    "number",
    ["900-66-0001", "999 69 1234", "950.89.1234", "912671234", "987-65-4320", "987-65-4329"],
)
def test_synthetic_identifiers_pass(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, number: str
) -> None:
    holdings = open_holdings(parquet(tmp_path / "h", {"tin": number}), db)
    assert require_synthetic(holdings).holdings is holdings


@pytest.mark.parametrize(
    "number",
    [
        "123-45-6789", "900-65-0001", "900-70-1234", "950-88-1234", "950-90-1234", "987-65-4330",
        "987-65-4319", "90066000", "9006600011", "900-66-00O1", "９００-66-0001", "900–66–0001",
        "\t", "", " - ", None,
    ],
)  # fmt: skip
def test_one_other_identifier_or_none_refuses_the_whole(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, number: str | None
) -> None:
    rows = [{"record_id": f"R{n}"} for n in range(50)]
    path = parquet(tmp_path / "h", *rows, {"record_id": "X", "tin": number}, *rows)
    with pytest.raises(InputRefusedError) as refused:
        require_synthetic(open_holdings(path, db))
    assert refused.value.exit_code == 3
    blank = number in (None, "", " - ")
    counts = (0, 1) if blank else (1, 0)
    told = "{} have an identifier outside the synthetic ranges and {} have none"
    assert told.format(*counts) in refused.value.problem
    assert "Of 101 rows" in refused.value.problem
    if number and number.strip(" -\t"):
        assert number not in str(refused.value)


def test_a_row_of_nobody_refuses_the_whole(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    holdings = open_holdings(parquet(tmp_path / "h", {}, {"record_id": None}), db)
    with pytest.raises(InputRefusedError, match="1 rows of holdings have no record_id"):
        require_synthetic(holdings)


def test_dates_and_flags_may_come_as_text_and_numbers_as_whole_numbers(tmp_path: Path) -> None:
    told = {name: ["x"] for name in COLUMNS} | {
        "record_id": [7],
        "tin": ["900-66-0001"],
        "date_of_birth": ["1980-02-29"],
        "address_as_of": [""],
        "is_current": ["true"],
        "postal_code": [2139],
    }
    pq.write_table(pa.table(told), tmp_path / "held.parquet")
    with duckdb.connect() as db:
        rows = require_synthetic(open_holdings(tmp_path / "held.parquet", db)).holdings.rows(None)
        found = db.execute(
            f"SELECT record_id, date_of_birth, address_as_of, is_current, postal_code FROM {rows}"
        ).fetchall()
    assert found == [("7", date(1980, 2, 29), None, True, "02139")]


@pytest.mark.parametrize(
    ("column", "value"), [("date_of_birth", "02/29/1980"), ("is_current", "?")]
)
def test_text_that_is_no_date_or_flag_refuses_the_holdings(
    tmp_path: Path, column: str, value: str
) -> None:
    told = {name: ["x"] for name in COLUMNS} | {
        "date_of_birth": [""], "address_as_of": [""], "is_current": ["true"], column: [value],
    }  # fmt: skip
    pq.write_table(pa.table(told), tmp_path / "held.parquet")
    with duckdb.connect() as db, pytest.raises(InputRefusedError) as refused:
        open_holdings(tmp_path / "held.parquet", db)
    assert value not in str(refused.value)
