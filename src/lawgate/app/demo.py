"""The demonstration: an agreement's case replayed on invented people, end to end, in one run.

One intake and one examination serve every count: the law as of the day of the case and of today,
the rule that was applied instead of it, the cures, and each day of the timeline. Every figure it
gives is from this run; published figures stand beside, with their sources. It releases nothing.
"""

from __future__ import annotations

import os
import platform
import resource
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from lawgate.app import gateway, scenes
from lawgate.app.demo_tables import print_demo
from lawgate.app.library import folder_of, load
from lawgate.app.one_request import one_request
from lawgate.app.replay_files import DECLARATION, provide_files
from lawgate.app.replayed import DemoResult, Measured, as_json
from lawgate.app.report import render_report
from lawgate.app.summary import version
from lawgate.errors import DefectiveLawError, InputRefusedError, NotWritableError
from lawgate.procedure.adjudication import Verdicts, adjudicate_records, adjudicate_requests
from lawgate.rehearsal.cures import cure
from lawgate.rehearsal.declaration import load_declaration
from lawgate.rehearsal.showing import SHOWING, load_showing
from lawgate.rehearsal.waterfall import waterfall
from lawgate.store.results import Results
from lawgate.store.workbench import SPILL_FOLDER, open_workbench
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from lawgate.app.gateway import Progress
    from lawgate.rehearsal.declaration import ReplayDeclaration
    from lawgate.rehearsal.showing import Showing

__all__ = ["as_json", "print_demo", "run_demo"]

REPLAY_FOLDER = "replay"
REPORT, RESULT = "report.html", "demo.json"


@dataclass(slots=True)
class _Watch:
    """Times the stages of a run and tells how far it is."""

    progress: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress(name, 0.0)
        started = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - started
        self.progress(name, 1.0)


def run_demo(
    law: str,
    rows: int,
    seed: int,
    out: Path,
    progress: Progress = gateway.quiet,
    *,
    today: date | None = None,
) -> DemoResult:
    """Replay the case of `law` with `rows` requests into `out`: report.html, demo.json and replay/.

    `today` is the second day whose law is applied (None: today). Files made by an earlier run with
    the same declaration, rows and seed are used again if their digests fit. Raises UsageError,
    DefectiveLawError, InputRefusedError, NotWritableError.
    """
    agreement, folder = load(law), folder_of(law)
    declared, showing = load_declaration(folder / DECLARATION), load_showing(folder / SHOWING)
    if showing.counterfactual not in declared.counterfactuals:
        raise DefectiveLawError(
            f"The rule `{showing.counterfactual}` is not declared.",
            remedy="Correct the declaration.",
            place=str(folder / SHOWING),
        )
    watch = _Watch(progress)
    with open_workbench(out, memory_limit_mb=gateway.MATCHING_MEMORY_MB) as db:
        try:
            began = time.monotonic()
            files = provide_files(
                folder, agreement.name, version(), (rows, seed), out / REPLAY_FOLDER,
                progress,
            )  # fmt: skip
            watch.seconds["files"] = time.monotonic() - began
            day = declared.as_of
            job = gateway.Job(files.batch, files.transmittal, law, day, day)
            run = gateway.prepare(db, agreement, job, out / SPILL_FOLDER, progress)
            watch.seconds |= run.seconds
            rule = declared.counterfactuals[showing.counterfactual]
            scene = scenes.Scene(run, showing, rule, files)
            result = _replay(scene, declared, seed, today or gateway.today(), watch)
        except duckdb.OutOfMemoryException as fault:
            raise InputRefusedError(
                "The replay needs more room than this machine gives.",
                remedy="Free disk space in the output folder, or ask for fewer --rows.",
                place=str(out),
            ) from fault
        _publish(result, out)
    return result


def _replay(
    scene: scenes.Scene, declared: ReplayDeclaration, seed: int, now: date, watch: _Watch
) -> DemoResult:
    """Count everything, one part after the other, from the one table of facts."""
    run, showing = scene.run, scene.showing
    db, plan, constants = run.db, run.plan, run.constants
    with watch.stage("adjudication"):
        first = adjudicate_requests(db, plan, constants)
    with watch.stage("matching"):
        final = _matched(scene, first)
    with watch.stage("the rule that is not law"):
        compared = scenes.compared(scene, first, final)
    with watch.stage("cures"):
        filed = (first.determinations, first.counts)
        cured = {
            c.name: cure(db, plan, constants, c.facts) if c.facts else filed for c in showing.cures
        }
    with watch.stage("timeline"):
        moments = scenes.timeline(scene, first, now)
    with watch.stage("one request"):
        shown = one_request(scene)
    with watch.stage("the law of today"):
        plan_now, table = scene.plan(now), "verdicts_now"
        later = adjudicate_requests(db, plan_now, scene.constants(now), table=table)
    return DemoResult(
        agreement=run.agreement.name,
        agreement_title=run.agreement.title,
        law_digest=run.agreement.law_digest,
        version=version(),
        **_texts(showing),
        rows=run.intake.records,
        seed=seed,
        people=scene.files.people,
        holdings_rows=scene.files.addresses,
        clean=first.outcomes()[Outcome.SUFFICIENT],
        requested_on=run.transmittal.requested_on,
        then=scenes.tested(plan, first, final),
        now=scenes.tested(plan_now, later, None),
        legacy=compared.legacy,
        found=compared.found,
        supposed=compared.supposed,
        findings=compared.findings,
        waterfall=waterfall(plan, first.determinations, first.counts),
        waterfall_cured=waterfall(plan, *cured[showing.cured]),
        cured=showing.cured,
        cures=tuple(scenes.cured(c.name, c.caption, *cured[c.name]) for c in showing.cures),
        timeline=moments,
        request=shown,
        figures=tuple({"name": n, **f.model_dump()} for n, f in declared.figures.items()),
        measured=_measured(run.intake.records, watch.seconds, made=scene.files.made),
        folder=str(scene.files.folder.parent),
    )


def _matched(scene: scenes.Scene, first: Verdicts) -> Verdicts:
    """Match the sufficient requests, and only those, and settle the record stage."""
    db = scene.run.db
    gateway.match_sufficient(db, first, scene.files.holdings)
    return adjudicate_records(db, scene.run.plan, scene.run.constants, first)


def _texts(showing: Showing) -> dict[str, Any]:
    return {
        "title": showing.title,
        "standfirst": showing.standfirst,
        "synthetic": showing.synthetic,
        "then_caption": showing.then,
        "now_caption": showing.now,
        "captions": showing.captions.model_dump(),
    }


def _measured(rows: int, seconds: dict[str, float], *, made: bool) -> Measured:
    needed = sum(seconds[stage] for stage in ("intake", "examination", "adjudication"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Measured(
        {stage: round(spent, 2) for stage, spent in seconds.items()},
        round(needed, 2),
        round(rows / needed),
        peak // 1024,
        made,
        platform.machine(),
        os.cpu_count() or 1,
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}",
    )


def _publish(result: DemoResult, out: Path) -> None:
    """Write the report and its figures aside, then make both visible."""
    aside = out / SPILL_FOLDER
    files = Results(out, aside)
    try:
        (aside / REPORT).write_text(render_report(as_json(result)), encoding="utf-8")
    except OSError as fault:
        raise NotWritableError(
            f"The report can't be written ({fault.strerror}).",
            remedy="Free space or name another folder.",
            place=str(out),
        ) from fault
    files.write_json(RESULT, as_json(result))
    files.publish((REPORT, RESULT))
