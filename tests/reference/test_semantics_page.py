"""The page that the reference is written from, and what the reference may lean on."""

import ast
import doctest
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "semantics.md"


def test_the_examples_on_the_page_give_what_they_say() -> None:
    page = PAGE.read_text(encoding="utf-8").replace("```", "")

    examples = doctest.DocTestParser().get_doctest(page, {}, PAGE.name, str(PAGE), 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples)

    assert result.attempted > 20
    assert result.failed == 0


def test_the_reference_borrows_nothing_from_the_engine() -> None:
    borrowed = {
        f"{path.name}: {name}"
        for path in HERE.glob("*.py")
        for name in imported(path)
        if name.startswith("hudna") and not name.endswith(".tables") and name != "hudna.terms.compiled"
    }

    assert borrowed == set()


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
