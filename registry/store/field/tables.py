"""The tables of campaigns, inspections and defects; of field reports see ``report_tables``.

All are ledgered like the others (see ``registry.store.tables``). What the phone recorded is append-only:
a row of ``inspections``, ``field_items`` and ``field_photos`` is never changed by what comes later, but for
the moments that an inspection began and ended and the office's own marks. Moments are ISO text: in UTC where
the server says them, as the phone said them (with its offset) in ``recorded_at``. Positions are EPSG:4326.
"""

from sqlalchemy import Boolean, Column, Date, Double, Integer, Table

from registry.store.field.checklist_tables import own_checklists
from registry.store.field.position_tables import POSITION_TABLES
from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

campaigns = Table(
    "campaigns",
    metadata,
    key(),
    version(),
    text("kind"),  # season, specialised, reinspection, self, spot_check
    text("name"),
    Column("period_from", Date),
    Column("period_to", Date),
    text("legal_basis"),
    text("decision"),  # number of the decision to inspect (specialised)
    Column("decided_on", Date),
    text("organisation"),  # the one carrier that is inspected, or whose list this is; "": several
    Column("team", Json),  # [{"name", "account", "post"}, ...]
    Column("checklists", Json),  # [[code, version], ...]
    Column("selection", Json),  # the criteria that chose the structures, as asked
    text("parent"),  # the campaign whose masts are inspected again or sampled
    text("seed"),  # of the sample, so that it can be drawn again
    text("state"),  # open, closed
    Column("files", Json),  # [{"sha256", "name", "kind"}, ...]: decision, minutes, list
    text("note"),
    text("who"),
    text("at"),
    info=PLAIN,
)

campaign_targets = Table(
    "campaign_targets",
    metadata,
    key(),
    version(),
    reference("campaign", "campaigns.id"),
    reference("structure", "structures.id"),
    text("organisation"),  # responsible for the structure when it was chosen: an operator's code or an owner
    text("assignee"),  # name of an account
    Column("due_on", Date),
    Column("place", Integer),  # in the order of visits, from 1
    Column("score", Double),  # of risk, when it was chosen; None: not scored
    text("reason"),  # why it was chosen
    text("state"),  # open, left_out
    text("note"),  # why it was left out
    text("who"),
    text("at"),
    info=PLAIN,
)

inspections = Table(
    "inspections",
    metadata,
    key(),  # made by the phone
    version(),
    reference("campaign", "campaigns.id", nullable=True),
    reference("structure", "structures.id"),
    text("checklist"),
    Column("checklist_version", Integer),
    text("person"),  # who recorded it: an account's name
    text("device"),
    text("started_at"),  # the earliest of its starts, put right where the phone's clock is known to be off
    text("finished_at"),  # the latest of its ends; "": not finished
    text("dropped_at"),  # begun by mistake: its items stay, and count for nothing; "": it stands
    text("received_at"),
    text("sent_by"),  # who sent it, where that is not the person (a rescue file)
    text("reviewed_by"),
    text("reviewed_at"),
    text("review_note"),
    Column("files", Json),  # [{"sha256", "name", "kind"}, ...]: minutes
    info=PLAIN,
)

field_items = Table(
    "field_items",
    metadata,
    key(),  # made by the phone
    version(),
    reference("inspection", "inspections.id"),
    Column("structure", TEXT, nullable=False, index=True),
    text("kind"),  # see registry.model.field.inspections.ItemKind
    text("entry"),  # of the checklist
    text("content"),  # the item in its one canonical JSON, whole, as the phone sent it
    text("sha256"),  # of the content, UTF-8
    Column("photos", Json),  # SHA-256 of each
    text("recorded_at"),
    Column("seq", Integer),
    Column("replaces", TEXT, nullable=False, server_default="", index=True),
    text("person"),
    text("device"),
    text("received_at"),
    Column("clock_off_s", Double),  # phone's clock less the server's, as far as known; None: not known
    Column("corrected", Json),  # what an officer put right when it had been set aside: {field: value}
    text("corrected_by"),
    info=PLAIN,
)

set_aside_items = Table(
    "set_aside_items",
    metadata,
    key(),
    version(),
    Column("item", TEXT, nullable=False, server_default="", index=True),  # the id that it claims
    text("content"),  # canonical JSON of whatever was sent in the place of an item
    text("sha256"),
    text("code"),  # why
    Column("params", Json),
    text("person"),
    text("device"),
    text("received_at"),
    text("state"),  # open, taken, dropped
    text("decided_by"),
    text("decided_at"),
    text("reason"),
    info=PLAIN,
)

field_photos = Table(
    "field_photos",
    metadata,
    key("sha256"),
    version(),
    text("media_type"),
    Column("size_bytes", Integer, nullable=False),
    text("person"),
    text("device"),
    text("received_at"),
    Column("looked_at", Boolean, nullable=False),  # whether the columns below were made out
    Column("width", Integer),
    Column("height", Integer),
    text("look"),  # perceptual hash, 16 hex digits; "": not a picture that we can open
    text("taken_at"),  # as the camera wrote it
    Column("lon", Double),  # as the camera wrote it
    Column("lat", Double),
    info={**PLAIN, "key": "sha256"},
)

defects = Table(
    "defects",
    metadata,
    key(),
    version(),
    reference("structure", "structures.id"),
    text("inspection"),
    text("item"),  # that recorded it; "": entered by an officer or read from a list
    text("campaign"),
    text("organisation"),  # who has to remedy it
    text("entry"),
    text("component"),
    text("defect"),  # code of the vocabulary
    text("severity"),  # urgent, serious, minor; "": not yet said
    text("note"),
    Column("photos", Json),
    Column("found_on", Date, nullable=False),
    Column("deadline", Date),  # None: no severity yet
    text("deadline_at"),  # the moment, where a rule counts hours
    text("deadline_basis"),  # code of the rule
    text("state"),  # open, answered, reinspected, closed, withdrawn, replaced
    Column("closed_on", Date),
    text("reason"),  # of closing or withdrawing
    text("letter_number"),  # of the letter that told the organisation
    Column("letter_on", Date),
    text("who"),
    text("at"),
    info=PLAIN,
)

defect_steps = Table(
    "defect_steps",
    metadata,
    key(),
    version(),
    reference("defect", "defects.id"),
    text("kind"),  # as DefectStep.kind
    Column("on_day", Date),
    text("words"),
    text("result"),  # of a re-inspection: remedied, not_remedied; of an answer: progress
    text("inspection"),
    Column("photos", Json),  # [{"sha256", "name"}, ...]
    text("organisation"),
    text("who"),
    text("at"),
    info=PLAIN,
)

doubt_answers = Table(
    "doubt_answers",
    metadata,
    key(),  # of what stands out (``Flag.key``)
    version(),
    text("code"),
    text("word"),  # accepted, asked, again
    text("reason"),
    text("who"),
    text("at"),
    info=PLAIN,
)

position_proposals = Table(
    "position_proposals",
    metadata,
    key(),
    version(),
    reference("structure", "structures.id"),
    reference("site", "sites.id"),
    text("inspection"),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    Column("fixes", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),  # fixes beyond the gate or away from the others
    Column("registered_lon", Double, nullable=False),
    Column("registered_lat", Double, nullable=False),
    Column("registered_accuracy_m", Double, nullable=False),
    Column("distance_m", Double, nullable=False),
    Column("limit_m", Double, nullable=False),  # the combined accuracy that it lies beyond
    Column("items", Json),
    text("state"),  # open, accepted, refused
    text("person"),
    text("at"),
    text("decided_by"),
    text("decided_at"),
    text("reason"),
    info=PLAIN,
)

field_choices = Table(
    "field_choices",
    metadata,
    key(),
    version(),
    reference("structure", "structures.id"),
    text("entry"),
    text("item"),  # the one that counts
    Column("among", Json),  # ids of all that were compared
    text("reason"),
    text("who"),
    text("at"),
    info=PLAIN,
)

mast_safety = Table(
    "mast_safety",
    metadata,
    key("structure"),
    version(),
    Column("inspected_on", Date),  # structural inspection (kiểm định kết cấu), not the EMF certificate
    text("inspected_by"),
    text("inspection_result"),  # passed, conditions, failed
    Column("building_disused", Boolean),
    Column("houses_in_fall", Boolean),
    Column("roads_in_fall", Boolean),
    Column("antennas", Integer),  # that hang on it
    Column("designed_antennas", Integer),
    Column("owner_active", Boolean),
    Column("sources", Json),  # {column: {"from", "on"}}
    text("who"),
    text("at"),
    info={**PLAIN, "key": "structure"},
)

self_inspections = Table(
    "self_inspections",
    metadata,
    key(),
    version(),
    reference("campaign", "campaigns.id"),
    reference("structure", "structures.id"),
    text("organisation"),
    Column("inspected_on", Date),
    text("inspector"),
    text("instrument"),
    Column("calibrated_on", Date),
    Column("readings", Json),  # {entry: number as text}
    text("defects"),  # as written
    text("result"),  # good, to_remedy, bad
    Column("remedied_on", Date),
    text("note"),
    text("sheet"),
    Column("row", Integer),
    info=PLAIN,
)

data_requests = Table(
    "data_requests",
    metadata,
    key(),
    version(),
    text("organisation"),
    Column("made_on", Date, nullable=False),
    Column("due_on", Date),
    Column("masts", Integer, nullable=False),
    Column("gaps", Json),  # {part of the score: masts that lack it}
    text("file_name"),
    text("file_sha256"),
    text("letter_number"),
    text("state"),  # open, closed
    text("who"),
    text("at"),
    info=PLAIN,
)

field_minutes = Table(
    "field_minutes",
    metadata,
    key(),  # of what the minutes are about and whose masts
    version(),
    text("about"),  # a campaign, or the day of visits outside any
    text("organisation"),  # the unit inspected
    text("delegation"),  # by which document the office inspects
    text("place"),
    Column("people", Json),  # [{"side", "name", "post", "account"}, ...]
    text("opinion"),
    text("who"),
    text("at"),
    info=PLAIN,
)

minutes_signatures = Table(
    "minutes_signatures",
    metadata,
    key(),
    version(),
    reference("minutes", "field_minutes.id"),
    text("signer"),  # side, name and post
    text("picture_sha256"),  # SHA-256 of the PNG
    text("text_digest"),  # of what was signed
    text("who"),  # on whose page
    text("at"),
    info=PLAIN,
)

FIELD_TABLES: tuple[Table, ...] = (
    campaigns, campaign_targets, inspections, field_items, set_aside_items, field_photos, defects,
    defect_steps, position_proposals, field_choices, mast_safety, self_inspections,
    data_requests, field_minutes, minutes_signatures, doubt_answers, own_checklists, *POSITION_TABLES,
)  # fmt: skip
"""The tables of this part; proposals are not judged by them."""
