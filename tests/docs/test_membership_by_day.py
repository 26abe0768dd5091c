"""The line of docs/semantics.md on who belongs to whom: a norm asks day by day, a duty over all its time."""

from pathlib import Path

from docs.test_tutorial import blocks
from hudna.terms import compile_agreement, read_agreement

SUCCESSION = "actors: {north_army: {became: [{actor: new_army, date: 2026-02-01}]}, new_army: {}}\nterms:"


def test_a_norm_binds_a_successor_from_its_day_and_a_duty_at_once(tmp_path: Path) -> None:
    (tmp_path / "river.yaml").write_text(blocks("yaml")[0].replace("terms:", SUCCESSION), encoding="utf-8")

    compiled = compile_agreement(read_agreement(tmp_path / "river.yaml"), gazetteer=None, actors=None)

    before, after = next(norm for norm in compiled.norms if norm.accused == ("north",)).boxes.point
    assert (before.actors, after.actors) == ({"north", "north_army"}, {"north", "north_army", "new_army"})
    assert [duty.actors for duty in compiled.duties] == [{"north", "north_army", "new_army"}]
