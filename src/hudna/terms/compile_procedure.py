"""What follows a breach: roles, standards of proof, classes, the ladder, and tranches, as an evaluation reads them."""

from collections.abc import Mapping
from typing import Any, Literal

from hudna.terms.compiled import BreachClass, Proof, Role, Rung, Tranche
from hudna.terms.gaps import settled
from hudna.terms.people import names_of
from hudna.terms.provisions import Deal
from hudna.terms.trees import kind_tree
from hudna.terms.unevaluated import keys_of_tranche

STANDARDS = ("notice", "breach", "suspension")
RoleForm = Literal["party", "guarantor", "body", "other"]


def compile_roles(deal: Deal) -> dict[str, Role]:
    """Compile every role, in the order of the file: parties, guarantors, bodies, others. Actors are closed over the time in force."""
    sections: tuple[tuple[RoleForm, Mapping[str, Any]], ...] = (
        ("party", deal.agreement.parties),
        ("guarantor", deal.agreement.guarantors),
        ("body", deal.agreement.bodies),
        ("other", deal.agreement.others),
    )
    days = deal.days(deal.force.in_force())
    roles: dict[str, Role] = {}
    for form, section in sections:
        for id_, written in section.items():
            actors = (deal.people.of_role(id_, days).point or frozenset()) - {id_}
            camps = {deal.people.known.camp(actor) for actor in actors} - {"unknown"}
            roles[id_] = Role(
                role_id=id_,
                form=form,
                name=names_of(written.name, id_),
                actors=actors,
                named_actors=deal.people.named_actors(id_),
                camps=frozenset(camps),
                guarantors=deal.people.guarantors_of(id_),
                answers_within=settled(getattr(written, "answers_within", None)),
                if_silent=getattr(written, "if_silent", None),
                rules_against=tuple(settled(getattr(written, "rules_against", None)) or ()),
                trust=_trust(written.trust),
            )
    return roles


def compile_proof(deal: Deal) -> Proof:
    """Compile the standards; where the deal is silent or vague the defaults stand, and `silent` names them."""
    written = deal.agreement.proof
    told = {key: settled(getattr(written, key, None)) for key in STANDARDS}
    k = written.k if written is not None else None
    thresholds = (
        {} if written is None or written.thresholds is None else written.thresholds.model_dump(exclude_none=True)
    )
    silent = [key for key in STANDARDS if told[key] is None] + (["k"] if k is None else [])
    given: dict[str, Any] = {key: value for key, value in told.items() if value is not None}
    if k is not None:
        given["k"] = float(k)
    return Proof(**given, thresholds=thresholds, silent=tuple(silent))


def compile_classes(deal: Deal) -> tuple[BreachClass, ...]:
    """Compile the classes of breaches, in the order of the file."""
    classes = []
    for name, written in deal.agreement.classes.items():
        kinds = settled(written.kinds)
        killed, injured = (written.or_.killed, written.or_.injured) if written.or_ is not None else (None, None)
        classes.append(BreachClass(name, None if kinds is None else kind_tree().below(*kinds), killed, injured))
    return tuple(classes)


def compile_ladder(deal: Deal) -> tuple[Rung, ...]:
    """Compile the rungs, in order."""
    rungs = []
    for written in deal.agreement.escalation:
        to = settled(written.to)
        rungs.append(
            Rung(
                rung=written.rung,
                to=() if to is None else (to,) if isinstance(to, str) else tuple(to),
                within=settled(written.within),
                act=settled(written.act),
                stops_when=tuple(settled(written.stops_when) or ()),
                classes=tuple(settled(written.classes) or ()),
            )
        )
    return tuple(rungs)


def compile_tranches(deal: Deal) -> tuple[Tranche, ...]:
    """Compile the tranches; a term that is a table stands for its rows. Where silent: together, and all wait for what is late."""
    tranches = []
    for id_, written in deal.agreement.tranches.items():
        steps = []
        for step in written.steps or ():
            amounts: dict[str, float | Literal["all", "rest"]] = {}
            for name, amount in step.items():
                if isinstance(amount, str) and amount not in ("all", "rest"):
                    continue
                for duty in deal.expand([name]):
                    amounts[duty] = amount if isinstance(amount, str) else float(amount)
            steps.append(amounts)
        grace, slack = settled(written.grace), settled(written.slack)
        tranches.append(
            Tranche(
                tranche_id=id_,
                duties=deal.expand(written.terms),
                rule=written.rule,
                steps=tuple(steps),
                order=written.order or "together",
                slack=slack,
                grace=grace,
                if_late=written.if_late or "wait",
                not_evaluated=tuple(keys_of_tranche(written)),
            )
        )
    return tuple(tranches)


def _trust(written: Any) -> str:
    """Give how far a part was checked; where it says so by field, the weakest of its words."""
    if written is None:
        return "read"
    if isinstance(written, str):
        return written
    return next((word for word in ("invented", "known") if word in written.values()), "read")
