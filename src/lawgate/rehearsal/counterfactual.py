"""What a rule that is not law would have released: counts only.

Rules kept here: the rule is declared by the agreement and reads synthetic holdings only; what
leaves this module are numbers of requests, never a row, a request or a record, and its working
tables are gone when it returns. Nothing here can be adjudicated, approved or released. It refuses
holdings that were not shown to be synthetic.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawgate.errors import DefectiveLawError
from lawgate.store.holdings import open_holdings, require_synthetic
from lawgate.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from lawgate.procedure.adjudication import Verdicts
    from lawgate.rehearsal.declaration import Counterfactual, CounterfactualPath
    from lawgate.terms import Determination

_RELEASED = "counterfactual_released"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Requests that a provision stops or refers: in all, and those it is the first to stop."""

    citation: str
    requests: int
    first: int


@dataclass(frozen=True, slots=True)
class PathCount:
    """One path: requests that `took` it, that it `released`, and how these were determined.

    These by final outcome, by provision that stops them, and by line of the legend.
    """

    name: str
    caption: str
    took: int
    released: int
    outcomes: Mapping[Outcome, int]
    provisions: tuple[Stopped, ...]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PhraseCount:
    """Requests stating a phrase; those of them released, sufficient in law, and eligible."""

    text: str
    requests: int
    released: int
    sufficient: int
    eligible: int


def released_by_path(
    db: duckdb.DuckDBPyConnection,
    source: str | Path,
    rule: Counterfactual,
    *,
    relation: str = "requests",
) -> Mapping[str, int]:
    """Count the rows of `relation` (a batch as taken in) that each path of `rule` would release.

    Raises InputRefusedError for holdings that can't be read or are not all synthetic,
    DefectiveLawError for a rule that names no column of the batch or the holdings.
    """
    with _released(db, source, rule, relation):
        found = dict(db.execute(f"SELECT path, count(*) FROM {_RELEASED} GROUP BY 1").fetchall())
    return {path.name: found.get(n, 0) for n, path in enumerate(rule.paths)}


def compare(
    db: duckdb.DuckDBPyConnection,
    source: str | Path,
    rule: Counterfactual,
    first: Verdicts,
    final: Verdicts,
    phrases: tuple[str, Sequence[str]] = ("", ()),
) -> tuple[tuple[PathCount, ...], tuple[PhraseCount, ...]]:
    """Count what each path of `rule` would release, and what the law finds of the same requests.

    `first` is of the request stage, `final` after matching, both on `requests`; `phrases` are a
    column and texts to count in it. Raises as `released_by_path`.
    """
    with _released(db, source, rule, "requests"):
        counted = tuple(_path_count(db, n, path, first, final) for n, path in enumerate(rule.paths))
        column, texts = phrases
        told = _phrase_counts(db, column, texts, first, final) if texts else ()
    return counted, told


@contextmanager
def _released(
    db: duckdb.DuckDBPyConnection, source: str | Path, rule: Counterfactual, relation: str
) -> Iterator[None]:
    """Hold the rows that the rule releases in a table while they are being counted."""
    rows = require_synthetic(open_holdings(source, db)).holdings.rows(None)
    _columns_known(db, rule, relation, rows)
    parts = [_path_sql(n, path, relation, rows) for n, path in enumerate(rule.paths)]
    db.execute(f"CREATE OR REPLACE TEMP TABLE {_RELEASED} AS {' UNION ALL '.join(parts)}")
    try:
        yield
    finally:
        db.execute(f"DROP TABLE {_RELEASED}")


def _columns_known(
    db: duckdb.DuckDBPyConnection, rule: Counterfactual, relation: str, rows: str
) -> None:
    def columns(table: str) -> set[str]:
        return {str(row[0]) for row in db.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}

    asked, held = columns(relation), columns(rows)
    for path in rule.paths:
        named = {*path.when_stated, *path.when_blank, *path.equal, *path.stated, *path.digits_in}
        strange = sorted((named - asked) | (set(path.equal) - held))
        if strange:
            raise DefectiveLawError(
                f"The path `{path.name}` tests `{strange[0]}`, which batch or holdings lack.",
                remedy="Name columns that both have.",
                place="replay.yaml",
            )


def _taking_sql(path: CounterfactualPath) -> str:
    """Write which rows take a path: intake made every blank a NULL."""
    tests = [f'r."{c}" IS NOT NULL' for c in path.when_stated]
    tests += [f'r."{c}" IS NULL' for c in path.when_blank]
    return " AND ".join(tests) or "TRUE"


def _path_sql(number: int, path: CounterfactualPath, relation: str, rows: str) -> str:
    tests = [_taking_sql(path), *(f'r."{c}" IS NOT NULL' for c in path.stated)]
    if path.digits_in:
        runs = "|".join(f"[0-9]{{{int(run)}}}" for run in path.digit_runs)
        together = ", ".join(f'r."{c}"' for c in path.digits_in)
        tests.append(f"regexp_matches(concat_ws(' ', {together}), '(^|[^0-9])({runs})([^0-9]|$)')")
    held = ", ".join(f'{folded(f"""h."{c}" """)} AS "{c}"' for c in path.equal)
    current = "WHERE is_current" if path.current_address else ""
    equal = " AND ".join(f'{folded(f"""r."{c}" """)} = h."{c}"' for c in path.equal)
    return f"""
        SELECT r.row, {number} AS path FROM {relation} r
        SEMI JOIN (SELECT {held} FROM {rows} h {current}) h ON {equal}
        WHERE {" AND ".join(tests)}"""


def folded(expression: str) -> str:
    """Write the folding of the rule: neither case nor how many spaces there are counts."""
    return f"upper(trim(regexp_replace(CAST({expression.strip()} AS VARCHAR), '\\s+', ' ', 'g')))"


def _path_count(
    db: duckdb.DuckDBPyConnection,
    number: int,
    path: CounterfactualPath,
    first: Verdicts,
    final: Verdicts,
) -> PathCount:
    took = db.execute(f"SELECT count(*) FROM requests r WHERE {_taking_sql(path)}").fetchone()
    by_request = _by_verdict(db, number, first)
    by_record = _by_verdict(db, number, final)
    return PathCount(
        path.name,
        path.caption,
        took[0] if took else 0,
        sum(by_request.values()),
        outcomes_of(final.determinations, by_record),
        stopped(first.determinations, by_request),
        lines_of(first.determinations, by_request),
    )


def _by_verdict(db: duckdb.DuckDBPyConnection, number: int, verdicts: Verdicts) -> dict[int, int]:
    query = f"""SELECT v.verdict, count(*) FROM {_RELEASED} JOIN {verdicts.table} v USING (row)
        WHERE path = ? GROUP BY 1 ORDER BY 1"""
    return dict(db.execute(query, [number]).fetchall())


def outcomes_of(found: Sequence[Determination], counts: Mapping[int, int]) -> Mapping[Outcome, int]:
    """Count by outcome what `counts` counts by determination."""
    total: Counter[Outcome] = Counter()
    for verdict, count in counts.items():
        total[found[verdict].outcome] += count
    return total


def stopped(found: Sequence[Determination], counts: Mapping[int, int]) -> tuple[Stopped, ...]:
    """Count what each provision stops or refers, most first; ties by citation."""
    whole: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for verdict, count in counts.items():
        cited = tuple(dict.fromkeys(r.citation for r in found[verdict].reasons))
        for citation in cited:
            whole[citation] += count
        if cited:
            first[cited[0]] += count
    return tuple(
        Stopped(c, whole[c], first[c]) for c in sorted(whole, key=lambda c: (-whole[c], c))
    )


def lines_of(found: Sequence[Determination], counts: Mapping[int, int]) -> Mapping[str, int]:
    """Count by line of the legend, in the sequence of its keys."""
    total: Counter[str] = Counter()
    for verdict, count in counts.items():
        total.update(dict.fromkeys({r.legend for r in found[verdict].reasons}, count))
    return dict(sorted(total.items()))


def _phrase_counts(
    db: duckdb.DuckDBPyConnection,
    column: str,
    texts: Sequence[str],
    first: Verdicts,
    final: Verdicts,
) -> tuple[PhraseCount, ...]:
    query = f"""WITH said AS (SELECT t, {folded("t")} AS f FROM unnest(?::VARCHAR[]) u(t)),
        stated AS (SELECT row, {folded(f'"{column}"')} AS f FROM requests)
        SELECT s.t, count(*), count(x.row),
          count(*) FILTER (list_contains(?::INTEGER[], v.verdict)),
          count(*) FILTER (list_contains(?::INTEGER[], l.verdict))
        FROM said s JOIN stated USING (f) JOIN {first.table} v USING (row)
          JOIN {final.table} l USING (row) LEFT JOIN {_RELEASED} x USING (row)
        GROUP BY s.t"""
    sufficient = _places(first, Outcome.SUFFICIENT)
    eligible = _places(final, Outcome.ELIGIBLE)
    found = db.execute(query, [list(texts), sufficient, eligible]).fetchall()
    counts = {text: tuple(numbers) for text, *numbers in found}
    return tuple(PhraseCount(text, *counts.get(text, (0, 0, 0, 0))) for text in texts)


def _places(verdicts: Verdicts, outcome: Outcome) -> list[int]:
    return [n for n, d in enumerate(verdicts.determinations) if d.outcome is outcome]
