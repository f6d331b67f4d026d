"""The large numbers of the province now, each a link to what stands behind it; what is not known says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from registry.model.field.defects import Severity
from registry.model.field.field_reports import ReportState
from registry.services.storm.hazards.words import hazard_said, warnings_said
from registry.services.storm.network_now import NetworkNow
from registry.services.storm.now import CREWS_SINCE, ProvinceNow, StormNow
from registry.services.storm.storm_clock import Phase, StormClock
from registry.services.storm.vocabulary import storm_name
from registry.storm.constants import action_level
from web.frame.guard import may_use
from web.frame.languages import language
from web.frame.wording import outage_words as words
from web.frame.wording.filters import number

ALARM, DUE, FINE, UNKNOWN, PLAIN = "alarm", "due", "fine", "unknown", "plain"
SIGNS = {ALARM: "✕", DUE: "!", FINE: "✓", UNKNOWN: "?", PLAIN: "•"}

CREWS_SINCE_H = int(CREWS_SINCE.total_seconds() // 3600)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its words; ``kind`` one of the words above, ``href`` "" where the reader may not go."""

    code: str
    kind: str
    value: str
    label: str
    sub: str = ""
    href: str = ""

    @property
    def sign(self) -> str:
        """The sign beside its colour."""
        return SIGNS[self.kind]


def tiles(now: ProvinceNow) -> list[Tile]:
    """Return the tiles that the viewer has, the storm first."""
    found = [_storm(one, now) for one in now.storms]
    found += _network(now)
    found += _incidents(now)
    found += _ground(now)
    found += _letters(now)
    found += _warned(now)
    found += _dangers(now)
    return found


def link(endpoint: str, **values: Any) -> str:
    """Return the address of a page, "" where the reader may not go there."""
    return url_for(endpoint, **values) if may_use(current_app, endpoint) else ""


def _storm(one: StormNow, now: ProvinceNow) -> Tile:
    clock, level = one.clock, action_level()
    value, kind = _phase(clock, now)
    label = {
        Phase.COMING: _("đến lúc có gió giật cấp %(level)s", level=level),
        Phase.BLOWING: _("gió giật từ cấp %(level)s", level=level),
        Phase.PASSED: _("gió giật từ cấp %(level)s", level=level),
        Phase.AWAY: _("gió giật từ cấp %(level)s", level=level),
        Phase.UNSURE: _("chưa đủ để kết luận"),
        Phase.NO_MASTS: _("không có cột để ước tính"),
    }[clock.phase]
    if one.land_gusts:  # its track does not bring them: that it does not come would be a flat claim
        value, kind = str(_("đã qua") if clock.phase is Phase.PASSED else _("xem bản tin")), DUE
        label = _("bản tin ghi gió giật trên đất liền, ước tính theo đường đi chưa tính tới")
    strongest = (
        _("mạnh nhất ≈ cấp %(level)s, %(place)s", level=clock.gust_level, place=clock.gust_place)
        if clock.reached
        else ""
    )
    return Tile(
        f"storm-{clock.storm.id}",
        kind,
        value,
        str(label),
        _joined(_named(one, now), str(strongest)),
        link("storms.show", storm=clock.storm.id) or link("storms.listed"),
    )


def _phase(clock: StormClock, now: ProvinceNow) -> tuple[str, str]:
    """Return the large word of a storm's clock, and its kind."""
    if clock.phase is Phase.COMING and clock.onset is not None:
        return words.span(clock.onset - now.at), ALARM
    if clock.phase is Phase.BLOWING and clock.end is not None and clock.end < now.at:
        return str(_("chưa rõ đã dứt")), ALARM  # the track ended before the storm did
    return {
        Phase.BLOWING: (str(_("đang thổi")), ALARM),
        Phase.PASSED: (str(_("đã qua")), DUE),
        Phase.AWAY: (str(_("không tới")), FINE),
        Phase.UNSURE: (str(_("chưa rõ")), UNKNOWN),
    }.get(clock.phase, ("–", UNKNOWN))


def _network(now: ProvinceNow) -> Iterator[Tile]:
    if now.network is None:
        if not now.calm:
            yield Tile(
                "dark", UNKNOWN, "?", str(_("trạm mất liên lạc")), str(_("chưa mở sự kiện mất liên lạc")),
                link("outages.listed"),
            )  # fmt: skip
        return
    for at, one in enumerate(now.networks):
        board = link("outages.board", event=one.event.id) or link("outages.listed")
        rows = link("outages.rows", event=one.event.id, state="down") or board
        code = f"also-{one.event.id}" if at else "dark"
        yield _dark(code, one, board, rows, one.event.name if now.beside else "")
    if now.scope.commune is None:
        for at, one in enumerate(now.networks):
            of = link("outages.board", event=one.event.id) or link("outages.listed")
            code = f"also-without-{one.event.id}" if at else "without"
            yield _without(
                code, one, of, one.event.name if now.beside else "", now.scope.operator is not None
            )
    if now.scope.operator is None:
        yield _cut(now)
    for at, one in enumerate(now.networks):
        if one.silent:
            board = link("outages.board", event=one.event.id) or link("outages.listed")
            names = ", ".join(row.name for row in one.missing)
            yield Tile(
                f"also-silent-{one.event.id}" if at else "silent",
                DUE,
                number(one.silent, 0),
                str(_("doanh nghiệp chưa báo cáo")),
                _joined(names, one.event.name if now.beside else ""),
                link("outages.reminders", event=one.event.id) or (board and f"{board}#carriers-title"),
            )


def _incidents(now: ProvinceNow) -> Iterator[Tile]:
    if not now.incidents:
        return
    late, of = now.overdue_incidents, sorted({one.incident.event for one in now.incidents})
    listed = link("outages.incident_list", event=of[0], show="open") if len(of) == 1 else link("shift.show")
    yield Tile(
        "incidents", ALARM if late else DUE, number(len(now.incidents), 0), str(_("sự cố chưa xử lý xong")),
        str(_("%(count)s quá hạn", count=number(late, 0)) if late else _("chưa sự cố nào quá hạn")),
        listed or link("outages.listed"),
    )  # fmt: skip


def _dark(code: str, found: NetworkNow, board: str, rows: str, of: str) -> Tile:
    """Return the tile of an event's lost stations; ``of`` names the event where several are open."""
    label = str(_("vị trí trạm mất liên lạc"))
    told = (
        _("theo %(heard)s/%(all)s doanh nghiệp", heard=found.heard, all=found.awaited)
        if found.heard
        else _("chưa doanh nghiệp nào báo cáo")
    )
    sub = _joined(of, str(told))
    if found.down is None:
        return Tile(code, UNKNOWN, "?", label, sub, board)
    count = f"{'≥ ' if found.least else ''}{number(found.down, 0)}"
    return Tile(code, ALARM if found.down else FINE, count, label, sub, rows)


def _without(code: str, found: NetworkNow, board: str, of: str, own: bool) -> Tile:
    """Return the tile of the communes that an event leaves without a station; ``of`` as in ``_dark``.

    What is not known stands before the event's name: the wall shows two lines of it. ``own``: of a carrier's
    stations alone, so others may be on the air there.
    """
    word = _("xã, phường đơn vị không còn trạm") if own else _("xã, phường không còn trạm")
    label, href = str(word), board and f"{board}#communes"
    if found.down is None or not found.heard:
        return Tile(code, UNKNOWN, "?", label, of, href)
    perhaps = _("chưa rõ: %(count)s", count=number(found.none_perhaps, 0)) if found.none_perhaps else ""
    kind = ALARM if found.none_certain else DUE if found.none_perhaps else FINE
    return Tile(code, kind, number(found.none_certain, 0), label, _joined(str(perhaps), of), href)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _named(one: StormNow, now: ProvinceNow) -> str:
    """Return a storm's name where several are watched, "" where there is one only."""
    return storm_name(one.clock.storm, language(), year=False) if len(now.storms) > 1 else ""


def _cut(now: ProvinceNow) -> Tile:
    board = "" if now.network is None else link("outages.board", event=now.network.event.id)
    label, href = str(_("nơi trọng yếu không còn mạng")), board and f"{board}#places"
    if not board or not (now.cut_places or now.cut_perhaps):
        href = (
            link("critical.listed", show="without") if now.cut_places is not None else link("critical.listed")
        )
    if now.cut_places is None:
        return Tile("cut", UNKNOWN, "?", label, str(_("chưa nhập nơi trọng yếu, hoặc chưa ai báo cáo")), href)
    names = [place.name for place in now.cut_places[:2] if place.name]
    if now.cut_perhaps:
        names.append(str(_("chưa rõ: %(count)s", count=number(now.cut_perhaps, 0))))
    kind = ALARM if now.cut_places else DUE if now.cut_perhaps else FINE
    return Tile("cut", kind, number(len(now.cut_places), 0), label, ", ".join(names), href)


def _ground(now: ProvinceNow) -> Iterator[Tile]:
    if now.at_risk:
        first = now.dies_next
        sub = (
            _("chưa rõ ắc quy còn mấy giờ")
            if first is None or first.dark_at is None
            else _(
                "ắc quy hết sớm nhất: %(code)s lúc %(at)s",
                code=first.station.code,
                at=words.short(first.dark_at),
            )
        )
        yield Tile(
            "at-risk", DUE, number(len(now.at_risk), 0),
            str(_("vị trí trạm mất điện lưới, chưa báo chạy máy nổ")), str(sub), _power(now),
        )  # fmt: skip
    if now.hazards:
        yield Tile(
            "hazards", DUE, number(len(now.hazards), 0), str(_("cảnh báo mưa, lũ, sạt lở đang hiệu lực")),
            hazard_said(now.hazards[0], language()), link("hazards.listed"),
        )  # fmt: skip


def _power(now: ProvinceNow) -> str:
    event = "" if now.network is None else link("outages.power", event=now.network.event.id, show="battery")
    return event or link("outages.listed")


def _letters(now: ProvinceNow) -> Iterator[Tile]:
    for one in now.storms:
        if one.letters is None:
            continue
        sent, drafts = len(one.letters.sent), one.letters.drafts
        silent = ", ".join(item.order.recipient_name for item in one.letters.silent)
        sub = _("chưa: %(names)s", names=silent) if silent else ""
        if drafts:
            sub = _joined(str(sub), str(_("%(count)s dự thảo chưa gửi", count=drafts)))
        value = f"{one.letters.acknowledged}/{sent}" if sent else "0"
        label = _("công văn đã được xác nhận") if sent else _("công văn đã gửi")
        kind = DUE if silent or drafts or not sent else FINE
        href = link("storms.letters", storm=one.clock.storm.id) or link("storms.listed")
        told = _joined(_named(one, now), str(sub))
        yield Tile(f"letters-{one.clock.storm.id}", kind, value, str(label), told, href)


def _warned(now: ProvinceNow) -> Iterator[Tile]:
    for one in now.warned:
        if not one.asks:
            continue
        parts = [
            str(_("chưa: %(names)s", names=", ".join(each.recipient_name for each in one.silent)))
            if one.silent
            else "",
            str(_("chưa gửi: %(names)s", names=", ".join(one.not_sent))) if one.not_sent else "",
            str(
                _(
                    "cảnh báo đã đính chính hoặc rút bớt, dự thảo lại cho: %(names)s",
                    names=", ".join(one.corrected),
                )
            )
            if one.corrected
            else "",
        ]
        value = f"{one.acknowledged}/{len(one.sent)}" if one.sent else "0"
        label = _("công văn đã được xác nhận") if one.sent else _("công văn đã gửi")
        told = _joined(warnings_said(one.warnings, language()), *parts)
        href = link("hazards.letters", hazard=one.first.id) or link("hazards.show", hazard=one.first.id)
        yield Tile(f"warned-{one.first.id}", DUE if one.open else FINE, value, str(label), told, href)


def _defects(now: ProvinceNow) -> str:
    """Return the address of the dangerous defects that are counted; of every defect where there is none."""
    asked = {"show": "standing", "severity": Severity.URGENT.value} if now.dangers else {}
    return link("defects.listed", **asked) or link("defects.own", **asked)


def _dangers(now: ProvinceNow) -> Iterator[Tile]:
    if now.dangers is not None:
        near = now.dangers_in_gusts
        sub = (
            _("trong đó %(count)s ở vùng gió giật", count=number(near, 0))
            if now.storms and now.dangers
            else _("%(count)s tồn tại quá hạn", count=number(now.overdue, 0))
            if now.overdue
            else ""
        )
        yield Tile(
            "dangers", ALARM if now.dangers else FINE, number(len(now.dangers), 0),
            str(_("hư hỏng nguy hiểm trên cột")), str(sub), _defects(now),
        )  # fmt: skip
    if now.reports is not None:
        all_waiting = _("trong %(count)s phản ánh chưa xử lý", count=number(now.waiting or 0, 0))
        yield Tile(
            "reports", ALARM if now.reports else FINE, number(len(now.reports), 0),
            str(_("phản ánh nguy hiểm của người dân")), str(all_waiting),
            link("field_reports_desk.listed", state=ReportState.NEW.value, danger=1),
        )  # fmt: skip
    if now.crews is not None:
        people = _("%(count)s người gửi", count=number(len(now.crews.people), 0))
        yield Tile(
            "crews", PLAIN, number(now.crews.visits, 0),
            str(_("lượt kiểm tra về trong %(hours)s giờ qua", hours=CREWS_SINCE_H)),
            str(people), link("visits.listed", show="recent", hours=CREWS_SINCE_H),
        )  # fmt: skip
