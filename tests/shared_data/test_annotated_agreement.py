"""The annotated agreement in the format's own description loads and is written back."""

import re

from hudna.casebook import agreement_path
from hudna.terms import parse_agreement
from hudna.terms.writing import open_for_editing, write_document
from shared_data.conftest import SHARED


def test_the_annotated_agreement_of_the_format_loads() -> None:
    described = (SHARED / "terms.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)```", described, re.DOTALL)
    assert block is not None

    agreement = parse_agreement(block[1], file="terms.md", folder=agreement_path("model").parent)

    assert agreement.id == "nur-valley"
    assert write_document(open_for_editing(block[1]), was=block[1]) == block[1]
