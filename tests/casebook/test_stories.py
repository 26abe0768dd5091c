"""The stories of the deals: each is there, names only what there is, and says of each rule either what lint finds or why it cannot."""

import re

import pytest

from casebook.test_lint import KILLED_BY
from hudna.casebook import deals, evidence, parse_story, story_of
from hudna.cli.casebook import retell
from hudna.lint import RULES
from hudna.problems import Refused
from hudna.terms import Agreement, Disputed, parse_agreement
from terms.agreements import SMALL

CLAIMS = next(path for path in evidence() if path.suffix == ".csv")


@pytest.mark.parametrize("deal", deals())
def test_every_deal_has_a_story_that_is_sound(deal: str) -> None:
    story, agreement = story_of(deal)

    assert story.story == agreement.id == deal
    assert story.happened or deal == "model"


@pytest.mark.parametrize("deal", deals())
def test_each_rule_a_deal_fell_to_exists_and_is_found_in_its_file_or_cannot_be(deal: str) -> None:
    for fell in retell(deal).fell:
        assert bool(fell.remarks) != bool(fell.fall.unseen), fell.rule.id


@pytest.mark.parametrize("deal", KILLED_BY)
def test_the_loopholes_that_killed_a_deal_are_in_its_story(deal: str) -> None:
    assert set(KILLED_BY[deal]) <= {fall.rule for fall in story_of(deal)[0].fell_to}


@pytest.mark.parametrize("deal", deals())
def test_what_the_file_tells_of_its_history_is_in_the_story(deal: str) -> None:
    story, agreement = story_of(deal)
    told = {day for each in story.happened for day in (each.date, each.until)}

    events = [event for event in agreement.history or () if event.what != "draft"]
    for event in events:
        days = [value.val for value in event.date.disputed] if isinstance(event.date, Disputed) else [event.date]
        assert told & {form for day in days for form in (f"{day}", f"{day}"[:7])}, (event.what, event.date)


@pytest.mark.parametrize("deal", deals())
def test_claims_that_a_story_cites_are_in_the_file_of_claims(deal: str) -> None:
    known = set(re.findall(r"^((?:FT|COH)-\d+),", CLAIMS.read_text(encoding="utf-8"), re.MULTILINE))

    assert known.issuperset(claim for fact in story_of(deal)[0].facts for claim in fact.claims)


@pytest.mark.parametrize("deal", deals())
def test_a_rule_that_cites_a_deal_as_what_held_is_silent_there(deal: str) -> None:
    retold = retell(deal)
    silent = re.findall(r"([A-Z]\d)(?: and ([A-Z]\d))? ha(?:s|ve) nothing to say", " ".join(retold.story.stood))

    found = {placed.rule.id for placed in retold.linted.remarks}
    assert not found & {rule for pair in silent for rule in pair}
    assert {rule for pair in silent for rule in pair if rule} <= {rule.id for rule in RULES}


def test_lint_finds_as_much_to_mend_in_barzeh_which_held_as_in_moadamiya_which_did_not() -> None:
    barzeh, moadamiya = ({p.rule.id for p in retell(deal).linted.remarks} for deal in ("barzeh-2014", "moadamiya-2013"))

    assert abs(len(barzeh) - len(moadamiya)) <= 2


# --- what is wrong with a story is told ----------------------------------------------------------------------------------------------

SOUND = """\
story: small
in_short: A small deal.
checked: Invented.
sources: {press: {title: Press}}
said:
  - {what: No attack., terms: [fire], source: press, trust: read}
happened:
  - {date: 2027-03-01, what: It begins., source: press, trust: read}
  - {date: 2027-04, what: It is broken., trust: known}
fell_to:
  - {rule: G1, why: Nobody answered.}
"""


@pytest.fixture
def small() -> Agreement:
    return parse_agreement(SMALL, file="small.yaml")


def test_a_sound_story_is_read(small: Agreement) -> None:
    story = parse_story(SOUND, file="small.yaml", agreement=small)

    assert [each.date for each in story.happened] == ["2027-03-01", "2027-04"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("story: small", "story: smal", r"1:8: story: found 'smal', expected the id of the agreement"),
        ("[fire]", "[fires]", r"6:\d+: said.0.terms.0: found 'fires', expected a term of the agreement; did you mean 'fire'"),
        ("2027-03-01, what: It begins., source: press", "2027-03-01, what: It begins., source: pres",
         r"8:\d+: happened.0.source: found 'pres', expected a source .*; did you mean 'press'"),
        ("source: press, trust: read}\nhappened", "trust: read}\nhappened", r"6:\d+: said.0: found a fact that was read nowhere"),
        ("trust: known", "trust: sure", r"9:\d+: happened.1.trust: found a value that does not fit"),
        ("2027-04,", "2027-02,", r"9:\d+: happened.1.date: found 2027-02 after 2027-03-01"),
        ("2027-04,", "April 2027,", r"9:\d+: happened.1.date: found a value that does not fit"),
        ("rule: G1", "rules: G1", r"11:\d+: fell_to.0.rules: found the unknown key 'rules', .*did you mean 'rule'"),
        ("why: Nobody answered.", "", r"11:\d+: fell_to.0: found no `why`"),
        ("answered.}", "answered.}\n  - {rule: G1, why: Again.}", r"12:\d+: fell_to.1.rule: found the rule G1 a second time"),
        ("checked: Invented.", "in_short: Twice.", r"3:1: in_short: found the key 'in_short' a second time"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_story_is_told_where_it_stands(small: Agreement, old: str, new: str, told: str) -> None:
    assert old in SOUND

    with pytest.raises(Refused) as refused:
        parse_story(SOUND.replace(old, new), file="small.yaml", agreement=small)

    assert re.search(told, str(refused.value))
