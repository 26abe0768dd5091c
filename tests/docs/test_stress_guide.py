"""The guide to the stress test: its file is read, its commands run, its examples print what it says, its table is that of the code."""

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import polars as pl
import pytest
from scipy import stats
from typer.testing import CliRunner

from hudna.casebook import agreement_path, assumptions_path, evidence
from hudna.cli.app import app
from hudna.credibility import catalogue, parse_assumptions
from hudna.credibility.ranges import Triangular
from hudna.terms import read_agreement

PAGE = (Path(__file__).parents[2] / "docs" / "guide" / "stress.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_file_of_the_guide_is_read() -> None:
    deal = read_agreement(agreement_path("four-towns-2015"))

    found = parse_assumptions(fenced("yaml")[0], deal, file="guide.yaml")

    assert found.kinds == ("armed_attack", "advance")
    assert found.value("monitoring.detection", "advance").is_default
    assert found.bases["elicited"] > 20


@pytest.mark.parametrize(("code", "printed"), list(zip(fenced("python"), fenced("text"), strict=True)))
def test_an_example_prints_what_the_guide_says(code: str, printed: str) -> None:
    told = io.StringIO()

    with contextlib.redirect_stdout(told):
        exec(code, {})

    assert told.getvalue() == printed


def test_the_commands_of_the_guide_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    testing, asking, pooling, learning = fenced("console")
    for command in asking.splitlines():
        assert CliRunner().invoke(app, shlex.split(command)[1:]).exit_code == 0, command
    for number, path in enumerate(sorted(tmp_path.iterdir())):
        text = re.sub(
            r"^  # (\S+\.war_value): \[ , , \]$",
            rf"  \1: [{number}, 5, 9]",
            path.read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        path.write_text(text, encoding="utf-8")

    assert CliRunner().invoke(app, shlex.split(pooling)[1:]).exit_code == 0
    assert "basis: elicited" in (tmp_path / "numbers.yaml").read_text(encoding="utf-8")
    shutil.copy(assumptions_path("four-towns-2015"), "numbers.yaml")  # one number is not enough to test a deal
    shutil.copy(next(path for path in evidence() if path.name.startswith("claims_")), "claims.csv")
    before = "check four-towns-2015 claims.csv --as-of 2016-03-24 --out before --json"
    assert CliRunner().invoke(app, before.split()).exit_code in (0, 3)
    put = pl.read_parquet("before/tables/allegations.parquet").filter(pl.col("notice_at").is_not_null())
    answer = f"2016-03-20T10:00,iran,{put['incident_id'][0]},,accepted,,"
    Path("answers.csv").write_text(f"known_at,by,incident,accused,answer,ruling,note\n{answer}\n", encoding="utf-8")
    for command in (testing + learning).splitlines():
        found = CliRunner().invoke(
            app, [*shlex.split(command)[1:], *(["--draws", "20"] if " test " in command else [])]
        )
        assert found.exit_code in ((0, 3) if " check " in command else (0,)), f"{command}: {found.output}"
    assert sorted(path.name for path in Path("report").iterdir()) == ["stress.en.html", "stress.en.pdf", "stress.json"]


def test_the_table_of_ranges_is_that_of_the_code() -> None:
    told = re.search(r"## What the terms say\n(.*?)\n## ", PAGE, re.DOTALL)
    assert told is not None
    ranges = [
        (float(a), float(b), float(c))
        for a, b, c in re.findall(r"\| ([\d.]+), ([\d.]+), ([\d.]+) \|$", told[1], re.MULTILINE)
    ]

    of_code = [
        *(catalogue.JUDGE_IN_OWN_CAUSE, catalogue.NEUTRAL_RULING, catalogue.NOBODY_BLAMES),
        *(catalogue.PLEA_WITHOUT_MAP, catalogue.PLEA_WITH_MAP, catalogue.PLEA_WITHOUT_CARVE_OUT),
        *(catalogue.ANSWER_WITHOUT_LIMIT, catalogue.GAIN_OF_A_FIGHTING_GUARANTOR),
    ]
    assert ranges == [
        (r.low, r.mode, r.high) for r in (default.range for default in of_code) if isinstance(r, Triangular)
    ]


def test_what_no_ruling_out_of_166_tells_is_reckoned_as_the_guide_says() -> None:
    bound, jeffreys = 1 - 0.05 ** (1 / 166), stats.beta(0.5, 166.5)

    assert bound == pytest.approx(0.017885, abs=1e-6)
    assert jeffreys.mean() == pytest.approx(0.003, abs=5e-5)
    range_ = catalogue.JUDGE_IN_OWN_CAUSE.range
    assert isinstance(range_, Triangular)
    assert (range_.low, range_.high) == pytest.approx((jeffreys.mean(), bound), abs=2e-4)
    nuba = stats.beta(9.5, 45.5).ppf([0.025, 0.975])
    assert nuba == pytest.approx([0.09, 0.28], abs=0.006)
