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
from registry.services.field.defect_letters import cited_if_law
from registry.services.field.vocabulary import SEVERITIES, noted
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.registry import Registry

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
    dangerous = item.kind.value in _DANGEROUS
    row: dict[str, Any] = {
        "row": 1,
        "code": line.plant or "–",
        "where": where or "–",
        "what": noted(what, item.note),
        "severity": say(SEVERITIES["urgent"], lang) if dangerous else "–",
        "deadline": _moment(clock.due),
    }
    day = f"{item.detected_at.astimezone(VIETNAM):%d/%m/%Y}"
    with registry.database.read() as connection:
        to = addressed(connection).get(item.owner, item.owner)
        common = letter_values(
            connection, lang, registry.settings.province, recipient=to, subject=say(_SUBJECT, lang)
        )
    values = {
        **common,
        "campaign": "",
        "cable": True,
        "elsewhere": False,
        "first": day,
        "last": day,
        "total": 1,
        "mast_count": 0,
        "urgent": int(dangerous),
        "defects": [row],
        "more": False,
        "timed": clock.due is not None,
        "late": clock.group == "over",
        "reported": False,
        "grounds": "",
        "office_days": False,
        "basis": cited_if_law(clock.source, clock.article, lang) if clock.due and clock.source else "",
        "pictures": [],
    }
    return fill(template(registry.settings.home / "templates", "defects", lang), values)


def _moment(at: dt.datetime | None) -> str:
    return "–" if at is None else written(at)
