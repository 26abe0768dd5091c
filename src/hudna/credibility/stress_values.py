"""What a stress test says, as values: rows, chains, windows, repairs, bars and bands, and all of them together.

Parties, guarantors and kinds are told by their place; their names are in `assumptions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.constraints import MET
from hudna.credibility.deviation import Step
from hudna.credibility.drafting import Offer
from hudna.credibility.inputs import Floats
from hudna.credibility.joint import Joint
from hudna.credibility.learning import Seen
from hudna.credibility.point import Point
from hudna.credibility.repair import Effects, Menu, Repair
from hudna.credibility.summary import Summary
from hudna.terms import Agreement

TOP_BARS = 8


class Row(NamedTuple):
    """One constraint at the likely values."""

    id: str
    step: str
    party: int
    kind: int
    is_required: bool
    left: float
    right: float
    margin: float
    sentence: str

    @property
    def holds(self) -> bool:
        return self.margin >= MET


class Chain(NamedTuple):
    """The step at which a party is nearest to breaking the deal, taken apart: days of the party."""

    party: int
    kind: int
    temptation: float
    """What the opportunity is worth, what it lasts for included; a share alpha of them is smaller."""
    proof: float
    answer_days: float
    """0 where nobody answers."""
    punishment: float
    steps: tuple[Step, ...]
    cost: float


class Window(NamedTuple):
    """What a guarantor can do to one client: how much deters, how much it would rather carry out than pretend to."""

    guarantor: int
    party: int
    floor: float
    """inf: no punishment deters by itself."""
    ceiling: float
    lever: float
    used: float
    """0: it does not act."""
    stake: float
    willing: float
    """Share of the draws in which it would do what is asked of it."""
    acting: float

    @property
    def is_open(self) -> bool:
        return self.floor <= min(self.ceiling, self.lever)


class Threat(NamedTuple):
    """Whether a party's threat to leave counts: leaving against being cheated, days of the party."""

    party: int
    leaves: float
    is_cheated: float
    counts: float
    """Share of the draws in which it does."""


class Ending(NamedTuple):
    """The last days, for one party: from how many days before the end on it is no longer deterred at every kind of temptation."""

    party: int
    never: float
    """Share of the draws in which it is not deterred however far the end; the days below are of the others, nan where there are none."""
    days: tuple[float, float, float]
    """10, 50 and 90 % quantiles."""
    shortest_truce: float
    """Median length, in days, of the shortest truce of use."""


class Delay(NamedTuple):
    """The staged exchange over the draws: quantiles at 25, 50 and 75 %, days."""

    rounds: int
    holds: float
    """Share of the draws in which every step is worth making."""
    least_rounds: int
    """Median of the fewest rounds; 0: in most draws none is enough."""
    mirrored: tuple[float, float, float]
    unmirrored: tuple[float, float, float]


class Tried(NamedTuple):
    """A change over all draws, beside the deal as drafted."""

    p_holds: float
    deterred: float
    worth: tuple[float, ...]


class Fix(NamedTuple):
    """A change that suffices at the likely values; or the best set of clauses, where none does."""

    names: tuple[str, ...]
    """A lever, or clauses, by id."""
    value: float
    """Of a lever; nan for clauses."""
    effects: Effects
    tried: Tried


class BarOf(NamedTuple):
    """A bar of the tornado: deterred share with these numbers at their 10 % and 90 % quantile, the rest likely."""

    paths: tuple[str, ...]
    low: float
    high: float
    basis: str
    """The weakest of them."""


class Bands(NamedTuple):
    """Shares of runs on each day: median and 80 % band over the draws, (3, days + 1)."""

    is_at_peace: Floats
    is_sound: Floats


class Quartiles(NamedTuple):
    """Days until something happens in a run: 25, 50 and 75 % of runs; inf beyond the days that were played."""

    breach: tuple[float, float, float]
    hollow_or_war: tuple[float, float, float]
    war: tuple[float, float, float]


@dataclass(frozen=True)
class Stress:
    """Everything that a stress test says. Parties, guarantors and kinds by place; names in `assumptions`."""

    agreement: Agreement
    assumptions: Assumptions
    as_of: datetime
    summary: Summary
    constraints: tuple[Row, ...]
    """At the likely values, the required first, each by its margin: the first one binds."""
    chains: tuple[Chain, ...]
    windows: tuple[Window, ...]
    threats: tuple[Threat, ...]
    endings: tuple[Ending, ...]
    delay: Delay | None
    now: Effects
    """The deal as drafted, at the likely values: what every change is set beside."""
    without: Mapping[str, float]
    """The deterred share at the likely values without `guarantors`, `mirror`, `both`."""
    levers: tuple[Repair, ...]
    """Each alone, those that suffice first."""
    alone: tuple[Fix, ...]
    joint: Joint
    joint_tried: Tried | None
    menu: Menu
    sets: tuple[Fix, ...]
    offers: Mapping[str, Offer]
    tornado: tuple[BarOf, ...]
    survival: Bands
    days: Quartiles
    seen: tuple[Seen, ...]
    """What the record taught, if there was one."""
    point: Point = field(repr=False)

    @property
    def deterred(self) -> float:
        """Give the deterred share at the likely values."""
        return self.now.deterred

    @property
    def verdict(self) -> str:
        return self.summary.verdict

    @property
    def binding(self) -> Row:
        return self.constraints[0]

    @property
    def window(self) -> Mapping[str, tuple[Window, ...]]:
        """Give the windows of each guarantor, one for each client, by its name."""
        names = self.assumptions.guarantors
        return {name: tuple(w for w in self.windows if names[w.guarantor] == name) for name in names}

    @property
    def last_safe_day(self) -> Mapping[str, Ending]:
        """Give for each party how near to its end the deal is still safe; empty where the text has no last day."""
        return {self.assumptions.parties[ending.party]: ending for ending in self.endings}

    @property
    def repairs(self) -> tuple[Fix, ...]:
        """Give what would make it hold, levers alone and then sets of clauses; where no set does, the best of them is the last."""
        return (*self.alone, *self.sets)

    @property
    def provenance(self) -> Mapping[str, int]:
        """Count the numbers by where they come from."""
        return dict(self.assumptions.bases)

    @property
    def is_held(self) -> bool:
        """Say whether everything required holds at the likely values."""
        return all(row.holds for row in self.constraints if row.is_required)

    @property
    def is_mostly_assumption(self) -> bool:
        """Say whether more than half of the longest bars rest on nobody's word."""
        top = self.tornado[:TOP_BARS]
        return 2 * sum(bar.basis == "assumed" for bar in top) > len(top)
