"""How much of a finding is doubt about its sources: the same incidents under other rates that the fit holds possible.

Rates are drawn from the Dirichlet and Beta distributions whose means the finding uses: with a fit its expected counts, without one the
template worth twelve reports. What is drawn once holds for all incidents, so doubt about a source moves them together; a count of breaches
over draws is therefore wider than one that takes each incident for itself.
"""

from dataclasses import replace

import dataframely as dy
import numpy as np
import polars as pl

from hudna.findings.contents import Contents
from hudna.findings.fit import Counts, rates_of
from hudna.findings.parameters import Learnt
from hudna.findings.posterior import posterior
from hudna.findings.said import table_of
from hudna.findings.tables import SideDraws
from hudna.findings.templates import Floats
from hudna.findings.voices import hear_voices
from hudna.findings.weigh import cases_of_violence
from hudna.incidents.tables import Memberships
from hudna.reports.tables import Claims, Sources
from hudna.terms import ActorRegister

DRAWS = 20


def draw_sides(
    claims: dy.DataFrame[Claims],
    memberships: dy.DataFrame[Memberships],
    *,
    sources: dy.DataFrame[Sources],
    actors: ActorRegister,
    learnt: Learnt | None,
    draws: int = DRAWS,
    seed: int,
) -> dy.DataFrame[SideDraws]:
    """Weigh the sides of every incident of violence under drawn rates; `draw` 0 is under their means.

    Args:
        claims, memberships, sources, actors, learnt: as `weigh_findings` takes them.
        draws: how many.
        seed: the same seed gives the same draws.
    """
    cases = cases_of_violence(hear_voices(claims, memberships, sources=sources, actors=actors))
    if not cases:
        return SideDraws.create_empty()
    told = learnt or Learnt.nothing()
    tabled = table_of(cases, known=told.known)
    counts = told.counts_for(tabled)
    found = [posterior(tabled.contents, rates_of(counts, tabled.contents))]
    found += list(draw_posteriors(tabled.contents, counts, draws=draws, seed=seed))
    number = {side: place for place, side in enumerate(tabled.sides)}
    place = [(row, number[side]) for row, case in enumerate(cases) for side in case.sides]
    rows, columns = (np.array(each) for each in zip(*place, strict=True))
    names = pl.DataFrame(
        [(case.incident_id, side) for case in cases for side in case.sides],
        schema=["incident_id", "side"],
        orient="row",
    )
    tables = [
        names.with_columns(draw=pl.lit(draw, pl.UInt16), p_side=pl.Series(np.clip(p[rows, columns], 0.0, 1.0)))
        for draw, p in enumerate(found)
    ]
    return SideDraws.validate(
        pl.concat(tables).select(SideDraws.column_names()).sort("incident_id", "draw", "side"), cast=True
    )


def draw_posteriors(contents: Contents, counts: Counts, *, draws: int = DRAWS, seed: int) -> Floats:
    """Give the probability of each side under drawn rates: (draws, incidents, sides). The same seed gives the same draws."""
    rng = np.random.default_rng(seed)
    found = [posterior(contents, rates_of(drawn(counts, rng), contents)) for _ in range(draws)]
    return np.stack(found) if found else np.zeros((0, len(contents), contents.sides))


def drawn(counts: Counts, rng: np.random.Generator) -> Counts:
    """Draw one set of rates, as counts that are shares."""
    reach = counts.reach
    if reach is not None:
        speaks = rng.beta(np.maximum(reach[..., 0], 1e-9), np.maximum(reach[..., 1], 1e-9))
        reach = np.stack([speaks, 1.0 - speaks], axis=-1)
    repeats = rng.beta(counts.phi[:, 0], counts.phi[:, 1])
    return replace(
        counts,
        theta=_dirichlet(counts.theta, rng),
        line=_dirichlet(counts.line, rng),
        phi=np.stack([repeats, 1.0 - repeats], axis=-1),
        reach=reach,
    )


def _dirichlet(counts: Floats, rng: np.random.Generator) -> Floats:
    """One draw for each row; what cannot be met (count 0) stays 0."""
    gammas = np.where(counts > 0.0, np.maximum(rng.gamma(np.maximum(counts, 1e-9)), 1e-12), 0.0)
    shares: Floats = gammas / np.maximum(gammas.sum(axis=-1, keepdims=True), 1e-300)
    return shares
