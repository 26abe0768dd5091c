"""The tables an evaluation returns (docs/semantics.md, "What an evaluation returns")."""

import dataframely as dy

STANDARDS = [
    "none",
    "reported",
    "reasonable_suspicion",
    "reasonable_grounds",
    "clear_and_convincing",
    "beyond_reasonable_doubt",
]
DUTY_STATES = ["waiting", "open", "met", "breached", "suspended", "waived", "lapsed", "not_evaluated"]
BOUND_NAMES = ["lower", "point", "upper"]


class Norms(dy.Schema):
    """One row for each prohibition and accused: the compiled norm, for reading."""

    norm_id = dy.String(primary_key=True, description="term, or term/row")
    accused = dy.String(primary_key=True, description="party; several for whom one guarantor answers are joined by +")
    guarantors = dy.List(dy.String(), description="who answers for the accused")
    kinds = dy.List(dy.String(), description="as the agreement names them")
    zones = dy.List(dy.String(), description="zones of the deal, joined by + where a term names several")
    begins_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="first instant it can bind")
    ends_at = dy.Datetime(
        time_zone="UTC", time_unit="us", nullable=True, description="first instant it no longer binds; empty: no end"
    )
    takings = dy.List(dy.String(), description="allowances and exclusions that reduce it")
    gaps = dy.List(dy.String(), description="what is undefined, unread or disputed in it")
    not_evaluated = dy.List(dy.String(), description="keys that would change the result and are not yet evaluated")


class Allegations(dy.Schema):
    """One row for each incident held against a norm and an accused. A pair that cannot meet has no row, not a row with 0."""

    allegation_id = dy.String(primary_key=True, description="incident_id/norm_id/accused")
    incident_id = dy.String(description="the incident")
    norm_id = dy.String(description="the prohibition: term, or term/row")
    accused = dy.String(description="party; several for whom one guarantor answers are joined by +")
    guarantors = dy.List(dy.String(), description="before whom it is put")
    p_breach = dy.Float64(min=0, max=1, description="probability that it is a breach, at the point")
    p_lower = dy.Float64(min=0, max=1, description="lower end: it alone decides the standard and opens the ladder")
    p_upper = dy.Float64(min=0, max=1, description="upper end")
    p_place = dy.Float64(min=0, max=1, description="share of the place inside")
    p_time = dy.Float64(min=0, max=1, description="share of the time inside")
    p_target = dy.Float64(min=0, max=1, description="share of the target inside")
    p_actor_kind = dy.Float64(min=0, max=1, description="probability of author, kind and arm together")
    p_excepted = dy.Float64(min=0, max=1, description="taken out by allowances and exclusions, at the point")
    taken_by = dy.List(dy.String(), description="allowances and exclusions that took something at some bound")
    breach_class = dy.String(nullable=True, description="first class of the deal that fits")
    standard = dy.Enum(STANDARDS, description="highest standard reached")
    groups_naming = dy.UInt16(description="independent echo groups that name the accused")
    groups_not_adverse = dy.UInt16(description="of these, not leaning against the accused")
    is_admitted = dy.Bool(description="an organ of its own side says so")
    is_contested = dy.Bool(description="another side is named as well, or it is denied")
    notice_at = dy.Datetime(
        time_zone="UTC",
        time_unit="us",
        nullable=True,
        description="first instant at which what was known reached `proof.notice`",
    )
    breach_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="the same for `proof.breach`")
    ruling = dy.String(
        nullable=True,
        description="ruling that replaced the probability: breach, no_breach, outside, not_attributable",
    )
    ruling_not_counting = dy.String(
        nullable=True, description="a ruling that changes nothing, with who gave it: no_breach by eastland"
    )
    not_evaluated = dy.List(dy.String(), description="keys of its norm that are not yet evaluated")


class DutyStates(dy.Schema):
    """One row for each instance of a duty, at each bound and standard."""

    duty_id = dy.String(primary_key=True, description="term, or term/row")
    obligor = dy.String(primary_key=True, description="role; joint obligors joined by +; empty: owed by nobody named")
    instance = dy.UInt32(primary_key=True, description="period of a recurring duty, from 1")
    bound = dy.Enum(
        BOUND_NAMES, primary_key=True, description="lower: the mildest reading of the text; upper: the strictest"
    )
    standard = dy.Enum(STANDARDS, primary_key=True, description="performances must reach it to count")
    guarantors = dy.List(dy.String(), description="who answers for the obligor")
    state = dy.Enum(DUTY_STATES, description="where the instance stands")
    opened_at = dy.Datetime(
        time_zone="UTC", time_unit="us", nullable=True, description="instant from which it can be met"
    )
    due_at = dy.Datetime(
        time_zone="UTC", time_unit="us", nullable=True, description="exclusive end of the time allowed"
    )
    met_at = dy.Datetime(
        time_zone="UTC",
        time_unit="us",
        nullable=True,
        description="instant by which it was met; a late performance stays breached",
    )
    met_known_at = dy.Datetime(
        time_zone="UTC",
        time_unit="us",
        nullable=True,
        description="instant at which it was known to be met: when the last of the incidents that completed it became known",
    )
    breach_known_at = dy.Datetime(
        time_zone="UTC", time_unit="us", nullable=True, description="instant at which the breach was known"
    )
    days_late = dy.Int32(nullable=True, description="local days from the due day to the day it was met")
    owed = dy.Float64(nullable=True, description="amount owed; empty: no number fixed")
    performed = dy.Float64(description="amount performed, at this standard")
    unit = dy.String(nullable=True, description="unit of the amount")
    incidents = dy.List(dy.String(), description="incidents that count as performance")
    not_evaluated = dy.List(dy.String(), description="keys that would change the state and are not yet evaluated")


class Clocks(dy.Schema):
    """One row for each rung that has opened before one addressee."""

    incident_id = dy.String(primary_key=True, description="the incident")
    accused = dy.String(primary_key=True, description="who is accused")
    rung = dy.String(primary_key=True, description="step of the ladder")
    addressee = dy.String(primary_key=True, description="who must act")
    allegation_id = dy.String(
        description="the allegation with the highest lower end among those of this incident and accused"
    )
    position = dy.UInt16(description="place of the rung in the ladder, from 1")
    starts_at = dy.Datetime(
        time_zone="UTC", time_unit="us", description="instant of notice, or at which the rung before ran out or ended"
    )
    due_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="empty: the deal sets no limit")
    stopped_at = dy.Datetime(
        time_zone="UTC", time_unit="us", nullable=True, description="instant of the answer that stopped or ended it"
    )
    stopped_by = dy.String(nullable=True, description="the answer that stopped or ended it")
    state = dy.Enum(
        ["running", "stopped", "ended", "overdue", "no_limit"],
        description="ended: refused or not ours, the next rung opens",
    )
    seconds_late = dy.Int64(nullable=True, description="how long after the limit it was stopped, or how long overdue")


class Answers(dy.Schema):
    """One row for each answer or ruling, from the answers file."""

    row = dy.UInt32(primary_key=True, description="row of the answers file; the header is row 1")
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant it became known")
    by = dy.String(description="role that answers")
    incident_id = dy.String(description="the incident it is about")
    accused = dy.String(nullable=True, description="empty: all accused of that incident")
    answer = dy.String(
        description="acknowledged, accepted, remedied, denied_with_evidence, not_ours, refused, asks_for_facts, ruling, joint_ruling, done"
    )
    ruling = dy.String(nullable=True, description="breach, no_breach, outside, not_attributable")
    note = dy.String(description="a remark")


class Scorecard(dy.Schema):
    """One row for each role and measure."""

    role = dy.String(primary_key=True, description="party, guarantor, body or other; several joined by +")
    measure = dy.String(
        primary_key=True,
        description="breaches, own_breaches, duties_met, duties_late, duties_breached, answers_on_time, answers_late, answers_none, accepted_share, median_hours_to_answer",
    )
    standard = dy.String(primary_key=True, description="standard counted at; expected: the sum of probabilities")
    breach_class = dy.String(primary_key=True, description="class of breach; all")
    value = dy.Float64(
        nullable=True, description="empty: there is nothing to count, or nothing was told to count it from"
    )
    lower = dy.Float64(nullable=True, description="5 % end of the count, exact up to 100,000 incidents")
    upper = dy.Float64(nullable=True, description="95 % end of the count, exact up to 100,000 incidents")
