"""Episodes and the days they cover (shared cases SP6, L54)."""

from hudna.incidents import cover_episodes, link_incidents, tie_claims
from incidents.made_claims import a_claim, claims_of


def test_a_five_day_summary_covers_the_days_within_it_and_is_not_added_to_them() -> None:
    summary = a_claim("summary", days=5.0, killed_min=50, killed_max=50)
    days = [a_claim(f"day-{n}", day=float(n), killed_min=10, killed_max=10) for n in (0, 2, 4)]
    claims = claims_of(summary, *days, a_claim("after", day=7.0), a_claim("far", day=1.0, latitude=36.0))
    ties = tie_claims(claims)
    linked = link_incidents(claims, ties=ties)

    covered = cover_episodes(ties, linked)

    ids = dict(linked.memberships.select("claim_id", "incident_id").iter_rows())
    assert covered["episode_id"].unique().to_list() == [ids["summary"]]
    assert set(covered["incident_id"]) == {ids["day-0"], ids["day-2"], ids["day-4"]}
    assert covered.select("killed_min", "killed_max").unique().rows() == [(50, 50)]
    assert linked.incidents["killed_max"].sum() == 80  # each as told: only the link says that they are not 80


def test_what_is_another_kind_or_by_another_actor_is_not_covered() -> None:
    claims = claims_of(
        a_claim("summary", days=5.0),
        a_claim("delivery", day=1.0, kinds=["aid_delivery"]),
        a_claim("rebels", day=2.0, actors=["rebels"]),
    )
    ties = tie_claims(claims)

    assert cover_episodes(ties, link_incidents(claims, ties=ties)).is_empty()


def test_what_one_coder_keyed_apart_covers_nothing_of_one_another() -> None:
    claims = claims_of(
        a_claim("coded-week", days=5.0, given_key="coder:1"),
        a_claim("coded-day", day=1.0, given_key="coder:2"),
        a_claim("other-day", day=2.0, latitude=33.70, given_key="other:7"),
    )
    ties = tie_claims(claims)
    linked = link_incidents(claims, ties=ties)

    covered = cover_episodes(ties, linked)

    ids = dict(linked.memberships.select("claim_id", "incident_id").iter_rows())
    assert covered.select("episode_id", "incident_id").rows() == [(ids["coded-week"], ids["other-day"])]


def test_two_summaries_of_one_stretch_are_one_episode() -> None:
    claims = claims_of(a_claim("a", days=5.0), a_claim("b", days=5.0))

    linked = link_incidents(claims)

    assert linked.incidents["claims"].to_list() == [2]
