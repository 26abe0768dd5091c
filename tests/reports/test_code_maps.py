"""The maps from codes to kinds, and the words of reports: every id is one of the trees, and every relation says what it must."""

import pytest

from hudna.reports.code_maps import RELATIONS, acled_kinds, cameo_kinds, rows_of, ucdp_kinds
from hudna.terms import arm_names, kind_tree, target_tree

MAPS = ["acled_to_kind.csv", "cameo_to_kind.csv", "ucdp_to_kind.csv"]


@pytest.mark.parametrize("name", MAPS)
def test_a_relation_says_what_stands_in_its_row(name: str) -> None:
    for row in rows_of(name):
        candidates = [one for one in row["candidates"].split(";") if one]
        named = [one for one in (row["kind"],) if one not in ("", "none")]

        assert row["relation"] in RELATIONS, row
        assert set(named + candidates) <= set(kind_tree().ids), row
        assert (row["kind"] == "none") == (row["relation"] == "none"), row
        assert (row["kind"] == "") == (row["relation"] == "open"), row


def test_of_a_family_the_kind_holds_every_candidate() -> None:
    families = [row for name in MAPS for row in rows_of(name) if row["relation"] == "family"]

    assert len(families) > 20
    for row in families:
        below = kind_tree().below(row["kind"])
        assert set(filter(None, row["candidates"].split(";"))) <= below, row


def test_nothing_is_told_twice() -> None:
    assert (len(acled_kinds()), len(cameo_kinds()), len(ucdp_kinds())) == tuple(len(rows_of(name)) for name in MAPS)


def test_the_words_lead_to_kinds_targets_and_arms_that_there_are() -> None:
    words = rows_of("words.csv")

    assert {row["lang"] for row in words} == {"ar", "en", "claims_type"}
    for row in words:
        kinds = [one for one in row["kind"].split(";") if one not in ("", "none", "tally")]
        assert set(kinds) <= set(kind_tree().ids), row
        assert set(filter(None, row["arm"].split(";"))) <= set(arm_names()), row
        assert set(filter(None, row["target"].split(";"))) <= set(target_tree().ids), row
