"""Nothing written in a folder of law drops out unseen: not a clause, an order, a key or a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lawgate.app import library
from lawgate.errors import DefectiveLawError, Place
from tests.law.folders import ACT, PROLOGUE, changed, read, write
from tests.law.test_agreement_defects import ORDER, told

if TYPE_CHECKING:
    from pathlib import Path

OPENED = "```lawgate require colour-stated"
CLAUSE = f"""{OPENED}
colour.kind != "none"
else sent_back: The colour must be stated: {{colour.kind}}.
```"""
ONLY_BLOCKS = "only ```lawgate blocks"

MISSPELT = [
    "```lawgte require colour-stated",
    "```Lawgate require colour-stated",
    "```lawgate: require colour-stated",
    "```law-gate require colour-stated",
    "```cel require colour-stated",
    "~~~lawgte require colour-stated",
    "```",
]


@pytest.mark.parametrize("fence", MISSPELT)
def test_a_misspelt_fence_is_a_defect(tmp_path: Path, fence: str) -> None:
    clause = CLAUSE.replace(OPENED, fence)
    if fence.startswith("~~~"):
        clause = clause.removesuffix("```") + "~~~"
    told(write(tmp_path, act=changed(ACT, CLAUSE, clause)), ONLY_BLOCKS, "act.md", 30)


def test_a_misspelt_fence_of_the_prologue_is_a_defect(tmp_path: Path) -> None:
    prologue = changed(PROLOGUE, "```lawgate words COLOUR", "```yaml words COLOUR")
    told(write(tmp_path, prologue=prologue), ONLY_BLOCKS, "prologue.md", 24)


@pytest.mark.parametrize(
    "clause",
    [
        "".join(f"    {line}\n" for line in CLAUSE.splitlines()),
        f"<!--\n{CLAUSE}\n-->",
        f"<div>\n{CLAUSE}\n</div>",
        f"Words <!-- {CLAUSE.replace('`', '')} --> go on.",
        CLAUSE.replace("```", "``"),
        CLAUSE.replace("```", "'''"),
        CLAUSE.replace("```", ""),
    ],
    ids=["indented", "comment", "element", "inline", "two ticks", "quotes", "bare"],
)
def test_a_clause_in_no_block_is_a_defect(tmp_path: Path, clause: str) -> None:
    told(write(tmp_path, act=changed(ACT, CLAUSE, clause)), ONLY_BLOCKS, "act.md", 30)


def test_a_block_that_is_not_closed_does_not_swallow_the_next_clause(tmp_path: Path) -> None:
    act = changed(ACT, CLAUSE, CLAUSE.removesuffix("\n```"))
    told(write(tmp_path, act=act), "not closed", "act.md", 30)


def test_a_last_block_that_is_not_closed_is_a_defect(tmp_path: Path) -> None:
    folder = write(tmp_path, act=ACT.rstrip().removesuffix("```"))
    told(folder, "not closed", "act.md", 45)


def test_prose_may_name_blocks_and_quote_code(tmp_path: Path) -> None:
    prose = "Write `lawgate` blocks; 1 < 2, `else` is a word, and <https://a.example> a source.\n\n"
    _, defects = read(write(tmp_path, act=changed(ACT, CLAUSE, prose + CLAUSE)))
    assert defects == []


@pytest.mark.parametrize(
    "path",
    [
        "orders/stay.MD",
        "orders/stay.markdown",
        "orders/stay.md~",
        "Orders/stay.md",
        "orders/sub/stay.md",
        "orders.md",
        "stay.md",
        "cases/base.yml",
        "cases/sub/base.yaml",
        "notes.txt",
    ],
)
def test_a_file_that_nothing_reads_is_a_defect(tmp_path: Path, path: str) -> None:
    folder = write(tmp_path)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(ORDER, encoding="utf-8")
    told(folder, "Nothing reads this file", path, 0)


def test_a_link_to_a_folder_is_a_defect(tmp_path: Path) -> None:
    folder = write(tmp_path / "law")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "orders").symlink_to(elsewhere)
    told(folder, "is a link", "orders", 0)


def test_known_and_hidden_files_are_no_defect(tmp_path: Path) -> None:
    folder = write(tmp_path, stay=ORDER)
    (folder / "cases").mkdir()
    (folder / ".cache").mkdir()
    for name in ("replay.yaml", "demo.yaml", "cases/base.yaml", ".notes", ".cache/x.md"):
        (folder / name).write_text("{}", encoding="utf-8")
    (folder / "orders" / "._stay.md").write_bytes(b"\xff")
    assert read(folder)[1] == []


@pytest.mark.parametrize("key", ["lifted", "stayed"])
def test_an_order_never_ends_before_it_is_entered(tmp_path: Path, key: str) -> None:
    entered = "entered: 2025-11-21"
    early = changed(ORDER, entered, f"{key}: 2025-11-20\n{entered}")
    told(write(tmp_path / "a", stay=early), "before it began", "orders/stay.md", 0)
    spanned = changed(ORDER, entered, f"{key}: 2025-11-20\nin force: 2020-01-01 ..\n{entered}")
    told(write(tmp_path / "b", stay=spanned), "before it began", "orders/stay.md", 0)
    same = changed(ORDER, entered, f"{key}: 2025-11-21\n{entered}")
    assert read(write(tmp_path / "c", stay=same))[1] == []


@pytest.mark.parametrize("key", ["lifed", "Lifted", "in_force", "vacated", "1"])
def test_an_unknown_key_of_front_matter_is_a_defect(tmp_path: Path, key: str) -> None:
    order = changed(ORDER, "entered:", f"{key}: 2026-01-01\nentered:")
    told(write(tmp_path / "a", stay=order), f"says `{key}`", "orders/stay.md", 0)
    prologue = changed(PROLOGUE, "requesters:", f"{key}: 2026-01-01\nrequesters:")
    told(write(tmp_path / "b", prologue=prologue), f"says `{key}`", "prologue.md", 0)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("in force: 2020-01-01 ..\n", "", "lacks `in force`"),
        ("in force: 2020-01-01 ..", "in force:", "lacks `in force`"),
        ("2020-01-01 ..", "2030-01-01 .. 1982-01-01", "ends before it starts"),
        ("verified: read", "verified: read\nlifted:", "`lifted` is no day"),
        ("verified: read", "verified: read\nlifted: 2026-01-01 10:00:00", "`lifted` is no day"),
    ],
)
def test_dates_in_force_are_stated_and_run_forwards(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    told(write(tmp_path, act=changed(ACT, old, new)), part, "act.md", 0)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("value: red, ", "value: reddish, ", "lists other values"),
        ("from: stated(count)", "from: stated(counts)", "is derived from counts"),
        ("from: stated(count)", "from: declared(count)", "There is no derivation declared"),
        ("values: [none, red, other]", "values: [none, red, other, blue]", "lists other values"),
    ],
)
def test_law_that_fails_its_check_is_not_loaded_for_a_run(
    tmp_path: Path, old: str, new: str, part: str
) -> None:
    folder = write(tmp_path, prologue=changed(PROLOGUE, old, new))
    with pytest.raises(DefectiveLawError, match=part) as caught:
        library.load(str(folder))
    assert isinstance(caught.value.place, Place)
    assert caught.value.place.line > 0
    assert caught.value.exit_code == 4


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    folder = write(tmp_path, stay=ORDER)
    for name in ("prologue.md", "act.md", "orders/stay.md"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder)[1] == []
