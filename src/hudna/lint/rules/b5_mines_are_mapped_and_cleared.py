"""B5: maps of mines are handed over, and the ground is cleared."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.rule import Remark, Rule, Severity


def mines_left_in_the_ground(draft: Draft) -> Iterator[Remark]:
    """Remark where the handing over of maps, or the clearing, is nobody's duty."""
    missing = [
        words
        for kind, words in (("mine_map_handover", "handing over of maps"), ("mine_clearance", "clearance"))
        if not draft.duties_of(kind)
    ]
    if missing:
        expected = "duties `mine_map_handover` and `mine_clearance`"
        yield Remark(("terms",), f"mines: no {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="B5",
    severity=Severity.WARNING,
    title={"en": "Mines not mapped or cleared", "ar": "الألغام بلا خرائط أو إزالة"},
    explanation={
        "en": "Mines kill after the guns are silent, on the roads that the deal opens.",
        "ar": "تقتل الألغام بعد سكوت المدافع، على الطرق التي يفتحها الاتفاق.",
    },
    evidence="Four Towns, 30 March 2016: three boys and a mine at Bqine. Homs, 2014, handed the maps over.",
    source="https://syriadirect.org/bombings-recriminations-in-a-series-of-towns-tied-by-one-ceasefire-people-are-afraid-the-agreement-will-break-down/",
    check=mines_left_in_the_ground,
)
