"""V7: some body publishes what it finds, by a stated time."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity


def findings_that_stay_buried(draft: Draft) -> Iterator[Remark]:
    """Note where no body has `publishes_within`."""
    if all(is_missing(body.publishes_within) for body in draft.agreement.bodies.values()):
        yield Remark(
            ("bodies",), "no day on which anybody publishes", "`publishes_within: P7D` of a body", is_of_absence=True
        )


RULE = Rule(
    id="V7",
    severity=Severity.NOTE,
    title={"en": "No time to publish", "ar": "لا موعد للنشر"},
    explanation={
        "en": "What is found months later and told to nobody changes nothing on the ground.",
        "ar": "ما يُكتشف بعد أشهر ولا يُعلن لا يغيّر شيئاً على الأرض.",
    },
    evidence="South Sudan, 2019: a violation of February was endorsed in October.",
    source="https://ctsamvm.org/operations",
    check=findings_that_stay_buried,
)
