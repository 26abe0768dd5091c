"""Which duties are withheld because their mirror is in breach (docs/semantics.md, "Duties").

To withhold is to judge the other side, so it takes the `suspension` standard, and that is a standard for the breach, not for what
excuses it: the surer the breach must be, the less it takes to say that the mirrored duty was done. A breach is clear and
convincing when not even a reasonable suspicion of performance is left.
"""

from collections.abc import Mapping
from datetime import datetime

from hudna.compliance.holds import Hold, move_due
from hudna.compliance.instances import DutyKey, Instance, InstanceKey, key_of, named_duties
from hudna.terms import add_duration
from hudna.terms.compiled import OTHER_WAY_ROUND, Bound, CompiledAgreement

Node = tuple[Bound, InstanceKey]

# Breach at this standard <-> what was done does not even reach that one.
EXCUSED_FROM = {
    "reported": "clear_and_convincing",
    "reasonable_suspicion": "clear_and_convincing",
    "reasonable_grounds": "reasonable_grounds",
    "clear_and_convincing": "reasonable_suspicion",
    "beyond_reasonable_doubt": "reasonable_suspicion",
}


def suspend_by_mirrors(
    instances: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]],
    held: Mapping[Bound, Mapping[InstanceKey, list[Hold]]],
    compiled: CompiledAgreement,
    *,
    as_of: datetime,
) -> dict[Bound, dict[InstanceKey, list[Hold]]]:
    """Give when each mirrored duty may be withheld, at each bound.

    Breaches are taken in the order in which they were known: the first stands, and suspends what mirrors it before that can be
    in breach itself; of two at the same instant both stand. A breach of a mirror lasts until it is made good, and withholding
    never longer than `at_most`. A lifesaving duty is never withheld. What is withheld is read leniently where the breach it is
    withheld for is read strictly.

    Args:
        instances: under the standard of `EXCUSED_FROM[proof.suspension]`.
        held: what tranches hold up under it.
        compiled: the agreement.
        as_of: breaches after this instant have not happened.
    """
    suspended: dict[Bound, dict[InstanceKey, list[Hold]]] = {bound: {} for bound in instances}
    if not any(duty.mirrors for duty in compiled.duties):
        return suspended
    everyone = {(bound, i.key): i for bound, found in instances.items() for own in found.values() for i in own}
    mirrored_by = _mirrored_by(instances, compiled)
    standing: set[Node] = set()
    while True:
        breaches: dict[Node, datetime] = {}
        for (bound, key), instance in everyone.items():
            holds = [*held[bound].get(key, []), *suspended[bound].get(key, [])]
            at = breach_at(instance, holds, as_of=as_of) if (bound, key) not in standing else None
            if at is not None:
                breaches[bound, key] = at
        if not breaches:
            return suspended
        first = min(breaches.values())
        batch = [node for node, at in breaches.items() if at == first]
        standing.update(batch)
        for node in batch:
            for bound, other in mirrored_by.get(node, ()):
                hold = _suspension(other, everyone[node], first, compiled.clock)
                if hold is not None and (bound, other.key) not in standing and not other.duty.lifesaving:
                    suspended[bound].setdefault(other.key, []).append(hold)


def breach_at(instance: Instance, holds: list[Hold], *, as_of: datetime) -> datetime | None:
    """Give the instant from which an instance is in breach, by `as_of`; None: it is not."""
    if not instance.has_opening or instance.due_at is None:
        return None
    due_at = move_due(instance.due_at, holds)
    if due_at is None or due_at > as_of or (instance.ends_at is not None and due_at > instance.ends_at):
        return None
    if instance.first_met_by is None or not instance.first_met_by.is_done_by(due_at):
        return due_at
    late = [u for u in instance.undoings if u.made_good_by is None or not u.made_good_by.is_done_by(due_at)]
    return max(due_at, late[0].known_at) if late else None


def _mirrored_by(
    instances: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]], compiled: CompiledAgreement
) -> dict[Node, list[tuple[Bound, Instance]]]:
    """Give for each instance those that may be withheld over it: same period where both recur; never one's own breach."""
    mirrored_by: dict[Node, list[tuple[Bound, Instance]]] = {}
    pairs = [
        (duty, other) for duty in compiled.duties if duty.mirrors for other in named_duties(compiled, duty.mirrors)
    ]
    for bound, found in instances.items():
        strict = OTHER_WAY_ROUND[bound]
        for duty, other in pairs:
            sources = instances[strict][key_of(other)]
            for instance in found[key_of(duty)]:
                for source in sources:
                    is_same_period = len(sources) == 1 or source.number == instance.number
                    if is_same_period and source.obligor != instance.obligor:
                        mirrored_by.setdefault((strict, source.key), []).append((bound, instance))
    return mirrored_by


def _suspension(instance: Instance, source: Instance, breach_known_at: datetime, clock: str) -> Hold | None:
    since = max(breach_known_at, instance.opens_at) if instance.opens_at is not None else breach_known_at
    ends = [end for end in (source.met_at, source.ends_at) if end is not None and end > breach_known_at]
    if instance.duty.at_most is not None:
        ends.append(add_duration(since, instance.duty.at_most, clock))
    until = min(ends, default=None)
    return None if until is not None and until <= since else Hold(since, until)
