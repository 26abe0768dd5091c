"""Holding incidents against norms, computed by hand: place, time, target, actor and kind, bounds, classes, and who may be accused."""

from dataclasses import replace
from math import pi

import polars as pl
import pytest
import shapely

from compliance.scenes import (
    ARMY,
    agreement,
    bounds_of,
    box,
    cell,
    evidence,
    hold,
    hour,
    incident,
    norm,
    same,
    share,
    taking,
)
from hudna.compliance import Evidence, hold_against_norms
from hudna.compliance.tables import DutyStates
from hudna.terms import kind_tree
from hudna.terms.compiled import BoundedBoxes, BreachClass, Interval, Region

EAST = Region(polygon=shapely.box(0, -50_000, 50_000, 50_000))
WEST = Region(polygon=shapely.box(-50_000, -50_000, 0, 50_000))
ROUND = Region(circles=((0.0, 0.0, 2_000.0),))
GROUND = {"east": EAST, "west": WEST, "round": ROUND, "everywhere": Region(is_everywhere=True), "nowhere": Region()}
IN_EAST = (("in", "east"),)


def p_of(*norms: object, told: Evidence, **fields: object) -> tuple[float, float, float]:
    return bounds_of(hold(agreement(*norms, regions=GROUND, **fields), told))  # type: ignore[arg-type]


def one(**fields: object) -> Evidence:
    return evidence([incident(**fields)], [cell()])  # type: ignore[arg-type]


def test_half_a_disc_in_the_zone_is_half_a_breach() -> None:
    held = hold(agreement(norm(same(box(places=IN_EAST))), regions=GROUND), one(at=(0, 0), radius_m=1000))

    assert held.select("p_lower", "p_breach", "p_upper", "p_place").row(0) == pytest.approx((0.5,) * 4, abs=1e-9)
    assert held["allegation_id"].to_list() == ["i1/1/republic"]


def test_the_upper_ends_of_authors_who_exclude_one_another_make_no_more_than_1() -> None:
    cells = [
        cell(number=0, actors=["army"], p=(0.04, 0.5, 0.96)),
        cell(number=1, actors=["army", "navy"], reading="any_of", p=(0.04, 0.5, 0.96)),
    ]

    assert p_of(norm(same(box(actors=frozenset({"army", "navy"})))), told=evidence([incident()], cells)) == (
        0.08,
        1.0,
        1.0,
    )


def test_an_incident_half_before_the_truce_counts_half() -> None:
    held = hold(agreement(norm(same(box(hours=(1, 10))))), one(hours=(0, 2)))

    assert held.select("p_breach", "p_time").row(0) == (0.5, 0.5)


@pytest.mark.parametrize(("at", "rows"), [(0.0, 1), (10.0, 0)])
def test_an_instant_is_inside_from_the_first_moment_and_outside_from_the_last(at: float, rows: int) -> None:
    held = hold(agreement(norm(same(box(hours=(0, 10))))), one(hours=(at, at)))

    assert len(held) == rows


def test_place_time_target_and_actor_multiply() -> None:
    told = evidence(
        [incident(at=(0, 0), hours=(0, 2))],
        [cell(p=0.8), cell(number=1, actors=["guard"], p=0.2)],
        [share("i1", "civilians", 0.5)],
    )
    held = hold(
        agreement(norm(same(box(places=IN_EAST, hours=(1, 9), targets=frozenset({"civilians"})))), regions=GROUND), told
    )

    factors = held.select("p_place", "p_time", "p_target", "p_actor_kind", "p_breach").row(0)
    assert factors == pytest.approx((0.5, 0.5, 0.5, 0.8, 0.1), abs=1e-9)


def test_a_pair_that_cannot_meet_has_no_row() -> None:
    assert hold(agreement(norm(same(box(places=IN_EAST))), regions=GROUND), one(at=(-5000, 0))).is_empty()


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        pytest.param("into", 0.5, id="into asks the effect"),
        pytest.param("from", 0.25, id="from asks the origin"),
        pytest.param("in", 1 - 0.5 * 0.75, id="in asks either"),
    ],
)
def test_effect_and_origin_are_independent(relation: str, expected: float) -> None:
    told = one(at=(0, 0), radius_m=2_000 * 2**0.5, origin=(0, 0, 4_000))

    held = hold(agreement(norm(same(box(places=[(relation, "round")]))), regions=GROUND), told)

    assert bounds_of(held) == pytest.approx((expected,) * 3, abs=1e-9)


def test_nobody_knows_whether_an_unknown_origin_lies_inside() -> None:
    assert p_of(norm(same(box(places=[("from", "east")]))), told=one()) == (0.0, 0.0, 1.0)


def test_a_place_nobody_knows_is_inside_at_the_upper_bound_only() -> None:
    assert p_of(norm(same(box(places=IN_EAST))), told=one(at=None)) == (0.0, 0.0, 1.0)
    assert p_of(norm(same(box(places=[("in", "everywhere")]))), told=one(at=None)) == (1.0, 1.0, 1.0)
    assert hold(agreement(norm(same(box(places=[("in", "nowhere")]))), regions=GROUND), one(at=None)).is_empty()


def test_a_unit_lies_inside_by_its_area() -> None:
    regions = GROUND | {"unit:SY0303": Region(polygon=shapely.box(-3000, 0, 1000, 1000))}
    told = one(at=None, unit="SY0303")

    in_east = hold(agreement(norm(same(box(places=IN_EAST))), regions=regions), told)
    in_circle = hold(agreement(norm(same(box(places=[("in", "round")]))), regions=regions), told)

    assert bounds_of(in_east) == pytest.approx((0.25,) * 3)
    drawn = shapely.Point(0, 0).buffer(2000, quad_segs=512).intersection(shapely.box(-3000, 0, 1000, 1000)).area
    assert bounds_of(in_circle) == pytest.approx((drawn / 4_000_000,) * 3, abs=1e-5)


def test_a_point_on_the_edge_is_inside() -> None:
    told = one(at=(0.0, 0.0), radius_m=0)
    zone = Region(polygon=shapely.box(0, -1, 1, 1))

    assert bounds_of(hold(agreement(norm(same(box(places=[("in", "z")]))), regions={"z": zone}), told)) == (
        1.0,
        1.0,
        1.0,
    )


def test_an_undefined_side_leaves_anything_between_nothing_and_its_widest_reading() -> None:
    boxes = BoundedBoxes((), (), (box(places=IN_EAST),))

    held = hold(agreement(norm(boxes), regions=GROUND), one(at=(0, 0)))

    assert bounds_of(held) == pytest.approx((0.0, 0.0, 0.5), abs=1e-9)
    assert held.select("p_place", "p_actor_kind").row(0) == (0.0, 0.0)


def test_a_disputed_side_takes_the_meet_below_and_the_join_above() -> None:
    boxes = BoundedBoxes((box(hours=(1, 2)),), (box(hours=(0, 2)),), (box(hours=(0, 4)),))

    assert p_of(norm(boxes), told=one(hours=(0, 4))) == (0.25, 0.5, 1.0)


@pytest.mark.parametrize(
    ("actors", "reading", "expected"),
    [
        pytest.param(["army"], "one", (1, 1, 1), id="one of the box"),
        pytest.param(["army", "militia"], "any_of", (1, 1, 1), id="any of two, both in the box"),
        pytest.param(["army", "guard"], "any_of", (0, 0, 1), id="any of two, one outside"),
        pytest.param(["army", "guard"], "each", (1, 1, 1), id="acted together, one outside"),
    ],
)
def test_mass_on_several_actors_is_not_split(actors: list[str], reading: str, expected: tuple[float, ...]) -> None:
    told = evidence([incident()], [cell(actors=actors, reading=reading)])

    assert p_of(norm(same(box())), told=told) == expected


def test_mass_of_unknown_author_counts_against_nobody_who_is_named() -> None:
    told = evidence([incident()], [cell(actors=[], reading="unknown")])

    assert hold(agreement(norm(same(box()))), told).is_empty()
    assert p_of(norm(same(box(actors=None))), told=told) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param(["shelling"], (1, 1, 1), id="the kind"),
        pytest.param(["armed_attack"], (0, 0, 1), id="its parent"),
        pytest.param(["shelling", "sniping"], (0, 0, 1), id="a candidate of two"),
    ],
)
def test_a_kind_told_too_widely_is_inside_at_the_upper_bound_only(
    kinds: list[str], expected: tuple[float, ...]
) -> None:
    told = evidence([incident()], [cell(kinds=kinds)])

    assert p_of(norm(same(box(kinds=kind_tree().below("shelling")))), told=told) == expected


def test_an_act_outside_the_tree_is_inside_nothing() -> None:
    assert hold(agreement(norm(same(box()))), evidence([incident()], [cell(kinds=[])])).is_empty()


def test_an_arm_nobody_knows_is_inside_at_the_upper_bound_only() -> None:
    with_rockets = norm(same(box(arms=frozenset({"rocket"}))))

    assert p_of(with_rockets, told=evidence([incident()], [cell(arm="unknown")])) == (0.0, 0.0, 1.0)
    assert p_of(with_rockets, told=evidence([incident()], [cell(arm="rocket")])) == (1.0, 1.0, 1.0)


def test_the_bounds_of_the_finding_are_those_of_the_allegation() -> None:
    told = evidence([incident()], [cell(p=(0.3, 0.6, 0.8))])

    assert p_of(norm(same(box())), told=told) == (0.3, 0.6, 0.8)


def test_mass_is_averaged_over_draws() -> None:
    first, second = cell(p=0.4), cell(p=0.8) | {"draw": 1}

    assert p_of(norm(same(box())), told=evidence([incident()], [first, second])) == pytest.approx((0.6, 0.6, 0.6))


def test_targets_not_told_are_inside_at_the_upper_bound_and_anyone_limits_nothing() -> None:
    told = evidence([incident()], [cell()], [share("i1", "civilians", 0.3), share("i1", "unknown", 0.7)])

    assert p_of(norm(same(box(targets=frozenset({"civilians"})))), told=told) == (0.3, 0.3, 1.0)
    assert p_of(norm(same(box(targets=frozenset({"anyone"})))), told=told) == (1.0, 1.0, 1.0)


def test_parties_of_one_guarantor_can_be_accused_together() -> None:
    joint = norm(same(box(actors=ARMY | {"guard"})), accused=("republic", "council"))
    told = evidence([incident()], [cell(actors=["army", "guard"], reading="any_of")])

    held = hold(agreement(joint), told)

    assert held["accused"].to_list() == ["republic+council"]
    assert bounds_of(held) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("kinds", "killed", "injured", "expected"),
    [
        (["chemical_attack"], None, None, "grave"),
        (["shelling"], 5, None, "grave"),
        (["shelling"], 4, 19, "serious"),
        (["shelling"], 4, 20, "grave"),
        (["siege"], None, None, "other"),
    ],
)
def test_the_class_is_the_first_that_the_kind_or_the_toll_matches(
    kinds: list[str], killed: int | None, injured: int | None, expected: str
) -> None:
    classes = [
        BreachClass("grave", frozenset({"chemical_attack"}), 5, 20),
        BreachClass("serious", kind_tree().below("armed_attack"), None),
        BreachClass("other", None, None),
    ]
    told = evidence([incident(killed=killed, injured=injured)], [cell(kinds=kinds)])

    held = hold(agreement(norm(same(box(kinds=["chemical_attack", "shelling", "siege"]))), classes=classes), told)

    assert held["breach_class"].to_list() == [expected]


def test_a_norm_provided_that_a_duty_is_met_binds_from_then() -> None:
    bound_by = norm(same(box()), after=("18",))

    def states(met: float | None) -> list[dict[str, object]]:
        return [
            {
                "duty_id": "18", "obligor": "council", "instance": 1, "bound": bound, "standard": standard, "guarantors": [],
                "state": "met" if met is not None else "open", "met_at": None if met is None else hour(met), "performed": 0.0,
                "incidents": [], "not_evaluated": [],
            }
            for bound in ("lower", "point", "upper")
            for standard in ("reasonable_suspicion", "reasonable_grounds", "clear_and_convincing")
        ]  # fmt: skip

    told = one(hours=(0, 2))

    assert bounds_of(hold(agreement(bound_by), told, duty_states=states(0.5))) == (0.75, 0.75, 0.75)
    assert hold(agreement(bound_by), told, duty_states=states(None)).is_empty()
    assert bounds_of(hold(agreement(replace(bound_by, after_undefined=True)), told)) == (0.0, 0.0, 1.0)
    unevaluated = [row | {"state": "not_evaluated"} for row in states(None)]
    held = hold(agreement(bound_by), told, duty_states=unevaluated)
    assert (bounds_of(held), held["not_evaluated"].to_list()) == ((0.0, 0.0, 1.0), [["after: 18"]])


def test_rows_known_at_as_of_or_later_do_not_count() -> None:
    told = evidence([incident(known=1)], [cell()])
    empty = DutyStates.create_empty()

    def rows(as_of_hours: float) -> int:
        return len(hold_against_norms(agreement(norm(same(box()))), *told, duty_states=empty, as_of=hour(as_of_hours)))

    assert (rows(1), rows(1.001)) == (0, 1)


def test_a_finding_about_a_strange_incident_is_refused() -> None:
    with pytest.raises(LookupError, match="'stranger'"):
        hold(agreement(norm(same(box()))), evidence([incident()], [cell(), cell("stranger")]))


def test_keys_that_are_not_evaluated_are_listed_where_they_could_matter() -> None:
    touching = taking("4", same(box()), not_evaluated=("purpose",))
    elsewhere = taking("5", same(box(hours=(50, 60))), not_evaluated=("quality",))

    held = hold(agreement(norm(same(box()), touching, elsewhere, not_evaluated=("named",))), one())

    assert held["not_evaluated"].to_list() == [["named", "purpose"]]
    assert bounds_of(held) == (0.0, 1.0, 1.0)


def test_rows_leave_in_the_order_of_norms_and_then_of_incidents() -> None:
    norms = [norm(same(box()), norm_id=norm_id) for norm_id in ("9", "1")]
    told = evidence([incident("b"), incident("a")], [cell("b"), cell("a")])

    held = hold(agreement(*norms), told)

    assert held.select("norm_id", "incident_id").rows() == [("9", "a"), ("9", "b"), ("1", "a"), ("1", "b")]


def test_many_incidents_at_once_are_held_as_each_alone() -> None:
    rows = [
        incident(f"i{n:03}", at=(37.0 * (n % 61) - 1100, 53.0 * (n % 43) - 1100), radius_m=50.0 * (n % 7))
        for n in range(200)
    ]
    cells = [cell(row["incident_id"]) for row in rows]
    compiled = agreement(
        norm(same(box(places=[("in", "round")]))), norm(same(box(places=IN_EAST)), norm_id="2"), regions=GROUND
    )

    together = hold(compiled, evidence(rows, cells))
    alone = [hold(compiled, evidence([row], [told])) for row, told in zip(rows, cells, strict=True)]

    assert together.write_ndjson() == pl.concat(alone).sort("norm_id", "incident_id").write_ndjson()


def test_a_wide_disc_over_a_small_zone_is_found_by_the_search() -> None:
    told = one(at=(150_000, 0), radius_m=200_000)

    held = hold(agreement(norm(same(box(places=[("in", "round")]))), regions=GROUND), told)

    assert bounds_of(held) == pytest.approx((pi * 2_000**2 / (pi * 200_000**2),) * 3)


def test_time_without_ends_is_always() -> None:
    always = replace(box(), when=(Interval(None, None),))

    assert p_of(norm(same(always)), told=one()) == (1.0, 1.0, 1.0)


def test_bounds_out_of_order_are_a_mistake_of_ours_and_not_hidden() -> None:
    wide, narrow = (box(hours=(-1, 3)),), (box(hours=(0, 1)),)

    with pytest.raises(ValueError, match="bounds out of order"):
        hold(agreement(norm(BoundedBoxes(wide, wide, narrow))), one(hours=(0, 2)))
