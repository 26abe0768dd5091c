"""The stress test on paper: a page for the screen, plain lines for the terminal."""

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

from hudna.credibility import Stress
from hudna.papers.board import STYLE, environment
from hudna.papers.stress_report import report_stress
from hudna.papers.words import Words, bare


def write_stress_page(found: Stress, words: Words) -> str:
    """Write a whole HTML document: style sheet inside, no script, nothing that a browser would fetch."""
    style = "".join((STYLE / name).read_text(encoding="utf-8") for name in ("tokens.css", "board.css", "stress.css"))
    return environment(words).get_template("stress.html.jinja").render(
        report=report_stress(found, words), found=found, words=words, style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )  # fmt: skip


def write_stress_text(found: Stress, words: Words) -> str:
    """Write plain lines that survive a narrow terminal, a pipe and a copy into a mail."""
    report = report_stress(found, words)
    lines = [(0, report.title)]
    if report.is_mostly_assumption:
        lines.append((0, words.say("Mostly assumption")))
    holds = words.say("{what}: {said} readings.", what=report.holds.what, said=report.holds.said)
    lines += [(0, line) for line in (report.meta, report.lede, report.share.words, holds)]
    for chain in report.chains:
        links = [Markup("{} {}").format(link.number, link.words) for link in chain.links]
        lines += _section(chain.heading, [*links, chain.behind])
    guarantors = [*(one.words for one in report.windows), report.windows_meta]
    lines += _section(words.say("Does each guarantor want to answer?"), guarantors)
    lines += _section(words.say("Does the victim’s threat count?"), report.threats)
    lines += _section(words.say("The last days and the exchange"), report.ends)
    lines += _section(words.say("What would make it hold"), [report.changes_meta])
    for change in report.changes:
        title = words.say("{what}: {said}", what=change.title, said=change.verdict)
        lines += [(1, title), (2, change.where), (2, change.besides)]
    lines += _section(words.say("What was assumed"), report.assumed)
    lines += _section(words.say("Not covered"), [*report.not_covered, report.foot])
    return "".join(f"{'  ' * depth}{bare(line)}".rstrip() + "\n" for depth, line in lines)


def _section(heading: Markup, told: Sequence[Markup]) -> list[tuple[int, Markup]]:
    return [(0, Markup("")), (0, heading), *((1, line) for line in told)]
