"""The mediator's report of a stress test, in words ready to print: one value that the page, the two printed pages and the terminal share.

It speaks about what the text makes worth doing, never about what anybody intends, and prints what it does not cover every time.
Order after ui/design.md, "Stress test".
"""

from dataclasses import dataclass

from markupsafe import Markup

from hudna.credibility import Chain, Stress
from hudna.papers.stress_changes import Change, tell_changes
from hudna.papers.stress_charts import tell_bars, tell_survival
from hudna.papers.stress_drawn import Drawn, Table, days, of_hundred, share_of
from hudna.papers.stress_guarantors import tell_ends, tell_threats, tell_window, tell_without
from hudna.papers.stress_names import name_kind, name_party, name_requirement, name_step, name_verdict
from hudna.papers.stress_numbers import list_numbers, say_not_covered, tell_assumed
from hudna.papers.svg.stress import draw_dots, draw_pair, draw_share
from hudna.papers.words import Words, plain

DOTS = 20
FEW = 3
LEAST_DAYS = 0.05


@dataclass(frozen=True)
class Link:
    """One step of a chain: its number, what it is."""

    number: Markup
    words: Markup
    is_weak: bool = False


@dataclass(frozen=True)
class Told:
    """The chain of one party's weakest step."""

    heading: Markup
    links: tuple[Link, ...]
    drawing: Markup
    behind: Markup
    """What the cost is made of."""


@dataclass(frozen=True)
class Share:
    """So many of 100 readings."""

    what: Markup
    share: float
    said: Markup
    drawing: Markup


@dataclass(frozen=True)
class Report:
    """All of it."""

    title: Markup
    meta: Markup
    is_mostly_assumption: bool
    lede: Markup
    under: Markup
    share: Drawn
    chains: tuple[Told, ...]
    holds: Share
    fails: tuple[Share, ...]
    windows: tuple[Drawn, ...]
    windows_meta: Markup
    threats: tuple[Markup, ...]
    ends: tuple[Markup, ...]
    changes: tuple[Change, ...]
    changes_meta: Markup
    bars: Drawn
    survival: Drawn
    assumed: tuple[Markup, ...]
    numbers: Table
    not_covered: tuple[Markup, ...]
    foot: Markup


def report_stress(found: Stress, words: Words) -> Report:
    """Put a stress test into words."""
    return Report(
        title=words.name(_title(found), found.agreement.id),
        meta=words.say(
            "{readings} readings drawn from the ranges, seed {seed}; text {version}, numbers {file}",
            readings=words.number(found.assumptions.draws),
            seed=words.isolated(str(found.assumptions.seed)),
            version=words.isolated(found.agreement.version),
            file=words.isolated(found.assumptions.file),
        ),
        is_mostly_assumption=found.is_mostly_assumption,
        lede=_lede(found, words),
        under=words.say("Said about what the text makes worth doing, never about what anyone intends."),
        share=_share(found, words),
        chains=tuple(_chain(found, words, chain) for chain in found.chains),
        holds=_of_readings(
            words, words.say("Every condition holds"), found.summary.p_holds, error=found.summary.p_holds_error
        ),
        fails=tuple(
            _of_readings(words, name_requirement(found, words, id_), share)
            for id_, share in found.summary.binding[:FEW]
        ),
        windows=tuple(tell_window(found, words, window) for window in found.windows),
        windows_meta=tell_without(found, words),
        threats=tuple(tell_threats(found, words)),
        ends=tuple(tell_ends(found, words)),
        changes=tell_changes(found, words),
        changes_meta=_what_suffices(found, words),
        bars=tell_bars(found, words),
        survival=tell_survival(found, words),
        assumed=tuple(tell_assumed(found, words)),
        numbers=list_numbers(found, words),
        not_covered=say_not_covered(words),
        foot=words.say("It is no forecast, and not to be used to score anyone’s good faith."),
    )


def _lede(found: Stress, words: Words) -> Markup:
    summary = found.summary
    resisted = words.say(
        "{verdict}: on your numbers, about {n} of 10 temptations are resisted.",
        verdict=Markup("<b>{}</b>").format(name_verdict(words, summary.verdict)),
        n=words.isolated(words.number(round(10 * summary.deterred[1]))),
    )
    (first, share), *rest = summary.binding
    fails = words.say(
        "What fails first, or is next to fail, is {what}, in {share} readings",
        what=name_requirement(found, words, first),
        share=of_hundred(words, share),
    )
    if rest:
        second, share = rest[0]
        fails = words.say(
            "{first}; then {what}, in {share}.",
            first=fails,
            what=name_requirement(found, words, second),
            share=of_hundred(words, share),
        )
    else:
        fails = words.say("{first}.", first=fails)
    parts = [resisted, fails]
    if summary.is_hardly_worth_it:
        parts.append(words.say("To one side the deal is worth under 5 days more than war: what holds may not be good."))
    return Markup(" ").join(parts)


def _share(found: Stress, words: Words) -> Drawn:
    low, middle, high = found.summary.deterred
    said = words.say(
        "Half of the readings lie above {middle}; one in ten under {low}, one in ten over {high}.",
        middle=share_of(words, middle),
        low=share_of(words, low),
        high=share_of(words, high),
    )
    names = [plain(each) for each in (words.say("not"), words.say("partly"), words.say("self-enforcing"))]
    return Drawn(
        said,
        draw_share(
            low,
            middle,
            high,
            names=names,
            ends=(plain(words.say("none resisted")), plain(words.say("all"))),
            sentence=plain(said),
        ),
        caption=words.say("Deterred share, weighed by harm"),
    )


def _chain(found: Stress, words: Words, chain: Chain) -> Told:
    party, kind = name_party(found, words, chain.party), name_kind(found, words, chain.kind)
    steps = {step.name: step.days for step in chain.steps}
    short = chain.temptation - chain.cost
    links = [
        Link(
            days(words, chain.temptation),
            words.say(
                "days: what the chance is worth; {alpha} of 100 are smaller",
                alpha=words.number(round(100 * found.assumptions.alpha)),
            ),
        ),
        Link(share_of(words, chain.proof), words.say("chance that it is ruled on and named")),
        Link(days(words, chain.answer_days), words.say("days until its guarantor answers"))
        if found.point.inputs.guarantor_of[chain.party] >= 0
        else Link(Markup("–"), words.say("nobody answers for it")),
        Link(days(words, chain.punishment), words.say("days of support withheld")),
        Link(days(words, steps["mirror"]), words.say("days: linked steps that stop at once")),
        Link(
            days(words, steps["retaliation"] + steps["walk_out"]),
            words.say("days: a commander hits back, the other side may leave"),
        ),
        Link(
            days(words, abs(short)),
            words.say("days short: all of it costs {cost}", cost=days(words, chain.cost))
            if short > 0
            else words.say("days to spare: all of it costs {cost}", cost=days(words, chain.cost)),
            is_weak=short > 0,
        ),
    ]
    parts = [
        words.say("{part} {days}", part=name_step(words, step.name), days=days(words, step.days))
        for step in sorted(chain.steps, key=lambda step: -step.days)
        if step.days >= LEAST_DAYS
    ]
    behind = words.say("What it costs: {parts}.", parts=words.commas(parts or [words.say("nothing")]))
    sentence = words.say(
        "The chance is worth {worth} days, taking it costs {cost}.",
        worth=days(words, chain.temptation),
        cost=days(words, chain.cost),
    )
    beyond = (
        words.say("{n} short", n=days(words, short)) if short > 0 else words.say("{n} to spare", n=days(words, -short))
    )
    drawing = draw_pair(
        chain.temptation,
        chain.cost,
        names=(plain(words.say("temptation")), plain(words.say("what giving in costs"))),
        beyond=plain(beyond),
        sentence=plain(sentence),
    )
    heading = words.say("{party}: the weakest step is a chance of {kind}", party=party, kind=kind)
    return Told(heading, tuple(links), drawing, behind)


def _of_readings(words: Words, what: Markup, share: float, *, error: float = 0.0) -> Share:
    said = of_hundred(words, share)
    if error:
        said = words.say("{share}, ± {error}", share=said, error=words.number(round(100 * error)))
    filled = round(DOTS * share)
    label = words.say("{n} of {whole} readings: {what}", n=words.number(filled), whole=words.number(DOTS), what=what)
    return Share(what, share, said, draw_dots(filled, DOTS, sentence=plain(label)))


def _what_suffices(found: Stress, words: Words) -> Markup:
    if found.is_held:
        return words.say("At the likely values the deal holds as drafted.")
    if not any(each.suffices for each in found.levers):
        return words.say("No single lever suffices, however far it is moved.")
    return words.say("Smallest changes, at the likely values; nothing is changed until you put it into a draft.")


def _title(found: Stress) -> dict[str, str] | None:
    title = found.agreement.title
    if title is None:
        return None
    return {"en": title} if isinstance(title, str) else dict(title)
