"""Access tokens as rows."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.sign_in.tokens import ApiToken, Scope
from registry.store.images import clean
from registry.store.office.tables import api_tokens
from registry.store.reading import rows_of
from registry.store.records import record_of


def tokens_of(connection: Connection, account: str | None = None) -> list[ApiToken]:
    """Return the tokens of an account, or of all; the newest comes first."""
    query = sa.select(api_tokens).order_by(api_tokens.c.since.desc(), api_tokens.c.id)
    if account is not None:
        query = query.where(api_tokens.c.account == account)
    return [_token(row) for row in rows_of(connection, query)]


def token_by(connection: Connection, **where: str) -> ApiToken | None:
    """Return the token with ``id=`` or ``hidden=``, None where there is none."""
    query = sa.select(api_tokens)
    for name, value in where.items():
        query = query.where(api_tokens.c[name] == clean(value))
    return next((_token(row) for row in rows_of(connection, query)), None)


def _token(row: Mapping[str, Any]) -> ApiToken:
    known = set(Scope)
    scopes = frozenset(Scope(one) for one in row["scopes"] or () if one in known)
    return record_of(ApiToken, row, scopes=scopes)
