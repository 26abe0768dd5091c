"""What changed, by name: the part of the agreement, and the point of it that moved."""

from markupsafe import Markup

from hudna.papers.change_values import name_of
from hudna.papers.comparison import Comparison
from hudna.papers.sentences import word_of_act
from hudna.papers.words import Words
from hudna.terms.diff import Change


def say_subject(words: Words, comparison: Comparison, change: Change) -> Markup:
    """Name the part in which something changed: `Term 5`, `Guarantor Iran`, `The time in force`."""
    name = _name(words, comparison, change)
    return {
        "terms": words.say("Term {id}", id=words.isolated(change.about)),
        "zones": words.say("Zone {name}", name=name),
        "exclusions": words.say("Exclusion {name}", name=name),
        "parties": words.say("Party {name}", name=name),
        "guarantors": words.say("Guarantor {name}", name=name),
        "bodies": words.say("Body {name}", name=name),
        "others": words.say("Third state {name}", name=name),
        "escalation": words.say("Rung {name}", name=_rung(words, change.about))
        if change.about
        else words.say("The ladder"),
        "classes": words.say("Class {name}", name=name) if change.about else words.say("The classes of breaches"),
        "phases": words.say("Phase {name}", name=name),
        "tranches": words.say("Tranche {name}", name=name),
        "actors": words.say("Actor {name}", name=name),
        "arms": words.say("Arms {name}", name=name),
        "lines": words.say("Line {name}", name=name),
        "in_force": words.say("The deal"),
        "proof": words.say("Proof"),
        "counting": words.say("Counting"),
        "complaints": words.say("Complaints"),
        "ending": words.say("How the deal ends"),
        "watch": words.say("What is watched"),
        "record": words.say("The record"),
        "languages": words.say("The languages"),
    }.get(change.section, words.say("The agreement"))


def _name(words: Words, comparison: Comparison, change: Change) -> Markup:
    if change.section in ("phases", "arms", "lines"):
        return words.name(comparison.others.get((change.section, change.about)), change.about)
    if change.section == "zones":
        return words.name(comparison.names.zones.get(change.about), change.about)
    if change.section in ("parties", "guarantors", "bodies", "others", "actors"):
        return name_of(words, comparison, change.about)
    return words.data(change.about.replace("_", " "), "en")


def _rung(words: Words, rung: str) -> Markup:
    told = None if words.language == "en" else word_of_act(words, rung)
    return words.key(rung, told) if told is not None else words.data(rung.replace("_", " "), "en")


def say_point(words: Words, change: Change) -> Markup:
    """Name the point of a part that moved. A key that has no words of its own is named as the file writes it."""
    found = _points_of_terms(words) | _points_of_rules(words)
    return found.get((change.section, change.point)) or found.get(("", change.point)) or words.data(
        change.point.replace("_", " "), "en"
    )  # fmt: skip


def word_of_key(words: Words, key: str, section: str = "") -> Markup | None:
    """Give the words for a key of a section, else of a clause; None where it has none of its own."""
    found = _points_of_terms(words) | _points_of_rules(words)
    return found.get((section, key)) or found.get(("", key))


def _points_of_terms(words: Words) -> dict[tuple[str, str], Markup]:
    return {
        ("", "forbid"): words.say("what is forbidden"),
        ("", "require"): words.say("what is owed"),
        ("", "allow"): words.say("what is allowed"),
        ("", "kinds"): words.say("kinds of acts"),
        ("", "by"): words.say("who is bound"),
        ("exclusions", "by"): words.say("who may strike"),
        ("complaints", "by"): words.say("who may complain"),
        ("", "against"): words.say("who is protected"),
        ("", "with"): words.say("with what"),
        ("", "in"): words.say("where"),
        ("", "zones"): words.say("where"),
        ("", "into"): words.say("where it takes effect"),
        ("", "from"): words.say("from where"),
        ("", "to"): words.say("to where"),
        ("complaints", "to"): words.say("to whom"),
        ("escalation", "to"): words.say("to whom"),
        ("", "for"): words.say("who receives"),
        ("", "during"): words.say("when it holds"),
        ("", "phase"): words.say("when it holds"),
        ("", "times"): words.say("when it holds"),
        ("in_force", "from"): words.say("start"),
        ("in_force", "until"): words.say("end"),
        ("in_force", "for"): words.say("length"),
        ("in_force", "times"): words.say("time in force"),
        ("", "after"): words.say("what must come first"),
        ("", "despite"): words.say("the prohibitions it makes an exception to"),
        ("", "needs"): words.say("what must have happened"),
        ("", "judged"): words.say("what only a ruling can say"),
        ("", "quantity"): words.say("amount owed"),
        ("", "deadline"): words.say("deadline"),
        ("", "within"): words.say("time to act"),
        ("", "every"): words.say("period"),
        ("", "partial"): words.say("what a part is worth"),
        ("", "evidence"): words.say("what shows it was done"),
        ("", "mirrors"): words.say("the duty it waits on"),
        ("", "at_most"): words.say("longest suspension"),
        ("", "lifesaving"): words.say("whether it is lifesaving"),
        ("", "sustain"): words.say("whether it must stay met"),
        ("", "jointly"): words.say("whether it is owed jointly"),
        ("", "purpose"): words.say("purpose"),
        ("", "ground"): words.say("ground"),
        ("", "order"): words.say("order"),
    }


def _points_of_rules(words: Words) -> dict[tuple[str, str], Markup]:
    return {
        ("", "actors"): words.say("armed groups"),
        ("exclusions", "actors"): words.say("groups outside the protection"),
        ("", "still_protected"): words.say("who stays protected"),
        ("", "proof_on"): words.say("who must show who was struck"),
        ("", "co_located"): words.say("ground held together with a party"),
        ("", "answers_for"): words.say("for whom it answers"),
        ("", "answers_within"): words.say("time to answer"),
        ("", "if_silent"): words.say("what its silence means"),
        ("", "levers"): words.say("what it can withhold"),
        ("", "accepted_by"): words.say("who accepts it"),
        ("", "refused_by"): words.say("who refuses it"),
        ("", "rules_against"): words.say("against whom it can find"),
        ("", "tasks"): words.say("tasks"),
        ("", "members"): words.say("members"),
        ("", "chair"): words.say("who chairs it"),
        ("", "access"): words.say("where it may go"),
        ("", "stops_when"): words.say("answers that stop the clock"),
        ("", "classes"): words.say("classes it opens for"),
        ("", "act"): words.say("what is asked"),
        ("proof", "notice"): words.say("the standard for notice to the guarantor"),
        ("proof", "breach"): words.say("the standard for a breach"),
        ("proof", "suspension"): words.say("the standard for withholding a mirrored duty"),
        ("", "thresholds"): words.say("lower ends of the standards"),
        ("", "k"): words.say("how far a source may be worse than it looks"),
        ("", "independent"): words.say("how many independent sources"),
        ("", "sides"): words.say("whether sources must lean differently"),
        ("", "unit"): words.say("what is counted"),
        ("", "one_incident"): words.say("when two happenings are one"),
        ("", "renewal"): words.say("renewal"),
        ("", "on_lapse"): words.say("what goes on after the end"),
        ("", "signed_by"): words.say("whether anybody signed"),
        ("", "adherents"): words.say("who joined"),
        ("", "steps"): words.say("steps"),
        ("agreement", "signed"): words.say("when it was signed"),
        ("", "clock"): words.say("clock"),
        ("", "gazetteer"): words.say("list of administrative units"),
        ("", "terms"): words.say("terms"),
    }
