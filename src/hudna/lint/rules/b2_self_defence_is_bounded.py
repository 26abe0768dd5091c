"""B2: force in self-defence has a time, a proportion and a report; there is no answer in kind."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Provision, kind_tree, names_in, settled

ORDERED = {"order_given", "channel_tried", "notice_given"}
"""The other good model, the measures of 22-07-2020: an order of the top command, after the channel was tried, and notified."""
ATTACKS = kind_tree().below("armed_attack")
EXPECTED = "`needs: [{act: armed_attack, by: [target], since: PT15M}, {act: report_given, to: […], within: PT6H}]` and `judged: [proportion]`"


def self_defence_without_bounds(draft: Draft) -> Iterator[Remark]:
    """Remark where attacks are forbidden and no allowance bounds self-defence, by time, report and proportion, or by order, channel and notice."""
    bans = [ban for ban in draft.prohibitions if ATTACKS & kind_tree().below(*names_in(ban.clause.forbid))]
    rules = [allowance for allowance in draft.allowances if _answers_an_attack(allowance)]
    if bans and not rules:
        yield Remark(bans[0].where, "no rule of self-defence", EXPECTED, is_of_absence=True)
    for rule in rules:
        needs = settled(rule.clause.needs) or []
        if {settled(need.act) for need in needs} >= ORDERED:
            continue
        attacks = [need for need in needs if settled(need.act) in ATTACKS]
        reports = [need for need in needs if settled(need.act) == "report_given"]
        asked = {
            "attack by whoever is struck": any("target" in names_in(need.by) for need in attacks),
            "time of the attack": any(need.since for need in attacks),
            "report within hours": any(need.within for need in reports),
            "proportion": "proportion" in names_in(rule.clause.judged),
        }
        missing = [words for words, is_given in asked.items() if not is_given]
        if missing:
            yield Remark(rule.where, f"self-defence without {listed(missing)}", EXPECTED, is_of_absence=True)


def _answers_an_attack(allowance: Provision) -> bool:
    if not ATTACKS & kind_tree().below(*names_in(allowance.clause.allow)):
        return False
    return any(settled(need.act) in ATTACKS for need in settled(allowance.clause.needs) or ())


RULE = Rule(
    id="B2",
    severity=Severity.ERROR,
    title={"en": "Self-defence without bounds", "ar": "دفاع عن النفس بلا حدود"},
    explanation={
        "en": 'Without a time, a proportion and a report, "in answer to" turns every breach into two.',
        "ar": "إذا لم يُحدد للرد وقت وتناسب وتبليغ جعلت عبارة «رداً على» كل خرق خرقين.",
    },
    evidence="Four Towns, 26 September 2015: Taftanaz was bombed, Fuaa and Kefraya shelled the same night. Cessation of hostilities, 18 April 2016.",
    source="https://www.syriahr.com/en/33272/",
    check=self_defence_without_bounds,
)
