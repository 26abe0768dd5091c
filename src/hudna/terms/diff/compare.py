"""What changed in meaning between two versions, most consequential first (docs/semantics.md, "What a change in meaning is")."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hudna.terms.actors import ActorRegister
from hudna.terms.diff.backstop import tell_the_rest
from hudna.terms.diff.change import Change, Difference, Renumbering, Version, by_consequence
from hudna.terms.diff.clauses import compare_terms
from hudna.terms.diff.ground import compare_shapes
from hudna.terms.diff.plain import plain
from hudna.terms.diff.readers import Readers, read_side_by_side
from hudna.terms.diff.sections import compare_sections
from hudna.terms.gazetteer import Gazetteer
from hudna.terms.model import Agreement
from hudna.terms.provisions import Provision


def diff_agreements(
    old: Agreement,
    new: Agreement,
    *,
    gazetteers: tuple[Gazetteer | None, Gazetteer | None] = (None, None),
    registers: tuple[ActorRegister | None, ActorRegister | None] = (None, None),
) -> Difference:
    """Say what changed in meaning from one version to another.

    Args:
        old, new: two versions, as `read_agreement` gives them.
        gazetteers: of each, the units that `admin` means.
        registers: of each, the actors known beside its own.

    Raises:
        Refused: a version that cannot be compiled.
    """
    readers = read_side_by_side(old, new, gazetteers=gazetteers, registers=registers)
    changes = [*compare_terms(readers), *compare_shapes(readers), *compare_sections(readers)]
    changes += tell_the_rest(readers, changes)
    return Difference(
        old=_version(old),
        new=_version(new),
        changes=by_consequence(_once_for_a_table(readers, changes)),
        renumbered=tuple(_renumbered(readers)),
        reworded=tuple(_reworded(readers, changes)),
    )


def _version(agreement: Agreement) -> Version:
    return Version(agreement.id, agreement.version, agreement.file, agreement.sha256)


def _once_for_a_table(readers: Readers, changes: Iterable[Change]) -> Iterator[Change]:
    """Say once, of the whole term, what changed alike in every row of a table."""
    told = list(changes)
    rows: dict[str, set[str]] = {}
    for provision in (*readers.old.provisions.values(), *readers.new.provisions.values()):
        if provision.id != provision.term_id:
            rows.setdefault(provision.term_id, set()).add(provision.id)
    alike: dict[tuple[str, str, str, str], list[Change]] = {}
    for change in told:
        if change.section == "terms" and "/" in change.about:
            term = change.about.split("/", 1)[0]
            alike.setdefault((term, change.point, repr(change.old), repr(change.new)), []).append(change)
    whole = {
        id(change): group for key, group in alike.items() if {c.about for c in group} == rows.get(key[0]) and len(group) > 1
        for change in group
    }  # fmt: skip
    for change in told:
        group = whole.get(id(change))
        if group is None:
            yield change
        elif change is group[0]:
            was = None if change.was is None else change.was.split("/", 1)[0]
            about = change.about.split("/", 1)[0]
            yield replace(change, about=about, was=None if was == about else was)


def _renumbered(readers: Readers) -> Iterator[Renumbering]:
    """Give the terms that have another id, and the rows that have another name within their term."""
    for old, new in readers.names.items():
        is_row_of_moved = old.partition("/")[2] == new.partition("/")[2] != ""
        if old in readers.pairs and not is_row_of_moved:
            yield Renumbering("terms", old, new)


def _reworded(readers: Readers, changes: Iterable[Change]) -> Iterator[str]:
    """Give the terms whose legal text differs though nothing else of them does."""
    changed = {change.about for change in changes if change.section == "terms"}
    changed |= {name.split("/", 1)[0] for name in changed}
    for id_, provision in readers.new.provisions.items():
        before = readers.old.provisions.get(id_)
        if before is None or changed & {id_, provision.term_id}:
            continue
        if _text(before) != _text(provision):
            yield id_


def _text(provision: Provision) -> object:
    return None if provision.clause.text is None else plain(provision.clause.text)
