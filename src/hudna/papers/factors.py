"""Of what an allegation is made: place, time, target, author and kind together, less excepted, down to its own interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.sentences import say_range
from hudna.papers.sides import name_of_zone
from hudna.papers.svg.ruler import Span, draw_factor
from hudna.papers.words import Words


@dataclass(frozen=True)
class Factor:
    """One factor of the product: its name, what it is a share of, the bar and the number."""

    name: Markup
    note: Markup
    bar: Markup
    number: Markup
    is_total: bool = False


def write_factors(
    evaluation: Evaluation, words: Words, row: Mapping[str, Any], norm: Mapping[str, Any] | None
) -> list[Factor]:
    """Write the factors of one allegation row as aligned bars; `norm` is its row of norms, if there is one."""
    zones = [name_of_zone(evaluation, words, zone) for zone in (norm["zones"] if norm else [])]
    takings = words.commas([words.isolated(taking) for taking in (norm["takings"] if norm else [])])
    begins = norm["begins_at"] if norm else None
    factors = [
        _factor(
            words,
            words.say("Place"),
            words.say("in {zones}", zones=words.commas(zones)) if zones else words.say("anywhere"),
            row["p_place"],
        ),
        _factor(
            words,
            words.say("Time"),
            words.say("from {when}", when=words.moment(begins)) if begins else words.say("the term’s time"),
            row["p_time"],
        ),
        _factor(words, words.say("Target"), words.say("whom the term protects"), row["p_target"]),
        _factor(
            words,
            words.say("Author and kind, together"),
            words.say("from the finding, one joint table"),
            row["p_actor_kind"],
        ),
    ]
    excepted = row["p_excepted"]
    note = (
        words.say("allowances and exclusions: {ids}", ids=takings)
        if takings
        else words.say("no exception in this text")
    )
    factors.append(
        Factor(
            name=words.say("Less excepted"),
            note=note,
            bar=draw_factor(
                Span(0, excepted, excepted),
                sentence=words.say("{range} taken out", range=say_range(words, excepted, excepted)),
            ),
            number=Markup("− ") + say_range(words, excepted, excepted),
        )
    )
    between = say_range(words, row["p_lower"], row["p_upper"], thresholds=evaluation.compiled.proof.thresholds)
    factors.append(
        Factor(
            name=words.say("Breach of term {term}", term=words.isolated(row["norm_id"])),
            note=Markup(""),
            bar=draw_factor(
                Span(row["p_lower"], row["p_breach"], row["p_upper"]),
                sentence=words.say("Probability {range}", range=between),
                is_total=True,
            ),
            number=between,
            is_total=True,
        )
    )
    return factors


def _factor(words: Words, name: Markup, note: Markup, share: float) -> Factor:
    number = say_range(words, share, share)
    return Factor(
        name,
        note,
        draw_factor(Span(0, share, share), sentence=words.say("{name}: {range}", name=name, range=number)),
        number,
    )
