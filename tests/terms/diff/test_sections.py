"""Who stands in a deal, who answers, how it is proved and what follows a breach: what changed, and who gains."""

import pytest

from hudna.compliance.standards import LOWER_ENDS
from hudna.terms import Agreement
from hudna.terms.diff import Gain
from hudna.terms.diff.keys import BUILT_IN
from hudna.terms.diff.plain import WORDING
from hudna.terms.diff.sections import PARTS, SINGLE, TOLD_ELSEWHERE, TOP
from terms.diff.versions import FIRE, changed, deal, keys, only

RULES = """\
proof: {breach: reasonable_grounds, thresholds: {reasonable_grounds: 0.6}}
classes: {grave: {kinds: [air_strike], or: {killed: 5}}, other: {}}
escalation:
  - {rung: notice, to: guarantor, within: PT2H, stops_when: [acknowledged]}
  - {rung: answer, to: guarantor, within: PT48H, classes: [grave]}
exclusions:
  banner: {actors: [banner], zones: [centre], by: [army], still_protected: [civilians]}
actors: {banner: {}, banner_two: {}}
ending: {one_breach: never_ends}
complaints: {by: [army], to: [mission], ruled_within: P14D}
"""
DEAL = deal(FIRE, more=RULES)
ALL = ("army", "town", "friend")


def test_every_key_of_an_agreement_is_compared_somewhere() -> None:
    assert set(Agreement.model_fields) == WORDING & {"source", "trust", "note"} | {
        *PARTS,
        *SINGLE,
        *TOLD_ELSEWHERE,
        *TOP,
    }


def test_the_built_in_ends_of_the_standards_are_those_of_compliance() -> None:
    assert {name: LOWER_ENDS[name] for name in BUILT_IN} == BUILT_IN


@pytest.mark.parametrize(
    ("passage", "by", "key", "gain"),
    [
        ("answers_within: PT48H", "answers_within: P7D", ("guarantors", "patron", "answers_within"),
         Gain(freed=("patron",), less_protected=("town",))),
        ("answers_within: PT48H", "answers_within: PT24H", ("guarantors", "patron", "answers_within"),
         Gain(bound=("patron",), more_protected=("town",))),
        ("answers_for: [town]", "answers_for: [town, army]", ("guarantors", "friend", "answers_for"), Gain(bound=("friend",))),
        ("answers_for: [army], ", "answers_for: [army], if_silent: taken_as_accepted, ", ("guarantors", "patron", "if_silent"),
         Gain(bound=("patron",), more_protected=("town",))),
        ("brigade_one, brigade_two", "brigade_one", ("parties", "army", "actors"), Gain(freed=("brigade_two",))),
        ("breach: reasonable_grounds", "breach: clear_and_convincing", ("proof", "", "breach"), Gain(freed=ALL, less_protected=("anyone",))),
        ("{reasonable_grounds: 0.6}", "{reasonable_grounds: 0.4}", ("proof", "", "thresholds"), Gain(bound=ALL, more_protected=("anyone",))),
        ("proof: {", "proof: {k: 5, ", ("proof", "", "k"), Gain(freed=ALL, less_protected=("anyone",))),
        ("within: PT2H", "within: PT6H", ("escalation", "notice", "within"), Gain(freed=("patron", "friend"), less_protected=("anyone",))),
        (", classes: [grave]}", "}", ("escalation", "answer", "classes"), Gain(bound=("patron", "friend"), more_protected=("anyone",))),
        ("actors: [banner], zones", "actors: [banner, banner_two], zones", ("exclusions", "banner", "actors"),
         Gain(freed=("army",), less_protected=("banner", "banner_two"))),
        ("zones: [centre], by", "zones: [centre, suburb], by", ("exclusions", "banner", "zones"), Gain(freed=("army",), less_protected=("banner",))),
        ("[civilians]", "[civilians, hospitals]", ("exclusions", "banner", "still_protected"), Gain(bound=("army",), more_protected=("banner",))),
        ("by: [army], still", "by: [army], proof_on: striker, still", ("exclusions", "banner", "proof_on"),
         Gain(bound=("army",), more_protected=("banner",))),
        ("tasks: [observe]", "tasks: [observe, rule], rules_against: [army]", ("bodies", "mission", "rules_against"), Gain(bound=("army",))),
        ("never_ends", "may_end", ("ending", "", "one_breach"), Gain()),
        ("or: {killed: 5}", "or: {killed: 3}", ("classes", "grave", "or"), Gain()),
        ("ruled_within: P14D", "ruled_within: P7D", ("complaints", "", "ruled_within"), Gain()),
        ("clock: Asia/Damascus", "clock: Asia/Amman", ("agreement", "", "clock"), Gain()),
    ],
)  # fmt: skip
def test_a_rule_that_moves_is_told_with_who_gains(passage: str, by: str, key: tuple[str, str, str], gain: Gain) -> None:
    told = {change.key: change.gain for change in changed(DEAL, DEAL, passage, by).changes}

    assert told[key] == gain


def test_the_time_in_force_is_told_with_its_days() -> None:
    before = deal(FIRE, in_force='in_force: {from: "2016-02-27T00:00", for: P10D}\n')

    told = only(changed(before, before, "P10D", "P20D"))

    assert told.key == ("in_force", "", "times")
    assert told.sizes["days_new"] - told.sizes["days_old"] == 10
    assert told.gain == Gain(bound=ALL, more_protected=("anyone",))


def test_a_length_that_a_renewal_hides_is_told_all_the_same() -> None:
    before = deal(FIRE, in_force='in_force: {from: "2016-02-27T00:00", for: P10D}\n'
                  'history: [{what: renewed, date: 2016-03-01, until: 2016-06-01}]\n')  # fmt: skip

    assert keys(changed(before, before, "P10D", "P20D")) == [("in_force", "", "times")]


def test_the_order_of_classes_and_rungs_counts() -> None:
    swapped = DEAL.replace(
        "{grave: {kinds: [air_strike], or: {killed: 5}}, other: {}}",
        "{other: {}, grave: {kinds: [air_strike], or: {killed: 5}}}",
    )

    assert [change.key for change in changed(DEAL, DEAL, DEAL, swapped).changes] == [("classes", "", "order")]


def test_a_group_that_joins_on_another_day_is_told() -> None:
    joined = DEAL.replace(
        "actors: [town_guard]}", "actors: [town_guard], adherents: [{actor: banner_two, date: 2016-03-01}]}"
    )

    told = changed(joined, joined, "date: 2016-03-01", "date: 2016-03-05")

    assert ("parties", "town", "adherents") in keys(told)
