"""C1: each carve-out names the groups, the ground, the days, who may strike, and whom to notify."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, names_in, settled

EXPECTED = "`actors:`, `zones:` on a map, `by:`, `during:`, and `needs: [{act: notice_given, to: …}]`"


def exclusions_without_a_map(draft: Draft) -> Iterator[Remark]:
    """Remark on an exclusion that leaves any of the five open, and on one whose ground nobody can draw."""
    for name, exclusion in draft.agreement.exclusions.items():
        missing = lacking(exclusion, {"actors": "groups", "zones": "ground", "by": "striker"})
        period = settled(exclusion.during)
        has_days = (
            period is not None and period.from_ is not None and (period.until is not None or period.for_ is not None)
        )
        if not has_days and is_missing(exclusion.phase) and not isinstance(exclusion.during, Unread):
            missing.append("days")
        notices = [need for need in settled(exclusion.needs) or () if settled(need.act) == "notice_given"]
        if not any(not is_missing(need.to) for need in notices) and not isinstance(exclusion.needs, Unread):
            missing.append("notice to anybody")
        if missing:
            yield Remark(("exclusions", name), f"an exclusion without {listed(missing)}", EXPECTED, is_of_absence=True)
        vague = [zone for zone in names_in(exclusion.zones) if draft.is_vague_ground(zone)]
        if vague:
            yield Remark(("exclusions", name, "zones"), f"ground that nobody can draw: {', '.join(vague)}", EXPECTED)


RULE = Rule(
    id="C1",
    severity=Severity.ERROR,
    title={"en": "Carve-out without a map", "ar": "استثناء بلا خريطة"},
    explanation={
        "en": "A carve-out without names, ground and days lets whoever strikes choose the label afterwards.",
        "ar": "الاستثناء الذي لا يسمي الجماعات ولا يحدد الأرض والأيام يترك لمن يقصف أن يختار الوصف بعد القصف.",
    },
    evidence="Cessation of hostilities, 2016: no maps had been received on 28 February; Deir al-Asafir, 31 March, 33 dead. Sochi, 2018.",
    source="http://www.rbs0.com/CF20160222.html",
    check=exclusions_without_a_map,
)
