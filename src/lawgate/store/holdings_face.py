"""The face of the custodian's records: columns, counts, and what a matching run may ask for.

Every source of holdings has this face, and nothing outside `store` knows which one it is. Rules
kept here: columns and their types are closed; an identifier's synthetic ranges are stated once. It
refuses to name a value of any record: counts and column names only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from lawgate.errors import InputRefusedError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final[Mapping[str, str]] = {
    "record_id": "VARCHAR",
    "tin": "VARCHAR",
    "last_name": "VARCHAR",
    "first_name": "VARCHAR",
    "middle_name": "VARCHAR",
    "date_of_birth": "DATE",
    "address_line": "VARCHAR",
    "city": "VARCHAR",
    "state": "VARCHAR",
    "postal_code": "VARCHAR",
    "address_as_of": "DATE",
    "address_source": "VARCHAR",
    "is_current": "BOOLEAN",
}
"""What a row of the holdings holds: one address of one person; `record_id` joins theirs."""

SYNTHETIC: Final = "9[0-9]{2}(6[6-9]|89)[0-9]{4}|98765432[0-9]"
"""Nine digits that were never assigned to anybody (a pattern for a full match, RE2 and POSIX)."""

SEPARATORS: Final = " ./_-"
"""What may stand between the digits of an identifier and is stripped."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a matching run can use of the holdings: values that a row must share to matter at all.

    `identifiers` nine digits, `heads` their first and `tails` their last four, `births` ISO dates,
    `localities` five-digit ZIP codes (rows without a plain one always matter). None in place of
    this: too many to list, so every row may matter.
    """

    identifiers: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Census:
    """Counts over every row of the holdings: no value of any record."""

    rows: int
    unnumbered: int
    not_synthetic: int
    unidentified: int


class Holdings(Protocol):
    """The face: what a matching run may ask of the custodian's records."""

    @property
    def source(self) -> str:
        """Where they are, fit for a message: no password."""

    def rows(self, needs: Needs | None) -> str:
        """Name a relation of the workbench with `COLUMNS`, holding every row of whoever matters."""

    def census(self) -> Census:
        """Count all rows, blank and not synthetic identifiers, and rows without a record_id."""

    def close(self) -> None:
        """Let go of the source; rows can't be read any more."""


def require_columns(found: Mapping[str, str], source: str) -> None:
    """Refuse holdings whose columns (name to type) lack one of `COLUMNS` or type it otherwise."""
    wrong = [
        f"{name} is {found[name]}, not {wanted}" if name in found else f"{name} is missing"
        for name, wanted in COLUMNS.items()
        if found.get(name) not in (wanted, '"NULL"')
    ]
    if wrong:
        raise InputRefusedError(
            f"The holdings' columns can't be used: {'; '.join(wrong)}.",
            remedy=f"Provide {', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())}.",
            place=Place(source),
        )


def census_sql(relation: str, is_synthetic: str) -> str:
    """Count rows of `relation`; `is_synthetic` tests the digits `d` of an identifier.

    Gives one row: rows, blank identifiers, not synthetic ones, rows without a record_id. The text
    runs on DuckDB and on PostgreSQL.
    """
    digits = f"translate(coalesce(tin, ''), '{SEPARATORS}', '')"
    return f"""
        SELECT count(*), count(*) FILTER (WHERE d = ''),
            count(*) FILTER (WHERE d <> '' AND NOT {is_synthetic}),
            count(*) FILTER (WHERE record_id IS NULL OR record_id = '')
        FROM (SELECT record_id, {digits} AS d FROM {relation}) AS numbered"""
