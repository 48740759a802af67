"""What is tested on every pair of a request and a record, as SQL over both.

Of a pair, `r_` columns are the request's and `p_` columns the record's. Every test runs on every
pair: number, date of birth, surname, given name, middle name and suffix, each whenever the request
states it. A stated element can only remove records, never a test. No column is ever NULL. It
refuses to weigh: no score, nothing learned from data.
"""

from __future__ import annotations

from typing import Final

NEAR_EDITS: Final = 2
"""Names within so many edits (insert, delete, replace, exchange neighbours) may be one name."""

COMPARED: Final = ("tin", "birth", "surname", "surname_words", "given", "middle", "suffix")
"""What of both sides is compared, as `match_keys` names it."""

_EQUALS: Final = """
    r_tin_stated AND coalesce(r_tin = p_tin, FALSE) AS tin_equal,
    r_birth_stated AND coalesce(r_birth = p_birth, FALSE) AS birth_equal,
    NOT r_tin_stated OR p_tin IS NULL AS tin_open,
    NOT r_birth_stated OR p_birth IS NULL AS birth_open,
    coalesce(r_surname = p_surname, FALSE) AS surname_equal,
    coalesce(r_given <> '' AND r_given = p_given, FALSE) AS given_equal,
    r_suffix = '' OR p_suffix = '' OR r_suffix = p_suffix AS suffix_open"""
"""Open: not stated, or not known of the record, so that it excludes nobody."""

_MIDDLE_AGREES: Final = """(r_middle = '' OR p_middle = '' OR r_middle = p_middle
    OR (length(r_middle) = 1 AND starts_with(p_middle, r_middle))
    OR (length(p_middle) = 1 AND starts_with(r_middle, p_middle)))"""

_PART_OF_SURNAME: Final = """(r_surname_words <> p_surname_words AND (
    starts_with(p_surname_words, r_surname_words || ' ')
    OR ends_with(p_surname_words, ' ' || r_surname_words)
    OR starts_with(r_surname_words, p_surname_words || ' ')
    OR ends_with(r_surname_words, ' ' || p_surname_words)))"""

_R_GIVEN, _P_GIVEN = (
    "replace(r_given || r_middle, ' ', '')",
    "replace(p_given || p_middle, ' ', '')",
)
_SWAPPED: Final = f"(r_surname = {_P_GIVEN} AND {_R_GIVEN} = p_surname)"

_NAME_OPEN: Final = f"""
    CASE WHEN surname_equal AND given_equal AND suffix_open THEN {_MIDDLE_AGREES} ELSE FALSE END
    AS name_open"""

_FITS: Final = f"""
    CASE WHEN NOT (tin_equal OR birth_equal) OR NOT (tin_equal OR NOT r_tin_stated)
            OR NOT (birth_equal OR NOT r_birth_stated) THEN FALSE
        WHEN name_open AND (birth_equal OR r_suffix = p_suffix) THEN TRUE
        WHEN tin_equal AND birth_equal AND suffix_open THEN coalesce(
            (surname_equal AND {_R_GIVEN} = {_P_GIVEN})
            OR ({_PART_OF_SURNAME} AND given_equal AND {_MIDDLE_AGREES}) OR {_SWAPPED}, FALSE)
        ELSE FALSE END AS fits"""
"""Every stated element agrees, and a number or a date of birth was stated. The bolder variants of a
name (one part of a double surname, given and family name exchanged) need both. A suffix that one
side leaves out agrees only where the date of birth does: generations differ in that, while a number
may have been typed for the other one of two people of one name."""

_RIVAL: Final = f"""
    CASE WHEN fits THEN FALSE WHEN tin_equal THEN TRUE
        WHEN birth_equal AND tin_open THEN name_open OR (surname_equal
            AND coalesce(damerau_levenshtein(r_given, p_given) <= {NEAR_EDITS}, FALSE))
        WHEN name_open AND r_tin_stated AND (birth_equal OR NOT r_birth_stated)
            THEN coalesce(damerau_levenshtein(r_tin, p_tin) = 1, FALSE)
        ELSE FALSE END AS rival"""
"""A rival wherever they live. A number held twice identifies neither; a number one digit or one
exchange away, or a given name two letters away on the same birthday, is a slip of the pen."""

_BIRTHS_NEAR: Final = """coalesce(
    damerau_levenshtein(strftime(r_birth, '%Y%m%d'), strftime(p_birth, '%Y%m%d')) = 1
    OR strftime(r_birth, '%Y%m%d') = strftime(p_birth, '%Y%d%m'), FALSE)"""

_NAME_NEAR: Final = f"""coalesce(
    (surname_equal AND left(r_given, 1) = left(p_given, 1))
    OR damerau_levenshtein(r_surname || r_given, p_surname || p_given) <= {NEAR_EDITS}
    OR (given_equal AND {_PART_OF_SURNAME}) OR {_SWAPPED}, FALSE)"""

_THERE: Final = f"""
    CASE WHEN fits OR rival THEN FALSE
        WHEN name_open AND (birth_equal OR birth_open) THEN TRUE
        WHEN name_open AND tin_open THEN {_BIRTHS_NEAR}
        WHEN tin_open AND (birth_equal OR birth_open) THEN {_NAME_NEAR}
        ELSE FALSE END AS there"""
"""A rival if the stated address is theirs: one test fails, narrowly. Another person's number typed
for theirs is one slip however many digits it changes."""

_SAME: Final = """
    fits AND r_surname_words = p_surname_words AND given_equal AND r_suffix = p_suffix
    AND (r_middle IN ('', p_middle) OR (length(r_middle) = 1 AND starts_with(p_middle, r_middle)))
    AS same, fits AND tin_equal AND birth_equal AS exact"""
"""A middle name left out, or an initial of it, states nothing that differs."""


def judged_sql(pairs: str) -> str:
    """Judge the relation `pairs` (row, record_id, r_… and p_… columns).

    Adds BOOLEAN, never NULL: tin_equal, birth_equal, name_open (the name excludes nobody), fits,
    rival (wherever they live), there (a rival if the stated address is theirs), same (every stated
    part of the name alike), exact (fits, by number and date of birth). Each layer reads the one
    below, so that a costly test runs only where a cheap one left the question open.
    """
    judged = pairs
    for layer in (_EQUALS, _NAME_OPEN, _FITS, _RIVAL, f"{_THERE}, {_SAME}"):
        judged = f"(SELECT *, {layer} FROM {judged})"
    return judged
