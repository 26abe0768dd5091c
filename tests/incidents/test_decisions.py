"""What people decide beats keys, bulletins and scores; a bad row is told with its file, row, field, what was found and expected."""

from datetime import timedelta
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from hudna.incidents import (
    Decisions,
    Linked,
    changes_between,
    link_incidents,
    read_decisions,
    refuse_unknown_claims,
    stand_at_moments,
    tie_claims,
)
from hudna.problems import Refused
from hudna.reports.tables import Claims
from incidents.made_claims import DAY, MIDNIGHT, a_claim, claims_of

HEAD = "when,who,claim,other_claim,what\n"


def decided(folder: Path, *rows: str) -> dy.DataFrame[Decisions]:
    path = folder / "merges.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return read_decisions(None, path, clock="Asia/Damascus")


def link(claims: dy.DataFrame[Claims], decisions: dy.DataFrame[Decisions]) -> Linked:
    return link_incidents(claims, ties=tie_claims(claims, decisions=decisions))


def are_one(linked: Linked, a: str, b: str) -> bool:
    by_claim = dict(linked.memberships.select("claim_id", "incident_id").iter_rows())
    return by_claim[a] == by_claim[b]


def test_a_person_joins_what_is_far_apart_and_in_one_bulletin(tmp_path: Path) -> None:
    claims = claims_of(a_claim("a", bulletin_id="x"), a_claim("b", bulletin_id="x", latitude=36.0, day=9.0))

    linked = link(claims, decided(tmp_path, "2016-04-01T10:00,Rana,a,b,merge"))

    assert are_one(linked, "a", "b")


def test_a_person_beats_the_key_and_the_claim_known_later_leaves_its_group(tmp_path: Path) -> None:
    keyed = [a_claim(name, given_key="ucdp:1", known_day=day) for name, day in (("a", 1.0), ("b", 3.0), ("c", 2.0))]
    claims = claims_of(*keyed)

    linked = link(claims, decided(tmp_path, "2016-04-01T10:00,Rana,a,b,split"))

    assert are_one(linked, "a", "c")
    assert not are_one(linked, "a", "b")


def test_a_date_alone_counts_from_the_end_of_that_day(tmp_path: Path) -> None:
    by_day, by_hour = (
        decided(tmp_path, f"{when},Rana,a,b,split")["decided_at"].item() for when in ("2016-03-22", "2016-03-23T00:00")
    )

    assert by_day == by_hour


def test_the_latest_word_on_a_pair_counts(tmp_path: Path) -> None:
    claims = claims_of(a_claim("a"), a_claim("b"))

    linked = link(claims, decided(tmp_path, "2016-04-02T10:00,Rana,a,b,merge", "2016-04-01T10:00,Sami,b,a,split"))

    assert are_one(linked, "a", "b")


def test_decisions_that_contradict_one_another_are_refused_with_their_row(tmp_path: Path) -> None:
    claims = claims_of(a_claim("a"), a_claim("b"), a_claim("c"))
    rows = [f"2016-04-01T10:00,Rana,{pair}" for pair in ("a,b,merge", "b,c,merge", "a,c,split")]

    with pytest.raises(Refused, match=r"merges.csv:4: claim: found a and c kept apart"):
        link(claims, decided(tmp_path, *rows))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2016-04-01T10:00,Rana,a,b,merg", "merges.csv:2: what: found 'merg', expected merge or split; did you mean 'merge'?"),
        ("soon,Rana,a,b,merge", "merges.csv:2: when: found 'soon', expected a date, or a local time of Asia/Damascus"),
        ("2016-04-01T10:00,,a,b,merge", "merges.csv:2: who: found nothing, expected who decided it"),
        ("2016-04-01T10:00,Rana,a,a,merge", "merges.csv:2: other_claim: found 'a', expected another claim"),
        ("2016-04-01T10:00,Rana,a,b", "merges.csv:2: what: found '', expected merge or split"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_in_words(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        decided(tmp_path, row)

    assert str(refused.value).startswith(told)


def test_a_claim_that_nobody_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    decisions = decided(tmp_path, "2016-04-01T10:00,Rana,claim-1,claim-9,merge")

    with pytest.raises(Refused, match=r"found 'claim-9'.*did you mean 'claim-1'"):
        refuse_unknown_claims(decisions, pl.Series(["claim-1", "b"]))


def test_a_missing_column_and_an_unknown_one_are_told(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("when,who,claim,other_claim,anser\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_decisions(path, None, clock="Asia/Damascus")

    assert [problem.field for problem in refused.value.problems] == ["answer", "anser"]


def test_a_decision_changes_nothing_before_it_was_made(tmp_path: Path) -> None:
    claims = claims_of(a_claim("a"), a_claim("b", day=9.0, latitude=36.0, known_day=3.0))
    decisions = decided(tmp_path, "2016-03-20T12:00,Rana,a,b,merge")
    ties = tie_claims(claims, decisions=decisions)

    stood = stand_at_moments(claims, link_incidents(claims, ties=ties), ties=ties)

    parts = stood.moments.group_by("moment_at").len().sort("moment_at").rows()
    assert [count for _, count in parts] == [1, 2, 1]
    assert parts[1][0] == MIDNIGHT + 3 * DAY
    assert parts[2][0] > MIDNIGHT + 3 * DAY + timedelta(days=10)


def test_a_merge_and_a_split_are_told_with_both_ids(tmp_path: Path) -> None:
    claims = claims_of(a_claim("a"), a_claim("b", day=9.0), a_claim("alone", day=30.0))
    merge = decided(tmp_path, "2016-04-01T10:00,Rana,a,b,merge")
    apart, joined = link_incidents(claims), link(claims, merge)

    merged = changes_between(apart.memberships, joined.memberships)
    split = changes_between(joined.memberships, apart.memberships)

    ids = dict(apart.memberships.select("claim_id", "incident_id").iter_rows())
    kept = dict(joined.memberships.select("claim_id", "incident_id").iter_rows())
    assert set(merged.select("change", "incident_id", "becomes").rows()) == {
        ("merge", ids["a"], kept["a"]),
        ("merge", ids["b"], kept["a"]),
    }
    assert set(split["change"].cast(pl.String)) == {"split"}
    assert set(split["becomes"]) == {ids["a"], ids["b"]}
    assert changes_between(apart.memberships, apart.memberships).is_empty()
