"""Which unit or place of the gazetteer a report means by a name: the one that goes by it, or none, and then who might be meant.

Only the same name after folding places a report. A name of several places that none of them holds is nobody's, since the first of
them would be a guess; so is one that is merely spelled alike. Both are said in a note with every candidate. Their smallest common
unit is not taken instead: a report that means one of two villages would count as spread over the whole governorate, and so as almost
surely outside a zone around one of them; a place that is not known is in the zone with anything from 0 to 1.
"""

from collections import Counter
from collections.abc import Iterable

from hudna.terms import COUNTRY, DISTRICT, GOVERNORATE, SAME_NAME, Candidate, Gazetteer, Place, Unit, find_places

UNIT_LEVEL = {"governorate": GOVERNORATE, "country": COUNTRY}  # precisions that mean a unit
SHOWN = 5  # candidates in a note
POINTS = frozenset({"site", "town", "city"})  # precisions that mean the narrowest that goes by a name


def place_named(name: str, precision: str, *, gazetteer: Gazetteer) -> Unit | Place | None:
    """Find the one unit or populated place that a report means by a name.

    Args:
        name: as the source writes it, or a p-code or id of the gazetteer.
        precision: `coord_precision` of the report: governorate, country and district ask for units of that level, site, town and
            city for the narrowest, anything else for the widest, where it holds all others of the name.
        gazetteer: where to look.
    """
    level = UNIT_LEVEL.get(precision, DISTRICT if precision == "district" else None)
    found: list[Unit | Place] = [*gazetteer.find(name, level)] if level is not None else gazetteer.named(name)
    return _one_of(found, gazetteer, smallest=precision in POINTS)


def unit_named(name: str, *, gazetteer: Gazetteer, level: int | None = None, smallest: bool = False) -> str | None:
    """Find the one unit that goes by a name.

    A name often belongs to a governorate, its district and its subdistrict at once: without a level the widest is meant, since it
    holds the others (`smallest`: the narrowest, where all the others hold it). A name of several of which none holds the rest is nobody's.
    """
    found = _one_of([*gazetteer.find(name, level)], gazetteer, smallest=smallest)
    return found.pcode if isinstance(found, Unit) else None


def not_found(places: Iterable[str], *, gazetteer: Gazetteer | None) -> list[str]:
    """Give a note for each place that has neither a point nor a known unit, with those that may be meant."""
    return [
        _note(f"place {place!r} ({rows} rows)", place, gazetteer=gazetteer)
        for place, rows in sorted(Counter(places).items())
    ]


def _one_of(found: list[Unit | Place], gazetteer: Gazetteer, *, smallest: bool) -> Unit | Place | None:
    """Choose the narrowest or the widest of a list ordered by level, where it is clear which that is."""
    if not found:
        return None
    narrowest, widest = found[-1], found[0]
    if smallest and all(_holds(wide, narrowest, gazetteer) for wide in found[:-1]):
        return narrowest
    return widest if all(_holds(widest, narrow, gazetteer) for narrow in found[1:]) else None


def _holds(wide: Unit | Place, narrow: Unit | Place, gazetteer: Gazetteer) -> bool:
    return any(unit is wide for unit in gazetteer.within(narrow))


def _note(what: str, place: str, *, gazetteer: Gazetteer | None) -> str:
    lost = f"{what} not found in {gazetteer.name if gazetteer else 'a gazetteer (none given)'}: place unknown"
    if gazetteer is None:
        return lost
    candidates = find_places(place, gazetteer)
    same = [candidate for candidate in candidates if candidate.reason in SAME_NAME]
    if len(same) > 1:
        return f"{what} may be {len(same)} places of {gazetteer.name}: place unknown; write the p-code or id of one of {_listed(same)}"
    return lost + (f"; may be meant: {_listed(candidates, with_reason=True)}" if candidates else "")


def _listed(candidates: list[Candidate], *, with_reason: bool = False) -> str:
    told = [
        f"{each.key} {each.entry.name.get('en') or each.entry.name.get('ar')}"
        + (f" ({each.reason})" if with_reason else "")
        for each in candidates[:SHOWN]
    ]
    more = len(candidates) - SHOWN
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")
