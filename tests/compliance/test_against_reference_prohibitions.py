"""The fast engine against the slow twin: allegations. The reference counts cases one by one and measures ground by slicing."""

from dataclasses import replace
from datetime import datetime
from random import Random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box as oblong

from hudna.compliance import hold_against_norms
from hudna.compliance.tables import DutyStates
from hudna.terms.compiled import BoundedBoxes, Box, CompiledAgreement, Interval, Norm, PlaceSide, Proof, Region, Taking
from reference.evidence import Tables, draw_evidence, rows_as, tables
from reference.places import OnTheEdge
from reference.prohibitions import Held, hold
from reference.strategies import ATTACKS, KM, PARENTS, agreement, draw_agreement, draw_boxes, examples, hour, seeded

TOLERANCE = 1e-6  # slicing is right to about 1e-7
AS_OF = st.sampled_from([hour(200), hour(200), hour(48.25)])
agreements = seeded(draw_agreement)
evidence = seeded(draw_evidence)


def evaluate(
    compiled: CompiledAgreement, facts: Tables, *, as_of: datetime, duty_states: list[dict[str, object]] | None = None
) -> pl.DataFrame:
    met = rows_as(DutyStates, duty_states or [])
    return hold_against_norms(
        compiled, facts.incidents, facts.findings, facts.targets, facts.voices, duty_states=met, as_of=as_of
    )


def twin(
    compiled: CompiledAgreement, facts: Tables, *, as_of: datetime, duty_states: list[dict[str, object]] | None = None
) -> dict[tuple[str, str, str], Held]:
    return hold(compiled, facts.as_rows(), duty_states=duty_states or [], parents=PARENTS, as_of=as_of)


def assert_same(
    compiled: CompiledAgreement, facts: Tables, as_of: datetime, duty_states: list[dict[str, object]] | None = None
) -> None:
    try:
        expected = twin(compiled, facts, as_of=as_of, duty_states=duty_states)
    except OnTheEdge:
        return
    found = {
        (row["incident_id"], row["norm_id"], row["accused"]): row
        for row in evaluate(compiled, facts, as_of=as_of, duty_states=duty_states).to_dicts()
    }
    assert set(found) == {key for key, held in expected.items() if held.upper > TOLERANCE} | {
        key for key in found if key in expected
    }
    for key, row in found.items():
        held = expected[key]
        assert (row["p_lower"], row["p_breach"], row["p_upper"]) == pytest.approx(
            (held.lower, held.point, held.upper), abs=TOLERANCE
        ), key
        assert row["p_excepted"] == pytest.approx(held.excepted, abs=TOLERANCE), key
        counted = (row["groups_naming"], row["groups_not_adverse"], row["is_admitted"])
        assert counted == (held.groups_naming, held.groups_not_adverse, held.is_admitted), key
        assert row["standard"] == held.standard or near_a_threshold(compiled, held), (key, row["standard"], held)
        assert held.taken_by <= set(row["taken_by"]) <= held.grazed_by, key


def near_a_threshold(compiled: CompiledAgreement, held: Held) -> bool:
    ends = [0.25, 0.5, 0.75, *compiled.proof.thresholds.values()]
    return any(abs(value - end) < 10 * TOLERANCE for end in ends for value in (held.lower, held.point))


@examples(100)
@given(compiled=agreements, facts=evidence, as_of=AS_OF)
def test_every_allegation_agrees_with_counting_cases_one_by_one(
    compiled: CompiledAgreement, facts: Tables, as_of: datetime
) -> None:
    assert_same(compiled, facts, as_of)


@examples(40)
@given(
    compiled=agreements,
    facts=evidence,
    met=st.sampled_from([None, hour(3), hour(18), hour(24), hour(40)]),
    is_undefined=st.booleans(),
)
def test_a_norm_provided_that_a_duty_is_met_binds_from_that_instant(
    compiled: CompiledAgreement, facts: Tables, met: datetime | None, is_undefined: bool
) -> None:
    norms = tuple(replace(norm, after=("18",), after_undefined=is_undefined) for norm in compiled.norms)
    states: list[dict[str, object]] = [
        {"duty_id": "18", "obligor": obligor, "instance": 1, "bound": bound, "standard": standard, "guarantors": [],
         "state": "open" if met is None else "met", "met_at": instant, "performed": 0.0, "incidents": [], "not_evaluated": []}
        for bound in ("lower", "point", "upper")
        for standard in ("reasonable_suspicion", "reasonable_grounds", "clear_and_convincing")
        for obligor, instant in (("republic", met), ("council", met and hour(1)))
    ]  # fmt: skip

    assert_same(replace(compiled, norms=norms), facts, hour(200), states)


@examples(60)
@given(compiled=agreements, facts=evidence, as_of=AS_OF)
def test_lower_is_at_most_the_point_and_the_point_at_most_upper(
    compiled: CompiledAgreement, facts: Tables, as_of: datetime
) -> None:
    for row in evaluate(compiled, facts, as_of=as_of).to_dicts():
        assert 0 <= row["p_lower"] <= row["p_breach"] <= row["p_upper"] <= 1


@examples(30)
@given(compiled=agreements, facts=evidence, later=seeded(lambda rng: draw_evidence(rng, prefix="later")))
def test_a_fact_known_after_as_of_changes_nothing(compiled: CompiledAgreement, facts: Tables, later: Tables) -> None:
    as_of = hour(200)
    late_incidents = later.incidents.with_columns(known_at=pl.lit(as_of).dt.cast_time_unit("us"))
    late_voices = pl.concat([
        later.voices.with_columns(known_at=pl.lit(as_of).dt.cast_time_unit("us")),
        facts.voices.with_columns(known_at=pl.lit(as_of).dt.cast_time_unit("us"), source_id=pl.lit("later-") + pl.col("source_id")),
    ])  # fmt: skip
    with_more = Tables(
        pl.concat([facts.incidents, late_incidents]), pl.concat([facts.findings, later.findings]),
        pl.concat([facts.targets, later.targets]), pl.concat([facts.voices, late_voices]),
    )  # fmt: skip

    assert evaluate(compiled, facts, as_of=as_of).equals(evaluate(compiled, with_more, as_of=as_of))


@examples(30)
@given(compiled=agreements, facts=evidence, seed=st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing_byte_for_byte(compiled: CompiledAgreement, facts: Tables, seed: int) -> None:
    shuffled = Tables(
        *(
            table.sample(fraction=1.0, shuffle=True, seed=seed)
            for table in (facts.incidents, facts.findings, facts.targets, facts.voices)
        )
    )

    assert (
        evaluate(compiled, facts, as_of=hour(200)).write_ndjson()
        == evaluate(compiled, shuffled, as_of=hour(200)).write_ndjson()
    )


def wider(rng: Random, taking: Taking, compiled: CompiledAgreement) -> tuple[Taking, dict[str, Region]]:
    """The same taking with one side of all its boxes grown."""
    regions: dict[str, Region] = {}

    def grown(way: str, boxes: BoundedBoxes) -> BoundedBoxes:
        sides = []
        for side in (boxes.lower, boxes.point, boxes.upper):
            match way:
                case "time":
                    sides.append(tuple(replace(box, when=(Interval(None, None),)) for box in side[:1]))
                case "kinds":
                    sides.append(tuple(replace(box, kinds=box.kinds | ATTACKS) for box in side))
                case "place":
                    sides.append(tuple(replace(box, places=()) for box in side))
                case _:
                    sides.append(tuple(replace(box, actors=None, arms=None) for box in side))
        return BoundedBoxes(*sides)

    return replace(taking, boxes=grown(rng.choice(["time", "kinds", "place", "hand"]), taking.boxes)), regions


@examples(40)
@given(compiled=agreements, facts=evidence, seed=st.integers(0, 2**32))
def test_widening_an_allowance_never_raises_a_probability(
    compiled: CompiledAgreement, facts: Tables, seed: int
) -> None:
    rng = Random(seed)
    every = {taking.taking_id: wider(rng, taking, compiled)[0] for norm in compiled.norms for taking in norm.takings}
    norms = tuple(
        replace(norm, takings=tuple(every[taking.taking_id] for taking in norm.takings)) for norm in compiled.norms
    )

    narrow = {row["allegation_id"]: row for row in evaluate(compiled, facts, as_of=hour(200)).to_dicts()}
    wide = {
        row["allegation_id"]: row for row in evaluate(replace(compiled, norms=norms), facts, as_of=hour(200)).to_dicts()
    }

    assert set(wide) <= set(narrow)
    for allegation_id, row in wide.items():
        for bound in ("p_lower", "p_breach", "p_upper"):
            assert row[bound] <= narrow[allegation_id][bound] + 1e-12


@examples(40)
@given(compiled=agreements, facts=evidence, seed=st.integers(0, 2**32))
def test_splitting_a_zone_in_two_and_summing_changes_nothing(
    compiled: CompiledAgreement, facts: Tables, seed: int
) -> None:
    rng = Random(seed)
    x, y, width, height = (
        rng.randint(-6, 0) * KM,
        rng.randint(-6, 0) * KM,
        rng.randint(3, 9) * KM,
        rng.randint(2, 8) * KM,
    )
    cut = x + width * rng.choice([0.25, 0.5, 0.7])
    halves = {
        "west": oblong(x, y, cut, y + height),
        "east": oblong(cut, y, x + width, y + height),
        "whole": oblong(x, y, x + width, y + height),
    }
    regions = dict(compiled.regions)
    base = draw_boxes(rng, regions, "base", frozenset({"army", "militia"}))
    relation = rng.choice(["into", "from"])

    def norm_over(name: str) -> Norm:
        sides = [
            tuple(replace(box, places=(PlaceSide(relation, name),)) for box in side)
            for side in (base.lower, base.point, base.upper)
        ]
        return Norm(name, ("republic",), ("eastland",), BoundedBoxes(*sides), compiled.norms[0].takings)

    regions |= {name: Region(polygon=shape) for name, shape in halves.items()}
    split = agreement(regions, tuple(norm_over(name) for name in halves), Proof())
    placed = facts.incidents.filter(
        pl.col("radius_m") > 0, pl.lit(relation == "into") | pl.col("origin_latitude").is_not_null()
    )
    rows = evaluate(
        split,
        replace(facts, incidents=placed, findings=facts.findings.join(placed, on="incident_id", how="semi")),
        as_of=hour(200),
    )

    for _, parts in rows.group_by("incident_id"):
        p = {row["norm_id"]: row for row in parts.to_dicts()}
        for bound in ("p_lower", "p_breach", "p_upper"):
            in_parts = sum(p[name][bound] for name in ("west", "east") if name in p)
            assert in_parts == pytest.approx(p["whole"][bound] if "whole" in p else 0.0, abs=1e-9)


def test_the_drawn_cases_do_meet_norms_and_exceptions() -> None:
    held = [row for seed in range(60) for row in twin_of(seed).values()]

    assert sum(row.excepted > TOLERANCE for row in held) >= 5
    assert sum(bool(row.taken_by) for row in held) >= 10
    assert sum(TOLERANCE < row.lower < row.point < row.upper for row in held) >= 5


def twin_of(seed: int) -> dict[tuple[str, str, str], Held]:
    try:
        return twin(draw_agreement(Random(seed)), draw_evidence(Random(seed + 1000)), as_of=hour(200))
    except OnTheEdge:
        return {}


def test_a_cell_inside_two_boxes_of_one_norm_counts_once() -> None:
    whenever = (Interval(None, None),)
    each_other = tuple(
        Box(frozenset({hand}), ATTACKS, None, frozenset({hit}), (), whenever)
        for hand, hit in (("army", "boats"), ("boats", "army"))
    )
    norm = Norm("2", ("republic", "river"), ("eastland",), BoundedBoxes(each_other, each_other, each_other), ())
    one_of_them = {"actors": ["army", "boats"], "actor_reading": "any_of", "kinds": ["shelling"], "arm": "unknown",
                   "p_lower": 0.4, "p_actor_kind": 0.4, "p_upper": 0.4}  # fmt: skip
    facts = tables(
        [{"incident_id": "i", "known_at": hour(2), "occurred_from": hour(0), "occurred_to": hour(1)}],
        [{"incident_id": "i", "draw": 0, "cell": 0} | one_of_them], [{"incident_id": "i", "target": "unknown", "p_target": 1.0}], [],
    )  # fmt: skip

    (row,) = evaluate(agreement({}, (norm,), Proof()), facts, as_of=hour(3)).to_dicts()

    assert (row["p_lower"], row["p_breach"], row["p_upper"]) == (0.0, 0.0, pytest.approx(0.4))


def test_no_evidence_gives_no_allegation() -> None:
    assert evaluate(draw_agreement(Random(1)), tables([], [], [], []), as_of=hour(1)).is_empty()
