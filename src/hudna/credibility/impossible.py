"""Whether inputs can be at all: shapes, ranges, names, and retaliation that ends. What cannot be is refused before anything is solved."""

from collections.abc import Iterator

import numpy as np

from hudna.credibility.inputs import NONE, PARTIES, Inputs, branching, leaves
from hudna.problems import Problem, Refused


def refuse_impossible(inputs: Inputs, *, file: str) -> None:
    """Refuse inputs that cannot be.

    Raises:
        Refused: with all that is wrong: an array of another shape, a value that is not a number or outside its range, naming the
            leaf; names that do not fit the axes; no draw; retaliation that never ends.
    """
    problems = list(_problems_of_names(inputs, file)) or [
        problem for name in leaves() for problem in _problems_of(inputs, name, file)
    ]
    if not problems and (worst := float(branching(inputs).max())) >= 1.0:
        expected = "under 1: one incident must lead to less than one more, or violence never ends"
        problems.append(Problem(file, field="parties.*.retaliates", found=f"branching {worst:.3g}", expected=expected))
    if problems:
        raise Refused(problems)


def _problems_of_names(inputs: Inputs, file: str) -> Iterator[Problem]:
    if len(inputs.parties) != PARTIES:
        yield Problem(file, field="parties", found=f"{len(inputs.parties)}", expected="two parties")
    if len(inputs.guarantor_of) != len(inputs.parties):
        found = f"{len(inputs.guarantor_of)} places for {len(inputs.parties)} parties"
        yield Problem(file, field="guarantors", found=found, expected="for each party its guarantor or nobody")
    for place in inputs.guarantor_of:
        if not NONE <= place < len(inputs.guarantors):
            expected = f"-1 or the place of one of {len(inputs.guarantors)} guarantors"
            yield Problem(file, field="guarantors", found=str(place), expected=expected)
    if len(inputs.fights) not in (0, len(inputs.guarantors)):
        found = f"{len(inputs.fights)} answers for {len(inputs.guarantors)} guarantors"
        yield Problem(file, field="guarantors", found=found, expected="for each guarantor whether it fights, or none")
    if not inputs.kinds:
        yield Problem(file, field="kinds", found="none", expected="at least one kind of breach")
    if inputs.horizon_days.ndim != 1 or inputs.draws == 0:
        yield Problem(file, field="verdict.draws", found="0", expected="at least one draw")


def _problems_of(inputs: Inputs, name: str, file: str) -> Iterator[Problem]:
    told, values = leaves()[name], getattr(inputs, name)
    names = {"party": inputs.parties, "victim": inputs.parties, "kind": inputs.kinds, "guarantor": inputs.guarantors}
    axes = told.axes.split()
    shape = (inputs.draws, *(len(names[axis]) for axis in axes))
    if values.shape != shape:
        yield Problem(file, field=told.path, found=f"shape {values.shape}", expected=f"shape {shape}")
        return
    is_wrong = ~(np.isfinite(values) & (values >= told.least) & (values <= told.most))
    for place in np.unique(np.argwhere(is_wrong)[:, 1:], axis=0) if is_wrong.any() else ():
        here = (slice(None), *place)
        worst = values[here][is_wrong[here]][0]
        known = {axis: names[axis][at] for axis, at in zip(axes, place, strict=True)}
        if "party" in known and (answers := inputs.guarantor_of[place[0]]) != NONE:
            known.setdefault("guarantor", inputs.guarantors[answers])
        named = told.path.format_map({"guarantor": f"of {known.get('party')}"} | known)
        yield Problem(file, field=named, found=f"{worst:g}", expected=_range(told.least, told.most))


def _range(least: float, most: float) -> str:
    if most == 1.0 and least == 0.0:
        return "a probability or share from 0 to 1"
    if least == -np.inf:
        return "a number"
    return "a number, 0 or more" if least == 0.0 else f"a number, {least:.3g} or more"
