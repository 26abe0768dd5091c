"""Weigh what sources say: who did it with which probability, between which ends, at what or whom, and who says so.

Sides first, since sources err towards their side; then, within a side, whom its voices name. What nobody claims stays unknown.
For performances ("the convoy arrived") the interests are reversed: whoever performed has reason to say so.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.findings.cells import Cell, Shares, share_among_cells
from hudna.findings.sides import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR, Group, Mass, Word, weigh_sides
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.findings.targets import share_among_targets
from hudna.findings.voices import Voice, by_group, hear_voices
from hudna.incidents.tables import Incidents, Memberships
from hudna.reports.tables import Claims, Sources
from hudna.terms import ActorRegister, kind_tree

OTHER = "other"  # whoever else: a hypothesis beside the sides that are named
DONE, NOT_DONE = "done", "not_done"
DRAW = 0
NEGLIGIBLE = 1e-12  # what float sums leave behind

Table = dict[Cell, Mass]


class Weighed(NamedTuple):
    """Findings, target shares and voices of the same incidents."""

    findings: dy.DataFrame[Findings]
    targets: dy.DataFrame[TargetShares]
    voices: dy.DataFrame[Voices]


def weigh_findings(
    claims: dy.DataFrame[Claims],
    incidents: dy.DataFrame[Incidents],
    memberships: dy.DataFrame[Memberships],
    *,
    sources: dy.DataFrame[Sources],
    actors: ActorRegister,
    k: float,
) -> Weighed:
    """Weigh every incident on the claims that `memberships` gives it.

    A claim carried by one side's sources alone has a lower end of at most 1/(1+k), whatever their number. A side's word against
    itself is not stretched by k (docs/decisions/0003). The mass [p, lower, upper] of a side is shared among the actors, kinds and
    arms that its voices name; the rest, and what belongs to sides that nobody names, has no actors. For an act of violence the
    table sums to 1 (if anybody affirms it at all); for a performance to the probability that it was done.

    Args:
        claims: one row for each claim.
        incidents: the incidents to weigh; one without a membership has no rows.
        memberships: which claims belong to which incident; a claim may belong to several (the same incident as it was known at
            several moments).
        sources: where each source stands; one that is not listed stands unclear and alone.
        actors: on which side each actor stands; one without a side is its own.
        k: side factor, at least 1 (research page "linkage", section 4).

    Returns:
        `findings` by incident, draw and cell (named authors first, by name, kind, arm); `targets` by incident and target;
        `voices` by incident and source. The order of the rows that come in changes nothing.

    Raises:
        ValueError: k is below 1.
    """
    if k < 1.0:
        raise ValueError(f"side factor k is {k}; below 1 the ends would lie inside the probability")
    asked = memberships.join(incidents.select("incident_id"), on="incident_id", how="semi")
    heard = hear_voices(claims, Memberships.cast(asked), sources=sources, actors=actors)
    findings, targets, voices = [], [], []
    for incident_id, spoken in heard.items():
        is_performance = is_about_performance(spoken)
        table = weigh_performance(spoken, k=k) if is_performance else weigh_violence(spoken, k=k)
        findings += _finding_rows(incident_id, table)
        targets += [
            {"incident_id": incident_id, "target": target, "p_target": p}
            for target, p in share_among_targets(spoken).items()
        ]
        voices += [_voice_row(voice, spoken, is_performance) for voice in spoken]
    return Weighed(
        Findings.validate(
            pl.DataFrame(findings, schema=Findings.create_empty().schema).sort("incident_id", "draw", "cell")
        ),
        TargetShares.validate(
            pl.DataFrame(targets, schema=TargetShares.create_empty().schema).sort("incident_id", "target")
        ),
        Voices.validate(pl.DataFrame(voices, schema=Voices.create_empty().schema).sort("incident_id", "source_id")),
    )


def is_about_performance(voices: Sequence[Voice]) -> bool:
    """Tell whether the act is a performance: some kind is told, and every kind told is one."""
    told = {kind for voice in voices for kind in voice.kinds}
    return bool(told) and told <= _performances()


@lru_cache(maxsize=1)
def _performances() -> frozenset[str]:
    return kind_tree().performances()


def weigh_violence(voices: Sequence[Voice], *, k: float) -> Table:
    """Weigh the sides that somebody names, and `other` where only one is named or a voice stands near a side that nobody names.

    Where nobody names anybody all lies on the unknown author; where there are only denials nobody claims that it happened, and
    the unknown author has between nothing and everything.
    """
    affirming = [voice for voice in voices if not voice.is_denial]
    if not affirming:
        return _spread(Mass(0.0, 0.0, 1.0), share_among_cells(voices, all_voices=voices, names_author=False))
    named = sorted({voice.side for voice in affirming if voice.side})
    unknown = share_among_cells(affirming, all_voices=voices, names_author=False)
    if not named:
        return _spread(Mass(1.0, 1.0, 1.0), unknown)
    has_stranger = any(voice.stand not in (NEUTRAL, UNCLEAR, *named) for voice in voices)
    sides = (*named, OTHER) if len(named) == 1 or has_stranger else tuple(named)
    groups = tuple(_word_group(group, sides) for group in by_group(voices).values())
    masses = dict(zip(sides, weigh_sides(groups, sides, k=k), strict=True))
    table: Table = {}
    for side in named:
        naming = [voice for voice in affirming if voice.side == side]
        _add(table, _spread(masses[side], share_among_cells(naming, all_voices=affirming, names_author=True)))
    claimed = [masses[side] for side in named]
    rest = Mass(
        _at_least_0(1.0 - sum(mass.p for mass in claimed)),
        _at_least_0(1.0 - sum(mass.upper for mass in claimed)),
        _at_least_0(1.0 - sum(mass.lower for mass in claimed)),
    )
    _add(table, _spread(rest, unknown))
    return table


def _word_group(group: Sequence[Voice], sides: tuple[str, ...]) -> Group:
    return tuple(Word(_stand_among(voice, sides), _said(voice)) for voice in group)


def _stand_among(voice: Voice, sides: tuple[str, ...]) -> str:
    """A source whose side nobody names stands near `other`: an accusation by it is the word of an adversary, not of a neutral."""
    return voice.stand if voice.stand in (NEUTRAL, UNCLEAR, *sides) else OTHER


def _said(voice: Voice) -> str:
    """A denial denies for the source's own side; one that clears somebody else is read as naming nobody."""
    if not voice.is_denial:
        return voice.side or UNATTRIBUTED
    return DENIAL if not voice.sides or voice.leans_to in voice.sides else UNATTRIBUTED


def weigh_performance(voices: Sequence[Voice], *, k: float) -> Table:
    """Weigh whether it was done; who did it is shared among those named.

    The performer's own sources say so as a party blames its adversary; the other side says so against its interest, and the
    performer's own denial is against its interest likewise. Where nobody is named as performer every side may have an interest. The
    mass of "not done" belongs to no cell.
    """
    affirming = [voice for voice in voices if not voice.is_denial]
    performers = _performer_sides(voices)
    groups = tuple(
        tuple(Word(_stand_on_doing(voice, performers), NOT_DONE if voice.is_denial else DONE) for voice in group)
        for group in by_group(voices).values()
    )
    done, _ = weigh_sides(groups, (DONE, NOT_DONE), k=k)
    naming = [voice for voice in affirming if voice.actors] or (
        [voice for voice in voices if voice.actors] if not affirming else []
    )
    if naming:
        return _spread(done, share_among_cells(naming, all_voices=voices, names_author=True))
    return _spread(done, share_among_cells(affirming or voices, all_voices=voices, names_author=False))


def _performer_sides(voices: Sequence[Voice]) -> frozenset[str]:
    affirmed = {side for voice in voices if not voice.is_denial for side in voice.sides}
    return frozenset(affirmed or {side for voice in voices for side in voice.sides})


def _stand_on_doing(voice: Voice, performers: frozenset[str]) -> str:
    """Near whom a source stands, put as the side whose blame it would like to be true of the other: see `rates`.

    The performer's own sources stand near NOT_DONE: "done" is what they like to say, as an adversary likes to blame. The other
    side's stand near DONE. Where no performer is named, a source with a side is taken to like what it says.
    """
    if voice.stand in (NEUTRAL, UNCLEAR):
        return voice.stand
    sides = frozenset(voice.sides) or performers
    if not sides:
        return DONE if voice.is_denial else NOT_DONE
    return NOT_DONE if voice.stand in sides else DONE


def _spread(mass: Mass, shares: Shares) -> Table:
    return {cell: mass.share(share) for cell, share in shares.items()}


def _add(table: Table, more: Table) -> None:
    for cell, mass in more.items():
        table[cell] = table[cell].plus(mass) if cell in table else mass


def _at_least_0(value: float) -> float:
    return value if value > NEGLIGIBLE else 0.0


def _finding_rows(incident_id: str, table: Table) -> list[dict[str, object]]:
    told = {cell: mass for cell, mass in table.items() if mass.upper > 0.0}
    return [
        {
            "incident_id": incident_id,
            "draw": DRAW,
            "cell": number,
            "actors": list(cell.actors),
            "actor_reading": cell.reading,
            "kinds": list(cell.kinds),
            "arm": cell.arm,
            "p_actor_kind": min(mass.p, 1.0),
            "p_lower": min(mass.lower, mass.p, 1.0),
            "p_upper": min(max(mass.upper, mass.p), 1.0),
        }
        for number, (cell, mass) in enumerate(sorted(told.items(), key=lambda item: item[0].place()))
    ]


def _voice_row(voice: Voice, voices: Sequence[Voice], is_performance: bool) -> Mapping[str, object]:
    return {
        "incident_id": voice.incident_id,
        "source_id": voice.source_id,
        "claim_id": voice.claim_id,
        "echo_group": voice.echo_group,
        "leans_to": voice.leans_to,
        "actors": list(voice.actors),
        "actor_reading": voice.reading,
        "sides_named": list(voice.sides),
        "is_denial": voice.is_denial,
        "is_performance": is_performance,
        "is_admission": is_admission(voice, voices, is_performance=is_performance),
        "known_at": voice.known_at,
        "address": voice.address,
    }


def is_admission(voice: Voice, voices: Sequence[Voice], *, is_performance: bool) -> bool:
    """Tell whether an organ speaks against its side: names it as the author, or says that its own performance was not done.

    "One of us or of them" admits nothing.
    """
    if not voice.is_organ:
        return False
    if is_performance:
        return voice.is_denial and voice.leans_to in (frozenset(voice.sides) or _performer_sides(voices))
    is_own = voice.leans_to in voice.sides and (len(voice.sides) == 1 or voice.reading == "each")
    return is_own and not voice.is_denial
