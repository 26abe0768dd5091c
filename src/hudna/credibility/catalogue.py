"""The numbers that a stress test needs: what each is, what it can be, what stands in for it where nobody gave one, and how to ask for it.

Ranges are `low, likely, high`. Where a number has no default it must come from people: a verdict on a deal cannot be had without what the
deal is worth to them. Sources of the defaults stand with each; `assumed` ones are ours. Source: docs/guide/stress.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import NamedTuple

from hudna.credibility.ranges import Range, Triangular, point


class Sort(Enum):
    """What sort of quantity a number is: its least and most, and how to say so."""

    PROBABILITY = (0.0, 1.0, "a probability between 0 and 1", "احتمال بين 0 و1")
    SHARE = (0.0, 1.0, "a share between 0 and 1", "حصة بين 0 و1")
    RATE = (0.0, inf, "a rate for each day, 0 or more", "عدد في اليوم، 0 أو أكثر")
    DAYS = (0.0, inf, "days, 0 or more", "أيام، 0 أو أكثر")
    HORIZON = (1.0, inf, "days, at least 1", "أيام، 1 على الأقل")
    COST = (0.0, inf, "days of the deal, 0 or more", "أيام من الاتفاق، 0 أو أكثر")
    PAYOFF = (
        -inf,
        inf,
        "days of the deal; below 0 where it is worse than nothing",
        "أيام من الاتفاق؛ دون الصفر إذا كان أسوأ من لا شيء",
    )
    TAIL = (1.000001, inf, "a multiple of the median above 1", "مضاعف للوسيط فوق 1")
    COUNT = (1.0, inf, "a number of rounds, at least 1", "عدد جولات، 1 على الأقل")

    @property
    def least(self) -> float:
        return float(self.value[0])

    @property
    def most(self) -> float:
        return float(self.value[1])

    @property
    def words(self) -> str:
        return str(self.value[2])

    @property
    def words_ar(self) -> str:
        return str(self.value[3])


class Default(NamedTuple):
    """What stands in for a number that nobody gave, and where that comes from."""

    range: Range
    provenance: str


class Question(NamedTuple):
    """How to ask for a number; `{who}`, `{other}` and `{kind}` are filled in."""

    en: str
    ar: str


@dataclass(frozen=True)
class Leaf:
    """One number of the assumptions file. `*` in its path stands for an id; `by`: it may also be given one for each of these."""

    path: str
    sort: Sort
    what: str
    default: Default | None = None
    by: str | None = None  # party, kind or guarantor
    question: Question | None = None


def _assumed(low: float, mode: float, high: float) -> Default:
    return Default(Triangular(low, mode, high), "assumed")


THE_UNIT = Default(point(1), "the unit itself")
NOTHING = Default(point(0), "assumed: no text read so far sets one")

LEAVES: Mapping[str, Leaf] = {
    leaf.path: leaf
    for leaf in (
        Leaf("horizon_days", Sort.HORIZON, "expected days before something outside makes the deal moot", question=Question(
            "For how many days would this deal matter to anybody, before something outside overtakes it?",
            "كم يوماً يبقى لهذا الاتفاق معنى قبل أن يتجاوزه أمر من خارجه؟")),
        Leaf("impatience_per_year", Sort.RATE, "discount rate for each year", _assumed(0.5, 1, 2)),
        Leaf("parties.*.war_value", Sort.PAYOFF, "what going back to war is worth to it, present value", question=Question(
            "How many days of this ceasefire would {who} give for going back to war? Below 0: how many would it give to avoid that?",
            "كم يوماً من هذه الهدنة يعطيه {who} مقابل العودة إلى الحرب؟ دون الصفر: كم يعطي لتجنبها؟")),
        Leaf("parties.*.benefit_per_day", Sort.COST, "what a day of the deal is worth to it", THE_UNIT),
        Leaf("parties.*.benefit_if_hollow", Sort.SHARE, "share of the deal's benefit that stays when nobody answers for it",
             _assumed(0.4, 0.6, 0.9), question=Question(
            "What would a day of a truce for which nobody answers be worth to {who}, as a part of a day of this ceasefire?",
            "ماذا يساوي عند {who} يوم من هدنة لا يضمنها أحد، كجزء من يوم من هذه الهدنة؟")),
        Leaf("parties.*.opportunities_per_day", Sort.RATE, "chances to gain by a breach, each day", question=Question(
            "How often, for each day, does {who} get a chance to gain something by a breach? (0.1: once in ten days)",
            "كم مرة في اليوم تتاح لـ{who} فرصة كسب شيء بخرق؟ (0.1: مرة كل عشرة أيام)")),
        Leaf("parties.*.kinds.*.share", Sort.SHARE, "share of its chances that are of this kind", question=Question(
            "Which share of the chances of {who} are of the kind {kind}? Over all kinds the shares make 1.",
            "ما حصة النوع {kind} من فرص {who}؟ مجموع الحصص 1.")),
        Leaf("parties.*.kinds.*.gain", Sort.COST, "median gain of taking such a chance", question=Question(
            "How many days of this ceasefire would {who} give for a usual chance of {kind}?",
            "كم يوماً من هذه الهدنة يعطيه {who} مقابل فرصة عادية من نوع {kind}؟")),
        Leaf("parties.*.kinds.*.gain_tail", Sort.TAIL, "the gain that one chance in ten exceeds, as a multiple of the median", _assumed(2, 3, 5)),
        Leaf("parties.*.kinds.*.harm_to_other", Sort.COST, "harm that it does to the other side", question=Question(
            "How many days of this ceasefire does one {kind} by {who} cost the other side?",
            "كم يوماً من هذه الهدنة يكلّف {kind} واحد من {who} الطرف الآخر؟")),
        Leaf("parties.*.kinds.*.pays_per_day", Sort.COST, "what it pays each day until corrected", Default(point(0), "assumed: it pays once")),
        Leaf("parties.*.kinds.*.until_day", Sort.DAYS, "longest time that it goes on paying", Default(point(30), "assumed")),
        Leaf("parties.*.accidents_per_day", Sort.RATE, "incidents that nobody ordered", _assumed(0.005, 0.015, 0.04)),
        Leaf("parties.*.retaliates", Sort.PROBABILITY, "chance that a commander of its hits back at what he believes a breach", _assumed(0.2, 0.4, 0.7)),
        Leaf("parties.*.walks_out.credible", Sort.PROBABILITY, "chance that it ends the deal over a believed breach where leaving is worth it",
             question=Question("Out of how many believed breaches would one make {who} leave, where leaving pays? (0.01: one in a hundred)",
                               "كم خرقاً يُصدَّق وقوعه يدفع {who} إلى الخروج إذا كان الخروج أجدى؟ (0.01: واحد من مئة)")),
        Leaf("parties.*.walks_out.in_anger", Sort.PROBABILITY, "the same, where leaving is not worth it", _assumed(0, 0.01, 0.03)),
        Leaf("parties.*.walks_out.after_days", Sort.DAYS, "days until it leaves", Default(point(2), "assumed")),
        Leaf("parties.*.mirror.loses", Sort.COST, "what it loses when the other side suspends what is linked", question=Question(
            "How many days of this ceasefire does {who} lose when the other side suspends what is linked to its own steps?",
            "كم يوماً من هذه الهدنة يخسر {who} إذا علّق الطرف الآخر ما يرتبط بخطواته؟")),
        Leaf("parties.*.mirror.costs_the_other", Sort.COST, "what that suspension costs the side that suspends", question=Question(
            "And how many does the side that suspends lose itself by it?", "وكم يخسر الطرف الذي يعلّق هو نفسه؟")),
        Leaf("guarantors.*.lever.max_client_days", Sort.COST, "the most that it can take from its client", by="party", question=Question(
            "How many days of this ceasefire, as its client counts them, can {who} take from it at most?",
            "كم يوماً من هذه الهدنة، بحساب موكله، يستطيع {who} أن يحرمه منها على الأكثر؟")),
        Leaf("guarantors.*.cost_per_client_day", Sort.COST, "what one such day costs the guarantor, in days of its own", by="party", question=Question(
            "What does {who} lose, in days of the deal's worth to itself, by taking one such day from its client?",
            "ماذا يخسر {who}، بأيام من قيمة الاتفاق عنده، إذا حرم موكله يوماً كهذا؟")),
        Leaf("guarantors.*.stake_per_day", Sort.COST, "what a day of the deal is worth to it", THE_UNIT),
        Leaf("guarantors.*.cares_for_client_harm", Sort.COST, "what it minds of each day that its client loses", _assumed(0.05, 0.2, 0.5), by="party"),
        Leaf("guarantors.*.gains_from_client_breach", Sort.COST, "its gain from each breach by its client", _assumed(0, 0, 0.2), by="party"),
        Leaf("guarantors.*.answer_days", Sort.DAYS, "days until it answers a ruling", by="party"),
        Leaf("guarantors.*.sham_noticed", Sort.PROBABILITY, "chance that a punishment only in name is noticed", _assumed(0.3, 0.6, 0.9)),
        Leaf("monitoring.detection", Sort.PROBABILITY, "chance that a breach is seen", _assumed(0.5, 0.75, 0.95), by="kind"),
        Leaf("monitoring.attribution", Sort.PROBABILITY, "chance that a breach seen is ruled against its author", by="party"),
        Leaf("monitoring.carve_out_plea", Sort.PROBABILITY, "chance that the exclusion is pleaded with success", by="party"),
        Leaf("monitoring.wrong_author", Sort.PROBABILITY, "chance that a breach seen is ruled against the other side", _assumed(0, 0.05, 0.15), by="party"),
        Leaf("monitoring.false_rulings_per_day", Sort.RATE, "fabricated complaints upheld", _assumed(0, 0.003, 0.01), by="party"),
        Leaf("monitoring.unfounded_beliefs_per_day", Sort.RATE, "breaches that the other side believes in and that never were", _assumed(0.005, 0.02, 0.05), by="party"),
        Leaf("monitoring.victim_believes", Sort.PROBABILITY, "chance that the victim holds a breach to be one", _assumed(0.6, 0.85, 0.98), by="kind"),
        Leaf("monitoring.war_after_punishment", Sort.PROBABILITY, "chance that a punishment ends the deal all the same", _assumed(0.01, 0.05, 0.15), by="party"),
        Leaf("outside_penalty", Sort.COST, "what an outside body takes from a guarantor that defaults", NOTHING, by="guarantor"),
        Leaf("exchange.rounds", Sort.COUNT, "rounds in which the exchange is carried out"),
        Leaf("exchange.cost.*", Sort.COST, "what giving all of its part costs it"),
        Leaf("exchange.value.*", Sort.COST, "what receiving all of the other part is worth to it"),
        Leaf("exchange.quiet_days", Sort.DAYS, "undisturbed days that one step needs", _assumed(7, 14, 21)),
        Leaf("exchange.freeze_days", Sort.DAYS, "days for which an incident freezes the mirrored step", _assumed(7, 14, 30)),
    )
}  # fmt: skip
"""Every number, by its path in the file."""

# What the terms decide where the file is silent: who rules, whether the carve-out has a map, whether there is a time to answer.
JUDGE_IN_OWN_CAUSE = Default(
    Triangular(0.003, 0.006, 0.018), "0 of 166 rulings on the other side's claims in 2017 upheld one"
)
NEUTRAL_RULING = Default(Triangular(0.09, 0.17, 0.36), "complaints upheld: Nuba 9 of 54; Sri Lanka 13 to 36 of 100")
NOBODY_BLAMES = Default(
    Triangular(0, 0, 0.05), "observers without blame (OSCE in Ukraine): side of the line and direction only"
)
PLEA_WITHOUT_MAP = Default(Triangular(0.3, 0.6, 0.9), "assumed: three of four areas were retaken under the carve-out")
PLEA_WITH_MAP = Default(Triangular(0, 0.05, 0.2), "assumed")
PLEA_WITHOUT_CARVE_OUT = Default(Triangular(0, 0.02, 0.1), "assumed")
ANSWER_WITHOUT_LIMIT = Default(Triangular(7, 20, 45), "no Syrian text set a limit; rules came 30 days late")
GAIN_OF_A_FIGHTING_GUARANTOR = Default(Triangular(0.2, 1, 3), "assumed: it fights beside its client")


def leaf_of(path: str) -> Leaf:
    """Give the leaf that a path with ids in it is an instance of.

    Raises:
        LookupError: there is none.
    """
    parts = path.split(".")
    for leaf in LEAVES.values():
        pattern = leaf.path.split(".")
        if leaf.by is not None and len(parts) == len(pattern) + 1:
            pattern.append("*")
        if len(parts) == len(pattern) and all(p in ("*", part) for p, part in zip(pattern, parts, strict=True)):
            return leaf
    raise LookupError(path)
