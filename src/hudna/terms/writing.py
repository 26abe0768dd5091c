"""An agreement file written back, with its comments, its order and its quotes."""

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from hudna.terms.document import Path, read_document


def open_for_editing(text: str) -> CommentedMap:
    """Give the document as ruamel.yaml keeps it, with comments, order and quotes; dates stay texts, cut texts are joined."""
    editable: CommentedMap = _writer().load(text.removeprefix("\ufeff"))
    for path, joined in _joined_texts(text).items():
        parent: Any = editable
        for part in path:
            parent = parent[part]
        for key in [key for key, value in parent.items() if value is None]:
            del parent[key]
        parent.update({language: DoubleQuotedScalarString(said) for language, said in joined.items()})
    return editable


def write_document(editable: CommentedMap, *, was: str) -> str:
    """Write a document back: the text it came from if nothing was changed in it, else with comments and order kept."""
    written = _dump(editable)
    return was if written == _dump(open_for_editing(was)) else written


def _writer() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.Constructor, yaml.Representer = _DatesStayTexts, _DatesStayPlain
    return yaml


class _PlainDate(str):
    """A date as it was written, without quotes."""


class _DatesStayTexts(RoundTripConstructor):
    """Builds a document in which a date is a text."""


class _DatesStayPlain(RoundTripRepresenter):
    """Writes such a date without quotes again."""


_DATE_TAG = "tag:yaml.org,2002:timestamp"
_DatesStayTexts.add_constructor(_DATE_TAG, lambda constructor, node: _PlainDate(node.value))
_DatesStayPlain.add_representer(
    _PlainDate, lambda representer, text: representer.represent_scalar(_DATE_TAG, str(text))
)


def _dump(editable: CommentedMap) -> str:
    out = io.StringIO()
    _writer().dump(editable, out)
    return out.getvalue()


def _joined_texts(text: str) -> dict[Path, dict[str, str]]:
    document = read_document(text, file="")
    joined: dict[Path, dict[str, str]] = {}
    places = {(notice.line, notice.column) for notice in document.notices}
    for path, place in document.positions.items():
        if place in places:
            value: Any = document.data
            for part in path:
                value = value[part]
            if isinstance(value, str):
                joined.setdefault(path[:-1], {})[str(path[-1])] = value
    return joined
