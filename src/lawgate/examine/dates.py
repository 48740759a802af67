"""Stated dates: ISO 8601 calendar dates (`YYYY-MM-DD`), years 0001 to 9999, and nothing else.

Rules kept here: blank is missing, `PENDING` is a word of its own, any other text that is not such a
date is impossible, never corrected and never guessed at. A day that the calendar doesn't have is
impossible. Both readings hold the same days to exist (proleptic Gregorian calendar).
"""

from __future__ import annotations

import re
from datetime import date

from lawgate.examine.text import fold, fold_sql

DATE_STATES = ("blank", "pending", "impossible", "dated")
"""What a stated date can be."""

_PENDING = "PENDING"
_ISO_LENGTH = 10
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def date_of(text: str | None) -> str | None:
    """Give the stated date as ISO 8601 text, None where it is blank, pending or impossible."""
    folded = fold(text)
    if not _ISO.fullmatch(folded):
        return None
    try:
        return date.fromisoformat(folded).isoformat()
    except ValueError:
        return None


def date_state(text: str | None) -> str:
    """Give one of DATE_STATES."""
    folded = fold(text)
    if not folded:
        return "blank"
    if folded == _PENDING:
        return "pending"
    return "impossible" if date_of(text) is None else "dated"


def date_sql(column: str) -> str:
    """Give SQL for the stated date of the raw text `column`: DATE, NULL as in `date_of`.

    Text in the exact form is its own fold, so that only other text is folded.
    """
    folded = fold_sql(column)
    return (
        f"CASE WHEN {column} IS NULL THEN NULL WHEN {_is_date(column)}"
        f" THEN CAST({column} AS DATE) WHEN {_is_date(folded)} THEN CAST({folded} AS DATE) END"
    )


def date_state_sql(column: str) -> str:
    """Give SQL for the state of the raw text `column`, one of DATE_STATES."""
    folded = fold_sql(column)
    return (
        f"CASE WHEN {column} IS NULL THEN 'blank' WHEN {_is_date(column)} THEN 'dated'"
        f" WHEN {folded} = '' THEN 'blank' WHEN {folded} = '{_PENDING}' THEN 'pending'"
        f" WHEN {_is_date(folded)} THEN 'dated' ELSE 'impossible' END"
    )


def _is_date(text: str) -> str:
    """Give SQL that tells whether `text` is a date as written: it must come back unchanged."""
    return (
        f"(length({text}) = {_ISO_LENGTH}"
        f" AND coalesce(CAST(TRY_CAST({text} AS DATE) AS VARCHAR) = {text}, false))"
    )
