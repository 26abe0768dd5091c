"""The tables that intake hands on: claims, tallies, sources, quarantine."""

import dataframely as dy

KNOWN_BASES = ["stated", "published", "assumed"]
DATE_PRECISIONS = ["day", "range", "month", "year", "inferred"]
READINGS = ["one", "any_of", "each", "unspecified", "unknown"]
NAMES_INSTEAD = ">"  # between a source and the actor it names instead, in `Claims.countered_by`
PLACE_ROLES = ["at", "to", "from"]


class Claims(dy.Schema):
    """One row for each statement by one source about one happening; never edited, only added to."""

    claim_id = dy.String(primary_key=True, min_length=1, description="format, colon, the source's own row id")
    bulletin_id = dy.String(
        nullable=True, description="the report it was split from; two claims of one bulletin are two happenings"
    )
    format = dy.String(
        description="claims-csv (also where rows came as GeoJSON, KML or JSON), ucdp-ged, acled or gdelt"
    )
    file = dy.String(description="name of the file")
    row = dy.UInt32(min=1, description="row of the file it came from; the header is row 1")
    sources = dy.List(dy.String(), description="ids of those who say it, in file order; carriers are not among them")
    claimant = dy.String(description="who says it, as written")
    text = dy.String(description="what it says, as written; may be empty")
    language = dy.String(nullable=True, description="ISO 639 code of the text")
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant it became known")
    known_basis = dy.Enum(KNOWN_BASES, description="how we know that instant")
    occurred_from = dy.Datetime(time_zone="UTC", time_unit="us", description="earliest instant it can have happened")
    occurred_to = dy.Datetime(
        time_zone="UTC", time_unit="us", description="latest instant it can have happened, exclusive"
    )
    date_precision = dy.Enum(DATE_PRECISIONS, description="inferred days never start or stop a clock")
    place = dy.String(description="place as written")
    place_role = dy.Enum(PLACE_ROLES, description="at: where it happened; to, from: end or start of a transport")
    latitude = dy.Float64(min=-90, max=90, nullable=True, description="degrees north, WGS84")
    longitude = dy.Float64(min=-180, max=180, nullable=True, description="degrees east, WGS84")
    radius_m = dy.Float64(
        min=0, nullable=True, description="metres around the point; empty when only the unit is known"
    )
    unit = dy.String(
        nullable=True, description="p-code of the unit the place is known to lie in, where there is no point"
    )
    origin_latitude = dy.Float64(
        min=-90, max=90, nullable=True, description="degrees north of where it was launched, if told"
    )
    origin_longitude = dy.Float64(
        min=-180, max=180, nullable=True, description="degrees east of where it was launched, if told"
    )
    origin_radius_m = dy.Float64(min=0, nullable=True, description="metres around the origin")
    kinds = dy.List(
        dy.String(), description="kinds it may be; one when told, several candidates, none when outside the tree"
    )
    actors = dy.List(dy.String(), description="ids of the actors it may be blaming (for performances: who performed)")
    actor_reading = dy.Enum(
        READINGS,
        description="one; any_of: one of these, not said which; each: all of them; unspecified: a label; unknown",
    )
    participants = dy.List(
        dy.String(), description="ids of those who took part without being blamed, as the two sides of a battle"
    )
    arms = dy.List(dy.String(), description="arms named; none: not told")
    targets = dy.List(dy.String(), description="targets and actors it says were hit or served; none: not told")
    is_denial = dy.Bool(description="says that it did not happen, or that the actor did not do it")
    quotes = dy.List(dy.String(), description="ids of sources it only passes on; none: not told")
    denied_by = dy.List(dy.String(), description="ids of sources that deny it, as the same row tells")
    countered_by = dy.List(
        dy.String(), description="source>actor: who names whom instead, as the same row tells; one for each actor named"
    )
    killed_min = dy.Int64(min=0, nullable=True, description="persons killed, least")
    killed_max = dy.Int64(min=0, nullable=True, description="persons killed, most")
    injured = dy.Int64(min=0, nullable=True, description="persons injured")
    quantity = dy.Float64(min=0, nullable=True, description="amount performed")
    quantity_unit = dy.String(
        nullable=True, description="unit of the amount, as the agreement file names units: persons, trucks, …"
    )
    given_key = dy.String(
        nullable=True, description="key:value by which a coder joined claims; equal keys are one incident"
    )
    address = dy.String(nullable=True, description="public address of the source")
    licence = dy.String(nullable=True, description="licence of the file it came from")
    raw = dy.String(description="the row as it came, JSON")


class Tallies(dy.Schema):
    """One row for each count by one source over many happenings; never incidents, never added up."""

    tally_id = dy.String(primary_key=True, description="format, colon, the source's own row id")
    file = dy.String(description="name of the file")
    row = dy.UInt32(min=1, description="row of the file; the header is row 1")
    form = dy.String(description="the file's own type, as daily_tally")
    sources = dy.List(dy.String(), description="ids of those who say it")
    claimant = dy.String(description="who says it, as written")
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant it became known")
    occurred_from = dy.Datetime(time_zone="UTC", time_unit="us", description="earliest instant of what was counted")
    occurred_to = dy.Datetime(
        time_zone="UTC", time_unit="us", description="latest instant of what was counted, exclusive"
    )
    place = dy.String(description="place as written")
    actors = dy.List(dy.String(), description="who is blamed, as far as ids go")
    count_value = dy.Float64(nullable=True, description="what was counted, in the source's own unit")
    count_breakdown = dy.String(description="how the source splits it, as written")
    killed_min = dy.Int64(nullable=True, description="persons killed, least")
    killed_max = dy.Int64(nullable=True, description="persons killed, most")
    note = dy.String(description="a remark of whoever filed the row")
    address = dy.String(nullable=True, description="public address of the source")
    raw = dy.String(description="the row as it came, JSON")


class Sources(dy.Schema):
    """One row for each source. A lean is a prior for a model, not a verdict."""

    source_id = dy.String(primary_key=True, min_length=1, description="id of the source")
    name_en = dy.String(description="its name in English")
    name_ar = dy.String(nullable=True, description="its name in Arabic")
    kind = dy.String(
        description="monitor_ngo, party_organ, guarantor_organ, state_media, press, un_body, armed_group, …"
    )
    leans_to = dy.String(description="side it is usually near; none, unclear")
    echo_group = dy.String(description="sources that carry one line; its own id when it stands alone")
    quotes = dy.List(
        dy.String(), description="ids of sources whose word it mostly passes on where it says who did something"
    )
    active_from = dy.Date(
        nullable=True, description="first day it can have spoken; before, it is absent and not silent"
    )
    active_to = dy.Date(nullable=True, description="last day it can have spoken")
    reach = dy.List(dy.String(), description="sides on whose ground it sees for itself; none: not known")
    licence = dy.String(nullable=True, description="licence of what it publishes")


class Versions(dy.Schema):
    """One row for each claim whose source says when it last changed its row; a later version of a claim replaces the earlier one."""

    claim_id = dy.String(primary_key=True, min_length=1, description="the claim")
    own_id = dy.String(min_length=1, description="the source's own id of what was changed")
    version_at = dy.Datetime(
        time_zone="UTC", time_unit="us", description="instant since which the row reads as it does"
    )


class Withdrawals(dy.Schema):
    """One row for each time a source took a claim back; the claim stays, and counts for nothing from then on."""

    claim_id = dy.String(min_length=1, description="the claim that is withdrawn, which another file may hold")
    withdrawn_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant at which the source took it back")
    file = dy.String(description="name of the file that says so")
    row = dy.UInt32(min=1, description="row of that file; the header is row 1")


class Quarantine(dy.Schema):
    """One row for each thing wrong with a row that was not let in."""

    file = dy.String(description="name of the file")
    row = dy.UInt32(min=1, description="the header is row 1")
    field = dy.String(description="column in which it stands")
    found = dy.String(description="what stood there")
    expected = dy.String(description="what could have been read")
    raw = dy.String(description="the row as it came, JSON")


class ClaimVersions(Claims):
    """One row for each version of a claim that a collection holds, as it was read; nothing is ever taken out of it."""

    claim_id = dy.String(min_length=1, description="format, colon, the source's own row id")
    version_at = dy.Datetime(
        time_zone="UTC",
        time_unit="us",
        description="instant from which this version stands: the source's own, else `known_at` of the first, the import of a later one",
    )
    import_number = dy.UInt32(
        min=1, description="import that brought it; of two readings of one version the later stands"
    )


class TallyVersions(Tallies):
    """One row for each version of a tally that a collection holds."""

    tally_id = dy.String(min_length=1, description="format, colon, the source's own row id")
    version_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant from which this version stands")
    import_number = dy.UInt32(min=1, description="import that brought it")


class Faults(Quarantine):
    """One row for each thing wrong with a row that an import did not let in; rows of one `entry_id` are one row of the file."""

    entry_id = dy.String(min_length=1, description="made of the file's name and of what stands in the row")
    format = dy.String(description="format as which the file was read, and by which a mended row is read again")
    read_by = dy.String(
        description="the column map and the way of writing by which it was read, JSON; empty where none was said"
    )
    import_number = dy.UInt32(min=1, description="import that met it")


class Resolutions(dy.Schema):
    """One row for each row that left the quarantine: when, and as what."""

    entry_id = dy.String(min_length=1, description="the row that was in quarantine")
    resolved_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant of the import that let it in")
    how = dy.String(description="mended: it came again, mended; retried: by `hudna quarantine retry`")
    file = dy.String(description="name of the file in which it came mended")
    row = dy.UInt32(min=1, description="row of that file; the header is row 1")
    ids = dy.List(dy.String(), description="the claims or the tally that it became")
    import_number = dy.UInt32(min=1, description="import that let it in")
