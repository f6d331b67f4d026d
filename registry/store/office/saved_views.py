"""Views of the map that people keep under names, and which of them each begins with."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.saved_views import SavedView
from registry.store.images import clean
from registry.store.office.tables import first_views, saved_views
from registry.store.reading import rows_of
from registry.store.records import record_of, row_of


def views_of(connection: Connection, account: str) -> list[SavedView]:
    """Return an account's own views and those that others share, in the order of their names."""
    mine_or_shared = sa.or_(saved_views.c.account == account, saved_views.c.shared)
    query = sa.select(saved_views).where(mine_or_shared).order_by(saved_views.c.name, saved_views.c.id)
    return [record_of(SavedView, row) for row in rows_of(connection, query)]


def view_by_id(connection: Connection, identity: str) -> SavedView | None:
    """Return a view, None where there is none."""
    query = sa.select(saved_views).where(saved_views.c.id == clean(identity))
    return next((record_of(SavedView, row) for row in rows_of(connection, query)), None)


def add(connection: Connection, view: SavedView) -> None:
    """Keep a new view."""
    connection.execute(saved_views.insert(), [row_of(saved_views, view)])


def change(connection: Connection, identity: str, **columns: Any) -> None:
    """Set columns of a view."""
    connection.execute(saved_views.update().where(saved_views.c.id == identity).values(**columns))


def remove(connection: Connection, identity: str) -> None:
    """Take a view away; whoever began with it begins with the whole province again."""
    connection.execute(first_views.delete().where(first_views.c.view == identity))
    connection.execute(saved_views.delete().where(saved_views.c.id == identity))


def first_of(connection: Connection, account: str) -> str:
    """Return the id of the view that an account begins with; "" where it chose none."""
    query = sa.select(first_views.c.view).where(first_views.c.account == account)
    return connection.execute(query).scalar() or ""


def put_first(connection: Connection, account: str, view: str) -> None:
    """Let an account begin with a view; "": with none of them."""
    connection.execute(first_views.delete().where(first_views.c.account == account))
    if view:
        connection.execute(first_views.insert(), [{"account": account, "view": view}])


def drop_firsts(connection: Connection, view: str, *, but: str) -> None:
    """Let nobody but one account begin with a view any more."""
    gone = sa.and_(first_views.c.view == view, first_views.c.account != but)
    connection.execute(first_views.delete().where(gone))
