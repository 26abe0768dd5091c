"""Which field of an agreement file names what: a table from fields to the spaces of names that they read.

Roles, actors, zones, lines, arms and terms are six spaces of names; phases, classes and sources are three more; kinds and targets are
given with the format. Source: docs/semantics.md, "Names".
"""

from dataclasses import dataclass

ROLE_SECTIONS = ("parties", "guarantors", "bodies", "others")
"""Sections that share one space of names: any of their ids may be an obligor."""


@dataclass(frozen=True)
class Reference:
    """A field that names something: where it stands, the spaces it reads, and the words of the format that it takes besides."""

    pattern: str
    spaces: tuple[str, ...]
    words: tuple[str, ...] = ()


IN_CLAUSES = (
    Reference("by.[]", ("role",), ("all",)),
    Reference("against.[]", ("target", "party", "actor"), ("anyone", "each_other")),
    Reference("with.[]", ("arm",)),
    Reference("in.[]", ("zone",)),
    Reference("into.[]", ("zone",)),
    Reference("from.[]", ("zone",)),
    Reference("to.[]", ("zone",)),
    Reference("for.[]", ("role", "target")),
    Reference("phase", ("phase",)),
    Reference("after.[]", ("duty",)),
    Reference("despite.[]", ("prohibition",)),
    Reference("needs.[].act", ("kind",)),
    Reference("needs.[].by.[]", ("role", "actor"), ("target", "all")),
    Reference("needs.[].to.[]", ("role",), ("guarantor",)),
    Reference("quantity.per", ("duty",)),
    Reference("evidence.[].by.[]", ("role",)),
    Reference("mirrors", ("duty",)),
)

REFERENCES = (
    Reference("history.[].by.[]", ("role",)),
    Reference("history.[].adds.[]", ("term",)),
    Reference("in_force.renewal.by.[]", ("role",)),
    Reference("in_force.on_lapse.continues.[]", ("term",)),
    Reference("phases.*.next", ("phase",)),
    Reference("phases.*.after.[]", ("duty",)),
    Reference("phases.*.meanwhile.continues.[]", ("term",)),
    Reference("parties.*.register", ("role",)),
    Reference("parties.*.adherents.[].through", ("role",)),
    Reference("guarantors.*.answers_for.[]", ("party",)),
    Reference("guarantors.*.levers.[].over.[]", ("actor",)),
    Reference("guarantors.*.accepted_by.[]", ("party",)),
    Reference("guarantors.*.refused_by.[]", ("party",)),
    Reference("guarantors.*.present_at.[]", ("term",)),
    Reference("bodies.*.accepted_by.[]", ("party",)),
    Reference("bodies.*.refused_by.[]", ("party",)),
    Reference("bodies.*.members.[]", ("role",)),
    Reference("bodies.*.chair.[]", ("role",)),
    Reference("bodies.*.rules_against.[]", ("role",)),
    Reference("bodies.*.access.[]", ("zone",), ("everywhere",)),
    Reference("actors.*.members.[]", ("actor",)),
    Reference("actors.*.became.[].actor", ("actor",)),
    Reference("lines.*.within", ("zone",)),
    *(
        Reference(f"zones.*{version}.{pattern}", spaces, words)
        for version in ("", ".use", ".disputed.[].val")
        for pattern, spaces, words in (
            ("union.[]", ("zone",), ()),
            ("minus.[]", ("zone",), ()),
            ("within", ("zone",), ()),
            ("strip.line", ("line",), ()),
            ("strip.side", ("party",), ("each", "inside", "outside")),
            ("beyond.line", ("line",), ()),
            ("beyond.side", ("party",), ("each", "inside", "outside")),
        )
    ),
    Reference("terms.*.forbid.[]", ("kind",)),
    Reference("terms.*.require", ("kind",)),
    Reference("terms.*.allow.[]", ("kind",)),
    *(
        Reference(f"{clause}.{reference.pattern}", reference.spaces, reference.words)
        for clause in ("terms.*", "terms.*.rows.*")
        for reference in IN_CLAUSES
    ),
    Reference("tranches.*.terms.[]", ("duty",)),
    Reference("tranches.*.in.[]", ("zone",)),
    Reference("tranches.*.attended_by.[]", ("role",)),
    Reference("exclusions.*.actors.[]", ("actor",)),
    Reference("exclusions.*.zones.[]", ("zone",)),
    Reference("exclusions.*.by.[]", ("role",), ("all",)),
    Reference("exclusions.*.kinds.[]", ("kind",)),
    Reference("exclusions.*.phase", ("phase",)),
    Reference("exclusions.*.needs.[].act", ("kind",)),
    Reference("exclusions.*.needs.[].by.[]", ("role", "actor"), ("target", "all")),
    Reference("exclusions.*.needs.[].to.[]", ("role",), ("guarantor",)),
    Reference("exclusions.*.still_protected.[]", ("target",)),
    Reference("exclusions.*.list.amended_by", ("role",)),
    Reference("classes.*.kinds.[]", ("kind",)),
    Reference("escalation.[].to.[]", ("role",), ("guarantor",)),
    Reference("escalation.[].classes.[]", ("class",)),
    Reference("complaints.by.[]", ("role",), ("public", "anyone", "all")),
    Reference("complaints.to.[]", ("role",), ("guarantor",)),
    Reference("ending.leave.to.[]", ("role",), ("guarantor",)),
    Reference("ending.threshold.class", ("class",)),
    Reference("ending.threshold.decided_by.[]", ("role",)),
    Reference("watch.outcome.[]", ("kind",)),
    Reference("watch.in.[]", ("zone",)),
    Reference("record.keeper", ("role",)),
)

IN_WORDS = {
    "role": "a party, guarantor, body or other",
    "party": "a party",
    "actor": "an actor",
    "zone": "a zone",
    "line": "a line",
    "arm": "one of `arms`",
    "term": "a term, or a row as term/row",
    "duty": "a duty: a term that requires, or a row of one as term/row",
    "prohibition": "a prohibition: a term that forbids, or a row of one as term/row",
    "kind": "a kind of act (terms/kinds.yaml)",
    "target": "a target (terms/targets.yaml)",
    "phase": "a phase",
    "class": "one of `classes`",
    "source": "one of `sources`",
}
