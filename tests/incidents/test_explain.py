"""Why two claims are one incident, in words."""

import numpy as np
import pytest

from hudna.incidents import explain, link_incidents, tie_claims
from hudna.problems import Refused
from incidents.made_claims import a_claim, claims_of


def why(*rows: dict[str, object], of: tuple[str, str] = ("a", "b")) -> list[str]:
    claims = claims_of(*rows)
    ties = tie_claims(claims)
    return explain(ties, link_incidents(claims, ties=ties), *of).lines()


def test_each_comparison_is_told_with_its_weight_and_what_would_have_to_differ() -> None:
    told = why(a_claim("a"), a_claim("b", latitude=33.6936, kinds=["air_strike"]))

    assert told[0] == "a and b are one incident."
    assert any(line.startswith("place: 0.4 km apart, within one town (known to 1.4 km)") for line in told)
    assert "time: the same day: 1.7 times likelier if one event" in told
    assert "kind: kinds of one branch (shelling / air_strike): 4.2 times likelier if two" in told
    assert any(line == "It would be different with a day apart." for line in told)


def test_the_probability_is_that_of_the_table_whichever_is_named_first() -> None:
    claims = claims_of(a_claim("a"), a_claim("b", latitude=33.70))
    ties = tie_claims(claims)
    linked = link_incidents(claims, ties=ties)

    one, other = explain(ties, linked, "a", "b"), explain(ties, linked, "b", "a")

    assert one.p_one == other.p_one == float(1 / (1 + np.exp(-ties.edges.log_odds[0])))
    assert one.odds_before is not None
    product = one.odds_before * np.prod([reason.factor for reason in one.reasons])
    assert product / (1 + product) == pytest.approx(one.p_one, abs=1e-12)


def test_what_settles_a_pair_is_told_before_any_score() -> None:
    told = why(a_claim("a", bulletin_id="x"), a_claim("b", bulletin_id="x"))

    assert told[:2] == [
        "a and b are two incidents.",
        "Settled: they stand in one bulletin, which tells of two happenings.",
    ]


def test_two_that_were_never_compared_say_why() -> None:
    told = why(a_claim("a"), a_claim("b", day=12.0, latitude=36.0))

    assert any("never compared" in line and "km apart" in line and "12 days apart" in line for line in told)


def test_a_claim_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="found 'bb'"):
        why(a_claim("a"), a_claim("b"), of=("a", "bb"))
