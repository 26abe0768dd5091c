"""The tables an evaluation returns (docs/semantics.md, "What an evaluation returns")."""

import dataframely as dy

STANDARDS = ["none", "reported", "reasonable_suspicion", "reasonable_grounds", "clear_and_convincing", "beyond_reasonable_doubt"]
DUTY_STATES = ["waiting", "open", "met", "breached", "suspended", "waived", "lapsed", "not_evaluated"]
BOUND_NAMES = ["lower", "point", "upper"]


class Norms(dy.Schema):
    """One row for each prohibition and accused: the compiled norm, for reading."""

    norm_id = dy.String(primary_key=True)
    accused = dy.String(primary_key=True, description="party; several for whom one guarantor answers are joined by +")
    guarantors = dy.List(dy.String())
    kinds = dy.List(dy.String(), description="as the agreement names them")
    zones = dy.List(dy.String())
    begins_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    ends_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    takings = dy.List(dy.String(), description="allowances and exclusions that reduce it")
    gaps = dy.List(dy.String(), description="what is undefined, unread or disputed in it")
    not_evaluated = dy.List(dy.String())


class Allegations(dy.Schema):
    """One row for each incident held against a norm and an accused. A pair that cannot meet has no row, not a row with 0."""

    allegation_id = dy.String(primary_key=True, description="incident_id/norm_id/accused")
    incident_id = dy.String()
    norm_id = dy.String()
    accused = dy.String(description="party; several for whom one guarantor answers are joined by +")
    guarantors = dy.List(dy.String())
    p_breach = dy.Float64(min=0, max=1)
    p_lower = dy.Float64(min=0, max=1)
    p_upper = dy.Float64(min=0, max=1)
    p_place = dy.Float64(min=0, max=1)
    p_time = dy.Float64(min=0, max=1)
    p_target = dy.Float64(min=0, max=1)
    p_actor_kind = dy.Float64(min=0, max=1)
    p_excepted = dy.Float64(min=0, max=1, description="taken out by allowances and exclusions, at the point")
    taken_by = dy.List(dy.String(), description="allowances and exclusions that took something at some bound")
    breach_class = dy.String(nullable=True)
    standard = dy.Enum(STANDARDS, description="highest standard reached")
    groups_naming = dy.UInt16(description="independent echo groups that name the accused")
    groups_not_adverse = dy.UInt16(description="of these, not leaning against the accused")
    is_admitted = dy.Bool(description="an organ of its own side says so")
    is_contested = dy.Bool(description="another side is named as well, or it is denied")
    notice_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="first instant at which what was known reached `proof.notice`")
    breach_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="the same for `proof.breach`")
    ruling = dy.String(nullable=True)
    not_evaluated = dy.List(dy.String())


class DutyStates(dy.Schema):
    """One row for each instance of a duty, at each bound and standard."""

    duty_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True, description="role; joint obligors joined by +; empty: owed by nobody named")
    instance = dy.UInt32(primary_key=True, description="period of a recurring duty, from 1")
    bound = dy.Enum(BOUND_NAMES, primary_key=True)
    standard = dy.Enum(STANDARDS, primary_key=True, description="performances must reach it to count")
    guarantors = dy.List(dy.String())
    state = dy.Enum(DUTY_STATES)
    opened_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    due_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="exclusive end of the time allowed")
    met_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    breach_known_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    days_late = dy.Int32(nullable=True, description="local days from the due day to the day it was met")
    owed = dy.Float64(nullable=True, description="amount owed; empty: no number fixed")
    performed = dy.Float64(description="amount performed, at this standard")
    unit = dy.String(nullable=True)
    incidents = dy.List(dy.String(), description="incidents that count as performance")
    not_evaluated = dy.List(dy.String())


class Clocks(dy.Schema):
    """One row for each rung that has opened before one addressee."""

    incident_id = dy.String(primary_key=True)
    accused = dy.String(primary_key=True)
    rung = dy.String(primary_key=True)
    addressee = dy.String(primary_key=True)
    allegation_id = dy.String(description="the allegation with the highest lower end among those of this incident and accused")
    position = dy.UInt16(description="place of the rung in the ladder, from 1")
    starts_at = dy.Datetime(time_zone="UTC", time_unit="us")
    due_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True, description="empty: the deal sets no limit")
    stopped_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    stopped_by = dy.String(nullable=True, description="the answer that stopped or ended it")
    state = dy.Enum(["running", "stopped", "ended", "overdue", "no_limit"], description="ended: refused or not ours, the next rung opens")
    seconds_late = dy.Int64(nullable=True)


class Answers(dy.Schema):
    """One row for each answer or ruling, from the answers file."""

    row = dy.UInt32(primary_key=True)
    known_at = dy.Datetime(time_zone="UTC", time_unit="us")
    by = dy.String(description="role that answers")
    incident_id = dy.String()
    accused = dy.String(nullable=True, description="empty: all accused of that incident")
    answer = dy.String(description="acknowledged, accepted, remedied, denied_with_evidence, not_ours, refused, asks_for_facts, ruling, joint_ruling, done")
    ruling = dy.String(nullable=True, description="breach, no_breach, outside, not_attributable")
    note = dy.String()


class Scorecard(dy.Schema):
    """One row for each role and measure."""

    role = dy.String(primary_key=True, description="party, guarantor, body or other; several joined by +")
    measure = dy.String(primary_key=True, description="breaches, duties_met, duties_late, duties_breached, answers_on_time, answers_late, answers_none, accepted_share, median_hours_to_answer")
    standard = dy.String(primary_key=True, description="standard counted at; expected: the sum of probabilities")
    breach_class = dy.String(primary_key=True, description="class of breach; all")
    value = dy.Float64(nullable=True, description="empty: there is nothing to count")
    lower = dy.Float64(nullable=True, description="5 % end of the exact count")
    upper = dy.Float64(nullable=True, description="95 % end of the exact count")
