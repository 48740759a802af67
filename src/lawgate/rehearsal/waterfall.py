"""How many requests survive each paragraph, read in the order of the text.

A request survives a provision when no clause up to and including it stops it or refers it to a
person, so the last figure is the number of sufficient requests. Counts only: it reads
determinations and how many requests have each, never a row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawgate.engine.plan import Plan
    from lawgate.terms import Determination


@dataclass(frozen=True, slots=True)
class Fall:
    """One provision: requests that it is the first to stop, and those that survive it.

    `found` counts every request with a reason under it, whatever had stopped that request before.
    """

    citation: str
    first: int
    found: int
    surviving: int


def waterfall(
    plan: Plan, determinations: Sequence[Determination], counts: Sequence[int]
) -> tuple[Fall, ...]:
    """Give one `Fall` for each provision with a clause of the request stage, in text order.

    `counts[n]` requests have `determinations[n]`.
    """
    first: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for determination, count in zip(determinations, counts, strict=True):
        cited = {reason.citation for reason in determination.reasons}
        for citation in cited:
            found[citation] += count
        if determination.reasons:
            first[determination.reasons[0].citation] += count
    surviving = sum(counts)
    falls = []
    for citation in dict.fromkeys(clause.citation for clause in plan.request_clauses):
        surviving -= first[citation]
        falls.append(Fall(citation, first[citation], found[citation], surviving))
    return tuple(falls)
