"""The tables of field reports: what was reported (ledgered), and who reported it (never in the ledger).

The ledger is kept for ever; a citizen's name and telephone are kept only as long as the report needs them.
"""

from sqlalchemy import BigInteger, Column, Date, Double, Index, Integer, Table

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
    text("case_number"),  # of the system that handed it on, as that writes it
    Column("case_key", TEXT),  # the same as it is compared; none without
    text("system"),
    text("received_at"),  # there
    Column("due_on", Date),  # there
    text("as_of"),  # the moment of what that system last said
    text("sent_at"),  # when that came here
    text("answer_there"),  # what was answered elsewhere
    text("joined_to"),  # the id of the report that an officer joined it to
    Index("ix_citizen_reports_case_key", "case_key", unique=True),
    Index("ix_citizen_reports_joined_to", "joined_to"),
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

report_returns = Table(
    "report_returns",
    metadata,
    key(),
    version(),
    Column("ordinal", Integer, nullable=False, unique=True),
    Column(
        "entry", BigInteger().with_variant(Integer, "sqlite"), nullable=False
    ),  # of the ledger, up to which
    Column("cases", Integer, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)
"""The workbooks that were given back to the other system, each with what changed since the one before."""

REPORT_TABLES: tuple[Table, ...] = (citizen_reports, report_returns)
"""The ledgered tables of this part; proposals are not judged by them."""
