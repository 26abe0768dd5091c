"""Tests on real data that stands beside the repository; without the folder they are not collected, and the run says how many files that were."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"

collect_ignore_glob = [] if SHARED.is_dir() else ["test_*.py"]
