"""The compiled norms as a table, for reading."""

import dataframely as dy
import polars as pl

from hudna.compliance.tables import Norms
from hudna.terms import CompiledAgreement
from hudna.terms.compiled import Norm


def list_norms(compiled: CompiledAgreement) -> dy.DataFrame[Norms]:
    """Give one row for each prohibition and accused, in the agreement's order."""
    return Norms.validate(pl.DataFrame([_row(norm) for norm in compiled.norms], schema=Norms.create_empty().schema))


def _row(norm: Norm) -> dict[str, object]:
    boxes = norm.boxes.upper
    begins = [interval.begins_at for box in boxes for interval in box.when]
    ends = [interval.ends_at for box in boxes for interval in box.when]
    return {
        "norm_id": norm.norm_id,
        "accused": "+".join(norm.accused),
        "guarantors": list(norm.guarantors),
        "kinds": sorted({kind for box in boxes for kind in box.kinds}),
        "zones": sorted({side.region.split("@")[0] for box in boxes for side in box.places}),
        "begins_at": min((begin for begin in begins if begin), default=None) if all(begins) else None,
        "ends_at": max((end for end in ends if end), default=None) if all(ends) else None,
        "takings": [taking.taking_id for taking in norm.takings],
        "gaps": list(norm.gaps),
        "not_evaluated": list(norm.not_evaluated),
    }
