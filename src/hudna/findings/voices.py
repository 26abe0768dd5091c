"""Who says what on each incident: one voice for each source, its latest word.

Two bulletins of one source are one voice; a claim that several sources make is a voice of each.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import dataframely as dy
import polars as pl

from hudna.findings.sides import NEUTRAL, UNCLEAR
from hudna.incidents.tables import Memberships
from hudna.reports.tables import Claims, Sources
from hudna.terms import ActorRegister, kind_tree

# Organs speak for a side; what they say against it is an admission, which a monitor that stands near it cannot make for it.
ORGANS = frozenset({"party_organ", "armed_group", "state_media", "guarantor_organ"})
NO_SIDE = frozenset({"none"})  # leans that say: near nobody
NOT_KNOWN = frozenset({"unclear", "unknown", ""})  # leans that say: nobody has found out
NO_CAMP = frozenset({"unknown", "third_state"})  # camps that are no side: each of their actors stands for itself
LABEL = "unspecified"

CLAIM_COLUMNS = (
    "claim_id", "sources", "claimant", "known_at", "kinds", "actors", "actor_reading", "arms", "targets", "is_denial", "address",
)  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """One source's word on one incident."""

    incident_id: str
    source_id: str
    claim_id: str
    echo_group: str
    leans_to: str
    actors: tuple[str, ...]  # in alphabetical order
    reading: str
    sides: tuple[str, ...]  # sides of those named, in alphabetical order
    kinds: tuple[str, ...]
    arms: tuple[str, ...]
    targets: tuple[str, ...]
    is_denial: bool
    is_label: bool  # names a label and nobody finer
    is_organ: bool
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
        row["source_id"]: SourceFacts(row["leans_to"], row["echo_group"], row["kind"] in ORGANS)
        for row in sources.iter_rows(named=True)
    }
    rows = memberships.select("claim_id", "incident_id").join(claims.select(CLAIM_COLUMNS), on="claim_id", how="inner")
    heard: dict[tuple[str, str], tuple[tuple[object, ...], Voice]] = {}
    for row in rows.with_columns(pl.col("actor_reading").cast(pl.String)).iter_rows(named=True):
        for source_id in row["sources"] or [f"unlisted: {row['claimant'] or row['claim_id']}"]:
            voice = _voice(row, source_id, facts.get(source_id), actors)
            rank = (voice.known_at, *_tells(voice), voice.claim_id)
            key = voice.incident_id, source_id
            if key not in heard or rank > heard[key][0]:
                heard[key] = rank, voice
    by_incident: dict[str, list[Voice]] = {
        incident_id: [] for incident_id in sorted(rows["incident_id"].unique().to_list())
    }
    for (incident_id, _), (_, voice) in sorted(heard.items(), key=lambda item: item[0]):
        by_incident[incident_id].append(voice)
    return by_incident


def side_of(actor: str, actors: ActorRegister) -> str:
    """The side an actor stands on: its camp, or itself where the camp is unknown or is just "a third state"."""
    camp = actors.camp(actor)
    return actor if camp in NO_CAMP else camp


def by_group(voices: Iterable[Voice]) -> Mapping[str, list[Voice]]:
    """Voices by echo group, groups in alphabetical order."""
    groups: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=lambda each: (each.echo_group, each.source_id)):
        groups.setdefault(voice.echo_group, []).append(voice)
    return groups


def _voice(row: Mapping[str, object], source_id: str, facts: SourceFacts | None, actors: ActorRegister) -> Voice:
    names = tuple(sorted(set(_texts(row["actors"]))))
    reading = str(row["actor_reading"])
    is_label = bool(names) and (
        reading == LABEL or all(name in actors and actors.actor(name).kind == LABEL for name in names)
    )
    known_at, address = row["known_at"], row["address"]
    assert isinstance(known_at, datetime)
    return Voice(
        incident_id=str(row["incident_id"]),
        source_id=source_id,
        claim_id=str(row["claim_id"]),
        echo_group=facts.echo_group if facts else source_id,
        leans_to=facts.leans_to if facts else "unclear",
        actors=names,
        reading=reading if names else "unknown",
        sides=tuple(sorted({side_of(name, actors) for name in names})),
        kinds=tuple(sorted(set(_texts(row["kinds"])))),
        arms=tuple(sorted(set(_texts(row["arms"])))),
        targets=tuple(sorted(set(_texts(row["targets"])))),
        is_denial=bool(row["is_denial"]),
        is_label=is_label,
        is_organ=bool(facts and facts.is_organ),
        known_at=known_at,
        address=None if address is None else str(address),
    )


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
