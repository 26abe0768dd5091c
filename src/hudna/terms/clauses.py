"""What the deal forbids, requires and allows: terms with their rows, tranches, and exclusions, as the file writes them."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from hudna.terms.values import (
    Amount,
    Date,
    Duration,
    Kilometres,
    LangText,
    Moment,
    MomentBound,
    Name,
    Names,
    Open,
    OpenIn,
    Part,
    Period,
    Share,
    Trigger,
    Word,
    Yes,
    by_shape,
)

Against = TypeAliasType(
    "Against",
    Annotated[
        Annotated[Literal["anyone"], Tag(":word")] | Annotated[Names, Tag(":list")],
        by_shape("anyone, or a list of targets, parties, actors or `each_other`"),
    ],
)


Between = TypeAliasType("Between", Annotated[list[Amount], Field(min_length=2, max_length=2)])
"""The least and the most."""


class Quantity(Part):
    """The amount owed: one of `exactly`, `at_least`, `at_most`, `between`, `all`, alone or per unit of another term."""

    exactly: Open[Amount] | None = Field(None, description="this many, in `unit`")
    at_least: Open[Amount] | None = Field(None, description="this many or more, in `unit`")
    at_most: Open[Amount] | None = Field(None, description="caps what counts, in `unit`; nothing is owed by it")
    between: Open[Between] | None = Field(None, description="least and most, in `unit`")
    all: Yes | None = Field(None, description="all there are")
    unit: Open[Word] | None = Field(None, description="what is counted: persons, trucks, arms")
    of: Open[dict[Name, Amount]] | None = Field(None, description="parts by category; they add up to the amount")
    incl: Open[dict[Name, Amount]] | None = Field(None, description="at least so many among them, by category")
    only: Open[list[Name]] | None = Field(None, description="categories; nobody else counts")
    per: Name | None = Field(None, description="duty of which each unit met calls for some of this one")
    rates: Open[dict[Name, Amount]] | None = Field(None, description="with `per`: so many for each one, by category")
    named: Open[Yes] | None = Field(None, description="whether a list names them")
    swap: Open[list[Word]] | None = Field(None, description="who may be replaced within the same part")
    quality: Open[Word] | None = Field(None, description="what a counted item must be; a rejected one does not count")


class Evidence(Part):
    """What shows that a duty was performed."""

    by: Open[Names] | None = Field(None, description="roles that give it")
    what: Open[Word] | None = Field(None, description="what they give")


class Partial(Part):
    """What a part of the amount is worth."""

    pro_rata: Yes | None = Field(None, description="whether a part counts as its share")
    floor: Open[Share] | None = Field(None, description="share, 0 to 1, from which the duty counts as met")


class Need(Part):
    """An act that must be established for an allowance or an exclusion to apply."""

    act: Open[Name] = Field(description="a kind")
    by: Open[Names] | None = Field(None, description="roles or actors that did it, or `target`: whoever was struck")
    to: Open[Names] | None = Field(None, description="roles that received it")
    since: Open[Duration] | None = Field(None, description="began at most that long before the incident")
    before: Open[Duration] | None = Field(None, description="was complete at least that long before the incident")
    within: Open[Duration] | None = Field(None, description="was complete at most that long after the incident")
    km: Open[Kilometres] | None = Field(None, description="at most that far from the incident, kilometres")


class Clause(Part):
    """The fields that a term and a row of a term may have."""

    text: LangText | None = Field(None, description="quoted wording, in each authentic language")
    summary: LangText | None = Field(None, description="ours, where the wording was not read")
    by: Open[Names] | None = Field(
        None, description="ids of any role, or `all`: every party, and every guarantor that has actors"
    )
    against: Open[Against] | None = Field(
        None, description="targets, parties, actors, `each_other` (the other obligors), or `anyone`"
    )
    with_: Open[Names] | None = Field(None, alias="with", description="ids under `arms`")
    in_: Open[Names] | None = Field(None, alias="in", description="zones; launched or effective inside")
    into: Open[Names] | None = Field(None, description="zones; effective inside")
    from_: Open[Names] | None = Field(None, alias="from", description="zones; launched inside, or left")
    to: Open[Names] | None = Field(None, description="zones to which something goes; several are one sum")
    for_: Open[Names] | None = Field(None, alias="for", description="who receives: roles, or targets such as wounded")
    during: Open[Period] | None = Field(None, description="when it holds; without it and `phase`: as `in_force`")
    phase: Open[Name] | None = Field(None, description="id under `phases`, instead of `during`")
    after: Open[list[Trigger]] | None = Field(None, description="duties; binds or opens from the instant they are met")
    despite: Names | None = Field(None, description="prohibitions out of which this allowance takes its box")
    needs: Open[list[Need]] | None = Field(None, description="acts that must be established")
    judged: Open[list[Word]] | None = Field(None, description="words that only a ruling can settle")
    purpose: Open[Word] | None = Field(None, description="compared with the incident's field of that name")
    quantity: Open[Quantity] | None = Field(None, description="amount owed")
    deadline: OpenIn[Moment, MomentBound] | None = Field(
        None, description="when it falls due; a bare date is the end of that day"
    )
    within: Open[Duration] | None = Field(None, description="when it falls due, counted from its opening")
    every: Open[Duration] | None = Field(None, description="period: one instance for each, counted from its opening")
    partial: Open[Partial] | None = Field(None, description="what a part of the amount is worth")
    evidence: Open[list[Evidence]] | None = Field(None, description="what shows the performance")
    sustain: Yes | None = Field(None, description="once met it must stay met")
    jointly: Yes | None = Field(None, description="one instance owed by all of `by`; else each owes its own")
    mirrors: Name | None = Field(None, description="duty: while it is in breach this one may be withheld")
    at_most: Open[Duration] | None = Field(None, description="with `mirrors`: longest suspension")
    lifesaving: Yes | None = Field(None, description="true: no mirror and no tranche can hold it")


class Row(Clause):
    """One row of a term that is a table; named term/row. It may not repeat a field of its term."""


class Term(Clause):
    """One clause: it forbids, requires, or allows; exactly one of the three."""

    forbid: Open[Names] | None = Field(None, description="kinds that are forbidden")
    require: Open[Name] | None = Field(None, description="the kind that is owed")
    allow: Open[Names] | None = Field(None, description="kinds that are allowed")
    rows: dict[Name, Row] | None = Field(None, description="rows of a table, each a term of its own")


StepAmount = TypeAliasType(
    "StepAmount",
    Annotated[
        Annotated[Amount, Tag(":number")] | Annotated[Literal["all", "rest", "first"], Tag(":word")],
        Discriminator(
            lambda value: ":number" if isinstance(value, int | float) and not isinstance(value, bool) else ":word",
        ),
    ],
)


class Tranche(Part):
    """Duties exchanged step by step."""

    terms: Annotated[list[Name], Field(min_length=1)] = Field(description="the duties, a term with rows, or a row")
    rule: Literal["in_steps", "in_proportion"] = Field(
        description="step by step, or no share leading another by more than `slack`"
    )
    steps: list[dict[Name, StepAmount]] | None = Field(
        None, description="amounts by duty, in its unit; `all`, `rest`, or `first` (the first performance)"
    )
    order: Literal["together", "as_listed"] | None = Field(None, description="order within a step")
    slack: Open[Share] | None = Field(None, description="by how much one term's share may lead another's, 0 to 1")
    grace: Open[Duration] | None = Field(None, description="how long a step may be late")
    if_late: Literal["wait", "go_on", "substitute"] | None = Field(
        None, description="after `grace`: all stop; others are released; the same number of another closes the step"
    )
    in_: Open[Names] | None = Field(None, alias="in", description="zones where the exchange takes place")
    attended_by: Open[Names] | None = Field(None, description="roles that are present")


class ListOf(Part):
    """The list of excluded groups."""

    document: Open[Word] | None = Field(None, description="where it stands")
    dated: Open[Date] | None = Field(None, description="its day")
    amended_by: Open[Name] | None = Field(None, description="role that may amend it")


class Exclusion(Part):
    """Groups outside the deal's protection, and the ground and targets it reaches."""

    actors: Open[Names] | None = Field(None, description="actors outside the protection")
    zones: Open[Names] | None = Field(None, description="where; without it: anywhere")
    by: Open[Names] | None = Field(None, description="who may strike them: roles, or `all`")
    kinds: Open[Names] | None = Field(None, description="kinds that are let through; without it: all")
    during: Open[Period] | None = Field(None, description="when; without it: as `in_force`")
    phase: Open[Name] | None = Field(None, description="id under `phases`, instead of `during`")
    needs: Open[list[Need]] | None = Field(None, description="acts that must be established")
    judged: Open[list[Word]] | None = Field(None, description="words that only a ruling can settle")
    proof_on: Literal["striker", "complainant"] | None = Field(
        None, description="who must show that the target was excluded"
    )
    co_located: Literal["protected", "excluded"] | None = Field(None, description="ground held together with a party")
    still_protected: Open[Names] | None = Field(None, description="targets that stay protected")
    list_: Open[ListOf] | None = Field(None, alias="list", description="the list of groups")


__all__ = [
    "Clause", "Evidence", "Exclusion", "ListOf", "Need", "Partial", "Quantity", "Row", "StepAmount", "Term", "Tranche", "Trigger",
]  # fmt: skip
