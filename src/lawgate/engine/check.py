"""What can be seen about law without any request: clauses that do nothing, overlaps, gaps.

Rules kept here: a remark names a place and says one thing; only a remark that shows the law to be
broken fails a check, everything else is a note for the drafter. Where a grid of values only samples
a condition, nothing is claimed to be impossible: the remark says that it is undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING

from lawgate.engine.plan import effect, finding_of
from lawgate.engine.single import Neither, evaluate
from lawgate.engine.space import MOST_POINTS, grid_of, told_apart
from lawgate.errors import Place
from lawgate.law.expression import Literal, facts_of, walk
from lawgate.law.facts import Kind
from lawgate.law.instrument import Verified
from lawgate.terms import Finding, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lawgate.engine.space import Grid
    from lawgate.law.agreement import Agreement
    from lawgate.law.facts import Fact
    from lawgate.law.instrument import Clause, Provision
    from lawgate.terms import Value

_NAME = re.compile(r"\"[^\"]*\"|'[^']*'|([A-Za-z_][A-Za-z0-9_.]*)")


class RemarkKind(Enum):
    """What a remark is about."""

    DEFECT = "defect"
    UNREACHABLE = "unreachable"
    UNDECIDED = "undecided"
    OVERLAP = "overlap"
    GAP = "gap"
    UNUSED = "unused"
    UNSEEN = "text not seen"
    TO_BE_CHECKED = "text to be checked"
    TEXT_ONLY = "text without a clause"

    @property
    def fails(self) -> bool:
        """Whether one such remark makes the agreement fail its check."""
        return self in (RemarkKind.DEFECT, RemarkKind.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about the law: where, and one sentence."""

    kind: RemarkKind
    place: Place
    sentence: str


def remarks(agreement: Agreement) -> tuple[Remark, ...]:
    """List what can be seen about `agreement` without a request, in text order within each kind."""
    clauses = [clause for clause in agreement.clauses if clause.verb is not Verb.DEFAULT]
    return (
        *(one for clause in clauses for one in _reach(clause, agreement.facts)),
        *_overlaps(clauses, agreement.facts),
        *_gaps(clauses, agreement.facts),
        *_unused(agreement),
        *_texts(agreement),
    )


def _finding(clause: Clause, point: Mapping[str, Value]) -> Finding:
    value = evaluate(clause.condition, point)
    return finding_of(
        clause.verb,
        value=value if isinstance(value, bool) else None,
        erring=value is Neither.ERROR,
    )


def _blocks(clause: Clause, point: Mapping[str, Value]) -> bool:
    return effect(clause, _finding(clause, point)) is not None


def _stands_alone(clause: Clause) -> bool:
    """Tell whether a clause says `true`, as an order that stops everything does."""
    return clause.condition == Literal(value=True, kind=Kind.BOOL)


def _reach(clause: Clause, facts: Mapping[str, Fact]) -> Iterator[Remark]:
    """Remark on a clause that never blocks, or that nothing can meet."""
    grid = grid_of([clause.condition], facts)
    found = {_finding(clause, point) for point in grid.points()}
    if clause.verb is Verb.PERMIT:
        if Finding.MET not in found:
            yield _unreached(clause, grid, "never grants anything")
        return
    if found == {Finding.MET}:
        yield _unreached(clause, grid, "never blocks and never refers")
    if Finding.MET not in found and not (clause.known and _stands_alone(clause)):
        yield _unreached(clause, grid, "can't be met by any request")


def _unreached(clause: Clause, grid: Grid, what: str) -> Remark:
    if grid.whole:
        return Remark(RemarkKind.UNREACHABLE, clause.place, f"`{clause.key}` {what}.")
    return Remark(
        RemarkKind.UNDECIDED,
        clause.place,
        f"`{clause.key}` {what} on {min(grid.size, MOST_POINTS)} values tried; others may differ.",
    )


def _overlaps(clauses: Sequence[Clause], facts: Mapping[str, Fact]) -> Iterator[Remark]:
    """Remark on pairs of one stage of which one never blocks without the other."""
    telling = [c for c in clauses if c.verb is not Verb.PERMIT and not _stands_alone(c)]
    for first, second in combinations(telling, 2):
        shared = set(facts_of(first.condition)) & set(facts_of(second.condition))
        if first.stage is second.stage and shared:
            yield from _overlap(first, second, grid_of([first.condition, second.condition], facts))


def _overlap(first: Clause, second: Clause, grid: Grid) -> Iterator[Remark]:
    alone = {first.key: False, second.key: False}
    together = False
    for point in grid.points():
        one, other = _blocks(first, point), _blocks(second, point)
        together = together or (one and other)
        alone[first.key] = alone[first.key] or (one and not other)
        alone[second.key] = alone[second.key] or (other and not one)
        if all(alone.values()):
            return
    if not together:
        return
    seen = "" if grid.whole else ", on the values tried"
    if not any(alone.values()):
        told = f"`{second.key}` blocks exactly when `{first.key}` ({first.place}) does{seen}."
        yield Remark(RemarkKind.OVERLAP, second.place, told)
        return
    inner, outer = (second, first) if alone[first.key] else (first, second)
    told = f"Whenever `{inner.key}` blocks, `{outer.key}` ({outer.place}) does too{seen}."
    yield Remark(RemarkKind.OVERLAP, inner.place, told)


def _gaps(clauses: Sequence[Clause], facts: Mapping[str, Fact]) -> Iterator[Remark]:
    """Remark on values of a used fact that neither a condition nor a sentence tells apart."""
    nodes = [node for clause in clauses for node in walk(clause.condition)]
    named = {name for clause in clauses for name in clause.message_facts}
    used = {name for clause in clauses for name in facts_of(clause.condition)}
    for fact in facts.values():
        if fact.kind is not Kind.ENUM or fact.name in named or fact.name not in used:
            continue
        for group in told_apart(fact, nodes).values():
            if len(group) > 1:
                alike = ", ".join(f"`{value}`" for value in group)
                told = f"No clause tells these values of `{fact.name}` apart: {alike}."
                yield Remark(RemarkKind.GAP, fact.place, told)


def _unused(agreement: Agreement) -> Iterator[Remark]:
    """Remark on what the prologue declares and nothing uses."""
    clauses = tuple(agreement.clauses)
    mentioned = {
        name
        for clause in clauses
        for name in (*_NAME.findall(clause.text), *facts_of(clause.condition))
    } | {name for clause in clauses for name in clause.message_facts}
    derivations = [fact.derivation for fact in agreement.facts.values()]
    needed = {name for d in derivations for name in (*d.args, *d.over)}
    prologue = Place("prologue.md")
    for fact in agreement.facts.values():
        if fact.name not in mentioned:
            yield _unneeded("fact", fact.name, fact.place)
    for name in agreement.constants:
        if name not in mentioned:
            yield _unneeded("constant", name, prologue)
    for name, table in agreement.words.items():
        if name not in needed:
            yield _unneeded("word table", name, table.place)
    for name in agreement.columns:
        if name not in needed and name != "request_id":
            yield _unneeded("column", name, prologue)


def _unneeded(what: str, name: str, place: Place) -> Remark:
    return Remark(RemarkKind.UNUSED, place, f"The {what} `{name}` is declared and never used.")


def _texts(agreement: Agreement) -> Iterator[Remark]:
    """Remark on how well the texts are verified, and on provisions that test nothing."""
    provisions = [p for i in agreement.instruments for p in i.provisions]
    for provision in provisions:
        if provision.verified is Verified.ACCOUNT:
            yield _text(RemarkKind.UNSEEN, provision, "is known from accounts only")
        elif provision.verified is Verified.TO_BE_CHECKED:
            yield _text(RemarkKind.TO_BE_CHECKED, provision, "was not compared with its source")
    for provision in provisions:
        if not provision.clauses and not provision.later:
            yield _text(RemarkKind.TEXT_ONLY, provision, "stands without a clause")


def _text(kind: RemarkKind, provision: Provision, what: str) -> Remark:
    return Remark(kind, provision.place, f"{provision.citation} {what}.")


def located(remark: Remark, folder: str) -> Remark:
    """Return `remark` with its file named from where the user stands."""
    place = remark.place
    return replace(remark, place=Place(f"{folder}/{place.path}", place.line, place.column))
