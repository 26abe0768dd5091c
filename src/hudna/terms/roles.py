"""Who stands in an agreement: parties, guarantors, bodies and others, which share one space of names, and the actors they command."""

from typing import Annotated, Literal

from pydantic import Field, Tag
from typing_extensions import TypeAliasType

from hudna.terms.values import Count, Date, Duration, LangText, Name, Names, Open, Part, Period, Word, by_shape


class Signature(Part):
    """Who signed for a party, and when."""

    who: Open[Word] | None = Field(None, description="the person who signed")
    date: Open[Date] | None = Field(None, description="day of the signature")


SignedBy = TypeAliasType(
    "SignedBy",
    Annotated[
        Annotated[Literal["nobody"], Tag(":word")] | Annotated[Signature, Tag(":mapping")],
        by_shape("nobody, or {who: Minister of Defence, date: 2027-02-26}"),
    ],
)


class Adherent(Part):
    """A group that joined a party, or a number of groups whose list is unpublished."""

    actor: Name | None = Field(None, description="the actor that joined")
    count: Count | None = Field(None, description="how many joined, where the list is unpublished")
    date: Open[Date] | None = Field(None, description="day on which it joined")
    through: Name | None = Field(None, description="role through which it joined")


class Party(Part):
    """A signatory that owes obligations; it commands actors."""

    name: LangText | None = Field(None, description="its name")
    actors: Open[Names] | None = Field(None, description="armed groups it commands, as event data name them")
    signed_by: Open[SignedBy] | None = Field(None, description="who signed for it, or `nobody`")
    on_split: Literal["bound", "free"] | None = Field(
        None, description="successors of its groups stay bound, or are free"
    )
    adherents: Open[list[Adherent]] | None = Field(None, description="who joined it, when, and through whom")
    register_: Open[Name] | None = Field(
        None, alias="register", description="role that keeps the one list of its groups"
    )


class Lever(Part):
    """What a guarantor can withhold, and from whom."""

    lever: Word = Field(description="what it is: fuel, pay, arms, crossing")
    over: Open[Names] | None = Field(None, description="actors it works on")


class Guarantor(Part):
    """An outside power that answers for parties."""

    name: LangText | None = Field(None, description="its name")
    answers_for: Open[Names] | None = Field(None, description="parties it answers for")
    actors: Open[Names] | None = Field(
        None, description="forces of its own; bound only by terms that name it in `by`, or by `all`"
    )
    levers: Open[list[Lever]] | None = Field(None, description="what it can withhold from its client")
    answers_within: Open[Duration] | None = Field(
        None, description="time to answer, for rungs without one of their own"
    )
    if_silent: Literal["next_rung", "taken_as_accepted"] | None = Field(None, description="what its silence means")
    accepted_by: Open[Names] | None = Field(None, description="parties that accepted it")
    refused_by: Open[Names] | None = Field(None, description="parties that refused it")
    present_at: Open[Names] | None = Field(None, description="terms at whose performance it is present")


Task = TypeAliasType("Task", Literal["observe", "receive", "rule", "convene", "enforce", "register", "advise"])

Access = TypeAliasType(
    "Access",
    Annotated[
        Annotated[Literal["everywhere"], Tag(":word")] | Annotated[Names, Tag(":list")],
        by_shape("everywhere, or a list of zones"),
    ],
)


class Body(Part):
    """A monitor, commission, committee or room: whoever acts for the deal and is no side of it."""

    name: LangText | None = Field(None, description="its name")
    members: Open[Names] | None = Field(None, description="roles that sit in it")
    chair: Open[Names] | None = Field(None, description="roles that chair it")
    tasks: Open[list[Task]] | None = Field(None, description="what it does")
    rules_against: Open[Names] | None = Field(None, description="roles against which it can find")
    access: Open[Access] | None = Field(None, description="where it goes: `everywhere`, or zones")
    during: Open[Period] | None = Field(None, description="when it is there")
    reports_within: Open[Duration] | None = Field(None, description="time to report")
    publishes_within: Open[Duration] | None = Field(None, description="time to publish")
    accepted_by: Open[Names] | None = Field(None, description="parties that accepted it")
    refused_by: Open[Names] | None = Field(None, description="parties that refused it")


class Other(Part):
    """A third state or a host."""

    name: LangText | None = Field(None, description="its name")
    actors: Open[Names] | None = Field(None, description="its forces, in the words of event data")
    consents: Open[Literal["yes", "refused"]] | None = Field(None, description='whether it consents: "yes" or refused')


class Succession(Part):
    """What an actor became."""

    actor: Name = Field(description="the successor")
    date: Open[Date] | None = Field(None, description="first day of the successor")


class Actor(Part):
    """A group as event data name it."""

    name: LangText | None = Field(None, description="its name")
    aliases: list[Word] | None = Field(None, description="other names, in any script")
    members: Open[Names] | None = Field(None, description="actors that are part of it; it stands for them too")
    became: list[Succession] | None = Field(None, description="its successors, each from a date")
