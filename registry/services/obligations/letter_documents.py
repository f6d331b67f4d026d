"""A letter that is followed as .docx, from the lines that it was drafted with."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.messages import Language, Words, number, render, say
from registry.model.duties import DutyLetter, LetterKind
from registry.model.working_days import WorkingDays
from registry.services.obligations.days_left import left_words
from registry.services.office.letters.citations import ground_of, named_in
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import day_to_answer, ground_lines, letter_values
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.office.working_days import working_days

SUBJECTS = {
    LetterKind.REMINDER: Words(
        "đôn đốc thực hiện quy định về hạ tầng viễn thông thụ động",
        "reminder of duties on passive telecom infrastructure",
    ),
    LetterKind.COMPLIANCE: Words(
        "rà soát việc chấp hành quy định đối với công trình viễn thông hiện có",
        "how standing telecom works keep the rules",
    ),
    LetterKind.CHANGES: Words(
        "giải trình thay đổi trong danh sách cột, trạm", "changes in the list of masts and stations"
    ),
}
MONTHLY = {"DUT-EMF": "DUT-EMF-MONTHS", "DUT-STRUCTURE": "DUT-STRUCTURE-MONTHS"}
"""Duties that are owed month by month, with the words for several months."""

COUNTED = {
    "DUT-EMF": Words("trạm", "station"),
    "DUT-STRUCTURE": Words("cột", "mast"),
    "DUT-SEASON": Words("cột", "mast"),
}
"""What a duty's number of works counts, one of them."""

PARTS = ("remedy", "explain", "complete")


def letter_document(registry: Registry, letter: DutyLetter, lang: Language = "vi") -> bytes:
    """Return the letter as .docx; one that was not sent is marked as a draft."""
    with registry.database.read() as connection:
        common = letter_values(
            connection, lang, registry.settings.province,
            recipient=addressed(connection).get(letter.organisation, letter.organisation),
            subject=say(SUBJECTS[letter.kind], lang), number=letter.number if letter.sent_on else "",
            day=letter.sent_on,
        )  # fmt: skip
    gathered = months_gathered(letter.lines, letter.drafted_on)
    calendar = working_days(registry)
    lines = [_line(line, lang, letter.drafted_on, calendar) for line in gathered]
    parts = {part: _numbered([line for line in lines if line["part"] == part]) for part in PARTS}
    used = [part for part in PARTS if parts[part]]
    documents = citable_documents(registry)
    values: dict[str, Any] = {
        **common,
        "grounds": ground_lines(
            named_in("; ".join(str(one.get("basis")) for one in letter.lines), documents), lang, documents
        ),
        "today": f"{letter.drafted_on:%d/%m/%Y}",
        "answer_by": day_to_answer(letter.answer_by, lang),
        "lines": _numbered(lines),
        **parts,
        "numbers": {part: used.index(part) + 1 if part in used else 0 for part in PARTS},
        "unverified": False,  # what the office has not compared yet it says on its page, in no letter
        "works": number(int(letter.facts.get("works", 0)), 0, lang),
        "stations": number(int(letter.facts.get("stations", 0)), 0, lang),
        "period": letter.facts.get("period", ""),
    }
    return fill(template(registry.settings.home / "templates", letter.kind.value, lang), values)


def months_gathered(lines: Sequence[Mapping[str, Any]], day: dt.date) -> list[Mapping[str, Any]]:
    """Return a letter's lines with the months of one duty that are over in one, in the place of the first.

    Certificates and structural inspections are owed month by month, so that each month is followed by itself;
    a letter that named thirty months would not be read. The workbook lists every work with its day.
    """
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for line in lines:
        code = str(line.get("key", "")).partition(":")[0]
        if code in MONTHLY and dt.date.fromisoformat(line["due"]) < day:
            groups.setdefault((code, str(line.get("basis"))), []).append(line)
    found: list[Mapping[str, Any]] = []
    for line in lines:
        group = next((held for held in groups.values() if line in held), [line])
        if len(group) == 1:
            found.append(line)
        elif group[0] is line:
            found.append(_months(group))
    return found


def _months(group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    days = sorted(dt.date.fromisoformat(line["due"]) for line in group)
    code = MONTHLY[str(group[0]["key"]).partition(":")[0]]
    period = {"first": f"{days[0]:%m/%Y}", "last": f"{days[-1]:%m/%Y}"}
    return {
        **group[0],
        "what_vi": render(code, period, "vi"),
        "what_en": render(code, period, "en"),
        "due": days[0].isoformat(),
        "items": sum(int(line.get("items", 0)) for line in group),
        "verified": all(line.get("verified", True) for line in group),
    }


def _line(line: Mapping[str, Any], lang: Language, day: dt.date, calendar: WorkingDays) -> dict[str, Any]:
    code = str(line.get("key", "")).partition(":")[0]
    due = dt.date.fromisoformat(line["due"]) if line.get("due") else None
    items = int(line.get("items", 0))
    what = str(line["what_vi" if lang == "vi" else "what_en"])
    return {
        "what": f"{what} ({_counted(line, items, lang)})" if items and due else what,
        "basis": ground_of(str(line.get("basis") or "–"), lang),
        "due": "" if due is None else f"{due:%d/%m/%Y}",
        "state": "" if due is None else left_words(calendar, code, due, day, lang),
        "amount": number(items, 0, lang),
        "part": line.get("part", ""),
    }


def _counted(line: Mapping[str, Any], items: int, lang: Language) -> str:
    """Return a number of works with what is counted: "15 trạm"."""
    word = COUNTED.get(str(line.get("key", "")).partition(":")[0], Words("công trình", "work"))
    several = "s" if lang == "en" and items != 1 else ""
    return f"{number(items, 0, lang)} {say(word, lang)}{several}"


def _numbered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**line, "row": at} for at, line in enumerate(lines, 1)]
