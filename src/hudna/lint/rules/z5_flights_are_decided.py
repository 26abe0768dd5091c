"""Z5: flights are forbidden or allowed, and where they are forbidden the aid drop is decided."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def flights_left_open(draft: Draft) -> Iterator[Remark]:
    """Remark where no term decides flights, or where they are forbidden and no term with `purpose: aid` decides the aid drop."""
    if "overflight" not in draft.decided:
        yield Remark(
            ("terms",), "flights not decided", "a term that forbids or allows `overflight`", is_of_absence=True
        )
    elif "overflight" in draft.forbidden and not any(
        settled(p.clause.purpose) == "aid" for p in draft.provisions if draft.covers(p, "overflight")
    ):
        ban = next(ban for ban in draft.prohibitions if draft.covers(ban, "overflight"))
        expected = "`allow: [overflight]`, `despite:` the ban, `purpose: aid`"
        yield Remark(ban.where, "flights forbidden, and the aid drop not decided", expected, is_of_absence=True)


RULE = Rule(
    id="Z5",
    severity=Severity.WARNING,
    title={"en": "Flights or the aid drop not decided", "ar": "الطيران أو إنزال المعونة غير محسوم"},
    explanation={
        "en": "Flights are the most denied of acts; and a ban on all of them takes the aid drop from a town that is fed by it.",
        "ar": "الطيران أكثر الأفعال إنكاراً؛ وحظره كله يمنع إنزال المعونة عن بلدة تعيش عليها.",
    },
    evidence="Four Towns, 2015: the ban on helicopters included aid drops, for towns that were fed by them.",
    source="https://www.syriahr.com/en/33272/",
    check=flights_left_open,
)
