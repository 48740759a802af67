"""Real cities, states and ZIP codes, invented streets: the parts of plainly complete addresses.

Lists only, no rule and no chance. Street names are invented compounds; that one exists somewhere is
chance. No list contains a number of five or nine digits except the postal codes.
"""

from __future__ import annotations

_CITIES = """
Phoenix|AZ|85003 85009 85033
Tucson|AZ|85701 85705
Mesa|AZ|85201 85210
Los Angeles|CA|90006 90011 90026
San Diego|CA|92102 92113
San Jose|CA|95112 95127
Fresno|CA|93702 93721
Sacramento|CA|95815 95823
Oakland|CA|94601 94607
Salinas|CA|93901 93905
Denver|CO|80204 80219
Aurora|CO|80010 80012
Bridgeport|CT|06604 06608
Hartford|CT|06106 06114
Wilmington|DE|19801 19805
Miami|FL|33125 33142
Orlando|FL|32805 32839
Tampa|FL|33604 33614
Jacksonville|FL|32205 32210
Atlanta|GA|30310 30318
Savannah|GA|31401 31404
Honolulu|HI|96813 96817
Boise|ID|83702 83705
Chicago|IL|60608 60623 60632
Rockford|IL|61101 61104
Indianapolis|IN|46201 46222
Des Moines|IA|50314 50317
Wichita|KS|67203 67214
Louisville|KY|40203 40212
New Orleans|LA|70117 70119
Baltimore|MD|21213 21224
Boston|MA|02118 02128
Worcester|MA|01605 01610
Detroit|MI|48209 48210
Grand Rapids|MI|49503 49507
Minneapolis|MN|55404 55407
Jackson|MS|39203 39209
Kansas City|MO|64123 64127
St. Louis|MO|63116 63118
Omaha|NE|68105 68107
Las Vegas|NV|89101 89110
Reno|NV|89502 89512
Manchester|NH|03103 03104
Newark|NJ|07104 07107
Paterson|NJ|07501 07503
Albuquerque|NM|87105 87108
New York|NY|10029 10032
Brooklyn|NY|11207 11220
Buffalo|NY|14207 14213
Charlotte|NC|28205 28217
Raleigh|NC|27603 27610
Columbus|OH|43207 43211
Cleveland|OH|44102 44109
Oklahoma City|OK|73108 73119
Portland|OR|97206 97233
Philadelphia|PA|19120 19134
Pittsburgh|PA|15210 15216
Providence|RI|02907 02909
Charleston|SC|29403 29407
Sioux Falls|SD|57103 57104
Nashville|TN|37207 37211
Memphis|TN|38111 38122
Houston|TX|77009 77036 77081
Dallas|TX|75208 75217
San Antonio|TX|78207 78228
El Paso|TX|79901 79905
Laredo|TX|78040 78046
Salt Lake City|UT|84104 84116
Burlington|VT|05401
Richmond|VA|23223 23224
Seattle|WA|98108 98118
Yakima|WA|98901 98902
Milwaukee|WI|53204 53215
Cheyenne|WY|82001 82007
"""

PLACES = tuple(
    (city, state, code)
    for city, state, codes in (line.split("|") for line in _CITIES.split("\n") if line)
    for code in codes.split()
)
"""City, state, postal code."""

MILITARY_PLACES = (
    ("APO", "AE", "09012"),
    ("APO", "AE", "09128"),
    ("FPO", "AE", "09618"),
    ("APO", "AP", "96205"),
    ("FPO", "AP", "96349"),
    ("APO", "AA", "34022"),
)
"""The same for military mail."""

_BEGINNINGS = """
Alder Amber Ash Bramble Briar Cedar Clover Copper Elder Fern Fox Hazel Heron Juniper Lark Linden
Maple Meadow Myrtle Otter Quail Quill Rowan Sable Saffron Thistle Willow Wren
"""
_ENDINGS = "brook croft dale field ford gate glen haven hollow mere moor ridge vale wick"

STREET_NAMES = tuple(f"{one}{two}" for one in _BEGINNINGS.split() for two in _ENDINGS.split())
"""Invented names of streets."""

DIRECTIONS = (("", ""), ("N ", "North "), ("S ", "South "), ("E ", "East "), ("W ", "West "))
"""Before the name of a street: short and long form."""

SUFFIXES = (
    ("St", "Street"),
    ("Ave", "Avenue"),
    ("Rd", "Road"),
    ("Dr", "Drive"),
    ("Ln", "Lane"),
    ("Ct", "Court"),
    ("Blvd", "Boulevard"),
    ("Pl", "Place"),
)
"""After the name of a street: short and long form (USPS Publication 28, appendix C1)."""

UNITS = (
    *(("", ""),) * 12,
    *((f" Apt {n}", f", Apartment {n}") for n in (1, 2, 3, 4, 6, 8, 12, 101, 204, 310)),
    *((f" Apt {n}{letter}", f" #{n}{letter}") for n in (1, 2, 3) for letter in "ABC"),
    *((f" Unit {letter}", f", Unit {letter}") for letter in "ABCD"),
    *((f" Ste {n}", f", Suite {n}") for n in (100, 220)),
)
"""Within a building: short and long form (USPS Publication 28, appendix C2)."""
