"""A draft under all rules: order, ignores with their reasons, safe changes, and files with many mistakes."""

import pytest

from hudna.lint import RULES, choose_rules, fix_text, lint_agreement
from hudna.problems import Refused
from hudna.terms import parse_actors, parse_agreement
from lint.cases import draft_of, syria

FIFTY = "terms:\n" + "".join(
    f'  "{number}": {{require: road_opened, by: [army], in: [bridge]}}\n' for number in range(1, 51)
)


def test_fifty_mistakes_give_fifty_remarks_in_the_order_of_the_text() -> None:
    linted = lint_agreement(draft_of(FIFTY), gazetteer=syria(), rules=choose_rules(select=("T2",)))

    assert [(p.line, p.column, p.rule.id) for p in linted.remarks] == [(line, 3, "T2") for line in range(2, 52)]


def test_fifty_names_that_nobody_knows_are_fifty_problems_in_the_order_of_the_text() -> None:
    with pytest.raises(Refused) as refused:
        draft_of(FIFTY.replace("army", "amry"))

    assert [problem.line for problem in refused.value.problems] == list(range(2, 52))


def test_remarks_of_all_rules_are_sorted_and_each_stands_once() -> None:
    linted = lint_agreement(draft_of(FIFTY), gazetteer=syria())

    places = [(p.line, p.column, [rule.id for rule in RULES].index(p.rule.id)) for p in linted.remarks]
    assert places == sorted(places)
    assert len({(p.rule.id, p.field, p.remark.found) for p in linted.remarks}) == len(linted.remarks)


def test_a_draft_of_nothing_but_its_frame_is_linted_by_every_rule() -> None:
    text = 'hudna: 1\nid: bare\ntitle: Bare\nversion: "1"\nstatus: draft\nclock: Asia/Damascus\n'

    linted = lint_agreement(parse_agreement(text, file="bare.yaml"), gazetteer=None)

    assert {"T1", "T4", "B1", "V1", "V2", "X1", "M1"} <= {p.rule.id for p in linted.remarks}
    assert {(p.line, p.column) for p in linted.remarks} == {(1, 1)}


@pytest.mark.parametrize(
    "gap", ["{undefined: words}", "{unread: words}", "{disputed: [{val: WAS}, {val: {undefined: words}}]}"]
)
def test_a_gap_in_any_field_of_a_duty_is_linted_by_every_rule(gap: str) -> None:
    fields = {
        "require": "evacuation",
        "by": "[army]",
        "for": "[wounded]",
        "to": "[bridge]",
        "after": '["1"]',
        "quantity": "{exactly: 3, unit: persons}",
        "evidence": "[{by: [mission], what: list}]",
        "partial": "{floor: 0.9}",
        "during": "{from: 2027-03-02}",
        "deadline": "2027-03-09",
    }
    for field, was in fields.items():
        written = {**fields, field: gap.replace("WAS", was)}
        duty = ", ".join(f"{key}: {value}" for key, value in written.items())
        text = f'terms:\n  "1": {{require: meeting_held, by: [army], within: P1D}}\n  "2": {{{duty}}}\n'

        assert lint_agreement(draft_of(text), gazetteer=syria()).remarks


# --- ignores ------------------------------------------------------------------------------------------------------------------------


def test_an_ignore_with_a_reason_answers_for_its_line_and_is_listed() -> None:
    text = 'terms:\n  "4": {require: road_opened, by: [army]}  # hudna: ignore T2, D1 because annex 2 has the day\n'

    linted = lint_agreement(draft_of(text), gazetteer=syria(), rules=choose_rules(select=("T2", "D1", "B3")))

    assert [p.rule.id for p in linted.remarks] == ["B3"]
    assert [(p.rule.id, i.reason) for p, i in linted.ignored] == [
        ("T2", "annex 2 has the day"),
        ("D1", "annex 2 has the day"),
    ]


def test_an_ignore_alone_on_a_line_answers_for_the_next_line_that_is_no_comment() -> None:
    text = 'terms:\n  # hudna: ignore T2 because annex 2 has it\n  # and a word on it\n  "4": {require: road_opened, by: [army]}\n'

    linted = lint_agreement(draft_of(text), gazetteer=syria(), rules=choose_rules(select=("T2",)))

    assert linted.remarks == ()
    assert [p.line for p, _ in linted.ignored] == [4]


def test_an_ignore_without_a_reason_answers_for_nothing() -> None:
    text = 'terms:\n  "4": {require: road_opened, by: [army]}  # hudna: ignore T2\n'

    linted = lint_agreement(draft_of(text), gazetteer=syria(), rules=choose_rules(select=("T2", "M6")))

    assert [(p.rule.id, p.line, p.column) for p in linted.remarks] == [("T2", 2, 3), ("M6", 2, 44)]


def test_an_ignore_of_another_rule_or_line_is_idle_and_is_told() -> None:
    text = 'terms:\n  "4": {require: road_opened, by: [army]}  # hudna: ignore R4 because it has no tranche\n'

    linted = lint_agreement(draft_of(text), gazetteer=syria(), rules=choose_rules(select=("T2", "R4")))

    assert [p.rule.id for p in linted.remarks] == ["T2"]
    assert [ignore.rules for ignore in linted.idle] == [("R4",)]


# --- which rules --------------------------------------------------------------------------------------------------------------------


def test_rules_are_chosen_by_id_and_by_group() -> None:
    assert [rule.id for rule in choose_rules(select=("R4", "G"), ignore=("G7",))] == [
        *(f"G{number}" for number in range(1, 7)),
        "R4",
    ]
    assert choose_rules() == RULES
    with pytest.raises(LookupError, match="'Q1'"):
        choose_rules(select=("Q1",))


# --- allies that the register of actors names ------------------------------------------------------------------------------------------

REGISTER = parse_actors(
    """\
actors:
  army_forces: {}
  militia: {allied_with: [{actor: army_forces}]}
  legion: {commanded_by: [{actor: army_forces, until: 2027-02}]}
  irregulars: {possible_members: [militia]}
""",
    file="actors.yaml",
)
BAN = 'terms: {"1": {forbid: [armed_attack], by: [army, town]}}\n'


@pytest.mark.parametrize(
    ("under", "allies"),
    [
        ("[army_forces]", ["militia"]),  # the legion left before the start
        ("[army_forces, militia]", []),
        ("[army_forces, irregulars]", []),  # "allied forces" is a word for them, if a loose one
    ],
)
def test_an_ally_of_the_register_stands_under_a_party(under: str, allies: list[str]) -> None:
    draft = draft_of(f"{BAN}parties: {{army: {{actors: {under}}}, town: {{actors: [town_guard]}}}}\n")

    linted = lint_agreement(draft, gazetteer=syria(), actors=REGISTER, rules=choose_rules(select=("P3",)))

    assert [p.remark.found for p in linted.remarks] == [
        f"allies of army that stand under no party: {ally}" for ally in allies
    ]


def test_a_party_that_no_prohibition_binds_has_no_allies_to_name() -> None:
    draft = draft_of('terms: {"1": {forbid: [armed_attack], by: [town]}}\n')

    assert not lint_agreement(draft, gazetteer=syria(), actors=REGISTER, rules=choose_rules(select=("P3",))).remarks


# --- safe changes -------------------------------------------------------------------------------------------------------------------

DRAFT = """\
# a draft between two
hudna: 1
id: small
title: {en: Small, ar: صغير}   # both languages
version: "1"
status: draft
clock: Asia/Damascus
gazetteer: cod-ab-syr
parties:
  army: {actors: [army_forces]}   # one side
  town:
    actors: [town_guard]          # the other
zones:
  country: {admin: SY}
  town: {circle: {lat: 36.19, lon: 33.46, km: 2}}  # as the scout wrote it
"""


def test_safe_changes_are_written_and_comments_stay() -> None:
    linted = lint_agreement(parse_agreement(DRAFT, file="small.yaml"), gazetteer=syria())

    fixed, count = fix_text(linted)

    again = lint_agreement(parse_agreement(fixed, file="small.yaml"), gazetteer=syria())
    assert count == 6
    assert "town: {circle: {lat: 33.46, lon: 36.19, km: 2}}  # as the scout wrote it" in fixed
    assert "army: {actors: [army_forces], on_split: bound}" in fixed
    for comment in ("# a draft between two", "# one side", "# both languages", "# the other"):
        assert comment in fixed
    assert not [p for p in again.remarks if p.remark.fix]
    assert {p.rule.id for p in linted.remarks} - {p.rule.id for p in again.remarks} == {"P4", "Z3", "Z7"}


def test_a_file_keeps_its_ends_of_lines() -> None:
    text = DRAFT.replace("\n", "\r\n")

    fixed, _ = fix_text(lint_agreement(parse_agreement(text, file="small.yaml"), gazetteer=syria()))

    assert fixed.count("\n") == fixed.count("\r\n") == fixed.count("\r")


def test_a_signed_text_is_offered_no_words_that_it_does_not_have() -> None:
    linted = lint_agreement(
        parse_agreement(DRAFT.replace("status: draft", "status: signed"), file="small.yaml"), gazetteer=syria()
    )

    assert {p.rule.id for p in linted.remarks if p.remark.fix} == {"Z7"}


def test_a_text_without_safe_changes_stays_as_it_is() -> None:
    text = DRAFT.replace("draft", "signed").replace("36.19, lon: 33.46", "33.46, lon: 36.19")
    linted = lint_agreement(parse_agreement(text, file="small.yaml"), gazetteer=syria())

    assert fix_text(linted) == (text, 0)
