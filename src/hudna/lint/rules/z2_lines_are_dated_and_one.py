"""Z2: each line has a map, a date and a source, and both sides are measured from the same line."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled

EXPECTED = "`geojson:`, `dated:` and `source:`"


def lines_without_a_date_or_a_map(draft: Draft) -> Iterator[Remark]:
    """Remark on a line without map, date or source, and on zones that are measured from two lines, one for each side."""
    for name, line in draft.agreement.lines.items():
        missing = lacking(line, {"geojson": "map", "dated": "date", "source": "source"})
        if missing:
            yield Remark(("lines", name), f"a line without {listed(missing)}", EXPECTED, is_of_absence=True)
    measured: dict[str, str] = {}
    for name, zone in draft.agreement.zones.items():
        for shape in (settled(zone.beyond), settled(zone.strip)):
            if shape is not None and shape.side in draft.agreement.parties:
                measured.setdefault(shape.line, name)
    if len(measured) > 1:
        found = f"sides measured from {len(measured)} lines: {', '.join(measured)}"
        yield Remark(("zones", list(measured.values())[1]), found, "one line for both sides")


RULE = Rule(
    id="Z2",
    severity=Severity.ERROR,
    title={"en": "Line without date or map, or two lines", "ar": "خط بلا تاريخ أو خريطة، أو خطان"},
    explanation={
        "en": "A line of contact moves. Without its date and its map, or with one line for each side, withdrawal is a way to keep ground.",
        "ar": "خط التماس يتحرك. فإن لم يُذكر تاريخه وخريطته، أو كان لكل جانب خط، صار الانسحاب وسيلة للاحتفاظ بالأرض.",
    },
    evidence="Minsk II, 2015: one side withdrew from the line of that day, the other from the line of September 2014; Debaltseve lay between.",
    source="https://themoscowtimes.com/2015/02/12/the-minsk-deal-what-was-agreed-at-ukraine-peace-talks-a43848",
    check=lines_without_a_date_or_a_map,
)
