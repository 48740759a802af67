"""Who is certified: pairs of requests and records, down to one line for each request.

Fails closed: several fitting records, a rival near by, a record whose rows disagree about who it
is, or a block too crowded to be searched, and nobody is certified. The stated address is compared
with the addresses of the fitting record for every request that has one, whatever else agreed. Row
order plays no part. It refuses to choose between records.
"""

from __future__ import annotations

from typing import Final

from lawgate.examine.standard import address_parts_sql
from lawgate.procedure.match_keys import (
    BLOCKS,
    PAIRS,
    PEOPLE,
    REQUESTS,
    SEARCHED,
    histories_sql,
)
from lawgate.procedure.match_tests import COMPARED, judged_sql

FOUND: Final = "match_found"
HISTORY: Final = "(FROM match_addresses WHERE row IS NULL)"
STATED: Final = "(SELECT row, address, place, unzipped FROM match_addresses WHERE row IS NOT NULL)"
TEMPORARY: Final = (FOUND, "match_wanted", "match_addresses", "match_there", "match_held")

_ALIKE: Final = """h.address = s.address
    OR (h.place = s.place AND (h.unzipped OR s.unzipped))"""
"""Alike: with ZIP codes by them, and by city and state where one of the two addresses has none.

That corroborates only a record that fits by number and date of birth: rivals at an address are
searched by ZIP code, and without one only those two tell that nobody there was overlooked."""

_ADDRESS: Final = ("address_line", "city", "state", "postal_code")


def pairs_sql() -> str:
    """Create PAIRS (row, record_id, and what was found): every pair that bears on a certificate.

    Columns, BOOLEAN: fits; same (every stated part of the name alike); exact (fits, by number and
    date of birth); rival (wherever they live); there
    (a rival if the stated address is theirs); numbered (the stated number is theirs); named (the
    name agrees); dated (name and date of birth agree).
    """
    blocks = list(BLOCKS)
    joined = " UNION ALL ".join(_block_sql(k, blocks[:i]) for i, k in enumerate(blocks))
    return f"""
        CREATE OR REPLACE TEMP TABLE {PAIRS} AS
        SELECT row, record_id, bool_or(fits) AS fits, bool_or(same) AS same,
            bool_or(exact) AS exact, bool_or(rival) AS rival, bool_or(there) AS there,
            bool_or(tin_equal) AS numbered, bool_or(name_open) AS named,
            bool_or(name_open AND birth_equal) AS dated
        FROM {judged_sql(f"({joined})")}
        WHERE fits OR rival OR there OR name_open
        GROUP BY row, record_id"""


def found_sql() -> str:
    """Create FOUND, one line for each request: how many fit, which, and what stands against it.

    Columns: row; fitting BIGINT; record_id (of the one that fits; NULL if none, several, or
    crowded, since then nobody knows); BOOLEAN same, exact, rival, numbered, numbered_named,
    dated, crowded. A crowd that can hold no rival of a record that fits by number and date of birth
    does not count.
    """
    met = {
        block: f"coalesce(r.{block} IN (SELECT {block} FROM crowded_{block}{{}}), FALSE)"
        for block in BLOCKS
    }
    anywhere = " OR ".join(test.format("") for test in met.values())
    telling = " OR ".join(
        test.format("" if block in SEARCHED else " WHERE partial") for block, test in met.items()
    )
    crowded = f"CASE WHEN coalesce(exact, FALSE) THEN {telling} ELSE {anywhere} END"
    return f"""
        CREATE OR REPLACE TEMP TABLE {FOUND} AS
        WITH counted AS (
            SELECT row, count(*) FILTER (WHERE fits) AS fitting,
                CASE WHEN fitting = 1 THEN min(record_id) FILTER (WHERE fits) END AS record_id,
                bool_or(fits AND same) AS same, bool_or(fits AND exact) AS exact,
                bool_or(rival AND NOT fits) AS rival,
                bool_or(numbered) AS numbered, bool_or(numbered AND named) AS numbered_named,
                bool_or(dated) AS dated
            FROM {PAIRS} GROUP BY row
        )
        SELECT r.row, coalesce(fitting, 0) AS fitting, {crowded} AS crowded,
            CASE WHEN NOT {crowded} THEN record_id END AS record_id,
            {", ".join(f"coalesce({c}, FALSE) AS {c}" for c in _FINDINGS)}
        FROM {REQUESTS} AS r LEFT JOIN counted USING (row)"""


def addresses_sql(asked: str, rows: str) -> tuple[str, str]:
    """Create `match_wanted` (record_id: whose addresses are compared) and `match_addresses`.

    `match_addresses`, stated and held alike, for STATED and HISTORY to choose from: address (the
    standardised key), place (line, city and state), both NULL where there is none, unzipped (no
    ZIP code stated), and row, or record_id, persona, as_of, is_current.
    `asked` as in `match_keys.requests_sql`, `rows` the holdings' rows. One statement standardises
    both, since planning the standardisation takes longer than a hundred rows of it.
    """
    columns = ", ".join(_ADDRESS)
    carried = ("row", "record_id", "persona", "as_of", "is_current")
    both = f"""(
        SELECT NULL AS row, record_id, persona, address_as_of AS as_of,
            coalesce(is_current, FALSE) AS is_current, {columns}
        FROM ({histories_sql(rows, "match_wanted")})
        UNION ALL BY NAME SELECT row, {columns} FROM {asked} SEMI JOIN {PAIRS} USING (row)
    )"""
    return (
        f"""CREATE OR REPLACE TEMP TABLE match_wanted AS
        SELECT record_id FROM {FOUND} WHERE record_id IS NOT NULL
        UNION
        SELECT p.record_id FROM {PAIRS} AS p JOIN {FOUND} AS f USING (row)
        WHERE (f.fitting = 1 AND p.there AND NOT p.fits) OR (f.fitting = 0 AND p.named)""",
        f"""CREATE OR REPLACE TEMP TABLE match_addresses AS
        SELECT * REPLACE (nullif(address, '') AS address, nullif(place, '') AS place)
        FROM ({address_parts_sql(both, carried, *_ADDRESS)})""",
    )


def corroboration_sql() -> tuple[str, str]:
    """Create `match_there` (row, record_id of somebody at the stated address) and `match_held`.

    `match_held`, a line for each record that fits: persons (1: its rows describe one person), the
    `current` address (NULL if none, or several between which dates don't tell), its places, whether
    it is unzipped, and whether `dated`.
    """
    return (
        f"""CREATE OR REPLACE TEMP TABLE match_there AS
        SELECT DISTINCT p.row, p.record_id FROM {PAIRS} AS p JOIN {STATED} AS s USING (row)
        JOIN {HISTORY} AS h ON h.record_id = p.record_id AND ({_ALIKE})
        WHERE (p.there OR p.named) AND NOT p.fits""",
        f"""CREATE OR REPLACE TEMP TABLE match_held AS
        WITH current AS (
            SELECT record_id, max(as_of) AS newest, count(*) = count(as_of) AS all_dated,
                min(address) = max(address) AND count(*) = count(address) AS one
            FROM {HISTORY} WHERE is_current GROUP BY record_id
        ), chosen AS (
            SELECT record_id, min(h.address) AS address, max(h.address) AS other,
                count(*) = count(h.address) AS known, list(DISTINCT h.place) AS places,
                bool_and(h.unzipped) AS unzipped,
                bool_or(h.as_of IS NOT NULL) AS dated
            FROM {HISTORY} AS h JOIN current AS c USING (record_id)
            WHERE h.is_current AND (c.one OR (c.all_dated AND h.as_of = c.newest))
            GROUP BY record_id
        )
        SELECT p.record_id, p.persons, c.dated, c.places, c.unzipped,
            CASE WHEN c.address = c.other AND c.known THEN c.address END AS current
        FROM (SELECT record_id, CASE WHEN min(persona) = max(persona) THEN 1 ELSE 2 END AS persons
            FROM {HISTORY} GROUP BY record_id) AS p LEFT JOIN chosen AS c USING (record_id)""",
    )


def held_when_sql() -> str:
    """Select (row, held): `in_period` or `older`, where the stated address is a former one.

    In the period: known by its last day, and either first known within it, or not yet superseded
    on its first day. An address whose dates don't show that is older.
    """
    return f"""
        SELECT f.row, CASE WHEN bool_or(coalesce(h.as_of <= r.period_to
            AND (h.as_of >= r.period_from OR h.superseded > r.period_from), FALSE))
            THEN 'in_period' ELSE 'older' END AS held
        FROM {FOUND} AS f JOIN {REQUESTS} AS r USING (row) JOIN {STATED} AS s USING (row)
        JOIN (
            SELECT a.record_id, a.address, a.place, a.unzipped, a.as_of,
                min(b.as_of) AS superseded FROM {HISTORY} AS a
            LEFT JOIN {HISTORY} AS b ON a.record_id = b.record_id AND b.as_of > a.as_of
                AND a.address IS DISTINCT FROM b.address
            WHERE a.record_id IN (SELECT record_id FROM {FOUND} WHERE record_id IS NOT NULL)
            GROUP BY ALL
        ) AS h ON h.record_id = f.record_id
            AND (h.address = s.address OR (f.exact AND ({_ALIKE})))
        GROUP BY f.row"""


def matches_sql() -> str:
    """Create `matches`: row, record_id and the record-stage facts, in row order, never NULL."""
    return f"""
        CREATE OR REPLACE TABLE matches AS
        WITH near AS (SELECT DISTINCT row FROM match_there JOIN {PAIRS} USING (row, record_id)
            WHERE there AND NOT fits),
        known AS (SELECT DISTINCT row FROM match_there JOIN {PAIRS} USING (row, record_id)
            WHERE named AND NOT fits),
        formerly AS ({held_when_sql()})
        SELECT f.row, f.record_id,
            CASE WHEN f.crowded THEN 'rival' WHEN f.fitting = 0 THEN 'none'
                WHEN f.fitting > 1 OR h.persons > 1 THEN 'several'
                WHEN f.rival OR n.row IS NOT NULL THEN 'rival'
                ELSE 'unique' END AS "record.certificate",
            CASE WHEN f.record_id IS NULL THEN 'not_compared'
                WHEN s.address = h.current OR (f.exact AND h.current IS NOT NULL
                    AND (s.unzipped OR h.unzipped) AND list_contains(h.places, s.place))
                THEN 'current'
                ELSE coalesce(w.held, 'none') END AS "record.corroboration",
            CASE WHEN f.fitting > 0 THEN 'strong' WHEN f.numbered THEN 'identifier_only'
                WHEN f.dated OR k.row IS NOT NULL THEN 'name_only'
                ELSE 'none' END AS "record.identity",
            CASE WHEN f.fitting > 0 AND f.same THEN 'agrees' WHEN f.fitting > 0 THEN 'variant'
                WHEN f.numbered_named THEN 'agrees' WHEN f.numbered THEN 'differs'
                ELSE 'none' END AS "record.name",
            CASE WHEN h.current IS NULL THEN 'none' WHEN h.dated THEN 'dated'
                ELSE 'undated' END AS "record.address_dated"
        FROM {FOUND} AS f
        LEFT JOIN match_held AS h ON h.record_id = f.record_id
        LEFT JOIN {STATED} AS s ON s.row = f.row
        LEFT JOIN near AS n ON n.row = f.row
        LEFT JOIN known AS k ON k.row = f.row
        LEFT JOIN formerly AS w ON w.row = f.row
        ORDER BY f.row"""


_FINDINGS: Final = ("same", "exact", "rival", "numbered", "numbered_named", "dated")


def _block_sql(block: str, before: list[str]) -> str:
    both = ", ".join(f"r.{c} AS r_{c}, p.{c} AS p_{c}" for c in COMPARED)
    elsewhere = "".join(f" AND coalesce(r.{k} <> p.{k}, TRUE)" for k in before)
    return f"""
        SELECT r.row, p.record_id, r.tin_stated AS r_tin_stated, r.birth_stated AS r_birth_stated,
            {both}
        FROM {REQUESTS} AS r JOIN {PEOPLE} AS p ON r.{block} = p.{block}{elsewhere}
        WHERE r.{block} NOT IN (SELECT {block} FROM crowded_{block})"""
