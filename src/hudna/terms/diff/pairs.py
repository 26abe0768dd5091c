"""Which term of one version is which of the other: by id, and by what it says where an id has moved.

A term that says the same under another id is renumbered. One is told from another by its plain form, with the terms that it cites
told apart in the same way (rounds of colour refinement, as for graphs), so that a whole article can move up by one.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from hudna.terms.clauses import Clause, Term
from hudna.terms.diff.plain import fields_of, plain
from hudna.terms.model import Agreement

CITING = ("after", "despite", "mirrors", "per")
ROUNDS = 3  # how far along citations a term is told from another; deals cite in chains of two or three


def pair_terms(old: Agreement, new: Agreement) -> dict[str, str]:
    """Give the new name of every term of the old version that has one in the new, rows as `term/row`."""
    pairs = _pair(
        _signatures(old), _signatures(new), {id_: _words(t) for id_, t in old.terms.items()},
        {id_: _words(t) for id_, t in new.terms.items()},
        forms=({id_: _form(t) for id_, t in old.terms.items()}, {id_: _form(t) for id_, t in new.terms.items()}),
    )  # fmt: skip
    for id_, other in list(pairs.items()):
        ours, theirs = old.terms[id_].rows or {}, new.terms[other].rows or {}
        rows = _pair(
            {row: plain(clause) for row, clause in ours.items()},
            {row: plain(clause) for row, clause in theirs.items()},
            {row: _words(clause) for row, clause in ours.items()},
            {row: _words(clause) for row, clause in theirs.items()},
        )
        pairs |= {f"{id_}/{row}": f"{other}/{name}" for row, name in rows.items()}
    return pairs


def _pair(
    old: Mapping[str, Hashable],
    new: Mapping[str, Hashable],
    old_words: Mapping[str, Hashable],
    new_words: Mapping[str, Hashable],
    *,
    forms: tuple[Mapping[str, str], Mapping[str, str]] | None = None,
) -> dict[str, str]:
    """Pair ids: same id and content, then same content, then same legal words, then same id (and form); each id at most once."""
    pairs: dict[str, str] = {}

    def pair(one: str, other: str) -> None:
        if one not in pairs and other not in pairs.values():
            pairs[one] = other

    for id_ in old:
        if old[id_] == new.get(id_):
            pair(id_, id_)
    for id_, other in _alike(old, new, pairs):
        pair(id_, other)
    for id_ in old:
        if id_ in new and old_words[id_] is not None and old_words[id_] == new_words[id_]:
            pair(id_, id_)
    worded = {id_: words for id_, words in old_words.items() if words is not None}
    for id_, other in _alike(worded, {i: w for i, w in new_words.items() if w is not None}, pairs):
        if forms is None or forms[0][id_] == forms[1][other]:
            pair(id_, other)
    for id_ in old:
        if id_ in new and (forms is None or forms[0][id_] == forms[1][id_]):
            pair(id_, id_)
    return pairs


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


def _words(clause: Clause) -> Hashable:
    return None if clause.text is None else plain(clause.text)


def _form(term: Term) -> str:
    return "forbid" if term.forbid is not None else "require" if term.require is not None else "allow"
