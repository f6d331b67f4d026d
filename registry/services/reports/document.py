"""The report as .docx: a summary in words, the tables that ``data/reports.toml`` puts into it, and its
notes.
"""

import datetime as dt
from typing import Any

from registry import messages
from registry.documents.column_widths import fitted
from registry.documents.filling import fill
from registry.documents.templates import template
from registry.law import catalogue, law_in_force
from registry.messages import Language, Words, number, say
from registry.services.office.letters.citations import article, in_full
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated, letterhead, open_number
from registry.services.office.own_law import citable_documents, own_law
from registry.services.office.registry import Registry
from registry.services.register.units.rough_borders import rough_note
from registry.services.reports.subjects import Basis, ReportFacts, facts_on
from registry.services.reports.tables import ALL, ReportTable, table_kinds, table_of
from registry.settings import DATA
from registry.store.office.operators import is_demo, load_settings

_GROUND = Words("{article} {document}", "{article} of {document}")
_NO_GROUND = Words("quy định hiện hành", "the rules in force")
_REPORTED_BY = "DUT-YEAR"
"""The duty that a report of a period is made of: what carriers hand in."""
_SHARED = Words(
    "Một cột có nhiều doanh nghiệp được tính cho từng doanh nghiệp; cột “Tổng” tính mỗi cột một lần.",
    "A mast of several operators counts for each of them; “Total” counts every mast once.",
)
_BASES = {
    Basis.LEDGER: Words(
        "Số liệu theo sổ đăng ký như đã ghi đến hết ngày {day}.",
        "The numbers are those of the register as it stood at the end of {day}.",
    ),
    Basis.REBUILT: Words(
        "Sổ đăng ký chưa có vào ngày {day}: số liệu được tính lại từ các cột hiện có theo thời điểm xây "
        "dựng, "
        "không gồm cột đã tháo dỡ trước khi lập sổ; {undated} cột không rõ thời điểm xây dựng không được "
        "tính.",
        "There was no register on {day}: the numbers are worked out from the masts of today by when they "
        "were "
        "built, without masts dismantled before the register began; {undated} masts of unknown age are left "
        "out.",
    ),
    Basis.PRESENT: Words(
        "Số liệu theo sổ đăng ký tại thời điểm lập báo cáo.",
        "The numbers are those of the register when this report was made.",
    ),
}
_DISTRICTS = Words(
    "Huyện cũ: xác định theo bảng chuyển đổi đơn vị hành chính ngày 01/07/2025; nơi một xã, phường gộp từ "
    "nhiều "
    "huyện thì theo ranh giới xã cũ (gần đúng).",
    "Former districts follow the table of old and new units of 01/07/2025; where a commune came from "
    "several, "
    "the former communes' boundaries (approximate).",
)
_EMPTY = Words(
    "Xã, phường, huyện cũ không có số liệu nào thì không nêu trong bảng, trừ bảng trạm trụ vững: mỗi xã, "
    "phường phải có ít nhất một trạm.",
    "Communes and former districts in which nothing is counted are not listed, but in the table of robust "
    "stations: every commune must have one.",
)
_TOTAL = Words("Tổng", "Total")
_SHARE = Words("Tỷ lệ", "Share")


def report_document(registry: Registry, facts: ReportFacts, lang: Language = "vi") -> bytes:
    """Return the report of a period as .docx, marked as a draft."""
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang, registry.settings.province)
    made = [table_of(registry, facts, kind, lang) for kind in table_kinds() if kind.in_document]
    values = {
        "letterhead": head,
        "number": open_number(head, "report"),
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "recipient": "",
        "ground": ground(registry, facts.day, lang),
        "day": f"{facts.day:%d/%m/%Y}",
        "first": f"{facts.first:%d/%m/%Y}",
        **_summary(facts, lang),
        **_before(registry, facts, lang),
        "tables": [_table(table, lang) for table in made],
        "notes": [*notes(facts, lang), say(_EMPTY, lang)],
        "copies": [head["archive"]],
    }
    return fitted(fill(template(registry.settings.home / "templates", "report", lang), values))


def ground(registry: Registry, day: dt.date, lang: Language) -> str:
    """Return under which article reports are made on a day, by the law of the province."""
    rule = law_in_force(
        registry.settings.province, day, rules=catalogue(DATA / "duties"), own=own_law(registry)
    ).get(_REPORTED_BY)
    if rule is None or rule.gap:
        return say(_NO_GROUND, lang)
    document = in_full(rule.document, lang, citable_documents(registry))
    return say(_GROUND, lang).format(article=article(rule.article, lang), document=document)


def _table(table: ReportTable, lang: Language) -> dict[str, Any]:
    """Return a table for the template, without rows in which nothing is counted but in tables of shares."""
    said = header(table, lang)
    found = lines(table, lang)
    if not table.kind.share:
        counted = [table.at(value, ALL) for value, _word in table.rows]
        found = [row for row, count in zip(found[:-1], counted, strict=True) if count] + found[-1:]
    rows = [{"first": row[0], "rest": row[1:]} for row in found]
    return {"title": table.kind.title(lang), "first": said[0], "rest": said[1:], "rows": rows}


def header(table: ReportTable, lang: Language) -> list[str]:
    """Return the words of a table's columns: what its rows are, each column, the total, the share if any."""
    shared = [say(_SHARE, lang)] if table.kind.share else []
    return [table.row_word, *(word for _value, word in table.columns), say(_TOTAL, lang), *shared]


def lines(table: ReportTable, lang: Language) -> list[list[str]]:
    """Return the rows of a table as letters write them; the last one is the total."""
    found = []
    for value, word in (*table.rows, (ALL, say(_TOTAL, lang))):
        counts = [table.at(value, column) for column, _word in table.columns]
        line = [word, *(number(count, 0, lang) for count in (*counts, table.at(value, ALL)))]
        if table.kind.share:
            line.append(percent(table.share_of(value), lang))
        found.append(line)
    return found


def notes(facts: ReportFacts, lang: Language) -> list[str]:
    """Return what a reader has to know of the numbers."""
    basis = say(_BASES[facts.basis], lang).format(
        day=f"{facts.day:%d/%m/%Y}", undated=number(facts.undated, 0, lang)
    )
    return [basis, *rough_note(facts.communes, lang), say(_SHARED, lang), say(_DISTRICTS, lang)]


def percent(share: float | None, lang: Language) -> str:
    """Return a share with one decimal, "–" where there is nothing to share."""
    return "–" if share is None else f"{messages.percent(share, 1, lang)}%"


def half_year_before(day: dt.date) -> dt.date:
    """Return the last day of the half-year that ended before a day."""
    ends = (dt.date(day.year, 6, 30), dt.date(day.year - 1, 12, 31), dt.date(day.year - 1, 6, 30))
    return next(end for end in ends if end < day)


def _summary(facts: ReportFacts, lang: Language) -> dict[str, Any]:
    masts = facts.masts
    shared = int((masts["operator"].map(len) >= 2).sum())
    robust = masts.loc[masts["robust"] == "yes", "commune"]
    return {
        "masts": number(len(masts), 0, lang),
        "stations": number(len(facts.stations), 0, lang),
        "shared": number(shared, 0, lang),
        "shared_share": percent(shared / len(masts) if len(masts) else None, lang),
        "communes": number(len(facts.communes), 0, lang),
        "robust_communes": number(len(set(robust) - {""}), 0, lang),
        "visits": number(len(facts.visits), 0, lang),
        "defects": number(len(facts.defects), 0, lang),
    }


def _before(registry: Registry, facts: ReportFacts, lang: Language) -> dict[str, str]:
    """Say the change since the half-year before, only where both days are known in the same way."""
    day = half_year_before(facts.day)
    before = facts_on(registry, day)
    if Basis.REBUILT in (before.basis, facts.basis) and before.basis is not facts.basis:
        return {"before_day": f"{day:%d/%m/%Y}", "before": ""}
    masts, stations = len(facts.masts) - len(before.masts), len(facts.stations) - len(before.stations)
    words = Words("{masts} cột, {stations} trạm", "{masts} masts, {stations} stations")
    said = say(words, lang).format(masts=_changed(masts, lang), stations=_changed(stations, lang))
    return {"before_day": f"{day:%d/%m/%Y}", "before": said}


def _changed(change: int, lang: Language) -> str:
    """Say a change: in Vietnamese in words, as reports of an office are written, not with a sign."""
    if lang == "en":
        return f"{'+' if change > 0 else '−' if change < 0 else ''}{number(abs(change), 0, lang)}"
    if change == 0:
        return "không đổi số"
    return f"{'tăng' if change > 0 else 'giảm'} {number(abs(change), 0, lang)}"
