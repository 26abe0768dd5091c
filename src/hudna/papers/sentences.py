"""What the board says in words: each sentence is made from the same values as the drawing beside it.

Words for a probability after ui/design.md, section 4; standards after docs/semantics.md, "Standards of proof". Claimed, alleged,
found and ruled are kept apart; of a claim we never say that it is proved.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from markupsafe import Markup

from hudna.compliance import lower_end
from hudna.compliance.standards import LOWER_ENDS
from hudna.compliance.tables import STANDARDS
from hudna.papers.words import Words

NEAR = 1e-9
EDGES = (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
NO_THRESHOLDS: Mapping[str, float] = MappingProxyType({})  # the agreement sets none of its own


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


def say_probability(
    words: Words, lower: float, middle: float, upper: float, *, thresholds: Mapping[str, float] = NO_THRESHOLDS
) -> Markup:
    """A word from the middle with the interval; no word where the interval crosses more than two."""
    between = say_range(words, lower, upper, thresholds=thresholds)
    first, last = steps_crossed(lower, upper)
    if last - first <= 1:
        return words.say("{word} ({range})", word=word_of(words, bisect_right(EDGES, middle + NEAR) - 1), range=between)
    if middle > 0.55:
        return words.say("points to it, not settled ({range})", range=between)
    return words.say("not settled ({range})", range=between)


def percent(share: float, *, thresholds: Mapping[str, float] = NO_THRESHOLDS) -> str:
    """A share in whole percent, never rounded up onto the lower end of a standard that it does not reach.

    `thresholds` are the lower ends that the agreement sets itself.
    """
    shown = round(100 * share)
    if any(shown == round(100 * end) and share < end - NEAR for end in lower_ends_of(thresholds).values()) or (
        shown == 100 and share < 1 - 0.005
    ):
        shown -= 1
    return str(shown)


def say_range(words: Words, lower: float, upper: float, *, thresholds: Mapping[str, float] = NO_THRESHOLDS) -> Markup:
    """`34–98 %`, one number where both ends are shown alike, and `under 1 %`."""
    if upper < 0.01 and upper > NEAR:
        return words.say("under 1 %")
    low, high = percent(lower, thresholds=thresholds), percent(upper, thresholds=thresholds)
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
    return {standard: float(lower_end(standard, thresholds)) for standard in LOWER_ENDS}


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
    missing = _what_is_missing(words, held, after, thresholds)
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


def _what_is_missing(words: Words, held: Held, after: str, thresholds: Mapping[str, float]) -> list[Markup]:
    missing = []
    needed = lower_end(after, thresholds)
    if held.p_lower < needed - NEAR:
        missing.append(
            words.say(
                "a lower end of {needed} % (it is {is_} %)",
                needed=round(100 * needed),
                is_=words.isolated(percent(held.p_lower, thresholds=thresholds)),
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


def say_deadline(
    words: Words,
    *,
    who: Markup,
    act: Markup,
    state: str,
    due_at: datetime | None,
    as_of: datetime,
    has_answers_file: bool,
    has_spoken: bool = False,
) -> Markup:
    """Who must act by when; late only where somebody could have answered and we would know.

    `has_spoken`: the addressee has said something on it, though nothing that this step asks for.
    """
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
    if has_spoken:
        return words.say(
            "{who} was to {act} by {when} and has not done so.", who=who, act=act, when=words.moment_short(due_at)
        )
    return words.say(
        "{who} was to {act} by {when} and has not replied.", who=who, act=act, when=words.moment_short(due_at)
    )


def say_act(words: Words, rung: str, act: str | None) -> Markup:
    """What a rung asks of its addressee."""
    told = word_of_act(words, act) or word_of_act(words, rung)
    return told or words.say("act on “{rung}”", rung=words.data((act or rung).replace("_", " ")))


def word_of_act(words: Words, act: str | None) -> Markup | None:
    """Give the words for an act that a ladder asks; None for one of the agreement's own."""
    return {
        "notice": words.say("acknowledge"),
        "acknowledge": words.say("acknowledge"),
        "answer": words.say("answer"),
        "guarantors": words.say("meet with the other guarantors"),
        "consult": words.say("meet with the other guarantors"),
        "envoy": words.say("refer it to the envoy"),
        "withhold_lever": words.say("withhold its lever"),
        "consequence": words.say("act on the consequence"),
    }.get(act or "")


def say_answer(words: Words, answer: str, ruling: str | None) -> Markup:
    """What was answered or ruled, or that a ruling ended a clock."""
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
        "ruling": words.say("ended by a ruling"),
        "joint_ruling": words.say("ended by a joint ruling"),
    }.get(answer, words.data(answer.replace("_", " ")))


def say_late(words: Words, due_at: datetime, as_of: datetime) -> Markup:
    """`1 d 9 h late`."""
    return words.say("{duration} late", duration=words.duration(max(as_of - due_at, timedelta(0))))


def say_ruling(words: Words, ruling: str) -> Markup:
    """A ruling as a sentence begins with it."""
    return {
        "breach": words.say("Ruled a breach"),
        "no_breach": words.say("Ruled no breach"),
        "outside": words.say("Ruled outside the agreement"),
        "not_attributable": words.say("Ruled not attributable"),
    }.get(ruling, words.data(ruling))


def lower_first(words: Words, title: Markup) -> Markup:
    """A title inside a sentence: a small first letter, past the markup, unless what follows is a capital too."""
    start = title.find(">") + 1 if title.startswith("<") else 0
    if words.language == "ar" or title[start + 1 : start + 2].isupper():
        return title
    return Markup(title[:start] + title[start : start + 1].lower() + title[start + 1 :])
