"""The tables of obligations: what an officer marked, reports handed in, letters, what was learnt of masts.

All are ledgered like the others (see ``registry.store.tables``). What is owed by whom and when is derived
from the register and the rules on every look (``registry.services.obligations.obligations``); only what
people said of it
is kept here, so nothing can go stale.
"""

from sqlalchemy import Boolean, Column, Date, Integer, Table, UniqueConstraint

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

duty_marks = Table(
    "duty_marks",
    metadata,
    key(),
    version(),
    Column("duty", TEXT, nullable=False, unique=True),  # key of the derived obligation
    Column("state", TEXT, nullable=False),  # done, extended, open (taken back)
    Column("until", Date),  # extended: the new last day; done: when it came in, null the day of ``at``
    text("note"),
    text("who"),
    text("at"),
    info=PLAIN,
)

duty_reports = Table(
    "duty_reports",
    metadata,
    key(),
    version(),
    Column("duty", TEXT, nullable=False, index=True),  # key of the derived obligation
    Column("organisation", TEXT, nullable=False),
    text("number"),  # of the document that it came with
    text("note"),
    Column("name", TEXT, nullable=False),  # as the sender called the file
    Column("sha256", TEXT, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    text("who"),
    text("at"),
    Column("state", TEXT, nullable=False),  # see registry.model.duties.ReportState
    text("reason"),  # returned: why
    text("looked_by"),
    text("looked_at"),
    info=PLAIN,
)

duty_letters = Table(
    "duty_letters",
    metadata,
    key(),
    version(),
    Column("kind", TEXT, nullable=False),  # reminder, compliance, changes
    Column("organisation", TEXT, nullable=False, index=True),
    Column("drafted_on", Date, nullable=False),
    Column("items", Json),  # what the letter asks, as it stood on that day
    Column("answer_by", Date),
    text("number"),
    Column("sent_on", Date),
    Column("answered_on", Date),
    text("answer_number"),
    text("answer"),
    Column("discarded", Boolean, nullable=False),
    text("who"),
    text("at"),
    info=PLAIN,
)

mast_facts = Table(
    "mast_facts",
    metadata,
    key(),
    version(),
    reference("structure", "structures.id"),
    Column("fact", TEXT, nullable=False),  # see registry.model.standing.Fact
    text("value"),  # yes, no; "": taken back
    text("evidence"),  # the paper that shows it
    text("who"),
    text("at"),
    UniqueConstraint("structure", "fact"),
    info=PLAIN,
)

change_answers = Table(
    "change_answers",
    metadata,
    key(),
    version(),
    Column("change", TEXT, nullable=False, unique=True),  # key of the derived difference of two lists
    Column("operator", TEXT, nullable=False, index=True),
    Column("state", TEXT, nullable=False),  # explained, asked, open (taken back)
    text("answer"),
    text("letter"),  # id of the letter that asks about it
    text("who"),
    text("at"),
    info=PLAIN,
)

DUTY_TABLES: tuple[Table, ...] = (duty_marks, duty_reports, duty_letters, mast_facts, change_answers)
"""The tables of this part; proposals are not judged by them."""
