"""Hudna: software for ceasefires that somebody answers for.

In a notebook:

    deal = hudna.read_agreement("deal.yaml")
    intake = hudna.read_claims("claims.csv", agreement=deal)
    evaluation = hudna.check(deal, ["claims.csv"], as_of="2016-03-24T12:00")
    evaluation.allegations                                       # a polars table, as are the others
    Path("board.html").write_text(hudna.write_board(evaluation), encoding="utf-8")
    hudna.diff(deal, hudna.read_agreement("draft-2.yaml")).changes   # what changed in meaning, and who gains

The names are looked up on first use, so that `import hudna` (and with it `hudna --help`) loads no heavy library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hudna.version import __version__

if TYPE_CHECKING:
    from hudna.flow import check, diff, read_claims
    from hudna.papers import write_board
    from hudna.terms import read_agreement

__all__ = ["__version__", "check", "diff", "read_agreement", "read_claims", "write_board"]


ROOMS = {"read_agreement": "terms", "read_claims": "flow", "check": "flow", "diff": "flow", "write_board": "papers"}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    if name not in ROOMS:
        raise AttributeError(f"module 'hudna' has no attribute {name!r}")
    return getattr(import_module(f"hudna.{ROOMS[name]}"), name)
