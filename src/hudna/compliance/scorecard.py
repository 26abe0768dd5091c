"""The scorecard: how each role kept its word (docs/semantics.md, "What an evaluation returns").

One incident is one breach of one accused, however many norms name it. A guarantor's card holds what it answers for: its clients
and its own forces; where it answers for whichever of several clients did it, they count as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import sqrt
from statistics import median
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl

from hudna.compliance.answers import is_about
from hudna.compliance.clocks import ENDING, SILENCE, open_ladders
from hudna.compliance.counting import LIKELIER_THAN_NOT, Summary, count_breaches, largest_per_incident, summaries_among
from hudna.compliance.doubts import Doubts, doubts_by_side, drawn_breaches
from hudna.compliance.standards import DUTY_STANDARDS
from hudna.compliance.tables import STANDARDS, Allegations, Answers, Clocks, DutyStates, Scorecard
from hudna.findings.tables import SideDraws
from hudna.incidents.tables import Coverings
from hudna.terms.compiled import CompiledAgreement, Role

COUNTED_AT = (*DUTY_STANDARDS, "beyond_reasonable_doubt")
ACCEPTING = ("accepted", "remedied")
SUBSTANTIAL = (*ACCEPTING, "denied_with_evidence", *ENDING)  # an acknowledgement or a question is no answer yet
OWN_ANSWERS = (*SUBSTANTIAL, "acknowledged", "done")
Z_90 = 1.6448536269514722  # two-sided 90 % of the normal distribution
EXPECTED = "expected"
ALL = "all"


def score(
    compiled: CompiledAgreement,
    allegations: dy.DataFrame[Allegations],
    duty_states: dy.DataFrame[DutyStates],
    clocks: dy.DataFrame[Clocks],
    answers: dy.DataFrame[Answers],
    *,
    has_answers_file: bool,
    as_of: datetime,
    draws: dy.DataFrame[SideDraws] | None = None,
    coverings: dy.DataFrame[Coverings] | None = None,
) -> dy.DataFrame[Scorecard]:
    """Count, for each role, breaches, duties and answers.

    Args:
        compiled: the agreement.
        allegations: with rulings applied.
        duty_states: of the same evaluation.
        clocks: of the same evaluation.
        answers: of the same evaluation.
        has_answers_file: False: nobody has told who answered, so nothing is said of answers; silence is not assumed.
        as_of: answers known at or after it are ignored.
        draws: how surely each side did each incident under other rates of its sources; none: sources are taken to be known.
        coverings: which incidents over several days cover which of single days; none: no incident covers another.

    Returns:
        One row for each role and measure, roles in the agreement's order (joint obligors after them).

        `breaches`: at standard `expected` the expected number with the 5 and 95 % ends of its distribution, exact for each draw and
        averaged over the draws; at each
        standard the number of incidents that reach it; for each class and for `all`. An incident over several days counts beside the
        days that it covers only as far as none of them is that breach. `own_breaches` of a guarantor: those of its
        own forces alone. `duties_met`, `duties_late` (performed after falling due) and `duties_breached` (not performed to this
        day) at each standard that a performance must reach; `lower` and `upper` are the least and the most over the readings of
        the deal. `answers_on_time`, `answers_late`, `answers_none`: clocks of that addressee. `accepted_share`: claims against its
        own side, not cleared by a ruling, that a guarantor accepted or remedied, silence included where it stands for acceptance,
        with the Wilson interval at 90 %. `median_hours_to_answer`: from notice to the first answer in substance. A value is empty
        where there is nothing to count, and for all measures of answers without an answers file.

    Tables are not checked again here: the types of the arguments are the promise.
    """
    rows: list[dict[str, Any]] = []
    held = [row for row in allegations.to_dicts() if row["p_breach"] > 0 or row["standard"] != "none"]
    ladders = open_ladders(allegations, as_of=as_of)
    heard = answers.filter(pl.col("known_at") < as_of).sort("known_at", "row").to_dicts()
    doubts = None if draws is None else doubts_by_side(draws)
    parts = {} if coverings is None else _parts_by_episode(coverings)
    duties, ticking = duty_states.to_dicts(), clocks.to_dicts()
    for role in compiled.roles.values():
        card = [
            *_count_acts(role, held, compiled, doubts, parts),
            *_count_duties(role.role_id, _duties_of(role, duties)),
            *_on_answers(role, ladders, heard, ticking, has_answers_file=has_answers_file),
        ]
        if role.form in ("party", "guarantor") or any(row["value"] for row in card):
            rows.extend(card)
    for joint in sorted({row["obligor"] for row in duties if "+" in row["obligor"]}):
        rows.extend(_count_duties(joint, [row for row in duties if row["obligor"] == joint]))
    schema = {name: column.dtype for name, column in Scorecard.columns().items()}
    return Scorecard.validate(pl.DataFrame(rows, schema=schema, orient="row"), cast=True)


def _row(
    role: str,
    measure: str,
    value: float | None,
    *,
    standard: str = "",
    breach_class: str = ALL,
    lower: float | None = None,
    upper: float | None = None,
) -> dict[str, Any]:
    return {
        "role": role,
        "measure": measure,
        "standard": standard,
        "breach_class": breach_class,
        "value": value,
        "lower": lower,
        "upper": upper,
    }


def _count_acts(
    role: Role,
    held: Sequence[Mapping[str, Any]],
    compiled: CompiledAgreement,
    doubts: Doubts | None,
    parts: Mapping[str, Mapping[str, float]],
) -> Iterator[dict[str, Any]]:
    """Count breaches: of a party its own, of a guarantor those it answers for and its own."""
    own = largest_per_incident(row for row in held if row["accused"] == role.role_id)
    counted = {"breaches": own}
    if role.form == "guarantor":
        counted = {"breaches": [*_of_clients(role, held), *own], "own_breaches": own}
    for measure, breaches in counted.items():
        if measure == "own_breaches" and not own:
            continue
        summaries = summaries_among(breaches, parts)
        p = np.array([row["p_breach"] for row in breaches])
        drawn = p if doubts is None else drawn_breaches(breaches, compiled, doubts)
        proved = _standard_of_parts(breaches, summaries)
        for name in (ALL, *(breach_class.name for breach_class in compiled.classes)):
            is_within = np.array([name in (ALL, row["breach_class"]) for row in breaches], dtype=bool)
            count = count_breaches(drawn, summaries=summaries, is_counted=is_within)
            expected = count_breaches(p, summaries=summaries, is_counted=is_within).mean
            ends = {"lower": float(count.lower), "upper": float(count.upper)}
            yield _row(role.role_id, measure, expected, standard=EXPECTED, breach_class=name, **ends)
            for standard in COUNTED_AT:
                least = STANDARDS.index(standard)
                reached = sum(
                    bool(is_in) and row["rank"] >= least > above
                    for row, is_in, above in zip(breaches, is_within, proved, strict=True)
                )
                yield _row(role.role_id, measure, float(reached), standard=standard, breach_class=name)


def _standard_of_parts(breaches: Sequence[Mapping[str, Any]], summaries: Sequence[Summary]) -> list[int]:
    """Give for each breach the highest standard of a day that it likelier covers than not, as an index; 0 where there is none."""
    proved = [0] * len(breaches)
    for summary in summaries:
        for part, p_covers in zip(summary.parts, summary.p_covers, strict=True):
            if p_covers > LIKELIER_THAN_NOT:
                proved[summary.whole] = max(proved[summary.whole], breaches[part]["rank"])
    return proved


def _parts_by_episode(coverings: dy.DataFrame[Coverings]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for episode_id, incident_id, p_covers in coverings.select("episode_id", "incident_id", "p_covers").iter_rows():
        found.setdefault(episode_id, {})[incident_id] = p_covers
    return found


def _of_clients(role: Role, held: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give one breach for each client and incident; where the clients are accused together, one for the incident."""
    answered_for = [row for row in held if role.role_id in row["guarantors"] and row["accused"] != role.role_id]
    together = {row["incident_id"] for row in answered_for if "+" in row["accused"]}
    joined = largest_per_incident(row for row in answered_for if row["incident_id"] in together)
    single: dict[str, list[Mapping[str, Any]]] = {}
    for row in answered_for:
        if row["incident_id"] not in together:
            single.setdefault(row["accused"], []).append(row)
    return [*joined, *(breach for rows in single.values() for breach in largest_per_incident(rows))]


def _duties_of(role: Role, duties: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        row
        for row in duties
        if row["obligor"] == role.role_id
        or (role.form == "guarantor" and row["obligor"] and role.role_id in row["guarantors"])
    ]


def _count_duties(role: str, duties: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    if not duties:
        return
    for measure in ("duties_met", "duties_late", "duties_breached"):
        for standard in DUTY_STANDARDS:
            counts = {"lower": 0, "point": 0, "upper": 0}
            for row in duties:
                if row["standard"] == standard and _is_of_measure(row, measure):
                    counts[row["bound"]] += 1
            low, high = float(min(counts.values())), float(max(counts.values()))
            yield _row(role, measure, float(counts["point"]), standard=standard, lower=low, upper=high)


def _is_of_measure(row: Mapping[str, Any], measure: str) -> bool:
    if measure == "duties_met":
        return bool(row["state"] == "met")
    return row["state"] == "breached" and (row["met_at"] is not None) == (measure == "duties_late")


def _on_answers(
    role: Role,
    ladders: Sequence[Mapping[str, Any]],
    heard: Sequence[Mapping[str, Any]],
    clocks: Sequence[Mapping[str, Any]],
    *,
    has_answers_file: bool,
) -> Iterator[dict[str, Any]]:
    for row in (*_count_answers(role.role_id, clocks), *_weigh_answers(role, ladders, heard, clocks)):
        yield row if has_answers_file else row | {"value": None, "lower": None, "upper": None}


def _count_answers(role: str, clocks: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Count this addressee's clocks: answered in time, answered late, run out in silence. Those still running count nowhere."""
    own = [clock for clock in clocks if clock["addressee"] == role]
    if not own:
        return
    answered = [clock for clock in own if clock["stopped_by"] in OWN_ANSWERS]
    late = [clock for clock in answered if clock["state"] == "overdue"]
    silent = [clock for clock in own if clock["state"] == "overdue" and clock["stopped_by"] not in OWN_ANSWERS]
    yield _row(role, "answers_on_time", float(len(answered) - len(late)))
    yield _row(role, "answers_late", float(len(late)))
    yield _row(role, "answers_none", float(len(silent)))


def _weigh_answers(
    role: Role,
    ladders: Sequence[Mapping[str, Any]],
    heard: Sequence[Mapping[str, Any]],
    clocks: Sequence[Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Give the share of claims against its own side that a guarantor accepted, and how long it took to answer."""
    if role.form != "guarantor":
        return
    before_it = [row for row in ladders if role.role_id in row["guarantors"]]
    silent = {
        (clock["incident_id"], clock["accused"])
        for clock in clocks
        if clock["addressee"] == role.role_id and clock["stopped_by"] == SILENCE
    }
    accepted, hours = 0, []
    for row in before_it:
        own = [
            answer
            for answer in heard
            if answer["by"] == role.role_id and is_about(answer, row["incident_id"], row["accused"])
        ]
        is_silent = (row["incident_id"], row["accused"]) in silent
        accepted += is_silent or any(answer["answer"] in ACCEPTING for answer in own)
        first = next((answer["known_at"] for answer in own if answer["answer"] in SUBSTANTIAL), None)
        if first is not None:
            hours.append(max(0.0, (first - row["notice_at"]).total_seconds() / 3600))
    share, low, high = wilson_interval(accepted, len(before_it)) if before_it else (None, None, None)
    yield _row(role.role_id, "accepted_share", share, lower=low, upper=high)
    yield _row(role.role_id, "median_hours_to_answer", median(hours) if hours else None)


def wilson_interval(successes: int, trials: int) -> tuple[float, float, float]:
    """Give a share and its Wilson score interval at 90 % (Wilson 1927); it never leaves 0 to 1 and is not empty at either end."""
    share = successes / trials
    spread = Z_90 * Z_90 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = Z_90 * sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return share, max(0.0, centre - half), min(1.0, centre + half)
