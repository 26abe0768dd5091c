"""M1: the text is public, and one authentic text prevails."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Disputed, settled


def texts_that_are_secret_or_many(draft: Draft) -> Iterator[Remark]:
    """Remark on a text without a day of publication, and on several authentic texts of which none prevails."""
    published, languages = draft.agreement.published, draft.agreement.languages
    if isinstance(published, Disputed):
        yield Remark(("published",), "several days of publication: parts stayed secret", "`published:` with one day")
    elif is_missing(published) or settled(published) is False:
        yield Remark(("published",), "no public text", "`published: 2027-02-26`", is_of_absence=published is None)
    if languages is None:
        yield Remark(
            ("languages",), "no authentic text", "`languages: {authentic: [ar, en], prevails: ar}`", is_of_absence=True
        )
    elif len(languages.authentic) > 1 and languages.prevails is None:
        found = f"{len(languages.authentic)} authentic texts, and none that prevails"
        yield Remark(("languages",), found, "`prevails:` with one of them", is_of_absence=True)


RULE = Rule(
    id="M1",
    severity=Severity.WARNING,
    title={"en": "Secret text, or two authentic texts", "ar": "نص سري أو نصان أصليان"},
    explanation={
        "en": "What nobody can read nobody can be held to; and two authentic texts are two deals.",
        "ar": "ما لا يستطيع أحد قراءته لا يُلزم به أحد؛ والنصان الأصليان اتفاقان.",
    },
    evidence="Cessation of hostilities, 2016: the procedures stayed secret for six months. Sochi, 2018: not published at first.",
    source="https://www.resavr.com/comment/moscow-makes-public-full-5378168",
    check=texts_that_are_secret_or_many,
)
