"""Each defect of a folder of law is told with its place and what to do; nothing else escapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.agreement import load_agreement
from tests.law.folders import ACT, PROLOGUE, changed, read, write

if TYPE_CHECKING:
    from pathlib import Path

ORDER = """---
instrument: stay
title: Stay of Lamps
kind: order
source: a court
verified: account
entered: 2025-11-21
---

## [stay]

> account: No lamp.

Source: a newspaper — account.

```lawgate forbid stayed
true
then held: The order stays it.
```
"""

IN_PROLOGUE = [
    ("agreement: lamps\n", "", "lacks `agreement`", 0),
    ("requesters: [LL]", "requesters: LL", "list of texts", 0),
    ("requesters: [LL]", "requesters: [LL, LL]", "stands twice", 0),
    ("instruments: [act.md]", "instruments: [act.md, gone.md]", "no such file", 0),
    ("```lawgate columns\n", "```lawgate pillars\n", "no block of a prologue", 10),
    ("[request_id, colour,", "[colour,", "no request_id", 0),
    ("[request_id, colour,", "[request_id, Colour,", "not plain", 0),
    ("[request_id, colour,", "[request_id, row, colour,", "not plain", 0),
    ("released: true", "released: often", "lacks title or released", 14),
    ("limit: 3", "limit: 3.5", "no 64-bit integer", 19),
    ("limit: 3", "limit: 9223372036854775808", "no 64-bit integer", 19),
    ("limit: 3", "limit: 3\nlimit: 4", "stands twice", 20),
    ("warm: [red]", "warm: [red, 1]", "list of one kind", 19),
    ("warm: [red]", "warm: [red", "not YAML", 21),
    ("words COLOUR", "words", "no name", 25),
    ("otherwise: other\n", "", "must have blank, otherwise and rules", 25),
    ("value: red, ", "values: red, ", "must have value and pattern", 25),
    ("colour.kind: {type: enum", "Colour: {type: enum", "no name for a fact", 32),
    ("type: bool, from", "type: boolean, from", "Types: enum, int, bool, date", 33),
    ("type: bool, from", "kind: bool, from", "says ['kind']", 33),
    ("values: [none, red, other]", "values: []", "NULL convention", 32),
    ("date(day), missing: true", "date(day), values: [a]", "NULL convention", 34),
    ("from: stated(count)", "from: stated count", "no derivation", 33),
    ("unit: rows", "labels: {red: rows}", "labels ['red']", 35),
    ("count.stated: {", "colour.kind: {", "stands twice", 33),
]

IN_ACT = [
    ("---\ninstrument: act", "instrument: act", "no front matter", 1),
    ("in force: 2020-01-01 ..\n---\n", "in force: 2020-01-01 ..\n", "not closed", 1),
    ("title: Lamp Act\n", "", "lacks `title`", 0),
    ("kind: statute", "kind: poem", "no", 0),
    ("2020-01-01 ..", "since 2020", "no span", 0),
    ("2020-01-01 ..", "2020-02-30 ..", "in force", 0),
    ("page 1 — read.", "page 1 — heard.", "no standing of a text", 10),
    ("Source: a book, page 1 — read.", "From a book.", "names no source", 10),
    ("default dark", "denial dark", "no clause", 17),
    ("default dark", "default Dark", "no clause", 17),
    ("default dark", "refer dark\ntrue\n```\n\n```lawgate default dark", "has no sentence", 17),
    ("else refused: No lamp is lit.", "else sent_back: No lamp is lit.", "can't end", 17),
    ("No lamp is lit.", "No lamp is lit: {colour.kind}.", "default denial names", 17),
    ("permit lit light", "permit lit", "Only a permit names items", 27),
    ("permit lit light", "permit lit heat", "no released items", 27),
    ("permit lit light", "permit lit shadow", "no released items", 27),
    ("colour.kind in warm\n", 'record.fit == "unique"\n', "depends on a record", 27),
    ("colour.kind in warm\n", "colour.kind in warm\nelse refused: No.\n", "has no `else`", 27),
    ("require colour-stated", "require dark", "stands also at act.md:17", 31),
    ("require colour-stated", "require colour-stated light", "Only a permit names items", 31),
    ("else sent_back: The colour", "else forgiven: The colour", "no outcome", 31),
    ("else sent_back: The colour", "otherwise: The colour", "has no sentence", 31),
    ("else sent_back: The colour", "else held: The colour", "can't end", 31),
    ("stated: {colour.kind}.", "stated: {colour.rows}.", "names {colour.rows}", 31),
    ("stated: {colour.kind}.", "stated: {record.fit}.", "names {record.fit}", 31),
    ("stated: {colour.kind}.", "stated: {colour.kind.", "open brace", 31),
    ("count.stated\n", "count\n", "not a declared fact", 36),
    ("colour.rows <= limit", "colour.rows <= warm", "is a list", 36),
    ("else silent", "else refused", "can't end", 46),
    ("```lawgate default dark\nelse refused: No lamp is lit.\n```\n", "", "0 default denials", 0),
    ("## (a)\n", "", "under no provision", 9),
]  # fmt: skip


def told(folder: Path, part: str, path: str, line: int) -> None:
    agreement, defects = read(folder)
    fitting = [d for d in defects if part in str(d)]
    assert fitting, [str(d) for d in defects]
    for defect in defects:
        assert isinstance(defect.place, Place)
        assert defect.remedy
        assert defect.problem
    place = fitting[0].place
    assert isinstance(place, Place)
    assert (place.path, place.line) == (path, line)
    with pytest.raises(DefectiveLawError):
        load_agreement(folder)
    del agreement


def test_the_sample_itself_has_no_defect(tmp_path: Path) -> None:
    agreement, defects = read(write(tmp_path, stay=ORDER))
    assert defects == []
    assert agreement is not None
    assert [c.key for c in agreement.clauses][-1] == "stayed"


@pytest.mark.parametrize(("old", "new", "part", "line"), IN_PROLOGUE)
def test_a_wrong_prologue(tmp_path: Path, old: str, new: str, part: str, line: int) -> None:
    folder = write(tmp_path, prologue=changed(PROLOGUE, old, new))
    told(folder, part, "gone.md" if "gone" in new else "prologue.md", line)


@pytest.mark.parametrize(("old", "new", "part", "line"), IN_ACT)
def test_a_wrong_instrument(tmp_path: Path, old: str, new: str, part: str, line: int) -> None:
    path = "prologue.md" if "default denials" in part else "act.md"
    told(write(tmp_path, act=changed(ACT, old, new)), part, path, line)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("entered: 2025-11-21", "entered: in November", "`entered` is no day"),
        ("entered: 2025-11-21\n", "", "must say when it was entered"),
        ("verified: account", "verified: hearsay", "hearsay"),
    ],
)
def test_a_wrong_order(tmp_path: Path, old: str, new: str, part: str) -> None:
    told(write(tmp_path, stay=changed(ORDER, old, new)), part, "orders/stay.md", 0)


def test_an_agreement_never_refuses_or_holds(tmp_path: Path) -> None:
    act = changed(ACT, "kind: statute", "kind: agreement")
    told(write(tmp_path, act=act), "agreement's own clause refuses", "act.md", 17)


def test_only_an_order_holds(tmp_path: Path) -> None:
    act = changed(ACT, "refer late\n!has(day.at) || day.at > from_day\nthen referred",
                  "forbid late\nday.at > from_day\nthen held")  # fmt: skip
    told(write(tmp_path, act=act), "Only an order holds", "act.md", 41)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "act.md").write_bytes(b"---\n\xff\n---\n")
    told(folder, "can't be read as UTF-8", "act.md", 0)


def test_a_folder_without_law_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(DefectiveLawError, match=r"holds no prologue\.md.*Name a shipped agreement"):
        load_agreement(tmp_path)


_CUTS = st.tuples(st.integers(0, len(PROLOGUE)), st.integers(0, 40))
_WILD = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="-`{}[]:,\n #>!&*|%@\"'abc019.", max_size=200),
    st.sampled_from(["[[" * 200, "{a: " * 60, "? ", "!!python/object:x {}", "<<: *a", "1: 2\n"]),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_CUTS, _WILD, st.sampled_from([ACT, PROLOGUE]), st.booleans())
def test_wild_text_in_a_file_of_law_is_a_defect_or_law_and_never_anything_else(
    tmp_path: Path,
    cut: tuple[int, int],
    wild: str,
    text: str,
    whole: bool,  # noqa: FBT001
) -> None:
    at, gone = cut
    spoilt = wild if whole else text[:at] + wild + text[at + gone :]
    spoilt = spoilt.encode("utf-8", "replace").decode()
    folder = write(tmp_path, act=spoilt) if text is ACT else write(tmp_path, prologue=spoilt)
    _, defects = read(folder)
    for defect in defects:
        assert defect.problem
        assert defect.remedy
