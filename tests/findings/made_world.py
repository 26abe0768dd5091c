"""A war with two sides and a third, and sources near each of them."""

import dataframely as dy
import polars as pl

from hudna.findings import Weighed, weigh_findings
from hudna.incidents import Memberships, pool_incidents
from hudna.reports.tables import Sources
from hudna.terms.actors import Actor, ActorRegister
from incidents.made_claims import claims_of

CAMPS = {
    "army": "government_side",
    "air_force": "government_side",
    "rebels": "opposition_side",
    "brigade": "opposition_side",
    "front": "kurdish_side",
    "neighbour": "third_state",
    "stranger": "unknown",
}
LABELS = {"some_rebels": "opposition_side", "some_army": "government_side"}
ACTORS = ActorRegister(
    {name: Actor(id=name, name={"en": name}, kind="state_force", camp=camp) for name, camp in CAMPS.items()}
    | {name: Actor(id=name, name={"en": name}, kind="unspecified", camp=camp) for name, camp in LABELS.items()}
)

SOURCES: dy.DataFrame[Sources] = Sources.validate(
    pl.DataFrame(
        [
            {
                "source_id": source_id,
                "name_en": source_id,
                "name_ar": None,
                "kind": kind,
                "leans_to": lean,
                "echo_group": group,
                "quotes": [],
                "active_from": None,
                "active_to": None,
                "reach": [],
                "licence": None,
            }
            for source_id, kind, lean, group in [
                ("un", "un_body", "none", "un"),
                ("press", "press", "none", "press"),
                ("gov", "state_media", "government_side", "gov"),
                ("gov_friend", "press", "government_side", "gov_friend"),
                *((f"opp{n}", "monitor_ngo", "opposition_side", f"opp{n}") for n in range(10)),
                *((f"echo{n}", "partisan_media", "opposition_side", "echo") for n in range(10)),
                ("rebel_office", "armed_group", "opposition_side", "rebel_office"),
                ("kurd", "press", "kurdish_side", "kurd"),
                ("whoever", "unspecified", "unclear", "whoever"),
            ]
        ],
        schema=Sources.create_empty().schema,
    )
)


def weigh(
    *rows: dict[str, object], k: float = 3.0, sources: dy.DataFrame[Sources] = SOURCES, actors: ActorRegister = ACTORS
) -> Weighed:
    """Weigh one incident made of all these claims."""
    return weigh_versions({"I-1": [str(row["claim_id"]) for row in rows]}, *rows, k=k, sources=sources, actors=actors)


def weigh_versions(
    versions: dict[str, list[str]],
    *rows: dict[str, object],
    k: float = 3.0,
    sources: dy.DataFrame[Sources] = SOURCES,
    actors: ActorRegister = ACTORS,
) -> Weighed:
    claims = claims_of(*rows)
    told = [
        {"claim_id": claim, "incident_id": version, "p_member": 1.0, "margin": None}
        for version, ids in versions.items()
        for claim in ids
    ]
    memberships = Memberships.validate(pl.DataFrame(told, schema=Memberships.create_empty().schema))
    incidents = pool_incidents(claims, memberships)
    return weigh_findings(claims, incidents, memberships, sources=sources, actors=actors, k=k)


def cells_of(weighed: Weighed) -> dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, float, float]]:
    """(actors, kinds) -> (p, lower, upper)."""
    columns = ("actors", "kinds", "p_actor_kind", "p_lower", "p_upper")
    return {
        (tuple(a), tuple(kinds)): (p, low, up) for a, kinds, p, low, up in weighed.findings.select(columns).iter_rows()
    }


def mass_of(weighed: Weighed, *names: str) -> tuple[float, float, float]:
    """Mass on cells that name any of these actors."""
    found = [mass for (actors, _), mass in cells_of(weighed).items() if set(actors) & set(names)]
    return sum(m[0] for m in found), sum(m[1] for m in found), sum(m[2] for m in found)
