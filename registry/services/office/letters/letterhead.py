"""What a letter says of the office: names, number form, place, who signs (settings ``letter.…``).

Until the office states one, a letter carries the general words below (never a file sign that nobody gave),
and the settings page says "chưa đặt". Under which committee the office is, and where it dates its letters,
follow from its province until then.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.documents.kinds import SIGNS, Kind
from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.vietnam_time import one_moment
from registry.provinces import province
from registry.services.office.letters.legal_names import LEGAL_NAMES, legal_names
from registry.services.office.letters.signing_authority import (
    AUTHORITY,
    HEAD_TITLE,
    check_authority,
    lines_of,
)
from registry.services.office.registry import Registry
from registry.services.office.settings import set_otherwise, write_settings
from registry.services.office.working_days import calendar_of
from registry.store.database import Connection
from registry.store.office.operators import load_settings

DEMO = Words("DỮ LIỆU MINH HỌA - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", "ILLUSTRATIVE DATA - WITHOUT LEGAL EFFECT")
DRAFT = Words("DỰ THẢO", "DRAFT")
PREFIX = "letter."
ANSWER_DAYS = "letter.answer_days"
ADDRESSEES = "letter.addressees"
LONGEST = 200
MOST_DAYS = 60

_BY_PROVINCE = Words("", "")
_DEFAULTS: dict[str, Words] = {
    "parent": _BY_PROVINCE,
    "office": Words("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "DEPARTMENT OF SCIENCE AND TECHNOLOGY"),
    "office_name": Words("Sở Khoa học và Công nghệ", "the Department of Science and Technology"),
    "short": Words("", ""),
    "symbol": Words("/…", "/…"),
    "place": _BY_PROVINCE,
    "head_title": Words("GIÁM ĐỐC", "DIRECTOR"),
    "authority": Words("", ""),
    "signer_title": Words("GIÁM ĐỐC", "DIRECTOR"),
    "signer": Words("", ""),
    "copies": Words("", ""),
    "unit": Words("", ""),
    "archive": Words("Lưu: VT.", "File."),
    "duty_phone": Words("", ""),
}
_SIGNING = (AUTHORITY, HEAD_TITLE, f"{PREFIX}signer_title", f"{PREFIX}office")
FIELDS: tuple[str, ...] = tuple(_DEFAULTS)
"""What the office states of itself for its letters, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A field of the letterhead: what the office stated ("": not yet) and what letters carry meanwhile."""

    name: str
    value: str
    shown: str


def office_settings(registry: Registry) -> dict[str, Any]:
    """Return the values that the office has set."""
    with registry.database.read() as connection:
        return load_settings(connection)


def letterhead(settings: Mapping[str, Any], lang: Language, code: str) -> dict[str, str]:
    """Return the words of the letterhead: the office's own (setting ``letter.office``), else the defaults.

    ``code`` is the province's, by which the office's committee and place are named until it states others.

    ``signer_title`` holds every line above the signature, by the signer's authority ("KT. GIÁM ĐỐC", then
    "PHÓ GIÁM ĐỐC"); ``archive`` names the unit that keeps the file, where the office has stated one.
    """
    found = _carried(settings, lang, code)
    found["signer_title"] = "\n".join(lines_of(settings, found))
    found["land"] = province(code).kind_vi  # the office does not state it: no field of its page
    return found


def open_number(head: Mapping[str, str], kind: Kind | None = None) -> str:
    """Return the number of a draft, its place left open: "/QĐ-SKHCN" of a decision, else a letter's sign."""
    sign = SIGNS.get(kind, "") if kind else ""
    return f"       /{sign}-{head['short'] or '…'}" if sign else f"       {head['symbol']}"


def _carried(settings: Mapping[str, Any], lang: Language, code: str) -> dict[str, str]:
    defaults = _DEFAULTS | _of_province(code)
    found = {
        name: str(settings.get(f"{PREFIX}{name}") or say(words, lang)) for name, words in defaults.items()
    }
    short, unit = found["short"], found["unit"]
    if short and not settings.get(f"{PREFIX}symbol"):
        found["symbol"] = f"/{short}-{unit or '…'}"
    if unit and not settings.get(f"{PREFIX}archive"):
        found["archive"] = f"{found['archive'].rstrip('.')}, {unit}."
    return found


def _of_province(code: str) -> dict[str, Words]:
    own = province(code)
    return {
        "parent": Words(own.committee_vi.upper(), own.committee_en.upper()),
        "place": Words(own.place, own.place),
    }


def stated(registry: Registry, lang: Language = "vi") -> list[Stated]:
    """Return the fields of the letterhead as the office has stated them, for its settings page."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    shown = _carried(settings, lang, registry.settings.province)
    return [Stated(name, str(settings.get(f"{PREFIX}{name}") or ""), shown[name]) for name in FIELDS]


@one_moment()
def state(
    registry: Registry,
    values: Mapping[str, str],
    *,
    who: str,
    names: Mapping[str, str] | None = None,
    legal: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
    seen_names: Mapping[str, str] | None = None,
    seen_legal: Mapping[str, str] | None = None,
) -> None:
    """Set fields of the letterhead ("" takes a value back) and ``answer_days``, as one batch of the ledger.

    ``names`` are to whom letters go where the law names only a competence, ``legal`` the legal names of
    carriers and owners by code or id. ``seen``, ``seen_names`` and ``seen_legal`` are what the editor's page
    showed: what he left alone keeps what others wrote, and what somebody changed since is refused
    (``CHANGED-MEANWHILE``). Refused too for a field that there is not (``REQUEST-VALUE``), a text over 200
    characters (``LETTER-SETTING-LONG``), days to answer outside 1 to 60 (``LETTER-SETTING-DAYS``), or an
    authority that does not go with the signer's post (``LETTER-AUTHORITY-…``).
    """
    written, before = _written(values), None if seen is None else _written(seen)
    named, by_law = _names(names), _names(legal)
    with registry.database.write() as connection:
        settings = load_settings(connection)
        wanted = _edited(connection, settings, written, before)
        to = addressees(settings)
        edited = _edited(connection, to, named, seen_names, record=ADDRESSEES)
        wanted[ADDRESSEES] = {body: name for body, name in {**to, **edited}.items() if name} or None
        if by_law:
            known = legal_names(settings)
            edited = _edited(connection, known, by_law, seen_legal, record=LEGAL_NAMES)
            wanted[LEGAL_NAMES] = {code: name for code, name in {**known, **edited}.items() if name} or None
        if any(key in wanted for key in _SIGNING):
            carried = {**settings, **wanted}
            head = _carried(carried, "vi", registry.settings.province)
            check_authority(
                str(carried.get(AUTHORITY) or ""), head["head_title"], head["signer_title"], head["office"]
            )
        write_settings(connection, wanted, about="letter", who=who)


def _names(names: Mapping[str, str] | None) -> dict[str, str]:
    """Return names as they are kept; refused where one is too long."""
    found = {about: " ".join(name.split()) for about, name in (names or {}).items()}
    if any(len(text) > LONGEST for text in (*found, *found.values())):
        raise RefusalError("LETTER-SETTING-LONG", value=max(found.values(), key=len)[:40], longest=LONGEST)
    return found


def _written(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that fields make, as they are kept."""
    written: dict[str, Any] = {}
    for name, text in values.items():
        value = " ".join(text.split())
        if name == "answer_days":
            if value and not (value.isdecimal() and len(value) < 4 and 1 <= int(value) <= MOST_DAYS):
                raise RefusalError("LETTER-SETTING-DAYS", value=value[:20], most=MOST_DAYS)
            written[ANSWER_DAYS] = int(value) if value else None
            continue
        if name not in _DEFAULTS:
            raise RefusalError("REQUEST-VALUE", value=name[:40])
        if len(value) > LONGEST:
            raise RefusalError("LETTER-SETTING-LONG", value=value[:40], longest=LONGEST)
        if name == "symbol" and value and not value.startswith("/"):
            value = f"/{value}"
        written[f"{PREFIX}{name}"] = value or None
    return written


def _edited(
    connection: Connection,
    standing: Mapping[str, Any],
    wanted: Mapping[str, Any],
    seen: Mapping[str, Any] | None,
    *,
    record: str = "",
) -> dict[str, Any]:
    """Return what an editor changed of what he saw; refused where somebody else changed the same since."""
    if seen is None:
        return dict(wanted)
    found = {key: value for key, value in wanted.items() if (value or None) != (seen.get(key) or None)}
    for key, value in found.items():
        now = standing.get(key) or None
        if now not in (seen.get(key) or None, value or None):
            raise set_otherwise(connection, record or key, {"value": now}, {"value": value})
    return found


def addressees(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the names to which letters go, by the body as the law calls it; {} where none is stated."""
    found = settings.get(ADDRESSEES)
    return {str(body): str(name) for body, name in found.items()} if isinstance(found, dict) else {}


def duty_phone(settings: Mapping[str, Any]) -> str:
    """Return the telephone of the duty room as the office stated it, "" where it did not."""
    return str(settings.get(f"{PREFIX}duty_phone") or "")


def answer_days(settings: Mapping[str, Any]) -> int | None:
    """Return the working days that the office gives for an answer, None where it has set none."""
    value = settings.get(ANSWER_DAYS)
    return value if isinstance(value, int) else None


def answer_day(settings: dict[str, Any], start: dt.date) -> dt.date | None:
    """Return the day by which a letter of ``start`` asks for an answer, None where the office set no days."""
    days = answer_days(settings)
    return None if days is None else calendar_of(settings).after(start, days)


def dated(day: dt.date | None, lang: Language) -> str:
    """Write the day of a letter; blank places for one that has no day yet. Days below 10 and months below
    3 take a leading zero in Vietnamese letters (NĐ 30/2020, Phụ lục I)."""
    if lang == "en":
        return f"{day.day} {day:%B} {day.year}" if day else "… … …"
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
