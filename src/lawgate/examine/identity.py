"""What a stated identifier, name or officer is on its face: its kind, never whose it is.

Rules kept here: an identifier's kind follows from its digits alone, none of which is a check digit,
so the best it can be is possible. Short names, hyphens, apostrophes, particles and suffixes are
names; a placeholder in either half of a name is a placeholder. An officer is a person when a given
name and a surname stand, whatever the title. It doesn't look anything up and never repairs a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.examine.declaration import Column, Constant, Named
from lawgate.examine.questions import All, Either, Found, Is, Not
from lawgate.examine.texts import Cases, Replaced

if TYPE_CHECKING:
    from lawgate.examine.declaration import Test, Text

IDENTIFIER_KINDS = (
    "none", "ssn", "itin", "synthetic", "atin", "irsn", "ein", "impossible", "malformed",
)  # fmt: skip
NAME_QUALITIES = ("complete", "blank", "single", "placeholder", "digits", "garbled")
OFFICER_QUALITIES = ("person", "blank", "placeholder", "mailbox", "team", "single")

_NEVER_ISSUED = (*(str(digit) * 9 for digit in range(10)), "123456789")
_EIN_PREFIXES = (
    "0[1-6]|1[0-6]|2[0-7]|3[0-9]|4[0-8]|5[0-9]|6[0-8]|7[1-7]|8[0-8]|9[0-5]|9[89]"
)  # fmt: skip

# Words that stand where a name should and are nobody's name.
_NO_NAME = (
    "UNKNOWN|UNKNOW|UNKOWN|UNKNWON|UNKWOWN|UNKN|UNK|UNNAMED|UNIDENTIFIED|UNAVAILABLE|UNSPECIFIED"
    "|UNDISCLOSED|NFN|NLN|FNU|LNU|NMN|NMI|NFM|N/A|N\\.A\\.?|NONE|NIL|TBD|TBA|TO BE (?:DETERMINED"
    "|ANNOUNCED|ASSIGNED|CONFIRMED|ADVISED)|TEST|TESTING"
    "|ANONYMOUS|REDACTED|WITHHELD|CONFIDENTIAL|REFUSED|DECLINED|MISSING|PENDING|PLACEHOLDER"
    "|FAILED TO PROVIDE|NOT PROVIDED|NOT GIVEN|NOT STATED|NOT AVAILABLE|NOT APPLICABLE|NOT KNOWN"
    "|NO NAME|NO (?:FIRST|LAST|GIVEN|FAMILY|MIDDLE)(?: NAME)?|NO SURNAME"
    "|(?:FIRST|LAST|GIVEN|FAMILY|YOUR|FULL|MIDDLE) ?NAME|SURNAME|FNAME|LNAME|NAME|SAME|DITTO"
    "|SEE FILE"
    "|SIN NOMBRE|SIN APELLIDO|DESCONOCID[OA]|NINGUN[OA]|ASDF[A-Z]*|QWERT[A-Z]*|FOOBAR|DUMMY"
    "|FAKE|BOGUS|BABY (?:BOY|GIRL)|INFANT|FEMALE|SUBJECT|ALIEN"
)
_TRIPLED = "|".join(f"{letter}{{3,}}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_GAP = r"[ ,./'-]"
_PLACEHOLDER_WORD = f"(?:{_NO_NAME}|{_TRIPLED}|XX)"
_PLACEHOLDER_NAME = (
    rf"^{_GAP}*{_PLACEHOLDER_WORD}(?:{_GAP}+{_PLACEHOLDER_WORD})*{_GAP}*$|^{_GAP}+$|^[?*]+$"
)
_NAME_CHARACTERS = r"[^A-Z0-9 '`.,()/\"-]"
_NUMBERED_SUFFIX = r"\b(?:2ND|3RD|[4-9]TH)\.?$"


def identifier_kind(column: str) -> Text:
    """Declare the kind of a taxpayer number, one of IDENTIFIER_KINDS; separators don't count."""
    stated = Column(column)
    digits = Named(f"{column} digits", Replaced(stated, r"[ ./_-]", ""))
    return Cases(
        (
            (Is(stated, ("",)), Constant("none")),
            (Not(Found(digits, r"^\d{9}$")), Constant("malformed")),
            (Is(digits, _NEVER_ISSUED), Constant("impossible")),
            (
                Found(stated, r"^\d{2} ?- ?\d{7}$"),
                Cases(
                    ((Found(digits, f"^(?:{_EIN_PREFIXES})"), Constant("ein")),),
                    Constant("impossible"),
                ),
            ),
            (Found(digits, r"^(?:000|666|\d{3}00|\d{5}0000)"), Constant("impossible")),
            (Found(digits, r"^[0-8]"), Constant("ssn")),
            (Found(digits, r"^(?:9\d\d(?:6[6-9]|89)|98765432)"), Constant("synthetic")),
            (Found(digits, r"^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])"), Constant("itin")),
            (Found(digits, r"^9\d\d93"), Constant("atin")),
            (Found(digits, r"^9\d\d(?:0[1-9]|1[0789]|2[89]|3[789])"), Constant("irsn")),
        ),
        Constant("impossible"),
    )


def name_quality(last_name: str, first_name: str) -> Text:
    """Declare how complete a name is on its face, one of NAME_QUALITIES."""
    last, first = Column(last_name), Column(first_name)
    plain = r"^[A-Z][A-Z'-]*[AEIOUY][A-Z'-]*(?: [A-Z][A-Z'.-]*)*$"
    return Cases(
        (
            (All((Is(last, ("",)), Is(first, ("",)))), Constant("blank")),
            (
                Either((
                    _placeholder_name(last),
                    _placeholder_name(first),
                    _placeholder_pair(last, first),
                )),
                Constant("placeholder"),
            ),
            (All((Found(last, plain), Found(first, plain))), Constant("complete")),
            (Either((_garbled(last), _garbled(first))), Constant("garbled")),
            (Either((_has_digits(last), _has_digits(first))), Constant("digits")),
            (Either((Is(last, ("",)), Is(first, ("",)))), Constant("single")),
        ),
        Constant("complete"),
    )  # fmt: skip


def _placeholder_name(name: Text) -> Test:
    return Found(name, _PLACEHOLDER_NAME)


def _placeholder_pair(last: Text, first: Text) -> Test:
    pairs = (
        (("DOE",), r"^(?:JOHN|JANE|JON|JOHNNY|JANIE|J)(?: [A-Z]\.?)?$"),
        (("JOHN", "JANE"), r"^DOE$"),
        (("PUBLIC",), r"^JOHN Q\.?$"),
        (("NA", "NULL", "X", "N A", "BLANK", "EMPTY"), r"^(?:NA|NULL|X|N A|BLANK|EMPTY)$"),
    )
    return Either(tuple(All((Is(last, lasts), Found(first, firsts))) for lasts, firsts in pairs))


def _garbled(name: Text) -> Test:
    return Found(name, _NAME_CHARACTERS)


def _has_digits(name: Text) -> Test:
    return All((Found(name, r"\d"), Found(Replaced(name, _NUMBERED_SUFFIX, ""), r"\d")))


# Titles come before a name and never after it: Do, Field and Sa are surnames too.
_TITLES = (
    "MR|MRS|MS|MISS|DR|HON|SPECIAL|SUPERVISORY|SENIOR|ACTING|ASSISTANT|DEPUTY|AGENT|OFFICER|IN"
    "|CHARGE"
    "|DETECTIVE|DET|INSPECTOR|INVESTIGATOR|ANALYST|ATTORNEY|SERGEANT|SGT|LIEUTENANT|LT|CAPTAIN|CAPT"
    "|MARSHAL|DIRECTOR|CHIEF|SUPERVISOR|SPECIALIST|INTELLIGENCE|DEPORTATION|ENFORCEMENT|CRIMINAL"
    "|FIELD"
)
_SHORT_TITLES = "SA|SSA|DO|SDDO"
_TEAM = (
    r"\b(?:TEAMS?|UNITS?|OFFICES?|DIVISIONS?|GROUPS?|DESK|OPERATIONS|OPS|TASK ?FORCE|SQUAD"
    r"|DEPARTMENT|DEPT|AGENCY|BUREAU|DIRECTORATE|HEADQUARTERS|HQ|CENTERS?|CENTRE|SECTION|COMMAND"
    r"|PERSONNEL|EMPLOYEES|OFFICERS|AGENTS|ANALYSTS|PROGRAM|PROJECT|SERVICES?|SUPPORT"
    r"|HELP ?DESK|COMMITTEE|CONTRACTORS?|EVERYONE|ANYONE|ALL|AND|VARIOUS|MULTIPLE"
    r"|ON[ -]DUTY|DUTY OFFICER|DATA|SYSTEMS?|PATROLS?|SECURITY|SHIFTS?)\b|[&;+]| /|/ "
)
# Two full names at a slash are two people; one part on a side may be half of a double surname.
_TWO_PEOPLE = r"^[^/]*[^ /] [^ /]+/[^ /]+ [^ /]"
# Words that end the name of an office, and surnames too: after one given name they are taken for
# the surname, unless the word before them is the office's.
_SURNAMES_TOO = r"^[A-Z'-]{4,} (?:ALL|CENTER|COMMAND|DATA|DESK|SECTION|SERVICES?)$"
_OFFICE_WORD = (
    r"^(?:ADMIN[A-Z]*|ANALY[A-Z]*|AIR[A-Z]*|ARREST|BATCH|BORDER|CALL|CASE|CENTRAL|CIVIL|COMMUNITY"
    r"|COMPLIANCE|CONTACT|COUNTY|COURT|CRIM[A-Z]*|CUSTOMS|CUSTOMER|CYBER|DAILY|DAY|DEPORTATION"
    r"|DETENTION|DISPATCH|DISTRICT|DUTY|EAST[A-Z]*|EMERGENCY|ENFORCEMENT|EVENING|EXCHANGE|FEDERAL"
    r"|FINANCIAL|FISCAL|FRAUD|FRONT|FUGITIVE|FUSION|GANG|GENERAL|GLOBAL|HELP|HOME[A-Z]*|HUMAN"
    r"|IMMIGR[A-Z]*|INCIDENT|INFORMATION|INTAKE|INTEL[A-Z]*|INTERNAL|INVESTIGAT[A-Z]*|JOINT|LEGAL"
    r"|LIAISON|LOCAL|MAIN|MAJOR|MARINE|MISSION|NARCOTICS|NATIONAL|NIGHT|NORTH[A-Z]*|OPERATION[A-Z]*"
    r"|PROCESSING|PROTECTI[A-Z]*|PUBLIC|RAPID|RECORDS?|REFERRAL|REGION[A-Z]*|REMOVALS?|REQUESTS?"
    r"|RESPONSE|REVIEW|SECUR[A-Z]*|SHARED|SHIFT|SOUTH[A-Z]*|STATE|STRIKE|SUPPORT|TARGET[A-Z]*|TASK"
    r"|TECH[A-Z]*|TRACKING|TRANSPORT[A-Z]*|TRAVEL|VETTING|VICTIM|VISA|WARRANTS?|WATCH|WEST[A-Z]*"
    r"|WITH|FOR|FROM|THEM|THESE|THOSE|WORK[A-Z]*) "
)
_MAILBOX = (
    r"@|\b(?:MAIL ?BOX|IN ?BOX|E-?MAIL|NO-?REPLY|DO-?NOT-?REPLY|SHARED|DISTRIBUTION LIST"
    r"|LISTSERV)\b"
    r"|\.(?:GOV|COM|ORG|NET|MIL|US)\b"
)


def officer_quality(column: str) -> Text:
    """Declare whether a stated officer is a person by full name, one of OFFICER_QUALITIES."""
    stated = Column(column)
    unmarked = Replaced(stated, rf"^(?:{_SHORT_TITLES}) +", "")
    words = Replaced(unmarked, r"[.,()\"]|[#A-Z-]*\d[A-Z0-9-]*", " ")
    trimmed = Replaced(Replaced(words, r" {2,}", " "), r"^ | $", "")
    untitled = Replaced(trimmed, rf"^(?:(?:{_TITLES}) )+|^(?:{_TITLES})$", "")
    name = Named(f"{column} name", Replaced(untitled, rf"^(?:{_TITLES})$", ""))
    nobody = f"(?:{_NO_NAME}|{_TRIPLED}|NA|N A|NULL|XX?|FIRST|LAST)"
    surnamed = All(
        (
            Found(name, _SURNAMES_TOO),
            Not(
                Either(
                    (
                        Found(name, _OFFICE_WORD),
                        Found(name, rf"(?:{_TEAM}).* "),
                        Found(stated, r"\d"),
                    )
                )
            ),
        )
    )
    placeholder = f"^{nobody}(?: +{nobody})*$"
    return Cases(
        (
            (Is(stated, ("",)), Constant("blank")),
            (Found(stated, _MAILBOX), Constant("mailbox")),
            (Found(stated, rf"^(?:{_NO_NAME})\b"), Constant("placeholder")),
            (surnamed, Constant("person")),
            (Either((Found(stated, _TEAM), Found(name, _TWO_PEOPLE))), Constant("team")),
            (Found(name, placeholder), Constant("placeholder")),
            (Found(name, r"[^A-Z '`/-]"), Constant("placeholder")),
            (Found(name, r"[A-Z][A-Z'`/-]* +(?:[A-Z'`/-]+ +)*[A-Z'`/-]*[A-Z]"), Constant("person")),
            (Found(name, r"[A-Z]"), Constant("single")),
        ),
        Constant("placeholder"),
    )


def person_key(column: str) -> Text:
    """Declare who is named, so that one person's spellings are one: letters alone, in their order.

    Remarks in parentheses, titles before the name (and after it, at a comma), numbers and
    punctuation go; `Last, First` is put in order. A text of nothing else compares as it stands.
    """
    stated = Column(column)
    words = Replaced(stated, r"\([^()]*\)|[.()\"]|[#A-Z-]*\d[A-Z0-9-]*", " ")
    trimmed = Replaced(Replaced(words, r" {2,}", " "), r"^[ ,]+|[ ,]+$", "")
    titles = rf"^(?:(?:{_TITLES}|{_SHORT_TITLES}) )+"
    untitled = Replaced(Replaced(trimmed, " ,", ","), titles, "")
    followed = rf"^([^ ,]+ [^,]*), ?(?:(?:{_TITLES}|{_SHORT_TITLES})(?: |$))+$"
    alone = Replaced(untitled, followed, r"\1")
    suffixed = Replaced(alone, r", ?(JR|SR|I{2,3}|IV)\b", r" \1")
    inverted = Replaced(suffixed, r"^([^,]+), ?([^,]+)$", r"\2 \1")
    key = Named(
        f"{column} person", Replaced(Replaced(inverted, titles, ""), r"[ -/:-@\[-`{-~]+", "")
    )
    return Cases(((Is(key, ("",)), stated),), key)
