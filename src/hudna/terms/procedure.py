"""How a deal is watched and ended: proof, counting, classes, the ladder, complaints, ending, watch and record, as the file writes them."""

from typing import Annotated, Literal

from pydantic import Field, Strict, Tag
from typing_extensions import TypeAliasType

from hudna.terms.values import (
    Amount,
    Count,
    Duration,
    Kilometres,
    Name,
    Names,
    Open,
    OpenMoment,
    Part,
    Share,
    Standard,
    Value,
    Whole,
    Word,
    Yes,
    by_shape,
)


class Thresholds(Value):
    """Lower ends of the standards, where the deal moves them."""

    reasonable_suspicion: Share | None = Field(None, description="lower end, 0 to 1; 0.25 where silent")
    reasonable_grounds: Share | None = Field(None, description="lower end, 0 to 1; 0.5 where silent")
    clear_and_convincing: Share | None = Field(None, description="lower end, 0 to 1; 0.75 where silent")
    beyond_reasonable_doubt: Share | None = Field(None, description="lower end, 0 to 1; 0.95 where silent")


class Proof(Part):
    """The standard each consequence needs."""

    notice: Open[Standard] | None = Field(
        None, description="standard at which an allegation is put before the guarantor"
    )
    breach: Open[Standard] | None = Field(None, description="standard at which it counts as a breach")
    suspension: Open[Standard] | None = Field(None, description="standard at which a mirrored duty may be withheld")
    thresholds: Thresholds | None = Field(None, description="lower ends of the standards, where the deal moves them")
    k: Annotated[float, Strict(), Field(ge=1, allow_inf_nan=False)] | None = Field(
        None, description="a source may be so many times worse than it looks; 3 where silent"
    )
    independent: Count | None = Field(None, description="how many sources that do not copy one another")
    sides: Literal["different", "any"] | None = Field(None, description="whether those sources must lean differently")
    denial_of_access: Literal["presumed_breach", "no_inference"] | None = Field(
        None, description="what keeping monitors out means"
    )
    not_attributable: Yes | None = Field(None, description='whether "nobody can say who" is a possible ruling')


class OneIncident(Value):
    """When two happenings are one incident."""

    km: Kilometres | None = Field(None, description="at most that far apart, kilometres")
    within: Duration | None = Field(None, description="at most that long apart")
    same: list[Literal["actor", "kind", "arm", "target", "place"]] | None = Field(
        None, description="what must be the same"
    )


class Counting(Part):
    """What one breach is."""

    unit: Open[Literal["incident", "explosion", "round"]] | None = Field(None, description="what is counted")
    one_incident: Open[OneIncident] | None = Field(None, description="when two happenings are one")


class OrHarm(Value):
    """Harm that puts an incident into a class whatever its kind."""

    killed: Count | None = Field(None, description="so many killed, or more")
    injured: Count | None = Field(None, description="so many injured, or more")


class BreachClassOf(Part):
    """A class of breaches."""

    kinds: Open[Names] | None = Field(None, description="kinds that belong to it; none: whatever no other class takes")
    or_: OrHarm | None = Field(None, alias="or", description="or harm of this size")


Roles = TypeAliasType(
    "Roles",
    Annotated[
        Annotated[Name, Tag(":word")] | Annotated[Names, Tag(":list")],
        by_shape("`guarantor`, the id of a role, or a list of them"),
    ],
)


class RungOf(Part):
    """One step of the escalation ladder."""

    rung: Name = Field(description="its name")
    to: Open[Roles] | None = Field(None, description="to whom: `guarantor` (whoever answers for the accused), or roles")
    within: Open[Duration] | None = Field(None, description="time to act; else the addressee's `answers_within`")
    act: Open[Word] | None = Field(None, description="what the addressee does")
    stops_when: Open[list[Name]] | None = Field(None, description="answers that stop its clock")
    classes: Open[Names] | None = Field(None, description="classes for which it opens; none: all")
    falls_on: Open[Word] | None = Field(None, description="whom the consequence hits: responsible_unit")


class Complaints(Part):
    """Who may complain, to whom, and what then happens by when."""

    by: Open[Names] | None = Field(None, description="roles, or `public`")
    to: Open[Names] | None = Field(None, description="roles that receive complaints")
    opens: OpenMoment | None = Field(None, description="first day on which complaints are taken")
    form: Open[Word] | None = Field(None, description="what a complaint says, and how it is brought")
    acknowledged_within: Open[Duration] | None = Field(None, description="time to acknowledge")
    facts_within: Open[Duration] | None = Field(None, description="time to establish the facts")
    ruled_within: Open[Duration] | None = Field(None, description="time to rule")
    docket: Open[Word] | None = Field(None, description="who can read the list of complaints: public")


class Leave(Part):
    """How a party may leave."""

    notice: Open[Duration] | None = Field(None, description="how long before")
    to: Open[Roles] | None = Field(None, description="roles to whom notice is given")


class GroundFor(Value):
    """What an event outside the deal may be a ground for."""

    ground_for: list[Word] = Field(description="what it may be a ground for")


Outside = TypeAliasType(
    "Outside",
    Annotated[
        Annotated[Literal["irrelevant", "may_end"], Tag(":word")] | Annotated[GroundFor, Tag(":mapping")],
        by_shape("irrelevant, may_end, or {ground_for: [talks]}"),
    ],
)


class EndingThreshold(Part):
    """How many breaches end the deal."""

    class_: Name | None = Field(None, alias="class", description="class that counts")
    count: Open[Count] | None = Field(None, description="so many")
    in_: Open[Duration] | None = Field(None, alias="in", description="in that time")
    standard: Open[Standard] | None = Field(None, description="at this standard of proof")
    decided_by: Open[Roles] | None = Field(None, description="role that decides")


class AfterCollapse(Part):
    """What holds when the deal is taken up again."""

    counter: Open[Literal["zero", "kept"]] | None = Field(
        None, description="whether the count of breaches starts again at zero"
    )
    adds: Open[Word] | None = Field(None, description="what is added")


class Ending(Part):
    """What ends the deal, and what does not."""

    one_breach: Open[Literal["never_ends", "may_end"]] | None = Field(None, description="what a single breach does")
    leave: Open[Leave] | None = Field(None, description="how a party may leave")
    outside: Open[Outside] | None = Field(None, description="what events outside the deal do")
    threshold: Open[EndingThreshold] | None = Field(None, description="how many breaches end it")
    after_collapse: Open[AfterCollapse] | None = Field(None, description="what holds when it is taken up again")


class Tolerated(Value):
    """A rate."""

    at_most: Amount = Field(description="so many")
    per: Duration = Field(description="in that time")


class Watch(Part):
    """What is watched for, to say whether violence fell."""

    outcome: Names | None = Field(None, description="kinds that are counted")
    in_: Names | None = Field(None, alias="in", description="zones in which they are counted")
    tolerated: Tolerated | None = Field(None, description="rate that is still called quiet")
    rings_km: list[Kilometres] | None = Field(None, description="outer radii of the rings around, kilometres")
    horizon: Duration | None = Field(None, description="how far ahead")


class Record(Part):
    """The signed public record of the deal."""

    origin: Word | None = Field(None, description="name of the log")
    keeper: Open[Name] | None = Field(None, description="role that keeps it")
    quorum: Whole | None = Field(None, description="how many witnesses must have signed")
    public: Open[list[Word]] | None = Field(None, description="what anybody can read")
    witnesses: dict[Name, Word] | None = Field(
        None, description="witnesses by name, and who each is; they need be no role of the deal"
    )
