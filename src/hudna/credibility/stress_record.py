"""A stress test as plain values, for machines: what `hudna stress test --json` prints and `stress.json` holds.

Days are days of the deal to that player; what is beyond all days (a threshold that no punishment reaches) is null.
"""

from collections.abc import Iterable
from math import isfinite
from typing import Any

from hudna.credibility.deviation import Why
from hudna.credibility.inputs import Floats
from hudna.credibility.repair import Effects
from hudna.credibility.stress_test import delay_under
from hudna.credibility.stress_values import Fix, Row, Stress, Tried

VERSION = 1
DIGITS = 6


def record_stress(found: Stress) -> dict[str, Any]:
    """Lay a stress test out as values that JSON knows, in a fixed order."""
    assumptions, summary = found.assumptions, found.summary
    parties, guarantors, kinds = assumptions.parties, assumptions.guarantors, assumptions.kinds
    return {
        "stress": VERSION,
        "agreement": assumptions.agreement,
        "agreement_version": found.agreement.version,
        "assumptions": assumptions.file,
        "as_of": found.as_of.isoformat(),
        "alpha": assumptions.alpha,
        "draws": assumptions.draws,
        "seed": assumptions.seed,
        "verdict": summary.verdict,
        "is_mostly_assumption": found.is_mostly_assumption,
        "deterred": _quantiles(summary.deterred),
        "p_holds": _round(summary.p_holds),
        "p_holds_error": _round(summary.p_holds_error),
        "fails_first": [{"constraint": name, "share": _round(share)} for name, share in summary.binding],
        "breaches_in_30_days": _quantiles(summary.breaches),
        "hazard_per_day": _quantiles(summary.hazard),
        "worth_over_war": dict(zip(parties, map(_round, summary.worth), strict=True)),
        "is_hardly_worth_it": summary.is_hardly_worth_it,
        "several_equilibria": _round(summary.several_equilibria),
        "unsettled": _round(summary.unsettled),
        "at_likely_values": {
            "deterred": _round(found.deterred),
            "deterred_without": {name: _round(share) for name, share in found.without.items()},
            "constraints": [_row(row) for row in found.constraints],
        },
        "weakest_steps": [
            {
                "party": parties[chain.party],
                "kind": kinds[chain.kind],
                "temptation": _round(chain.temptation),
                "proof": _round(chain.proof),
                "answer_days": _round(chain.answer_days),
                "punishment": _round(chain.punishment),
                "cost": _round(chain.cost),
                "cost_by": {step.name: _round(step.days) for step in chain.steps},
            }
            for chain in found.chains
        ],
        "windows": [
            {
                "guarantor": guarantors[window.guarantor],
                "client": parties[window.party],
                "floor": _round(window.floor),
                "ceiling": _round(window.ceiling),
                "lever": _round(window.lever),
                "used": _round(window.used),
                "is_open": window.is_open,
                "willing_share": _round(window.willing),
                "acting_share": _round(window.acting),
            }
            for window in found.windows
        ],
        "threats_to_leave": [
            {
                "party": parties[threat.party],
                "war": _round(threat.leaves),
                "being_cheated": _round(threat.is_cheated),
                "credible_share": _round(threat.counts),
            }
            for threat in found.threats
        ],
        "last_days": [
            {
                "party": parties[ending.party],
                "never_deterred_share": _round(ending.never),
                "unsafe_days_before_end": _quantiles(ending.days),
                "shortest_useful_truce": _round(ending.shortest_truce),
            }
            for ending in found.endings
        ],
        "exchange": None
        if found.delay is None
        else {
            "rounds": found.delay.rounds,
            "holds_share": _round(found.delay.holds),
            "least_rounds": found.delay.least_rounds or None,
            "days_mirrored": _quartiles(found.delay.mirrored),
            "days_unmirrored": _quartiles(found.delay.unmirrored),
        },
        "levers": [
            {
                "lever": each.lever,
                "suffices": each.suffices,
                "value": _round(each.value),
                **_article(found, each.lever),
                "effects": _effects(found, each.effects),
            }
            for each in found.levers
        ],
        "no_single_lever_suffices": not any(each.suffices for each in found.levers),
        "sufficient_alone": [_fix(found, each) for each in found.alone],
        "least_joint_change": {
            "suffices": found.joint.suffices,
            "levers": {name: _round(value) for name, value in found.joint.values},
            "effects": _effects(found, found.joint.effects),
            "in_all_readings": None if found.joint_tried is None else _tried(found, found.joint_tried),
        },
        "clauses_tried": found.menu.tried,
        "clauses_suffice": bool(found.menu.found),
        "clause_sets": [_fix(found, each) for each in found.sets],
        "tornado": [
            {"numbers": list(bar.paths), "low": _round(bar.low), "high": _round(bar.high), "basis": bar.basis}
            for bar in found.tornado
        ],
        "survival": {
            "not_at_war": _bands(found.survival.is_at_peace),
            "neither_at_war_nor_hollow": _bands(found.survival.is_sound),
        },
        "days_until": {
            "first_deliberate_breach": _quartiles(found.days.breach),
            "hollow_or_war": _quartiles(found.days.hollow_or_war),
            "war": _quartiles(found.days.war),
        },
        "numbers": [
            {
                "path": path,
                "likely": _round(value.range.likely),
                "low": _round(float(value.range.quantile(0.0))),
                "high": _round(float(value.range.quantile(1.0))),
                "basis": value.basis,
                "is_default": value.is_default,
                "source": value.source,
                "note": value.note,
            }
            for path, value in assumptions.values.items()
        ],
        "departs_from_the_terms": list(assumptions.departs),
        "learnt": [
            {
                "path": one.path,
                "events": _round(one.events),
                "exposure": _round(one.exposure),
                "before": _round(one.before.range.likely),
                "after": _round(one.after.range.likely),
            }
            for one in found.seen
        ],
    }


def record_why(told: Why) -> dict[str, Any]:
    """Lay out one constraint taken apart."""
    row = told.constraint
    return {
        "constraint": row.id,
        "margin": _round(float(row.margin[0])),
        "worth": _round(told.temptation),
        "cost": _round(told.solved),
        "cost_by": {step.name: _round(step.days) for step in told.steps},
        "cost_as_played": _round(told.simulated),
        "standard_error": _round(told.error),
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "constraint": row.id,
        "is_required": row.is_required,
        "holds": row.holds,
        "margin": _round(row.margin),
        "left": _round(row.left),
        "right": _round(row.right),
        "sentence": row.sentence,
    }


def _fix(found: Stress, fix: Fix) -> dict[str, Any]:
    return {
        "changes": [{"id": name, **_article(found, name)} for name in fix.names],
        "value": _round(fix.value),
        "effects": _effects(found, fix.effects),
        "in_all_readings": _tried(found, fix.tried),
    }


def _article(found: Stress, name: str) -> dict[str, Any]:
    offer = found.offers[name]
    return {
        "title": dict(offer.proposed.title),
        "articles": [{"path": each.path, "line": each.line} for each in offer.articles],
        "rule": offer.proposed.rule,
        "remarked_on_lines": list(offer.remarks),
    }


def _effects(found: Stress, effects: Effects) -> dict[str, Any]:
    delay = delay_under(found.assumptions, effects)
    return {
        "least_margin": _round(effects.least_margin),
        "binding": effects.binding,
        "deterred": _round(effects.deterred),
        "hazard_per_day": _round(effects.hazard),
        "believed_incidents_per_day": _round(effects.believed_per_day),
        "exchange_days": None if delay is None else _round(delay),
        "worth_over_war": dict(zip(found.assumptions.parties, map(_round, effects.worth), strict=True)),
    }


def _tried(found: Stress, tried: Tried) -> dict[str, Any]:
    return {
        "p_holds": _round(tried.p_holds),
        "deterred": _round(tried.deterred),
        "worth_over_war": dict(zip(found.assumptions.parties, map(_round, tried.worth), strict=True)),
    }


def _bands(bands: Floats) -> dict[str, list[float | None]]:
    return dict(zip(("q10", "q50", "q90"), ([_round(float(each)) for each in row] for row in bands), strict=True))


def _quantiles(values: Iterable[float]) -> dict[str, float | None]:
    return dict(zip(("q10", "q50", "q90"), map(_round, values), strict=True))


def _quartiles(values: Iterable[float]) -> dict[str, float | None]:
    return dict(zip(("q25", "q50", "q75"), map(_round, values), strict=True))


def _round(value: float) -> float | None:
    return round(value, DIGITS) if isfinite(value) else None
