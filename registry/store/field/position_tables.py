"""The tables of visits of proposed positions: who is sent to which row, and what phones recorded there.

Apart from inspections, which are of structures of the register. A row of ``position_items`` is never changed.
Positions are EPSG:4326.
"""

from sqlalchemy import Column, Date, Double, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

position_targets = Table(
    "position_targets",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    text("code"),
    text("organisation"),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    text("commune"),
    text("address"),
    text("mast_class"),
    Column("mast_height_m", Double),
    Column("look_at", Json),  # [{"rule", "vi", "en"}, ...]: what the findings left open
    text("assignee"),  # name of an account; "": whoever inspects
    Column("due_on", Date),
    text("note"),
    text("state"),  # open, withdrawn
    text("reason"),  # of the withdrawal
    text("who"),
    text("at"),
    info=PLAIN,
)

position_items = Table(
    "position_items",
    metadata,
    key(),  # made by the phone
    version(),
    Column("inspection", TEXT, nullable=False, index=True),  # made by the phone
    reference("target", "position_targets.id"),
    text("kind"),
    text("entry"),
    text("content"),  # the item in its one canonical JSON, whole, as the phone sent it
    text("sha256"),
    Column("photos", Json),
    text("recorded_at"),
    Column("seq", Integer),
    text("replaces"),
    text("person"),
    text("device"),
    text("received_at"),
    Column("clock_off_s", Double),
    Column("corrected", Json),
    text("corrected_by"),
    info=PLAIN,
)

POSITION_TABLES: tuple[Table, ...] = (position_targets, position_items)
