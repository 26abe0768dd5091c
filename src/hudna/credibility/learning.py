"""What the record teaches once a deal runs: rates, by the Gamma-Poisson rule, from the tables that `hudna check --out` writes.

What people thought before signature counts as much as thirty days of the record. What cannot be seen in the tables is not learnt: an
incident that was ordered and one that was not look alike unless the answer says so, and a ruling is known to be false only when a later one
reverses it: these two are lower ends. What nobody reported is estimated from how often one voice stands alone, and is a lower end as well, so
that detection is an upper one (Chao 1987). Source: docs/guide/stress.md, "Learning from the record".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from hudna.compliance import tables as compliance
from hudna.credibility.assumptions import Assumptions, Value
from hudna.credibility.ranges import Quantiles
from hudna.incidents import tables as incidents
from hudna.problems import Problem, Refused
from hudna.terms import Agreement, Force

PRIOR_DAYS = 30.0
JEFFREYS = 0.5  # for a rate that people held to be nothing at all
SHARES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
ANSWERED = ("accepted", "remedied", "denied_with_evidence", "not_ours", "refused", "done")
"""Answers that settle something; `acknowledged` and `asks_for_facts` do not."""
REVERSALS = ("no_breach", "outside", "not_attributable")
PACE = ("opportunities_per_day", "accidents_per_day")  # at which occasions to hit back were expected
DETECTION = "monitoring.detection"
FALSE_RULINGS = "monitoring.false_rulings_per_day"
SECONDS_A_DAY = 86_400.0
HITS_BACK_WITHIN = 1.0  # days


@dataclass(frozen=True)
class Record:
    """The tables of one evaluation that teach something."""

    allegations: pl.DataFrame
    answers: pl.DataFrame
    incidents: pl.DataFrame


@dataclass(frozen=True)
class Seen:
    """What was counted for one number: events, and the days (for a chance: the occasions) over which they were counted."""

    path: str
    events: float
    exposure: float
    before: Value
    after: Value


def read_record(folder: Path) -> Record:
    """Read the tables in a folder that `hudna check --out` wrote.

    Raises:
        Refused: a table is not there, or is not one of ours.
    """
    problems: list[Problem] = []
    found: dict[str, pl.DataFrame] = {}
    for name, schema in (
        ("allegations", compliance.Allegations),
        ("answers", compliance.Answers),
        ("incidents", incidents.Incidents),
    ):
        path = folder / "tables" / f"{name}.parquet"
        if not path.is_file():
            problems.append(
                Problem(str(path), found="no such table", expected="the folder that `hudna check --out` wrote")
            )
            continue
        frame = pl.read_parquet(path)
        if missing := [column for column in schema.column_names() if column not in frame.columns]:
            problems.append(
                Problem(str(path), found=f"no column {', '.join(missing)}", expected="a table of this version of hudna")
            )
        found[name] = frame
    if problems:
        raise Refused(problems)
    return Record(**found)


def learn(
    assumptions: Assumptions, record: Record, agreement: Agreement, *, as_of: datetime
) -> tuple[Assumptions, tuple[Seen, ...]]:
    """Update what was assumed by what was known before `as_of`.

    Returns:
        The assumptions with the numbers that the record teaches, on basis `record`; and what was counted for each.

    Raises:
        Refused: nobody can tell when the deal begins, or it has not begun.
    """
    refuse_another_deals(record, assumptions)
    days = days_in_force(agreement, as_of=as_of)
    seen = tuple(_look(assumptions, record, days=days, as_of=as_of))
    values = {**assumptions.values, **{one.path: one.after for one in seen}}
    if any(one.path.startswith(FALSE_RULINGS) for one in seen):
        values.pop(FALSE_RULINGS, None)  # told for each party now
    correlated = tuple(pair for pair in assumptions.correlated if pair.one in values and pair.other in values)
    return replace(assumptions, values=values, correlated=correlated), seen


def refuse_another_deals(record: Record, assumptions: Assumptions) -> None:
    """Refuse a record in which neither party of the numbers is ever accused, while others are: it is another deal's.

    Raises:
        Refused: naming whom it accuses.
    """
    accused = sorted({name for names in record.allegations["accused"].unique() for name in names.split("+")})
    if accused and not set(accused) & set(assumptions.parties):
        expected = f"a record of this deal, of {' and '.join(assumptions.parties)}"
        raise Refused([Problem("record", field="accused", found=", ".join(accused), expected=expected)])


def days_in_force(agreement: Agreement, *, as_of: datetime) -> float:
    """Give the days for which a deal has been in force.

    Raises:
        Refused: nobody can tell when it begins, or it has not begun.
    """
    times = Force(agreement, lambda where, found, expected, *, nearest=None: None).in_force().point
    begins = times[0].begins_at if times else None
    if begins is None or begins >= as_of:
        found = "no start that can be reckoned" if begins is None else f"a start at {begins:%Y-%m-%d %H:%M} UTC"
        raise Refused(
            [
                Problem(
                    agreement.file,
                    field="in_force.from",
                    found=found,
                    expected=f"a start before {as_of:%Y-%m-%d %H:%M} UTC",
                )
            ]
        )
    ends = times[-1].ends_at
    last = as_of if ends is None else min(as_of, ends)
    return (last - begins).total_seconds() / SECONDS_A_DAY


def _look(assumptions: Assumptions, record: Record, *, days: float, as_of: datetime) -> Iterator[Seen]:
    alleged = alleged_incidents(record, assumptions.parties, as_of=as_of)
    known = record.answers.filter(pl.col("known_at") < as_of).sort("known_at", "row")
    for party in assumptions.parties:
        other = next(p for p in assumptions.parties if p != party)
        trials, followed = _hit_back(alleged, party, other, days)
        if trials:
            path = f"parties.{party}.retaliates"
            chances, accidents = (assumptions.value(f"parties.{other}.{what}").range.mean for what in PACE)
            yield _chance(path, assumptions.value(path), followed, trials, worth=PRIOR_DAYS * (chances + accidents))
    found, unseen = _seen_and_unseen(record, assumptions.parties, as_of=as_of)
    if found and DETECTION in assumptions.values:  # told for each kind, it is not learnt: the tables hold no sure kind
        pace = sum(
            assumptions.value(f"parties.{party}.{what}").range.mean for party in assumptions.parties for what in PACE
        )
        yield _chance(DETECTION, assumptions.values[DETECTION], found, found + unseen, worth=PRIOR_DAYS * pace)
    if record.answers.is_empty():
        return  # without an answers file nobody is known to have answered: that is no silence
    for party in assumptions.parties:
        path = f"parties.{party}.accidents_per_day"
        yield _rate(path, assumptions.value(path), _owned_up(alleged, known, party), days)
        before = assumptions.value(FALSE_RULINGS, party)
        yield _rate(f"{FALSE_RULINGS}.{party}", before, _reversed(alleged, known, party), days)
    for guarantor in assumptions.guarantors:
        waits = answer_waits(assumptions, record, guarantor, as_of=as_of)
        if waits.height:
            path = f"guarantors.{guarantor}.answer_days"
            yield _delay(path, assumptions.value(path), float(waits["is_answered"].sum()), float(waits["days"].sum()))


def alleged_incidents(record: Record, parties: tuple[str, ...], *, as_of: datetime) -> pl.DataFrame:
    """Give each incident that was put to a party's guarantor by then, once for each party: when it happened, when notice was."""
    return (
        record.allegations.filter(pl.col("notice_at") < as_of)
        .with_columns(pl.col("accused").str.split("+").alias("party"))
        .explode("party")
        .filter(pl.col("party").is_in(parties))
        .group_by("incident_id", "party")
        .agg(pl.col("notice_at").min(), pl.col("accused").first())
        .join(record.incidents.select("incident_id", "occurred_from"), on="incident_id")
        .sort("party", "occurred_from", "incident_id")
    )


def answer_waits(assumptions: Assumptions, record: Record, guarantor: str, *, as_of: datetime) -> pl.DataFrame:
    """Give for each incident put to a guarantor the days to the answer that settled it, or those for which it has been waiting."""
    clients = [p for p in assumptions.parties if assumptions.guarantor_of[p] == guarantor]
    alleged = alleged_incidents(record, assumptions.parties, as_of=as_of).filter(pl.col("party").is_in(clients))
    settled = record.answers.filter(
        pl.col("known_at") < as_of, pl.col("by") == guarantor, pl.col("answer").is_in(ANSWERED)
    )
    meant = (
        alleged.join(
            settled.select("incident_id", answered="accused", answered_at="known_at"), on="incident_id", how="left"
        )
        .with_columns(
            pl.when(_is_about("answered") & (pl.col("answered_at") >= pl.col("notice_at")))
            .then("answered_at")
            .alias("answered_at")
        )
        .group_by("incident_id", "party", maintain_order=True)
        .agg(pl.col("notice_at").first(), pl.col("answered_at").min())
    )
    waited = (pl.col("answered_at").fill_null(as_of) - pl.col("notice_at")).dt.total_seconds() / SECONDS_A_DAY
    return meant.select(
        "incident_id", "party", waited.alias("days"), pl.col("answered_at").is_not_null().alias("is_answered")
    )


def _is_about(column: str) -> pl.Expr:
    """Say whether an answer is about the accused of its row; one that names nobody is about all accused of its incident."""
    return pl.col(column).is_null() | (pl.col(column) == pl.col("accused")) | (pl.col(column) == pl.col("party"))


def ruled_against(record: Record, assumptions: Assumptions, party: str, *, as_of: datetime) -> int:
    """Count the incidents for which somebody ruled that a party was in breach."""
    rulings = record.answers.filter(pl.col("known_at") < as_of, pl.col("ruling") == "breach")
    return _answered_so(alleged_incidents(record, assumptions.parties, as_of=as_of), rulings, party)


def _owned_up(alleged: pl.DataFrame, known: pl.DataFrame, party: str) -> int:
    """Count incidents that were put right when put to the guarantor: whoever does that did not order them."""
    return _answered_so(alleged, known.filter(pl.col("answer") == "remedied"), party)


def _answered_so(alleged: pl.DataFrame, answers: pl.DataFrame, party: str) -> int:
    mine = alleged.filter(pl.col("party") == party).join(
        answers.select("incident_id", answered="accused"), on="incident_id"
    )
    return mine.filter(_is_about("answered")).select("incident_id").n_unique()


def _reversed(alleged: pl.DataFrame, known: pl.DataFrame, party: str) -> int:
    """Count incidents for which a ruling against a party was taken back by a later one."""
    mine = alleged.filter(pl.col("party") == party).join(
        known.filter(pl.col("ruling").is_not_null()).select(
            "incident_id", "known_at", "row", "ruling", answered="accused"
        ),
        on="incident_id",
    )
    taken_back = (
        mine.filter(_is_about("answered"))
        .sort("incident_id", "known_at", "row")
        .with_columns(pl.col("ruling").shift().over("incident_id").alias("earlier"))
        .filter(pl.col("earlier") == "breach", pl.col("ruling").is_in(REVERSALS))
    )
    return taken_back.select("incident_id").n_unique()


def _seen_and_unseen(record: Record, parties: tuple[str, ...], *, as_of: datetime) -> tuple[int, float]:
    """Count the incidents of which the parties are accused, and estimate how many more nobody reported.

    Of incidents that voices report independently of one another, those told by one voice and by two tell how many were told by none:
    (T - 1) / T f1 (f1 - 1) / (2 (f2 + 1)), with T the most that told of one (Chao 1987, bias-corrected). It is a lower end. Where no two
    voices ever met nothing can be told, and nothing is counted.
    """
    voices = (
        record.allegations.join(record.incidents.select("incident_id", "known_at"), on="incident_id")
        .filter(pl.col("known_at") < as_of, pl.col("groups_naming") > 0)
        .filter(pl.col("accused").str.split("+").list.eval(pl.element().is_in(parties)).list.any())
        .group_by("incident_id")
        .agg(pl.col("groups_naming").max())["groups_naming"]
    )
    alone, twice = int((voices == 1).sum()), int((voices == 2).sum())
    if not twice:
        return 0, 0.0
    most = int(voices.max())  # type: ignore[arg-type]
    return len(voices), (most - 1) / most * alone * (alone - 1) / (2 * (twice + 1))


def _hit_back(alleged: pl.DataFrame, party: str, other: str, days: float) -> tuple[int, float]:
    """Count incidents by the other side, and how many more of the party's own followed within a day than its usual pace would bring."""
    theirs = alleged.filter(pl.col("party") == other)["occurred_from"].to_list()
    mine = alleged.filter(pl.col("party") == party)["occurred_from"].to_list()
    followed = sum(
        any(0 < (own - it).total_seconds() <= HITS_BACK_WITHIN * SECONDS_A_DAY for own in mine) for it in theirs
    )
    by_chance = len(theirs) * -np.expm1(-len(mine) / days * HITS_BACK_WITHIN)
    return len(theirs), float(max(0.0, followed - by_chance))


def _rate(path: str, before: Value, events: float, days: float) -> Seen:
    """Update a rate for each day: Gamma with the mean that was thought, worth thirty days, plus what was counted."""
    shape = before.range.mean * PRIOR_DAYS or JEFFREYS
    posterior = stats.gamma(a=shape + events, scale=1 / (PRIOR_DAYS + days))
    return Seen(path, events, days, before, _from_record(posterior.ppf(SHARES), events, days, "days"))


def _delay(path: str, before: Value, answers: float, days: float) -> Seen:
    """Update the days to an answer: answers come at a rate of one in so many days; a file still open counts by the days it has waited."""
    shape = PRIOR_DAYS / before.range.mean if before.range.mean else JEFFREYS
    posterior = stats.gamma(a=shape + answers, scale=1 / (PRIOR_DAYS + days))
    delays = 1 / posterior.ppf(1 - np.asarray(SHARES))
    return Seen(path, answers, days, before, _from_record(delays, answers, days, "days of waiting"))


def _chance(path: str, before: Value, events: float, occasions: float, *, worth: float) -> Seen:
    """Update a chance: Beta with the mean that was thought, worth so many occasions, plus what was counted."""
    mean = float(np.clip(before.range.mean, 1e-6, 1 - 1e-6))
    posterior = stats.beta(mean * worth + events, (1 - mean) * worth + occasions - events)
    return Seen(
        path, events, occasions, before, _from_record(posterior.ppf(SHARES), events, occasions, "occasions", most=1.0)
    )


def _from_record(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    events: float,
    exposure: float,
    of: str,
    *,
    most: float = np.inf,
) -> Value:
    told = f"{events:g} in {exposure:.1f} {of}, beside what was thought, worth {PRIOR_DAYS:g} days"
    return Value(Quantiles(SHARES, tuple(float(v) for v in values), 0.0, most), "record", "hudna check", told)
