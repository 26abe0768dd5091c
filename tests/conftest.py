"""What holds for every test: steady property tests, and an honest word on tests that were not run."""

from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
hypothesis.settings.load_profile("steady")

SHARED_TESTS = Path(__file__).parent / "shared_data"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests on shared data could not be run, rather than skip them in silence."""
    if not (SHARED_TESTS.parents[2] / "shared").is_dir():
        texts = [path.read_text(encoding="utf-8") for path in sorted(SHARED_TESTS.glob("test_*.py"))]
        not_run = sum(text.count("\ndef test_") for text in texts)
        terminalreporter.write_line(
            f"not run: {not_run} tests in tests/shared_data, which read ../shared (the folder is not here)"
        )
