"""A rule that is not law is counted, never run: hand-made requests, records and verdicts."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

import duckdb
import pytest

from lawgate.errors import DefectiveLawError, InputRefusedError
from lawgate.procedure.adjudication import Verdicts
from lawgate.rehearsal.counterfactual import PathCount, PhraseCount, compare, released_by_path
from lawgate.rehearsal.declaration import Counterfactual
from lawgate.store.holdings_face import COLUMNS
from lawgate.terms import Determination, Finding, Outcome, Reason, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULE = Counterfactual.model_validate(
    {
        "title": "a rule",
        "caption": "two paths",
        "folding": "case_and_space",
        "source": "made up",
        "expected": 0,
        "paths": [
            {
                "name": "identifier",
                "caption": "",
                "when_stated": ["tin"],
                "equal": ["last_name", "tin"],
                "stated": ["address_line"],
                "digits_in": ["address_line", "postal_code"],
                "digit_runs": [5, 9],
                "expected": 0,
            },
            {
                "name": "address",
                "caption": "",
                "when_blank": ["tin"],
                "equal": ["last_name", "address_line"],
                "current_address": True,
                "expected": 0,
            },
        ],
    }
)

REQUESTS = [
    # number and name agree, a phrase beside five digits: released
    ("r1", "Oak", "900-66-0001", "No Such Place", "85009"),
    # the same in another writing, nine digits in the line itself: released
    ("r2", " oak", "900-66-0001", "987654321", None),
    # four digits, or six, are not five
    ("r3", "Oak", "900-66-0001", "1234", "123456"),
    # the address line is blank
    ("r4", "Oak", "900-66-0001", None, "85009"),
    # the number is another person's
    ("r5", "Oak", "900-66-0002", "No Such Place", "85009"),
    # no number: the current address agrees
    ("r6", "Elm", None, "12  elm st", None),
    # no number: only a former address agrees
    ("r7", "Elm", None, "9 Old Rd", None),
    # a number that agrees with nobody takes the first path only
    ("r8", "Elm", "900-66-0009", "12 Elm St", "60608"),
]
RECORDS = [
    ("h1", "900-66-0001", "OAK", "1 Oak St", True),
    ("h2", "900-66-0002", "Elm", "12 Elm St", True),
    ("h2", "900-66-0002", "Elm", "9 Old Rd", False),
]


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE requests (row BIGINT, request_id VARCHAR, last_name VARCHAR, "
            "tin VARCHAR, address_line VARCHAR, postal_code VARCHAR)"
        )
        connection.executemany(
            "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?)",
            [(n, *request) for n, request in enumerate(REQUESTS, start=1)],
        )
        yield connection


def write_holdings(db: duckdb.DuckDBPyConnection, path: Path, tin: str | None = None) -> Path:
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    db.execute(f"CREATE OR REPLACE TABLE held AS SELECT {columns} WHERE FALSE")
    db.executemany(
        "INSERT INTO held (record_id, tin, last_name, address_line, is_current) "
        "VALUES (?, ?, ?, ?, ?)",
        [(r[0], tin or r[1], *r[2:]) for r in RECORDS],
    )
    db.execute(f"COPY held TO '{path}' (FORMAT parquet)")
    db.execute("DROP TABLE held")
    return path


@pytest.fixture
def holdings(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> Path:
    return write_holdings(db, tmp_path / "holdings.parquet")


def sent_back(*citations: str) -> Determination:
    reasons = tuple(
        Reason(c.lower(), c, Finding.UNMET, "A sentence.", f"{c.lower()}:value") for c in citations
    )
    return Determination(Outcome.SENT_BACK, (), reasons, Stage.REQUEST)


FREE = Determination(Outcome.SUFFICIENT, ("address",), (), Stage.REQUEST)
DETERMINATIONS = (FREE, sent_back("A"), sent_back("A", "B"))
OF_ROWS = (1, 2, 1, 1, 1, 0, 0, 0)


def verdicts(db: duckdb.DuckDBPyConnection, free: Determination = FREE) -> Verdicts:
    table = f"verdicts_{free.outcome.value}"
    values = ", ".join(f"({row}, {verdict})" for row, verdict in enumerate(OF_ROWS, start=1))
    db.execute(f"CREATE TABLE {table} AS SELECT * FROM (VALUES {values}) t(row, verdict)")
    counted = Counter(OF_ROWS)
    return Verdicts(table, (free, *DETERMINATIONS[1:]), tuple(counted[n] for n in range(3)))


def compared(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> tuple[tuple[PathCount, ...], tuple[PhraseCount, ...]]:
    eligible = dataclasses.replace(FREE, outcome=Outcome.ELIGIBLE, stage=Stage.RECORD)
    final = verdicts(db, eligible)
    phrases = ("address_line", ["no such  place", "nowhere"])
    return compare(db, holdings, RULE, verdicts(db), final, phrases)


def test_each_path_releases_what_its_tests_let_through_and_nothing_else(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    assert released_by_path(db, holdings, RULE) == {"identifier": 2, "address": 1}


def test_the_rule_can_be_counted_over_a_part_of_the_batch(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    db.execute("CREATE VIEW part AS SELECT * FROM requests WHERE row >= 2")
    counted = released_by_path(db, holdings, RULE, relation="part")
    assert counted == {"identifier": 1, "address": 1}


def test_what_is_released_is_counted_by_what_the_law_finds_of_it(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    (identifier, address), _ = compared(db, holdings)
    assert (identifier.took, identifier.released) == (6, 2)
    assert identifier.outcomes == {Outcome.SENT_BACK: 2}
    assert [(p.citation, p.requests, p.first) for p in identifier.provisions] == [
        ("A", 2, 2),
        ("B", 1, 0),
    ]
    assert identifier.lines == {"a:value": 2, "b:value": 1}
    assert (address.took, address.released) == (2, 1)
    assert address.outcomes == {Outcome.ELIGIBLE: 1}
    assert address.provisions == ()


def test_phrases_are_counted_whatever_their_case_and_spacing(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    _, (stated, absent) = compared(db, holdings)
    assert stated == PhraseCount("no such  place", requests=2, released=1, sufficient=0, eligible=0)
    assert absent == PhraseCount("nowhere", 0, 0, 0, 0)


@pytest.mark.parametrize("tin", ["123-45-6789", " "])
def test_records_that_may_be_real_people_are_refused(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, tin: str
) -> None:
    real = write_holdings(db, tmp_path / "real.parquet", tin)
    with pytest.raises(InputRefusedError, match="may be real people") as refused:
        released_by_path(db, real, RULE)
    assert refused.value.exit_code == 3
    with pytest.raises(InputRefusedError):
        compared(db, real)


def test_only_counts_leave_and_no_working_table_stays(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    paths, phrases = compared(db, holdings)
    told = repr((paths, phrases, released_by_path(db, holdings, RULE)))
    for request_id, _, tin, *_ in REQUESTS:
        assert request_id not in told
        assert tin is None or tin not in told
    left = {str(row[0]) for row in db.execute("SHOW ALL TABLES").fetchall() for row in [row[2:]]}
    assert left <= {"requests", "verdicts_sufficient", "verdicts_eligible", "holdings_rows"}


def test_a_rule_that_tests_a_column_nobody_has_is_defective(
    db: duckdb.DuckDBPyConnection, holdings: Path
) -> None:
    strange = RULE.paths[0].model_copy(update={"equal": ["shoe_size"]})
    with pytest.raises(DefectiveLawError, match="shoe_size"):
        released_by_path(db, holdings, RULE.model_copy(update={"paths": [strange]}))
