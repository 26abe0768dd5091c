"""V2: a complaint has a form, somebody who takes it, a clock, and a public docket."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def complaints_to_nobody(draft: Draft) -> Iterator[Remark]:
    """Remark where complaints are not provided for, or lack one of their parts."""
    complaints = draft.agreement.complaints
    expected = "`complaints:` with `by`, `to`, `form`, `acknowledged_within`, `facts_within`, `ruled_within` and `docket: public`"
    if complaints is None:
        yield Remark(("complaints",), "no way to complain", expected, is_of_absence=True)
        return
    fields = {
        "by": "complainant",
        "to": "recipient",
        "form": "form",
        "acknowledged_within": "time to acknowledge",
        "facts_within": "time for the facts",
        "ruled_within": "time to rule",
        "docket": "public docket",
    }
    missing = lacking(complaints, fields)
    if missing:
        yield Remark(("complaints",), f"complaints without {listed(missing)}", expected, is_of_absence=True)
    if settled(complaints.docket) not in (None, "public"):
        yield Remark(("complaints", "docket"), "a docket that the public cannot read", "`docket: public`")


RULE = Rule(
    id="V2",
    severity=Severity.ERROR,
    title={"en": "Complaint to nobody", "ar": "شكوى إلى لا أحد"},
    explanation={
        "en": "A complaint without a form, a recipient, a clock and a docket is a letter.",
        "ar": "الشكوى بلا نموذج ولا متلقٍّ ولا مهلة ولا سجل علني مجرد رسالة.",
    },
    evidence="Cessation of hostilities, 2016: the opposition found it unclear how to complain; its letter went to the Council by way of France.",
    source="http://un-report.blogspot.co.il/2016/02/",
    check=complaints_to_nobody,
)
