"""Keys of requests and records: what is compared, and who is compared with whom at all.

Both sides get the same columns from the same expressions, so that a request and a record written
alike are alike. Blocks choose candidates only: a record outside every block of a request could
neither fit it nor be near enough to be a rival. Only rows named in the relation of sufficient rows
are ever read. It refuses to decide anything: that is for `match_tests` and `certificate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lawgate.examine.address_words import ZIP
from lawgate.examine.dates import date_sql
from lawgate.examine.standard import name_key_sql, suffix_sql
from lawgate.examine.text import fold_sql
from lawgate.store.holdings_face import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUESTS, PEOPLE, PAIRS = "match_requests", "match_people", "match_pairs"

COLUMNS: Final = (
    "tin", "last_name", "first_name", "middle_name", "date_of_birth", "address_line", "city",
    "state", "postal_code", "tax_period_from", "tax_period_to",
)  # fmt: skip
"""What of a request is compared; what an agreement's batch does not have was not stated."""

SEARCHED: Final = frozenset({"k_tin", "k_surname_birth"})
"""Blocks in which lies every rival, of those with a number and a date of birth, of a record that
fits by both. The others add only records that lack one."""

CROWD: Final = 256
"""Most address rows that a block may hold before it is too crowded to be searched."""

BLOCKS: Final[Mapping[str, str]] = {
    "k_tin": "hash(1, tin)",
    "k_surname_birth": "hash(2, surname, birth)",
    "k_name_head": "hash(3, surname, given, left(tin, 4))",
    "k_name_tail": "hash(4, surname, given, right(tin, 4))",
    "k_birth_zip": "hash(5, birth, zip)",
    "k_name_zip": "hash(6, surname, given, zip)",
    "k_surname_zip": "hash(7, surname, zip)",
}
"""Block to its key. A near number keeps its first four or its last four digits: one digit changed,
or two neighbours exchanged, can't touch both. Records that are rivals only at the stated address
share its ZIP code."""

_NEEDED: Final[Mapping[str, str]] = {
    "k_tin": "tin IS NOT NULL",
    "k_surname_birth": "surname IS NOT NULL AND birth IS NOT NULL",
    "k_name_head": "surname IS NOT NULL AND given IS NOT NULL AND tin IS NOT NULL",
    "k_name_tail": "surname IS NOT NULL AND given IS NOT NULL AND tin IS NOT NULL",
    "k_birth_zip": "birth IS NOT NULL",
    "k_name_zip": "surname IS NOT NULL AND given IS NOT NULL",
    "k_surname_zip": "surname IS NOT NULL",
}

_OF_REQUESTS: Final[Mapping[str, str]] = {
    "k_name_head": "NOT birth_stated",
    "k_name_tail": "NOT birth_stated",
    "k_surname_zip": "birth IS NOT NULL",
}
"""A block that another one covers for such requests is left out."""

_OF_PEOPLE: Final[Mapping[str, str]] = {"k_surname_zip": "birth IS NULL"}
"""Records without a date of birth are found by surname; all others by their date."""


def requests_sql(asked: str, sufficient: str) -> str:
    """Create REQUESTS: one row for each row of `asked` that `sufficient(row)` names.

    `asked` has row and COLUMNS, VARCHAR. Columns made: row BIGINT; tin (nine digits, NULL if none
    or malformed), tin_stated; birth DATE, birth_stated; surname, surname_words, given, middle,
    suffix, zip VARCHAR; period_from, period_to DATE; and the BLOCKS, UBIGINT, NULL where one does
    not apply. A stated element that can't be read (a date that is none) is stated and agrees with
    nothing.
    """
    number = fold_sql("tin")
    return f"""
        CREATE OR REPLACE TEMP TABLE {REQUESTS} AS
        WITH chosen AS (
            SELECT row, {_number(number)} AS tin, {number} <> '' AS tin_stated,
                {date_sql("date_of_birth")} AS birth,
                {fold_sql("date_of_birth")} <> '' AS birth_stated,
                {name_key_sql("last_name")} AS surname_words,
                {name_key_sql("first_name")} AS first_words,
                {name_key_sql("middle_name")} AS middle_words,
                {suffix_sql("last_name")} AS last_suffix,
                {suffix_sql("first_name")} AS first_suffix, {_LOCALITY} AS zip,
                {date_sql("tax_period_from")} AS period_from,
                {date_sql("tax_period_to")} AS period_to
            FROM {asked} SEMI JOIN {sufficient} USING (row)
        ), keyed AS (
            SELECT * EXCLUDE (first_words, middle_words, first_suffix, last_suffix),
                coalesce(nullif(last_suffix, ''), first_suffix) AS suffix,
                {_SURNAME} AS surname, {_GIVEN} AS given, {_MIDDLE} AS middle
            FROM chosen
        )
        SELECT *, {_blocks(_OF_REQUESTS)} FROM keyed"""


def names_sql(rows: str) -> tuple[str, str]:
    """Create `match_surnames` and `match_givens`: each name as written in `rows`, with its keys.

    People share names, so that keys are made once for a name and not once for each row.
    """
    return (
        f"""CREATE OR REPLACE TEMP TABLE match_surnames AS
        SELECT last_name, {name_key_sql("last_name")} AS surname_words,
            {suffix_sql("last_name")} AS suffix
        FROM (SELECT DISTINCT coalesce(last_name, '') AS last_name FROM {rows})""",
        f"""CREATE OR REPLACE TEMP TABLE match_givens AS
        SELECT first_name, {name_key_sql("first_name")} AS first_words,
            {suffix_sql("first_name")} AS suffix
        FROM (SELECT DISTINCT coalesce(first_name, '') AS first_name FROM {rows})""",
    )


def people_sql(rows: str) -> str:
    """Create PEOPLE: the address rows of holdings `rows` that share a block with some request.

    Columns: record_id and the compared ones of `requests_sql`, without what was stated.
    """
    shared = " OR ".join(
        f"{block} IN (SELECT {block} FROM {REQUESTS} WHERE {block} IS NOT NULL)" for block in BLOCKS
    )
    return f"""
        CREATE OR REPLACE TEMP TABLE {PEOPLE} AS
        WITH written AS (
            SELECT record_id, {_number("tin")} AS tin, date_of_birth AS birth, {_LOCALITY} AS zip,
                surname_words, {_SURNAME} AS surname, first_words, {_GIVEN} AS given,
                coalesce(nullif(s.suffix, ''), g.suffix) AS suffix, middle_name
            FROM {rows} AS h
            JOIN match_surnames AS s ON s.last_name = coalesce(h.last_name, '')
            JOIN match_givens AS g ON g.first_name = coalesce(h.first_name, '')
        ), blocked AS (SELECT *, {_blocks(_OF_PEOPLE)} FROM written),
        kept AS (
            SELECT *, {name_key_sql("middle_name")} AS middle_words FROM blocked WHERE {shared}
        )
        SELECT * EXCLUDE (first_words, middle_words, middle_name), {_MIDDLE} AS middle FROM kept"""


def crowded_sql(block: str) -> str:
    """Create the table of keys of `block` that more than CROWD rows of PEOPLE share.

    With `partial`: whether one of those rows has no number or no date of birth.
    """
    return f"""
        CREATE OR REPLACE TEMP TABLE crowded_{block} AS
        SELECT {block}, bool_or(tin IS NULL OR birth IS NULL) AS partial
        FROM {PEOPLE} WHERE {block} IS NOT NULL
        GROUP BY {block} HAVING count(*) > {CROWD}"""


def histories_sql(rows: str, wanted: str) -> str:
    """Select rows of holdings `rows` whose record_id is in `wanted`, with `persona`, a hash.

    Rows of one record that differ in persona do not describe one person.
    """
    return f"""
        SELECT h.*, hash({_number("tin")}, date_of_birth, {_SURNAME}, {_GIVEN}) AS persona
        FROM {rows} AS h JOIN {wanted} USING (record_id)
        JOIN match_surnames AS s ON s.last_name = coalesce(h.last_name, '')
        JOIN match_givens AS g ON g.first_name = coalesce(h.first_name, '')"""


def needs_sql() -> Mapping[str, str]:
    """Give, for each field of the holdings' `Needs`, the query that lists it from REQUESTS."""
    return {
        "identifiers": f"SELECT DISTINCT tin FROM {REQUESTS} WHERE tin IS NOT NULL",
        "heads": f"SELECT DISTINCT left(tin, 4) FROM {REQUESTS} WHERE k_name_head IS NOT NULL",
        "tails": f"SELECT DISTINCT right(tin, 4) FROM {REQUESTS} WHERE k_name_tail IS NOT NULL",
        "births": f"SELECT DISTINCT CAST(birth AS VARCHAR) FROM {REQUESTS} WHERE birth IS NOT NULL",
        "localities": f"SELECT DISTINCT zip FROM {REQUESTS}",
    }


_LOCALITY: Final = f"""CASE WHEN regexp_full_match(postal_code, '{ZIP}') THEN left(postal_code, 5)
    WHEN regexp_full_match({fold_sql("postal_code")}, '{ZIP}')
    THEN left({fold_sql("postal_code")}, 5)
    ELSE regexp_extract({fold_sql("address_line")}, '([0-9]{{5}})(-[0-9]{{4}})?$', 1) END"""
"""The ZIP code, as a standardised address takes it: from its column, else from the line's end."""

_SURNAME: Final = "nullif(replace(surname_words, ' ', ''), '')"
_GIVEN: Final = "nullif(split_part(first_words, ' ', 1), '')"
_NAMES: Final = "trim(first_words || ' ' || middle_words)"
_MIDDLE: Final = f"trim(substr({_NAMES}, strpos({_NAMES} || ' ', ' ')))"


def _number(text: str) -> str:
    digits = f"translate({text}, '{SEPARATORS}', '')"
    return f"CASE WHEN regexp_full_match({digits}, '[0-9]{{9}}') THEN {digits} END"


def _blocks(applies: Mapping[str, str]) -> str:
    return ", ".join(
        f"CASE WHEN {' AND '.join(filter(None, (_NEEDED[block], applies.get(block))))} "
        f"THEN {key} END AS {block}"
        for block, key in BLOCKS.items()
    )
