"""B1: each of the six branches of acts is forbidden or allowed somewhere."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import kind_tree

BRANCHES = (
    "armed_attack",
    "military_movement",
    "harm_to_persons",
    "siege",
    "obstruction_of_monitors",
    "hostile_speech",
)


def branches_left_open(draft: Draft) -> Iterator[Remark]:
    """Remark on the branches of which no act is forbidden or allowed."""
    open_ = [branch for branch in BRANCHES if draft.decided.isdisjoint(kind_tree().below(branch))]
    if open_:
        yield Remark(
            ("terms",), f"not decided: {', '.join(open_)}", "terms that forbid or allow them", is_of_absence=True
        )


RULE = Rule(
    id="B1",
    severity=Severity.ERROR,
    title={"en": "Acts neither forbidden nor allowed", "ar": "أفعال غير محظورة ولا مباحة"},
    explanation={
        "en": "An act that no list names is counted by one side and not by the other, so the two counts can never meet.",
        "ar": "الفعل الذي لا تذكره أي قائمة يحصيه طرف ولا يحصيه الآخر، فلا يتفق الإحصاءان أبداً.",
    },
    evidence="Cessation of hostilities, 2016: one side counted arrests, the other did not; 9, 14 and 15 breaches on one day.",
    source="https://sn4hr.org/blog/2016/09/23/27146/",
    check=branches_left_open,
)
