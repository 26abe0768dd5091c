"""B3: siege, and the denial of medicine and food, is forbidden."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import kind_tree


def sieges_left_lawful(draft: Draft) -> Iterator[Remark]:
    """Remark where no term forbids the branch `siege` as a whole."""
    missing = kind_tree().below("siege") - draft.forbidden
    if missing:
        found = (
            "siege not forbidden"
            if "siege" in missing and len(missing) > 1
            else f"not forbidden: {', '.join(sorted(missing))}"
        )
        yield Remark(("terms",), found, "a term `forbid: [siege]`", is_of_absence=True)


RULE = Rule(
    id="B3",
    severity=Severity.WARNING,
    title={"en": "Siege not forbidden", "ar": "الحصار غير محظور"},
    explanation={
        "en": "A deal that bans only fire leaves starvation lawful: nobody breaks it by stopping bread.",
        "ar": "الاتفاق الذي يحظر النار وحدها يترك التجويع مباحاً: من يمنع الخبز لا يخرقه.",
    },
    evidence="Madaya, December 2015 and January 2016: 23 to 35 starved to death under a ceasefire. Daraya, 12 May 2016: aid turned back.",
    source="https://www.syriahr.com/en/33272/",
    check=sieges_left_lawful,
)
