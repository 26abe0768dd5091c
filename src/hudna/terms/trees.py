"""The trees of kinds and of targets: what a word of an agreement means, and all that lies below it (terms/kinds.yaml, targets.yaml).

A kind means it and everything under it in the tree. A target means, besides, whoever `is_also` one of those: a term against
civilians means journalists and aid workers too. Some kinds name a target, a weapon or an effect where others name a means;
`same_as` gives the other spelling, so that "no attack on hospitals" meets an air strike whose target is a hospital.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

PERFORMANCE = "performance"  # the branch of kinds whose acts fulfil duties
UNKNOWN_ARM = "unknown"  # where a report does not say with what
FLIES = frozenset({"needs_aircraft", "needs_drones"})  # performer tags that ask for aircraft, crewed or not


@dataclass(frozen=True)
class SameAs:
    """The other spelling of a kind: these kinds, done with one of these arms, to one of these targets; None limits nothing."""

    kinds: tuple[str, ...]
    arms: tuple[str, ...] | None
    targets: tuple[str, ...] | None


@dataclass(frozen=True)
class Node:
    """One word of a tree. `name` by language (en, ar); `performer`: tags of who can do it (kinds only)."""

    id: str
    parent: str | None
    name: Mapping[str, str]
    definition: str
    is_also: tuple[str, ...] = ()
    same_as: SameAs | None = None
    performer: tuple[str, ...] = ()
    lethal_possible: bool = False
    axis: str | None = None
    counts: str | None = None  # what one unit is
    codes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """Nodes in file order, parents before children; `arms` and `performers` (id -> name or meaning) come with the kinds."""

    version: str
    nodes: Mapping[str, Node]
    arms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    performers: Mapping[str, str] = field(default_factory=dict)
    _closed: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.nodes)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.nodes

    def below(self, *ids: str) -> frozenset[str]:
        """Close ids downward, and over `is_also`.

        Raises:
            KeyError: an id is not of this tree.
        """
        start = frozenset(ids)
        if start not in self._closed:
            self._closed[start] = self._close(start)
        return self._closed[start]

    def _close(self, ids: frozenset[str]) -> frozenset[str]:
        for id_ in sorted(ids):
            self.nodes[id_]  # a word that is not of this tree raises here
        inside = set(ids)
        grows = True
        while grows:
            more = {
                n.id for n in self.nodes.values() if n.parent in inside or not inside.isdisjoint(n.is_also)
            } - inside
            inside |= more
            grows = bool(more)
        return frozenset(inside)

    def above(self, id_: str) -> tuple[str, ...]:
        """Give the ancestors of an id, nearest first, itself not among them."""
        line: list[str] = []
        parent = self.nodes[id_].parent
        while parent is not None:
            line.append(parent)
            parent = self.nodes[parent].parent
        return tuple(line)

    def flown(self) -> frozenset[str]:
        """Give the kinds that nobody can do without aircraft or drones."""
        return frozenset(n.id for n in self.nodes.values() if n.performer and FLIES.issuperset(n.performer))

    def performances(self) -> frozenset[str]:
        """Give the kinds whose acts fulfil duties; whoever claims one has an interest in it."""
        return self.below(PERFORMANCE) if PERFORMANCE in self.nodes else frozenset()


@lru_cache(maxsize=1)
def kind_tree() -> Tree:
    """Read the tree of kinds that ships with the package, with its arms and performer tags."""
    data = _shipped("kinds.yaml")
    return Tree(
        version=data["version"],
        nodes=_nodes(data["kinds"]),
        arms={arm: dict(name) for arm, name in data["arms"].items()},
        performers=dict(data["performers"]),
    )


@lru_cache(maxsize=1)
def target_tree() -> Tree:
    """Read the tree of targets that ships with the package."""
    data = _shipped("targets.yaml")
    return Tree(version=data["version"], nodes=_nodes(data["targets"]))


def arm_names() -> Mapping[str, Mapping[str, str]]:
    """Give the arms that kinds can be done with: id -> name by language."""
    return kind_tree().arms


def _shipped(file: str) -> Any:
    text = resources.files("hudna.terms").joinpath(file).read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


def _nodes(rows: Iterable[Mapping[str, Any]]) -> dict[str, Node]:
    return {row["id"]: _node(row) for row in rows}


def _node(row: Mapping[str, Any]) -> Node:
    return Node(
        id=row["id"],
        parent=row["parent"],
        name=dict(row["name"]),
        definition=row["definition"],
        is_also=tuple(row.get("is_also", ())),
        same_as=_same_as(row["same_as"]) if "same_as" in row else None,
        performer=tuple(row.get("performer", ())),
        lethal_possible=bool(row.get("lethal_possible", False)),
        axis=row.get("axis"),
        counts=row.get("counts"),
        codes=dict(row.get("codes", {})),
    )


def _same_as(row: Mapping[str, Any]) -> SameAs:
    kinds = row["kind"]
    return SameAs(
        kinds=(kinds,) if isinstance(kinds, str) else tuple(kinds),
        arms=tuple(row["arm"]) if "arm" in row else None,
        targets=tuple(row["target"]) if "target" in row else None,
    )
