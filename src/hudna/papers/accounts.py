"""What stands under the board so that it can be checked: what is not counted and why, tallies, gaps, answers, how to read."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.file_keys import say_gap, say_key, say_section
from hudna.papers.happenings import Happening, name_place, span_of_numbers
from hudna.papers.sentences import lower_ends_of, say_standard
from hudna.papers.sides import name_of_role, name_of_zone, names_of_roles
from hudna.papers.words import Words

NAMED = 12  # incidents named one by one before the rest is only counted
CLAIMANTS = 5  # columns of tallies side by side
TALLIES = 60


@dataclass(frozen=True)
class NotCounted:
    """Acts that are held against nobody, and why."""

    nameless: list[tuple[Markup, int, Markup]]  # zone, acts, first to last day
    nameless_total: int
    outside: list[Happening]
    outside_total: int
    outside_killed: bool
    other_time: int
    coarse: int  # place known only to a unit


def sort_out(evaluation: Evaluation, words: Words, happenings: Mapping[str, Happening]) -> NotCounted:
    """Sort the acts that no allegation holds: no author named, outside the zones, before or after, place too coarse."""
    allegations = (
        evaluation.allegations
    )  # an act that only the widest reading of a zone reaches is still told outside it
    held = set(allegations.filter(allegations["p_breach"] > 1e-9)["incident_id"].to_list())
    acts = [one for one in happenings.values() if one.is_act and not one.is_performance]
    in_time = [one for one in acts if one.is_in_force]
    outside = [one for one in in_time if one.spot and one.spot.is_outside and one.incident_id not in held]
    outside_ids = {one.incident_id for one in outside}
    nameless = [one for one in in_time if not one.is_author_named and one.incident_id not in outside_ids]
    by_zone: dict[str, list[Happening]] = defaultdict(list)
    for one in nameless:
        by_zone[_place_key(one)].append(one)
    return NotCounted(
        nameless=[
            (_say_place(evaluation, words, key), len(ones), _say_days(words, ones))
            for key, ones in sorted(by_zone.items(), key=_most_first)
        ],
        nameless_total=len(nameless),
        outside=sorted(outside, key=_claimed_first)[:NAMED],
        outside_total=len(outside),
        outside_killed=any(one.killed_max for one in outside),
        other_time=len(acts) - len(in_time),
        coarse=sum(one.spot is None for one in in_time),
    )


def _claimed_first(one: Happening) -> tuple[bool, int, str]:
    """What is claimed against somebody by name comes first, then the highest toll."""
    return not one.is_author_named, -(one.killed_max or 0), one.incident_id


def _most_first(item: tuple[str, list[Happening]]) -> tuple[int, str]:
    return -len(item[1]), item[0]


def _place_key(one: Happening) -> str:
    if one.spot is None:
        return "~unit"
    return one.spot.zone or "~edge"


def _say_place(evaluation: Evaluation, words: Words, key: str) -> Markup:
    if key == "~unit":
        return words.say("Place known only to a district, or not at all")
    if key == "~edge":
        return words.say("In no drawn zone, within reach of the terms")
    return name_of_zone(evaluation, words, key)


def _say_days(words: Words, ones: Sequence[Happening]) -> Markup:
    first, last = min(one.occurred_from for one in ones), max(one.occurred_from for one in ones)
    if words.local(first).date() == words.local(last).date():
        return words.day(first)
    return words.say("{first} to {last}", first=words.day(first), last=words.day(last))


@dataclass(frozen=True)
class TallyTable:
    """Counts by claimants of the same days, side by side; each counts what it defines, they are never added."""

    claimants: list[Markup]
    rows: list[tuple[Markup, Markup, list[Markup]]]  # days, place, one cell a claimant
    more: int


def write_tallies(evaluation: Evaluation, words: Words) -> TallyTable | None:
    """Set tallies side by side, one column for each of the busiest claimants and one for all the others; none if there are no tallies."""
    if evaluation.tallies.is_empty():
        return None
    rows = list(evaluation.tallies.sort("occurred_from", "occurred_to", "claimant", "tally_id").iter_rows(named=True))
    often = [
        claimant
        for claimant, _ in sorted(
            Counter(row["claimant"] for row in rows).items(), key=lambda item: (-item[1], item[0])
        )
    ]
    columns = often[:CLAIMANTS]
    has_others = len(often) > CLAIMANTS
    by_days: dict[tuple[datetime, datetime, str], list[list[Markup]]] = {}
    for row in rows:
        key = (row["occurred_from"], row["occurred_to"], row["place"])
        cells = by_days.setdefault(key, [[] for _ in range(len(columns) + has_others)])
        is_own = row["claimant"] in columns
        count = words.isolated(words.number(row["count_value"])) if row["count_value"] is not None else Markup("")
        killed = Markup("")
        if row["killed_max"] is not None or row["killed_min"] is not None:
            low = row["killed_min"] if row["killed_min"] is not None else row["killed_max"]
            high = row["killed_max"] if row["killed_max"] is not None else low
            killed = words.say("{n} killed, as claimed", n=span_of_numbers(words, low, high))
        told = words.commas([part for part in (count, killed) if part]) or words.say("no number")
        cell = told if is_own else words.say("{claimant}: {told}", claimant=words.data(row["claimant"]), told=told)
        cells[columns.index(row["claimant"]) if is_own else len(columns)].append(cell)
    named = [words.data(claimant) for claimant in columns] + ([words.say("others")] if has_others else [])
    written = [
        (
            words.span(first, last),
            name_place(evaluation, words, place),
            [Markup("; ").join(cell) if cell else Markup("–") for cell in cells],
        )
        for (first, last, place), cells in by_days.items()
    ]
    return TallyTable(named, written[:TALLIES], max(0, len(written) - TALLIES))


@dataclass(frozen=True)
class NormRow:
    norm_id: Markup
    words: Markup
    accused: Markup
    guarantors: Markup
    where: Markup
    when: Markup
    takings: Markup
    gaps: Markup
    not_evaluated: Markup


def write_norms(evaluation: Evaluation, words: Words) -> list[NormRow]:
    """Every prohibition as it binds one accused; joint rows, made only for their guarantor, are left out."""
    rows = []
    for row in evaluation.norms.iter_rows(named=True):
        if "+" in row["accused"]:
            continue
        told = evaluation.names.terms.get(row["norm_id"]) or evaluation.names.terms.get(row["norm_id"].split("/")[0])
        kinds = words.commas([words.name(evaluation.names.kinds.get(kind), kind) for kind in row["kinds"]])
        when = words.moment(row["begins_at"]) if row["begins_at"] else words.say("since ever")
        until = words.moment(row["ends_at"]) if row["ends_at"] else words.say("no end")
        rows.append(
            NormRow(
                norm_id=words.isolated(row["norm_id"]),
                words=words.name(told.words, row["norm_id"]) if told else kinds,
                accused=name_of_role(evaluation, words, row["accused"]),
                guarantors=names_of_roles(evaluation, words, row["guarantors"]) or words.say("nobody named"),
                where=words.commas([name_of_zone(evaluation, words, zone) for zone in row["zones"]])
                or words.say("anywhere"),
                when=words.say("{first} to {last}", first=when, last=until),
                takings=words.commas([words.isolated(taking) for taking in row["takings"]]) or Markup("–"),
                gaps=words.commas([say_gap(words, gap) for gap in row["gaps"]]) or Markup("–"),
                not_evaluated=words.commas([say_key(words, key) for key in row["not_evaluated"]]),
            )
        )
    return rows


@dataclass(frozen=True)
class GapRow:
    section: Markup
    silent: str
    undefined: str
    disputed: str
    unread: str


@dataclass(frozen=True)
class Gaps:
    rows: list[GapRow]
    not_evaluated: list[Markup]  # term and key
    allegations_not_evaluated: int
    duties_not_evaluated: int


def write_gaps(evaluation: Evaluation, words: Words) -> Gaps:
    """Per section of the agreement: where it is silent, cannot be measured, is disputed, or was not seen; and what was not evaluated."""
    rows = [
        GapRow(
            say_section(words, section),
            *(words.number(found.get(kind, 0)) for kind in ("silent", "undefined", "disputed", "unread")),
        )
        for section, found in evaluation.compiled.gaps.items()
    ]
    allegations, duties = evaluation.allegations, evaluation.duty_states
    points = duties.filter((duties["not_evaluated"].list.len() > 0) | (duties["state"].cast(str) == "not_evaluated"))
    return Gaps(
        rows=rows,
        not_evaluated=[
            words.say("{term}: {key}", term=words.isolated(term), key=say_key(words, key))
            for term, key in evaluation.compiled.not_evaluated
        ],
        allegations_not_evaluated=int((allegations["not_evaluated"].list.len() > 0).sum() or 0),
        duties_not_evaluated=points.select("duty_id", "obligor", "instance").n_unique(),
    )


@dataclass(frozen=True)
class GuarantorRow:
    name: Markup
    clients: Markup
    on_time: Markup
    late: Markup
    none: Markup
    accepted: Markup
    median: Markup


def write_guarantors(evaluation: Evaluation, words: Words) -> list[GuarantorRow]:
    """How each guarantor answered; without an answers file nothing is known about it, and the row says so."""
    card = {
        (row["role"], row["measure"]): row["value"]
        for row in evaluation.scorecard.iter_rows(named=True)
        if row["breach_class"] == "all"
    }
    unknown = words.say("no answers file")
    rows = []
    for role in evaluation.compiled.roles.values():
        clients = [other.role_id for other in evaluation.compiled.roles.values() if role.role_id in other.guarantors]
        if not clients:
            continue

        def told(measure: str, role_id: str = role.role_id, *, is_share: bool = False) -> Markup:
            value = card.get((role_id, measure))
            if not evaluation.has_answers_file:
                return unknown
            if value is None:
                return words.say("nothing to count")
            return words.isolated(f"{round(100 * value)} %" if is_share else words.number(value))

        rows.append(
            GuarantorRow(
                name=words.name(role.name, role.role_id),
                clients=names_of_roles(evaluation, words, clients),
                on_time=told("answers_on_time"),
                late=told("answers_late"),
                none=told("answers_none"),
                accepted=told("accepted_share", is_share=True),
                median=told("median_hours_to_answer"),
            )
        )
    return rows


@dataclass(frozen=True)
class StandardRow:
    name: Markup
    rule: Markup
    follows: Markup


def write_standards(evaluation: Evaluation, words: Words) -> list[StandardRow]:
    """The standards of proof, with this agreement's lower ends and what follows from each."""
    proof = evaluation.compiled.proof
    ends = {standard: round(100 * end) for standard, end in lower_ends_of(proof.thresholds).items()}
    rules = {
        "reported": words.say("at least one claim names the accused"),
        "reasonable_suspicion": words.say(
            "middle 50 % or more, lower end {end} % or more", end=ends["reasonable_suspicion"]
        ),
        "reasonable_grounds": words.say(
            "lower end {end} % or more, and two independent groups of sources that name the accused, or its own side’s word",
            end=ends["reasonable_grounds"],
        ),
        "clear_and_convincing": words.say(
            "lower end {end} % or more, two groups, one of them not adverse to the accused",
            end=ends["clear_and_convincing"],
        ),
        "beyond_reasonable_doubt": words.say(
            "lower end {end} % or more; never computed, only persons rule it", end=ends["beyond_reasonable_doubt"]
        ),
    }
    follows: dict[str, list[Markup]] = defaultdict(list)
    follows[proof.notice].append(words.say("put before the guarantor"))
    follows[proof.breach].append(words.say("counts as a breach"))
    follows[proof.suspension].append(words.say("a mirrored duty may be withheld"))
    return [
        StandardRow(say_standard(words, standard), rule, words.commas(follows[standard]) or Markup("–"))
        for standard, rule in rules.items()
    ]
