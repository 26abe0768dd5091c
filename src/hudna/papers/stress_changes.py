"""What would make a deal hold, and what each change does besides: to the pace, to the chance of war, to what peace is worth over war."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup

from hudna.credibility import LEAST_WORTH, Effects, Fix, Repair, Stress, Tried, delay_under
from hudna.papers.stress_names import name_party
from hudna.papers.words import Words

MOST_ARTICLES = 3


@dataclass(frozen=True)
class Change:
    """One line: what is changed, whether that suffices, where it stands in the text, and its side effects."""

    title: Markup
    state: str
    """`holds`, `hardly`: it holds and peace is worth little over war, `short`."""
    verdict: Markup
    where: Markup
    besides: Markup


def tell_changes(found: Stress, words: Words) -> tuple[Change, ...]:
    """Tell levers that suffice alone, clause sets, the least joint change, and what does not suffice, in this order."""
    if found.is_held:
        return ()
    told = [_fix(found, words, fix, value=fix.value) for fix in found.alone]
    told += [_fix(found, words, fix, is_enough=bool(found.menu.found)) for fix in found.sets]
    if found.joint.values and (not found.alone or len(found.joint.values) > 1):
        told.append(_joint(found, words))
    told += _short(found, words)
    return tuple(told)


def _fix(found: Stress, words: Words, fix: Fix, *, value: float = float("nan"), is_enough: bool = True) -> Change:
    title = words.listed([_titled(found, words, name) for name in fix.names])
    if isfinite(value):
        title = words.say("{title}: {value}", title=title, value=_moved(found, words, fix.names[0], value))
    state, verdict = _judged(words, fix.effects, fix.tried, is_enough=is_enough, is_alone=len(fix.names) == 1)
    return Change(
        title, state, verdict, _where(found, words, fix.names), _besides(found, words, fix.effects, tried=fix.tried)
    )


def _joint(found: Stress, words: Words) -> Change:
    joint = found.joint
    moved = [
        words.say("{title}: {value}", title=_titled(found, words, name), value=_moved(found, words, name, value))
        for name, value in joint.values
    ]
    title = words.say("The least change of all levers together: {moved}", moved=words.listed(moved))
    state, verdict = _judged(words, joint.effects, found.joint_tried, is_enough=joint.suffices, is_alone=False)
    names = tuple(name for name, _ in joint.values)
    return Change(
        title,
        state,
        verdict,
        _where(found, words, names),
        _besides(found, words, joint.effects, tried=found.joint_tried),
    )


def _short(found: Stress, words: Words) -> Iterator[Change]:
    short = [each for each in found.levers if not each.suffices]
    if not short:
        return
    levers = words.apart([_titled(found, words, each.lever) for each in short])
    best: Repair = short[0]
    yield Change(
        words.say("None of these alone, however far"),
        "short",
        words.say("do not suffice"),
        Markup("{}. {}").format(levers, _where(found, words, tuple(each.lever for each in short), is_short=True)),
        words.say(
            "The best of them leaves the deal {short} % short.",
            short=words.number(round(-100 * best.effects.least_margin)),
        ),
    )


def _judged(
    words: Words, effects: Effects, tried: Tried | None, *, is_enough: bool, is_alone: bool
) -> tuple[str, Markup]:
    if not is_enough:
        return "short", words.say("the best set, and not enough")
    worth = (*effects.worth, *(tried.worth if tried else ()))
    if min(worth) < LEAST_WORTH:
        return "hardly", words.say("holds, hardly better than war")
    return "holds", words.say("holds alone") if is_alone else words.say("holds together")


def _titled(found: Stress, words: Words, name: str) -> Markup:
    title = found.offers[name].proposed.title
    return words.data(title.get(words.language, title["en"]))


def _moved(found: Stress, words: Words, name: str, value: float) -> Markup:
    """Say how far a lever is moved."""
    number = words.isolated(f"{value:.2g}" if value < 10 else f"{value:.1f}")
    _, _, how = found.offers[name].proposed.sets[0]
    return words.say("× {number}", number=number) if how == "times" else words.say("to {number}", number=number)


def _where(found: Stress, words: Words, names: tuple[str, ...], *, is_short: bool = False) -> Markup:
    """Name the articles that a change touches and the rules of lint that ask for it."""
    articles = list(dict.fromkeys(article for name in names for article in found.offers[name].articles))
    rules = list(dict.fromkeys(found.offers[name].proposed.rule for name in names))
    remarked = {found.offers[name].proposed.rule for name in names if found.offers[name].remarks}
    said_rules = words.commas(
        [
            words.say("{rule} (remarked here)", rule=words.isolated(rule)) if rule in remarked else words.isolated(rule)
            for rule in rules
        ]
    )
    if is_short:
        return words.say("Rules: {rules}.", rules=said_rules)
    said = [
        words.say("{path}, line {line}", path=words.isolated(each.path), line=words.number(each.line))
        if each.line is not None
        else words.say("{path}, new", path=words.isolated(each.path))
        for each in articles[:MOST_ARTICLES]
    ]
    if len(articles) > MOST_ARTICLES:
        said.append(words.count("{n} more", "{n} more", len(articles) - MOST_ARTICLES))
    return words.say("Changes {articles}. Rules: {rules}.", articles=words.apart(said), rules=said_rules)


def _besides(found: Stress, words: Words, effects: Effects, *, tried: Tried | None) -> Markup:
    """Say what else a change does, beside the deal as drafted."""
    now = found.now
    year = (1.0 - (1.0 - each) ** 365 for each in (now.hazard, effects.hazard))
    before, after = (words.number(round(100 * each)) for each in year)
    worth = [
        words.say(
            "{party} from {before} to {after}",
            party=name_party(found, words, place),
            before=words.isolated(words.number(round(now.worth[place]))),
            after=words.isolated(words.number(round(effects.worth[place]))),
        )
        for place in range(len(effects.worth))
    ]
    said = [
        words.say("War within a year: from {before} to {after} %.", before=before, after=after),
        words.say("Worth over war: {parts} days.", parts=words.commas(worth)),
    ]
    delays = delay_under(found.assumptions, now), delay_under(found.assumptions, effects)
    if delays[0] is not None and delays[1] is not None:
        said.append(
            words.say(
                "Exchange, at the likely values: from {before} to {after} days.",
                before=words.number(round(delays[0])),
                after=words.number(round(delays[1])),
            )
        )
    if tried is not None:
        said.append(
            words.say(
                "Over all readings it holds in {holds} of 100 (now {now}), and leaves {least} days over war to the side that has least.",
                holds=words.number(round(100 * tried.p_holds)),
                now=words.number(round(100 * found.summary.p_holds)),
                least=words.isolated(words.number(round(min(tried.worth), 1))),
            )
        )
    return Markup(" ").join(said)
