"""The situation report (báo cáo nhanh) of an outage event, as a drafted letter of the office."""

from collections import Counter
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.messages import Language, Words, number, percent, say, with_values
from registry.model.critical_places import CriticalPlace
from registry.model.outages.outages import Cause
from registry.provinces import spoken_of
from registry.services.office.calendar import today
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.registry import Registry
from registry.services.office.rules_here import incident_hours
from registry.services.outages.board_view import Board, CarrierRow, Roaming, Sum
from registry.services.outages.critical_places import PlacesNow, places_of_event
from registry.services.outages.incidents import IncidentLine, damage_table
from registry.services.outages.vocabulary import (
    CAUSES,
    DAMAGE,
    DOUBT,
    INCIDENTS,
    INDICATORS,
    NOT_CLASSED,
    NOT_KNOWN,
    NOT_STATED,
    SERVICE,
    STANDINGS,
    said_number,
    shown,
)

_SUBJECT = Words("báo cáo nhanh tình hình mạng viễn thông do {event}", "the telecom networks during {event}")
_TO = Words(
    "UBND tỉnh; Cục Viễn thông, Bộ Khoa học và Công nghệ",
    "the provincial People's Committee; the Telecommunications Authority",
)
_NOT_REPORTED = Words("chưa báo cáo", "none yet")
_BY_CAUSE = Words(
    "Nguyên nhân của các vị trí đang mất: {causes}.", "Causes of what is off the air: {causes}."
)
_NO_PLACES = Words("chưa rõ, sổ chưa nhập nơi trọng yếu nào", "not known, the register has none on record")
_PERHAPS = Words("{cut}; chưa rõ: {perhaps}", "{cut}; not known: {perhaps}")
_SILENT = Words("chưa có báo cáo của {names}", "no report of {names}")
_WAITING = Words("{rows} dòng báo cáo của {carrier}", "{rows} reported rows of {carrier}")
_TERM = Words("{hours} giờ; {standing}{by}", "{hours} h; {standing}{by}")
_BY = Words(" {hours} giờ", " by {hours} h")


def situation_report(registry: Registry, board: Board, lang: Language = "vi") -> bytes:
    """Return the drafted report of a board as .docx, with the head of NĐ 30/2020/NĐ-CP."""
    names = {row.operator: row.name for row in board.carriers}
    found, (certain, perhaps) = board.figures, board.without
    places = places_of_event(registry, board)
    with registry.database.read() as connection:
        common = letter_values(
            connection, lang, registry.settings.province,
            recipient=spoken_of(say(_TO, lang), registry.settings.province),
            subject=with_values(_SUBJECT, lang, event=board.event.name), day=today(),
        )  # fmt: skip
    values: dict[str, Any] = {
        **common,
        **incident_hours(registry, board.now.date(), lang),
        "event": board.event.name,
        "started": shown(board.event.started_at),
        "as_of": shown(board.now),
        "heard": board.heard,
        "known": found.down.value is not None,
        "awaited": len(board.carriers),
        "affected": _sum(found.affected, lang),
        "down": _sum(found.down, lang),
        "restored": _sum(found.restored, lang),
        "share": "" if found.share is None else f"{percent(found.share, 0, lang)}%",
        "generators": _sum(found.generators, lang),
        "certain": _sum(certain, lang),
        "perhaps": perhaps,
        "causes": _causes(board, lang),
        "due": shown(board.due),
        "missing": ", ".join(row.name for row in board.missing),
        "unclear": "; ".join(
            with_values(_WAITING, lang, carrier=row.name, rows=number(row.waiting, 0, lang))
            for row in board.carriers
            if row.waiting
        ),
        "carriers": [_carrier(row, lang) for row in board.carriers],
        "communes": [
            {
                "commune": row.name,
                "down": _of(row.down, row.stations, lang),
                "service": say(SERVICE[row.service.value], lang) + _silent(row.silent, names, lang),
            }
            for row in board.without_service
        ],
        "cut_off": _cut_off(board, places, lang),
        "cut_places": [_place(one, places, board, names) for one in places.without if board.heard],
        "roaming": [_roaming(need, names, lang) for need in board.roaming],
        "incidents": [_incident(line, board, names, lang) for line in board.happened],
        "damage": _damage(board, lang),
    }
    return fill(template(registry.settings.home / "templates", "situation", lang), values)


def _carrier(row: CarrierRow, lang: Language) -> dict[str, str]:
    return {
        "carrier": row.name,
        **{name: _sum(value, lang) for name, value in row.figures._asdict().items()},
        "last": shown(row.last.received_at) if row.last else say(_NOT_REPORTED, lang),
    }


def _cut_off(board: Board, places: PlacesNow, lang: Language) -> str:
    """Write how many critical places have no network, as the board does: what nobody knows is never 0."""
    if not places.known:
        return say(_NO_PLACES, lang)
    if not board.heard:
        return say(NOT_KNOWN, lang)
    cut, perhaps = number(len(places.without), 0, lang), number(len(places.perhaps), 0, lang)
    return with_values(_PERHAPS, lang, cut=cut, perhaps=perhaps) if places.perhaps else cut


def _place(place: CriticalPlace, places: PlacesNow, board: Board, names: dict[str, str]) -> dict[str, str]:
    masts = places.served.masts_of(place.id).items()
    return {
        "place": place.name,
        "commune": board.book.communes.get(place.commune_code, ""),
        "masts": "; ".join(
            f"{names.get(code, code)}: {', '.join(mast.code for mast in theirs)}" for code, theirs in masts
        ),
    }


def _roaming(need: Roaming, names: dict[str, str], lang: Language) -> dict[str, str]:
    return {
        "commune": need.commune.name,
        "without": ", ".join(
            f"{names.get(c.operator, c.operator)} ({_of(c.down, c.stations, lang)})" for c in need.without
        ),
        "live": ", ".join(f"{names.get(c.operator, c.operator)} ({c.live}/{c.stations})" for c in need.live),
    }


def _damage(board: Board, lang: Language) -> list[dict[str, str]]:
    """Return the damage by indicator and class, what nobody has classed yet last."""
    counted = damage_table(board.incidents).items()
    return [
        {
            "indicator": say(INDICATORS[kind.value], lang),
            "damage": say(DAMAGE[found.value] if found else NOT_CLASSED, lang),
            "count": number(count, 0, lang),
        }
        for (kind, found), count in sorted(counted, key=lambda item: (item[0][0], str(item[0][1] or "z")))
    ]


def _causes(board: Board, lang: Language) -> str:
    found: Counter[Cause | None] = Counter()
    for row in board.carriers:
        found.update(row.causes)
    said = [
        f"{say(CAUSES[cause.value] if cause else NOT_STATED, lang).lower()} {number(count, 0, lang)}"
        for cause, count in found.most_common()
    ]
    return with_values(_BY_CAUSE, lang, causes="; ".join(said)) if said else ""


def _incident(line: IncidentLine, board: Board, names: dict[str, str], lang: Language) -> dict[str, str]:
    one, clock = line.incident, line.clock
    place = [one.code, board.book.communes.get(one.commune, one.commune), one.place]
    late = clock.standing.value in ("overdue", "late")
    by = with_values(_BY, lang, hours=number(clock.by.total_seconds() / 3600, 1, lang)) if late else ""
    standing = say(STANDINGS[clock.standing.value], lang).lower()
    term = with_values(_TERM, lang, hours=clock.hours, standing=standing, by=by) if clock.hours else standing
    return {
        "incident": f"{say(INCIDENTS[one.kind.value], lang)}: {', '.join(filter(None, place))}",
        "carrier": ", ".join(names.get(code, code) for code in (one.operator, *line.others)),
        "happened": shown(one.occurred_at) or say(NOT_KNOWN, lang),
        "found": shown(one.detected_at) or say(NOT_KNOWN, lang),
        "term": term,
    }


def _silent(codes: tuple[str, ...], names: dict[str, str], lang: Language) -> str:
    if not codes:
        return ""
    return f" ({with_values(_SILENT, lang, names=', '.join(names.get(code, code) for code in codes))})"


def _of(down: int, stations: int, lang: Language) -> str:
    """Write how many of a place's station sites are down; more than there are is said, not passed on."""
    return f"{down}/{stations}" + (f"; {say(DOUBT, lang)}" if down > stations else "")


def _sum(found: Sum, lang: Language) -> str:
    return said_number(found.value, lang, least=found.least)
