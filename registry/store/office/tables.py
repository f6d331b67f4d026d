"""The tables of accounts: what the office says of a person (ledgered), and the secrets (never in the ledger).

The ledger keeps who was made, disabled or given a role, by whom; a hash of a password or the key of an
authenticator app has no place in a record that is kept for ever.
"""

from sqlalchemy import Boolean, Column, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, text, version

accounts = Table(
    "accounts",
    metadata,
    key(),
    version(),
    Column("name", TEXT, nullable=False, unique=True),  # what one signs in with, lower case
    Column("roles", Json),
    text("organisation"),  # code of an operator or name of a tower company
    text("territory"),  # code of a commune or name of a layer
    Column("active", Boolean, nullable=False),
    Column("two_factor", Boolean, nullable=False),  # whether an authenticator app is set up
    text("password_set"),  # when and by whom: "owner" or "office"
    info=PLAIN,
)

account_secrets = Table(
    "account_secrets",
    metadata,
    key("account"),
    text("password"),  # argon2
    Column("session_key", TEXT, nullable=False, unique=True),  # a new one ends every session
    Column("must_change", Boolean, nullable=False),
    text("second_method"),
    text("second_secret"),  # encrypted by the key of the installation
    info={"key": "account", "ledgered": False},
)
