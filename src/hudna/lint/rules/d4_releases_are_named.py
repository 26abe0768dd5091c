"""D4: detainees are released by name, with a swap for the dead and the missing."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled


def releases_without_names(draft: Draft) -> Iterator[Remark]:
    """Remark on each release without `named: true` or without `swap`."""
    for duty in draft.duties_of("detainee_release"):
        if isinstance(duty.clause.quantity, Unread):
            continue
        amount = settled(duty.clause.quantity)
        missing = (
            [] if amount is not None and (settled(amount.named) or isinstance(amount.named, Unread)) else ["names"]
        )
        if amount is None or is_missing(amount.swap):
            missing.append("swap for the dead and missing")
        if missing:
            expected = "`quantity: {…, named: true, swap: [dead, missing]}`"
            yield Remark(duty.where, f"a release without {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="D4",
    severity=Severity.WARNING,
    title={"en": "Release without names", "ar": "إفراج بلا أسماء"},
    explanation={
        "en": "A number without names stalls at the first person who cannot be found: each side says that the other picks.",
        "ar": "العدد بلا أسماء يتعثر عند أول شخص لا يُعثر عليه، ويقول كل طرف إن الآخر هو من يختار.",
    },
    evidence='Four Towns, 2015: 500 detainees "without names". Al-Waer, 2016, stalled on the fate of its detainees.',
    source="https://middleeastobserver.org/2016/09/01/syria-another-evacuation-agreement-made-in-homss-al-waer/",
    check=releases_without_names,
)
