"""The letter that asks a body for its opinion (công văn lấy ý kiến), as .docx, in the body's own terms.

What a finding says is written for the officer; a body is asked the question of its ground
(``data/messages/requests/questions.toml``), the positions of each ground in one table with one small map.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from registry.checks.consents import counted
from registry.documents.filling import Picture, fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words, number, render, say
from registry.model.findings import Finding
from registry.model.positions import DEFAULT_ACCURACY_M
from registry.model.requests.desk_records import Consultation
from registry.provinces import spoken_of
from registry.services.office.letters.citations import cited, numbered
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letter_values import day_to_answer, ground_lines
from registry.services.office.letters.letterhead import DEMO, DRAFT, addressees, dated
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.requests.consulted.addressed import written_to
from registry.services.requests.consulted.consultations import asked_rows, bodies_named, body_of
from registry.services.requests.letters.annex_maps import grid_name, group_map
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.sentences import ranges
from registry.services.requests.opened import load_request

MAP_MM = 115
"""How wide the map of a group is in the annex."""

_ALSO: dict[str, Words] = {
    "Cục Tác chiến - Bộ Tổng Tham mưu": Words(
        "Bộ Chỉ huy quân sự tỉnh (để phối hợp)", "the provincial Military Command"
    ),
    "UBND tỉnh (qua Sở Nông nghiệp và Môi trường)": Words(
        "UBND tỉnh (để báo cáo)", "the provincial People's Committee"
    ),
    "Chủ tịch UBND tỉnh": Words("UBND tỉnh (để báo cáo)", "the provincial People's Committee"),
}
"""Who gets a copy of the letter to a body."""

_LAW_DAYS = (("one_days", 0), ("some_days", 10), ("many_days", 51))
"""The time that a rule gives a body to answer, by how many stations are asked (NĐ 222/2026 Điều 86)."""

_NOT_COMPARED = re.compile(r"\s*\([^()]*chưa[^()]*\)|^chưa .*$")
_EXACT_M = 1.0
"""A distance is said to the decimetre of a position that is surer than this."""
_WITHIN = Words("vị trí nằm trong phạm vi này", "the position is within it")
_AWAY = Words("cách {m} m", "{m} m away")
_ABOUT = Words("cách khoảng {m} m", "about {m} m away")
_OFF = Words(" (tọa độ đã nêu có thể lệch tới {m} m)", " (the coordinates stated may be off by up to {m} m)")
_SAID = re.compile(r"\s*\([^()\d]{2,}[^()]*\)")  # what an article is about: "Điều 3 (ăng ten)"


def consultation_letter(
    registry: Registry,
    request: str,
    consultation: str,
    lang: Language = "vi",
    *,
    sent: Consultation | None = None,
) -> bytes:
    """Return the letter of a consultation: what is asked on what ground, by which day, and the positions.

    Made of the register as it stands; ``sent``: with the number and the days under which it is about to go.
    Refused where the request has no such consultation (``REQUEST-CONSULTATION-UNKNOWN``), or where it was
    about an earlier list (``CONSULTATION-EARLIER-LIST``).
    """
    file = load_request(registry, request)
    item = next((one for one in file.consultations if one.id == consultation), None)
    if item is None:
        raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
    if item.list_version != file.request.list_version:
        raise RefusalError("CONSULTATION-EARLIER-LIST", body=item.body)
    parts = [one for one in file.consultations if one.letter == item.letter]
    asked = sorted({at for one in parts for at in one.rows}) if all(one.rows for one in parts) else []
    item = replace(sent or item, rows=tuple(asked))  # whatever was answered of some rows apart
    writer = Writer(registry, file, lang)
    values = writer.values()
    rows = asked_rows(writer, values["rows"], item.rows)
    marks = [*([] if item.letter_number else [DRAFT]), *([DEMO] if writer.demo else [])]
    groups = _groups(writer, item, rows)
    also = [spoken_of(writer.say(_ALSO[item.body]), registry.settings.province)] if item.body in _ALSO else []
    values |= {
        "recipient": _recipient(writer, item.body),
        "number": item.letter_number or f"       {writer.head['symbol']}",
        "dated": dated(item.sent_on if item.letter_number else None, lang),
        "marks": " · ".join(writer.say(mark) for mark in marks),
        "subject": writer.say(Words("lấy ý kiến về ", "opinion on ")) + values["subject"],
        "rows": rows,
        "crs": grid_name(registry.settings.metric_epsg, lang),
        "groups": groups,
        "grounds": ground_lines(
            (name for group in groups for name in group["sources"]), lang, citable_documents(registry)
        ),
        "question": item.question,
        "answer_by": day_to_answer(item.answer_by, lang),
        "law_days": _law_days(writer, item, len(rows)),
        "set_day": item.answer_by is not None,
        "copies": copies(writer.head, lang, also=also),
    }
    return fill(template(registry.settings.home / "templates", "consultation", lang), values)


def _recipient(writer: Writer, body: str) -> str:
    """Return to whom the letter goes: as the office stated it, else who leads on to the body of the law."""
    stated = addressees(writer.settings).get(body)
    if stated:
        return stated
    led = written_to(writer.registry.settings.province).get(body)
    if led is not None:
        return writer.say(led)
    named = next((item.name for item in bodies_named(writer.file) if item.name.vi == body), None)
    return body if named is None else writer.say(named)


def _groups(writer: Writer, item: Consultation, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a group for each ground on which the body is asked, with its positions and their map."""
    by_rule: dict[str, dict[int, Finding]] = {}
    for row in writer.file.rows:
        if not item.concerns(row.index):
            continue
        told = {finding.rule: finding for finding in writer.findings(row)}
        for finding in row.findings:  # a carrier reads of defence land less than whoever is asked about it
            name = body_of(finding)
            if name is not None and name.vi == item.body and finding.rule in told:
                by_rule.setdefault(finding.rule, {}).setdefault(row.index, told[finding.rule])
    found = [_group(writer, f"CONSULT-{rule}", dict(asked), rows) for rule, asked in sorted(by_rule.items())]
    beside = [int(row["row"]) - 1 for row in rows]
    alone = [at for at in beside if not any(at in asked for asked in by_rule.values())]
    if alone or item.question or not found:
        general = "CONSULT-COMMUNE" if item.body.casefold().startswith("ubnd ") else "CONSULT-OTHER"
        group = _group(writer, general, dict.fromkeys(alone or beside), rows)
        if item.question:
            asked = item.question.strip().rstrip(".;")
            group["question"] = asked if asked.endswith("?") else f"{asked}."
        group["rows"] = group["rows"] if alone or not found else []
        found.append(group)
    for at, group in enumerate(found, 1):
        group["at"] = at
        group["label"] = f"{at}. " if len(found) > 1 else ""
    return found


def _group(
    writer: Writer, code: str, asked: dict[int, Finding | None], rows: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    findings = [finding for finding in asked.values() if finding is not None]

    def concerned(at: int) -> str:
        return _concerned(asked[at], writer.file.rows[at].proposal.position.accuracy_m, writer.lang)

    shown = [
        {**row, "concerned": concerned(int(row["row"]) - 1)} for row in rows if int(row["row"]) - 1 in asked
    ]
    png = (
        group_map(
            writer.file.appraisal.context,
            [
                (str(at + 1), writer.file.rows[at].proposal, [finding] if finding is not None else [])
                for at, finding in asked.items()
            ],
            stamp=DEMO if writer.demo else None,
            lang=writer.lang,
            settings=writer.registry.settings,
            frozen=writer.frozen,
        )
        if writer.file.appraisal is not None
        else b""
    )
    return {
        "about": render(code, {}, writer.lang),
        "question": f"{render(f'{code}-ASK', {}, writer.lang)}.",
        "ground": "; ".join(dict.fromkeys(filter(None, (ground(one, writer.lang) for one in findings)))),
        "numbers": ranges([at + 1 for at in sorted(asked)]),
        "count": len(asked),
        "rows": shown,
        "concerned": any(row["concerned"] for row in shown),
        "map": Picture(png, MAP_MM) if png else "",
        "sources": [finding.source for finding in findings],
    }


def ground(finding: Finding, lang: Language = "vi") -> str:
    """Return the article and document of a finding, without what the catalogue says of its own reading."""
    return cited(finding.source, _SAID.sub("", _NOT_COMPARED.sub("", finding.article)).strip(), lang)


def _concerned(finding: Finding | None, accuracy_m: float, lang: Language) -> str:
    """Return what a position is near and how near: "đường dây 110 kV A; cách khoảng 12 m".

    ``accuracy_m``: how far the position may be off, said where somebody stated it or its digits show it; the
    10 m that are taken of any other are no more than a reason to say "khoảng".
    """
    related = None if finding is None else finding.params.get("related")
    if finding is None or not related:
        return ""
    named = say(related, lang) if isinstance(related, Words) else str(related)
    if finding.measured is None or finding.unit not in ("", "m") or not finding.rule.startswith("COR"):
        return named
    beside = _AWAY if accuracy_m < _EXACT_M else _ABOUT
    said = _WITHIN if round(finding.measured, 1) <= 0 else beside
    far = number(finding.measured, 1 if accuracy_m < _EXACT_M else 0, lang)
    off = _OFF if accuracy_m > DEFAULT_ACCURACY_M else Words("", "")
    return f"{named}; " + say(said, lang).format(m=far) + say(off, lang).format(m=number(accuracy_m, 0, lang))


def _law_days(writer: Writer, item: Consultation, count: int) -> str:
    """Return the time that the law gives the body, with the document; "" where none was read."""
    if writer.file.appraisal is None:
        return ""
    for row in writer.file.rows:
        for finding in row.findings if item.concerns(row.index) else ():
            name, rule = body_of(finding), writer.file.appraisal.law.get(finding.rule)
            if name is None or name.vi != item.body or rule is None:
                continue
            days = [key for key, least in _LAW_DAYS if count >= least and key in rule.thresholds]
            if days and rule.threshold(days[-1]).verified:
                said = writer.say(counted(rule.threshold(days[-1])))
                return f"{said} ({numbered(rule.document, writer.lang)})"
    return ""
