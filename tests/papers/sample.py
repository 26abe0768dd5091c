"""A small evaluation by hand, after the Four Towns agreement of 2015: places, dates, claims and addresses are from the public
record; probabilities, clocks and hashes are made up for the tests and are findings about nobody."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import dataframely as dy
import polars as pl
import shapely

from hudna.compliance import run_clocks
from hudna.compliance.tables import Allegations, Answers, Clocks, DutyStates, Norms, Scorecard
from hudna.findings import Sensitivity
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Coverings, IncidentCounts, Incidents, Memberships
from hudna.papers import Evaluation, FileCount, Names, Outline, TermWords
from hudna.reports.tables import Claims, Quarantine, Sources, Tallies
from hudna.terms import to_plane
from hudna.terms.compiled import (
    BoundedBoxes,
    BoundedDue,
    BoundedQuantity,
    Box,
    CompiledAgreement,
    Due,
    Duty,
    Interval,
    Norm,
    PlaceSide,
    Proof,
    Quantity,
    Region,
    Role,
    Rung,
)

DAMASCUS = ZoneInfo("Asia/Damascus")
UTC = ZoneInfo("UTC")
PLANE = "+proj=laea +lat_0=34.9 +lon_0=36.4 +datum=WGS84 +units=m"
TOWNS = {
    "zabadani": (33.7263, 36.0953, 3, "Zabadani", "الزبداني"),
    "madaya": (33.6906, 36.1027, 3, "Madaya", "مضايا"),
    "fuaa": (35.9829, 36.7022, 2, "Fuaa", "الفوعة"),
    "kefraya": (35.985, 36.676, 2, "Kefraya", "كفريا"),
    "binnish": (35.9567, 36.7142, 2, "Binnish", "بنش"),
    "taftanaz": (35.9983, 36.7858, 2, "Taftanaz", "تفتناز"),
    "idlib_city": (35.9306, 36.6339, 4, "Idlib city", "مدينة إدلب"),
}
ELDORAR, SYRIAHR = "https://eldorar.com/en/node/165", "https://www.syriahr.com/en/33272/"
QASIOUN = "https://qasioun-news.com/ar/articles/2611/"


def at(text: str) -> datetime:
    """A Damascus wall-clock time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=DAMASCUS).astimezone(UTC)


AS_OF = at("2015-09-29T12:00")
BEGIN, END = at("2015-09-24T12:00"), datetime(2016, 3, 24, 22, tzinfo=UTC)


def table(schema: type[Any], rows: list[dict[str, Any]]) -> Any:
    """Rows as a table of that schema; what a row leaves out is null."""
    names = schema.column_names()
    return schema.validate(
        pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema.create_empty().schema),
        cast=True,
    )


def compiled() -> CompiledAgreement:
    """The agreement: two parties, two guarantors, seven towns, a term against fire and one against aircraft, four duties."""
    circles = {
        zone: (*map(float, to_plane(PLANE, lon, lat)), km * 1000.0) for zone, (lat, lon, km, _, _) in TOWNS.items()
    }
    regions = {zone: Region(circles=(circle,)) for zone, circle in circles.items()}
    south = [shapely.Point(x, y).buffer(r) for x, y, r in (circles["zabadani"], circles["madaya"])]
    north = [shapely.Point(*circles[zone][:2]).buffer(circles[zone][2]) for zone in list(TOWNS)[2:]]
    regions |= {"south": Region(polygon=shapely.union_all(south)), "north": Region(polygon=shapely.union_all(north))}
    regions["both"] = Region(polygon=shapely.union_all([*south, *north]))
    whole = (Interval(BEGIN, END),)

    def box(*kinds: str) -> BoundedBoxes:
        boxes = (Box(None, frozenset(kinds), None, None, (PlaceSide("in", "both"),), whole),)
        return BoundedBoxes(boxes, boxes, boxes)

    fire = ("shelling", "air_strike", "sniping", "ground_attack")
    norms = (
        Norm("ops", ("government_side",), ("iran",), box(*fire), ()),
        Norm("ops", ("armed_opposition",), ("turkey",), box(*fire), ()),
        Norm("air", ("government_side",), ("iran",), box("air_strike", "overflight"), (), gaps=("disputed: in",)),
    )

    def role(role_id: str, form: Any, names: dict[str, str], **more: Any) -> Role:
        return Role(
            role_id=role_id,
            form=form,
            name=names,
            actors=frozenset(more.get("named", ())),
            named_actors=tuple(more.get("named", ())),
            camps=frozenset(more.get("camps", ())),
            guarantors=tuple(more.get("guarantors", ())),
            trust=more.get("trust", "read"),
        )

    roles = (
        role(
            "government_side",
            "party",
            {"en": "Government side", "ar": "جانب الحكومة"},
            named=("syrian_armed_forces", "hezbollah"),
            camps=("government_side",),
            guarantors=("iran",),
        ),
        role(
            "armed_opposition",
            "party",
            {"en": "Opposition side", "ar": "جانب المعارضة"},
            named=("ahrar_al_sham", "jaish_al_fatah", "zabadani_fighters"),
            camps=("opposition_side",),
            guarantors=("turkey",),
        ),
        role("iran", "guarantor", {"en": "Iran", "ar": "إيران"}),
        role("turkey", "guarantor", {"en": "Turkey", "ar": "تركيا"}),
        role("un", "body", {"en": "United Nations", "ar": "الأمم المتحدة"}),
    )
    return CompiledAgreement(
        agreement_id="four-towns-2015",
        title={"en": "Four Towns agreement", "ar": "اتفاق البلدات الأربع"},
        version="2015-09-24",
        sha256="ab" * 32,
        clock="Asia/Damascus",
        tzdata_version="2026.2",
        gazetteer="cod-ab-syr",
        in_force=whole,
        plane=PLANE,
        regions=regions,
        zone_regions={zone: dict.fromkeys(("lower", "point", "upper"), zone) for zone in regions},
        roles={one.role_id: one for one in roles},
        norms=norms,
        duties=tuple(
            duty(*row)
            for row in (
                ("wounded", (), "evacuation"),
                ("3", ("armed_opposition",), "evacuation"),
                ("aid/madaya", ("government_side",), "aid_delivery"),
                ("8", ("government_side",), "detainee_release"),
            )
        ),
        tranches=(),
        ladder=(
            Rung("notice", ("guarantor",), "PT2H", "acknowledge", ("acknowledged",), ()),
            Rung("answer", ("guarantor",), "PT48H", None, ("accepted", "remedied", "denied_with_evidence"), ()),
            Rung("guarantors", ("iran", "turkey"), "P3D", None, ("joint_ruling",), ()),
            Rung("envoy", ("un",), "P7D", None, ("ruling",), ()),
        ),
        classes=(),
        proof=Proof(silent=("notice", "breach", "suspension", "k")),
        gaps={
            "parties": {"silent": 3, "undefined": 0, "disputed": 0, "unread": 2},
            "zones": {"silent": 0, "undefined": 2, "disputed": 1, "unread": 1},
            "terms": {"silent": 5, "undefined": 1, "disputed": 2, "unread": 0},
        },
        not_evaluated=(("8", "quantity.of"), ("8", "quantity.named")),
    )


def duty(duty_id: str, obligors: tuple[str, ...], kind: str) -> Duty:
    nothing = Quantity()
    never = Due()
    return Duty(
        duty_id=duty_id,
        obligors=obligors,
        guarantors=(),
        actors=frozenset(),
        kinds=frozenset({kind}),
        arms=None,
        receivers=None,
        from_region=None,
        to_region=None,
        in_region=None,
        quantity=BoundedQuantity(nothing, nothing, nothing),
        opens=(Interval(BEGIN, END),),
        after=("3",) if duty_id == "8" else (),
        after_undefined=duty_id == "8",
        due=BoundedDue(never, never, never),
        every=None,
        is_every_undefined=False,
        sustain=False,
        mirrors=None,
        at_most=None,
        lifesaving=False,
        floor=None,
        pro_rata=False,
    )


CLAIMS = [
    # id, incident, source, claimant, kind, day from, to, place, lat, lon, killed, actors, camp, is_admission, address, known
    ("c1", "i-taftanaz", "jaish_al_fatah_statement", "Jaish al-Fatah statement via ElDorar", "air_strike", "2015-09-26T17:00", "2015-09-26T21:00", "Taftanaz", 35.9983, 36.7858, None, ["syrian_armed_forces"], "opposition_side", False, ELDORAR, "2015-09-26T22:47"),
    ("c2", "i-taftanaz", "sohr", "SOHR (Arabic)", "air_strike", "2015-09-26T00:00", "2015-09-27T00:00", "Taftanaz", 35.9983, 36.7858, (5, 5), ["syrian_armed_forces"], "opposition_side", False, SYRIAHR, "2015-09-27T00:40"),
    ("c3", "i-taftanaz", "qasioun", "Qasioun", "air_strike", "2015-09-26T00:00", "2015-09-27T00:00", "Taftanaz", 35.9983, 36.7858, (4, 4), ["syrian_armed_forces"], "opposition_side", False, QASIOUN, "2015-09-27T01:12"),
    ("c4", "i-fuaa", "jaish_al_fatah_statement", "Jaish al-Fatah, own statement", "shelling", "2015-09-26T21:00", "2015-09-27T00:00", "Fuaa and Kefraya", 35.984, 36.69, None, ["jaish_al_fatah"], "opposition_side", True, ELDORAR, "2015-09-26T23:30"),
    ("c5", "i-fuaa", "sohr", "SOHR (Arabic)", "shelling", "2015-09-26T21:00", "2015-09-27T03:00", "Fuaa and Kefraya", 35.984, 36.69, None, ["jaish_al_fatah"], "opposition_side", False, SYRIAHR, "2015-09-27T11:30"),
    ("c6", "i-fuaa", "fars", "Fars", "shelling", "2015-09-26T21:00", "2015-09-27T03:00", "Fuaa and Kefraya", 35.984, 36.69, (2, 3), ["ahrar_al_sham", "jaish_al_fatah"], "government_side", False, "https://en.farsnews.com/print.aspx?nn=13940629000512", "2015-09-27T05:00"),
    ("c7", "i-waer", "qasioun", "Jaish al-Fatah statement via Qasioun", "shelling", "2015-09-26T00:00", "2015-09-27T00:00", "Al-Waer, Homs", 34.7409, 36.6706, (27, 27), ["syrian_armed_forces"], "opposition_side", False, QASIOUN, "2015-09-27T01:12"),
    ("c8", "i-sniper", "sohr", "SOHR", "sniping", "2015-09-28T00:00", "2015-09-29T00:00", "Fuaa", 35.9829, 36.7022, (1, 1), [], "opposition_side", False, SYRIAHR, "2015-09-28T20:00"),
    ("c9", "i-aid", "un_ocha", "OCHA", "aid_delivery", "2015-09-28T00:00", "2015-09-29T00:00", "Madaya", 33.6906, 36.1027, None, ["un"], "none", False, "https://reliefweb.int/report/syrian-arab-republic/syria-flash-update-1", "2015-09-28T22:00"),
    ("c10", "i-reported", "local_contact", "a contact in Madaya", "shelling", "2015-09-27T00:00", "2015-09-28T00:00", "Madaya", 33.6906, 36.1027, None, ["hezbollah"], "unclear", False, None, "2015-09-28T10:00"),
]  # fmt: skip


def evaluation(**changes: Any) -> Evaluation:
    """The sample bundle; `changes` replace its fields."""
    claims = [
        {
            "claim_id": claim,
            "format": "claims-csv",
            "file": "claims.csv",
            "row": number,
            "sources": [source],
            "claimant": claimant,
            "text": "",
            "known_at": at(known),
            "known_basis": "assumed" if claim in ("c5", "c7") else "stated",
            "occurred_from": at(begins),
            "occurred_to": at(ends),
            "date_precision": "inferred" if claim == "c7" else "day",
            "place": place,
            "place_role": "at",
            "latitude": lat,
            "longitude": lon,
            "radius_m": 1200.0,
            "kinds": [kind],
            "actors": actors,
            "actor_reading": "unknown" if not actors else "one" if len(actors) == 1 else "any_of",
            "participants": [],
            "arms": [],
            "targets": [],
            "is_denial": False,
            "quotes": [],
            "denied_by": [],
            "countered_by": [],
            "killed_min": killed[0] if killed else None,
            "killed_max": killed[1] if killed else None,
            "address": address,
            "raw": "{}",
        }
        for number, (
            claim,
            _,
            source,
            claimant,
            kind,
            begins,
            ends,
            place,
            lat,
            lon,
            killed,
            actors,
            _,
            _,
            address,
            known,
        ) in enumerate(CLAIMS, start=2)
    ]
    incidents, findings, voices, memberships = [], [], [], []
    for incident in dict.fromkeys(row[1] for row in CLAIMS):
        own = [row for row in CLAIMS if row[1] == incident]
        tolls = [row[10] for row in own if row[10]]
        incidents.append(
            {
                "incident_id": incident,
                "known_at": min(at(row[15]) for row in own),
                "occurred_from": at(own[0][5]),
                "occurred_to": at(own[0][6]),
                "is_day_inferred": incident == "i-waer",
                "place": own[0][7],
                "place_role": "at",
                "latitude": own[0][8],
                "longitude": own[0][9],
                "radius_m": 1200.0,
                "killed_min": min((toll[0] for toll in tolls), default=None),
                "killed_max": max((toll[1] for toll in tolls), default=None),
                "claims": len(own),
            }
        )
        findings.append(
            {
                "incident_id": incident,
                "draw": 0,
                "cell": 0,
                "actors": own[0][11],
                "actor_reading": "one" if own[0][11] else "unknown",
                "kinds": [own[0][4]],
                "arm": "unknown",
                "p_actor_kind": 0.94,
                "p_lower": 0.35,
                "p_upper": 0.98,
            }
        )
        for row in own:
            memberships.append({"claim_id": row[0], "incident_id": incident, "p_member": 1.0})
            voices.append(
                {
                    "incident_id": incident,
                    "source_id": row[2],
                    "claim_id": row[0],
                    "echo_group": {"qasioun": "eg_jaf", "jaish_al_fatah_statement": "eg_jaf"}.get(row[2], row[2]),
                    "leans_to": row[12],
                    "actors": row[11],
                    "actor_reading": "unknown" if not row[11] else "one" if len(row[11]) == 1 else "any_of",
                    "sides_named": [],
                    "is_denial": False,
                    "is_performance": row[4] == "aid_delivery",
                    "is_admission": row[13],
                    "known_at": at(row[15]),
                    "address": row[14],
                }
            )
    made = Evaluation(
        compiled=compiled(),
        as_of=AS_OF,
        norms=table(Norms, norm_rows()),
        allegations=table(Allegations, allegation_rows()),
        duty_states=table(DutyStates, duty_rows()),
        clocks=Clocks.create_empty(),
        answers=table(
            Answers,
            [
                {
                    "row": 2,
                    "known_at": at("2015-09-27T15:00"),
                    "by": "turkey",
                    "incident_id": "i-fuaa",
                    "answer": "acknowledged",
                    "note": "",
                }
            ],
        ),
        scorecard=table(Scorecard, score_rows()),
        incidents=table(Incidents, incidents),
        incident_counts=table(
            IncidentCounts,
            [
                {"merge_at": at, "incidents": len(incidents) + more, "told_several_times": 2, "is_published": not more}
                for at, more in ((0.2, -1), (0.35, 0), (0.5, 2))
            ],
        ),
        coverings=Coverings.create_empty(),
        sensitivity=table(Sensitivity, sensitivity_rows()),
        findings=table(Findings, findings),
        targets=table(
            TargetShares,
            [{"incident_id": row["incident_id"], "target": "unknown", "p_target": 1.0} for row in incidents],
        ),
        voices=table(Voices, voices),
        memberships=table(Memberships, memberships),
        claims=table(Claims, claims),
        tallies=table(Tallies, tally_rows()),
        sources=table(Sources, source_rows()),
        quarantine=table(
            Quarantine,
            [{"file": "claims.csv", "row": 14, "field": "lat", "found": "33,7", "expected": "a number", "raw": "{}"}],
        ),
        counts=(FileCount("claims.csv", 13, 10, 2, 1),),
        has_answers_file=True,
        inputs=(("claims.csv", "cd" * 32), ("sources.csv", "ef" * 32)),
        is_proposal=True,
        known_facts=(("wounded", "deadline"),),
        names=names(),
        outlines=(
            Outline({"en": "Idlib", "ar": "إدلب"}, shapely.box(36.2, 35.3, 37.2, 36.3)),
            Outline({"en": "Rural Damascus"}, shapely.box(35.8, 33.2, 37.0, 34.3)),
        ),
        outlines_source="Administrative lines: OCHA COD-AB, 17-12-2020.",
        version="0.1.0",
    )
    return replace(reckoned(made), **changes)


def without_answers() -> Evaluation:
    """The same with no answers file: nobody can be called late."""
    return reckoned(evaluation(), has_answers_file=False, answers=Answers.create_empty())


def reckoned(base: Evaluation, **changes: Any) -> Evaluation:
    """That evaluation with `changes`, and the clocks that the engine then runs: no clock is written by hand."""
    made = replace(base, **changes)
    return replace(made, clocks=run_clocks(made.compiled, made.allegations, made.answers, as_of=made.as_of))


def empty() -> Evaluation:
    """The same agreement on its second day, before anything was told."""
    nothing: dict[str, Any] = {
        "allegations": Allegations.create_empty(),
        "clocks": Clocks.create_empty(),
        "answers": Answers.create_empty(),
        "scorecard": Scorecard.create_empty(),
        "incidents": Incidents.create_empty(),
        "incident_counts": table(
            IncidentCounts, [{"merge_at": 0.35, "incidents": 0, "told_several_times": 0, "is_published": True}]
        ),
        "sensitivity": Sensitivity.create_empty(),
        "findings": Findings.create_empty(),
        "targets": TargetShares.create_empty(),
        "voices": Voices.create_empty(),
        "memberships": Memberships.create_empty(),
        "claims": Claims.create_empty(),
        "tallies": Tallies.create_empty(),
        "duty_states": table(
            DutyStates,
            [
                row | {"state": "open", "met_at": None, "days_late": None, "performed": 0.0, "incidents": []}
                for row in duty_rows()
                if row["duty_id"] == "wounded"
            ],
        ),
        "as_of": at("2015-09-25T09:00"),
        "counts": (),
        "quarantine": Quarantine.create_empty(),
    }
    return evaluation(**nothing)


def crowded(incidents: int) -> Evaluation:
    """As many incidents as a file of lethal events brings, each told by one source, some with authors and some without."""
    base = evaluation()
    old_incident, old_finding = (
        base.incidents.filter(pl.col("incident_id") == "i-taftanaz"),
        base.findings.filter(pl.col("incident_id") == "i-taftanaz"),
    )
    old_voice, old_claim = (
        base.voices.filter(pl.col("claim_id") == "c2"),
        base.claims.filter(pl.col("claim_id") == "c2"),
    )
    old_allegation = base.allegations.filter(pl.col("incident_id") == "i-taftanaz").head(1)
    parts: dict[str, list[pl.DataFrame]] = {
        name: [] for name in ("incidents", "findings", "voices", "claims", "memberships", "allegations")
    }
    for number in range(incidents):
        incident, claim, shift = f"g{number:05}", f"ucdp-ged:{number}", timedelta(hours=7 * number % 2900)
        is_named = number % 3 == 0
        parts["incidents"].append(
            old_incident.with_columns(
                incident_id=pl.lit(incident),
                occurred_from=pl.lit(BEGIN + shift),
                occurred_to=pl.lit(BEGIN + shift + timedelta(days=1)),
                latitude=pl.lit(35.9 + number % 37 / 200),
                longitude=pl.lit(36.6 + number % 41 / 200),
                killed_max=pl.lit(5 + number % 30),
            )
        )
        nobody = pl.lit([], dtype=pl.List(pl.String))
        named = pl.col("actors") if is_named else nobody.alias("actors")
        parts["findings"].append(old_finding.with_columns(named, incident_id=pl.lit(incident)))
        parts["voices"].append(old_voice.with_columns(named, incident_id=pl.lit(incident), claim_id=pl.lit(claim)))
        parts["claims"].append(
            old_claim.with_columns(
                named, claim_id=pl.lit(claim), format=pl.lit("ucdp-ged"), claimant=pl.lit("SOHR via Reuters")
            )
        )
        parts["memberships"].append(
            base.memberships.head(1).with_columns(claim_id=pl.lit(claim), incident_id=pl.lit(incident))
        )
        if is_named:
            parts["allegations"].append(
                old_allegation.with_columns(
                    incident_id=pl.lit(incident), allegation_id=pl.lit(f"{incident}/ops/government_side")
                )
            )
    joined = {name: pl.concat([getattr(base, name), *added], how="vertical_relaxed") for name, added in parts.items()}
    schemas: dict[str, type[dy.Schema]] = {
        "incidents": Incidents,
        "findings": Findings,
        "voices": Voices,
        "claims": Claims,
        "memberships": Memberships,
        "allegations": Allegations,
    }
    return replace(
        base,
        as_of=BEGIN + timedelta(days=140),
        clocks=Clocks.create_empty(),
        scorecard=Scorecard.create_empty(),
        **{name: schemas[name].validate(frame, cast=True) for name, frame in joined.items()},
    )


def norm_rows() -> list[dict[str, Any]]:
    shared = {"zones": ["south", "north"], "begins_at": BEGIN, "ends_at": END, "takings": [], "not_evaluated": []}
    return [
        shared
        | {
            "norm_id": "ops",
            "accused": "government_side",
            "guarantors": ["iran"],
            "kinds": ["armed_attack"],
            "gaps": [],
        },
        shared
        | {
            "norm_id": "ops",
            "accused": "armed_opposition",
            "guarantors": ["turkey"],
            "kinds": ["armed_attack"],
            "gaps": [],
        },
        shared
        | {
            "norm_id": "air",
            "accused": "government_side",
            "guarantors": ["iran"],
            "kinds": ["overflight", "air_strike"],
            "gaps": ["disputed: in"],
        },
    ]


def allegation_rows() -> list[dict[str, Any]]:
    def row(incident: str, norm: str, accused: str, p: tuple[float, float, float], **more: Any) -> dict[str, Any]:
        return {
            "allegation_id": f"{incident}/{norm}/{accused}",
            "incident_id": incident,
            "norm_id": norm,
            "accused": accused,
            "guarantors": ["iran" if accused == "government_side" else "turkey"],
            "p_lower": p[0],
            "p_breach": p[1],
            "p_upper": p[2],
            "p_place": 0.98,
            "p_time": 1.0,
            "p_target": 1.0,
            "p_actor_kind": p[1] / 0.98,
            "p_excepted": 0.0,
            "taken_by": [],
            "groups_naming": 2,
            "groups_not_adverse": 0,
            "is_admitted": False,
            "is_contested": False,
            "not_evaluated": [],
        } | more

    told = at("2015-09-27T00:40")
    return [
        row("i-taftanaz", "ops", "government_side", (0.34, 0.92, 0.98), standard="reasonable_suspicion", notice_at=told),
        row("i-taftanaz", "air", "government_side", (0.34, 0.92, 0.98), standard="reasonable_suspicion", notice_at=told),
        row("i-fuaa", "ops", "armed_opposition", (0.62, 0.93, 0.97), standard="reasonable_grounds", groups_naming=3, groups_not_adverse=2, is_admitted=True, notice_at=at("2015-09-27T11:30"), breach_at=at("2015-09-27T11:30")),
        row("i-reported", "ops", "government_side", (0.18, 0.47, 0.7), standard="reported", groups_naming=1, groups_not_adverse=1),
    ]  # fmt: skip


def sensitivity_rows() -> list[dict[str, Any]]:
    """Who did Taftanaz, asked again: one public source, and one that is not."""
    asked = {
        ("as_found", ""): (0.35, 0.94, 0.98),
        ("side_factor", "1"): (0.94, 0.94, 0.94),
        ("side_factor", "2"): (0.47, 0.94, 0.96),
        ("side_factor", "3"): (0.35, 0.94, 0.98),
        ("side_factor", "5"): (0.22, 0.94, 0.99),
        ("base_odds", "0.5"): (0.21, 0.88, 0.97),
        ("base_odds", "2"): (0.52, 0.97, 0.99),
        ("without", "sohr"): (0.25, 0.62, 0.93),
        ("without", "field_officer_3"): None,
    }
    return [
        {"incident_id": "i-taftanaz", "side": "government_side", "change": change, "value": value}
        | dict(zip(("p_lower", "p", "p_upper"), ends or (None, None, None), strict=True))
        for (change, value), ends in asked.items()
    ]


def duty_rows() -> list[dict[str, Any]]:
    rows = []
    for bound in ("lower", "point", "upper"):
        for standard in ("reasonable_suspicion", "reasonable_grounds", "clear_and_convincing"):
            shared = {
                "instance": 1,
                "bound": bound,
                "standard": standard,
                "guarantors": [],
                "opened_at": BEGIN,
                "performed": 0.0,
                "incidents": [],
                "not_evaluated": [],
            }
            rows += [
                shared | {"duty_id": "wounded", "obligor": "", "state": "breached", "due_at": at("2015-09-26T00:00"), "unit": "persons"},
                shared | {"duty_id": "3", "obligor": "armed_opposition", "guarantors": ["turkey"], "state": "open", "unit": "persons"},
                shared | {"duty_id": "aid/madaya", "obligor": "government_side", "guarantors": ["iran"], "state": "met", "met_at": at("2015-09-29T00:00"), "performed": 20000.0, "unit": "persons", "incidents": ["i-aid"]},
                shared | {"duty_id": "8", "obligor": "government_side", "guarantors": ["iran"], "state": "open" if bound == "upper" else "waiting", "owed": 500.0, "unit": "persons", "not_evaluated": ["quantity.of"]},
            ]  # fmt: skip
    return rows


def score_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for role, counts in (("government_side", (2, 1, 0, 0, 0)), ("armed_opposition", (1, 1, 1, 0, 0))):
        rows.append(
            {
                "role": role,
                "measure": "breaches",
                "standard": "expected",
                "breach_class": "all",
                "value": 1.39 if role == "government_side" else 0.93,
                "lower": 0,
                "upper": 2 if role == "government_side" else 1,
            }
        )
        for standard, count in zip(
            (
                "reported",
                "reasonable_suspicion",
                "reasonable_grounds",
                "clear_and_convincing",
                "beyond_reasonable_doubt",
            ),
            counts,
            strict=True,
        ):
            rows.append(
                {"role": role, "measure": "breaches", "standard": standard, "breach_class": "all", "value": count}
            )
    for role, on_time, late, none in (("iran", 0, 0, 2), ("turkey", 0, 1, 0)):
        for measure, value in (("answers_on_time", on_time), ("answers_late", late), ("answers_none", none)):
            rows.append({"role": role, "measure": measure, "standard": "all", "breach_class": "all", "value": value})
    return rows  # fmt: skip


def source_rows() -> list[dict[str, Any]]:
    told = (
        ("jaish_al_fatah_statement", "Jaish al-Fatah statement", "بيان جيش الفتح", "armed_group", "opposition_side"),
        (
            "sohr",
            "Syrian Observatory for Human Rights",
            "المرصد السوري لحقوق الإنسان",
            "monitor_ngo",
            "opposition_side",
        ),
        ("qasioun", "Qasioun", "قاسيون", "press", "opposition_side"),
        ("fars", "Fars", "وكالة فارس", "state_media", "government_side"),
        ("un_ocha", "OCHA", None, "un_body", "none"),
        ("local_contact", "A contact in Madaya", None, "person", "unclear"),
    )
    return [
        {
            "source_id": one,
            "name_en": en,
            "name_ar": ar,
            "kind": kind,
            "leans_to": lean,
            "echo_group": one,
            "quotes": [],
            "reach": [],
        }
        for one, en, ar, kind, lean in told
    ]


def tally_rows() -> list[dict[str, Any]]:
    def row(number: int, claimant: str, day: str, count: float) -> dict[str, Any]:
        begins = at(f"{day}T00:00")
        return {
            "tally_id": f"t{number}",
            "file": "claims.csv",
            "row": 20 + number,
            "form": "daily_tally",
            "sources": [],
            "claimant": claimant,
            "known_at": begins + timedelta(days=1),
            "occurred_from": begins,
            "occurred_to": begins + timedelta(days=1),
            "place": "Four towns",
            "actors": [],
            "count_value": count,
            "count_breakdown": "",
            "note": "",
            "raw": "{}",
        }

    return [
        row(1, "Russian centre", "2015-09-26", 9),
        row(2, "SNHR", "2015-09-26", 14),
        row(3, "SNHR", "2015-09-27", 35),
    ]


def names() -> Names:
    return Names(
        actors={
            "syrian_armed_forces": {"en": "Syrian armed forces", "ar": "القوات المسلحة السورية"},
            "hezbollah": {"en": "Hezbollah", "ar": "حزب الله"},
            "ahrar_al_sham": {"en": "Ahrar al-Sham", "ar": "أحرار الشام"},
            "jaish_al_fatah": {"en": "Jaish al-Fatah", "ar": "جيش الفتح"},
            "zabadani_fighters": {"en": "Zabadani fighters", "ar": "مقاتلو الزبداني"},
        },
        kinds={
            "air_strike": {"en": "air strike", "ar": "غارة جوية"},
            "shelling": {"en": "shelling", "ar": "قصف"},
            "sniping": {"en": "sniper fire", "ar": "قنص"},
            "aid_delivery": {"en": "aid delivery", "ar": "إيصال مساعدات"},
            "armed_attack": {"en": "armed attack", "ar": "هجوم مسلح"},
            "overflight": {"en": "overflight", "ar": "تحليق"},
            "evacuation": {"en": "evacuation", "ar": "إجلاء"},
            "detainee_release": {"en": "release of detainees", "ar": "إطلاق محتجزين"},
        },
        zones={zone: {"en": en, "ar": ar} for zone, (_, _, _, en, ar) in TOWNS.items()}
        | {
            "south": {"en": "southern towns", "ar": "البلدات الجنوبية"},
            "north": {"en": "northern towns", "ar": "البلدات الشمالية"},
            "both": {"en": "both areas", "ar": "المنطقتان"},
        },
        terms={
            "ops": TermWords({"en": "All military operations and fire from inside the zones out and from outside in"}),
            "air": TermWords({"en": "Warplanes and helicopters, helicopter aid drops included"}),
            "wounded": TermWords({"en": "Wounded leave from 25 September", "ar": "خروج الجرحى اعتبارًا من 25 أيلول"}),
            "3": TermWords(
                {
                    "en": "All fighters leave Zabadani with families who wish to, light weapons only, sole destination Idlib"
                }
            ),
            "aid": TermWords({"en": "Delivery to all four in step"}),
            "8": TermWords({"en": "500 detainees after phase 1 is complete"}),
        },
    )
