"""Phones that stay signed in, as rows."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sign_in.phones import Phone
from registry.store.images import clean
from registry.store.office.tables import phones
from registry.store.reading import rows_of
from registry.store.records import record_of


def phones_of(connection: Connection, account: str | None = None) -> list[Phone]:
    """Return the phones of an account, or of all; the one that signed in last comes first."""
    query = sa.select(phones).order_by(phones.c.since.desc(), phones.c.id)
    if account is not None:
        query = query.where(phones.c.account == account)
    return [record_of(Phone, row) for row in rows_of(connection, query)]


def phone_by_id(connection: Connection, identity: str) -> Phone | None:
    """Return a phone, None where there is none."""
    query = sa.select(phones).where(phones.c.id == clean(identity))
    return next((record_of(Phone, row) for row in rows_of(connection, query)), None)
