"""A storm's letters as .docx and their lists as workbooks, from the masts that a letter froze.

A letter that was sent is given back as it was sent; a draft is made anew, and says that it is one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import Kind, template
from registry.errors import RefusalError
from registry.messages import Language, Words, number
from registry.model.storm_records import OrderKind, OrderRow, OrderState, StormOrder
from registry.services.attachments import file_path
from registry.services.letterhead import DEMO, DRAFT, addressees, dated, letterhead
from registry.services.registry import Registry
from registry.services.storm_actions import BANDS, Actions, actions_of, reinspect_share
from registry.services.storm_orders import POWER, get_order, rows_of
from registry.services.storm_words import (
    DESIGNS,
    FORMS,
    against_design,
    bulletin_name,
    moment,
    open_ended,
    power_reason,
    say,
    storm_name,
    todo,
    wind,
)
from registry.services.storms import StormFile, get_storm
from registry.services.table_book import table_book
from registry.store.operators import is_demo, load_settings

URGENT = 15
"""As many masts are named in the letter itself; the workbook has all."""
POWERED = 40

_KINDS: dict[OrderKind, Kind] = {
    OrderKind.CARRIER: "storm_order",
    OrderKind.POWER: "storm_power",
    OrderKind.STAND_DOWN: "storm_stand_down",
}
_SUBJECTS: dict[OrderKind, Words] = {
    OrderKind.CARRIER: Words(
        "ứng phó {storm} đối với cột ăng ten, trạm BTS", "masts and stations before {storm}"
    ),
    OrderKind.POWER: Words(
        "ưu tiên cấp điện lưới cho trạm BTS khi có {storm}", "grid power first for stations in {storm}"
    ),
    OrderKind.STAND_DOWN: Words("kết thúc ứng phó {storm}", "the end of the watch over {storm}"),
}
_NO_POWER = Words("Đơn vị điện lực …", "the power company …")
_SHELTERED = Words("không có gió giật cấp 8", "no gusts of level 8")
_COPIES = {"vi": ["Như trên;"], "en": ["As above;"]}


def order_letter(registry: Registry, order: str, lang: Language = "vi") -> bytes:
    """Return a letter as .docx."""
    found = get_order(registry, order)
    if found.state is OrderState.SENT and found.letter_sha256 and lang == "vi":
        return file_path(registry, found.letter_sha256, "cong-van.docx").read_bytes()
    return _letter(registry, found, lang, number_=found.number, sent_on=found.sent_on)


def order_book(registry: Registry, order: str, lang: Language = "vi") -> bytes:
    """Return the list of a letter as a workbook, by commune, the most urgent first."""
    found = get_order(registry, order)
    if found.state is OrderState.SENT and found.book_sha256 and lang == "vi":
        return file_path(registry, found.book_sha256, "danh-sach.xlsx").read_bytes()
    return _book(registry, found, lang)


def papers_to_send(registry: Registry, order: str, number_: str, sent_on: dt.date) -> tuple[bytes, bytes]:
    """Return the letter with its number and day, no longer marked as a draft, and its workbook."""
    found = get_order(registry, order)
    if found.state is not OrderState.DRAFT:
        raise RefusalError("STORM-ORDER-STATE", state=found.state.value)
    letter = _letter(registry, found, "vi", number_=number_, sent_on=sent_on)
    return letter, _book(registry, found, "vi")


def recipient_of(registry: Registry, order: StormOrder, lang: Language = "vi") -> str:
    """Return to whom a letter goes; the power company by the name that the office stated."""
    if order.recipient != POWER:
        return order.recipient_name
    with registry.database.read() as connection:
        return addressees(load_settings(connection)).get(POWER) or say(_NO_POWER, lang)


def _letter(
    registry: Registry,
    order: StormOrder,
    lang: Language,
    *,
    number_: str = "",
    sent_on: dt.date | None = None,
) -> bytes:
    file = get_storm(registry, order.storm)
    rows = rows_of(registry, order)
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang)
    marks = [*([] if number_ else [DRAFT]), *([DEMO] if demo else [])]
    name = storm_name(file.storm, lang)
    values = {
        "letterhead": head,
        "number": number_ or f"       {head['symbol']}",
        "dated": dated(sent_on, lang),
        "marks": " · ".join(say(mark, lang) for mark in marks),
        "subject": say(_SUBJECTS[order.kind], lang).format(storm=name),
        "recipient": recipient_of(registry, order, lang),
        "copies": [*_COPIES[lang], head["archive"]],
        "crs": "",
        **_winds(rows, actions_of(registry.settings.home), lang, reinspect_share(settings)),
        **_storm(file, order, lang),
    }
    return fill(template(registry.settings.home / "templates", _KINDS[order.kind], lang), values)


def _storm(file: StormFile, order: StormOrder, lang: Language) -> dict[str, Any]:
    """Return what a letter says of the storm and its bulletin."""
    bulletin = next(item for item in file.bulletins if item.id == order.bulletin)
    return {
        "storm": storm_name(file.storm, lang),
        "bulletin": bulletin_name(bulletin, lang),
        "disaster": bulletin.disaster_level or "",
        "above": open_ended(bulletin) or "",
        "carrier": order.recipient != POWER,
        "ground": file.storm.close_reason or bulletin_name(file.bulletins[-1], lang),
        "ended": moment(file.storm.closed_at or order.at, lang),
    }


def _winds(rows: list[OrderRow], known: Actions, lang: Language, share: float) -> dict[str, Any]:
    """Return what a letter says of its masts; from ``share`` of the design gust they are inspected again."""
    strongest = max(rows, key=lambda row: row.gust_ms)
    onsets = [row.onset_at for row in rows if row.onset_at]
    urgent = sorted(rows, key=lambda row: row.rank)[:URGENT]
    again = [row for row in sorted(rows, key=lambda row: row.rank) if (row.ratio or 0.0) >= share]
    return {
        "total": len(rows),
        "places": len({row.commune_code for row in rows}),
        "gust": wind(strongest.gust_ms, strongest.gust_level, lang),
        "onset": moment(min(onsets), lang) if onsets else say(_SHELTERED, lang),
        "error": number(strongest.error * 100, 0, lang),
        "share": number(share * 100, 0, lang),
        "communes": _communes(rows, known, lang),
        "urgent": [
            {
                "row": at,
                "code": _code(row),
                "commune": row.commune,
                "gust": against_design(row, lang),
                "todo": ". ".join(todo(row, known, lang)),
                "by": moment(min((act.by for act in row.actions if act.by), default=""), lang),
                "all_by": moment(max((act.by for act in row.actions if act.by), default=""), lang),
            }
            for at, row in enumerate(urgent, 1)
        ],
        "deeds": _deeds(urgent, known, lang),
        "powered": [
            {
                "row": at,
                "code": row.code,
                "commune": row.commune,
                "why": power_reason(row, lang),
                "onset": moment(row.onset_at, lang),
            }
            for at, row in enumerate(rows[:POWERED], 1)
        ],
        "again": [
            {"row": at, "code": _code(row), "commune": row.commune, "gust": against_design(row, lang)}
            for at, row in enumerate(again, 1)
        ],
    }


def _deeds(rows: Sequence[OrderRow], known: Actions, lang: Language) -> list[dict[str, Any]]:
    """Return what is asked at any of the rows, once each, the soonest first, and how long before gusts."""
    asked = {action.code for row in rows for action in row.actions}
    chosen = sorted(
        (item for item in known.actions if item.code in asked), key=lambda item: -item.hours_before
    )
    before = "{hours} giờ trước khi có gió giật" if lang == "vi" else "{hours} hours before gusts begin"
    gusts = "khi bắt đầu có gió giật" if lang == "vi" else "when gusts begin"
    return [
        {
            "row": at,
            "what": say(item.words, lang),
            "when": before.format(hours=number(item.hours_before, 0, lang)) if item.hours_before else gusts,
        }
        for at, item in enumerate(chosen, 1)
    ]


def _communes(rows: Sequence[OrderRow], known: Actions, lang: Language) -> list[dict[str, Any]]:
    """Return a line for each commune in the order of the rows, which is by urgency."""
    places: dict[str, list[OrderRow]] = {}
    for row in rows:
        places.setdefault(row.commune_code, []).append(row)
    found = []
    for at, own in enumerate(places.values(), 1):
        worst = min(own, key=lambda row: BANDS.index(row.band))
        strongest = max(own, key=lambda row: row.gust_ms)
        onset = min((row.onset_at for row in own if row.onset_at), default="")
        by = min((action.by for row in own for action in row.actions if action.by), default="")
        band = known.bands[worst.band]
        found.append(
            {
                "row": at,
                "commune": own[0].commune or "–",
                "masts": len(own),
                "band": f"{band.sign} {say(band.words, lang)}",
                "gust": wind(strongest.gust_ms, strongest.gust_level, lang),
                "onset": moment(onset, lang),
                "by": moment(by, lang),
            }
        )
    return found


_BOOK = {
    "vi": (
        "TT", "Xã, phường", "Thứ tự gấp", "Mã cột của doanh nghiệp", "Mã trong sổ đăng ký", "Kiểu cột", "Mức",
        "Gió giật ước tính (m/s)", "Cấp gió giật", "Sai số (± %)", "Gió giật thiết kế (m/s)",
        "Nguồn gió thiết kế", "Ước tính/thiết kế (%)", "Gió giật cấp 8 từ", "Mạnh nhất lúc",
        "Việc phải làm và thời hạn", "Đã thực hiện (có/chưa)", "Ghi chú của doanh nghiệp",
    ),
    "en": (
        "No.", "Commune", "Rank", "Operator's code", "Code in the register", "Form", "Exposure",
        "Estimated gust (m/s)", "Gust level", "Error (± %)", "Design gust (m/s)", "Design from",
        "Estimate/design (%)", "Gusts of level 8 from", "Strongest at", "What to do, by when",
        "Done (yes/not yet)", "Operator's remark",
    ),
}  # fmt: skip
_POWER_BOOK = {
    "vi": (
        "Thứ tự ưu tiên", "Mã trạm", "Xã, phường", "Kinh độ", "Vĩ độ", "Lý do ưu tiên", "Số mạng",
        "Gió giật ước tính (m/s)", "Cấp gió giật", "Sai số (± %)", "Gió giật cấp 8 từ",
    ),
    "en": (
        "Order", "Station", "Commune", "Longitude", "Latitude", "Why first", "Networks",
        "Estimated gust (m/s)", "Gust level", "Error (± %)", "Gusts of level 8 from",
    ),
}  # fmt: skip


def _book(registry: Registry, order: StormOrder, lang: Language) -> bytes:
    rows, known = rows_of(registry, order), actions_of(registry.settings.home)
    if order.recipient == POWER:
        title = "Ưu tiên điện lưới" if lang == "vi" else "Grid power first"
        lines = [
            [
                at, row.code, row.commune, row.lon, row.lat, power_reason(row, lang),
                int(row.dependence.get("networks") or 0), round(row.gust_ms, 1), row.gust_level,
                round(row.error * 100), moment(row.onset_at, lang),
            ]
            for at, row in enumerate(rows, 1)
        ]  # fmt: skip
        return table_book(registry, title, _POWER_BOOK[lang], lines)
    lines = [
        [
            at, row.commune, row.rank, row.own_code, row.code, say(FORMS.get(row.form, FORMS[""]), lang),
            f"{known.bands[row.band].sign} {say(known.bands[row.band].words, lang)}", round(row.gust_ms, 1),
            row.gust_level, round(row.error * 100), row.design_ms,
            say(DESIGNS.get(row.design_source, DESIGNS[""]), lang),
            None if row.ratio is None else round(row.ratio * 100), moment(row.onset_at, lang),
            moment(row.peak_at, lang), "\n".join(todo(row, known, lang)), "", "",
        ]
        for at, row in enumerate(rows, 1)
    ]  # fmt: skip
    return table_book(registry, "Việc phải làm" if lang == "vi" else "What to do", _BOOK[lang], lines)


def _code(row: OrderRow) -> str:
    return f"{row.own_code} ({row.code})" if row.own_code and row.own_code != row.code else row.code
