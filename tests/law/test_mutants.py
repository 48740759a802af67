"""The cases notice it when the law is changed: mutants of every clause, and who survives them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from lawgate.engine.mutants import REMOVED, Mutant, Trial, mutants, survivors
from lawgate.law.expression import render
from lawgate.terms import Verb
from tests.law.shipped import agreement, results

LEDGER = Path(__file__).with_name("survivors.yaml")
LEAST_KILLED = 0.95


@cache
def trials() -> tuple[Trial, ...]:
    return tuple(
        Trial(one.plan, one.case.stage, one.known, one.case.outcome, one.case.legends)
        for one in results()
        if not one.problems  # a case that fails anyway would notice everything
    )


@cache
def everyone() -> tuple[Mutant, ...]:
    return tuple(mutants(agreement().clauses, agreement().facts))


@cache
def alive() -> tuple[Mutant, ...]:
    return tuple(survivors(everyone(), trials()))


def ledger() -> dict[str, str]:
    return {one["mutant"]: one["reason"] for one in yaml.safe_load(LEDGER.read_text("utf-8"))}


def test_the_cases_notice_nearly_every_change_of_the_law() -> None:
    unexplained = [one for one in alive() if one.name not in ledger()]
    killed = 1 - len(unexplained) / len(everyone())
    told = "\n".join(f"{one.clause.place}: {one.name}" for one in unexplained)
    assert killed >= LEAST_KILLED, f"{killed:.1%} are noticed; these survive:\n{told}"


def test_every_line_of_the_ledger_still_survives_and_has_a_reason() -> None:
    names = {one.name for one in alive()}
    for name, reason in ledger().items():
        assert name in names, f"{name} is noticed by a case, or is gone: take it off the ledger"
        assert len(reason) > 20, f"{name} has no reason"


def test_every_clause_is_mutated_and_leaving_any_out_is_noticed() -> None:
    counted = Counter(one.clause.key for one in everyone())
    for clause in agreement().clauses:
        assert counted[clause.key] >= (1 if clause.verb is Verb.DEFAULT else 2)
    assert [one.name for one in alive() if one.change == REMOVED] == []


def test_a_mutant_differs_from_its_clause_and_has_a_name_of_its_own() -> None:
    names = [one.name for one in everyone()]
    for one in everyone():
        if one.condition is not None:
            assert render(one.condition) != render(one.clause.condition)
    repeated = [name for name, count in Counter(names).items() if count > 1]
    assert repeated == []


def test_without_cases_everyone_survives() -> None:
    assert survivors(everyone(), []) == list(everyone())


@pytest.mark.parametrize("key", ["address-stated", "departure-clock", "confidential"])
def test_the_cases_of_a_clause_are_what_kills_its_mutants(key: str) -> None:
    some = [one for one in everyone() if one.clause.key == key]
    silent = [t for t in trials() if not any(line.split(":")[0] == key for line in t.legends)]
    assert len(survivors(some, silent)) > len([one for one in alive() if one.clause.key == key])
