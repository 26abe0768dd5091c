"""The diff held against the engine: what changes an evaluation of drawn incidents is told, and what says the same another way is not."""

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hudna.compliance import evaluate_duties, hold_against_norms
from hudna.problems import Refused
from hudna.terms import Agreement, compile_agreement, parse_agreement
from hudna.terms.diff import diff_agreements
from reference.evidence import Tables, draw_evidence
from reference.obligations import draw_performances
from reference.strategies import examples, hour
from terms.diff.drawn import as_text, draw_deal, mutate, say_the_same

AS_OF = hour(300)


def evaluate(agreement: Agreement, facts: list[Tables], names: dict[str, str] | None = None) -> list[Any]:
    """Everything that an evaluation says of drawn incidents, in no order; terms under other names where they are given."""
    compiled = compile_agreement(agreement, gazetteer=None, actors=None)
    said: list[Any] = []
    for told in facts:
        states = evaluate_duties(compiled, told.incidents, told.findings, told.targets, told.voices, as_of=AS_OF)
        held = hold_against_norms(
            compiled, told.incidents, told.findings, told.targets, told.voices, duty_states=states, as_of=AS_OF
        )
        said += [*states.to_dicts(), *held.to_dicts()]
    return sorted((_rounded(row, names or {}) for row in said), key=str)


def _rounded(row: dict[str, Any], names: dict[str, str]) -> tuple[Any, ...]:
    """A row to six digits (a zone that nobody cites moves the middle of the plane, and the ninth), its lists in no order."""
    told = {
        key: names.get(value, value) if key in ("norm_id", "duty_id") else value
        for key, value in row.items()
        if key != "allegation_id"
    }
    told |= {key: "+".join(sorted(told[key].split("+"))) for key in ("accused", "obligor") if key in told}
    return tuple(
        (key, round(value, 6) if isinstance(value, float) else tuple(sorted(map(str, value))) if isinstance(value, list) else value)
        for key, value in sorted(told.items())
    )  # fmt: skip


def draw_facts(rng: Random) -> list[Tables]:
    return [*(draw_evidence(rng) for _ in range(2)), draw_performances(rng)]


@examples(80)
@given(seed=st.integers(0, 2**48))
def test_what_changes_an_evaluation_is_told(seed: int) -> None:
    rng = Random(seed)
    data = draw_deal(rng)
    old = parse_agreement(as_text(data), file="old.yaml")
    try:
        new = parse_agreement(as_text(mutate(data, rng)), file="new.yaml")
    except Refused:
        return  # what was said otherwise makes no agreement

    difference = diff_agreements(old, new)

    facts = draw_facts(rng)
    if evaluate(old, facts) != evaluate(new, facts):
        assert difference.is_change
    assert [change for change in difference.changes if change.measure == "also"] == []


@examples(50)
@given(seed=st.integers(0, 2**48))
def test_order_words_numbers_and_spellings_are_no_change(seed: int) -> None:
    rng = Random(seed)
    data = draw_deal(rng)
    old = parse_agreement(as_text(data), file="old.yaml")
    new = parse_agreement(as_text(say_the_same(data, rng)), file="new.yaml")

    difference = diff_agreements(old, new)

    assert difference.changes == ()
    facts = draw_facts(rng)
    names = {each.old: each.new for each in difference.renumbered}
    assert _told_of_taking(evaluate(old, facts, names)) == _told_of_taking(evaluate(new, facts))


def _told_of_taking(said: list[Any]) -> list[Any]:
    """Without the names of what took how much, which are those of terms."""
    return sorted((tuple(pair for pair in row if pair[0] != "taken_by") for row in said), key=str)
