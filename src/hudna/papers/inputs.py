"""What the board says of its inputs: how much rests on an assumed instant, and which rows were not let in and why."""

from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.words import Words

MAY_NAME_A_SOURCE = frozenset(
    {"claimant", "source_url", "address", "text", "note"}
)  # cells no board repeats (ui/design.md, 4a)
FAULTS = 20  # of rows in quarantine, told one by one
LONGEST = 160  # characters of a cell that are shown


@dataclass(frozen=True)
class Known:
    """How many claims rest on an assumed known time."""

    claims: int
    assumed: int
    inferred: int
    sentence: Markup


def say_known(evaluation: Evaluation, words: Words) -> Known:
    """Say how many claims rest on an assumed instant at which they became known, and how many infer their day."""
    claims = evaluation.claims
    assumed = int((claims["known_basis"].cast(str) == "assumed").sum())
    inferred = int((claims["date_precision"].cast(str) == "inferred").sum())
    sentence = words.count(
        "{n} of {claims} claims rests on an assumed known time: the file does not say when it was known.",
        "{n} of {claims} claims rest on an assumed known time: the file does not say when they were known.",
        assumed,
        claims=words.number(len(claims)),
    )
    return Known(len(claims), assumed, inferred, sentence)


@dataclass(frozen=True)
class Joined:
    """How many incidents the claims make, and how many they would make if claims were joined sooner or later."""

    sentence: Markup
    others: Markup


def say_joined(evaluation: Evaluation, words: Words) -> Joined:
    """Say into how many incidents the claims were joined; the threshold is a policy, so its neighbours stand beside it."""
    counts = evaluation.incident_counts
    others = [
        words.say("{n} if {threshold} were asked", n=words.number(n), threshold=words.isolated(f"{at:g}"))
        for at, n, _, is_published in counts.iter_rows()
        if not is_published
    ]
    threshold, incidents = counts.filter(counts["is_published"]).select("merge_at", "incidents").row(0)
    return Joined(
        words.say(
            "{incidents} from {claims}: two claims are one at a probability of {threshold}.",
            incidents=words.count("{n} incident", "{n} incidents", incidents),
            claims=words.count("{n} claim", "{n} claims", len(evaluation.claims)),
            threshold=words.isolated(f"{threshold:g}"),
        ),
        words.commas(others),
    )


@dataclass(frozen=True)
class Quarantined:
    """Rows that were not let in, and why: the first ones in full, and how many more faults there are."""

    rows: list[tuple[Markup, str, Markup, Markup, Markup]]  # file, row, field, found, expected
    more: int


def write_quarantine(evaluation: Evaluation, words: Words) -> Quarantined | None:
    """List the first faults for which rows were not let in, in the order of the files; none if all rows were."""
    quarantine = evaluation.quarantine
    if quarantine.is_empty():
        return None
    rows = [
        (
            words.data(row["file"]),
            words.number(row["row"]),
            words.data(row["field"]),
            words.data("—" if row["field"] in MAY_NAME_A_SOURCE else _cut(row["found"])),
            words.data(_cut(row["expected"]), "en"),
        )
        for row in quarantine.head(FAULTS).iter_rows(named=True)
    ]
    return Quarantined(rows, len(quarantine) - len(rows))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
