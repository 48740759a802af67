"""Documents that fail the build when they drift: links, commands, decisions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import PurePosixPath

import pytest
import typer.main

from lawgate.app.cli import app
from tests.house.tree import ROOT, Text, expect_none, texts

DOCUMENTS = [t for t in texts() if t.path.endswith(".md") and not t.inside("agreements", "tests")]
DECISIONS = [t for t in DOCUMENTS if t.inside("docs/adr")]
PARTS = ("Context", "Decision", "Rejected", "Consequences")
PAGE = 70
"""Lines of a page: what a decision or the map of the house may take."""

_LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def dead_links(document: Text) -> list[str]:
    folder = PurePosixPath(document.path).parent
    return [
        f"{document.path}: {target}"
        for target in _LINK.findall(document.content)
        if not (ROOT / folder / target).exists()
    ]


def document(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def commands() -> set[str]:
    group = typer.main.get_command(app)
    return set(getattr(group, "commands", {}))


def test_every_link_leads_somewhere() -> None:
    expect_none([line for text in DOCUMENTS for line in dead_links(text)])


def test_the_link_rule_sees_a_dead_link() -> None:
    assert dead_links(Text("docs/planted.md", "see [it](nowhere.md#part)"))
    assert dead_links(Text("docs/planted.md", "[a](../README.md) [b](https://example.org/x)")) == []


def test_the_readme_lists_every_command_and_no_other() -> None:
    listed = set(re.findall(r"(?m)^\| `lawgate ([a-z-]+)", document("README.md")))
    assert listed == commands()


def test_the_page_of_commands_is_what_the_commands_say_of_themselves() -> None:
    generator = ("-m", "typer", "lawgate.app.cli", "utils", "docs", "--name", "lawgate")
    said = subprocess.run(
        [sys.executable, *generator],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert document("docs/commands.md").strip() == said.stdout.strip(), "run `make docs`"


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda text: text.path)
def test_a_decision_has_its_four_parts_on_one_page(decision: Text) -> None:
    assert re.fullmatch(r"docs/adr/\d{4}-[a-z0-9-]+\.md", decision.path)
    number = PurePosixPath(decision.path).name[:4]
    assert re.match(rf"# {int(number)}\. [A-Z]", decision.content)
    assert re.search(r"(?m)^Status: (accepted|superseded by \[\d+\])", decision.content)
    assert tuple(re.findall(r"(?m)^## (\w+)", decision.content)) == PARTS
    assert decision.content.count("\n") <= PAGE


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(PurePosixPath(text.path).name[:4]) for text in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_map_of_the_house_is_one_page_and_names_every_room() -> None:
    page = document("ARCHITECTURE.md")
    rooms = {path.parent.name for path in ROOT.glob("src/lawgate/*/__init__.py")}
    assert page.count("\n") <= PAGE * 2
    assert [room for room in sorted(rooms) if f"`{room}`" not in page] == []


def test_the_changelog_opens_with_what_is_unreleased() -> None:
    headings = re.findall(r"(?m)^## (.+)$", document("CHANGELOG.md"))
    assert headings[0] == "[Unreleased]"
