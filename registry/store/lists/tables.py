"""The tables of lists of masts that carriers hand in.

Both are ledgered like the others (see ``registry.store.tables``). How a list compares with the register is
worked out, never kept here: only what people said, and the file of what became of each row when it was taken.
"""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

mast_lists = Table(
    "mast_lists",
    metadata,
    key(),
    version(),
    Column("operator", TEXT, nullable=False, index=True),
    Column("kind", TEXT, nullable=False),  # see registry.model.mast_lists.MastListKind
    Column("list_date", Date, nullable=False),  # the day that it describes
    Column("state", TEXT, nullable=False, index=True),  # see registry.model.mast_lists.MastListState
    Column("name", TEXT, nullable=False),  # as the sender called the file
    Column("sha256", TEXT, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("by_office", Boolean, nullable=False),  # entered by the office, for what came on paper
    Column("columns", Json),  # what is said of columns, by their keys
    text("note"),
    text("message"),  # the office's last word to the carrier
    text("reply"),
    text("who"),
    text("at"),
    text("sent_by"),
    text("sent_at"),
    text("looked_by"),
    text("looked_at"),
    text("batch"),  # of its acceptance
    text("outcome_sha256"),  # the file of what became of each row
    Column("counts", Json),
    info=PLAIN,
)

mast_list_rows = Table(
    "mast_list_rows",
    metadata,
    key(),
    version(),
    reference("list", "mast_lists.id"),
    text("sheet"),
    Column("row", Integer, nullable=False),  # as Excel shows it
    text("code"),
    Column("repairs", Json),
    text("reason"),  # why the office leaves the row; "": it does not
    text("mark"),  # the office's word to the carrier
    text("who"),
    text("at"),
    info=PLAIN,
)

LIST_TABLES: tuple[Table, ...] = (mast_lists, mast_list_rows)
"""The tables of this part; proposals are not judged by them."""
