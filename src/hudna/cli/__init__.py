"""The command line. Nothing here imports a room at module level: `hudna --help` must be quick and load no heavy library."""

__all__ = ["main"]


def main() -> None:
    """Run the command line; the door of `hudna` and of `python -m hudna`."""
    from hudna.cli.app import app

    app()
