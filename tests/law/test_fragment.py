"""The published fragment is the one that is read: every example of docs/fragment.md is tried."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lawgate.engine.lowering import lower
from lawgate.engine.single import evaluate
from lawgate.errors import DefectiveLawError, Place
from lawgate.law.bounds import MAX_LENGTH
from lawgate.law.expression import Expression, render
from lawgate.law.markdown import Document, _sections, _tokens
from lawgate.law.prologue import read_prologue
from lawgate.law.syntax import Scope, parse_condition
from lawgate.terms import Stage
from tests.strategies import FACTS, PLACE, SCOPE, conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[2] / "docs" / "fragment.md"
_EXPECTED = re.compile(r"// (?:(?P<line>\d+):(?P<column>\d+) )?(?P<told>.*)")


def page_scope() -> Scope:
    place = Place("fragment.md")
    tokens = _tokens(PAGE.read_text(encoding="utf-8"))
    sections = _sections(tokens, 0, "fragment.md")
    prologue = read_prologue(Document({}, sections, place), [])
    return Scope(prologue.facts, prologue.constants, Stage.REQUEST)


def examples(info: str) -> Iterator[str]:
    for token in MarkdownIt("commonmark").parse(PAGE.read_text(encoding="utf-8")):
        if token.type == "fence" and token.info == info:
            yield from token.content.strip("\n").split("\n\n")


def read_or_refused(text: str) -> Expression | DefectiveLawError:
    try:
        return parse_condition(text, SCOPE, PLACE)
    except DefectiveLawError as defect:
        return defect


PAGE_SCOPE = page_scope()
GOOD = list(examples("ok"))
BAD = list(examples("not-ok"))


def test_the_page_has_examples_of_both_kinds() -> None:
    assert len(GOOD) >= 20
    assert len(BAD) >= 30


@pytest.mark.parametrize("text", GOOD)
def test_what_the_page_calls_ok_is_read_and_written_back_equal(text: str) -> None:
    node = parse_condition(text, PAGE_SCOPE, PLACE)
    assert parse_condition(render(node), PAGE_SCOPE, PLACE) == node


@pytest.mark.parametrize("example", BAD)
def test_what_the_page_calls_not_ok_is_refused_in_its_words_at_its_place(example: str) -> None:
    *lines, last = example.split("\n")
    expected = _EXPECTED.fullmatch(last)
    assert expected is not None
    with pytest.raises(DefectiveLawError) as caught:
        parse_condition("\n".join(lines), PAGE_SCOPE, Place("law.md", 7))
    assert expected["told"] in str(caught.value)
    assert caught.value.remedy
    place = caught.value.place
    assert isinstance(place, Place)
    assert place.path == "law.md"
    if expected["line"]:
        line = 7 + int(expected["line"]) - 1
        assert (place.line, place.column) == (line, int(expected["column"]))


@settings(max_examples=250, deadline=None)
@given(conditions)
def test_an_expression_written_out_reads_back_as_itself(node: Expression) -> None:
    text = render(node)
    assume(len(text) <= MAX_LENGTH)
    assert parse_condition(text, SCOPE, PLACE) == node
    assert render(parse_condition(text, SCOPE, PLACE)) == text


_TOKENS = st.sampled_from(
    ["&&", "||", "!", "?", ":", "==", "<", "in", "(", ")", "[", "]", ",", ".", "-", "+", "*", "%",
     "has", "days", "date", "count", "lamp.on", "colour", "day", '"red"', "'x'", "1", "01", "0x1g",
     "1u", "1.5", "true", "null", "{", "}", "//", "\n", "b'1'", "warm", "limit", "\\", "size"],
)  # fmt: skip
_WILD = st.one_of(st.text(max_size=60), st.lists(_TOKENS, max_size=15).map(" ".join))


@settings(max_examples=400, deadline=None)
@given(_WILD)
def test_wild_text_is_refused_with_a_place_or_read_and_never_anything_else(text: str) -> None:
    node = read_or_refused(text)
    if isinstance(node, DefectiveLawError):
        assert isinstance(node.place, Place)
        assert node.remedy
    else:
        assert parse_condition(render(node), SCOPE, PLACE) == node


@pytest.mark.parametrize("levels", [1, 5, 20, 45, 60, 200, 1_000, 3_000])
@pytest.mark.parametrize(
    ("first", "again", "last"),
    [
        ("lamp.off", " && lamp.off", ""),
        ("", "!", "lamp.off"),
        ("", "(", "lamp.off)"),
        ("", "[", "1]"),
        ("count", " + count", " > 1"),
        ("", "lamp.off ? lamp.on : ", "lamp.off"),
    ],
)
def test_deep_nesting_is_refused_or_every_reading_bears_it(
    first: str, again: str, last: str, levels: int
) -> None:
    text = first + again * levels + last
    node = read_or_refused(text)
    if isinstance(node, DefectiveLawError):
        assert levels > 3 or again in "([", str(node)
        return
    row = dict.fromkeys(FACTS)
    evaluate(node, row)
    lowered = lower(node, FACTS, {})
    assert len(lowered.value.sql("duckdb")) < 200_000
    assert parse_condition(render(node), SCOPE, PLACE) == node
