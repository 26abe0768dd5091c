"""Partisan worlds: wars whose truth we know because we made it up, told by sources of which some lie, copy or fall silent.

A world is a list of blocs, and a few numbers. Try one of your own:

    from benchmarks.worlds import Bloc, World, simulate
    mine = World("mine", (Bloc("G", 6, side=0, lies=0.7, repeats=0.9), Bloc("O", 4, side=1), Bloc("press", 3)))
    told = simulate(mine, seed=7)          # told.contents goes to hudna.findings.fit.learn, told.truth is the answer

Every rate of every source is jittered, so no source is its template. All worlds but `drifting` and `wrong_place` share the structure of our model, so
absolute scores flatter it; what they compare are methods. In `drifting` honesty changes from month to month, in `wrong_place` a bloc
tells of many acts as if they had been elsewhere, where its reports then stand with those on another act: neither can be said in the model. Source: research page "linkage", section 5.
"""

from dataclasses import dataclass, replace

import numpy as np

from hudna.findings.contents import NOT_ANCHORED, Contents
from hudna.findings.templates import (
    NEUTRAL_STAND,
    NOTHING,
    OWN,
    THIRD,
    TRUTH,
    Floats,
    Indices,
    by_relation,
    expand,
    is_met,
    template,
)

ALONE = 0.0
RATE_JITTER, REACH_JITTER = 0.25, 0.4  # standard deviations of the logarithm
OWN_ACTS = 0.6  # an aligned source tells of its own side's acts at this share of its reach


@dataclass(frozen=True)
class Bloc:
    """Sources of one kind. `side` None: near nobody. `lies`: how often it blames another side for its own side's act.

    `repeats`: how often members repeat one line (0: each speaks for itself). `poses_as`: how the register lists the first `posing`
    of them: as independent sources near nobody. `reach`: on ground of its own side; `across`: elsewhere.
    """

    name: str
    size: int
    side: int | None = None
    lies: float | None = None
    repeats: float = ALONE
    reach: float = 0.40
    across: float = 0.20
    posing: int = 0
    drifts: bool = False
    moves: float = (
        0.0  # how often it tells of an incident as if it had been elsewhere, where another is then told of by it
    )


@dataclass(frozen=True)
class World:
    name: str
    blocs: tuple[Bloc, ...]
    incidents: int = 1_500
    sides: int = 2
    attacks_across: float = 0.72  # how often the side that does not hold the ground did it
    ground: tuple[float, ...] = (0.5, 0.5)
    anchored: float = 0.04
    blackout: float = 0.0  # share of incidents of which a bloc is silent as a whole
    misplaced: float = (
        0.0  # share of single reports that linkage puts with another incident; it knows how doubtful each one is
    )
    lists_blocs: bool = False  # the register lists each bloc as one echo group, also where it repeats no line


@dataclass(frozen=True)
class Told:
    """A world that has happened. `p_oracle` knows every rate; it is what no method can beat."""

    contents: Contents
    truth: Indices
    p_oracle: Floats | None
    has_truth_hidden: Indices  # incidents without anchor, on which methods are judged


NEUTRALS = Bloc("neutral", 3, reach=0.25, across=0.25)
G5, O5 = Bloc("G", 5, side=0), Bloc("O", 5, side=1)
# One side tells far more than the other, and by one line: who counts heads, or learns from them, follows it.
LOUD_G = Bloc("G", 10, side=0, lies=0.85, repeats=0.9, reach=0.60, across=0.60)
QUIET_O, SOME_NEUTRALS = Bloc("O", 5, side=1, reach=0.22, across=0.22), Bloc("neutral", 3, reach=0.30, across=0.30)

WORLDS: dict[str, World] = {
    world.name: world
    for world in (
        World("balanced", (G5, O5, NEUTRALS)),
        World(
            "one_sided",
            (Bloc("G", 2, side=0, reach=0.40, across=0.03), Bloc("O", 9, side=1, reach=0.40, across=0.03), NEUTRALS),
            ground=(0.2, 0.8),
        ),
        World("coordinated", (LOUD_G, QUIET_O, SOME_NEUTRALS)),
        World("copying", (G5, Bloc("O", 10, side=1, repeats=0.85), NEUTRALS)),
        World("liars_O", (replace(G5, lies=0.10), replace(O5, lies=0.80), NEUTRALS)),
        World("liars_G", (replace(G5, lies=0.80), replace(O5, lies=0.10), NEUTRALS)),
        World("no_neutral", (G5, O5)),
        World(
            "silent_blocs",
            (
                Bloc("G", 10, side=0, lies=0.85, repeats=0.9),
                Bloc("O", 10, side=1, lies=0.85, repeats=0.9),
            ),
            attacks_across=0.5,
        ),
        World("mislabelled", (replace(LOUD_G, posing=2), QUIET_O, SOME_NEUTRALS)),
        World("drifting", (replace(G5, drifts=True), replace(O5, drifts=True), NEUTRALS)),
        World(
            "three_sides",
            (Bloc("G", 4, side=0), Bloc("O", 4, side=1), Bloc("T", 4, side=2), NEUTRALS),
            sides=3,
            ground=(1 / 3, 1 / 3, 1 / 3),
        ),
        World("wrong_place", (replace(G5, moves=0.4), O5, NEUTRALS)),
    )
}


def simulate(world: World, *, seed: int) -> Told:
    """Let a world happen. The same world and seed give the same reports."""
    rng = np.random.default_rng(seed)
    size = world.incidents
    holders = rng.choice(world.sides, size, p=world.ground)
    other = (holders + rng.integers(1, world.sides, size)) % world.sides
    truth = np.where(rng.random(size) < world.attacks_across, other, holders)
    when = np.linspace(0.0, 1.0, size)
    sources = _sources(world, rng)
    said = np.full((size, len(sources)), NOTHING, dtype=np.int16)
    waiting = np.arange(size)
    while len(waiting):  # an incident of which nobody tells is not an incident
        said[waiting] = _speak(world, sources, truth[waiting], holders[waiting], when[waiting], rng)
        waiting = waiting[(said[waiting] == NOTHING).all(axis=1)]
    weights = np.ones(said.shape)
    for bloc in range(len(world.blocs)):
        of_bloc = np.array([each.bloc == bloc for each in sources])
        is_moved = rng.random(size) < world.blocs[bloc].moves
        elsewhere = _another_place(holders, rng)
        _move(said, weights, is_moved[:, None] & of_bloc, np.repeat(elsewhere[:, None], len(sources), axis=1))
    if world.misplaced:
        weights = 1.0 - 2.0 * world.misplaced * rng.random(said.shape)
        _move(said, weights, rng.random(said.shape) > weights, rng.integers(0, size, said.shape))
    known = np.flatnonzero((said != NOTHING).any(axis=1))  # what lost its last report is known to nobody
    truth, holders, said, weights = truth[known], holders[known], said[known], weights[known]
    size = len(known)
    anchors = np.where(rng.random(size) < world.anchored, truth, NOT_ANCHORED)
    contents = Contents(
        sides=world.sides,
        stands=np.array([each.listed_stand for each in sources]),
        groups=_numbered([each.listed_group for each in sources]),
        said=said,
        holders=holders,
        anchors=anchors,
        weights=weights if world.misplaced else None,
    )
    return Told(contents, truth, None, np.flatnonzero(anchors == NOT_ANCHORED))


def _another_place(holders: Indices, rng: np.random.Generator) -> Indices:
    """For each incident, another one on ground that somebody else holds (itself where all ground is one side's)."""
    found = np.arange(len(holders))
    for holder in np.unique(holders):
        there = np.flatnonzero(holders != holder)
        if len(there):
            here = holders == holder
            found[here] = rng.choice(there, int(here.sum()))
    return found


def _move(said: Indices, weights: Floats, is_moved: Indices, places: Indices) -> None:
    """Move reports to other incidents, in place; where the source has spoken already its word there stands, and this one is lost."""
    rows, columns = np.nonzero(is_moved & (said != NOTHING))
    told, doubt, targets = said[rows, columns], weights[rows, columns], places[rows, columns]
    said[rows, columns] = NOTHING
    for row, column, content, weight in zip(targets, columns, told, doubt, strict=True):
        if said[row, column] == NOTHING:
            said[row, column], weights[row, column] = content, weight


@dataclass(frozen=True)
class _Source:
    bloc: int
    stand: int
    listed_stand: int
    listed_group: str
    rows: Floats  # (sides, contents)
    honest_rows: Floats
    line: Floats
    repeats: float
    reach: Floats  # (holders, sides)
    drifts: bool
    phase: float


def _sources(world: World, rng: np.random.Generator) -> list[_Source]:
    sources = []
    for number, bloc in enumerate(world.blocs):
        stand = NEUTRAL_STAND if bloc.side is None else bloc.side
        line = _as_rates(
            _behaviour(bloc, stand, world.sides), stand
        )  # the line is as stated; its repeaters are jittered
        for member in range(bloc.size):
            reach = np.full((world.sides, world.sides), bloc.across)
            if stand >= 0:
                reach[stand] = bloc.reach
                reach[:, stand] *= OWN_ACTS
            else:
                reach[:] = bloc.reach
            is_posing = member < bloc.posing
            is_a_group = bloc.repeats > ALONE or (world.lists_blocs and bloc.side is not None)
            shares_line = is_a_group and not is_posing
            sources.append(
                _Source(
                    bloc=number,
                    stand=stand,
                    listed_stand=NEUTRAL_STAND if is_posing else stand,
                    listed_group=bloc.name if shares_line else f"{bloc.name}{member}",
                    rows=_jittered(_behaviour(bloc, stand, world.sides), stand, rng),
                    honest_rows=_jittered(template(NEUTRAL_STAND, world.sides), NEUTRAL_STAND, rng),
                    line=line,
                    repeats=bloc.repeats,
                    reach=np.minimum(reach * np.exp(rng.normal(0.0, REACH_JITTER)), 0.95),
                    drifts=bloc.drifts,
                    phase=rng.random(),
                )
            )
    return sources


def _behaviour(bloc: Bloc, stand: int, sides: int) -> Floats:
    rows = template(stand, sides).copy()
    if bloc.lies is not None and stand >= 0:
        rest = rows[stand].copy()
        rest[THIRD] = 0.0
        rows[stand] = rest * (1.0 - bloc.lies) / rest.sum()
        rows[stand, THIRD] = bloc.lies
    return rows


def _jittered(rows: Floats, stand: int, rng: np.random.Generator) -> Floats:
    noisy = rows * np.exp(rng.normal(0.0, RATE_JITTER, rows.shape)) * is_met(stand, len(rows))
    return _as_rates(noisy / noisy.sum(axis=1, keepdims=True), stand)


def _as_rates(rows: Floats, stand: int) -> Floats:
    """Rates of contents that sum to 1: with more than two sides false blame is spread over those it can fall on."""
    rates = expand(rows, stand)
    shared = by_relation(np.ones_like(rates), stand)[:, THIRD]
    relation_share = np.maximum(shared, 1.0)
    sides = len(rows)
    for z in range(sides):
        for x in range(sides):
            if x not in (z, stand):
                rates[z, x] /= relation_share[z]
    return rates / rates.sum(axis=1, keepdims=True)


def _speak(
    world: World, sources: list[_Source], truth: Indices, holders: Indices, when: Floats, rng: np.random.Generator
) -> Indices:
    said = np.full((len(truth), len(sources)), NOTHING, dtype=np.int64)
    is_dark = {bloc: rng.random(len(truth)) < world.blackout for bloc in range(len(world.blocs))}
    lines: dict[int, Indices] = {}
    for number, source in enumerate(sources):
        rates = source.rows[truth]
        if source.drifts:  # honest and partisan in turn, each source in its own rhythm
            is_honest = np.sin(2 * np.pi * (2.0 * when + source.phase)) > 0
            rates = np.where(is_honest[:, None], source.honest_rows[truth], rates)
        own = _drawn(rates, rng)
        if source.repeats > ALONE:
            if source.bloc not in lines:
                lines[source.bloc] = _drawn(source.line[truth], rng)
            own = np.where(rng.random(len(truth)) < source.repeats, lines[source.bloc], own)
        speaks = rng.random(len(truth)) < source.reach[holders, truth]
        if source.stand >= 0:
            speaks &= ~is_dark[source.bloc]
        said[:, number] = np.where(speaks, own, NOTHING)
    return said


def _drawn(rates: Floats, rng: np.random.Generator) -> Indices:
    """One content for each row of rates."""
    return np.minimum((rng.random((len(rates), 1)) > np.cumsum(rates, axis=1)).sum(axis=1), rates.shape[1] - 1)


def _numbered(names: list[str]) -> Indices:
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names])


__all__ = ["OWN", "TRUTH", "WORLDS", "Bloc", "Told", "World", "simulate"]
