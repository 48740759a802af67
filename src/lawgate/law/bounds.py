"""How large an expression may be, so that every reading of it stays short and shallow.

Rules kept here: the bounds are those of the tightest reading, and all readings share them. What
goes beyond is refused when the law is loaded; nothing is cut short later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.law.expression import Arithmetic, Choice, children

if TYPE_CHECKING:
    from lawgate.law.expression import Expression

MAX_LENGTH = 4000
"""Characters of one expression: a longer one is not readable law."""

MAX_DEPTH = 50
"""Levels of one expression, so that no reading of it runs out of stack."""

MAX_WEIGHT = 1000
"""Most that `weight` may give, so that no reading of an expression grows out of hand."""


def readable(node: Expression) -> bool:
    """Tell whether every reading bears `node`. Raises RecursionError where it is far too deep."""
    return depth(node) <= MAX_DEPTH and weight(node) <= MAX_WEIGHT


def depth(node: Expression) -> int:
    """Count the levels of `node`: 1 for a leaf."""
    return 1 + max(map(depth, children(node)), default=0)


def weight(node: Expression) -> int:
    """Estimate how long `node` is in columns, where guards repeat what they guard.

    Arithmetic repeats its operands (once to compute, once to check the range) and `?:` its test, so
    nesting these doubles the length each time.
    """
    below = sum(map(weight, children(node)))
    if isinstance(node, Arithmetic):
        return 1 + 2 * below
    return 1 + below + (weight(node.test) if isinstance(node, Choice) else 0)
