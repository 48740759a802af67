"""What a run tells of itself: counts and digests (`summary.json`), figures (`run.json`)."""

from __future__ import annotations

import platform
import resource
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import duckdb

from lawgate.terms import Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lawgate.app.gateway import Job, Run
    from lawgate.procedure.adjudication import Verdicts


def version() -> str:
    """Return the version of the software."""
    return metadata.version("lawgate")


def provenance(run: Run, job: Job) -> Mapping[str, str]:
    """Name what a determination rests on: version, law, plan, dates and batch, by digest."""
    return {
        "lawgate_version": version(),
        "agreement": run.agreement.name,
        "law_digest": run.agreement.law_digest,
        "plan_digest": run.plan.digest,
        "as_of": job.as_of.isoformat(),
        "known_by": run.plan.known_by.isoformat(),
        "batch_sha256": run.intake.sha256,
    }


def summarise(run: Run, job: Job, first: Verdicts, final: Verdicts) -> Mapping[str, object]:
    """Count what was determined, with every digest and date that it rests on."""
    outcomes = final.outcomes()
    lines = final.legend_lines()
    intake = run.intake
    return {
        **provenance(run, job),
        "transmittal_sha256": run.transmittal.digest,
        "requested_on": run.transmittal.requested_on.isoformat(),
        "engine": job.engine,
        "rehearsal": True,
        "signature": "present, not verified" if run.transmittal.signed else "none",
        "stage": (Stage.RECORD if job.holdings else Stage.REQUEST).value,
        "records": intake.records,
        "malformed": intake.malformed,
        "determined": sum(outcomes.values()),
        "outcomes": {outcome.value: outcomes[outcome] for outcome in Outcome if outcomes[outcome]},
        "request_outcomes": {o.value: n for o, n in sorted(first.outcomes().items(), key=_grave)},
        "clauses": dict(sorted(lines.items())),
        "transmittal_ignored": list(run.transmittal.ignored),
        "columns_dropped": list(intake.dropped),
        "columns_missing": list(intake.missing),
        "format": intake.format,
        "encoding": intake.encoding,
        "not_examined": [
            {"key": key, "citation": citation, "sentence": sentence}
            for key, citation, sentence in run.agreement.not_examined
        ],
        "instruments_applied": _applied(run),
    }


def _grave(pair: tuple[Outcome, int]) -> int:
    return pair[0].gravity


def _applied(run: Run) -> list[str]:
    keys = (clause.instrument for clause in run.plan.clauses)
    return list(dict.fromkeys(keys))


def run_record(run: Run) -> Mapping[str, object]:
    """Give the run's seconds by stage, peak memory in MiB, and versions: not reproducible."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": {stage: round(spent, 3) for stage, spent in run.seconds.items()},
        "peak_memory_mib": peak // 1024,
        "python": sys.version.split()[0],
        "duckdb": duckdb.__version__,
        "lawgate": version(),
        "platform": platform.platform(),
    }
