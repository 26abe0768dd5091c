"""Drafts that live in one file as disputed values, and several versions of a deal: the Astana memorandum and the Four Towns agreement.

The texts are ours, made from facts of the two deals: the deadline of the working group moved from 9 to 14 to 18 May 2017 and that of the
maps from 22 May to 4 June; of the detainees to be released one text says 25 juveniles and another 125 children.
"""

from itertools import pairwise

from hudna.terms import parse_agreement
from hudna.terms.diff import diff_agreements, disputes_in, in_order, when_points_moved
from terms.deals import HEAD, IN_FORCE, SIDES, ZONES

ASTANA = (
    HEAD
    + IN_FORCE
    + SIDES
    + ZONES
    + """\
sources: {memo: {title: Memorandum of 4 May 2017}, drafts: {title: Successive drafts}}
terms:
  group:
    require: meeting_held
    by: [army, town]
    jointly: true
    deadline: {disputed: [{val: 2017-05-18, source: memo}, {val: 2017-05-14, source: drafts}, {val: 2017-05-09, source: drafts}]}
  maps:
    require: maps_exchanged
    by: [mission]
    deadline: {disputed: [{val: 2017-05-22, source: drafts}, {val: 2017-06-04, source: memo}], use: 2017-06-04}
"""
)
TOWNS = HEAD + IN_FORCE + SIDES + ZONES + """\
terms:
  "8":
    require: detainee_release
    by: [army]
    for: [town]
    quantity:
      disputed:
        - {val: {exactly: 500, unit: persons, of: {women: 325, children: 25, men: 150}}}
        - {val: {exactly: 600, unit: persons, of: {women: 325, children: 125, men: 150}}}
  "9":
    forbid: [armed_attack]
    by: [all]
    in: [south]
"""  # fmt: skip


def test_the_drifting_deadlines_of_astana_are_told_value_by_value() -> None:
    told = [
        (dispute.path[1], reading.source, diff_agreements(dispute.readings[0].agreement, reading.agreement).changes[0])
        for dispute in disputes_in(parse_agreement(ASTANA, file="astana.yaml"))
        for reading in dispute.readings[1:]
    ]

    assert [(term, source, change.point, change.sizes["days_later"]) for term, source, change in told] == [
        ("group", "drafts", "deadline", -4), ("group", "drafts", "deadline", -9), ("maps", "drafts", "deadline", -13),
    ]  # fmt: skip
    assert told[0][2].gain.bound == ("army", "town")


def test_the_children_of_the_four_towns_are_told_value_by_value() -> None:
    text = TOWNS.replace("[south]", "[centre]")
    (dispute,) = disputes_in(parse_agreement(text, file="towns.yaml"))

    (change,) = diff_agreements(*(reading.agreement for reading in dispute.readings)).changes

    assert change.key == ("terms", "8", "quantity")
    assert (change.old["of"]["children"], change.new["of"]["children"]) == (25, 125)
    assert change.sizes == {"amount_old": 500, "amount_new": 600}
    assert (change.gain.bound, change.gain.more_protected) == (("army",), ("town",))


def test_a_disputed_shape_of_a_zone_is_compared_as_ground() -> None:
    zones = ZONES + "  south: {name: South, disputed: [{val: {union: [centre]}}, {val: {union: [centre, suburb]}}]}\n"
    text = TOWNS.replace(ZONES, zones)
    shapes = next(
        dispute for dispute in disputes_in(parse_agreement(text, file="towns.yaml")) if dispute.path[0] == "zones"
    )

    (change,) = diff_agreements(*(reading.agreement for reading in shapes.readings)).changes

    assert change.key == ("zones", "south", "ground")
    assert change.sizes["km2_added"] > 12


def test_all_else_that_is_disputed_stays_so() -> None:
    first = next(disputes_in(parse_agreement(ASTANA, file="astana.yaml")))

    assert len(list(disputes_in(first.readings[1].agreement))) == 1


# -- several versions -------------------------------------------------------------------------------------------------------------------


def version(number: str, group: str, maps: str, name: str = "group") -> str:
    head = HEAD.replace('"2016-02-26"', f'"{number}"')
    return head + IN_FORCE + SIDES + ZONES + (
        f"terms:\n  {name}: {{text: {{en: The group shall meet}}, require: meeting_held, by: [army], deadline: {group}}}\n"
        f"  maps: {{require: maps_exchanged, by: [mission], deadline: {maps}}}\n"
    )  # fmt: skip


def test_versions_are_put_in_their_own_order_and_points_followed_through_renumbering() -> None:
    texts = {
        "c": version("2017-05-04", "2017-05-18", "2017-06-04", name="art5"),
        "a": version("2017-05-01", "2017-05-09", "2017-05-22"),
        "b": version("2017-05-03", "2017-05-14", "2017-05-22", name="art5"),
    }
    versions = in_order([parse_agreement(text, file=f"{name}.yaml") for name, text in texts.items()])

    steps = [diff_agreements(one, other) for one, other in pairwise(versions)]
    points = {point.key: [change is not None for change in point.steps] for point in when_points_moved(steps)}

    assert [agreement.file for agreement in versions] == ["a.yaml", "b.yaml", "c.yaml"]
    assert points == {("terms", "group", "deadline"): [True, True], ("terms", "maps", "deadline"): [False, True]}


def test_versions_that_are_numbered_are_counted_as_people_count() -> None:
    versions = [
        parse_agreement(version(number, "2017-05-09", "2017-05-22"), file="x.yaml")
        for number in ("draft 10", "draft 2")
    ]

    assert [agreement.version for agreement in in_order(versions)] == ["draft 2", "draft 10"]
