"""The assumptions file: what people think of a deal, in numbers, beside what its terms say and what stands in where nobody said anything.

It is private: it says what people think of each other, and never enters the public record. Source: docs/guide/stress.md.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hudna.credibility.catalogue import LEAVES, Leaf
from hudna.credibility.document import Written, read_written
from hudna.credibility.ranges import Range, Triangular
from hudna.credibility.rank_correlation import Correlated, read_correlations
from hudna.credibility.reading import Reading
from hudna.credibility.said_by_terms import SaidByTerms, read_terms
from hudna.problems import Refused
from hudna.terms import Agreement, Gazetteer, decode

PARTIES = 2
SHARES_ADD_UP_WITHIN = 0.01


@dataclass(frozen=True)
class Value:
    """One number: its range, and where it comes from.

    `basis`, as the file says it (elicited, where the whole file is and a number says nothing of its own): term (written in the agreement), lint (of texts that fell to the same rule), record, literature, elicited, or assumed.
    """

    range: Range
    basis: str
    source: str = ""
    note: str = ""
    is_default: bool = False  # nobody gave it, and the terms are silent


@dataclass(frozen=True)
class Exchange:
    """Who gives when, in a staged exchange."""

    order: tuple[str, str]


@dataclass(frozen=True)
class Assumptions:
    """Every number that the stress test of one agreement needs, by its path, and how to draw them."""

    file: str
    agreement: str
    parties: tuple[str, str]
    kinds: tuple[str, ...]
    guarantors: tuple[str, ...]
    guarantor_of: Mapping[str, str | None]
    values: Mapping[str, Value]
    departs: tuple[str, ...]  # leaves for which the file says otherwise than the terms do
    linked_by: Mapping[str, str]  # party: the term or tranche that is suspended
    exchange: Exchange | None
    correlated: tuple[Correlated, ...]
    elicited: Mapping[str, Any]
    alpha: float
    draws: int
    seed: int
    sha256: str  # of the text
    terms: SaidByTerms = field(repr=False)

    def value(self, path: str, of: str = "") -> Value:
        """Give a number, or the one of an id where it is told for each."""
        return self.values[f"{path}.{of}"] if f"{path}.{of}" in self.values else self.values[path]

    @property
    def bases(self) -> Counter[str]:
        """Count the numbers by where they come from."""
        return Counter(value.basis for value in self.values.values())

    @property
    def defaulted(self) -> tuple[str, ...]:
        """Name the numbers that nobody gave: a default stands in for each."""
        return tuple(path for path, value in self.values.items() if value.is_default)


def read_assumptions(path: Path, agreement: Agreement, *, gazetteer: Gazetteer | None = None) -> Assumptions:
    """Read an assumptions file against its agreement.

    Raises:
        Refused: all that is wrong with it, in the order of the text, each with file, line and leaf.
        OSError: the file cannot be read.
    """
    return parse_assumptions(decode(path.read_bytes(), file=path.name), agreement, file=path.name, gazetteer=gazetteer)


def parse_assumptions(text: str, agreement: Agreement, *, file: str, gazetteer: Gazetteer | None = None) -> Assumptions:
    """Read the text of an assumptions file; raises as `read_assumptions` does."""
    terms = read_terms(agreement, gazetteer=gazetteer)
    reading = Reading(text, file=file)
    written = read_written(reading, agreement, terms)
    if not reading.problems:
        _hold_against_terms(written, terms, reading)
    values = {} if reading.problems else _complete(written, terms, reading)
    if not reading.problems:
        _check_together(written, values, reading)
    correlated = read_correlations(
        written.correlated, {p: v.range for p, v in values.items()}, written.parties, reading
    )
    if reading.problems:
        raise Refused(sorted(dict.fromkeys(reading.problems), key=lambda p: (p.line or 0, p.column or 0)))
    one, other = written.parties
    departs = tuple(
        path
        for path, said in terms.values.items()
        if (told := written.values.get(path)) and told.range != said.default.range
    )
    order = written.exchange_order
    return Assumptions(
        file=file,
        agreement=agreement.id,
        parties=(one, other),
        kinds=written.kinds,
        guarantors=written.guarantors,
        guarantor_of={p: next(iter(terms.guarantors_of[p]), None) for p in written.parties},
        values=values,
        departs=departs,
        linked_by=written.linked_by,
        exchange=Exchange((order[0], order[1])) if order else None,
        correlated=correlated,
        elicited=written.elicited,
        alpha=written.alpha,
        draws=written.draws,
        seed=written.seed,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        terms=terms,
    )


def _hold_against_terms(written: Written, terms: SaidByTerms, reading: Reading) -> None:
    """Note what the file and the agreement cannot both mean."""
    if len(written.parties) != PARTIES:
        named = ", ".join(written.parties) or "nobody"
        reading.note(
            ("parties",),
            f"{len(written.parties)} parties ({named})",
            "two of the agreement's: " + ", ".join(terms.parties),
        )
    for party in written.parties:
        answering = terms.guarantors_of.get(party, ())
        if len(answering) > 1:
            reading.note(
                ("parties", party),
                f"{party}, for which {', '.join(answering)} answer",
                "one guarantor for each party (G1)",
            )
        for guarantor in answering:
            if guarantor not in written.guarantors:
                expected = f"a row `guarantors.{guarantor}`: in the agreement it answers for {party}"
                reading.note(("guarantors",), f"no row for {guarantor}", expected)
    for guarantor in written.guarantors:
        clients = [p for p in written.parties if guarantor in terms.guarantors_of.get(p, ())]
        told = written.answers_for.get(guarantor)
        if not clients:
            reading.note(
                ("guarantors", guarantor),
                f"{guarantor}, which answers for neither party here",
                "a guarantor of one of them",
            )
        elif told is not None and set(told) != set(clients):
            reading.note(
                ("guarantors", guarantor, "answers_for"),
                ", ".join(told) or "nobody",
                f"as in the agreement: {', '.join(clients)}",
            )
        fights = written.fights.get(guarantor)
        if fights is not None and fights != (guarantor in terms.fighting):
            in_agreement = (
                "has forces of its own there" if guarantor in terms.fighting else "has no forces of its own there"
            )
            reading.note(
                ("guarantors", guarantor, "fights"),
                str(fights).lower(),
                f"as in the agreement, where it {in_agreement}",
            )
        levers = terms.levers.get(guarantor, ())
        for number, lever in enumerate(written.levers.get(guarantor, ())):
            if levers and lever not in levers:
                reading.note(
                    ("guarantors", guarantor, "lever", "what", number),
                    repr(lever),
                    "a lever of the agreement: " + ", ".join(levers),
                    levers,
                )
    for party, ruler in written.rules_on.items():
        known = terms.rulers.get(party, ())
        if ruler not in (known or ("nobody",)):
            reading.note(
                ("monitoring", "rules_on", party),
                repr(ruler),
                "as in the agreement: " + (", ".join(known) or "nobody"),
                known,
            )
    for party in written.parties:
        linked = written.linked_by.get(party)
        if linked is not None and linked not in terms.linked:
            expected = "a term that mirrors, waits for the other side's or is owed jointly, or a tranche: " + (
                ", ".join(terms.linked) or "there is none"
            )
            reading.note(("parties", party, "mirror", "term"), repr(linked), expected, terms.linked)
        if not terms.linked:
            for what in ("loses", "costs_the_other"):
                value = written.values.get(f"parties.{party}.mirror.{what}")
                if value is not None and value.range.quantile(1.0) > 0:
                    expected = "0: no term of the agreement mirrors, waits for the other side's, or stands in a tranche"
                    reading.note(("parties", party, "mirror", what), "a value for suspending what is linked", expected)


def paths_needed(written: Written, terms: SaidByTerms) -> Iterator[tuple[str, Leaf]]:
    """Name every number that a stress test of these parties, kinds and guarantors needs; those told for each id, for each id."""
    spaces = {"party": written.parties, "kind": written.kinds, "guarantor": written.guarantors}
    for pattern, leaf in LEAVES.items():
        if pattern.startswith("exchange.") and not written.exchange_order:
            continue
        for path in _spelled_out(pattern, written):
            told_for_each = [
                f"{path}.{id_}"
                for id_ in spaces.get(leaf.by or "", ())
                if f"{path}.{id_}" in written.values or (path not in written.values and f"{path}.{id_}" in terms.values)
            ]
            if not told_for_each or path in written.values:
                yield path, leaf
            else:
                yield from ((f"{path}.{id_}", leaf) for id_ in spaces[leaf.by or ""])


def _spelled_out(pattern: str, written: Written) -> Iterator[str]:
    if pattern.startswith("parties."):
        for party in written.parties:
            if ".kinds." in pattern:
                yield from (
                    f"parties.{party}.kinds.{kind}.{pattern.rsplit('.', 1)[1]}" for kind in written.kinds_of[party]
                )
            else:
                yield pattern.replace("*", party)
    elif pattern.startswith("guarantors."):
        yield from (pattern.replace("*", guarantor) for guarantor in written.guarantors)
    elif pattern.startswith("exchange.") and pattern.endswith("*"):
        yield from (pattern.replace("*", party) for party in written.parties)
    elif pattern != "outside_penalty" or written.guarantors:
        yield pattern


def _complete(written: Written, terms: SaidByTerms, reading: Reading) -> dict[str, Value]:
    """Give every number needed: as written, else as the terms say, else the default; one that has none is refused by its name."""
    values: dict[str, Value] = {}
    for path, leaf in paths_needed(written, terms):
        if path in written.values:
            told = written.values[path]
            values[path] = Value(told.range, told.basis, told.source, told.note)
        elif path in terms.values:
            said = terms.values[path]
            values[path] = Value(said.default.range, said.basis, said.default.provenance)
        elif path.endswith(".share") and len(written.kinds_of[path.split(".")[1]]) == 1:
            values[path] = Value(Triangular(1, 1, 1), "term", "the only kind")
        elif leaf.default is not None:
            values[path] = Value(leaf.default.range, "assumed", leaf.default.provenance, is_default=True)
        else:
            reading.note(tuple(path.split(".")), f"no `{path}`", f"a range, for it has no default: {leaf.what}")
    return values


def _check_together(written: Written, values: Mapping[str, Value], reading: Reading) -> None:
    """Note numbers that are each possible and together are not."""
    for party in written.parties:
        shares = [values[f"parties.{party}.kinds.{kind}.share"].range for kind in written.kinds_of[party]]
        least, greatest = (float(sum(share.quantile(end) for share in shares)) for end in (0.0, 1.0))
        if least - 1 > SHARES_ADD_UP_WITHIN or 1 - greatest > SHARES_ADD_UP_WITHIN:
            found = (
                f"shares that add up to {least:g}"
                if least == greatest
                else f"shares that add up to {least:g} to {greatest:g}"
            )
            reading.note(("parties", party, "kinds"), found, "1")
        likely = [share.likely for share in shares]
        most = float(values[f"parties.{party}.opportunities_per_day"].range.quantile(1.0))
        if most * max(likely, default=0.0) > sum(likely):
            reading.note(
                ("parties", party, "opportunities_per_day"), f"up to {most:g} a day", "at most one of a kind each day"
            )
