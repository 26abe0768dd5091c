"""R7: what a duty or a ban waits for can happen."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def triggers_that_cannot_happen(draft: Draft) -> Iterator[Remark]:
    """Remark on what waits for a duty that nobody can establish, or that never opens."""
    if draft.compiled is None:
        return
    never = {d.duty_id for d in draft.compiled.duties if d.kinds is None or not d.opens}
    compiled = {d.duty_id: d.after for d in draft.compiled.duties} | {n.norm_id: n.after for n in draft.compiled.norms}
    for provision in draft.provisions:
        impossible = [first for first in compiled.get(provision.id, ()) if first in never]
        if impossible:
            found = f"waits for {', '.join(f'{first} ({draft.line_of(first)})' for first in impossible)}, which can never be met"
            at = (*provision.where, "after" if provision.clause.after else "phase")
            yield Remark(at, found, "a trigger that somebody can see happen")


RULE = Rule(
    id="R7",
    severity=Severity.ERROR,
    title={"en": "Trigger that cannot happen", "ar": "شرط لا يمكن أن يتحقق"},
    explanation={
        "en": "A duty that waits for something impossible is never owed, and never broken.",
        "ar": "الواجب الذي ينتظر أمراً مستحيلاً لا يحل أبداً ولا يُخرق أبداً.",
    },
    evidence='Minsk II, 2015: control of the border after a "comprehensive political settlement" that nobody had defined.',
    source="https://themoscowtimes.com/2015/02/12/the-minsk-deal-what-was-agreed-at-ukraine-peace-talks-a43848",
    check=triggers_that_cannot_happen,
)
