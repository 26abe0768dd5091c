"""`hudna --help` answers at once: it loads no heavy library and no room."""

import json
import subprocess
import sys

HEAVY = ("numpy", "polars", "dataframely", "duckdb", "pydantic", "sqlalchemy", "scipy", "shapely", "pyproj", "ruamel")
REPORT = """
import json, sys
sys.argv = ["hudna", *{arguments!r}]
from hudna.cli import main
try:
    main()
except SystemExit:
    pass
print("\\n" + json.dumps(sorted(sys.modules)))
"""


def modules_after(*arguments: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", REPORT.format(arguments=arguments)], capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_help_loads_no_heavy_library() -> None:
    loaded = modules_after("--help")

    assert "hudna.cli.app" in loaded
    assert not [name for name in HEAVY if name in loaded]  # a command of its own makes typer load pydantic


def test_help_enters_no_room() -> None:
    loaded = modules_after("--help")

    assert {name for name in loaded if name.startswith("hudna")} <= {
        "hudna",
        "hudna.version",
        "hudna.cli",
        "hudna.cli.app",
        "hudna.cli.findings_group",
        "hudna.cli.options",
        "hudna.cli.places_group",
        "hudna.cli.quarantine_group",
        "hudna.cli.stress",  # its arguments; what it does is imported when it is asked
    }
