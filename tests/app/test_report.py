"""The page: whole by itself, readable without script, and with no figure of its own."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from lawgate.app.demo_tables import print_demo
from lawgate.app.replayed import as_json
from lawgate.app.report import render_report
from tests.app.demo_results import made_result

VOID = {"meta", "br", "hr", "img", "link", "input", "rect", "line", "circle"}
LOADING = {"src", "href", "srcset", "action", "data", "poster", "xlink:href", "background"}
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


class Page(HTMLParser):
    """What a page is made of, and whether its elements are closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.figures: list[str] = []
        self.values: list[str] = []
        self.words: list[str] = []
        self.headings: list[int] = []
        self._in_figure = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = dict(attrs)
        self.elements.append((tag, stated))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "data":
            self.values.append(stated["value"] or "")
        self._in_figure = tag == "data" or (
            tag == "text" and "figure" in (stated.get("class") or "").split()
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._in_figure = False

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            return
        self.words.append(data)
        if self._in_figure:
            self.figures.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def numbers(value: Any) -> set[str]:
    """Return every number of a JSON value, in keys, texts and lists' lengths too."""
    match value:
        case bool() | None:
            return set()
        case int() | float():
            return {str(value)}
        case str():
            return {n.replace(",", "") for n in THOUSANDS.findall(value)}
        case dict():
            return {n for key, inner in value.items() for n in numbers(inner) | numbers(key)}
        case list():
            return {str(len(value))} | {n for inner in value for n in numbers(inner)}
        case _:
            raise AssertionError(value)


@pytest.fixture(scope="module")
def laid() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(as_json(made_result())))
    return told


@pytest.fixture(scope="module")
def page(laid: dict[str, Any]) -> Page:
    return Page(render_report(laid))


def test_the_page_is_whole_and_its_elements_are_closed_in_turn(page: Page) -> None:
    assert page.open == []
    assert [tag for tag, _ in page.elements].count("h1") == 1


def test_headings_descend_without_a_gap(page: Page) -> None:
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert page.headings[0] == 1
    assert all(after - before <= 1 for before, after in steps)


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs(
    laid: dict[str, Any], page: Page
) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for tag, stated in page.elements:
        assert not set(stated) & LOADING - ({"href"} if tag == "a" else set())
        assert not [name for name in stated if name.startswith("on")]
    style = render_report(laid).split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_every_picture_is_told_to_those_who_do_not_see_it(page: Page) -> None:
    known = {stated["id"] for _, stated in page.elements if stated.get("id")}
    pictures = [stated for tag, stated in page.elements if tag == "svg"]
    assert len(pictures) == 5
    for stated in pictures:
        assert stated["role"] == "img"
        assert set((stated["aria-labelledby"] or "").split()) <= known
    tables = [tag for tag, _ in page.elements if tag in {"table", "caption"}]
    assert tables == ["table", "caption"] * (len(tables) // 2)


def test_every_note_leads_to_its_source(page: Page) -> None:
    given = {stated.get("id") for _, stated in page.elements}
    notes = [stated["href"] or "" for tag, stated in page.elements if tag == "a"]
    inside = [note.removeprefix("#") for note in notes if note.startswith("#")]
    assert inside
    assert set(inside) <= given


def test_an_identifier_is_given_once(page: Page) -> None:
    given = [stated["id"] for _, stated in page.elements if stated.get("id")]
    assert len(given) == len(set(given))


def test_synthetic_stands_first_and_in_the_title(page: Page) -> None:
    assert page.text.startswith("Synthetic data:")
    assert page.text.index("Everybody is invented.") < page.text.index("requests in the file")


def test_every_figure_is_one_of_the_run(laid: dict[str, Any], page: Page) -> None:
    known = numbers(laid)
    assert len(page.figures) > 60
    for shown in page.figures:
        assert shown.replace(",", "") in known, shown
    assert set(page.values) <= known
    for shown in THOUSANDS.findall(page.text):
        assert shown.replace(",", "") in known, shown


def test_every_figure_is_written_as_its_value(page: Page) -> None:
    plain = [shown.replace(",", "") for shown in page.figures]
    assert [value for value in page.values if value not in plain] == []


def test_texts_of_others_are_shown_and_never_become_markup() -> None:
    planted = "<script>x</script>\"&'{{ 1 }}"
    rendered = render_report(as_json(made_result(planted)))
    assert "<script" not in rendered
    assert planted in Page(rendered).text


def test_a_replay_without_such_a_request_has_a_page_too(laid: dict[str, Any]) -> None:
    page = Page(render_report({**laid, "request": None}))
    assert page.open == []
    assert "step by step" not in page.text


def test_the_terminal_shows_the_same_figures_in_80_columns(laid: dict[str, Any]) -> None:
    out = StringIO()
    print_demo(made_result("[bold]"), Console(file=out, width=80))
    text = out.getvalue()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "[bold]" in text
    known = numbers(laid)
    shown = THOUSANDS.findall(text)
    assert {"47,289", "42,695", "4,594", "1,280,000", "12,800"} <= set(shown)
    assert [n for n in shown if n.replace(",", "") not in known] == []
