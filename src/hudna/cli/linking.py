"""What `hudna link` and `hudna why` do: read claims, join them into incidents, and say why."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import dataframely as dy
import polars as pl
import typer

from hudna.cli.commands import err, out, reading_terms, told_in_words
from hudna.cli.imports import IN_QUARANTINE
from hudna.incidents import (
    MERGE_AT,
    Linked,
    Memberships,
    Ties,
    changes_between,
    count_at_thresholds,
    cover_episodes,
    explain,
    link_incidents,
    pairs_to_label,
    read_decisions,
    refuse_unknown_claims,
    tie_claims,
)
from hudna.problems import Problem, Refused
from hudna.reports import Intake, join_intakes, read_claims, standing_at


def link_claims(
    reports: Sequence[Path],
    *,
    out_folder: Path,
    labels: Path | None,
    merges: Path | None,
    merge_at: float | None,
    before: Path | None,
    ask: int,
    seed: int,
    agreement: str | None,
    lexicon: Path | None,
    as_json: bool,
) -> None:
    """Link the claims of some files, and write incidents, memberships, coverings, counts and changes."""
    with told_in_words():
        intake, ties, linked = _link(
            reports, labels=labels, merges=merges, merge_at=merge_at, agreement=agreement, lexicon=lexicon
        )
        tables = {
            "incidents": linked.incidents,
            "memberships": linked.memberships,
            "coverings": cover_episodes(ties, linked),
            "incident_counts": count_at_thresholds(ties),
        }
        if before is not None:
            tables["incident_changes"] = changes_between(_read_memberships(before), linked.memberships)
        out_folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            table.write_parquet(out_folder / f"{name}.parquet")
        if ask:
            pairs_to_label(ties, count=ask, seed=seed).write_csv(out_folder / "pairs_to_label.csv")
    counts = tables["incident_counts"]
    told = {
        "claims": intake.claims.height,
        "incidents": linked.incidents.height,
        "at_thresholds": dict(counts.select("merge_at", "incidents").iter_rows()),
        "coverings": tables["coverings"].height,
        "in_quarantine": intake.rows_in_quarantine,
    }
    if before is not None:
        changes = dict(tables["incident_changes"]["change"].cast(pl.String).value_counts().iter_rows())
        told["changes"] = {change: changes.get(change, 0) for change in ("merge", "split")}
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        others = ", ".join(f"{n} at {at}" for at, n, _, is_published in counts.iter_rows() if not is_published)
        out.print(f"{told['claims']} claims tell of {told['incidents']} incidents ({others})", highlight=False)
        if told["coverings"]:
            out.print(f"{told['coverings']} day events lie within episodes that may cover them", highlight=False)
        if before is not None:
            rows = tables["incident_changes"]
            for change, incident_id, becomes, claims in rows.iter_rows():
                out.print(f"  {change}: {incident_id} → {becomes} ({claims} claims)", highlight=False)
        out.print(f"Written to {out_folder}: {', '.join(tables)}", highlight=False, soft_wrap=True)
    if intake.rows_in_quarantine:
        raise typer.Exit(IN_QUARANTINE)


def tell_why(
    claim: str,
    other_claim: str,
    reports: Sequence[Path],
    *,
    labels: Path | None,
    merges: Path | None,
    merge_at: float | None,
    agreement: str | None,
    lexicon: Path | None,
    as_json: bool,
) -> None:
    """Print why two claims are, or are not, one incident."""
    with told_in_words():
        _, ties, linked = _link(
            reports, labels=labels, merges=merges, merge_at=merge_at, agreement=agreement, lexicon=lexicon
        )
        told = explain(ties, linked, claim, other_claim)
    if as_json:
        typer.echo(json.dumps(asdict(told), ensure_ascii=False, indent=1))
        return
    for line in told.lines():
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _link(
    reports: Sequence[Path],
    *,
    labels: Path | None,
    merges: Path | None,
    merge_at: float | None,
    agreement: str | None,
    lexicon: Path | None,
) -> tuple[Intake, Ties, Linked]:
    terms = reading_terms(agreement, lexicon=lexicon)
    decisions = read_decisions(labels, merges, clock=terms.clock)
    with err.status("Reading claims and joining them into incidents …"):
        intake = join_intakes([read_claims(path, **terms._asdict()) for path in reports])
        refuse_unknown_claims(decisions, intake.claims["claim_id"])
        claims = standing_at(intake, as_of=None)
        ties = tie_claims(
            claims,
            actors=terms.lexicon.actors,
            decisions=decisions,
            merge_at=MERGE_AT if merge_at is None else merge_at,
        )
        return replace(intake, claims=claims), ties, link_incidents(claims, ties=ties)


def _read_memberships(folder: Path) -> dy.DataFrame[Memberships]:
    path = folder / "memberships.parquet"
    if not path.is_file():
        raise Refused([Problem(str(path), found="no such file", expected="the folder of an earlier `hudna link`")])
    return Memberships.validate(pl.read_parquet(path))
