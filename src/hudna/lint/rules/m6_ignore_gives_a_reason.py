"""M6: whoever has a remark ignored says which rule and why."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.ignores import find_ignores
from hudna.lint.rule import Remark, Rule, Severity


def ignores_without_a_reason(draft: Draft) -> Iterator[Remark]:
    """Remark on a comment `# hudna: ignore` without a rule or without `because` and a reason; it answers for nothing."""
    for ignore in find_ignores(draft.agreement.text):
        missing = ([] if ignore.rules else ["rule"]) + ([] if ignore.reason else ["reason"])
        if missing:
            expected = "`# hudna: ignore R4 because the towns are an hour apart`"
            yield Remark((), f"an ignore without {listed(missing)}", expected, line=ignore.line, column=ignore.column)


RULE = Rule(
    id="M6",
    severity=Severity.ERROR,
    title={"en": "Ignore without a reason", "ar": "تجاهل بلا سبب"},
    explanation={
        "en": "Who comes after must know why a loophole was left open, and who thought so.",
        "ar": "من يأتي بعدُ يجب أن يعرف لماذا تُركت الثغرة مفتوحة.",
    },
    evidence="General: a warning that was switched off without a reason is one that nobody reads again.",
    source="docs/guide/lint.md",
    check=ignores_without_a_reason,
)
