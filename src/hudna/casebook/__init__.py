"""Real agreements as terms, each fact with its source, and the public evidence that ships beside them.

A deal comes twice: as signed, and `<id>.guaranteed.yaml`, our proposal of what a guarantee would have added.
"""

import shutil
from pathlib import Path

from hudna.problems import Problem, Refused, nearest_name

__all__ = ["agreement_path", "agreements", "evidence", "export", "lexicon_folder"]

FOLDER = Path(__file__).parent


def agreements() -> list[str]:
    """Give the ids of the agreements in the casebook, in alphabetical order."""
    return sorted(path.name.removesuffix(".yaml") for path in FOLDER.glob("*.yaml"))


def agreement_path(agreement_id: str) -> Path:
    """Give the file of an agreement of the casebook.

    Raises:
        Refused: there is no such agreement; the problem names the nearest.
    """
    if agreement_id not in agreements():
        near = nearest_name(agreement_id, agreements())
        raise Refused(
            [Problem("casebook", found=repr(agreement_id), expected="an agreement of the casebook", nearest=near)]
        )
    return FOLDER / f"{agreement_id}.yaml"


def evidence() -> list[Path]:
    """Give the files of public evidence that ship with the package; none if the folder was dropped."""
    files = sorted((FOLDER / "evidence").glob("*/*"))
    return [path for path in files if path.suffix == ".parquet" or path.name.startswith("claims_")]


def lexicon_folder() -> Path:
    """Give the folder with the Syrian actors, sources and phrases that the casebook's deals share."""
    return FOLDER / "syria"


def export(agreement_id: str, folder: Path) -> list[Path]:
    """Copy an agreement and what it cites (its actors and sources) to `folder`; give the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    source = agreement_path(agreement_id)
    written = [Path(shutil.copyfile(source, folder / source.name))]
    for path in sorted(lexicon_folder().iterdir()):
        target = folder / "syria" / path.name
        target.parent.mkdir(exist_ok=True)
        written.append(Path(shutil.copyfile(path, target)))
    return written
