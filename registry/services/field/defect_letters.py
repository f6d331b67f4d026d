"""One letter for each organisation with the list of its defects (.docx), and its annex (.xlsx).

Drafts: the office sends them through its own document system and then records number and day. A letter asks
to remedy; penalties that might apply are never in it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.geo.formats import format_dms_pair
from registry.law import catalogue, law_in_force
from registry.messages import Language, Words, say
from registry.model.defects import Defect
from registry.model.people import Person
from registry.safety import deadlines
from registry.services.field import defects as service
from registry.services.field.vocabulary import SEVERITIES, defect_name, defect_row, place_words
from registry.services.office.calendar import today
from registry.services.office.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.store.office.operators import is_demo, load_operators, load_owners, load_settings

LONGEST_LIST = 40
"""Defects in the letter itself; the annex has all."""

_SUBJECT = Words("khắc phục tồn tại của công trình viễn thông", "defects of telecommunication works")
_ORDER = {"urgent": 0, "serious": 1, "minor": 2}


@dataclass(frozen=True, slots=True)
class Addressee:
    """An organisation with standing defects: how many, at how many masts, how many no letter told it of."""

    code: str
    name: str
    defects: int
    masts: int
    urgent: int
    overdue: int
    untold: int


def addressees_of(registry: Registry, *, person: Person, day: dt.date | None = None) -> list[Addressee]:
    """Return who has standing defects, whoever was not told of most first."""
    on = day or today()
    by: dict[str, list[Defect]] = {}
    for defect in service.list_defects(registry, person=person):
        if defect.standing:
            by.setdefault(defect.organisation, []).append(defect)
    names = names_of(registry)
    found = [
        Addressee(
            code,
            names.get(code, code),
            len(of),
            len({one.mast.structure for one in of}),
            sum(one.severity == "urgent" for one in of),
            sum(one.overdue(on) for one in of),
            sum(one.untold for one in of),
        )
        for code, of in by.items()
    ]
    return sorted(found, key=lambda one: (-one.untold, -one.urgent, one.name))


def chosen_defects(
    registry: Registry, organisation: str, *, person: Person, ids: Collection[str] = ()
) -> list[Defect]:
    """Return an organisation's standing defects (those of ``ids``; none given: all), the gravest first.

    Refused where there is none (``DEFECT-NONE-CHOSEN``) or it is not known whose they are
    (``DEFECT-NO-ORGANISATION``).
    """
    if not organisation:
        raise RefusalError("DEFECT-NO-ORGANISATION")
    found = [
        one
        for one in service.list_defects(registry, person=person, organisation=organisation)
        if one.standing and (not ids or one.id in ids)
    ]
    if not found:
        raise RefusalError("DEFECT-NONE-CHOSEN")
    return sorted(
        found,
        key=lambda one: (_ORDER.get(one.severity, 3), one.deadline or dt.date.max, one.mast.code, one.id),
    )


def defect_letter(
    registry: Registry,
    organisation: str,
    lang: Language = "vi",
    *,
    person: Person,
    ids: Collection[str] = (),
    campaign: str = "",
) -> bytes:
    """Return the drafted letter to an organisation as .docx; ``campaign`` is named in it."""
    found = chosen_defects(registry, organisation, person=person, ids=ids)
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang)
    listed = found[:LONGEST_LIST]
    days = [one.found_on for one in found]
    values = {
        "letterhead": head,
        "number": f"       {head['symbol']}",
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "subject": say(_SUBJECT, lang),
        "recipient": names_of(registry).get(organisation, organisation),
        "campaign": campaign,
        "cable": False,
        "first": f"{min(days):%d/%m/%Y}",
        "last": f"{max(days):%d/%m/%Y}",
        "total": len(found),
        "mast_count": len({one.mast.structure for one in found}),
        "urgent": sum(one.severity == "urgent" for one in found),
        "defects": [defect_row(at, one, lang) for at, one in enumerate(listed, 1)],
        "more": len(found) > len(listed),
        "basis": "; ".join(basis_of(registry, found)),
        "copies": ["Như trên;" if lang == "vi" else "As above;", head["archive"]],
    }
    return fill(template(registry.settings.home / "templates", "defects", lang), values)


def defect_annex(
    registry: Registry,
    organisation: str,
    lang: Language = "vi",
    *,
    person: Person,
    ids: Collection[str] = (),
) -> bytes:
    """Return the annex of the letter as .xlsx: a row for each defect, with room for the answer."""
    found = chosen_defects(registry, organisation, person=person, ids=ids)
    header = _HEADER_VI if lang == "vi" else _HEADER_EN
    rows: list[Sequence[Any]] = [
        (
            at, one.mast.code, place_words(one.mast), format_dms_pair(one.mast.lon, one.mast.lat, lang),
            defect_name(one.defect, one.component, lang), one.note, say(SEVERITIES[one.severity], lang),
            one.found_on, one.deadline, basis_words(registry, one), len(one.photos), one.id[:8], "", "",
        )
        for at, one in enumerate(found, 1)
    ]  # fmt: skip
    return table_book(registry, "Tồn tại" if lang == "vi" else "Defects", header, rows)


def basis_of(registry: Registry, defects: Sequence[Defect]) -> list[str]:
    """Return on what the deadlines of these defects rest, each once."""
    return list(dict.fromkeys(filter(None, (basis_words(registry, one) for one in defects))))


def basis_words(registry: Registry, defect: Defect) -> str:
    """Return on what a defect's deadline rests: document and article; the office's own is said to be that."""
    if not defect.deadline_basis:
        return ""
    law = law_in_force(registry.settings.province, defect.found_on, rules=catalogue(deadlines.FOLDER))
    rule = law.get(defect.deadline_basis)
    return defect.deadline_basis if rule is None else f"{rule.document}, {rule.article}"


def names_of(registry: Registry) -> dict[str, str]:
    """Return the names of organisations by the code or the name under which masts are theirs."""
    with registry.database.read() as connection:
        owners = load_owners(connection)
        names = {name: name for name in owners}
        names |= {str(row["id"]): name for name, row in owners.items()}
        return names | {operator.code: operator.name for operator in load_operators(connection)}


_HEADER_VI = (
    "TT", "Mã cột", "Địa điểm", "Tọa độ WGS 84", "Tồn tại", "Ghi chú hiện trường", "Mức độ", "Ngày phát hiện",
    "Hạn khắc phục", "Căn cứ thời hạn", "Số ảnh", "Mã tồn tại", "Kết quả khắc phục", "Ngày khắc phục",
)  # fmt: skip
_HEADER_EN = (
    "No.", "Mast", "Place", "WGS 84", "Defect", "Note", "Severity", "Found on", "Deadline", "Basis", "Photos",
    "Defect's key", "What was done", "Remedied on",
)  # fmt: skip
