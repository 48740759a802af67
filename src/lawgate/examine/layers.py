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
    query = _folding(source, carried, folded)
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


def _folding(source: str, carried: Sequence[str], folded: Sequence[str]) -> str:
    """Give a SELECT of carried columns and folded texts.

    One search over the joined texts tells that a whole row is tidy ASCII, so that folding is mere
    upper-casing; more separators than fields can only make a tidy row look untidy.
    """
    kept = ", ".join(map(quoted_name, carried))
    if not folded:
        return f"SELECT {kept or '1 AS nothing'} FROM {source}"
    kept += ", " if kept else ""
    joined = r" || chr(1) || ".join(f"coalesce({quoted_name(name)}, '')" for name in folded)
    tidy = "^" + r"\x01".join([_TIDY_FIELD] * len(folded)) + "$"
    raw = ", ".join(f"{quoted_name(name)} AS {quoted_name(f'raw {name}')}" for name in folded)
    texts = ", ".join(
        f"CASE WHEN tidy THEN coalesce(upper({stated}), '') ELSE {fold_sql(stated)} END"
        f" AS {quoted_name(folded_name(name))}"
        for name in folded
        for stated in [quoted_name(f"raw {name}")]
    )
    inner = f"SELECT {kept}{raw}, regexp_matches({joined}, '{tidy}') AS tidy FROM {source}"
    return f"SELECT * EXCLUDE (tidy), {texts} FROM ({inner})"
