"""Forms of a question about a row's texts: whether something is found, equal, or holds together.

Rules kept here: a question is true or false, never unknown; several are asked in sequence, up to
the one that settles it. Each form means the same in SQL and in Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.examine.declaration import Reading, Test, Text
from lawgate.examine.pattern import occurs, quoted_text

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        return occurs(self.pattern, self.text.read(row))

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
