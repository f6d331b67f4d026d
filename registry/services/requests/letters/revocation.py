"""Letters about agreed positions whose time to build is over: weighing revocation, answering an extension.

Drafts: nothing lapses by itself, and the office sends them through its own document system.
"""

from collections.abc import Sequence
from typing import Any

from registry.documents.filling import fill
from registry.documents.kinds import Kind
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, say
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.services.office.calendar import today
from registry.services.office.letters.citations import ground_of, named_in
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import day_to_answer, ground_lines, letter_values
from registry.services.office.letters.letterhead import answer_day
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.office.time_limits import (
    FROM_LETTER,
    OFFICE,
    UNSET,
    limit_code,
    limits_with,
    number_of_limit,
)
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.letters.annex_maps import grid_name
from registry.services.requests.letters.places import commune_meant
from registry.services.requests.opened import load_request
from registry.store.office.operators import load_settings

_REVOCATION = Words(
    "báo cáo tình hình triển khai, xem xét thu hồi vị trí cột ăng ten đã chấp thuận",
    "the state of agreed mast positions, to weigh their revocation",
)
_EXTENSION = Words(
    "gia hạn thời gian triển khai vị trí cột ăng ten đã chấp thuận",
    "more time to build agreed mast positions",
)
_WITHDRAWAL = Words(
    "thu hồi ý kiến thống nhất vị trí cột ăng ten", "the revocation of agreement to mast positions"
)
_SUBJECTS: dict[Kind, Words] = {
    "revocation": _REVOCATION, "withdrawal": _WITHDRAWAL, "extension": _EXTENSION,
}  # fmt: skip
_NOT_SET = Words("cơ quan chưa đặt thời hạn", "no time is set")
_TERM_LAW = Words(
    "Theo {source}, {since} "
    "không triển khai, không có lý do chính đáng thì được xem xét thu hồi, phân bổ cho đơn vị khác hoặc tạm "
    "dừng xem xét đề xuất vị trí mới{extension}. "
    "Thời hạn nêu tại bảng tính từ ngày văn bản chấp thuận vị trí.",
    "Under {source} {since}, "
    "without good reason, is considered for withdrawal, for another carrier, or new proposals are "
    "paused{extension}. The time in the table is "
    "counted from the letter that agreed the position.",
)
_TERM_ALONE = Words(  # of a text that is not known to lay down more than the time and the weighing
    "Theo {source}, {since} không triển khai thì được xem xét thu hồi{extension}. "
    "Thời hạn nêu tại bảng tính từ ngày văn bản chấp thuận vị trí.",
    "Under {source} {since} is considered for withdrawal{extension}. The time in the table is "
    "counted from the letter that agreed the position.",
)
_SINCE_PLAN = Words(
    "vị trí trong kế hoạch năm mà sau {months} tháng kể từ ngày kế hoạch được phê duyệt",
    "a position of the annual plan that is not built {months} months after the plan was approved",
)
_SINCE_LETTER = Words(
    "vị trí đã được chấp thuận mà sau {months} tháng kể từ ngày văn bản chấp thuận vị trí",
    "an agreed position that is not built {months} months after the letter that agreed it",
)
_EXTENDED = Words(
    "; trường hợp bất khả kháng được xem xét gia hạn không quá {most} tháng",
    "; for force majeure the time may be extended by at most {most} months",
)
_EXTENDED_ALONE = Words(
    "; việc gia hạn không quá {most} tháng", "; the time may be extended by at most {most} months"
)
_TERM_OFFICE = Words(
    "Thời hạn {months} tháng do cơ quan quản lý đặt đối với văn bản ban hành trước ngày quy định hiện hành "
    "có hiệu lực.",
    "The term of {months} months is the office's own, for letters from before the rules in force.",
)
_TERM_UNSET = Words("Cơ quan quản lý chưa đặt thời hạn triển khai.", "The office has set no time to build.")


def revocation_letter(registry: Registry, approvals: Sequence[str], lang: Language = "vi") -> bytes:
    """Return the drafted letter of "xem xét thu hồi" for agreed positions of one organisation as .docx.

    ``approvals`` are ids. Refused for none (``APPROVAL-NONE-CHOSEN``), an id that there is not
    (``APPROVAL-UNKNOWN``), several organisations (``APPROVAL-SEVERAL-ORGANISATIONS``), one that was built or
    taken back (``APPROVAL-CLOSED``), or whose time is not over or not set (``APPROVAL-IN-TIME``).
    """
    chosen = [item for item in approvals_of(registry) if item.id in approvals]
    closed = [item.code for item in chosen if item.state is not ApprovalState.APPROVED]
    if closed:
        raise RefusalError("APPROVAL-CLOSED", code=", ".join(closed))
    in_time = [item.code for item in chosen if item.build_by is None or item.build_by >= today()]
    if in_time:
        raise RefusalError("APPROVAL-IN-TIME", codes=", ".join(in_time))
    return _written(registry, approvals, "revocation", lang, {})


def withdrawal_letter(registry: Registry, approvals: Sequence[str], lang: Language = "vi") -> bytes:
    """Return the notice that agreed positions of one organisation were taken back, with the reasons kept.

    Refused for ids as ``revocation_letter``; one that stands still has nothing to tell (``APPROVAL-STANDS``).
    """
    chosen = [item for item in approvals_of(registry) if item.id in approvals]
    standing = [item.code for item in chosen if item.state is not ApprovalState.REVOKED]
    if standing:
        raise RefusalError("APPROVAL-STANDS", codes=", ".join(standing))
    reasons = dict.fromkeys(item.reason.strip(" .;") for item in chosen if item.reason)
    return _written(registry, approvals, "withdrawal", lang, {"reason": "; ".join(reasons)})


def extension_letter(
    registry: Registry,
    approvals: Sequence[str],
    lang: Language = "vi",
    *,
    granted: bool = True,
    reason: str = "",
    ground: str = "",
) -> bytes:
    """Return the drafted answer about more time as .docx; refused for ids as ``revocation_letter``.

    ``granted``: the extension stands in the register (``services.approvals.extend``) and the list says the
    new last day; otherwise the letter says that it is not given, and why (``REQUEST-REASON``). ``ground`` is
    why more time was asked for, "" for what the extensions that stand rest on.
    """
    if not granted and not reason.strip():
        raise RefusalError("REQUEST-REASON")
    more: dict[str, Any] = {"granted": granted, "reason": reason.strip(" .")}
    if ground.strip(" ."):
        more["ground"] = ground.strip(" .")
    return _written(registry, approvals, "extension", lang, more)


def _written(
    registry: Registry, ids: Sequence[str], kind: Kind, lang: Language, more: dict[str, Any]
) -> bytes:
    if not ids:
        raise RefusalError("APPROVAL-NONE-CHOSEN")
    known = {item.id: item for item in approvals_of(registry)}
    if any(one not in known for one in ids):
        raise RefusalError("APPROVAL-UNKNOWN")
    chosen = [known[one] for one in dict.fromkeys(ids)]
    with registry.database.read() as connection:
        settings, names = load_settings(connection), addressed(connection)
    organisations = list(dict.fromkeys(item.operator for item in chosen))
    if len(organisations) > 1:
        said = ", ".join(names.get(code, code) for code in organisations)
        raise RefusalError("APPROVAL-SEVERAL-ORGANISATIONS", names=said)
    day = today()
    by = answer_day(settings, day) if kind == "revocation" else None
    told = kind == "withdrawal" or bool(more.get("granted"))
    communes = _communes(registry, chosen) if told else set()
    reasons = dict.fromkeys(item.extension_ground for item in chosen if item.extension_ground)
    with registry.database.read() as connection:
        common = letter_values(
            connection, lang, registry.settings.province,
            recipient=names.get(organisations[0], organisations[0]) or "…",
            subject=say(_SUBJECTS[kind], lang), communes=communes,
        )  # fmt: skip
    documents = citable_documents(registry)
    values = {
        **common,
        "today": f"{day:%d/%m/%Y}",
        "answer_by": day_to_answer(by, lang),
        "approvals": [_row(registry, at, item, lang) for at, item in enumerate(chosen, 1)],
        "law": _law(registry, settings, chosen, lang),
        "ground": "; ".join(reasons),
        "grounds": ground_lines(
            named_in("; ".join(item.limit_source for item in chosen), documents), lang, documents
        ),
        "crs": grid_name(registry.settings.metric_epsg, lang),
        **more,
    }
    return fill(template(registry.settings.home / "templates", kind, lang), values)


def _communes(registry: Registry, chosen: Sequence[Approval]) -> set[str]:
    """Return the communes of positions: their committees were told that these were agreed to.

    They hear where an agreement ends or lasts longer, not what the carrier alone is asked or denied.
    """
    files = {request: load_request(registry, request) for request in {item.request for item in chosen}}
    rows = ((files[item.request], files[item.request].rows[item.row]) for item in chosen)
    return {name for file, row in rows if (name := commune_meant(file, row))}


def _row(registry: Registry, at: int, item: Approval, lang: Language) -> dict[str, Any]:
    x, y = transformer(4326, registry.settings.metric_epsg).transform(item.lon, item.lat)
    metres = format_vn2000(float(x), float(y), lang, 2)
    by = f"{item.build_by:%d/%m/%Y}" if item.build_by else say(_NOT_SET, lang)
    if item.extended_months:
        months = item.extended_months
        by += f" (đã gia hạn {months} tháng)" if lang == "vi" else f" (extended by {months} months)"
    on = f"{item.approved_on:%d/%m/%Y}"
    return {
        "row": at,
        "code": item.code,
        "coordinates": f"WGS 84: {format_dms_pair(item.lon, item.lat, lang)}; VN-2000: {metres}",
        "position": f"{format_dms_pair(item.lon, item.lat, lang)}; VN-2000: {metres}",
        "approved": f"Số {item.decision} ngày {on}" if lang == "vi" else f"No. {item.decision} of {on}",
        "build_by": by,
    }


def _law(registry: Registry, settings: dict[str, Any], chosen: Sequence[Approval], lang: Language) -> str:
    """Say what the terms rest on: the article that was in force, else that the number is the office's own."""
    said: dict[str, None] = {}
    for item in chosen:
        if item.limit_source in ("", UNSET):
            said[say(_TERM_UNSET, lang)] = None
        elif item.limit_source == OFFICE:
            text = say(_TERM_OFFICE, lang)
            said[text.format(months=item.limit_months)] = None
        else:
            limits = limits_with(registry, settings, item.approved_on)
            most, _source = number_of_limit(limits, "unbuilt", "extension_months")
            rule = limits.get(limit_code("unbuilt"))
            by_letter = rule is not None and rule.options.get("counts_from") == FROM_LETTER
            since = say(_SINCE_LETTER if by_letter else _SINCE_PLAN, lang).format(months=item.limit_months)
            whole = rule is not None and bool(rule.options.get("reallocates"))
            term, extended = (_TERM_LAW, _EXTENDED) if whole else (_TERM_ALONE, _EXTENDED_ALONE)
            longer = say(extended, lang).format(most=most) if most else ""
            source = ground_of(item.limit_source, lang)
            said[say(term, lang).format(source=source, since=since, extension=longer)] = None
    return " ".join(said)
