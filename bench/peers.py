"""The same clauses on the same rows in other engines: as fast as each can, and checked to agree.

Each engine gets every core (a process for each, half the rows each), rules that were read and
compiled beforehand, and the facts that Lawgate derived. Two rates are taken: *from the same table*,
which begins where Lawgate's stage begins and ends where an answer for every row is in memory, and
*handed over*, which begins when the rows already have the engine's own form.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from bench.clauses import CONSTANTS, INVENTED, SAMPLE
from bench.guarded import rules_of
from lawgate.app.library import load
from lawgate.engine import plan as plans
from lawgate.law.facts import Kind

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

    from bench.guarded import Rules

WORKERS = 2
_PATIENCE = 600
"""Seconds until a worker that hears nothing from the other gives up."""


@dataclass(frozen=True, slots=True)
class Work:
    """One worker's share: every `WORKERS`-th of the first `rows` rows of the sample."""

    peer: str
    rules: Rules
    folder: str
    rows: int
    runs: int
    share: int


@dataclass(slots=True)
class Done:
    """What a worker measured of one form: seconds of each run, and how often answers agreed."""

    form: str
    fetched: list[float] = field(default_factory=list)
    evaluated: list[float] = field(default_factory=list)
    engine: float = 0.0
    agreed: int = 0
    differing: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def measure(peer: str, law: str, as_of: str, folder: str, rows: int, runs: int) -> dict[str, Any]:
    """Time one engine (`cedar`, `rego` or `cel`) and compare its answers.

    `folder` is what `clauses` wrote. Gives, form by form, seconds from the same table and handed
    over, how many rows were compared, and what differed.
    """
    day = date.fromisoformat(as_of)
    plan = plans.build(load(law), day, day)
    constants = json.loads((Path(folder) / CONSTANTS).read_text(encoding="utf-8"))
    rules = rules_of(plan, constants)
    forms = importlib.import_module(f"bench.{peer}").FORMS
    done = _by_workers([Work(peer, rules, folder, rows, runs, n) for n in range(WORKERS)])
    return {
        "version": next(iter(forms.values())).version(),
        "rows": rows,
        "clauses": len(plan.request_clauses),
        "clauses_left_to_the_engine": len(rules.rules),
        "clauses_that_blocked_a_row": len({key for one in done for key in one.keys}),
        "forms": {form: _told([one for one in done if one.form == form]) for form in forms},
        "agreed": sum(one.agreed for one in done),
        "differing": [f"{one.form}, {line}" for one in done for line in one.differing],
    }


def _told(done: list[Done]) -> dict[str, Any]:
    """Put the workers' shares together: a run takes as long as the slower of them."""
    fetched, evaluated = (
        [max(times) for times in zip(*each, strict=True)]
        for each in ([one.fetched for one in done], [one.evaluated for one in done])
    )
    return {
        "from_the_table": [a + b for a, b in zip(fetched, evaluated, strict=True)],
        "handed_over": evaluated,
        "engine_alone": max(one.engine for one in done) or None,
    }


def _by_workers(shares: list[Work]) -> list[Done]:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(len(shares))
    receiving = []
    for work in shares:
        here, there = context.Pipe(duplex=False)
        context.Process(target=_labour, args=(work, barrier, there), daemon=True).start()
        there.close()
        receiving.append(here)
    # A worker that fails closes its end, and waiting for it ends here with EOFError.
    return [one for here in receiving for one in here.recv()]


def _labour(work: Work, barrier: Barrier, sending: Connection) -> None:
    forms = importlib.import_module(f"bench.{work.peer}").FORMS
    try:
        with duckdb.connect(config={"threads": 1}) as db:
            _load(db, work)
            done = [
                _form(form, make(work.rules), db, work, barrier) for form, make in forms.items()
            ]
    except BaseException:
        barrier.abort()  # the other worker need not wait for this one
        raise
    sending.send(done)
    sending.close()


def _form(
    form: str,
    peer: Any,  # noqa: ANN401  (engines share a shape, not a type)
    db: duckdb.DuckDBPyConnection,
    work: Work,
    barrier: Barrier,
) -> Done:
    query = _query(work.rules, "sample")
    peer.run(peer.prepare(db.execute(f"{query} LIMIT 20").fetchall()))
    done = Done(form)
    answers: list[Any] = []
    for _ in range(work.runs):
        barrier.wait(_PATIENCE)
        began = time.perf_counter()
        prepared = peer.prepare(db.execute(query).fetchall())
        done.fetched.append(time.perf_counter() - began)
        barrier.wait(_PATIENCE)
        began = time.perf_counter()
        answers = peer.run(prepared)
        done.evaluated.append(time.perf_counter() - began)
    if hasattr(peer, "engine_seconds"):
        done.engine = peer.engine_seconds(answers)
    _compare(db, "sample", peer.blocking(answers), done)
    invented = peer.prepare(db.execute(_query(work.rules, "invented")).fetchall())
    _compare(db, "invented", peer.blocking(peer.run(invented)), done)
    return done


def _load(db: duckdb.DuckDBPyConnection, work: Work) -> None:
    for table, file in (("sample", SAMPLE), ("invented", INVENTED)):
        limit = f"LIMIT {work.rows}" if table == "sample" else ""
        db.execute(
            f"""CREATE TABLE {table} AS SELECT * EXCLUDE (place) FROM (
              SELECT *, row_number() OVER (ORDER BY row) AS place
              FROM '{Path(work.folder) / file}' ORDER BY row {limit})
            WHERE place % {WORKERS} = {work.share} ORDER BY row"""
        )


def _query(rules: Rules, table: str) -> str:
    """Select the facts that the rules ask for, days as their numbers in the calendar."""
    shown = (
        f"date_diff('day', DATE '0001-01-01', \"{name}\") + 1" if kind is Kind.DATE else f'"{name}"'
        for name, kind in rules.kinds.items()
    )
    return f"SELECT {', '.join(shown)} FROM {table} ORDER BY row"


def _compare(
    db: duckdb.DuckDBPyConnection, table: str, blocking: list[set[str]], done: Done
) -> None:
    """Hold the engine's blocking clauses against Lawgate's, row by row, and the decision too."""
    told = db.execute(f"SELECT row, blocking, sufficient FROM {table} ORDER BY row").fetchall()
    for (row, ours, sufficient), theirs in zip(told, blocking, strict=True):
        done.keys |= theirs
        if set(ours) == theirs and sufficient is not bool(theirs):
            done.agreed += 1
        else:
            apart = ", ".join(sorted(set(ours) ^ theirs)) or "the decision"
            done.differing.append(f"{table} row {row}: {apart}")
