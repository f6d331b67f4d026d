"""Numbers of the letters that the office sent besides its replies to requests, whatever room wrote them."""

import datetime as dt
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.company_inspections.tables import inspection_papers
from registry.store.designs.tables import design_dossiers
from registry.store.field.tables import defects
from registry.store.obligations.tables import duty_letters
from registry.store.requests.tables import consultations
from registry.store.storm.hazard_tables import hazard_letters
from registry.store.storm.tables import storm_orders


class Of(StrEnum):
    """What a letter is about."""

    CONSULTATION = "consultation"  # to a body that is asked for its opinion
    DUTY = "duty"
    STORM = "storm"
    HAZARD = "hazard"  # of rain, flood, landslide
    DEFECT = "defect"
    DESIGN = "design"  # the answer to a design dossier
    INSPECTION = "inspection"  # a paper of the inspection of a company


class SentLetter(NamedTuple):
    """A letter that went out under its number on a day; ``key`` is the id of its record."""

    of: Of
    key: str
    number: str
    sent_on: dt.date


_SENT: dict[Of, tuple[sa.Table, Any, Any]] = {
    Of.CONSULTATION: (consultations, consultations.c.letter_number, consultations.c.sent_on),
    Of.DUTY: (duty_letters, duty_letters.c.number, duty_letters.c.sent_on),
    Of.STORM: (storm_orders, storm_orders.c.number, storm_orders.c.sent_on),
    Of.HAZARD: (hazard_letters, hazard_letters.c.number, hazard_letters.c.sent_on),
    Of.DEFECT: (defects, defects.c.letter_number, defects.c.letter_on),
    Of.DESIGN: (design_dossiers, design_dossiers.c.issued_number, design_dossiers.c.issued_on),
    Of.INSPECTION: (inspection_papers, inspection_papers.c.number, inspection_papers.c.dated),
}


def sent_letters(connection: Connection) -> list[SentLetter]:
    """Return the letters that have both number and day, of every kind (``Of``).

    A letter about several defects comes once for each of them.
    """
    found = []
    for of, (table, number, sent) in _SENT.items():
        query = sa.select(table.c.id, number, sent).where(number != "", sent.is_not(None))
        if of is Of.CONSULTATION:
            query = query.where(consultations.c.kind == "letter")
        found += [SentLetter(of, key, theirs, day) for key, theirs, day in connection.execute(query)]
    found += _earlier_answers(connection)
    return found


def _earlier_answers(connection: Connection) -> list[SentLetter]:
    """Return the answers to design dossiers that came back since: their numbers stay used."""
    query = sa.select(design_dossiers.c.id, design_dossiers.c.earlier)
    return [
        SentLetter(Of.DESIGN, key, one["number"], dt.date.fromisoformat(one["on"]))
        for key, earlier in connection.execute(query)
        for one in earlier or ()
    ]
