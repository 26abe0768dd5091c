"""Small marks: sides, states and clocks. The shape alone tells; the word always stands beside it (tokens.css, "Status shapes")."""

from markupsafe import Markup

_SIDES = {
    "s1": '<rect x="2" y="2" width="8" height="8" {fill}/>',
    "s2": '<circle cx="6" cy="6" r="4.3" {fill}/>',
    "s3": '<path d="M6 1.8 10.8 10H1.2z" stroke-linejoin="round" {fill}/>',
    "s0": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2 1.6"/>',
}
_TICK = '<path d="M4.6 8.3l2.4 2.3 4.3-4.8" fill="none" stroke="var(--surface)" stroke-width="1.8"/>'
_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"{more}/>'
_STATES = {
    "waiting": _RING.format(more=' stroke-dasharray="1.5 2.3"'),
    "open": _RING.format(more="") + '<path d="M8 8V2a6 6 0 0 1 6 6z" fill="currentColor"/>',
    "met": f'<circle cx="8" cy="8" r="7" fill="currentColor"/>{_TICK}',
    "late": '<circle cx="8" cy="8" r="7.2" fill="currentColor"/>'
    '<path d="M8 4v4.4l2.8 1.8" fill="none" stroke="var(--surface)" stroke-width="1.7" stroke-linecap="round"/>',
    "breached": '<path d="M8 .8 15.2 8 8 15.2.8 8z" fill="currentColor"/>',
    "alleged": '<path d="M8 1.8 14.2 8 8 14.2 1.8 8z" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "unattributed": '<path d="M8 1.8 14.2 8 8 14.2 1.8 8z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3 2"/>',
    "suspended": '<rect x="3" y="2" width="3.6" height="12" fill="currentColor"/><rect x="9.4" y="2" width="3.6" height="12" fill="currentColor"/>',
    "waived": _RING.format(more="") + '<path d="M3.8 12.2 12.2 3.8" stroke="currentColor" stroke-width="1.8"/>',
    "lapsed": _RING.format(more=' stroke-dasharray="4 3"'),
    "not_evaluated": '<path d="M3 8h10" stroke="currentColor" stroke-width="2" stroke-dasharray="2 2"/>',
    "note": '<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M8 7.2v4.2M8 4.4v1.6" stroke="currentColor" stroke-width="1.7"/>',
}
_ROUND = 81.7  # circumference of a ring of radius 13


def draw_side(mark: str, *, is_leaning: bool = False) -> Markup:
    """The mark of a side; filled is the side, hollow leans to it."""
    fill = "currentColor" if not is_leaning else "none"
    shape = _SIDES[mark].format(fill=f'fill="{fill}" stroke="currentColor" stroke-width="2"')
    return Markup(f'<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{shape}</svg>')


def draw_state(state: str, *, size: int = 16) -> Markup:
    """The shape of a state (see `_STATES`); raises KeyError for a state without one."""
    return Markup(f'<svg width="{size}" height="{size}" viewBox="0 0 16 16" aria-hidden="true">{_STATES[state]}</svg>')


def draw_clock(tone: str, share_left: float | None) -> Markup:
    """The ring of a clock: how much of the time is left, 0 to 1; `alarm` is a solid disc; without a limit the ring is empty."""
    if tone == "alarm":
        inside = (
            '<circle cx="17" cy="17" r="15" fill="var(--signal)"/>'
            '<path d="M17 9v8.8l5.4 3.2" fill="none" stroke="var(--surface)" stroke-width="2.6" stroke-linecap="round"/>'
        )
    else:
        colour = {"run": "var(--act)", "pend": "var(--pend)", "quiet": "var(--ink-2)"}[tone]
        inside = '<circle cx="17" cy="17" r="13" fill="none" stroke="var(--line)" stroke-width="5"/>'
        if share_left is None:
            inside = f'<circle cx="17" cy="17" r="13" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="3 4"/>'
        elif share_left > 0:
            inside += (
                f'<circle cx="17" cy="17" r="13" fill="none" stroke="{colour}" stroke-width="5" '
                f'stroke-dasharray="{min(1.0, share_left) * _ROUND:.1f} {_ROUND}" transform="rotate(-90 17 17)"/>'
            )
    return Markup(f'<svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true">{inside}</svg>')
