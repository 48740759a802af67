from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.rehearsal.declaration import ReplayDeclaration, load_declaration
from lawgate.rehearsal.synth import SynthReport, synthesise

if TYPE_CHECKING:
    from collections.abc import Iterator

REPLAY = Path(__file__).parents[2] / "agreements" / "irs-dhs-2025" / "replay.yaml"


@pytest.fixture(scope="session")
def declaration() -> ReplayDeclaration:
    return load_declaration(REPLAY)


@pytest.fixture(scope="session")
def made(
    declaration: ReplayDeclaration, tmp_path_factory: pytest.TempPathFactory
) -> tuple[SynthReport, Path]:
    out = tmp_path_factory.mktemp("synth") / "out"
    return synthesise(declaration, "irs-dhs-2025", 12_800, 7, out), out


@pytest.fixture
def tables(made: tuple[SynthReport, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Views `batch` (all text), `holdings` and `labels`."""
    with duckdb.connect(config={"threads": 2}) as connection:
        views(connection, made[1])
        yield connection


def views(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    connection.execute(
        f"CREATE VIEW batch AS FROM read_csv('{out}/batch.csv', all_varchar = true, header = true)"
    )
    connection.execute(f"CREATE VIEW holdings AS FROM '{out}/holdings.parquet'")
    connection.execute(f"CREATE VIEW labels AS FROM '{out}/labels.parquet'")
