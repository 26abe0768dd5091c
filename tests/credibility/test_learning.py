"""What the record teaches: counts by hand, the Gamma-Poisson rule, a truth that was planted, and nothing that was not known yet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from credibility.deals import NUMBERS, deal
from hudna.compliance.tables import Allegations, Answers
from hudna.credibility.assumptions import Assumptions, parse_assumptions
from hudna.credibility.calibration import score_count, score_record
from hudna.credibility.draws import draw_values, lay_out_inputs, likely_values
from hudna.credibility.impossible import refuse_impossible
from hudna.credibility.learning import Record, Seen, learn, read_record
from hudna.incidents.tables import Incidents
from hudna.problems import Refused

START = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)  # 06:00 in Damascus


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def record(alleged: list[tuple[str, str, float]], answers: list[dict[str, Any]] = []) -> Record:  # noqa: B006
    """Lay out incidents (id, accused, day) that were put to the guarantor an hour later, and answers."""
    rows = [
        {"incident_id": id_, "accused": accused, "notice_at": day(at) + timedelta(hours=1), "groups_naming": 0}
        for id_, accused, at in alleged
    ]
    happened = {id_: day(at) for id_, _, at in alleged}
    return Record(
        pl.DataFrame(
            rows,
            schema={
                name: Allegations.create_empty().schema[name]
                for name in ("incident_id", "accused", "notice_at", "groups_naming")
            },
        ),
        pl.DataFrame(
            [{"row": n, "accused": None, "ruling": None, **a} for n, a in enumerate(answers, 2)],
            schema=Answers.create_empty().schema,
        ),
        pl.DataFrame(
            {
                "incident_id": list(happened),
                "occurred_from": list(happened.values()),
                "known_at": list(happened.values()),
            },
            schema={
                name: Incidents.create_empty().schema[name] for name in ("incident_id", "occurred_from", "known_at")
            },
        ),
    )


def assumptions() -> Assumptions:
    return parse_assumptions(NUMBERS, deal(), file="numbers.yaml")


def seen_in(found: Record, *, at: float) -> dict[str, Seen]:
    return {one.path: one for one in learn(assumptions(), found, deal(), as_of=day(at))[1]}


def answer(incident: str, by: str, what: str, at: float, **more: Any) -> dict[str, Any]:
    return {"incident_id": incident, "by": by, "answer": what, "known_at": day(at), "note": "", **more}


ALLEGED = [("a", "east", 1), ("b", "west", 1.5), ("c", "east", 10), ("d", "east", 20), ("late", "east", 50)]
ANSWERS = [
    answer("a", "north", "acknowledged", 2),
    answer("a", "north", "remedied", 5),
    answer("c", "panel", "ruling", 12, ruling="breach"),
    answer("c", "panel", "ruling", 30, ruling="no_breach"),
    answer("d", "north", "refused", 24, accused="west"),  # about somebody else
    answer("c", "north", "accepted", 41),
]


def test_the_record_is_counted_as_by_hand() -> None:
    seen = seen_in(record(ALLEGED, ANSWERS), at=40)

    assert (seen["parties.east.accidents_per_day"].events, seen["parties.east.accidents_per_day"].exposure) == (1, 40)
    assert seen["parties.west.accidents_per_day"].events == 0
    assert seen["monitoring.false_rulings_per_day.east"].events == 1
    assert seen["monitoring.false_rulings_per_day.west"].events == 0
    delay = seen["guarantors.north.answer_days"]
    hour = 1 / 24
    assert (delay.events, delay.exposure) == (1, pytest.approx((4 - hour) + (30 - hour) + (20 - hour)))
    back = seen["parties.west.retaliates"]
    assert (back.events, back.exposure) == (pytest.approx(1 - 3 * (1 - np.exp(-1 / 40))), 3)


def test_nothing_counts_before_it_was_known() -> None:
    found = record(ALLEGED, ANSWERS)

    early = seen_in(found, at=3)
    late = seen_in(found, at=42)

    assert early["parties.east.accidents_per_day"].events == 0
    assert early["guarantors.north.answer_days"].events == 0
    assert early["monitoring.false_rulings_per_day.east"].events == 0
    assert late["guarantors.north.answer_days"].events == 2


def test_a_rate_is_the_gamma_poisson_posterior_with_a_prior_worth_thirty_days() -> None:
    prior = assumptions().value("parties.east.accidents_per_day").range.mean

    updated, _ = learn(assumptions(), record(ALLEGED, ANSWERS), deal(), as_of=day(40))

    after = updated.value("parties.east.accidents_per_day")
    twin = stats.gamma(a=prior * 30 + 1, scale=1 / 70)
    assert after.basis == "record"
    assert after.range.quantile([0.1, 0.5, 0.9]) == pytest.approx(twin.ppf([0.1, 0.5, 0.9]))


def test_after_as_many_days_as_the_prior_is_worth_the_mean_is_halfway() -> None:
    silent = seen_in(record([], [answer("x", "north", "acknowledged", 1)]), at=30)["parties.east.accidents_per_day"]

    assert silent.after.range.mean == pytest.approx(silent.before.range.mean / 2, rel=0.05)  # quantiles joined by lines


def test_a_planted_pace_is_recovered_from_a_long_record() -> None:
    random = np.random.default_rng(4)
    alleged, answers = [], []
    days = 80.0
    for number in range(400):
        at = float(random.uniform(0, days))
        alleged.append((f"i{number}", "east", at))
        answered = at + float(random.exponential(9.0))
        if answered < days:
            answers.append(answer(f"i{number}", "north", "accepted", answered + 1 / 24))

    delay = seen_in(record(alleged, answers), at=days)["guarantors.north.answer_days"]

    low, middle, high = delay.after.range.quantile([0.01, 0.5, 0.99])
    assert low < 9 < high
    assert float(middle) == pytest.approx(9, rel=0.15)


@pytest.mark.parametrize("share", [0.2, 0.35])
def test_a_planted_share_of_incidents_that_nobody_reported_is_recovered(share: float) -> None:
    voices = np.random.default_rng(3).binomial(4, share, size=4_000)
    alleged = [(f"I-{number}", "east", 300 * number / len(voices)) for number in range(int((voices > 0).sum()))]
    found = record(alleged)
    found = replace(
        found,
        allegations=found.allegations.with_columns(pl.Series("groups_naming", voices[voices > 0]).cast(pl.UInt32)),
    )
    plain = parse_assumptions(
        NUMBERS.replace("{armed_attack: [0.6, 0.8, 0.9]}", "[0.3, 0.5, 0.9]"), deal(), file="numbers.yaml"
    )

    learnt = {one.path: one for one in learn(plain, found, deal(), as_of=day(400))[1]}
    by_kind = {one.path for one in learn(assumptions(), found, deal(), as_of=day(400))[1]}

    truth = 1 - (1 - share) ** 4
    assert learnt["monitoring.detection"].after.range.mean == pytest.approx(truth, abs=0.03)
    assert learnt["monitoring.detection"].after.basis == "record"
    assert "monitoring.detection.armed_attack" not in by_kind
    early = {one.path: one for one in learn(plain, found, deal(), as_of=day(100))[1]}
    assert early["monitoring.detection"].events < learnt["monitoring.detection"].events


def test_files_still_open_lengthen_the_delay() -> None:
    answered = record([("a", "east", 1)], [answer("a", "north", "accepted", 6)])
    with_open = record([("a", "east", 1), ("b", "east", 1)], [answer("a", "north", "accepted", 6)])

    alone, beside = (
        seen_in(r, at=40)["guarantors.north.answer_days"].after.range.likely for r in (answered, with_open)
    )

    assert beside > alone


def test_what_was_learnt_is_drawn_and_laid_out_like_the_rest() -> None:
    updated, _ = learn(assumptions(), record(ALLEGED, ANSWERS), deal(), as_of=day(40))

    inputs = lay_out_inputs(updated, draw_values(updated, draws=100, seed=1))

    refuse_impossible(inputs, file="numbers.yaml")
    assert "monitoring.false_rulings_per_day" not in updated.values
    means = [updated.value("monitoring.false_rulings_per_day", party).range.mean for party in ("east", "west")]
    assert inputs.false_rulings_per_day.mean(axis=0) == pytest.approx(means, rel=0.1)
    assert updated.bases["record"] == 8


def test_a_record_without_an_answers_file_is_not_taken_for_silence() -> None:
    seen = seen_in(record(ALLEGED), at=40)

    assert set(seen) == {"parties.east.retaliates", "parties.west.retaliates"}


def test_one_occasion_on_which_nobody_hit_back_moves_the_chance_a_little() -> None:
    back = seen_in(record([("a", "east", 1)]), at=40)["parties.west.retaliates"]

    worth = 30 * (assumptions().value("parties.east.opportunities_per_day").range.mean + 0.02)
    assert back.before.range.mean > back.after.range.mean > 0.6 * back.before.range.mean
    assert back.after.range.mean == pytest.approx(back.before.range.mean * worth / (worth + 1), rel=0.05)


def test_a_deal_that_has_not_begun_teaches_nothing() -> None:
    with pytest.raises(Refused, match="a start before"):
        learn(assumptions(), record([]), deal(), as_of=day(-1))


def test_a_folder_that_check_did_not_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_record(tmp_path)

    assert [problem.found for problem in caught.value.problems] == ["no such table"] * 3


def test_tables_are_read_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    for name, schema in (("allegations", Allegations), ("answers", Answers), ("incidents", Incidents)):
        schema.create_empty().write_parquet(tmp_path / "tables" / f"{name}.parquet")

    found = read_record(tmp_path)

    assert seen_in(found, at=10) == {}  # nothing happened, and nobody was asked to answer


def test_a_count_is_scored_against_the_mixture_of_poissons() -> None:
    expected = np.array([2.0, 10.0])

    scored = score_count("rulings", expected, 4)

    by_hand = [np.mean([stats.poisson.cdf(n, rate) for rate in expected]) for n in range(40)]
    assert scored.place == pytest.approx((by_hand[4] + by_hand[3]) / 2)
    assert (scored.low, scored.high) == (
        next(n for n in range(40) if by_hand[n] >= 0.05),
        next(n for n in range(40) if by_hand[n] >= 0.95),
    )
    assert scored.is_inside
    assert not score_count("rulings", expected, 30).is_inside


def test_counts_drawn_from_the_prediction_lie_inside_it_nine_times_in_ten() -> None:
    random = np.random.default_rng(2)
    expected = random.gamma(4, 3, size=300)

    inside = [score_count("n", expected, int(random.poisson(random.choice(expected)))).is_inside for _ in range(600)]

    assert 0.87 < np.mean(inside) < 0.97  # whole numbers: never less than 0.9 but for luck


def test_the_room_is_scored_on_rulings_and_answers() -> None:
    before = assumptions()
    found = record(ALLEGED, ANSWERS)

    scored = score_record(
        before,
        found,
        likely_values(before),
        rulings_per_day={"east": np.array([0.05]), "west": np.array([0.0])},
        days=40,
        as_of=day(40),
    )

    told = {one.what: one for one in scored}
    assert (told["rulings against east"].mean, told["rulings against east"].observed) == (pytest.approx(2.0), 1)
    ages = np.array([39, 30, 20]) - 1 / 24
    assert told["answers by north"].mean == pytest.approx(float(np.sum(1 - np.exp(-ages / 2))))
    assert told["answers by north"].observed == 1
