"""Matching: which one record, if any, each sufficient request is about, and what corroborates it.

Deterministic classes on standardised keys; every test that a request allows runs on it, and no path
replaces another. A record is certified only where exactly one fits and no other is near. Only rows
that the request stage found sufficient are read, and without any the holdings are not even opened.
It refuses holdings that were not shown to be synthetic, to search beyond a crowded block, to score,
and to name more than one record.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from lawgate.errors import InputRefusedError, Place
from lawgate.examine.text import install
from lawgate.procedure import certificate, match_keys
from lawgate.store.holdings import open_holdings, require_synthetic
from lawgate.store.holdings_face import COLUMNS, Needs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lawgate.store.holdings import SyntheticHoldings

RECORD_DERIVATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "certificate": ("unique", "none", "several", "rival"),
    "corroboration": ("current", "in_period", "older", "none", "not_compared"),
    "identity_class": ("strong", "identifier_only", "name_only", "none"),
    "name_agreement": ("agrees", "variant", "differs", "none"),
    "address_dated": ("dated", "undated", "none"),
}
"""Derivations of record-stage facts, all enumerated and never unknown, with every value."""

RECORD_COLUMNS: Final[Mapping[str, str]] = {
    "certificate": "record.certificate",
    "corroboration": "record.corroboration",
    "identity_class": "record.identity",
    "name_agreement": "record.name",
    "address_dated": "record.address_dated",
}
"""Derivation to its column of `matches`."""

_NOBODY: Final = (
    f"(SELECT {', '.join(f'CAST(NULL AS {k}) AS {c}' for c, k in COLUMNS.items())} WHERE FALSE)"
)

LISTED: Final = 10_000
"""With more requests than this, needs are not listed: nearly every record would be in them."""


@dataclass(frozen=True, slots=True)
class MatchingAccount:
    """What a run did: requests by certificate, and how many met a block too crowded to search."""

    requests: int
    certificates: Mapping[str, int]
    crowded: int


def match_rehearsal(
    db: duckdb.DuckDBPyConnection, source: str | Path, sufficient: str = "sufficient"
) -> MatchingAccount:
    """Match the sufficient rows with the holdings at `source`, synthetic ones only.

    That they are synthetic is counted first, whether or not a row is sufficient. Raises
    InputRefusedError where the holdings can't be used or hold any number that is not synthetic.
    Else as `match`.
    """
    with closing(open_holdings(source, db)) as holdings:
        return match(db, require_synthetic(holdings), sufficient)


def match(
    db: duckdb.DuckDBPyConnection,
    holdings: SyntheticHoldings | None,
    sufficient: str = "sufficient",
) -> MatchingAccount:
    """Create table `matches` from tables `requests` and `sufficient(row)` of the workbench.

    `matches`: row BIGINT, record_id VARCHAR (of the one record that fits, else NULL), and VARCHAR
    columns as in RECORD_COLUMNS, one row for each sufficient one, in row order. `holdings` may be
    None where no row is sufficient. Raises InputRefusedError where they can't be read to the end.
    """
    install(db)
    asked = _asked(db)
    db.execute(match_keys.requests_sql(asked, sufficient))
    rows = _rows(db, holdings)
    for statement in (*match_keys.names_sql(rows), match_keys.people_sql(rows)):
        _read(db, statement, holdings)
    for block in match_keys.BLOCKS:
        db.execute(match_keys.crowded_sql(block))
    db.execute(certificate.pairs_sql())
    db.execute(certificate.found_sql())
    for statement in certificate.addresses_sql(asked, rows):
        _read(db, statement, holdings)
    for statement in certificate.corroboration_sql():
        db.execute(statement)
    db.execute(certificate.matches_sql())
    account = _account(db)
    _clear(db)
    return account


def _asked(db: duckdb.DuckDBPyConnection) -> str:
    known = {str(row[0]) for row in db.execute("DESCRIBE requests").fetchall()}
    columns = (c if c in known else f"CAST(NULL AS VARCHAR) AS {c}" for c in match_keys.COLUMNS)
    return f"(SELECT row, {', '.join(columns)} FROM requests)"


def _rows(db: duckdb.DuckDBPyConnection, holdings: SyntheticHoldings | None) -> str:
    count = db.execute(f"SELECT count(*) FROM {match_keys.REQUESTS}").fetchone() or (0,)
    if holdings is None:
        if count[0]:
            raise ValueError("Sufficient rows are matched with holdings, and none were given.")
        return _NOBODY
    if count[0] > LISTED:
        return holdings.holdings.rows(None)
    listed = {
        field: tuple(str(row[0]) for row in db.execute(query).fetchall())
        for field, query in match_keys.needs_sql().items()
    }
    return holdings.holdings.rows(Needs(**listed))


def _read(
    db: duckdb.DuckDBPyConnection, statement: str, holdings: SyntheticHoldings | None
) -> None:
    """Execute a statement that reads the holdings, whose faults are theirs, not the program's."""
    try:
        db.execute(statement)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        if holdings is None:
            raise
        raise InputRefusedError(
            "The holdings can't be read to the end.",
            remedy="Provide whole files or tables, each with every column of the holdings.",
            place=Place(holdings.holdings.source),
        ) from error


def _account(db: duckdb.DuckDBPyConnection) -> MatchingAccount:
    found = db.execute(
        'SELECT "record.certificate", count(*) FROM matches GROUP BY ALL ORDER BY ALL'
    ).fetchall()
    crowded = db.execute(f"SELECT count(*) FROM {certificate.FOUND} WHERE crowded").fetchone()
    certificates = dict.fromkeys(RECORD_DERIVATIONS["certificate"], 0) | dict(found)
    return MatchingAccount(sum(certificates.values()), certificates, (crowded or (0,))[0])


def _clear(db: duckdb.DuckDBPyConnection) -> None:
    names = [match_keys.REQUESTS, match_keys.PEOPLE, match_keys.PAIRS]
    names += ["match_surnames", "match_givens", *certificate.TEMPORARY]
    for name in [*names, *(f"crowded_{block}" for block in match_keys.BLOCKS)]:
        db.execute(f"DROP TABLE {name}")
