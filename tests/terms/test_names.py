"""Every name resolves in its space, or is told with the nearest that would."""

from pathlib import Path

import pytest

from hudna.problems import Refused
from hudna.terms import parse_agreement
from terms.agreements import SMALL, broken, place, problems_of


@pytest.mark.parametrize(
    ("old", "new", "at", "expected", "nearest"),
    [
        ("answers_for: [army]", "answers_for: [amry]", "amry", "a party", "army"),
        ("by: [town]\n", "by: [towm]\n", "towm", "a party, guarantor, body or other or `all`", "town"),
        ("side: army", "side: amry", "amry", "a party or `each` or `inside` or `outside`", "army"),
        ("line: front", "line: frnt", "frnt", "a line", "front"),
        ("{union: [centre, strip]}", "{union: [center, strip]}", "center", "a zone", "centre"),
        ("zones: [strip]", "zones: [strp]", "strp", "a zone", "strip"),
        ("actors: [black_banner]", "actors: [blak_banner]", "blak_banner", "an actor", "black_banner"),
        (
            "forbid: [armed_attack]",
            "forbid: [armed_atack]",
            "armed_atack",
            "a kind of act (terms/kinds.yaml)",
            "armed_attack",
        ),
        (
            "[each_other, civilians]",
            "[each_other, civilans]",
            "civilans",
            "a target (terms/targets.yaml) or a party",
            "civilians",
        ),
        ("despite: [fire]", "despite: [fires]", "fires", "a prohibition", "fire"),
        ("after: [food/first]", "after: [food/frist]", "food/frist", "a duty", "food/first"),
        ("flag: all}]", "flog: all}]", "flog", "a duty", "flag"),
        ("to: guarantor", "to: guarantors", "guarantors, within", "a party, guarantor, body or other", "guarantor"),
        ("[army, public]", "[army, publik]", "publik", "a party, guarantor, body or other", "public"),
        ("source: text}", "source: txt}", "txt}", "one of `sources`", "text"),
        ("    after: [food/first]", "    with: [hevy]", "hevy", "one of `arms`", "heavy"),
        ("    after: [food/first]", "    phase: one", "one\n", "a phase", None),
    ],
)
def test_an_unknown_name_is_told_with_its_space_and_the_nearest(
    old: str, new: str, at: str, expected: str, nearest: str | None
) -> None:
    text = broken(old, new)

    problem = problems_of(text)[0]

    assert (problem.line, problem.column) == place(text, at)
    assert problem.expected.startswith(expected)
    assert problem.nearest == nearest


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("after: [food/first]", "after: [fire]", "'fire', a term that forbids"),
        ("despite: [fire]", "despite: [food]", "'food', a term that requires"),
        ("terms: [food, flag]", "terms: [food, flag, defence]", "'defence', a term that allows"),
        ("zones: [strip]", "zones: [black_banner]", "'black_banner', an actor"),
        ("for: [civilians]", "for: [guarantor]", "'guarantor', a word of the format"),
    ],
)
def test_a_name_of_another_space_is_called_what_it_is(old: str, new: str, found: str) -> None:
    assert problems_of(broken(old, new))[0].found == found


def test_names_are_looked_up_within_disputed_values_and_bounds() -> None:
    text = broken(
        "    in: [all_of_it]", "    in: {disputed: [{val: [centre], source: text}, {val: [cntre]}], use: [strp]}"
    )

    problems = problems_of(text)

    assert [(problem.line, problem.column) for problem in problems] == [place(text, "cntre"), place(text, "strp")]


def test_words_of_the_format_are_never_ids() -> None:
    text = broken("bodies:\n  un:", "bodies:\n  guarantor:")

    problem = problems_of(text)[0]

    assert (problem.line, problem.column) == place(text, "guarantor:")
    assert problem.found == "the id 'guarantor', a word of the format"


def test_parties_guarantors_bodies_and_others_share_one_space() -> None:
    text = broken("escalation:", "others: {iran: {}}\nescalation:")

    problem = problems_of(text)[0]

    assert (problem.line, problem.column) == place(text, "iran: {}")
    assert "`guarantors` has it" in problem.expected


def test_an_actor_named_under_a_role_is_declared_by_it() -> None:
    assert not problems_of(broken("[each_other, civilians]", "[brigade_one, town_guard]"))


def test_zones_that_are_made_of_themselves_are_refused_once_for_each_circle() -> None:
    text = broken("{circle: {lat: 33.46, lon: 36.19, km: 2}}", "{union: [all_of_it]}")

    problems = problems_of(text)

    assert len(problems) == 1
    assert "in a circle: centre > all_of_it > centre" in problems[0].found


def test_actors_of_a_file_beside_the_agreement_are_declared(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text("actors:\n  desert_wing: {}\n", encoding="utf-8")
    text = broken("actors: [black_banner]", "actors: [desert_wing]").replace("arms:", "actors_from: actors.yaml\narms:")

    assert parse_agreement(text, file="deal.yaml", folder=tmp_path).actors_from == "actors.yaml"
    with pytest.raises(Refused) as refused:
        parse_agreement(text, file="deal.yaml", folder=tmp_path / "elsewhere")
    assert "a file of actors beside the agreement" in refused.value.problems[0].expected


def test_the_small_agreement_itself_is_read() -> None:
    assert not problems_of(SMALL)
