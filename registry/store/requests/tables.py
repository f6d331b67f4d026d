"""The tables of the desk: requests, their lists and rows, what was consulted and decided, what became of it.

All are ledgered like the others (see ``registry.store.tables``). Rows of a request are known by the version
of the list they stand in and their index in it (from 0); ``row`` -1 means the whole list.
"""

from sqlalchemy import Boolean, Column, Date, Double, Integer, Table, UniqueConstraint

from registry.store.table_parts import (
    PLAIN,
    TEXT,
    Json,
    key,
    metadata,
    reference,
    text,
    version,
)

requests = Table(
    "requests",
    metadata,
    key(),
    version(),
    Column("number", TEXT, nullable=False, unique=True),  # 12/2026/HS-VT
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("organisation", TEXT, nullable=False, index=True),
    text("letter_number"),
    Column("letter_date", Date),
    Column("received_on", Date, nullable=False),
    Column("state", TEXT, nullable=False, index=True),
    text("officer"),  # who handles it
    text("file_name"),  # of the list in force; "" for a request without a list
    text("file_sha256"),
    Column("list_version", Integer, nullable=False),
    Column("list_rows", Integer, nullable=False),
    Column("limit_days", Integer),  # working days; None: no number is known
    Column("limit_date", Date),  # a limit that is a day of the calendar
    text("limit_source"),
    text("judged_on"),  # "" the day of decision, "filing" the day of filing
    text("transition"),  # the transitional provision cited for that choice
    text("issued_number"),
    Column("issued_on", Date),
    text("signed_name"),
    text("signed_sha256"),
    text("amends"),  # id of the request that an amendment changes
    text("note"),
    UniqueConstraint("year", "ordinal"),
    info=PLAIN,
)

request_states = Table(
    "request_states",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("ordinal", Integer, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("on_day", Date, nullable=False),
    text("at"),
    text("who"),
    text("reason"),
    info=PLAIN,
)

request_lists = Table(
    "request_lists",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("ordinal", Integer, nullable=False),  # from 1
    text("file_name"),
    text("file_sha256"),
    Column("rows", Integer, nullable=False),
    Column("reading", Json),  # issues and how each sheet was read
    Column("received_on", Date, nullable=False),
    text("at"),
    text("who"),
    text("reason"),
    info=PLAIN,
)

request_rows = Table(
    "request_rows",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),  # index in the list, from 0
    text("sheet"),
    Column("sheet_row", Integer, nullable=False),  # as Excel numbers it
    text("site_code"),
    text("operator"),
    text("kind"),
    Column("lon", Double),
    Column("lat", Double),
    Column("accuracy_m", Double, nullable=False),
    text("commune_code"),
    text("commune"),
    text("address"),
    text("shared_with"),  # operators, comma-separated
    Column("proposal", Json),  # the row as it was read, see registry.services.appraise.proposal_json
    text("recommended"),  # the verdict when the list was received
    Column("judged", Json),  # verdict and findings as they stood when the reply was issued
    info=PLAIN,
)

row_notes = Table(
    "row_notes",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("kind", TEXT, nullable=False),  # note, visit, consulted, manual_check, takeover, urban, photo
    text("rule"),
    text("outcome"),
    text("text"),
    text("evidence"),
    Column("files", Json),  # [{name, sha256}]
    Column("details", Json),
    text("who"),
    text("at"),
    Column("withdrawn", Boolean, nullable=False),
    info=PLAIN,
)

row_decisions = Table(
    "row_decisions",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("decision", TEXT, nullable=False),
    text("reason"),
    Column("conditions", Json),
    text("recommended"),  # the verdict that stood when it was decided
    text("who"),
    text("at"),
    Column("details", Json),
    info=PLAIN,
)

row_conditions = Table(
    "row_conditions",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),  # its order among the row's
    text("text"),
    text("proposed"),  # what a finding proposed; empty: the officer's own
    text("finding"),
    text("body"),
    text("step"),  # before which it is due: commencement, works, operation
    Column("due_on", Date),
    text("state"),  # kept, struck; from the issue on: open, answered, returned, met, waived
    text("reason"),
    text("who"),
    text("at"),
    text("answer"),
    Column("files", Json),
    text("answered_by"),
    text("answered_at"),
    text("paper"),
    text("word"),
    Column("settled_on", Date),
    text("settled_by"),
    text("settled_at"),
    info=PLAIN,
)

consultations = Table(
    "consultations",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("kind", TEXT, nullable=False),  # letter, meeting
    text("body"),
    text("question"),
    Column("list_version", Integer, nullable=False),
    Column("rows", Json),  # indices that it concerns; empty: all
    text("letter_number"),
    Column("sent_on", Date),
    Column("answer_by", Date),
    Column("answered_on", Date),
    text("answer_number"),
    text("answer"),
    text("outcome"),  # agree, object, conditions, no_answer
    text("letter_sha256"),  # of a letter that was sent: the Vietnamese one, as it went out
    Column("files", Json),
    text("who"),
    text("at"),
    info=PLAIN,
)

supplement_items = Table(
    "supplement_items",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("list_version", Integer, nullable=False),
    Column("row", Integer, nullable=False),
    text("label"),  # how the row was called when it was asked about
    text("cell"),
    text("paper"),  # of the dossier
    text("reason"),
    Column("before", Json),  # what the row said then
    text("who"),
    text("at"),
    text("answer"),
    text("answered_by"),
    text("answered_at"),
    info=PLAIN,
)

attachments = Table(
    "attachments",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("kind", TEXT, nullable=False),  # dossier, letter, photo, minutes, answer, signed, sharing
    text("name"),
    text("sha256"),
    Column("size_bytes", Integer, nullable=False),
    text("who"),
    text("at"),
    Column("signature", Json),  # of a letter: registry.model.requests.signed_papers, as found then
    info=PLAIN,
)

letter_edits = Table(
    "letter_edits",
    metadata,
    key(),  # made of the three below: a sentence has one edit
    version(),
    reference("request", "requests.id"),
    Column("kind", TEXT, nullable=False),  # of the letter: registry.documents.kinds
    Column("sentence", TEXT, nullable=False),  # the key under which the letter's writer says it
    text("base"),  # what the writer said when it was edited
    text("text"),
    text("who"),
    text("at"),
    info=PLAIN,
)

sharing_requests = Table(
    "sharing_requests",
    metadata,
    key(),
    version(),
    Column("request", TEXT, index=True),  # None: asked outside a request
    Column("list_version", Integer),
    Column("row", Integer),
    text("asker"),  # operator
    text("owner"),  # who is asked: operator or owner
    text("mast"),  # code of the mast
    Column("asker_named", Boolean),  # by itself, not from a row; None: nobody knows
    text("letter_number"),
    Column("sent_on", Date, nullable=False),
    Column("received_on", Date),  # by the owner; None: nobody stated it
    Column("survey", Boolean, nullable=False),
    Column("replied_on", Date),
    text("answer"),  # agree, refuse, conditions
    text("reason"),
    text("wanted"),  # what is to be put on the mast, in the asker's words
    text("ground"),  # of a refusal: registry.model.requests.sharing_grounds
    Column("files", Json),
    text("who"),
    text("at"),
    info=PLAIN,
)

approvals = Table(
    "approvals",
    metadata,
    key(),
    version(),
    reference("request", "requests.id"),
    Column("row", Integer, nullable=False),
    Column("site_id", TEXT, nullable=False, index=True),
    text("code"),
    text("operator"),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    text("decision"),  # number of the letter
    Column("approved_on", Date, nullable=False),
    text("state"),  # approved, completed, withdrawn
    Column("limit_months", Integer),  # None: the office has set none
    text("limit_source"),
    Column("extended_months", Integer, nullable=False),
    text("extension_ground"),
    Column("completed_on", Date),
    Column("built_lon", Double),
    Column("built_lat", Double),
    Column("built_off_m", Double),
    text("built_outcome"),  # match, note, review
    Column("built_height_m", Double),
    Column("built_higher_m", Double),  # than agreed; None: one of the two is not known
    text("reason"),
    info=PLAIN,
)

exchange_papers = Table(
    "exchange_papers",
    metadata,
    key(),  # of what it holds: the same is taken in, and laid out, once
    version(),
    Column("state", TEXT, nullable=False, index=True),  # laid, waits, filed, aside
    text("name"),
    text("sha256"),
    Column("size_bytes", Integer, nullable=False),
    text("number"),
    Column("dated", Date),
    text("sender"),
    text("about"),
    text("request"),  # whose reply it is, or with which it was filed
    text("reason"),
    text("who"),
    text("at"),
    info=PLAIN,
)
