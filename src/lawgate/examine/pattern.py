"""Declarations over folded text, each with two renderings: SQL for columns, Python for one request.

A declaration is a tree of the few forms below. Patterns lie in the intersection of RE2 and Python's
`re`, with the meaning that both give on folded text (no line ends, ASCII classes); `checked` refuses
any other. Texts are never NULL: missing is empty. A `Named` part is computed once a row, in a layer
of its own. It refuses look-around, back-references, possessive and lazy oddities, flags and anything
whose meaning the two engines might not share.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    connection = duckdb.connect(config={"threads": 1})
    try:
        connection.execute(f"SELECT regexp_matches('', {quoted_text(pattern)})")
    except duckdb.Error as error:
        raise PatternError(str(error)) from error
    finally:
        connection.close()
    return compiled


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def quoted_text(text: str) -> str:
    """Give `text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """Give `name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def folded_name(column: str) -> str:
    """Give the name of the column that holds the folded text of batch column `column`."""
    return f"folded {column}"


@dataclass(slots=True)
class Reading:
    """One row as the single rendering sees it: folded texts by column, named parts as computed."""

    columns: Mapping[str, str]
    parts: dict[str, str] = field(default_factory=dict)


class Text(ABC):
    """A text that a row gives."""

    __slots__ = ()

    @abstractmethod
    def sql(self) -> str:
        """Give the SQL expression, over folded columns and named parts; never NULL."""

    @abstractmethod
    def read(self, row: Reading) -> str:
        """Give the text for one row."""

    @abstractmethod
    def below(self) -> Iterator[Text | Test]:
        """Give the declarations that this one is made of."""


class Test(ABC):
    """A question that a row answers with true or false, never unknown."""

    __slots__ = ()
    __test__ = False  # not a test case, whatever a collector thinks

    @abstractmethod
    def sql(self) -> str:
        """Give the SQL expression, over folded columns and named parts; never NULL."""

    @abstractmethod
    def holds(self, row: Reading) -> bool:
        """Answer for one row."""

    @abstractmethod
    def below(self) -> Iterator[Text | Test]:
        """Give the declarations that this one is made of."""


@dataclass(frozen=True, slots=True, eq=False)
class Column(Text):
    """The folded text of a batch column."""

    name: str

    def sql(self) -> str:
        """Give the name of the folded column."""
        return quoted_name(folded_name(self.name))

    def read(self, row: Reading) -> str:
        """Give the folded text."""
        return row.columns[self.name]

    def below(self) -> Iterator[Text | Test]:
        """Give nothing."""
        return iter(())


@dataclass(frozen=True, slots=True, eq=False)
class Named(Text):
    """A text computed once a row under a name, unique among the declarations used together."""

    name: str
    text: Text

    def sql(self) -> str:
        """Give the name of the layer's column."""
        return quoted_name(self.name)

    def read(self, row: Reading) -> str:
        """Compute the text unless this row has it."""
        known = row.parts.get(self.name)
        if known is None:
            known = row.parts[self.name] = self.text.read(row)
        return known

    def below(self) -> Iterator[Text | Test]:
        """Give what is named."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Text):
    """A text that is the same for every row."""

    text: str

    def sql(self) -> str:
        """Give the literal."""
        return quoted_text(self.text)

    def read(self, row: Reading) -> str:
        """Give the text."""
        del row
        return self.text

    def below(self) -> Iterator[Text | Test]:
        """Give nothing."""
        return iter(())


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
        return _compiled(self.pattern).sub(self.by, self.text.read(row))

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
        found = _compiled(self.pattern).search(self.text.read(row))
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


@dataclass(frozen=True, slots=True, eq=False)
class Found(Test):
    """Whether `pattern` occurs in `text`."""

    text: Text
    pattern: str

    def sql(self) -> str:
        """Give the search."""
        return f"regexp_matches({self.text.sql()}, {quoted_text(self.pattern)})"

    def holds(self, row: Reading) -> bool:
        """Search."""
        return _compiled(self.pattern).search(self.text.read(row)) is not None

    def below(self) -> Iterator[Text | Test]:
        """Give the text."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Is(Test):
    """Whether `text` is one of `values`."""

    text: Text
    values: tuple[str, ...]

    def sql(self) -> str:
        """Give the comparison."""
        return f"{self.text.sql()} IN ({', '.join(map(quoted_text, self.values))})"

    def holds(self, row: Reading) -> bool:
        """Compare."""
        return self.text.read(row) in self.values

    def below(self) -> Iterator[Text | Test]:
        """Give the text."""
        yield self.text


@dataclass(frozen=True, slots=True, eq=False)
class Same(Test):
    """Whether two texts are the same."""

    first: Text
    second: Text

    def sql(self) -> str:
        """Give the comparison."""
        return f"{self.first.sql()} = {self.second.sql()}"

    def holds(self, row: Reading) -> bool:
        """Compare."""
        return self.first.read(row) == self.second.read(row)

    def below(self) -> Iterator[Text | Test]:
        """Give both texts."""
        yield self.first
        yield self.second


@dataclass(frozen=True, slots=True, eq=False)
class All(Test):
    """Whether every one of `tests` holds; asked in sequence, up to the first that doesn't."""

    tests: tuple[Test, ...]

    def sql(self) -> str:
        """Give the conjunction."""
        return "(" + " AND ".join(test.sql() for test in self.tests) + ")"

    def holds(self, row: Reading) -> bool:
        """Ask until one fails."""
        return all(test.holds(row) for test in self.tests)

    def below(self) -> Iterator[Text | Test]:
        """Give the tests."""
        return iter(self.tests)


@dataclass(frozen=True, slots=True, eq=False)
class Either(Test):
    """Whether any of `tests` holds; asked in sequence, up to the first that does."""

    tests: tuple[Test, ...]

    def sql(self) -> str:
        """Give the disjunction."""
        return "(" + " OR ".join(test.sql() for test in self.tests) + ")"

    def holds(self, row: Reading) -> bool:
        """Ask until one holds."""
        return any(test.holds(row) for test in self.tests)

    def below(self) -> Iterator[Text | Test]:
        """Give the tests."""
        return iter(self.tests)


@dataclass(frozen=True, slots=True, eq=False)
class Not(Test):
    """Whether `test` does not hold."""

    test: Test

    def sql(self) -> str:
        """Give the negation."""
        return f"NOT ({self.test.sql()})"

    def holds(self, row: Reading) -> bool:
        """Ask and deny."""
        return not self.test.holds(row)

    def below(self) -> Iterator[Text | Test]:
        """Give the test."""
        yield self.test


def named_parts(declaration: Text | Test) -> dict[Named, int]:
    """Give every named part below a declaration with its layer: 0 rests on columns alone."""
    layers: dict[Named, int] = {}
    _layer(declaration, layers)
    return layers


def _layer(declaration: Text | Test, layers: dict[Named, int]) -> int:
    """Give the first layer in which `declaration` can be computed, noting named parts on the way."""
    if isinstance(declaration, Named) and declaration in layers:
        return layers[declaration] + 1
    needed = max((_layer(part, layers) for part in declaration.below()), default=0)
    if isinstance(declaration, Named):
        layers[declaration] = needed
        return needed + 1
    return needed
