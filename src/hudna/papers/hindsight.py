"""What would have been judged otherwise, in sentences: allegations that appear, vanish or change, and duties that stand otherwise."""

from markupsafe import Markup

from hudna.compliance import Otherwise
from hudna.papers.change_values import name_of
from hudna.papers.comparison import Comparison, Hindsight
from hudna.papers.sentences import say_range, say_standard
from hudna.papers.words import Words


def say_hindsight(words: Words, comparison: Comparison, hindsight: Hindsight) -> list[Markup]:
    """Say first how many, then each allegation and each duty that two versions judge differently."""
    allegations = [one for one in hindsight.otherwise if one.form == "allegation"]
    acts = len({one.about for one in allegations})
    lede = words.say(
        "As known at {moment}: of {all} incidents {acts} would be judged otherwise.", moment=words.moment(hindsight.as_of),
        all=words.number(hindsight.judged), acts=words.number(acts),
    )  # fmt: skip
    ranked = sorted(hindsight.otherwise, key=lambda one: _weight(hindsight, one))
    return [lede, *(_say_one(words, comparison, hindsight, one) for one in ranked)]


def _weight(hindsight: Hindsight, one: Otherwise) -> tuple[bool, bool, str]:
    """Breaches under either version first, then allegations, then duties; each by day."""
    counts = any(row is not None and row.get("is_breach") for row in (one.old, one.new))
    told = hindsight.incidents.get(one.about)
    return not counts, one.form == "duty", told.occurred_from.isoformat() if told else ""


def _say_one(words: Words, comparison: Comparison, hindsight: Hindsight, one: Otherwise) -> Markup:
    names = [name_of(words, comparison, id_) for id_ in one.who.split("+") if id_]
    last = "and" if one.form == "duty" else "or"  # a duty owed jointly; one of several accused
    who = words.listed(names, last=last) or words.say("nobody named")
    term = words.isolated(one.term)
    if one.form == "duty":
        old, new = (_state(words, row) for row in (one.old, one.new))
        return words.say("Duty {term}, owed by {who}: {old}; now {new}.", term=term, who=who, old=old, new=new)
    act = _act(words, comparison, hindsight, one.about)
    if one.what == "appears":
        return words.say(
            "{act}: now alleged against {who} under term {term}: {new}.",
            act=act,
            who=who,
            term=term,
            new=_held(words, one.new),
        )
    if one.what == "vanishes":
        return words.say(
            "{act}: no longer alleged against {who} under term {term}; it was {old}.",
            act=act,
            who=who,
            term=term,
            old=_held(words, one.old),
        )
    return words.say(
        "{act}: alleged against {who} under term {term}: was {old}; is {new}.", act=act, who=who, term=term,
        old=_held(words, one.old), new=_held(words, one.new),
    )  # fmt: skip


def _act(words: Words, comparison: Comparison, hindsight: Hindsight, incident_id: str) -> Markup:
    told = hindsight.incidents.get(incident_id)
    if told is None:
        return words.isolated(incident_id)
    kind = name_of(words, comparison, told.kind, "kinds") if told.kind else words.say("kind not told")
    return words.commas([words.day(told.occurred_from), kind, words.data(told.place)])


def _held(words: Words, row: object) -> Markup:
    """What one version makes of an allegation: its range, the standard it reaches, its class, and whether it counts."""
    assert isinstance(row, dict)
    parts = [
        say_range(words, row["p_lower"], row["p_upper"]),
        say_standard(words, row["standard"]),
        *([words.data(row["breach_class"].replace("_", " "), "en")] if row["breach_class"] else []),
        *([words.say("put before the guarantor")] if row["is_put"] else []),
        words.say("a breach") if row["is_breach"] else words.say("not counted as a breach"),
    ]
    return words.commas(parts)


def _state(words: Words, row: object) -> Markup:
    if row is None:
        return words.say("not owed")
    assert isinstance(row, dict)
    if row["state"] == "breached":  # in the words of the board, which calls nobody in breach for want of a report
        if row["met_at"] is not None and row["due_at"] is not None:
            late = max(1, (words.local(row["met_at"]).date() - words.local(row["due_at"]).date()).days)
            return words.count("met {n} day late", "met {n} days late", late)
        return words.say("no report that it was done, due {day}", day=words.due_day(row["due_at"]))
    state = {
        "waiting": words.say("waiting"), "open": words.say("open"), "met": words.say("met"),
        "suspended": words.say("suspended"), "waived": words.say("waived"), "lapsed": words.say("lapsed"),
    }[row["state"]]  # fmt: skip
    return (
        state
        if row["due_at"] is None
        else words.say("{state}, due {day}", state=state, day=words.due_day(row["due_at"]))
    )
