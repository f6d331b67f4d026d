"""The gate sheet's pages: what is open before a request is sent, submitted or issued, and the deed itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.findings import Verdict
from registry.model.requests.desk import NEXT_STATES, NoteKind, RequestState, RowNote
from registry.model.requests.desk_records import StateChange
from registry.model.requests.matters import Weight
from registry.services.appraise.appraise_list import AppraisedRow
from registry.services.appraise.asked_spots import not_compared
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import stated
from registry.services.requests.agreed.noticed import UNMET
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.gates.besides import points_beside
from registry.services.requests.gates.doors import LONGEST
from registry.services.requests.gates.filed import door_of, filed_sheet
from registry.services.requests.gates.sheet import WHOLE, Door, Item, Kind, Point, Sheet
from registry.services.requests.kept_corrections import corrected_rows
from registry.services.requests.lists import revised
from registry.services.requests.matters import said
from registry.services.requests.opened import RequestFile
from registry.services.requests.queue import last_handed_back
from registry.typed_text import within
from web.frame import refusals
from web.frame.guard import READERS, SENDERS, current_person, guarded, may_use
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisations, own_code
from web.frame.wording.filters import unit
from web.frame.wording.words import DECISIONS
from web.requests.frame import blueprint, file_of, may_issue, may_judge, withdrawal_of
from web.requests.gate_words import (
    DOORS,
    KEPT,
    KEPT_AGAIN,
    MENDS,
    SENT_AGAIN,
    SIDES,
    TITLES,
    WILL,
    WILL_GO_ON,
)
from web.requests.matters import proposal_named, row_named
from web.requests.preview import drafts, missed_day, seen_preview
from web.requests.view import moment, seen_rows
from web.requests.words import STATES

READ = tuple(role for role in READERS if role != "consulted")
NAMED = 12
"""Lines of an item that are shown before the rest is folded away."""
SUBMITS = frozenset({RequestState.APPRAISING, RequestState.CONSULTING, RequestState.DRAFT})
REASON = "reason-"
"""How the name of a field begins in which the reason for a kind is typed."""


class Links(NamedTuple):
    """Where the things of a request are mended: a row (its index and cell), its papers, letters, others."""

    row: Callable[[int, str], str]
    papers: str
    letters: str
    whole: str
    rows: Sequence[str]
    asked: str = ""  # what is to be supplemented
    ask: str = ""  # where that is asked for, as long as it may be
    sentences: str = ""  # where the letter's sentences are edited


@blueprint.get("/<address>/gate")
@guarded(*READ)
def gate(address: str) -> ResponseReturnValue:
    """Show what is open before a request goes on, and the deed by which it does."""
    file = file_of(address)
    if not current_person().sees_all and file.request.state is not RequestState.SUPPLEMENT:
        return redirect(url_for("requests.show", address=address), 303)
    return gate_page(file)


@blueprint.get("/drafts/<address>/gate")
@guarded(*SENDERS)
def draft_gate(address: str) -> str:
    """Show what is open before a draft is sent, and the deed that gives it a number."""
    return draft_gate_page(drafts().of(address, own_code(current_person())))


def typed_reasons() -> dict[str, str]:
    """Return the reasons of the form, by the kind that each answers."""
    return {
        name.removeprefix(REASON): within(text, LONGEST)
        for name, text in request.form.items()
        if name.startswith(REASON)
    }


def gate_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the sheet of a request for the door it goes through next, with what was refused just now."""
    found, person = file.request, current_person()
    door = door_of(found.state)
    if person.sees_all:
        sheet = filed_sheet(file, door, points_beside(registry(), file) if door is not Door.SEND else ())
    else:
        sheet = filed_sheet(file, Door.SEND)
    page = url_for("requests.show", address=found.id)

    def of_row(at: int, cell: str) -> str:
        return f"{page}#row={at + 1}{f'&cell={cell}' if cell else ''}"

    links = Links(
        of_row,
        f"{page}#tab=file",
        url_for("papers.show", address=found.id) + "#asked" if may_use(current_app, "papers.show") else "",
        page,
        [row_named(file, row) for row in file.rows],
        asked := url_for("requests.supplement_items", address=found.id),
        asked if may_judge() and RequestState.SUPPLEMENT in NEXT_STATES[found.state] else "",
        url_for("letter_edits.show", address=found.id) if may_use(current_app, "letter_edits.show") else "",
    )
    rows = seen_rows(file, person) if sheet.door is Door.SEND else []
    return render_template(
        "requests/gate/show.html",
        **_said_of(file, _values(sheet, links, refusal)),
        refused=_refused(rows, links.rows) if rows else [],
        not_compared=not_compared(rows),
        request_=found,
        file=file,
        back=page,
        number=found.number,
        may_act=found.open and _may_act(door, found.state),
        handed_back=last_handed_back(file.states) if found.open and person.sees_all else None,
        action=_action(door, found.id),
        register=False,
        corrected=_corrected(file, links) if person.sees_all and not withdrawal_of(file) else None,
        dropped=_dropped(file) if sheet.door is Door.SEND and found.open else (),
        kept=[_kept_view(note, links.rows, file.states) for note in file.notes if note.kind == NoteKind.SHEET]
        if person.sees_all
        else [],
        sign=next(one.shown for one in stated(registry()) if one.name == "symbol"),
        today=today(),
    )


def draft_gate_page(draft: Draft, refusal: RefusalError | None = None) -> str:
    """Return the sheet of a draft, with what was refused just now."""
    sheet, page = drafts().sheet(draft), url_for("requests.preview", address=draft.id)
    rows = seen_preview(draft).rows if draft.list_kept else []
    named = [proposal_named(row.proposal, rows[0].proposal) for row in rows]

    def of_row(at: int, _cell: str) -> str:
        return f"{page}#row={at + 1}"

    names = {item.code: item.name for item in organisations()}
    others = drafts().others(draft)
    return render_template(
        "requests/gate/show.html",
        **_values(sheet, Links(of_row, f"{page}#dossier", "", page, named), refusal),
        refused=_refused(rows, named),
        not_compared=not_compared(rows),
        request_=None,
        draft=draft,
        missed=missed_day(draft),
        back=page,
        number=" · ".join(filter(None, (draft.letter_number, draft.list_name))),
        may_act=True,
        action=url_for("requests.register", address=draft.id),
        register=own_code(current_person()) is None,
        dropped=(),
        corrected=None,
        behalves=[
            {
                "code": code,
                "name": names.get(code, code),
                "rows": ", ".join(named[at] for at in at_rows[:NAMED]),
            }
            for code, at_rows in others.items()
        ],
        ticked=request.form.getlist("behalf"),
        kept=[],
    )


def _values(sheet: Sheet, links: Links, refusal: RefusalError | None) -> dict[str, Any]:
    parts = (
        ("stops", _("Phải sửa trước"), sheet.stops),
        ("asks", _("Sửa, hoặc ghi lý do"), sheet.asks),
        ("says", _("Để biết"), sheet.says),
        ("answered", _("Đã có lý do"), sheet.answered),
    )
    return {
        "sheet": sheet,
        "door": sheet.door.value,
        "title": DOORS[sheet.door],
        "will": WILL[sheet.door],
        "counted": counted(sheet),
        "parts": [
            (code, title, [_item_view(item, links, code) for item in items])
            for code, title, items in parts
            if items
        ],
        "typed": request.form,
        "refusal": refusals.said(refusal),
        "withdrawal": None,
    }


def _said_of(file: RequestFile, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a sheet with what is said otherwise: of a request that is over, or goes back.

    Of one that is over nothing is to be mended or decided any more; of one withdrawn only the sheets count
    that were kept.
    """
    found = file.request
    if found.open:
        goes_back = values["door"] == Door.SEND.value
        return values | ({"title": SENT_AGAIN, "will": WILL_GO_ON} if goes_back else {})
    withdrawal = withdrawal_of(file)
    known = [] if withdrawal else [part for part in values["parts"] if part[0] in ("says", "answered")]
    return values | {
        "title": _("Bảng kiểm tra"),
        "over": STATES[found.state.value],
        "withdrawal": withdrawal,
        "counted": values["counted"][:1] if withdrawal else values["counted"],
        "parts": [(code, head, [one | {"mend": None} for one in items]) for code, head, items in known],
    }


def _corrected(file: RequestFile, links: Links) -> dict[str, Any] | None:
    """Return how many cells say otherwise than the list that was sent, of which rows; None without any."""
    found = corrected_rows(file)
    if not found:
        return None
    return {
        "cells": sum(len(fields) for fields in found.values()),
        "rows": [(links.rows[at], links.row(at, next(iter(fields)))) for at, fields in found.items()],
        "url": url_for("papers.print_page", address=file.request.id, what="note") + "#exceptions",
    }


def _dropped(file: RequestFile) -> Sequence[str]:
    """Return what the rows were called that the list had when it was asked to supplement, and has no more."""
    asked = next((one.at for one in reversed(file.states) if one.state is RequestState.SUPPLEMENT), "")
    then = max((one.ordinal for one in file.lists if one.at <= asked), default=0)
    changed = revised(registry(), file.request, since=then) if then else None
    return changed.gone if changed is not None else ()


def _refused(rows: Sequence[AppraisedRow], named: Sequence[str]) -> list[str]:
    """Return the rows that the check proposes to refuse, by their names, in the list's order."""
    return [name for row, name in zip(rows, named, strict=True) if row.verdict is Verdict.REFUSE]


def counted(sheet: Sheet) -> list[str]:
    """Return in a few words what is about to go through the door: rows, errors, notices, papers."""
    decided = [f"{DECISIONS[code]} {sheet.counts[code]}" for code in DECISIONS if sheet.counts.get(code)]
    counts = (
        (sheet.count_unanswered(Kind.UNREAD), _("lỗi đọc tệp chưa trả lời")),
        (sheet.count_unanswered(Kind.NOTICES), _("lưu ý chưa trả lời")),
        (sheet.count(Kind.PLACES, Kind.RECEIVED), _("trùng vị trí, mã, công văn")),
        (sum(p.matter.code == UNMET for p in sheet.points), _("vị trí còn điều kiện chưa đáp ứng")),
        (sheet.count(Kind.OTHERWISE), _("vị trí ghi khác văn bản đã thống nhất")),
        (sheet.count(Kind.MAST), _("chỗ thiếu loại cột, chiều cao")),
        (sheet.count(Kind.UNSENT), _("công văn chưa gửi")),
        (sheet.count(Kind.UNANSWERED), _("cơ quan chưa trả lời")),
        (sheet.count(Kind.PAPERS), _("giấy tờ còn thiếu")),
        (sheet.count(Kind.SUPPLEMENTS), _("nội dung yêu cầu bổ sung")),
        (sheet.count(Kind.GAPS), _("chỗ dữ liệu của cơ quan chưa đủ")),
    )
    rows = f"{sheet.counts['rows']} {unit(_('vị trí'), sheet.counts['rows'])}"
    return [rows, *decided, *(f"{count} {unit(words, count)}" for count, words in counts if count)]


def _item_view(item: Item, links: Links, part: str) -> dict[str, Any]:
    lines = [_line(point, links) for point in item.points]
    return {
        "kind": item.kind.value,
        "title": TITLES[item.kind],
        "side": SIDES[item.side],
        "count": sum(_rows_of(point) for point in item.points),
        "lines": lines[:NAMED],
        "more": lines[NAMED:],
        "mend": _mend(item.kind, links),
        "field": f"{REASON}{item.kind.value}" if part == "asks" else "",
    }


def _rows_of(point: Point) -> int:
    """Return how many a point counts: what is told once of another carrier is about each of its rows."""
    return int(point.matter.params["count"]) if point.kind is Kind.BEHALF else 1


def _line(point: Point, links: Links) -> dict[str, Any]:
    text = said(point.matter, language())
    note = point.answer
    of_row = point.row != WHOLE
    return {
        "text": f"{text[:1].upper()}{text[1:]}",
        "row": links.rows[point.row] if of_row and point.row < len(links.rows) else "",
        "url": links.row(point.row, point.matter.cell) if of_row else _other(point),
        "reason": note.text if note else point.reason,
        "who": (note.who or _("không rõ")) if note else "",
        "at": moment(note.at) if note else "",
    }


def _other(point: Point) -> str:
    """Return the page of the other request that a matter of the whole is about, "" where it is none."""
    if point.kind is Kind.RECEIVED and "," not in point.matter.about and "/" not in point.matter.about:
        return url_for("requests.show", address=point.matter.about)
    return ""


def _mend(kind: Kind, links: Links) -> tuple[str, Any] | None:
    url = {
        Kind.PAPERS: links.papers,
        Kind.SUPPLEMENTS: links.asked,
        Kind.MAST: links.ask,
        Kind.EDITS: links.sentences,
        Kind.UNASKED: links.letters,
        Kind.UNSENT: links.letters,
        Kind.UNANSWERED: links.letters,
    }.get(kind, links.whole)
    return (url, MENDS[kind]) if url and kind in MENDS else None


def _may_act(door: Door, state: RequestState) -> bool:
    if door is Door.SEND:
        return current_person().is_one_of(*SENDERS)
    return may_issue() if door is Door.ISSUE else may_judge() and state in SUBMITS


def _action(door: Door, address: str) -> str:
    endpoint = {Door.SEND: "supplemented", Door.SUBMIT: "move", Door.ISSUE: "issue"}[door]
    return url_for(f"requests.{endpoint}", address=address)


def _kept_view(note: RowNote, rows: Sequence[str], entered: Sequence[StateChange]) -> dict[str, Any]:
    """Return a sheet as it was kept when the request went through a door: sent, and sent again."""
    at = 0 if language() == "vi" else 1
    details: Mapping[str, Any] = note.details
    door = Door(details["door"])
    again = any(one.state is RequestState.SUPPLEMENT and one.at < note.at for one in entered)
    return {
        "door": KEPT_AGAIN if door is Door.SEND and again else KEPT[door],
        "who": note.who,
        "at": moment(note.at),
        "items": [
            {
                "title": TITLES[Kind(item["kind"])],
                "asks": item["weight"] == Weight.ASKS,
                "lines": [
                    {
                        "row": rows[one["row"]] if 0 <= one["row"] < len(rows) else "",
                        "text": one["said"][at],
                        "reason": one["reason"],
                    }
                    for one in item["points"][:NAMED]
                ],
                "more": max(0, len(item["points"]) - NAMED),
            }
            for item in details["items"]
        ],
    }
