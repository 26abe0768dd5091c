"""What the board says is put before a guarantor, what counts, and who answered: always as the engine has it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import polars as pl
import pytest

from hudna.compliance import apply_rulings
from hudna.compliance.tables import Allegations, Answers, DutyStates
from hudna.papers import Evaluation, Words, plain, say_state, write_board
from hudna.papers.sentences import percent
from hudna.reports.tables import Quarantine
from hudna.terms.compiled import Rung
from papers import sample
from papers.reading import read_aloud


def board(evaluation: Evaluation) -> str:
    return read_aloud(write_board(evaluation))


def lede(evaluation: Evaluation) -> str:
    """The sentence on top, which stands under the title and the time in force."""
    lines = board(evaluation).splitlines()
    return lines[next(n for n, line in enumerate(lines) if "In force Thu" in line) + 1]


def ladder(evaluation: Evaluation, title: str) -> list[str]:
    """The rungs on the card of an act."""
    lines = board(evaluation).splitlines()
    card = next(n for n, line in enumerate(lines) if line.startswith(title) and " %" in line)
    first = next(n for n in range(card, len(lines)) if lines[n].startswith("Ladder")) + 1
    known = ("Acknowledge", "Answer", "Meet with", "Refer it")
    found = [line for line in lines[first : first + 6] if line.startswith(known)]
    assert found
    return found


def answered(*answers: tuple[str, str, str, str | None, str | None], base: Evaluation | None = None) -> Evaluation:
    """The sample with other answers (when, by, incident, answer, ruling), rulings and clocks reckoned by the engine."""
    base = base or sample.evaluation()
    rows = [
        {
            "row": row,
            "known_at": sample.at(when),
            "by": by,
            "incident_id": incident,
            "answer": answer,
            "ruling": ruling,
            "note": "",
        }
        for row, (when, by, incident, answer, ruling) in enumerate(answers, start=2)
    ]
    told = sample.table(Answers, rows)
    ruled = apply_rulings(base.allegations, told, base.compiled, as_of=base.as_of)
    return sample.reckoned(base, answers=told, allegations=ruled)


def with_allegations(rows: list[dict[str, Any]]) -> Evaluation:
    return sample.reckoned(sample.evaluation(), allegations=sample.table(Allegations, rows))


def held_against(row: dict[str, Any], accused: str, guarantor: str, **more: Any) -> dict[str, Any]:
    """That allegation, held against somebody else."""
    allegation_id = f"{row['incident_id']}/{row['norm_id']}/{accused}"
    return row | {"allegation_id": allegation_id, "accused": accused, "guarantors": [guarantor]} | more


@pytest.fixture
def taftanaz() -> dict[str, Any]:
    return sample.allegation_rows()[0]


@pytest.fixture
def fuaa() -> dict[str, Any]:
    return sample.allegation_rows()[2]


# ---- answers


def test_a_late_answer_is_told_as_an_answer_and_how_late_it_was() -> None:
    late = answered(("2015-09-29T11:40", "iran", "i-taftanaz", "denied_with_evidence", None))

    text = board(late)

    assert "AnswerIran: denied with evidence, Tue 29 Sep, 11:40; answered 9 h late" in text
    assert "Iran: answer" not in text  # it is nobody's next act
    assert "Iran was to" not in text
    assert "AcknowledgeIran, was due Sun 27 Sep, 02:40; 2 d 9 h late, not done" in text


def test_no_reply_is_said_only_of_who_said_nothing() -> None:
    asked = answered(("2015-09-28T11:00", "iran", "i-taftanaz", "asks_for_facts", None))

    assert "Iran was to answer by Tue 29 Sep, 02:40 and has not done so." in lede(asked)
    assert not [rung for rung in ladder(asked, "Air strike, Taftanaz") if "no reply" in rung]
    assert "Iran was to answer by Tue 29 Sep, 02:40 and has not replied." in lede(answered())


def test_silence_that_the_text_takes_for_acceptance_is_told_as_that_and_nobody_must_act() -> None:
    base = sample.evaluation()
    roles = base.compiled.roles | {"iran": replace(base.compiled.roles["iran"], if_silent="taken_as_accepted")}

    silent = sample.reckoned(base, compiled=replace(base.compiled, roles=roles))

    rungs = ladder(silent, "Air strike, Taftanaz")
    assert rungs == ["AcknowledgeIran: no reply by Sun 27 Sep, 02:40; by the text that is acceptance"]
    assert "Iran was to" not in lede(silent)


def test_no_rung_is_to_come_once_the_matter_is_settled() -> None:
    acknowledged = ("2015-09-27T12:00", "turkey", "i-fuaa", "acknowledged", None)

    open_ = answered(acknowledged)
    settled = answered(acknowledged, ("2015-09-28T12:00", "turkey", "i-fuaa", "accepted", None))

    assert [rung for rung in ladder(open_, "Shelling, Fuaa") if "To come" in rung]
    assert ladder(settled, "Shelling, Fuaa") == [
        "AcknowledgeTurkey: acknowledged, Sun 27 Sep, 12:00",
        "AnswerTurkey: accepted, Mon 28 Sep, 12:00",
    ]


def test_a_rung_that_waits_for_the_standard_of_a_breach_says_so() -> None:
    late = answered(("2015-09-29T11:40", "iran", "i-taftanaz", "accepted", None))

    assert [rung for rung in ladder(late, "Air strike, Taftanaz") if "To come" in rung] == [
        "Meet with the other guarantorsIran and Turkey. To come: it opens once this reaches reasonable grounds.",
        "Refer it to the envoyUnited Nations. To come: it opens when the one before runs out or is refused.",
    ]


def test_a_rung_for_other_classes_is_not_to_come() -> None:
    base = sample.evaluation()
    *rungs, envoy = base.compiled.ladder
    only_grave = Rung(envoy.rung, envoy.to, envoy.within, envoy.act, envoy.stops_when, ("grave",))

    named = ladder(
        sample.reckoned(base, compiled=replace(base.compiled, ladder=(*rungs, only_grave))), "Shelling, Fuaa"
    )

    assert [rung.split(".")[0] for rung in named if "To come" in rung] == [
        "Meet with the other guarantorsIran and Turkey"
    ]


def test_an_answer_for_several_together_is_shown_with_each_of_them() -> None:
    base = sample.evaluation()
    both = base.answers.with_columns(accused=pl.lit("government_side+armed_opposition"))

    assert "Turkey: acknowledged, Sun 27 Sep, 15:00." in board(replace(base, answers=Answers.validate(both, cast=True)))


# ---- rulings


@pytest.mark.parametrize(
    ("by", "sentence"),
    [
        ("turkey", "Ruled no breach by Turkey, its own guarantor; that does not count."),
        ("un", "Ruled no breach by United Nations; that does not count."),
    ],
)
def test_a_ruling_that_does_not_count_is_told_and_changes_nothing(by: str, sentence: str) -> None:
    ruled = answered(("2015-09-28T12:00", by, "i-fuaa", "ruling", "no_breach"))

    text = board(ruled)

    assert sentence in text
    assert "Found, not ruled; counts as a breach." in text
    assert lede(ruled).startswith("Two acts are alleged, one on each side. Only one counts as a breach: shelling, Fuaa")


def test_a_ruling_that_counts_takes_the_act_out_of_the_counts_and_stays_on_the_board() -> None:
    ruled = answered(("2015-09-28T12:00", "iran+turkey", "i-fuaa", "joint_ruling", "no_breach"))

    text = board(ruled)

    assert lede(ruled).startswith("One act is alleged, against Government side. It does not count as a breach.")
    assert "Ruled: no breach." in text
    assert "It reaches below reported" not in text
    assert not [rung for rung in ladder(ruled, "Shelling, Fuaa") if "To come" in rung]


# ---- who is put before a guarantor


def test_one_act_alleged_of_two_parties_is_one_act(taftanaz: dict[str, Any], fuaa: dict[str, Any]) -> None:
    also = held_against(fuaa, "government_side", "iran", standard="reasonable_suspicion", breach_at=None)

    assert lede(with_allegations([fuaa, also])).startswith(
        "One act is alleged, against each of Government side and Opposition side. "
        "Counted as breaches: 1 against Opposition side."
    )
    assert lede(with_allegations([taftanaz, fuaa, also])).startswith(
        "Two acts are alleged: 2 against Government side and 1 against Opposition side. "
        "One of them is alleged against more than one. Counted as breaches: 1 against Opposition side."
    )


def test_one_act_reported_of_two_parties_is_one_act_and_one_in_the_list() -> None:
    reported = sample.allegation_rows()[3]

    both = with_allegations([reported, held_against(reported, "armed_opposition", "turkey")])

    assert lede(both).startswith("One act is reported; it does not reach reasonable suspicion.")
    assert "1 act is held against somebody by name." in board(both)


def test_several_accused_together_stand_on_the_board_while_none_of_them_is_reached_alone(
    taftanaz: dict[str, Any],
) -> None:
    joint = held_against(taftanaz, "government_side+armed_opposition", "iran")
    weak = taftanaz | {"standard": "reported", "p_lower": 0.1, "p_breach": 0.4, "notice_at": None}

    alone_not_reached = with_allegations([weak, joint])
    alone_reached = with_allegations([taftanaz, joint])

    assert lede(alone_not_reached).startswith(
        "One act is alleged, against Government side or Opposition side. It does not count as a breach."
    )
    assert "against Government side. It does not count" in lede(alone_reached)
    assert "Government side or Opposition side" not in board(alone_reached)


def test_what_was_put_before_a_guarantor_stays_before_it_when_later_reports_weaken_it(taftanaz: dict[str, Any]) -> None:
    weaker = taftanaz | {"standard": "reported", "p_lower": 0.2, "p_breach": 0.45}

    assert lede(with_allegations([weaker])).startswith("One act is alleged, against Government side.")
    assert "on all that is known by now it no longer reaches reasonable suspicion." in board(with_allegations([weaker]))


def test_an_act_whose_day_is_inferred_is_put_before_nobody(taftanaz: dict[str, Any], fuaa: dict[str, Any]) -> None:
    never: dict[str, datetime | None] = {"notice_at": None, "breach_at": None}

    suspected, found = with_allegations([taftanaz | never]), with_allegations([fuaa | never])

    assert lede(suspected).startswith("One act is reported with no more than an inferred day; it is put before nobody.")
    assert "Reported, not put before anybody." in board(suspected)
    assert lede(found).startswith(
        "One act with no more than an inferred day counts as a breach and is put before nobody."
    )
    assert "Found, not ruled; counts as a breach, put before nobody." in board(found)


# ---- standards


@pytest.mark.parametrize(
    ("breach", "told"),
    [
        ("reported", "Met Wounded leave from 25 September"),
        ("reasonable_suspicion", "Met Wounded leave from 25 September"),
        ("clear_and_convincing", "that does not reach clear and convincing."),
        ("beyond_reasonable_doubt", "that does not reach clear and convincing."),
    ],
)
def test_duties_are_told_at_the_standard_given_for_whatever_a_breach_needs(breach: str, told: str) -> None:
    base = sample.evaluation()
    is_suspected = (pl.col("duty_id") == "wounded") & (pl.col("standard") == "reasonable_suspicion")
    states = base.duty_states.with_columns(
        state=pl.when(is_suspected).then(pl.lit("met")).otherwise(pl.col("state").cast(pl.String)),
        met_at=pl.when(is_suspected).then(sample.at("2015-09-25T18:00")).otherwise(pl.col("met_at")),
        due_at=pl.when(is_suspected).then(None).otherwise(pl.col("due_at")),
    )

    compiled = replace(base.compiled, proof=replace(base.compiled.proof, breach=breach))

    assert told in board(replace(base, compiled=compiled, duty_states=DutyStates.validate(states, cast=True)))


def test_a_share_is_never_rounded_up_onto_a_standard_that_the_agreement_sets() -> None:
    assert percent(0.5996) == "60"
    assert percent(0.5996, thresholds={"reasonable_grounds": 0.6}) == "59"


# ---- rows that were not let in


def test_a_row_in_quarantine_does_not_name_a_private_source() -> None:
    row = {"file": "claims.csv", "row": 2, "field": "claimant", "found": "Abu Salim", "expected": "a name", "raw": "{}"}

    text = board(sample.evaluation(quarantine=sample.table(Quarantine, [row])))

    assert "a name" in text
    assert "Abu Salim" not in text


def test_rows_in_quarantine_are_listed_with_what_was_found_and_what_was_expected() -> None:
    rows = [
        {"file": "claims.csv", "row": row, "field": "lat", "found": "<33,7>", "expected": "a number", "raw": "{}"}
        for row in range(2, 25)
    ]

    text = board(sample.evaluation(quarantine=sample.table(Quarantine, rows)))

    assert "| claims.csv | 2 | lat | <33,7> | a number" in text
    assert text.count("| lat |") == 20
    assert "3 more faults are in the quarantine table of the evaluation." in text
    assert "Rows in quarantine" not in board(sample.empty())


def test_a_duty_nobody_reports_on_is_silence_and_not_a_refusal() -> None:
    words = Words("en", "Asia/Damascus")
    owed = {"state": "breached", "due_at": sample.at("2015-09-26T00:00"), "met_at": None, "days_late": None}

    silent = say_state(words, {**owed, "performed": 0.0}, sample.at("2015-10-06T00:00"))
    in_part = say_state(words, {**owed, "performed": 40.0}, sample.at("2015-10-06T00:00"))

    assert "No report that it was done, due" in plain(silent)
    assert "Not met, " in plain(in_part)
