"""The expression tree of a clause: typed, total but for overflow, and written back as text.

The fragment: `&& || ! ?:`, comparison and `in` over enums, booleans, integers, dates and closed
lists, `has()`, integers with `+ - *`, `days(a, b)` and `date("YYYY-MM-DD")`. Every node knows its
kind; nothing here evaluates. Trees compare equal whatever the place they were read from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lawgate.errors import Place
from lawgate.law.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

NOWHERE = Place("")


class Comparison(Enum):
    """A comparison operator, by its spelling."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class Connective(Enum):
    """A Boolean connective; `absorbing` is the operand value that settles it alone."""

    AND = "&&"
    OR = "||"

    @property
    def absorbing(self) -> bool:
        """False for `&&`, true for `||`."""
        return self is Connective.OR


class Operation(Enum):
    """Integer arithmetic, by its spelling."""

    ADD = "+"
    SUB = "-"
    MUL = "*"


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: bool, 64-bit integer, a date as ISO 8601 text, or an enum's value."""

    value: bool | int | str
    kind: Kind
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FactRef:
    """The value of a declared fact."""

    name: str
    kind: Kind
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands of one kind compared."""

    op: Comparison
    left: Expression
    right: Expression
    kind: Kind = field(default=Kind.BOOL, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """`needle in list`: the list is closed; `listed` is the constant's name, if it has one."""

    needle: Expression
    values: tuple[Literal, ...]
    listed: str | None = None
    kind: Kind = field(default=Kind.BOOL, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """Whether a fact is known. Never unknown itself."""

    fact: FactRef
    kind: Kind = field(default=Kind.BOOL, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Negation; unknown stays unknown."""

    operand: Expression
    kind: Kind = field(default=Kind.BOOL, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`&&` or `||`: the absorbing value wins, then error, then unknown."""

    op: Connective
    left: Expression
    right: Expression
    kind: Kind = field(default=Kind.BOOL, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? then : otherwise`; an unknown test makes the whole unknown."""

    test: Expression
    then: Expression
    otherwise: Expression
    kind: Kind
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """64-bit integer arithmetic; a result out of range is an error, never a wrapped number."""

    op: Operation
    left: Expression
    right: Expression
    kind: Kind = field(default=Kind.INT, init=False)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from the first date to the second."""

    start: Expression
    end: Expression
    kind: Kind = field(default=Kind.INT, init=False)
    place: Place = field(default=NOWHERE, compare=False)


Scalar = bool | int | str
"""A literal's value; a date is its ISO 8601 text."""

Expression = Literal | FactRef | Compare | Member | Has | Not | Logic | Choice | Arithmetic | Days


def children(node: Expression) -> tuple[Expression, ...]:
    """Return the operands of `node`, left to right."""
    match node:
        case Compare() | Logic() | Arithmetic():
            return (node.left, node.right)
        case Member():
            return (node.needle, *node.values)
        case Has():
            return (node.fact,)
        case Not():
            return (node.operand,)
        case Choice():
            return (node.test, node.then, node.otherwise)
        case Days():
            return (node.start, node.end)
        case Literal() | FactRef():
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """Yield `node` and everything below it, outermost first, left to right."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts_of(node: Expression) -> tuple[str, ...]:
    """Return the names of the facts that `node` mentions, in order of first mention."""
    return tuple(dict.fromkeys(n.name for n in walk(node) if isinstance(n, FactRef)))


def can_err(node: Expression) -> bool:
    """Tell whether evaluating `node` can overflow; nothing else in the fragment can err."""
    return any(isinstance(n, Arithmetic) for n in walk(node))


def render(node: Expression) -> str:
    """Write `node` as text that parses back to an equal tree."""
    match node:
        case Literal(value=value, kind=kind):
            return _literal(value, kind)
        case FactRef(name=name):
            return name
        case Compare(op=op, left=left, right=right) | Arithmetic(op=op, left=left, right=right):
            return f"{_operand(left)} {op.value} {_operand(right)}"
        case Logic(op=op, left=left, right=right):
            # The connectives group to the left, so only a right-hand one of the same kind needs
            # parentheses to come back as it was.
            first = render(left) if isinstance(left, Logic) and left.op is op else _operand(left)
            return f"{first} {op.value} {_operand(right)}"
        case Member(needle=needle, values=values, listed=listed):
            closed = listed or f"[{', '.join(render(value) for value in values)}]"
            return f"{_operand(needle)} in {closed}"
        case Has(fact=fact):
            return f"has({fact.name})"
        case Not(operand=operand):
            return f"!{_operand(operand)}"
        case Choice(test=test, then=then, otherwise=otherwise):
            return f"{_operand(test)} ? {_operand(then)} : {_operand(otherwise)}"
        case Days(start=start, end=end):
            return f"days({render(start)}, {render(end)})"


def _literal(value: Scalar, kind: Kind) -> str:
    if kind is Kind.BOOL:
        return "true" if value else "false"
    if kind is Kind.INT:
        return str(value)
    return f'date("{value}")' if kind is Kind.DATE else f'"{value}"'


def _operand(node: Expression) -> str:
    atomic = Literal | FactRef | Has | Days | Not
    text = render(node)
    if isinstance(node, Literal) and node.kind is Kind.INT and text.startswith("-"):
        return f"({text})"
    return text if isinstance(node, atomic) else f"({text})"
