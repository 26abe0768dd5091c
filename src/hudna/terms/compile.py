"""From an agreement to what it means: norms, duties, clocks and ground, with every name resolved and every bound spelled out.

Membership is settled by date: the boxes of norms and takings are cut in time where somebody joins, leaves or becomes another, and each
holds those of its own days. Duties, needs and roles close their actors over all the days on which they can hold. A file of actors that the agreement names (`actors_from`) and its own `actors` are added to the register that is given.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from hudna.problems import Problem, Refused
from hudna.terms.actors import ActorRegister, read_actors
from hudna.terms.clock import tzdata_version, warn_of_old_rules
from hudna.terms.compile_duties import compile_duties
from hudna.terms.compile_norms import compile_norms
from hudna.terms.compile_procedure import (
    compile_classes,
    compile_ladder,
    compile_proof,
    compile_roles,
    compile_tranches,
)
from hudna.terms.compiled import BOUNDS, CompiledAgreement, Region
from hudna.terms.counts import count_gaps
from hudna.terms.force import Complain, Force
from hudna.terms.gazetteer import Gazetteer
from hudna.terms.model import Agreement
from hudna.terms.people import People, names_of
from hudna.terms.provisions import Deal, provisions_of
from hudna.terms.unevaluated import list_not_evaluated
from hudna.terms.zones import Grounds, unit_region


def compile_agreement(
    agreement: Agreement,
    *,
    gazetteer: Gazetteer | None,
    actors: ActorRegister | None,
    units: Iterable[str] = (),
    as_of: datetime | None = None,
) -> CompiledAgreement:
    """Compile an agreement.

    Args:
        agreement: as `read_agreement` gives it; maps and actor files it names are read from its folder.
        gazetteer: units that `admin` means; one of another name than the agreement's is as good as none, and its zones are then
            nowhere at least and everywhere at most (`notes` says so).
        actors: who is in what, and what became of whom; None: the agreement's own actors only.
        units: p-codes of places that incidents name, added to `regions` as `unit:<p-code>`; see `with_units`.
        as_of: instant; renewals, lapses and endings in the deal's history at or after it are not known yet. None: all are.

    Raises:
        Refused: a map that is missing or wrong, a p-code that its gazetteer does not have, a zone that means itself.
        LookupError: a unit asked for that the gazetteer does not have.
    """
    _, compiled = lay_out(agreement, gazetteer=gazetteer, actors=actors, as_of=as_of)
    return with_units(compiled, gazetteer, units) if gazetteer is not None else compiled


def lay_out(
    agreement: Agreement,
    *,
    gazetteer: Gazetteer | None,
    actors: ActorRegister | None,
    as_of: datetime | None = None,
    plane: str = "",
) -> tuple[Deal, CompiledAgreement]:
    """Compile an agreement and keep what its words were looked up in; `plane`: another than its own, to lay two versions on one ground.

    Raises:
        Refused: as `compile_agreement` does.
    """
    problems: list[Problem] = []
    complain = _complaints(agreement, problems)
    force = Force(agreement, complain, as_of)
    register = _with_actors_from(agreement, actors)
    grounds = Grounds(agreement, gazetteer, agreement.folder, force, complain, plane)
    deal = Deal(agreement, People(agreement, register), grounds, force, provisions_of(agreement), complain)
    compiled = _compile(deal)
    if problems:
        raise Refused(dict.fromkeys(problems))
    return deal, compiled


def with_units(compiled: CompiledAgreement, gazetteer: Gazetteer, pcodes: Iterable[str]) -> CompiledAgreement:
    """Add the ground of administrative units to the regions, as `unit:<p-code>`, for incidents that name one; raises LookupError."""
    wanted = sorted(set(pcodes))
    missing = [pcode for pcode in wanted if f"unit:{pcode}" not in compiled.regions]
    units = {f"unit:{pcode}": unit_region(gazetteer, pcode, compiled.plane) for pcode in missing}
    return replace(compiled, regions={**compiled.regions, **units})


def _compile(deal: Deal) -> CompiledAgreement:
    agreement, grounds = deal.agreement, deal.grounds
    norms, duties = compile_norms(deal), compile_duties(deal)
    zone_regions = {zone: {str(bound): grounds.key([zone], bound) for bound in BOUNDS} for zone in agreement.zones}
    regions: dict[str, Region] = {key: grounds.regions[key] for key in sorted(grounds.regions)}
    return CompiledAgreement(
        agreement_id=agreement.id,
        title=names_of(agreement.title, agreement.id),
        version=agreement.version,
        sha256=agreement.sha256,
        clock=agreement.clock,
        tzdata_version=tzdata_version(),
        gazetteer=agreement.gazetteer,
        in_force=deal.force.in_force().point,
        plane=grounds.plane,
        regions=regions,
        zone_regions=zone_regions,
        roles=compile_roles(deal),
        norms=norms,
        duties=duties,
        tranches=compile_tranches(deal),
        ladder=compile_ladder(deal),
        classes=compile_classes(deal),
        proof=compile_proof(deal),
        gaps=count_gaps(deal),
        not_evaluated=list_not_evaluated(deal),
        notes=(*_notes_of_rules(), *grounds.notes),
    )


def _notes_of_rules() -> tuple[str, ...]:
    warning = warn_of_old_rules(tzdata_version())
    return () if warning is None else (warning,)


def _with_actors_from(agreement: Agreement, actors: ActorRegister | None) -> ActorRegister | None:
    """Add the actors of the file that the agreement names, if it was read with its folder."""
    if agreement.actors_from is None or agreement.folder is None:
        return actors
    beside = read_actors(agreement.folder / Path(agreement.actors_from))
    return beside if actors is None else actors.merged(beside.actors.values())


def _complaints(agreement: Agreement, problems: list[Problem]) -> Complain:
    """Give the function that takes problems down, each with its line and column."""

    def complain(where: tuple[str | int, ...], found: str, expected: str, *, nearest: str | None = None) -> None:
        place = next(
            (agreement.positions[where[:n]] for n in range(len(where), 0, -1) if where[:n] in agreement.positions),
            (None, None),
        )
        field = ".".join(str(step) for step in where)
        line, column = place
        problems.append(Problem(agreement.file, None, line, column, field, found, expected, nearest))

    return complain
