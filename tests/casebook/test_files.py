"""The files of the casebook load without a word of complaint, say where each value stands, and are written back byte for byte."""

from pathlib import Path

import pytest

from hudna.casebook import agreement_path, agreements
from hudna.terms import parse_agreement, read_agreement

FILES = [agreement_path(id_) for id_ in agreements()]


def test_there_are_fifteen_deals_a_convoy_an_invented_model_and_two_guaranteed_versions() -> None:
    guaranteed = {id_ for id_ in agreements() if id_.endswith(".guaranteed")}

    assert guaranteed == {"cessation-2016.guaranteed", "four-towns-2015.guaranteed"}
    assert len(agreements()) == 15 + 1 + 1 + len(guaranteed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_loads_without_a_problem_and_is_written_back_byte_for_byte(path: Path) -> None:
    agreement = read_agreement(path)

    assert agreement.id == path.stem
    assert not agreement.notices
    assert agreement.write().encode() == path.read_bytes()
    assert parse_agreement(agreement.write(), file=path.name, folder=path.parent) == agreement


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_edited_file_keeps_every_line_but_the_edited_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    agreement = read_agreement(path)
    agreement.document["version"] = "another"

    written = agreement.write()

    was, now = text.splitlines(), written.splitlines()
    changed = [line for line, again in zip(was, now, strict=True) if line != again]
    assert [line.partition(":")[0] for line in changed] == ["version"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_of_a_file_has_its_place(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    agreement = read_agreement(path)

    for key_path, (line, column) in agreement.key_positions.items():
        assert lines[line - 1][column - 1 :].lstrip("\"'").startswith(str(key_path[-1]))
    assert set(agreement.key_positions) <= set(agreement.positions)
