"""What the things of a stress test are called on paper: parties, guarantors, kinds, numbers, steps and requirements."""

from collections.abc import Sequence

from markupsafe import Markup

from hudna.credibility import Stress
from hudna.papers.words import Words
from hudna.terms import kind_tree


def name_party(found: Stress, words: Words, place: int) -> Markup:
    id_ = found.assumptions.parties[place]
    return words.name(_names(found.agreement.parties[id_].name), id_)


def name_guarantor(found: Stress, words: Words, place: int) -> Markup:
    id_ = found.assumptions.guarantors[place]
    return words.name(_names(found.agreement.guarantors[id_].name), id_)


def name_kind(found: Stress, words: Words, place: int) -> Markup:
    """Give the plain word of a kind, as a sentence uses it: `advance`, not the heading of a list."""
    node = kind_tree().nodes[found.assumptions.kinds[place]]
    return words.data(node.name.get(words.language, node.name["en"]).lower())


def name_requirement(found: Stress, words: Words, id_: str) -> Markup:
    """Say in a few words what a constraint is about."""
    row = next(each for each in found.constraints if each.id == id_)
    party = name_party(found, words, row.party)
    place = found.point.inputs.guarantor_of[row.party]
    if row.step == "P":
        return words.say("{party}, at a chance of {kind}", party=party, kind=name_kind(found, words, row.kind))
    if row.step == "G":
        guarantor = name_guarantor(found, words, place)
        return words.say("{guarantor}, asked to answer for {party}", guarantor=guarantor, party=party)
    if row.step == "F":
        guarantor = name_guarantor(found, words, place)
        return words.say("{guarantor}, at a chance of its own forces", guarantor=guarantor)
    who = name_guarantor(found, words, place) if id_.startswith("XG") else party
    return words.say("{who}, staying in at all", who=who)


def name_bar(found: Stress, words: Words, paths: Sequence[str]) -> Markup:
    """Name the numbers that a bar of the tornado moves: what they are, and whose."""
    parts = paths[0].split(".")
    what = name_number(words, paths[0])
    whose = [part for part in parts if part in (*found.assumptions.parties, *found.assumptions.guarantors)]
    names = [_name_role(found, words, id_) for id_ in dict.fromkeys(whose)]
    kinds = [part for part in parts if part in found.assumptions.kinds]
    if len(paths) == 1 and kinds:
        names.append(name_kind(found, words, found.assumptions.kinds.index(kinds[0])))
    if not names:
        return what
    return words.say("{what}: {whose}", what=what, whose=words.commas(names))


def name_number(words: Words, path: str) -> Markup:
    """Name one number of an assumptions file by its path.

    Raises:
        LookupError: there is no such number.
    """
    names = {
        "horizon_days": words.say("Days for which the deal matters"),
        "impatience_per_year": words.say("Impatience"),
        "war_value": words.say("What war is worth"),
        "benefit_per_day": words.say("What a day of the deal is worth"),
        "benefit_if_hollow": words.say("What a hollow truce is worth"),
        "opportunities_per_day": words.say("How often there is a chance"),
        "share": words.say("Share of the chances"),
        "gain": words.say("Size of the temptations"),
        "gain_tail": words.say("How large the largest are"),
        "harm_to_other": words.say("Harm of a breach"),
        "pays_per_day": words.say("What a breach pays each day"),
        "until_day": words.say("How long it goes on paying"),
        "accidents_per_day": words.say("Incidents that nobody ordered"),
        "retaliates": words.say("Whether commanders hit back"),
        "credible": words.say("Readiness to leave"),
        "in_anger": words.say("Leaving in anger"),
        "after_days": words.say("Days until it leaves"),
        "loses": words.say("What linked steps put at stake"),
        "costs_the_other": words.say("What suspending costs who suspends"),
        "max_client_days": words.say("What the guarantor can withhold"),
        "cost_per_client_day": words.say("What withholding costs the guarantor"),
        "stake_per_day": words.say("What the deal is worth to the guarantor"),
        "cares_for_client_harm": words.say("Whether it minds its client’s losses"),
        "gains_from_client_breach": words.say("What it gains from its client’s breaches"),
        "answer_days": words.say("Days until the guarantor answers"),
        "sham_noticed": words.say("Whether a pretence is noticed"),
        "detection": words.say("Whether a breach is seen"),
        "attribution": words.say("Whether it is ruled on and named"),
        "carve_out_plea": words.say("Whether the carve-out is pleaded"),
        "wrong_author": words.say("Rulings against the wrong side"),
        "false_rulings_per_day": words.say("False rulings"),
        "unfounded_beliefs_per_day": words.say("Breaches believed that never were"),
        "victim_believes": words.say("Whether the victim believes it"),
        "war_after_punishment": words.say("Whether a punishment ends the deal"),
        "outside_penalty": words.say("What an outside body takes"),
        "rounds": words.say("Rounds of the exchange"),
        "cost": words.say("What giving its part costs"),
        "value": words.say("What receiving is worth"),
        "quiet_days": words.say("Quiet days that a step needs"),
        "freeze_days": words.say("Days for which an incident freezes a step"),
    }
    for part in reversed(path.split(".")):
        if part in names:
            return names[part]
    raise LookupError(path)


def name_basis(words: Words, basis: str) -> Markup:
    return {
        "term": words.say("written in the terms"),
        "lint": words.say("of texts that fell to the same rule"),
        "record": words.say("from the record"),
        "literature": words.say("from the literature"),
        "elicited": words.say("asked of people"),
        "assumed": words.say("assumed"),
    }[basis]


def name_verdict(words: Words, verdict: str) -> Markup:
    return {
        "self_enforcing": words.say("Self-enforcing"),
        "partly": words.say("Partly self-enforcing"),
        "not": words.say("Not self-enforcing"),
    }[verdict]


def name_step(words: Words, name: str) -> Markup:
    """Name what a breach costs, by the part of it."""
    return {
        "sanction": words.say("what its guarantor takes"),
        "war_after_sanction": words.say("war, if that ends the deal"),
        "mirror": words.say("linked steps that stop"),
        "walk_out": words.say("the other side may leave"),
        "retaliation": words.say("a commander hits back"),
        "other_blamed": words.say("the other side blamed for it"),
    }[name]


def _name_role(found: Stress, words: Words, id_: str) -> Markup:
    parties = found.assumptions.parties
    if id_ in parties:
        return name_party(found, words, parties.index(id_))
    return name_guarantor(found, words, found.assumptions.guarantors.index(id_))


def _names(name: object) -> dict[str, str] | None:
    if name is None:
        return None
    return {"en": name} if isinstance(name, str) else dict(name)  # type: ignore[call-overload]
