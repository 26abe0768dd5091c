"""Which claims are one incident."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from hudna.incidents import Linked, count_at_thresholds, link_incidents, tie_claims
from hudna.incidents.compare import ACTORS_CLASH, ACTORS_FIT, SAME_ACTORS, SAME_FAMILY, SAME_KIND, UNKNOWN_KIND
from hudna.incidents.together import say_together
from hudna.terms.actors import Actor, ActorRegister
from incidents.made_claims import a_claim, claims_of


def incidents_by_claim(linked: Linked) -> dict[str, str]:
    return dict(linked.memberships.select("claim_id", "incident_id").iter_rows())


def partition(linked: Linked) -> set[frozenset[str]]:
    groups = linked.memberships.group_by("incident_id").agg("claim_id")["claim_id"].to_list()
    return {frozenset(group) for group in groups}


def test_two_claims_of_one_shelling_are_one_incident() -> None:
    claims = claims_of(a_claim("a"), a_claim("b", latitude=33.691))

    linked = link_incidents(claims)

    assert partition(linked) == {frozenset("ab")}
    assert linked.incidents["claims"].to_list() == [2]


@pytest.mark.parametrize(
    "other",
    [
        {"latitude": 33.9},
        {"day": 3.0},
        {"day": 1.0, "kinds": ["abduction"], "actors": ["rebels"]},
        {"kinds": ["aid_delivery"]},
        {"kinds": []},
        {"place_role": "to"},
        {"days": 5.0},
        {"latitude": None, "longitude": None, "radius_m": None, "unit": "SY03"},
    ],
    ids=[
        "far",
        "three days later",
        "another kind and actor, a day later",
        "performance",
        "no kind",
        "end of a transport",
        "episode",
        "unit only",
    ],
)
def test_claims_of_different_things_stay_apart(other: dict[str, object]) -> None:
    claims = claims_of(a_claim("a"), a_claim("b", **other))  # type: ignore[arg-type]

    linked = link_incidents(claims)

    assert partition(linked) == {frozenset("a"), frozenset("b")}


def test_two_claims_of_one_bulletin_are_two_happenings_even_through_a_third() -> None:
    claims = claims_of(a_claim("a", bulletin_id="x"), a_claim("b", bulletin_id="x"), a_claim("c"))

    linked = link_incidents(claims)

    by_claim = incidents_by_claim(linked)
    assert by_claim["a"] != by_claim["b"]
    assert by_claim["c"] in (by_claim["a"], by_claim["b"])


def test_an_equal_given_key_joins_what_is_far_apart_and_in_one_bulletin() -> None:
    claims = claims_of(
        a_claim("a", bulletin_id="x", given_key="ucdp:1"),
        a_claim("b", bulletin_id="x", given_key="ucdp:1", latitude=36.2, day=5.0, days=20.0),
    )

    linked = link_incidents(claims)

    assert partition(linked) == {frozenset("ab")}
    assert linked.memberships["p_member"].to_list() == [1.0, 1.0]


def test_two_keys_of_one_space_stay_apart_and_two_spaces_may_meet() -> None:
    claims = claims_of(
        a_claim("a", given_key="ucdp:1"),
        a_claim("b", given_key="ucdp:2"),
        a_claim("c"),
        a_claim("d", given_key="acled:9"),
    )

    linked = link_incidents(claims)

    by_claim = incidents_by_claim(linked)
    assert by_claim["a"] != by_claim["b"]
    assert by_claim["d"] in (by_claim["a"], by_claim["b"])


def test_claims_on_a_whole_governorate_meet_only_with_the_same_day_kind_and_actor() -> None:
    vague = {"latitude": None, "longitude": None, "radius_m": None, "unit": "SY03"}
    claims = claims_of(
        a_claim("a", **vague),
        a_claim("b", **vague),
        a_claim("c", **vague, kinds=["air_strike"]),
        a_claim("d", **vague, actors=[]),
        a_claim("e", **vague, day=1.0),
        a_claim("f"),
    )

    linked = link_incidents(claims)

    assert partition(linked) == {frozenset("ab"), frozenset("c"), frozenset("d"), frozenset("e"), frozenset("f")}


def test_who_is_accused_of_whom_is_not_compared() -> None:
    claims = claims_of(
        a_claim("a", actors=["army"], participants=["rebels"]), a_claim("b", actors=["rebels"], participants=["army"])
    )

    linked = link_incidents(claims)

    assert partition(linked) == {frozenset("ab")}


def test_an_incident_keeps_its_id_when_later_claims_come_in() -> None:
    first, later = a_claim("m", known_day=1.0), a_claim("a", known_day=4.0)

    before = link_incidents(claims_of(first))
    after = link_incidents(claims_of(later, first))

    assert before.incidents["incident_id"].to_list() == after.incidents["incident_id"].to_list()
    assert before.incidents["incident_id"][0].startswith("I-")
    assert len(before.incidents["incident_id"][0]) == 10


def test_a_membership_in_doubt_says_by_what_margin() -> None:
    claims = claims_of(
        a_claim("a", bulletin_id="x"),
        a_claim("b", bulletin_id="x", latitude=33.70),
        a_claim("c"),
        a_claim("alone", day=40.0),
    )

    linked = link_incidents(claims)

    told = {row["claim_id"]: row for row in linked.memberships.iter_rows(named=True)}
    assert told["alone"]["p_member"] == 1.0
    assert told["alone"]["margin"] is None
    assert 0.5 < told["c"]["p_member"] < 1.0
    assert told["c"]["margin"] > 0.0


def test_no_claims_make_no_incidents() -> None:
    linked = link_incidents(claims_of())

    assert linked.incidents.is_empty()
    assert linked.memberships.is_empty()


some_claims = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.sampled_from([0.0, 1.0, 2.0]),
            "latitude": st.sampled_from([33.69, 33.695, 33.72, 33.8]),
            "kinds": st.sampled_from([["shelling"], ["air_strike"], ["armed_attack"], []]),
            "actors": st.sampled_from([["army"], ["rebels"], ["army", "rebels"], []]),
            "bulletin_id": st.sampled_from([None, "x", "y"]),
            "given_key": st.sampled_from([None, None, "ucdp:1", "ucdp:2", "acled:1"]),
            "killed_min": st.sampled_from([None, 0, 3, 20]),
            "known_day": st.sampled_from([1.0, 2.0]),
        }
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(rows=some_claims, seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(rows: list[dict[str, object]], seed: int) -> None:
    claims = claims_of(*(a_claim(f"c{n:02d}", **row) for n, row in enumerate(rows)))  # type: ignore[arg-type]
    shuffled = claims_of(*claims.sample(fraction=1.0, shuffle=True, seed=seed).to_dicts())

    one, other = link_incidents(claims), link_incidents(shuffled)

    assert_frame_equal(one.incidents, other.incidents, check_exact=True)
    assert_frame_equal(one.memberships, other.memberships, check_exact=True)


@settings(max_examples=30)
@given(rows=some_claims)
def test_what_must_stay_apart_stays_apart_and_what_is_joined_is_joined(rows: list[dict[str, object]]) -> None:
    claims = claims_of(*(a_claim(f"c{n:02d}", **row) for n, row in enumerate(rows)))  # type: ignore[arg-type]

    linked = link_incidents(claims)

    told = linked.memberships.join(claims, on="claim_id")
    keyed = told.filter(pl.col("given_key").is_not_null())
    assert (keyed.group_by("given_key").agg(pl.col("incident_id").n_unique())["incident_id"] == 1).all()
    spaces = keyed.with_columns(pl.col("given_key").str.split(":").list.first().alias("space"))
    assert (spaces.group_by("incident_id", "space").agg(pl.col("given_key").n_unique())["given_key"] == 1).all()
    bulletins = told.filter(pl.col("bulletin_id").is_not_null())
    per_bulletin = bulletins.group_by("incident_id", "bulletin_id").agg(pl.col("given_key"), pl.len())
    for keys, count in per_bulletin.select("given_key", "len").iter_rows():
        assert count == 1 or (len(set(keys)) == 1 and keys[0] is not None)
    assert linked.incidents["claims"].sum() == claims.height


def test_a_lower_threshold_joins_more_and_is_told_as_the_published_one() -> None:
    claims = claims_of(a_claim("a"), a_claim("b", day=1.0, latitude=33.712))

    strict, loose = tie_claims(claims), tie_claims(claims, merge_at=0.21)

    p_one = 1.0 / (1.0 + np.exp(-strict.edges.log_odds))
    assert 0.21 < p_one.item() < 0.35
    assert link_incidents(claims, ties=strict).incidents.height == 2
    assert link_incidents(claims, ties=loose).incidents.height == 1
    assert count_at_thresholds(loose).rows() == [(0.2, 1, 1, False), (0.21, 1, 1, True), (0.5, 2, 0, False)]


def a_keyed_file_of_a_city_at_war() -> list[dict[str, object]]:
    """Forty days of four events a day around the town, each keyed by its coder and worded in the coder's own way."""
    return [
        a_claim(
            f"coded-{day}-{event}",
            day=float(day),
            latitude=33.69 + 0.004 * event,
            kinds=["armed_attack"],
            actors=[],
            actor_reading="unknown",
            participants=["some_army", "some_rebels"],
            given_key=f"coded:{day}-{event}",
            killed_min=5 + event,
            killed_max=5 + event,
        )
        for day in range(-20, 20)
        for event in range(4)
    ]


def test_a_coders_file_beside_them_takes_no_two_reports_of_one_act_apart() -> None:
    reports = [a_claim("a"), a_claim("b", actors=["rebels", "army"]), a_claim("c", actors=[], actor_reading="unknown")]
    beside = a_keyed_file_of_a_city_at_war()

    alone, together = (link_incidents(claims_of(*rows)) for rows in (reports, [*reports, *beside]))

    assert len({incidents_by_claim(alone)[name] for name in "abc"}) == 1
    assert len({incidents_by_claim(together)[name] for name in "abc"}) == 1


def test_a_label_of_a_side_fits_whoever_stands_on_it_and_a_branch_whatever_kind_stands_on_it() -> None:
    camps = {"army": "government", "rebels": "opposition"}
    register = ActorRegister(
        {name: Actor(id=name, name={"en": name}, kind="state_force", camp=camp) for name, camp in camps.items()}
        | {"insurgents": Actor(id="insurgents", name={"en": "Insurgents"}, kind="unspecified", camp="opposition")}
    )

    def levels(**other: object) -> tuple[int, int]:
        claims = claims_of(a_claim("a", actors=["rebels"]), a_claim("b", actor_reading="one", **other))
        told = tie_claims(claims, actors=register).levels
        return int(told["actors"].item()), int(told["kind"].item())

    assert levels(actors=["insurgents"]) == (ACTORS_FIT, SAME_KIND)
    assert levels(actors=["army"]) == (ACTORS_CLASH, SAME_KIND)
    assert levels(actors=["rebels"], kinds=["armed_attack"]) == (SAME_ACTORS, UNKNOWN_KIND)
    assert levels(actors=["rebels"], kinds=["air_strike"]) == (SAME_ACTORS, SAME_FAMILY)


def test_two_claims_on_either_side_of_the_antimeridian_are_one_incident() -> None:
    east, west = a_claim("a", latitude=-17.0, longitude=179.999), a_claim("b", latitude=-17.0, longitude=-179.999)

    ties = tie_claims(claims_of(east, west))

    assert partition(link_incidents(claims_of(east, west), ties=ties)) == {frozenset("ab")}
    [told] = [
        float(along[0]) for along in say_together(ties.rows, np.zeros(2, dtype=np.int64), ties.vocabulary).points_km[:1]
    ]
    assert told < -6_000  # kilometres from the middle of the earth: the mean of the two is not at Greenwich


def test_a_threshold_that_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match=r"merge_at is 1\.0"):
        tie_claims(claims_of(a_claim("a")), merge_at=1.0)
