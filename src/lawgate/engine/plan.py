"""The plan: which clauses apply on which day, and how their findings settle into an outcome.

Everything that precedence depends on is here and nowhere else:

1. A clause applies when its instrument is in force on `as_of` and, for an order, was known by
   `known_by`; a clause marked `always` applies on every day.
2. A finding is of the clause's demand. `require`: true is met. `forbid` and `refer`: true is unmet.
   `permit`: true grants. Missing facts give unknown, overflow gives error.
3. An unmet, unknown or erring clause has its outcome; an erring one has `error`, whatever its verb.
   A permit that is unmet or unknown has none: it grants nothing.
4. The default denial is unmet exactly when no item is granted; then the request is refused.
5. The outcome is the gravest; nothing at all is `sufficient`, or `eligible` for a matched record.
6. Reasons stand in the order of the text. The order of clauses never changes an outcome.

No clock, no input or output, no engine: the readings feed findings in and get determinations out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from lawgate.law.expression import render
from lawgate.terms import Determination, Finding, Outcome, Reason, Stage, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lawgate.law.agreement import Agreement
    from lawgate.law.facts import Fact
    from lawgate.law.instrument import Clause

Variant = tuple[str, ...]
"""The values of the enumerated facts that a clause's sentence names, in its own order."""


@dataclass(frozen=True)
class Plan:
    """The clauses that apply on one day, in text order, with the facts they may mention."""

    agreement: str
    law_digest: str
    as_of: date
    known_by: date
    clauses: tuple[Clause, ...]
    facts: Mapping[str, Fact]

    @cached_property
    def request_clauses(self) -> tuple[Clause, ...]:
        """The clauses of the request stage, the default denial included."""
        return tuple(clause for clause in self.clauses if clause.stage is Stage.REQUEST)

    @cached_property
    def record_clauses(self) -> tuple[Clause, ...]:
        """The clauses of the record stage."""
        return tuple(clause for clause in self.clauses if clause.stage is Stage.RECORD)

    def of_stage(self, stage: Stage) -> tuple[Clause, ...]:
        """Return the clauses of `stage`."""
        return self.request_clauses if stage is Stage.REQUEST else self.record_clauses

    def variants(self, clause: Clause) -> tuple[Variant, ...]:
        """Every combination of values that the clause's sentence can name; `((),)` if none."""
        return tuple(product(*(self.facts[name].values for name in clause.message_facts)))

    def reason(self, clause: Clause, finding: Finding, variant: Variant) -> Reason:
        """Give the reason of a clause for a finding, with the words for the values it names."""
        key = (clause.key, finding, variant)
        known = self._reasons.get(key)
        if known is None:
            known = self._reasons[key] = self._write(clause, finding, variant)
        return known

    @cached_property
    def _reasons(self) -> dict[tuple[str, Finding, Variant], Reason]:
        """Every reason written so far: there are few, and a batch needs each a million times."""
        return {}

    def _write(self, clause: Clause, finding: Finding, variant: Variant) -> Reason:
        message = clause.message
        for name, value in zip(clause.message_facts, variant, strict=True):
            message = message.replace(f"{{{name}}}", self.facts[name].label(value))
        if clause.verb is Verb.PERMIT:
            message = "Whether this paragraph permits the disclosure could not be computed."
        return Reason(
            clause.key, clause.citation, finding, message, ":".join((clause.key, *variant))
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what this plan decides: its dates, and each clause as it is read."""
        told = [
            (c.key, c.verb.value, render(c.condition), c.citation, c.message, c.items,
             c.outcome.value if c.outcome else None)
            for c in self.clauses
        ]  # fmt: skip
        days = [self.as_of.isoformat(), self.known_by.isoformat()]
        text = json.dumps([self.law_digest, days, told], separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def build(agreement: Agreement, as_of: date, known_by: date) -> Plan:
    """Select the clauses of `agreement` that apply on `as_of`, as known by `known_by`."""
    clauses = tuple(clause for clause in agreement.clauses if applies(clause, as_of, known_by))
    return Plan(agreement.name, agreement.law_digest, as_of, known_by, clauses, agreement.facts)


def applies(clause: Clause, as_of: date, known_by: date) -> bool:
    """Tell whether a clause applies: in force on the day, and known by then where that counts."""
    if clause.verb is Verb.DEFAULT or clause.always:
        return True
    known = clause.known is None or clause.known <= known_by
    return known and clause.in_force.holds(as_of)


def finding_of(verb: Verb, *, value: bool | None, erring: bool = False) -> Finding:
    """Turn a condition's value (None: unknown) into the finding of a clause with this verb."""
    if erring:
        return Finding.ERROR
    if value is None:
        return Finding.UNKNOWN
    demanded = verb in (Verb.REQUIRE, Verb.PERMIT)
    return Finding.MET if value is demanded else Finding.UNMET


def effect(clause: Clause, finding: Finding) -> Outcome | None:
    """Return what a finding does to the request; None where it does nothing."""
    if finding is Finding.MET:
        return None
    if finding is Finding.ERROR:
        return Outcome.ERROR
    return clause.outcome


def settle(plan: Plan, stage: Stage, findings: Sequence[tuple[Finding, Variant]]) -> Determination:
    """Settle the findings of one stage, one a clause in text order, into a determination.

    The finding of the default denial is computed here; what the reading passes for it is ignored.
    At the record stage the items are those the request stage granted, so none are told.
    """
    granted: dict[str, None] = {}
    denials: set[str] = set()
    reasons: list[Reason] = []
    gravest = Outcome.SUFFICIENT if stage is Stage.REQUEST else Outcome.ELIGIBLE
    for clause, (finding, variant) in zip(plan.of_stage(stage), findings, strict=True):
        if clause.verb is Verb.DEFAULT:
            denials.add(clause.key)
            reasons.append(plan.reason(clause, Finding.UNMET, ()))
        elif finding is not Finding.MET:
            outcome = effect(clause, finding)
            if outcome is not None:
                reasons.append(plan.reason(clause, finding, variant))
                gravest = graver(gravest, outcome)
        elif clause.verb is Verb.PERMIT:
            granted.update(dict.fromkeys(clause.items))
    if granted:
        reasons = [one for one in reasons if one.clause not in denials]
    elif stage is Stage.REQUEST:
        # Without a permit nothing is sufficient, even where no clause states the default denial.
        gravest = graver(gravest, Outcome.REFUSED)
    free = gravest in (Outcome.SUFFICIENT, Outcome.ELIGIBLE)
    return Determination(gravest, tuple(granted) if free else (), tuple(reasons), stage)


def graver(one: Outcome, other: Outcome) -> Outcome:
    """Return the graver of two outcomes."""
    return one if one.gravity <= other.gravity else other
