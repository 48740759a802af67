"""Invented people on record and requests about them, with the truth about each.

Names are syllables, numbers come from the synthetic ranges. Those hold some five million numbers,
fewer than the people of a full run: so some people share a number here, which is harder than life.
Made to be hard: a child named and housed as a parent; requests about people who are not on record
while their namesake at the same address is; requests that state somebody else's number.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOLDINGS, REQUESTS = "people.parquet", "about.parquet"
NUMBERS = 4_999_500
"""Synthetic identifiers: 1,000 - 900 heads, the groups 66 to 69 and 89, serials 0001 to 9999."""

_GROUPS, _SERIALS = (66, 67, 68, 69, 89), 9999
_WORDS = {"surname": 120_000, "given": 8_000, "street": 20_000, "town": 8_000}
_SKEW = {"surname": 0.9, "given": 0.95, "street": 0.5, "zip": 0.6}
_ZIPS = 30_000
_CHILD_EVERY, _ABSENT_EVERY = 33, 29
_ABSENT_SHARE = 0.04


def measure(folder: str, people: int, requests: int) -> dict[str, Any]:
    """Write the holdings and the requests with their truth; give how many there are."""
    began = time.perf_counter()
    chance = np.random.default_rng(7)
    count = _with_absent(people)
    out = Path(folder)
    with duckdb.connect(config={"threads": 2, "temp_directory": f"{folder}/spill"}) as db:
        db.execute("SET preserve_insertion_order = false")
        for number, (kind, size) in enumerate(_WORDS.items(), 1):
            words = pa.table({"at": np.arange(size), "word": _invented(size, number)})
            db.register(f"given_{kind}", words)
            db.execute(f"CREATE TABLE {kind} AS SELECT * FROM given_{kind}")
        db.register("given_people", _people(count, chance))
        db.register("given_homes", _homes(count, chance))
        db.execute(_JOINED)
        held = "record_id, tin, last_name, first_name, middle_name, date_of_birth, address_line, "
        held += "city, state, postal_code, address_as_of, address_source, is_current"
        db.execute(
            f"""COPY (SELECT {held} FROM everybody WHERE NOT absent ORDER BY hash(record_id))
            TO '{out / HOLDINGS}'"""
        )
        absent = round(requests * _ABSENT_SHARE)
        db.execute(_ASKED.format(present=requests - absent, absent=absent))
        db.execute(f"COPY (SELECT * FROM asked ORDER BY row) TO '{out / REQUESTS}'")
        counted = db.execute(
            """SELECT (SELECT count(DISTINCT p) FROM everybody WHERE NOT absent),
              (SELECT count(*) FROM everybody WHERE NOT absent), (SELECT count(*) FROM asked),
              (SELECT count(*) FROM asked WHERE truth IS NULL),
              (SELECT count(*) FROM asked WHERE kind = 'number of another')"""
        ).fetchall()[0]
    names = ("people", "addresses", "requests", "about_nobody_on_record", "number_of_another")
    return {**dict(zip(names, counted, strict=True)), "seconds": time.perf_counter() - began}


def _invented(count: int, seed: int) -> list[str]:
    """Invent `count` different words of open syllables."""
    chance = np.random.default_rng(seed)
    consonants, vowels = np.array(list("BCDFGHJKLMNPRSTVZ")), np.array(list("AEIOU"))
    found: dict[str, None] = {}
    while len(found) < count:
        size = 2 * count
        parts = [np.char.add(chance.choice(consonants, size), chance.choice(vowels, size))]
        parts += [
            np.where(
                chance.random(size) < keep,
                np.char.add(chance.choice(consonants, size), chance.choice(vowels, size)),
                "",
            )
            for keep in (1.0, 0.7, 0.4)
        ]
        ends = chance.choice(np.array(["", "N", "S", "R", "Z"]), size)
        whole = parts[0]
        for part in (*parts[1:], ends):
            whole = np.char.add(whole, part)
        found |= dict.fromkeys(whole.tolist())
    return list(found)[:count]


def _child(each: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.logical_and(each % _CHILD_EVERY == 0, each > 0)
    return found


def _absent(each: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell who is not on record; of the children, every other one."""
    child = np.logical_and(_child(each), each // _CHILD_EVERY % 2 == 0)
    found: NDArray[np.bool_] = np.logical_or(each % _ABSENT_EVERY == 1, child)
    return found


def _with_absent(people: int) -> int:
    """Give how many there are in all, so that `people` of them are on record."""
    on_record = np.cumsum(~_absent(np.arange(people + people // 10 + _CHILD_EVERY)))
    return int(np.searchsorted(on_record, people)) + 1


def _skewed(kinds: int, skew: float, size: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Draw from `kinds` things of which a few are common, as names are."""
    shares = 1 / np.arange(1, kinds + 1) ** skew
    found = np.searchsorted(np.cumsum(shares / shares.sum()), chance.random(size))
    return np.minimum(found, kinds - 1).astype(np.int64)


def _people(count: int, chance: np.random.Generator) -> pa.Table:
    each = np.arange(count)
    number = each % NUMBERS
    group = np.array(_GROUPS)[(number % (len(_GROUPS) * _SERIALS)) // _SERIALS]
    tin = (900 + number // (len(_GROUPS) * _SERIALS)) * 10**6 + group * 10**4
    tin = tin + number % _SERIALS + 1
    chance.shuffle(tin)
    surnames, givens = _WORDS["surname"], _WORDS["given"]
    table = {
        "surname": _skewed(surnames, _SKEW["surname"], count, chance),
        "second": np.where(
            chance.random(count) < 0.15,  # noqa: PLR2004
            _skewed(surnames, _SKEW["surname"], count, chance), -1,
        ),
        "given": _skewed(givens, _SKEW["given"], count, chance),
    }  # fmt: skip
    child = _child(each)
    for values in table.values():
        values[child] = values[each[child] - 1]
    born = chance.integers(-10_957, 13_880, count)
    return pa.table({
        "p": each, "tin": tin, **table, "child": child, "born": born,
        "middle": np.where(
            chance.random(count) < 0.5, _skewed(givens, _SKEW["given"], count, chance), -1,  # noqa: PLR2004
        ),
        "absent": _absent(each),
    })  # fmt: skip


def _homes(people: int, chance: np.random.Generator) -> pa.Table:
    """Give everybody a current address, a fifth of them a former one too."""
    count = people + people // 5
    own = np.concatenate([np.arange(people), chance.integers(0, people, count - people)])
    columns = {
        "number": chance.integers(1, 9_999, count),
        "street": _skewed(_WORDS["street"], _SKEW["street"], count, chance),
        "kind": chance.integers(1, 7, count),
        "unit": np.where(chance.random(count) < 0.25, chance.integers(1, 60, count), -1),  # noqa: PLR2004
        "zip": _skewed(_ZIPS, _SKEW["zip"], count, chance),
    }
    child = np.flatnonzero(_child(np.arange(people)))
    for values in columns.values():
        values[child] = values[child - 1]
    current = np.arange(count) < people
    dated = chance.integers(14_600, 20_100, count)
    return pa.table({"p": own, **columns, "dated": dated, "current": current})


_JOINED = """CREATE TABLE everybody AS
SELECT g.p, absent, 'R' || lpad(g.p::VARCHAR, 8, '0') AS record_id,
  left(tin::VARCHAR, 3) || '-' || substr(tin::VARCHAR, 4, 2) || '-' || substr(tin::VARCHAR, 6)
    AS tin,
  s.word || coalesce((CASE WHEN g.p % 2 = 0 THEN '-' ELSE ' ' END) || s2.word, '')
    || CASE WHEN child THEN ' JR' ELSE '' END AS last_name,
  f.word AS first_name, m.word AS middle_name, DATE '1970-01-01' + born::INTEGER AS date_of_birth,
  h.number || ' ' || st.word || ' '
    || ['Street', 'Avenue', 'Rd', 'Blvd.', 'Drive', 'LN'][h.kind]
    || CASE WHEN unit > 0 THEN ' Apt ' || unit ELSE '' END AS address_line,
  t.word AS city, 'TX' AS state, lpad((10000 + zip)::VARCHAR, 5, '0') AS postal_code,
  DATE '1970-01-01' + dated::INTEGER AS address_as_of, 'return' AS address_source,
  h.current AS is_current
FROM given_homes h JOIN given_people g USING (p) JOIN surname s ON s.at = g.surname
LEFT JOIN surname s2 ON s2.at = g.second JOIN given f ON f.at = g.given
LEFT JOIN given m ON m.at = g.middle JOIN street st ON st.at = h.street
JOIN town t ON t.at = h.zip % 8000"""

_ASKED = """CREATE TABLE asked AS
WITH chosen AS (
  (SELECT * FROM everybody WHERE is_current AND NOT absent ORDER BY hash(p, 3) LIMIT {present})
  UNION ALL
  (SELECT * FROM everybody WHERE is_current AND absent ORDER BY hash(p, 3) LIMIT {absent})
), numbered AS (
  SELECT row_number() OVER (ORDER BY hash(p, 5)) AS row, * FROM chosen
)
SELECT row, 'Q' || row AS request_id, last_name, first_name,
  CASE row % 3 WHEN 0 THEN left(middle_name, 1) WHEN 1 THEN middle_name END AS middle_name,
  CASE WHEN row % 10 < 9 THEN strftime(date_of_birth, '%Y-%m-%d') END AS date_of_birth,
  CASE WHEN row % 5 = 0 THEN address_line
    ELSE replace(replace(upper(address_line), 'STREET', 'ST'), 'AVENUE', 'AVE') END AS address_line,
  city, state, postal_code,
  CASE WHEN row % 50 = 7 THEN lead(tin) OVER (ORDER BY row)
    WHEN row % 10 IN (0, 1, 2, 3, 4, 9) THEN tin END AS tin,
  '2020-01-01' AS tax_period_from, '2022-12-31' AS tax_period_to,
  CASE WHEN NOT absent THEN record_id END AS truth,
  CASE WHEN absent THEN 'nobody on record' WHEN row % 50 = 7 THEN 'number of another'
    WHEN row % 10 = 9 THEN 'on record, by number'
    WHEN row % 10 < 5 THEN 'on record, by number and birth'
    ELSE 'on record, by birth' END AS kind
FROM numbered"""
