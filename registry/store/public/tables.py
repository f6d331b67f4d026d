"""The tables of field reports: what was reported (ledgered), and who reported it (never in the ledger).

The ledger is kept for ever; a citizen's name and telephone are kept only as long as the report needs them.
"""

from sqlalchemy import Column, Date, Double, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, text, version

citizen_reports = Table(
    "citizen_reports",
    metadata,
    key(),
    version(),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("token", TEXT, nullable=False, unique=True),
    text("at"),
    Column("kind", TEXT, nullable=False),
    text("words"),
    Column("lon", Double),
    Column("lat", Double),
    Column("accuracy_m", Double),
    text("source"),  # plate, gps, map, words
    text("place"),  # as the reporter describes it
    Column("structure", TEXT, nullable=False, server_default="", index=True),
    Column("photos", Json),  # [{"sha256", "width", "height", "taken_at", "lon", "lat"}, ...]
    Column("state", TEXT, nullable=False, index=True),  # new, visit, closed
    text("twin_of"),  # the id of the report like it below which it stands; "": by itself
    text("target"),  # of a campaign: the visit that it became
    text("defect"),  # that the visit found
    text("reason"),
    text("reply"),  # the reporter reads it
    text("note"),  # the office's own
    text("who"),
    text("handled_at"),
    Column("closed_on", Date),
    info=PLAIN,
)

report_contacts = Table(
    "report_contacts",
    metadata,
    key("report"),
    text("name"),
    text("phone"),
    info={"key": "report", "ledgered": False},
)

REPORT_TABLES: tuple[Table, ...] = (citizen_reports,)
"""The ledgered tables of this part; proposals are not judged by them."""
