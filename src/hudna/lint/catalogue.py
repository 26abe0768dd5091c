"""All rules: each file of `rules/` brings one, so a new file is a new rule; in the order of the groups."""

import pkgutil
from importlib import import_module

from hudna.lint import rules
from hudna.lint.rule import GROUPS, Rule


def _order(rule: Rule) -> tuple[int, int]:
    return list(GROUPS).index(rule.id[0]), int(rule.id[1:])


RULES: tuple[Rule, ...] = tuple(
    sorted(
        (import_module(f"{rules.__name__}.{file.name}").RULE for file in pkgutil.iter_modules(rules.__path__)),
        key=_order,
    )
)


def choose_rules(*, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """Give the rules that are selected (none told: all) less those that are ignored, by id (`R4`) or by the letter of a group (`R`).

    Raises:
        LookupError: a word that is neither; the message says which.
    """
    known = {rule.id for rule in RULES} | set(GROUPS)
    for word in (*select, *ignore):
        if word not in known:
            raise LookupError(
                f"found {word!r}, expected the id of a rule such as R4 or the letter of a group: {', '.join(GROUPS)}"
            )
    return tuple(
        rule
        for rule in RULES
        if (not select or {rule.id, rule.id[0]} & set(select)) and not {rule.id, rule.id[0]} & set(ignore)
    )
