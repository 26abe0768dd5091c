"""Who says so: the public sources of one allegation in columns by leaning, the empty column included."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.happenings import Happening, public_address
from hudna.papers.sides import columns_of, is_adverse, name_of_actor
from hudna.papers.svg.marks import draw_side
from hudna.papers.words import Words


@dataclass(frozen=True)
class VoiceLine:
    """One public source's word."""

    name: Markup
    says: Markup
    tags: list[Markup]
    address: str | None
    known: Markup


@dataclass(frozen=True)
class SourceColumn:
    """The sources of one leaning."""

    mark: Markup
    label: Markup
    voices: list[VoiceLine]
    style: str


def write_columns(
    evaluation: Evaluation, words: Words, accused: str, happening: Happening, names: Mapping[str, Mapping[str, Any]]
) -> list[SourceColumn]:
    """Set the public voices on one incident in columns: first side, neither, second side; `names` are rows of sources by id."""
    columns = columns_of(evaluation, words, also=happening.leanings)
    by_camp: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    known = {column.camp for column in columns}
    first_of_group: dict[str, str] = {}
    for voice in happening.voices:
        if public_address(voice["address"]):
            by_camp[voice["leans_to"] if voice["leans_to"] in known else ""].append(voice)
            first_of_group.setdefault(voice["echo_group"], voice["source_id"])
    role = evaluation.compiled.roles.get(accused.split("+")[0])
    return [
        SourceColumn(
            mark=draw_side(column.mark, is_leaning=True),
            label=column.label,
            style=column.mark,
            voices=[
                _voice(
                    evaluation, words, voice, names, bool(role and is_adverse(role, voice["leans_to"])), first_of_group
                )
                for voice in by_camp.get(column.camp, [])
            ],
        )
        for column in columns
    ]


def _voice(
    evaluation: Evaluation,
    words: Words,
    voice: Mapping[str, Any],
    names: Mapping[str, Mapping[str, Any]],
    is_adverse_voice: bool,
    first_of_group: Mapping[str, str],
) -> VoiceLine:
    source = names.get(voice["source_id"])
    name = words.name({"en": source["name_en"], "ar": source["name_ar"] or ""} if source else None, voice["source_id"])
    actors = [name_of_actor(evaluation, words, actor) for actor in voice["actors"]]
    if voice["is_denial"]:
        says = words.say("Denies it for {actors}.", actors=words.listed(actors)) if actors else words.say("Denies it.")
    elif not actors:
        says = words.say("Tells of it; names no author.")
    elif voice["actor_reading"] == "any_of":
        says = words.say("Claims: one of {actors}, not said which.", actors=words.listed(actors, last="or"))
    else:
        says = words.say("Claims: {actors}.", actors=words.listed(actors))
    tags = []
    if voice["is_admission"]:
        tags.append(words.say("own act"))
    if is_adverse_voice:
        tags.append(words.say("leans against the accused"))
    first = first_of_group.get(voice["echo_group"])
    if first and first != voice["source_id"]:
        other = names.get(first)
        first_name = words.name({"en": other["name_en"], "ar": other["name_ar"] or ""} if other else None, first)
        tags.append(words.say("same origin as {source}", source=first_name))
    return VoiceLine(name, says, tags, public_address(voice["address"]), words.moment_short(voice["known_at"]))
