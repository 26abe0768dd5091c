"""Two evaluations of the same evidence: what appears, vanishes and moves."""

from typing import Any

import pytest

from compliance.scenes import agreement, box, cell, evidence, hold, incident, norm, same, table, voice
from hudna.compliance import Judgement, judge_otherwise
from hudna.compliance.tables import DutyStates
from hudna.terms.compiled import CompiledAgreement, Proof, Region

CIRCLE = {
    "zone": Region(circles=((0.0, 0.0, 3000.0),)),
    "half": Region(circles=((0.0, 0.0, 500.0),)),
    "far": Region(circles=((90_000.0, 0.0, 500.0),)),
}
TOLD = evidence([incident("i1", radius_m=1000.0)], [cell("i1", p=0.9)], voices=[voice("i1", "a"), voice("i1", "b")])


def deal(zone: str = "zone", *, term: str = "1", proof: Proof | None = None) -> CompiledAgreement:
    return agreement(norm(same(box(places=[("in", zone)])), norm_id=term), regions=CIRCLE, proof=proof)


def judged(compiled: CompiledAgreement) -> Judgement:
    return Judgement(hold(compiled, TOLD), table(DutyStates, []), compiled)


def compare(old: CompiledAgreement, new: CompiledAgreement, names: dict[str, str] | None = None) -> list[Any]:
    return list(judge_otherwise(judged(old), judged(new), names=names or {}))


def test_what_both_judge_alike_is_left_out_under_whatever_number() -> None:
    assert compare(deal(), deal()) == []
    assert compare(deal(term="1"), deal(term="7"), {"1": "7"}) == []


def test_an_incident_outside_the_new_zone_is_no_longer_alleged_and_the_other_way_round() -> None:
    (gone,), (come,) = compare(deal(), deal("far")), compare(deal("far"), deal())

    assert (gone.what, gone.about, gone.term, gone.who, gone.new) == ("vanishes", "i1", "1", "republic", None)
    assert (come.what, come.old) == ("appears", None)
    assert come.new == gone.old


def test_a_zone_that_shrinks_moves_the_bounds_and_says_by_how_much() -> None:
    (moved,) = compare(deal(), deal("half"))

    assert moved.what == "moves"
    assert {"p_lower", "p_breach", "p_upper"} <= set(moved.moved)
    assert moved.old["p_breach"] == pytest.approx(0.9)
    assert moved.new["p_breach"] == pytest.approx(0.9 / 4)


def test_another_standard_makes_a_breach_of_the_same_allegation() -> None:
    (moved,) = compare(deal(proof=Proof(breach="reported")), deal(proof=Proof(breach="beyond_reasonable_doubt")))

    assert moved.moved == ("is_breach",)
    assert (moved.old["is_breach"], moved.new["is_breach"]) == (True, False)
