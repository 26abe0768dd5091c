"""The answer of `hudna diff` as data: the models that its JSON follows, and that `hudna schema diff` prints."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hudna.compliance import Otherwise
from hudna.papers.changes import say_change
from hudna.papers.comparison import Comparison, Hindsight
from hudna.papers.words import Words, bare
from hudna.terms.diff import Point


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VersionRecord(_Record):
    """One version."""

    id: str = Field(description="id of the agreement")
    version: str = Field(description="its `version`")
    file: str = Field(description="name of its file")
    sha256: str = Field(description="of the file's bytes")


class GainRecord(_Record):
    """Who gains: ids of roles, actors and targets; all empty where it cannot be told."""

    is_told: bool = Field(description="false: it cannot be told who gains")
    freed: list[str] = Field(description="whose hands are freed")
    bound: list[str] = Field(description="who is bound more")
    less_protected: list[str] = Field(description="who is less protected")
    more_protected: list[str] = Field(description="who is more protected")


class ChangeRecord(_Record):
    """One change in meaning."""

    section: str = Field(description="section of the file: terms, zones, guarantors, …")
    about: str = Field(
        description="id in that section, of the new version where it has one; empty for a section that is one part"
    )
    was: str | None = Field(description="id in the old version, where it was another")
    point: str = Field(description="what of it changed: a key of the file, or removed, added, times, ground, order")
    measure: str = Field(
        description="what kind of value it is; `also`: it compiles otherwise and no sentence explains it"
    )
    old: Any = Field(description="value before, as the file writes it (instants in UTC); null: silent")
    new: Any = Field(description="value now; null: silent")
    gone: list[str] = Field(description="ids covered before and no longer, closed over tree or register")
    added: list[str] = Field(description="ids covered now and not before")
    sizes: dict[str, float] = Field(description="km2_*, days_*, amount_*, of the point reading")
    reaches: list[str] = Field(
        description="terms and exclusions through which it has an effect, where it stands elsewhere"
    )
    gain: GainRecord
    says: str = Field(description="the same as a sentence, in the language asked for")


class RenumberingRecord(_Record):
    """A term that says the same under another id."""

    old: str
    new: str


class OtherwiseRecord(_Record):
    """One allegation or duty that the versions judge differently."""

    what: Literal["appears", "vanishes", "moves"]
    form: Literal["allegation", "duty"]
    term: str = Field(description="term, or term/row, of the new version where it has it")
    who: str = Field(description="accused or obligor; several joined by +")
    about: str = Field(description="incident id, or number of the instance of a duty")
    moved: list[str] = Field(description="columns that differ")
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class HindsightRecord(_Record):
    """What would have been judged otherwise."""

    as_of: str = Field(description="instant in UTC; what became known before it counts")
    judged: int = Field(description="incidents held against both versions")
    otherwise: list[OtherwiseRecord]


class DiffRecord(_Record):
    """Two versions, or two values of one dispute."""

    old: VersionRecord
    new: VersionRecord
    is_change: bool = Field(description="whether anything changed in meaning")
    where: str | None = Field(None, description="of a dispute: the path of the disputed value")
    old_source: str | None = Field(None, description="of a dispute: who gives the value reckoned with")
    new_source: str | None = Field(None, description="of a dispute: who gives the other value")
    changes: list[ChangeRecord] = Field(description="most consequential first")
    renumbered: list[RenumberingRecord]
    reworded: list[str] = Field(description="terms whose legal text differs though their structure does not")
    hindsight: HindsightRecord | None = Field(None, description="null: no evidence was given")


class PointRecord(_Record):
    """One point through several versions."""

    section: str
    about: str = Field(description="id in the first version that had it; a later term of the same id gets a prime (5′)")
    point: str
    moved_at: list[str] = Field(description="versions at which it moved")


class DiffAnswer(_Record):
    """What `hudna diff --format json` prints."""

    comparisons: list[DiffRecord] = Field(
        description="one for two versions; one for each step of a folder, each other value of a dispute"
    )
    points: list[PointRecord] = Field(default_factory=list, description="of a folder: when each point moved")


def diff_schema() -> dict[str, Any]:
    """Give the JSON Schema of `hudna diff --format json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | DiffAnswer.model_json_schema()


def record_diff(comparison: Comparison, *, language: str, **where: str | None) -> DiffRecord:
    """Give one comparison as data."""
    difference = comparison.difference
    words = Words(language, comparison.clock)
    versions = [
        VersionRecord(id=v.agreement_id, version=v.version, file=v.file, sha256=v.sha256)
        for v in (difference.old, difference.new)
    ]
    changes = []
    for change in difference.changes:
        gain = change.gain
        said = say_change(words, comparison, change)
        changes.append(ChangeRecord(
            section=change.section, about=change.about, was=change.was, point=change.point, measure=change.measure, old=change.old, new=change.new,
            gone=list(change.gone), added=list(change.added), sizes=dict(change.sizes), reaches=list(change.reaches),
            gain=GainRecord(is_told=gain.is_told, freed=list(gain.freed), bound=list(gain.bound), less_protected=list(gain.less_protected),
                            more_protected=list(gain.more_protected)),
            says=bare(" ".join([said.sentence, *said.details, said.gain])),
        ))  # fmt: skip
    return DiffRecord(
        old=versions[0], new=versions[1], is_change=difference.is_change, changes=changes,
        renumbered=[RenumberingRecord(old=each.old, new=each.new) for each in difference.renumbered],
        reworded=list(difference.reworded), hindsight=_hindsight(comparison.hindsight), **where,
    )  # fmt: skip


def record_points(points: Sequence[Point], comparisons: Sequence[Comparison]) -> list[PointRecord]:
    """Give when each point moved as data."""
    versions = [comparison.difference.new.version for comparison in comparisons]
    return [
        PointRecord(
            section=point.key[0], about=point.key[1], point=point.key[2],
            moved_at=[version for version, change in zip(versions, point.steps, strict=True) if change is not None],
        )
        for point in points
    ]  # fmt: skip


def _hindsight(told: Hindsight | None) -> HindsightRecord | None:
    if told is None:
        return None
    return HindsightRecord(
        as_of=told.as_of.isoformat(), judged=told.judged, otherwise=[_otherwise(one) for one in told.otherwise]
    )


def _otherwise(one: Otherwise) -> OtherwiseRecord:
    rows = [None if row is None else {key: _plain(value) for key, value in row.items()} for row in (one.old, one.new)]
    return OtherwiseRecord(
        what=one.what,
        form=one.form,
        term=one.term,
        who=one.who,
        about=one.about,
        moved=list(one.moved),
        old=rows[0],
        new=rows[1],
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
