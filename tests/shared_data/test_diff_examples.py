"""The sixteen example agreements compared with themselves, under other numbers, and value by value where they are disputed."""

from functools import lru_cache
from pathlib import Path

import pytest

from hudna.flow import diff
from hudna.terms import Agreement, read_agreement
from hudna.terms.diff import Difference, disputes_in
from hudna.terms.diff.editing import with_terms_renamed
from shared_data.conftest import SHARED

ACTORS = SHARED / "data" / "syria_actors_sources"
EXAMPLES = sorted(path.stem for path in (SHARED / "examples").glob("*.yaml"))


@lru_cache
def example(name: str) -> Agreement:
    return read_agreement(SHARED / "examples" / f"{name}.yaml")


def compare(old: Agreement, new: Agreement) -> Difference:
    lexicon: Path | None = ACTORS if "syr" in (old.gazetteer or "") else None
    return diff(old, new, lexicon=lexicon)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_deal_differs_from_itself_in_nothing_and_under_other_numbers_in_numbers_only(name: str) -> None:
    deal = example(name)
    names = {id_: f"article.{id_}" for id_ in deal.terms}

    told = compare(deal, with_terms_renamed(deal, names))

    assert compare(deal, deal).changes == ()
    assert told.changes == ()
    assert {each.old: each.new for each in told.renumbered} == names


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_dispute_is_told_by_sentences_and_by_nothing_else(name: str) -> None:
    for dispute in disputes_in(example(name)):
        for reading in dispute.readings[1:]:
            told = compare(dispute.readings[0].agreement, reading.agreement)
            assert [change for change in told.changes if change.measure == "also"] == [], dispute.path


def days_later(name: str, term: str) -> list[float]:
    return [
        change.sizes["days_later"]
        for dispute in disputes_in(example(name)) if dispute.path[:2] == ("terms", term)
        for reading in dispute.readings[1:]
        for change in compare(dispute.readings[0].agreement, reading.agreement).changes
    ]  # fmt: skip


def test_the_deadlines_of_the_astana_memorandum_drifted() -> None:
    assert days_later("astana-deescalation-2017", "group") == [-4, -9]
    assert days_later("astana-deescalation-2017", "maps") == [-8, -13]


def test_the_four_towns_differ_in_how_many_children() -> None:
    disputes = [
        dispute for dispute in disputes_in(example("four-towns-2015")) if dispute.path == ("terms", "8", "quantity")
    ]

    first, press, _ = disputes[0].readings
    (change,) = compare(first.agreement, press.agreement).changes

    assert (change.old["of"]["juveniles"], change.new["of"]["children"]) == (25, 125)
