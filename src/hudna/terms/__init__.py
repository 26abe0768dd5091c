"""Terms: the agreement as a file, as a model, and compiled to norms, duties and clocks."""

from hudna.terms.actors import ActorRegister, DayRange, parse_actors, read_actors
from hudna.terms.clauses import Clause, Evidence, Exclusion, Need, Partial, Quantity, Row, Term, Tranche
from hudna.terms.clock import (
    add_duration,
    end_of_local_day,
    local_date,
    parse_duration,
    period_bounds,
    start_of_local_day,
    to_instant,
    tzdata_version,
    warn_of_old_rules,
)
from hudna.terms.compile import compile_agreement, with_units
from hudna.terms.compiled import CompiledAgreement
from hudna.terms.gazetteer import Gazetteer, Unit, fold_name, read_gazetteer, shipped_gazetteers
from hudna.terms.model import Agreement, Event, InForce, Phase, Renewal
from hudna.terms.people import register_of
from hudna.terms.places import Arm, Circle, Line, Shape, Zone
from hudna.terms.plane import from_plane, to_plane
from hudna.terms.procedure import Complaints, Counting, Ending, Proof, Record, Watch
from hudna.terms.reading import parse_agreement, read_agreement
from hudna.terms.roles import Actor, Adherent, Body, Guarantor, Lever, Other, Party, Signature
from hudna.terms.schema import agreement_schema
from hudna.terms.trees import Node, Tree, arm_names, kind_tree, target_tree
from hudna.terms.values import Day, Disputed, Period, Span, Undefined, Unread
from hudna.terms.zones import unit_region

__all__ = [
    "Actor",
    "ActorRegister",
    "Adherent",
    "Agreement",
    "Arm",
    "Body",
    "Circle",
    "Clause",
    "CompiledAgreement",
    "Complaints",
    "Counting",
    "Day",
    "DayRange",
    "Disputed",
    "Ending",
    "Event",
    "Evidence",
    "Exclusion",
    "Gazetteer",
    "Guarantor",
    "InForce",
    "Lever",
    "Line",
    "Need",
    "Node",
    "Other",
    "Partial",
    "Party",
    "Period",
    "Phase",
    "Proof",
    "Quantity",
    "Record",
    "Renewal",
    "Row",
    "Shape",
    "Signature",
    "Span",
    "Term",
    "Tranche",
    "Tree",
    "Undefined",
    "Unit",
    "Unread",
    "Watch",
    "Zone",
    "add_duration",
    "agreement_schema",
    "arm_names",
    "compile_agreement",
    "end_of_local_day",
    "fold_name",
    "from_plane",
    "kind_tree",
    "local_date",
    "parse_actors",
    "parse_agreement",
    "parse_duration",
    "period_bounds",
    "read_actors",
    "read_agreement",
    "read_gazetteer",
    "register_of",
    "shipped_gazetteers",
    "start_of_local_day",
    "target_tree",
    "to_instant",
    "to_plane",
    "tzdata_version",
    "unit_region",
    "warn_of_old_rules",
    "with_units",
]
