"""What the labels say is what was put in; the clean controls are clean; everybody is invented."""

from __future__ import annotations

import itertools
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lawgate.rehearsal.names import (
    COMMON_GIVEN,
    COMMON_SURNAMES,
    RESERVED_GIVEN,
    RESERVED_SURNAMES,
)
from lawgate.rehearsal.people import SURNAMES, stripped

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from lawgate.rehearsal.declaration import ReplayDeclaration
    from lawgate.rehearsal.synth import SynthReport

NUMBER = re.compile(r"(?<!\d)(?:\d{3}-\d{2}-\d{4}|\d{9})(?!\d)")
SYNTHETIC = re.compile(r"9\d\d-?(6[6-9]|89)-?\d{4}|987-?65-?432\d")
IMPOSSIBLE = re.compile(r"(000|666)-?\d\d-?\d{4}|\d{3}-?00-?\d{4}|\d{3}-?\d\d-?0000")
CLEAN = "FROM batch JOIN labels USING (request_id) WHERE expected_request = 'sufficient'"


def rows_of(tables: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return tables.execute(sql).fetchall()


def test_no_number_that_was_ever_assigned_is_anywhere(
    made: tuple[SynthReport, Path], tables: duckdb.DuckDBPyConnection
) -> None:
    batch = (made[1] / "batch.csv").read_text(encoding="utf-8")
    found = set(NUMBER.findall(batch))
    assert found
    assert not {n for n in found if not SYNTHETIC.fullmatch(n) and not IMPOSSIBLE.fullmatch(n)}
    tins = [tin for (tin,) in rows_of(tables, "SELECT tin FROM holdings")]
    assert all(SYNTHETIC.fullmatch(tin) and not IMPOSSIBLE.fullmatch(tin) for tin in tins)


def test_every_record_has_one_current_address_and_every_person_one_number(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    bad = rows_of(
        tables,
        """SELECT record_id FROM holdings GROUP BY 1 HAVING count(*) FILTER (is_current) <> 1
        OR count(DISTINCT tin) <> 1 OR count(DISTINCT last_name) <> 1
        OR max(address_as_of) <> max(address_as_of) FILTER (is_current)""",
    )
    assert bad == []


def test_one_in_a_hundred_is_clean_and_names_its_own_officer_and_reason(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    [(rows, officers, reasons, defects, outcomes)] = rows_of(
        tables,
        f"""SELECT count(*), count(DISTINCT lower(engaged_officer)), count(DISTINCT lower(reason)),
        sum(len(defects)), list_distinct(list(expected_record)) {CLEAN}""",
    )
    assert (rows, officers, reasons, defects, outcomes) == (128, 128, 128, 0, ["eligible"])
    [(shared,)] = rows_of(
        tables,
        f"""SELECT count(*) FROM batch WHERE request_id NOT IN (SELECT request_id {CLEAN})
        AND (engaged_officer IN (SELECT engaged_officer {CLEAN})
        OR reason IN (SELECT reason {CLEAN}))""",
    )
    assert shared == 0


def test_all_others_name_one_officer_and_are_marked_for_it(
    tables: duckdb.DuckDBPyConnection, made: tuple[SynthReport, Path]
) -> None:
    others = "FROM batch JOIN labels USING (request_id) WHERE expected_request <> 'sufficient'"
    [(rows, officers, reasons, marked)] = rows_of(
        tables,
        f"""SELECT count(*), count(DISTINCT engaged_officer), count(DISTINCT reason),
        count(*) FILTER (list_has_all(defects, ['R-16', 'R-17'])) {others}""",
    )
    assert (rows, officers, marked) == (12_672, 1, 12_672)
    civil = 3
    assert reasons == 1 + civil
    assert made[0].defects["civil purpose"] + made[0].defects["no reason"] == 100
    [(officer,)] = rows_of(tables, f"SELECT DISTINCT engaged_officer {others}")
    transmittal = json.loads((made[1] / "transmittal.json").read_text(encoding="utf-8"))
    assert officer in transmittal["recipients"]


def test_a_clean_control_has_every_element_right(
    tables: duckdb.DuckDBPyConnection, declaration: ReplayDeclaration
) -> None:
    requested = declaration.transmittal.requested_on
    rows = rows_of(
        tables,
        f"""SELECT statute, order_ground, coalesce(court_review_final_date, final_order_date),
        tax_period_from, tax_period_to, coalesce(requested_items, 'last_known_address'),
        date_of_birth {CLEAN}""",
    )
    for statute, ground, clock, start, end, item, born in rows:
        assert statute.startswith("8 U.S.C. 1253(a)(1)")
        assert ground.startswith("1227(a)")
        assert (requested - date.fromisoformat(clock)).days > 90
        assert date.fromisoformat(start) < date.fromisoformat(end) < requested
        assert item == "last_known_address"
        assert date.fromisoformat(born) < date(2006, 1, 1)


def test_a_clean_control_is_on_record_once_at_the_stated_address_with_no_rival(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    tables.execute(f"CREATE TEMP TABLE clean AS SELECT * {CLEAN}")
    stated, held = (
        f"concat_ws(', ', {t}.address_line, {t}.city, {t}.state || ' ' || {t}.postal_code)"
        for t in "ch"
    )
    [(people, housed, former)] = rows_of(
        tables,
        f"""SELECT count(DISTINCT c.request_id),
        count(*) FILTER (upper({stated}) = upper({held})),
        count(*) FILTER (upper({stated}) = upper({held}) AND NOT is_current
            AND address_as_of BETWEEN c.tax_period_from::DATE AND c.tax_period_to::DATE)
        FROM clean c JOIN holdings h ON c.record_id = h.record_id
        AND coalesce(c.tin, h.tin) = h.tin AND c.date_of_birth::DATE = h.date_of_birth
        AND lower(c.last_name) = lower(h.last_name) AND lower(c.first_name) = lower(h.first_name)
        AND coalesce(lower(c.middle_name), '') = coalesce(lower(h.middle_name), '')""",
    )
    assert (people, housed, former) == (128, 128, 5)
    rivals = rows_of(
        tables,
        """SELECT c.request_id FROM clean c JOIN holdings h ON c.record_id <> h.record_id
        AND (levenshtein(lower(c.last_name), lower(h.last_name)) <= 2
            AND levenshtein(lower(c.first_name), lower(h.first_name)) <= 2
            OR lower(c.last_name) = lower(h.last_name)
            AND (c.date_of_birth::DATE = h.date_of_birth
                OR lower(c.address_line) = lower(h.address_line)))
        UNION ALL SELECT c.request_id FROM clean c JOIN batch b ON c.tin = b.tin
        AND c.request_id <> b.request_id""",
    )
    assert rivals == []


def test_reserved_names_are_far_from_all_others() -> None:
    def folded(names: tuple[str, ...]) -> list[str]:
        return [stripped(name).lower() for name in names]

    assert len(COMMON_SURNAMES) >= 400
    assert len(COMMON_GIVEN) >= 300
    reserved, common, given = (
        folded(names) for names in (RESERVED_SURNAMES, COMMON_SURNAMES, RESERVED_GIVEN)
    )
    assert all(edits(a, b) >= 4 for a, b in itertools.combinations(reserved, 2))
    assert all(edits(a, b) >= 4 for a, b in itertools.product(reserved, common))
    assert all(edits(a, b) >= 4 for a, b in itertools.combinations(given, 2))


def edits(one: str, two: str) -> int:
    if abs(len(one) - len(two)) > 3:
        return 4
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        corner, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            corner, row[j] = row[j], min(corner + (a != b), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def test_a_name_in_capitals_is_the_same_name() -> None:
    assert all(name.upper().lower() == name.lower() for name in (*SURNAMES, *COMMON_GIVEN))
    # Nobody may have one name twice: exchanging the two would change nothing.
    assert not {name.lower() for name in SURNAMES} & {name.lower() for name in COMMON_GIVEN}


@pytest.mark.parametrize(
    ("code", "condition"),
    [
        ("R-04", "coalesce(address_line, city, state, postal_code) IS NULL"),
        ("R-05", "address_line IN ('Failed to Provide', 'Unknown Address', 'NA NA')"),
        ("R-05", "address_line = 'Don''t Care 12345'"),
        ("R-06", "regexp_full_match(address_line, '[0-9]{5}|[0-9]{9}')"),
        ("R-08", "regexp_matches(address_line, 'Detention|Jail|Prison|Facility|Processing')"),
        ("R-03", "last_name IS NULL OR first_name IS NULL"),
        ("R-13", "tax_period_from IS NULL OR tax_period_to IS NULL OR tax_period_to > '2025-06'"),
        ("R-14", "statute IS NULL OR statute NOT LIKE '8 U.S.C. 1253(a)(1)%'"),
        ("R-15", "order_ground IS NULL OR order_ground LIKE '1182%'"),
        ("R-15", "lower(court_review_final_date) = 'pending' OR final_order_date IS NULL"),
        ("R-15", "final_order_date IN ('2025-03-30', '2025-03-29')"),
        ("R-19", "requested_items <> 'last_known_address'"),
    ],
)
def test_a_defect_that_can_be_seen_is_labelled(
    tables: duckdb.DuckDBPyConnection, code: str, condition: str
) -> None:
    found = rows_of(
        tables, f"SELECT defects FROM batch JOIN labels USING (request_id) WHERE {condition}"
    )
    assert len(found) >= 10
    assert all(code in defects for (defects,) in found)


def test_day_91_is_met(tables: duckdb.DuckDBPyConnection) -> None:
    found = rows_of(
        tables,
        """SELECT defects FROM batch JOIN labels USING (request_id)
        WHERE final_order_date = '2025-03-28' AND court_review_final_date IS NULL""",
    )
    assert len(found) >= 20
    assert all("R-15" not in defects for (defects,) in found)


def test_a_refusal_is_for_barred_items_or_a_civil_purpose(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    found = rows_of(
        tables,
        """SELECT reason, requested_items, expected_record FROM batch JOIN labels
        USING (request_id) WHERE expected_request = 'refused'""",
    )
    assert 90 <= len(found) <= 100
    for reason, items, record in found:
        civil = reason is not None and not reason.startswith("Criminal investigation")
        barred = items is not None and "last_known_address" not in items
        assert civil or barred
        assert record == ""


def test_of_two_equal_rows_the_later_is_the_repeat(tables: duckdb.DuckDBPyConnection) -> None:
    pairs = rows_of(
        tables,
        """SELECT list_contains(arg_min(defects, row), 'R-12'),
        list_contains(arg_max(defects, row), 'R-12'), count(*)
        FROM batch JOIN labels USING (request_id) WHERE order_case_number IS NOT NULL
        GROUP BY order_case_number HAVING count(*) > 1""",
    )
    assert len(pairs) >= 100
    assert set(pairs) == {(False, True, 2)}


def test_the_sequence_tells_nothing_of_what_is_clean(tables: duckdb.DuckDBPyConnection) -> None:
    places = rows_of(tables, f"SELECT row, order_case_number[5:]::INT, record_id[2:]::INT {CLEAN}")
    for column, whole in zip(zip(*places, strict=True), (12_800, 12_800, 4_000), strict=True):
        assert 0.4 < sum(column) / len(column) / whole < 0.6
