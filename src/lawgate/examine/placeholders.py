"""What people write when they have no address: words, phrases, and their misspellings.

Rules kept here: a phrase that no street is named for is a placeholder wherever it stands; a word
that might name a street is one only where nothing but such words stands in its place. Both lists
are data for patterns on folded text, letters and single blanks. Nothing here decides.
"""

from __future__ import annotations

from lawgate.examine.address_words import any_of


def misspelt(word: str) -> set[str]:
    """Give `word` and what one slip makes of it: a letter lost, doubled, or two swapped."""
    slips = {word}
    for at in range(1, len(word)):
        slips.add(word[:at] + word[at + 1 :])
        slips.add(word[:at] + word[at] + word[at:])
        if at + 1 < len(word):
            slips.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return slips


_UNKNOWN = any_of(
    {
        *misspelt("UNKNOWN"),
        "NUKNOWN",
        "UNKWOWN",
        "UNKNOEN",
        "UNKNOWNS",
        "UNKOWEN",
        "UNKN",
        "UNK",
        "UNKNWO",
    }
)
_PROVIDE = any_of({*misspelt("PROVIDE"), *misspelt("PROVIDED"), "PROVIDING"})
_ADDRESS = any_of({*misspelt("ADDRESS"), "ADRESSE", "ADDY", "ADDR", "ADD", "ADDRESSES"})
_FAILED = any_of({*misspelt("FAILED"), *misspelt("FAILURE"), "FAIL", "FAILS", "FALIED"} - {"FILED"})
_WITHIN = r"(?:THE |ANY |AN |A |HIS |HER |THEIR |ITS |YOUR |VALID |CORRECT |PROPER |COMPLETE |KNOWN |FIXED |PERMANENT |CURRENT |MAILING |STREET |STABLE |HOME |PHYSICAL |US |LOCAL |PRESENT |PRIOR |LAST |RELIABLE |LEGAL |REGULAR |REAL )*"
_PLACE = rf"(?:{_ADDRESS}|RESIDENCE|ABODE|DOMICILE|HOUSING|LODGING|DATA|INFO|INFORMATION|RECORDS?|ENTRY|RESPONSE|ANSWER|RESIDENCY|LOCATION|DIRECCION|DOMICILIO|STREET|HOME|HOUSE)"

PHRASES = (
    rf"\b(?:{_UNKNOWN}|{_FAILED} (?:TO|2|AND|IN) [A-Z]+|{_FAILED}|(?:TO|2|NOT|NEVER|NO|HAS NOT|DIDNT|DID NOT|WONT|WOULD NOT|WOULDNT) {_PROVIDE}"
    rf"|NO {_WITHIN}{_PLACE}|NOT (?:GIVEN|KNOWN|STATED|AVAILABLE|AVAIL|APPLICABLE|APPLIC|APPLICABL|SUPPLIED|FURNISHED|DISCLOSED"
    r"|LISTED|ENTERED|FOUND|RECORDED|REPORTED|SPECIFIED|INDICATED|ON FILE|SURE|OBTAINED|VERIFIED"
    r"|PROVIDED|REQUIRED|ASKED|COLLECTED|DETERMINED|HOUSED|DOMICILED|CONFIRMED|ASSIGNED|NEEDED|IN FILE)"
    rf"|{_ADDRESS} (?:NOT|IS|WAS|{_UNKNOWN}|PENDING|WITHHELD|REDACTED|MISSING|REFUSED|TO BE|TBD|NA|NONE|N A|HERE|LINE|LINE 1|1|FIELD|CONFIDENTIAL|UNAVAILABLE|DECLINED|OMITTED)"
    rf"|{_PLACE} (?:{_UNKNOWN}|NOT)|(?:MISSING|INVALID|INCOMPLETE|CONFIDENTIAL|WITHHELD|REDACTED|ENTER|INSERT|YOUR|SOME|ANY|FAKE|BAD|LAST KNOWN|PROTECTED|TEST|DUMMY|SAMPLE|BLANK|THE|MY|HIS|HER|UNVERIFIED|PENDING) {_ADDRESS}"
    r"|DONT (?:CARE|KNOW|HAVE|LIVE|ASK|REMEMBER)|DO NOT (?:CARE|KNOW|HAVE|REMEMBER)|DOESNT (?:KNOW|HAVE|MATTER)|WHO (?:CARES|KNOWS)|DOES NOT (?:KNOW|HAVE|LIVE)"
    r"|CANT (?:SAY|TELL|REMEMBER)|COULD NOT|UNABLE TO|UNABLE|UNWILLING|REFUSED|REFUSES|REFUSAL|REFUSE|DECLINED|DECLINES|DECLINE TO"
    r"|SAME AS|SEE (?:FILE|ABOVE|BELOW|ATTACHED|ATTACHMENT|NOTES?|COMMENTS?|REMARKS?|RECORD|OTHER|PREVIOUS|PRIOR|SYSTEM|NARRATIVE|LAST|A FILE|AFILE|BACK|CASE|REVERSE)"
    r"|ON FILE|AS ABOVE|TO BE (?:DETERMINED|ADDED|CONFIRMED|PROVIDED|ADVISED|ANNOUNCED|VERIFIED|UPDATED|SUPPLIED)|TBD|TBA|TBC"
    r"|(?:HOMELES|HOMELESS|HOMLESS|HOMELESSNESS|HOUSELESS|UNHOUSED)|IN TRANSIT|ON THE STREETS?|\d+ BLOCK OF|BLOCK OF|YEARS OLD|LIVES? IN (?:HIS |HER |A )?(?:CAR|VAN|TRUCK|TENT|VEHICLE)|NO FIXED|NO PERMANENT"
    r"|UNDISCLOSED|UNSPECIFIED|UNDETERMINED|UNAVAILABLE|UNOBTAINABLE|UNSTATED|UNLISTED ADDRESS|UNIDENTIFIED"
    r"|REDACTED|WITHHELD|CONFIDENTIAL|CLASSIFIED|PLACEHOLDER|NOTAPPLICABLE|NOT APPL|AT LARGE|WHEREABOUTS|ABSCONDED|FUGITIVE"
    r"|LOREM|IPSUM|FOO ?BAR|BLAH|BLA BLA|YADA|DUNNO|IDK|I DONT|I DO NOT|UNKNOWNST|XXX+|HERE AND THERE|AROUND TOWN|NONE OF YOUR|NOYB|NO SUCH|BOGUS|ASDF[A-Z]*|QWERTY?[A-Z]*"
    r"|TEST TEST|TESTING|TEST (?:DATA|RECORD|CASE|ENTRY|USER|ONLY|STREET|ST|AVE|AVENUE|ROAD|RD|LANE|LN|DR|DRIVE|BLVD)|ANYTOWN|ANYWHERE|SOMEWHERE|WHATEVER|WHEREVER|NULL NULL|NA NA|NONE NONE|NIL NIL"
    r"|STREET NAME|STREET ADDRESS|NAME OF STREET|HOUSE NUMBER|CITY STATE|CITY ST ZIP|ZIP CODE|POSTAL CODE|FAKE (?:ST|STREET|AVE|RD|ROAD|LANE|LN|DR|DRIVE|BLVD|AVENUE)|MADE UP|MAKE BELIEVE"
    r"|DESCONOCID[OA]|SE DESCONOCE|SIN (?:DIRECCION|DOMICILIO|CASA|HOGAR|TECHO|DATOS?|INFORMACION|NUMERO)|NO (?:TIENE|SABE|APLICA|PROPORCIONO|DIO|HAY|CONOCE|CONOCIDO|QUISO|QUIERE|DISPONIBLE|FIJO)|NINGUN[OA]?|DOMICILIO CONOCIDO|NO ?TIENE|POR DEFINIR"
    r"|ADDRESS ?UNKNOWN|UNKNOWN ?ADDRESS|NOADDRESS|NOTPROVIDED|NOTAVAILABLE|DONTCARE|DONTKNOW|FAILEDTOPROVIDE|NFA|NKA|NLKA|UTL|LKA|N/A"
    r"|DELETE(?:D)? (?:THIS|ME|FROM)|DROP TABLE|SELECT [A-Z]|UNION SELECT|INSERT INTO|SCRIPT|ALERT|UNDEFINED|NOT A NUMBER|OBJECT OBJECT|ERROR|REF!|DIV/0)\b"
)
"""Phrases that no address contains, whatever stands beside them."""

_STRONG_WORDS = frozenset(
    [
        "NA",
        "NONE",
        "NONES",
        "NAME",
        "NIL",
        "NOPE",
        "NADA",
        "NULL",
        "TBD",
        "TEST",
        "TESTS",
        "NOT",
        "NOTHING",
        "NOBODY",
        "NOWHERE",
        "ANYTHING",
        "SOMETHING",
        "EVERYWHERE",
        "HOMELESS",
        "TRANSIENT",
        "TRANSIENTS",
        "VAGRANT",
        "NOMAD",
        "PENDING",
        "VARIOUS",
        "MULTIPLE",
        "ILLEGIBLE",
        "UNREADABLE",
        "EMPTY",
        "MISSING",
        "INVALID",
        "INCOMPLETE",
        "VOID",
        "DITTO",
        "SAME",
        "ADDRESS",
        "ADDR",
        "ADRESS",
        "RESIDENCE",
        "ABODE",
        "DECEASED",
        "DEPORTED",
        "REMOVED",
        "DETAINED",
        "INCARCERATED",
        "CUSTODY",
        "XX",
        "XXX",
        "XXXX",
        "DUMMY",
        "FAKE",
        "BOGUS",
        "JUNK",
        "GARBAGE",
        "SAMPLE",
        "EXAMPLE",
        "DEFAULT",
        "ABC",
        "XYZ",
        "ABCD",
        "BLANK",
        "NUMBER",
        "DONT",
        "DIDNT",
        "WONT",
        "CANT",
        "DUH",
        "HUH",
        "WTF",
        "LOL",
        "IDC",
        "NVM",
        "MEH",
        "YES",
        "OK",
        "DK",
        "SKIPPED",
        "SKIP",
        "IGNORE",
        "DELETE",
        "DELETED",
        "UPDATE",
        "STREETS",
        "ZZ",
        "ZZZ",
        "QQ",
        "QQQ",
        "AAA",
        "BBB",
        "FOO",
        "HOUSELESS",
        "SIN",
        "SN",
        "NINGUNO",
        "NUNCA",
        "NEVER",
        "UNDOCUMENTED",
        "EVADED",
        "ANON",
        "ANONYMOUS",
        "TEMP",
        "TEMPORARY",
        "TENT",
        "CAMPING",
        "ENCAMPMENT",
        "NAN",
        "NEIN",
        "NADIE",
    ]
)
_WEAK_WORDS = frozenset(
    [
        "ADDRESS",
        "TO",
        "THE",
        "OF",
        "AT",
        "THIS",
        "THAT",
        "TIME",
        "IS",
        "WAS",
        "IN",
        "ON",
        "A",
        "AN",
        "AND",
        "OR",
        "FOR",
        "BY",
        "I",
        "HE",
        "SHE",
        "THEY",
        "HIS",
        "HER",
        "MY",
        "YOUR",
        "CARE",
        "KNOWN",
        "GIVEN",
        "PROVIDED",
        "PROVIDE",
        "AVAILABLE",
        "APPLICABLE",
        "INFO",
        "INFORMATION",
        "DATA",
        "FILE",
        "ABOVE",
        "BELOW",
        "SUBJECT",
        "ALIEN",
        "APPLICANT",
        "PERSON",
        "CLIENT",
        "RESPONDENT",
        "CURRENT",
        "CURRENTLY",
        "LAST",
        "PERMANENT",
        "FIXED",
        "HOME",
        "HOUSE",
        "MAILING",
        "LIVES",
        "LIVING",
        "WITH",
        "STREET",
        "ST",
        "AVE",
        "AVENUE",
        "RD",
        "ROAD",
        "DR",
        "DRIVE",
        "LN",
        "LANE",
        "BLVD",
        "CT",
        "COURT",
        "PL",
        "PLACE",
        "WAY",
        "CIR",
        "CITY",
        "STATE",
        "ZIP",
        "CODE",
        "TOWN",
        "COUNTY",
        "COUNTRY",
        "USA",
        "US",
        "NUMBER",
        "NO",
        "C",
        "O",
        "CO",
        "PO",
        "BOX",
        "APT",
        "UNIT",
        "STE",
        "SUITE",
        "LOCATION",
        "LINE",
        "ONE",
        "TWO",
        "N",
        "S",
        "E",
        "W",
        "NORTH",
        "SOUTH",
        "EAST",
        "WEST",
        "NOW",
        "YET",
        "AS",
        "BE",
        "DETERMINED",
        "BEEN",
        "HAS",
        "HAVE",
        "RECORD",
        "PHYSICAL",
        "LOCAL",
        "REAL",
        "AREA",
        "BACK",
        "CASE",
        "HWY",
        "HIGHWAY",
        "ROUTE",
        "RTE",
    ]
)
# No word is in both lists: what can be read in two ways takes a backtracking reader for ever.
_STRONG = any_of(_STRONG_WORDS)
_WEAK = any_of(_WEAK_WORDS - _STRONG_WORDS)
ONLY_PLACEHOLDERS = (
    rf"^(?:(?:{_WEAK}|\d[A-Z0-9]*) )*{_STRONG}(?: (?:{_WEAK}|{_STRONG}|\d[A-Z0-9]*))*$"
)
"""Nothing but words that say nothing, at least one of them plainly so."""

STREET_NAMES_TOO = (
    r"^(?:[NSEW] |[NS][EW] |NORTH |SOUTH |EAST |WEST )?(?:(?:NULL|BLANK|SAMPLE|EXAMPLE|VOID|EMPTY|SKIP|NO ?NAME) "
    r"(?:ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|LN|LANE|BLVD|CT|COURT|WAY|CIR|PL)|NOWHERE R(?:OA)?D)\b"
)
"""Streets that are named for such a word; anything but a street word after it says nothing."""

NO_STREETS_NAME = any_of(
    "NONE NA NIL NOT TBD TEST TESTING HOMELESS TRANSIENT PENDING MISSING ADDRESS SAME ABC XYZ ASDF FAKE DUMMY BOGUS XXX"
    " STREET NOTHING SOMETHING ANY SOME YOUR XX ZZ ZZZ FOO BAR STREETNAME"
)
"""Words after a house number that name no street, alone or together."""

SQUEEZED = (
    r"UNKNOWN|FAILEDTO|TOPROVIDE|NOTPROVIDE|DONTCARE|DONTKNOW|HOMELESS|NOADDRESS|NOFIXED|NOTAPPLICABLE"
    r"|NOTAVAILABLE|ADDRESSNOT|REDACTED|PLACEHOLDER|TRANSIENT|CONFIDENTIAL|UNDISCLOSED|WITHHELD"
    r"|UNAVAILABLE|TOBEDETERMINED|SAMEASABOVE|NOTGIVEN|NOTKNOWN|NOTSTATED|WHATEVER|REFUSEDTO|DECLINEDTO"
)
"""Phrases found when everything but letters is taken out, so that spacing can't hide them."""

CITY = (
    rf"^(?:{_UNKNOWN}|N ?/? ?A|NONE|NULL|NIL|TBD|ANY ?TOWN|ANY ?CITY|SOMEWHERE|NOWHERE|ANYWHERE|CITY|TOWN|CITY NAME|NO CITY"
    r"|X+|TEST|TESTING|TEST ?CITY|HOMELESS|TRANSIENT|ASDF[A-Z]*|QWERTY?[A-Z]*|FAILED TO PROVIDE|UNKNOWN CITY|CITY UNKNOWN|NA NA"
    r"|NOT (?:PROVIDED|AVAILABLE|KNOWN|APPLICABLE|STATED|GIVEN)|DONT (?:CARE|KNOW)|REFUSED|VARIOUS|CONFIDENTIAL|SAME|SEE FILE|PENDING|FAKE ?(?:CITY|TOWN))$"
)
"""What stands for a city and is none."""
