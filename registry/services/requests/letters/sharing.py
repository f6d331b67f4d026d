"""The letters about sharing a mast as .docx: the asker's to the owner, and the office's to both.

The asker's letter is its own: it bears the asker's name, is numbered and signed there. A mast of another's
has no code in a letter that the asker drafts or reads before its owner agrees.
"""

import datetime as dt
from typing import Any

from registry.documents.filling import fill
from registry.documents.kinds import Kind
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, say
from registry.model.requests.desk_records import SharingRequest
from registry.model.requests.sharing_grounds import AGREEING
from registry.services.office.calendar import today
from registry.services.office.letters import citations
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letter_values import ground_lines, letter_values
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.office.time_limits import UNSET
from registry.services.requests.opened import load_request
from registry.services.requests.sharing_list import as_read_by, sharing_line

_SUBJECT = Words(
    "đề nghị sử dụng chung hạ tầng kỹ thuật viễn thông thụ động", "sharing of passive infrastructure"
)
_SUBJECT_BOTH = Words(
    "giải quyết đề nghị sử dụng chung hạ tầng kỹ thuật viễn thông thụ động",
    "a request to share passive infrastructure",
)
_SIGNER = Words("ĐẠI DIỆN THEO PHÁP LUẬT", "FOR THE ENTERPRISE")
_WANTED = Words("lắp đặt ăng ten và thiết bị thu, phát sóng.", "antennas and radio equipment.")
_HIDDEN = Words(
    "cột của quý đơn vị gần vị trí trạm dự kiến nêu dưới đây",
    "your mast nearest to the station planned below",
)
_NEARBY = Words("cột của quý đơn vị tại khu vực đã trao đổi", "your mast in the area that was spoken of")
_OWNERS = Words("cột hiện có của bên được đề nghị tại khu vực", "the owner's standing mast in that area")
_CODE = Words("cột mã {code}", "mast {code}")
_DAYS = {
    True: Words("{days:02d} ngày làm việc", "{days} working days"),
    False: Words("{days:02d} ngày", "{days} days"),
}
"""How long the owner has, in days of work or not."""
_WATCH = Words("{office} (để theo dõi)", "{office}")
_ARCHIVE = Words("Lưu: VT.", "File.")


def sharing_letter(
    registry: Registry, sharing: str, lang: Language = "vi", *, viewer: str | None = None
) -> bytes:
    """Return the letter of who asks to share, to the mast's owner; ``viewer`` is the carrier that reads it.

    Refused for a sharing request that there is not, or that does not concern ``viewer``
    (``SHARING-UNKNOWN``).
    """
    item = _asked(registry, sharing, viewer, lang)
    with registry.database.read() as connection:
        names = addressed(connection)
        asker = names.get(item.asker, item.asker)
        common = letter_values(
            connection,
            lang,
            registry.settings.province,
            recipient=names.get(item.owner, item.owner),
            subject=say(_SUBJECT, lang),
        )
    office = common["letterhead"]["office_name"]
    head = common["letterhead"] | {
        "parent": "", "office": asker.upper(), "office_name": asker, "symbol": "/…", "place": "…",
        "signer_title": say(_SIGNER, lang), "signer": "", "copies": "", "archive": say(_ARCHIVE, lang),
    }  # fmt: skip
    values = common | {
        **_said(registry, item, lang, hidden=viewer is not None),
        "letterhead": head,
        "number": "       /…",
        "copies": copies(head, lang, also=[say(_WATCH, lang).format(office=office)]),
        "asker": asker,
        "office": office,
    }
    return _filled(registry, "sharing", values, lang)


def sharing_note(registry: Registry, sharing: str, lang: Language = "vi") -> bytes:
    """Return the office's letter to both sides of a sharing request: by when it is answered, and how.

    Both read it, so the mast is named as the asker may know it. Refused as ``sharing_letter``.
    """
    item = _asked(registry, sharing, None, lang)
    with registry.database.read() as connection:
        names = addressed(connection)
        asker, owner = names.get(item.asker, item.asker), names.get(item.owner, item.owner)
        common = letter_values(
            connection,
            lang,
            registry.settings.province,
            recipient=f"{owner}; {asker}",
            subject=say(_SUBJECT_BOTH, lang),
        )
    seen = as_read_by(registry, item, item.asker, lang=lang)
    values = common | {
        **_said(registry, seen, lang, hidden=item.answer not in AGREEING, both=True),
        "asker": asker,
        "owner": owner,
        "sent_on": f"{item.sent_on:%d/%m/%Y}",
        "received_on": _day(item.received_on),
        "letter_number": item.letter_number,
        "today": f"{today():%d/%m/%Y}",
    }
    return _filled(registry, "sharing_note", values, lang)


def _filled(registry: Registry, kind: Kind, values: dict[str, Any], lang: Language) -> bytes:
    return fill(template(registry.settings.home / "templates", kind, lang), values)


def _asked(registry: Registry, sharing: str, viewer: str | None, lang: Language) -> SharingRequest:
    line = sharing_line(registry, sharing, viewer=viewer, lang=lang)
    if line is None:
        raise RefusalError("SHARING-UNKNOWN")
    return line.asked


def _said(
    registry: Registry, item: SharingRequest, lang: Language, *, hidden: bool, both: bool = False
) -> dict[str, Any]:
    """Return what both letters say of the mast, the station planned, and the time to answer."""
    place = _place(registry, item, lang)
    known = item.mast and not item.mast.startswith("(")
    described = " " in item.mast.strip()  # as the asker wrote it, no code
    named = item.mast.strip() if described else say(_CODE, lang).format(code=item.mast)
    if hidden and not known:
        named = say(_OWNERS if both else _HIDDEN if place else _NEARBY, lang)
    papers = citable_documents(registry)
    documents = citations.named_in(item.limit_source, papers) if item.limit_source != UNSET else []
    return {
        "mast": named,
        "place": place,
        "wanted": f"{item.wanted.rstrip(' .;')}." if item.wanted else say(_WANTED, lang),
        "survey": item.survey,
        "days": ""
        if item.limit_days is None or not documents
        else say(_DAYS[item.limit_working], lang).format(days=item.limit_days),
        "term": citations.ground_of(item.limit_source, lang) if documents else "",
        "due": _day(item.due_on),
        "late": item.overdue,
        "grounds": ground_lines(documents, lang, papers),
    }


def _place(registry: Registry, item: SharingRequest, lang: Language) -> str:
    """Return where the asker's station is planned, in both systems; "" where no row says."""
    if not item.request or item.row < 0:
        return ""
    rows = load_request(registry, item.request).rows
    position = rows[item.row].proposal.position if item.row < len(rows) else None
    if position is None or position.lon is None or position.lat is None:
        return ""
    x, y = transformer(4326, registry.settings.metric_epsg).transform(position.lon, position.lat)
    return (
        f"WGS 84 {format_dms_pair(position.lon, position.lat, lang)}, "
        f"VN-2000 {format_vn2000(float(x), float(y), lang, 2)}"
    )


def _day(day: dt.date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
