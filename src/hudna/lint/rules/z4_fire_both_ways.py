"""Z4: fire into a zone and fire out of it are both covered."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import kind_tree, names_in

ATTACKS = kind_tree().below("armed_attack")


def bans_on_fire_one_way(draft: Draft) -> Iterator[Remark]:
    """Remark on a fire ban that reads `into` or `from` a zone alone, where no other fire ban covers the other way."""
    bans = [ban for ban in draft.prohibitions if ATTACKS & set(kind_tree().below(*names_in(ban.clause.forbid)))]
    covered = {
        way: {zone for ban in bans for zone in (*names_in(ban.clause.in_), *names_in(getattr(ban.clause, way)))}
        for way in ("into", "from_")
    }
    for ban in bans:
        for way, other, words in (("into", "from_", "out of"), ("from_", "into", "into")):
            missing = [zone for zone in names_in(getattr(ban.clause, way)) if zone not in covered[other]]
            if missing and not ban.clause.in_:
                found = f"a ban on fire one way: fire {words} {', '.join(missing)} is not covered"
                yield Remark((*ban.where, way.rstrip("_")), found, "`in:`, which covers both, or `into:` and `from:`")


RULE = Rule(
    id="Z4",
    severity=Severity.WARNING,
    title={"en": "Ban on fire one way", "ar": "حظر النار في اتجاه واحد"},
    explanation={
        "en": "A ban on firing out of a zone lets fire into it, and the other way round.",
        "ar": "حظر إطلاق النار من المنطقة يبيح إطلاقها عليها، والعكس صحيح.",
    },
    evidence="No deal here fell to it; Four Towns, 2015, is the good model: fire from inside out and from outside in.",
    source="https://www.syriahr.com/en/33272/",
    check=bans_on_fire_one_way,
)
