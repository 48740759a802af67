"""Modules a person can hold in mind, and names that mean one thing."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import Text, expect_none, python

if TYPE_CHECKING:
    from collections.abc import Iterator

CEILING = 400
"""Lines of any module, tests and benchmarks included."""

COMFORTABLE = 250
"""Lines of a module in `src`; a longer one stands below with its reason."""

LONGER = {
    "src/lawgate/law/syntax.py": "one method a level of the grammar; halves would call each other",
    "src/lawgate/law/instrument.py": "one file form, read top to bottom: front matter to clause",
    "src/lawgate/rehearsal/declaration.py": "one file form: every part of a replay's declaration",
    "src/lawgate/app/cli.py": "one function a command; what they do is elsewhere",
    "src/lawgate/examine/address_reading.py": "one careful reading of a line, part by part",
    "src/lawgate/examine/address_words.py": "one table of the words of addresses",
    "src/lawgate/examine/batch.py": "each batch-wide fact with its query, side by side",
    "src/lawgate/examine/standard_rules.py": "every rule of one standard, in its sequence",
    "src/lawgate/procedure/examination.py": "both readings of one stage, side by side",
    "src/lawgate/app/gateway.py": "the only composition root: one function a stage",
    "src/lawgate/examine/rendering.py": "each derivation with its two renderings side by side",
    "src/lawgate/procedure/case_files.py": "one file form, with every way of writing it wrong",
    "src/lawgate/procedure/csv_records.py": "one reader: its states make sense only together",
}

LONGEST_FUNCTION = 60
DRAWERS = {"util", "utils", "helper", "helpers", "common", "commons", "misc", "manager", "base"}
_TRAPS = re.compile(
    r"(?:^|_)(?:return|returned|returns|policy|policies|deficiency|deficiencies|deficient)(?:_|$)"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEPT = re.compile(r"tax_return|return_information|carriage_return|return_?code")
"""Terms that hold a trap word and are unmistakable as a whole."""

EVERYTHING = python("src", "tests", "bench")
SOURCE = python("src")


def lines(text: Text) -> int:
    return text.content.count("\n")


def long_functions(text: Text) -> list[str]:
    return [
        f"{text.path}:{node.lineno} {node.name} has {length} lines"
        for node in ast.walk(ast.parse(text.content))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def drawers(path: str) -> list[str]:
    """Return the parts of a path that are named after nothing in particular."""
    parts = path.removesuffix(".py").split("/")
    return [part for part in parts if part.strip("_").removeprefix("test_") in DRAWERS]


def trapped(text: Text) -> list[str]:
    """Return the names given in a module that are words with two meanings."""
    return [
        f"{text.path}:{line} {name}"
        for name, line in _given(ast.parse(text.content))
        if _TRAPS.search(_KEPT.sub("", _CAMEL.sub("_", name).lower()))
    ]


def _given(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.alias(asname=str() as name):
                yield name, node.lineno


def test_no_module_is_longer_than_the_ceiling() -> None:
    expect_none([f"{t.path}: {lines(t)}" for t in EVERYTHING if lines(t) > CEILING])


def test_a_long_module_says_why_it_is_one() -> None:
    long = {text.path for text in SOURCE if lines(text) > COMFORTABLE}
    expect_none([f"{path}: split it, or write down why it is one" for path in long - set(LONGER)])
    expect_none([f"{path}: needs no reason any more" for path in set(LONGER) - long])


def test_no_function_is_longer_than_a_screen() -> None:
    expect_none([line for text in EVERYTHING for line in long_functions(text)])


def test_no_module_or_folder_is_a_drawer() -> None:
    expect_none([text.path for text in EVERYTHING if drawers(text.path)])


def test_no_name_is_a_word_with_two_meanings() -> None:
    expect_none([line for text in EVERYTHING for line in trapped(text)])


@pytest.mark.parametrize(
    "planted",
    [
        "class Return: ...",
        "returned_rows = 1",
        "def load(policy): ...",
        "row.deficiency = 2",
        "import json as policy",
        "class PolicySet: ...",
        "for returned in (): ...",
    ],
)
def test_the_name_rule_sees_a_trap(planted: str) -> None:
    assert trapped(Text("planted.py", planted))


@pytest.mark.parametrize("planted", ["class TaxReturn: ...", "def f():\n    return 1", "turn = 1"])
def test_the_name_rule_leaves_plain_names_alone(planted: str) -> None:
    assert trapped(Text("planted.py", planted)) == []


def test_the_size_rules_see_what_they_forbid() -> None:
    body = "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert long_functions(Text("planted.py", body))
    assert not long_functions(Text("planted.py", body.removesuffix("    x = 1\n")))
    assert drawers("src/lawgate/utils/dates.py")
    assert drawers("src/lawgate/store/base.py")
    assert not drawers("src/lawgate/store/database.py")
