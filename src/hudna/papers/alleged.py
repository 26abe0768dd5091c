"""What is alleged: one for each incident and accused, with what follows from it.

Whether it is put before a guarantor and whether it counts as a breach is decided in `hudna.compliance` and only read here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hudna.compliance import LIKELIER_THAN_NOT, counts_as_breach, open_ladders
from hudna.compliance.tables import STANDARDS
from hudna.papers.evaluation import Evaluation


@dataclass(frozen=True)
class Allegation:
    """One incident and accused: the leading row, highest standard and lower end, and the other norms it is held against."""

    lead: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...]
    is_put: bool  # before a guarantor, and no ruling that counts took it away
    counts: bool  # as a breach

    @property
    def incident_id(self) -> str:
        return str(self.lead["incident_id"])

    @property
    def accused(self) -> str:
        return str(self.lead["accused"])

    @property
    def rank(self) -> int:
        return STANDARDS.index(self.lead["standard"])

    @property
    def is_listed(self) -> bool:
        """Whether a claim names the accused or a person has ruled; what only the widest reading reaches is not listed."""
        return self.rank >= 1 or self.lead["ruling"] is not None


def gather_allegations(evaluation: Evaluation) -> list[Allegation]:
    """Gather one allegation for each incident and accused, strongest first.

    Several accused together stand only where they have a ladder (docs/decisions/0002): while none of them reached notice alone.
    """
    allegations = evaluation.allegations
    put = {(row["incident_id"], row["accused"]) for row in open_ladders(allegations, as_of=evaluation.as_of)}
    clocked = set(evaluation.clocks.select("incident_id", "accused").iter_rows())  # those cleared since among them
    counting = set(allegations.filter(counts_as_breach(allegations, evaluation.compiled))["allegation_id"].to_list())
    order = {norm.norm_id: number for number, norm in enumerate(evaluation.compiled.norms)}
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in allegations.iter_rows(named=True):
        groups[row["incident_id"], row["accused"]].append(row)
    gathered = []
    for key, rows in groups.items():
        if "+" in key[1] and key not in put and key not in clocked:
            continue
        ranked = sorted(
            rows,
            key=lambda row: (-STANDARDS.index(row["standard"]), -row["p_lower"], order.get(row["norm_id"], len(order))),
        )
        counts = any(row["allegation_id"] in counting for row in rows)
        gathered.append(Allegation(ranked[0], tuple(ranked[1:]), key in put, counts))
    return sorted(gathered, key=lambda one: (-one.rank, -one.lead["p_lower"], one.incident_id, one.accused))


def count_acts(allegations: Sequence[Allegation]) -> int:
    """Count the acts: one alleged against two parties is one act."""
    return len({one.incident_id for one in allegations})


def counted_once(evaluation: Evaluation, incident_id: str, accused: str) -> tuple[list[str], list[str]]:
    """Give the days that this incident likelier sums up than not, and the summaries it is a day of: those held against the same accused."""
    likely = evaluation.coverings.filter(evaluation.coverings["p_covers"] > LIKELIER_THAN_NOT)
    ends = likely.select("episode_id", "incident_id").rows()
    who = set(accused.split("+"))
    held = {
        other
        for other, others in evaluation.allegations.select("incident_id", "accused").iter_rows()
        if who & set(others.split("+"))
    }
    parts = sorted(day for whole, day in ends if whole == incident_id and day in held)
    return parts, sorted(whole for whole, day in ends if day == incident_id and whole in held)
