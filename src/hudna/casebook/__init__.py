"""Real agreements as terms, each fact with its source, and the public evidence that ships beside them.

A deal is a file `<id>.yaml`; two come twice: as signed, and `<id>.guaranteed.yaml`, our proposal of what a guarantee would have added.
`model` is invented: what a text looks like that no rule of lint complains about.
"""

import shutil
from pathlib import Path

from hudna.casebook.story import Fact, Fall, Happening, Said, Story, parse_story, read_story, sources_of, titled
from hudna.problems import Problem, Refused, nearest_name
from hudna.terms import Agreement, map_files, read_agreement

__all__ = [
    "Fact",
    "Fall",
    "Happening",
    "Said",
    "Story",
    "agreement_path",
    "agreements",
    "assumptions_path",
    "deals",
    "evidence",
    "export",
    "lexicon_folder",
    "parse_story",
    "sources_of",
    "story_of",
    "titled",
]

FOLDER = Path(__file__).parent
GUARANTEED = ".guaranteed"
ASSUMPTIONS = ".assumptions.yaml"


def agreements() -> list[str]:
    """Give the ids of the agreements in the casebook, in alphabetical order."""
    names = (path.name for path in FOLDER.glob("*.yaml") if not path.name.endswith(ASSUMPTIONS))
    return sorted(name.removesuffix(".yaml") for name in names)


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


def deals() -> list[str]:
    """Give the ids of the deals: the agreements without the guaranteed versions, which tell no story of their own."""
    return [id_ for id_ in agreements() if not id_.endswith(GUARANTEED)]


def story_of(agreement_id: str) -> tuple[Story, Agreement]:
    """Give the story of a deal and the agreement as signed, for whichever of its versions.

    Raises:
        Refused: there is no such agreement, or something is wrong with its story.
    """
    deal = agreement_path(agreement_id).stem.removesuffix(GUARANTEED)
    agreement = read_agreement(agreement_path(deal))
    return read_story(FOLDER / "stories" / f"{deal}.yaml", agreement), agreement


def deals_with_assumptions() -> list[str]:
    """Name the agreements for which assumptions ship, ours and elicited from nobody."""
    return sorted(path.name.removesuffix(ASSUMPTIONS) for path in FOLDER.glob(f"*{ASSUMPTIONS}"))


def assumptions_path(agreement_id: str) -> Path:
    """Give the file of assumptions of an agreement of the casebook, ours and elicited from nobody.

    Raises:
        Refused: there is none; the problem names the nearest.
    """
    known = deals_with_assumptions()
    if agreement_id not in known:
        near = nearest_name(agreement_id, known)
        expected = "an agreement of the casebook with assumptions"
        raise Refused([Problem("casebook", found=repr(agreement_id), expected=expected, nearest=near)])
    return FOLDER / f"{agreement_id}{ASSUMPTIONS}"


def evidence() -> list[Path]:
    """Give the files of public evidence that ship with the package; none if the folder was dropped."""
    files = sorted((FOLDER / "evidence").glob("*/*"))
    return [path for path in files if path.suffix == ".parquet" or path.name.startswith("claims_")]


def lexicon_folder() -> Path:
    """Give the folder with the Syrian actors, sources and phrases that the casebook's deals share."""
    return FOLDER / "syria"


def export(agreement_id: str, folder: Path) -> list[Path]:
    """Copy an agreement and what it names beside it (its maps; its actors, with the sources and phrases of their folder).

    Returns:
        The files written, the agreement first.
    """
    agreement = read_agreement(agreement_path(agreement_id))
    named = [f"{agreement_id}.yaml", *map_files(agreement)]
    if agreement.actors_from is not None:
        actors = FOLDER / agreement.actors_from
        named += [path.relative_to(FOLDER).as_posix() for path in sorted(actors.parent.iterdir())]
    for name in named:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name, folder / name)
    return [folder / name for name in named]
