"""Who would answer, whose threat counts, and how the deal ends: the middle of a stress report, in sentences."""

from collections.abc import Iterator
from math import isfinite

from markupsafe import Markup

from hudna.credibility import Stress, Window
from hudna.papers.stress_drawn import Drawn, days, of_hundred, share_of
from hudna.papers.stress_names import name_guarantor, name_party
from hudna.papers.svg.stress import draw_window
from hudna.papers.words import Words, plain
from hudna.terms import settled


def tell_window(found: Stress, words: Words, window: Window) -> Drawn:
    guarantor, party = name_guarantor(found, words, window.guarantor), name_party(found, words, window.party)
    floor, ceiling, lever = (days(words, min(each, 9_999)) for each in (window.floor, window.ceiling, window.lever))
    if not isfinite(window.floor):
        said = words.say(
            "{guarantor} for {party}: no punishment deters by itself; it would carry out up to {ceiling} days.",
            guarantor=guarantor, party=party, ceiling=ceiling,
        )  # fmt: skip
    elif window.is_open:
        said = words.say(
            "{guarantor} for {party}: needs {floor} days, can credibly use up to {ceiling}.",
            guarantor=guarantor, party=party, floor=floor, ceiling=days(words, min(window.ceiling, window.lever)),
        )  # fmt: skip
    elif window.floor > window.ceiling:
        said = words.say(
            "{guarantor} for {party}: needs {floor} days, and would rather pretend than use more than {ceiling}: the window is shut.",
            guarantor=guarantor, party=party, floor=floor, ceiling=ceiling,
        )  # fmt: skip
    else:
        said = words.say(
            "{guarantor} for {party}: needs {floor} days, would use up to {ceiling}, and has a lever of {lever}.",
            guarantor=guarantor, party=party, floor=floor, ceiling=ceiling, lever=lever,
        )  # fmt: skip
    more = words.say(
        "Asked for {asked} days, it would at the likely values take {used}; in {willing} readings all that is asked, in {acting} at least something.",
        asked=days(words, min(window.floor, window.lever)),
        used=days(words, window.used),
        willing=of_hundred(words, window.willing), acting=of_hundred(words, window.acting),
    )  # fmt: skip
    parts = [said, more]
    own = next((row for row in found.constraints if row.step == "F" and row.party == window.party), None)
    if own is not None:
        parts.append(
            words.say(
                "Its own forces fight there: one breach by them gains it {gain} of its days and costs it {cost}.",
                gain=days(words, own.left),
                cost=days(words, own.right),
            )
        )
    drawing = draw_window(
        window.floor,
        window.ceiling,
        window.lever,
        names=(
            plain(words.say("too light")),
            plain(words.say("it would rather pretend")),
            plain(words.say("needs")),
            plain(words.say("would use")),
            plain(words.say("lever")),
        ),
        sentence=plain(said),
    )
    return Drawn(Markup(" ").join(parts), drawing)


def tell_without(found: Stress, words: Words) -> Markup:
    if not found.windows:
        return words.say(
            "Nobody answers for either side (G1). What a guarantor would change needs numbers for one: write it into a draft, and give its row."
        )
    return words.say(
        "At the likely values {now} is deterred; {guarantors} without guarantors, {mirror} without linked steps, {both} without both.",
        now=share_of(words, found.deterred),
        guarantors=share_of(words, found.without["guarantors"]),
        mirror=share_of(words, found.without["mirror"]),
        both=share_of(words, found.without["both"]),
    )


def tell_threats(found: Stress, words: Words) -> Iterator[Markup]:
    for threat in found.threats:
        yield words.say(
            "{party}: leaving is worth {war} days to it, being cheated {cheated}. Its threat to leave counts in {share} readings.",
            party=name_party(found, words, threat.party),
            war=days(words, threat.leaves),
            cheated=days(words, threat.is_cheated),
            share=of_hundred(words, threat.counts),
        )


def tell_ends(found: Stress, words: Words) -> Iterator[Markup]:
    terms = found.assumptions.terms
    if terms.duration_days is None:
        yield words.say("The text has no last day, so nothing unravels from one.")
    else:
        yield words.say("The text runs for {n} days.", n=days(words, terms.duration_days))
    for ending in found.endings:
        party = name_party(found, words, ending.party)
        if not isfinite(ending.days[1]):
            yield words.say("{party} is not deterred at every kind in any reading, however far the end.", party=party)
            continue
        yield words.say(
            "{party}: in {never} readings not deterred at every kind however far the end; of the others, half are safe only until {days} days before it. Shortest useful truce: {shortest} days.",
            party=party,
            never=of_hundred(words, ending.never),
            days=days(words, ending.days[1]),
            shortest=days(words, ending.shortest_truce),
        )
    if terms.is_shorter_than_its_rulings:
        complaints = found.agreement.complaints
        needed = days(words, terms.days_for_rulings)
        if complaints is None or settled(complaints.ruled_within) is None:
            yield words.say(
                "Warning (T6): the text sets no time for a ruling; at the usual 14 days three of them need {n}.",
                n=needed,
            )
        else:
            yield words.say(
                "Warning (T6): three rulings need {n} days, and a stretch of the text is shorter.", n=needed
            )
    if found.delay is not None:
        delay = found.delay
        yield words.say(
            "The staged exchange ({rounds}) takes {middle} days at the median, {low} to {high} in half of the readings; outside the mirror {free}. Every step is worth making in {holds} readings.",
            rounds=words.count("{n} round", "{n} rounds", delay.rounds),
            middle=days(words, round(delay.mirrored[1])),
            low=days(words, round(delay.mirrored[0])),
            high=days(words, round(delay.mirrored[2])),
            free=days(words, round(delay.unmirrored[1])),
            holds=of_hundred(words, delay.holds),
        )
        if terms.is_life_held:
            yield words.say("Lives wait in that match (R2): the delay is theirs.")
