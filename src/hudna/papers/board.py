"""The board: one HTML file that a head of mission opens from disk, with no network and no script.

Views make values ready to print, templates only place them. Order and parts after ui/design.md, sections 4 and 5 ("Board").
"""

import base64
import hashlib
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from hudna.papers.accounts import (
    sort_out,
    write_gaps,
    write_guarantors,
    write_norms,
    write_standards,
    write_tallies,
)
from hudna.papers.alleged import count_acts, gather_allegations
from hudna.papers.due import next_acts, say_waiting_rungs
from hudna.papers.evaluation import Evaluation
from hudna.papers.file_keys import say_key
from hudna.papers.happenings import tell_happenings, tolls_of
from hudna.papers.held import write_cards, write_lines
from hudna.papers.inputs import say_joined, say_known, write_quarantine
from hudna.papers.lede import say_lede, say_under_lede
from hudna.papers.map import write_map
from hudna.papers.owed import tell_duties
from hudna.papers.party import write_party
from hudna.papers.sentences import word_of
from hudna.papers.sides import mark_of_role, parties_of
from hudna.papers.strip import write_strip
from hudna.papers.svg.marks import draw_side, draw_state
from hudna.papers.words import Words, attribute, plain

STYLE = files("hudna.papers") / "style"


def write_board(evaluation: Evaluation, *, language: str = "en") -> str:
    """Write the board of one evaluation as a whole HTML document.

    Args:
        evaluation: the tables and names, as `flow` fills them; instants in UTC.
        language: `en` or `ar`; our words are translated, names of people and places stay as they are.

    Returns:
        HTML with its style sheet inside: no script, no address that a browser would fetch. Equal inputs give equal text.

    Raises:
        ValueError: there is no catalogue for the language.
    """
    words = Words(language, evaluation.compiled.clock)
    happenings = tell_happenings(evaluation, words)
    allegations = gather_allegations(evaluation)
    listed = [one for one in allegations if one.is_listed]
    duties = tell_duties(evaluation, words, happenings)
    acts = next_acts(evaluation, words, happenings, duties)
    style = read_style()
    page = environment(words).get_template("board.html.jinja")
    return page.render(
        evaluation=evaluation,
        compiled=evaluation.compiled,
        words=words,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        title=words.name(evaluation.compiled.title, evaluation.compiled.agreement_id),
        day=say_day_of_deal(evaluation, words),
        in_force=say_in_force(evaluation, words),
        lede=say_lede(evaluation, words, allegations, happenings, duties, acts),
        under_lede=say_under_lede(evaluation, words, allegations, happenings),
        acts=acts,
        parties=[
            write_party(evaluation, words, role.role_id, allegations, happenings)
            for role in parties_of(evaluation.compiled)
        ],
        strip=write_strip(evaluation, words, allegations, happenings, duties),
        duties=duties,
        duties_said=_say_duties(words, duties),
        cards=write_cards(evaluation, words, allegations, happenings, tolls_of(evaluation, words)),
        lines=write_lines(evaluation, words, allegations, happenings),
        acts_held=count_acts(listed),
        acts_unnamed=count_acts(allegations) - count_acts(listed),
        allegation_count=len(listed),
        waiting_rungs=say_waiting_rungs(evaluation, words),
        map=write_map(evaluation, words, happenings),
        sorted_out=sort_out(evaluation, words, happenings),
        tallies=write_tallies(evaluation, words),
        guarantors=write_guarantors(evaluation, words),
        norms=write_norms(evaluation, words),
        gaps=write_gaps(evaluation, words),
        known_facts=[
            words.say("{term}: {key}", term=words.isolated(what), key=say_key(words, field))
            for what, field in evaluation.known_facts
        ],
        known=say_known(evaluation, words),
        linkage=say_joined(evaluation, words),
        quarantine=write_quarantine(evaluation, words),
        notes=_notes(evaluation, words),
        standards=write_standards(evaluation, words),
        scale=[(between, word_of(words, step)) for step, between in enumerate(_steps())],
        sides=[
            (draw_side(mark_of_role(evaluation.compiled, role.role_id)), words.name(role.name, role.role_id))
            for role in parties_of(evaluation.compiled)
        ],
        silent=words.commas([words.isolated(key) for key in evaluation.compiled.proof.silent]),
    )


@lru_cache(maxsize=8)  # to compile the templates takes a third of a board
def environment(words: Words) -> jinja2.Environment:
    """The templates, speaking one language."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("hudna.papers"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(say=words.say, count=words.count, draw_state=draw_state, draw_side=draw_side)
    made.filters.update(attribute=attribute, plain=plain)
    return made


def read_style() -> str:
    """The two style sheets as one text: tokens first, then the board's own."""
    return "".join((STYLE / name).read_text(encoding="utf-8") for name in ("tokens.css", "board.css"))


def say_day_of_deal(evaluation: Evaluation, words: Words) -> Markup:
    """`day 4 of 182`, `day 76, no end date`, or when it ended; nothing while it has not begun."""
    stretches = evaluation.compiled.in_force
    begins = next((stretch.begins_at for stretch in stretches if stretch.begins_at), None)
    if begins is None:
        return Markup("")
    now = words.local(evaluation.as_of - timedelta(microseconds=1)).date()
    if now < words.local(begins).date():
        return words.say("begins {day}", day=words.day(begins))
    number = (now - words.local(begins).date()).days + 1
    ends = stretches[-1].ends_at
    if ends is None:
        return words.say("day {n}, no end date", n=words.number(number))
    last = words.local(ends - timedelta(microseconds=1)).date()
    if now > last:
        return words.say("ended {day}", day=words.day(ends - timedelta(microseconds=1)))
    return words.say(
        "day {n} of {whole}", n=words.number(number), whole=words.number((last - words.local(begins).date()).days + 1)
    )


def say_in_force(evaluation: Evaluation, words: Words) -> Markup:
    """From when to when it is in force, as the point reading has it."""
    said = []
    for stretch in evaluation.compiled.in_force:
        if stretch.begins_at and stretch.ends_at:
            said.append(
                words.say(
                    "In force {first} to {last}.",
                    first=words.day(stretch.begins_at),
                    last=words.due_day(stretch.ends_at),
                )
            )
        elif stretch.begins_at:
            said.append(words.say("In force since {first}; no end date.", first=words.day(stretch.begins_at)))
    return Markup(" ").join(said) or words.say("No time in force could be read.")


def _say_duties(words: Words, duties: Sequence[Any]) -> Markup:
    """How the duties stand, as one line."""
    ranks = [row.rank for row in duties]
    told = [
        words.count("{n} past its day", "{n} past their day", ranks.count("late")) if "late" in ranks else None,
        words.count("{n} met late", "{n} met late", ranks.count("met_late")) if "met_late" in ranks else None,
        words.count("{n} told as done, not established", "{n} told as done, not established", ranks.count("told"))
        if "told" in ranks
        else None,
        words.count("{n} open", "{n} open", ranks.count("open")) if "open" in ranks else None,
        words.count("{n} waiting", "{n} waiting", ranks.count("waiting")) if "waiting" in ranks else None,
        words.count("{n} met", "{n} met", ranks.count("met")) if "met" in ranks else None,
    ]
    return words.commas([part for part in told if part])


def _notes(evaluation: Evaluation, words: Words) -> list[Markup]:
    """What a reader has to know about the inputs before reading a number."""
    said = []
    if "ucdp-ged" in set(evaluation.claims["format"].to_list()):
        said.append(
            words.say(
                "UCDP GED records lethal events only, and names no author for battles. "
                "An act without deaths is not in it, and a battle is held against nobody: that is a gap in what is known, not a zero."
            )
        )
    if not evaluation.has_answers_file:
        said.append(words.say("No answers file was given: as far as known nobody answered, and nobody is called late."))
    if evaluation.is_proposal:
        said.append(words.say("Guarantees, ladder and times are our proposal: the signed text set no time."))
    said.append(words.say("A source’s lean is a prior for the arithmetic, not a verdict on the source."))
    return said


def _steps() -> tuple[str, ...]:
    return "0–5", "5–20", "20–45", "45–55", "55–80", "80–95", "95–100"
