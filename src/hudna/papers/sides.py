"""Who stands where. A side is an identity, not a verdict: 1 square, 2 circle, 3 triangle, none a hollow ring, by order of signature."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.words import Words
from hudna.terms.compiled import CompiledAgreement, Role

NO_LEAN = frozenset({"none", "unclear", "unknown", ""})


@dataclass(frozen=True)
class Column:
    """One leaning of sources: the camp, its mark, and its name in words."""

    camp: str  # "" for those that lean to neither
    mark: str  # s1, s2, s3, s0
    label: Markup


def parties_of(compiled: CompiledAgreement) -> list[Role]:
    """The parties in the order of the agreement, which is the order of signature."""
    return [role for role in compiled.roles.values() if role.form == "party"]


def mark_of_role(compiled: CompiledAgreement, role_id: str) -> str:
    """`s1`, `s2`, `s3` for parties, `s0` for whoever is no party. Joint accused take the mark of the first."""
    order = [role.role_id for role in parties_of(compiled)]
    first = role_id.split("+")[0]
    return f"s{min(order.index(first) + 1, 3)}" if first in order else "s0"


def mark_of_camp(compiled: CompiledAgreement, camp: str) -> str:
    """The mark of the first party that stands on that side; another side of the war is a third one; no lean is `s0`."""
    if camp in NO_LEAN:
        return "s0"
    for number, role in enumerate(parties_of(compiled), start=1):
        if camp in role.camps or camp == role.role_id:
            return f"s{min(number, 3)}"
    return "s3"


def is_adverse(role: Role, leans_to: str) -> bool:
    """Whether a source with that lean stands on another side than the role (docs/semantics.md, "Standards of proof")."""
    return leans_to not in NO_LEAN and leans_to not in role.camps and leans_to != role.role_id


def name_of_role(evaluation: Evaluation, words: Words, role_id: str) -> Markup:
    """The name of a role, or of several joined by `+`."""
    names = []
    for one in role_id.split("+"):
        role = evaluation.compiled.roles.get(one)
        names.append(words.name(role.name if role else None, one))
    return words.listed(names) if role_id else words.say("nobody named")


def name_of_accused(evaluation: Evaluation, words: Words, accused: str) -> Markup:
    """The accused; several joined by `+` are told as "a or b": whichever of its clients it was, the guarantor answers."""
    return words.listed([name_of_role(evaluation, words, one) for one in accused.split("+")], last="or")


def name_of_zone(evaluation: Evaluation, words: Words, zone: str) -> Markup:
    """The name of a zone, else its id as a name is written."""
    return words.name(evaluation.names.zones.get(zone), zone.replace("_", " ").title())


def names_of_roles(evaluation: Evaluation, words: Words, role_ids: Sequence[str]) -> Markup:
    return words.listed([name_of_role(evaluation, words, role_id) for role_id in role_ids])


def name_of_actor(evaluation: Evaluation, words: Words, actor_id: str) -> Markup:
    if actor_id in evaluation.compiled.roles and not evaluation.names.actors.get(actor_id):
        return name_of_role(evaluation, words, actor_id)
    return words.name(evaluation.names.actors.get(actor_id), actor_id)


def name_of_camp(evaluation: Evaluation, words: Words, camp: str) -> Markup:
    """A camp is called by the party that stands on it, where only one does; else by its own id."""
    on_it = [role for role in parties_of(evaluation.compiled) if camp in role.camps or camp == role.role_id]
    if len(on_it) == 1:
        return words.name(on_it[0].name, on_it[0].role_id)
    return words.name(evaluation.names.actors.get(camp), camp)


def columns_of(evaluation: Evaluation, words: Words, *, also: Sequence[str] = ()) -> list[Column]:
    """The columns in which sources stand, empty ones included: first side, neither, second side; then any other that `also` names."""
    camps: list[str] = []
    for role in parties_of(evaluation.compiled):
        for camp in sorted(role.camps) or [role.role_id]:
            if camp not in camps and camp not in NO_LEAN:
                camps.append(camp)
    camps = camps[:2] + sorted(
        {camp for camp in (*camps[2:], *also) if camp in also and camp not in NO_LEAN} - set(camps[:2])
    )
    sided = [
        Column(
            camp,
            mark_of_camp(evaluation.compiled, camp),
            words.say("leans to {side}", side=name_of_camp(evaluation, words, camp)),
        )
        for camp in camps
    ]
    neither = Column("", "s0", words.say("leans to neither"))
    return [*sided[:1], neither, *sided[1:]]
