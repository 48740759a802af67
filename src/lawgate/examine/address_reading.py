"""The careful reading of an address whose line is not plainly good.

Rules kept here: a line is cleaned, its locality and units are taken off, and what is left must be a
number with a street's name, a box, or a route with its box; what fails is named by what it lacks. A
later test never undoes an earlier one. Parts are empty where the plain reading has already decided.
"""

from __future__ import annotations

from dataclasses import dataclass

from lawgate.examine import address_words as words
from lawgate.examine import placeholders
from lawgate.examine.declaration import Constant, Named, Test, Text
from lawgate.examine.postal import MILITARY_STATES
from lawgate.examine.questions import All, Either, Found, Is, Not, Same
from lawgate.examine.texts import Cases, Extracted, Replaced, WithoutEnding

ODD_CITY = rf"{placeholders.CITY}|{words.KEYBOARD}|{words.TRIPLED}"
"""What no city is called."""

_NAMED_UNIT = "FRONT|SIDE|LOT|OFFICE|LOWER|UPPER"
_NOT_A_ZIP = r"(?:^| )(?:BOX|BX|#|PMB|APT|UNIT|STE|DRAWER|POB|PO|NO) \d{5}$"
_EMPTY = Constant("")


@dataclass(frozen=True, slots=True)
class Columns:
    """The four stated texts, and the prefix that names the parts made of them."""

    line: Text
    city: Text
    state: Text
    postal: Text
    prefix: str

    def named(self, name: str, text: Text) -> Named:
        """Name a part of these columns' declaration."""
        return Named(f"{self.prefix} {name}", text)


class CarefulReading:
    """The careful reading of a line that is not plainly good."""

    def __init__(self, columns: Columns, done: Test) -> None:
        self.columns = columns
        self._done = done
        self.clean = self._part("clean", _cleaned(columns.line))
        self.no_zip = self._part("no zip", _without_zip(self.clean))
        self.abroad = self._part("abroad", WithoutEnding(self.no_zip, columns.city))
        self.no_state = self._part("no state", self._without_state())
        self.body = self._part("body", self._body())
        self.letters = self._part("letters", self._only_words(self.no_state))
        self.street = self._part("street", self._street())
        self.rest = self._part("rest", self._rest())
        self.core = self._part("core", _up_to_suffix(self.rest))
        self.kind = self._part("kind", self._kind())

    def _part(self, name: str, text: Text) -> Named:
        """Name a part that is left empty where the line is done with."""
        return self.columns.named(name, Cases(((self._done, _EMPTY),), text))

    def quality(self) -> Text:
        """Declare the quality."""
        line = self.columns.line
        return Cases(
            (
                (Found(line, words.TOO_LONG), Constant("unreadable")),
                (Not(Found(line, r"[^ -/:-@\[-`{-~]")), Constant("placeholder")),
                (Found(line, r"[^ -~]"), Constant("unreadable")),
                (self._placeholder(), Constant("placeholder")),
                (Not(Found(line, r"[A-Z]")), Constant("digits_only")),
                (
                    Found(
                        line,
                        r"[<>{}=$^~%]|&[A-Z]{2,6};|&#\d|--|\\[^NRT]|@[A-Z0-9-]+\.|\bWWW\.|HTTPS?:",
                    ),
                    Constant("unreadable"),
                ),
                (self._foreign(), Constant("foreign")),
                (Found(self.clean, words.GENERAL_DELIVERY), Constant("general_delivery")),
                (
                    All((Is(self.kind, _COMPLETE), Not(self._has_locality()))),
                    Constant("no_locality"),
                ),
                (Not(Is(self.kind, ("",))), self.kind),
                (Found(self.clean, words.FACILITY), Constant("facility")),
                (self._locality_only(), Constant("locality_only")),
            ),
            Constant("no_street_number"),
        )

    def _without_state(self) -> Text:
        ended = rf"(?:^| )(?:, )?{words.STATE}(?: ,)?$"
        parted = rf"(?: , |^){words.STATE}$"
        # Streets are named for states: without a comma or a ZIP Code, enough must stand before.
        plain = rf"([A-Z]{{2}}|[A-Z]{{2}}.* [A-Z0-9-]+) {words.PLAIN_STATE}$"
        short = rf"([A-Z]{{2}}|[A-Z]{{2}}.* [A-Z0-9-]+) {words.STATE_LETTERS}$"
        named = rf"^{words.NUMBER} {words.DIRECTION} {words.STATE}$"
        after_road = rf"(\b{words.ROAD_WORD} (?:.* )?[A-Z]{{3,}}) (?:CT|NE)$"
        zip_taken = Not(Either((Is(self.no_zip, ("",)), Same(self.no_zip, self.clean))))
        plainly = Replaced(self.no_zip, plain, r"\1")
        stated_too = Not(Same(WithoutEnding(plainly, self.columns.city), plainly))
        return Cases(
            (
                (zip_taken, Replaced(self.no_zip, ended, "")),
                (Found(self.no_zip, parted), Replaced(self.no_zip, parted, "")),
                (Found(self.no_zip, after_road), Replaced(self.no_zip, after_road, r"\1")),
                (Found(self.no_zip, named), self.no_zip),
                (Either((Is(self.columns.state, ("",)), stated_too)), plainly),
            ),
            Replaced(self.no_zip, short, r"\1"),
        )

    def _body(self) -> Text:
        city = Replaced(self.columns.city, r"[.'` ]+", " ")
        without_state = WithoutEnding(self.no_zip, Replaced(self.columns.state, r"\.", ""))
        without_both = WithoutEnding(without_state, city)
        without_city = Cases(
            ((Same(without_both, without_state), WithoutEnding(self.no_state, city)),), without_both
        )
        # A ranch road of four digits is no room.
        ranch = Replaced(without_city, r"^(\d+) RM (\d{4})\b", r"\1 FM \2")
        without_floors = Replaced(ranch, words.FLOOR, " , ")
        without_units = Replaced(without_floors, words.UNIT, " , ")
        parted = Replaced(Replaced(without_units, r" *,[ ,]*", " , "), r"^[ ,-]+|[ ,-]+$", "")
        return Replaced(
            parted, rf"^(\d{{1,6}}[A-Z]?) , ([A-Z0-9][^,]* {words.SUFFIX}(?:$| |,))", r"\1 \2"
        )

    def _only_words(self, text: Text) -> Text:
        spelled = Replaced(text, r"\bN ?/ ?A\b", "NA")
        return Replaced(Replaced(spelled, r"[^A-Z0-9]+", " "), r"^ | $", "")

    def _street(self) -> Text:
        prefixed = Extracted(self.body, words.NUMBERED_STREET)
        at_number = Extracted(self.body, words.AT_NUMBER)
        spelled = Extracted(self.body, words.SPELLED_STREET)
        return Cases(
            (
                (Found(self.body, words.NUMBERED_STREET), prefixed),
                (Found(self.body, words.AT_NUMBER), at_number),
            ),
            spelled,
        )

    def _rest(self) -> Text:
        number = rf"^(?:{words.NUMBER}(?: -)?|{words.SPELLED}) (?:THE )?(.*?) ?$"
        return Replaced(Extracted(self.street, number), r"^(?:\d+[A-Z]? )+", "")

    def _kind(self) -> Text:
        clean = self.clean
        post = Either((
            Found(clean, words.MILITARY_POST),
            Found(self.columns.city, words.MILITARY_POST),
            Is(self.columns.state, MILITARY_STATES),
            Found(self.columns.postal, words.MILITARY_ZIP),
        ))  # fmt: skip
        return Cases(
            (
                (All((post, Found(clean, words.MILITARY))), Constant("military")),
                (Found(clean, words.MILITARY_ONLY), Constant("military")),
                (Found(clean, words.ROUTE_BOX), Constant("route_box")),
                (self._box_is_the_zip(), Constant("no_street_number")),
                (Found(self.no_state, words.PO_BOX), Constant("po_box")),
                (Found(self.body, words.NUMBER_LAST), Constant("street")),
                (Is(self.street, ("",)), self._no_number()),
                (Found(self.street, r"^0+(?:[ -]|$)"), Constant("no_street_number")),
                (Found(self.rest, words.DIRECTIONS_TO), Constant("no_street_number")),
                (Found(self.rest, r"^(?:&|AND) [A-Z]"), Constant("no_street_number")),
                (self._placeholder_name(), Constant("placeholder")),
                (self._facility_name(), Constant("facility")),
                (Found(self.street, words.HIGHWAY), Constant("street")),
                (Found(self.street, words.GRID), Constant("street")),
                (self._nameless(), Constant("no_street_name")),
            ),
            Constant("street"),
        )  # fmt: skip

    def _box_is_the_zip(self) -> Test:
        box = Extracted(self.clean, r"BO?X(?: #)? (\d{5})(?:-?\d{4})?$")
        return All((Not(Is(box, ("",))), Same(box, Extracted(self.columns.postal, r"^(\d{5})"))))

    def _no_number(self) -> Text:
        return Cases(
            ((Found(self.body, rf"^(?:# ?)?{words.NUMBER}(?: ,|$)"), Constant("no_street_name")),),
            _EMPTY,
        )

    def _placeholder(self) -> Test:
        spaced = r"(?:^|[^A-Z0-9])[A-Z](?:[^A-Z0-9]+[A-Z]){3,}(?:[^A-Z0-9]|$)"
        squeezed = Replaced(self.columns.line, r"[^A-Z]+", "")
        leet = self.columns.line
        for digit, letter in (
            ("0", "O"),
            (r"[1!|]", "I"),
            ("3", "E"),
            (r"[4@]", "A"),
            (r"[5$]", "S"),
        ):
            leet = Replaced(leet, digit, letter)
        return Either(
            (
                Found(self.columns.line, spaced),
                Found(self.letters, placeholders.PHRASES),
                Found(squeezed, placeholders.SQUEEZED),
                All((
                    Found(self.letters, placeholders.ONLY_PLACEHOLDERS),
                    Not(Found(self.rest, placeholders.STREET_NAMES_TOO)),
                )),
                All((
                    Found(self.columns.line, r"[A-Z][01345@$!|]|[01345@$!|][A-Z]"),
                    Found(Replaced(leet, r"[^A-Z]+", ""), placeholders.SQUEEZED),
                )),
            )
        )  # fmt: skip

    def _placeholder_name(self) -> Test:
        name = self._only_words(self.core)
        return Either(
            (
                Found(
                    name, f"^{placeholders.NO_STREETS_NAME}(?: {placeholders.NO_STREETS_NAME})*$"
                ),
                All((Not(self._has_suffix()), Found(name, f"^{placeholders.NO_STREETS_NAME} "))),
                All((Not(self._has_suffix()), Found(name, placeholders.ONLY_PLACEHOLDERS))),
                _mashed(self.core),
            )
        )

    def _facility_name(self) -> Test:
        return All(
            (
                Found(self.rest, words.FACILITY_NAME),
                Not(Found(self.rest, rf"\b{words.ROAD_WORD}\b")),
            )
        )

    def _has_suffix(self) -> Test:
        return Not(Same(self.core, self.rest))

    def _nameless(self) -> Test:
        hard = words.HARD_SUFFIX
        direction = words.DIRECTION
        return Either(
            (
                Not(Found(self.rest, r"[A-Z]")),
                Found(self.rest, f"^(?:{direction} )*(?:{direction}|{words.UNIT_ONLY})$"),
                All((Not(self._has_suffix()), Found(self.rest, f"^{words.UNIT_ONLY} "))),
                All((
                    Found(
                        self.rest,
                        f"^(?:(?:{direction}|{words.SHORT_SUFFIX}|{words.UNIT_ONLY}) )*{hard}$"
                        f"|^(?:{words.TWICE_A_SUFFIX})",
                    ),
                    Not(
                        Found(
                            self.rest,
                            f"^(?:{direction}|{direction} {direction}|{_NAMED_UNIT}) {hard}$",
                        )
                    ),
                )),
                All((Not(self._has_suffix()), Found(self.rest, "^#"))),
                All((Not(self._has_suffix()), Found(self.rest, r"^(?:[A-Z] )*[A-Z]{1,2}$"))),
                All((
                    Not(self._has_suffix()),
                    Found(self.rest, f"^(?:{direction} )?{hard} "),
                    Not(Found(self.rest, words.HARD_FIRST)),
                )),
                All((
                    Not(self._has_suffix()),
                    Not(Same(self.no_state, self.no_zip)),
                    Not(Found(self.no_state, ",")),
                    Found(self.rest, _JUST_A_CITY),
                )),
            )
        )  # fmt: skip

    def _has_locality(self) -> Test:
        columns = self.columns
        return Either(
            (
                All((
                    Found(columns.state, rf"^{words.STATE}\.?$"),
                    Found(columns.city, "[A-Z]{2}"),
                    Not(Found(columns.city, ODD_CITY)),
                )),
                Found(columns.postal, f"^{words.ZIP}$"),
                Found(
                    columns.city,
                    rf"[A-Z]{{2}}(?:,? {words.STATE}\.?,? {words.ZIP}|, ?{words.STATE}\.?)$",
                ),
                Found(columns.city, r"^(?:APO|FPO|DPO),? A[AEP]$"),
                All((
                    Found(self.clean, rf"(?:^| ){words.ZIP}$"),
                    Not(Found(self.clean, _NOT_A_ZIP)),
                )),
                Found(self.clean, rf" {words.STATE}(?: ,)? \d{{5}}(?:-\d{{1,4}}| |$)"),
                Not(Same(self.no_state, self.no_zip)),
            )
        )  # fmt: skip

    def _foreign(self) -> Test:
        columns = self.columns
        us_state = Found(columns.state, rf"^{words.STATE}\.?$")
        return Either(
            (
                Found(columns.postal, r"^[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d$"),
                Found(self.clean, words.CANADIAN_CODE),
                All((Is(columns.state, ("",)), Found(self.clean, words.FOREIGN_CODE))),
                Found(columns.state, words.FOREIGN_STATE),
                Found(self.abroad, words.FOREIGN_END),
                All((Not(us_state), Found(columns.city, words.FOREIGN_PLACE))),
                All((
                    Is(columns.state, ("",)),
                    Is(columns.postal, ("",)),
                    Found(self.clean, words.FOREIGN_LAST),
                )),
            )
        )  # fmt: skip

    def _locality_only(self) -> Test:
        tail = Not(Same(self.no_state, self.clean))
        return All((
            Not(Found(self.body, r"\d")),
            Either((tail, Is(self.body, ("",)), Same(self.body, self.columns.city))),
            Not(Found(self.body, rf" {words.HARD_SUFFIX}(?: ,|$)")),
        ))  # fmt: skip


_COMPLETE = ("street", "po_box", "route_box", "military")

_JUST_A_CITY = (
    r"^(?:(?:N|S|E|W|NE|NW|SE|SW|NORTH|SOUTH|EAST|WEST) )?(?:[A-Z'-]+|(?:AVE|BOULEVARD|SAN|SANTA"
    r"|LOS|LAS|EL|LA|NEW|FORT|FT|SAINT|ST|MOUNT|MT|PORT|LAKE|CORPUS|BATON|LONG"
    r"|DES|EAST|WEST|NORTH|SOUTH|PALM|VIRGINIA|COLORADO|GRAND|GREEN|LITTLE|OKLAHOMA|KANSAS|JERSEY"
    r"|IOWA"
    r"|OVERLAND|CEDAR|SIOUX|RAPID|DALY|SIMI|THOUSAND|CHULA|MORENO|RANCHO|GARDEN|HUNTINGTON|COSTA"
    r"|BOCA"
    r"|CORAL|ROUND|COLLEGE|SUGAR|WICHITA|SALT LAKE|WEST PALM|ANN|EL|DEL) [A-Z]+)$"
)


def _cleaned(line: Text) -> Text:
    """Part words, numbers and commas by single blanks; drop what only decorates."""
    text: Text = Replaced(line, r"['`]", "")
    text = Replaced(text, r"\b([A-Z])\.([A-Z])\b", r"\1\2")
    text = Replaced(text, r"[.:\"()\[\]!?*_@ ]+", " ")
    text = Replaced(text, r" *([#&]) *", r" \1 ")
    text = Replaced(text, r"\\[NRT]\b", " , ")
    text = Replaced(text, r"[ ,;|\\]*[,;|\\][ ,;|\\]*", " , ")
    text = Replaced(text, r"^[ ,-]+|[ ,-]+$", "")
    text = Replaced(text, r"(?: ,)? (?:USA|U S A|US A|UNITED STATES(?: OF AMERICA)?)$|, US$", "")
    text = Replaced(text, r"(\d) US$", r"\1")
    return Replaced(text, r"(^|, )(\d{1,6})([A-Z]{3,})", r"\1\2 \3")


def _without_zip(text: Text) -> Text:
    """Drop a ZIP Code from the end, unless the word before says that it is something else."""
    other = (
        r"(?:^| )(?:BOX|BX|#|PMB|APT|UNIT|STE|SUITE|HWY|HIGHWAY|ROUTE|RTE|RT|COUNTY ROAD"
        r"|COUNTY RD|PRIVATE ROAD|CO RD|LOT|NO|NUMBER|DRAWER|CR|FM"
        r"|SR|US|POB|CALLER|RM|ROOM) \d{5}$"
    )
    ended = r"(?:^|,? )\d{5}(?:-\d{1,4}| \d{4}|\d{4})?$"
    # A leading zero that a spreadsheet dropped, or a slip in a number that a state stands before.
    slipped = rf"( {words.STATE})(?: ,)? (?:\d{{4}}|\d{{3,5}}-\d{{4}}|\d{{6,10}})$"
    abroad = r" (?:WA|SA|NT)(?: ,)? \d{4}$"
    return Cases(
        (
            (Found(text, other), text),
            (Found(text, abroad), text),
            (Found(text, slipped), Replaced(text, slipped, r"\1")),
        ),
        Replaced(Replaced(text, ended, ""), r"[ ,]+$", ""),
    )


def _up_to_suffix(rest: Text) -> Text:
    """Give the street's name: up to the first suffix that isn't its first word, or all of it."""
    suffixed = rf"^((?:{words.DIRECTION} )?[^ ]+(?: [^ ]+)*?) {words.SUFFIX}(?: .*)?$"
    return Cases(((Found(rest, suffixed), Extracted(rest, suffixed)),), rest)


def _mashed(name: Text) -> Test:
    """Declare what fingers do on a keyboard: runs of keys, no vowels, letters that never meet."""
    return Either(
        (
            Found(name, f"{words.KEYBOARD}|{words.TRIPLED}|{words.BAD_PAIR}"),
            All((
                Found(name, words.VOWELLESS),
                Found(Replaced(name, rf"\b{words.VOWELLESS_WORDS}\b", "A"), words.VOWELLESS),
            )),
            All((
                Found(name, words.CLUSTER),
                Found(Replaced(name, words.DIGRAPH, "C"), words.CLUSTER),
            )),
        )
    )  # fmt: skip
