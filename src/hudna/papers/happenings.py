"""What each incident is called and who tells of it: the facts that every part of the board shares."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.ground import Spot, locate
from hudna.papers.sides import NO_LEAN
from hudna.papers.words import Words


@dataclass(frozen=True)
class Toll:
    """Killed as one source claims; ranges are never summed."""

    claimant: Markup
    killed: Markup


@dataclass(frozen=True)
class Happening:
    """One incident, ready to be named."""

    incident_id: str
    title: Markup  # kind, place
    kind: Markup
    place: Markup
    when: Markup
    day_short: Markup
    occurred_from: datetime
    occurred_to: datetime
    known_at: datetime
    is_day_inferred: bool
    is_act: bool  # of a kind that some norm forbids
    is_performance: bool
    is_author_named: bool
    is_in_force: bool
    leanings: tuple[str, ...]  # of the public sources that tell of it, without repeats; "" is neither
    killed_min: int | None
    killed_max: int | None
    spot: Spot | None
    unit: str | None
    claims: int
    voices: tuple[Mapping[str, Any], ...]


def tell_happenings(evaluation: Evaluation, words: Words) -> dict[str, Happening]:
    """Gather each incident with its kind, voices and place, in order of time and id."""
    cells, voices = defaultdict(list), defaultdict(list)
    for cell in evaluation.findings.filter(evaluation.findings["draw"] == 0).iter_rows(named=True):
        cells[cell["incident_id"]].append(cell)
    for voice in evaluation.voices.sort("incident_id", "source_id").iter_rows(named=True):
        voices[voice["incident_id"]].append(voice)
    forbidden = {kind for norm in evaluation.compiled.norms for box in norm.boxes.upper for kind in box.kinds}
    spots = locate(evaluation)
    told = {}
    for row in evaluation.incidents.sort("occurred_from", "incident_id").iter_rows(named=True):
        incident_id = row["incident_id"]
        told[incident_id] = _tell(
            evaluation, words, row, cells[incident_id], voices[incident_id], forbidden, spots.get(incident_id)
        )
    return told


def _tell(
    evaluation: Evaluation,
    words: Words,
    row: Mapping[str, Any],
    cells: Sequence[Mapping[str, Any]],
    voices: Sequence[Mapping[str, Any]],
    forbidden: set[str],
    spot: Spot | None,
) -> Happening:
    kinds = _likeliest_kinds(cells)
    every_kind = {kind for cell in cells for kind in cell["kinds"]}
    kind = name_kinds(evaluation, words, kinds)
    place = name_place(evaluation, words, row["place"]) if row["place"] else words.say("place not told")
    when = words.span(row["occurred_from"], row["occurred_to"])
    if row["is_day_inferred"]:
        when = words.say("{when}, day inferred", when=when)
    return Happening(
        incident_id=row["incident_id"],
        title=words.say("{kind}, {place}", kind=kind, place=place),
        kind=kind,
        place=place,
        when=when,
        day_short=words.day_short(row["occurred_from"]),
        occurred_from=row["occurred_from"],
        occurred_to=row["occurred_to"],
        known_at=row["known_at"],
        is_day_inferred=row["is_day_inferred"],
        is_act=bool(every_kind & forbidden),
        is_performance=any(voice["is_performance"] for voice in voices),
        is_author_named=any(cell["actors"] for cell in cells),
        is_in_force=is_in_force(evaluation, row["occurred_from"], row["occurred_to"]),
        leanings=tuple(
            sorted(
                {
                    "" if voice["leans_to"] in NO_LEAN else voice["leans_to"]
                    for voice in voices
                    if public_address(voice["address"])
                }
            )
        ),
        killed_min=row["killed_min"],
        killed_max=row["killed_max"],
        spot=spot,
        unit=row["unit"],
        claims=row["claims"],
        voices=tuple(voices),
    )


def name_place(evaluation: Evaluation, words: Words, place: str) -> Markup:
    """A place as its source wrote it, or as the gazetteer has the same name in the language of the page; never transliterated."""
    names = evaluation.names.places.get(place)
    return words.name(names, place) if names else words.data(place)


def name_kinds(evaluation: Evaluation, words: Words, kinds: Sequence[str]) -> Markup:
    """One kind, or candidates joined by "or"; none is outside the tree."""
    if not kinds:
        return words.say("Act of a kind not told")
    if len(kinds) > 2:
        return words.say("Act of one of {n} kinds", n=len(kinds))
    named = [words.name(evaluation.names.kinds.get(kind), kind) for kind in kinds]
    return _capital(words, words.listed(named, last="or"))


def is_in_force(evaluation: Evaluation, begins: datetime, ends: datetime) -> bool:
    """Whether any of it can lie within the agreement's time, at the point."""
    return any(
        (stretch.begins_at is None or ends > stretch.begins_at or begins >= stretch.begins_at)
        and (stretch.ends_at is None or begins < stretch.ends_at)
        for stretch in evaluation.compiled.in_force
    )


def public_address(address: str | None) -> str | None:
    """The public address of a claim, without which its source is not named (ui/design.md, section 4a)."""
    return address if address and address.startswith(("https://", "http://")) else None


def tolls_of(evaluation: Evaluation, words: Words) -> dict[str, list[Toll]]:
    """The killed as each public claimant tells it, incident by incident; a source that is not public is not told of."""
    claims = evaluation.claims.join(
        evaluation.memberships.select("claim_id", "incident_id"), on="claim_id", how="inner"
    )
    claims = claims.filter(claims["killed_min"].is_not_null() | claims["killed_max"].is_not_null())
    tolls: dict[str, dict[tuple[str, int, int], Toll]] = defaultdict(dict)
    for row in claims.sort("incident_id", "claim_id").iter_rows(named=True):
        low = row["killed_min"] if row["killed_min"] is not None else row["killed_max"]
        high = row["killed_max"] if row["killed_max"] is not None else low
        if public_address(row["address"]):
            killed = span_of_numbers(words, low, high)
            tolls[row["incident_id"]][row["claimant"], low, high] = Toll(words.data(row["claimant"]), killed)
    return {incident: list(found.values()) for incident, found in tolls.items()}


def span_of_numbers(words: Words, low: float, high: float) -> Markup:
    """`23–33`, or one number where both ends are equal."""
    return words.isolated(words.number(low) if low == high else f"{words.number(low)}–{words.number(high)}")


def _likeliest_kinds(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    weight: dict[tuple[str, ...], float] = defaultdict(float)
    for cell in cells:
        weight[tuple(cell["kinds"])] += cell["p_actor_kind"]
    told = sorted((-mass, kinds) for kinds, mass in weight.items() if kinds)
    return list(told[0][1]) if told else []


def _capital(words: Words, text: Markup) -> Markup:
    """Begin with a capital, past the markup; Arabic has none."""
    if words.language == "ar":
        return text
    start = text.find(">") + 1 if text.startswith("<") else 0
    return Markup(text[:start] + text[start : start + 1].upper() + text[start + 1 :])
