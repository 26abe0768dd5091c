"""Findings: who did what, how surely, at what, and who says so."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from findings.made_world import ACTORS, CAMPS, LABELS, SOURCES, cells_of, mass_of, weigh, weigh_versions
from hudna.findings import Weighed, weigh_findings
from hudna.incidents import Memberships, pool_incidents
from hudna.reports.tables import Sources
from hudna.terms.actors import Actor, ActorRegister
from incidents.made_claims import a_claim, claims_of


def says(source: str, *actors: str, claim: str = "", reading: str = "", **told: object) -> dict[str, object]:
    """A claim by one source about these actors."""
    usual = "unknown" if not actors else "one" if len(actors) == 1 else "any_of"
    return a_claim(
        claim or f"c-{source}", sources=[source], actors=list(actors), actor_reading=reading or usual, **told
    )  # type: ignore[arg-type]


def test_an_accusation_by_the_other_side_is_suspicion_and_the_rest_is_unknown() -> None:
    weighed = weigh(says("opp1", "army"))

    cells = cells_of(weighed)
    assert cells[("army",), ("shelling",)] == pytest.approx((0.6255, 0.25, 0.9376), abs=5e-4)
    assert cells[(), ("shelling",)] == pytest.approx((0.3745, 0.0624, 0.75), abs=5e-4)


def test_what_nobody_is_named_for_stays_unknown() -> None:
    weighed = weigh(says("opp1"), says("un"))

    assert cells_of(weighed) == {((), ("shelling",)): (1.0, 1.0, 1.0)}


def test_an_admission_reaches_grounds_though_nobody_else_speaks() -> None:
    weighed = weigh(says("rebel_office", "brigade"))

    assert cells_of(weighed)[("brigade",), ("shelling",)] == pytest.approx((0.8571, 0.6667, 0.9474), abs=5e-4)
    assert weighed.voices["is_admission"].to_list() == [True]


def test_only_organs_admit_and_only_by_naming_their_own_side() -> None:
    weighed = weigh(
        says("opp1", "brigade"),
        says("gov", "brigade"),
        says("rebel_office", "brigade", "army"),
        says("un", "brigade", "army", reading="each"),
    )

    assert not weighed.voices["is_admission"].any()


def test_a_neutral_and_a_party_together_pass_one_half_at_the_lower_end() -> None:
    weighed = weigh(says("opp1", "army"), says("un", "army"))

    assert mass_of(weighed, "army") == pytest.approx((0.9387, 0.5046, 0.9976), abs=5e-4)


def test_two_sources_of_unclear_standing_pass_no_more_than_suspicion() -> None:
    weighed = weigh(says("whoever", "army"), says("not in the table", "army"))

    assert mass_of(weighed, "army")[1] <= 0.25 + 1e-12


def test_a_set_of_actors_is_never_split() -> None:
    weighed = weigh(says("opp1", "army", "air_force"), says("opp2", "army"))

    cells = cells_of(weighed)
    assert set(cells) == {(("air_force", "army"), ("shelling",)), (("army",), ("shelling",)), ((), ("shelling",))}
    assert cells[("air_force", "army"), ("shelling",)][0] == pytest.approx(cells[("army",), ("shelling",)][0])


def test_one_vote_for_each_echo_group_within_the_side() -> None:
    weighed = weigh(says("echo0", "army"), says("echo1", "army"), says("echo2", "army"), says("opp1", "air_force"))

    assert mass_of(weighed, "army") == pytest.approx(mass_of(weighed, "air_force"))


def test_a_label_yields_to_a_name_but_stands_where_there_is_nothing_finer() -> None:
    with_name = weigh(says("gov", "some_rebels", reading="unspecified"), says("un", "brigade"))
    alone = weigh(says("gov", "some_rebels", reading="unspecified"))

    assert mass_of(with_name, "some_rebels") == (0, 0, 0)
    assert mass_of(with_name, "brigade")[0] > 0.9
    assert mass_of(alone, "some_rebels")[0] == pytest.approx(0.6255, abs=5e-4)


def test_the_more_specific_kind_wins_and_candidates_stay_a_set() -> None:
    weighed = weigh(
        says("opp1", "army", kinds=["armed_attack"]),
        says("opp2", "army", kinds=["air_strike"]),
        says("opp3", "army", kinds=["shelling", "sniping"]),
        says("opp4", "army", kinds=[]),
    )

    named = {kinds: mass[0] for (actors, kinds), mass in cells_of(weighed).items() if actors}
    assert set(named) == {("air_strike",), ("shelling", "sniping")}
    assert named["air_strike",] == pytest.approx(named["shelling", "sniping"] * 2.5 / 1.5)


def test_an_arm_is_unknown_unless_told() -> None:
    untold = weigh(says("opp1", "army"))
    told = weigh(says("opp1", "army"), says("opp2", "army", arms=["mortar"]))

    assert untold.findings["arm"].to_list() == ["unknown", "unknown"]
    assert told.findings["arm"].unique().to_list() == ["mortar"]


def test_actors_of_no_side_stand_for_themselves() -> None:
    weighed = weigh(says("un", "stranger"), says("press", "neighbour"))

    assert mass_of(weighed, "stranger")[0] == pytest.approx(0.5)
    assert weighed.voices["sides_named"].to_list() == [["neighbour"], ["stranger"]]


def test_an_accuser_whose_side_nobody_names_is_an_adversary_not_a_neutral() -> None:
    weighed = weigh(says("kurd", "army"), says("gov", "brigade"))

    assert mass_of(weighed, "army")[1] <= 0.25 + 1e-12


def test_several_sides_named_at_once_are_one_cell_and_leave_room_for_others() -> None:
    weighed = weigh(says("kurd", "brigade", "neighbour", reading="each"))

    assert cells_of(weighed)[("brigade", "neighbour"), ("shelling",)] == pytest.approx((0.6255, 0.25, 0.9376), abs=5e-4)


def test_a_sources_latest_word_counts_and_of_one_instant_the_more_telling() -> None:
    later = weigh(says("un", "army", claim="a"), says("un", "brigade", claim="b", known_day=5.0))
    at_once = weigh(says("un", claim="z"), says("un", "army", claim="a"))

    assert later.voices["claim_id"].to_list() == ["b"]
    assert mass_of(later, "army") == (0, 0, 0)
    assert at_once.voices["claim_id"].to_list() == ["a"]


def test_a_claim_of_two_sources_is_a_voice_of_each_and_one_of_nobody_listed_speaks_for_its_claimant() -> None:
    weighed = weigh(a_claim("a", sources=["un", "press"]), a_claim("b", sources=[], claimant="a neighbour"))

    assert weighed.voices["source_id"].to_list() == ["press", "un", "unlisted: a neighbour"]
    assert weighed.voices["leans_to"].to_list() == ["none", "none", "unclear"]


def test_where_all_deny_nobody_claims_that_it_happened() -> None:
    weighed = weigh(says("gov", "army", is_denial=True))

    assert cells_of(weighed) == {((), ("shelling",)): (0.0, 0.0, 1.0)}


def test_targets_are_shared_by_group_and_unknown_where_nobody_tells() -> None:
    told = weigh(
        says("echo0", "army", targets=["homes"]),
        says("echo1", "army", targets=["homes"]),
        says("un", "army", targets=["civilians", "hospitals"]),
        says("press", "army"),
    )
    untold = weigh(says("un", "army"))

    assert dict(told.targets.select("target", "p_target").iter_rows()) == {
        "civilians": 0.25,
        "homes": 0.5,
        "hospitals": 0.25,
    }
    assert dict(untold.targets.select("target", "p_target").iter_rows()) == {"unknown": 1.0}


def test_a_kind_that_names_its_target_tells_it() -> None:
    weighed = weigh(says("un", "army", kinds=["attack_on_hospital"]))

    assert dict(weighed.targets.select("target", "p_target").iter_rows()) == {"hospitals": 1.0}


DELIVERY = {"kinds": ["aid_delivery"], "targets": ["civilians"]}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([says("gov", "army", **DELIVERY)], (0.6255, 0.2500, 0.9376)),  # the performer's word is an accuser's
        ([says("opp1", "army", **DELIVERY)], (0.8571, 0.6667, 0.9474)),  # the other side says so against its interest
        ([says("un", "army", **DELIVERY)], (0.9016, 0.5046, 0.9880)),
        (
            [says("opp1", "army", is_denial=True, **DELIVERY)],
            (0.3745, 0.0624, 0.7500),
        ),  # a denial by the other side is partisan
        ([says("gov", "army", is_denial=True, **DELIVERY)], (0.1429, 0.0526, 0.3333)),  # its own denial is an admission
    ],
    ids=["own side", "other side", "neutral", "other side denies", "own side denies"],
)
def test_for_performances_interests_are_reversed(
    rows: list[dict[str, object]], expected: tuple[float, float, float]
) -> None:
    weighed = weigh(*rows)

    cells = cells_of(weighed)
    assert set(cells) == {(("army",), ("aid_delivery",))}
    assert cells[("army",), ("aid_delivery",)] == pytest.approx(expected, abs=5e-4)
    assert weighed.voices["is_performance"].all()


def test_a_performance_by_nobody_named_is_known_to_have_been_done() -> None:
    weighed = weigh(says("un", **DELIVERY), says("press", **DELIVERY))

    cells = cells_of(weighed)
    assert set(cells) == {((), ("aid_delivery",))}
    assert cells[(), ("aid_delivery",)] == pytest.approx((0.9882, 0.7568, 0.9996), abs=5e-4)


def test_an_organ_that_denies_its_own_performance_admits() -> None:
    weighed = weigh(says("gov", "army", is_denial=True, **DELIVERY), says("un", "army", **DELIVERY))

    assert dict(weighed.voices.select("source_id", "is_admission").iter_rows()) == {"gov": True, "un": False}


def test_the_same_incident_can_be_weighed_as_known_at_several_moments() -> None:
    rows = [says("opp1", "army"), says("un", "army", known_day=9.0)]

    weighed = weigh_versions({"I-1@1": ["c-opp1"], "I-1@2": ["c-opp1", "c-un"]}, *rows)

    lowers = weighed.findings.filter(pl.col("actors").list.len() > 0).select("incident_id", "p_lower")
    assert dict(lowers.iter_rows()) == pytest.approx({"I-1@1": 0.25, "I-1@2": 0.5046}, abs=5e-4)


def test_a_side_factor_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="side factor"):
        weigh(says("un", "army"), k=0.5)


claim_rows = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(
                ["un", "press", "gov", "opp1", "opp2", "echo0", "echo1", "rebel_office", "kurd", "whoever"]
            ),
            "actors": st.sampled_from(
                [
                    [],
                    ["army"],
                    ["air_force"],
                    ["army", "air_force"],
                    ["brigade"],
                    ["some_rebels"],
                    ["army", "brigade"],
                    ["front"],
                ]
            ),
            "kinds": st.sampled_from([["shelling"], ["armed_attack"], ["air_strike"], ["shelling", "sniping"], []]),
            "targets": st.sampled_from([[], ["homes"], ["homes", "civilians"], ["army"]]),
            "is_denial": st.sampled_from([False, False, False, True]),
            "known_day": st.sampled_from([1.0, 2.0]),
        }
    ),
    min_size=1,
    max_size=8,
)
acts = st.booleans()


def made(rows: list[dict[str, object]], is_performance: bool) -> list[dict[str, object]]:
    claims = []
    for n, row in enumerate(rows):
        told = {key: value for key, value in row.items() if key not in ("source", "actors")}
        if is_performance:
            told["kinds"] = ["aid_delivery"]
        claims.append(says(str(row["source"]), *row["actors"], claim=f"c{n}", **told))  # type: ignore[misc, arg-type]
    return claims


@settings(max_examples=30)
@given(rows=claim_rows, is_performance=acts)
def test_masses_are_ordered_and_never_more_than_one(rows: list[dict[str, object]], is_performance: bool) -> None:
    weighed = weigh(*made(rows, is_performance))

    findings = weighed.findings
    assert (findings["p_lower"] <= findings["p_actor_kind"]).all()
    assert (findings["p_actor_kind"] <= findings["p_upper"]).all()
    assert findings["p_actor_kind"].sum() <= 1.0 + 1e-9
    assert weighed.targets["p_target"].sum() == pytest.approx(1.0)
    if not is_performance and not all(row["is_denial"] for row in made(rows, is_performance)):
        affirmed = weighed.voices.filter(~pl.col("is_denial"))
        assert findings["p_actor_kind"].sum() == pytest.approx(1.0 if affirmed.height else 0.0)


@settings(max_examples=30)
@given(rows=claim_rows, is_performance=acts, seed=st.integers(0, 1000))
def test_the_order_of_the_claims_changes_nothing(
    rows: list[dict[str, object]], is_performance: bool, seed: int
) -> None:
    claims = made(rows, is_performance)
    shuffled = pl.Series(range(len(claims))).sample(fraction=1.0, shuffle=True, seed=seed).to_list()

    one, other = weigh(*claims), weigh(*(claims[n] for n in shuffled))

    for left, right in zip(one, other, strict=True):
        assert_frame_equal(left, right, check_exact=True)


@settings(max_examples=30)
@given(rows=claim_rows, is_performance=acts)
def test_swapping_the_sides_swaps_the_findings(rows: list[dict[str, object]], is_performance: bool) -> None:
    swap = {"government_side": "opposition_side", "opposition_side": "government_side"}
    actors = ActorRegister(
        {
            name: Actor(id=name, name={}, kind=ACTORS.actor(name).kind, camp=swap.get(camp, camp))
            for name, camp in {**CAMPS, **LABELS}.items()
        }
    )
    sources = Sources.validate(SOURCES.with_columns(pl.col("leans_to").replace(swap)))
    claims = made(rows, is_performance)

    one, other = weigh(*claims), weigh(*claims, sources=sources, actors=actors)

    assert_frame_equal(one.findings, other.findings, abs_tol=1e-12, rel_tol=0)


def test_no_claims_make_no_findings() -> None:
    weighed: Weighed = weigh()

    assert weighed.findings.is_empty()
    assert weighed.voices.is_empty()


def test_who_passes_on_anothers_word_is_one_voice_with_it() -> None:
    alone = weigh(says("opp1", "army"))
    passed_on = weigh(says("opp1", "army"), says("un", "army", quotes=["opp1"]))

    assert mass_of(passed_on, "army")[1] == pytest.approx(mass_of(alone, "army")[1])
    assert mass_of(passed_on, "army")[0] < 0.70
    assert passed_on.voices["echo_group"].to_list() == ["opp1", "opp1"]
    assert passed_on.voices["leans_to"].to_list() == ["opposition_side", "opposition_side"]


def test_whom_a_source_mostly_quotes_counts_where_it_names_somebody_and_not_where_it_saw_a_performance() -> None:
    relays = Sources.validate(
        SOURCES.with_columns(
            quotes=pl.when(pl.col("source_id") == "press")
            .then(pl.lit(["opp1"]))
            .otherwise(pl.lit([], pl.List(pl.String)))
        )
    )

    groups = [
        weigh(says("press", *names, **more), sources=relays).voices["echo_group"].item()
        for names, more in ((["army"], {}), ([], {}), (["army"], DELIVERY))
    ]

    assert groups == ["opp1", "press", "press"]


def test_an_answer_in_the_same_row_is_a_denial_by_the_one_who_made_it() -> None:
    weighed = weigh(says("opp1", "army", denied_by=["gov"]))

    assert mass_of(weighed, "army")[0] == pytest.approx(0.8194, abs=5e-4)
    assert mass_of(weighed, "army")[1] == pytest.approx(0.25)
    assert dict(weighed.voices.select("source_id", "is_denial").iter_rows()) == {"gov": True, "opp1": False}


def test_an_answer_that_names_another_is_heard_and_a_sources_own_word_goes_before_it() -> None:
    answered = weigh(says("opp1", "army", countered_by=["gov>brigade"]))
    spoken = weigh(says("opp1", "army", countered_by=["gov>brigade"]), says("gov", "army"))

    assert mass_of(answered, "army")[0] == pytest.approx(0.5)
    assert dict(spoken.voices.select("source_id", "actors").iter_rows())["gov"] == ["army"]


def test_listed_groups_are_a_side_of_their_own_and_their_allies_admit_nothing_by_naming_them() -> None:
    actors = ActorRegister(
        dict(ACTORS.actors) | {"listed": Actor(id="listed", name={}, kind="listed_group", camp="opposition_side")}
    )

    alone = weigh(says("opp1", "listed"), actors=actors)
    by_label = weigh(says("opp1", "listed", "some_rebels", reading="each"), actors=actors)
    by_name = weigh(says("opp1", "listed", "brigade", reading="each"), actors=actors)

    assert mass_of(alone, "listed")[1] == pytest.approx(0.25)
    assert mass_of(by_label, "listed")[1] == pytest.approx(0.25)
    assert mass_of(by_name, "listed")[1] == pytest.approx(0.6667, abs=5e-4)


def test_only_those_who_fly_are_blamed_for_an_air_strike() -> None:
    actors = ActorRegister(
        dict(ACTORS.actors)
        | {
            "air_force": Actor(id="air_force", name={}, kind="state_force", camp="government_side", flies=True),
            "militia": Actor(id="militia", name={}, kind="allied_militia", camp="government_side", flies=False),
        }
    )

    set_of = weigh(says("opp1", "air_force", "militia", kinds=["air_strike"]), actors=actors)
    label = weigh(says("opp1", "some_army", reading="unspecified", kinds=["air_strike"]), actors=actors)
    by_ground = weigh(says("opp1", "air_force", "militia", kinds=["shelling"]), actors=actors)

    assert {names for names, _ in cells_of(set_of)} == {("air_force",), ()}
    assert {names for names, _ in cells_of(label)} == {("air_force",), ()}
    assert {names for names, _ in cells_of(by_ground)} == {("air_force", "militia"), ()}
    assert label.voices["actors"].to_list() == [["some_army"]]


def test_a_claim_that_may_belong_elsewhere_counts_for_less() -> None:
    claims = claims_of(says("opp1", "army"), says("un", "army"))
    p = []
    for p_member in (1.0, 0.6, 0.2):
        rows = [
            {"claim_id": "c-opp1", "incident_id": "I", "p_member": 1.0, "margin": None},
            {"claim_id": "c-un", "incident_id": "I", "p_member": p_member, "margin": None},
        ]
        memberships = Memberships.validate(pl.DataFrame(rows, schema=Memberships.create_empty().schema))
        incidents = pool_incidents(claims, memberships)
        p.append(mass_of(weigh_findings(claims, incidents, memberships, sources=SOURCES, actors=ACTORS, k=3.0), "army"))

    assert p[0][0] == pytest.approx(0.9387, abs=5e-4)
    assert p[0][0] > p[1][0] > p[2][0] > 0.6255
    assert p[0][1] > p[1][1] > p[2][1] >= 0.25 - 1e-9
