"""Puts declarations into SQL so that each column is folded once and each named part computed once.

Rules kept here: a layer's columns rest only on the layers below it; the rows, their sequence and
their number never change. It knows no derivation and runs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.examine.declaration import Column, folded_name, named_parts
from lawgate.examine.pattern import quoted_name
from lawgate.examine.text import fold_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lawgate.examine.declaration import Named, Test, Text

_TIDY_FIELD = "(?:[!-~]+(?: [!-~]+)*)?"


def columns_of(declarations: Iterable[Text | Test]) -> tuple[str, ...]:
    """Give the batch columns whose folded text the declarations rest on, each once."""
    found: dict[str, None] = {}
    seen: set[int] = set()

    def visit(declaration: Text | Test) -> None:
        if id(declaration) in seen:
            return
        seen.add(id(declaration))
        if isinstance(declaration, Column):
            found[declaration.name] = None
        for part in declaration.below():
            visit(part)

    for declaration in declarations:
        visit(declaration)
    return tuple(found)


def layered(
    source: str, carried: Sequence[str], folded: Sequence[str], outputs: Mapping[str, Text | Test]
) -> str:
    """Give a SELECT over `source` with the `carried` columns and one column for each output.

    `source` is a table or a parenthesised query with the raw columns; `folded` are those that
    outputs rest on.
    """
    query = _folding(source, carried, _together(folded, outputs.values()))
    parts: dict[Named, int] = {}
    for output in outputs.values():
        parts.update(named_parts(output))
    for layer in range(max(parts.values(), default=-1) + 1):
        added = ", ".join(
            f"{part.text.sql()} AS {quoted_name(part.name)}"
            for part, at in parts.items()
            if at == layer
        )
        query = f"SELECT *, {added} FROM ({query})"
    kept = [quoted_name(name) for name in carried]
    given = [f"{output.sql()} AS {quoted_name(name)}" for name, output in outputs.items()]
    return f"SELECT {', '.join(kept + given)} FROM ({query})"


def _together(folded: Sequence[str], outputs: Iterable[Text | Test]) -> list[tuple[str, ...]]:
    """Group the folded columns by the first output that rests on them."""
    left = dict.fromkeys(folded)
    groups: list[tuple[str, ...]] = []
    for output in outputs:
        if group := tuple(name for name in columns_of([output]) if name in left):
            groups.append(group)
            for name in group:
                del left[name]
    return [*groups, *((name,) for name in left)]


def _folding(source: str, carried: Sequence[str], groups: Sequence[Sequence[str]]) -> str:
    """Give a SELECT of carried columns and folded texts.

    One search over the joined texts of a group tells that they are tidy ASCII, so that folding is
    mere upper-casing; more separators than fields can only make tidy texts look untidy. A name with
    an accent is common and must not make its row's address untidy.
    """
    kept = ", ".join(map(quoted_name, carried))
    if not groups:
        return f"SELECT {kept or '1 AS nothing'} FROM {source}"
    kept += ", " if kept else ""
    inner: list[str] = []
    texts: list[str] = []
    for at, group in enumerate(groups):
        joined = r" || chr(1) || ".join(f"coalesce({quoted_name(name)}, '')" for name in group)
        tidy = "^" + r"\x01".join([_TIDY_FIELD] * len(group)) + "$"
        inner.append(f"regexp_matches({joined}, '{tidy}') AS \"tidy {at}\"")
        for name in group:
            stated = quoted_name(f"raw {name}")
            inner.append(f"{quoted_name(name)} AS {stated}")
            texts.append(
                f"CASE WHEN \"tidy {at}\" THEN coalesce(upper({stated}), '')"
                f" ELSE {fold_sql(stated)} END AS {quoted_name(folded_name(name))}"
            )
    query = f"SELECT {kept}{', '.join(inner)} FROM {source}"
    return f"SELECT {kept}{', '.join(texts)} FROM ({query})"
