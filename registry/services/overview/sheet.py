"""One commune on one page: its figures in words, what is missing, what rests on one mast; its document."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.documents.column_widths import fitted
from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words, number, say
from registry.model.critical_places import CriticalPlace
from registry.services.critical.served import served
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.services.overview.attention import ranked_row
from registry.services.overview.book import heading, people_source, why_not
from registry.services.overview.cable_lines import Street
from registry.services.overview.figures import OUTSIDE, Overview, Value
from registry.services.overview.measures import Measure, groups, measures
from registry.services.register.units.rough_borders import rough_note
from registry.store.office.operators import is_demo, load_settings

_WHOLE = Words("cả xã, phường", "the whole commune")
_PART_CABLE = Words(
    "Danh sách cáp chưa được nói là đầy đủ của: {names}. Mét cáp của các doanh nghiệp này là ít nhất.",
    "No list of cable is stated to be complete of: {names}. Their metres are the least there may be.",
)
_NO_CABLE = Words(
    "Chưa có tuyến cáp trong sổ của: {names}. Với các doanh nghiệp này chưa biết điểm hỏng đơn lẻ trên cáp.",
    "The register holds no cable lines of: {names}. Single points of failure on their cable are not known.",
)
_UNKNOWN = Words("Chưa rõ khi xếp thứ tự: {names}.", "Not known when ranked: {names}.")
_ILLUSTRATIVE = Words(
    "Thứ tự theo trọng số minh họa, cơ quan chưa đặt trọng số riêng.",
    "Ranked by illustrative weights: the office has stated none of its own.",
)
_PEOPLE = Words("Số dân: {source}.", "People: {source}.")
_AS_OF = Words(
    "Số liệu theo sổ đăng ký ngày {day}. Không phải kết luận về vùng phủ sóng.",
    "The figures are those of the register on {day}. They say nothing of measured coverage.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of a commune: its number (None: in words why not), as written with its unit."""

    measure: Measure
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class ServedPlace:
    """A critical place with the networks that serve it, and how many different masts that is."""

    place: CriticalPlace
    networks: tuple[str, ...]
    masts: int


def row_of(overview: Overview, code: str) -> int:
    """Return the row of a commune's code; ``OVERVIEW-COMMUNE`` where there is none."""
    if code == OUTSIDE or code not in overview.row_of:
        raise RefusalError("OVERVIEW-COMMUNE", code=code[:20])
    return overview.row_of[code]


def line_of(overview: Overview, measure: Measure, row: int, lang: Language) -> Line:
    """Return a measure of a row with its number as it is written."""
    value = overview.at(measure.code, row)
    if value is None:
        return Line(measure, None, say(why_not(overview, measure.code, row), lang))
    return Line(measure, value, number(value, measure.decimals, lang))


def lines_of(overview: Overview, row: int, lang: Language) -> list[tuple[str, str, list[Line]]]:
    """Return the measures of a row by group: (code, label, lines)."""
    return [
        (
            code, say(label, lang),
            [line_of(overview, one, row, lang) for one in measures() if one.group == code],
        )
        for code, label in groups()
    ]  # fmt: skip


def without_cable(overview: Overview) -> tuple[str, ...]:
    """Return the codes of the awaited carriers of whose cable the register holds nothing."""
    owners = overview.cables.owners if overview.cables is not None else frozenset()
    return tuple(code for code in overview.awaited if code not in owners)


def with_part(overview: Overview) -> tuple[str, ...]:
    """Return the codes of the awaited carriers with cable in the register, but no list that is whole."""
    if overview.cables is None:
        return ()
    whole, owners = overview.cables.complete, overview.cables.owners
    return tuple(code for code in overview.awaited if code in owners and code not in whole)


def streets_of(overview: Overview, row: int) -> list[Street]:
    """Return the lines (tuyến) with aerial cable in a commune."""
    return [one for one in (overview.cables.streets if overview.cables else ()) if row in one.communes]


def critical_of(registry: Registry, code: str) -> list[ServedPlace]:
    """Return the critical places of a commune as they are served today, those on the fewest masts first."""
    found = served(registry)
    held = []
    for place in found.places:
        if place.commune_code == code:
            masts = found.masts_of(place.id)
            there = {mast.structure for ones in masts.values() for mast in ones}
            held.append(ServedPlace(place, tuple(masts), len(there)))
    return sorted(held, key=lambda one: (one.masts, one.place.name))


def notes_of(overview: Overview, row: int, lang: Language) -> list[str]:
    """Return what a reader has to know of a commune's figures."""
    found = [
        say(_AS_OF, lang).format(day=f"{overview.day:%d/%m/%Y}"),
        *rough_note([overview.units[row]], lang),
    ]
    source = people_source(overview, overview.units[row].code)
    if source:
        found.append(say(_PEOPLE, lang).format(source=source))
    gone = without_cable(overview)
    if gone and not overview.past:
        found.append(say(_NO_CABLE, lang).format(names=names(overview, gone)))
    part = with_part(overview)
    if part:
        found.append(say(_PART_CABLE, lang).format(names=names(overview, part)))
    unknown = [
        say(measure.label, lang)
        for measure in measures()
        if measure.code in {one.measure for one in ranked_row(overview, row, lang).unknown}
    ]
    if unknown:
        found.append(say(_UNKNOWN, lang).format(names=", ".join(unknown)))
    if not overview.settings.stated:
        found.append(say(_ILLUSTRATIVE, lang))
    return found


def names(overview: Overview, codes: Sequence[str]) -> str:
    """Return carriers' names, by commas."""
    return ", ".join(overview.operators.get(code, code) for code in codes)


def alone_words(overview: Overview, operators: Sequence[str], lang: Language) -> str:
    """Return whom a mast alone serves: the whole commune, or carriers by name."""
    return ", ".join(
        say(_WHOLE, lang) if code == "" else overview.operators.get(code, code) for code in operators
    )


def sheet_document(registry: Registry, overview: Overview, code: str, lang: Language = "vi") -> bytes:
    """Return a commune's sheet as .docx, one page for the leader, marked as a draft."""
    row = row_of(overview, code)
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang, registry.settings.province)
    reasons = ranked_row(overview, row, lang).reasons
    values = {
        "letterhead": head,
        "number": f"       {head['symbol']}",
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "recipient": "",
        "name": overview.names[row],
        "day": f"{overview.day:%d/%m/%Y}",
        "reasons": [reason.words for reason in reasons],
        "present": names(overview, overview.present[row]),
        "missing": names(overview, overview.missing[row]),
        "rows": _pairs(
            [line for _code, _label, lines in lines_of(overview, row, lang) for line in lines], lang
        ),
        "notes": notes_of(overview, row, lang),
        "copies": [head["archive"]],
    }
    return fitted(fill(template(registry.settings.home / "templates", "commune", lang), values))


def _pairs(lines: Sequence[Line], lang: Language) -> list[dict[str, str]]:
    """Return the figures two a row: the first half at the left, the second at the right."""
    half = (len(lines) + 1) // 2
    told = [(heading(one.measure, lang), one.text) for one in lines] + [("", "")]
    return [
        {"left": told[at][0], "first": told[at][1], "right": told[half + at][0], "second": told[half + at][1]}
        for at in range(half)
    ]
