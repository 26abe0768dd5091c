"""Z6: no protected zone lies wholly inside the ground of an exclusion."""

from collections.abc import Iterator

import shapely

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import names_in


def zones_inside_an_exclusion(draft: Draft) -> Iterator[Remark]:
    """Remark on each zone of a prohibition that lies, at the point, inside the ground of one exclusion."""
    if draft.compiled is None:
        return
    protected = {zone for ban in draft.prohibitions for zone in (*names_in(ban.clause.in_), *names_in(ban.clause.into))}
    for name, exclusion in draft.agreement.exclusions.items():
        reached = shapely.union_all([draft.ground(zone) for zone in names_in(exclusion.zones)])
        for zone in draft.agreement.zones:
            ground = draft.ground(zone)
            # A metre inwards: outlines of circles and strips are polygons, and a zone may be the exclusion's own.
            if zone in protected and not ground.is_empty and reached.buffer(1).covers(ground):
                found = f"the zone wholly inside the exclusion {name} ({draft.line('exclusions', name)})"
                yield Remark(("zones", zone), found, "an exclusion that leaves it some ground of its own")


RULE = Rule(
    id="Z6",
    severity=Severity.ERROR,
    title={"en": "Zone inside an exclusion", "ar": "منطقة داخل استثناء"},
    explanation={
        "en": "A zone that lies wholly inside a carve-out is protected on paper only: every strike there can be called one on the excluded group.",
        "ar": "المنطقة الواقعة كلها داخل استثناء محمية على الورق فقط: كل ضربة فيها يمكن أن تُنسب إلى الجماعة المستثناة.",
    },
    evidence="De-escalation areas, 2017 and 2018: three of four were retaken, each time under the carve-out.",
    source="https://www.dohainstitute.org/en/PoliticalStudies/Pages/De-escalation-Zones-Russian-Strategy-Military-Victory-Syria.aspx",
    check=zones_inside_an_exclusion,
)
