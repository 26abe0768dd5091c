"""The stress test as two printed pages, set by typst with the fonts that ship: the same words and drawings as the page on the screen."""

import json
import re
from collections.abc import Iterable
from importlib.resources import as_file, files
from typing import Any

from markupsafe import Markup

from hudna.credibility import Stress
from hudna.papers.board import STYLE
from hudna.papers.stress_report import Report, report_stress
from hudna.papers.words import Words, bare, plain

TURNED = {
    ' direction="rtl"': ' text-anchor="end"',
    ' text-anchor="end" direction="rtl"': "",
    ' text-anchor="middle" direction="rtl"': ' text-anchor="middle"',
}
"""A browser turns the ends of a line with its direction; the setter's drawings know no direction and place text by its left and right."""
UNDRAWN = "\u2066-\u2069"
ARABIC = "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+"
"""Set with its own font in a drawing too: a sign that a font lacks would take the letter beside it along."""
HASH_SHOWN = 16


def write_stress_pdf(found: Stress, words: Words) -> bytes:
    """Set the report on two A4 pages, tagged; the same test gives the same bytes."""
    import typst

    told = _as_values(report_stress(found, words), found, words)
    room = files("hudna.papers")
    with as_file(room / "fonts") as fonts, as_file(room / "templates" / "stress.typ") as template:
        made: bytes = typst.compile(
            str(template),
            format="pdf",
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(told, ensure_ascii=False, sort_keys=True)},
            pdf_standards=["ua-1"],
            timestamp=int(found.as_of.timestamp()),
        )
    return made


def _as_values(report: Report, found: Stress, words: Words) -> dict[str, Any]:
    is_rtl = words.direction == "rtl"

    def text(said: Markup | str) -> str:
        return plain(said) if is_rtl else bare(said)

    def texts(said: Iterable[Markup]) -> list[str]:
        return [text(each) for each in said]

    day = words.local(found.as_of)
    return {
        "language": words.language,
        "is_rtl": is_rtl,
        "date": [day.year, day.month, day.day],
        "title": f"{bare(words.say('Stress test'))}: {bare(report.title)}",
        "heading": f"{text(words.say('Stress test'))}: {text(report.title)}",
        "mostly": text(words.say("Mostly assumption")) if report.is_mostly_assumption else None,
        "meta": text(report.meta),
        "foot": text(
            words.say(
                "As known at {moment}. Text SHA-256 {text}, numbers {numbers}. Private: keep it off the record.",
                moment=words.moment(found.as_of),
                text=words.isolated(found.agreement.sha256[:HASH_SHOWN]),
                numbers=words.isolated(found.assumptions.sha256[:HASH_SHOWN]),
            )
        ),
        "lede": text(report.lede),
        "under": text(report.under),
        "at_likely": text(words.say("at the likely values; unit: a day of this deal")),
        "share": {
            **_drawing(report.share.drawing),
            "words": text(report.share.words),
            "caption": text(report.share.caption or ""),
        },
        "chains": [
            {
                "heading": text(chain.heading),
                "links": [
                    {"number": text(link.number), "words": text(link.words), "weak": link.is_weak}
                    for link in chain.links
                ],
                "drawing": _drawing(chain.drawing),
                "behind": text(chain.behind),
            }
            for chain in report.chains
        ],
        "readings": {
            "heading": text(words.say("Readings in which every condition holds")),
            "rows": [
                {**_drawing(one.drawing), "what": text(one.what), "said": text(one.said)}
                for one in (report.holds, *report.fails)
            ],
            "note": text(words.say("Under the first line: what fails first, or is next to fail.")),
        },
        "windows": {
            "heading": text(words.say("Does each guarantor want to answer?")),
            "rows": [{**_drawing(one.drawing), "words": text(one.words)} for one in report.windows],
            "note": text(report.windows_meta),
        },
        "threats": {"heading": text(words.say("Does the victim’s threat count?")), "lines": texts(report.threats)},
        "ends": {"heading": text(words.say("The last days and the exchange")), "lines": texts(report.ends)},
        "changes": {
            "heading": text(words.say("What would make it hold")),
            "note": text(report.changes_meta),
            "rows": [
                {
                    "title": text(change.title),
                    "where": text(change.where),
                    "besides": text(change.besides),
                    "verdict": text(change.verdict),
                    "holds": change.state == "holds",
                }
                for change in report.changes
            ],
        },
        "bars": {
            **_drawing(report.bars.drawing),
            "heading": text(words.say("What the answer hangs on")),
            "words": text(report.bars.words),
        },
        "survival": {
            **_drawing(report.survival.drawing),
            "heading": text(words.say("How long it lasts")),
            "words": text(report.survival.words),
        },
        "assumed": {"heading": text(words.say("What was assumed")), "lines": texts(report.assumed)},
        "not_covered": {
            "heading": text(words.say("Not covered")),
            "lines": [*texts(report.not_covered), text(report.foot)],
        },
    }


def _drawing(drawn: Markup | None) -> dict[str, str]:
    """Give a drawing the setter can draw: an SVG of its own with plain colours; and what it says."""
    svg = str(drawn or "<svg viewBox='0 0 1 1'></svg>")
    label = re.search(r'aria-label="([^"]*)"', svg)
    for turned, placed in sorted(TURNED.items(), key=lambda pair: -len(pair[0])):
        svg = svg.replace(turned, placed)
    style = (STYLE / "printed-drawings.css").read_text(encoding="utf-8")
    svg = re.sub(f"[{UNDRAWN}]", "", svg)
    svg = re.sub(r' aria-label="[^"]*"', "", svg)
    svg = re.sub(ARABIC, r'<tspan font-family="Noto Sans Arabic">\g<0></tspan>', svg)
    svg = re.sub(r"<svg\b([^>]*)>", rf'<svg xmlns="http://www.w3.org/2000/svg"\1><style>{style}</style>', svg, count=1)
    return {"svg": svg, "alt": bare(Markup(label[1]).unescape()) if label else "-"}
