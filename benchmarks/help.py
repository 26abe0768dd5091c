"""`hudna --help` beside a bare Python: processor time of the whole process, user and system."""

import resource
import subprocess
import sys
from statistics import median


def compare() -> bool:
    """Print the figures and the ratio; say whether the goal is met."""
    bare = median(_milliseconds(["-c", "pass"]) for _ in range(7))
    ours = median(_milliseconds(["-m", "hudna", "--help"]) for _ in range(7))
    is_met = ours <= 16 * bare
    print("hudna --help, processor milliseconds of the process")
    print(
        f"  {ours:.0f}, bare Python {bare:.0f}: {ours / bare:.1f} times (goal <= 16{'' if is_met else ', MISSED'})",
        flush=True,
    )
    return is_met


def _milliseconds(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


if __name__ == "__main__":
    compare()
