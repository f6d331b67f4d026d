"""The after-action report as .docx, in the form of the house's reports."""

import datetime as dt
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.messages import Language, Words, number, say
from registry.model.storm.after_action import AfterAction, AfterActionState, Grid, Section, Statement
from registry.provinces import spoken_of
from registry.services.office.calendar import today
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.registry import Registry
from registry.services.storm.storms import get_storm
from registry.services.storm.vocabulary import moment, storm_name
from registry.store import ledger

_TO = Words("UBND tỉnh; Bộ Khoa học và Công nghệ", "the People's Committee of the province; the Ministry")
_SUBJECT = Words("báo cáo kết quả ứng phó {storm}", "how {storm} was met")
_SOURCE = Words("{text} (Nguồn: {source}{n}.)", "{text} (Source: {source}{n}.)")
_UNKNOWN = Words("Chưa rõ: ", "Not known: ")


def document(
    registry: Registry,
    report: AfterAction,
    sections: tuple[Section, ...],
    at: dt.datetime,
    lang: Language = "vi",
) -> bytes:
    """Return the report as .docx: a draft is marked so, one that was final before as well."""
    final = report.state is AfterActionState.FINAL
    storm = storm_name(get_storm(registry, report.storm).storm, lang)
    to = spoken_of(say(_TO, lang), registry.settings.province)
    with registry.database.read() as connection:
        common = letter_values(
            connection, lang, registry.settings.province,
            recipient=to, subject=say(_SUBJECT, lang).format(storm=storm),
            number=report.number if final else "", day=(report.dated if final else None) or today(),
            kind="after_action",
        )  # fmt: skip
        seq = report.ledger_seq if final else ledger.head(connection).seq
    values: dict[str, Any] = {
        **common,
        "copies": [f"{to};", *common["copies"][1:]],  # the report has no "Kính gửi" to point at
        "storm": storm,
        "as_of": moment(at, lang),
        "ledger": number(seq, 0, lang),
        "sections": [_section(item, report.texts.get(item.code, ""), lang) for item in sections],
    }
    return fill(template(registry.settings.home / "templates", "after_action", lang), values)


def _section(section: Section, text: str, lang: Language) -> dict[str, Any]:
    return {
        "title": section.title,
        "said": [_said(item, lang) for item in section.statements],
        "text": text.splitlines(),
        "tables": [_table(item) for item in section.grids if item.rows],
    }


def _said(item: Statement, lang: Language) -> str:
    n = "" if item.n is None else f"; n = {number(item.n, 0, lang)}"
    told = say(_SOURCE, lang).format(text=item.text, source=item.source, n=n)
    return told if item.known else say(_UNKNOWN, lang) + told


def _table(grid: Grid) -> dict[str, Any]:
    return {
        "title": grid.title,
        "first": grid.columns[0],
        "rest": list(grid.columns[1:]),
        "rows": [{"first": row[0], "rest": list(row[1:])} for row in grid.rows],
        "note": grid.note,
    }
