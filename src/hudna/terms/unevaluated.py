"""What a deal says and no evaluation reads yet: each key that would change a result, listed and never passed over.

A key is listed only where it can change something: `proof.independent: 2` is the built-in rule, so it is not. Keys that describe the
deal (who signed, how complaints are brought, what ends it) change no result and are not here. Source: docs/semantics.md, "Not evaluated".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hudna.terms.clauses import Clause
from hudna.terms.gaps import Unknown, readings, settled
from hudna.terms.model import Agreement
from hudna.terms.provisions import Deal

BUILT_IN_GROUPS = 2  # echo groups that must name the accused from `reasonable_grounds` on

NOT_COUNTED = ("per", "rates", "named", "swap", "quality")
"""Keys of a quantity that no evaluation reads; any of them leaves the state of its duty open."""

OF_CATEGORY = ("of", "incl", "only")
"""Keys of a quantity that ask for categories, which no claim tells yet; they matter once the total is reached."""


def list_not_evaluated(deal: Deal) -> tuple[tuple[str, str], ...]:
    """List the keys that would change a result and are not evaluated, as (term or section, key): sections first, then terms, in the
    order of the file, then tranches, exclusions and classes.
    """
    agreement = deal.agreement
    return (
        *_of_sections(agreement),
        *(
            (provision.id, key)
            for provision in deal.provisions
            for key in _of_term(provision.form, provision.clause, agreement)
        ),
        *_of_tranches(agreement),
        *(
            ("exclusions", f"{id_}.{key}")
            for id_, exclusion in agreement.exclusions.items()
            for key in keys_of_taking(exclusion, agreement)
        ),
    )


def keys_of_duty(clause: Clause) -> tuple[str, ...]:
    """Name the keys of a duty without which nobody can say whether it was met."""
    keys: list[str] = []
    quantity = settled(clause.quantity)
    if quantity is not None:
        keys += [f"quantity.{key}" for key in NOT_COUNTED if getattr(quantity, key) not in (None, False)]
    if clause.purpose is not None:
        keys.append("purpose")
    if clause.every is not None and settled(clause.every) is None:
        keys.append("every")
    if clause.partial is not None:
        partial = settled(clause.partial)
        if partial is None or (partial.floor is not None and settled(partial.floor) is None):
            keys.append("partial")
    return tuple(keys)


def keys_of_taking(part: Any, agreement: Agreement) -> tuple[str, ...]:
    """Name the keys of an allowance or an exclusion that leave open whether it applies: its purpose, and what it waits for."""
    phase = (agreement.phases or {}).get(settled(part.phase) or "")
    waits = getattr(part, "after", None) is not None or (phase is not None and phase.after is not None)
    is_for_something = getattr(part, "purpose", None) is not None
    return (*(("purpose",) if is_for_something else ()), *(("after",) if waits else ()))


def _of_term(form: str, clause: Clause, agreement: Agreement) -> Iterator[str]:
    if form == "allow":
        yield from keys_of_taking(clause, agreement)
        return
    if form == "forbid":
        if clause.purpose is not None:
            yield "purpose"
        return
    yield from keys_of_duty(clause)
    quantity, partial = settled(clause.quantity), settled(clause.partial)
    if quantity is not None:
        yield from (f"quantity.{key}" for key in OF_CATEGORY if getattr(quantity, key) is not None)
    if partial is not None and partial.pro_rata:
        yield "partial.pro_rata"  # met or not is the same with it; what a part is worth is not


SECTIONS: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    "in_force": {"renewal": lambda renewal: any(_may_be(one.how, "unless_refused") for one in _told(renewal))},
    "proof": {
        "independent": lambda count: count != BUILT_IN_GROUPS,
        "sides": lambda _: (
            True
        ),  # the built-in rule asks for one that is not adverse, and from `clear_and_convincing` on only
        "denial_of_access": lambda inference: inference != "no_inference",
        "not_attributable": lambda is_possible: not is_possible,  # such a ruling is always read
    },
    "counting": {
        "unit": lambda unit: unit != "incident",
        "one_incident": lambda _: True,
    },
}
"""Keys of sections, and whether a value (never None) would change a result."""


def _of_sections(agreement: Agreement) -> Iterator[tuple[str, str]]:
    for event in agreement.history or ():
        if event.adds is not None:
            yield "history", f"adds: {', '.join(event.adds)}"
    for section, keys in SECTIONS.items():
        written = getattr(agreement, section)
        for key, matters in keys.items():
            value = getattr(written, key, None)
            if value is not None and matters(value):
                yield section, key
        if section == "in_force":
            yield from (
                ("phases", f"{id_}.meanwhile")
                for id_, phase in (agreement.phases or {}).items()
                if any(not isinstance(told, str) for told in _told(phase.meanwhile))
            )


def _of_tranches(agreement: Agreement) -> Iterator[tuple[str, str]]:
    for id_, written in agreement.tranches.items():
        yield from (("tranches", f"{id_}.{key}") for key in keys_of_tranche(written))
        if written.in_ is not None:
            yield "tranches", f"{id_}.in"


def keys_of_tranche(written: Any) -> Iterator[str]:
    """Name the keys of a tranche without which nobody can say whose turn it is."""
    for number, step in enumerate(written.steps or (), start=1):
        for name, amount in step.items():
            if isinstance(amount, str) and amount not in ("all", "rest"):
                yield f"steps.{number}.{name}: {amount}"
    for key in ("grace", "slack"):
        if getattr(written, key) is not None and settled(getattr(written, key)) is None:
            yield key


def _told(value: Any) -> Iterator[Any]:
    """Give each value that a field can have and that somebody can read; none where the deal is silent."""
    if value is not None:
        yield from (told for told in readings(value).values if not isinstance(told, Unknown))


def _may_be(value: Any, word: str) -> bool:
    return any(told == word for told in _told(value))
