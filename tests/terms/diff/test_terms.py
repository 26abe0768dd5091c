"""Terms by meaning: what a side of them covers more or less, by how much, and who gains by it."""

from math import pi

import pytest

from hudna.terms.diff import Gain
from terms.deals import ZONES
from terms.diff.versions import FIRE, changed, deal, diff, keys, only

FOR_AID = '  "2": {require: aid_delivery, by: [army], for: [civilians], to: [centre], deadline: 2016-03-10, quantity: {exactly: 500, unit: trucks}}\n'
LEAVE = '  "3": {allow: [armed_attack], despite: ["1"], by: [army], in: [centre]}\n'


def test_a_zone_that_grows_is_told_once_with_its_square_kilometres_and_what_it_reaches() -> None:
    told = only(
        changed(
            deal(FIRE + LEAVE), deal(FIRE + LEAVE), "lon: 36.19, km: 2}}\n  suburb", "lon: 36.19, km: 3}}\n  suburb"
        )
    )

    assert told.key == ("zones", "centre", "ground")
    assert told.sizes["km2_old"] == pytest.approx(4 * pi)
    assert told.sizes["km2_new"] == pytest.approx(9 * pi)
    assert told.sizes["km2_added"] == pytest.approx(5 * pi)
    assert told.sizes["km2_gone"] == pytest.approx(0, abs=1e-9)
    assert told.reaches == ("1", "3")
    assert told.gain.freed == ("army",)  # by the leave to fire there
    assert told.gain.bound == ("army", "town", "friend")


def test_a_zone_that_grows_does_not_hide_another_that_shrinks_in_the_same_term() -> None:
    old = deal(
        '  "1": {forbid: [armed_attack], by: [all], in: [centre, far]}\n',
        zones=ZONES + "  far: {circle: {lat: 33.9, lon: 36.9, km: 3}}\n",
    )
    new = old.replace("lon: 36.19, km: 2}}\n  suburb", "lon: 36.19, km: 1}}\n  suburb").replace(
        "lon: 36.9, km: 3", "lon: 36.9, km: 6"
    )

    gains = {change.key[1]: change.gain for change in diff(old, new).changes}

    assert gains["centre"].freed == ("army", "town", "friend")
    assert gains["far"].bound == ("army", "town", "friend")


def test_a_zone_that_moves_loses_and_wins_ground_and_nobody_can_tell_who_gains() -> None:
    told = only(changed(deal(FIRE), deal(FIRE), "centre: {circle: {lat: 33.46", "centre: {circle: {lat: 33.47"))

    assert told.sizes["km2_gone"] == pytest.approx(told.sizes["km2_added"], rel=1e-6)
    assert 0 < told.sizes["km2_gone"] < 4 * pi
    assert not told.gain.is_told


def test_a_ban_on_fewer_kinds_frees_whom_it_bound_and_says_what_is_no_longer_covered() -> None:
    told = only(changed(deal(FIRE), deal(FIRE), "[armed_attack]", "[shelling]"))

    assert told.key == ("terms", "1", "forbid")
    assert "air_strike" in told.gone
    assert "shelling" not in told.gone
    assert told.gain == Gain(freed=("army", "town", "friend"), less_protected=("anyone",))


def test_a_ban_that_binds_another_role_is_told_by_role() -> None:
    told = only(diff(deal(FIRE.replace("[all]", "[army]")), deal(FIRE.replace("[all]", "[town]"))))

    assert (told.gone, told.added) == (("army",), ("town",))
    assert (told.gain.freed, told.gain.bound) == (("army",), ("town",))


def test_a_ban_that_protects_fewer_targets_names_them() -> None:
    before, after = (FIRE.replace("in:", f"against: [{names}], in:") for names in ("civilians, hospitals", "hospitals"))

    told = only(diff(deal(before), deal(after)))

    assert "displaced" in told.gone  # also civilians
    assert told.gain.freed == ("army", "town", "friend")


def test_a_ban_in_another_zone_is_told_with_its_ground() -> None:
    told = only(changed(deal(FIRE), deal(FIRE), "in: [centre]", "in: [centre, suburb]"))

    assert told.key == ("terms", "1", "in")
    assert told.sizes["km2_added"] == pytest.approx(4 * pi)
    assert told.gain.bound == ("army", "town", "friend")


def test_ground_that_nobody_can_measure_any_more_is_told_at_most_and_nobody_gains_for_certain() -> None:
    told = only(changed(deal(FIRE), deal(FIRE), "in: [centre]", "in: [vague]"))

    assert told.sizes["km2_new"] == 0
    assert told.sizes["km2_most_new"] == pytest.approx(400 * pi)
    assert not told.gain.is_told


def test_days_of_a_term_are_counted() -> None:
    before, after = (
        FIRE.replace("in: [centre]", f"during: {{from: 2016-03-01, until: {last}}}")
        for last in ("2016-03-10", "2016-03-05")
    )

    told = only(diff(deal(before), deal(after)))

    assert told.sizes == {"days_old": 10, "days_new": 5}
    assert told.gain.freed == ("army", "town", "friend")


@pytest.mark.parametrize(
    ("passage", "by", "point", "who", "sizes"),
    [
        ("deadline: 2016-03-10", "deadline: 2016-03-20", "deadline", "freed", {"days_later": 10}),
        ("deadline: 2016-03-10", "deadline: {day: 5}", "deadline", "bound", {"days_later": -7}),
        ("deadline: 2016-03-10", "deadline: {undefined: soon}", "deadline", "freed", {}),
        ("exactly: 500", "exactly: 300", "quantity", "freed", {"amount_old": 500, "amount_new": 300}),
        ("exactly: 500", "at_least: 600", "quantity", "bound", {"amount_old": 500, "amount_new": 600}),
        ("by: [army]", "by: [army], sustain: true", "sustain", "bound", {}),
        ("by: [army]", "by: [army], partial: {floor: 0.8}", "partial", "freed", {}),
        ("by: [army]", "by: [army], every: P7D", "every", "bound", {}),
        ("by: [army]", "by: [army], lifesaving: true", "lifesaving", "bound", {}),
    ],
)
def test_a_duty_that_owes_less_or_later_frees_its_obligor(
    passage: str, by: str, point: str, who: str, sizes: dict[str, float]
) -> None:
    told = only(changed(deal(FOR_AID), deal(FOR_AID), passage, by))

    assert told.key == ("terms", "2", point)
    assert getattr(told.gain, who) == ("army",)
    assert (told.gain.less_protected if who == "freed" else told.gain.more_protected) == ("civilians",)
    assert told.sizes == sizes


def test_another_unit_or_category_is_neither_more_nor_less() -> None:
    told = only(
        changed(
            deal(FOR_AID), deal(FOR_AID), "exactly: 500, unit: trucks", "exactly: 400, unit: trucks, of: {food: 400}"
        )
    )

    assert not told.gain.is_told


def test_linkage_is_told_and_frees_whom_it_lets_wait() -> None:
    before = FOR_AID + '  "4": {require: detainee_release, by: [town], deadline: 2016-03-10}\n'
    after = before.replace("by: [town]", 'by: [town], mirrors: "2", at_most: P14D, after: ["2"]')

    told = {change.point: change.gain.freed for change in diff(deal(before), deal(after)).changes}

    assert told["mirrors"] == told["after"] == ("town",)


def test_leave_that_opens_frees_who_may_use_it_and_leave_that_closes_binds_them() -> None:
    opened, closed = diff(deal(FIRE), deal(FIRE + LEAVE)), diff(deal(FIRE + LEAVE), deal(FIRE))

    assert only(opened).gain == Gain(freed=("army",), less_protected=("anyone",))
    assert only(closed).gain == Gain(bound=("army",), more_protected=("anyone",))


def test_another_condition_on_leave_binds_who_uses_it() -> None:
    told = only(
        changed(deal(FIRE + LEAVE), deal(FIRE + LEAVE), "by: [army], in", "by: [army], judged: [proportion], in")
    )

    assert (told.key, told.gain.bound) == (("terms", "3", "judged"), ("army",))


def test_a_change_in_every_row_of_a_table_is_told_once() -> None:
    table = '  "5": {require: withdrawal, by: [army], deadline: 2016-03-10, rows: {a: {from: [centre]}, b: {from: [suburb]}}}\n'

    told = changed(deal(table), deal(table), "2016-03-10", "2016-03-12")

    assert keys(told) == [("terms", "5", "deadline")]


def test_the_most_consequential_stands_first() -> None:
    before = deal(FIRE + FOR_AID, more="escalation: [{rung: notice, to: guarantor, within: PT2H}]\n")
    after = before.replace("PT2H", "PT4H").replace("2016-03-10", "2016-03-11").replace("[armed_attack]", "[shelling]")

    assert [change.point for change in diff(before, after).changes] == ["forbid", "deadline", "within"]


def test_day_zero_moves_what_is_counted_from_it_and_is_told_there() -> None:
    counted = FOR_AID.replace("2016-03-10", "{day: 10}")

    told = only(changed(deal(counted), deal(counted), "day_zero: 2016-02-27", "day_zero: 2016-02-29"))

    assert (told.key, told.sizes) == (("terms", "2", "deadline"), {"days_later": 2})


def test_six_months_from_nobody_knows_when_are_not_three() -> None:
    vague = deal(FIRE, in_force="in_force: {from: {undefined: on signing}, for: P6M}\n")

    told = only(changed(vague, vague, "P6M", "P3M"))

    assert (told.key, told.old, told.new) == (("in_force", "", "times"), {"for": "P6M"}, {"for": "P3M"})


def test_the_areas_are_those_of_one_plane_however_far_an_unused_zone_moves_its_middle() -> None:
    far = ZONES + "  far: {circle: {lat: 36.0, lon: 41.0, km: 1}}\n"

    assert diff(deal(FIRE), deal(FIRE, zones=far)).changes == ()
