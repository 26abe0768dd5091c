"""Where: lines and zones as the file writes them, and the arms that terms may name. Ground is made of them in hudna.terms.zones."""

from typing import Annotated, Literal

from pydantic import Field, Strict, Tag
from typing_extensions import TypeAliasType

from hudna.terms.values import (
    Amount,
    Date,
    Disputed,
    Kilometres,
    LangText,
    Name,
    Names,
    Open,
    Part,
    PCode,
    Period,
    Value,
    Word,
    by_shape,
)


class Circle(Value):
    """All that is at most `km` from a point."""

    lat: Annotated[float, Strict(), Field(ge=-90, le=90)] = Field(description="degrees north, WGS84")
    lon: Annotated[float, Strict(), Field(ge=-180, le=180)] = Field(description="degrees east, WGS84")
    km: Open[Kilometres] = Field(description="radius, kilometres")


class AlongLine(Value):
    """Ground told by its distance from a line."""

    line: Name = Field(description="id under `lines`")
    km: Open[Kilometres] = Field(description="distance from the line, kilometres")
    side: Name = Field(description="`each`, `inside`, `outside`, or the party on whose side it lies")


Admin = TypeAliasType(
    "Admin",
    Annotated[
        Annotated[PCode, Tag(":word")] | Annotated[list[PCode], Tag(":list")],
        by_shape("a p-code such as SY0303, or a list of them"),
    ],
)


class Shape(Part):
    """The shape of a zone: exactly one of these."""

    circle: Open[Circle] | None = Field(None, description="a point and a radius")
    admin: Open[Admin] | None = Field(None, description="one or more administrative units, by p-code of `gazetteer`")
    strip: Open[AlongLine] | None = Field(None, description="up to `km` from a line: on each side, or on one")
    beyond: Open[AlongLine] | None = Field(None, description="further than `km` from a line, on one side")
    union: Names | None = Field(None, description="zones taken together")
    minus: Annotated[list[Name], Field(min_length=2)] | None = Field(
        None, description="the first zone without the others"
    )
    geojson: Open[Word] | None = Field(None, description="a GeoJSON file, beside the agreement; WGS84")
    undefined: Word | None = Field(None, description="the deal's own words for ground that nobody can measure")
    unread: Word | None = Field(None, description="ground that we have not seen described")
    within: Name | None = Field(None, description="with `undefined` or `unread`: the zone that is the most it can mean")


SHAPES = ("circle", "admin", "strip", "beyond", "union", "minus", "geojson", "undefined", "unread", "disputed")


class Zone(Shape):
    """A named area: exactly one shape."""

    name: LangText | None = Field(None, description="its name")
    during: Open[Period] | None = Field(None, description="when this ground is meant")
    disputed: list["ShapeVersion"] | None = Field(
        None, min_length=1, description="shapes on which texts or sides differ"
    )
    use: Shape | None = Field(None, description="with `disputed`: the shape to reckon with; else the first")


class ShapeVersion(Value):
    """One of the shapes that texts or sides give for a zone."""

    val: Shape = Field(description="the shape")
    source: Name | None = Field(None, description="text or side that gives it")
    trust: Literal["read", "known", "invented"] | None = Field(None, description="how far it was checked")
    note: Word | None = Field(None, description="a word of ours")


class Line(Part):
    """A line with its date and map; each side may have its own."""

    name: LangText | None = Field(None, description="its name")
    geojson: Open[Word] | None = Field(None, description="a GeoJSON file with a line, beside the agreement; WGS84")
    undefined: Word | None = Field(None, description="the deal's own words for a line that nobody can draw")
    unread: Word | None = Field(None, description="a line that we have not seen described")
    within: Name | None = Field(None, description="with `undefined` or `unread`: the zone in which it runs")
    disputed: list["LineVersion"] | None = Field(
        None, min_length=1, description="courses on which texts or sides differ"
    )
    dated: Open[Date] | None = Field(None, description="day whose line it is")


class LineVersion(Value):
    """One of the courses that texts or sides give for a line."""

    val: "Line" = Field(description="the line")
    source: Name | None = Field(None, description="text or side that gives it")
    trust: Literal["read", "known", "invented"] | None = Field(None, description="how far it was checked")


class Calibre(Value):
    """A range of calibres, millimetres."""

    at_least: Amount | None = Field(None, description="smallest calibre, millimetres")
    at_most: Amount | None = Field(None, description="largest calibre, millimetres")


class Arm(Part):
    """A class of weapons or goods, for `with`."""

    name: LangText | None = Field(None, description="its name")
    types: Open[list[Word]] | None = Field(None, description="kinds of weapon or good")
    calibre_mm: Open[Calibre] | None = Field(None, description="calibres, millimetres")


__all__ = [
    "SHAPES",
    "AlongLine",
    "Arm",
    "Calibre",
    "Circle",
    "Disputed",
    "Line",
    "LineVersion",
    "Shape",
    "ShapeVersion",
    "Zone",
]
