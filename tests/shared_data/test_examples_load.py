"""The sixteen agreements beside the repository, and the annotated one in the format's own description, load and are written back."""

import re
from pathlib import Path

import pytest

from hudna.terms import parse_agreement, read_agreement
from hudna.terms.writing import open_for_editing, write_document
from shared_data.conftest import SHARED

EXAMPLES = sorted((SHARED / "examples").glob("*.yaml"))


def test_there_are_sixteen() -> None:
    assert len(EXAMPLES) == 16


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_loads_without_a_problem_and_is_written_back_byte_for_byte(path: Path) -> None:
    agreement = read_agreement(path)

    assert agreement.id == path.stem
    assert agreement.write().encode() == path.read_bytes()
    assert parse_agreement(agreement.write(), file=path.name, folder=path.parent) == agreement


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_edited_example_keeps_every_line_but_the_edited_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    agreement = read_agreement(path)
    agreement.document["version"] = "another"

    written = agreement.write()

    was, now = text.splitlines(), written.splitlines()
    changed = [line for line, again in zip(was, now, strict=True) if line != again]
    # a title that stood without quotes, though a comma cut it, gets its quotes
    assert [line.partition(":")[0] for line in changed] == (["title"] if agreement.notices else []) + ["version"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_value_of_an_example_has_its_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    agreement = read_agreement(path)

    for key_path, (line, column) in agreement.key_positions.items():
        assert lines[line - 1][column - 1 :].lstrip("\"'").startswith(str(key_path[-1]))
    assert set(agreement.key_positions) <= set(agreement.positions)


def test_the_annotated_agreement_of_the_format_loads() -> None:
    described = (SHARED / "terms.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(.*?)```", described, re.DOTALL)
    assert block is not None

    agreement = parse_agreement(block[1], file="terms.md", folder=SHARED / "examples")

    assert agreement.id == "nur-valley"
    assert write_document(open_for_editing(block[1]), was=block[1]) == block[1]
