"""Every unit and place that a name may mean, each with the reason, the surest first; which one is meant a person says.

Nothing is left out because something stands before it: two towns of one name are two candidates with one reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hudna.terms.gazetteer import Gazetteer, Spellings
from hudna.terms.gazetteer_entries import Place, Unit
from hudna.terms.spelling import bare_name, fold_name, is_arabic, skeletons, transliterations

REASONS = (
    "its p-code or id",
    "same name",
    "same name after folding",
    "alias",
    "alias after folding",
    "same but for article or unit",
    "transliteration",
    "same consonants",
)
MANY = 4  # consonants that are seldom those of another place
SAME_NAME = frozenset(REASONS[:5])
"""Reasons good enough to place a report by; the others are offered to a person."""


@dataclass(frozen=True)
class Candidate:
    """One unit or place that a name may mean: by which of its spellings, and why."""

    entry: Unit | Place
    spelling: str
    reason: str

    @property
    def key(self) -> str:
        """The p-code of a unit, the id of a place."""
        return self.entry.pcode if isinstance(self.entry, Unit) else self.entry.id


def find_places(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Give all units and places that a name may mean, by the order of `REASONS`, wide units first, then by p-code or id.

    Names of few consonants are compared by them only if nothing else is found.
    """
    found: dict[str, Candidate] = {}
    for candidate in _by_name(name, gazetteer):
        found.setdefault(candidate.key, candidate)
    for key, spelling in _at(gazetteer.by_bare_name, {bare_name(name)}):
        found.setdefault(key, Candidate(gazetteer.entry(key), spelling, REASONS[5]))
    for key, spelling in _at(gazetteer.by_sound, transliterations(name)):
        found.setdefault(key, Candidate(gazetteer.entry(key), spelling, REASONS[6]))
    keys = skeletons(name)
    if not found or max(map(len, keys), default=0) >= MANY:
        for key, spelling in _at(gazetteer.by_consonants, keys):
            if _may_compare(name, spelling, gazetteer.entry(key)):
                found.setdefault(key, Candidate(gazetteer.entry(key), spelling, REASONS[7]))
    return sorted(found.values(), key=_rank)


def _by_name(name: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    for entry in gazetteer.named(name):
        told = [(spelling, True) for spelling in entry.name.values()] + [
            (spelling, False) for spelling in entry.aliases
        ]
        same = [(spelling, is_name) for spelling, is_name in told if fold_name(spelling) == fold_name(name)]
        if not same:
            yield Candidate(entry, name, REASONS[0])
            continue
        spelling, is_name = min(same, key=lambda found: (not found[1], found[0] != name))
        yield Candidate(entry, spelling, REASONS[(1 if is_name else 3) + (spelling != name)])


def _may_compare(name: str, spelling: str, entry: Unit | Place) -> bool:
    """Say whether two spellings may be compared by consonants: two of Arabic letters never, since القصر and القصير share them.

    For the same reason an Arabic name is compared with a Latin spelling only where the entry has no Arabic one, which would tell more.
    """
    if not is_arabic(name):
        return True
    return not is_arabic(spelling) and not any(map(is_arabic, (*entry.name.values(), *entry.aliases)))


def _rank(candidate: Candidate) -> tuple[int, bool, int, str]:
    is_place = isinstance(candidate.entry, Place)
    level = candidate.entry.level if isinstance(candidate.entry, Unit) else 0
    return REASONS.index(candidate.reason), is_place, level, candidate.key


def _at(index: Spellings, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    for key in sorted(keys):
        yield from index.get(key, ())
