"""Allowances and exclusions: what takes mass out of a norm, with bounds of its own."""

from datetime import UTC, datetime, timedelta

from hudna.terms import parse_actors
from hudna.terms.compiled import Interval, Taking
from terms.deals import compiled

FIRE = "  fire: {forbid: [armed_attack], by: [army, town], in: [centre]}\n"


def takings(terms: str, **more: object) -> dict[tuple[str, str], Taking]:
    """Give the takings of the norms of single accused, by accused and taking."""
    deal = compiled(terms, **more)  # type: ignore[arg-type]
    return {
        (norm.accused[0], taking.taking_id): taking
        for norm in deal.norms
        if len(norm.accused) == 1
        for taking in norm.takings
    }


def test_an_allowance_takes_from_the_terms_it_names_for_those_it_names() -> None:
    found = takings(FIRE + "  defence: {allow: [armed_attack], despite: [fire], by: [army]}")

    assert list(found) == [("army", "defence")]
    assert found["army", "defence"].form == "allowance"


def test_an_allowance_without_despite_takes_nothing() -> None:
    assert takings(FIRE + "  defence: {allow: [armed_attack], by: [army]}") == {}


def test_an_allowance_that_is_silent_on_time_holds_whenever_the_term_does() -> None:
    found = takings(FIRE + "  defence: {allow: [armed_attack], despite: [fire], by: [army]}")

    assert found["army", "defence"].boxes.lower[0].when == (Interval(None, None),)


def test_needs_are_acts_with_their_relations() -> None:
    needs = "[{act: armed_attack, by: [target], since: PT15M, km: 5}, {act: notice_given, to: [mission], before: PT1M}, {act: report_given, by: [army], within: P1D}]"

    taking = takings(FIRE + f"  defence: {{allow: [armed_attack], despite: [fire], by: [army], needs: {needs}}}")[
        "army", "defence"
    ]

    struck, notice, report = taking.needs
    assert (struck.by_target, struck.by, struck.since, struck.metres) == (True, None, timedelta(minutes=15), 5000.0)
    assert (notice.by_target, notice.to, notice.before) == (False, frozenset({"mission"}), timedelta(minutes=1))
    assert (report.by, report.within) == (frozenset({"army", "brigade_one", "brigade_two"}), timedelta(days=1))


def test_what_nobody_can_measure_about_an_act_is_left_to_a_ruling() -> None:
    needs = "[{act: notice_given, before: {undefined: in good time}}]"

    taking = takings(
        FIRE
        + f"  defence: {{allow: [armed_attack], despite: [fire], by: [army], needs: {needs}, judged: [proportion]}}"
    )["army", "defence"]

    assert taking.judged == ("proportion", "needs 1: before")


def test_a_purpose_is_listed_as_not_evaluated() -> None:
    deal = compiled(FIRE + "  food: {allow: [resupply], despite: [fire], by: [army], purpose: food}")

    assert deal.norms[0].takings[0].not_evaluated == ("purpose",)
    assert ("food", "purpose") in deal.not_evaluated


def test_an_exclusion_takes_effects_inside_its_zones_on_its_groups_for_its_own_by() -> None:
    exclusions = "actors: {banner: {}}\nexclusions:\n  listed: {actors: [banner], zones: [suburb], by: [army], co_located: protected, proof_on: striker}\n"

    found = takings(FIRE, more=exclusions)

    assert list(found) == [("army", "listed")]
    taking = found["army", "listed"]
    box = taking.boxes.point[0]
    assert box.targets == {"banner"}
    assert [(p.relation, p.region) for p in box.places] == [("into", "suburb@point")]
    assert taking.co_located_protected
    assert taking.proof_on == "striker"


def test_an_exclusion_without_a_map_takes_anything_between_nothing_and_all() -> None:
    exclusions = "actors: {banner: {}}\nexclusions:\n  listed: {actors: [banner], zones: [vague], by: [army]}\n"

    boxes = takings(FIRE, more=exclusions)["army", "listed"].boxes

    assert boxes.lower == boxes.point == ()
    assert boxes.upper[0].places[0].region == "vague@upper"


def test_who_is_excluded_is_settled_for_the_days_of_the_norm() -> None:
    register = parse_actors(
        "actors: {banner: {members: [{actor: later, from: 2018-01-01}], became: [{actor: heir, date: 2016-07-28}]}, later: {}, heir: {}}",
        file="actors.yaml",
    )
    exclusions = "actors: {banner: {}}\nexclusions:\n  listed: {actors: [banner], by: [army]}\n"

    found = takings(
        FIRE, more=exclusions, actors=register, in_force='in_force: {from: "2016-02-27T00:00", until: 2016-12-31}\n'
    )

    before, after = found["army", "listed"].boxes.point
    assert (before.targets, after.targets) == ({"banner"}, {"banner", "heir"})
    assert before.when[0].ends_at == after.when[0].begins_at == datetime(2016, 7, 27, 21, tzinfo=UTC)


def test_groups_that_nobody_listed_may_be_any_target_but_the_protected() -> None:
    exclusions = "exclusions:\n  radicals: {actors: {undefined: terrorism in all forms}, by: [army], still_protected: [civilians]}\n"

    boxes = takings(FIRE, more=exclusions)["army", "radicals"].boxes

    assert boxes.lower == boxes.point == ()
    assert "civilians" not in (boxes.upper[0].targets or ())
    assert "town_guard" in (boxes.upper[0].targets or ())
