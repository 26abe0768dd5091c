"""C3: civilians and aid stay protected inside a carve-out."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, names_in, target_tree


def exclusions_that_take_in_civilians(draft: Draft) -> Iterator[Remark]:
    """Remark on an exclusion in which civilians, aid workers or convoys are not still protected."""
    for name, exclusion in draft.agreement.exclusions.items():
        kept = target_tree().below(*names_in(exclusion.still_protected))
        missing = [target for target in ("civilians", "aid_workers", "convoys") if target not in kept]
        if missing and not isinstance(exclusion.still_protected, Unread):
            found = f"an exclusion in which {', '.join(missing)} are not protected"
            expected = "`still_protected: [civilians, aid_workers, medical, hospitals, convoys]`"
            yield Remark(("exclusions", name), found, expected, is_of_absence=True)


RULE = Rule(
    id="C3",
    severity=Severity.ERROR,
    title={"en": "Civilians or aid unprotected in a carve-out", "ar": "المدنيون أو المعونة بلا حماية داخل الاستثناء"},
    explanation={
        "en": "A market in the ground of an excluded group is still a market.",
        "ar": "السوق في أرض الجماعة المستثناة يبقى سوقاً.",
    },
    evidence="Cessation of hostilities, 7 March 2016: the market of Abu al-Duhur, 19 dead by the count of SOHR.",
    source="https://english.vov.vn/en/world/air-strike-hits-syrian-market-opposition-says-truce-must-be-respected-314100.vov",
    check=exclusions_that_take_in_civilians,
)
