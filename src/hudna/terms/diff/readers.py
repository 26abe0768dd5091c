"""Two versions laid side by side: the terms of the old one under the names of the new, both compiled on one plane."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hudna.problems import Refused
from hudna.terms.actors import ActorRegister
from hudna.terms.compile import lay_out
from hudna.terms.compiled import CompiledAgreement
from hudna.terms.diff.editing import with_terms_renamed, with_zone_of
from hudna.terms.diff.pairs import pair_terms
from hudna.terms.gazetteer import Gazetteer
from hudna.terms.model import Agreement
from hudna.terms.provisions import Deal, Provision
from hudna.terms.zones import plane_of


@dataclass(frozen=True)
class Reader:
    """One version: what it writes, what its words are looked up in, and what it compiles to."""

    deal: Deal
    compiled: CompiledAgreement

    @property
    def agreement(self) -> Agreement:
        return self.deal.agreement

    @property
    def provisions(self) -> dict[str, Provision]:
        return {provision.id: provision for provision in self.deal.provisions}


@dataclass(frozen=True)
class Readers:
    """The two versions. `names`: from the old name of each term or row to the one it has here, where they differ."""

    old: Reader
    new: Reader
    names: Mapping[str, str]
    pairs: Mapping[str, str]  # old names to new ones, of what both versions have
    lay: Callable[[Agreement], Reader]  # lays an edited old version on the same plane

    def with_zone(self, zone: str) -> Reader:
        """Give the old version with this one zone as the new one has it; the new version, where the zone rests on what only that has."""
        try:
            return self.lay(with_zone_of(self.old.agreement, zone, self.new.agreement))
        except (Refused, ValueError):
            return self.new

    def old_name(self, name: str) -> str:
        """Give the name a term of the old version had in its own file."""
        return next((one for one, other in self.names.items() if other == name), name)


def read_side_by_side(
    old: Agreement,
    new: Agreement,
    *,
    gazetteers: tuple[Gazetteer | None, Gazetteer | None],
    registers: tuple[ActorRegister | None, ActorRegister | None],
) -> Readers:
    """Lay two versions side by side.

    Raises:
        Refused: a version that cannot be compiled.
    """
    pairs = pair_terms(old, new)
    names = _new_names(old, new, pairs)
    renamed = with_terms_renamed(old, names)
    plane = plane_of(new, gazetteers[1], new.folder)

    def lay(agreement: Agreement, version: int = 0) -> Reader:
        return Reader(*lay_out(agreement, gazetteer=gazetteers[version], actors=registers[version], plane=plane))

    return Readers(lay(renamed), lay(new, 1), names, pairs, lay)


def _new_names(old: Agreement, new: Agreement, pairs: Mapping[str, str]) -> dict[str, str]:
    """Give each term of the old version a name: that of its pair, else its own, moved aside where the new version uses it otherwise."""
    names: dict[str, str] = {}
    for id_, term in old.terms.items():
        name = pairs.get(id_) or _free(id_, {*new.terms, *old.terms}, id_ in new.terms)
        paired = new.terms[name].rows or {} if id_ in pairs else {}
        names[id_] = name
        for row in term.rows or {}:
            own = f"{id_}/{row}"
            moved = _free(row, {*paired, *(term.rows or {})}, row in paired)
            names[own] = pairs.get(own, f"{name}/{moved}")
    return {one: other for one, other in names.items() if one != other}


def _free(name: str, taken: set[str], is_taken: bool) -> str:
    while is_taken:
        name = f"{name}.old"
        is_taken = name in taken
    return name
