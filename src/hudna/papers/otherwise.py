"""What the finding would be if it were asked otherwise: with another side factor, another base rate, without each source.

Asked of who did it, before place, time and term: the part of an allegation that rests on whom one believes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from hudna.compliance import sides_of_accused
from hudna.papers.evaluation import Evaluation
from hudna.papers.factors import Factor
from hudna.papers.happenings import Happening, public_address
from hudna.papers.sentences import say_range
from hudna.papers.sides import parties_of
from hudna.papers.svg.ruler import Span, draw_factor
from hudna.papers.words import Words

NO_BAR = Markup('<svg aria-hidden="true" focusable="false"></svg>')  # keeps its place in the row
SOURCES = 6  # left out one by one, those that change most first

Answer = Mapping[str, Any]
Again = Mapping[str, Sequence[Answer]]  # incident -> rows of `Sensitivity`


def answers_by_incident(evaluation: Evaluation) -> Again:
    """Index what was asked again by incident."""
    found: dict[str, list[Answer]] = {}
    for row in evaluation.sensitivity.iter_rows(named=True):
        found.setdefault(row["incident_id"], []).append(row)
    return found


def write_otherwise(
    evaluation: Evaluation,
    words: Words,
    row: Mapping[str, Any],
    happening: Happening,
    again: Again,
    names: Mapping[str, Mapping[str, Any]],
) -> list[Factor]:
    """Write the answers about the side of the accused, the finding first.

    Nothing where nobody names anybody, and where the accused is no author that the finding knows. A source that is not public is left
    out like any other, and not named.
    """
    rows = _about(again.get(happening.incident_id, ()), sides_of_accused(row["accused"], evaluation.compiled))
    if not rows or row["p_actor_kind"] <= 0.0:
        return []
    told = {(row["change"], row["value"]): row for row in rows}
    found = told["as_found", ""]
    side = words.listed([_name_of_side(evaluation, words, part) for part in found["side"].split("+")], last="or")
    k = words.isolated(f"{evaluation.compiled.proof.k:g}")
    lines = [
        _line(
            words,
            words.say("As found, k = {k}", k=k),
            words.say("that {side} did it, wherever it was", side=side),
            found,
        )
    ]
    note = words.say("how many times worse than it looks a source may be")
    for row in rows:
        if row["change"] == "side_factor" and float(row["value"]) != evaluation.compiled.proof.k:
            lines.append(_line(words, words.say("k = {k}", k=words.isolated(row["value"])), note, row))
            note = Markup("")  # said once
    rate = words.say("of the accused")
    lines.append(_line(words, words.say("Half the base rate"), rate, told["base_odds", "0.5"]))
    lines.append(_line(words, words.say("Twice the base rate"), rate, told["base_odds", "2"]))
    return [*lines, *_without_each(words, rows, found, happening, names)]


def _name_of_side(evaluation: Evaluation, words: Words, side: str) -> Markup:
    """The party that stands there, else the name of the actor that is a side of its own."""
    for role in parties_of(evaluation.compiled):
        if side in role.camps:
            return words.name(role.name, role.role_id)
    return words.name(evaluation.names.actors.get(side), side)


def _about(rows: Sequence[Answer], sides: set[str]) -> list[Answer]:
    """The rows about the side, among those of the accused, that the finding holds likeliest."""
    own = [row for row in rows if sides & set(row["side"].split("+"))]
    if not own:
        return []
    likeliest = max((row for row in own if row["change"] == "as_found"), key=lambda row: (row["p"], row["side"]))
    return [row for row in own if row["side"] == likeliest["side"]]


def _without_each(
    words: Words, rows: Sequence[Answer], found: Answer, happening: Happening, names: Mapping[str, Mapping[str, Any]]
) -> Iterator[Factor]:
    """Leave out each origin: a source by itself, those of one echo group together; what changes most first."""
    members: dict[str, list[str]] = defaultdict(list)
    for voice in happening.voices:
        members[voice["echo_group"]].append(voice["source_id"])
    together = {row["value"] for row in rows if row["change"] == "without_origin"}
    in_group = {source for group in together for source in members[group]}
    public = {voice["source_id"] for voice in happening.voices if public_address(voice["address"])}
    left_out = sorted(
        (
            row
            for row in rows
            if row["change"] == "without_origin" or (row["change"] == "without" and row["value"] not in in_group)
        ),
        key=lambda row: (-abs(found["p_lower"] - (row["p_lower"] or 0.0)), row["value"]),
    )
    for row in left_out[:SOURCES]:
        sources = members[row["value"]] if row["change"] == "without_origin" else [row["value"]]
        named = [_name_of_source(words, source, names) for source in sources if source in public]
        if len(named) < len(sources):
            hidden = len(sources) - len(named)
            named.append(words.count("a source that is not public", "{n} sources that are not public", hidden))
        note = words.say("of one origin") if len(sources) > 1 else Markup("")
        yield _line(words, words.say("Without {source}", source=words.listed(named)), note, row)


def _name_of_source(words: Words, source_id: str, names: Mapping[str, Mapping[str, Any]]) -> Markup:
    source = names.get(source_id)
    return words.name({"en": source["name_en"], "ar": source["name_ar"] or ""} if source else None, source_id)


def _line(words: Words, name: Markup, note: Markup, row: Answer) -> Factor:
    if row["p"] is None:
        return Factor(name, words.say("nobody else names that side"), NO_BAR, Markup("–"))
    between = say_range(words, row["p_lower"], row["p_upper"])
    bar = draw_factor(
        Span(row["p_lower"], row["p"], row["p_upper"]),
        sentence=words.say("{name}: {range}", name=name, range=between),
        is_total=True,
    )
    return Factor(name, note, bar, between)
