"""Kinds as both halves of the room ask for them: the wider words, which at a generous reading may mean the narrower ones."""

from functools import lru_cache

from hudna.terms import kind_tree


@lru_cache(maxsize=4096)
def kinds_above(kinds: frozenset[str]) -> frozenset[str]:
    """Give every kind that has one of these below it."""
    tree = kind_tree()
    return frozenset(above for kind in kinds if kind in tree for above in tree.above(kind))
