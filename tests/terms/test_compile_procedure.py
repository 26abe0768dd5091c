"""Proof, classes, the ladder, tranches, roles and what is counted as not said."""

from hudna.terms import parse_actors, read_gazetteer, to_plane, with_units
from terms.deals import HEAD, SIDES, compiled

FIRE = "  fire: {forbid: [armed_attack], by: [army], in: [centre]}"


def test_where_the_deal_is_silent_the_defaults_stand_and_are_named() -> None:
    silent = compiled(FIRE).proof
    told = compiled(
        FIRE, more="proof: {notice: reported, breach: {undefined: clear proof}, suspension: reasonable_grounds, k: 2}\n"
    ).proof

    assert (silent.notice, silent.breach, silent.suspension, silent.k) == (
        "reasonable_suspicion",
        "reasonable_grounds",
        "clear_and_convincing",
        3.0,
    )
    assert silent.silent == ("notice", "breach", "suspension", "k")
    assert (told.notice, told.breach, told.k, told.silent) == ("reported", "reasonable_grounds", 2.0, ("breach",))


def test_classes_close_their_kinds_and_the_rest_takes_the_rest() -> None:
    more = "classes: {grave: {kinds: [air_strike], or: {killed: 5}}, other: {}}\n"

    grave, other = compiled(FIRE, more=more).classes

    assert (grave.name, grave.kinds, grave.killed_at_least) == ("grave", {"air_strike", "barrel_bomb"}, 5)
    assert (other.kinds, other.killed_at_least) == (None, None)


def test_a_rung_keeps_what_can_be_measured() -> None:
    more = "escalation:\n  - {rung: notice, to: guarantor, within: PT2H, act: acknowledge, stops_when: [acknowledged]}\n  - {rung: talk, to: [mission], within: {undefined: at once}}\n"

    notice, talk = compiled(FIRE, more=more).ladder

    assert (notice.to, notice.within, notice.stops_when) == (("guarantor",), "PT2H", ("acknowledged",))
    assert (talk.to, talk.within, talk.act, talk.stops_when, talk.classes) == (("mission",), None, None, (), ())


def test_a_tranche_names_rows_and_amounts_and_lists_words_it_cannot_read() -> None:
    terms = "  food: {require: aid_delivery, by: [army], rows: {a: {to: [centre]}, b: {to: [suburb]}}}\n  arms: {require: weapons_handover, by: [town]}"
    more = "tranches:\n  turns: {terms: [food, arms], rule: in_steps, steps: [{food/a: 2, arms: all}, {food/b: first, arms: rest}], grace: P2D}\n"

    [tranche] = compiled(terms, more=more).tranches

    assert tranche.duties == ("food/a", "food/b", "arms")
    assert tranche.steps == ({"food/a": 2.0, "arms": "all"}, {"arms": "rest"})
    assert tranche.not_evaluated == ("steps.2.food/b: first",)
    assert (tranche.order, tranche.if_late, tranche.grace) == ("together", "wait", "P2D")


def test_a_role_has_the_camps_of_its_actors() -> None:
    register = parse_actors(
        "actors: {brigade_one: {camp: government_side}, brigade_two: {}, town_guard: {camp: opposition_side}}",
        file="actors.yaml",
    )

    roles = compiled(FIRE, actors=register).roles

    assert list(roles) == ["army", "town", "patron", "friend", "mission"]
    assert roles["army"].camps == {"government_side"}
    assert roles["army"].named_actors == ("brigade_one", "brigade_two")
    assert roles["army"].guarantors == ("patron",)
    assert (roles["patron"].form, roles["patron"].answers_within) == ("guarantor", "PT48H")


def test_a_guarantor_of_everything_at_once_answers_for_nobody() -> None:
    sides = SIDES.replace("answers_for: [army]", "answers_for: {undefined: the agreement as a whole}")

    assert compiled(FIRE, sides=sides).roles["army"].guarantors == ()


def test_what_is_silent_undefined_disputed_or_unread_is_counted_by_section() -> None:
    gaps = compiled(
        "  food: {require: aid_delivery, by: {unread: annex 1}, deadline: {undefined: soon}, quantity: {disputed: [{val: {exactly: 1}}, {val: {exactly: 2}}]}}",
        more="unread: [annex 1]\n",
    ).gaps

    assert gaps["terms"] == {"silent": 2, "undefined": 1, "disputed": 1, "unread": 1}  # silent: receiver and evidence
    assert gaps["zones"] == {"silent": 0, "undefined": 1, "disputed": 0, "unread": 0}
    assert gaps["in_force"] == {"silent": 3, "undefined": 0, "disputed": 0, "unread": 0}  # end, renewal, lapse
    assert gaps["text"]["unread"] == 1


def test_counting_rules_are_listed_as_not_evaluated() -> None:
    assert ("counting", "one_incident") in compiled(
        FIRE, more="counting: {one_incident: {km: 1, within: PT1H}}\n"
    ).not_evaluated


def test_units_that_incidents_name_are_added_as_ground() -> None:
    gazetteer = read_gazetteer("cod-ab-syr")

    deal = with_units(
        compiled(FIRE, head=HEAD + "gazetteer: cod-ab-syr\n", gazetteer=gazetteer),
        gazetteer,
        ["SY0307", "SY03", "SY0307"],
    )

    [(x, y, radius)] = deal.regions["unit:SY0307"].circles
    assert radius == (gazetteer.unit("SY0307").area_km2 * 1e6 / 3.141592653589793) ** 0.5
    assert (x, y) == tuple(
        float(v) for v in to_plane(deal.plane, gazetteer.unit("SY0307").longitude, gazetteer.unit("SY0307").latitude)
    )
    assert deal.regions["unit:SY03"].polygon is not None


def test_equal_inputs_give_equal_results() -> None:
    assert repr(compiled(FIRE)) == repr(compiled(FIRE))
