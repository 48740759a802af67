"""One synthetic request of a demonstration, explained from what it states itself.

It is chosen by its words, and beside it stands what the rule that is not law asked of it. What that
rule did with it is not told: of that rule there are counts over the batch, and nothing of a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawgate.app.replayed import Shown, Told
from lawgate.engine.explain import explain
from lawgate.rehearsal.counterfactual import folded
from lawgate.terms import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.app.scenes import Scene
    from lawgate.engine.explain import Step
    from lawgate.rehearsal.declaration import CounterfactualPath
    from lawgate.terms import Value

_TRIED = 20
"""Requests of the declared kind to choose from: the one that shows its kind and little else."""


def one_request(scene: Scene) -> Shown | None:
    """Explain the request of the kind with the fewest reasons; None where there is none."""
    kind = scene.showing.request
    stated = [f'"{column}" IS NOT NULL' for column in kind.stated]
    unlike = [f'"{column}" IS DISTINCT FROM ?' for column in kind.unlike]
    found = scene.run.db.execute(
        f"""SELECT row FROM requests WHERE {folded(f'"{kind.column}"')} = {folded("?")}
        AND {" AND ".join([*stated, *unlike, "TRUE"])} ORDER BY row LIMIT {_TRIED}""",
        [kind.text, *kind.unlike.values()],
    ).fetchall()
    if not found:
        return None
    row = min((int(each[0]) for each in found), key=lambda each: _reasons(scene, each))
    told = _row(scene, "requests", row)
    path = next(p for p in scene.rule.paths if all(told[c] is not None for c in p.when_stated))
    return _shown(scene, row, path)


def _reasons(scene: Scene, row: int) -> int:
    facts = {**_row(scene, "facts", row), **scene.run.constants}
    return len(explain(scene.run.plan, facts).determination.reasons)


def _shown(scene: Scene, row: int, path: CounterfactualPath) -> Shown:
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
        tuple(_told(step, quotes) for step in explanation.steps if step.reason and step.outcome),
    )


def _tests(path: CounterfactualPath) -> tuple[str, ...]:
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
