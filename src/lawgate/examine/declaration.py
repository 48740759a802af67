"""Declarations over folded text: the two kinds, and the plainest forms of each.

Rules kept here: a declaration has two readings, SQL for columns and Python for one request, which
give the same on every row; a text is never NULL, missing is empty; a question is never unknown. A
`Named` part is computed once a row, in a layer of its own. Declarations run nothing themselves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawgate.examine.pattern import quoted_name, quoted_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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


def named_parts(declaration: Text | Test) -> dict[Named, int]:
    """Give every named part below a declaration with its layer: 0 rests on columns alone."""
    layers: dict[Named, int] = {}
    _layer(declaration, layers)
    return layers


def _layer(declaration: Text | Test, layers: dict[Named, int]) -> int:
    """Give the first layer in which `declaration` can be computed, noting named parts."""
    if isinstance(declaration, Named) and declaration in layers:
        return layers[declaration] + 1
    needed = max((_layer(part, layers) for part in declaration.below()), default=0)
    if isinstance(declaration, Named):
        layers[declaration] = needed
        return needed + 1
    return needed
