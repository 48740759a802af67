"""Random expressions against an outside referee: Google's CEL runtime.

A missing fact is a missing key, a day its number, so CEL's own error stands for *unknown*, as it
does for overflow. Compared is whether a value is true, false, or neither.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from cel_expr_python import cel

from bench.cel import day, in_cel, plain
from bench.generated import SCOPE, expression, scope_row
from lawgate.engine.single import evaluate
from lawgate.law.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.terms import Value

_ROWS = 3
_SHOWN = 20
_NEITHER = "neither"


def measure(count: int, seed: int) -> dict[str, Any]:
    """Compare `count` expressions, each on a few rows of facts; give what differed."""
    chance = Random(seed)  # noqa: S311  (no secret is drawn)
    environment = cel.NewEnv(variables={"f": cel.Type.Map(cel.Type.STRING, cel.Type.DYN)})
    values: dict[str, int] = {}
    differing = []
    for _ in range(count):
        node = expression(chance)
        source = in_cel(node, lambda name: f"f.{plain(name)}", lambda name: f"has(f.{plain(name)})")
        compiled = environment.compile(source)
        for _ in range(_ROWS):
            row = scope_row(chance)
            found = compiled.eval(data={"f": _known(row)})
            theirs = bool(found.value()) if found.type() == cel.Type.BOOL else _NEITHER
            value = evaluate(node, row)
            ours = value if isinstance(value, bool) else _NEITHER
            values[str(ours)] = values.get(str(ours), 0) + 1
            if ours != theirs:
                differing.append(f"{source} of {row}: {ours}, referee {theirs}")
    return {
        "expressions": count, "evaluations": count * _ROWS, "disagreements": len(differing),
        "differing": differing[:_SHOWN], "values": values,
    }  # fmt: skip


def _known(row: Mapping[str, Value]) -> dict[str, Value]:
    return {
        plain(name): day(value) if SCOPE[name].kind is Kind.DATE else value
        for name, value in row.items()
        if value is not None
    }
