"""Every key of the format is read by the evaluation, changes no result, or is listed where it would: none is passed over in silence."""

from collections.abc import Iterator

import pytest

from hudna.terms.values import Disputed, Part, Undefined, Unread, Value, Version
from terms.deals import SIDES, compiled

EVERY_PART = {"source", "trust", "note"}
GAPS = (
    Undefined,
    Unread,
    Disputed,
    Version,
)  # ways of not saying something: read at every field, see test_force and test_compile_*
SAME_AS = {"Clause": "Term", "Row": "Term", "Shape": "Zone"}

EVALUATED = {
    "Agreement": "hudna history clock gazetteer signed day_zero in_force phases proof counting parties guarantors bodies others actors"
    " actors_from arms lines zones terms tranches exclusions classes escalation",
    "Event": "what date until",
    "Continues": "continues",
    "InForce": "from_ for_ until endless on_lapse",
    "Phase": "from_ until for_ next agreed",
    "Party": "actors on_split adherents",
    "Adherent": "actor date",
    "Guarantor": "answers_for actors answers_within if_silent",
    "Body": "rules_against",
    "Other": "actors",
    "Actor": "aliases members became",
    "Succession": "actor date",
    "Arm": "types calibre_mm",
    "Calibre": "at_least at_most",
    "Line": "geojson undefined unread within disputed",
    "LineVersion": "val",
    "Zone": "circle admin strip beyond union minus geojson undefined unread within during disputed use",
    "ShapeVersion": "val",
    "Circle": "lat lon km",
    "AlongLine": "line km side",
    "Term": "by against with_ in_ into from_ to for_ during phase despite needs judged quantity deadline within sustain jointly mirrors"
    " at_most lifesaving forbid require allow rows",
    "Need": "act by to since before within km",
    "Quantity": "exactly at_least at_most between all unit",
    "Tranche": "terms rule order if_late",
    "Exclusion": "actors zones by kinds during phase needs judged proof_on co_located still_protected",
    "BreachClassOf": "kinds or_",
    "OrHarm": "killed injured",
    "Proof": "notice breach suspension thresholds k",
    "Thresholds": "reasonable_suspicion reasonable_grounds clear_and_convincing beyond_reasonable_doubt",
    "RungOf": "rung to within stops_when classes",
    "Period": "from_ until for_",
    "Span": "from_ until",
    "Day": "day",
}

DESCRIPTIVE = {
    "Agreement": "id title version status languages published glossary sources unread complaints ending watch record",
    "Languages": "authentic prevails also",
    "SourceOf": "title url date",
    "Event": "by",
    "Phase": "name talks_by",
    "Party": "name signed_by register_",
    "Signature": "who date",
    "Adherent": "count through",
    "Guarantor": "name levers accepted_by refused_by present_at",
    "Lever": "lever over",
    "Body": "name members chair tasks access during reports_within publishes_within accepted_by refused_by",
    "Other": "name consents",
    "Actor": "name",
    "Arm": "name",
    "Line": "name dated",
    "Zone": "name",
    "Term": "text summary evidence",  # evidence: what a ruling can rest on, until rulings on performances are read
    "Evidence": "by what",
    "Tranche": "attended_by",
    "Exclusion": "list_",  # the groups themselves stand under `actors`
    "ListOf": "document dated amended_by",
    "RungOf": "act falls_on",
    "Complaints": "by to opens form acknowledged_within facts_within ruled_within docket",
    "Ending": "one_breach leave outside threshold after_collapse",
    "Leave": "notice to",
    "GroundFor": "ground_for",
    "EndingThreshold": "class_ count in_ standard decided_by",
    "AfterCollapse": "counter adds",
    "Watch": "outcome in_ tolerated rings_km horizon",
    "Tolerated": "at_most per",
    "Record": "origin keeper quorum public witnesses",
}

FIRE = "  fire: {forbid: [armed_attack], by: [all]}\n"
FREE = "  free: {require: detainee_release, by: [town]}\n"
WAITS = "phases:\n  two: {after: [free], for: P10D}\n"
RENEWED = 'in_force: {from: "2016-02-27T00:00", for: P1M, renewal: {how: unless_refused, by: [army], ask_before: P5D, for: P1M}}\n'


def owed(more: str) -> str:
    return f"  food: {{require: aid_delivery, by: [army], {more}}}\n"


def exchanged(more: str) -> dict[str, str]:
    return {
        "terms": owed("deadline: {day: 9}") + FREE,
        "more": f"tranches:\n  swap: {{terms: [food, free], rule: in_steps, {more}}}\n",
    }


# Field, a deal in which it would change a result (sections as tests.terms.deals takes them), and how it is then listed.
NOT_EVALUATED: list[tuple[str, dict[str, str], tuple[str, str]]] = [
    ("Event.adds", {"terms": FIRE, "more": "history: [{what: amended, date: 2016-03-01, adds: [fire]}]\n"}, ("history", "adds: fire")),
    ("InForce.renewal", {"terms": FIRE, "in_force": RENEWED}, ("in_force", "renewal")),
    *((f"Renewal.{f}", {"terms": FIRE, "in_force": RENEWED}, ("in_force", "renewal")) for f in ["how", "by", "ask_before", "for_"]),
    ("Phase.after", {"terms": FIRE + FREE + "  let: {allow: [armed_attack], despite: [fire], phase: two}\n", "more": WAITS}, ("let", "after")),
    ("Phase.meanwhile", {"terms": FIRE, "more": "phases:\n  two: {from: 2016-03-01, meanwhile: {continues: [fire]}}\n"}, ("phases", "two.meanwhile")),
    ("Proof.independent", {"terms": FIRE, "more": "proof: {independent: 3}\n"}, ("proof", "independent")),
    ("Proof.sides", {"terms": FIRE, "more": "proof: {sides: different}\n"}, ("proof", "sides")),
    ("Proof.denial_of_access", {"terms": FIRE, "more": "proof: {denial_of_access: presumed_breach}\n"}, ("proof", "denial_of_access")),
    ("Proof.not_attributable", {"terms": FIRE, "more": "proof: {not_attributable: false}\n"}, ("proof", "not_attributable")),
    ("Counting.unit", {"terms": FIRE, "more": "counting: {unit: round}\n"}, ("counting", "unit")),
    *(
        (f, {"terms": FIRE, "more": "counting: {one_incident: {km: 1, within: PT1H, same: [actor]}}\n"}, ("counting", "one_incident"))
        for f in ["Counting.one_incident", "OneIncident.km", "OneIncident.within", "OneIncident.same"]
    ),
    ("Term.after", {"terms": FIRE + FREE + "  let: {allow: [armed_attack], despite: [fire], after: [free]}\n"}, ("let", "after")),
    ("Term.purpose", {"terms": "  fire: {forbid: [armed_attack], by: [all], purpose: gain}\n"}, ("fire", "purpose")),
    ("Term.every", {"terms": owed("every: {undefined: regularly}")}, ("food", "every")),
    ("Term.partial", {"terms": owed("partial: {undefined: as far as possible}")}, ("food", "partial")),
    ("Partial.floor", {"terms": owed("partial: {floor: {undefined: most of it}}")}, ("food", "partial")),
    ("Partial.pro_rata", {"terms": owed("partial: {pro_rata: true}")}, ("food", "partial.pro_rata")),
    *(
        (f"Quantity.{key}", {"terms": FREE + owed(f"quantity: {{between: [1, 900], unit: persons, {key}: {value}}}")}, ("food", f"quantity.{key}"))
        for key, value in {
            "of": "{women: 1}", "incl": "{women: 1}", "only": "[women]", "named": "true", "swap": "[dead]", "quality": "fit to eat",
        }.items()
    ),
    *(
        (f"Quantity.{key}", {"terms": FREE + owed("quantity: {per: free, rates: {women: 2}, unit: persons}")}, ("food", f"quantity.{key}"))
        for key in ["per", "rates"]
    ),
    ("Tranche.steps", exchanged("steps: [{food: first, free: all}]"), ("tranches", "swap.steps.1.food: first")),
    ("Tranche.grace", exchanged("grace: {undefined: some days}"), ("tranches", "swap.grace")),
    ("Tranche.slack", exchanged("slack: {undefined: a little}"), ("tranches", "swap.slack")),
    ("Tranche.in_", exchanged("in: [centre]"), ("tranches", "swap.in")),
]  # fmt: skip


def models(of: type[Value] = Value) -> Iterator[type[Value]]:
    """Give every mapping of the format: the models that stand for one, without those that every field can hold instead of a value."""
    for model in of.__subclasses__():
        if "[" not in model.__name__ and not issubclass(model, GAPS):
            if model is not Part:
                yield model
            yield from models(model)


def test_every_key_is_evaluated_or_descriptive_or_not_evaluated_and_only_one_of_them() -> None:
    tables = [
        {f"{model}.{field}" for model, fields in table.items() for field in fields.split()}
        for table in (EVALUATED, DESCRIPTIVE)
    ]
    tables.append({field for field, _, _ in NOT_EVALUATED})
    written = {
        f"{SAME_AS.get(model.__name__, model.__name__)}.{field}"
        for model in models()
        for field in model.model_fields
        if field not in EVERY_PART
    }

    assert set.union(*tables) == written
    assert sum(map(len, tables)) == len(written)


@pytest.mark.parametrize(("field", "deal", "row"), NOT_EVALUATED, ids=[field for field, _, _ in NOT_EVALUATED])
def test_a_key_that_would_change_a_result_is_listed(field: str, deal: dict[str, str], row: tuple[str, str]) -> None:
    assert row in compiled(**deal).not_evaluated


@pytest.mark.parametrize(
    "more",
    [
        "proof: {independent: 2, denial_of_access: no_inference, not_attributable: true}\n",
        "counting: {unit: incident}\n",
        "phases: {two: {from: 2016-03-01, meanwhile: continues}}\n",
        "classes: {grave: {or: {killed: 5}}}\n",
        "history: [{what: amended, date: 2016-03-01}]\n",
    ],
)
def test_a_key_that_says_what_is_done_anyway_is_not_listed(more: str) -> None:
    assert compiled(FIRE, more=more).not_evaluated == ()


def test_a_renewal_that_somebody_must_ask_for_is_known_from_the_history() -> None:
    by_consent = RENEWED.replace("unless_refused", "consent")

    assert compiled(FIRE, in_force=by_consent).not_evaluated == ()


def test_an_exclusion_that_waits_for_a_duty_may_apply_and_is_listed() -> None:
    sections = WAITS + "actors: {banner: {}}\nexclusions:\n  listed: {actors: [banner], by: [army], phase: two}\n"

    deal = compiled(FIRE + FREE, sides=SIDES, more=sections)

    assert deal.not_evaluated == (("exclusions", "listed.after"),)
    assert [taking.not_evaluated for norm in deal.norms for taking in norm.takings] == [("after",)]
