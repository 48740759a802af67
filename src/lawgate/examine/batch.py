"""Facts that look at the whole batch: how many rows share what, and which request is asked again.

Rules kept here: each is computed once over all rows and is the same whatever their sequence; a row
with a blank key shares with nobody; a batch of one counts one. Each rendering gives an SQL query of
(its key, value) for the keys whose value differs from that of a row alone. Distinct values compare
in the form that `compared` gives. It blocks nothing and prefers no row, an exact repeat apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.examine.declaration import Column, Constant, Named
from lawgate.examine.identity import person_key
from lawgate.examine.layers import columns_of, layered
from lawgate.examine.pattern import quoted_name, quoted_text
from lawgate.examine.questions import All, Found, Is, Not
from lawgate.examine.rendering import Reach, Rendering
from lawgate.examine.standard import address_key, name_key_sql
from lawgate.examine.standard_rules import numberless, plain_line
from lawgate.examine.texts import Cases, Extracted, Replaced
from lawgate.law.facts import Derivation, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.examine.declaration import Text
    from lawgate.terms import Value

REPEATS = ("single", "answered", "repeat")
"""Whether a request stands alone, is the one of several equal ones to answer, or repeats it."""

ACCEPTED_FOR_SHARING = ("street", "po_box", "route_box", "military")
"""Address qualities of which it can be said that several people share the address."""

_SEPARATED = r"[ -/:-@\[-`{-~]+"


def compared(column: str) -> Text:
    """Declare the form in which a batch column compares: folded, without what only separates.

    Nine digits, the length of an identifying number, compare by the digits. In every other text,
    signs and blanks go beside a letter and at the ends (`O'Brien` is `O Brien` is `OBrien`) and
    become one blank between two digits, so that `1-11` stays another number than `11-1`.
    """
    stated = Column(column)
    marked = Replaced(Replaced(stated, _SEPARATED, " "), "^ | $", "")
    return Cases(
        (
            (Found(stated, "^[A-Z0-9]*$"), stated),
            (Found(stated, r"^[ ./_-]*(?:\d[ ./_-]*){9}$"), Replaced(stated, "[ ./_-]+", "")),
        ),
        Replaced(Replaced(marked, "([^0-9 ]) ", r"\1"), " ([^0-9 ])", r"\1"),
    )


_SAID = "upper(coalesce({}, '')) AS said"


class BatchWide(Rendering):
    """A fact about a row among the others of its batch."""

    @property
    def reach(self) -> Reach:
        """Give the batch."""
        return Reach.BATCH

    @property
    def kind(self) -> Kind:
        """Give int, a count."""
        return Kind.INT

    @property
    def alone(self) -> Value:
        """Give the value of a row that shares with no other."""
        return 1

    @property
    def key(self) -> tuple[str, ...]:
        """Give the raw columns that decide the value: those shared, or `row`."""
        return self.derivation.args

    def columnar(self, columns: Mapping[str, str]) -> str:
        """Refuse: a batch-wide fact is no expression over a row; see `query`."""
        raise NotImplementedError(columns)

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Give SQL of (key columns, value) over `source`, a table with `row` and raw columns.

        Keys are distinct; a row whose key it doesn't give has the value `alone`. `few` names
        columns with few distinct texts; it changes how long the query takes, not what it gives.
        """
        raise NotImplementedError(source, few)

    def single(self, values: Mapping[str, str | None]) -> Value:
        """Give the value of a batch of one."""
        del values
        return self.alone


@dataclass(frozen=True)
class RowsSharing(BatchWide):
    """How many rows have the same folded values."""

    derivation: Derivation

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Count raw keys, fold them, and add up the counts of those that fold alike."""
        raw = ", ".join(map(quoted_name, self.key))
        names = ", ".join(f"k{at}" for at in range(len(self.key)))
        counted = source if few.issuperset(self.key) else _near(source, self.key, self.key)
        return (
            f"WITH raws AS (SELECT {raw}, count(*) AS n FROM {counted} GROUP BY ALL),"
            f" texts AS ({_keyed('raws', (*self.key, 'n'), self.key)}),"
            f" sums AS (SELECT {names}, CAST(sum(n) AS BIGINT) AS value FROM texts"
            f" WHERE {_stated('k', self.key)} GROUP BY {names} HAVING sum(n) > 1)"
            f" SELECT {raw}, value FROM texts JOIN sums USING ({names})"
        )


@dataclass(frozen=True)
class RowsOfPerson(BatchWide):
    """How many rows name the same person, in the form of `identity.person_key`."""

    derivation: Derivation

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Count raw texts, and add up the counts of those that name one person."""
        del few
        raw = quoted_name(self.key[0])
        person = layered("raws", (self.key[0], "n"), self.key, {"k0": person_key(self.key[0])})
        return (
            f"WITH raws AS (SELECT {raw}, count(*) AS n FROM {source} GROUP BY ALL),"
            f" texts AS MATERIALIZED ({person}),"
            " sums AS (SELECT k0, CAST(sum(n) AS BIGINT) AS value FROM texts WHERE k0 <> ''"
            " GROUP BY k0 HAVING sum(n) > 1)"
            f" SELECT {raw}, value FROM texts JOIN sums USING (k0)"
        )


@dataclass(frozen=True)
class DistinctSharing(BatchWide):
    """How many distinct values stand in rows that share a key, both in the form of `compared`."""

    derivation: Derivation

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Count distinct values by key, among keys of several rows."""
        del few
        over = self.derivation.over
        raw = ", ".join(map(quoted_name, self.key))
        names = ", ".join(f"k{at}" for at in range(len(self.key)))
        values = ", ".join(f"v{at}" for at in range(len(over)))
        some = " OR ".join(f"v{at} <> ''" for at in range(len(over)))
        columns = tuple(dict.fromkeys((*self.key, *over)))
        near = _near(source, self.key, columns, bare=True)
        texts = layered(near, self.key, columns, _compared(self.key, over))
        return (
            f"WITH texts AS MATERIALIZED ({texts}),"
            f" pairs AS (SELECT DISTINCT {names}, {values} FROM texts"
            f" WHERE {_stated('k', self.key)} AND ({some})),"
            f" counts AS (SELECT {names}, count(*) AS value FROM pairs"
            f" GROUP BY {names} HAVING count(*) > 1)"
            f" SELECT DISTINCT {raw}, value FROM texts JOIN counts USING ({names})"
        )


@dataclass(frozen=True)
class SurnamesAt(BatchWide):
    """How many surnames stand at the same standardised address, among accepted addresses."""

    derivation: Derivation
    quality: Text

    @property
    def key(self) -> tuple[str, ...]:
        """Give the row: whether an address is accepted is its own affair."""
        return ("row",)

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Count distinct surnames by address key, of rows that could share one.

        Standardising is dear, so rows are first parted by ZIP Code and digits where their line is
        so plain that equal keys have equal digits; rows alone in their part need no key. Quality
        is judged only where several surnames stand.
        """
        del few
        surname = self.derivation.over[0]
        columns = self.derivation.args
        raw = tuple(dict.fromkeys((*columns, surname)))
        carried = ", ".join(map(quoted_name, ("row", *raw)))
        key = address_key(*columns)
        odd = layered(
            f"(SELECT {carried} FROM {source} SEMI JOIN"
            " (SELECT row FROM parted WHERE part IS NULL) USING (row))",
            ("row", *raw), columns_of([key]), {"k0": key},
        )  # fmt: skip
        plain = layered(
            f"(SELECT {carried} FROM {source} SEMI JOIN"
            " (SELECT row FROM parted SEMI JOIN shared USING (part)) USING (row))",
            ("row", *raw), columns_of([key]), {"k0": key},
        )  # fmt: skip
        name = name_key_sql(quoted_name(surname))
        near = (
            "(SELECT * FROM texts SEMI JOIN"
            " (SELECT k0 FROM texts GROUP BY k0 HAVING min(v0) <> max(v0)) USING (k0))"
        )
        accepted = Is(self.quality, ACCEPTED_FOR_SHARING)
        judged = layered(near, ("row", "k0", "v0"), columns_of([accepted]), {"accepted": accepted})
        return (
            f"WITH parted AS MATERIALIZED ({_parted(source, columns, surname)}),"
            f" odd AS MATERIALIZED ({odd}),"
            " parts AS (SELECT part, said FROM parted WHERE part IS NOT NULL UNION ALL"
            " SELECT hash(split_part(k0, '|', 2),"
            " regexp_replace(split_part(k0, '|', 1), '[^0-9]+', '', 'g')),"
            f" {_SAID.format(quoted_name(surname))} FROM odd WHERE k0 <> ''),"
            " shared AS (SELECT part FROM parts GROUP BY part HAVING min(said) <> max(said)),"
            f" texts AS MATERIALIZED (SELECT *, {name} AS v0 FROM"
            f" (SELECT * FROM odd WHERE k0 <> '' UNION ALL SELECT * FROM ({plain})"
            " WHERE k0 <> '')),"
            f" kept AS (SELECT row, k0, v0 FROM ({judged}) WHERE accepted),"
            " pairs AS (SELECT DISTINCT k0, v0 FROM kept WHERE v0 <> ''),"
            " counts AS (SELECT k0, count(*) AS value FROM pairs GROUP BY k0 HAVING count(*) > 1)"
            " SELECT row, value FROM kept JOIN counts USING (k0)"
        )


_WHOLE = r"^([^,]*(?:,[^,]*)?), [A-Z][A-Z .'-]*,? [A-Z]{2} (\d{5})(?:-\d{4})?$"
"""A whole address in one field, its ZIP Code last."""


def _parted(source: str, columns: Sequence[str], surname: str) -> str:
    """Give row, part and said (the surname), where a plain line stands; part is NULL elsewhere.

    A part is a hash of the ZIP Code and the digits of the line: equal keys have equal parts.
    Rows whose line names no number are left out: no accepted address is without one.
    """
    stated, _, _, postal = map(Column, columns)
    whole = All((Is(postal, ("",)), Found(stated, _WHOLE)))
    line = Named("part line", Cases(((whole, Extracted(stated, _WHOLE)),), stated))
    tail = Extracted(stated, r" (\d{5})(?:-\d{4})?$")
    zip_code = Named(
        "part zip", Cases(((whole, tail),), Extracted(postal, r"^(\d{5})(?:-\d{4})?$"))
    )
    plain = All((Not(Is(zip_code, ("",))), plain_line(line)))
    told = {
        "part line": line,
        "part zip": zip_code,
        "part plain": Cases(
            ((plain, Constant("plain")), (numberless(line), Constant("none"))), Constant("")
        ),
    }
    query = layered(source, ("row", surname), columns_of(told.values()), told)
    return (
        f"SELECT row, {_SAID.format(quoted_name(surname))},"
        """ CASE WHEN "part plain" = 'plain' THEN hash("part zip","""
        """ regexp_replace("part line", '[^0-9]+', '', 'g')) END AS part"""
        f""" FROM ({query}) WHERE "part plain" <> 'none'"""
    )


@dataclass(frozen=True)
class Repeat(BatchWide):
    """Whether the same request stands in the batch again; raw texts count, NULL is NULL.

    Answered is one whose number is stated and is no other request's too, if there is such a one:
    the others are blocked by their number. Among those, the least number, then the least row.
    """

    derivation: Derivation

    @property
    def kind(self) -> Kind:
        """Give enum."""
        return Kind.ENUM

    @property
    def values(self) -> tuple[str, ...]:
        """Give the states."""
        return REPEATS

    @property
    def alone(self) -> Value:
        """Give single."""
        return "single"

    @property
    def key(self) -> tuple[str, ...]:
        """Give the row: equal rows differ in which is answered."""
        return ("row",)

    def query(self, source: str, few: frozenset[str] = frozenset()) -> str:
        """Rank equal rows by their number, then row; a hash finds the few worth comparing.

        Columns with few texts tell hardly any rows apart, so they are not hashed. Numbers compare
        by letters and digits alone: whose number is doubtful is not preferred.
        """
        telling = [name for name in self.derivation.args if name not in few]
        hashed = ", ".join(map(quoted_name, telling or self.derivation.args))
        columns = ", ".join(map(quoted_name, self.derivation.args))
        number = Column("request_id")
        numbered = (
            f"SELECT {_bare('number')} AS number FROM"
            f" ({layered(source, (), ('request_id',), {'number': number})})"
        )
        names = ("row", "request_id", *self.derivation.args)
        raw = ", ".join(map(quoted_name, dict.fromkeys(names)))
        carried = tuple(dict.fromkeys((*names, "first", "equal")))
        told = layered("grouped", carried, ("request_id",), {"number": number})
        return (
            f"WITH hashed AS (SELECT row, hash({hashed}) AS h FROM {source}),"
            " several AS (SELECT h FROM hashed GROUP BY h HAVING count(*) > 1),"
            " near AS (SELECT row FROM hashed SEMI JOIN several USING (h)),"
            f" grouped AS (SELECT {raw}, count(*) OVER same AS equal, min(row) OVER same AS first"
            f" FROM {source} SEMI JOIN near USING (row) WINDOW same AS (PARTITION BY {columns})),"
            f" told AS MATERIALIZED (SELECT row, request_id, first, {_bare('number')} AS number"
            f" FROM ({told}) WHERE equal > 1),"
            f" numbers AS (SELECT number, count(*) AS everywhere FROM ({numbered})"
            " SEMI JOIN told USING (number) GROUP BY number),"
            " here AS (SELECT told.*, count(*) OVER (PARTITION BY first, number) AS here FROM told)"
            " SELECT row, CASE WHEN row_number() OVER (PARTITION BY first ORDER BY"
            " number = '' OR here < everywhere, request_id NULLS LAST, row) = 1"
            " THEN 'answered' ELSE 'repeat' END AS value FROM here JOIN numbers USING (number)"
        )


def _keyed(source: str, carried: Sequence[str], keys: Sequence[str]) -> str:
    """Give SQL of the carried columns with the folded keys as k0…."""
    outputs = {f"k{at}": Column(name) for at, name in enumerate(keys)}
    return layered(source, tuple(carried), tuple(keys), outputs)


def _compared(keys: Sequence[str], over: Sequence[str]) -> dict[str, Text]:
    """Give the compared keys as k0… and values as v0…."""
    outputs = {f"k{at}": compared(name) for at, name in enumerate(keys)}
    return outputs | {f"v{at}": compared(name) for at, name in enumerate(over)}


def _bare(folded: str) -> str:
    """Give SQL of a folded text without signs and blanks: equal where `compared` is, and quick."""
    return f"regexp_replace({folded}, {quoted_text(_SEPARATED)}, '', 'g')"


def _near(source: str, keys: Sequence[str], columns: Sequence[str], *, bare: bool = False) -> str:
    """Give SQL, in parentheses, of `columns` of the rows whose keys another row may have.

    Equal keys have equal hashes; what shares a hash alone is told apart by the texts later. `bare`
    keys are hashed without signs and blanks.
    """
    told = [f"k{at}" for at in range(len(keys))]
    names = _bare(" || chr(1) || ".join(told)) if bare else ", ".join(told)
    raw = ", ".join(map(quoted_name, columns))
    hashed = (
        f"SELECT row, hash({names}) AS h FROM ({_keyed(source, ('row',), keys)})"
        f" WHERE {_stated('k', keys)}"
    )
    return (
        f"(WITH hashed AS MATERIALIZED ({hashed}),"
        " several AS (SELECT h FROM hashed GROUP BY h HAVING count(*) > 1)"
        f" SELECT {raw} FROM {source} SEMI JOIN"
        " (SELECT row FROM hashed SEMI JOIN several USING (h)) USING (row))"
    )


def _stated(letter: str, columns: Sequence[str]) -> str:
    """Give SQL that tells whether every one of k0… is stated."""
    return " AND ".join(f"{letter}{at} <> ''" for at in range(len(columns)))
