"""What `make bench` runs: every comparison, side by side in one run, with its goal. Ends with 1 if a goal is missed.

`python -m benchmarks.run [norms|counts|help|lint|war|linkage|intake|stress …]`; without names all of them. Needs the extras `fast` and `bench`.
"""

import sys
from importlib import import_module

COMPARISONS = ("help", "lint", "counts", "norms", "war", "linkage", "intake", "stress")


def main(names: list[str]) -> int:
    unknown = set(names) - set(COMPARISONS)
    if unknown:
        print(f"no comparison {sorted(unknown)}; there are {', '.join(COMPARISONS)}")
        return 2
    met = [import_module(f"benchmarks.{name}").compare() for name in names or COMPARISONS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
