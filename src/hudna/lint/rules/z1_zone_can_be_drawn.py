"""Z1: every zone, and the depth of every strip, can be drawn on a map."""

from collections.abc import Iterator
from typing import Any

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import Disputed, Undefined

EXPECTED = "a circle, a polygon on a map, or units of a gazetteer"


def zones_that_nobody_can_draw(draft: Draft) -> Iterator[Remark]:
    """Remark on a zone that is undefined or disputed, and on one whose distance is."""
    for name, zone in draft.agreement.zones.items():
        at: Where = ("zones", name)
        if zone.undefined is not None:
            yield Remark(at, f"ground told only as {zone.undefined!r}", EXPECTED)
        elif zone.disputed is not None:
            yield Remark(at, f"ground on which {len(zone.disputed)} versions differ", EXPECTED)
        for field in ("circle", "admin", "geojson", "strip", "beyond"):
            shape = getattr(zone, field)
            length = getattr(shape, "km", None)
            if isinstance(shape, Undefined | Disputed):
                yield Remark((*at, field), f"ground that is {_gap(shape)}", EXPECTED)
            elif isinstance(length, Undefined | Disputed):
                yield Remark((*at, field, "km"), f"a distance that is {_gap(length)}", "a number of kilometres")


def _gap(value: Any) -> str:
    return f"undefined: {value.undefined}" if isinstance(value, Undefined) else "disputed"


RULE = Rule(
    id="Z1",
    severity=Severity.ERROR,
    title={"en": "Zone that nobody can draw", "ar": "منطقة لا يمكن رسمها"},
    explanation={
        "en": "Where the ground is told in words, each side draws its own map, and the difference is where they fight.",
        "ar": "حين توصف الأرض بالكلمات يرسم كل طرف خريطته، ويتقاتل الطرفان على الفرق بينهما.",
    },
    evidence='Sochi, 2018: a zone "15 to 20 km deep" from a line fixed by later consultation. Moscow, 2020: a corridor read as six kilometres wide, or six on each side.',
    source="https://zhraoui.blogspot.com/2018/09/l-accord-de-edlib.html",
    check=zones_that_nobody_can_draw,
)
