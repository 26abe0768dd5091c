"""B7: no allowance without conditions takes out all that a prohibition forbids."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Box, Interval, Norm, Taking


def allowances_that_swallow_their_ban(draft: Draft) -> Iterator[Remark]:
    """Remark on allowances and exclusions that need nothing, await no ruling, and cover every box of a prohibition for all it binds."""
    where = {p.id: p.where for p in draft.provisions}
    norms: dict[str, list[Norm]] = {}
    for norm in draft.compiled.norms if draft.compiled else ():
        norms.setdefault(norm.norm_id, []).append(norm)
    for norm_id, parts in norms.items():
        swallowing = [{(t.form, t.taking_id) for t in norm.takings if _swallows(draft, t, norm)} for norm in parts]
        for form, taking in sorted(set.union(*swallowing)) if all(swallowing) else ():
            at = where[taking] if form == "allowance" else ("exclusions", taking)
            found = f"an {form} that takes out all of {norm_id} ({draft.line(*where[norm_id])})"
            yield Remark(at, found, f"an {form} narrower than the ban, or with `needs:`")


def _swallows(draft: Draft, taking: Taking, norm: Norm) -> bool:
    is_conditional = (
        taking.needs or taking.judged or taking.not_evaluated or taking.proof_on or taking.co_located_protected
    )
    if is_conditional or not norm.boxes.point:
        return False
    return all(any(_covers(draft, over, box) for over in taking.boxes.point) for box in norm.boxes.point)


def _covers(draft: Draft, over: Box, box: Box) -> bool:
    """Say whether a box holds all of another; a place told by another relation (`into` for `in`) is not compared, and covers nothing."""
    sides = ((over.actors, box.actors), (over.kinds, box.kinds), (over.arms, box.arms), (over.targets, box.targets))
    if not all(wide is None or (narrow is not None and wide >= narrow) for wide, narrow in sides):
        return False
    for side in over.places:
        inside = [draft.shape(p.region) for p in box.places if p.relation == side.relation]
        if not any(draft.shape(side.region).buffer(1).covers(ground) for ground in inside):
            return False
    return all(any(_spans(wide, narrow) for wide in over.when) for narrow in box.when)


def _spans(wide: Interval, narrow: Interval) -> bool:
    begins = wide.begins_at is None or (narrow.begins_at is not None and wide.begins_at <= narrow.begins_at)
    ends = wide.ends_at is None or (narrow.ends_at is not None and narrow.ends_at <= wide.ends_at)
    return begins and ends


RULE = Rule(
    id="B7",
    severity=Severity.ERROR,
    title={"en": "Allowance that swallows its prohibition", "ar": "إباحة تبتلع الحظر"},
    explanation={
        "en": "An exception as wide as the rule leaves no rule: the ban can never be breached.",
        "ar": "الاستثناء الذي يتسع لكل ما في القاعدة لا يترك قاعدة: فلا يمكن خرق الحظر أبداً.",
    },
    evidence='De-escalation areas, 2017: the fight against listed groups went on "inside and outside the areas" in which fire was forbidden.',
    source="https://tass.com/politics/944911",
    check=allowances_that_swallow_their_ban,
)
