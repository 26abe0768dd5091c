"""Hudna: software for ceasefires that somebody answers for.

In a notebook: `hudna.read_agreement`, `hudna.read_claims` and `hudna.check`. They are looked up on first use, so that
`import hudna` (and with it `hudna --help`) loads no heavy library.
"""

from typing import TYPE_CHECKING, Any

from hudna.version import __version__

if TYPE_CHECKING:
    from hudna.flow import check, read_claims
    from hudna.terms import read_agreement

__all__ = ["__version__", "check", "read_agreement", "read_claims"]


def __getattr__(name: str) -> Any:
    if name == "read_agreement":
        from hudna.terms import read_agreement

        return read_agreement
    if name in {"check", "read_claims"}:
        from hudna import flow

        return getattr(flow, name)
    raise AttributeError(f"module 'hudna' has no attribute {name!r}")
