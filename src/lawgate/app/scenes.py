"""The parts of a demonstration, each counted from the one table of facts of its run.

The rule that is not law beside the law, and the days of the timeline. Counts of requests leave
here, no request and no record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.app.replayed import Cured, Found, Legacy, Moment, Path, Phrase, Tested
from lawgate.engine import plan as plans
from lawgate.engine.explain import legend
from lawgate.procedure.adjudication import adjudicate_requests
from lawgate.procedure.examination import run_constants
from lawgate.rehearsal.counterfactual import compare
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lawgate.app.gateway import Run
    from lawgate.app.replay_files import ReplayFiles
    from lawgate.engine.plan import Plan
    from lawgate.procedure.adjudication import Verdicts
    from lawgate.rehearsal.counterfactual import PathCount, PhraseCount
    from lawgate.rehearsal.declaration import Counterfactual
    from lawgate.rehearsal.showing import Showing
    from lawgate.terms import Determination, Value


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part reads: the run, what is to be shown, the rule that is not law, the files."""

    run: Run
    showing: Showing
    rule: Counterfactual
    files: ReplayFiles

    def constants(self, day: date) -> Mapping[str, Value]:
        """Return the facts that are the same for all rows, on `day` and as known then."""
        run, requested_on = self.run, self.run.transmittal.requested_on
        clock = {"as_of": day, "known_by": day, "requested_on": requested_on}
        return run_constants(run.agreement.facts, run.agreement.words, run.transmittal, clock)

    def plan(self, day: date) -> Plan:
        """Return the clauses that apply on `day`, as known then."""
        return plans.build(self.run.agreement, day, day)


def tested(plan: Plan, first: Verdicts, final: Verdicts | None) -> Tested:
    """Count a batch by outcome and by provision; `final` after matching, None without."""
    found = _by_provision(plan, first.determinations, first.counts)
    last = final or first
    outcomes = last.outcomes()
    return Tested(
        plan.as_of,
        _named(outcomes),
        first.outcomes()[Outcome.SUFFICIENT],
        outcomes[Outcome.ELIGIBLE] if final else None,
        found,
    )


def cured(
    name: str, caption: str, determinations: Sequence[Determination], counts: Sequence[int]
) -> Cured:
    """Count a cured batch by outcome."""
    total: Counter[Outcome] = Counter()
    for determination, count in zip(determinations, counts, strict=True):
        total[determination.outcome] += count
    return Cured(name, caption, total[Outcome.SUFFICIENT], _named(total))


def _named(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: outcomes[outcome] for outcome in Outcome if outcomes.get(outcome)}


def _by_provision(
    plan: Plan, determinations: Iterable[Determination], counts: Iterable[int]
) -> dict[str, int]:
    total: Counter[str] = Counter()
    for determination, count in zip(determinations, counts, strict=True):
        for citation in {reason.citation for reason in determination.reasons}:
            total[citation] += count
    return _in_text_sequence(plan, total)


def _in_text_sequence(plan: Plan, counts: Mapping[str, int]) -> dict[str, int]:
    cited = dict.fromkeys(clause.citation for clause in plan.request_clauses)
    return {citation: counts[citation] for citation in cited if counts.get(citation)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rule that is not law beside the law: its counts, phrases found and supposed, reasons."""

    legacy: Legacy
    found: tuple[Phrase, ...]
    supposed: tuple[Phrase, ...]
    findings: tuple[Found, ...]


def compared(scene: Scene, first: Verdicts, final: Verdicts) -> Comparison:
    """Count what the rule releases, and what the law finds of the same requests and of all."""
    words = scene.showing.words
    phrases = [*words.found, *words.supposed]
    texts = (words.column, [phrase.text for phrase in phrases])
    counts, told = compare(scene.run.db, scene.files.holdings, scene.rule, first, final, texts)
    paths = tuple(
        _path(scene, count, declared.expected)
        for count, declared in zip(counts, scene.rule.paths, strict=True)
    )
    total: Counter[str] = Counter()
    for path in paths:
        total.update(path.provisions)
    released, stopped = sum(p.released for p in paths), sum(p.stopped for p in paths)
    legacy = Legacy(
        scene.rule.title,
        scene.rule.caption,
        scene.rule.source,
        released,
        scene.rule.expected,
        sum(path.eligible for path in paths),
        stopped,
        paths,
        _in_text_sequence(scene.run.plan, total),
    )
    shown = [_phrase(count, phrase.source) for count, phrase in zip(told, phrases, strict=True)]
    apart = len(words.found)
    return Comparison(
        legacy, tuple(shown[:apart]), tuple(shown[apart:]), _findings(scene.run.plan, first, counts)
    )


def _findings(plan: Plan, first: Verdicts, counts: Sequence[PathCount]) -> tuple[Found, ...]:
    lines = first.legend_lines()
    released: Counter[str] = Counter()
    for count in counts:
        released.update(count.lines)
    return tuple(
        Found(told.legend, told.citation, told.message, lines[told.legend], released[told.legend])
        for told in legend(plan)
        if lines[told.legend]
    )


def _path(scene: Scene, count: PathCount, expected: int) -> Path:
    eligible = count.outcomes.get(Outcome.ELIGIBLE, 0)
    stops = {stop.citation: stop.requests for stop in count.provisions}
    return Path(
        count.name, count.caption, count.took, count.released, expected, eligible,
        count.released - eligible, _named(count.outcomes),
        _in_text_sequence(scene.run.plan, stops),
    )  # fmt: skip


def _phrase(count: PhraseCount, source: str) -> Phrase:
    return Phrase(count.text, source, count.requests, count.released, count.sufficient)


def timeline(scene: Scene, first: Verdicts, now: date) -> tuple[Moment, ...]:
    """Test the clean controls again on each day: declared events, days orders begin or end, today.

    The clean controls are the requests that `first` found sufficient.
    """
    db = scene.run.db
    clean = [n for n, d in enumerate(first.determinations) if d.outcome is Outcome.SUFFICIENT]
    db.execute(
        f"""CREATE OR REPLACE TABLE clean_facts AS SELECT f.* FROM facts f
        JOIN {first.table} v USING (row) WHERE list_contains(?::INTEGER[], v.verdict)""",
        [clean],
    )
    told = {event.day: (event.title, event.source) for event in scene.showing.events}
    for instrument in scene.run.agreement.instruments:
        start = instrument.in_force.start
        if instrument.known is not None and start is not None:
            told.setdefault(start, (f"{instrument.title} takes effect", ""))
    told = {day: text for day, text in told.items() if day <= now}
    told.setdefault(now, ("Today", ""))
    return tuple(_moment(scene, day, *told[day]) for day in sorted(told))


def _moment(scene: Scene, day: date, title: str, source: str) -> Moment:
    if day < scene.run.transmittal.requested_on:
        return Moment(day, title, source, "none", None, None, ())
    plan = scene.plan(day)
    verdicts = adjudicate_requests(
        scene.run.db, plan, scene.constants(day), relation="clean_facts", table="clean_verdicts"
    )
    outcomes = verdicts.outcomes()
    sufficient = outcomes[Outcome.SUFFICIENT]
    stops = tuple(_by_provision(plan, verdicts.determinations, verdicts.counts))
    state = "open" if sufficient else "held"
    return Moment(day, title, source, state, sufficient, outcomes[Outcome.HELD], stops)
