"""The sentence on top of the board: what is alleged on each side, what counts, which duty is late, who must act by when.

An act alleged against two parties is one act. What is put before a guarantor, and what counts, is what `hudna.compliance` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from hudna.compliance.tables import STANDARDS
from hudna.papers.alleged import Allegation, count_acts
from hudna.papers.due import NextAct
from hudna.papers.evaluation import Evaluation
from hudna.papers.happenings import Happening
from hudna.papers.owed import OwedRow
from hudna.papers.sentences import lower_first, say_standard
from hudna.papers.sides import name_of_accused, names_of_roles, parties_of
from hudna.papers.words import Words


@dataclass(frozen=True)
class Standing:
    """Where the agreement stands: what the sentence on top is made of."""

    acts: int  # put before a guarantor; one alleged against two parties is one
    acts_by_accused: Mapping[str, int]  # accused -> acts alleged against it; together they can be more than `acts`
    accused_names: Mapping[str, Markup]
    breaches: int  # acts that count as a breach of somebody
    breach_titles: Sequence[Markup]
    reported_only: int  # acts that a claim puts on a party and that do not reach notice
    duties_late: int  # past their day and not met
    duties_met_late: Sequence[int]  # days
    overdue: Markup | None  # the clock that ran out last, as a sentence
    deadline: Markup | None  # the running clock with the least time left, as a sentence
    breaches_by_accused: Mapping[str, int] = field(default_factory=dict)
    shared: int = 0  # acts alleged against more than one accused
    undated: int = 0  # acts that would be put before a guarantor, but every report of them infers the day
    undated_breaches: int = 0  # the same, and counted as breaches
    notice: str = "reasonable_suspicion"


def say_lede(
    evaluation: Evaluation,
    words: Words,
    allegations: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    duties: Sequence[OwedRow],
    acts: Sequence[NextAct],
) -> Markup:
    """Put into one paragraph where the agreement stands."""
    order = [role.role_id for role in parties_of(evaluation.compiled)]
    alleged = sorted(
        (one for one in allegations if one.is_put),
        key=lambda one: order.index(one.accused) if one.accused in order else len(order),
    )
    breaches = [one for one in alleged if one.counts]
    put = {one.incident_id for one in alleged}
    others = [one for one in allegations if one.rank >= 1 and not one.lead["ruling"] and one.incident_id not in put]
    notice = STANDARDS.index(evaluation.compiled.proof.notice)
    undated = [one for one in others if one.rank >= notice]  # nothing but an inferred day keeps these back
    undated_breaches = count_acts([one for one in undated if one.counts])
    deadline = next((act.deadline for act in acts if act.state == "running"), None)
    overdue = next((act.deadline for act in acts if act.state in ("overdue", "no_limit")), None)
    if deadline is None and overdue is None and not alleged and acts:
        deadline = words.say("Next: {deadline}", deadline=acts[0].deadline)
    by_accused = _by_accused(alleged)
    standing = Standing(
        acts=len(put),
        acts_by_accused=by_accused,
        accused_names={accused: name_of_accused(evaluation, words, accused) for accused in by_accused},
        breaches=count_acts(breaches),
        breach_titles=[happenings[incident].title for incident in dict.fromkeys(one.incident_id for one in breaches)],
        reported_only=count_acts(others) - count_acts(undated),
        duties_late=sum(row.rank == "late" for row in duties),
        duties_met_late=[row.days_late or 0 for row in duties if row.rank == "met_late"],
        overdue=overdue,
        deadline=deadline,
        breaches_by_accused=_by_accused(breaches),
        shared=sum(sum(one.incident_id == incident for one in alleged) > 1 for incident in put),
        undated=count_acts(undated) - undated_breaches,
        undated_breaches=undated_breaches,
        notice=evaluation.compiled.proof.notice,
    )
    return say_standing(words, standing)


def _by_accused(allegations: Sequence[Allegation]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in allegations:
        counted[one.accused] = counted.get(one.accused, 0) + 1
    return counted


def say_under_lede(
    evaluation: Evaluation, words: Words, allegations: Sequence[Allegation], happenings: Mapping[str, Happening]
) -> list[Markup]:
    """Why the strongest act on either side counts, or does not."""
    said: list[Markup] = []
    seen: set[str] = set()
    for one in allegations:
        if one.accused in seen or not one.is_put or one.lead["ruling"] or len(said) == 2:
            continue
        seen.add(one.accused)
        title, who = happenings[one.incident_id].title, names_of_roles(evaluation, words, one.lead["guarantors"])
        if not one.counts and not one.lead["groups_not_adverse"] and not one.lead["is_admitted"]:
            said.append(
                words.say(
                    "{title}: told by adverse sources only. That is enough to put it before {who}, not to count it.",
                    title=title,
                    who=who or words.say("a guarantor"),
                )
            )
        elif one.counts and one.lead["is_admitted"]:
            said.append(words.say("{title}: its author’s own side says so.", title=title))
    return said


def say_standing(words: Words, standing: Standing) -> Markup:
    """The sentence on top: what is alleged on each side, what counts, which duty is late, who must act by when."""
    said = _say_alleged(words, standing)
    if standing.acts:
        said.append(_say_what_counts(words, standing))
    if standing.undated_breaches:
        said.append(
            words.count(
                "{Number} act with no more than an inferred day counts as a breach and is put before nobody.",
                "{Number} acts with no more than an inferred day count as breaches and are put before nobody.",
                standing.undated_breaches,
            )
        )
    if standing.duties_late:
        said.append(
            words.count("{Number} duty is past its day.", "{Number} duties are past their day.", standing.duties_late)
        )
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


def _say_alleged(words: Words, standing: Standing) -> list[Markup]:
    if not standing.acts:
        reported = _say_reported(words, standing)
        return reported if reported or standing.undated_breaches else [words.say("Nothing is alleged.")]
    accused = list(standing.acts_by_accused)
    is_one_each = standing.acts == 2 and list(standing.acts_by_accused.values()) == [1, 1]
    if is_one_each and not any("+" in one for one in accused):
        return [words.say("Two acts are alleged, <b>one on each side</b>.")]
    if len(accused) == 1:
        return [
            words.count(
                "{Number} act is alleged, against {accused}.",
                "{Number} acts are alleged, all against {accused}.",
                standing.acts,
                accused=standing.accused_names[accused[0]],
            )
        ]
    if standing.acts == 1:
        each = words.listed([standing.accused_names[one] for one in accused])
        return [words.say("One act is alleged, against each of {accused}.", accused=each)]
    said = [
        words.count(
            "{Number} act is alleged: {where}.",
            "{Number} acts are alleged: {where}.",
            standing.acts,
            where=_say_where(words, standing, standing.acts_by_accused),
        )
    ]
    if standing.shared:
        said.append(
            words.count(
                "{Number} of them is alleged against more than one.",
                "{Number} of them are alleged against more than one.",
                standing.shared,
            )
        )
    return said


def _say_reported(words: Words, standing: Standing) -> list[Markup]:
    """What is told of by name and yet put before nobody."""
    said = []
    if standing.reported_only:
        said.append(
            words.count(
                "{Number} act is reported; it does not reach {standard}.",
                "{Number} acts are reported; none reaches {standard}.",
                standing.reported_only,
                standard=say_standard(words, standing.notice),
            )
        )
    if standing.undated:
        said.append(
            words.count(
                "{Number} act is reported with no more than an inferred day; it is put before nobody.",
                "{Number} acts are reported with no more than an inferred day; they are put before nobody.",
                standing.undated,
            )
        )
    return said


def _say_where(words: Words, standing: Standing, counted: Mapping[str, int]) -> Markup:
    return words.listed(
        [
            words.say("{n} against {accused}", n=words.number(n), accused=standing.accused_names[accused])
            for accused, n in counted.items()
        ]
    )


def _say_what_counts(words: Words, standing: Standing) -> Markup:
    alleged, breaches = standing.acts, standing.breaches
    if not breaches:
        return words.say("None counts as a breach.") if alleged > 1 else words.say("It does not count as a breach.")
    if standing.shared and standing.breaches_by_accused != standing.acts_by_accused:
        # an act alleged against two can be a breach of one of them
        return words.say(
            "Counted as breaches: {where}.", where=_say_where(words, standing, standing.breaches_by_accused)
        )
    if breaches == alleged:
        return words.say("It counts as a breach.") if alleged == 1 else words.say("All count as breaches.")
    if breaches == 1:
        return words.say("Only one counts as a breach: {title}.", title=lower_first(words, standing.breach_titles[0]))
    return words.count("Only {number} counts as a breach.", "Only {number} count as breaches.", breaches)
