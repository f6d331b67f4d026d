"""The registers that became part of this one, and their ledgers, entry by entry as they were."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, text, version

earlier_registers = Table(
    "earlier_registers",
    metadata,
    key(),  # the hash of its first entry: by that it is known again, whatever it is called
    version(),
    Column("sign", TEXT, nullable=False, unique=True),  # what tells its codes and numbers apart
    text("name"),
    text("province"),  # GSO code
    Column("entries", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    text("head"),
    text("first_at"),
    text("last_at"),
    Column(
        "after_seq", BigInteger().with_variant(Integer, "sqlite"), nullable=False
    ),  # our last entry before
    Column("renamed", Json),  # its keys that were taken here -> the keys they got
    Column("kept_only", Json),  # tables whose records stand in its ledger alone
    Column("report", Json),  # what went where and what waits, by kind: how many
    text("who"),
    text("at"),
    info=PLAIN,
)

_SEQ = BigInteger().with_variant(Integer, "sqlite")

earlier_ledger = Table(
    "earlier_ledger",
    metadata,
    Column("register", TEXT, primary_key=True),
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("at", TEXT, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("batch", TEXT, nullable=False),
    Column("table_name", TEXT, nullable=False),
    Column("record", TEXT, nullable=False),
    Column("before", TEXT),
    Column("after", TEXT),
    Column("origin", TEXT),
    Column("previous_hash", TEXT, nullable=False),
    Column("hash", TEXT, nullable=False),
    Index("ix_earlier_ledger_register_table_name_record", "register", "table_name", "record"),
    info={
        "ledgered": False,
        "passing": True,
    },  # it is a ledger: its own chain seals it, and its head stands in ours
)
