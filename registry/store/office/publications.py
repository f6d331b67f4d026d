"""Proposals to publish as rows."""

from sqlalchemy import Connection

from registry.model.publications import Publication, PublicationState
from registry.store.office.tables import publications
from registry.store.records import record_of


def load_publications(
    connection: Connection, *, kind: str = "", subject: str = "", waiting: bool = False
) -> list[Publication]:
    """Return proposals, the newest first: of a kind, of one subject, or those that wait only."""
    query = publications.select().order_by(publications.c.at.desc(), publications.c.id)
    for column, value in ((publications.c.kind, kind), (publications.c.subject, subject)):
        if value:
            query = query.where(column == value)
    if waiting:
        query = query.where(publications.c.state == PublicationState.PROPOSED.value)
    return [record_of(Publication, row) for row in connection.execute(query).mappings()]


def get_publication(connection: Connection, publication: str) -> Publication | None:
    """Return a proposal by its id, None where there is none."""
    query = publications.select().where(publications.c.id == publication)
    row = connection.execute(query).mappings().first()
    return None if row is None else record_of(Publication, row)
