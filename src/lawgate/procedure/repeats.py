"""Which request answers each exact repeat: the citation that the others of its kind carry.

Of requests equal in every column but their number one is answered, whichever its place in the file;
examination chose it, one whose number is its own where there is one. Here is only where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lawgate.law.facts import Fact


def cite_repeats(db: duckdb.DuckDBPyConnection, facts: Mapping[str, Fact]) -> None:
    """Make the table `repeats` (row, answered_by_row BIGINT) from `requests` and `facts`.

    It is empty where the agreement declares no fact that tells repeats apart.
    """
    db.execute("CREATE OR REPLACE TABLE repeats (row BIGINT, answered_by_row BIGINT)")
    for name, fact in facts.items():
        if fact.derivation.name == "repeat":
            same = " AND ".join(
                f'q."{column}" IS NOT DISTINCT FROM a."{column}"' for column in fact.derivation.args
            )
            db.execute(
                f"""INSERT INTO repeats
                WITH told AS (SELECT row, "{name}" AS said FROM facts WHERE "{name}" <> 'single'),
                q AS (SELECT r.* FROM requests r JOIN told t USING (row) WHERE t.said = 'repeat'),
                a AS (SELECT r.* FROM requests r JOIN told t USING (row) WHERE t.said = 'answered')
                SELECT q.row, a.row FROM q JOIN a ON {same} ORDER BY q.row"""
            )
