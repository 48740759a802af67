"""Pictures as plain SVG text: bars, a waterfall, a line of days. No script, no outside resource.

Every picture is an image to a screen reader (role, title, description); colours come from classes
that the page defines for light, dark and print, and nothing is told by colour alone. Numbers carry
the class `figure`, so that a page can be checked against the figures it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

WIDTH = 720
_CHARACTER = 6.6
"""Units that a character of 13 takes at most, on average."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: how many, which colour class, and words before its figure.

    Where they don't fit the figure stands alone, or nothing; None: never anything.
    """

    value: int
    colour: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label, the figure to show beside it, and its parts from the left."""

    label: str
    value: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with a number to find it by, and what holds from it on: `none`, `open` or `held`."""

    day: date
    state: str
    words: str


def bars(key: str, title: str, told: str, whole: int, rows: Sequence[Bar]) -> Markup:
    """Draw bars with their labels above them, on the scale of `whole`."""
    drawn: list[Markup] = []
    scale = (WIDTH - 2) / max(whole, 1)
    for n, row in enumerate(rows):
        top = n * 64
        drawn.append(_text(0, top + 16, row.label, "label"))
        drawn.append(_figure(WIDTH, top + 16, row.value, "strong", anchor="end"))
        left = 0.0
        for part in row.parts:
            width = part.value * scale
            drawn.append(_rect(left, top + 24, width, 24, part.colour))
            words = _fitting(part, width - 12)
            if words:
                drawn.append(_text(left + 7, top + 41, words, f"on-{part.colour}"))
            left += width
    return _svg(key, title, told, len(rows) * 64 - 10, drawn)


def falls(key: str, title: str, told: str, rows: Sequence[Bar]) -> Markup:
    """Draw a waterfall: labels at the left, bars on the scale of the first, survivors right."""
    left, right, step = 262, WIDTH - 84, 34
    whole = max((sum(part.value for part in row.parts) for row in rows), default=1)
    scale = (right - left) / max(whole, 1)
    drawn: list[Markup] = []
    for n, row in enumerate(rows):
        top = n * step
        lines = _wrapped(row.label, 40)
        first = top + (20 if len(lines) == 1 else 13)
        for k, line in enumerate(lines[:2]):
            drawn.append(_text(0, first + 14 * k, line, "label small"))
        x = float(left)
        for part in row.parts:
            drawn.append(_rect(x, top + 5, part.value * scale, step - 12, part.colour))
            x += part.value * scale
        drawn.append(_figure(WIDTH, top + 20, row.value, "strong", anchor="end"))
    axis = Markup('<line class="axis" x1="{x}" y1="0" x2="{x}" y2="{y}"/>').format(
        x=left, y=len(rows) * step
    )
    return _svg(key, title, told, len(rows) * step, [*drawn, axis])


def days(key: str, title: str, told: str, moments: Sequence[Day]) -> Markup:
    """Draw days on a line, numbered from 1, over a band that tells what holds from each on."""
    first, last = moments[0].day, moments[-1].day
    inner, margin = WIDTH - 40, 20
    scale = inner / max((last - first).days, 1)
    places = [margin + (moment.day - first).days * scale for moment in moments]
    drawn: list[Markup] = []
    for start, end, moment in _stretches(moments, places):
        drawn.append(_rect(start, 58, end - start, 30, f"state-{moment.state}"))
        if len(moment.words) * _CHARACTER < end - start - 12:
            drawn.append(_text(start + 8, 78, moment.words, f"on-state-{moment.state}"))
    levels = _levels(places, apart=24)
    for n, (place, level) in enumerate(zip(places, levels, strict=True), start=1):
        y = 44 - 24 * level
        drawn.append(
            Markup('<line class="axis" x1="{x:.1f}" y1="{y}" x2="{x:.1f}" y2="58"/>').format(
                x=place, y=y
            )
        )
        drawn.append(
            Markup('<circle class="dot" cx="{x:.1f}" cy="{y}" r="10"/>').format(x=place, y=y)
        )
        drawn.append(_text(place, y + 4, str(n), "on-dot", anchor="middle"))
    for year, month in _quarters(first, last):
        x = margin + (first.replace(year=year, month=month, day=1) - first).days * scale
        drawn.append(
            Markup('<line class="axis" x1="{x:.1f}" y1="88" x2="{x:.1f}" y2="96"/>').format(x=x)
        )
        drawn.append(_text(x, 111, f"{_MONTHS[month - 1]} {year}", "label small", anchor="middle"))
    return _svg(key, title, told, 118, drawn, above=max(levels, default=0) * 24 - 24)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec")


def _fitting(part: Part, room: float) -> str:
    """Return the longest of the part's inscriptions that fits in `room`."""
    if part.words is None:
        return ""
    told = (f"{part.words}: {part.value:,}", f"{part.value:,}")
    return next((words for words in told if len(words) * _CHARACTER < room), "")


def _stretches(moments: Sequence[Day], places: Sequence[float]) -> list[tuple[float, float, Day]]:
    """Join neighbours of one state; the last day's own state holds at the right edge only."""
    found: list[tuple[float, float, Day]] = []
    for n in range(len(moments) - 1):
        start, end, moment = places[n], places[n + 1], moments[n]
        if found and found[-1][2].state == moment.state:
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((start, end, moment))
    return found


def _levels(places: Sequence[float], apart: float) -> list[int]:
    """Give each place the lowest level on which nothing stands nearer than `apart`."""
    rightmost: list[float] = []
    levels = []
    for place in places:
        free = (n for n, taken in enumerate(rightmost) if place - taken >= apart)
        level = next(free, len(rightmost))
        rightmost[level : level + 1] = [place]
        levels.append(level)
    return levels


def _quarters(first: date, last: date) -> list[tuple[int, int]]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [(m // 12, m % 12 + 1) for m in months if m % 3 == 0]


def _wrapped(text: str, length: int) -> list[str]:
    if len(text) <= length:
        return [text]
    at = text.rfind(" ", 0, length)
    return [text[:at], text[at + 1 :]] if at > 0 else [text]


def _text(x: float, y: float, words: str, style: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}">{}</text>').format(
        x, y, style, anchor, words
    )


def _figure(x: float, y: float, value: int, style: str, anchor: str) -> Markup:
    return _text(x, y, f"{value:,}", f"figure {style}", anchor)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    if width <= 0:
        return Markup("")
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>').format(
        x, y, max(width, 1.0), height, colour
    )


def _svg(
    key: str, title: str, told: str, height: float, drawn: Sequence[Markup], *, above: float = 0
) -> Markup:
    head = Markup(
        '<svg viewBox="0 {top:.0f} {width} {height:.0f}" role="img" '
        'aria-labelledby="{key}-title {key}-told" xmlns="http://www.w3.org/2000/svg">'
        '<title id="{key}-title">{title}</title><desc id="{key}-told">{told}</desc>'
    ).format(
        top=-max(above, 0), width=WIDTH, height=height + max(above, 0), key=key, title=title,
        told=told,
    )  # fmt: skip
    return head + Markup("").join(drawn) + Markup("</svg>")
