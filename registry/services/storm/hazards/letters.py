"""Letters to carriers before rain, flood, landslide or thunderstorms as .docx, and their lists as workbooks.

Made of the register as it stands, or of what a draft froze; without a number it says that it is a draft.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from registry.collector import paused_collector
from registry.documents.filling import fill
from registry.documents.templates import template
from registry.messages import LANGUAGES, Language, Words, number, say, with_values
from registry.model.areas import full_name
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import Hazard, HazardKind
from registry.provinces import spoken_of
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.letters.letterhead import duty_phone
from registry.services.office.registry import Registry
from registry.services.office.rules_here import incident_hours
from registry.services.office.table_book import table_book
from registry.services.register.context import context_for
from registry.services.storm.hazards.asked import deeds_asked, safety_asked
from registry.services.storm.hazards.concerned import (
    Concerned,
    ConcernedSide,
    communes_of,
    concerned_by,
    stand_said,
)
from registry.services.storm.hazards.exposure import get_hazard
from registry.services.storm.hazards.words import grounds_said, kind_said, warnings_said
from registry.services.storm.served_places import places_words, priority_deeds
from registry.services.storm.vocabulary import FORMS, code_of, danger_words, moment
from registry.store.office.operators import load_settings
from registry.storm.rivers import river_name

NAMED = 40
"""As many masts are named in the letter itself; the workbook has all."""

_SUBJECT = Words("ứng phó {kind} đối với cột ăng ten, trạm BTS", "masts and stations before {kind}")
_SUBJECT_OF = Words(
    "bảo đảm an toàn cột ăng ten, trạm BTS theo {warning}", "safety of masts and stations by “{warning}”"
)
_NUMBERED = Words("số {number} ngày {day}", "letter {number} of {day}")
_BULLETIN = Words("tin cảnh báo", "the warning")
_WHERE: dict[str, Words] = {
    "communes": Words("tại {count} xã, phường của tỉnh", "in {count} communes of the province"),
    "drawn": Words("trong vùng nêu tại tin cảnh báo", "in the area of the warning"),
    "river": Words("dọc {river}", "along {river}"),
    "whole": Words("trên địa bàn tỉnh", "in the province"),
}
_BY_PLACE = Words("phạm vi: {places}", "where: {places}")
_AT = Words("tại {names}", "in {names}")
_DEED_OF = Words("{deed} (đối với cột trong vùng cảnh báo {kinds})", "{deed} (masts warned of {kinds})")
MOST_NAMED = 12
_YES_NO: dict[bool | None, Words] = {
    True: Words("có", "yes"),
    False: Words("không", "no"),
    None: Words("chưa khai", "not stated"),
}
_BOOK = {
    "vi": (
        "TT", "Xã, phường", "Mã cột của doanh nghiệp", "Mã trong sổ đăng ký", "Kiểu cột", "Kinh độ", "Vĩ độ",
        "Chỗ đứng", "Đơn vị giữ cột", "Tồn tại nguy hiểm chưa khắc phục", "Nơi trọng yếu cột phục vụ",
        "Máy phát điện", "Ắc quy (giờ)", "Việc phải làm", "Đã thực hiện (có/chưa)",
        "Ghi chú của doanh nghiệp",
    ),
    "en": (
        "No.", "Commune", "Carrier's code", "Code in the register", "Form", "Longitude", "Latitude",
        "Where it stands", "Looks after the mast", "Open dangerous defects", "Critical places served",
        "Generator", "Battery (hours)", "What to do", "Done (yes/not yet)", "Carrier's remark",
    ),
}  # fmt: skip


def hazard_letter(
    registry: Registry,
    hazard: str,
    recipient: str,
    lang: Language = "vi",
    *,
    number_: str = "",
    sent_on: dt.date | None = None,
) -> bytes:
    """Return the letter of a warning to one carrier as the register stands; a draft without a number."""
    found = concerned_by(registry, get_hazard(registry, hazard))
    side, kept = found.side(recipient), kept_of(registry, found, recipient)
    return letter_of(registry, kept, (side.code, side.name), lang, number_=number_, sent_on=sent_on)


def hazard_book(registry: Registry, hazard: str, recipient: str, lang: Language = "vi") -> bytes:
    """Return all masts of that letter as a workbook, what to do first on top."""
    found = concerned_by(registry, get_hazard(registry, hazard))
    return book_of(registry, kept_of(registry, found, recipient), lang)


def kept_of(registry: Registry, found: Concerned, recipient: str) -> dict[str, Any]:
    """Return what a letter and its workbook say, in both languages, so that it may be kept as JSON.

    ``masts`` are its masts with what its page says of each, in the order of the letter.
    """
    side = found.side(recipient)
    masts = [
        {
            "structure": mast.structure,
            "code": mast.code,
            "own_code": mast.own_code,
            "commune": mast.commune,
            "on_ground": mast.on_ground,
            "stand": {lang: stand_said(mast, lang) for lang in LANGUAGES},
            "danger": {lang: danger_words(mast, lang) for lang in LANGUAGES},
        }
        for mast in side.masts
    ]
    return {lang: _said(registry, found, side, lang) for lang in LANGUAGES} | {"masts": masts}


def book_of(registry: Registry, kept: dict[str, Any], lang: Language) -> bytes:
    """Return the workbook of a letter as it is kept."""
    title = "Việc phải làm" if lang == "vi" else "What to do"
    return table_book(registry, title, _BOOK[lang], kept[lang]["book"])


@paused_collector()
def letter_of(
    registry: Registry,
    kept: dict[str, Any],
    to: tuple[str, str],
    lang: Language,
    *,
    number_: str,
    sent_on: dt.date | None,
    before: HazardLetter | None = None,
) -> bytes:
    """Return a letter as it is kept to a carrier (code and name), with its number and day if it has them.

    ``before``: the letter that was sent and whose place it takes; which that is changes nothing of what it
    says, so it is not kept with it.
    """
    with registry.database.read() as connection:
        settings = load_settings(connection)
        common = letter_values(
            connection, lang, registry.settings.province, recipient=addressed(connection).get(*to),
            subject=kept[lang]["subject"], number=number_, day=sent_on,
        )  # fmt: skip
    values = {
        **common,
        "duty_phone": duty_phone(settings),
        "crs": "",
        **incident_hours(registry, sent_on or today(), lang),
        **kept[lang]["letter"],
        "replaces": ""
        if before is None or before.sent_on is None
        else with_values(_NUMBERED, lang, number=before.number, day=f"{before.sent_on:%d/%m/%Y}"),
    }
    return fill(template(registry.settings.home / "templates", "hazard_order", lang), values)


def _said(registry: Registry, found: Concerned, side: ConcernedSide, lang: Language) -> dict[str, Any]:
    """Return what a letter to one side says, of its ``subject``, in its ``letter`` and in its ``book``."""
    asked = _asked(registry, found, side, lang)
    each = [deeds_asked(mast.warned or found.warnings, registry.settings.home, lang) for mast in side.masts]
    letter = {
        **_warning(registry, found.warnings, lang),
        "total": len(side.masts),
        "places": communes_of(side.masts),
        "asks_ground": found.asks_ground,
        "ground": side.on_ground,
        "ground_known": found.ground_known,
        "ground_kinds": grounds_said(found.grounds, lang),
        "dangers": sum(bool(mast.dangers) for mast in side.masts),
        "general": [*priority_deeds(side.masts, lang), *asked],
        "safety": safety_asked(found.warnings, lang),
        "masts": [
            {
                "row": at,
                "code": code_of(mast),
                "commune": mast.commune or "–",
                "stand": stand_said(mast, lang),
                "danger": danger_words(mast, lang),
            }
            for at, mast in enumerate(side.masts[:NAMED], 1)
        ],
    }
    book = [
        [
            at, mast.commune, mast.own_code, mast.code, say(FORMS.get(mast.form, FORMS[""]), lang),
            mast.lon, mast.lat, stand_said(mast, lang), say(_YES_NO[mast.answers], lang),
            danger_words(mast, lang), places_words(mast, lang),
            say(_YES_NO[mast.power.generator if mast.power else None], lang),
            mast.power.battery_hours if mast.power else None, "\n".join(deeds), "", "",
        ]
        for at, (mast, deeds) in enumerate(zip(side.masts, each, strict=True), 1)
    ]  # fmt: skip
    return {"subject": _subject(found.warnings, lang), "letter": letter, "book": book}


def _asked(registry: Registry, found: Concerned, side: ConcernedSide, lang: Language) -> list[str]:
    """Return what is asked of a side; what is of some of its masts alone says of which."""
    home = registry.settings.home
    groups = dict.fromkeys(mast.warned or found.warnings for mast in side.masts)
    every = {warned: deeds_asked(warned, home, lang) for warned in groups}
    asked = []
    for deed in deeds_asked(found.warnings, home, lang):
        own = [warned for warned, deeds in every.items() if deed in deeds]
        if len(own) < len(every):
            others = {one for warned in every if warned not in own for one in warned}
            apart = [
                one for one in found.warnings if one not in others and any(one in warned for warned in own)
            ]
            kinds = ", ".join(dict.fromkeys(kind_said(one, lang) for one in apart))
            asked += [say(_DEED_OF, lang).format(deed=deed, kinds=kinds) if kinds else deed] if own else []
        else:
            asked.append(deed)
    return asked


def _warning(registry: Registry, warnings: Sequence[Hazard], lang: Language) -> dict[str, Any]:
    """Return what a letter says of its warnings: nothing that the bulletin does not state."""
    begins = min(one.from_at for one in warnings)
    return {
        "bulletin": warning_name(warnings, lang),
        "disaster": _levels(warnings, lang),
        "said": "" if _named(warnings) else warnings_said(warnings, lang),
        "begins": moment(begins, lang),
        "ends": moment(max(one.to_at for one in warnings), lang),
        "begun": begins <= present_moment(),
        "where": spoken_of(_where(registry, warnings, lang), registry.settings.province),
        "unplaced": ", ".join(dict.fromkeys(name for one in warnings for name in one.unplaced)),
    }


def _levels(warnings: Sequence[Hazard], lang: Language) -> str:
    """Return the bulletin's level of disaster, by hazard where these have not all the same one."""
    stated = [one for one in warnings if one.disaster_level]
    if len(stated) == len(warnings) and len({one.disaster_level for one in stated}) == 1:
        return str(stated[0].disaster_level)
    named: dict[int, list[str]] = {}
    for one in stated:
        rivers = sum(other.kind is one.kind for other in warnings) > 1 and one.level.river
        name = river_name(rivers, lang) if rivers else kind_said(one, lang)
        named.setdefault(one.disaster_level or 0, []).append(name)
    return ", ".join(f"{level} ({', '.join(dict.fromkeys(names))})" for level, names in named.items())


def _named(warnings: Sequence[Hazard]) -> str:
    """Return the bulletin's own name ("Tin cảnh báo dông, lốc, sét") where its kind is none of the known."""
    first = warnings[0]
    return first.headline if first.kind is HazardKind.OTHER and len(warnings) == 1 else ""


def _subject(warnings: Sequence[Hazard], lang: Language) -> str:
    named = _named(warnings)
    if not named:
        kinds = list(dict.fromkeys(kind_said(one, lang) for one in warnings))
        return say(_SUBJECT, lang).format(kind=", ".join(kinds))
    plain = lang == "vi" and not named[:3].isupper()  # "TIN CẢNH BÁO …" stays in capitals
    return say(_SUBJECT_OF, lang).format(warning=named[:1].lower() + named[1:] if plain else named)


def warning_name(warnings: Sequence[Hazard], lang: Language) -> str:
    """Return what a letter calls a bulletin: its number, moment and source, as far as it states them."""
    first = warnings[0]
    numbered = (f" no. {first.number}" if lang == "en" else f" số {first.number}") if first.number else ""
    issued = "" if first.issued_at is None else moment(first.issued_at, lang)
    issued = (f" of {issued}" if lang == "en" else f" phát lúc {issued}") if issued else ""
    source = f"source: {first.source}" if lang == "en" else f"nguồn: {first.source}"
    return f"{_named(warnings) or say(_BULLETIN, lang)}{numbered}{issued} ({source})"


def _where(registry: Registry, warnings: Sequence[Hazard], lang: Language) -> str:
    """Return where a bulletin warns; of warnings at places of their own, each kind where it is."""
    by_place: dict[Any, list[Hazard]] = {}
    for one in warnings:
        river = "" if one.communes or one.geometry is not None else one.level.river
        by_place.setdefault((frozenset(one.communes), one.geometry, river), []).append(one)
    if not any(one.communes for one in warnings):
        return ", ".join(dict.fromkeys(_place(one, 0, lang) for one in warnings))
    units = context_for(registry, today()).units.communes
    names = {unit.code: full_name(unit) for unit in units}
    places = []
    for same in by_place.values():
        kinds = ", ".join(dict.fromkeys(kind_said(one, lang) for one in same))
        own = [names[code] for code in same[0].communes if code in names]
        named = [name[:1].lower() + name[1:] if lang == "vi" else name for name in own]
        short = 0 < len(named) <= MOST_NAMED
        at = say(_AT, lang).format(names=", ".join(named)) if short else _place(same[0], len(own), lang)
        if len(by_place) == 1:  # whoever signs reads where, as far as a sentence can name it
            return at
        places.append(f"{kinds} {at}")
    return say(_BY_PLACE, lang).format(places="; ".join(places))


def _place(hazard: Hazard, communes: int, lang: Language) -> str:
    if hazard.communes:
        return say(_WHERE["communes"], lang).format(count=number(communes, 0, lang))
    if hazard.geometry is not None:
        return say(_WHERE["drawn"], lang)
    if hazard.level.river:
        return say(_WHERE["river"], lang).format(river=river_name(hazard.level.river, lang))
    return say(_WHERE["whole"], lang)
