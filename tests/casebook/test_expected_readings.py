"""What the two Syrian deals must come to on the evidence that ships: a reading of public sources, not of a court."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest

from hudna.casebook import agreement_path, evidence, lexicon_folder
from hudna.compliance.tables import STANDARDS
from hudna.findings import learn_sources, read_learnt
from hudna.flow import Established, establish, hold, lexicon_of, read_as_of, read_body
from hudna.papers import Evaluation, write_board
from hudna.terms import Agreement, parse_agreement, read_agreement

MARCH, MAY = "2016-03-24T12:00+02:00", "2016-05-31"


@cache
def deal(name: str) -> Agreement:
    return read_agreement(agreement_path(name))


@cache
def established(moment: str) -> Established:
    four_towns = deal("four-towns-2015")
    lexicon = lexicon_of(four_towns)
    body = read_body(evidence(), lexicon=lexicon, agreement=four_towns)
    return establish(body, as_of=read_as_of(moment, four_towns.clock), lexicon=lexicon, k=3.0)


@cache
def held(name: str, moment: str = MAY) -> Evaluation:
    return hold(deal(name), established(moment))


def incidents_of(evaluation: Evaluation, *claim_ids: str) -> list[str]:
    """The incidents that hold any of these claims."""
    wanted = [f"claims-csv:{claim_id}" for claim_id in claim_ids]
    return evaluation.memberships.filter(pl.col("claim_id").is_in(wanted))["incident_id"].unique().sort().to_list()


def allegations_of(evaluation: Evaluation, *claim_ids: str) -> list[dict[str, Any]]:
    incidents = incidents_of(evaluation, *claim_ids)
    return evaluation.allegations.filter(pl.col("incident_id").is_in(incidents)).to_dicts()


def reaches(row: dict[str, Any], standard: str) -> bool:
    return STANDARDS.index(row["standard"]) >= STANDARDS.index(standard)


TAFTANAZ = ("FT-013", "FT-014", "FT-015")
FUAA = ("FT-016", "FT-017", "FT-018")
DEIR_AL_ASAFIR = ("COH-055", "COH-056", "COH-057", "COH-058", "COH-059")
AL_EIS = ("COH-062", "COH-063")
DARAYA = ("COH-110", "COH-111")
DARAYA_SHELLED = ("COH-112",)
AL_QUDS = ("COH-087", "COH-088", "COH-089")
ZARA = ("COH-115", "COH-116", "COH-117", "COH-118")
BQINE = ("FT-057", "FT-058")


def test_taftanaz_is_put_before_iran_and_is_no_breach() -> None:
    evaluation = held("four-towns-2015.guaranteed", MARCH)

    rows = [row for row in allegations_of(evaluation, *TAFTANAZ) if row["norm_id"] == "ops"]

    assert len(rows) == 1
    assert rows[0]["accused"] == "government_side"
    assert rows[0]["guarantors"] == ["iran"]
    assert rows[0]["p_place"] == pytest.approx(1.0, abs=1e-6)
    assert rows[0]["p_time"] == 1.0
    assert rows[0]["standard"] == "reasonable_suspicion"
    assert not reaches(rows[0], evaluation.compiled.proof.breach)
    assert rows[0]["notice_at"] is not None
    assert rows[0]["breach_at"] is None


def test_the_shelling_of_fuaa_the_same_night_is_admitted_and_a_breach_before_turkey() -> None:
    evaluation = held("four-towns-2015.guaranteed", MARCH)

    rows = [row for row in allegations_of(evaluation, "FT-016") if row["norm_id"] == "ops"]

    assert [row["accused"] for row in rows] == ["armed_opposition"]
    assert rows[0]["guarantors"] == ["turkey"]
    assert rows[0]["is_admitted"]
    assert reaches(rows[0], "reasonable_grounds")
    assert rows[0]["breach_at"] is not None


def test_deir_al_asafir_as_signed_is_a_range_from_nothing_and_opens_no_clock() -> None:
    evaluation = held("cessation-2016")

    rows = allegations_of(evaluation, *DEIR_AL_ASAFIR)

    assert rows
    assert all(row["p_lower"] == 0.0 for row in rows)
    assert any(row["p_upper"] > 0.5 for row in rows)
    assert all(row["notice_at"] is None for row in rows)
    assert evaluation.clocks.filter(pl.col("incident_id").is_in([row["incident_id"] for row in rows])).is_empty()


def test_deir_al_asafir_guaranteed_reaches_what_taftanaz_reaches_before_russia() -> None:
    evaluation = held("cessation-2016.guaranteed")

    rows = allegations_of(evaluation, *DEIR_AL_ASAFIR)
    together = [row for row in rows if row["accused"] == "government+russian_forces"]

    assert {row["standard"] for row in together} == {"reasonable_suspicion"}
    assert all(row["guarantors"] == ["russia"] for row in rows)
    assert not any(reaches(row, "reasonable_grounds") for row in rows)
    clocks = evaluation.clocks.filter(pl.col("incident_id").is_in([row["incident_id"] for row in together]))
    assert set(clocks["addressee"]) == {"russia"}


def test_al_eis_is_held_against_no_party() -> None:
    for name in ("cessation-2016", "cessation-2016.guaranteed"):
        rows = allegations_of(held(name), *AL_EIS)

        assert not any(reaches(row, "reasonable_suspicion") for row in rows)


def test_daraya_leaves_the_duty_of_aid_open_as_signed() -> None:
    states = held("cessation-2016").duty_states.filter(pl.col("duty_id") == "aid")

    assert set(states.filter(pl.col("bound") == "point")["state"]) == {"open"}
    assert "breached" not in set(states["state"])  # no date: never, on any reading


def test_daraya_guaranteed_is_obstruction_of_aid_and_a_breach() -> None:
    evaluation = held("cessation-2016.guaranteed")

    rows = [row for row in allegations_of(evaluation, *DARAYA) if row["norm_id"] == "aid_obstruction"]
    government = [row for row in rows if row["accused"] == "government"]

    assert government
    assert all(reaches(row, "reasonable_grounds") for row in government)
    assert all(row["breach_at"] is not None for row in government)


def test_the_wounded_left_94_days_late_and_nobody_owed_it() -> None:
    for moment in (MARCH, MAY):
        evaluation = held("four-towns-2015.guaranteed", moment)
        states = evaluation.duty_states.filter(
            (pl.col("duty_id") == "wounded")
            & (pl.col("bound") == "point")
            & (pl.col("standard") == "reasonable_grounds")
        )

        assert states["obligor"].to_list() == [""]
        assert states["days_late"].to_list() == [94]
        assert states["met_at"].dt.date().to_list() == [date(2015, 12, 28)]
        assert not set(evaluation.scorecard["role"]) & {"", "nobody"}


def test_the_mine_at_bqine_is_no_breach_since_the_six_months_were_over() -> None:
    evaluation = held("four-towns-2015.guaranteed")

    assert incidents_of(evaluation, *BQINE)
    assert allegations_of(evaluation, *BQINE) == []


def test_the_mine_at_bqine_would_be_no_breach_of_the_fire_ban_in_a_longer_deal_either() -> None:
    path = agreement_path("four-towns-2015.guaranteed")
    longer = parse_agreement(
        path.read_text(encoding="utf-8").replace("for: P6M ", "for: P12M "), file=path.name, folder=path.parent
    )

    evaluation = hold(longer, established(MAY))

    assert evaluation.compiled.in_force[0].ends_at == datetime(2016, 9, 24, 21, tzinfo=UTC)
    assert allegations_of(evaluation, "FT-057") == []
    assert allegations_of(evaluation, "FT-026")  # shelling of the same weeks is now inside


def test_battles_of_ucdp_are_held_against_nobody() -> None:
    evaluation = held("cessation-2016.guaranteed")
    battles = evaluation.claims.filter((pl.col("format") == "ucdp-ged") & (pl.col("participants").list.len() > 0)).join(
        evaluation.memberships, on="claim_id"
    )
    only_ucdp = set(battles["incident_id"]) - set(
        evaluation.memberships.filter(pl.col("claim_id").str.starts_with("claims-csv"))["incident_id"]
    )

    alleged = evaluation.allegations.filter(pl.col("incident_id").is_in(sorted(only_ucdp)))

    assert len(only_ucdp) > 500
    assert alleged.filter(pl.col("p_breach") > 0).is_empty()
    assert "names no author for battles" in write_board(evaluation)


SHUFFLED = ("incident_key", "inside_agreement_scope", "contested", "perpetrator_side")


def test_columns_that_judge_are_never_read(tmp_path: Any) -> None:
    claims = next(path for path in evidence() if path.suffix == ".csv")
    cells = pl.read_csv(claims, infer_schema=False)
    shuffled = cells.with_columns(pl.col(name).shuffle(seed=7) for name in SHUFFLED)
    (tmp_path / "targets.csv").write_bytes(claims.with_name("targets.csv").read_bytes())
    shuffled.write_csv(tmp_path / claims.name)
    name = "four-towns-2015.guaranteed"

    def board(files: list[Any]) -> Evaluation:
        lexicon = lexicon_of(deal(name))
        body = read_body(files, lexicon=lexicon, agreement=deal(name))
        known = establish(body, as_of=read_as_of(MARCH, deal(name).clock), lexicon=lexicon, k=3.0)
        return hold(deal(name), known)

    one, other = board([claims]), board([tmp_path / claims.name])

    for table in ("allegations", "duty_states", "clocks", "scorecard", "findings", "incidents"):
        assert getattr(one, table).equals(getattr(other, table)), table


def test_beside_a_coders_file_of_the_same_city_reports_of_one_strike_stay_one_incident() -> None:
    found = held("cessation-2016.guaranteed")

    assert len(incidents_of(found, *AL_QUDS)) == 1
    assert len(incidents_of(found, *ZARA)) == 1
    assert len(incidents_of(found, *DARAYA, *DARAYA_SHELLED)) == 2  # turned back, then shelled: two acts of one day


def test_the_fit_that_ships_is_what_the_shipped_claims_teach() -> None:
    four_towns = deal("four-towns-2015")
    lexicon = lexicon_of(four_towns)
    shipped = read_learnt(lexicon_folder() / "findings-fit.json")

    body = read_body(evidence(), lexicon=lexicon, agreement=four_towns)
    then = establish(body, as_of=shipped.known_at, lexicon=lexicon, k=3.0)
    lesson = learn_sources(
        then.claims, then.memberships, sources=lexicon.sources, actors=lexicon.actors, known_at=then.as_of, rulings={}
    )

    assert lesson.learnt == shipped
