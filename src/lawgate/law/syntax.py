"""Reads the text of a clause into a typed expression, refusing whatever lies outside the fragment.

The grammar is CEL's, by cel-python's parser; this module narrows it. Rules kept here: every name is
a declared fact of the clause's stage or a constant; both sides of a comparison have one kind; an
enumerated fact is compared with its own values only; there are no functions on text. Every refusal
says where (file, line, column) and what may stand there instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from celpy.celparser import CELParseError, CELParser
from lark import Token, Tree

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.bounds import MAX_LENGTH, readable
from lawgate.law.expression import (
    Arithmetic,
    Choice,
    Compare,
    Comparison,
    Connective,
    Days,
    Expression,
    FactRef,
    Has,
    Literal,
    Logic,
    Member,
    Not,
    Operation,
    Scalar,
)
from lawgate.law.facts import INT_HIGH, INT_LOW, Kind
from lawgate.terms import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.law.facts import Fact

Constant = bool | int | date | tuple[str, ...] | tuple[int, ...] | tuple[date, ...]
"""A declared constant: a scalar, or a closed list of one kind."""

_PASSED_THROUGH = {
    "expr",
    "conditionalor",
    "conditionaland",
    "relation",
    "addition",
    "multiplication",
    "unary",
    "member",
    "primary",
    "paren_expr",
}
"""Levels of the grammar that say nothing where they hold one thing only."""

_PLAIN_TEXT = re.compile(r"""\"[^"\\\n]*\"|'[^'\\\n]*'""")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*|0x[0-9a-fA-F]+)")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARISONS = {
    "relation_eq": Comparison.EQ,
    "relation_ne": Comparison.NE,
    "relation_lt": Comparison.LT,
    "relation_le": Comparison.LE,
    "relation_gt": Comparison.GT,
    "relation_ge": Comparison.GE,
}
_OPERATIONS = {
    "addition_add": Operation.ADD,
    "addition_sub": Operation.SUB,
    "multiplication_mul": Operation.MUL,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may name: the declared facts and constants, and its own stage."""

    facts: Mapping[str, Fact]
    constants: Mapping[str, Constant]
    stage: Stage


@dataclass(frozen=True, slots=True)
class _Text:
    """A string literal whose meaning its context gives: an enum's value or a date."""

    value: str
    place: Place


_Node = Expression | _Text


def parse_condition(text: str, scope: Scope, place: Place) -> Expression:
    """Read `text`, which starts at `place`, as a condition: a typed expression of kind bool.

    Raises DefectiveLawError with file, line and column.
    """
    if len(text) > MAX_LENGTH:
        raise DefectiveLawError(
            f"This expression has {len(text)} characters; {MAX_LENGTH} are the most.",
            remedy="Split it into clauses.",
            place=place,
        )
    try:
        tree = CELParser().parse(text)
        condition = _Reader(scope, place, text).boolean(tree)
        bearable = readable(condition)
    except CELParseError as fault:
        line, column = fault.line or 1, fault.column or 1
        raise DefectiveLawError(
            "This is not an expression: the text breaks off or goes wrong here.",
            remedy="Write a condition such as `days(a, b) > 90 && kind in accepted`.",
            place=Place(place.path, place.line + line - 1, column),
        ) from None
    except RecursionError:
        bearable = False
    if not bearable:
        raise DefectiveLawError(
            "This expression is nested too deeply.", remedy="Split it into clauses.", place=place
        )
    return condition


class _Reader:
    """Turns the parser's tree into typed nodes, one method a level of the grammar."""

    def __init__(self, scope: Scope, place: Place, text: str) -> None:
        self._scope = scope
        self._place = place
        self._text = text

    def boolean(self, tree: Tree[Token]) -> Expression:
        return self._of_kind(self._read(tree), Kind.BOOL, "A condition")

    def _at(self, tree: Tree[Token] | Token) -> Place:
        token = (
            tree
            if isinstance(tree, Token)
            else next(tree.scan_values(lambda leaf: isinstance(leaf, Token)), None)
        )
        line, column = (token.line or 1, token.column or 1) if token is not None else (1, 1)
        return Place(self._place.path, self._place.line + line - 1, column)

    def _refuse(self, tree: Tree[Token] | Token, problem: str, remedy: str) -> NoReturn:
        raise DefectiveLawError(problem, remedy=remedy, place=self._at(tree))

    def _read(self, tree: Tree[Token]) -> _Node:
        parts = tree.children
        if len(parts) == 1 and isinstance(parts[0], Tree) and tree.data in _PASSED_THROUGH:
            return self._read(parts[0])
        reader = getattr(self, f"_{tree.data}", None)
        if reader is None:
            self._outside(tree)
        node: _Node = reader(tree)
        return node

    def _outside(self, tree: Tree[Token]) -> NoReturn:
        self._refuse(
            tree,
            f"`{self._text.strip()}` uses `{tree.data}`, which lies outside the fragment.",
            "Use && || ! ?:, comparison, in, has(), + - *, days() and date() only; "
            "text is judged by a declared fact.",
        )

    def _expr(self, tree: Tree[Token]) -> Expression:
        test, then, otherwise = (self._read(part) for part in tree.children)  # type: ignore[arg-type]
        condition = self._of_kind(test, Kind.BOOL, "What stands before `?`")
        if isinstance(then, _Text) or isinstance(otherwise, _Text):
            self._refuse(tree, "`?:` can't give a text.", "Compare the fact in each branch.")
        if then.kind is not otherwise.kind or then.kind is Kind.ENUM:
            self._refuse(
                tree,
                f"`?:` gives {then.kind.value} or {otherwise.kind.value}.",
                "Both sides must be of one kind: bool, int or date.",
            )
        return Choice(condition, then, otherwise, then.kind, place=self._at(tree))

    def _logic(self, tree: Tree[Token], op: Connective) -> Expression:
        left, right = (
            self._of_kind(self._read(part), Kind.BOOL, f"Each side of `{op.value}`")  # type: ignore[arg-type]
            for part in tree.children
        )
        return Logic(op, left, right, place=self._at(tree))

    def _conditionalor(self, tree: Tree[Token]) -> Expression:
        return self._logic(tree, Connective.OR)

    def _conditionaland(self, tree: Tree[Token]) -> Expression:
        return self._logic(tree, Connective.AND)

    def _relation(self, tree: Tree[Token]) -> Expression:
        operator, right_tree = tree.children
        assert isinstance(operator, Tree)  # noqa: S101  (the grammar's shape)
        assert isinstance(right_tree, Tree)  # noqa: S101
        left = self._read(operator.children[0])  # type: ignore[arg-type]
        if operator.data == "relation_in":
            return self._member_of(tree, left, right_tree)
        return self._compare(tree, _COMPARISONS[operator.data], left, self._read(right_tree))

    def _compare(self, tree: Tree[Token], op: Comparison, left: _Node, right: _Node) -> Expression:
        left, right = self._resolve(left, right), self._resolve(right, left)
        if left.kind is not right.kind:
            self._refuse(
                tree,
                f"`{op.value}` compares {left.kind.value} with {right.kind.value}.",
                "Compare values of one kind.",
            )
        ranked = op not in (Comparison.EQ, Comparison.NE)
        if ranked and left.kind in (Kind.ENUM, Kind.BOOL):
            self._refuse(
                tree, f"`{op.value}` has no meaning for {left.kind.value}.", "Use == or `in`."
            )
        if isinstance(left, FactRef) and isinstance(right, FactRef) and left.kind is Kind.ENUM:
            self._refuse(
                tree,
                f"`{left.name}` and `{right.name}` are enumerated facts.",
                "Compare each with values of its own.",
            )
        return Compare(op, left, right, place=self._at(tree))

    def _member_of(self, tree: Tree[Token], left: _Node, right_tree: Tree[Token]) -> Expression:
        name, elements = self._closed_list(right_tree)
        needle = self._resolve(left, elements[0] if elements else left)
        values = tuple(self._resolve(element, needle) for element in elements)
        literals = tuple(value for value in values if isinstance(value, Literal))
        if len(literals) != len(values) or any(v.kind is not needle.kind for v in literals):
            self._refuse(
                tree,
                f"The list after `in` must hold constants of kind {needle.kind.value}.",
                "List values of the fact on the left.",
            )
        return Member(needle, literals, name, place=self._at(tree))

    def _closed_list(self, tree: Tree[Token]) -> tuple[str | None, Sequence[_Node]]:
        inner: Tree[Token] | Token = tree
        while isinstance(inner, Tree) and len(inner.children) == 1 and inner.data != "list_lit":
            inner = inner.children[0]
        if isinstance(inner, Tree) and inner.data == "list_lit":
            held = inner.children[0].children if inner.children else ()  # type: ignore[union-attr]
            return None, [self._read(part) for part in held]  # type: ignore[arg-type]
        constant = self._scope.constants.get(str(inner)) if isinstance(inner, Token) else None
        if not isinstance(constant, tuple):
            self._refuse(
                tree,
                "What follows `in` is not a closed list.",
                "Use [..] or a constant that the prologue declares as a list.",
            )
        return str(inner), [self._constant(value, self._at(inner)) for value in constant]

    def _arithmetic(self, tree: Tree[Token]) -> Expression:
        operator, right_tree = tree.children
        assert isinstance(operator, Tree)  # noqa: S101  (the grammar's shape)
        op = _OPERATIONS.get(operator.data)
        if op is None:
            self._outside(operator)
        sides = (operator.children[0], right_tree)
        left, right = (
            self._of_kind(self._read(side), Kind.INT, f"Each side of `{op.value}`")  # type: ignore[arg-type]
            for side in sides
        )
        return Arithmetic(op, left, right, place=self._at(tree))

    _addition = _arithmetic
    _multiplication = _arithmetic

    def _unary(self, tree: Tree[Token]) -> _Node:
        operator, operand_tree = tree.children
        operand = self._read(operand_tree)  # type: ignore[arg-type]
        if isinstance(operator, Tree) and operator.data == "unary_not":
            return Not(self._of_kind(operand, Kind.BOOL, "What `!` negates"), place=self._at(tree))
        negated = self._of_kind(operand, Kind.INT, "What `-` negates")
        if isinstance(negated, Literal) and isinstance(negated.value, int):
            return Literal(-negated.value, Kind.INT, place=self._at(tree))
        return Arithmetic(Operation.SUB, Literal(0, Kind.INT), negated, place=self._at(tree))

    def _ident(self, tree: Tree[Token]) -> _Node:
        return self._named(tree, str(tree.children[0]))

    def _member_dot(self, tree: Tree[Token]) -> _Node:
        return self._named(tree, self._dotted(tree))

    def _dotted(self, tree: Tree[Token] | Token) -> str:
        if isinstance(tree, Token):
            return str(tree)
        if tree.data not in ("member", "member_dot", "primary", "ident"):
            self._outside(tree)
        return ".".join(self._dotted(part) for part in tree.children)

    def _named(self, tree: Tree[Token], name: str) -> _Node:
        fact = self._scope.facts.get(name)
        if fact is not None:
            if fact.stage is Stage.RECORD and self._scope.stage is Stage.REQUEST:
                self._refuse(
                    tree,
                    f"`{name}` is a fact of a record, and this clause is tested before any "
                    "record is read.",
                    "Use facts of the request, or move the condition to a clause of the record.",
                )
            return FactRef(name, fact.kind, place=self._at(tree))
        constant = self._scope.constants.get(name)
        if constant is None:
            self._refuse(
                tree, f"`{name}` is not a declared fact or constant.", "Declare it in the prologue."
            )
        if isinstance(constant, tuple):
            self._refuse(tree, f"`{name}` is a list.", "Use it after `in`.")
        return self._constant(constant, self._at(tree))

    def _constant(self, value: Scalar | date, place: Place) -> _Node:
        if isinstance(value, str):
            return _Text(value, place)
        if isinstance(value, date):
            return Literal(value.isoformat(), Kind.DATE, place=place)
        return Literal(value, Kind.BOOL if isinstance(value, bool) else Kind.INT, place=place)

    def _literal(self, tree: Tree[Token]) -> _Node:  # noqa: RET503  (_refuse raises)
        token = tree.children[0]
        assert isinstance(token, Token)  # noqa: S101  (the grammar's shape)
        place = self._at(token)
        if token.type == "STRING_LIT":
            text = str(token)
            if not _PLAIN_TEXT.fullmatch(text):
                self._refuse(token, f"{text} is not a plain text.", 'Write "value", no escapes.')
            return _Text(text[1:-1], place)
        if token.type == "BOOL_LIT":
            return Literal(str(token) == "true", Kind.BOOL, place=place)
        if token.type == "INT_LIT":
            digits = str(token)
            number = int(digits, 0) if _WHOLE.fullmatch(digits) else INT_HIGH + 1
            if not INT_LOW <= number <= INT_HIGH:
                remedy = "Use a smaller number, without zeros in front."
                self._refuse(token, f"`{digits}` is not a 64-bit integer.", remedy)
            return Literal(number, Kind.INT, place=place)
        self._refuse(token, f"`{token}` is not a value of the fragment.", "Use bool, int or date.")

    def _ident_arg(self, tree: Tree[Token]) -> _Node:  # noqa: RET503  (_refuse raises)
        name, *rest = tree.children
        held = rest[0].children if rest and isinstance(rest[0], Tree) else []
        args = [self._read(part) for part in held]  # type: ignore[arg-type]
        match str(name), args:
            case "has", [FactRef() as fact]:
                return Has(fact, place=self._at(tree))
            case "days", [start, end]:
                first = self._of_kind(start, Kind.DATE, "Each argument of days()")
                second = self._of_kind(end, Kind.DATE, "Each argument of days()")
                return Days(first, second, place=self._at(tree))
            case "date", [_Text() as text]:
                return self._date(tree, text.value)
        self._refuse(
            tree,
            f"`{name}(…)` is not a function of the fragment, or not with these arguments.",
            'Use has(fact), days(date, date) or date("YYYY-MM-DD").',
        )

    def _date(self, tree: Tree[Token], text: str) -> Literal:
        try:
            day = date.fromisoformat(text if _ISO_DAY.fullmatch(text) else "")
        except ValueError:
            self._refuse(tree, f'date("{text}") is no day.', "Write it as YYYY-MM-DD.")
        return Literal(day.isoformat(), Kind.DATE, place=self._at(tree))

    def _resolve(self, node: _Node, other: _Node) -> Expression:
        """Give a text its meaning from the enumerated fact that it is compared with."""
        if not isinstance(node, _Text):
            return node
        if not isinstance(other, FactRef) or other.kind is not Kind.ENUM:
            raise DefectiveLawError(
                f'The text "{node.value}" can only be compared with an enumerated fact.',
                remedy='Write dates as date("YYYY-MM-DD").',
                place=node.place,
            )
        values = self._scope.facts[other.name].values
        if node.value not in values:
            raise DefectiveLawError(
                f'"{node.value}" is no value of `{other.name}`.',
                remedy=f"Its values are: {', '.join(values)}.",
                place=node.place,
            )
        return Literal(node.value, Kind.ENUM, place=node.place)

    def _of_kind(self, node: _Node, kind: Kind, what: str) -> Expression:
        if isinstance(node, _Text) or node.kind is not kind:
            found = "text" if isinstance(node, _Text) else node.kind.value
            raise DefectiveLawError(
                f"{what} must be {kind.value}, and this is {found}.",
                remedy="Compare it with something.",
                place=node.place,
            )
        return node
