"""M3: no two articles have ids that a reader takes for one; the same id twice is refused by the reader."""

import unicodedata
from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def ids_that_look_alike(draft: Draft) -> Iterator[Remark]:
    """Note a term whose id differs from an earlier one only in case, in the script of its digits, or in a hyphen."""
    first: dict[str, str] = {}
    for name in draft.agreement.terms:
        plain = "".join(str(unicodedata.digit(c, c)) for c in unicodedata.normalize("NFKC", name)).casefold()
        plain = plain.replace("-", "").replace("_", "").rstrip(".")
        if plain in first:
            found = f"{name!r} beside {first[plain]!r} ({draft.line('terms', first[plain])})"
            yield Remark(("terms", name), found, "an id that nobody takes for another")
        first.setdefault(plain, name)


RULE = Rule(
    id="M3",
    severity=Severity.NOTE,
    title={"en": "Two ids that look alike", "ar": "رقمان متشابهان"},
    explanation={
        "en": "An article that is cited by a number must have that number to itself, in each version and each language.",
        "ar": "المادة التي يُستشهد بها برقم يجب ألا يشاركها فيه غيرها، في كل نسخة وكل لغة.",
    },
    evidence="De-escalation areas, 2017: the same articles had other dates in successive drafts.",
    source="https://sputniknews.com/middleeast/201705041053273529-de-escalation-zones-syria-signed/",
    check=ids_that_look_alike,
)
