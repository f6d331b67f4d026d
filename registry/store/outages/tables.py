"""The tables of outages: events, what carriers report in their cycles, and incidents with their clocks.

All are ledgered like the others (see ``registry.store.tables``). Moments are text as the ledger writes them
(``registry.store.ledger.stamp``), so that text order is time order. Rows of ``outage_lines`` are written once
and never changed: what was wrong is corrected by a new line that names the old one.
"""

from sqlalchemy import Boolean, Column, Double, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

outage_events = Table(
    "outage_events",
    metadata,
    key(),
    version(),
    text("name"),
    text("kind"),  # storm, flood, grid, other
    text("storm"),  # id of a storm, "" for an event of its own
    text("started_at"),
    text("first_due"),
    Column("hours", Integer, nullable=False),  # between reports
    Column("changes", Json),  # [[from which due moment, hours], ...]
    Column("operators", Json),  # whose reports are awaited
    text("note"),
    text("closed_at"),  # "": open
    Column("public", Boolean, nullable=False),
    Column("reminds", Boolean),  # None of events from before: no
    text("who"),
    text("at"),
    info=PLAIN,
)

outage_reports = Table(
    "outage_reports",
    metadata,
    key(),
    version(),
    reference("event", "outage_events.id"),
    Column("operator", TEXT, nullable=False),
    text("due"),  # the cycle
    text("as_of"),
    text("received_at"),
    text("kind"),  # stations, unchanged, power
    text("source"),  # form, workbook, phone, message, letter, other
    text("source_note"),  # who called, from which number, number of the letter
    text("state"),  # draft, sent, discarded
    text("file_name"),
    text("file_sha256"),
    Column("rest", Json),  # rows not understood that still wait
    text("note"),
    text("who"),
    info=PLAIN,
)

outage_lines = Table(
    "outage_lines",
    metadata,
    key(),
    version(),
    reference("report", "outage_reports.id"),
    Column("event", TEXT, nullable=False, index=True),
    Column("operator", TEXT, nullable=False),
    text("site"),  # id of the site; "" for counts of a commune
    text("code"),  # as it was written
    text("commune"),
    text("as_of"),
    text("state"),  # down, restored, power, count, void
    text("cause"),
    Column("generator", Boolean),
    text("occurred_at"),
    text("detected_at"),
    text("restored_at"),
    Column("down", Integer, nullable=False),
    Column("restored", Integer, nullable=False),  # -1: not stated
    Column("generators", Integer),
    text("power_lost_at"),
    Column("battery_hours", Double),
    Column("battery_left", Double),
    text("corrects"),  # the line that this one stands for
    text("reason"),
    text("note"),
    text("who"),
    text("at"),
    info=PLAIN,
)

outage_incidents = Table(
    "outage_incidents",
    metadata,
    key(),
    version(),
    reference("event", "outage_events.id"),
    Column("operator", TEXT, nullable=False),
    text("kind"),  # mast, pole, cable, equipment
    text("site"),
    text("code"),
    text("commune"),
    text("place"),
    text("occurred_at"),
    text("detected_at"),
    text("notified_at"),
    text("resolved_at"),
    text("resolution"),
    text("damage"),  # total, very_heavy, heavy, partial
    Column("quantity", Integer, nullable=False),
    text("description"),
    text("reason"),  # of the last change
    text("line"),  # of a report that it was made of
    Column("withdrawn", Boolean, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)

outage_reminders = Table(
    "outage_reminders",
    metadata,
    key(),
    version(),
    reference("event", "outage_events.id"),
    Column("operator", TEXT, nullable=False),
    text("due"),  # the cycle whose report is owed
    text("way"),  # notice, phone, message, paper
    text("text"),
    text("note"),
    Column("by_itself", Boolean, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)

outage_mail = Table(
    "outage_mail",
    metadata,
    key(),  # of the content and the carrier: the same file is taken once
    version(),
    text("name"),
    text("sha256"),
    text("received_at"),
    text("state"),  # taken, look, waits, refused, aside
    text("operator"),
    text("sender"),
    text("subject"),
    text("event"),
    text("report"),
    text("code"),
    Column("params", Json),
    text("who"),
    text("at"),
    info=PLAIN,
)

power_areas = Table(
    "power_areas",
    metadata,
    key(),
    version(),
    text("name"),
    text("area"),  # a chosen area's text
    text("feeder"),
    text("since"),
    text("ended_at"),  # "": still
    text("source"),  # notice, phone, carrier, commune, other
    text("source_note"),
    text("note"),
    text("reason"),  # of the last change
    Column("withdrawn", Boolean, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)

OUTAGE_TABLES: tuple[Table, ...] = (
    outage_events, outage_reports, outage_lines, outage_incidents, outage_reminders, outage_mail, power_areas,
)  # fmt: skip
"""The tables of this part; proposals are not judged by them."""
