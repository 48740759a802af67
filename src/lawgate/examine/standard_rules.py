"""The rules that bring a delivery line into one spelling, each with its name and its source.

Rules kept here: a rule changes a folded text and leaves what it doesn't know; each can be read and
tested alone; costly ones ask first whether there is anything for them. They follow USPS
Publication 28; where it leaves two spellings open, the shorter one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.examine.address_words import STATE, TOO_LONG, any_of
from lawgate.examine.declaration import Constant, Named, Test, Text
from lawgate.examine.postal import (
    CARDINALS,
    DIRECTIONS,
    NUMBER_WORDS,
    SUFFIXES,
    UNITS_WITH_NUMBER,
)
from lawgate.examine.questions import All, Either, Found, Is, Not, Same
from lawgate.examine.texts import Cases, Extracted, Joined, Looked, Replaced, Swapped, WithoutEnding

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, the section it follows, and how it changes a text given the city."""

    name: str
    source: str
    change: Callable[[Line], Text]


@dataclass(frozen=True, slots=True)
class Line:
    """What a rule is given: the text so far, its name, the city, and whether the line is simple."""

    text: Text
    name: str
    city: Text
    simple: Test


# Spellings that mean something else in the middle of a line.
_NOT_WORDS = {
    "LA",
    "NO",
    "VIA",
    "UN",
    "REST",
    "PR",
    "STA",
    "PORT",
    "HT",
    "DIV",
    "CEN",
    "EXP",
    "CP",
    "SP",
}
_SPELLINGS = {
    spelling: short
    for table in (SUFFIXES, DIRECTIONS, NUMBER_WORDS, UNITS_WITH_NUMBER)
    for spelling, short in table.items()
    if spelling != short and spelling not in _NOT_WORDS
} | {"SAINT": "ST", "UNIT": "APT", "NTH": "N", "STH": "S"}
# The few that most lines have; the rest are looked up.
_COMMON = (
    "STREET", "AVENUE", "ROAD", "DRIVE", "LANE", "BOULEVARD", "COURT", "PLACE", "CIRCLE", "NORTH",
    "SOUTH",     "EAST", "WEST", "UNIT", "APARTMENT", "SUITE",
)  # fmt: skip
_RARE = sorted(set(_SPELLINGS) - set(_COMMON), key=lambda word: (-len(word), word))
_ROUNDS = 3


def simple_line(line: Text) -> Test:
    """Declare whether a line is a number and words, without a sign, a box, a route or a tail.

    What is too long for an address is left alone too.
    """
    simple = All((
        Found(line, r"^[1-9]\d*(?: [A-Z0-9]+)+$"),
        Not(Found(line, rf"{_SPECIAL}|\d{{5}}$|USA?$")),
    ))  # fmt: skip
    return Either((simple, Found(line, TOO_LONG)))


def plain_line(line: Text) -> Test:
    """Declare whether no rule adds, drops or moves a digit of a line.

    Lines that are plain and come to one key have one sequence of digits.
    """
    plain_box = r"^P\.?O\.? BOX [1-9]\d*$|^(?:RR|HC) [1-9]\d* BOX [1-9]\d*$"
    numbered = r"^[1-9][A-Z0-9 ,.#'/&-]*$"
    changed = rf"\b0\d|\d{{5}}(?:-\d{{4}})?$|USA?$|\b{any_of(NUMBER_WORDS)}\b"
    return Either((Found(line, plain_box), All((Found(line, numbered), Not(Found(line, changed))))))


def numberless(line: Text) -> Test:
    """Declare whether a line has no letter, or no digit and no word for a number."""
    words = rf"\d|\b{any_of((*NUMBER_WORDS, *CARDINALS))}\b"
    return Either((Not(Found(line, "[A-Z]")), Not(Found(line, words))))


def _punctuation(line: Line) -> Text:
    text = line.text
    plain = Replaced(Replaced(text, r"['.`]", ""), r"[^A-Z0-9#,/&-]+", " ")
    parted = Replaced(Replaced(plain, r" *# *", " # "), r" *,[ ,]*", " , ")
    return Cases(
        ((line.simple, text), (Not(Found(text, r"[^A-Z0-9 ]")), text)),
        Replaced(parted, r"^[ ,-]+|[ ,-]+$| +-+ +", ""),
    )


def tail_of(line: Text) -> Text:
    """Declare the state and ZIP Code that end a line which holds the whole address."""
    return Extracted(line, rf"[ ,]({STATE}\.?,? +\d{{5}}(?:-\d{{4}})?)$")


def _locality(line: Line) -> Text:
    """Take city, state and ZIP Code off the end of a line that holds the whole address."""
    text = line.text
    tail = rf"(?: ,)? {STATE}(?: ,)? \d{{5}}(?:-\d{{4}})?(?: ,)?(?: USA| US)?$"
    short = Replaced(text, tail, "")
    without = WithoutEnding(short, line.city)
    suffixed = (
        r"^(.*?\d.*? (?:ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|LN|LANE|BLVD|BOULEVARD|CT|COURT|CIR"
        r"|CIRCLE"
        r"|PL|PLACE|WAY|TER|TERRACE|PKWY|PARKWAY|TRL|TRAIL|HWY|HIGHWAY)"
        rf"(?: {any_of(DIRECTIONS)}\b)?(?: (?:{any_of(UNITS_WITH_NUMBER)}"
        rf"|#) ?#? ?[A-Z0-9-]+)?)(?: [A-Z ]+)?$"
    )
    cut = Cases(
        (
            (Not(Same(without, short)), Replaced(without, r"[ ,]+$", "")),
            (Found(short, r" , [A-Z ]+$"), Replaced(short, r" , [A-Z ]+$", "")),
            (Found(short, suffixed), Extracted(short, suffixed)),
        ),
        short,
    )
    ended = All((Found(text, r"\d$|USA?$"), Found(text, tail)))
    return Cases(
        (
            (line.simple, text),
            (ended, Replaced(cut, " , ", " ")),
            (Found(text, r"\d.* [A-Z].* , [A-Z]|BOX \d+ , [A-Z]"), _city_repeated(line)),
        ),
        Replaced(text, " , ", " "),
    )


def _city_repeated(line: Line) -> Text:
    """Take the city, and the state after it, off a line that repeats what its own column says."""
    city = Joined((Constant(", "), line.city))
    stateless = Replaced(line.text, rf"(?: ,)? {STATE}$", "")
    kept = line.text
    for text in (stateless, line.text):
        without = WithoutEnding(text, city)
        # What is left is an address still, and not a number whose street is named as the city.
        whole = Found(without, r"\d.* [A-Z0-9]*[A-Z]{2}|BOX \d+$")
        kept = Cases(((All((Not(Same(without, text)), whole)), without),), kept)
    lettered = Found(line.city, "^[A-Z][A-Z .'-]*$")
    return Replaced(Cases(((lettered, kept),), line.text), " , ", " ")


_SPECIAL = (
    r"\b(?:P ?O|POB|BOX|BX|BUZON|BZN|DRAWER|RR|R R|RURAL|RFD|HC|HCR|H C|STAR|ROUTE|RTE|RT|HWY"
    r"|HIGHWAY|HIWAY|CO|COUNTY"
    r"|CNTY|CR|STATE|SR|SH|US|U S|FM|F M|FARM|RM|INTERSTATE|I|IH|PSC|CMR|POST|GENERAL)\b|-"
)


def _special(change: Callable[[Text], Text]) -> Callable[[Line], Text]:
    """Ask first whether a line has a word of boxes, routes or highways."""

    def guarded(line: Line) -> Text:
        asked = ((line.simple, line.text), (Found(line.text, _SPECIAL), change(line.text)))
        return Cases(asked, line.text)

    return guarded


def _box(text: Text) -> Text:
    box = (
        r"\b(?:P ?O ?B|P ?O ?(?:BOX|BX|DRAWER)|POB|(?:POST|POSTAL) OFFICE (?:BOX|BX|DRAWER)"
        r"|POST(?:AL)? BOX)\b"
    )
    bare = Replaced(text, r"^BOX ((?:# )?\d+)$", r"PO BOX \1")
    return Replaced(
        Replaced(bare, box, "PO BOX"), r"\bPO BOX (?:NUMBER |NO )?(?:# )?0*([1-9])", r"PO BOX \1"
    )


def _route(text: Text) -> Text:
    number = r"(?: NO| NUMBER)?(?: #)? ?0*(\d+)"
    rural = (
        rf"\b(?:R ?R|RFD|RURAL (?:ROUTE|RT|RTE|DELIVERY)|RTE?|ROUTE){number}"
        r" (?:BOX|BX|BUZON|BZN)(?: #)? ?0*"
    )
    contract = (
        rf"\b(?:H ?C ?R?|HIGHWAY CONTRACT(?: ROUTE| RT)?|STAR (?:ROUTE|RT|RTE)){number}"
        r" (?:BOX|BX|BUZON|BZN)(?: #)? ?0*"
    )
    return Replaced(Replaced(text, rural, r"RR \1 BOX "), contract, r"HC \1 BOX ")


def _highway(text: Text) -> Text:
    changed = text
    for pattern, by in (
        (r"\b(?:U ?S) (?:HIGHWAY|HWY|HIWAY|ROUTE|RTE|RT) ?0*(\d)", r"US HWY \1"),
        (r"\b(?:STATE|ST) (?:HIGHWAY|HWY|HIWAY|ROUTE|RTE|RT|ROAD|RD) ?0*(\d)", r"STATE RTE \1"),
        (r"\b(?:S ?R|S ?H) 0*(\d)", r"STATE RTE \1"),
        (r"\b(?:COUNTY|CO|CNTY) (?:ROAD|RD)(?: #)? ?0*(\d)", r"COUNTY RD \1"),
        (r"\bC ?R (?:# )?0*(\d)", r"COUNTY RD \1"),
        (r"\b(?:COUNTY|CO|CNTY) (?:HIGHWAY|HWY) ?0*(\d)", r"COUNTY HWY \1"),
        (
            r"\b(?:FARM TO MARKET(?: ROAD| RD)?|FARM (?:ROAD|RD)|F M|FM (?:ROAD|RD)) ?0*(\d)",
            r"FM \1",
        ),
        (r"\b(?:INTERSTATE(?: HIGHWAY| HWY)?|IH|I)[ -]0*(\d)", r"I \1"),
    ):
        changed = Replaced(changed, pattern, by)
    return changed


def _number(text: Text) -> Text:
    lettered = Replaced(text, r"^(\d+)[ -]([A-Z]) ", r"\1\2 ")
    return Replaced(lettered, r"^0+([1-9])", r"\1")


def _house_number(line: Line) -> Text:
    text = line.text
    spelled = rf"^({any_of(CARDINALS)}) "
    word = Extracted(text, spelled)
    numbered = Swapped(text, ((word, Looked(word, CARDINALS)),))
    lettered = r"^\d+-[A-Z] |^0"
    return Cases(
        (
            (line.simple, text),
            (Found(text, spelled), numbered),
            (Found(text, lettered), _number(text)),
        ),
        text,
    )


def _common_words(line: Line) -> Text:
    """Swap the spellings that most lines have, one after the other."""
    common = tuple((Constant(word), Constant(_SPELLINGS[word])) for word in _COMMON)
    any_common = Found(line.text, rf"\b{any_of(_COMMON)}\b")
    return Cases(((any_common, Swapped(line.text, common)),), line.text)


def _rare_words(line: Line) -> Text:
    """Look up the first words that have another spelling, up to three, each named by itself."""
    rare = rf"(?:^| )({'|'.join(_RARE)})(?: |$)"
    text = line.text
    asked: Test = Found(text, rf"\b(?:{'|'.join(_RARE)})\b")
    for number in range(_ROUNDS):
        word = Named(
            f"{line.name} word {number}", Cases(((asked, Extracted(text, rare)),), Constant(""))
        )
        none = Is(word, ("",))
        swapped = Swapped(text, ((word, Looked(word, _RARE_TABLE)),))
        text = Named(f"{line.name} text {number}", Cases(((none, text),), swapped))
        asked = Not(none)
    return text


_RARE_TABLE = {word: _SPELLINGS[word] for word in _RARE}


def _unit(line: Line) -> Text:
    """Put the unit last, its designator in one spelling: `APT`, `#` and `UNIT` are one."""
    text = line.text
    designator = r"(?:APT|#|APT #|STE #|LOT #|SPC #|RM #|BLDG #|TRLR #|STE|LOT|SPC|RM|BLDG|TRLR|FL)"
    attached = r" (APT|STE|LOT|SPC|RM|BLDG|TRLR)(\d+[A-Z]?)$"
    parted = Replaced(
        Replaced(text, r" (?:APARTMENT|UNIT)(\d+[A-Z]?)$", r" APT \1"), attached, r" \1 \2"
    )
    spelled = Replaced(parted, r"\b(APT|STE|LOT|SPC|RM|BLDG|TRLR|FL) # ", r"\1 ")
    marked = Replaced(spelled, r"(^| )# ", r"\1APT ")
    floor = Replaced(marked, r" (\d+)(?:ST|ND|RD|TH) FL( |$)", r" FL \1\2")
    moved = Replaced(floor, rf"^((?:{designator}) [A-Z]?\d+[A-Z]?) (\d.*)$", r"\2 \1")
    asked = (
        rf"(?:^| ){designator}(?: |$)| (?:APARTMENT|UNIT|APT|STE|LOT|SPC|RM|BLDG|TRLR)\d+[A-Z]?$"
    )
    return Cases(((Found(text, asked), moved),), text)


RULES: tuple[Rule, ...] = (
    Rule("punctuation", "Publication 28, § 222", _punctuation),
    Rule("locality in the line", "Publication 28, § 212", _locality),
    Rule("post office box", "Publication 28, §§ 281-283", _special(_box)),
    Rule("rural or contract route", "Publication 28, §§ 241-254", _special(_route)),
    Rule("highway", "Publication 28, Appendix F", _special(_highway)),
    Rule("house number", "Publication 28, Appendix D", _house_number),
    Rule("common words", "Publication 28, § 233, Appendix C", _common_words),
    Rule("other words", "Publication 28, § 233, Appendices C and E", _rare_words),
    Rule("unit", "Publication 28, § 213, Appendix C2", _unit),
)
"""Every rule, in the sequence in which they change a line."""
