"""Judges whether a stated address is one that mail could be delivered to, on its face.

Rules kept here: what is tested is the delivery line (a street with a number, a post office box, a
route and box, a military post box) and that some locality stands with it; a ZIP Code is never an
address. Placeholders are judged by the whole line, not by a word in it. Plain good lines leave
early. Forms follow USPS Publication 28. It doesn't know whether an address exists, is deliverable
or is anybody's.
"""

from __future__ import annotations

from lawgate.examine import address_words as words
from lawgate.examine import placeholders
from lawgate.examine.address_reading import ODD_CITY, CarefulReading, Columns
from lawgate.examine.declaration import Column, Constant, Test, Text
from lawgate.examine.postal import STATES
from lawgate.examine.questions import All, Either, Found, Is, Not
from lawgate.examine.texts import Cases

ADDRESS_QUALITIES = (
    "street", "po_box", "route_box", "military", "blank", "placeholder", "digits_only",
    "no_street_number", "no_street_name", "locality_only", "no_locality", "general_delivery",
    "foreign", "facility", "unreadable",
)  # fmt: skip
"""What a stated address can be; the first four are complete delivery lines with a locality."""


def address_quality(line: str, city: str, state: str, postal_code: str) -> Text:
    """Declare the quality of a stated address, one of ADDRESS_QUALITIES.

    The arguments are the batch columns that hold the delivery line (or the whole address), the
    city, the state and the ZIP Code; any of the last three may be blank.
    """
    columns = Columns(
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
                (_plain_route(columns), Constant("route_box")),
                (Found(columns.line, _PLAINLY_NONE), Constant("placeholder")),
                (Found(columns.line, r"^\d{4,5}$"), Constant("digits_only")),
                (_nothing(columns), Constant("blank")),
                (Is(columns.line, ("",)), Constant("locality_only")),
                (Found(columns.line, words.TOO_LONG), Constant("unreadable")),
            ),
            Constant(""),
        ),
    )
    done = Not(Is(plain, ("",)))
    return Cases(((done, plain),), CarefulReading(columns, done).quality())


_PLAIN_STREET = (
    r"[1-9]\d{0,4} (?:[NSEW]\.? |[NS][EW] )?(?:(?:[A-Z]{2,} ){1,4}|\d{0,2}(?:1ST|2ND|3RD"
    r"|[04-9]TH) )"
    r"(?:ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|LN|LANE|BLVD|BOULEVARD|CT|COURT|CIR|PL|PLACE|WAY|TER"
    r"|TRL|PKWY)\.?(?: [NS]?[EW]?)?"
    r"(?:,? (?:(?:APT|APARTMENT|UNIT|STE|SUITE)\.? ?#?|#) ?[0-9A-Z-]{1,5})?"
)
_CITY = r"(?:ST\.? |FT\.? |MT\.? )?[A-Z]{3,}(?:[ .'-]{1,2}[A-Z]+)*"
_STATE = f"(?:{'|'.join(sorted(set(STATES.values())))})"
# Words that send a line to the careful reading, as pieces of words or whole ones.
_SUSPICIOUS = (
    r"\b(?:BLOCKS?\b|BLKS?\b|MILES?\b|MI\b|NEAR|FROM|BEHIND|U[NK][A-Z]*N\b|UNK|NU?K|FAIL|FALI"
    r"|PROV|ADD?R|HOMEL|HOML|TRANSIE|REFUS|DECLIN|CONFID|NONE|NOT|NO\b|NA\b|NIL"
    r"|NULL|TBD|TEST|DON|CARE|SAME|SEE\b|NAME|MISS|PEND|VAR|MULT|ILLEG|EMPT|VOID|DIT|"
    r"ABODE|RESID|DECEA|DEPOR|REMOV|DETAIN|INCAR|CUST|DUM|FAKE|BOGUS|JUNK|SAMP|EXAM|DEF|ABC|XY"
    r"|BLANK"
    r"|FOO|BAR\b|BLA|SOME|ANY|WHAT|WHERE|WHO|HOUSE|JAIL|PRIS|CORRECT|FACIL|PROCESS|HOLD|CENTER|SHER"
    r"|GEN|DELI|UNDIS|UNAV|UNS|UND|UNV|UNOB|UNABLE|WITH|REDAC|PLACEH|AT LARGE|IDK|DUN|LOREM|MADE"
    r"|MAKE|SIN\b|DESC"
    r"|NING|DOMIC|DIREC|TENT|CAMP|PRIV|TEMP|ANON|DELE|DROP|SELE|UNION|INSERT|SCRIPT|ALERT|ERROR"
    r"|CITY"
    r"|ZIP|POST|PO\b|BOX|RR\b|HC\b|PSC|CMR|APO|CARCEL|NADA|NOPE|NOTH|NOB|NOW|EVERY|SOMET|YOUR"
    r"|SKIP|IGN|TRASH|GARB|NEVER|NAN)"
    r"|\d (?:ST|STREET|AVE|AVENUE|RD|ROAD|BLVD|BOULEVARD|DR|DRIVE|LN|HIGHWAY) "
    rf"|{words.TRIPLED}|[BCDFGHJKLMNPQRSTVWXZ]{{5}}|{words.KEYBOARD}|{words.BAD_PAIR}"
)


def _plainly_good(columns: Columns) -> Test:
    """Declare what is a street address beyond doubt: the usual form, nothing odd in any column."""
    return All(
        (
            Found(columns.line, f"^{_PLAIN_STREET}$"),
            Not(Found(columns.line, _SUSPICIOUS)),
            _plain_place(columns),
        )
    )


def _plain_place(columns: Columns) -> Test:
    return All(
        (
            Found(columns.state, f"^{_STATE}$"),
            Found(columns.city, f"^{_CITY}$"),
            Not(Found(columns.city, ODD_CITY)),
        )
    )


def _plainly_whole(columns: Columns) -> Test:
    """Declare what is beyond doubt a street address with its place, all in the one field."""
    return All(
        (
            _in_one_field(columns, f"^{_PLAIN_STREET}"),
            Not(Found(columns.line, _SUSPICIOUS)),
        )
    )


def _in_one_field(columns: Columns, delivery: str) -> Test:
    """Declare a plain delivery line that its place follows, with the other columns blank."""
    blank = [Is(text, ("",)) for text in (columns.city, columns.state, columns.postal)]
    whole = rf"{delivery}, {_CITY}, {_STATE} (?:0[1-9]|[1-9]\d)\d{{3}}(?:-\d{{4}})?$"
    return All((*blank, Found(columns.line, whole), Not(Found(columns.line, _ODD_PLACE))))


_ODD_PLACE = rf", (?:{placeholders.CITY.strip('^$')}), [A-Z]{{2}} "


_PLAINLY_NONE = r"^(?:FAILED TO PROVIDE|UNKNOWN ADDRESS|NA NA)(?: \d{5})?$"
"""The commonest of the phrases that `placeholders` lists: a line of nothing else leaves early."""


def _plain_box(columns: Columns) -> Test:
    """Declare what is beyond doubt a numbered post office box in a stated place."""
    box = r"^P\.?O\.? BOX [1-9]\d{0,3}"
    return Either(
        (
            All((Found(columns.line, f"{box}$"), _plain_place(columns))),
            _in_one_field(columns, box),
        )
    )


def _plain_route(columns: Columns) -> Test:
    """Declare what is beyond doubt a box on a rural or highway route in a stated place."""
    route = r"^(?:RR|HC|RURAL ROUTE) [1-9]\d?,? BOX [1-9]\d{0,3}$"
    return All((Found(columns.line, route), _plain_place(columns)))


def _nothing(columns: Columns) -> Test:
    texts = (columns.line, columns.city, columns.state, columns.postal)
    return All(tuple(Is(text, ("",)) for text in texts))
