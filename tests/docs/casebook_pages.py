"""The pages of the casebook, printed from the agreements, their stories and what lint finds: one for each deal, and an index."""

from collections.abc import Callable
from functools import cache, partial

from docs.reference_pages import PRINTED, cell, page_of
from hudna.casebook import Fact, deals, sources_of, titled
from hudna.cli.casebook import Fell, Retold, day_of, found_by_lint, retell, where_read
from hudna.terms import Agreement

TRUST = """\
- **read**: read at the named source when the casebook was compiled, often only the source's opening. Where several sources of one deal told
  the same thing, one is named. A claim of the file of claims was read at the address in its row.
- **known**: from secondary reading or general knowledge, not read again at a source; to be checked before anybody builds on it.
- **assumed**: ours, for want of better; the note says what.
"""


@cache
def retold(deal: str) -> Retold:
    return retell(deal)


def index() -> str:
    """Every deal in one table, and what its marks of trust mean."""
    rows = "\n".join(_row(deal) for deal in deals())
    return (
        f"# Casebook\n\n{PRINTED}\n"
        "Real ceasefires as terms, what became of each, and which [rules of lint](../reference/rules.md) it fell to. `hudna casebook show ID` tells "
        "the same in a terminal, `hudna casebook export ID FOLDER` gives the file. A story is a reading of public sources, not of a court; tolls and "
        f"authorship are claims of those who made them.\n\n| deal | in short | fell to |\n| --- | --- | --- |\n{rows}\n\n"
        f"## How far a fact was checked\n\n{TRUST}\n"
        "The file of claims, and who may be copied how, are told in `src/hudna/casebook/LICENCE.md` and its neighbours.\n"
    )


def _row(deal: str) -> str:
    told = retold(deal)
    rules = ", ".join(fell.rule.id for fell in told.fell)
    return f"| [{cell(titled(told.signed.title))}]({deal}.md) | {cell(told.story.in_short)} | {rules} |"


def deal_page(deal: str) -> str:
    """One deal: who signed and who answered, what it said, what happened, which rules it fell to, and where that was read."""
    told = retold(deal)
    parts = [
        f"# {titled(told.signed.title)}\n\n{PRINTED}\n{told.story.in_short}\n\n{_people(told.signed)}",
        _table("What it said", ["what", "terms", "how far checked, and where"], _said(told)),
        _table("What happened", ["when", "what", "how far checked, and where"], _happened(told)),
        _section("Rules of lint it fell to", [_fell(fell) for fell in told.fell], between="\n\n"),
        _section("What stood", [f"- {stood}" for stood in told.story.stood]),
        _section("How far this was checked", [told.story.checked]),
        _section("Sources", [f"- {_source(key, told)}" for key in _used(told)]),
        f"Lint has {len(told.linted.remarks)} remarks on this text: `hudna lint {deal}`.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _people(agreement: Agreement) -> str:
    """Tell who is bound and who answers for whom, as the file has it."""
    parties = ", ".join(titled(party.name) or id_ for id_, party in agreement.parties.items())
    guarantors = []
    for id_, guarantor in agreement.guarantors.items():
        clients = guarantor.answers_for if isinstance(guarantor.answers_for, list) else []
        named = ", ".join(titled(agreement.parties[client].name) or client for client in clients)
        guarantors.append(f"{titled(guarantor.name) or id_} (for {named or 'nobody that the text names'})")
    answering = "; ".join(guarantors) or "nobody"
    return f"Parties: {parties}. Guarantors: {answering}."


def _said(told: Retold) -> list[list[str]]:
    return [
        [said.what, ", ".join(f"`{term}`" for term in said.terms), where_read(said, told)] for said in told.story.said
    ]


def _happened(told: Retold) -> list[list[str]]:
    return [[day_of(each), each.what, where_read(each, told)] for each in told.story.happened]


def _fell(fell: Fell) -> str:
    rule = fell.rule
    return (
        f"### [{rule.id}](../reference/rules/{page_of(rule)}): {rule.title['en']}\n\n{fell.fall.why}\n\n"
        f"- Lint finds {found_by_lint(fell)}.\n- Evidence of the rule: {rule.evidence}"
    )


def _used(told: Retold) -> list[str]:
    facts: list[Fact] = [*told.story.facts]
    return list(dict.fromkeys(fact.source for fact in facts if fact.source is not None))


def _source(key: str, told: Retold) -> str:
    source = sources_of(told.story, told.signed)[key]
    return f"{source.title}: <{source.url}>" if source.url else source.title


def _table(heading: str, columns: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    lines += [f"| {' | '.join(cell(text) for text in row)} |" for row in rows]
    return _section(heading, lines) if rows else ""


def _section(heading: str, lines: list[str], between: str = "\n") -> str:
    return f"## {heading}\n\n{between.join(lines)}" if lines else ""


PAGES: dict[str, Callable[[], str]] = {"index.md": index} | {f"{deal}.md": partial(deal_page, deal) for deal in deals()}
