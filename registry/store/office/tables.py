"""The tables of accounts and notices: what the office says of a person and whom it told, and secrets apart.

The ledger keeps who was made, disabled or given a role, by whom; a hash of a password or the key of an
authenticator app has no place in a record that is kept for ever. Nor have jobs, which say what is being done
just now: what they bring about is in the ledger by itself.
"""

from sqlalchemy import Boolean, Column, Date, Integer, Table

from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

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
    text("kind"),  # "service": of a program, which has tokens and no password; "": of a person
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

phones = Table(
    "phones",
    metadata,
    key(),
    version(),
    reference("account", "accounts.id"),
    text("device"),  # the name that the phone gave itself
    text("name"),  # what it is: its system and its browser
    text("since"),  # the password was given on it
    text("until"),  # it opens sessions without the password
    text("stopped_at"),  # "": nobody ended it before
    text("stopped_by"),
    info=PLAIN,
)
"""Phones that stay signed in: who let them, and who ended it. Keys lie in no record (``sign_ins``)."""

api_tokens = Table(
    "api_tokens",
    metadata,
    key(),
    version(),
    reference("account", "accounts.id"),
    text("name"),  # what it is for, in its owner's words
    Column("scopes", Json),  # see registry.model.sign_in.tokens.Scope
    text("begins"),  # how the secret begins, by which its owner knows it
    Column("hidden", TEXT, nullable=False, unique=True),  # SHA-256 of the secret's 256 random bits
    text("since"),
    text("until"),
    text("stopped_at"),  # "": nobody ended it before
    text("stopped_by"),
    info=PLAIN,
)
"""Access tokens: who made them for what, and who ended them. No secret can be had from what is kept here."""

identities = Table(
    "identities",
    metadata,
    key(),  # SHA-256 of the provider's issuer and its subject: who that is there is not in the ledger
    version(),
    reference("account", "accounts.id"),
    text("provider"),  # its key in the file of BTS_SIGN_IN
    text("since"),
    info=PLAIN,
)
"""Which person of a provider of sign-in is which account."""

strange_identities = Table(
    "strange_identities",
    metadata,
    key(),  # as of ``identities``
    text("provider"),
    text("subject"),
    text("name"),
    text("first_at"),
    Column("last_at", TEXT, nullable=False, server_default="", index=True),
    Column("times", Integer, nullable=False),
    info={"key": "id", "ledgered": False, "passing": True},
)
"""Who was vouched for by a provider and is no account yet; gone when he is matched, or after thirty days."""

jobs = Table(
    "jobs",
    metadata,
    key(),
    Column("kind", TEXT, nullable=False),
    Column("subject", TEXT, nullable=False, index=True),
    Column("state", TEXT, nullable=False, index=True),  # see registry.model.jobs.JobState
    text("who"),
    text("asked_at"),
    Column("options", Json),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    text("holder"),  # the worker that is at it
    text("began_at"),
    text("ended_at"),
    Column("result", Json),
    text("code"),
    Column("params", Json),
    text("only"),  # the worker that alone can do it, "": any
    text("ended_by"),  # who asked that it be ended
    info={"key": "id", "ledgered": False, "passing": True},
)

workers = Table(
    "workers",
    metadata,
    key(),  # the folder in the home whose lock it holds
    text("kind"),  # see registry.model.jobs.WorkerKind
    text("host"),
    Column("pid", Integer, nullable=False),
    text("began_at"),
    text("beat_at"),
    info={"key": "id", "ledgered": False, "passing": True},
)
"""The processes that do jobs and send what goes out; each says from time to time that it is there."""

api_answers = Table(
    "api_answers",
    metadata,
    key(),  # SHA-256 of whose key it is and the key
    Column("body", TEXT, nullable=False),  # SHA-256 of what was asked
    Column("asked_at", TEXT, nullable=False, index=True),  # as in the ledger
    Column("status", Integer, nullable=False),  # of HTTP; 0 while it is being done
    Column("answer", Json),
    info={"key": "id", "ledgered": False, "passing": True},
)
"""What programs were answered under keys of theirs, for two days: asked again, nothing is done twice."""

verifications = Table(
    "verifications",
    metadata,
    key(),
    Column("at", TEXT, nullable=False),  # as in the ledger
    text("who"),
    Column("entries", Integer, nullable=False),
    text("head"),
    Column("problems", Integer, nullable=False),
    text("first_problem"),  # the code of the first of them
    Column("checkpoints", Integer, nullable=False),  # how many were compared
    text("differs_from"),  # the day of the first checkpoint that says something else
    info={"key": "id", "ledgered": False, "passing": True},
)
"""When somebody verified the register, and what came out.

It is not in the ledger, nor under the seal of what is not: a verification does not change what it verifies,
also where that takes no entry. What proves anything are the checkpoints that others hold.
"""

notices = Table(
    "notices",
    metadata,
    key(),
    version(),
    text("kind"),  # the code of its sentence
    text("organisation"),  # of these three one is set: who is told
    text("role"),
    text("account"),
    text("subject"),  # what kind of document it leads to, and which
    text("record"),
    Column("params", Json),
    Column("at", TEXT, nullable=False, server_default="", index=True),  # as in the ledger
    Column("opened_at", TEXT, nullable=False, server_default="", index=True),
    text("opened_by"),
    info=PLAIN,
)

deliveries = Table(
    "deliveries",
    metadata,
    key(),  # made of the notice and the channel: the same one again is not queued twice
    text("notice"),
    text("channel"),
    text("recipient"),
    text("address"),
    Column("state", TEXT, nullable=False, server_default="", index=True),
    Column("tries", Integer, nullable=False),
    text("created_at"),
    text("due_at"),
    text("tried_at"),
    text("error"),
    text("said"),
    Column("subject", TEXT, nullable=False, server_default="", index=True),  # of an event: its record
    Column("seq", Integer, nullable=False, server_default="0"),  # of an event: the ledger's entry
    Column("event", Json),  # what a program is told
    info={"key": "id", "ledgered": False, "passing": True},
)
"""What goes out of the house and how far it is: changes with every try, and is no record of the register."""

channel_secrets = Table(
    "channel_secrets",
    metadata,
    key("channel"),
    text("secret"),  # a password or a signing key, encrypted by the key of the installation
    info={"key": "channel", "ledgered": False},
)

webhooks = Table(
    "webhooks",
    metadata,
    key(),
    version(),
    text("name"),
    text("url"),
    Column("events", Json),
    text("organisation"),  # whose events alone go there; "": all
    text("state"),  # active, paused, gone
    Column("ledger_seq", Integer, nullable=False),  # after which entry they go
    text("renewed_at"),
    text("who"),
    text("at"),
    info=PLAIN,
)
"""The addresses of other programs that hear of events; their keys lie among ``channel_secrets``."""

webhook_position = Table(
    "webhook_position",
    metadata,
    key("name"),
    Column("seq", Integer, nullable=False),
    text("hash"),
    info={"key": "name", "ledgered": False, "passing": True},
)
"""Up to which entry of the ledger events were queued."""

publications = Table(
    "publications",
    metadata,
    key(),
    version(),
    text("kind"),  # what is to be in force: "zone-draft", "plan"
    text("subject"),  # its id
    text("name"),
    text("stamp"),  # of the subject as it was proposed
    text("note"),
    text("file_name"),  # as its sender called it
    text("file_sha256"),  # of the kept file, "" where it comes from none
    Column("options", Json),
    text("state"),  # proposed, published, returned, withdrawn
    text("who"),
    text("at"),
    text("decided_by"),
    text("decided_at"),
    text("reason"),
    text("batch"),  # that published it
    info=PLAIN,
)

saved_views = Table(
    "saved_views",
    metadata,
    key(),
    Column("account", TEXT, nullable=False, index=True),  # its maker; "" at an open desk
    Column("name", TEXT, nullable=False),
    text("address"),  # of the desk, from its "#" on
    Column("night", Boolean, nullable=False),
    Column("shared", Boolean, nullable=False),
    text("who"),
    text("at"),
    info={"key": "id", "ledgered": False, "passing": True},
)
"""What people keep for themselves of the map: addresses, no records, so neither ledger nor seal."""

first_views = Table(
    "first_views",
    metadata,
    key("account"),
    Column("view", TEXT, nullable=False),
    info={"key": "account", "ledgered": False, "passing": True},
)

trust_roots = Table(
    "trust_roots",
    metadata,
    key(),  # SHA-256 of the certificate
    version(),
    text("name"),  # of whom it is
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    text("certificate"),  # DER in base64: a public key and names, never a private one
    text("who"),
    text("at"),
    info=PLAIN,
)
"""The root certificates up to which the office follows the signatures of letters."""
