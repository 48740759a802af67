"""Reads a Markdown file of law into front matter and sections, keeping the line of everything.

What a section says is left to `prologue` and `agreement`; here is only where the words stand:
headings, quoted text, paragraphs and fenced blocks whose info string starts with `lawgate`. Any
other block, HTML, and a clause's own words outside a block are defects, so that none drops out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt

from lawgate.errors import DefectiveLawError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from markdown_it.token import Token

FENCE_WORD = "lawgate"

_ENDING = re.compile(r"^\W*(?:else|then)\s+[a-z_]+\s*:", re.MULTILINE)
"""How a clause that denies ends; in a paragraph it is a clause whose block was not recognised."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the words after `lawgate`, the body, and the place of its first body line."""

    words: tuple[str, ...]
    body: str
    place: Place


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it up to the next one; `heading` is empty before the first.

    `quotes` and `paragraphs` are texts in source form; `fences` are the lawgate blocks.
    """

    heading: str
    level: int
    place: Place
    quotes: tuple[str, ...]
    paragraphs: tuple[str, ...]
    fences: tuple[Fence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its front matter, its sections in text order, and what stands where no law may."""

    front: Mapping[str, object]
    sections: tuple[Section, ...]
    place: Place
    defects: tuple[DefectiveLawError, ...] = ()


def read_document(path: Path, shown: str) -> Document:
    """Read `path`, which messages call `shown`. Raises DefectiveLawError with its place."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DefectiveLawError(
            "There is no such file.", remedy="Add it to the agreement's folder.", place=Place(shown)
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise DefectiveLawError(
            f"The file can't be read as UTF-8 text ({type(fault).__name__}).",
            remedy="Save it as UTF-8.",
            place=Place(shown),
        ) from None
    front, body, offset = _split_front(text, shown)
    tokens = _tokens(body)
    return Document(
        front, _sections(tokens, offset, shown), Place(shown),
        tuple(_strays(tokens, body, offset, shown)),
    )  # fmt: skip


def read_yaml(text: str, place: Place) -> object:
    """Read YAML that starts at `place`. Raises DefectiveLawError at the line that is wrong."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506  (a SafeLoader, made stricter)
    except yaml.MarkedYAMLError as fault:
        line = place.line + fault.problem_mark.line if fault.problem_mark else place.line
        raise DefectiveLawError(
            f"This is not YAML: {fault.problem or 'it breaks off here'}.",
            remedy="Check indentation, colons and quotes.",
            place=Place(place.path, line),
        ) from None
    except RecursionError:
        raise DefectiveLawError(
            "This is nested too deeply.", remedy="Write it flat.", place=place
        ) from None
    except (yaml.YAMLError, ValueError, LookupError, TypeError, AttributeError) as fault:
        # The parser's own constructors raise any of these on values that belie their tags.
        raise DefectiveLawError(
            f"A value here can't be read ({fault}).",
            remedy="Put texts in quotes and use no tags.",
            place=place,
        ) from None


class _StrictLoader(yaml.SafeLoader):
    """YAML without the surprise of a key that silently replaces an earlier one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a name here is no plain text", problem_mark=key.start_mark
                )
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"`{key.value}` stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _split_front(text: str, shown: str) -> tuple[Mapping[str, object], str, int]:
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        raise DefectiveLawError(
            "The file has no front matter.",
            remedy="Start it with a block between two `---` lines.",
            place=Place(shown, 1),
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise DefectiveLawError(
            "The front matter is not closed.", remedy="End it with `---`.", place=Place(shown, 1)
        )
    front = read_yaml("".join(lines[1:end]), Place(shown, 2))
    if not isinstance(front, dict):
        raise DefectiveLawError(
            "The front matter is no list of `name: value`.",
            remedy="Write one name a line.",
            place=Place(shown, 2),
        )
    return front, "".join(lines[end + 1 :]), end + 1


def _tokens(body: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(body)


def _sections(tokens: list[Token], offset: int, shown: str) -> tuple[Section, ...]:
    sections: list[Section] = []
    heading, level, place = "", 0, Place(shown, offset + 1)
    quotes: list[str] = []
    paragraphs: list[str] = []
    fences: list[Fence] = []

    def close() -> None:
        if heading or quotes or paragraphs or fences:
            sections.append(
                Section(heading, level, place, tuple(quotes), tuple(paragraphs), tuple(fences))
            )
        quotes.clear()
        paragraphs.clear()
        fences.clear()

    depth = 0
    for n, token in enumerate(tokens):
        line = offset + (token.map[0] if token.map else 0) + 1
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            close()
            heading, level = tokens[n + 1].content.strip(), int(token.tag[1:])
            place = Place(shown, line)
        elif token.type == "fence":
            fences.extend(_fence(token, Place(shown, line + 1)))
        elif token.type == "inline" and tokens[n - 1].type == "paragraph_open":
            (quotes if depth else paragraphs).append(token.content)
    close()
    return tuple(sections)


def _fence(token: Token, place: Place) -> tuple[Fence, ...]:
    words = tuple(token.info.split())
    if not words or words[0] != FENCE_WORD:
        return ()
    return (Fence(words[1:], token.content, place),)


def _strays(tokens: list[Token], body: str, offset: int, shown: str) -> Iterator[DefectiveLawError]:
    """Yield a defect for each part of the text that could hold law and is not read as law."""
    lines = body.split("\n")
    for token in tokens:
        start, end = token.map or (0, 0)
        place = Place(shown, offset + start + 1)
        if token.type in ("code_block", "html_block") or _foreign(token):
            yield _stray(place)
        elif token.type == "fence" and _swallows(token, lines[end - 1]):
            yield DefectiveLawError(
                "This block is not closed.", remedy="End it with ``` on a line.", place=place
            )
        elif token.type == "inline" and (
            _ENDING.search(token.content)
            or any(child.type == "html_inline" for child in token.children or ())
        ):
            yield _stray(place)


def _foreign(token: Token) -> bool:
    return token.type == "fence" and token.info.split()[:1] != [FENCE_WORD]


def _swallows(token: Token, last: str) -> bool:
    """Tell whether a fence runs into what follows: it meets another, or the text ends first."""
    inner = any(line.lstrip(" >").startswith(("```", "~~~")) for line in token.content.split("\n"))
    return inner or not last.lstrip(" \t>").startswith(token.markup)


def _stray(place: Place) -> DefectiveLawError:
    return DefectiveLawError(
        "This is read as no law, and only ```lawgate blocks stand in law.",
        remedy="Mend the word after ```, or put examples in prose.",
        place=place,
    )
