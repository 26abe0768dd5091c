"""The scorecard: what is counted once, and for whom."""

from datetime import timedelta
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.duty_scenes import (
    LATER,
    Done,
    Row,
    allegation,
    allegations,
    answers,
    at,
    deal,
    duty,
    end_of,
    evaluate,
    falls_due,
    rows_as,
)
from hudna.compliance import no_answers, run_clocks, score
from hudna.compliance.tables import DutyStates
from hudna.findings.tables import SideDraws
from hudna.incidents.tables import Coverings
from hudna.terms.compiled import BoundedDue, BreachClass, CompiledAgreement, Due, Rung

NOTICE = at("2016-03-24T20:00")
ANSWER = Rung("answer", ("guarantor",), "PT48H", None, ("accepted", "remedied", "denied_with_evidence"), ())
CLASSES = (BreachClass("grave", frozenset({"chemical_attack"}), None), BreachClass("other", None, None))


def card(
    held: Any = (),
    told: Any = (),
    compiled: CompiledAgreement | None = None,
    states: Any = None,
    has_answers_file: bool = True,
    covers: dict[tuple[str, str], float] | None = None,
    draws: Any = None,
) -> pl.DataFrame:
    compiled = compiled or deal(ladder=(ANSWER,), classes=CLASSES)
    alleged, heard = allegations(*held), answers(*told) if told else no_answers()
    ticking = run_clocks(compiled, alleged, heard, as_of=LATER)
    return score(
        compiled,
        alleged,
        DutyStates.create_empty() if states is None else states,
        ticking,
        heard,
        has_answers_file=has_answers_file,
        as_of=LATER,
        draws=draws,
        coverings=rows_as(
            Coverings,
            [{"episode_id": pair[0], "incident_id": pair[1], "p_covers": p} for pair, p in (covers or {}).items()],
        ),
    )


def value(table: pl.DataFrame, role: str, measure: str, standard: str = "", breach_class: str = "all") -> Any:
    [row] = table.filter(
        pl.col("role") == role,
        pl.col("measure") == measure,
        pl.col("standard") == standard,
        pl.col("breach_class") == breach_class,
    ).to_dicts()
    return (
        row["value"]
        if row["lower"] is None
        else (pytest.approx(row["value"]), pytest.approx(row["lower"]), pytest.approx(row["upper"]))
    )


def claim(*args: Any, **fields: Any) -> Row:
    return allegation(*args, **({"notice_at": NOTICE} | fields))


def test_one_incident_is_one_breach_of_one_accused_however_many_norms_name_it() -> None:
    held = [
        claim(norm="n1", p=(0.9, 0.8, 1)),
        claim(norm="n2", p=(0.6, 0.3, 1), standard="clear_and_convincing"),
        claim("i2", p=(0.5, 0.3, 1), standard="reported"),
    ]

    table = card(held)

    assert value(table, "republic", "breaches", "expected") == (1.4, 0, 2)
    assert value(table, "republic", "breaches", "clear_and_convincing") == 1
    assert value(table, "republic", "breaches", "reasonable_grounds") == 1
    assert value(table, "republic", "breaches", "beyond_reasonable_doubt") == 0
    assert value(table, "council", "breaches", "expected") == (0, 0, 0)


def test_breaches_are_counted_by_class() -> None:
    held = [claim(breach_class="grave"), claim("i2", breach_class="other"), claim("i3", breach_class=None)]

    table = card(held)

    assert [value(table, "republic", "breaches", "reasonable_grounds", name) for name in ("all", "grave", "other")] == [
        3,
        1,
        1,
    ]


def test_two_parties_can_each_have_one() -> None:
    table = card([claim(), claim(accused="council")])

    assert [
        value(table, role, "breaches", "reasonable_grounds") for role in ("republic", "council", "eastland", "westland")
    ] == [1, 1, 1, 1]


def test_a_guarantor_counts_one_where_it_answers_for_whichever_client_it_was() -> None:
    alone = [claim(p=(0.5, 0.3, 1), standard="reasonable_suspicion"), claim(accused="republic+river", p=(0.9, 0.8, 1))]

    table = card(alone)

    assert value(table, "eastland", "breaches", "reasonable_grounds") == 1
    assert value(table, "eastland", "breaches", "expected") == (0.9, 0, 1)
    assert value(table, "republic", "breaches", "reasonable_grounds") == 0


def test_a_guarantors_own_forces_stand_on_its_own_card() -> None:
    table = card([claim(), claim(accused="eastland", guarantors=[])])

    assert value(table, "eastland", "breaches", "reasonable_grounds") == 2
    assert value(table, "eastland", "own_breaches", "reasonable_grounds") == 1


def test_what_is_cleared_is_not_counted() -> None:
    table = card([claim(p=(0, 0, 0), standard="none", ruling="no_breach")])

    assert value(table, "republic", "breaches", "expected") == (0, 0, 0)


def test_duties_met_late_and_breached_are_three_things_with_their_range_over_readings() -> None:
    due = BoundedDue(Due(end_of("2016-05-01")), Due(end_of("2016-03-10")), Due(end_of("2016-03-10")))
    compiled = deal(
        duty("1", due=due),
        duty("2", by=("republic",), due=falls_due(end_of("2016-03-10"))),
        duty("3", by=("republic", "council")),
    )

    table = card(compiled=compiled, states=evaluate(compiled, Done("late", "2016-04-01")))

    standard = "reasonable_grounds"
    assert [value(table, "council", f"duties_{what}", standard) for what in ("met", "late", "breached")] == [
        (0, 0, 1),
        (1, 0, 1),
        (0, 0, 0),
    ]
    assert value(table, "republic", "duties_breached", standard) == (1, 1, 1)
    assert value(table, "westland", "duties_late", standard) == (1, 0, 1)  # it answers for the council
    assert value(table, "republic+council", "duties_met", standard) == (1, 1, 1)


def test_answers_on_time_late_and_none() -> None:
    held = [claim("i1"), claim("i2"), claim("i3"), claim("i4", accused="council")]
    told = [
        {"incident_id": "i1", "known_at": NOTICE + timedelta(hours=10), "by": "eastland", "answer": "accepted"},
        {
            "incident_id": "i2",
            "known_at": NOTICE + timedelta(hours=50),
            "by": "eastland",
            "answer": "denied_with_evidence",
        },
    ]

    table = card(held, told)

    assert [value(table, "eastland", f"answers_{what}") for what in ("on_time", "late", "none")] == [1, 1, 1]
    assert [value(table, "westland", f"answers_{what}") for what in ("on_time", "late", "none")] == [0, 0, 1]
    assert value(table, "eastland", "median_hours_to_answer") == 30
    assert value(table, "westland", "median_hours_to_answer") is None


def test_the_share_of_claims_it_accepted_comes_with_its_interval() -> None:
    held = [claim(f"i{n}") for n in range(1, 5)]
    told = [
        {"incident_id": "i1", "known_at": NOTICE + timedelta(hours=10), "by": "eastland", "answer": "accepted"},
        {"incident_id": "i2", "known_at": NOTICE + timedelta(hours=10), "by": "eastland", "answer": "refused"},
        {
            "incident_id": "i3",
            "known_at": NOTICE + timedelta(hours=10),
            "by": "westland",
            "answer": "accepted",
        },  # not its own client
    ]

    share, lower, upper = value(card(held, told), "eastland", "accepted_share")

    assert share.expected == 0.25
    assert 0.05 < lower.expected < 0.1
    assert 0.55 < upper.expected < 0.65


def test_without_an_answers_file_nothing_is_said_of_answers() -> None:
    answered = ("answers_on_time", "answers_late", "answers_none", "accepted_share", "median_hours_to_answer")

    told, untold = card([claim()]), card([claim()], has_answers_file=False)

    assert value(told, "eastland", "answers_none") == 1
    rows = untold.filter(pl.col("measure").is_in(answered), pl.col("role") == "eastland")
    assert set(rows["measure"]) == set(answered)
    assert rows.select("value", "lower", "upper").null_count().row(0) == (5, 5, 5)
    assert value(untold, "republic", "breaches", "reasonable_grounds") == 1


def test_a_claim_that_a_ruling_cleared_is_not_one_that_a_guarantor_failed_to_accept() -> None:
    cleared = claim("i2", p=(0, 0, 0), standard="none", ruling="no_breach")
    told = [{"known_at": NOTICE + timedelta(hours=10), "by": "eastland", "answer": "accepted"}]

    share, _, _ = value(card([claim(), cleared], told), "eastland", "accepted_share")

    assert share.expected == 1.0


def test_with_nothing_to_count_a_share_is_empty_and_bodies_have_no_card() -> None:
    table = card()

    assert value(table, "eastland", "accepted_share") is None
    assert table["role"].unique(maintain_order=True).to_list() == ["republic", "council", "eastland", "westland"]


def test_the_card_is_the_same_whatever_the_order_of_the_rows() -> None:
    held = [claim("i1"), claim("i2", p=(0.4, 0.1, 0.9)), claim("i1", norm="n2", p=(0.3, 0.2, 0.5))]

    assert card(held).equals(card(held[::-1]))


CHANCE = st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])


@settings(max_examples=40, deadline=None)
@given(whole=CHANCE, days=st.lists(st.tuples(CHANCE, CHANCE), max_size=4))
def test_a_summary_and_its_days_are_expected_as_often_as_counting_every_course_of_events_gives(
    whole: float, days: list[tuple[float, float]]
) -> None:
    names = [f"d{n}" for n in range(len(days))]
    held = [allegation(name, p=(p, p, p)) for name, (p, _) in zip(names, days, strict=True)]
    covers = {("week", name): p_covers for name, (_, p_covers) in zip(names, days, strict=True)}

    table = card([allegation("week", p=(whole, whole, whole)), *held], covers=covers)

    expected = 0.0  # the week is a breach of its own only where it means none of the days that are breaches
    for is_week, *courses in product((False, True), *([(False, True)] * (2 * len(days)))):
        breaches, means = courses[: len(days)], courses[len(days) :]
        p = whole if is_week else 1.0 - whole
        for (p_day, p_covers), is_breach, is_meant in zip(days, breaches, means, strict=True):
            p *= (p_day if is_breach else 1.0 - p_day) * (p_covers if is_meant else 1.0 - p_covers)
        is_own = is_week and not any(b and m for b, m in zip(breaches, means, strict=True))
        expected += p * (sum(breaches) + is_own)
    is_asked = (pl.col("role") == "republic") & (pl.col("standard") == "expected") & (pl.col("breach_class") == "all")
    assert table.filter(is_asked)["value"].item() == pytest.approx(expected, abs=1e-9)


def test_at_a_standard_a_summary_counts_unless_a_day_it_likelier_covers_than_not_reaches_it() -> None:
    week = allegation("week", standard="reasonable_grounds")
    proved, weaker = (
        allegation("day", standard=standard) for standard in ("reasonable_grounds", "reasonable_suspicion")
    )

    def counted(day: Row, p_covers: float, accused: str = "republic") -> Any:
        table = card([week, {**day, "accused": accused}], covers={("week", "day"): p_covers})
        return value(table, "republic", "breaches", "reasonable_grounds")

    assert counted(proved, 0.9) == 1
    assert counted(proved, 0.4) == 2
    assert counted(weaker, 0.9) == 1
    assert counted(proved, 0.9, accused="council") == 1  # the other side's day is no part of this side's week


@pytest.mark.parametrize(
    ("week", "day", "expected"),
    [
        ("republic", "republic", 1.0),
        ("republic+council", "republic", 1.0),
        ("republic", "republic+council", 1.0),
        ("republic+council", "republic+council", 1.0),
        ("republic", "eastland", 2.0),  # the guarantor's own act is no part of its client's week
    ],
)
def test_on_a_guarantors_card_a_week_covers_its_day_whoever_of_the_accused_it_was(
    week: str, day: str, expected: float
) -> None:
    held = [
        allegation(name, p=(1.0, 1.0, 1.0), accused=accused, guarantors=["eastland"])
        for name, accused in (("week", week), ("day", day))
    ]

    table = card(held, covers={("week", "day"): 1.0})

    is_asked = (pl.col("role") == "eastland") & (pl.col("measure") == "breaches") & (pl.col("standard") == "expected")
    assert table.filter(is_asked & (pl.col("breach_class") == "all"))["value"].item() == pytest.approx(expected)


def test_the_ends_beside_a_summary_follow_each_draw_of_the_rates() -> None:
    held = [allegation(name, p=(0.98, 0.98, 0.98)) for name in ("week", "day")]
    drawn = rows_as(
        SideDraws,
        [
            {"incident_id": incident, "draw": draw, "side": "east", "p_side": p}
            for incident in ("week", "day")
            for draw, p in ((0, 0.5), (1, 0.0), (2, 0.5))
        ],
    )

    covers = {("week", "day"): 1.0}

    def ends(table: pl.DataFrame) -> tuple[float, float]:
        is_asked = (pl.col("role") == "republic") & (pl.col("standard") == "expected")
        return table.filter(is_asked & (pl.col("breach_class") == "all")).select("lower", "upper").row(0)

    assert ends(card(held)) == (2.0, 2.0)
    assert ends(card(held, covers=covers)) == (1.0, 1.0)
    assert ends(card(held, draws=drawn)) == (0.0, 2.0)
    assert ends(card(held, covers=covers, draws=drawn)) == (0.0, 1.0)
