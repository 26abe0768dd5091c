"""B6: hostile speech, arrest and the recruitment of children are decided."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def other_harm_left_open(draft: Draft) -> Iterator[Remark]:
    """Note the acts that make up most complaints and that no term decides."""
    open_ = [kind for kind in ("hostile_speech", "arrest", "child_recruitment") if kind not in draft.decided]
    if open_:
        yield Remark(
            ("terms",), f"not decided: {', '.join(open_)}", "a term that forbids or allows them", is_of_absence=True
        )


RULE = Rule(
    id="B6",
    severity=Severity.NOTE,
    title={"en": "Harm without shooting not decided", "ar": "الأذى بلا إطلاق نار غير محسوم"},
    explanation={
        "en": "Most complaints are not about shooting. What the text does not decide, the monitor cannot rule on.",
        "ar": "معظم الشكاوى ليست عن إطلاق النار، وما لم يحسمه النص لا يستطيع المراقب البت فيه.",
    },
    evidence="Sri Lanka, 2002 to 2005: the recruitment of children was the largest class, 1,794 of 2,108 complaints upheld. Nuba Mountains: 135 breaches without a shot.",
    source="https://www.hrw.org/reports/2004/srilanka1104/14.htm",
    check=other_harm_left_open,
)
