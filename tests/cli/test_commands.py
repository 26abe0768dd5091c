"""The commands as a user types them: what they print, what they write, and with which code they end."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from hudna.casebook import agreements, evidence
from hudna.cli.app import app
from hudna.reports import read_collection

CLAIMS = next((str(path) for path in evidence() if path.suffix == ".csv"), "")
DEAL = """\
hudna: 1
id: river
title: {en: Ceasefire of the river}
version: "2026-01-01"
status: draft
clock: Asia/Damascus
in_force: {from: "2026-01-01T00:00", for: P6M}
parties:
  north: {name: North, actors: [north_army]}
  south: {name: South, actors: [south_army]}
guarantors:
  hill: {name: Hill, answers_for: [north], answers_within: PT48H}
  sea: {name: Sea, answers_for: [south], answers_within: PT48H}
zones:
  bridge: {circle: {lat: 35.0, lon: 38.0, km: 5}}
terms:
  "1": {forbid: [armed_attack], by: [all], against: anyone, in: [bridge]}
escalation:
  - {rung: answer, to: guarantor, within: PT48H, act: answer, stops_when: [accepted]}
"""
ROWS = """\
date,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at
2026-02-01,Bridge,35.0,38.0,site,shelling,north_army,Village council,2026-02-01T20:00
2026-02-01,Bridge,35.0,38.0,site,shelling,north_army,Red Crescent,2026-02-01T21:00
2026-02-30,Bridge,35.0,38.0,site,shelling,south_army,Village council,2026-02-01T20:00
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def river(tmp_path: Path) -> Path:
    (tmp_path / "river.yaml").write_text(DEAL, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_check_says_who_is_accused_before_whom_and_ends_with_3_for_a_row_in_quarantine(river: Path) -> None:
    result = run(
        "check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out"
    )

    assert result.exit_code == 3
    assert "Before Hill: 1" in result.stdout
    assert "Shelling, Bridge: North" in result.stdout
    assert "3 rows read: 2 claims, 0 tallies, 1 row in quarantine" in result.stdout
    assert "claims.csv:4: date: found 2026-02-30, expected" in result.stderr
    assert "no answers file" in result.stdout
    assert (river / "out" / "board.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_check_writes_every_table_in_three_formats(river: Path) -> None:
    run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out")

    written = {path.name for path in (river / "out" / "tables").iterdir()}
    assert {"allegations.parquet", "allegations.csv", "allegations.json", "quarantine.csv"} <= written
    allegations = pl.read_parquet(river / "out" / "tables" / "allegations.parquet")
    assert allegations["accused"].to_list() == ["north"]


def test_the_same_inputs_give_the_same_bytes(river: Path) -> None:
    files = []
    for out in ("one", "two"):
        run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/{out}")
        files.append({path.name: path.read_bytes() for path in sorted((river / out).rglob("*")) if path.is_file()})

    assert files[0] == files[1]


def test_every_file_that_a_result_rests_on_is_told_with_its_digest(river: Path) -> None:
    lexicon = river / "people"
    lexicon.mkdir()
    (lexicon / "sources.csv").write_text("source_id,name_en\nvillage,Village council\n", encoding="utf-8")
    (river / "targets.csv").write_text("row_id,target\n", encoding="utf-8")
    (river / "answers.csv").write_text("known_at,by,incident,answer\n", encoding="utf-8")

    told = json.loads(
        run(
            *("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--json"),
            *("--out", f"{river}/out", "--lexicon", str(lexicon), "--answers", f"{river}/answers.csv"),
        ).stdout
    )

    files = ["river.yaml", "people/sources.csv", "claims.csv", "targets.csv", "answers.csv"]
    assert told["inputs"] == [
        {"file": Path(file).name, "sha256": hashlib.sha256((river / file).read_bytes()).hexdigest()} for file in files
    ]


def test_an_answers_file_stops_a_clock(river: Path) -> None:
    arguments = [
        "check",
        f"{river}/river.yaml",
        f"{river}/claims.csv",
        "--as-of",
        "2026-02-10",
        "--out",
        f"{river}/out",
    ]
    told = json.loads(run(*arguments, "--json").stdout)
    incident = told["allegations"][0]["incident_id"]
    (river / "answers.csv").write_text(
        f"known_at,by,incident,answer\n2026-02-02T12:00,hill,{incident},accepted\n", encoding="utf-8"
    )

    answered = json.loads(run(*arguments, "--answers", f"{river}/answers.csv", "--json").stdout)

    assert [clock["state"] for clock in told["clocks"]] == ["overdue"]
    assert [clock["state"] for clock in answered["clocks"]] == ["stopped"]


def test_an_answer_known_after_as_of_is_not_looked_at(river: Path) -> None:
    (river / "answers.csv").write_text(
        "known_at,by,incident,answer\n2026-03-05T12:00,hill,I-00000000,accepted\n", encoding="utf-8"
    )

    result = run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out",
                 "--answers", f"{river}/answers.csv")  # fmt: skip

    assert result.exit_code == 3, result.stderr


def test_a_fact_known_after_as_of_changes_nothing(river: Path) -> None:
    early = json.loads(
        run(
            "check",
            f"{river}/river.yaml",
            f"{river}/claims.csv",
            "--as-of",
            "2026-02-01T20:30",
            "--out",
            f"{river}/o",
            "--json",
        ).stdout
    )

    assert early["claims_known"] == 1


def test_a_wrong_agreement_is_told_with_line_column_and_the_nearest_name(river: Path) -> None:
    (river / "river.yaml").write_text(DEAL.replace("in: [bridge]", "in: [brigde]"), encoding="utf-8")

    result = run("check", f"{river}/river.yaml", f"{river}/claims.csv")

    assert result.exit_code == 1
    assert "river.yaml:17:" in result.stderr
    assert "did you mean 'bridge'?" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "nosuch.yaml", "x.csv"], "nosuch.yaml"),
        (["check", "cesation-2016", "x.csv"], "did you mean 'cessation-2016'"),
        (["casebook", "show", "four-town"], "did you mean 'four-towns-2015'"),
        (["kinds", "shellling"], "did you mean 'shelling'"),
        (["check", "cessation-2016", "nosuch.csv"], "nosuch.csv"),
        (["check", "cessation-2016", CLAIMS, "--as-of", "tomorrow"], "tomorrow"),
        (["check", "src", CLAIMS], "src: found a folder, expected an agreement file"),
        (["check", "cessation-2016", "src"], "src: found a folder, expected a CSV, XLSX or Parquet file"),
    ],
)
def test_a_users_mistake_is_told_in_words(arguments: list[str], told: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 1
    assert told in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.stderr


def test_import_makes_a_collection_with_a_quarantine_and_the_same_file_again_adds_nothing(river: Path) -> None:
    first = run("import", f"{river}/claims.csv", "--out", f"{river}/typed")
    again = run("import", f"{river}/claims.csv", "--out", f"{river}/typed")

    assert first.exit_code == again.exit_code == 3
    assert "claims.csv: 3 rows = 2 new + 0 known + 0 changed + 0 withdrawn + 1 in quarantine" in first.stdout
    assert "claims.csv: 3 rows = 0 new + 2 known + 0 changed + 0 withdrawn + 1 in quarantine" in again.stdout
    assert "found 2026-02-30" in first.stderr
    assert "found" not in again.stderr
    collection = read_collection(river / "typed")
    assert collection.tables["claims"].height == 2
    assert collection.open_faults["found"].to_list() == ["2026-02-30"]


def test_the_claims_file_that_ships_is_195_rows(tmp_path: Path) -> None:
    told = json.loads(
        run("import", CLAIMS, "--agreement", "four-towns-2015", "--out", f"{tmp_path}/all", "--json").stdout
    )

    assert (told["rows"], told["claims"], told["tallies"], told["in_quarantine"]) == (195, 157, 38, 0)


def test_import_reads_with_the_agreements_clock_and_actors_and_without_one_knows_nobody(river: Path) -> None:
    claims = f"{river}/claims.csv"
    (river / "claims.csv").write_text(
        ROWS.replace("2026-02-01T20:00", "").replace("2026-02-30", "2026-02-03"), encoding="utf-8"
    )

    run("import", claims, "--agreement", f"{river}/river.yaml", "--out", f"{river}/with")
    run("import", claims, "--out", f"{river}/without")
    run("import", claims, "--agreement", f"{river}/river.yaml", "--clock", "Asia/Karachi", "--out", f"{river}/karachi")

    known = {name: read_collection(river / name).tables["claims"] for name in ("with", "without", "karachi")}
    assert known["with"]["actors"].to_list()[0] == ["north_army"]
    assert known["without"]["actors"].to_list()[0] == []
    first = {name: claims["occurred_from"][0].isoformat() for name, claims in known.items()}
    assert first == {
        "with": "2026-01-31T21:00:00+00:00",
        "without": "2026-02-01T00:00:00+00:00",
        "karachi": "2026-01-31T19:00:00+00:00",
    }


def test_reports_can_name_a_role_as_who_was_hit(river: Path) -> None:
    hit = ROWS.replace("claimant,known_at", "target,claimant,known_at").replace(",Village", ",hill,Village")
    (river / "claims.csv").write_text(hit.replace(",Red", ",hills,Red").replace("02-30", "02-03"), encoding="utf-8")

    result = run("import", f"{river}/claims.csv", "--agreement", f"{river}/river.yaml", "--out", f"{river}/typed")

    assert read_collection(river / "typed").tables["claims"]["targets"].to_list() == [["hill"]]
    assert (
        "claims.csv:3: target: found hills, expected the id of a target or an actor; did you mean 'hill'?"
        in result.stderr
    )


@pytest.mark.parametrize("name", ["north_army", "north", "North"])
def test_who_names_the_party_names_the_accused(river: Path, name: str) -> None:
    (river / "claims.csv").write_text(ROWS.replace("north_army", name), encoding="utf-8")

    told = json.loads(
        run(
            *("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--json"),
            *("--out", f"{river}/out"),
        ).stdout
    )

    north = [row for row in told["allegations"] if row["accused"] == "north"]
    assert [row["groups_naming"] for row in north] == [2]


def test_one_of_two_beside_one_of_them_is_no_crash(river: Path) -> None:
    (river / "claims.csv").write_text(
        ROWS.replace("north_army,Village", "north_army or south_army,Village"), encoding="utf-8"
    )

    result = run(
        "check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out"
    )

    assert result.exit_code == 3, result.exception


def test_a_recurring_duty_is_told_once(river: Path) -> None:
    weekly = '  "2": {require: aid_delivery, by: [all], every: P1W}\n'
    (river / "river.yaml").write_text(DEAL.replace("escalation:", weekly + "escalation:"), encoding="utf-8")

    told = run(
        *("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-03-20", "--out", f"{river}/out")
    ).stdout

    assert "  2 (owed by North), 11 breached, 1 open, the last one: open" in told
    assert told.count("  2 (owed by North)") == 1


def test_check_takes_a_gazetteer_of_the_users_own(river: Path) -> None:
    units = river / "cod-ab-xx"
    units.mkdir()
    header = "level,id,governorate_id,district_id,name_en,name_ar,lat,lon,area_km2,ocha_pcode,aliases_en,aliases_ar"
    (units / "units.csv").write_text(f"{header}\n1,xx-bridge,,,Bridge,,35.0,38.0,100,XX01,,\n", encoding="utf-8")
    deal = DEAL.replace("{circle: {lat: 35.0, lon: 38.0, km: 5}}", "{admin: XX01}").replace(
        "clock:", "gazetteer: cod-ab-xx\nclock:"
    )
    (river / "river.yaml").write_text(deal, encoding="utf-8")
    asked = ("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out")

    unknown, known = run(*asked), run(*asked, "--gazetteer", str(units))

    assert "for 1 of them the range starts at 0" in unknown.stdout
    assert "Before Hill: 1" in known.stdout


def test_check_says_that_a_deal_was_not_yet_in_force(river: Path) -> None:
    asked = ("check", f"{river}/river.yaml", f"{river}/claims.csv", "--out", f"{river}/out", "--as-of")

    assert "not yet in force" in run(*asked, "2025-06-01").stdout
    assert "not yet in force" not in run(*asked, "2026-02-10").stdout


def test_a_clock_that_is_none_is_wrong_usage(river: Path) -> None:
    result = run("import", f"{river}/claims.csv", "--clock", "Asia/Damscus")

    assert result.exit_code == 2
    assert "Asia/Damascus" in result.stderr


def test_schema_is_json_schema() -> None:
    schema = json.loads(run("schema").stdout)

    assert schema["title"] == "Agreement file of Hudna"
    assert "terms" in schema["properties"]


def test_kinds_tells_the_tree_and_one_kind() -> None:
    assert "  shelling  Shelling" in run("kinds").stdout
    told = json.loads(run("kinds", "attack_on_hospital", "--json").stdout)
    assert told["same_as"]["targets"] == ["hospitals", "ambulances", "medical"]


def test_the_casebook_is_listed_shown_and_exported(tmp_path: Path) -> None:
    listed = run("casebook", "list").stdout
    assert all(id_ in listed for id_ in agreements())
    assert run("casebook", "show", "cessation-2016", "--file").stdout.startswith(("hudna: 1", "#"))
    assert run("casebook", "export", "cessation-2016", str(tmp_path / "mine")).exit_code == 0
    checked = run(
        "check",
        str(tmp_path / "mine" / "cessation-2016.yaml"),
        CLAIMS,
        "--as-of",
        "2016-05-31",
        "--out",
        str(tmp_path / "out"),
    )
    assert checked.exit_code == 0, checked.stderr


def test_a_deal_is_exported_with_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    for id_ in ("model", "aceh-2005", "sochi-2018"):
        assert run("casebook", "export", id_, str(tmp_path / id_)).exit_code == 0
        assert run("lint", str(tmp_path / id_ / f"{id_}.yaml"), "--select", "M6").exit_code == 0

    files = {id_: {path.name for path in (tmp_path / id_).rglob("*.*")} for id_ in ("model", "aceh-2005", "sochi-2018")}
    assert files["model"] == {"model.yaml", "model-line.geojson", "model-held.geojson"}
    assert files["aceh-2005"] == {"aceh-2005.yaml"}
    assert {"sochi-2018.yaml", "actors.yaml", "sources.csv"} <= files["sochi-2018"]


def test_python_m_hudna_is_the_same_door() -> None:
    told = subprocess.run([sys.executable, "-m", "hudna", "--version"], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == run("--version").stdout.strip()


def test_every_command_shows_an_example() -> None:
    for command in ("check", "demo", "import", "schema", "kinds", "casebook list", "casebook show", "casebook export"):
        assert "Example: hudna" in run(*command.split(), "--help").stdout


def test_check_hears_what_people_decided_about_claims(river: Path) -> None:
    head, *rows = ROWS.splitlines()
    numbered = [f"row_id,{head}", *(f"R{n},{row}" for n, row in enumerate(rows, start=1))]
    (river / "claims.csv").write_text("\n".join(numbered), encoding="utf-8")
    merges = river / "merges.csv"
    merges.write_text(
        "when,who,claim,other_claim,what\n2026-02-03T10:00,Rana,claims-csv:R1,claims-csv:R2,split\n", encoding="utf-8"
    )
    told = ("check", f"{river}/river.yaml", f"{river}/claims.csv", "--out", f"{river}/out", "--merges", str(merges))

    run(*told, "--as-of", "2026-02-10")
    after = pl.read_parquet(river / "out" / "tables" / "incidents.parquet").height
    run(*told, "--as-of", "2026-02-03T09:00")
    before = pl.read_parquet(river / "out" / "tables" / "incidents.parquet").height

    assert (before, after) == (1, 2)


def test_of_many_notes_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    header = "row_id,date,place,lat,lon,type,claimed_perpetrator,claimant\n"
    rows = "".join(f"r{n},2016-03-01,Madaya,33.69,36.1,shelling,Brigade of stranger {n},UN\n" for n in range(30))
    (tmp_path / "strangers.csv").write_text(header + rows, encoding="utf-8")

    told = run("check", "four-towns-2015", str(tmp_path / "strangers.csv"), "--out", str(tmp_path / "out"))
    printed = told.output

    assert printed.count("  note: ") == 12
    assert "more notes; --json gives them all" in printed


def test_a_week_told_beside_its_days_is_no_breach_more(river: Path) -> None:
    header = "date,date_end,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at\n"
    a_day = "2026-02-0{day},,Bridge,35.0,38.0,site,shelling,north_army,{who},2026-02-09T20:00\n"
    week = "2026-02-01,2026-02-07,Bridge,35.0,38.0,site,shelling,north_army,Village council,2026-02-09T20:00\n"

    def expected(*rows: str) -> float:
        (river / "claims.csv").write_text(header + "".join(rows), encoding="utf-8")
        told = ("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out")
        assert run(*told).exit_code == 0
        card = pl.read_parquet(river / "out" / "tables" / "scorecard.parquet")
        is_asked = (pl.col("role") == "north") & (pl.col("standard") == "expected") & (pl.col("breach_class") == "all")
        return float(card.filter(is_asked)["value"].item())

    days = [a_day.format(day=day, who=who) for day in (2, 4) for who in ("Red Crescent", "Village council")]
    alone, without, together = expected(week), expected(*days), expected(*days, week)

    assert without < together < without + 0.5 * alone
