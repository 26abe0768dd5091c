"""G1: exactly one guarantor answers for each party."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def parties_that_nobody_answers_for(draft: Draft) -> Iterator[Remark]:
    """Remark on a party for which no guarantor answers, or more than one."""
    for name in draft.agreement.parties:
        guarantors = draft.guarantors_of(name)
        if not guarantors:
            yield Remark(
                ("parties", name),
                f"nobody who answers for {name}",
                "one guarantor with it in `answers_for`",
                is_of_absence=True,
            )
        elif len(guarantors) > 1:
            found = f"{len(guarantors)} guarantors who answer for {name}: {', '.join(guarantors)}"
            yield Remark(("parties", name), found, "one, so that no one of them can point to the other")


RULE = Rule(
    id="G1",
    severity=Severity.ERROR,
    title={"en": "Party without one guarantor", "ar": "طرف ليس له ضامن واحد"},
    explanation={
        "en": "A breach is put before whoever answers for the party that did it. With nobody there, it is put before nobody; with two, each waits for the other.",
        "ar": "يُرفع الخرق إلى من يُسأل عن الطرف الذي ارتكبه. فإن لم يوجد أحد لم يُرفع إلى أحد، وإن وُجد اثنان انتظر كل منهما الآخر.",
    },
    evidence='Vienna, 2015: twenty states undertook to "use their influence"; none answered for a party.',
    source="https://turcopolier.typepad.com/sic_semper_tyrannis/2016/02/the-syria-deal-whatever-it-is.html",
    check=parties_that_nobody_answers_for,
)
