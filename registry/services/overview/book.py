"""The overview as a workbook, as CSV and as GeoJSON: every measure, and in words what is not known."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import shapely

from registry.messages import Language, Words, number, say
from registry.model.numbers import rounded, whole
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, marks_of, sheets_book
from registry.services.overview.attention import ranked
from registry.services.overview.figures import Overview, Value
from registry.services.overview.measures import Measure, by_code, measures

TOLERANCE_DEG = 0.0004  # about 40 m: borders on a map of the whole province
FEW = Words("dưới 3", "below 3")
_NOT_PAST = Words("chỉ có số của hôm nay", "of today only")
_NO_MASTS = Words("không có cột đang hoạt động", "no mast in service")
_OUTSIDE = Words("Ngoài mọi xã, phường", "Outside all communes")
_TOTAL = Words("Toàn tỉnh", "Whole province")
_LEAST = Words("ít nhất {number}", "at least {number}")
_HEAD = (
    Words("Mã", "Code"), Words("Xã, phường", "Commune"), Words("Huyện cũ", "Former district"),
)  # fmt: skip
_TEXTS = (
    Words("Doanh nghiệp có mặt", "Carriers present"),
    Words("Doanh nghiệp chưa có mặt", "Carriers missing"),
    Words("Công nghệ", "Technologies"),
    Words("Nguồn số dân", "Source of people"),
)


def why_not(overview: Overview, measure: str, row: int) -> Words:
    """Return in words why a value that is None is not there: not told, not of that day, or why not known."""
    one = by_code()[measure]
    if (measure, row) in overview.hidden:
        return FEW
    if overview.past and not one.past:
        return _NOT_PAST
    if measure.startswith("people_") and overview.at("people", row) is not None:
        return _NO_MASTS
    return one.unknown


def outside_name(lang: Language) -> str:
    """Return what the row of the outside is called."""
    return say(_OUTSIDE, lang)


def total_said(overview: Overview, one: Measure, lang: Language) -> str:
    """Return the sum of a measure over the province in words, "" for none; where communes lack: at least."""
    total = overview.total(one.code)
    if total is None:
        return ""
    text = number(total, one.decimals, lang)
    return text if overview.whole(one.code) else say(_LEAST, lang).format(number=text)


def people_source(overview: Overview, code: str) -> str:
    """Return whose number of people of a commune it is, with its document and day; "" where there is none."""
    one = overview.people.get(code)
    if one is None:
        return ""
    parts = [one.source, one.document, one.licence, f"{one.as_of:%d/%m/%Y}"]
    return "; ".join(part for part in parts if part)


def heading(measure: Measure, lang: Language) -> str:
    """Return a measure's label with its unit."""
    unit = say(measure.unit, lang)
    return f"{say(measure.label, lang)} ({unit})" if unit else say(measure.label, lang)


def overview_book(
    registry: Registry, overview: Overview, rows: Sequence[int], lang: Language = "vi"
) -> bytes:
    """Return sheets: some communes (rows), the outside and the whole; the ranking; what counts."""
    header, lines = table(overview, rows, lang)
    explained = [[heading(one, lang), say(one.explained, lang)] for one in measures()] + [
        [say(Words("Ngày của số liệu", "Day of the figures"), lang), f"{overview.day:%d/%m/%Y}"]
    ]
    ranking = [
        [at, overview.names[of.row], rounded(of.points, 1), "; ".join(reason.words for reason in of.reasons)]
        for at, of in enumerate(ranked(overview, lang), 1)
    ]
    titles = [
        say(words, lang)
        for words in (
            Words("Theo xã, phường", "By commune"), Words("Cần chú ý", "To look at first"),
            Words("Giải thích", "What it means"),
        )
    ]  # fmt: skip
    attention = [
        "#", say(_HEAD[1], lang), say(Words("Điểm", "Points"), lang), say(Words("Lý do", "Reasons"), lang),
    ]  # fmt: skip
    meaning = [say(Words("Số liệu", "Measure"), lang), say(Words("Cách tính", "What counts"), lang)]
    return sheets_book(
        registry,
        [
            Sheet(titles[0], header, lines),
            Sheet(titles[1], attention, ranking),
            Sheet(titles[2], meaning, explained),
        ],
    )


def overview_csv(registry: Registry, overview: Overview, rows: Sequence[int], lang: Language = "vi") -> bytes:
    """Return the same table as CSV (UTF-8 with a mark, so that a spreadsheet reads it)."""
    header, lines = table(overview, rows, lang)
    mark = marks_of(registry)
    into = io.StringIO()
    written = csv.writer(into)
    written.writerow([*header, *(["data_mark"] if mark else [])])
    written.writerows([*("" if cell is None else cell for cell in line), *mark] for line in lines)
    return into.getvalue().encode("utf-8-sig")


def table(overview: Overview, rows: Sequence[int], lang: Language) -> tuple[list[str], list[list[Any]]]:
    """Return header and rows: communes, and where all of them are there the outside and the province last."""
    header = [
        *(say(words, lang) for words in _HEAD),
        *(heading(one, lang) for one in measures()),
        *(say(words, lang) for words in _TEXTS),
    ]
    lines = [_line(overview, row, lang) for row in rows]
    n = len(overview.units)
    if len(rows) == n:
        outside = [
            say(FEW, lang) if (one.code, n) in overview.hidden else _rounded(one, overview.at(one.code, n))
            for one in measures()
        ]
        lines.append(["", outside_name(lang), "", *outside, "", "", "", ""])
        totals = [
            _rounded(one, overview.total(one.code))
            if overview.whole(one.code)
            else total_said(overview, one, lang) or None
            for one in measures()
        ]
        lines.append(["", say(_TOTAL, lang), "", *totals, "", "", "", ""])
    return header, lines


def features(overview: Overview, lang: Language = "vi") -> dict[str, Any]:
    """Return the communes with a boundary as GeoJSON (EPSG:4326), each with its values.

    What is not known is None; what is not told is, too, and listed in ``small``.
    """
    found = []
    for row, unit in enumerate(overview.units):
        if unit.boundary is None:
            continue
        shape = shapely.set_precision(unit.boundary.simplify(TOLERANCE_DEG), 0.00001)
        values = {one.code: _rounded(one, overview.at(one.code, row)) for one in measures()}
        found.append(
            {
                "type": "Feature",
                "id": unit.code,
                "geometry": shapely.geometry.mapping(shape),
                "properties": {
                    "code": unit.code,
                    "name": overview.names[row],
                    "former_district": overview.districts[row],
                    **values,
                    "present": [overview.operators.get(code, code) for code in overview.present[row]],
                    "missing": [overview.operators.get(code, code) for code in overview.missing[row]],
                    "people_source": people_source(overview, unit.code),
                    "small": sorted(name for name, at in overview.hidden if at == row),
                },
            }
        )
    return {
        "type": "FeatureCollection",
        "day": overview.day.isoformat(),
        "measures": {one.code: heading(one, lang) for one in measures()},
        "features": found,
    }


def _line(overview: Overview, row: int, lang: Language) -> list[Any]:
    unit = overview.units[row]
    few = ("masts", row) in overview.hidden or ("in_service", row) in overview.hidden
    return [
        unit.code,
        overview.names[row],
        overview.districts[row],
        *(_cell(overview, one, row, overview.at(one.code, row), lang) for one in measures()),
        say(FEW, lang) if few else _names(overview, overview.present[row]),
        _names(overview, overview.missing[row]),
        ", ".join(overview.technologies[row]),
        people_source(overview, unit.code),
    ]


def _names(overview: Overview, codes: Sequence[str]) -> str:
    return ", ".join(overview.operators.get(code, code) for code in codes)


def _cell(overview: Overview, one: Measure, row: int, value: Value, lang: Language) -> Any:
    return say(why_not(overview, one.code, row), lang) if value is None else _rounded(one, value)


def _rounded(one: Measure, value: Value) -> Value:
    if value is None:
        return None
    return rounded(value, one.decimals) if one.decimals else whole(value)
