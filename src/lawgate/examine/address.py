"""Judges whether a stated address is one that mail could be delivered to, on its face.

Rules kept here: what is tested is the delivery line (a street with a number, a post office box, a
route and box, a military post box) and that some locality stands with it; a ZIP Code is never an
address. Placeholders are judged by the whole line, not by a word in it. Plain good lines leave
early. Forms follow USPS Publication 28. It doesn't know whether an address exists, is deliverable
or is anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass

from lawgate.examine import address_words as words
from lawgate.examine import placeholders
from lawgate.examine.pattern import (
    All,
    Cases,
    Column,
    Constant,
    Either,
    Extracted,
    Found,
    Is,
    Named,
    Not,
    Replaced,
    Same,
    Test,
    Text,
    WithoutEnding,
)

ADDRESS_QUALITIES = (
    "street", "po_box", "route_box", "military", "blank", "placeholder", "digits_only",
    "no_street_number", "no_street_name", "locality_only", "no_locality", "general_delivery",
    "foreign", "facility", "unreadable",
)  # fmt: skip
"""What a stated address can be; the first four are complete delivery lines with a locality."""

_EMPTY = Constant("")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The four stated texts, and the prefix that names the parts made of them."""

    line: Text
    city: Text
    state: Text
    postal: Text
    prefix: str

    def named(self, name: str, text: Text) -> Named:
        return Named(f"{self.prefix} {name}", text)


def address_quality(line: str, city: str, state: str, postal_code: str) -> Text:
    """Declare the quality of a stated address, one of ADDRESS_QUALITIES.

    The arguments are the batch columns that hold the delivery line (or the whole address), the
    city, the state and the ZIP Code; any of the last three may be blank.
    """
    columns = _Columns(
        Column(line), Column(city), Column(state), Column(postal_code),
        f"address {line} {city} {state} {postal_code}",
    )  # fmt: skip
    plain = columns.named(
        "plain",
        Cases(
            (
                (_plainly_good(columns), Constant("street")),
                (_plainly_whole(columns), Constant("street")),
                (_plain_box(columns), Constant("po_box")),
                (_nothing(columns), Constant("blank")),
                (Is(columns.line, ("",)), Constant("locality_only")),
                (Found(columns.line, words.TOO_LONG), Constant("unreadable")),
            ),
            Constant(""),
        ),
    )
    done = Not(Is(plain, ("",)))
    return Cases(((done, plain),), _Hard(columns, done).quality())


_PLAIN_STREET = (
    r"[1-9]\d{0,4} (?:[NSEW]\.? |[NS][EW] )?(?:(?:[A-Z]{2,} ){1,4}|\d{0,2}(?:1ST|2ND|3RD|[04-9]TH) )"
    r"(?:ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|LN|LANE|BLVD|BOULEVARD|CT|COURT|CIR|PL|PLACE|WAY|TER"
    r"|TRL|PKWY)\.?(?: [NS]?[EW]?)?"
    r"(?:,? (?:(?:APT|APARTMENT|UNIT|STE|SUITE)\.? ?#?|#) ?[0-9A-Z-]{1,5})?"
)
_CITY = r"(?:ST\.? |FT\.? |MT\.? )?[A-Z]{3,}(?:[ .'-]{1,2}[A-Z]+)*"
_STATE = f"(?:{'|'.join(sorted(set(words.STATES.values())))})"
_ODD_CITY = rf"{placeholders.CITY}|{words.KEYBOARD}|{words.TRIPLED}"
# Words that send a line to the careful reading, as pieces of words or whole ones.
_SUSPICIOUS = (
    r"\b(?:BLOCKS?\b|BLKS?\b|MILES?\b|MI\b|NEAR|FROM|BEHIND|U[NK][A-Z]*N\b|UNK|NU?K|FAIL|FALI|PROV|ADD?R|HOMEL|HOML|TRANSIE|REFUS|DECLIN|CONFID|NONE|NOT|NO\b|NA\b|NIL"
    r"|NULL|TBD|TEST|DON|CARE|SAME|SEE\b|NAME|MISS|PEND|VAR|MULT|ILLEG|EMPT|VOID|DIT|"
    r"ABODE|RESID|DECEA|DEPOR|REMOV|DETAIN|INCAR|CUST|DUM|FAKE|BOGUS|JUNK|SAMP|EXAM|DEF|ABC|XY|BLANK"
    r"|FOO|BAR\b|BLA|SOME|ANY|WHAT|WHERE|WHO|HOUSE|JAIL|PRIS|CORRECT|FACIL|PROCESS|HOLD|CENTER|SHER"
    r"|GEN|DELI|UNDIS|UNAV|UNS|UND|UNV|UNOB|UNABLE|WITH|REDAC|PLACEH|AT LARGE|IDK|DUN|LOREM|MADE|MAKE|SIN\b|DESC"
    r"|NING|DOMIC|DIREC|TENT|CAMP|PRIV|TEMP|ANON|DELE|DROP|SELE|UNION|INSERT|SCRIPT|ALERT|ERROR|CITY"
    r"|ZIP|POST|PO\b|BOX|RR\b|HC\b|PSC|CMR|APO|CARCEL|NADA|NOPE|NOTH|NOB|NOW|EVERY|SOMET|YOUR|SKIP|IGN|TRASH|GARB|NEVER|NAN)"
    r"|\d (?:ST|STREET|AVE|AVENUE|RD|ROAD|BLVD|BOULEVARD|DR|DRIVE|LN|HIGHWAY) "
    rf"|{words.TRIPLED}|[BCDFGHJKLMNPQRSTVWXZ]{{5}}|{words.KEYBOARD}|{words.BAD_PAIR}"
)


def _plainly_good(columns: _Columns) -> Test:
    """Declare what is a street address beyond doubt: the usual form, nothing odd in any column."""
    return All(
        (
            Found(columns.line, f"^{_PLAIN_STREET}$"),
            Not(Found(columns.line, _SUSPICIOUS)),
            _plain_place(columns),
        )
    )


def _plain_place(columns: _Columns) -> Test:
    return All(
        (
            Found(columns.state, f"^{_STATE}$"),
            Found(columns.city, f"^{_CITY}$"),
            Not(Found(columns.city, _ODD_CITY)),
        )
    )


def _plainly_whole(columns: _Columns) -> Test:
    """Declare what is beyond doubt a street address with its place, all in the one field."""
    blank = [Is(text, ("",)) for text in (columns.city, columns.state, columns.postal)]
    whole = rf"^{_PLAIN_STREET}, {_CITY}, {_STATE} (?:0[1-9]|[1-9]\d)\d{{3}}(?:-\d{{4}})?$"
    odd = Either((Found(columns.line, _SUSPICIOUS), Found(columns.line, _ODD_PLACE)))
    return All((*blank, Found(columns.line, whole), Not(odd)))


_ODD_PLACE = rf", (?:{placeholders.CITY.strip('^$')}), [A-Z]{{2}} "


def _plain_box(columns: _Columns) -> Test:
    """Declare what is beyond doubt a numbered post office box in a stated place."""
    box = r"^P\.?O\.? BOX [1-9]\d{0,3}$"
    return All((Found(columns.line, box), _plain_place(columns)))


def _nothing(columns: _Columns) -> Test:
    texts = (columns.line, columns.city, columns.state, columns.postal)
    return All(tuple(Is(text, ("",)) for text in texts))


class _Hard:
    """The careful reading of a line that is not plainly good."""

    def __init__(self, columns: _Columns, done: Test) -> None:
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
            Is(self.columns.state, words.MILITARY_STATES),
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
                    Not(Found(self.rest, rf"^(?:{direction}|{direction} {direction}|FRONT|SIDE|LOT|OFFICE|LOWER|UPPER) {hard}$")),
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
                    Not(Found(columns.city, rf"{placeholders.CITY}|{words.KEYBOARD}|{words.TRIPLED}")),
                )),
                Found(columns.postal, f"^{words.ZIP}$"),
                Found(columns.city, rf"[A-Z]{{2}}(?:,? {words.STATE}\.?,? {words.ZIP}|, ?{words.STATE}\.?)$"),
                Found(columns.city, r"^(?:APO|FPO|DPO),? A[AEP]$"),
                All((
                    Found(self.clean, rf"(?:^| ){words.ZIP}$"),
                    Not(Found(self.clean, r"(?:^| )(?:BOX|BX|#|PMB|APT|UNIT|STE|DRAWER|POB|PO|NO) \d{5}$")),
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
                All((Is(columns.state, ("",)), Is(columns.postal, ("",)), Found(self.clean, words.FOREIGN_LAST))),
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
    r"^(?:(?:N|S|E|W|NE|NW|SE|SW|NORTH|SOUTH|EAST|WEST) )?(?:[A-Z'-]+|(?:AVE|BOULEVARD|SAN|SANTA|LOS|LAS|EL|LA|NEW|FORT|FT|SAINT|ST|MOUNT|MT|PORT|LAKE|CORPUS|BATON|LONG"
    r"|DES|EAST|WEST|NORTH|SOUTH|PALM|VIRGINIA|COLORADO|GRAND|GREEN|LITTLE|OKLAHOMA|KANSAS|JERSEY|IOWA"
    r"|OVERLAND|CEDAR|SIOUX|RAPID|DALY|SIMI|THOUSAND|CHULA|MORENO|RANCHO|GARDEN|HUNTINGTON|COSTA|BOCA"
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
        r"(?:^| )(?:BOX|BX|#|PMB|APT|UNIT|STE|SUITE|HWY|HIGHWAY|ROUTE|RTE|RT|COUNTY ROAD|COUNTY RD|PRIVATE ROAD|CO RD|LOT|NO|NUMBER|DRAWER|CR|FM"
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
