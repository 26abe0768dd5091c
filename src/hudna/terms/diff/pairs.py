"""Which term of one version is which of the other: by id, and by what it says where an id has moved.

A term that says the same under another id is renumbered. One is told from another by its plain form, with the terms that it cites
told apart in the same way (rounds of colour refinement, as for graphs), so that a whole article can move up by one.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hudna.terms.clauses import Clause
from hudna.terms.diff.plain import fields_of, plain
from hudna.terms.model import Agreement

CITING = ("after", "despite", "mirrors", "per")
HALF, SAME_ID = 0.5, 0.3  # share of fields that two terms must have in common, and what it counts that they have one id
ROUNDS = 3  # how far along citations a term is told from another; deals cite in chains of two or three


def pair_terms(old: Agreement, new: Agreement) -> dict[str, str]:
    """Give the new name of every term of the old version that has one in the new, rows as `term/row`."""
    pairs = _pair(_told(old.terms, _signatures(old)), _told(new.terms, _signatures(new)))
    for id_, other in list(pairs.items()):
        ours, theirs = old.terms[id_].rows or {}, new.terms[other].rows or {}
        rows = _pair(
            _told(ours, {row: plain(clause) for row, clause in ours.items()}),
            _told(theirs, {row: plain(clause) for row, clause in theirs.items()}),
        )
        pairs |= {f"{id_}/{row}": f"{other}/{name}" for row, name in rows.items()}
    return pairs


@dataclass(frozen=True)
class _Told:
    """What is asked of a term or a row to find its pair."""

    content: Hashable  # all that it says, citations followed
    words: Hashable  # its legal text; None: not read
    form: str
    fields: frozenset[Hashable]  # what it says field by field, citations left out


def _told(clauses: Mapping[str, Clause], contents: Mapping[str, Hashable]) -> dict[str, _Told]:
    return {
        id_: _Told(
            contents[id_],
            None if clause.text is None else plain(clause.text),
            _form(clause),
            frozenset((name, plain(value, name)) for name, value in fields_of(clause).items() if name not in CITING),
        )
        for id_, clause in clauses.items()
    }


def _pair(old: Mapping[str, _Told], new: Mapping[str, _Told]) -> dict[str, str]:
    """Pair ids, each at most once: same id and content, then same content, then same legal text, then most alike, then same id."""
    pairs: dict[str, str] = {}

    def pair(candidates: Iterable[tuple[str, str]]) -> None:
        for one, other in candidates:
            if one not in pairs and other not in pairs.values() and old[one].form == new[other].form:
                pairs[one] = other

    same = [(id_, id_) for id_ in old if id_ in new]
    pair((one, other) for one, other in same if old[one].content == new[other].content)
    pair(_alike({i: t.content for i, t in old.items()}, {i: t.content for i, t in new.items()}, pairs))
    ours, theirs = ({i: t.words for i, t in version.items() if t.words is not None} for version in (old, new))
    pair((one, other) for one, other in same if one in ours and ours[one] == theirs.get(other))
    pair(_alike(ours, theirs, pairs))
    pair(_most_alike(old, new, pairs))
    pair(same)
    return pairs


def _most_alike(old: Mapping[str, _Told], new: Mapping[str, _Told], pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the ids left on both sides that say at least half of the same, the most alike first; an id that stayed speaks for itself."""
    taken = set(pairs.values())
    scored = [
        (len(told.fields & other.fields) / max(1, len(told.fields | other.fields)) + (SAME_ID if one == id_ else 0.0), one, id_)
        for one, told in old.items() if one not in pairs
        for id_, other in new.items() if id_ not in taken and told.form == other.form
    ]  # fmt: skip
    ranked = sorted((each for each in scored if each[0] >= HALF), key=lambda each: -each[0])
    return [(one, other) for _, one, other in ranked]


def _alike(old: Mapping[str, Hashable], new: Mapping[str, Hashable], pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the ids left on both sides that are alike, in the order of their files; of twins the first is the first."""
    taken = set(pairs.values())
    left: dict[Hashable, list[str]] = {}
    for id_, content in new.items():
        if id_ not in taken:
            left.setdefault(content, []).append(id_)
    return [
        (id_, left[content].pop(0)) for id_, content in old.items() if id_ not in pairs and left.get(content)
    ]  # fmt: skip


def _signatures(agreement: Agreement) -> dict[str, Hashable]:
    """Give what each term says, citations told by what the cited terms say."""
    own = {id_: _without_citations(term) for id_, term in agreement.terms.items()}
    told: dict[str, Hashable] = dict(own)
    for _ in range(ROUNDS):
        told = {
            id_: (own[id_], frozenset(Counter(_cited(term, told)).items())) for id_, term in agreement.terms.items()
        }
    return told


def _without_citations(clause: Clause) -> Hashable:
    fields = {name: value for name, value in fields_of(clause).items() if name not in CITING and name != "rows"}
    amount = plain(clause.quantity)
    quantity = frozenset(pair for pair in amount if pair[0] != "per") if isinstance(amount, frozenset) else amount
    told = frozenset((name, plain(value, name)) for name, value in fields.items() if name != "quantity")
    rows = getattr(clause, "rows", None) or {}
    return told, quantity, frozenset((row, _without_citations(part)) for row, part in rows.items())


def _cited(clause: Clause, told: Mapping[str, Hashable]) -> Iterable[Hashable]:
    """Give each citation of a term as (field, what the cited term says); a row is told by its term and its name."""
    for field in CITING:
        for name in _names(getattr(clause, field, None) if field != "per" else getattr(clause.quantity, "per", None)):
            term, _, row = name.partition("/")
            yield field, told.get(term), row
    for part in (getattr(clause, "rows", None) or {}).values():
        yield from _cited(part, told)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _form(clause: Clause) -> str:
    """A row has the form of its term, which is paired already."""
    return next((form for form in ("forbid", "require", "allow") if getattr(clause, form, None) is not None), "row")
