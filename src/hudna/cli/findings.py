"""What `hudna findings …` does: learn how sources behave, look for echoes, calibrate, ask again. Learning is a step of its own."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import dataframely as dy
import numpy as np
import polars as pl
import typer
from rich.table import Table

from hudna.cli.commands import err, find_agreement, out, told_in_words
from hudna.compliance.standards import LOWER_ENDS, grade
from hudna.findings import (
    Learnt,
    Lesson,
    Predictions,
    ask_again,
    calibrate,
    hear_voices,
    learn_sources,
    propose_echoes,
    read_anchors,
    read_learnt,
    write_learnt,
)
from hudna.flow import Established, establish, lexicon_of, read_as_of, read_body
from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import read_lexicon

WIDE = 160


class Asked(NamedTuple):
    """The inputs that every command of this group shares."""

    agreement: str
    reports: Sequence[Path]
    as_of: str | None
    lexicon: Path | None
    fit: Path | None = None


def fit_findings(asked: Asked, *, anchors: Path | None, start: Path | None, out_file: Path, as_json: bool) -> None:
    """Learn from the claims known by `--as-of`, and store what was learnt with that instant."""
    with told_in_words():
        established = _established(asked)
        lesson = _lesson(established, anchors, start=_earlier(start, established))
        out_file.parent.mkdir(parents=True, exist_ok=True)
        write_learnt(lesson.learnt, out_file)
    told = {
        "incidents": lesson.learnt.incidents,
        "anchored": lesson.anchored,
        "sources": len(lesson.learnt.sources),
        "lines": len(lesson.learnt.lines),
        "iterations": lesson.fit.iterations,
        "has_converged": lesson.fit.has_converged,
        "known_at": lesson.learnt.known_at.isoformat(),
        "file": str(out_file),
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    out.print(
        f"{told['incidents']} incidents ({told['anchored']} anchored), {told['sources']} sources, {told['lines']} lines of groups; "
        f"{told['iterations']} iterations{'' if lesson.fit.has_converged else ', NOT converged: do not publish from it'}.\n"
        f"Written to {out_file}; it is used for what is known after {told['known_at']}.",
        highlight=False,
        soft_wrap=True,
    )


def audit_echoes(asked: Asked, *, as_json: bool) -> None:
    """Print pairs of sources that agree too often to be independent, with the evidence; a person decides."""
    with told_in_words():
        proposals = propose_echoes(_lesson(_established(asked), None))
    if as_json:
        typer.echo(json.dumps(proposals.to_dicts(), ensure_ascii=False))
        return
    if proposals.is_empty():
        out.print("No two sources of different echo groups agree more than independent ones would.", highlight=False)
        return
    _print(proposals)
    out.print(
        "A proposal, not a finding: whoever keeps sources.csv decides whether they share an echo group.",
        highlight=False,
    )


def calibrate_findings(asked: Asked, *, anchors: Path, as_json: bool) -> None:
    """Judge findings made by `--as-of` on rulings that became known afterwards."""
    with told_in_words():
        established = _established(asked)
        table = calibrate(_predictions(established, anchors), lower_ends=LOWER_ENDS)
    if as_json:
        typer.echo(json.dumps(table.to_dicts(), ensure_ascii=False))
    else:
        _print(table)
    for name, n, rate, asked_for in table.filter("is_alarm").select("name", "n", "true_rate", "asked").iter_rows():
        told = f"Alarm: {name}: {rate * n:.0f} of {n} were true, which does not show that {asked_for:.0%} are."
        err.print(told, style="red", highlight=False)


def show_sensitivity(asked: Asked, claim_id: str, *, as_json: bool) -> None:
    """Print what the finding on one incident would be without each source, with other side factors and other base rates."""
    with told_in_words():
        established = _established(asked)
        found = established.memberships.filter(pl.col("claim_id") == claim_id)
        if found.is_empty():
            known = established.memberships["claim_id"].to_list()
            raise Refused(
                [
                    Problem(
                        "--claim",
                        found=claim_id,
                        expected="the id of a claim known by then",
                        nearest=nearest_name(claim_id, known),
                    )
                ]
            )
        heard = hear_voices(
            established.claims,
            established.memberships.filter(pl.col("incident_id") == found["incident_id"].item()),  # type: ignore[arg-type]
            sources=established.sources,
            actors=established.lexicon.actors,
        )
        learnt = read_learnt(asked.fit) if asked.fit else None
        k = find_agreement(asked.agreement).proof
        table = ask_again(heard, k=k.k if k and k.k else 3.0, learnt=learnt)
    if as_json:
        typer.echo(json.dumps(table.to_dicts(), ensure_ascii=False))
    else:
        _print(table)


def _established(asked: Asked) -> Established:
    deal = find_agreement(asked.agreement)
    lexicon = lexicon_of(deal, read_lexicon(asked.lexicon) if asked.lexicon else None)
    with err.status("Reading claims, joining them into incidents …"):
        body = read_body(asked.reports, agreement=deal, lexicon=lexicon)
        learnt = read_learnt(asked.fit) if asked.fit else None
        return establish(
            body, as_of=read_as_of(asked.as_of or datetime.now(UTC), deal.clock), lexicon=lexicon, k=3.0, learnt=learnt
        )


def _earlier(start: Path | None, established: Established) -> Learnt | None:
    """Read a fit to begin from; one of a later instant knows what nobody could have known."""
    earlier = None if start is None else read_learnt(start)
    if earlier is not None and earlier.known_at > established.as_of:
        found, expected = f"known at {earlier.known_at.isoformat()}", f"not after {established.as_of.isoformat()}"
        raise Refused([Problem(str(start), field="known_at", found=found, expected=expected)])
    return earlier


def _lesson(established: Established, anchors: Path | None, *, start: Learnt | None = None) -> Lesson:
    rulings = {} if anchors is None else _rulings(established, anchors, is_later=False)
    with err.status("Learning how sources behave …"):
        return learn_sources(
            established.claims,
            established.memberships,
            sources=established.lexicon.sources,
            actors=established.lexicon.actors,
            known_at=established.as_of,
            rulings=rulings,
            start=start,
        )


def _rulings(established: Established, anchors: Path, *, is_later: bool) -> dict[str, str]:
    """Give the side that each incident is anchored at, by rulings known before (or not before) the instant asked of."""
    register = established.lexicon.actors
    sides = sorted(
        {side for named in established.now.voices["sides_named"] for side in named}
        | {register.camp(one) for one in register.ids}
    )
    rows = read_anchors(anchors, sources=established.lexicon.sources, sides=sides)
    in_time = pl.col("known_at") >= established.as_of if is_later else pl.col("known_at") < established.as_of
    joined = rows.filter(in_time).join(established.memberships, on="claim_id", how="inner")
    return dict(joined.select("incident_id", "side").iter_rows())


def _predictions(established: Established, anchors: Path) -> dy.DataFrame[Predictions]:
    """Tell, for each incident with a later ruling, what was found of each side that somebody named."""
    rulings = _rulings(established, anchors, is_later=True)
    findings, voices = established.now.findings, established.now.voices
    rows = []
    for incident_id, truth in sorted(rulings.items()):
        spoken = voices.filter((pl.col("incident_id") == incident_id) & ~pl.col("is_denial"))
        for side in sorted({side for named in spoken["sides_named"] for side in named} | {truth}):
            named = spoken.filter(pl.col("sides_named").list.contains(side))
            cells = findings.filter(pl.col("incident_id") == incident_id).filter(
                pl.col("actors").list.len() > 0,
                pl.col("actors").list.set_difference(_of_side(established, side)).list.len() == 0,
            )
            p, lower = min(float(cells["p_actor_kind"].sum()), 1.0), float(cells["p_lower"].sum())
            not_adverse = named.filter(pl.col("leans_to").is_in(["none", "unclear", side]))
            standard = grade(
                np.array([p]),
                np.array([lower]),
                groups_naming=np.array([named["echo_group"].n_unique()]),
                groups_not_adverse=np.array([not_adverse["echo_group"].n_unique()]),
                is_admitted=np.array([bool(named["is_admission"].any())]),
                thresholds={},
            )[0]
            rows.append(
                {
                    "incident_id": incident_id,
                    "side": side,
                    "p": p,
                    "p_lower": min(lower, p),
                    "standard": standard,
                    "is_true": side == truth,
                }
            )
    return Predictions.validate(pl.DataFrame(rows, schema=Predictions.create_empty().schema))


def _of_side(established: Established, side: str) -> list[str]:
    register = established.lexicon.actors
    return [one for one in register.ids if register.camp(one) == side] + [side]


def _print(table: pl.DataFrame) -> None:
    shown = Table(*table.columns)
    for row in table.iter_rows():
        shown.add_row(
            *("" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value) for value in row)
        )
    out.print(shown, width=None if out.is_terminal else WIDE)  # a pipe has no width, and would be cut at eighty columns
