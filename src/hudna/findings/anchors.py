"""Incidents of which it is known who did it: what a fit may hold fixed, and what it is judged on.

Two things anchor: an admission against interest (an organ of a side says that its own side did it), and the ruling of a panel that
stands near no side. A guarantor's ruling on its own client never does, and neither does a finding of ours.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import dataframely as dy
import numpy as np
import polars as pl

from hudna.findings.contents import NOT_ANCHORED
from hudna.findings.said import Tabled
from hudna.findings.templates import Indices
from hudna.findings.voices import NO_SIDE, Voice
from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import ROW, read_table
from hudna.reports.tables import Sources

COLUMNS = ("claim_id", "side", "by", "known_at")
GUARANTORS = frozenset({"guarantor_organ"})


class Anchors(dy.Schema):
    """One row for each incident of which a panel near no side has said who did it."""

    claim_id = dy.String(primary_key=True, description="a claim about the incident")
    side = dy.String(min_length=1, description="the side that did it")
    by = dy.String(description="source id of the panel; it leans to nobody and is no guarantor")
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant the ruling became known")


def read_anchors(path: Path, *, sources: dy.DataFrame[Sources], sides: Sequence[str]) -> dy.DataFrame[Anchors]:
    """Read a CSV of rulings: claim_id, side, by, known_at (an instant with its offset).

    Raises:
        Refused: a column is missing, a side or a source is not known, the one who rules leans to a side or is a guarantor's organ, or
            an instant cannot be read. Nothing is left out in silence: a ruling dropped is a calibration flattered.
    """
    rows, problems = read_table(path, required=COLUMNS)
    leans = dict(sources.select("source_id", "leans_to").iter_rows())
    kinds = dict(sources.select("source_id", "kind").iter_rows())
    told = []
    for row in rows.iter_rows(named=True):
        at = {"file": path.name, "row": row[ROW]}
        if row["side"] not in sides:
            problems.append(
                Problem(
                    **at,
                    field="side",
                    found=row["side"],
                    expected=f"one of {', '.join(sides)}",
                    nearest=nearest_name(row["side"], sides),
                )
            )
        if row["by"] not in leans:
            problems.append(
                Problem(
                    **at,
                    field="by",
                    found=row["by"],
                    expected="the id of a source",
                    nearest=nearest_name(row["by"], leans),
                )
            )
        elif kinds[row["by"]] in GUARANTORS or leans[row["by"]] not in NO_SIDE:
            found = f"{row['by']}, {kinds[row['by']]} near {leans[row['by']]}"
            problems.append(
                Problem(
                    **at,
                    field="by",
                    found=found,
                    expected="a panel near no side: the word of a party or of its guarantor is a claim",
                )
            )
        try:
            known_at = datetime.fromisoformat(row["known_at"])
            if known_at.tzinfo is None:
                raise ValueError
            told.append({**{name: row[name] for name in COLUMNS}, "known_at": known_at})
        except ValueError:
            problems.append(
                Problem(
                    **at,
                    field="known_at",
                    found=row["known_at"],
                    expected="an instant such as 2016-06-01T00:00+00:00",
                )
            )
    if problems:
        raise Refused(problems)
    return Anchors.validate(pl.DataFrame(told, schema=Anchors.create_empty().schema), cast=True)


def sides_admitted(heard: Mapping[str, Sequence[Voice]]) -> dict[str, str]:
    """Give, for each incident of which an organ of a side says that its own side alone did it, that side. Two that admit: none."""
    found = {}
    for incident_id, voices in heard.items():
        own = {
            voice.leans_to
            for voice in voices
            if voice.is_organ and not voice.is_denial and not voice.is_answer and voice.sides == (voice.leans_to,)
        }
        if len(own) == 1:
            found[incident_id] = own.pop()
    return found


def anchors_of(tabled: Tabled, incident_ids: Sequence[str], known: Mapping[str, str]) -> Indices:
    """Give the side known of each case, by number; NOT_ANCHORED where none is, or it is not among the sides in question."""
    anchors = np.full(len(incident_ids), NOT_ANCHORED, dtype=np.int64)
    for row, incident_id in enumerate(incident_ids):
        side = known.get(incident_id)
        if side in tabled.sides and tabled.contents.may_be is not None:
            number = tabled.sides.index(side)
            if tabled.contents.may_be[row, number]:
                anchors[row] = number
    return anchors
