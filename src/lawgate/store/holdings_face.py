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


_WHOLE_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UBIGINT", "UINTEGER", "HUGEINT")
_READ_AS: Final[Mapping[str, tuple[str, ...]]] = {
    "VARCHAR": ("VARCHAR", *_WHOLE_NUMBERS),
    "DATE": ("DATE", "VARCHAR", "TIMESTAMP"),
    "BOOLEAN": ("BOOLEAN", "VARCHAR", *_WHOLE_NUMBERS),
}
"""Types in which a column of each kind may come; a text date must be ISO 8601."""


def require_columns(
    found: Mapping[str, str], source: str, *, readable: Mapping[str, tuple[str, ...]] | None = None
) -> None:
    """Refuse holdings whose columns (name to type) lack one of `COLUMNS` or type it otherwise.

    `readable` are the types that each kind may come in; None: its own only.
    """
    wrong = [
        f"{name} is {found[name]}, not {wanted}" if name in found else f"{name} is missing"
        for name, wanted in COLUMNS.items()
        if found.get(name) not in (*(readable or {}).get(wanted, (wanted,)), '"NULL"')
    ]
    if wrong:
        raise InputRefusedError(
            f"The holdings' columns can't be used: {'; '.join(wrong)}.",
            remedy=f"Provide {', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())}.",
            place=Place(source),
        )


def columns_sql(found: Mapping[str, str], source: str) -> str:
    """Give the select list that brings columns (name to type) into the types of `COLUMNS`.

    A value that can't be brought there makes the query fail, so that nothing is lost unsaid.
    Raises InputRefusedError as `require_columns`, of types that no reading is known for.
    """
    require_columns(found, source, readable=_READ_AS)
    told = []
    for name, wanted in COLUMNS.items():
        if found[name] == wanted:
            told.append(name)
        elif name == "postal_code" and found[name] in _WHOLE_NUMBERS:
            # A ZIP Code kept as a number has lost its leading zeros.
            told.append(f"lpad(CAST({name} AS VARCHAR), 5, '0') AS {name}")
        elif found[name] == "VARCHAR":
            told.append(f"CAST(nullif(trim({name}), '') AS {wanted}) AS {name}")
        else:
            told.append(f"CAST({name} AS {wanted}) AS {name}")
    return ", ".join(told)


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
