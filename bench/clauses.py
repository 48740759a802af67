"""Lawgate's own rate on facts that are already derived, and the sample that other engines get.

Timed is what `adjudicate` does between examination and writing: compile the plan's statement, run
it over the table of facts, settle each signature, and give every row its determination.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.generated import Maker, table_of
from bench.prepared import prepared
from lawgate.engine.single import determine
from lawgate.procedure.adjudication import adjudicate_requests
from lawgate.terms import Outcome, Stage

if TYPE_CHECKING:
    from lawgate.app.gateway import Run

SAMPLE, INVENTED, CONSTANTS = "sample.parquet", "invented.parquet", "constants.json"


def measure(job: dict[str, str], sample: int, invented: int, runs: int, out: str) -> dict[str, Any]:
    """Time the stage on the whole batch and on the sample, and write what the peers get to `out`.

    The sample is every n-th row of the batch. `invented` rows of random facts are added for the
    comparison of answers alone: they hold what a batch seldom has, unknown facts above all.
    """
    folder = Path(out)
    with prepared(**job) as run:
        whole = [_stage(run, "facts") for _ in range(runs)]
        counted = run.db.execute("SELECT count(*) FROM facts").fetchone() or (0,)
        step = max(1, counted[0] // sample)
        run.db.execute(
            f"CREATE TABLE sampled AS SELECT * FROM facts WHERE (row - 1) % {step} = 0 "
            f"ORDER BY row LIMIT {sample}"
        )
        few = [_stage(run, "sampled") for _ in range(runs)]
        _write_sample(run, folder / SAMPLE)
        _write_invented(run, invented, folder / INVENTED)
        told = json.dumps(dict(run.constants))
        (folder / CONSTANTS).write_text(told, encoding="utf-8")
        sampled = run.db.execute("SELECT count(*) FROM sampled").fetchone() or (0,)
    return {"rows": counted[0], "whole": whole, "sampled": sampled[0], "few": few}


def _stage(run: Run, relation: str) -> float:
    began = time.perf_counter()
    adjudicate_requests(run.db, run.plan, run.constants, relation=relation, table="bench_verdicts")
    return time.perf_counter() - began


def _write_sample(run: Run, path: Path) -> None:
    verdicts = adjudicate_requests(
        run.db, run.plan, run.constants, relation="sampled", table="bench_verdicts"
    )
    told = pa.table({
        "verdict": pa.array(range(len(verdicts.determinations)), pa.int32()),
        "blocking": pa.array(
            [[r.clause for r in d.reasons] for d in verdicts.determinations],
            pa.list_(pa.string()),
        ),
        "sufficient": [d.outcome is Outcome.SUFFICIENT for d in verdicts.determinations],
    })  # fmt: skip
    run.db.register("told", told)
    run.db.execute(
        f"""COPY (SELECT f.*, t.blocking, t.sufficient FROM sampled f
        JOIN bench_verdicts v USING (row) JOIN told t USING (verdict) ORDER BY f.row) TO '{path}'"""
    )
    run.db.unregister("told")


def _write_invented(run: Run, count: int, path: Path) -> None:
    maker, chance = Maker.of(run.plan), Random(6)  # noqa: S311  (no secret is drawn)
    names = [name for name in maker.facts if name not in run.constants]
    rows = [maker.draw(names, chance) for _ in range(count)]
    told = [determine(run.plan, Stage.REQUEST, {**run.constants, **row}) for row in rows]
    table = table_of(rows, maker.facts)
    table = table.append_column("blocking", pa.array(
        [[r.clause for r in d.reasons] for d in told], pa.list_(pa.string())
    ))  # fmt: skip
    table = table.append_column("sufficient", pa.array([
        d.outcome is Outcome.SUFFICIENT for d in told
    ]))  # fmt: skip
    pq.write_table(table, path)
