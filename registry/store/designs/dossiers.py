"""Design dossiers with their files, opinions and conditions as records."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.designs.desk import (
    DesignCondition,
    DesignOpinion,
    DeskDossier,
    DossierFile,
    DossierState,
    Purpose,
)
from registry.store.designs.tables import design_conditions, design_dossiers, design_files, design_opinions
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of

R = TypeVar("R")


def list_dossiers(connection: Connection, *, states: Sequence[DossierState] = ()) -> list[DeskDossier]:
    """Return the dossiers, the newest received first; in ``states`` where some are given."""
    t = design_dossiers
    query = sa.select(t).order_by(t.c.received_on.desc(), t.c.at.desc(), t.c.id)
    if states:
        query = query.where(t.c.state.in_([state.value for state in states]))
    return [record_of(DeskDossier, row) for row in rows_of(connection, query)]


def get_dossier(connection: Connection, dossier: str) -> DeskDossier:
    """Return one by its id (``DESIGN-UNKNOWN``)."""
    row = first_of(connection, sa.select(design_dossiers).where(design_dossiers.c.id == dossier))
    if row is None:
        raise RefusalError("DESIGN-UNKNOWN", id=dossier[:40])
    return record_of(DeskDossier, row)


def codes_of(connection: Connection) -> list[str]:
    """Return the codes of all dossiers."""
    return list(connection.execute(sa.select(design_dossiers.c.code)).scalars())


def files_of(connection: Connection, dossier: str) -> list[DossierFile]:
    """Return the versions of a dossier's drawing, the first first."""
    return _of(connection, DossierFile, design_files, dossier, design_files.c.number)


def opinions_of(connection: Connection, dossier: str) -> list[DesignOpinion]:
    """Return what the office says of a dossier, in the order in which it was said."""
    return _of(connection, DesignOpinion, design_opinions, dossier, design_opinions.c.at)


def conditions_of(connection: Connection, dossier: str) -> list[DesignCondition]:
    """Return the conditions of a dossier's answer in their order."""
    return _of(connection, DesignCondition, design_conditions, dossier, design_conditions.c.ordinal)


def all_conditions(connection: Connection) -> list[DesignCondition]:
    """Return the conditions of every dossier, the earliest day first, those without one last."""
    t = design_conditions
    query = sa.select(t).order_by(t.c.due_on.is_(None), t.c.due_on, t.c.dossier, t.c.ordinal)
    return [record_of(DesignCondition, row) for row in rows_of(connection, query)]


def newest_files(connection: Connection) -> dict[str, DossierFile]:
    """Return the last version of each dossier's design, by dossier."""
    designs = sa.select(design_files).where(design_files.c.purpose == Purpose.DESIGN.value)
    query = designs.order_by(design_files.c.dossier, design_files.c.number)
    return {row["dossier"]: record_of(DossierFile, row) for row in rows_of(connection, query)}


def layers_of_sender(connection: Connection, applicant: str) -> dict[str, str]:
    """Return what the layers of a sender's earlier files were confirmed to be, the newest word last."""
    f, d = design_files, design_dossiers
    query = (
        sa.select(f.c.layers)
        .join(d, d.c.id == f.c.dossier)
        .where(d.c.applicant == applicant, f.c.confirmed_by != "")
        .order_by(f.c.at, f.c.id)
    )
    found: dict[str, str] = {}
    for layers in connection.execute(query).scalars():
        found.update(layers or {})
    return found


def _of(connection: Connection, kind: type[R], table: sa.Table, dossier: str, order: Any) -> list[R]:
    query = sa.select(table).where(table.c.dossier == dossier).order_by(order, table.c.id)
    return [record_of(kind, row) for row in rows_of(connection, query)]
