"""The parts of a demonstration, each counted from the one table of facts of its run.

The rule that is not law beside the law; the days of the timeline; one synthetic request, explained
from what it states itself. Counts leave here, and that one request; no record does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.app.replayed import Cured, Found, Legacy, Moment, Path, Phrase, Shown, Tested, Told
from lawgate.engine import plan as plans
from lawgate.engine.explain import explain
from lawgate.procedure.adjudication import adjudicate_requests
from lawgate.procedure.examination import run_constants
from lawgate.rehearsal.counterfactual import compare, folded, released_by_path
from lawgate.terms import Finding, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lawgate.app.gateway import Run
    from lawgate.app.replay_files import ReplayFiles
    from lawgate.engine.explain import Step
    from lawgate.engine.plan import Plan
    from lawgate.procedure.adjudication import Verdicts
    from lawgate.rehearsal.counterfactual import PathCount, PhraseCount
    from lawgate.rehearsal.declaration import Counterfactual, Path_
    from lawgate.rehearsal.showing import Showing
    from lawgate.terms import Determination, Value

_TRIED = 20
"""Requests of the declared kind to try before none is shown."""


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
    counts, told = compare(
        scene.run.db, scene.files.holdings, scene.rule, first, final, texts
    )
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
        round(100 * stopped / released, 1) if released else 0.0,
        paths,
        _in_text_sequence(scene.run.plan, total),
    )
    shown = [
        _phrase(count, phrase.source) for count, phrase in zip(told, phrases, strict=True)
    ]
    apart = len(words.found)
    return Comparison(
        legacy, tuple(shown[:apart]), tuple(shown[apart:]), _findings(scene.run.plan, first, counts)
    )


def _findings(
    plan: Plan, first: Verdicts, counts: Sequence[PathCount]
) -> tuple[Found, ...]:
    lines = first.legend_lines()
    released: Counter[str] = Counter()
    for count in counts:
        released.update(count.lines)
    return tuple(
        Found(told.legend, told.citation, told.message, lines[told.legend], released[told.legend])
        for told in plans.legend(plan, (Stage.REQUEST,))
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
    clean = [
        n for n, d in enumerate(first.determinations) if d.outcome is Outcome.SUFFICIENT
    ]
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


def one_request(scene: Scene) -> Shown | None:
    """Explain one request of the declared kind that the rule would have released; None without one.

    It is chosen by what it states. Whether the rule releases it is a count over that row alone, on
    synthetic holdings like every count of that rule.
    """
    db = scene.run.db
    for row in _candidates(scene):
        db.execute(
            f"CREATE OR REPLACE TEMP VIEW shown_request AS SELECT * FROM requests WHERE row = {row}"
        )
        released = released_by_path(
            db, scene.files.holdings, scene.rule, relation="shown_request"
        )
        for path in scene.rule.paths:
            if released[path.name]:
                return _shown(scene, row, path)
    return None


def _candidates(scene: Scene) -> list[int]:
    kind, path = scene.showing.request, str(scene.files.labels).replace("'", "''")
    stated = [f'r."{column}" IS NOT NULL' for column in kind.stated]
    unlike = [f'r."{column}" IS DISTINCT FROM ?' for column in kind.unlike]
    query = f"""SELECT r.row FROM requests r JOIN read_parquet('{path}') l USING (row)
        WHERE {folded(f'r."{kind.column}"')} = {folded("?")} AND l.record_id IS NOT NULL
          AND {" AND ".join([*stated, *unlike, "TRUE"])}
        ORDER BY r.row LIMIT {_TRIED}"""
    found = scene.run.db.execute(query, [kind.text, *kind.unlike.values()]).fetchall()
    return [int(row[0]) for row in found]


def _shown(scene: Scene, row: int, path: Path_) -> Shown:
    stated = _row(scene, "requests", row)
    facts = {**_row(scene, "facts", row), **scene.run.constants}
    explanation = explain(scene.run.plan, facts)
    quotes = {
        provision.citation: " ".join(" ".join(provision.quotes).split())
        for instrument in scene.run.agreement.instruments
        for provision in instrument.provisions
    }
    return Shown(
        row,
        str(stated["request_id"]),
        tuple((c, str(stated[c] or "")) for c in scene.showing.request.shows),
        path.name,
        _tests(path),
        explanation.determination.outcome.value,
        sum(step.finding is Finding.MET for step in explanation.steps),
        tuple(
            _told(step, quotes) for step in explanation.steps if step.reason and step.outcome
        ),
    )


def _tests(path: Path_) -> tuple[str, ...]:
    """Say what a path tests, in the names of its columns."""

    def named(columns: Sequence[str], last: str = "and") -> str:
        words = [column.replace("_", " ") for column in columns]
        return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)

    told = [f"{named([c])} is stated" for c in path.when_stated]
    told += [f"{named([c])} is not stated" for c in path.when_blank]
    told.append(f"{named(path.equal)} equal those of one record")
    told += [f"{named([c])} is not blank" for c in path.stated]
    if path.digits_in:
        runs = " or ".join(str(run) for run in path.digit_runs)
        told.append(f"{runs} digits stand together somewhere in {named(path.digits_in, 'or')}")
    return tuple(told)


def _told(step: Step, quotes: Mapping[str, str]) -> Told:
    clause, reason, outcome = step.clause, step.reason, step.outcome
    assert reason is not None  # noqa: S101  (the caller asked)
    assert outcome is not None  # noqa: S101
    return Told(
        clause.key, clause.citation, outcome.value, reason.message,
        quotes.get(clause.citation, ""), str(clause.place),
    )  # fmt: skip


def _row(scene: Scene, table: str, row: int) -> dict[str, Value]:
    found = scene.run.db.execute(f"SELECT * FROM {table} WHERE row = ?", [row])
    names = [str(column[0]) for column in found.description or ()]
    values = found.fetchone() or ()
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in zip(names, values, strict=True)
    }
