"""What a stress test was told, by where it comes from, and what it does not cover."""

from collections.abc import Iterator

from markupsafe import Markup

from hudna.credibility import Stress
from hudna.papers.stress_drawn import Table, of_hundred
from hudna.papers.stress_names import name_basis, name_number
from hudna.papers.words import Words


def tell_assumed(found: Stress, words: Words) -> Iterator[Markup]:
    counts = found.assumptions.bases
    parts = [
        words.say("{n} {basis}", n=words.number(n), basis=name_basis(words, basis)) for basis, n in counts.most_common()
    ]
    yield words.say("{n} numbers: {parts}.", n=words.number(sum(counts.values())), parts=words.commas(parts))
    if found.assumptions.defaulted:
        yield words.count(
            "For {n} number nobody said anything: a default stands in.",
            "For {n} numbers nobody said anything: defaults stand in.",
            len(found.assumptions.defaulted),
        )
    for path in found.assumptions.departs:
        yield words.say("The numbers depart from the terms at {path}.", path=words.isolated(path))
    people = found.assumptions.elicited.get("from") or ()
    if people:
        yield words.say("Asked: {people}.", people=words.commas([words.data(str(who)) for who in people]))
    for one in found.seen:
        yield words.say(
            "The record taught {what} ({path}): {before} before, {after} now.",
            what=name_number(words, one.path),
            path=words.isolated(one.path),
            before=words.isolated(f"{one.before.range.likely:.3g}"),
            after=words.isolated(f"{one.after.range.likely:.3g}"),
        )
    if found.seen and not any(one.path.endswith("accidents_per_day") for one in found.seen):
        yield words.say(
            "The record holds no answers: nothing was learnt of accidents, false rulings and the time to answer."
        )
    if found.summary.several_equilibria:
        yield words.say(
            "In {share} readings there are several equilibria: there expectations decide, not terms.",
            share=of_hundred(words, found.summary.several_equilibria),
        )
    if found.summary.unsettled:
        yield words.say(
            "In {share} readings the values did not stand still: their figures are not to be trusted.",
            share=of_hundred(words, found.summary.unsettled),
        )


def list_numbers(found: Stress, words: Words) -> Table:
    return Table(
        (words.say("Number"), words.say("low, likely, high"), words.say("basis"), words.say("where from")),
        tuple(
            (
                words.say("{what} ({path})", what=name_number(words, path), path=words.isolated(path)),
                words.isolated(
                    ", ".join(
                        f"{each:.3g}"
                        for each in (value.range.quantile(0.0), value.range.likely, value.range.quantile(1.0))
                    )
                ),
                words.say("assumed, default") if value.is_default else name_basis(words, value.basis),
                words.data(value.note or value.source, "en"),
            )
            for path, value in found.assumptions.values.items()
        ),
    )


def say_not_covered(words: Words) -> tuple[Markup, ...]:
    """Say what the model leaves out; printed every time."""
    return (
        words.say("Nobody learns about the other’s resolve, and nobody bargains anew."),
        words.say("Power does not shift within the deal, unless it is tested again with what war is worth then."),
        words.say(
            "No factions or spoilers beyond incidents that nobody ordered; they do not react to who seems in control."
        ),
        words.say("No fear of surprise attack, and none of the arms that such fear brings."),
        words.say(
            "Sanctions only as one payment for each ruling: a cleverer deal may hold where this one fails, and compensation is one."
        ),
    )
