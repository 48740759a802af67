"""The benchmark at tiny sizes: every line is there, other engines agree, and a lie is caught."""

from __future__ import annotations

import importlib
import json
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from bench.cel import day
from bench.generated import SCOPE, Maker, expression, scope_row
from bench.guarded import Rewriting, rules_of
from bench.lines import Line, Met, Settings
from bench.people import REQUESTS
from bench.people import measure as make_people
from bench.record import NOT_MEASURED

from bench import __main__ as door
from bench import matching, others, processes
from lawgate.app.library import load
from lawgate.engine.plan import build
from lawgate.engine.single import determine, evaluate
from lawgate.law.expression import can_err
from lawgate.law.facts import Kind
from lawgate.terms import Stage
from tests.rehearsals import AGREEMENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bench.guarded import Rules

    from lawgate.terms import Value

ENGINES = ("cedar", "rego", "cel")
LINES = [
    "floor", "adjudicate", "memory", "stage", *ENGINES, "matching", "log", "fsck", "one", "equal",
    "referee", "check", "help",
]  # fmt: skip
DAY = date(2025, 8, 6)
COVER: dict[str, Value] = {"attested.sole_use": True, "requested_on": "2025-06-27"}


def invented(
    constants: Mapping[str, Value],
) -> tuple[Rules, list[dict[str, Value]], list[set[str]]]:
    plan = build(load(AGREEMENT), DAY, DAY)
    maker, chance = Maker.of(plan), Random(3)  # noqa: S311
    rows = [maker.draw([n for n in maker.facts if n not in constants], chance) for _ in range(150)]
    told = [determine(plan, Stage.REQUEST, {**constants, **row}) for row in rows]
    return rules_of(plan, constants), rows, [{r.clause for r in one.reasons} for one in told]


def shaped(rules: Rules, rows: Sequence[Mapping[str, Value]]) -> list[tuple[Value, ...]]:
    return [
        tuple(
            day(row[name]) if kind is Kind.DATE and row[name] is not None else row[name]
            for name, kind in rules.kinds.items()
        )
        for row in rows
    ]


def small(folder: Path, **changes: Any) -> Settings:
    sizes: dict[str, Any] = {
        "law": AGREEMENT, "as_of": DAY.isoformat(), "rows": 400, "equal": 10, "expressions": 10,
        "samples": dict.fromkeys(ENGINES, 10), "asked": 10, "runs": 1, "folder": folder,
    }  # fmt: skip
    return Settings(**{**sizes, **changes})


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_the_same_clauses_on_facts_that_no_batch_has(engine: str) -> None:
    rules, rows, expected = invented(COVER)
    for form in importlib.import_module(f"bench.{engine}").FORMS.values():
        peer = form(rules)
        assert peer.blocking(peer.run(peer.prepare(shaped(rules, rows)))) == expected
    assert len(rules.missing) > 3
    assert len({key for keys in expected for key in keys}) > 25


def test_a_rewritten_condition_holds_exactly_where_the_original_is_definitely_so() -> None:
    chance = Random(5)  # noqa: S311
    rewriting = Rewriting(frozenset(n for n, fact in SCOPE.items() if fact.may_be_missing))
    drawn = [node for node in (expression(chance) for _ in range(700)) if not can_err(node)]
    values = []
    for node in drawn:
        for truth in (True, False):
            two_valued = rewriting.definitely(node, truth=truth)
            for row in [scope_row(chance) for _ in range(5)]:
                values.append(evaluate(node, row))
                assert evaluate(two_valued, row) is (values[-1] is truth), (node, row)
    assert all(values.count(value) > 100 for value in (True, False))
    assert sum(not isinstance(value, bool) for value in values) > 100


def test_a_clause_that_the_cover_settles_is_not_left_to_the_engine() -> None:
    unknown, known = (invented(c)[0] for c in ({}, COVER))
    keys = [{rule.key for rule in rules.rules} for rules in (unknown, known)]
    assert keys[0] - keys[1] == {"sole-use-attested", "memorandum-in-force"}


def test_an_engine_that_differs_on_one_row_is_told_and_fails_the_run() -> None:
    form = {"from_the_table": [1.0], "handed_over": [0.5], "engine_alone": None}
    told = {
        "version": "0",
        "rows": 10,
        "agreed": 9,
        "forms": {"one": form},
        "differing": ["sample row 7: address-stated"],
        "clauses_that_blocked_a_row": 3,
    }
    line = others._line("cedar", dict(told), 1e9, full=True)
    assert (line.sound, line.met) == (False, Met.NO)
    assert "1 ANSWERS DIFFER" in line.measured
    assert others._line("cedar", told | {"differing": []}, 1e9, full=True).met is Met.YES


def test_wrong_people_are_counted(tmp_path: Path) -> None:
    make_people(str(tmp_path), 3_000, 600)
    told = matching.measure(str(tmp_path), AGREEMENT)
    assert told["requests"] == 600
    assert told["disclosable_wrong"] == 0
    assert told["disclosable_right"] > 500
    requests = tmp_path / REQUESTS
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE asked AS SELECT * FROM '{requests}'")
        db.execute("UPDATE asked SET truth = 'nobody' WHERE kind LIKE 'on record%' AND row <= 100")
        db.execute(f"COPY asked TO '{requests}'")
    assert matching.measure(str(tmp_path), AGREEMENT)["disclosable_wrong"] > 50


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line("one", "w", "m", "t", Met.NO), 0),
        (Line("one", "w", "m", "t", Met.NONE, sound=False), 1),
        (None, 1),
    ],
    ids=["a target missed", "an answer wrong", "a program failed"],
)
def test_only_what_is_wrong_fails_the_run(
    line: Line | None, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(_: Settings) -> list[Line]:
        if line is None:
            raise processes.FailedError("it ended with 1")
        return [line]

    monkeypatch.setitem(door.MEASURES, "equal", lines)
    out = tmp_path / "record.json"
    assert door.main(["--only", "equal", "--out", str(out)]) == code
    told = json.loads(out.read_text())
    assert told["failed"] == ([] if line else ["equal"])
    assert told["not_measured"] == list(NOT_MEASURED)


def test_targets_of_time_are_not_judged_at_another_size(tmp_path: Path) -> None:
    assert not small(tmp_path).full
    assert small(tmp_path, rows=1_280_000).full
    assert small(tmp_path, rows=1_280_000).people == 5_800_000


@pytest.mark.slow
def test_the_table_has_every_line_and_the_engines_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "bench.json"
    sizes = ("--rows", "400", "--runs", "1", "--equal", "300", "--expressions", "60")
    code = door.main(["--quick", *sizes, "--out", str(out), "--work", str(tmp_path)])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    told = json.loads(out.read_text())
    lines = {line["name"]: line for line in told["lines"]}
    assert list(lines) == LINES
    assert all(line["sound"] for line in lines.values())
    assert all(line["what"].split()[0] in shown.out for line in lines.values())
    for engine in ENGINES:
        assert lines[engine]["details"]["compared"] > lines[engine]["details"]["rows"] > 0
    assert lines["equal"]["details"]["compared"] == 300
    assert told["machine"]["cores"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
