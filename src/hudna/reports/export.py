"""A table of ours as a file that others open: CSV, XLSX, Parquet, GeoJSON, GeoParquet, CSV with HXL tags. Each comes in again as it was.

No formula runs: text that would be one is guarded in CSV and is a string in XLSX; numbers stay numbers.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.hxl_tags import tag_of
from hudna.reports.typed_cells import ZONE_COLUMN, cells_of_table, renamed_for_workbook

_EXACT = 10**15  # a workbook's numbers are exact to fifteen digits; longer ones are written as text
_LONGEST_CELL = 32_767  # characters, the most that a cell of a workbook holds
_FIRST_DAY, _LAST_DAY = datetime(1900, 3, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def export_table(table: pl.DataFrame, path: Path, *, to: str, clock: str) -> None:
    """Write a table.

    Args:
        table: claims, incidents or allegations.
        path: the file to write.
        to: one of `FORMATS`.
        clock: IANA name of the clock in which local times are told; each carries its offset.

    Raises:
        Refused: a text with a NUL, which no format here can hold; a text too long for a cell of a workbook; a table without places as GeoJSON.
    """
    _refuse_nul(table, path)
    FORMATS[to](table, path, clock)


def _write_csv(table: pl.DataFrame, path: Path, clock: str) -> None:
    cells_of_table(table, clock=clock).write_csv(path, include_bom=True)


def _write_hxl(table: pl.DataFrame, path: Path, clock: str) -> None:
    cells = cells_of_table(table, clock=clock)
    tags = pl.DataFrame({name: [tag_of(name)] for name in cells.columns})
    pl.concat([tags, cells]).write_csv(path, include_bom=True)


def _write_parquet(table: pl.DataFrame, path: Path, clock: str) -> None:
    table.write_parquet(path)


def _write_xlsx(table: pl.DataFrame, path: Path, clock: str) -> None:
    """Write a workbook. Its cells have no zone: each instant stands in UTC and local, and the zone's name beside them."""
    import xlsxwriter

    texts = cells_of_table(table, clock=clock, is_guarded=False)
    _refuse_too_long(texts, path)
    instants = renamed_for_workbook(table)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("table")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        header = [one for name in table.columns for one in instants.get(name, (name,))]
        columns: list[list[object]] = []
        for name in table.columns:
            if name in instants:
                columns += [_moments(table[name], "UTC"), _moments(table[name], clock)]
            elif table.schema[name].is_numeric():
                columns.append([one if _is_kept(one, name) else str(one) for one in table[name]])
            else:
                columns.append([one or None for one in texts[name]])
        for place, name in enumerate([*header, *([ZONE_COLUMN] if instants else [])]):
            sheet.write_string(0, place, name)
        for number, row in enumerate(zip(*columns, strict=True), start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)  # never a formula, whatever it begins with
                elif isinstance(cell, int | float):
                    sheet.write_number(number, place, cell)
                elif cell is not None:
                    sheet.write_datetime(number, place, cell, moment)
            if instants:
                sheet.write_string(number, len(row), clock)


def _write_geojson(table: pl.DataFrame, path: Path, clock: str) -> None:
    """Write a FeatureCollection (RFC 7946): longitude first; a row without a place has no geometry."""
    _refuse_without_places(table, path)
    cells = cells_of_table(table, clock=clock, is_guarded=False)
    kept = [name for name in table.columns if name not in ("latitude", "longitude")]
    properties = table.select(
        cells[name] if isinstance(table.schema[name], pl.Datetime) else pl.col(name) for name in kept
    )
    features = [
        {"type": "Feature", "geometry": _point(longitude, latitude), "properties": row}
        for row, longitude, latitude in zip(
            properties.iter_rows(named=True), table["longitude"], table["latitude"], strict=True
        )
    ]
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=0), encoding="utf-8")


def _write_geoparquet(table: pl.DataFrame, path: Path, clock: str) -> None:
    """Write GeoParquet 1.1: points as WKB in the column `geometry`, and what the specification asks for under the key `geo`."""
    import shapely

    _refuse_without_places(table, path)
    has_point = table["longitude"].is_not_null() & table["latitude"].is_not_null()
    placed = table.filter(has_point)
    points = shapely.to_wkb(shapely.points(placed["longitude"].to_numpy(), placed["latitude"].to_numpy()), byte_order=1)
    found = iter(points)
    geometry = pl.Series("geometry", [next(found) if has else None for has in has_point], dtype=pl.Binary)
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"] if placed.height else []}
    if placed.height:
        ends = (
            pl.min("longitude"),
            pl.min("latitude"),
            pl.max("longitude").alias("east"),
            pl.max("latitude").alias("north"),
        )
        column["bbox"] = list(placed.select(ends).row(0))
    told = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table.with_columns(geometry).write_parquet(path, metadata={"geo": json.dumps(told)})


FORMATS: dict[str, Callable[[pl.DataFrame, Path, str], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
    "geojson": _write_geojson,
    "geoparquet": _write_geoparquet,
    "hxl-csv": _write_hxl,
}


def _moments(column: pl.Series, zone: str) -> list[object]:
    """Give instants as a workbook holds them, where they are whole seconds of 1900 or later; others as text in UTC."""
    frame = column.to_frame("at").select(
        naive=pl.col("at").dt.convert_time_zone(zone).dt.replace_time_zone(None),
        text=pl.col("at").dt.convert_time_zone("UTC").dt.to_string("%Y-%m-%dT%H:%M:%S%.f%:z"),
        fits=(pl.col("at").dt.truncate("1s") == pl.col("at")) & pl.col("at").is_between(_FIRST_DAY, _LAST_DAY),
    )
    return [naive if fit else text for naive, text, fit in frame.iter_rows()]


def _is_kept(number: int | float | None, column: str) -> bool:
    """Tell whether a number comes back from a workbook as it was, where readers give nine decimals; probabilities are for people, not to come back."""
    if number is None or column.startswith("p_"):
        return True
    return abs(number) < _EXACT and (isinstance(number, int) or float(f"{number:.9f}") == number)


def _point(longitude: float | None, latitude: float | None) -> dict[str, object] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def _refuse_nul(table: pl.DataFrame, path: Path) -> None:
    problems = []
    for name, kind in table.schema.items():
        texts = table[name].list.join("|") if isinstance(kind, pl.List) else table[name]
        if texts.dtype == pl.String:
            rows = texts.str.contains("\x00", literal=True).fill_null(value=False).arg_true()
            problems += [
                Problem(path.name, int(row) + 2, field=name, found="a NUL character", expected="text without one")
                for row in rows
            ]
    if problems:
        raise Refused(problems)


def _refuse_too_long(texts: pl.DataFrame, path: Path) -> None:
    expected = f"at most {_LONGEST_CELL:,} characters in a cell of a workbook; CSV and Parquet have no such limit"
    problems = [
        Problem(
            path.name, int(row) + 2, field=name, found=f"{len(texts[name][int(row)]):,} characters", expected=expected
        )
        for name in texts.columns
        for row in (texts[name].str.len_chars() > _LONGEST_CELL).arg_true()
    ]
    if problems:
        raise Refused(problems)


def _refuse_without_places(table: pl.DataFrame, path: Path) -> None:
    if not {"longitude", "latitude"} <= set(table.columns):
        expected = "a table with longitude and latitude: claims or incidents; for others csv, xlsx or parquet"
        raise Refused([Problem(path.name, found="a table without places", expected=expected)])
