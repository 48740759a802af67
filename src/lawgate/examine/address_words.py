"""Patterns of addresses: how delivery lines are written, and what people write instead of one.

Rules kept here: every pattern reads folded text, cleaned by `address`: words, numbers, `#`, `&`,
hyphens and slashes parted by single blanks, commas standing alone. Forms follow USPS Publication 28
(§§ 211 to 239, 24, 29, Appendices C to F). A word that names real streets is never a placeholder by
itself; what stands here as one is judged with the whole delivery line. Nothing here decides.
"""

from __future__ import annotations

from lawgate.examine.postal import (
    CARDINALS,
    DIRECTIONS,
    MILITARY_STATES,
    STATE_NICKNAMES,
    STATES,
    SUFFIXES,
    UNITS_WITH_NUMBER,
)


def any_of(words: object) -> str:
    """Give a group that fits any of the words, the longest first where one begins another."""
    listed = words.split() if isinstance(words, str) else list(words)  # type: ignore[call-overload]
    return f"(?:{'|'.join(sorted(set(listed), key=lambda word: (-len(word), word)))})"


DIRECTION = any_of(DIRECTIONS)
# Suffixes that are as often a name's own word still end a name; `LA` and `VIA` begin Spanish ones.
SUFFIX = any_of(word for word in SUFFIXES if word not in {"LA", "VIA", "UN", "REST", "NO"})
SHORT_SUFFIX = any_of("ST STR STRT AVE AV AVEN RD DR DRV BLVD LN CT CIR PKWY PL TER HWY")
HARD_SUFFIX = any_of(
    "ST STREET STR STRT AVE AV AVENUE AVEN RD ROAD DR DRIVE DRV BLVD BOULEVARD LN CIR PKWY PL TER"
    " HWY"
    " HIGHWAY"
)
TWICE_A_SUFFIX = "|".join(
    f"{word} {word}"
    for word in ["STREET", "AVENUE", "ROAD", "DRIVE", "BOULEVARD", "LANE", "HIGHWAY", "COURT"]
)
ROAD_WORD = any_of(
    "ST STREET STR AVE AV AVENUE RD ROAD DR DRIVE LN LANE BLVD BOULEVARD HWY HIGHWAY PKWY PARKWAY"
    " WAY"
    " CT COURT CIR CIRCLE LOOP PLZ PLAZA PARK TRL TRAIL PIKE PL PLACE TER TERRACE ROUTE RTE RT FM"
    " CR ROW SQ SQUARE"
    " FWY CALLE AVENIDA CARR CAMINO TPKE TURNPIKE RUN PATH EXPY"
)

STATE = any_of([*STATES, *STATES.values(), *STATE_NICKNAMES, *MILITARY_STATES])
# Abbreviations that end a delivery line as often as a place: a court, a direction.
PLAIN_STATE = any_of(
    {*STATES, *STATES.values(), *STATE_NICKNAMES, *MILITARY_STATES} - {"CT", "NE", "NO"}
)
STATE_LETTERS = any_of({*STATES.values(), *MILITARY_STATES} - {"CT", "NE"})
ZIP = (
    r"(?:00[5-9]\d\d|0[1-9]\d{3}|[1-8]\d{4}|9[0-8]\d{3}|99[0-8]\d\d|999[0-4]\d|99950)"
    r"(?:[ -]?\d{4})?"
)
"""A ZIP Code that can be: 00501 to 99950, with or without the four digits of ZIP+4."""

# House numbers: plain, hyphenated, lettered, fractional, grid (W204 N11912, 1N234), block.
NUMBER = (
    r"(?:\d{1,6}(?:-\d{1,5})?(?:-?[A-Z](?:-\d{1,4})?)?(?: ?\d/\d{1,2})?"
    r"|\d{1,2} ?[NSEW] ?\d{1,4}(?:-\d{1,4})?|[NSEW] ?\d{1,5}(?: ?-?[NSEW] ?\d{1,5})?[A-Z]?"
    r"|[A-Z]{1,2}-?\d{1,4})"
)
AT_NUMBER = f"(?:^|, )(?:# ?)?({NUMBER}(?: -)? [^,]*[A-Z][^,]*)"
NUMBERED_STREET = (
    rf"(?:^| )({NUMBER}(?: -)? (?:[A-Z0-9&/'-]+ ){{1,5}}?{SUFFIX}(?:$| [^,]*|,)"
    rf"|{NUMBER} (?:CALLE|CALZADA|AVE|AVENIDA|PASEO|CAMINO|VIA|CARR|RUE) [^,]*"
    rf"|\d{{1,6}} {DIRECTION} \d{{1,5}} {DIRECTION}\b[^,]*"
    rf"|\d{{1,6}} (?:{DIRECTION} [A-Z]{{3,}}|(?:{DIRECTION} )?(?:HWY|HIGHWAY|ROUTE|RTE|RT"
    rf"|COUNTY ROAD|CR|FM|SR"
    rf"|US|STATE ROAD|[A-Z]{{2}})[ -]\d{{1,4}}\b)[^,]*)"
)
SPELLED = any_of(CARDINALS)
NOT_COUNTED = any_of(
    "MILE MILES SPRING SPRINGS OAK OAKS PINE PINES FORKS POINTS CORNERS NOTCH LOCKS SISTERS HILL"
    " HILLS"
    " RIVERS LAKES BRIDGES TREE ROD ROADS MEN BROTHERS CHIMNEYS STAR FLAGS"
)
SPELLED_STREET = (
    rf"(?:^|, )({SPELLED} (?:[A-Z0-9&-]+ ){{1,4}}?(?:PLAZA|PLZ|TOWERS?|POINTE|WHARF|{SUFFIX})"
    r"(?: [^,]*)?)(?:,|$)"
)

# Every word once: what can be read in two ways takes a backtracking reader for ever.
_STATES_OF_ROUTES = any_of({*STATES, *STATES.values()} - {"CO"})
_ROUTE = (
    r"(?:(?:US|U S|STATE|ST|COUNTY|CO|CNTY|CTY|CITY|INTERSTATE|OLD|BUS|BUSINESS|ALT|TOWNSHIP|TWP"
    r"|TOWN"
    r"|FOREST|FOREST SERVICE|INDIAN|PRIVATE|PVT|FARM TO MARKET|FARM|RANCH|RANCH TO MARKET|PARISH"
    rf"|{_STATES_OF_ROUTES}) ){{0,3}}"
    r"(?:HWY|HIGHWAY|HWAY|HIWAY|RTE|RT|ROUTE|ROAD|RD|CR|FM|RM|RR|SR|SH|TR|IH|CTH|STH|LOOP|SPUR|PR"
    r"|FSR|FS|NF|BIA|INTERSTATE|I|US|CALLE|CARR|CARRETERA|AVENUE|AVE|AV|AVENIDA|STREET|LANE|TRACT"
    r"|COUNTY|STATE|PKWY|PARKWAY|BYPASS|BYP|PVR|VIA|PATIO|PASEO|CAMINO|CORTE)"
)
HIGHWAY = (
    rf"^{NUMBER}(?: -)? (?:{DIRECTION} )?(?:{_ROUTE}(?: NO| NUMBER)?(?: #)?"
    r"(?: ?-?[1-9]\d{0,3}[A-Z]{0,2}|[ -][A-Z][A-CE-KMO-QU-Z]?)(?: |$|-|/)|(?:I|US|[A-Z]{2}|M"
    r"|K)-\d{1,4}\b)"
    rf"|^{NUMBER} (?:COUNTY|CO|PRIVATE|PVT|STATE|FARM) (?:ROAD|RD|HWY|HIGHWAY) \d{{5}}\b"
    rf"|^{NUMBER} (?:CR|PR|FM) \d{{5}}\b"
)
GRID = (
    rf"^{NUMBER}(?: -)? (?:(?:{DIRECTION} )?\d{{1,5}} {DIRECTION}\b|{DIRECTION} \d{{2,5}}\b"
    rf"|(?:{DIRECTION} )?\d{{1,3}} ?(?:ST|ND|RD|TH)\b|(?:{DIRECTION} )?\d{{1,3}} {SUFFIX}\b)"
)
"""Utah grids, numbered streets and ordinals, which have no name but their number."""

NUMBER_LAST = (
    r"(?:^|, | )(?:CALLE|CLL|AVE|AVENIDA|AVDA|PASEO|CAMINO|CARR|CARRETERA|BLVD|VIA) "
    r"(?:[A-Z0-9'-]+ ){1,4}(?:# ?\d{1,5}[A-Z]?|\d{1,5}[A-Z]?(?:,| ,|$|-))"
    r"|\b(?:CALLE|CLL) (?:[A-Z0-9'-]+ ){1,4}\d{1,5}[A-Z]?\b|\b(?:CARR|CARRETERA|RD|ROAD"
    r"|PR) .*\bKM \d"
    r"|\b[A-Z]{1,2}[ -]?\d{1,4} (?:CALLE|CLL) [A-Z0-9]"
)
"""Spanish forms in which the number follows the street, or a kilometre stone stands for it."""

_BOX_NUMBER = (
    r"(?:(?: NUMBER| NO| NUM)?(?: #)? ?-?(?:[A-Z]{1,2}[ -]?)?0*[1-9]\d{0,5}(?:-?[A-Z]|-\d{1,3})?"
    r"| [A-Z])(?: |,|$)"
)
PO_BOX = (
    r"\b(?:P ?O ?B ?O ?X|P ?O ?BX|POB|P O B|(?:POST(?:AL)?|P) (?:OFFICE|OFC|OFF)(?: BOX| BX"
    r"| DRAWER)"
    r"|P ?O ?DRAWER|POST BOX|POSTAL BOX|APARTADO|APDO|CAJA POSTAL|PO CALLER"
    rf"|LOCK ?BOX|LBX|LK BOX|FIRM CALLER|CALLER|DRAWER){_BOX_NUMBER}"
    rf"|\bP ?O(?: #)? ?[1-9]\d*(?: |,|$)|(?:^|, |\b(?:DEPARTMENT|DEPT|MC|MS|MSC|SUITE"
    rf"|STE) [A-Z0-9-]+ )(?:BOX|BX){_BOX_NUMBER}"
)
_ROUTE_NAME = (
    r"(?:R ?R|R ?F ?D|R ?D|RURAL (?:ROUTE|RT|RTE|DELIVERY|RD)|RTE?|ROUTE|H ?C(?: ?R)?|S ?R|STAR"
    r"|HIGHWAY CONTRACT(?: ROUTE| RT)?|HC ROUTE|STAR (?:ROUTE|RT|RTE)|BOX ROUTE|FM|HWY|HIGHWAY|CR)"
)
ROUTE_BOX = (
    rf"\b{_ROUTE_NAME}(?: NO| NUMBER)?(?: #)? ?-?\d{{1,5}} ?[A-Z]{{0,2}}(?: -)?(?: ,)?"
    rf"(?: [A-Z]+)? (?:BOX|BX|BZN|BUZON|BOXS){_BOX_NUMBER}"
    rf"|\b(?:STAR (?:ROUTE|RT|RTE)|RURAL ROUTE|ROUTE|RTE?|R ?R|HCR?|RFD)(?: ,)? (?:BOX"
    rf"|BX){_BOX_NUMBER}"
    rf"|\b(?:BZN|BUZON){_BOX_NUMBER}"
)
MILITARY_POST = r"\b(?:APO|FPO|DPO|A P O|F P O)\b"
MILITARY = (
    r"\b(?:PSC|CMR|P S C|C M R|OPC)(?: #)? ?\d{1,5}(?: ,)? (?:BOX|BX)(?: #)? ?[1-9]\d*"
    r"|\b(?:UNIT|UNT)(?: #)? ?\d{1,6}(?: ,)? (?:BOX|BX)(?: #)? ?[1-9]\d*"
    r"|\b(?:USS|USNS|USCGC|USAV|MV) [A-Z]"
)
MILITARY_ONLY = r"\b(?:PSC|CMR)(?: #)? ?\d{1,5}(?: ,)? (?:BOX|BX)(?: #)? ?[1-9]\d*"
MILITARY_ZIP = r"^(?:09\d{3}|340\d\d|96[2-6]\d\d)(?:[ -]?\d{4})?$"
GENERAL_DELIVERY = (
    r"\bGE?N(?:ERA)?L? ?(?:DELIVERY|DELIV|DELV|DEL|DLVY)\b"
    r"|\b(?:ENTREGA|LISTA) (?:GENERAL|DE CORREOS)\b|\bPOSTE RESTANTE\b"
)

_UNIT_ID = r"(?:\d[A-Z0-9-]*|[A-Z]-?\d{1,5}[A-Z]?|[A-Z]{2}-?\d{1,5}|[A-Z]|[A-Z]-[A-Z0-9])"
_ORDINAL = (
    r"(?:\d{1,3} ?(?:ST|ND|RD|TH)|FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH"
    r"|LOWER|UPPER|MAIN|GROUND|TOP|GRND|BOTTOM)"
)
UNIT = (
    rf"(?:^| |,)(?:{any_of(UNITS_WITH_NUMBER)} ?(?:NO |NUMBER |# ?)?{_UNIT_ID}(?: ?& ?{_UNIT_ID})?"
    r")(?: |,|$)"
)
"""A unit with its number."""

DIRECTIONS_TO = (
    r"^(?:MI|MILES|MILLAS|BLOCKS?|BLKS?|CUADRAS|HOUSES|DOORS|MINS?|MINUTES|FEET|YARDS|KMS?|HOURS?"
    r"|YEARS?)"
    r" (?:[NSEW]|NORTH|SOUTH|EAST|WEST|OF|FROM|DOWN|UP|PAST|AWAY|OUTSIDE|BEHIND|TO|DE|AL|OLD)\b"
    r"|^(?:MILE|BLOCK|HOUSE|DOOR|MINUTE|KM|HOUR) (?:(?:[NSEW]|NORTH|SOUTH|EAST|WEST) )?"
    r"(?:OF|FROM|PAST|BEHIND|OUTSIDE|AWAY) "
)
"""What follows a number that counts a distance."""

FLOOR = rf"(?:^| |,)(?:{_ORDINAL}|\d{{1,2}}) (?:FLOOR|FLR|FL|LEVEL|LVL)(?: |,|$)"
"""A floor by its ordinal."""

UNIT_ONLY = any_of(
    "REAR FRONT FRNT UPPER UPPR LOWER LOWR BASEMENT BSMT PENTHOUSE PH LOBBY LBBY OFFICE OFC SIDE"
    " APT"
    " APARTMENT UNIT STE SUITE ROOM RM FLOOR FL LOT BLDG BUILDING TRLR TRAILER SPC SPACE"
)

FACILITY = (
    r"\b(?:JAILS?|PRISON|PENITENTIARY|DETENTION|DETENCION|CORRECTIONS?|CORRECTIONAL"
    r"|INCARCERAT[A-Z]+"
    r"|REFORMATORY|LOCK ?UP|STOCKADE|PROCESSING (?:CENTER|CTR|CENTRE|FACILITY|UNIT)|HOLDING"
    r"|(?:FIELD|SUB|DISTRICT|REGIONAL|SHERIFFS?|PROBATION|PAROLE) OFFICE"
    r"|POLICE (?:DEPT|DEPARTMENT|STATION)|SHERIFFS?|INMATE|CELL ?BLOCK|CUSTODY|FACILITY"
    r"|FCI|USP|FDC|MDC|MCC|FPC|SERVICE PROCESSING|RESIDENTIAL (?:CENTER|CTR)|STAGING|HALFWAY HOUSE"
    r"|SHELTER|HOSPITAL|BORDER PATROL|PORT OF ENTRY|CARCEL|PRISION)\b"
)

FACILITY_NAME = (
    r"\b(?:JAILS?|PRISON|PENITENTIARY|DETENTION|CORRECTIONS?|CORRECTIONAL|INCARCERAT[A-Z]+|INMATE"
    r"|PROCESSING (?:CENTER|CTR|CENTRE|FACILITY|UNIT)|HOLDING (?:CENTER|CTR|FACILITY|CELL)"
    r"|(?:FIELD|SUB|DISTRICT|REGIONAL|SHERIFFS?) OFFICE|SHERIFFS?|CELL ?BLOCK|CUSTODY|FACILITY)\b"
)
"""Words that make what stands after a number a facility's name, unless a street word follows."""

COUNTRY = (
    r"(?:MEXICO|MEJICO|CANADA|GUATEMALA|HONDURAS|EL SALVADOR|NICARAGUA|COSTA RICA|PANAMA|BELIZE"
    r"|CUBA"
    r"|HAITI|DOMINICAN REPUBLIC|REPUBLICA DOMINICANA|JAMAICA|COLOMBIA|VENEZUELA|ECUADOR|PERU"
    r"|BOLIVIA"
    r"|BRAZIL|BRASIL|ARGENTINA|CHILE|URUGUAY|PARAGUAY|SPAIN|ESPANA|FRANCE|GERMANY|DEUTSCHLAND|ITALY"
    r"|ITALIA|POLAND|PORTUGAL|UNITED KINGDOM|ENGLAND|SCOTLAND|WALES|IRELAND|GREAT BRITAIN|RUSSIA"
    r"|UKRAINE|ROMANIA|CHINA|P R CHINA|HONG KONG|TAIWAN|JAPAN|KOREA|SOUTH KOREA|VIETNAM|VIET NAM"
    r"|PHILIPPINES|INDIA|PAKISTAN|BANGLADESH|NEPAL|SRI LANKA|NIGERIA|GHANA|KENYA|ETHIOPIA|SOMALIA"
    r"|CAMEROON|SENEGAL|EGYPT|MOROCCO|SYRIA|IRAQ|IRAN|ISRAEL|TURKEY|AFGHANISTAN|UZBEKISTAN"
    r"|AUSTRALIA"
    r"|NEW ZEALAND|SOUTH AFRICA|TRINIDAD(?: AND TOBAGO)?|BAHAMAS|BARBADOS|GUYANA|SWEDEN|NORWAY"
    r"|DENMARK|FINLAND|NETHERLANDS|BELGIUM|SWITZERLAND|AUSTRIA|GREECE|ALBANIA|THAILAND|MALAYSIA"
    r"|SINGAPORE|INDONESIA|CAMBODIA|LAOS|MYANMAR|BURMA|SAUDI ARABIA|YEMEN|CONGO|ANGOLA|ERITREA"
    r"|SUDAN)"
)
_FOREIGN_STATE = (
    r"ONTARIO|ON|QUEBEC|QC|BRITISH COLUMBIA|BC|ALBERTA|AB|MANITOBA|MB|SASKATCHEWAN|SK|NOVA SCOTIA"
    r"|NS"
    r"|NEW BRUNSWICK|NB|NEWFOUNDLAND(?: AND LABRADOR)?|NL|PRINCE EDWARD ISLAND|PE|YUKON|YT"
    r"|NUNAVUT|NU"
    r"|BAJA CALIFORNIA(?: SUR| NORTE)?|JALISCO|SONORA|CHIHUAHUA|COAHUILA|NUEVO LEON|TAMAULIPAS"
    r"|SINALOA|DURANGO|ZACATECAS|MICHOACAN|GUERRERO|OAXACA|CHIAPAS|VERACRUZ|PUEBLA|GUANAJUATO"
    r"|HIDALGO|MORELOS|NAYARIT|QUERETARO|QUINTANA ROO|SAN LUIS POTOSI|TABASCO|TLAXCALA|YUCATAN"
    r"|CAMPECHE|COLIMA|AGUASCALIENTES|ESTADO DE MEXICO|CDMX|DISTRITO FEDERAL|NEW SOUTH WALES|NSW"
    r"|QUEENSLAND|PUNJAB|GUANGDONG|FUJIAN"
)
FOREIGN_STATE = f"^(?:{_FOREIGN_STATE}|{COUNTRY})$"
_FOREIGN_CITY = (
    r"TIJUANA|MEXICALI|CIUDAD JUAREZ|CD JUAREZ|NUEVO LAREDO|REYNOSA|MATAMOROS|GUADALAJARA|MONTERREY"
    r"|MEXICO CITY|CIUDAD DE MEXICO|TEGUCIGALPA|SAN PEDRO SULA|GUATEMALA CITY|CIUDAD DE GUATEMALA"
    r"|MANAGUA|SANTO DOMINGO|PORT AU PRINCE|TORONTO|MONTREAL|CALGARY|BOGOTA|CARACAS|LIMA PERU"
    r"|BEIJING"
    r"|SHANGHAI|MUMBAI|NEW DELHI|MANILA|LAGOS|ACCRA|NAIROBI|QUITO|KINGSTON JAMAICA"
)
FOREIGN_END = (
    rf"(?:, |\d |^)(?:{COUNTRY}|{_FOREIGN_CITY})(?: (?:C ?P )?\d{{4,6}})?$"
    rf"|, (?:{_FOREIGN_STATE}) ?,? {COUNTRY}$"
)
FOREIGN_LAST = rf" (?:{COUNTRY}|{_FOREIGN_CITY})$"
FOREIGN_PLACE = f"^(?:{COUNTRY}|{_FOREIGN_CITY})$"
CANADIAN_CODE = r"(?:^|[ ,])[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d$"

FOREIGN_CODE = (
    r"\b(?:NSW|QLD|VIC|TAS|ACT|NT)(?: ,)? \d{4}$|(?:^| )[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}$"
)
HARD_FIRST = (
    r"^(?:AVE|AVENIDA|AVDA|BOULEVARD) [A-Z]{3}|^(?:AV|AVE|AVENUE|DR) (?:OF|DE|DEL|LOS|LAS|M"
    r"|MARTIN|[A-Z]|\d)\b|^ST [A-Z]{3}"
    r"|^(?:BOULEVARD|BLVD) (?:EAST|WEST|E|W|OF|DE|DEL)\b"
)
"""Names that begin with what elsewhere ends one."""

TOO_LONG = "^.{251}"
"""Longer than any address; also what keeps a backtracking reader's time in bounds."""

KEYBOARD = (
    r"QWER|ZXC|RTYU|TYUI|YUIO|UIOP|ASDF|SDFG|DFGH|FGHJ|GHJK|HJKL|ZXCV|XCVB|CVBN|VBNM|POIU|OIUY"
    r"|IUYT|UYTR"
    r"|YTRE|TREWQ|LKJH|KJHG|JHGF|HGFD|GFDS|FDSA|MNBV|NBVC|BVCX|VCXZ|QAZW|WSX|ASDS|ASDAS|SDSD|FDFD"
    r"|JKJK"
    r"|DFDF|FGFG|GHGH|HJHJ|KLKL|JKLJ|XCXC|ZXZX|QWQW|LKLK|ABCD|WXYZ|HJK|JKL\b|SDF\b|\bSDF|\bDFG"
    r"|\bFGH"
    r"|\b[SDFGHJKL]{4,}\b|\b[ZXCVBNM]{4,}\b"
)
TRIPLED = "|".join(f"{letter}{{3}}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# A word with a vowel beside them makes such letters an abbreviation.
VOWELLESS = r"^[BCDFGHJKLMNPQRSTVWXZ]{4,}(?: [BCDFGHJKLMNPQRSTVWXZ]{4,})*$"
_SHORTEST_MASH = 4
VOWELLESS_WORDS = any_of(
    [word for word in SUFFIXES if len(word) >= _SHORTEST_MASH and not set(word) & set("AEIOUY")]
    + [
        "CNTY",
        "CTRY",
        "TWNSHP",
        "TWSP",
        "HGTS",
        "HWYS",
        "BLDG",
        "TRLR",
        "STHN",
        "NTHN",
        "FRNT",
        "MRTN",
        "HNGR",
        "SGTS",
        "PTRS",
    ]
)
# Pairs of letters that stand in no street's name.
_PAIR = (
    r"BQ|BX|CJ|CX|DX|FQ|FX|FZ|GQ|GX|HX|JB|JC|JF|JG|JK|JL|JP|JQ|JS|JT|JV|JW|JX|JZ|KQ|KX|LX|MX|PX|QB"
    r"|QC|QD|QF|QG|QH|QJ|QK|QL|QM|QN|QP|QT|QV|QX|QZ|SX|VB|VF|VH|VJ|VP|VQ|VX|VZ|WX|XJ|XK|XQ|XZ|YQ"
    r"|ZJ|ZQ"
    r"|JH[BCDFGJKLMNPQRSTVWXZ]|FJ[BCDFGHJKLMNPQRSTVWXZ]|FJ[EKQ]"
)
BAD_PAIR = rf"[A-Z]{{2}}(?:{_PAIR})|[A-Z](?:{_PAIR})[A-Z]|(?:{_PAIR})[A-Z]{{2}}"
CLUSTER = r"^(?:[NSEW]{1,2} )?[A-Z]*[BCDFGHJKLMNPQRSTVWXZ]{5,}[A-Z]*$"
DIGRAPH = r"RTH|TCH|SCH|GHT|CK|CH|SH|TH|PH|NG|ST|LL|SS|NN|RR|TT|GH|SP|ND|RT|LD|NT|CH"
