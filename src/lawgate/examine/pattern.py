"""Patterns that two engines read alike: the intersection of RE2 and Python's `re`.

Rules kept here: a pattern means the same to both on folded text (no line ends, ASCII classes);
`checked` refuses any other: look-around, back-references, possessive forms, flags, class operators
and whatever the two might not share. It also quotes what goes into SQL. It matches nothing itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

import duckdb
import re2

_FOREIGN = re.compile(
    r"\(\?(?!:)"  # any group but (?:
    r"|\\[^dwsbDWSB^$.|?*+(){}\[\]/'\"\-#&,]"  # an escape with other meanings or none
    r"|(?<!\\)[*+?}][+]"  # possessive
    r"|\{,|\{\d{4,}|\{\d+,\d{4,}"  # bounds that one engine reads otherwise or refuses
    r"|\[\[|\[\^?\]|--|&&|~~|\|\|"  # class operators, and empty alternatives
    r"|[\x00-\x1f\x7f]"
)


class PatternError(ValueError):
    """A pattern outside the intersection of RE2 and Python's `re`."""


@lru_cache(maxsize=4096)
def checked(pattern: str) -> re.Pattern[str]:
    """Compile `pattern` for Python after making sure that RE2 reads it too.

    Raises PatternError where either engine refuses it or where they might read it differently.
    """
    foreign = _FOREIGN.search(pattern)
    if foreign:
        raise PatternError(f"{foreign[0]!r} is not read alike by RE2 and Python's re")
    try:
        compiled = re.compile(pattern, re.ASCII)
    except (re.error, FutureWarning) as error:
        raise PatternError(str(error)) from error
    try:
        _engine().execute(f"SELECT regexp_matches('', {quoted_text(pattern)})").fetchall()
    except duckdb.Error as error:
        raise PatternError(str(error)) from error
    return compiled


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    """Give the one connection that patterns are tried on; opening one takes longer than a try."""
    return duckdb.connect(config={"threads": 1})


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of our own for Python, once."""
    return re.compile(pattern, re.ASCII)


@lru_cache(maxsize=4096)
def _automaton(pattern: str) -> re.Pattern[str]:
    options = re2.Options()
    options.log_errors = False
    automaton: re.Pattern[str] = re2.compile(pattern, options)
    return automaton


def occurs(pattern: str, text: str) -> bool:
    """Tell whether `pattern` occurs in `text`, in time that grows with the text alone.

    Python's `re` tries every way to split a text among repeated alternatives, which a requester
    could make last for years; so what is only asked for is searched with RE2.
    """
    return _automaton(pattern).search(text) is not None


def quoted_text(text: str) -> str:
    """Give `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Give `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
