"""Kin, strangers' numbers, small batches: what the figures alone would not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow.compute as pc

from lawgate.rehearsal import people, rows
from lawgate.rehearsal.addresses import lines, parts_of
from lawgate.rehearsal.people import (
    IDENTIFIERS,
    draw_people,
    identifiers,
    impossible_identifiers,
)
from lawgate.rehearsal.synth import synthesise
from tests.rehearsal.conftest import views

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from lawgate.rehearsal.declaration import ReplayDeclaration


def test_identifiers_are_all_different_up_to_the_last_one() -> None:
    made = identifiers(np.arange(IDENTIFIERS), 17)
    assert len(made.unique()) == IDENTIFIERS == len(made)
    assert pc.sum(pc.starts_with(made, "987-65-")).as_py() == 10


def test_impossible_identifiers_are_impossible_and_different() -> None:
    made = impossible_identifiers(140_000).to_pylist()
    assert len(set(made)) == 140_000
    assert all(re.fullmatch(r"(000|666)-(6[6-9]|89)-\d{4}|9\d\d-00-\d{4}", tin) for tin in made)


def test_street_addresses_of_different_people_differ() -> None:
    parts = parts_of(np.arange(200_000))
    streets = parts.at(np.flatnonzero(parts.form == 0))
    spelt = zip(lines(streets).to_pylist(), streets.place.tolist(), strict=True)
    assert len(set(spelt)) == len(streets.form)


def test_people_without_a_near_rival_have_names_of_their_own() -> None:
    drawn = draw_people(40_000, 34_950, np.random.default_rng(1))
    pairs = set(zip(drawn.last[:34_950].tolist(), drawn.first[:34_950].tolist(), strict=True))
    assert len(pairs) == 34_950
    assert not set(drawn.last[34_950:].tolist()) & set(drawn.last[:34_950].tolist())
    births = set(zip(drawn.last[:34_950].tolist(), drawn.born[:34_950].tolist(), strict=True))
    assert len(births) == 34_950


def test_a_number_of_another_person_is_never_that_of_a_namesake(
    declaration: ReplayDeclaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(_size: int, count: int, chance: np.random.Generator) -> np.ndarray:
        return chance.integers(0, 3, count)

    monkeypatch.setattr(people, "_skewed", few)
    world = rows.lay_out(declaration, 12_800, None, np.random.default_rng(1))
    block = next(b for b in world.blocks if b.stratum.identifier == "strangers")
    person, holder = world.person[block.rows], world.identifier[block.rows]
    who = world.people
    assert len(block) == 200
    assert not (
        (who.last[person] == who.last[holder]) & (who.first[person] == who.first[holder])
    ).any()


def test_parent_and_child_share_name_and_address_on_record(
    tables: duckdb.DuckDBPyConnection,
) -> None:
    found = tables.execute(
        """SELECT b.request_id, count(DISTINCT h.record_id), count(DISTINCT h.date_of_birth)
        FROM batch b JOIN labels l USING (request_id) JOIN holdings h
        ON lower(b.address_line) = lower(h.address_line) AND b.postal_code = h.postal_code
        AND lower(b.last_name) = lower(h.last_name) AND lower(b.first_name) = lower(h.first_name)
        WHERE b.tin IS NULL AND b.date_of_birth IS NULL AND h.is_current
        AND list_contains(l.defects, 'R-09') GROUP BY ALL"""
    ).fetchall()
    assert len(found) == 4
    assert {(records, births) for _, records, births in found} == {(2, 2)}


def test_a_batch_too_small_for_one_officer_to_be_implausible_says_so(
    declaration: ReplayDeclaration, tmp_path: Path
) -> None:
    synthesise(declaration, "x", 150, 1, tmp_path)
    with duckdb.connect() as connection:
        views(connection, tmp_path)
        found = connection.execute(
            """SELECT count(*) FILTER (list_has_any(defects, ['R-17'])),
            count(*) FILTER (expected_request = 'sufficient'),
            count(*) FILTER ((expected_record = '') = (expected_request = 'sufficient'))
            FROM labels"""
        ).fetchall()
    assert found[0][0] == found[0][2] == 0
    assert found[0][1] > 50


def test_many_rows_have_no_other_defect(tables: duckdb.DuckDBPyConnection) -> None:
    alone = tables.execute("FROM labels WHERE defects = ['R-16', 'R-17']").fetchall()
    assert len(alone) > 1_000


def test_eight_people_or_more_share_an_address(tables: duckdb.DuckDBPyConnection) -> None:
    shared = tables.execute(
        """SELECT count(DISTINCT last_name) FROM batch
        WHERE address_line IS NOT NULL AND postal_code IS NOT NULL AND length(address_line) > 12
        GROUP BY address_line, city, postal_code HAVING count(DISTINCT last_name) >= 8
        AND address_line NOT LIKE 'Failed%' AND address_line NOT LIKE 'Unknown%'"""
    ).fetchall()
    assert len(shared) >= 4
