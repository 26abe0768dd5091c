"""What a tranche holds up: nobody has to go on with the next step before the others have done theirs (docs/semantics.md, "Duties").

A tranche never takes a duty away and never makes one: it only says during which stretches of time its member need not act. A
member that has done its part of a step waits until the step is complete for all; while it waits its own time does not run. What
is done ahead of its step counts all the same. A lifesaving duty never waits, though others wait for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hudna.compliance.holds import Hold
from hudna.compliance.instances import (
    ENOUGH,
    DutyKey,
    Instance,
    InstanceKey,
    completed_at,
    key_of,
    named_duties,
)
from hudna.compliance.performances import Performance
from hudna.terms import add_duration
from hudna.terms.compiled import OTHER_WAY_ROUND, Bound, CompiledAgreement, Tranche


@dataclass(frozen=True)
class Member:
    """One obligor's part in a tranche: as it is read itself, and as it is read by those who wait for it."""

    own: Instance
    own_acts: Sequence[Performance]
    seen: Instance
    seen_acts: Sequence[Performance]


def hold_by_tranches(
    instances: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]],
    stand_ins: Mapping[Bound, Mapping[DutyKey, tuple[Performance, ...]]],
    compiled: CompiledAgreement,
    bound: Bound,
) -> tuple[dict[InstanceKey, list[Hold]], dict[InstanceKey, tuple[str, ...]]]:
    """Give what each first instance has to wait for, at one bound, and the tranches that nobody can evaluate.

    Args:
        instances: as `settle_instances` gives them. Who waits is read at `bound`, those it waits for the other way round.
        stand_ins: for each duty what would count if another person or good of the category were accepted.
        compiled: the agreement; several obligors of a duty are members of its tranche each for itself.
        bound: reading of those who wait.

    Returns:
        Holds of each instance, not merged; and for those members of a tranche with keys that are not evaluated (a share of an
        amount without a number among them) that it could hold up, these keys.
    """
    holds: dict[InstanceKey, list[Hold]] = {}
    unknown: dict[InstanceKey, tuple[str, ...]] = {}
    for tranche in compiled.tranches:
        members = _members(tranche, instances, stand_ins, compiled, bound)
        has_no_share = tranche.rule == "in_proportion" and any(member.own.owed is None for member in members)
        is_unknown = any(member.own.not_evaluated or member.seen.not_evaluated for member in members)
        if tranche.not_evaluated or has_no_share or is_unknown:
            keys = tranche.not_evaluated or (("share",) if has_no_share else ("terms",))
            for m, member in enumerate(members):
                if not _can_wait(tranche, m, member):
                    continue
                named = tuple(f"tranches.{tranche.tranche_id}.{key}" for key in keys)
                unknown[member.own.key] = unknown.get(member.own.key, ()) + named
            continue
        find = _holds_in_steps if tranche.rule == "in_steps" else _holds_in_proportion
        for member, found in zip(members, find(tranche, members, compiled.clock), strict=True):
            if not member.own.duty.lifesaving:
                holds.setdefault(member.own.key, []).extend(found)
    return holds, unknown


def _can_wait(tranche: Tranche, place: int, member: Member) -> bool:
    """Say whether others can hold a member up, whatever they did: it has done something, or is listed after somebody."""
    is_held = bool(member.own_acts) or (tranche.order == "as_listed" and place > 0)
    return is_held and not member.own.duty.lifesaving


def _members(
    tranche: Tranche,
    instances: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]],
    stand_ins: Mapping[Bound, Mapping[DutyKey, tuple[Performance, ...]]],
    compiled: CompiledAgreement,
    bound: Bound,
) -> list[Member]:
    """Give the members, each by its first instance, in the order in which the tranche lists them."""
    other = OTHER_WAY_ROUND[bound]
    members = []
    for key in dict.fromkeys(key_of(duty) for name in tranche.duties for duty in named_duties(compiled, name)):
        own, seen = instances[bound][key][0], instances[other][key][0]
        own_acts = _counting_acts(tranche, own, stand_ins[bound].get(key, ()), compiled.clock)
        seen_acts = _counting_acts(tranche, seen, stand_ins[other].get(key, ()), compiled.clock)
        members.append(Member(own, own_acts, seen, seen_acts))
    return members


def _counting_acts(
    tranche: Tranche, instance: Instance, others: Sequence[Performance], clock: str
) -> Sequence[Performance]:
    """Give what closes steps: a member's own acts and, with `substitute`, once it is late, others of the category."""
    late_at = _late_at(tranche, instance, clock) if tranche.if_late == "substitute" else None
    if late_at is None:
        return instance.acts
    own = {act.incident_id for act in instance.acts}
    more = [act for act in others if act.incident_id not in own and act.done_at >= late_at]
    return sorted([*instance.acts, *more], key=lambda act: (act.done_at, act.incident_id))


def _holds_in_steps(tranche: Tranche, members: Sequence[Member], clock: str) -> list[list[Hold]]:
    """Hold each member from when it has done its part of a step until the next one opens for it."""
    seen = [_done_times(tranche, member.seen, member.seen_acts) for member in members]
    found: list[list[Hold]] = [[] for _ in members]
    for m, member in enumerate(members):
        opens_at = member.own.opens_at
        if opens_at is None:
            continue
        own = _done_times(tranche, member.own, member.own_acts)
        for step, mine in enumerate(own):
            ready = own[step - 1] if step else opens_at
            if ready is None:
                break
            if mine is not None and mine <= ready:  # it has nothing to do in this step, or did it ahead
                continue
            waits_for = [(members[j].seen, seen[j][step - 1]) for j in range(len(members)) if step and j != m]
            if tranche.order == "as_listed":
                waits_for += [(members[j].seen, seen[j][step]) for j in range(m)]
            until = _until(tranche, waits_for, ready, clock)
            if until is None or until > ready:
                found[m].append(Hold(ready, until))
    return found


def _done_times(tranche: Tranche, member: Instance, acts: Sequence[Performance]) -> list[datetime | None]:
    """Give when a member had done its part of each step, all earlier steps included; None: not yet."""
    whole = completed_at(acts, member.owed)
    whole = min((time for time in (whole, member.first_met_at) if time is not None), default=None)
    times: list[datetime | None] = []
    total, latest = 0.0, member.opens_at
    for step in tranche.steps or ({member.duty.duty_id: "all"},):
        asked = [amount for name, amount in step.items() if _is_named(name, member)]
        for amount in asked:
            if isinstance(amount, str):
                time = whole
            else:
                total += amount
                enough = min(total, member.owed) if member.owed is not None else total
                reached = completed_at(acts, enough)
                time = min(
                    (t for t in (reached, whole if member.owed is not None else None) if t is not None), default=None
                )
            latest = None if time is None or latest is None else max(latest, time)
        times.append(latest)
    return times


def _is_named(name: str, member: Instance) -> bool:
    return member.duty.duty_id == name or member.duty.duty_id.startswith(f"{name}/")


def _until(
    tranche: Tranche, waits_for: Sequence[tuple[Instance, datetime | None]], ready: datetime, clock: str
) -> datetime | None:
    """Give when waiting ends: when the others are done, or (`go_on`) when the first of them is late and its grace is over."""
    done_at = [done for _, done in waits_for if done is not None]
    until = max([ready, *done_at]) if len(done_at) == len(waits_for) else None
    if tranche.if_late != "go_on":
        return until
    limits = [(_late_at(tranche, other, clock), done) for other, done in waits_for]
    late = [limit for limit, done in limits if limit is not None and (done is None or done > limit)]
    return min((time for time in (until, *(max(ready, limit) for limit in late)) if time is not None), default=None)


def _late_at(tranche: Tranche, member: Instance, clock: str) -> datetime | None:
    """Give when a member is late beyond the grace of its tranche: so long after its own due date."""
    if member.due_at is None or tranche.grace is None:
        return member.due_at
    return add_duration(member.due_at, tranche.grace, clock)


def _holds_in_proportion(tranche: Tranche, members: Sequence[Member], clock: str) -> list[list[Hold]]:
    """Hold each member while its share leads another's by more than `slack`, or (as listed) is not behind an earlier one's."""
    slack = (tranche.slack or 0.0) + ENOUGH
    found: list[list[Hold]] = [[] for _ in members]
    acts = [act for member in members for act in (*member.own_acts, *member.seen_acts)]
    moments = sorted({act.done_at for act in acts} | {m.own.opens_at for m in members if m.own.opens_at})
    for since, until in pairwise([*moments, None]):
        assert since is not None  # only the last end is open
        shares = [_share_at(member.seen, member.seen_acts, since) for member in members]
        for m, member in enumerate(members):
            own = _share_at(member.own, member.own_acts, since)
            if member.own.opens_at is None or since < member.own.opens_at or own >= 1:
                continue
            behind = [j for j, share in enumerate(shares) if j != m and own - share > slack]
            if tranche.order == "as_listed":
                behind += [j for j in range(m) if shares[j] < 1 and own >= shares[j] - ENOUGH]
            late = [_late_at(tranche, members[j].seen, clock) for j in behind] if tranche.if_late == "go_on" else []
            end = min((time for time in (until, *late) if time is not None), default=None)
            if behind and (end is None or end > since):
                found[m].append(Hold(since, end))
    return found


def _share_at(member: Instance, acts: Sequence[Performance], moment: datetime) -> float:
    owed = member.owed or 1.0
    return min(1.0, sum(act.amount for act in acts if act.done_at <= moment) / owed)
