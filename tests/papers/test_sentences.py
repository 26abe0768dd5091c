"""The sentences of the board, in both languages: each is right if it is read aloud alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from hudna.papers import Words
from hudna.papers.lede import Standing, say_standing
from hudna.papers.sentences import (
    Held,
    percent,
    say_deadline,
    say_probability,
    say_range,
    say_why_not_higher,
    steps_crossed,
)
from papers.sample import AS_OF

EN, AR = Words("en", "Asia/Damascus"), Words("ar", "Asia/Damascus")
SHARE = st.floats(0, 1)


def told(sentence: Markup) -> str:
    return sentence.striptags()


@pytest.mark.parametrize(
    ("lower", "middle", "upper", "english", "arabic"),
    [
        (0.0, 0.02, 0.04, "almost certainly not (0–4 %)", "يكاد يكون منفيًّا (0–4 %)"),
        (0.56, 0.70, 0.79, "likely (56–79 %)", "مرجّح (56–79 %)"),
        (0.60, 0.85, 0.90, "very likely (60–90 %)", "مرجّح جدًّا (60–90 %)"),
        (0.46, 0.50, 0.54, "about even (46–54 %)", "متكافئ تقريبًا (46–54 %)"),
        (0.96, 0.97, 1.0, "almost certain (96–100 %)", "شبه مؤكد (96–100 %)"),
        (0.35, 0.94, 0.98, "points to it, not settled (35–98 %)", "تشير التقارير إليه، ولم يُحسم (35–98 %)"),
        (0.02, 0.06, 0.65, "not settled (2–65 %)", "لم يُحسم (2–65 %)"),
    ],
)
def test_a_word_comes_from_the_middle_and_none_where_the_interval_crosses_more_than_two(
    lower: float, middle: float, upper: float, english: str, arabic: str
) -> None:
    assert told(say_probability(EN, lower, middle, upper)) == english
    assert told(say_probability(AR, lower, middle, upper)) == arabic


@given(st.lists(SHARE, min_size=3, max_size=3).map(sorted))
def test_every_interval_gets_a_word_or_is_said_not_to_be_settled(ends: list[float]) -> None:
    first, last = steps_crossed(ends[0], ends[2])

    sentence = told(say_probability(EN, *ends))

    assert ("not settled" in sentence) == (last - first > 1)


@given(SHARE)
def test_a_share_is_never_rounded_up_onto_a_standard_it_does_not_reach(share: float) -> None:
    for end in (25, 50, 75, 95):
        if int(percent(share)) == end:
            assert share >= end / 100 - 1e-9


def test_a_share_under_one_percent_is_not_shown_as_zero() -> None:
    assert told(say_range(EN, 0.0, 0.004)) == "under 1 %"
    assert told(say_range(EN, 0.0, 0.0)) == "0 %"


def test_what_adverse_sources_tell_says_why_it_stays_at_suspicion_and_what_would_lift_it() -> None:
    held = Held(0.34, 0.92, 0.98, "reasonable_suspicion", groups_naming=2, groups_not_adverse=0, is_admitted=False)

    said = [told(sentence) for sentence in say_why_not_higher(EN, held, {})]

    assert said == [
        "For reasonable grounds it lacks: a lower end of 50 % (it is 34 %).",
        "Told by adverse sources only: it stays at suspicion, however many repeat it.",
        "What would lift it: one report from a source that leans to no side, or the word of the accused’s own side.",
    ]
    assert "لا ترويه إلا مصادر مناوئة: يبقى عند الاشتباه مهما كثر من يكرره." in [
        told(one) for one in say_why_not_higher(AR, held, {})
    ]


def test_an_own_word_is_said_to_be_against_interest_and_two_groups_are_not_asked_for() -> None:
    held = Held(0.48, 0.9, 0.97, "reasonable_suspicion", groups_naming=1, groups_not_adverse=1, is_admitted=True)

    said = " ".join(told(sentence) for sentence in say_why_not_higher(EN, held, {}))

    assert "two independent groups" not in said
    assert "against the interest of the one who makes it" in said


def test_a_threshold_of_the_agreement_is_the_one_that_is_told() -> None:
    held = Held(0.55, 0.9, 0.97, "reasonable_suspicion", groups_naming=3, groups_not_adverse=1, is_admitted=False)

    said = told(say_why_not_higher(EN, held, {"reasonable_grounds": 0.6})[0])

    assert said == "For reasonable grounds it lacks: a lower end of 60 % (it is 55 %)."


def test_a_ruling_needs_no_explanation_of_a_number() -> None:
    assert say_why_not_higher(EN, Held(0.3, 0.5, 0.9, "reasonable_suspicion", 1, 0, False, ruling="breach"), {}) == []


def standing(**changes: object) -> Standing:
    plain: dict[str, object] = {
        "acts_by_accused": {},
        "accused_names": {"a": Markup("the government side"), "b": Markup("the opposition side")},
        "breaches": 0,
        "breach_titles": [],
        "reported_only": 0,
        "duties_late": 0,
        "duties_met_late": [],
        "overdue": None,
        "deadline": None,
    }
    counted = sum(changes.get("acts_by_accused", {}).values())  # type: ignore[attr-defined]
    return Standing(**({"acts": counted} | plain | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({}, "Nothing is alleged."),
        ({"reported_only": 2}, "Two acts are reported; none reaches reasonable suspicion."),
        (
            {"acts_by_accused": {"a": 1}},
            "One act is alleged, against the government side. It does not count as a breach.",
        ),
        (
            {"acts_by_accused": {"a": 1, "b": 1}, "breaches": 1, "breach_titles": [Markup("Shelling, Fuaa")]},
            "Two acts are alleged, one on each side. Only one counts as a breach: shelling, Fuaa.",
        ),
        (
            {"acts_by_accused": {"a": 11, "b": 3}, "breaches": 2, "breach_titles": [Markup("x"), Markup("y")]},
            "14 acts are alleged: 11 against the government side and 3 against the opposition side. Only two count as breaches.",
        ),
        ({"duties_met_late": [94]}, "Nothing is alleged. One duty was met 94 days late."),
        ({"duties_late": 2}, "Nothing is alleged. Two duties are past their day."),
    ],
)
def test_the_sentence_on_top_tells_what_is_alleged_what_counts_and_what_is_late(
    changes: dict[str, object], english: str
) -> None:
    assert told(say_standing(EN, standing(**changes))) == english


def test_the_sentence_on_top_speaks_arabic_with_its_own_plurals() -> None:
    both = standing(acts_by_accused={"a": 1, "b": 1}, breaches=1, breach_titles=[Markup("قصف، الفوعة")], duties_late=1)

    assert (
        told(say_standing(AR, both))
        == "فعلان مدّعى بهما، واحد على كل جانب. لا يُحسب خرقًا إلا واحد: قصف، الفوعة. التزام واحد تجاوز يومه."
    )


def test_the_sentence_on_top_has_at_most_two_bold_parts() -> None:
    full = standing(
        acts_by_accused={"a": 1, "b": 1}, overdue=Markup("Iran was to answer."), deadline=Markup("Turkey must answer.")
    )

    assert say_standing(EN, full).count("<b>") == 2


@pytest.mark.parametrize(
    ("state", "hours", "has_answers_file", "english"),
    [
        ("running", 1.5, True, "Iran must answer within 1 h 30."),
        ("overdue", -33, True, "Iran was to answer by Mon 28 Sep, 03:00 and has not replied."),
        ("overdue", -33, False, "Iran was to answer by Mon 28 Sep, 03:00; no answers file was given."),
    ],
)
def test_a_deadline_says_who_and_when_and_late_only_where_an_answer_could_be_known(
    state: str, hours: float, has_answers_file: bool, english: str
) -> None:
    sentence = say_deadline(
        EN,
        who=Markup("Iran"),
        act=Markup("answer"),
        state=state,
        due_at=AS_OF + timedelta(hours=hours),
        as_of=AS_OF,
        has_answers_file=has_answers_file,
    )

    assert told(sentence) == english


def test_a_rung_without_a_limit_is_never_late() -> None:
    sentence = say_deadline(
        EN, who=Markup("Iran"), act=Markup("answer"), state="no_limit", due_at=None, as_of=AS_OF, has_answers_file=True
    )

    assert told(sentence) == "Iran: answer; no time is set."
