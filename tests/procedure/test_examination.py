from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from lawgate.errors import DefectiveLawError, Place
from lawgate.examine.batch import BatchWide
from lawgate.examine.registry import DERIVATIONS, resolve
from lawgate.law.facts import Derivation, Fact, Item, Kind, Sensitivity, WordTable
from lawgate.procedure.examination import examine_batch, examine_request, run_constants
from lawgate.procedure.repeats import cite_repeats
from lawgate.terms import Stage, Transmittal

if TYPE_CHECKING:
    from lawgate.terms import Value

PLACE = Place("prologue.md", 7)
ADDRESS = ("address_line", "city", "state", "postal_code")
COLUMNS = ("request_id", "last_name", "first_name", *ADDRESS, "tin", "engaged_officer", "reason")
COUNTS = ("rows_sharing", "rows_of_person", "distinct_sharing", "surnames_at")
COVER = Transmittal(
    agreement=None,
    requester="A",
    signatory_name="B",
    signatory_office="Secretary of Things",
    requested_on=date(2025, 6, 27),
    row_count=1,
    sha256="",
    attests_sole_use=True,
    attests_criminal_investigation=None,
    recipients=("ann  smith", ""),
)
WORDS = {
    "OFFICES": WordTable("OFFICES", (("secretary", "^SECRETARY"),), "none", "other", PLACE),
    "BAD": WordTable("BAD", (("x", "(?=a)"),), "none", "other", PLACE),
}
ITEMS = {"address": Item("address", "Address", released=True)}


def fact(name: str, args: tuple[str, ...], over: tuple[str, ...] = ()) -> Fact:
    kind = Kind.INT if name in COUNTS else Kind.ENUM
    return Fact(name, kind, Stage.REQUEST, Sensitivity.REQUEST, Derivation(name, args, over), PLACE)


FACTS = {
    each.name: each
    for each in (
        fact("address_quality", ADDRESS),
        fact("is_recipient", ("engaged_officer",)),
        fact("rows_sharing", ("engaged_officer",)),
        fact("rows_of_person", ("engaged_officer",)),
        fact("distinct_sharing", ("tin",), ("last_name", "first_name")),
        fact("surnames_at", ADDRESS, ("last_name",)),
        fact("repeat", COLUMNS[1:]),
    )
}
Row = dict[str, str | None]


def row(number: int, **stated: str | None) -> Row:
    base: Row = dict.fromkeys(COLUMNS)
    base |= {"request_id": f"R{number}", "last_name": f"Name{chr(65 + number % 26)}"}
    return base | {"engaged_officer": f"Officer {number}", **stated}


def examined(rows: list[Row], facts: dict[str, Fact] = FACTS) -> list[dict[str, Value]]:
    columns = [pa.array([each[name] for each in rows], pa.string()) for name in COLUMNS]
    table = pa.table(
        [pa.array(range(1, len(rows) + 1), pa.int64()), *columns], names=["row", *COLUMNS]
    )
    with duckdb.connect(config={"threads": 2}) as db:
        db.register("given", table)
        db.execute("CREATE TABLE requests AS SELECT * FROM given")
        examine_batch(db, facts, WORDS, ITEMS, COVER)
        found: list[dict[str, Value]] = db.sql("SELECT * FROM facts").to_arrow_table().to_pylist()
    assert [each["row"] for each in found] == list(range(1, len(rows) + 1)), "sequence is kept"
    return found


def values(rows: list[Row], name: str) -> list[Value]:
    return [each[name] for each in examined(rows)]


def test_rows_that_share_a_folded_value_are_counted_and_blank_shares_with_nobody() -> None:
    officers = ["Ann Lee", "ANN  LEE", "Bob Ray", None, None, "\u200b"]
    rows = [row(n, engaged_officer=officer) for n, officer in enumerate(officers)]
    assert values(rows, "rows_sharing") == [2, 2, 1, 1, 1, 1]


def test_distinct_values_under_one_key_are_counted_and_blank_ones_are_not() -> None:
    given = [
        ("9", "A", "X"),
        ("9", "a", "x"),
        ("9", "B", "X"),
        ("9", None, None),
        ("8", "A", "X"),
        (None, "C", ""),
    ]
    rows = [row(n, tin=t, last_name=last, first_name=f) for n, (t, last, f) in enumerate(given)]
    assert values(rows, "distinct_sharing") == [2, 2, 2, 2, 1, 1]


@pytest.mark.parametrize("spelling", ["912661234", "912-66-1234", " 912 66 1234", "912.66_1234"])
def test_one_identifier_is_one_however_it_is_parted(spelling: str) -> None:
    rows = [
        row(0, tin="912-66-1234", last_name="Li", first_name="Ann"),
        row(1, tin=spelling, last_name="Ro", first_name="Bo"),
    ]
    assert values(rows, "distinct_sharing") == [2, 2], "as the key"
    by_person = {"n": fact("distinct_sharing", ("last_name", "first_name"), ("tin",))}
    by_person["n"] = replace(by_person["n"], kind=Kind.INT)
    same = [each | {"last_name": "Li", "first_name": "Ann"} for each in rows]
    assert [each["n"] for each in examined(same, by_person)] == [1, 1], "as the value"


@pytest.mark.parametrize("name", ["OBrien", "O Brien", "O\u2019Brien", "o-brien", "O'Brien."])
def test_signs_and_blanks_make_no_second_name(name: str) -> None:
    rows = [row(n, tin="9", last_name=each) for n, each in enumerate(("O'Brien", name))]
    assert values(rows, "distinct_sharing") == [1, 1]


def test_digits_that_a_sign_parts_otherwise_are_another_number() -> None:
    given = [
        ("1-11", "Lee"),
        ("11-1", "Ray"),
        ("A 1", "Lee"),
        ("a-1", "Ray"),
        ("--", "A"),
        ("-", "B"),
    ]
    rows = [row(n, tin=number, last_name=who) for n, (number, who) in enumerate(given)]
    assert values(rows, "distinct_sharing") == [1, 1, 2, 2, 1, 1]


def test_rows_of_a_person_are_counted_whatever_the_spelling() -> None:
    spellings = [
        "Minh Tran", "Tran, Minh", "Special Agent Minh Tran", "Minh Tran.", "Minh Tran (HSI)",
        "SA Tran, Minh", "minh  tran", "M\u00ednh Tran", "Minh Tran, Special Agent",
        "Minh Tran #12",
    ]  # fmt: skip
    others = ["Minh Do", "Do, Minh", "Tran", "Special Agent", None, "An Tran", "Smith Jr., Al"]
    others += ["Al Smith, Jr."]
    rows = [row(n, engaged_officer=each) for n, each in enumerate(spellings + others)]
    assert values(rows, "rows_of_person") == [10] * 10 + [2, 2, 1, 1, 1, 1, 2, 2]


def test_surnames_are_counted_by_standardised_address_where_it_is_accepted() -> None:
    place = {"city": "Houston", "state": "TX", "postal_code": "77002"}
    lines = [
        ("123 North Main Street", "Lee"),
        ("123 N Main St.", "Ray"),
        ("123 N. MAIN ST", "lee"),
        ("124 N Main St", "Cho"),
        ("Unknown", "Doe"),
        ("Unknown", "Roe"),
        (None, "Poe"),
    ]
    rows = [row(n, address_line=at, last_name=who, **place) for n, (at, who) in enumerate(lines)]
    assert values(rows, "surnames_at") == [2, 2, 2, 1, 1, 1, 1]


def test_of_equal_rows_the_least_request_is_answered_and_null_equals_null() -> None:
    same: Row = dict.fromkeys(COLUMNS) | {"last_name": "Lee"}
    rows = [same | {"request_id": number} for number in ("R9", "R2", "R2", None)]
    rows.append(same | {"request_id": "R1", "last_name": "lee"})
    assert values(rows, "repeat") == ["repeat", "answered", "repeat", "repeat", "single"]


@pytest.mark.parametrize("taken", ["A", " a", "A."])
def test_of_equal_rows_one_whose_number_is_its_own_is_answered(taken: str) -> None:
    same: Row = dict.fromkeys(COLUMNS) | {"last_name": "Lee"}
    rows = [same | {"request_id": number} for number in ("A", "C", "B", None)]
    rows.append(row(0, request_id=taken, last_name="Ray"))
    assert values(rows, "repeat") == ["repeat", "repeat", "answered", "repeat", "single"]
    none_free = [rows[0], rows[3], rows[4]]
    assert values(none_free, "repeat") == ["answered", "repeat", "single"]


def test_the_repeats_cite_the_row_that_examination_chose() -> None:
    rows = [row(0, request_id=number) for number in ("A", "B")] + [row(1, request_id="A")]
    for number, each in enumerate(rows[:2]):
        rows[number] = each | {"last_name": "Lee", "engaged_officer": "Ann Lee"}
    facts = {"repeat": FACTS["repeat"]}
    with duckdb.connect(config={"threads": 2}) as db:
        columns = [pa.array([each[name] for each in rows], pa.string()) for name in COLUMNS]
        db.register("given", pa.table([pa.array([1, 2, 3]), *columns], names=["row", *COLUMNS]))
        db.execute("CREATE TABLE requests AS SELECT * FROM given")
        examine_batch(db, facts, WORDS, ITEMS, COVER)
        cite_repeats(db, facts)
        assert db.execute("SELECT * FROM repeats").fetchall() == [(1, 2)]


def test_the_sequence_of_rows_changes_no_fact() -> None:
    chance = random.Random(5)  # noqa: S311 - nothing is secret here
    rows = [
        row(
            n,
            last_name=chance.choice(["Lee", "Ray", "LEE"]),
            tin=chance.choice(["1", "2", None]),
            engaged_officer=chance.choice(["A B", "a b", "C D"]),
            postal_code="77002",
            address_line=chance.choice(["1 Oak St", "1 Oak Street", "2 Elm St"]),
        )
        for n in range(60)
    ]
    shuffled = chance.sample(rows, len(rows))
    by_request = [
        {one["request_id"]: one | {"row": 0} for one in examined(each)} for each in (rows, shuffled)
    ]
    assert by_request[0] == by_request[1]


def test_a_batch_of_several_row_groups_has_each_row_once() -> None:
    # Threads share the rows out, and a join may hand them over in any sequence.
    facts = {name: FACTS[name] for name in ("rows_sharing", "is_recipient", "repeat")}
    with duckdb.connect(config={"threads": 2}) as db:
        columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in COLUMNS[1:-2])
        db.execute(
            f"CREATE TABLE requests AS SELECT i + 1 AS row, 'R' || i AS request_id, {columns},"
            " 'Officer ' || i % 5 AS engaged_officer, 'Reason ' || i AS reason"
            " FROM range(400_000) AS r(i)"
        )
        examine_batch(db, facts, WORDS, ITEMS, COVER)
        found = db.execute(
            "SELECT count(*), count(DISTINCT row), min(row), max(row) FROM facts"
        ).fetchall()
    assert found == [(400_000, 400_000, 1, 400_000)]


def test_a_batch_of_many_texts_and_one_of_few_give_the_same_counts() -> None:
    few = [
        row(n, engaged_officer="Ann Lee" if n % 2 else "ann lee", reason="same") for n in range(200)
    ]
    many = few + [row(n, engaged_officer=f"Other {n}") for n in range(200, 900)]
    assert values(few, "rows_sharing") == [200] * 200
    assert values(many, "rows_sharing")[:201] == [200] * 200 + [1]


def test_one_request_reads_as_its_row_of_the_batch() -> None:
    rows = [row(n, address_line="12 Oak St", postal_code="77002") for n in range(40)]
    for stated, columnar in zip(rows, examined(rows), strict=True):
        wide = {
            n: columnar[n]
            for n in FACTS
            if isinstance(resolve(FACTS[n].derivation, {}, {}), BatchWide)
        }
        alone = examine_request(stated, FACTS, WORDS, ITEMS, COVER, wide)
        assert alone == {name: columnar[name] for name in FACTS}


def test_a_single_request_is_a_batch_of_one() -> None:
    one = row(1)
    assert examine_request(one, FACTS, WORDS, ITEMS, COVER) == {
        name: value for name, value in examined([one])[0].items() if name in FACTS
    }


def test_a_recipient_is_named_whatever_the_case_and_a_blank_one_is_nobody() -> None:
    rows = [
        row(0, engaged_officer="Ann Smith"),
        row(1, engaged_officer="Bob"),
        row(2, engaged_officer=None),
    ]
    assert values(rows, "is_recipient") == [True, False, False]
    nobody = replace(COVER, recipients=())
    assert not examine_request(rows[0], FACTS, WORDS, ITEMS, nobody)["is_recipient"]


def test_facts_of_the_transmittal_and_the_clock_are_constants_of_the_run() -> None:
    facts = {
        "sole": fact("flag", ("transmittal.attests_sole_use",)),
        "crime": fact("flag", ("transmittal.attests_criminal_investigation",)),
        "office": fact("words", ("transmittal.signatory_office", "OFFICES")),
        "today": fact("clock", ("as_of",)),
        "officers": FACTS["rows_sharing"],
    }
    told = run_constants(facts, WORDS, COVER, {"as_of": date(2025, 8, 1)})
    assert told == {"sole": True, "crime": None, "office": "secretary", "today": "2025-08-01"}
    assert set(examined([row(1)], facts)[0]) == {"row", "request_id", "officers"}


@pytest.mark.parametrize(
    ("name", "args", "over"),
    [
        ("guess", ("a",), ()),
        ("date", ("a", "b"), ()),
        ("date", (), ()),
        ("words", ("a", "NONE"), ()),
        ("words", ("a", "BAD"), ()),
        ("distinct_sharing", ("a",), ()),
        ("clock", ("noon",), ()),
        ("flag", ("a",), ()),
        ("date", ("a",), ("b",)),
        ("surnames_at", ADDRESS, ()),
    ],
)
def test_a_derivation_that_cannot_be_resolved_is_defective_law(
    name: str, args: tuple[str, ...], over: tuple[str, ...]
) -> None:
    with pytest.raises(DefectiveLawError):
        resolve(Derivation(name, args, over), WORDS, ITEMS)


def test_a_defective_fact_is_told_with_its_place() -> None:
    with pytest.raises(DefectiveLawError, match=r"prologue\.md:7"):
        examine_request(row(1), {"x": fact("guess", ("a",))}, WORDS, ITEMS, COVER)


def test_every_derivation_of_the_brief_is_known() -> None:
    assert {
        "stated",
        "words",
        "date",
        "date_state",
        "address_quality",
        "identifier_kind",
        "name_quality",
        "officer_quality",
        "items",
        "is_recipient",
        "rows_sharing",
        "rows_of_person",
        "distinct_sharing",
        "surnames_at",
        "repeat",
        "flag",
        "clock",
    } == DERIVATIONS
