"""V1: a monitor of no guarantor's is named, present on day 1, with access everywhere."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Body, Unread, names_in, settled


def deals_without_a_monitor(draft: Draft) -> Iterator[Remark]:
    """Remark where no observing body is free of guarantors, has access everywhere, and is there from the first day."""
    bodies = {name: body for name, body in draft.agreement.bodies.items() if "observe" in (settled(body.tasks) or ())}
    expected = "a body with `tasks: [observe]`, `access: everywhere`, `during:` from the start, and no guarantor in it"
    if not bodies:
        yield Remark(("bodies",), "no monitor", expected, is_of_absence=True)
        return
    lacks = {name: _lacks(draft, body) for name, body in bodies.items()}
    if all(lacks.values()):
        found = "; ".join(f"{name} without {listed(words)}" for name, words in lacks.items())
        yield Remark(("bodies", next(iter(bodies))), found, expected, is_of_absence=True)


def _lacks(draft: Draft, body: Body) -> list[str]:
    missing = [] if settled(body.access) == "everywhere" or isinstance(body.access, Unread) else ["access everywhere"]
    if set(draft.agreement.guarantors).intersection((*names_in(body.members), *names_in(body.chair))):
        missing.append("independence of the guarantors")
    begins = draft.instant(getattr(settled(body.during), "from_", None), "start")
    starts = draft.latest_start
    if not isinstance(body.during, Unread) and (begins is None or (starts is not None and begins > starts)):
        missing.append("presence on day 1")
    return missing


RULE = Rule(
    id="V1",
    severity=Severity.ERROR,
    title={"en": "No monitor from the first day", "ar": "لا مراقب منذ اليوم الأول"},
    explanation={
        "en": "Where nobody independent looks, every breach is a claim of one side against the other.",
        "ar": "حيث لا ينظر أحد مستقل يبقى كل خرق ادعاء طرف على آخر.",
    },
    evidence='Cessation of hostilities, 28 February 2016: "no independent monitor". De-escalation areas, 2017: Syria refused any. Yemen, 2022: none.',
    source="http://un-report.blogspot.co.il/2016/02/",
    check=deals_without_a_monitor,
)
