"""What others answer to a claim, read from one cell."""

from datetime import date

import pytest

from hudna.reports import Lexicon
from hudna.reports.counter_claims import read_counter_claims

DAY = date(2016, 5, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syria and Russia deny; Russia says no aircraft flew there", [("state_media_syria", ()), ("russian_mod", ())]),
        ("government: terrorists; Ahrar al-Sham denies", [("ahrar_al_sham_media", ())]),
        ("SOHR: Nusra", [("sohr", ("nusra_front",))]),
        (
            "SOHR and US attribute to the Syrian air force",
            [("sohr", ("syrian_armed_forces",)), ("us_government", ("syrian_armed_forces",))],
        ),
        (
            "Ahrar al-Sham (a party to the talks) claims the shooting",
            [("ahrar_al_sham_media", ("ahrar_al_sham",))],
        ),
        ("toll later raised to 33", []),
        ("MSF: 28 starvation deaths since 1 Dec", []),
        ("each side says the other fired first", []),
        ("", []),
    ],
)
def test_an_answer_is_read_and_a_remark_is_left(
    text: str, expected: list[tuple[str, tuple[str, ...]]], lexicon: Lexicon
) -> None:
    assert [tuple(answer) for answer in read_counter_claims(text, on=DAY, lexicon=lexicon)] == expected


def test_of_two_answers_by_one_source_the_first_counts(lexicon: Lexicon) -> None:
    told = read_counter_claims("SOHR denies; SOHR: Nusra", on=DAY, lexicon=lexicon)

    assert [tuple(answer) for answer in told] == [("sohr", ())]
