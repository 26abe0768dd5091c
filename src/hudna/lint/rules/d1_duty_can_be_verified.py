"""D1: each duty has an act that somebody can see done, an owner, an amount with its unit, a place, a recipient, and evidence."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled

AMOUNTS = ("exactly", "at_least", "at_most", "between", "all", "per", "of")
EXPECTED = (
    "`require:` a kind, `by:`, `quantity: {exactly: 18, unit: ships}`, `to:` or another place, `for:`, `evidence:`"
)


def duties_that_nobody_can_verify(draft: Draft) -> Iterator[Remark]:
    """Remark on each duty with what it lacks."""
    for duty in draft.duties:
        clause = duty.clause
        missing = lacking(clause, {"require": "defined act", "by": "owner"})
        amount = settled(clause.quantity)
        if not isinstance(clause.quantity, Unread):
            if amount is None or not any(getattr(amount, field) is not None for field in AMOUNTS):
                missing.append("amount")
            elif is_missing(amount.unit):
                missing.append("unit")
        if all(is_missing(place) for place in (clause.in_, clause.from_, clause.into, clause.to)):
            missing.append("place")
        missing += lacking(clause, {"for_": "recipient"})
        shown = settled(clause.evidence) or []
        if not isinstance(clause.evidence, Unread) and not any(item.by and item.what for item in shown):
            missing.append("evidence (what, and by whom)" if shown else "evidence")
        if missing:
            yield Remark(duty.where, f"a duty without {listed(missing)}", EXPECTED, is_of_absence=True)


RULE = Rule(
    id="D1",
    severity=Severity.ERROR,
    title={"en": "Duty that nobody can verify", "ar": "واجب لا يمكن التحقق منه"},
    explanation={
        "en": 'Who owes how much of what, where, to whom, shown by what: with one of them missing, "done" and "not done" are both arguable.',
        "ar": "مَن عليه كم، وممّ، وأين، ولمن، وبأي دليل: إذا غاب واحد منها صار كل من «أُنجز» و«لم يُنجز» قابلاً للجدل.",
    },
    evidence='Libya, 2020: foreign fighters to leave within three months, by nobody; they stayed. Hodeidah, 2018: "local security forces", never defined.',
    source="https://reliefweb.int/report/libya/unsmil-welcomes-agreement-between-libyan-parties-permanent-country-wide-ceasefire",
    check=duties_that_nobody_can_verify,
)
