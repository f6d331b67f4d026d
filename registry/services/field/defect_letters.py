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
from registry.law import Rule, catalogue, law_in_force
from registry.messages import Language, Words, render, say
from registry.model.field.defects import Defect, DefectState
from registry.model.people import Person
from registry.safety import deadlines
from registry.safety.checklists import vocabulary
from registry.services.field import defects as service
from registry.services.field.defect_pictures import pictures_of
from registry.services.field.vocabulary import SEVERITIES, defect_name, defect_row, place_words
from registry.services.office.calendar import now, today
from registry.services.office.letters.citations import cited
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.store.office.operators import load_operators, load_owners

LONGEST_LIST = 40
"""Defects in the letter itself; the annex has all."""

OFFICE_RULES = frozenset({"Quy định nội bộ của cơ quan"})
"""The name under which the office's own numbers stand in the catalogues: no document to cite."""

_SUBJECT = Words("khắc phục tồn tại của công trình viễn thông", "defects of telecommunication works")
_ASKED = Words("đã yêu cầu tại Công văn số {number} ngày {day}", "asked for by letter {number} of {day}")
_OVERDUE = Words("đã quá hạn", "overdue")
_REPORTED = Words("đơn vị đã báo cáo khắc phục, chờ phúc tra", "reported as remedied, to be inspected again")
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
    at = now() if on == today() else None
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
            sum(one.overdue(on, at) for one in of),
            sum(one.untold for one in of),
        )
        for code, of in by.items()
    ]
    return sorted(found, key=lambda one: (-one.untold, -one.urgent, one.name))


def untold_of(registry: Registry, campaign: str = "", *, person: Person) -> int:
    """Return how many standing defects no letter told of, of one campaign or all."""
    every = service.list_defects(registry, person=person, campaign=campaign)
    return sum(one.standing and one.untold for one in every)


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
        to = addressed(connection).get(organisation, organisation)
        common = letter_values(
            connection, lang, registry.settings.province, recipient=to, subject=say(_SUBJECT, lang)
        )
    listed = found[:LONGEST_LIST]
    days = [one.found_on for one in found]
    own, others = deadline_grounds(registry, found, lang)
    values = {
        **common,
        "campaign": campaign,
        "cable": False,
        "elsewhere": any(one.mast.organisation != one.organisation for one in found),  # their cable, no mast
        "first": f"{min(days):%d/%m/%Y}",
        "last": f"{max(days):%d/%m/%Y}",
        "total": len(found),
        "mast_count": len({one.mast.structure for one in found}),
        "urgent": sum(one.severity == "urgent" for one in found),
        "defects": [_row(at, one, lang) for at, one in enumerate(listed, 1)],
        "more": len(found) > len(listed),
        "timed": any(one.deadline is not None for one in found),
        "late": any(one.overdue(today(), now()) for one in found),
        "reported": any(one.state is DefectState.ANSWERED for one in found),
        "grounds": grounds_of(registry, found, lang),
        "office_days": own,
        "basis": "; ".join(others),
        "pictures": pictures_of(registry, listed, lang),
    }
    return fill(template(registry.settings.home / "templates", "defects", lang), values)


def _row(at: int, defect: Defect, lang: Language) -> dict[str, Any]:
    """Return the cells of a defect; what was asked and answered before stands with its deadline.

    A letter of today is this very one, whose number was noted since.
    """
    cells = defect_row(at, defect, lang)
    said = [cells["deadline"]]
    if defect.overdue(today(), now()):
        said.append(say(_OVERDUE, lang))
    if defect.letter_number and defect.letter_on is not None and defect.letter_on < today():
        on = f"{defect.letter_on:%d/%m/%Y}"
        said.append(say(_ASKED, lang).format(number=defect.letter_number, day=on))
    if defect.state is DefectState.ANSWERED:
        said.append(say(_REPORTED, lang))
    return {**cells, "deadline": "; ".join(said)}


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
            defect_name(one.defect, one.component, lang, one.entry), one.note,
            say(SEVERITIES[one.severity], lang), one.found_on, one.deadline,
            basis_words(registry, one, lang), len(one.photos), one.id[:8], "", "",
        )
        for at, one in enumerate(found, 1)
    ]  # fmt: skip
    return table_book(registry, "Tồn tại" if lang == "vi" else "Defects", header, rows)


def grounds_of(registry: Registry, defects: Sequence[Defect], lang: Language) -> str:
    """Return the articles under which defects have to be remedied, each once; "" for none that was read."""
    known = vocabulary().defects
    acts = {act for one in defects if (word := known.get(one.defect)) for act in word.acts}
    law = law_in_force(
        registry.settings.province,
        max(one.found_on for one in defects),
        rules=catalogue(deadlines.FOLDER),
        own=own_law(registry),
    )
    rules = [rule for act in sorted(acts) if (rule := law.get(f"DEF-GROUND-{act.upper()}")) is not None]
    articles: dict[str, dict[str, None]] = {}
    for rule in rules:
        articles.setdefault(rule.document, {})[rule.article] = None
    return "; ".join(cited(document, ", ".join(named), lang) for document, named in articles.items())


def deadline_grounds(registry: Registry, defects: Sequence[Defect], lang: Language) -> tuple[bool, list[str]]:
    """Return whether a deadline is the office's own, and the articles on which the others rest, each once."""
    own = False
    found: dict[str, None] = {}
    for one in defects:
        rule = _rule(registry, one)
        said = "" if rule is None else cited_if_law(rule.document, rule.article, lang)
        own = own or (one.deadline is not None and not said)
        if said:
            found[said] = None
    return own, list(found)


def cited_if_law(document: str, article: str, lang: Language) -> str:
    """Return an article of a document that is not the office's own; "" for a number that it set itself."""
    if document in OFFICE_RULES:
        return ""
    return cited(document, article, lang) or f"{article}, {document}"


def basis_words(registry: Registry, defect: Defect, lang: Language = "vi") -> str:
    """Return on what a defect's deadline rests: document and article of the rule that held on its day here.

    Where no such rule is known any more, or an officer set the deadline, that is said in words.
    """
    if not defect.deadline_basis:
        return ""
    rule = _rule(registry, defect)
    if rule is None or rule.gap:
        return render(defect.deadline_basis, {}, lang)
    return f"{rule.document}, {rule.article}"


def _rule(registry: Registry, defect: Defect) -> Rule | None:
    law = law_in_force(
        registry.settings.province, defect.found_on, rules=catalogue(deadlines.FOLDER), own=own_law(registry)
    )
    return law.get(defect.deadline_basis)


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
