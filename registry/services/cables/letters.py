"""The letter to the owner of a cable or pole about a trouble (.docx), in the form of the letters of defects.

A draft: the office signs and sends it. A time limit stands in it only where the text that gives it was read;
penalties never do.
"""

import datetime as dt
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.cables import TroubleState
from registry.model.vietnam_time import VIETNAM, written
from registry.services.cables.troubles import trouble_line
from registry.services.field.defect_letters import names_of
from registry.services.office.calendar import today
from registry.services.office.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo, load_settings

_SUBJECT = Words("khắc phục sự cố cáp, cột treo cáp", "a trouble of cables or cable poles")
_DANGEROUS = frozenset({"broken_pole", "leaning_pole", "low_cable", "open_cover"})
"""Kinds that may hurt who passes: measures at once are asked for."""


def trouble_letter(registry: Registry, trouble: str, what: str, where: str, lang: Language = "vi") -> bytes:
    """Return the drafted letter about a trouble that stands; ``what`` and ``where`` are its kind and place.

    Refused where nobody is known as its owner (``DEFECT-NO-ORGANISATION``), and for one that is done
    (``DEFECT-NONE-CHOSEN``).
    """
    line = trouble_line(registry, trouble)
    item, clock = line.trouble, line.clock
    if not item.owner:
        raise RefusalError("DEFECT-NO-ORGANISATION")
    if item.state is not TroubleState.OPEN:
        raise RefusalError("DEFECT-NONE-CHOSEN")
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang)
    row: dict[str, Any] = {
        "row": 1, "code": line.plant or "–", "where": where or "–",
        "what": f"{what}: {item.note}" if item.note else what,
        "severity": "▲" if item.kind.value in _DANGEROUS else "–", "deadline": _moment(clock.due),
    }  # fmt: skip
    day = f"{item.detected_at.astimezone(VIETNAM):%d/%m/%Y}"
    values = {
        "letterhead": head,
        "number": f"       {head['symbol']}",
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "subject": say(_SUBJECT, lang),
        "recipient": names_of(registry).get(item.owner, item.owner),
        "campaign": "",
        "cable": True,
        "first": day,
        "last": f"{today():%d/%m/%Y}",
        "total": 1,
        "mast_count": 0,
        "urgent": 1 if item.kind.value in _DANGEROUS else 0,
        "defects": [row],
        "more": False,
        "basis": ", ".join(filter(None, (clock.source, clock.article))) if clock.due else "",
        "copies": ["Như trên;" if lang == "vi" else "As above;", head["archive"]],
    }
    return fill(template(registry.settings.home / "templates", "defects", lang), values)


def _moment(at: dt.datetime | None) -> str:
    return "–" if at is None else written(at)
