"""A declaration that can't be used is refused at its place; the shipped one is whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import yaml

from lawgate.errors import DefectiveLawError
from lawgate.rehearsal.declaration import load_declaration, parse_declaration
from lawgate.rehearsal.synth import synthesise
from tests.rehearsal.conftest import REPLAY

if TYPE_CHECKING:
    from pathlib import Path

    from lawgate.rehearsal.declaration import ReplayDeclaration
    from lawgate.rehearsal.makers import DaysBefore

TEXT = REPLAY.read_text(encoding="utf-8")


def line_of(needle: str) -> int:
    return TEXT[: TEXT.index(needle)].count("\n") + 1


def refused(path: Path, text: str) -> DefectiveLawError:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefectiveLawError) as told:
        load_declaration(path)
    return told.value


@pytest.mark.parametrize(
    ("old", "new", "says", "line"),
    [
        ("birth_date: mixed", "birthdate: mixed", "birthdate", "birth_date: mixed"),
        ("rows: 11500", "rows: -1", "greater than or equal to 0", "rows: 11500"),
        ("oldest_days: {least: 3900", "oldest_days: {least: x", "integer", "oldest_days"),
        (
            "    blank: true",
            "    blank: true\n    same: x",
            "exactly one way",
            "  - columns: [court",
        ),
    ],
)
def test_a_slip_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, says: str, line: str
) -> None:
    error = refused(tmp_path / "replay.yaml", TEXT.replace(old, new, 1))
    assert says in str(error)
    assert f"replay.yaml:{line_of(line)}" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("copy_of: unrecorded", "copy_of: nobody", "stratum 'nobody' is not declared"),
        ("codes: [R-09, R-10]", "codes: [R-09, R-99]", "code 'R-99' is not declared"),
        ("address blank: 3000", "address gone: 3000", "defect 'address gone' is not declared"),
        ("recipients_from: engaged_officer", "recipients_from: x", "column 'x' is not declared"),
        ("expected: 42695", "expected: 42696", "42696"),
        ("rows: 60000\n    person: recorded", "person: recorded", "takes the rest"),
    ],
)
def test_what_does_not_hang_together_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert old in TEXT
    assert says in str(refused(tmp_path / "replay.yaml", TEXT.replace(old, new, 1)))


def test_what_is_not_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "replay.yaml:3:" in str(refused(tmp_path / "replay.yaml", "a: 1\nb: [1\n"))
    with pytest.raises(DefectiveLawError, match="can't be read"):
        load_declaration(tmp_path / "none.yaml")


def test_a_mapping_serves_as_well_as_a_file(declaration: ReplayDeclaration, tmp_path: Path) -> None:
    stated = yaml.safe_load(TEXT)
    assert parse_declaration(stated, "here") == declaration
    one = synthesise(stated, "a", 300, 1, tmp_path / "one").digests
    assert one == synthesise(declaration, "a", 300, 1, tmp_path / "two").digests
    with pytest.raises(DefectiveLawError, match=r"a/replay\.yaml"):
        synthesise({"replay": "a"}, "a", 300, 1, tmp_path / "three")


def test_days_of_addresses_lie_within_and_before_the_periods_asked_for(
    declaration: ReplayDeclaration,
) -> None:
    shape, day = declaration.holdings, declaration.transmittal.requested_on

    def window(days: DaysBefore) -> tuple[str, str]:
        first, last = day - timedelta(days=days.most), day - timedelta(days=days.least)
        return first.isoformat(), last.isoformat()

    periods: dict[str, list[list[str]]] = {
        filling.rows: [[str(day) for day in pair or ()] for pair in filling.one_of or ()]
        for filling in declaration.fillings
        if filling.columns == ["tax_period_from", "tax_period_to"]
    }
    earliest, latest = window(shape.earlier_days)
    assert all(start <= earliest and latest <= end for start, end in periods["clean"])
    assert all(window(shape.between_days)[1] < start for start, _ in periods["others"])
    assert window(shape.oldest_days)[1] < window(shape.between_days)[0]
    assert window(shape.earlier_days)[1] < window(shape.current_days)[0]


def test_hypotheticals_are_told_from_what_was_found(declaration: ReplayDeclaration) -> None:
    kinds = {
        origin: {d.name for d in declaration.defects if d.origin == origin}
        for origin in ("hypothetical", "found")
    }
    assert kinds["hypothetical"] == {"Don't Care 12345", "00000"}
    found = " ".join(sorted(kinds["found"]))
    assert all(word in found for word in ("placeholder", "facility", "without number", "street"))
