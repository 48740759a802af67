"""Reads one instrument of law: its provisions in text order and the clauses under their sentences.

Rules kept here: a provision is cited by its own hierarchy; a text that was not seen says so in its
citation; a clause has one outcome, and only a statute, a regulation or an order may refuse or hold;
a message names enumerated facts of the clause's own stage and nothing that a requester wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, NoReturn

from lawgate.errors import DefectiveLawError, Place
from lawgate.law.expression import Expression, Literal, facts_of
from lawgate.law.facts import Kind
from lawgate.law.front import Force, Head, Verified, read_head
from lawgate.law.syntax import Scope, parse_condition
from lawgate.terms import Outcome, Stage, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lawgate.law.facts import Fact
    from lawgate.law.markdown import Document, Fence, Section
    from lawgate.law.prologue import Prologue
    from lawgate.terms import Interval

__all__ = ["Clause", "Force", "Instrument", "Provision", "Verified", "read_instrument"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule under a provision.

    `outcome` is what it does when it blocks or refers (None for a permit); `message` is a template
    over `message_facts`; `items` are what a permit grants; `always` applies it outside the dates
    of its instrument too; `text` is the condition as written.
    """

    key: str
    verb: Verb
    stage: Stage
    condition: Expression
    outcome: Outcome | None
    message: str
    message_facts: tuple[str, ...]
    items: tuple[str, ...]
    citation: str
    instrument: str
    provision: str
    in_force: Interval
    known: date | None
    always: bool
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered paragraph: its citation, quoted words, source and standing, and what it tests.

    `later` pairs a key with the sentence of what is tested at approval, not here.
    """

    heading: str
    citation: str
    quotes: tuple[str, ...]
    prose: tuple[str, ...]
    source: str
    verified: Verified
    clauses: tuple[Clause, ...]
    later: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal text. `details` are the front matter's other lines (court, docket, bound, acts)."""

    key: str
    title: str
    force: Force
    in_force: Interval
    known: date | None
    provisions: tuple[Provision, ...]
    details: Mapping[str, object]
    place: Place


_SOURCE = re.compile(
    r"^Source:\s*(?P<source>.*?)\s*—\s*(?P<verified>[a-z ]+?)\.?\s*$", re.MULTILINE | re.DOTALL
)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAIL = re.compile(r"\A(?:else|then)\s+(?P<outcome>[a-z_]+)\s*:\s*(?P<message>.*)\Z", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

MOST_LINES = 1000
"""Lines of the legend that one sentence may give, one for each combination of values it names."""

_ALLOWED = {
    (Verb.REQUIRE, Stage.REQUEST): {Outcome.SENT_BACK, Outcome.REFUSED},
    (Verb.REQUIRE, Stage.RECORD): {Outcome.SILENT, Outcome.HELD, Outcome.REFERRED},
    (Verb.FORBID, Stage.REQUEST): {Outcome.REFUSED, Outcome.HELD},
    (Verb.FORBID, Stage.RECORD): {Outcome.SILENT, Outcome.HELD},
    (Verb.REFER, Stage.REQUEST): {Outcome.REFERRED},
    (Verb.REFER, Stage.RECORD): {Outcome.REFERRED},
    (Verb.DEFAULT, Stage.REQUEST): {Outcome.REFUSED},
}


def read_instrument(
    document: Document, prologue: Prologue, defects: list[DefectiveLawError]
) -> Instrument | None:
    """Read `document` as an instrument; what can't be read is added to `defects`."""
    try:
        head = read_head(document)
    except DefectiveLawError as defect:
        defects.append(defect)
        return None
    provisions = tuple(
        _provision(section, head, prologue, defects)
        for section in document.sections
        if section.heading
    )
    defects.extend(
        _defect(section.place, "A clause stands under no provision.", "Move it.")
        for section in document.sections
        if section.fences and not section.heading
    )
    return Instrument(
        head.key, head.title, head.force, head.in_force, head.known, provisions,
        document.front, document.place,
    )  # fmt: skip


def _defect(place: Place, problem: str, remedy: str) -> DefectiveLawError:
    return DefectiveLawError(problem, remedy=remedy, place=place)


def _refuse(place: Place, problem: str, remedy: str) -> NoReturn:
    raise _defect(place, problem, remedy)


def _provision(
    section: Section, head: Head, prologue: Prologue, defects: list[DefectiveLawError]
) -> Provision:
    source, verified = "", head.verified
    prose: list[str] = []
    for paragraph in section.paragraphs:
        found = _SOURCE.match(paragraph)
        if found is None:
            prose.append(paragraph)
            continue
        source = found["source"]
        try:
            verified = Verified(found["verified"])
        except ValueError:
            defects.append(
                _defect(
                    section.place,
                    f"`{found['verified']}` is no standing of a text.",
                    "Say read, to be checked or account.",
                )
            )
    citation = _citation(head, section.heading, verified)
    clauses: list[Clause] = []
    later: list[tuple[str, str]] = []
    for fence in section.fences:
        try:
            if fence.words[:1] == ("tested-at-approval",) and len(fence.words) > 1:
                later.append((" ".join(fence.words[1:]), " ".join(fence.body.split())))
            else:
                clauses.append(_clause(fence, head, section.heading, citation, prologue))
        except DefectiveLawError as defect:
            defects.append(defect)
    if (clauses or section.quotes) and not source:
        defects.append(
            _defect(
                section.place,
                f"{citation} names no source.",
                "Add a line `Source: … — read.` (or to be checked, or account).",
            )
        )
    return Provision(
        section.heading, citation, section.quotes, tuple(prose), source, verified,
        tuple(clauses), tuple(later), section.place,
    )  # fmt: skip


def _citation(head: Head, heading: str, verified: Verified) -> str:
    glue = "" if heading.startswith("(") else " "
    unseen = " (text not seen)" if verified is Verified.ACCOUNT else ""
    return f"{head.title}{glue}{heading}{unseen}"


def _clause(fence: Fence, head: Head, heading: str, citation: str, prologue: Prologue) -> Clause:
    verb, key, items, always = _words(fence)
    condition_text, outcome, message = _parts(fence, verb)
    first = condition_text.split("\n")
    skipped = next((n for n, line in enumerate(first) if line.strip()), 0)
    place = Place(fence.place.path, fence.place.line + skipped)
    # The stage follows from what the clause mentions, so a clause that names a fact of the record
    # can't be tested before a record is read.
    scope = Scope(prologue.facts, prologue.constants, Stage.RECORD)
    condition: Expression = Literal(value=False, kind=Kind.BOOL)
    if verb is not Verb.DEFAULT:
        condition = parse_condition("\n".join(first[skipped:]), scope, place)
    stage = _stage(condition, prologue.facts)
    _lawful(verb, stage, outcome, head, fence.place)
    if verb is Verb.DEFAULT and _PLACEHOLDER.search(message):
        _refuse(fence.place, "The default denial names a fact.", "It tests none: say it plainly.")
    unknown = set(items) - {name for name, item in prologue.items.items() if item.released}
    if unknown:
        _refuse(fence.place, f"{sorted(unknown)} are no released items.", "Declare them.")
    return Clause(
        key, verb, stage, condition, outcome, message,
        () if verb is Verb.PERMIT else _message_facts(message, stage, prologue.facts, fence.place),
        items, citation, head.key, heading, head.in_force, head.known, always,
        " ".join(condition_text.split()), fence.place,
    )  # fmt: skip


def _words(fence: Fence) -> tuple[Verb, str, tuple[str, ...], bool]:
    words = fence.words
    always = words[-1:] == ("always",)
    words = words[:-1] if always else words
    verbs = {verb.value: verb for verb in Verb}
    if len(words) < 2 or words[0] not in verbs or not _KEY.fullmatch(words[1]):  # noqa: PLR2004
        _refuse(
            fence.place,
            f"`{' '.join(fence.words)}` is no clause.",
            "Write ```lawgate require|forbid|permit|refer|default key-in-kebab-case.",
        )
    verb = verbs[words[0]]
    items = words[2:]
    if bool(items) != (verb is Verb.PERMIT):
        _refuse(fence.place, "Only a permit names items, and it must.", "permit KEY ITEM…")
    return verb, words[1], items, always


def _parts(fence: Fence, verb: Verb) -> tuple[str, Outcome | None, str]:
    """Split a clause's body into its condition, outcome and message."""
    lines = fence.body.rstrip().split("\n")
    at = next((n for n, line in enumerate(lines) if line.startswith(("else ", "then "))), None)
    if verb is Verb.PERMIT:
        if at is not None:
            _refuse(fence.place, "A permit has no `else`.", "What is not granted is denied.")
        return fence.body, None, ""
    tail = _TAIL.match("\n".join(lines[at:])) if at is not None else None
    if tail is None:
        _refuse(fence.place, "The clause has no sentence.", "End it with `else OUTCOME: sentence`.")
    try:
        outcome = Outcome(tail["outcome"])
    except ValueError:
        _refuse(fence.place, f"`{tail['outcome']}` is no outcome.", "Use sent_back, refused, ….")
    return "\n".join(lines[:at]), outcome, " ".join(tail["message"].split())


def _stage(condition: Expression, facts: Mapping[str, Fact]) -> Stage:
    record = any(facts[name].stage is Stage.RECORD for name in facts_of(condition))
    return Stage.RECORD if record else Stage.REQUEST


def _lawful(verb: Verb, stage: Stage, outcome: Outcome | None, head: Head, place: Place) -> None:
    if verb is Verb.PERMIT and stage is Stage.RECORD:
        _refuse(place, "A permit depends on a record.", "Let it depend on the request alone.")
    allowed = _ALLOWED.get((verb, stage), set())
    if outcome is not None and outcome not in allowed:
        _refuse(
            place,
            f"`{verb.value}` can't end in {outcome.value} at the {stage.value} stage.",
            f"It may end in: {', '.join(sorted(o.value for o in allowed)) or 'nothing'}.",
        )
    if head.force is Force.AGREEMENT and outcome in (Outcome.REFUSED, Outcome.HELD):
        _refuse(
            place,
            "An agreement's own clause refuses or holds.",
            "Only a statute, a regulation or an order may; let it send back or refer.",
        )
    if outcome is Outcome.HELD and head.force is not Force.ORDER:
        _refuse(place, "Only an order holds.", "Use refused or sent_back.")


def _message_facts(
    message: str, stage: Stage, facts: Mapping[str, Fact], place: Place
) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(_PLACEHOLDER.findall(message)))
    for name in names:
        fact = facts.get(name)
        if fact is None or fact.kind is not Kind.ENUM or fact.stage is not stage:
            _refuse(
                place,
                f"The sentence names {{{name}}}.",
                f"Name only enumerated facts of the {stage.value} stage.",
            )
    if "{" in _PLACEHOLDER.sub("", message) or not message:
        _refuse(place, "The sentence is empty or has an open brace.", "Write a plain sentence.")
    if prod(len(facts[name].values) for name in names) > MOST_LINES:
        _refuse(
            place,
            f"The sentence would have more than {MOST_LINES} lines in the legend.",
            "Name fewer facts in it.",
        )
    return names
