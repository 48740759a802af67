"""Holdings on a real PostgreSQL server, started for these tests on a socket of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.errors import InputRefusedError
from lawgate.procedure.matching import match_rehearsal
from lawgate.store.holdings import open_holdings, require_synthetic
from lawgate.store.holdings_face import COLUMNS, Needs
from lawgate.store.holdings_server import open_server
from tests.procedure.matching_people import ELSEWHERE, asked, person, workbench, write_holdings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.procedure.matching_people import Row

psycopg = (
    pytest.importorskip("psycopg") if os.environ.get("CI") != "true" else __import__("psycopg")
)

pytestmark = pytest.mark.server
PLACES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin")


def program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join((*PLACES, os.environ.get("PATH", ""))))
    if found is None:
        sentence = f"PostgreSQL's {name} is not on this machine."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return str(Path(found).resolve())


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a fresh server on loopback; it refuses root, so another user runs it."""
    initdb, postgres = program("initdb"), program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="holdings-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    made = [initdb, "-D", data, "-U", "lawgate", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(made, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL)
    run = [postgres, "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F"]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(run, cwd=folder, user=user, stdout=quiet, stderr=quiet)
    address = f"postgresql://lawgate:secret@127.0.0.1:{port}/postgres"
    try:
        wait_for(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(folder)


def wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            psycopg.connect(address, connect_timeout=1).close()
        except psycopg.OperationalError:
            assert running.poll() is None, "the server stopped"
            try:
                running.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail("the server did not start")


def fill(server: str, rows: list[Row]) -> None:
    kinds = {"VARCHAR": "text", "DATE": "date", "BOOLEAN": "boolean"}
    columns = ", ".join(f"{name} {kinds[kind]}" for name, kind in COLUMNS.items())
    with psycopg.connect(server, options="-c lock_timeout=5s") as connection:
        connection.execute("DROP TABLE IF EXISTS holdings")
        connection.execute(f"CREATE TABLE holdings ({columns})")
        marks = ", ".join(["%s"] * len(COLUMNS))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO holdings VALUES ({marks})",
                [[r.get(c) for c in COLUMNS] for r in rows],
            )


def test_a_server_and_a_file_give_the_same_matches(server: str, tmp_path: Path) -> None:
    people = [person(f"R{n}", f"Garcia, Name{n}x", f"19{50 + n}-03-14") for n in range(40)]
    people += [people[3] | {"is_current": False, "address_line": "5 Elm St"}]
    people += [person("T", "Garcia, Name3x", "1953-03-14"), person("U", "Novak, Jan", "1999-01-01",
               home=ELSEWHERE)]  # fmt: skip
    fill(server, people)
    requests = [asked(row) for row in people[:5]] + [asked(people[7], tin=None)]
    results = []
    for source in (server, write_holdings(tmp_path / "h.parquet", people)):
        with workbench(requests) as db:
            match_rehearsal(db, source)
            results.append(db.execute("SELECT * FROM matches").fetchall())
    assert results[0] == results[1]
    assert {row[2] for row in results[0]} == {"unique", "rival"}


def test_only_rows_of_whoever_shares_a_needed_value_leave_the_server(server: str) -> None:
    one, two = person("R1", "Garcia, Ana", "1980-03-14"), person("R2", "Diaz, Jo", "1971-01-01")
    moved = one | {"is_current": False, "postal_code": "99999"}
    fill(server, [one, moved, two])
    chosen = [
        (Needs(identifiers=(str(two["tin"]).replace("-", ""),)), ["R2"]),
        (Needs(heads=(str(one["tin"]).replace("-", "")[:4],)), ["R1", "R1"]),
        (Needs(tails=(str(one["tin"])[-4:],)), ["R1", "R1"]),
        (Needs(births=("1971-01-01",)), ["R2"]),
        (Needs(localities=("99999",)), ["R1", "R1"]),
        (Needs(), []),
        (None, ["R1", "R1", "R2"]),
    ]
    with duckdb.connect() as db, closing(open_holdings(server, db)) as holdings:
        for needs, expected in chosen:
            rows = db.execute(
                f"SELECT record_id FROM {holdings.rows(needs)} ORDER BY ALL"
            ).fetchall()
            assert [row[0] for row in rows] == expected


def test_the_wall_counts_on_the_server(server: str) -> None:
    fill(server, [person("R1", "Garcia, Ana", "1980-03-14"), person("R2", "Diaz, Jo", "1980-03-14",
         "123-45-6789")])  # fmt: skip
    with duckdb.connect() as db, closing(open_holdings(server, db)) as holdings:
        with pytest.raises(InputRefusedError, match="1 have an identifier outside") as refused:
            require_synthetic(holdings)
        assert "secret" not in str(refused.value)


def test_a_server_without_usable_holdings_is_refused(server: str) -> None:
    with psycopg.connect(server, options="-c lock_timeout=5s") as connection:
        connection.execute("DROP TABLE IF EXISTS holdings")
    with duckdb.connect() as db:
        with pytest.raises(InputRefusedError, match="record_id is missing"):
            open_holdings(server, db)
        with pytest.raises(InputRefusedError, match="can't be read") as refused:
            open_holdings(server.replace("127.0.0.1:", "127.0.0.1:1"), db)
        assert "secret" not in str(refused.value)


def test_nothing_can_be_written_to_the_server(server: str) -> None:
    fill(server, [person("R1", "Garcia, Ana", "1980-03-14")])
    with duckdb.connect() as db, closing(open_server(server, db)) as holdings:
        refused = pytest.raises(psycopg.errors.ReadOnlySqlTransaction)
        with refused:
            holdings.connection.execute("DELETE FROM holdings")
