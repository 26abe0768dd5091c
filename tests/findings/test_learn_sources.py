"""Learning from claims, what is stored of it, and what it changes: never anything known before."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
import pytest

from findings.made_world import ACTORS, SOURCES, cells_of
from findings.test_weigh import says
from hudna.findings import Lesson, draw_sides, learn_sources, propose_echoes, read_learnt, weigh_findings, write_learnt
from hudna.incidents import Memberships, pool_incidents
from hudna.problems import Refused
from hudna.reports.tables import Claims
from incidents.made_claims import MIDNIGHT, claims_of

KNOWN = MIDNIGHT + timedelta(days=30)


def told(versions: dict[str, list[dict[str, Any]]]) -> tuple[dy.DataFrame[Claims], dy.DataFrame[Memberships]]:
    rows = [{**row, "claim_id": f"{incident}-{row['claim_id']}"} for incident, rows in versions.items() for row in rows]
    members = [
        {"claim_id": f"{incident}-{row['claim_id']}", "incident_id": incident, "p_member": 1.0, "margin": None}
        for incident, rows in versions.items()
        for row in rows
    ]
    return claims_of(*rows), Memberships.validate(pl.DataFrame(members, schema=Memberships.create_empty().schema))


def a_war(*, agrees: bool) -> dict[str, list[dict[str, Any]]]:
    """Forty acts of the army, of which the UN and an opposition monitor tell; the monitor agrees with the UN, or blames at random."""
    acts = {}
    for number in range(40):
        did_it = "army" if number % 2 else "brigade"
        says_it = did_it if agrees else "army"
        acts[f"I-{number:02}"] = [says("un", did_it), says("press", did_it), says("opp1", says_it)]
    return acts


def lesson(versions: dict[str, list[dict[str, Any]]], **rulings: str) -> Lesson:
    claims, memberships = told(versions)
    return learn_sources(claims, memberships, sources=SOURCES, actors=ACTORS, known_at=KNOWN, rulings=rulings)


def accused_by_opp1(learnt: Any) -> float:
    claims, memberships = told({"I": [says("opp1", "army")]})
    weighed = weigh_findings(
        claims, pool_incidents(claims, memberships), memberships, sources=SOURCES, actors=ACTORS, k=3.0, learnt=learnt
    )
    return cells_of(weighed)[("army",), ("shelling",)][0]


def test_a_source_that_agrees_with_others_is_believed_more_than_one_that_always_blames_the_other_side() -> None:
    right, partisan = lesson(a_war(agrees=True)).learnt, lesson(a_war(agrees=False)).learnt

    assert accused_by_opp1(right) > 0.80
    assert 0.5 <= accused_by_opp1(partisan) < accused_by_opp1(None)


def test_what_was_learnt_comes_back_from_its_file_and_equal_fits_are_equal_bytes(tmp_path: Path) -> None:
    learnt = lesson(a_war(agrees=True)).learnt

    for name in ("one.json", "two.json"):
        write_learnt(learnt, tmp_path / name)

    assert read_learnt(tmp_path / "one.json") == learnt
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert learnt.known_at == KNOWN


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "other"}, "format"),
        ({"version": 99}, "version"),
        ({"known_at": "2016-03-24"}, ""),
        ({"sources": [{}]}, "phi"),
    ],
)
def test_a_file_that_is_no_fit_is_refused_by_field(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    write_learnt(lesson(a_war(agrees=True)).learnt, tmp_path / "fit.json")
    stored = json.loads((tmp_path / "fit.json").read_text())
    (tmp_path / "fit.json").write_text(json.dumps(stored | change))

    with pytest.raises(Refused) as refused:
        read_learnt(tmp_path / "fit.json")

    assert field in str(refused.value.problems[0])
    assert refused.value.problems[0].file == "fit.json"


def test_sources_that_nothing_was_learnt_of_keep_the_template() -> None:
    nobody_known = replace(lesson(a_war(agrees=True)).learnt, sources=(), lines=())

    assert accused_by_opp1(nobody_known) == pytest.approx(accused_by_opp1(None))


def test_an_admission_anchors_and_a_ruling_wins_over_it() -> None:
    admitted = {"I": [says("rebel_office", "brigade"), says("un", "army")]}

    assert lesson(admitted).anchored == 1
    assert lesson(admitted).fit.p.max() == 1.0
    ruled = lesson(admitted, I="government_side")
    assert ruled.fit.p[0, ruled.tabled.sides.index("government_side")] == 1.0


def test_two_that_always_say_the_same_are_proposed_as_one_voice() -> None:
    versions = a_war(agrees=False)
    for number, acts in enumerate(versions.values()):  # silent on the author, both, in acts of their own choosing
        names = ["army"] if number % 3 else []
        acts += [says("opp2", *names), says("kurd", *names)]

    pairs = propose_echoes(lesson(versions))

    assert any(
        {"kurd", "opp2"} == {row["source_id"].split()[0], row["other_id"].split()[0]} for row in pairs.to_dicts()
    )


def test_draws_are_the_finding_first_and_then_around_it() -> None:
    claims, memberships = told({"I": [says("opp1", "army"), says("un", "army")]})

    draws = draw_sides(claims, memberships, sources=SOURCES, actors=ACTORS, learnt=None, draws=50, seed=3)
    again = draw_sides(claims, memberships, sources=SOURCES, actors=ACTORS, learnt=None, draws=50, seed=3)

    of_army = draws.filter(pl.col("side") == "government_side")["p_side"]
    assert draws.equals(again)
    assert of_army[0] == pytest.approx(0.9387, abs=5e-4)
    assert 0.02 < of_army[1:].std() < 0.2
    assert of_army[1:].mean() == pytest.approx(of_army[0], abs=0.05)


def test_a_fit_known_at_an_instant_is_not_used_for_what_was_known_then() -> None:
    claims, memberships = told({"I@1": [says("opp1", "army")], "I@2": [says("opp1", "army")]})
    learnt = lesson(a_war(agrees=True)).learnt

    weighed = weigh_findings(
        claims,
        pool_incidents(claims, memberships),
        memberships,
        sources=SOURCES,
        actors=ACTORS,
        k=3.0,
        learnt=learnt,
        by_template=frozenset({"I@1"}),
    )

    p = dict(weighed.findings.filter(pl.col("actors").list.len() > 0).select("incident_id", "p_actor_kind").iter_rows())
    assert p["I@1"] == pytest.approx(0.6255, abs=5e-4)
    assert p["I@2"] > 0.80
    assert learnt.known_at.tzinfo is UTC or learnt.known_at == datetime.fromisoformat(KNOWN.isoformat())


def test_beginning_from_an_earlier_fit_ends_where_beginning_anew_does_in_fewer_rounds() -> None:
    claims, memberships = told(a_war(agrees=True))
    known = {"sources": SOURCES, "actors": ACTORS, "known_at": KNOWN, "rulings": {}}
    anew = learn_sources(claims, memberships, **known)

    again = learn_sources(claims, memberships, **known, start=anew.learnt)

    assert again.fit.has_converged
    assert again.fit.iterations < anew.fit.iterations
    assert np.abs(again.fit.p - anew.fit.p).max() < 1e-4
