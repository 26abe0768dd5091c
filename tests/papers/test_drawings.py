"""Drawings: where things stand on the ruler, and that nothing is drawn outside."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.papers.svg.marks import draw_clock, draw_side
from hudna.papers.svg.ruler import Span, Tick, draw_count, draw_factor, draw_ruler, draw_ruler_compact, place_on
from hudna.papers.svg.strip import DayAct, DayAxis, DayDuty, Lane, draw_strip
from hudna.papers.svg.text import Room

TICKS = [
    Tick(0.25, "reasonable suspicion 25 · notice", True),
    Tick(0.50, "reasonable grounds 50 · breach", True),
    Tick(0.75, "clear and convincing 75", False),
    Tick(0.95, "beyond reasonable doubt 95", False),
]
SPANS = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted).map(lambda ends: Span(*ends))


def ruler(span: Span, *, width: int = 500) -> str:
    return draw_ruler(
        span, TICKS, width=width, sentence="Probability", lower_label="lower end 35", range_label="35–98 %"
    )


def texts(svg: str) -> list[tuple[float, float, str, str]]:
    found = re.findall(r'<text x="([\d.-]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?[^>]*>([^<]*)</text>', svg)
    return [(float(x), float(y), anchor or "start", text) for x, y, anchor, text in found]


def test_the_ruler_runs_from_nothing_to_certain_with_a_margin() -> None:
    assert (place_on(0.0, width=500), place_on(0.5, width=500), place_on(1.0, width=500)) == (8, 250, 492)


def test_the_bar_begins_at_the_lower_end_and_the_ticks_stand_at_their_standards() -> None:
    svg = ruler(Span(0.35, 0.94, 0.98))

    assert '<rect x="177.4" y="30" width="304.9"' in svg  # as in the mock-up of the incident page
    assert 'd="M463 30v18" class="notch"' in svg
    assert [f"M{x} 30v" in svg for x in ("129", "250", "371", "467.8")] == [True] * 4


@given(SPANS, st.sampled_from([300, 500]))
def test_no_label_of_a_ruler_leaves_the_drawing_or_lies_on_another(span: Span, width: int) -> None:
    labels = (
        TICKS
        if width == 500
        else [Tick(tick.at, tick.label.split()[0] + " 50 · notice", tick.is_decisive) for tick in TICKS]
    )
    svg = draw_ruler(span, labels, width=width, sentence="s", lower_label="lower end 35", range_label="35–98 %")

    boxes = []
    for x, y, anchor, text in texts(svg):
        wide = 6.2 * len(text)  # a little under the estimate: the estimate is on the safe side
        begins = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        assert begins >= -1
        assert begins + wide <= width + 1
        boxes.append((begins, begins + wide, y))
    for number, (begins, ends, y) in enumerate(boxes):
        for other_begins, other_ends, other_y in boxes[number + 1 :]:
            assert abs(y - other_y) > 9 or ends <= other_begins + 1 or other_ends <= begins + 1


@pytest.mark.parametrize("span", [Span(0, 0, 0), Span(1, 1, 1), Span(0.3, 0.3, 0.3)])
def test_a_point_is_drawn_as_a_visible_bar(span: Span) -> None:
    widths = [float(width) for width in re.findall(r'y="30" width="([\d.]+)" height="18" class="band"', ruler(span))]

    assert widths == [2.0]


def test_every_drawing_has_a_role_and_a_label_in_words() -> None:
    span = Span(0.1, 0.2, 0.3)
    drawings = [
        ruler(span),
        draw_ruler_compact(span, TICKS, sentence="Probability 10–30 %"),
        draw_factor(span, sentence="Place: 20 %"),
        draw_count(0.9, 0, 1, sentence="Expected number of breaches 0.9"),
    ]

    assert all('role="img" aria-label="' in drawing and 'direction="ltr"' in drawing for drawing in drawings)


def test_a_label_is_escaped() -> None:
    assert 'aria-label="a &#34;b&#34; &lt;c&gt;"' in draw_factor(Span(0, 1, 1), sentence='a "b" &lt;c&gt;')


def test_an_axis_of_counts_reaches_over_the_interval() -> None:
    for upper, top in ((1, "3"), (4, "5"), (47, "50"), (301, "500"), (1200, "2,000")):
        assert texts(draw_count(upper / 2, 0, upper, sentence="s"))[-1][3] == top


def test_a_clock_under_a_quarter_shows_its_share_and_a_late_one_is_a_solid_disc() -> None:
    assert 'stroke-dasharray="16.3 81.7"' in draw_clock("pend", 0.2)
    assert 'fill="var(--signal)"' in draw_clock("alarm", None)


def test_a_leaning_mark_is_hollow() -> None:
    assert 'fill="none"' in draw_side("s1", is_leaning=True)
    assert 'fill="currentColor"' in draw_side("s1")


def axis(**changes: object) -> DayAxis:
    plain: dict[str, object] = {
        "first": date(2015, 9, 21),
        "days": 15,
        "ticks": [(float(day), str(21 + day)) for day in range(10)],
        "is_daily": True,
        "now": 8.5,
        "now_label": "as known 29 Sep 12:00",
        "in_force": [(3.5, 90.0)],
    }
    return DayAxis(**(plain | changes))  # type: ignore[arg-type]


def test_an_act_that_counts_is_filled_and_one_that_does_not_is_hollow() -> None:
    lane = Lane(["s1"], "Government side", [DayAct(5.7, "Taftanaz", counts=False), DayAct(6.9, "Fuaa", counts=True)])

    svg = draw_strip(axis(), [lane], [], duties_name="Duties", sentence="s")

    assert svg.count('fill="var(--surface)" stroke="var(--violence)"') == 1
    assert svg.count('fill="var(--violence)" stroke="var(--violence)"') == 1
    assert ["Taftanaz" in svg, "Fuaa" in svg] == [True, True]


def test_two_acts_at_one_hour_stand_side_by_side() -> None:
    lane = Lane(["s1"], "Government side", [DayAct(5.5, "Fuaa", counts=False), DayAct(5.5, "Kefraya", counts=True)])

    svg = draw_strip(axis(), [lane], [], duties_name="Duties", sentence="s")

    first, second = (float(x) for x in re.findall(r'd="M([\d.]+) [\d.]+l7 7', svg))
    assert second - first >= 15
    assert ["Fuaa" in svg, "Kefraya" in svg] == [True, True]


def test_lateness_is_a_line_from_the_planned_day_to_the_day_it_was_done() -> None:
    svg = draw_strip(
        axis(days=100, is_daily=False),
        [],
        [DayDuty(5, 99, "wounded: met 94 days late", is_late=True)],
        duties_name="Duties",
        sentence="s",
    )

    assert 'd="M200.5 35H961.9" stroke="var(--signal)" stroke-width="5"' in svg
    assert "wounded: met 94 days late" in svg


def test_a_crowded_strip_draws_bars_a_day_and_no_names() -> None:
    lane = Lane(
        "s1",
        "Government side",
        [DayAct(number % 14 + 0.5, f"place {number}", counts=number % 2 == 0) for number in range(60)],
    )

    svg = draw_strip(axis(), [lane], [], duties_name="Duties", sentence="s")

    assert "place" not in svg
    assert svg.count("<rect") > 14


def test_the_first_that_asks_for_room_gets_it_and_a_full_room_says_so() -> None:
    room = Room(2)

    assert [room.find_line(0, 10), room.find_line(5, 15), room.find_line(11, 20), room.find_line(9, 12)] == [
        0,
        1,
        0,
        None,
    ]
