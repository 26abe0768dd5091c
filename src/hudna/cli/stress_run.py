"""What `hudna stress test` and `hudna stress score` do: read the deal, its numbers and perhaps its record, solve, and print or write."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from hudna.casebook import assumptions_path, deals_with_assumptions
from hudna.cli.commands import err, find_agreement, told_in_words
from hudna.credibility import (
    MOST_DRAWS,
    WHY_RUNS,
    Assumptions,
    Stress,
    Why,
    explain,
    read_assumptions,
    read_record,
    record_stress,
    record_why,
    score_numbers,
    stress,
)
from hudna.flow import gazetteer_of, read_as_of
from hudna.papers import Words, write_stress_page, write_stress_pdf, write_stress_text
from hudna.problems import Problem, Refused
from hudna.terms import Agreement

STEPS = {
    "sanction": "what its guarantor takes, by the chance that it comes to that",
    "war_after_sanction": "war, if the punishment ends the deal",
    "mirror": "linked steps of the other side that stop",
    "walk_out": "the deal, if the other side leaves over it",
    "retaliation": "a commander of the other side who hits back, and the chain behind it",
    "other_blamed": "the deal, if the other side is blamed for it and punished",
}


def read_numbers(agreement: Agreement, numbers: Path | None) -> Assumptions:
    """Read an assumptions file against its agreement; without one, those that ship for an agreement of the casebook."""
    if numbers is None and agreement.id not in deals_with_assumptions():
        expected = "an assumptions file after the agreement; `hudna stress elicit` asks people for the numbers"
        raise Refused([Problem(agreement.id, field="assumptions", found="none", expected=expected)])
    path = numbers or assumptions_path(agreement.id)
    return read_assumptions(path, agreement, gazetteer=gazetteer_of(agreement))


def run_stress_test(
    name: str,
    numbers: Path | None,
    *,
    draws: int | None,
    seed: int | None,
    alpha: float | None,
    why: str | None,
    record: Path | None,
    as_of: str | None,
    out_folder: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """Test one deal; print the answer, and write the report where a folder is named."""
    with told_in_words():
        agreement = find_agreement(name)
        assumptions = _with_options(read_numbers(agreement, numbers), draws=draws, seed=seed, alpha=alpha)
        moment = read_as_of(as_of or datetime.now(UTC), agreement.clock)
        known = read_record(record) if record else None
        if why is not None:
            told = explain(agreement, assumptions, why, as_of=moment, record=known)
            typer.echo(_json(record_why(told)) if as_json else _say_why(told), nl=False)
            return
        with err.status(f"Solving {assumptions.draws} readings of {agreement.id} …"):
            found = stress(
                agreement,
                assumptions,
                as_of=moment,
                record=known,
                gazetteer=gazetteer_of(agreement),
            )
        if as_json:
            typer.echo(_json(record_stress(found)), nl=False)
        else:
            typer.echo(write_stress_text(found, Words(language, agreement.clock)), nl=False)
        if out_folder is not None:
            for path in _write(found, out_folder, language):
                err.print(str(path), markup=False, highlight=False, soft_wrap=True)


def run_stress_score(name: str, numbers: Path | None, record: Path, *, as_of: str | None, as_json: bool) -> None:
    """Hold the rulings and answers of a record against what the numbers predicted before it."""
    with told_in_words():
        agreement = find_agreement(name)
        assumptions = read_numbers(agreement, numbers)
        moment = read_as_of(as_of or datetime.now(UTC), agreement.clock)
        found = score_numbers(agreement, assumptions, read_record(record), as_of=moment)
    if as_json:
        rows = [{**vars(one), "is_inside": one.is_inside} for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in found:
        mark = "inside" if one.is_inside else "OUTSIDE"
        typer.echo(
            f"{one.what}: {one.observed} seen; predicted {one.mean:.1f}, 90 % {one.low} to {one.high}: {mark} ({one.place:.2f})"
        )
    typer.echo("0.50 is the middle of a prediction. The score is of the numbers, not of anybody's good faith.")


def _say_why(told: Why) -> str:
    """Say where the cost of one step comes from, and what it cost when the deal was played with it and without."""
    row, is_party = told.constraint, told.constraint.step == "P"
    lines = [
        f"{row.id}: worth {told.temptation:.1f} days, costs {told.solved:.1f}; margin {float(row.margin[0]):+.2f}"
        if is_party
        else f"{row.id}: punishing costs {told.temptation:.1f} of the guarantor's days, pretending to {told.solved:.1f}; margin {float(row.margin[0]):+.2f}"
    ]
    lines += [f"  {step.days:6.2f}  {STEPS[step.name]}" for step in told.steps]
    deviation = "with one breach more and without" if is_party else "with its answers and without"
    lines.append(
        f"  played {deviation}, {WHY_RUNS:,} times: {told.simulated:.2f} (standard error {told.error:.2f}), solved {told.solved:.2f}"
    )
    return "\n".join(lines) + "\n"


def _with_options(assumptions: Assumptions, *, draws: int | None, seed: int | None, alpha: float | None) -> Assumptions:
    if alpha is not None and not 0.0 < alpha < 1.0:
        raise Refused([Problem("--alpha", found=f"{alpha:g}", expected="a share between 0 and 1, such as 0.75")])
    if seed is not None and seed < 0:
        raise Refused([Problem("--seed", found=str(seed), expected="a whole number, 0 or more")])
    if draws is not None and not 1 <= draws <= MOST_DRAWS:
        raise Refused([Problem("--draws", found=str(draws), expected=f"a whole number from 1 to {MOST_DRAWS:,}")])
    changed = {"draws": draws, "seed": seed, "alpha": alpha}
    return replace(assumptions, **{what: value for what, value in changed.items() if value is not None})  # type: ignore[arg-type]


def _write(found: Stress, folder: Path, language: str) -> list[Path]:
    """Write the report for people in one language, and for machines."""
    words = Words(language, found.agreement.clock)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"stress.{language}.html", folder / f"stress.{language}.pdf", folder / "stress.json"]
    paths[0].write_text(write_stress_page(found, words), encoding="utf-8")
    paths[1].write_bytes(write_stress_pdf(found, words))
    paths[2].write_text(_json(record_stress(found)), encoding="utf-8")
    return paths


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
