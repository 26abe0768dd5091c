"""Terms are matched by id; one that says the same under another id is renumbered, and what cites it follows."""

from terms.diff.versions import FIRE, deal, diff, keys

AID = '  "2": {require: aid_delivery, by: [army], deadline: 2016-03-10}\n'
RELEASE = '  "3": {require: detainee_release, by: [town], after: ["2"], mirrors: "2"}\n'
LEAVE = '  "4": {allow: [shelling], despite: ["1"], by: [army]}\n'


def moved(old: str, new: str) -> list[tuple[str, str]]:
    return [(each.old, each.new) for each in diff(old, new).renumbered]


def test_a_term_under_another_id_is_renumbered_and_no_change() -> None:
    new = deal(FIRE + AID.replace('"2"', '"7"') + RELEASE.replace('"2"', '"7"'))

    told = diff(deal(FIRE + AID + RELEASE), new)

    assert told.changes == ()
    assert moved(deal(FIRE + AID + RELEASE), new) == [("2", "7")]


def test_a_new_article_pushes_the_others_down_and_only_it_is_told() -> None:
    pushed = (
        AID.replace('"2"', '"3"')
        + RELEASE.replace('"3": {', '"5": {').replace('"2"', '"3"')
        + LEAVE.replace('"4"', '"6"')
    )
    new = deal(FIRE + '  "2": {forbid: [siege], by: [army]}\n' + pushed)

    told = diff(deal(FIRE + AID + RELEASE + LEAVE), new)

    assert keys(told) == [("terms", "2", "added")]
    assert [(each.old, each.new) for each in told.renumbered] == [("2", "3"), ("3", "5"), ("4", "6")]


def test_two_terms_that_change_places_are_renumbered() -> None:
    old = deal(FIRE + AID)
    new = deal(AID.replace('"2"', '"1"') + FIRE.replace('"1"', '"2"'))

    assert diff(old, new).changes == ()
    assert sorted(moved(old, new)) == [("1", "2"), ("2", "1")]


def test_a_citation_that_does_not_follow_is_told() -> None:
    other = '  "5": {require: passage_allowed, by: [town]}\n'
    new = deal(FIRE + AID + other + RELEASE.replace('after: ["2"]', 'after: ["5"]'))

    assert keys(diff(deal(FIRE + AID + other + RELEASE), new)) == [("terms", "3", "after")]


def test_twins_are_told_apart_by_what_they_cite() -> None:
    twins = '  "5": {require: passage_allowed, by: [town], after: ["2"]}\n  "6": {require: passage_allowed, by: [town], after: ["3"]}\n'
    swapped = '  "5": {require: passage_allowed, by: [town], after: ["3"]}\n  "6": {require: passage_allowed, by: [town], after: ["2"]}\n'

    told = diff(deal(FIRE + AID + RELEASE + twins), deal(FIRE + AID + RELEASE + swapped))

    assert told.changes == ()
    assert sorted((each.old, each.new) for each in told.renumbered) == [("5", "6"), ("6", "5")]


def test_a_term_that_changed_under_another_id_is_known_by_its_legal_text() -> None:
    old = deal(
        FIRE
        + '  "2": {text: {en: Aid shall reach the town}, require: aid_delivery, by: [army], deadline: 2016-03-10}\n'
    )
    new = deal(
        FIRE
        + '  "9": {text: {en: Aid shall reach the town}, require: aid_delivery, by: [army], deadline: 2016-03-12}\n'
    )

    told = diff(old, new)

    assert keys(told) == [("terms", "9", "deadline")]
    assert told.changes[0].was == "2"


def test_an_id_that_is_used_for_something_else_is_one_term_gone_and_one_come() -> None:
    new = deal(FIRE + '  "2": {forbid: [siege], by: [army]}\n')

    told = diff(deal(FIRE + AID), new)

    assert keys(told) == [("terms", "2", "removed"), ("terms", "2", "added")]


def test_rows_are_renumbered_within_their_term() -> None:
    rows = '  "2": {require: withdrawal, by: [army], rows: {a: {from: [centre]}, b: {from: [suburb]}}}\n'
    cited = '  "3": {require: detainee_release, by: [town], after: ["2/a"]}\n'

    told = diff(deal(rows + cited), deal(rows.replace("a:", "first:") + cited.replace("2/a", "2/first")))

    assert told.changes == ()
    assert [(each.old, each.new) for each in told.renumbered] == [("2/a", "2/first")]


def test_a_table_moves_as_a_whole_and_is_told_once() -> None:
    rows = '  "2": {require: withdrawal, by: [army], rows: {a: {from: [centre]}, b: {from: [suburb]}}}\n'

    told = diff(deal(rows), deal(rows.replace('"2"', '"8"')))

    assert told.changes == ()
    assert [(each.old, each.new) for each in told.renumbered] == [("2", "8")]


def test_a_text_that_was_reworded_is_told_apart_from_meaning() -> None:
    old = deal('  "1": {text: {en: No fire}, forbid: [armed_attack], by: [all]}\n')
    new = deal('  "1": {text: {en: There shall be no fire}, forbid: [armed_attack], by: [all]}\n')

    told = diff(old, new)

    assert (told.changes, told.reworded) == ((), ("1",))
