"""Who says what on each incident: one voice for each source, its latest word.

Two bulletins of one source are one voice; a claim that several sources make is a voice of each. A source that passes on another's
word is a voice of the other's echo group and leaning. What others answer in the same row is a voice of theirs, unless they speak for
themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import dataframely as dy
import polars as pl

from hudna.findings.abilities import those_able
from hudna.findings.sides import NEUTRAL, UNCLEAR
from hudna.incidents.tables import Memberships
from hudna.reports.tables import NAMES_INSTEAD, Claims, Sources
from hudna.terms import ActorRegister, kind_tree

# Organs speak for a side; what they say against it is an admission, which a monitor that stands near it cannot make for it.
ORGANS = frozenset({"party_organ", "armed_group", "state_media", "guarantor_organ"})
NO_SIDE = frozenset({"none"})  # leans that say: near nobody
NOT_KNOWN = frozenset({"unclear", "unknown", ""})  # leans that say: nobody has found out
NO_CAMP = frozenset({"unknown", "third_state"})  # camps that are no side: each of their actors stands for itself
LABEL = "unspecified"
LISTED_KIND, LISTED = "listed_group", "listed_groups"

CLAIM_COLUMNS = (
    "claim_id", "sources", "claimant", "known_at", "occurred_from", "kinds", "actors", "actor_reading", "arms", "targets", "is_denial",
    "quotes", "denied_by", "countered_by", "address",
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """One source's word on one incident."""

    incident_id: str
    source_id: str
    claim_id: str
    echo_group: str
    leans_to: str  # of whom it passes on, if it does
    passes_on: str | None  # the source whose word it is
    actors: tuple[str, ...]  # in alphabetical order
    reading: str
    able: tuple[str, ...]  # of those named, who can have done it, in alphabetical order
    able_reading: str
    sides: tuple[str, ...]  # sides of those named, in alphabetical order
    kinds: tuple[str, ...]
    arms: tuple[str, ...]
    targets: tuple[str, ...]
    is_denial: bool
    is_label: bool  # names a label and nobody finer
    is_organ: bool
    is_against_own: (
        bool  # names an actor of the side it is near, and not by a label or as one of several it may have been
    )
    is_answer: bool  # read from a counter-claim in somebody else's row
    weight: float  # probability that the claim belongs to the incident
    occurred_from: datetime
    known_at: datetime
    address: str | None

    @property
    def side(self) -> str | None:
        """The one side it names; several named at once are a side of their own, since nobody says which of them."""
        return "+".join(self.sides) or None

    @property
    def stand(self) -> str:
        """Where it stands, as the rates have it: a side, NEUTRAL or UNCLEAR."""
        return NEUTRAL if self.leans_to in NO_SIDE else UNCLEAR if self.leans_to in NOT_KNOWN else self.leans_to


@dataclass(frozen=True)
class SourceFacts:
    leans_to: str
    echo_group: str
    is_organ: bool
    quotes: tuple[str, ...]


def hear_voices(
    claims: dy.DataFrame[Claims],
    memberships: dy.DataFrame[Memberships],
    *,
    sources: dy.DataFrame[Sources],
    actors: ActorRegister,
) -> dict[str, list[Voice]]:
    """Give the voices of each incident, by incident id; within it by source id.

    Of several claims of a source the latest counts, of those known at one instant the most telling (it names somebody, and not
    by a label; its kind is deepest in the tree; it names targets and arms), then the last by id. A source that is not in the
    table stands unclear and alone; a claim without source ids speaks for its claimant as written.
    """
    facts = {
        row["source_id"]: SourceFacts(
            row["leans_to"], row["echo_group"], row["kind"] in ORGANS, tuple(row["quotes"] or ())
        )
        for row in sources.iter_rows(named=True)
    }
    rows = memberships.select("claim_id", "incident_id", "p_member").join(
        claims.select(CLAIM_COLUMNS), on="claim_id", how="inner"
    )
    heard: dict[tuple[str, str], tuple[tuple[object, ...], Voice]] = {}
    for row in rows.with_columns(pl.col("actor_reading").cast(pl.String)).iter_rows(named=True):
        for source_id, told in _told_by(row):
            voice = _voice(told, source_id, facts, actors, is_answer=told is not row)
            rank = (not voice.is_answer, voice.known_at, *_tells(voice), voice.claim_id)
            key = voice.incident_id, source_id
            if key not in heard or rank > heard[key][0]:
                heard[key] = rank, voice
    surest: dict[str, float] = {}
    for (incident_id, _), (_, voice) in heard.items():
        surest[incident_id] = max(voice.weight, surest.get(incident_id, 0.0))
    by_incident: dict[str, list[Voice]] = {
        incident_id: [] for incident_id in sorted(rows["incident_id"].unique().to_list())
    }
    for (incident_id, _), (_, voice) in sorted(heard.items(), key=lambda item: item[0]):
        # The claim that belongs most surely is the incident; doubt is about those beside it.
        by_incident[incident_id].append(replace(voice, weight=voice.weight / (surest[incident_id] or 1.0)))
    return by_incident


def side_of(actor: str, actors: ActorRegister) -> str:
    """The side an actor stands on: its camp, or itself where the camp is unknown or is just "a third state".

    Groups that a list of the Security Council names are a side of their own, whoever they fight beside (docs/decisions/0008): no truce
    binds them, and a source near their allies says nothing against itself when it names them. A camp named after such a group is one.
    """
    camp = actors.camp(actor)
    if actor in actors and actors.actor(actor).kind == LISTED_KIND:
        is_its_own = camp in actors and actors.actor(camp).kind == LISTED_KIND
        return camp if is_its_own else LISTED
    return actor if camp in NO_CAMP else camp


def by_group(voices: Iterable[Voice]) -> Mapping[str, list[Voice]]:
    """Voices by echo group, groups in alphabetical order."""
    groups: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=lambda each: (each.echo_group, each.source_id)):
        groups.setdefault(voice.echo_group, []).append(voice)
    return groups


def _told_by(row: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """List who speaks in a row, and what: its own sources, then those who answer in it."""
    for source_id in _texts(row["sources"]) or [f"unlisted: {row['claimant'] or row['claim_id']}"]:
        yield source_id, row
    answer = {**row, "quotes": [], "targets": [], "arms": []}
    for source_id in _texts(row["denied_by"]):
        yield source_id, {**answer, "is_denial": not row["is_denial"]}
    named: dict[str, list[str]] = {}
    for text in _texts(row["countered_by"]):
        source_id, _, actor = text.partition(NAMES_INSTEAD)
        named.setdefault(source_id, []).append(actor)
    for source_id, names in named.items():
        reading = "one" if len(names) == 1 else "any_of"
        yield source_id, {**answer, "actors": names, "actor_reading": reading, "is_denial": False}


def _voice(
    row: Mapping[str, object],
    source_id: str,
    facts: Mapping[str, SourceFacts],
    actors: ActorRegister,
    *,
    is_answer: bool,
) -> Voice:
    known_at, occurred_from, address = row["known_at"], row["occurred_from"], row["address"]
    assert isinstance(known_at, datetime)
    assert isinstance(occurred_from, datetime)
    weight = row["p_member"]
    assert isinstance(weight, float)
    own = facts.get(source_id, _stranger(source_id))
    names, reading = tuple(sorted(set(_texts(row["actors"])))), str(row["actor_reading"])
    is_denial, kinds = bool(row["is_denial"]), tuple(sorted(set(_texts(row["kinds"]))))
    if is_denial and is_answer:  # a denial is for one's own side; whom else the row names it leaves
        own_names = tuple(name for name in names if side_of(name, actors) == own.leans_to)
        names, reading = (own_names, "one" if len(own_names) == 1 else reading) if own_names else ((), "unknown")
    is_label = bool(names) and (
        reading == LABEL or all(name in actors and actors.actor(name).kind == LABEL for name in names)
    )
    able, able_reading = those_able(names, reading, kinds, on=occurred_from.date(), actors=actors)
    origin = _origin(row, source_id, facts, names_somebody=bool(names) and not is_denial, kinds=kinds)
    stands_as = facts.get(origin, _stranger(origin)) if origin else own
    return Voice(
        incident_id=str(row["incident_id"]),
        source_id=source_id,
        claim_id=str(row["claim_id"]),
        echo_group=stands_as.echo_group,
        leans_to=stands_as.leans_to,
        passes_on=origin,
        actors=names,
        reading=reading if names else "unknown",
        able=tuple(sorted(able)),
        able_reading=able_reading if names else "unknown",
        sides=tuple(sorted({side_of(name, actors) for name in names})),
        kinds=kinds,
        arms=tuple(sorted(set(_texts(row["arms"])))),
        targets=tuple(sorted(set(_texts(row["targets"])))),
        is_denial=is_denial,
        is_label=is_label and able == names,
        is_organ=own.is_organ and stands_as.leans_to == own.leans_to,
        is_against_own=reading in ("one", "each")
        and any(
            side_of(name, actors) == stands_as.leans_to and name in actors and actors.actor(name).kind != LABEL
            for name in names
        ),
        is_answer=is_answer,
        weight=weight,
        occurred_from=occurred_from,
        known_at=known_at,
        address=None if address is None else str(address),
    )


def _stranger(source_id: str) -> SourceFacts:
    return SourceFacts("unclear", source_id, is_organ=False, quotes=())


def _origin(
    row: Mapping[str, object],
    source_id: str,
    facts: Mapping[str, SourceFacts],
    *,
    names_somebody: bool,
    kinds: tuple[str, ...],
) -> str | None:
    """Whose word a source passes on: whom the claim says it quotes; else, where it says who did something, whom it mostly quotes.

    Quotes are followed to their end: an agency that quotes an agency that quotes a monitor is the monitor's voice. That somebody
    performed (a convoy arrived) is mostly seen by whoever tells it, so there only the claim's own word counts.
    """
    quoted = [name for name in _texts(row["quotes"]) if name != source_id]
    is_performance = bool(kinds) and set(kinds) <= kind_tree().performances()
    if not quoted and names_somebody and not is_performance:
        quoted = list(facts[source_id].quotes) if source_id in facts else []
    passed: list[str] = []
    while quoted and quoted[0] not in (source_id, *passed):
        passed.append(quoted[0])
        quoted = list(facts[quoted[0]].quotes) if quoted[0] in facts else []
    return passed[-1] if passed else None


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _tells(voice: Voice) -> tuple[int, int, int, int]:
    """How much a claim tells: whom, which kind, what was hit, with what."""
    whom = 0 if not voice.actors else 1 if voice.is_label else 2
    tree = kind_tree()
    kind = (
        max((len(tree.above(kind)) + 1 for kind in voice.kinds if kind in tree), default=0)
        if len(voice.kinds) == 1
        else 0
    )
    return whom, kind, len(voice.targets), len(voice.arms)
