from __future__ import annotations

import pytest

from lawgate.examine.registry import resolve
from lawgate.law.facts import Derivation

IDENTIFIERS = {
    "": "none",
    "219-09-9999": "ssn",
    "219 09 9999": "ssn",
    "123456789": "impossible",
    "111-11-1111": "impossible",
    "000-12-3456": "impossible",
    "666-12-3456": "impossible",
    "123-00-4567": "impossible",
    "123-45-0000": "impossible",
    "900-66-1234": "synthetic",
    "912-69-1234": "synthetic",
    "900-89-1234": "synthetic",
    "900-66-0000": "impossible",
    "987-65-4320": "synthetic",
    "987-65-4329": "synthetic",
    "900-00-1234": "impossible",
    "900-11-1234": "impossible",
    "900-49-1234": "impossible",
    "12345678": "malformed",
    "12A456789": "malformed",
    "1234567890": "malformed",
    "pending": "malformed",
    "07-1230000": "impossible",
    "49-1230000": "impossible",
    "12-3450000": "ein",
}
# Kinds that hang on the fourth and fifth digit alone.
GROUPS = {
    "itin": [*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)],
    "atin": [93],
    "irsn": [*range(1, 11), 17, 18, 19, 28, 29, 37, 38, 39],
    "synthetic": [66, 67, 68, 69, 89],
}
NAMES = {
    ("O", "Ann"): "complete",
    ("Ng", "Xu"): "complete",
    ("GARCÍA LÓPEZ", "José"): "complete",
    ("O'Brien-Smith", "Mary"): "complete",
    ("Smith Jr.", "John"): "complete",
    ("de la Cruz", "María José"): "complete",
    ("Smith 3rd", "Al"): "complete",
    ("Doe", "Alice"): "complete",
    ("Null", "Chris"): "complete",
    ("Na", "Min-ji"): "complete",
    ("Tester", "Ann"): "complete",
    ("Foo", "Wei"): "complete",
    ("St. John", "Ian"): "complete",
    ("UNKNOWN", "UNKNOWN"): "placeholder",
    ("Unknown", "Maria"): "placeholder",
    ("Khan", "FNU"): "placeholder",
    ("LNU", "Ana"): "placeholder",
    ("Doe", "John"): "placeholder",
    ("N/A", "N/A"): "placeholder",
    ("NULL", "NULL"): "placeholder",
    ("XXX", "Ana"): "placeholder",
    ("--", "Ana"): "placeholder",
    ("Unknown", ""): "placeholder",
    ("Garc1a", "Ana"): "digits",
    ("MuÃ±oz", "Ana"): "garbled",
    ("Mu?oz", "Ana"): "garbled",
    ("Иванов", "Иван"): "garbled",
    ("", ""): "blank",
    ("Lopez", ""): "single",
    ("", "Ana"): "single",
}
OFFICERS = {
    "": "blank",
    "Jane Smith": "person",
    "Doe, Jane": "person",
    "Ng Xu": "person",
    "Minh Do": "person",
    "Anna Sa": "person",
    "Do, Minh": "person",
    "Maria Field": "person",
    "Special Agent Jane Smith": "person",
    "SA Jane Smith": "person",
    "J. Smith": "person",
    "Officer A. Gomez-Ruiz 1234": "person",
    "Robert All": "person",
    "Mary Services": "person",
    "Grant Section": "person",
    "Special Agent Joan Desk": "person",
    "Ana Garcia/Lopez": "person",
    "First Last": "placeholder",
    "X X": "placeholder",
    "Night Shift": "team",
    "Border Patrol": "team",
    "Homeland Security": "team",
    "Technical Services": "team",
    "Regional Section 5": "team",
    "All Services": "team",
    "Operations Center": "team",
    "Field Services": "team",
    "John Smith / Jane Roe": "team",
    "John Smith/Jane Roe": "team",
    "John Smith & Jane Roe": "team",
    "John Smith and Jane Roe": "team",
    "Smith": "single",
    "Officer Smith": "single",
    "TBD": "placeholder",
    "To Be Determined": "placeholder",
    "Deportation Officer": "placeholder",
    "Unknown": "placeholder",
    "12345": "placeholder",
    "a.b@example.gov": "mailbox",
    "Shared Mailbox": "mailbox",
    "Field Office": "team",
    "Task Force 5": "team",
    "Operations Desk": "team",
}
DATES = {
    "2024-02-29": ("dated", "2024-02-29"),
    "2023-02-29": ("impossible", None),
    "": ("blank", None),
    " pending ": ("pending", None),
    "0001-01-01": ("dated", "0001-01-01"),
    "9999-12-31": ("dated", "9999-12-31"),
    "0000-01-01": ("impossible", None),
    "10000-01-01": ("impossible", None),
    "2024-1-1": ("impossible", None),
    "2024/01/01": ("impossible", None),
    "01/02/2024": ("impossible", None),
    "infinity": ("impossible", None),
    "２０２４-01-01": ("dated", "2024-01-01"),
    "2024-01-01T00:00": ("impossible", None),
    "Pending.": ("impossible", None),
}


def told(name: str, *texts: str) -> object:
    columns = ("a", "b")[: len(texts)]
    return resolve(Derivation(name, columns), {}, {}).single(dict(zip(columns, texts, strict=True)))


@pytest.mark.parametrize(("number", "kind"), IDENTIFIERS.items())
def test_an_identifier_has_the_kind_that_its_digits_allow(number: str, kind: str) -> None:
    assert told("identifier_kind", number) == kind


def test_every_group_of_nine_hundred_numbers_has_its_kind() -> None:
    kinds = {group: kind for kind, groups in GROUPS.items() for group in groups}
    for group in range(100):
        number = f"900-{group:02}-1234"
        assert told("identifier_kind", number) == kinds.get(group, "impossible"), number


@pytest.mark.parametrize(("name", "quality"), NAMES.items())
def test_a_name_is_judged_on_its_face(name: tuple[str, str], quality: str) -> None:
    assert told("name_quality", *name) == quality


@pytest.mark.parametrize(("officer", "quality"), OFFICERS.items())
def test_an_officer_is_a_person_by_full_name(officer: str, quality: str) -> None:
    assert told("officer_quality", officer) == quality


@pytest.mark.parametrize(("stated", "expected"), DATES.items())
def test_a_date_is_iso_or_impossible(stated: str, expected: tuple[str, str | None]) -> None:
    assert (told("date_state", stated), told("date", stated)) == expected
