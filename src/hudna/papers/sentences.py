"""What the board says in words: each sentence is made from the same values as the drawing beside it.

Words for a probability after ui/design.md, section 4; standards after docs/semantics.md, "Standards of proof". Claimed, alleged,
found and ruled are kept apart; of a claim we never say that it is proved.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from hudna.compliance.tables import STANDARDS
from hudna.papers.words import Words

NEAR = 1e-9
EDGES = (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
LOWER_ENDS = {
    "reasonable_suspicion": 0.25,
    "reasonable_grounds": 0.50,
    "clear_and_convincing": 0.75,
    "beyond_reasonable_doubt": 0.95,
}


def word_of(words: Words, index: int) -> Markup:
    """The word of a step of the scale, 0 to 6."""
    return (
        words.say("almost certainly not"),
        words.say("very unlikely"),
        words.say("unlikely"),
        words.say("about even"),
        words.say("likely"),
        words.say("very likely"),
        words.say("almost certain"),
    )[index]


def steps_crossed(lower: float, upper: float) -> tuple[int, int]:
    """The first and last step of the scale that an interval touches; an upper end exactly on an edge stays below it."""
    first = bisect_right(EDGES, lower + NEAR) - 1
    return first, max(first, bisect_left(EDGES, upper - NEAR) - 1)


def say_probability(words: Words, lower: float, middle: float, upper: float) -> Markup:
    """A word from the middle with the interval; no word where the interval crosses more than two."""
    between = say_range(words, lower, upper)
    first, last = steps_crossed(lower, upper)
    if last - first <= 1:
        return words.say("{word} ({range})", word=word_of(words, bisect_right(EDGES, middle + NEAR) - 1), range=between)
    if middle > 0.55:
        return words.say("points to it, not settled ({range})", range=between)
    return words.say("not settled ({range})", range=between)


def percent(share: float) -> str:
    """A share in whole percent. It is never rounded up onto the lower end of a standard that it does not reach."""
    shown = round(100 * share)
    if any(shown == round(100 * end) and share < end - NEAR for end in LOWER_ENDS.values()) or (
        shown == 100 and share < 1 - 0.005
    ):
        shown -= 1
    return str(shown)


def say_range(words: Words, lower: float, upper: float) -> Markup:
    """`34–98 %`, one number where both ends are shown alike, and `under 1 %`."""
    if upper < 0.01 and upper > NEAR:
        return words.say("under 1 %")
    low, high = percent(lower), percent(upper)
    return Markup('<bdi class="nowrap" dir="ltr">{} %</bdi>').format(low if low == high else f"{low}–{high}")


def say_standard(words: Words, standard: str) -> Markup:
    """The name of a standard of proof."""
    return {
        "none": words.say("below reported"),
        "reported": words.say("reported"),
        "reasonable_suspicion": words.say("reasonable suspicion"),
        "reasonable_grounds": words.say("reasonable grounds"),
        "clear_and_convincing": words.say("clear and convincing"),
        "beyond_reasonable_doubt": words.say("beyond reasonable doubt"),
    }[standard]


@dataclass(frozen=True)
class Held:
    """The values of one allegation from which its standard is explained."""

    p_lower: float
    p_breach: float
    p_upper: float
    standard: str
    groups_naming: int
    groups_not_adverse: int
    is_admitted: bool
    ruling: str | None = None


def lower_ends_of(thresholds: Mapping[str, float]) -> dict[str, float]:
    """The lower end each standard needs: the agreement's own where it sets one."""
    return {standard: float(thresholds.get(standard, end)) for standard, end in LOWER_ENDS.items()}


def say_why_not_higher(words: Words, held: Held, thresholds: Mapping[str, float]) -> list[Markup]:
    """What is missing for the next standard, and what would lift it; empty when a person has ruled."""
    if held.ruling:
        return []
    reached = STANDARDS.index(held.standard)
    if held.standard in ("clear_and_convincing", "beyond_reasonable_doubt"):
        return [words.say("Beyond reasonable doubt is never computed: only persons can rule it.")]
    after = STANDARDS[reached + 1]
    if after == "reported":
        return [words.say("No claim names the accused.")]
    missing = _what_is_missing(words, held, after, lower_ends_of(thresholds)[after])
    said = []
    if missing:
        said.append(
            words.say(
                "For <b>{standard}</b> it lacks: {missing}.",
                standard=say_standard(words, after),
                missing=words.listed(missing),
            )
        )
    if held.groups_naming and not held.groups_not_adverse and not held.is_admitted:
        said.append(words.say("Told by adverse sources only: it stays at suspicion, however many repeat it."))
        said.append(
            words.say(
                "What would lift it: one report from a source that leans to no side, or the word of the accused’s own side."
            )
        )
    elif held.is_admitted:
        said.append(words.say("Its own side says so: a claim against the interest of the one who makes it."))
    return said


def _what_is_missing(words: Words, held: Held, after: str, lower_end: float) -> list[Markup]:
    missing = []
    if held.p_lower < lower_end - NEAR:
        missing.append(
            words.say(
                "a lower end of {needed} % (it is {is_} %)",
                needed=round(100 * lower_end),
                is_=words.isolated(percent(held.p_lower)),
            )
        )
    if after in ("reasonable_suspicion", "reasonable_grounds") and held.p_breach < 0.5 - NEAR:
        missing.append(words.say("a middle of 50 % (it is {is_} %)", is_=words.isolated(percent(held.p_breach))))
    if (
        after in ("reasonable_grounds", "clear_and_convincing")
        and held.groups_naming < 2
        and not (after == "reasonable_grounds" and held.is_admitted)
    ):
        missing.append(
            words.say("two independent groups of sources that name the accused (there is {n})", n=held.groups_naming)
        )
    if after == "clear_and_convincing" and held.groups_not_adverse < 1:
        missing.append(words.say("one group among them that does not lean against the accused"))
    return missing


# ---- the sentence on top ----
@dataclass(frozen=True)
class Standing:
    """Where the agreement stands: what the sentence on top is made of."""

    acts_by_accused: Mapping[str, int]  # accused -> acts alleged, from `notice` on
    accused_names: Mapping[str, Markup]
    breaches: int  # acts that reach the standard for a breach, or are ruled
    breach_titles: Sequence[Markup]
    reported_only: int  # acts below notice that a claim puts on a party
    duties_late: int  # past their day and not met
    duties_met_late: Sequence[int]  # days
    overdue: Markup | None  # the clock that ran out last, as a sentence
    deadline: Markup | None  # the running clock with the least time left, as a sentence
    notice: str = "reasonable_suspicion"


def say_standing(words: Words, standing: Standing) -> Markup:
    """The sentence on top: what is alleged on each side, what counts, which duty is late, who must act by when."""
    said = [_say_alleged(words, standing)]
    alleged = sum(standing.acts_by_accused.values())
    if alleged:
        said.append(_say_what_counts(words, standing, alleged))
    if standing.duties_late:
        said.append(words.count("{Number} duty is late.", "{Number} duties are late.", standing.duties_late))
    elif standing.duties_met_late:
        longest = max(standing.duties_met_late)
        days = words.count("{n} day", "{n} days", longest)
        met_late = len(standing.duties_met_late)
        said.append(
            words.count(
                "{Number} duty was met {days} late.",
                "{Number} duties were met late, by up to {days}.",
                met_late,
                days=days,
            )
        )
    if standing.overdue and standing.deadline:
        said.append(standing.overdue)
    if standing.deadline or standing.overdue:
        said.append(Markup("<b>{}</b>").format(standing.deadline or standing.overdue))
    return Markup(" ").join(said)


def _say_alleged(words: Words, standing: Standing) -> Markup:
    alleged = sum(standing.acts_by_accused.values())
    if not alleged:
        if standing.reported_only:
            return words.count(
                "{Number} act is reported; it does not reach {standard}.",
                "{Number} acts are reported; none reaches {standard}.",
                standing.reported_only,
                standard=say_standard(words, standing.notice),
            )
        return words.say("Nothing is alleged.")
    counts = list(standing.acts_by_accused.values())
    if len(counts) == 2 and counts == [1, 1]:
        return words.say("Two acts are alleged, <b>one on each side</b>.")
    where = words.listed(
        [
            words.say("{n} against {accused}", n=words.number(n), accused=standing.accused_names[accused])
            for accused, n in standing.acts_by_accused.items()
        ]
    )
    if len(counts) == 1:
        accused = next(iter(standing.acts_by_accused))
        return words.count(
            "{Number} act is alleged, against {accused}.",
            "{Number} acts are alleged, all against {accused}.",
            alleged,
            accused=standing.accused_names[accused],
        )
    return words.count("{Number} act is alleged: {where}.", "{Number} acts are alleged: {where}.", alleged, where=where)


def _say_what_counts(words: Words, standing: Standing, alleged: int) -> Markup:
    if not standing.breaches:
        return words.say("None counts as a breach.") if alleged > 1 else words.say("It does not count as a breach.")
    if standing.breaches == alleged:
        return words.say("It counts as a breach.") if alleged == 1 else words.say("All count as breaches.")
    if standing.breaches == 1:
        return words.say("Only one counts as a breach: {title}.", title=lower_first(words, standing.breach_titles[0]))
    return words.count("Only {number} counts as a breach.", "Only {number} count as breaches.", standing.breaches)


def say_deadline(
    words: Words,
    *,
    who: Markup,
    act: Markup,
    state: str,
    due_at: datetime | None,
    as_of: datetime,
    has_answers_file: bool,
) -> Markup:
    """Who must act by when; late only where somebody could have answered and we would know."""
    if due_at is None:
        return words.say("{who}: {act}; no time is set.", who=who, act=act)
    if state == "running":
        return words.say("{who} must {act} within {left}.", who=who, act=act, left=words.duration(due_at - as_of))
    if not has_answers_file:
        return words.say(
            "{who} was to {act} by {when}; no answers file was given.",
            who=who,
            act=act,
            when=words.moment_short(due_at),
        )
    return words.say(
        "{who} was to {act} by {when} and has not replied.", who=who, act=act, when=words.moment_short(due_at)
    )


def say_act(words: Words, rung: str, act: str | None) -> Markup:
    """What a rung asks of its addressee."""
    known = {
        "notice": words.say("acknowledge"),
        "acknowledge": words.say("acknowledge"),
        "answer": words.say("answer"),
        "guarantors": words.say("meet with the other guarantors"),
        "consult": words.say("meet with the other guarantors"),
        "envoy": words.say("refer it to the envoy"),
        "withhold_lever": words.say("withhold its lever"),
        "consequence": words.say("act on the consequence"),
    }
    for key in (act, rung):
        if key in known:
            return known[key]
    return words.say("act on “{rung}”", rung=words.data((act or rung).replace("_", " ")))


def say_answer(words: Words, answer: str, ruling: str | None) -> Markup:
    """What was answered, or ruled."""
    if ruling:
        return {
            "breach": words.say("ruled: breach"),
            "no_breach": words.say("ruled: no breach"),
            "outside": words.say("ruled: outside the agreement"),
            "not_attributable": words.say("ruled: not attributable"),
        }.get(ruling, words.data(ruling))
    return {
        "acknowledged": words.say("acknowledged"),
        "accepted": words.say("accepted"),
        "remedied": words.say("remedied"),
        "denied_with_evidence": words.say("denied with evidence"),
        "not_ours": words.say("not ours"),
        "refused": words.say("refused"),
        "asks_for_facts": words.say("asks for facts"),
        "done": words.say("done"),
    }.get(answer, words.data(answer.replace("_", " ")))


def say_late(words: Words, due_at: datetime, as_of: datetime) -> Markup:
    """`1 d 9 h late`."""
    return words.say("{duration} late", duration=words.duration(max(as_of - due_at, timedelta(0))))


def count_alike(things: Sequence[str]) -> dict[str, int]:
    """Count equal things, in order of first appearance."""
    return dict(Counter(things))


def lower_first(words: Words, title: Markup) -> Markup:
    """A title inside a sentence: a small first letter, past the markup, unless what follows is a capital too."""
    start = title.find(">") + 1 if title.startswith("<") else 0
    if words.language == "ar" or title[start + 1 : start + 2].isupper():
        return title
    return Markup(title[:start] + title[start : start + 1].lower() + title[start + 1 :])
