"""Forms of a text that a row gives: replaced, extracted, swapped, looked up, joined, chosen.

Rules kept here: each form means the same in SQL and in Python on every folded text; patterns lie in
the intersection of RE2 and Python's `re`. No form judges anything; it only rewrites.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.examine.declaration import Constant, Reading, Test, Text
from lawgate.examine.pattern import compiled, quoted_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, eq=False)
class Replaced(Text):
    r"""`text` with every occurrence of `pattern` replaced by `by` (`\1` stands for a group).

    The pattern must not fit the empty text.
    """

    text: Text
    pattern: str
    by: str

    def sql(self) -> str:
        """Give the replacement, everywhere."""
        pattern, by = quoted_text(self.pattern), quoted_text(self.by)
        return f"regexp_replace({self.text.sql()}, {pattern}, {by}, 'g')"

    def read(self, row: Reading) -> str:
        """Replace everywhere."""
        return compiled(self.pattern).sub(self.by, self.text.read(row))

    def below(self) -> Iterator[Text | Test]:
        """Give the text."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Extracted(Text):
    """The first group of the first occurrence of `pattern` in `text`, empty where there is none."""

    text: Text
    pattern: str

    def sql(self) -> str:
        """Give the extraction."""
        return f"regexp_extract({self.text.sql()}, {quoted_text(self.pattern)}, 1)"

    def read(self, row: Reading) -> str:
        """Extract."""
        found = compiled(self.pattern).search(self.text.read(row))
        return (found[1] or "") if found else ""

    def below(self) -> Iterator[Text | Test]:
        """Give the text."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Swapped(Text):
    """`text` with whole words swapped, pair after pair; words are what single blanks part."""

    text: Text
    pairs: tuple[tuple[Text, Text], ...]

    def sql(self) -> str:
        """Give the replacements on the text between two blanks."""
        padded = f"' ' || {self.text.sql()} || ' '"
        for word, by in self.pairs:
            padded = f"replace({padded}, {_between(word)}, {_between(by)})"
        return f"trim({padded}, ' ')"

    def read(self, row: Reading) -> str:
        """Swap."""
        padded = f" {self.text.read(row)} "
        for word, by in self.pairs:
            padded = padded.replace(f" {word.read(row)} ", f" {by.read(row)} ")
        return padded.strip(" ")

    def below(self) -> Iterator[Text | Test]:
        """Give the text and the pairs."""
        yield self.text
        for word, by in self.pairs:
            yield word
            yield by


def _between(word: Text) -> str:
    if isinstance(word, Constant):
        return quoted_text(f" {word.text} ")
    return f"' ' || {word.sql()} || ' '"


@dataclass(frozen=True, slots=True, eq=False)
class Looked(Text):
    """What a table gives for `text`, or `text` itself where it gives nothing."""

    text: Text
    table: Mapping[str, str]

    def sql(self) -> str:
        """Give the CASE."""
        text = self.text.sql()
        pairs = self.table.items()
        whens = " ".join(f"WHEN {quoted_text(key)} THEN {quoted_text(to)}" for key, to in pairs)
        return f"CASE {text} {whens} ELSE {text} END"

    def read(self, row: Reading) -> str:
        """Look up."""
        text = self.text.read(row)
        return self.table.get(text, text)

    def below(self) -> Iterator[Text | Test]:
        """Give the text."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Text):
    """Texts one after the other."""

    texts: tuple[Text, ...]

    def sql(self) -> str:
        """Give the concatenation."""
        return "(" + " || ".join(text.sql() for text in self.texts) + ")"

    def read(self, row: Reading) -> str:
        """Concatenate."""
        return "".join(text.read(row) for text in self.texts)

    def below(self) -> Iterator[Text | Test]:
        """Give the texts."""
        return iter(self.texts)


@dataclass(frozen=True, slots=True, eq=False)
class WithoutEnding(Text):
    """`text` without `ending` and the blank before it, where it has that ending as whole words."""

    text: Text
    ending: Text

    def sql(self) -> str:
        """Give the shortening."""
        text, ending = self.text.sql(), self.ending.sql()
        return (
            f"CASE WHEN {ending} <> '' AND ends_with({text}, ' ' || {ending})"
            f" THEN left({text}, length({text}) - length({ending}) - 1) ELSE {text} END"
        )

    def read(self, row: Reading) -> str:
        """Shorten."""
        text, ending = self.text.read(row), self.ending.read(row)
        return text.removesuffix(f" {ending}") if ending else text

    def below(self) -> Iterator[Text | Test]:
        """Give both texts."""
        yield self.text
        yield self.ending


@dataclass(frozen=True, slots=True, eq=False)
class Cases(Text):
    """The text of the first test that holds, else `otherwise`; later ones are not computed."""

    branches: tuple[tuple[Test, Text], ...]
    otherwise: Text

    def sql(self) -> str:
        """Give the CASE."""
        whens = " ".join(f"WHEN {test.sql()} THEN {text.sql()}" for test, text in self.branches)
        return f"CASE {whens} ELSE {self.otherwise.sql()} END"

    def read(self, row: Reading) -> str:
        """Take the first that holds."""
        for test, text in self.branches:
            if test.holds(row):
                return text.read(row)
        return self.otherwise.read(row)

    def below(self) -> Iterator[Text | Test]:
        """Give tests and texts."""
        for test, text in self.branches:
            yield test
            yield text
        yield self.otherwise
