"""`hudna places`: names of units and places."""

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.options import AsJson

places = typer.Typer(help="Units and populated places: find one by name, or load lists of them.", no_args_is_help=True)


@places.command("find", epilog="Example: hudna places find Zabadani")
def find(
    name: Annotated[str, typer.Argument(help="A name in any spelling, Arabic or Latin; or a p-code.")],
    gazetteer: Annotated[
        str | None, typer.Option("--gazetteer", help="Shipped list of units, or a folder; else the one of Syria.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every unit and place that a name may mean, the surest first, each with the reason; ends with 1 if there is none."""
    from hudna.cli.places import find_in_gazetteer

    find_in_gazetteer(name, gazetteer=gazetteer, as_json=as_json)


@places.command("load", epilog="Example: hudna places load syr_admin1.geojson syr_admin2.geojson SY.zip --out syria")
def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="COD-AB GeoJSON, one for each level; GeoNames dumps (.txt, .zip); GeoNames' further names."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder to make; its name is the gazetteer's.")],
    units: Annotated[
        str | None, typer.Option("--units", help="Gazetteer whose units hold the places, if no COD-AB files do.")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Whose boundaries the COD-AB files are.")] = "UN OCHA COD-AB",
    licence: Annotated[str, typer.Option("--licence", help="Licence of the COD-AB files.")] = "CC BY 3.0 IGO",
    as_json: AsJson = False,
) -> None:
    """Make a gazetteer of COD-AB boundaries and GeoNames dumps; what cannot be read goes to its quarantine.csv."""
    from hudna.cli.places import load_into_folder

    load_into_folder(files, folder=out, units=units, source=source, licence=licence, as_json=as_json)
