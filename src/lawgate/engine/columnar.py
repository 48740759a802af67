"""The columnar reading: one SQL statement that finds every clause's finding for every row.

Each clause becomes a small code (0: met; else which finding, with which values its sentence names);
the codes of a row are packed into a few 62-bit words, its *signature*. Rows with one signature have
one determination, so settling happens once a signature, in `plan`, for all readings alike.

Rules kept here: a NULL is an unknown and never a match; whether arithmetic overflows is an explicit
condition beside the value, never left to an engine; values are quoted by sqlglot, never pasted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from lawgate.engine.lowering import lower
from lawgate.engine.plan import Plan, Variant, settle
from lawgate.terms import Determination, Finding, Stage, Value, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lawgate.law.instrument import Clause

WORD_BITS = 62
"""Bits of one word of a signature: a signed 64-bit integer never becomes negative."""

_CODED = (Finding.UNMET, Finding.UNKNOWN, Finding.ERROR)


@dataclass(frozen=True, slots=True)
class Field:
    """Where a clause's code stands in a signature: word, shift and width in bits."""

    word: int
    shift: int
    bits: int

    @property
    def mask(self) -> int:
        """The bits of one code, from the lowest."""
        return (1 << self.bits) - 1


@dataclass(frozen=True, slots=True)
class Statement:
    """The compiled reading of one stage.

    `query` selects `row, request_id, w0, w1, …` (BIGINT) from the relation; `words` is how many
    words there are. `fields` and `codes` say, clause by clause, where its code stands and what
    each code means; `decode` turns a signature back into findings.
    """

    plan: Plan
    stage: Stage
    query: exp.Select
    fields: tuple[Field, ...]
    codes: tuple[tuple[tuple[Finding, Variant], ...], ...]
    words: int

    def sql(self, dialect: str = "duckdb", *, pretty: bool = False) -> str:
        """Write the statement in an engine's SQL."""
        return self.query.sql(dialect=dialect, pretty=pretty)

    def decode(self, signature: Sequence[int]) -> tuple[tuple[Finding, Variant], ...]:
        """Return the finding and named values of every clause; a met clause names none."""
        return tuple(
            told[(signature[place.word] >> place.shift) & place.mask]
            for place, told in zip(self.fields, self.codes, strict=True)
        )

    def determine(self, signature: Sequence[int]) -> Determination:
        """Settle a signature into the determination of every row that has it."""
        return settle(self.plan, self.stage, self.decode(signature))


def compile_plan(
    plan: Plan, stage: Stage, constants: Mapping[str, Value], *, relation: str = "facts"
) -> Statement:
    """Compile one stage of `plan` into a statement over `relation` (row, request_id, facts).

    `constants` are the facts that are the same for the whole run (dates as ISO text); every other
    fact is a column of that relation, named as declared.
    """
    fields: list[Field] = []
    words: list[list[exp.Expression]] = [[]]
    used = 0
    for clause in plan.of_stage(stage):
        bits = (len(_CODED) * len(plan.variants(clause))).bit_length()
        if used + bits > WORD_BITS:
            words.append([])
            used = 0
        fields.append(Field(len(words) - 1, used, bits))
        code = _code(plan, clause, constants)
        if code is not None:
            words[-1].append(_shifted(code, used))
        used += bits
    columns = [
        exp.column("row", quoted=True),
        exp.column("request_id", quoted=True),
        *(exp.alias_(_sum(parts), f"w{n}", quoted=True) for n, parts in enumerate(words)),
    ]
    query = exp.select(*columns).from_(exp.to_table(relation))
    codes = tuple(_meanings(plan, clause) for clause in plan.of_stage(stage))
    return Statement(plan, stage, query, tuple(fields), codes, len(words))


def _meanings(plan: Plan, clause: Clause) -> tuple[tuple[Finding, Variant], ...]:
    """List what each code of a clause means; code 0 is met."""
    variants = plan.variants(clause)
    coded = [(finding, variant) for finding in _CODED for variant in variants]
    return ((Finding.MET, variants[0]), *coded)


def _code(plan: Plan, clause: Clause, constants: Mapping[str, Value]) -> exp.Expression | None:
    """Return the SQL of a clause's code; None where it is 0 for every row."""
    if clause.verb is Verb.DEFAULT:
        return None  # settled from the permits' findings
    lowered = lower(clause.condition, plan.facts, constants)
    count = len(plan.variants(clause))
    variant = _variant(plan, clause, constants)
    demanded = clause.verb in (Verb.REQUIRE, Verb.PERMIT)
    case = exp.Case()
    if lowered.error is not None:
        case = case.when(lowered.error, _plus(1 + 2 * count, variant))
    unknown = exp.Is(this=exp.paren(lowered.value), expression=exp.null())
    case = case.when(unknown, _plus(1 + count, variant))
    truth = lowered.value if demanded else exp.Not(this=exp.paren(lowered.value.copy()))
    return case.when(truth, exp.Literal.number(0)).else_(_plus(1, variant))


def _variant(plan: Plan, clause: Clause, constants: Mapping[str, Value]) -> exp.Expression | int:
    """Return which of the clause's variants a row has: an index in the order of `variants`."""
    index: exp.Expression | int = 0
    for name in clause.message_facts:
        values = plan.facts[name].values
        if name in constants:
            place: exp.Expression | int = values.index(str(constants[name]))
        else:
            case = exp.Case(this=exp.column(name, quoted=True))
            for n, value in enumerate(values):
                case = case.when(exp.Literal.string(value), exp.Literal.number(n))
            place = case
        index = _times_plus(index, len(values), place)
    return index


def _times_plus(
    index: exp.Expression | int, factor: int, add: exp.Expression | int
) -> exp.Expression | int:
    if isinstance(index, int):
        return index * factor + add if isinstance(add, int) else _plus(index * factor, add)
    scaled = exp.Mul(this=exp.paren(index), expression=exp.Literal.number(factor))
    return _plus(add, scaled) if isinstance(add, int) else exp.Add(this=scaled, expression=add)


def _plus(number: int, variant: exp.Expression | int) -> exp.Expression:
    if isinstance(variant, int):
        return exp.Literal.number(number + variant)
    if number == 0:
        return variant.copy()
    return exp.Add(this=exp.Literal.number(number), expression=variant.copy())


def _shifted(code: exp.Expression, shift: int) -> exp.Expression:
    wide = exp.cast(code, exp.DataType.Type.BIGINT)
    if shift == 0:
        return wide
    return exp.Mul(this=wide, expression=exp.Literal.number(1 << shift))


def _sum(parts: Sequence[exp.Expression]) -> exp.Expression:
    total: exp.Expression = exp.cast(exp.Literal.number(0), exp.DataType.Type.BIGINT)
    for part in parts:
        total = exp.Add(this=total, expression=part)
    return total
