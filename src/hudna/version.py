"""The version, as a constant: reading it from the installed metadata costs more than the whole of `hudna --help`."""

__version__ = "0.1.0"
