"""Folding: the one form in which stated text is read, compared and counted.

Rules kept here: text is NFKC-normalised; format and zero-width characters vanish; control
characters and every kind of space become one space; accents go; letters of other alphabets that
look like Latin ones become them; letters are upper-case; the ends are trimmed; blank and missing
text is the empty text. What can't be read (mojibake, unassigned and private characters) becomes
U+FFFD, and other scripts stay as they are, so that a reader can still tell. Folding twice changes
nothing.
It never guesses what garbled text was, and never drops a letter or digit that can be read.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType

if TYPE_CHECKING:
    import duckdb

UNREADABLE = "\ufffd"
"""What stands for text that can't be read."""

FOLD_FUNCTION = "examine_fold"
"""The name under which `install` gives the fold to a connection."""

_KNOWN = 2**16
"""Folded texts that are remembered in memory while the program runs."""

# UTF-8 read as Latin-1 or Windows-1252: a lead byte's letter with a continuation byte's sign.
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00c5][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030"
    "\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a"
    "\u0153\u017e\u0178]|\u00e2\u20ac.?|\u00e2\u0080[\u0080-\u00bf]|\u00ef\u00bf\u00bd"
)
_SPACES = re.compile(r"[\x00-\x20\x7f]+", re.ASCII)

_CYRILLIC = dict(
    zip(
        "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u04ae\u051a\u051c\u0500\u04ba\u0490\u04c0",
        "ABESIJKMHOPCTYXYQWDHGI",
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABEZHIKMNOPTYX",
        strict=True,
    )
)
_SMALL_CAPITALS = dict(
    zip(
        "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
        "ABCDEFGHIJKLMNOPRSTUVWYZ",
        strict=True,
    )
)
_LATIN = {
    "Æ": "AE", "Œ": "OE", "Ø": "O", "Đ": "D", "Ð": "D", "Ł": "L", "Þ": "TH", "Ħ": "H", "Ŧ": "T",
    "Ŋ": "N", "Ə": "E", "Ɡ": "G", "ẞ": "SS", "Ɓ": "B", "Ɗ": "D", "Ƙ": "K", "Ɛ": "E", "Ɔ": "O",
}  # fmt: skip
_SIGNS = {
    "\u2044": "/", "\u2215": "/", "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'",
    "\u02bb": "'", "\u02b9": "'", "\u02bd": "'", "\u2032": "'", "\u0384": "'", "\u201c": '"',
    "\u201d": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"', "\u2022": " ", "\u00b7": " ",
    "\u30fb": " ", "\u00bf": "?", "\u00a1": "!", "\u2212": "-", "\u00ad": "", "\u2800": " ",
    "\u115f": " ", "\u1160": " ", "\u034f": "",
}  # fmt: skip
_LETTER_SIGNS = {
    chr(start + index): chr(65 + index)
    for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
    for index in range(26)
}
_TABLE = _CYRILLIC | _GREEK | _SMALL_CAPITALS | _LATIN | _SIGNS | _LETTER_SIGNS

_BY_CATEGORY = {
    "Mn": "", "Me": "", "Cf": "", "Cc": " ", "Zs": " ", "Zl": " ", "Zp": " ", "Pd": "-",
    "Cs": UNREADABLE, "Co": UNREADABLE, "Cn": UNREADABLE,
}  # fmt: skip


class _Folding(dict[int, str]):
    """What each character becomes, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        """Decide one character by its own entry, else by its general category."""
        character = chr(code)
        folded = _TABLE.get(character)
        if folded is None:
            folded = _BY_CATEGORY.get(unicodedata.category(character), character)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str | None) -> str:
    """Give the folded form of `text`; blank and missing text give the empty text."""
    if text is None:
        return ""
    if not text.isascii():
        text = _MOJIBAKE.sub(UNREADABLE, text)
        text = unicodedata.normalize("NFKC", text).upper()
        text = unicodedata.normalize("NFKD", text).translate(_FOLDING)
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", text.upper()).strip(" ")


def fold_sql(expression: str) -> str:
    """Give SQL for the folded form of the text `expression`, never NULL.

    Plain ASCII is folded by DuckDB itself; the rest by the function that `install` registers.
    """
    untidy = r"[\x00-\x1f\x7f]|^ |  | $"
    return (
        f"CASE WHEN {expression} IS NULL THEN ''"
        f" WHEN strlen({expression}) <> length({expression}) THEN {FOLD_FUNCTION}({expression})"
        f" WHEN regexp_matches({expression}, '{untidy}')"
        rf" THEN trim(regexp_replace(upper({expression}), '[\x00-\x20\x7f]+', ' ', 'g'), ' ')"
        f" ELSE upper({expression}) END"
    )


def install(db: duckdb.DuckDBPyConnection) -> None:
    """Register the fold on a connection, once; `fold_sql` needs it there."""
    known = db.execute(
        "SELECT count(*) FROM duckdb_functions() WHERE function_name = ?", [FOLD_FUNCTION]
    ).fetchall()
    if not known[0][0]:
        db.create_function(
            FOLD_FUNCTION,
            _fold_array,
            ["VARCHAR"],
            "VARCHAR",
            type=PythonUDFType.ARROW,
            null_handling=FunctionNullHandling.SPECIAL,
        )


def _fold_array(texts: pa.Array) -> pa.Array:
    return pa.array(map(_known_fold, texts.to_pylist()), pa.string())


@lru_cache(maxsize=_KNOWN)
def _known_fold(text: str | None) -> str:
    """Fold, and remember it: names and cities recur through a batch, long texts seldom."""
    return fold(text)
