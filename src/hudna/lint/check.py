"""Every rule over one draft: remarks with their places in the text, sorted; those the drafter has answered stand apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hudna.lint.catalogue import RULES
from hudna.lint.draft import Draft
from hudna.lint.ignores import Ignore, find_ignores
from hudna.lint.rule import Remark, Rule, Where
from hudna.problems import Problem
from hudna.terms import ActorRegister, Agreement, Gazetteer

_ORDER = {rule.id: number for number, rule in enumerate(RULES)}


@dataclass(frozen=True)
class Placed:
    """A remark in its place: the rule that made it, and the line and column (from 1) of what it is about."""

    rule: Rule
    line: int
    column: int
    field: str
    remark: Remark


@dataclass(frozen=True)
class Linted:
    """What lint says about one agreement."""

    agreement: Agreement
    remarks: tuple[Placed, ...]
    ignored: tuple[tuple[Placed, Ignore], ...]
    idle: tuple[Ignore, ...]  # ignores with a reason that answer for no remark
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]  # maps or units that cannot be read: rules about ground then keep silent


def lint_agreement(
    agreement: Agreement,
    *,
    gazetteer: Gazetteer | None,
    actors: ActorRegister | None = None,
    rules: Sequence[Rule] = RULES,
) -> Linted:
    """Lint an agreement.

    Args:
        agreement: as `read_agreement` gives it.
        gazetteer: units that its zones name by p-code; None: rules about ground see those zones nowhere at least, everywhere at most.
        actors: who is in what; None: the agreement's own actors only.
        rules: those to ask; all of the catalogue if not told.

    Returns:
        Remarks sorted by line, column and rule, in the order of the catalogue; each once. One that every row of a table would get alike stands at the term.
    """
    draft = Draft(agreement, gazetteer, actors)
    placed = sorted(
        (place(rule, remark, draft) for rule in rules for remark in _once_for_a_table(rule.check(draft), agreement)),
        key=lambda p: (p.line, p.column, _ORDER[p.rule.id], p.remark.found),
    )
    ignores = [ignore for ignore in find_ignores(agreement.text) if ignore.reason]
    answered = [(p, i) for p in placed for i in ignores if p.line in (i.line, i.answers_line) and p.rule.id in i.rules]
    gone = {id(p) for p, _ in answered}
    used = {ignore for _, ignore in answered}
    asked = {rule.id for rule in rules}
    return Linted(
        agreement,
        tuple(p for p in placed if id(p) not in gone),
        tuple(answered),
        tuple(i for i in ignores if i not in used and not asked.isdisjoint(i.rules)),
        draft.unread,
        draft.problems,
    )


def place(rule: Rule, remark: Remark, draft: Draft) -> Placed:
    """Find where in the text a remark belongs: the key it names, else the innermost part around it that is written."""
    agreement = draft.agreement
    if remark.is_of_absence and agreement.unread:
        remark = replace(remark, found=f"{remark.found} in what was read")
    line, column = next(
        places[remark.at[:n]]
        for n in range(len(remark.at), -1, -1)
        for places in (agreement.key_positions, agreement.positions)
        if remark.at[:n] in places
    )
    if remark.line is not None and remark.column is not None:
        line, column = remark.line, remark.column
    return Placed(rule, line, column, ".".join(map(str, remark.at)), remark)


def _once_for_a_table(remarks: Iterable[Remark], agreement: Agreement) -> Iterator[Remark]:
    """Say once at the term what a rule would say of each of its rows."""
    said = list(dict.fromkeys(remarks))
    alike = Counter(_at_the_term(remark) for remark in said if _is_of_a_row(remark.at))
    whole = {remark for remark, count in alike.items() if count == len(agreement.terms[str(remark.at[1])].rows or ())}
    told: set[Remark] = set()
    for remark in said:
        once = _at_the_term(remark)
        if not _is_of_a_row(remark.at) or once not in whole:
            yield remark
        elif once not in told:
            told.add(once)
            yield once


def _is_of_a_row(at: Where) -> bool:
    return len(at) > 3 and at[0] == "terms" and at[2] == "rows"


def _at_the_term(remark: Remark) -> Remark:
    return replace(remark, at=(*remark.at[:2], *remark.at[4:]))
