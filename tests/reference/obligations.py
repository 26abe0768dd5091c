"""Random duties and what is performed of them, random ladders and what is answered.

Only clear performances are drawn (wholly inside or outside a place, plainly of the kind), so that what is asked is the machine
of states, dates, amounts and standards; how uncertain places and hands are weighed is asked of prohibitions.
"""

from datetime import timedelta
from random import Random
from typing import Any

from hudna.terms.compiled import (
    BoundedDue,
    BoundedQuantity,
    CompiledAgreement,
    Due,
    Duty,
    Interval,
    Norm,
    Proof,
    Quantity,
    Rung,
)
from reference.evidence import Cells, Tables, placed, tables
from reference.strategies import ACTORS, CAMPS, KM, START, agreement, circle, draw_boxes, hour

TOWN = {"town": circle(0, 0, 5), "camp": circle(30, 0, 5)}
ACTS = ["aid_delivery", "detainee_release"]
UNITS = {"aid_delivery": "trucks", "detainee_release": "persons"}
QUALITY = ["plain", "plain", "plain", "weak", "poor", "partisan", "one_voice"]
DAY = 24


def draw_duties(rng: Random) -> CompiledAgreement:
    """Two to four duties; later ones may wait for earlier ones."""
    ends = rng.choice([hour(30 * DAY), hour(30 * DAY), hour(12 * DAY + 7), None])
    duties: list[Duty] = []
    for n in range(rng.choice([2, 3, 4])):
        duties.extend(draw_duty(rng, f"{n}", ends, duties))
    return agreement(dict(TOWN), (), Proof(), duties=tuple(duties), in_force=(Interval(START, ends),))


def draw_duty(rng: Random, duty_id: str, ends: Any, before: list[Duty]) -> list[Duty]:
    """One duty, as many rows of it as there are obligors."""
    kind = rng.choice(ACTS)
    who = rng.choice([[("republic",)], [("council",)], [("republic",), ("council",)], [("republic", "council")], [()]])
    begins = hour(rng.choice([0, 0, 0, 36, 101]))
    exact_before = [
        duty
        for duty in before
        if duty.every is None and duty.due.lower == duty.due.upper and duty.quantity.lower == duty.quantity.upper
    ]
    after = tuple({rng.choice(exact_before).duty_id}) if exact_before and rng.random() < 0.4 else ()
    every = rng.choice(["P1W", "P3D", "PT48H"]) if rng.random() < 0.25 and not after else None
    amount, due = draw_quantity(rng, UNITS[kind]), draw_due(rng)
    return [
        Duty(
            duty_id, obligors, ("eastland",) if obligors else (), frozenset(actor for role in obligors for actor in ACTORS[role]),
            frozenset({kind}), None, rng.choice([None, frozenset({"civilians"})]), None, rng.choice([None, "town"]), None, amount,
            (Interval(begins, ends),), after, not after and rng.random() < 0.1, BoundedDue(Due(), Due(), Due()) if every else due,
            every, False, False, None, None, False, rng.choice([None, None, 0.9]) if amount.point.owed else None, False,
        )
        for obligors in who
    ]  # fmt: skip


def draw_quantity(rng: Random, unit: str) -> BoundedQuantity:
    """Exact, open, or disputed between two amounts."""
    n = float(rng.randint(2, 10))
    one = rng.choice(
        [
            Quantity(),
            Quantity(exactly=n, unit=unit),
            Quantity(at_least=n, unit=unit),
            Quantity(between=(n, n + 5), unit=unit),
            Quantity(is_all=True, unit=unit),
        ]
    )
    if rng.random() < 0.2:
        less, more = Quantity(at_least=n, unit=unit), Quantity(at_least=n + 4, unit=unit)
        return BoundedQuantity(less, rng.choice([less, more]), more)
    return BoundedQuantity(one, one, one)


def draw_due(rng: Random) -> BoundedDue:
    early, late = Due(deadline_at=hour(rng.choice([100, 150]) - 3)), Due(deadline_at=hour(rng.choice([200, 301]) - 3))
    within = Due(within=rng.choice(["P3D", "PT48H", "P1W", "P1M"]))
    exact = rng.choice([early, late, within, within, Due()])
    if rng.random() < 0.2:
        return BoundedDue(late, rng.choice([early, late]), early)
    return BoundedDue(exact, exact, exact)


def draw_performances(rng: Random) -> Tables:
    """Up to twelve performances: good, weakly proven, elsewhere, of another kind, of an inferred day."""
    incidents, findings, shares, voices = [], [], [], []
    for n in range(rng.choice([2, 4, 6, 9, 12])):
        name, kind, actor = f"p{n:02}", rng.choice(ACTS), rng.choice(["army", "army", "guard", "guard", "boats"])
        start = rng.choice([rng.randint(0, 200), rng.randint(0, 400)]) + 0.25
        quality = rng.choice(QUALITY)
        incidents.append({
            "incident_id": name, "occurred_from": hour(start), "occurred_to": hour(start + 0.5), "known_at": hour(start + rng.choice([1, 1, 5, 60])),
            "is_day_inferred": rng.random() < 0.1, "quantity": float(rng.randint(1, 8)), "quantity_unit": UNITS[kind],
        } | placed("", rng.choice([0, 0, 0, 30]), rng.choice([0, 1]), KM))  # fmt: skip
        findings.append(cell(name, kind, actor, quality))
        shares.append({"incident_id": name, "target": rng.choice(["civilians", "civilians", "army"]), "p_target": 1.0})
        voices.extend(words(name, actor, quality, incidents[-1]["known_at"]))
    return tables(incidents, findings, shares, voices)


def cell(name: str, kind: str, actor: str, quality: str) -> Cells:
    low, p, high = {"weak": (0.6, 0.7, 0.8), "poor": (0.1, 0.3, 0.4)}.get(quality, (0.9, 0.95, 1.0))
    return {"incident_id": name, "draw": 0, "cell": 0, "actors": [actor], "actor_reading": "one", "kinds": [kind], "arm": "unknown",
            "p_actor_kind": p, "p_lower": low, "p_upper": high}  # fmt: skip


def words(name: str, actor: str, quality: str, known_at: Any) -> list[Cells]:
    """Two independent voices of nobody's side; or one; or two of the performer's own side."""
    role = next(role for role, actors in ACTORS.items() if actor in actors)
    (own,) = CAMPS[role]
    return [
        {"incident_id": name, "source_id": f"s{n}", "claim_id": f"{name}-s{n}", "echo_group": f"g{n}", "leans_to": own if quality == "partisan" else "none",
         "actors": [actor], "actor_reading": "one", "sides_named": [own], "is_denial": False, "is_performance": True, "is_admission": False,
         "known_at": known_at}
        for n in range(1 if quality == "one_voice" else 2)
    ]  # fmt: skip


# -- ladders --------------------------------------------------------------------------------------------------------------------------


def draw_ladder(rng: Random) -> CompiledAgreement:
    """Three to five rungs before the guarantor or a party that rules; two norms of which either may lead."""
    listed = [("acknowledged", "accepted"), ("accepted", "remedied", "denied_with_evidence"), ("done",), ("ruling",)]
    names = ["notice", "answer", "ruling", "order", "consequence"][: rng.choice([3, 4, 5])]
    if rng.random() < 0.2:
        names[1] = "second"  # no rung named `answer`: the first two run from notice
    ladder = tuple(
        Rung(name, rng.choice([("guarantor",), ("guarantor",), ("river",)]), rng.choice(["PT6H", "PT48H", "P1D", "P3D", None]), None,
             rng.choice(listed), rng.choice([(), (), (), ("grave",)]))
        for name in names
    )  # fmt: skip
    regions: dict[str, Any] = {}
    boxes = draw_boxes(rng, regions, "norm", frozenset(ACTORS["republic"]))
    norms = tuple(
        Norm(norm_id, accused, ("eastland",), boxes, ())
        for norm_id in ("1", "2")
        for accused in (("republic",), ("republic", "river"))
    )
    return agreement(regions, norms, Proof(), ladder=ladder)


def draw_allegations(rng: Random) -> list[Cells]:
    """For each incident and accused one or two allegations of equal standing as to notice; half-hour instants are left to `as_of`."""
    rows = []
    for n in range(rng.choice([1, 2, 3])):
        for accused in rng.choice([["republic"], ["republic"], ["republic+river"], ["republic", "republic+river"]]):
            notice = hour(rng.randint(0, 60)) if rng.random() < 0.85 else None
            breach = notice + timedelta(hours=rng.choice([0, 1, 30, 90])) if notice and rng.random() < 0.7 else None
            for norm_id in rng.choice([["1"], ["2"], ["1", "2"], ["2", "1"]]):
                low = rng.choice([0.3, 0.5, 0.5, 0.8])
                rows.append({
                    "allegation_id": f"i{n}/{norm_id}/{accused}", "incident_id": f"i{n}", "norm_id": norm_id, "accused": accused,
                    "guarantors": ["eastland"], "p_breach": low, "p_lower": low, "p_upper": 1.0, "p_place": 1.0, "p_time": 1.0, "p_target": 1.0,
                    "p_actor_kind": low, "p_excepted": 0.0, "taken_by": [], "breach_class": rng.choice(["grave", "other"]) if norm_id == "1" else "grave",
                    "standard": "reasonable_grounds", "groups_naming": 2, "groups_not_adverse": 1, "is_admitted": False, "is_contested": False,
                    "notice_at": notice, "breach_at": breach, "not_evaluated": [],
                })  # fmt: skip
    return sorted(rows, key=lambda row: row["allegation_id"])


def draw_answers(rng: Random) -> list[Cells]:
    """Answers on whole hours and to the second at limits; some by roles that were not asked, which say nothing."""
    words = [
        "acknowledged",
        "accepted",
        "remedied",
        "denied_with_evidence",
        "not_ours",
        "refused",
        "asks_for_facts",
        "done",
    ]
    rows = []
    for n in range(rng.choice([0, 1, 2, 3, 5])):
        at = hour(rng.randint(0, 150)) + timedelta(seconds=rng.choice([0, 0, 1, -1]))
        answer = rng.choice(words)
        rows.append({
            "row": n + 2, "known_at": at, "by": rng.choice(["eastland", "eastland", "eastland", "river", "council"]),
            "incident_id": rng.choice(["i0", "i0", "i1", "i2"]), "accused": rng.choice([None, None, None, "council"]),
            "answer": answer, "ruling": None, "note": "",
        })  # fmt: skip
    return rows
