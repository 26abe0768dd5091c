"""An evaluation in the terminal: who is accused of what, before whom, how sure, which duties are met or late, which clocks ran out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import polars as pl
from rich.console import Console

from hudna.compliance import open_ladders
from hudna.compliance.tables import STANDARDS
from hudna.papers import Evaluation, Words, bare, say_range, say_state, told_as_done

SHOWN = 12  # allegations told for each guarantor; the tables hold them all

NOTES_TOLD = 12  # a file of strangers gives one for each; the first say what is wrong with the lexicon


def summarise(evaluation: Evaluation) -> dict[str, Any]:
    """Give the summary as plain values, for `--json`."""
    compiled = evaluation.compiled
    return {
        "agreement": compiled.agreement_id,
        "version": compiled.version,
        "sha256": compiled.sha256,
        "as_of": evaluation.as_of.isoformat(),
        "tzdata": compiled.tzdata_version,
        "gazetteer": compiled.gazetteer,
        "inputs": [{"file": file, "sha256": digest} for file, digest in evaluation.inputs],
        "counts": [vars(count) for count in evaluation.counts],
        "claims_known": evaluation.claims.height,
        "known_time_assumed": count_assumed(evaluation),
        "incidents": evaluation.incidents.height,
        "answers_file": evaluation.has_answers_file,
        "proof": {"notice": compiled.proof.notice, "breach": compiled.proof.breach, "k": compiled.proof.k},
        "silent": list(compiled.proof.silent),
        "allegations": list(allegations_by_weight(evaluation)),
        "duties": list(duties_at_breach_standard(evaluation)),
        "clocks": evaluation.clocks.to_dicts(),
        "scorecard": evaluation.scorecard.to_dicts(),
        "not_evaluated": [{"term": term, "key": key} for term, key in compiled.not_evaluated],
        "notes": list(evaluation.notes),
    }


def print_summary(out: Console, evaluation: Evaluation) -> None:
    """Print the summary as lines that survive a narrow terminal, a pipe and a copy into a mail."""
    words = Words("en", evaluation.compiled.clock)
    lines = [
        *_tell_inputs(evaluation),
        *_tell_allegations(evaluation, words),
        *_tell_duties(evaluation, words),
        *_tell_clocks(evaluation, words),
        *_tell_gaps(evaluation),
    ]
    title = evaluation.compiled.title.get("en", evaluation.compiled.agreement_id)
    out.print(f"\n[bold]{title}[/bold]", highlight=False, soft_wrap=True)
    out.print(f"as known at {bare(words.moment(evaluation.as_of))} ({evaluation.compiled.clock})", highlight=False)
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _tell_inputs(evaluation: Evaluation) -> Iterator[str]:
    for count in evaluation.counts:
        yield (
            f"  {count.file}: {_counted(count.rows_read, 'row')} read: {_counted(count.claims, 'claim')}, "
            f"{_counted(count.tallies, 'tally', 'tallies')}, {_counted(count.quarantined, 'row')} in quarantine"
        )
    known = evaluation.claims.height
    yield (
        f"  {_counted(known, 'claim')} known by then, telling of {_counted(evaluation.incidents.height, 'incident')}; "
        f"for {_counted(count_assumed(evaluation), 'claim')} the time of becoming known is assumed"
    )
    unnamed = int(evaluation.claims["address"].is_null().sum())
    if unnamed:
        yield f"  {_counted(unnamed, 'claim')} without a public address: they count in full; the board does not name who says so"
    begins = [stretch.begins_at for stretch in evaluation.compiled.in_force]
    if begins and all(begin is not None and begin >= evaluation.as_of for begin in begins):
        yield "  the agreement was not yet in force at that moment"
    for note in evaluation.notes[:NOTES_TOLD]:
        yield f"  note: {note}"
    if len(evaluation.notes) > NOTES_TOLD:
        yield f"  and {len(evaluation.notes) - NOTES_TOLD} more notes; --json gives them all"


def _tell_allegations(evaluation: Evaluation, words: Words) -> Iterator[str]:
    on_ladders = {row["allegation_id"] for row in open_ladders(evaluation.allegations, as_of=evaluation.as_of)}
    before: dict[str, list[dict[str, Any]]] = {}
    for row in allegations_by_weight(evaluation):
        if row["allegation_id"] in on_ladders:
            addressee = " and ".join(_role(evaluation, words, id_) for id_ in row["guarantors"]) or "nobody named"
            before.setdefault(addressee, []).append(row)
    yield "Who is accused of what, and before whom"
    on_ladder = {row["incident_id"] for rows in before.values() for row in rows}
    rest = evaluation.allegations.filter(~pl.col("incident_id").is_in(on_ladder))
    cleared = set(rest.filter(pl.col("notice_at") < evaluation.as_of)["incident_id"])
    inferred = set(evaluation.incidents.filter("is_day_inferred")["incident_id"]) & set(rest["incident_id"]) - cleared
    below = rest["incident_id"].n_unique() - len(inferred) - len(cleared)
    unsure = rest.group_by("incident_id").agg(pl.max("p_lower")).filter(pl.col("p_lower") == 0).height
    yield (
        f"  Before nobody: {_counted(below, 'incident')} below {_spaced(evaluation.compiled.proof.notice)}"
        f"{f', {len(inferred)} whose day is inferred' if inferred else ''}"
        f"{f', {len(cleared)} cleared by a ruling' if cleared else ''}"
    )
    if unsure:
        yield f"    for {unsure} of them the range starts at 0: too little is told, or the text leaves open what it covers (see the notes)"
    for addressee, rows in before.items():
        yield f"  Before {addressee}: {len(rows)}"
        for row in rows[:SHOWN]:
            who = " or ".join(_role(evaluation, words, id_) for id_ in row["accused"].split("+"))
            counts = "a breach" if row["is_breach"] else "not counted as a breach"
            yield (
                f"    {bare(words.day(row['occurred_from']))}  {_kind(evaluation, words, row['kind'])}, {row['place']}: {who}, "
                f"{bare(say_range(words, row['p_lower'], row['p_upper']))}, {_spaced(row['standard'])}: {counts}"
            )
        if len(rows) > SHOWN:
            yield f"    … and {len(rows) - SHOWN} more, in the table allegations"


def _tell_duties(evaluation: Evaluation, words: Words) -> Iterator[str]:
    yield "Duties"
    told = told_as_done(evaluation)
    by_duty: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in duties_at_breach_standard(evaluation):
        by_duty.setdefault((row["duty_id"], row["obligor"]), []).append(row)
    for rows in by_duty.values():
        row = rows[-1]
        counts = Counter(_spaced(each["state"]) for each in rows)
        times = f", {', '.join(f'{n} {state}' for state, n in counts.items())}, the last one" if len(rows) > 1 else ""
        is_told = (row["duty_id"], row["obligor"], row["instance"]) in told
        owed = (
            " with ".join(_role(evaluation, words, id_) for id_ in row["obligor"].split("+") if id_) or "nobody named"
        )
        yield f"  {row['duty_id']} (owed by {owed}){times}: {_uncapitalised(bare(say_state(words, row, evaluation.as_of, is_told=is_told)))}"


def _tell_clocks(evaluation: Evaluation, words: Words) -> Iterator[str]:
    yield "Clocks"
    compiled = evaluation.compiled
    if not any(rung.within for rung in compiled.ladder) and not any(r.answers_within for r in compiled.roles.values()):
        yield "  the text sets no time to answer: no clock can run out"
        return
    if not compiled.ladder:
        yield "  guarantors have a time to answer, but no rung of a ladder starts it: no clock can run (`escalation:`)"
        return
    if not evaluation.has_answers_file:
        yield "  no answers file: nobody is known to have answered"
    counted = evaluation.clocks.group_by("addressee", "rung", maintain_order=True).agg(
        pl.min("position"),
        ran_out=(pl.col("state") == "overdue").sum(),
        running=(pl.col("state") == "running").sum(),
        stopped=pl.col("state").is_in(["stopped", "ended"]).sum(),
        first=pl.col("due_at").filter(pl.col("state") == "overdue").min(),
    )
    for row in counted.sort("addressee", "position").iter_rows(named=True):
        since = f", the first on {bare(words.moment(row['first']))}" if row["first"] else ""
        yield (
            f"  {_role(evaluation, words, row['addressee'])}, {_spaced(row['rung'])}: {row['ran_out']} ran out{since}; "
            f"{row['running']} running, {row['stopped']} stopped"
        )


def _tell_gaps(evaluation: Evaluation) -> Iterator[str]:
    if evaluation.compiled.not_evaluated:
        keys = ", ".join(f"{term}: {key}" for term, key in evaluation.compiled.not_evaluated)
        yield f"Not evaluated ({len(evaluation.compiled.not_evaluated)}): {keys}"


def allegations_by_weight(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Allegations by standard reached, then by lower end; each with its incident's day, place and kind."""
    incidents = evaluation.incidents.select("incident_id", "occurred_from", "place")
    kinds = evaluation.findings.group_by("incident_id", maintain_order=True).agg(
        kind=pl.col("kinds").list.first().drop_nulls().first()
    )
    rows = (
        evaluation.allegations.join(incidents, on="incident_id")
        .join(kinds, on="incident_id", how="left")
        .with_columns(rank=pl.col("standard").to_physical())
        .sort("rank", "p_lower", "p_upper", "allegation_id", descending=[True, True, True, False])
    )
    breach = STANDARDS.index(evaluation.compiled.proof.breach)
    for row in rows.iter_rows(named=True):
        rank = row.pop("rank")
        yield {**row, "is_breach": row["ruling"] == "breach" or (row["ruling"] is None and rank >= breach)}


def duties_at_breach_standard(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Duties at the point and at the standard that a breach needs, in the agreement's order."""
    states = evaluation.duty_states.filter(
        (pl.col("bound") == "point") & (pl.col("standard") == evaluation.compiled.proof.breach)
    )
    yield from states.iter_rows(named=True)


def count_assumed(evaluation: Evaluation) -> int:
    """Count the claims whose known time rests on an assumption."""
    return int((evaluation.claims["known_basis"] == "assumed").sum())


def _role(evaluation: Evaluation, words: Words, role_id: str) -> str:
    role = evaluation.compiled.roles.get(role_id)
    return bare(words.name(role.name if role else None, role_id))


def _kind(evaluation: Evaluation, words: Words, kind: str | None) -> str:
    return bare(words.name(evaluation.names.kinds.get(kind), kind)) if kind else "kind not told"


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _spaced(word: str) -> str:
    return word.replace("_", " ")
