"""M2: a glossary says what the deal's words mean."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def words_without_a_glossary(draft: Draft) -> Iterator[Remark]:
    """Remark on an absent or empty glossary."""
    if not draft.agreement.glossary:
        yield Remark(
            ("glossary",), "no glossary", "`glossary:` with each word of art used in a duty", is_of_absence=True
        )


RULE = Rule(
    id="M2",
    severity=Severity.WARNING,
    title={"en": "No glossary", "ar": "لا معجم للمصطلحات"},
    explanation={
        "en": "A word with two meanings lets both sides sign, and neither keep, the same deal.",
        "ar": "الكلمة ذات المعنيين تتيح للطرفين أن يوقّعا اتفاقاً واحداً لا يلتزم به أي منهما.",
    },
    evidence="General: checklists for drafters ask for the same meaning on both sides and no creative ambiguity.",
    source="http://spotidoc.com/doc/40139/do%E2%80%99s-and-don%E2%80%99ts-of-sustainable-ceasefire-agreements",
    check=words_without_a_glossary,
)
