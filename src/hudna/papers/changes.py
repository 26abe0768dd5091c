"""Changes as sentences: what was, what is, by how much, and who gains (docs/semantics.md, "Who gains")."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.change_labels import say_point, say_subject
from hudna.papers.change_values import name_of, say_names, say_value
from hudna.papers.comparison import Comparison
from hudna.papers.words import Words
from hudna.terms import kind_tree, target_tree
from hudna.terms.diff import Change, Gain


@dataclass(frozen=True)
class Said:
    """One change in words."""

    change: Change
    subject: Markup
    sentence: Markup
    details: tuple[Markup, ...]  # by how much, what came and went
    gain: Markup


def say_change(words: Words, comparison: Comparison, change: Change) -> Said:
    """Put one change into words."""
    return Said(
        change,
        say_subject(words, comparison, change),
        _sentence(words, comparison, change),
        tuple(_details(words, comparison, change)),
        say_gain(words, comparison, change.gain),
    )


def _sentence(words: Words, comparison: Comparison, change: Change) -> Markup:
    subject = say_subject(words, comparison, change)
    if change.measure == "term":
        return _whole_term(words, comparison, change, subject)
    if change.measure == "part":
        return (
            words.say("{subject} is gone.", subject=subject)
            if change.new is None
            else words.say("{subject} is new.", subject=subject)
        )
    point = say_point(words, change)
    if change.measure == "also":
        return words.say(
            "{subject}, also changed: {point}. No sentence explains it; look at both texts.",
            subject=subject,
            point=point,
        )
    old, new = (say_value(words, comparison, value, change.measure) for value in (change.old, change.new))
    if old == new:
        return words.say(
            "{subject}, {point}: written alike, it means something else now.", subject=subject, point=point
        )
    if change.old is None:
        return words.say(
            "{subject}, {point}: nothing was said; now it is {new}.", subject=subject, point=point, new=new
        )
    if change.new is None:
        return words.say(
            "{subject}, {point}: it was {old}; now nothing is said.", subject=subject, point=point, old=old
        )
    return words.say(
        "{subject}, {point}: it was {old}; now it is {new}.", subject=subject, point=point, old=old, new=new
    )


def _whole_term(words: Words, comparison: Comparison, change: Change, subject: Markup) -> Markup:
    """A term that came or went, by what it forbids, requires or allows and whom it binds."""
    says = change.old if change.new is None else change.new
    field = {"forbid": "forbid", "require": "require", "allow": "allow"}[change.form]
    what = say_value(words, comparison, says.get(field), "kinds")
    who = say_value(words, comparison, says["by"], "roles") if "by" in says else words.say("nobody named")
    values = {"subject": subject, "what": what, "who": who}
    if change.new is None:
        return {
            "forbid": words.say("{subject} is gone: it forbade {what}; bound by it: {who}.", **values),
            "require": words.say("{subject} is gone: it required {what}; owed by: {who}.", **values),
            "allow": words.say("{subject} is gone: it allowed {what}; to: {who}.", **values),
        }[change.form]
    return {
        "forbid": words.say("{subject} is new: it forbids {what}; bound by it: {who}.", **values),
        "require": words.say("{subject} is new: it requires {what}; owed by: {who}.", **values),
        "allow": words.say("{subject} is new: it allows {what}; to: {who}.", **values),
    }[change.form]


def _details(words: Words, comparison: Comparison, change: Change) -> list[Markup]:
    said = []
    sizes = change.sizes
    if "km2_gone" in sizes:
        said.append(words.say(
            "{old} km² before, {new} km² now: {gone} km² went, {added} km² came.", old=_area(sizes["km2_old"]), new=_area(sizes["km2_new"]),
            gone=_area(sizes["km2_gone"]), added=_area(sizes["km2_added"]),
        ))  # fmt: skip
    if {"km2_most_old", "km2_most_new"} & sizes.keys():
        said.append(
            words.say(
                "At most: {old} before, {new} now.",
                old=_at_most(words, sizes.get("km2_most_old")),
                new=_at_most(words, sizes.get("km2_most_new")),
            )
        )
    if {"km2_least_old", "km2_least_new"} <= sizes.keys():
        said.append(
            words.say(
                "At least: {old} km² before, {new} km² now.",
                old=_area(sizes["km2_least_old"]),
                new=_area(sizes["km2_least_new"]),
            )
        )
    if sizes.get("days_later", 0) > 0:
        said.append(words.count("{n} day later.", "{n} days later.", round(sizes["days_later"])))
    if sizes.get("days_later", 0) < 0:
        said.append(words.count("{n} day sooner.", "{n} days sooner.", round(-sizes["days_later"])))
    if "days_old" in sizes and "days_new" in sizes:
        said.append(
            words.say(
                "{old} days before, {new} days now.",
                old=words.number(round(sizes["days_old"], 1)),
                new=words.number(round(sizes["days_new"], 1)),
            )
        )
    closed = change.measure in ("kinds", "targets", "actors", "arms")  # else the lists themselves say it
    for ids, message in ((change.gone, words.say("No longer:")), (change.added, words.say("New:"))):
        names = [name_of(words, comparison, id_, change.measure) for id_ in _topmost(ids)]
        if closed and names and set(_topmost(ids)) != set(_written(change.old if ids is change.gone else change.new)):
            said.append(words.say("{label} {names}.", label=message, names=say_names(words, names)))
    if change.reaches:
        said.append(
            words.say("It matters to: {terms}.", terms=words.commas([words.isolated(id_) for id_ in change.reaches]))
        )
    if change.was is not None and change.section == "terms":
        said.append(words.say("It was number {id}.", id=words.isolated(change.was)))
    return said


def _at_most(words: Words, km2: float | None) -> Markup:
    return words.say("everywhere") if km2 is None else words.say("{area} km²", area=_area(km2))


def _area(km2: float) -> Markup:
    """Square kilometres to three figures that mean something."""
    return Markup(f"{km2:,.0f}" if km2 >= 100 else f"{km2:,.1f}" if km2 >= 10 else f"{km2:.2f}")


def _written(value: object) -> list[str]:
    return (
        [str(one) for one in value]
        if isinstance(value, list | tuple)
        else [str(value)]
        if isinstance(value, str)
        else []
    )


def _topmost(ids: Sequence[str]) -> list[str]:
    """Of kinds or targets those that no other of them holds; all others as they are."""
    inside = set(ids)
    kept = []
    for id_ in ids:
        trees = [tree for tree in (kind_tree(), target_tree()) if id_ in tree]
        if not any(inside & set(tree.above(id_)) for tree in trees):
            kept.append(id_)
    return kept


def say_gain(words: Words, comparison: Comparison, gain: Gain) -> Markup:
    """Say whom a change frees, binds and protects; or that nobody can tell."""
    if not gain.is_told:
        return words.say("Who gains cannot be told.")

    def names(ids: tuple[str, ...]) -> Markup:
        return say_names(words, [name_of(words, comparison, id_) for id_ in ids])

    said = [
        words.say("Hands freed: {who}.", who=names(gain.freed)) if gain.freed else None,
        words.say("Bound more: {who}.", who=names(gain.bound)) if gain.bound else None,
        words.say("Less protected: {who}.", who=names(gain.less_protected)) if gain.less_protected else None,
        words.say("More protected: {who}.", who=names(gain.more_protected)) if gain.more_protected else None,
    ]
    return Markup(" ").join(part for part in said if part is not None)
