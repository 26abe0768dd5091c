"""What a finding would be otherwise: without each source, with another side factor, with another base rate. The number never stands alone.

One source whose absence moves the lower end below one half, or a k at which it falls, is what a reader must know first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import dataframely as dy
import polars as pl

from hudna.findings.bounds import bound_sides
from hudna.findings.parameters import Learnt
from hudna.findings.posterior import Rates, template_of
from hudna.findings.said import Case, case_of_performance, case_of_violence, table_of
from hudna.findings.voices import Voice
from hudna.findings.weigh import is_about_performance

SIDE_FACTORS = (1.0, 2.0, 3.0, 5.0)
BASE_ODDS = (0.5, 2.0)  # of the accused side, against what the finding takes


class Sensitivity(dy.Schema):
    """One row for each incident, side that may have done it, and way of asking again; `as_found` is the finding itself."""

    incident_id = dy.String(primary_key=True, description="the incident")
    side = dy.String(primary_key=True, description="the side accused; for performances done or not_done")
    change = dy.Enum(
        ["as_found", "base_odds", "side_factor", "without", "without_origin"],
        primary_key=True,
        description="what is asked otherwise",
    )
    value = dy.String(
        primary_key=True,
        description="the source or the echo group left out, the k, or the factor on the prior odds of the side",
    )
    p = dy.Float64(min=0, max=1, nullable=True, description="probability; empty: nobody else names that side")
    p_lower = dy.Float64(min=0, max=1, nullable=True, description="lower end")
    p_upper = dy.Float64(min=0, max=1, nullable=True, description="upper end")


_Put = Callable[[str, Sequence[Voice]], Case | None]
Ends = tuple[float, float, float]
_Row = tuple[str, str, str, str, float | None, float | None, float | None]


def ask_again(
    heard: Mapping[str, Sequence[Voice]], *, k: float, learnt: Learnt | None = None
) -> dy.DataFrame[Sensitivity]:
    """Weigh incidents again under each change, all at once.

    Args:
        heard: the voices of each incident.
        k: the agreement's side factor.
        learnt: what is known of sources; not used for performances, as in the findings.

    Returns:
        Rows by incident, side, change and value; none for an incident of which nobody names anybody.
    """
    performed = {key: voices for key, voices in heard.items() if is_about_performance(voices)}
    blamed = {key: voices for key, voices in heard.items() if key not in performed}
    rows = [*_ask(performed, case_of_performance, k, None), *_ask(blamed, case_of_violence, k, learnt)]
    table = pl.DataFrame(rows, schema=Sensitivity.create_empty().schema, orient="row")
    return Sensitivity.validate(table.sort("incident_id", "side", pl.col("change").cast(pl.String), "value"))


def _ask(heard: Mapping[str, Sequence[Voice]], put: _Put, k: float, learnt: Learnt | None) -> Iterator[_Row]:
    found = [case for case in (put(key, voices) for key, voices in heard.items()) if case is not None]
    if not found:
        return
    yield from _rows(found, found, "as_found", [""] * len(found), k=k, learnt=learnt)
    for factor in SIDE_FACTORS:
        yield from _rows(found, found, "side_factor", [f"{factor:g}"] * len(found), k=factor, learnt=learnt)
    for odds in BASE_ODDS:
        for side in sorted({side for case in found for side in case.sides}):
            concerned = [case for case in found if side in case.sides]
            moved = _rows(
                concerned, concerned, "base_odds", [f"{odds:g}"] * len(concerned), k=k, learnt=learnt, odds=(side, odds)
            )
            yield from (row for row in moved if row[1] == side)
    left_out = [(case, each) for case in found for each in _apart(heard[case.incident_id])]
    rest = [_without(put, heard[case.incident_id], each) for case, each in left_out]
    for change in ("without", "without_origin"):
        of_it = [n for n, (_, each) in enumerate(left_out) if (len(each) > 1) == (change == "without_origin")]
        about, cases = [left_out[n][0] for n in of_it], [rest[n] for n in of_it]
        names = [_name(left_out[n][1]) for n in of_it]
        yield from _rows(about, cases, change, names, k=k, learnt=learnt)


def _apart(voices: Sequence[Voice]) -> Iterator[list[Voice]]:
    """Give what is left out in turn: each voice, and all voices of one origin together, since one of them says what the others say."""
    groups: dict[str, list[Voice]] = {}
    for voice in voices:
        yield [voice]
        groups.setdefault(voice.echo_group, []).append(voice)
    yield from (members for _, members in sorted(groups.items()) if len(members) > 1)


def _name(left_out: Sequence[Voice]) -> str:
    return left_out[0].source_id if len(left_out) == 1 else left_out[0].echo_group


def _without(put: _Put, voices: Sequence[Voice], left_out: Sequence[Voice]) -> Case | None:
    rest = [each for each in voices if all(each is not one for one in left_out)]
    return put(left_out[0].incident_id, rest) if rest else None


def _rows(
    about: Sequence[Case],
    cases: Sequence[Case | None],
    change: str,
    values: Sequence[str],
    *,
    k: float,
    learnt: Learnt | None,
    odds: tuple[str, float] | None = None,
) -> Iterator[_Row]:
    """Weigh cases, and tell of each the sides of the finding that it is about."""
    put = [case for case in cases if case is not None]
    weighed = iter(_weigh(put, k=k, learnt=learnt, odds=odds) if put else ())
    for finding, case, value in zip(about, cases, values, strict=True):
        ends = next(weighed) if case is not None else {}
        for side in finding.sides:
            yield (finding.incident_id, side, change, value, *_of_side(side, ends))


def _weigh(
    cases: Sequence[Case], *, k: float, learnt: Learnt | None, odds: tuple[str, float] | None
) -> Iterator[dict[str, Ends]]:
    tabled = table_of(cases, known=learnt.known if learnt else frozenset())
    rates: Rates = learnt.rates_for(tabled) if learnt else template_of(tabled.contents)
    if odds:
        base = rates.base.copy()
        base[:, tabled.sides.index(odds[0])] *= odds[1]
        rates = replace(rates, base=base)
    p, lower, upper = bound_sides(tabled.contents, rates, k=k)
    number = {side: place for place, side in enumerate(tabled.sides)}
    for row, case in enumerate(cases):
        at = {side: (row, number[side]) for side in case.sides}
        yield {side: (float(p[at[side]]), float(lower[at[side]]), float(upper[at[side]])) for side in case.sides}


def _of_side(side: str, ends: Mapping[str, Ends]) -> Ends | tuple[None, None, None]:
    """Give the ends of a side; where only the voice left out named two sides together, those of its parts are added."""
    parts = [found for part, found in ends.items() if set(part.split("+")) <= set(side.split("+"))]
    if not parts:
        return None, None, None
    p, lower, upper = (sum(column) for column in zip(*parts, strict=True))
    return _share(p), _share(lower), _share(upper)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
