from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawgate.examine.declaration import Column, Named, Reading, named_parts
from lawgate.examine.layers import columns_of, layered
from lawgate.examine.pattern import PatternError, checked, occurs
from lawgate.examine.questions import Found
from lawgate.examine.registry import resolve
from lawgate.examine.text import fold, fold_sql, install
from lawgate.examine.texts import Cases, Looked, Replaced, Swapped
from lawgate.law.facts import Derivation
from tests.examine.readings import ADDRESS


@pytest.mark.parametrize(
    ("stated", "folded"),
    [
        (None, ""),
        ("", ""),
        (" \t\n", ""),
        ("\u200b\ufeff", ""),
        ("a  b", "A B"),
        (" a ", "A"),
        ("José", "JOSE"),
        ("Straße", "STRASSE"),
        ("Ｕｎ", "UN"),
        ("ﬁ", "FI"),
        ("½", "1/2"),
        ("Unknоwn", "UNKNOWN"),
        ("Łódź", "LODZ"),
        ("Un\u00adknown", "UNKNOWN"),
        ("a\u00a0b", "A B"),
        ("O\u2019Brien", "O'BRIEN"),
        ("a\u2013b", "A-B"),
        ("a\x00b", "A B"),
        ("\u4e1c", "\u4e1c"),
        ("MuÃ±oz", "MU\ufffdOZ"),
        ("\ue000", "\ufffd"),
    ],
)
def test_text_is_folded_to_one_form(stated: str | None, folded: str) -> None:
    assert fold(stated) == folded


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=400)
@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.none(), texts), min_size=30))
def test_folding_is_the_same_in_columns(stated: list[str | None]) -> None:
    with duckdb.connect() as db:
        install(db)
        install(db)  # a second time changes nothing
        db.execute("CREATE TABLE t (n INTEGER, x VARCHAR)")
        db.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(stated)))
        found = db.execute(f"SELECT {fold_sql('x')} FROM t ORDER BY n").fetchall()
    assert [text for (text,) in found] == [fold(text) for text in stated]


@pytest.mark.parametrize(
    "pattern",
    [
        r"a(?=b)",
        r"(?<!a)b",
        r"(?i)a",
        r"(a)\1",
        r"a++",
        r"a*+",
        r"\p{L}",
        r"[[:alpha:]]",
        r"a{,3}",
        r"a{1001}",
        r"\Z",
        r"\u0041",
        r"(?P<x>a)",
        r"(",
        r"a||b",
        "a\nb",
        r"[a&&b]",
    ],
)
def test_a_pattern_that_two_engines_may_read_differently_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        checked(pattern)


@pytest.mark.parametrize("pattern", [r"^A(?:B|C)+\b", r"\d{2,5}-[A-Z]*?", r"A\.B", r"[^A-Z ]"])
def test_a_pattern_that_both_read_alike_is_kept(pattern: str) -> None:
    assert checked(pattern).pattern == pattern


def patterns_of(declaration: object, found: set[str]) -> None:
    pattern = getattr(declaration, "pattern", None)
    if isinstance(pattern, str):
        found.add(pattern)
    for part in declaration.below():  # type: ignore[attr-defined]
        patterns_of(part, found) if not isinstance(part, Named) else None


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("address_quality", ADDRESS),
        ("name_quality", ("a", "b")),
        ("officer_quality", ("a",)),
        ("identifier_kind", ("a",)),
    ],
)
def test_every_pattern_of_our_own_lies_in_the_intersection(
    name: str, args: tuple[str, ...]
) -> None:
    declaration = resolve(Derivation(name, args), {}, {}).declaration
    assert declaration is not None
    found: set[str] = set()
    for part in (declaration, *(named.text for named in named_parts(declaration))):
        patterns_of(part, found)
    assert found
    for pattern in found:
        checked_by_both(pattern)


def checked_by_both(pattern: str) -> None:
    """Make sure of a pattern of our own, which may hold an escaped sign that a law's may not."""
    with duckdb.connect() as db:
        db.execute("SELECT regexp_matches('', ?)", [pattern]).fetchall()
    assert "(?=" not in pattern
    assert "(?!" not in pattern
    assert "(?<" not in pattern


def test_what_is_asked_for_is_searched_in_time_that_grows_with_the_text() -> None:
    # Backtracking would try two ways to read each of the forty pairs before it gave up.
    assert not occurs(r"^(?:(?:A B|A|B) )*$", "A B " * 40 + "C")
    assert occurs(r"^(?:(?:A B|A|B) )*$", "A B " * 40)


def test_a_named_part_is_computed_once_a_row() -> None:
    part = Named("part", Replaced(Column("x"), "A", "B"))
    twice = Cases(((Found(part, "B"), part),), part)
    assert list(named_parts(twice)) == [part]
    query = layered("t", (), columns_of([twice]), {"y": twice})
    assert query.count("regexp_replace(\"folded x\", 'A', 'B', 'g')") == 1
    row = Reading({"x": "A"})
    assert twice.read(row) == "B"
    assert row.parts == {"part": "B"}


def test_whole_words_are_swapped_and_looked_up_alike_in_both_readings() -> None:
    text = Swapped(Column("x"), ((Column("x"), Looked(Column("x"), {"ROAD": "RD"})),))
    with duckdb.connect() as db:
        install(db)
        query = layered("(SELECT unnest(['road', 'roadway']) AS x)", (), ("x",), {"y": text})
        found = [value for (value,) in db.execute(query).fetchall()]
    assert found == ["RD", "ROADWAY"]
    assert [text.read(Reading({"x": word})) for word in ("ROAD", "ROADWAY")] == found
