"""What the agreement itself tells the stress test: who answers and by when, who rules, what is carved out, what is linked, how long it runs.

Lint and this room look at a draft with the same eyes: where a rule remarks, the range is that of a text which fell to it.
G3: a guarantor rules on its own client. C1: a carve-out without a map. G2: no time to answer. R2: lives held by a match. T6: a truce
shorter than its rulings. An answered remark (`# hudna: ignore`) counts as well: a reason draws no map.
Source: docs/guide/stress.md, "What the terms say".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hudna.credibility.catalogue import (
    ANSWER_WITHOUT_LIMIT,
    GAIN_OF_A_FIGHTING_GUARANTOR,
    JUDGE_IN_OWN_CAUSE,
    NEUTRAL_RULING,
    NOBODY_BLAMES,
    PLEA_WITH_MAP,
    PLEA_WITHOUT_CARVE_OUT,
    PLEA_WITHOUT_MAP,
    Default,
)
from hudna.credibility.ranges import Triangular, point
from hudna.lint import Placed, choose_rules, lint_agreement
from hudna.terms import Agreement, Force, Gazetteer, names_in, parse_duration, provisions_of, settled

RULES_READ = ("G3", "C1", "G2", "R2", "T6")
SECONDS_A_DAY = 86_400
RULINGS, USUAL_RULING = 3, "P14D"  # as T6 has them; a test holds the two together


@dataclass(frozen=True)
class Said:
    """A number as the terms tell it, or as the rule does which the terms fell to."""

    default: Default
    rule: str = ""  # empty: written in the terms

    @property
    def basis(self) -> str:
        return "lint" if self.rule else "term"


@dataclass(frozen=True)
class SaidByTerms:
    """What an agreement tells. Parties that are nothing but a guarantor's own forces are not among `parties`: the guarantor fights."""

    parties: tuple[str, ...]
    guarantors_of: Mapping[str, tuple[str, ...]]
    fighting: frozenset[str]
    levers: Mapping[str, tuple[str, ...]]
    rulers: Mapping[str, tuple[str, ...]]
    linked: tuple[str, ...]  # terms and tranches of which one side's part can be withheld for the other's
    tranches: tuple[str, ...]
    rounds: int
    duration_days: float | None
    days_for_rulings: float  # a truce must be as long for three rulings to fit into it (T6)
    values: Mapping[str, Said]  # by path of the assumptions file
    remarks: tuple[Placed, ...]  # of the rules in RULES_READ

    def remarks_of(self, rule: str) -> tuple[Placed, ...]:
        return tuple(placed for placed in self.remarks if placed.rule.id == rule)

    @property
    def is_life_held(self) -> bool:
        """Say whether a match can hold those who cannot wait (R2): then the delay of the exchange is theirs too."""
        return bool(self.remarks_of("R2"))

    @property
    def is_shorter_than_its_rulings(self) -> bool:
        """Say whether the last safe day must be shown as a warning (T6)."""
        return bool(self.remarks_of("T6"))


def read_terms(agreement: Agreement, *, gazetteer: Gazetteer | None = None) -> SaidByTerms:
    """Read from an agreement all that a stress test need not ask people.

    Args:
        agreement: as `read_agreement` gives it.
        gazetteer: units that its zones name; it changes nothing but what C1 can see of the ground.
    """
    linted = lint_agreement(agreement, gazetteer=gazetteer, rules=choose_rules(select=RULES_READ))
    remarks = (*linted.remarks, *(placed for placed, _ in linted.ignored))
    parties = tuple(_parties(agreement))
    clients = {g: names_in(by.answers_for) for g, by in agreement.guarantors.items()}
    rulers = {party: tuple(_rulers(agreement, party)) for party in parties}
    values: dict[str, Said] = {}
    for party in parties:
        values[f"monitoring.attribution.{party}"] = _attribution(agreement, party, rulers[party], remarks)
        values[f"monitoring.carve_out_plea.{party}"] = _plea(agreement, party, remarks)
    fighting = frozenset(g for g, guarantor in agreement.guarantors.items() if names_in(guarantor.actors))
    for guarantor in agreement.guarantors:
        values[f"guarantors.{guarantor}.answer_days"] = _answer(agreement, guarantor)
        if guarantor in fighting and _fights_beside(agreement, guarantor):
            gain = f"guarantors.{guarantor}.gains_from_client_breach"
            values[gain] = Said(GAIN_OF_A_FIGHTING_GUARANTOR)
    days = _duration(agreement)
    if days is not None:
        half_to_double = Default(
            Triangular(max(1.0, days / 2), max(1.0, days), max(1.0, 2 * days)), "half to double the length in the text"
        )
        values["horizon_days"] = Said(half_to_double)
    linked = tuple(_linked(agreement))
    if not linked:
        for party in parties:
            for what in ("loses", "costs_the_other"):
                values[f"parties.{party}.mirror.{what}"] = Said(Default(point(0), "nothing in the text is linked"))
    complaints = agreement.complaints
    ruled_within = parse_duration((settled(complaints.ruled_within) if complaints else None) or USUAL_RULING)
    rounds = max((len(tranche.steps or ()) or 1 for tranche in agreement.tranches.values()), default=1)
    values["exchange.rounds"] = Said(Default(point(rounds), "steps of the longest tranche"))
    return SaidByTerms(
        parties=parties,
        guarantors_of={party: tuple(g for g, theirs in clients.items() if party in theirs) for party in parties},
        fighting=fighting,
        levers={g: tuple(lever.lever for lever in settled(by.levers) or ()) for g, by in agreement.guarantors.items()},
        rulers=rulers,
        linked=linked,
        tranches=tuple(agreement.tranches),
        rounds=rounds,
        duration_days=days,
        days_for_rulings=RULINGS * ruled_within.nominal().total_seconds() / SECONDS_A_DAY,
        values=values,
        remarks=remarks,
    )


def _parties(agreement: Agreement) -> Iterator[str]:
    """Give the parties that are more than a guarantor's own forces (Russia's air force in 2016 stands in the text as a party)."""
    forces = {g: set(names_in(by.actors)) for g, by in agreement.guarantors.items()}
    for id_, party in agreement.parties.items():
        own = set(names_in(party.actors))
        if not own or not any(own <= theirs for theirs in forces.values()):
            yield id_


def _fights_beside(agreement: Agreement, guarantor: str) -> bool:
    """Say whether a guarantor's own forces stand in the text as a party for which it answers."""
    forces = set(names_in(agreement.guarantors[guarantor].actors))
    clients = (agreement.parties[c] for c in names_in(agreement.guarantors[guarantor].answers_for))
    return any(own and own <= forces for own in (set(names_in(client.actors)) for client in clients))


def _rulers(agreement: Agreement, party: str) -> Iterator[str]:
    for name, body in agreement.bodies.items():
        if "rule" in (settled(body.tasks) or ()) and party in names_in(body.rules_against):
            yield name


def _attribution(agreement: Agreement, party: str, rulers: tuple[str, ...], remarks: tuple[Placed, ...]) -> Said:
    if not rulers:
        return Said(NOBODY_BLAMES)
    judged_at_home = {placed.remark.at[1] for placed in remarks if placed.rule.id == "G3" and len(placed.remark.at) > 1}
    own = {g for g, by in agreement.guarantors.items() if party in names_in(by.answers_for)}
    for body in (agreement.bodies[name] for name in rulers if name in judged_at_home):
        if own & {*names_in(body.members), *names_in(body.chair)}:
            return Said(JUDGE_IN_OWN_CAUSE, rule="G3")
    return Said(NEUTRAL_RULING)


def _plea(agreement: Agreement, party: str, remarks: tuple[Placed, ...]) -> Said:
    unmapped = {placed.remark.at[1] for placed in remarks if placed.rule.id == "C1"}
    usable = [
        name
        for name, exclusion in agreement.exclusions.items()
        if not names_in(exclusion.by) or {party, "all"} & set(names_in(exclusion.by))
    ]
    if not usable:
        return Said(PLEA_WITHOUT_CARVE_OUT)
    return Said(PLEA_WITHOUT_MAP, rule="C1") if unmapped & set(usable) else Said(PLEA_WITH_MAP)


def _answer(agreement: Agreement, guarantor: str) -> Said:
    within = settled(agreement.guarantors[guarantor].answers_within)
    if within is None:
        return Said(ANSWER_WITHOUT_LIMIT, rule="G2")
    days = parse_duration(within).nominal().total_seconds() / SECONDS_A_DAY
    return Said(Default(point(days), f"`answers_within: {within}`"))


def _duration(agreement: Agreement) -> float | None:
    """Give the length written in the text, in days of 24 hours; None where the text has no end or nobody can reckon it."""
    written = agreement.in_force
    if written is None:
        return None
    length = settled(written.for_)
    if length is not None:
        return parse_duration(length).nominal().total_seconds() / SECONDS_A_DAY
    if settled(written.until) is None or settled(written.from_) is None:
        return None
    force = Force(agreement, lambda where, found, expected, *, nearest=None: None)  # the reader has said what is wrong
    begins = force.instant(settled(written.from_), "start", ())
    ends = force.instant(settled(written.until), "end", ())
    return None if begins is None or ends is None or ends <= begins else (ends - begins).total_seconds() / SECONDS_A_DAY


def _linked(agreement: Agreement) -> Iterator[str]:
    """Name what one side can withhold while the other fails: mirrors, tranches, steps that wait for the other side's, joint duties."""
    provisions = provisions_of(agreement)
    by_name: dict[str, set[str]] = {}
    for provision in provisions:
        owing = set(names_in(provision.clause.by))
        by_name.setdefault(provision.term_id, set()).update(owing)
        by_name.setdefault(provision.id, set()).update(owing)
    for provision in provisions:
        clause, owing = provision.clause, set(names_in(provision.clause.by))
        waits = any(by_name.get(first, set()) - owing for first in names_in(clause.after) if isinstance(first, str))
        jointly = bool(clause.jointly) and len(owing & set(agreement.parties)) > 1
        if clause.mirrors is not None or waits or jointly:
            yield provision.id
    yield from agreement.tranches
