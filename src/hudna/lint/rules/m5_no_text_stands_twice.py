"""M5: no text stands under two numbers."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def texts_that_stand_twice(draft: Draft) -> Iterator[Remark]:
    """Remark on a term whose text, in some language, an earlier term has word for word."""
    first: dict[tuple[str, str], str] = {}
    for id_, term in draft.agreement.terms.items():
        texts = {"": term.text} if isinstance(term.text, str) else dict(term.text or {})
        for language, text in texts.items():
            plain = (language, " ".join(text.split()).casefold())
            if plain in first:
                found = f"the text of {first[plain]} ({draft.line('terms', first[plain])}) again"
                yield Remark(("terms", id_, "text"), found, "one number for one text")
                break
            first.setdefault(plain, id_)


RULE = Rule(
    id="M5",
    severity=Severity.WARNING,
    title={"en": "Text under two numbers", "ar": "نص واحد تحت رقمين"},
    explanation={
        "en": "A text pasted under two numbers is amended under one of them.",
        "ar": "النص المنسوخ تحت رقمين يُعدَّل تحت أحدهما فقط.",
    },
    evidence="Drafts of digital ceasefire texts hold pasted duplicates.",
    source="https://github.com/hrcberkeley/digital-ceasefires",
    check=texts_that_stand_twice,
)
