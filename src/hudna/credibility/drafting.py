"""What a draft can change: one lever at a time, and a menu of clauses, each with the article that it touches and the lint rule that asks for it.

How far a lever goes is what can really be written, not what would be needed. What a clause brings is our assumption of what it does at
best: no text makes a panel right in seven of ten cases by itself, and the title says the number so that a reader can doubt it.
Source: docs/guide/stress.md, "What would make it hold".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.given import has_guarantor
from hudna.credibility.inputs import Inputs
from hudna.credibility.repair import Clause, How, Lever, move_lever
from hudna.lint import choose_rules, lint_agreement
from hudna.terms import Agreement, Gazetteer, Provision, dotted, kind_tree, provisions_of, settled

Words = Mapping[str, str]
OF_GUARANTEES = (
    "lever_days",
    "cost_per_client_day",
    "answer_days",
    "sham_noticed",
    "gains_from_client_breach",
    "outside_penalty",
)
"""What there is only where somebody answers."""
SMALL_MIRROR = 3.0  # days: where less is at stake, twice as much is still nothing


@dataclass(frozen=True)
class Article:
    """Where a change stands in the agreement: the path of what it changes, with its line; or of what is not there yet."""

    path: str
    line: int | None  # None: it would be new


class Proposed(NamedTuple):
    """A lever or clause of the catalogue: what it is called, what it changes, which rule asks for it."""

    id: str
    title: Words
    sets: tuple[tuple[str, float, How], ...]  # fields of `Inputs`, value, how
    rule: str


@dataclass(frozen=True)
class Offer:
    """One of them, for one agreement."""

    proposed: Proposed
    articles: tuple[Article, ...]
    remarks: tuple[int, ...]  # lines on which lint, by that rule, remarks on this text


LEVERS = (
    Proposed("mirror", {"en": "More at stake in mirrored steps", "ar": "رهان أكبر في الخطوات المتقابلة"}, (("mirror_loses", 20.0, "at_least"),), "R3"),
    Proposed("prize", {"en": "Smaller prizes: what can be taken at once, in smaller parts", "ar": "مكاسب أصغر: ما يمكن أخذه دفعة واحدة، على أجزاء أصغر"}, (("gain", 0.3, "times"),), "R3"),
    Proposed("leverage", {"en": "More leverage of the guarantors", "ar": "وسائل ضغط أكبر بيد الضامنين"}, (("lever_days", 4.0, "times"),), "G5"),
    Proposed("detection", {"en": "More breaches seen", "ar": "رصد خروق أكثر"}, (("detection", 0.99, "at_least"),), "V1"),
    Proposed("attribution", {"en": "More of them ruled against their author", "ar": "إدانة الفاعل في عدد أكبر منها"}, (("attribution", 0.95, "at_least"),), "G3"),
    Proposed("plea", {"en": "No room for pleading the carve-out", "ar": "لا مجال للتذرع بالاستثناء"}, (("carve_out_plea", 0.0, "at_most"),), "C1"),
    Proposed("answer", {"en": "Faster answers", "ar": "ردود أسرع"}, (("answer_days", 1.0, "at_most"),), "G2"),
    Proposed("visibility", {"en": "Punishments that others can check", "ar": "عقوبات يستطيع الآخرون التحقق منها"}, (("sham_noticed", 1.0, "at_least"),), "G5"),
    Proposed("cost", {"en": "Punishing that costs the guarantors less", "ar": "عقاب أقل كلفة على الضامنين"}, (("cost_per_client_day", 0.1, "times"),), "G5"),
    Proposed("bond", {"en": "A bond that a guarantor in default loses", "ar": "كفالة يخسرها الضامن المتخلف"}, (("outside_penalty", 60.0, "at_least"),), "X2"),
    Proposed("horizon", {"en": "A deal that matters for longer", "ar": "اتفاق يبقى ذا معنى مدة أطول"}, (("horizon_days", 3.0, "times"),), "T4"),
)  # fmt: skip

CLAUSES = (
    Proposed("neutral_panel", {"en": "A neutral panel rules, and names the author in 7 of 10 breaches that are seen", "ar": "هيئة محايدة تفصل، وتسمّي الفاعل في 7 من كل 10 خروق مرصودة"}, (("attribution", 0.7, "at_least"),), "G3"),
    Proposed("mapped_carve_out", {"en": "The carve-out gets a map: pleaded with success in 1 of 20", "ar": "خريطة للاستثناء: لا ينجح التذرع به إلا في 1 من 20"}, (("carve_out_plea", 0.05, "at_most"),), "C1"),
    Proposed("verified_withholding", {"en": "Others check that support was really withheld: every pretence is noticed", "ar": "آخرون يتحققون من أن الدعم حُجب فعلاً: كل تظاهر يُكشف"}, (("sham_noticed", 1.0, "at_least"),), "G5"),
    Proposed("bond_of_20", {"en": "A bond of 20 of its days that a guarantor in default loses", "ar": "كفالة بقيمة 20 يوماً من أيامه يخسرها الضامن المتخلف"}, (("outside_penalty", 20.0, "at_least"),), "X2"),
    Proposed("answer_in_two_days", {"en": "Guarantors answer within two days", "ar": "الضامنون يردون خلال يومين"}, (("answer_days", 2.0, "at_most"),), "G2"),
    Proposed("double_mirror", {"en": "Twice as much at stake in mirrored steps", "ar": "ضعف الرهان في الخطوات المتقابلة"}, (("mirror_loses", 2.0, "times"), ("mirror_costs_suspender", 2.0, "times")), "R3"),
    Proposed("new_mirror", {"en": "Steps that mirror each other, 6 days at stake for each side", "ar": "خطوات متقابلة، رهانها 6 أيام لكل طرف"}, (("mirror_loses", 6.0, "at_least"), ("mirror_costs_suspender", 2.0, "at_least")), "R3"),
    Proposed("half_prize", {"en": "Prizes half as large: roads and positions opened in smaller parts", "ar": "مكاسب بنصف الحجم: فتح الطرق والمواقع على أجزاء أصغر"}, (("gain", 0.5, "times"),), "R3"),
    Proposed("double_lever", {"en": "Guarantors can withhold twice as much", "ar": "الضامنون يستطيعون حجب ضعف الدعم"}, (("lever_days", 2.0, "times"),), "G5"),
    Proposed("monitors", {"en": "Monitors on the ground from the first day: 19 of 20 breaches seen", "ar": "مراقبون على الأرض منذ اليوم الأول: رصد 19 من كل 20 خرقاً"}, (("detection", 0.95, "at_least"),), "V1"),
    Proposed("two_sides_confirm", {"en": "No ruling on one side's word: a quarter of the false and misplaced rulings", "ar": "لا حكم بكلمة طرف واحد: ربع الأحكام الباطلة أو المنسوبة خطأً"}, (("false_rulings_per_day", 0.25, "times"), ("wrong_author", 0.25, "times")), "V6"),
    Proposed("bounded_self_defence", {"en": "Self-defence with bounds and a hotline first: commanders hit back half as often", "ar": "دفاع عن النفس بحدود وخط ساخن أولاً: القادة يردون نصف المرات"}, (("retaliates", 0.5, "times"),), "B2"),
    Proposed("guarantor_holds_fire", {"en": "The guarantor's own forces are bound, and a breach by its side gains it nothing", "ar": "قوات الضامن نفسها ملزمة، ولا يكسب من خرق طرفه شيئاً"}, (("gains_from_client_breach", 0.0, "at_most"),), "G4"),
)  # fmt: skip
"""Two of one kind never stand together: which of the mirrors is offered hangs on what is linked now."""

NEW = "(new)"
"""Stands in a path for what has no id yet."""
ATTACKS = kind_tree().below("armed_attack")
ASKED = tuple(dict.fromkeys(each.rule for each in (*LEVERS, *CLAUSES)))


def levers_of(inputs: Inputs) -> list[Lever]:
    """Give the levers that a draft of this deal has: those of guarantees only where somebody answers, none that stands at its end already."""
    levers = [Lever(each.id, leaf, value, how) for each in LEVERS for leaf, value, how in each.sets]
    return [lever for lever in levers if _exists(inputs, lever) and _moves(inputs, lever)]


def clauses_of(inputs: Inputs, offers: Mapping[str, Offer]) -> list[Clause]:
    """Give the clauses that would change something at these values, and nothing for the worse."""
    return [
        Clause(each.id, sets, offers[each.id].articles[0].path, each.rule)
        for each in CLAUSES
        if (sets := tuple(_sets(inputs, each)))
    ]


def offer(agreement: Agreement, assumptions: Assumptions, *, gazetteer: Gazetteer | None = None) -> dict[str, Offer]:
    """Say of every lever and clause, by id, which articles of an agreement it would change, and where lint asks for it."""
    linted = lint_agreement(agreement, gazetteer=gazetteer, rules=choose_rules(select=ASKED))
    remarked: dict[str, list[int]] = {}
    for placed in (*linted.remarks, *(placed for placed, _ in linted.ignored)):
        remarked.setdefault(placed.rule.id, []).append(placed.line)
    return {
        each.id: Offer(
            each,
            tuple(dict.fromkeys(_articles(agreement, assumptions, each.sets[0][0]))),
            tuple(sorted(set(remarked.get(each.rule, ())))),
        )
        for each in (*LEVERS, *CLAUSES)
    }


def _exists(inputs: Inputs, lever: Lever) -> bool:
    return lever.leaf not in OF_GUARANTEES or bool(has_guarantor(inputs).any())


def _moves(inputs: Inputs, lever: Lever) -> bool:
    return not np.array_equal(getattr(move_lever(inputs, lever, lever.most), lever.leaf), getattr(inputs, lever.leaf))


def _sets(inputs: Inputs, proposed: Proposed) -> Iterator[tuple[Lever, float]]:
    has_mirror = bool((inputs.mirror_loses.mean(axis=0) >= SMALL_MIRROR).all())
    if (proposed.id == "double_mirror" and not has_mirror) or (proposed.id == "new_mirror" and has_mirror):
        return
    if proposed.id == "guarantor_holds_fire" and not any(inputs.fights):
        return
    for leaf, value, how in proposed.sets:
        lever = Lever(proposed.id, leaf, value, how)
        if _exists(inputs, lever) and _moves(inputs, lever):
            yield lever, value


def _articles(agreement: Agreement, assumptions: Assumptions, leaf: str) -> Iterator[Article]:
    for path in _paths(agreement, assumptions, leaf):
        place = agreement.key_positions.get(path) or agreement.positions.get(path)
        yield Article(dotted(path).removesuffix(f".{NEW}"), place[0] if place else None)


def _paths(agreement: Agreement, assumptions: Assumptions, leaf: str) -> Iterator[tuple[str, ...]]:
    """Name what a change of a number is written in: the part that is there, else the one that it would need."""
    terms = assumptions.terms
    if leaf == "gain":
        yield from (("tranches", name) for name in terms.tranches or (NEW,))
    elif leaf in ("mirror_loses", "mirror_costs_suspender"):
        linked = list(dict.fromkeys([*assumptions.linked_by.values(), *terms.tranches])) or list(terms.linked)
        yield from (("tranches" if name in agreement.tranches else "terms", *_term(agreement, name)) for name in linked)
        if not linked:
            yield ("tranches", NEW)
    elif leaf in ("attribution", "false_rulings_per_day", "wrong_author"):
        ruling = sorted({name for party in assumptions.parties for name in terms.rulers.get(party, ())})
        yield from (("bodies", name) for name in ruling)
        if not ruling:
            yield ("bodies", NEW)
    elif leaf == "detection":
        observing = [name for name, body in agreement.bodies.items() if "observe" in (settled(body.tasks) or ())]
        yield from (("bodies", name) for name in observing)
        if not observing:
            yield ("bodies", NEW)
    elif leaf == "carve_out_plea":
        yield from (("exclusions", name, "zones") for name in agreement.exclusions)
        if not agreement.exclusions:
            yield ("exclusions",)
    elif leaf == "retaliates":
        allowed = list(dict.fromkeys(each.term_id for each in provisions_of(agreement) if _answers_an_attack(each)))
        yield from (("terms", name) for name in allowed)
        if not allowed:
            yield ("terms", NEW)
    elif leaf == "gains_from_client_breach":
        yield ("terms", NEW)
    elif leaf == "outside_penalty":
        yield ("ladder",)
    elif leaf == "horizon_days":
        yield ("in_force",)
    else:
        key = "answers_within" if leaf == "answer_days" else "levers"
        yield from (("guarantors", name, key) for name in assumptions.guarantors)
        if not assumptions.guarantors:
            yield ("guarantors", NEW)


def _answers_an_attack(provision: Provision) -> bool:
    """Say whether a provision allows force in answer to force: a convoy that is allowed is no self-defence."""
    needs = settled(provision.clause.needs) or ()
    return provision.form == "allow" and any(settled(need.act) in ATTACKS for need in needs)


def _term(agreement: Agreement, name: str) -> tuple[str, ...]:
    if name in agreement.tranches or name in agreement.terms:
        return (name,)
    term, _, row = name.partition("/")
    return (term, "rows", row) if row else (term,)
