"""How many rows each stratum gets: declared figures brought to another size, by largest remainder.

Sums are kept: what is declared for a path of the counterfactual is rounded once, then shared among
its strata. Integers only, so that no platform rounds otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.rehearsal.declaration import ReplayDeclaration


def apportion(weights: Sequence[int], total: int) -> list[int]:
    """Share `total` in proportion to `weights`, by largest remainder (ties: the earlier one).

    All shares are 0 where all weights are.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    shares = [weight * total // whole for weight in weights]
    remainders = [weight * total % whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda k: (-remainders[k], k))
    for k in largest[: total - sum(shares)]:
        shares[k] += 1
    return shares


def scaled(figure: int, of: int, rows: int) -> int:
    """Bring a figure declared for `of` rows to `rows` rows, halves up."""
    return (2 * figure * rows + of) // (2 * of)


def strata_rows(declaration: ReplayDeclaration, rows: int) -> Mapping[str, int]:
    """Give the number of rows of each stratum; together they are `rows`."""
    paths: dict[str, list[str]] = {}
    declared = {stratum.name: stratum.rows or 0 for stratum in declaration.strata}
    for stratum in declaration.strata:
        paths.setdefault(stratum.path, []).append(stratum.name)
        if stratum.rows is None:
            declared[stratum.name] = declaration.declared_for - sum(
                other.rows or 0 for other in declaration.strata
            )
    totals = [sum(declared[name] for name in names) for names in paths.values()]
    counts: dict[str, int] = {}
    for names, total in zip(paths.values(), apportion(totals, rows), strict=True):
        shares = apportion([declared[name] for name in names], total)
        counts.update(zip(names, shares, strict=True))
    return counts
