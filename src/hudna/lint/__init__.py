"""Lint: what a drafter should mend before anybody signs. One rule per small function, each with the deal that fell to it.

`RULES` is the catalogue, listed by name in `catalogue.py`; `lint_agreement` asks them of one agreement, and `fix_text` writes safe changes.
"""

from hudna.lint.catalogue import RULES, choose_rules
from hudna.lint.check import Linted, Placed, lint_agreement
from hudna.lint.fixes import fix_text
from hudna.lint.ignores import Ignore
from hudna.lint.rule import GROUPS, Fix, Remark, Rule, Severity

__all__ = [
    "GROUPS",
    "RULES",
    "Fix",
    "Ignore",
    "Linted",
    "Placed",
    "Remark",
    "Rule",
    "Severity",
    "choose_rules",
    "fix_text",
    "lint_agreement",
]
