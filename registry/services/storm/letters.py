"""A storm's letters as .docx and their lists as workbooks, from the masts that a letter froze.

A letter that was sent is given back as it was sent; a draft is made anew, and says that it is one.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from registry.collector import paused_collector
from registry.documents.filling import fill
from registry.documents.kinds import Kind
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words, number, render, say
from registry.model.storm.storm_records import Bulletin, OrderKind, OrderRow, OrderState, StormOrder
from registry.provinces import spoken_of
from registry.services.office.attachments import file_path
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.letters.letterhead import addressees, duty_phone
from registry.services.office.registry import Registry
from registry.services.office.rules_here import incident_hours
from registry.services.storm.actions import BANDS, Actions, actions_of, reinspect_share
from registry.services.storm.exposure import exposure_of, storm_masts
from registry.services.storm.file import StormFile
from registry.services.storm.letter_books import carrier_book, power_book
from registry.services.storm.letter_sections import asked_of_all, general_deeds, sections_of, urgent_of
from registry.services.storm.orders import POWER, get_order, list_orders, rows_of
from registry.services.storm.served_places import priority_deeds
from registry.services.storm.still_off import still_off
from registry.services.storm.storms import get_storm, text_of
from registry.services.storm.vocabulary import (
    against_design,
    asked,
    bulletin_name,
    clock_of,
    code_of,
    corrected_words,
    due,
    has_passed,
    issued_at,
    moment,
    open_ended,
    power_reason,
    storm_name,
    todo,
    unfinished_params,
    wind,
)
from registry.store.office.operators import load_settings
from registry.storm.constants import wide_beside
from registry.storm.sources.risk_areas import areas_at

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
    OrderKind.STAND_DOWN: Words("kết thúc ứng phó {storm}", "the end of the response to {storm}"),
}
_FOLLOWS = Words(
    ", tiếp theo Công văn số {number} ngày {day}", ", which follows letter no. {number} of {day}"
)
_FOR_AREAS = Words(" ({areas})", " (“{areas}”)")
_UNBORNE = Words("gió mạnh chưa đến khi kết thúc ứng phó", "no strong wind yet when the response ended")
_ENDANGERED = Words("có tồn tại nguy hiểm", "with a dangerous defect")
_NO_POWER = Words("Đơn vị điện lực trên địa bàn tỉnh", "the power company of the province")
_SHELTERED = Words("không có gió giật cấp 8", "no gusts of level 8")


def order_letter(
    registry: Registry, order: str, lang: Language = "vi", *, now: dt.datetime | None = None
) -> bytes:
    """Return a letter as .docx; a draft says of hours that have passed by ``now`` that they have."""
    found = get_order(registry, order)
    if found.state is OrderState.SENT and found.letter_sha256 and lang == "vi":
        return file_path(registry, found.letter_sha256, "cong-van.docx").read_bytes()
    return _letter(registry, found, lang, number_=found.number, sent_on=found.sent_on, now=now)


def order_book(registry: Registry, order: str, lang: Language = "vi") -> bytes:
    """Return the list of a letter as a workbook: what has to be done first stands first."""
    found = get_order(registry, order)
    if found.state is OrderState.SENT and found.book_sha256 and lang == "vi":
        return file_path(registry, found.book_sha256, "danh-sach.xlsx").read_bytes()
    return _book(registry, found, lang)


def papers_to_send(
    registry: Registry, order: str, number_: str, sent_on: dt.date, *, state: OrderState = OrderState.DRAFT
) -> tuple[bytes, bytes]:
    """Return the letter with its number and day, no longer marked as a draft, and its workbook.

    ``state``: the letter's, as ``STORM-ORDER-STATE`` says otherwise: sent where its number is put right.
    """
    found = get_order(registry, order)
    if found.state is not state:
        raise RefusalError("STORM-ORDER-STATE", state=found.state.value)
    letter = _letter(registry, found, "vi", number_=number_, sent_on=sent_on)
    return letter, _book(registry, found, "vi")


def recipient_of(registry: Registry, order: StormOrder, lang: Language = "vi") -> str:
    """Return to whom a letter goes; the power company by the name that the office stated."""
    if order.recipient != POWER:
        return order.recipient_name
    with registry.database.read() as connection:
        stated = addressees(load_settings(connection)).get(POWER)
    return stated or spoken_of(say(_NO_POWER, lang), registry.settings.province)


@paused_collector()
def _letter(
    registry: Registry,
    order: StormOrder,
    lang: Language,
    *,
    number_: str = "",
    sent_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> bytes:
    file = get_storm(registry, order.storm)
    rows, known = rows_of(registry, order), actions_of(registry.settings.home)
    name = storm_name(file.storm, lang)
    least = storm_masts(registry).least_design_ms
    with registry.database.read() as connection:
        settings = load_settings(connection)
        to = addressed(connection).get(order.recipient, "") or recipient_of(registry, order, lang)
        common = letter_values(
            connection, lang, registry.settings.province,
            recipient=to, subject=say(_SUBJECTS[order.kind], lang).format(storm=name),
            number=number_, day=sent_on,
        )  # fmt: skip
    values = {
        **common,
        "duty_phone": duty_phone(settings),
        "crs": "",
        **incident_hours(registry, sent_on or today(), lang),
        **_winds(
            rows,
            known,
            lang,
            (reinspect_share(settings), least, _ended(file, order)),
            _clock(file, order, now),
        ),
        **(said := _storm(registry, file, order, lang)),
        "bulletin": said["bulletin"] + _follows(registry, order, lang),
        "unfinished": _unfinished(registry, file, order, lang),
    }
    if order.kind is OrderKind.STAND_DOWN and values["calm"]:
        values["calm"] = not still_off(registry, order)
    return fill(template(registry.settings.home / "templates", _KINDS[order.kind], lang), values)


def _follows(registry: Registry, order: StormOrder, lang: Language) -> str:
    """Name the letter to the same that this one comes after, whose hours it states anew; "" for the first."""
    sent = list_orders(registry, order.storm, recipient=order.recipient, sent_only=True)
    before = [
        one
        for one in sent
        if one.kind is order.kind is not OrderKind.STAND_DOWN
        and one.id != order.id
        and one.sent_on is not None
        and (not order.sent_at or one.sent_at < order.sent_at)
    ]
    last = max(before, key=lambda one: one.sent_at, default=None)
    return (
        "" if last is None else say(_FOLLOWS, lang).format(number=last.number, day=f"{last.sent_on:%d/%m/%Y}")
    )


def _clock(file: StormFile, order: StormOrder, now: dt.datetime | None = None) -> dt.datetime | None:
    """Return the moment by which a letter says that times have passed: when it was sent, else ``now``.

    Never one before its bulletin, which asks nothing of the hours before it; None for a storm long over that
    was recorded whole.
    """
    at = dt.datetime.fromisoformat(order.sent_at) if order.sent_at else now or present_moment()
    bulletin = _bulletin(file, order)
    forecast = any(point.forecast for point in bulletin.track.points)
    issued = issued_at(bulletin) if forecast else None
    return max(filter(None, (clock_of(bulletin.track, at), issued)), default=None)


def _bulletin(file: StormFile, order: StormOrder) -> Bulletin:
    return next(item for item in file.bulletins if item.id == order.bulletin)


def _unfinished(registry: Registry, file: StormFile, order: StormOrder, lang: Language) -> str:
    """Say that the track which a letter rests on ends before the storm does; "" where it does not."""
    if order.kind is OrderKind.STAND_DOWN:
        return ""
    exposure = exposure_of(registry, file.track_of(_bulletin(file, order)))
    found = exposure.unfinished
    return "" if found is None else render("STORM-UNFINISHED-LETTER", unfinished_params(found), lang)


def _level(registry: Registry, bulletin: Bulletin, lang: Language) -> str:
    """Say a bulletin's level of disaster for the province with the area it states it for; "" for none."""
    if bulletin.disaster_level is None:
        return ""
    areas = areas_at(text_of(registry, bulletin), bulletin.disaster_level)
    said = say(_FOR_AREAS, lang).format(areas=areas) if areas else ""
    return f"{bulletin.disaster_level}{said}"


def _storm(registry: Registry, file: StormFile, order: StormOrder, lang: Language) -> dict[str, Any]:
    """Return what a letter says of the storm and its bulletin."""
    bulletin = _bulletin(file, order)
    return {
        "storm": storm_name(file.storm, lang),
        "bulletin": bulletin_name(bulletin, lang),
        "disaster": _level(registry, bulletin, lang),
        "above": open_ended(bulletin.track) or "",
        "carrier": order.recipient != POWER,
        "timed": order.kind is not OrderKind.STAND_DOWN,
        "ground": file.storm.close_reason or bulletin_name(file.current, lang),
        "ended": moment(_ended(file, order), lang),
    }


def _ended(file: StormFile, order: StormOrder) -> dt.datetime:
    return dt.datetime.fromisoformat(file.storm.closed_at or order.at)


def _winds(
    rows: list[OrderRow],
    known: Actions,
    lang: Language,
    again_from: tuple[float, float, dt.datetime],
    now: dt.datetime | None,
) -> dict[str, Any]:
    """Return what a letter says of its masts.

    ``again_from``: from which share of the design gust they are inspected again, the design gust by which
    one without a known design is measured, as the campaign after the storm measures it, and when the response
    ended: a mast whose gusts were only to come has borne none (``unborne``).
    """
    share, least, ended = again_from
    strongest = max(rows, key=lambda row: row.gust_ms)
    onsets = [row.onset_at for row in rows if row.onset_at]
    urgent = urgent_of(rows)
    communes = _communes(rows, known, lang, now)
    ranked = sorted(rows, key=lambda row: row.rank)
    again = [row for row in ranked if _ratio(row, least) >= share or _endangered(row, ended)]
    return {
        "total": len(rows),
        "places": len({row.commune_code for row in rows}),
        "gust": wind(strongest.gust_ms, strongest.gust_level, lang),
        "onset": moment(min(onsets), lang) if onsets else say(_SHELTERED, lang),
        "calm": not onsets,
        "gusts": any(has_passed(row.onset_at, now) for row in rows),
        "error": number(strongest.error * 100, 0, lang),
        "wide": number(wide_beside(strongest.error) * 100, 0, lang),
        "corrected": corrected_words(strongest.corrected, lang),
        "share": number(share * 100, 0, lang),
        "communes": communes,
        "communes_timed": any(item["next"] != "–" for item in communes),
        "sections": sections_of(urgent, known, lang, now),
        "general": [*priority_deeds(rows, lang), *general_deeds(rows, known, lang, now)],
        "dangers": sum(bool(row.dangers) for row in urgent),
        "urgent": [
            {
                "row": at,
                "code": code_of(row),
                "commune": row.commune,
                "gust": against_design(row, lang),
                "todo": ". ".join(todo(row, known, lang, now)),
                "by": due(min((act.by for act in asked(row, known, now) if act.by), default=""), lang, now),
                "all_by": due(max((act.by for act in row.actions if act.by), default=""), lang, now),
            }
            for at, row in enumerate(urgent, 1)
        ],
        "deeds": _deeds(urgent, known, lang, now),
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
            {
                "row": at,
                "code": code_of(row),
                "commune": row.commune,
                "gust": against_design(row, lang)
                + (f"; {say(_UNBORNE, lang)}" if _unborne(row, ended) else "")
                + (f"; {say(_ENDANGERED, lang)}" if _ratio(row, least) < share else ""),
            }
            for at, row in enumerate(again, 1)
        ],
        "endangered": any(_ratio(row, least) < share for row in again),
        "unborne": sum(_unborne(row, ended) for row in again),
    }


def _unborne(row: OrderRow, ended: dt.datetime) -> bool:
    """Whether a mast's strong gusts were only to come when the response ended."""
    return bool(row.onset_at) and not has_passed(row.onset_at, ended)


def _endangered(row: OrderRow, ended: dt.datetime) -> bool:
    """Whether strong gusts came to a mast with a dangerous defect: it is inspected again in any case, as the
    list after the storm has it."""
    return bool(row.dangers) and has_passed(row.onset_at, ended)


def _ratio(row: OrderRow, least_design_ms: float) -> float:
    return row.gust_ms / least_design_ms if row.ratio is None else row.ratio


def _deeds(
    rows: Sequence[OrderRow], known: Actions, lang: Language, now: dt.datetime | None
) -> list[dict[str, Any]]:
    """Return what is asked at any of the rows, once each, the soonest first, and how long before gusts."""
    at_once = "ngay" if lang == "vi" else "at once"
    before = "{hours} giờ trước khi có gió giật" if lang == "vi" else "{hours} hours before gusts begin"
    gusts = "khi bắt đầu có gió giật" if lang == "vi" else "when gusts begin"
    return [
        {
            "row": at,
            "what": say(asked_words, lang),
            "when": at_once
            if has_passed(by, now)
            else before.format(hours=number(item.hours_before, 0, lang))
            if item.hours_before
            else gusts,
        }
        for at, (item, asked_words, by) in enumerate(asked_of_all(rows, known.actions, known, now), 1)
    ]


def _communes(
    rows: Sequence[OrderRow], known: Actions, lang: Language, now: dt.datetime | None
) -> list[dict[str, Any]]:
    """Return a line for each commune in the order of the rows, which is by urgency."""
    places: dict[str, list[OrderRow]] = {}
    for row in rows:
        places.setdefault(row.commune_code, []).append(row)
    found = []
    for at, own in enumerate(places.values(), 1):
        worst = min(own, key=lambda row: BANDS.index(row.band))
        strongest = max(own, key=lambda row: row.gust_ms)
        onset = min((row.onset_at for row in own if row.onset_at), default="")
        times = sorted(act.by for row in own for act in asked(row, known, now) if act.by)
        coming = [by for by in times if not has_passed(by, now)]
        band = known.bands[worst.band]
        found.append(
            {
                "row": at,
                "commune": own[0].commune or "–",
                "masts": len(own),
                "band": f"{band.sign} {say(band.words, lang)}",
                "gust": wind(strongest.gust_ms, strongest.gust_level, lang),
                "onset": moment(onset, lang),
                "by": due(times[0] if times else "", lang, now),
                "next": moment(coming[0] if coming else "", lang),
            }
        )
    return found


@paused_collector()
def _book(registry: Registry, order: StormOrder, lang: Language) -> bytes:
    rows, known = rows_of(registry, order), actions_of(registry.settings.home)
    if order.recipient == POWER:
        return power_book(registry, rows, lang)
    return carrier_book(registry, rows, known, lang, _clock(get_storm(registry, order.storm), order))
