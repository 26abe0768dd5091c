"""Terms: the agreement as a file, as a model, and compiled to norms, duties and clocks."""

from hudna.terms.actors import Actor, ActorRegister, DayRange, Member, parse_actors, read_actors
from hudna.terms.clock import (
    add_duration,
    end_of_local_day,
    local_date,
    parse_duration,
    period_bounds,
    start_of_local_day,
    to_instant,
    to_moment,
    tzdata_version,
    zone_of,
)
from hudna.terms.compile import compile_agreement, with_units
from hudna.terms.compiled import (
    BOUNDS,
    OTHER_WAY_ROUND,
    Bound,
    BoundedBoxes,
    BoundedDue,
    BoundedQuantity,
    Box,
    BreachClass,
    CompiledAgreement,
    Due,
    Duty,
    Interval,
    Need,
    Norm,
    PlaceSide,
    Proof,
    Quantity,
    Region,
    Role,
    Rung,
    Taking,
    Tranche,
)
from hudna.terms.document import DECEIVING, Document, decode, dotted, read_document
from hudna.terms.find_places import SAME_NAME, Candidate, find_places
from hudna.terms.force import Force
from hudna.terms.gaps import settled
from hudna.terms.gazetteer import Gazetteer, read_gazetteer, shipped_gazetteers
from hudna.terms.gazetteer_entries import COUNTRY, DISTRICT, GOVERNORATE, SUBDISTRICT, Place, Unit
from hudna.terms.maps import is_swapped
from hudna.terms.model import Agreement
from hudna.terms.people import register_of
from hudna.terms.plane import from_plane, to_plane
from hudna.terms.procedure import RungOf
from hudna.terms.provisions import Provision, names_in, provisions_of
from hudna.terms.reading import parse_agreement, read_agreement
from hudna.terms.regions import outline
from hudna.terms.roles import Body
from hudna.terms.schema import agreement_schema
from hudna.terms.spelling import bare_name, fold_name, is_arabic
from hudna.terms.trees import Node, arm_names, kind_tree, target_tree
from hudna.terms.values import Day, Disputed, Undefined, Unread
from hudna.terms.zones import map_files

__all__ = [
    "BOUNDS",
    "COUNTRY",
    "DECEIVING",
    "DISTRICT",
    "GOVERNORATE",
    "OTHER_WAY_ROUND",
    "SAME_NAME",
    "SUBDISTRICT",
    "Actor",
    "ActorRegister",
    "Agreement",
    "Body",
    "Bound",
    "BoundedBoxes",
    "BoundedDue",
    "BoundedQuantity",
    "Box",
    "BreachClass",
    "Candidate",
    "CompiledAgreement",
    "Day",
    "DayRange",
    "Disputed",
    "Document",
    "Due",
    "Duty",
    "Force",
    "Gazetteer",
    "Interval",
    "Member",
    "Need",
    "Node",
    "Norm",
    "Place",
    "PlaceSide",
    "Proof",
    "Provision",
    "Quantity",
    "Region",
    "Role",
    "Rung",
    "RungOf",
    "Taking",
    "Tranche",
    "Undefined",
    "Unit",
    "Unread",
    "add_duration",
    "agreement_schema",
    "arm_names",
    "bare_name",
    "compile_agreement",
    "decode",
    "dotted",
    "end_of_local_day",
    "find_places",
    "fold_name",
    "from_plane",
    "is_arabic",
    "is_swapped",
    "kind_tree",
    "local_date",
    "map_files",
    "names_in",
    "outline",
    "parse_actors",
    "parse_agreement",
    "parse_duration",
    "period_bounds",
    "provisions_of",
    "read_actors",
    "read_agreement",
    "read_document",
    "read_gazetteer",
    "register_of",
    "settled",
    "shipped_gazetteers",
    "start_of_local_day",
    "target_tree",
    "to_instant",
    "to_moment",
    "to_plane",
    "tzdata_version",
    "with_units",
    "zone_of",
]
