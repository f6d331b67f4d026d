"""Letters of a compliance run: one a carrier, with what to remedy, to explain and to complete, at once.

The workbook that goes with it lists every work; the cells to be filled in are coloured. When it comes back
``registry.services.obligations.compliance_answers`` takes in what was filled in.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np

from registry.columns import column
from registry.errors import RefusalError
from registry.messages import Language
from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.services.obligations.compliance import ASK, VIOLATION, ComplianceRun, compliance_run
from registry.services.obligations.compliance_lists import ComplianceRow, RowFilter, select
from registry.services.obligations.compliance_summary import (
    OFFICE_DATA,
    Summary,
    basis,
    missing_words,
    sentence,
    summarise,
)
from registry.services.obligations.followed_letters import Content, draft_letters, letters_of, present_head
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book

_ITEMS = (
    "STT", "Mã vị trí", "Xã, phường", "Loại cột", "Chủ sở hữu", "Ngày xây dựng", "Công nghệ", "Nội dung",
    "Căn cứ", "Giải trình, kết quả khắc phục",
)  # fmt: skip
_COLUMNS = frozenset(
    ("permit", "built_on", "support", "mast_class", "designed_operators", "emf_certificate", "emf_expires_on")
)
"""Data that a list of masts has a column for; the rest gets a column with its own words."""
_OF_STATIONS = ("emf_certificate", "emf_expires_on", "emf_renewal", "own_list")
UNNAMED = ""


def draft_compliance_letters(registry: Registry, *, who: str, only: Collection[str] = ()) -> list[DutyLetter]:
    """Draft one letter for every carrier about which the run has anything to remedy, explain or complete.

    A carrier whose letter waits for its answer in time is left out unless ``only`` names it; where that
    leaves nobody, ``DUTY-ALL-WAIT`` says so.
    """
    since, run = present_head(registry), compliance_run(registry)
    names = [line.operator for line in summarise(run).operators if line.operator != UNNAMED]
    waiting = waiting_letters(registry)
    wanted = [name for name in names if (name in only if only else name not in waiting)]
    if names and not wanted and not only:
        raise RefusalError("DUTY-ALL-WAIT", letters=", ".join(sorted(one.number for one in waiting.values())))
    contents = {name: content_of(registry, run, name) for name in wanted}
    return draft_letters(registry, LetterKind.COMPLIANCE, contents, who=who, since=since)


def waiting_letters(registry: Registry) -> dict[str, DutyLetter]:
    """Return, by carrier, the newest letter that was sent and whose day to answer is not over."""
    found: dict[str, DutyLetter] = {}
    for letter in letters_of(registry, kind=LetterKind.COMPLIANCE):
        if letter.state is LetterState.SENT:
            found.setdefault(letter.organisation, letter)
    return found


def content_of(registry: Registry, run: ComplianceRun, operator: str) -> Content:
    """Return what a run asks of one carrier, and its workbook."""
    found = summarise(run, operator=operator)
    lines: list[dict[str, Any]] = [
        *(_line("remedy", item) for item in found.lines[VIOLATION]),
        *(_line("explain", item) for item in found.lines[ASK] if item.answer.kind != "exempt"),
        *(
            {
                "part": "complete",
                "what_vi": missing_words(item.name, "vi"),
                "what_en": missing_words(item.name, "en"),
                "basis": "",
                "verified": True,
                "items": item.items,
                "key": item.name,
            }
            for item in found.missing
            if not item.office
        ),
    ]
    own = run.stations.operators == operator
    masts = run.masts.operators == operator
    facts = {"works": int(masts.sum()), "stations": int(own.sum()), "day": run.day.isoformat()}
    book = compliance_book(registry, run, operator, found)
    return Content(lines, book, facts)


def _line(part: str, item: Any) -> dict[str, Any]:
    return {
        "part": part,
        "what_vi": sentence(item.answer, "vi"),
        "what_en": sentence(item.answer, "en"),
        "basis": basis(item.answer),
        "verified": item.answer.verified,
        "items": item.items,
        "key": f"{item.answer.question.value}:{item.answer.kind}",
    }


def compliance_book(registry: Registry, run: ComplianceRun, operator: str, found: Summary) -> bytes:
    """Return the workbook of one carrier: to remedy, to explain, to complete for masts and for stations."""
    sheets = []
    for group, name in ((VIOLATION, "Cần khắc phục"), (ASK, "Cần giải trình")):
        chosen = select(run, RowFilter(group=group, operator=operator))
        rows = [
            [at, *item_cells(row), None]
            for at, row in enumerate((row for row in chosen.rows() if row.answer.kind != "exempt"), 1)
        ]
        if rows:
            sheets.append(Sheet(name, _ITEMS, rows, frozenset((at, 9) for at in range(len(rows)))))
    asked = [item.name for item in found.missing if item.name not in OFFICE_DATA]
    for stations, title in ((False, "Bổ sung về cột"), (True, "Bổ sung về trạm")):
        names = [name for name in asked if (name in _OF_STATIONS) is stations]
        sheet = _to_complete(run, operator, names, title, stations=stations)
        if sheet is not None:
            sheets.append(sheet)
    return sheets_book(registry, sheets or [Sheet("Kết quả", ("Không có nội dung",), [])])


def item_cells(row: ComplianceRow, lang: Language = "vi") -> list[Any]:
    """Return the cells that say which work a row is about, what was found and by which article."""
    mark = "" if row.answer.verified else " (chưa kiểm chứng)" if lang == "vi" else " (unverified)"
    return [
        row.code, row.commune, row.mast_class, row.owner, row.built_on, row.technology,
        sentence(row.answer, lang), f"{basis(row.answer)}{mark}" if basis(row.answer) else "",
    ]  # fmt: skip


def label_of(name: str) -> str:
    """Return the header under which a datum is asked for in the workbook."""
    return column(name).label_vi if name in _COLUMNS else missing_words(name)


def _to_complete(
    run: ComplianceRun, operator: str, names: list[str], title: str, *, stations: bool
) -> Sheet | None:
    """Return a sheet with one row a mast (or station) and a coloured cell for each datum that it lacks."""
    lacking: dict[tuple[int, str], set[str]] = defaultdict(set)
    for judged in run.judged.values():
        wanted = [
            [name for name in answer.missing if name in names]
            if answer.outcome.value in ("unknown", "review", "fail")
            else []
            for answer in judged.answers
        ]
        if not any(wanted):
            continue
        has = np.array([bool(found) for found in wanted], dtype=bool)[judged.answer]
        own = run.operators_of(judged.question) == operator
        for item in np.flatnonzero(has & own).tolist():
            mast = int(judged.mast[item])
            technology = ""
            if stations and judged.station is not None:
                technology = str(run.stations.technologies[judged.station[item]])
            lacking[mast, technology] |= set(wanted[int(judged.answer[item])])
    if not lacking:
        return None
    labels = [label_of(name) for name in names]
    if stations:
        names = ["emf_certificate", "emf_expires_on", "note"]
        labels = [label_of("emf_certificate"), label_of("emf_expires_on"), "Giải trình"]
    header = (
        column("site_code").label_vi, column("commune").label_vi, column("technology").label_vi, *labels,
    )  # fmt: skip
    rows, fill = [], set()
    communes = {unit.code: unit.name for unit in run.context.units.communes}
    for at, ((mast, technology), lacks) in enumerate(sorted(lacking.items())):
        commune = communes.get(str(run.masts.communes[mast]), "")
        rows.append([str(run.masts.codes[mast]), commune, technology, *([None] * len(names))])
        fill |= {(at, 3 + k) for k, name in enumerate(names) if stations or name in lacks}
    return Sheet(title, header, rows, frozenset(fill))
