"""What a request is asked to supplement: an officer chooses rows and papers, the carrier answers each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.columns import column
from registry.errors import RefusalError
from registry.geo.formats import format_decimal
from registry.messages import Language, Words, say
from registry.model.requests.desk import NEXT_STATES, RequestState, RowDecision
from registry.model.requests.desk_records import SupplementItem
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.appraise.row_texts import POSITION, label_of, shown, texts_of
from registry.services.requests.gates.doubtful_cells import NOTICE
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.kept_notes import WHOLE_LIST
from registry.services.requests.letters.reply_rows import lacking, missing_fields
from registry.services.requests.letters.supplement import shared_reason, supplement_letter
from registry.services.requests.matters import said
from registry.services.requests.opened import FileRow, RequestFile
from registry.services.requests.requests import change_state
from registry.services.requests.supplements import (
    LONGEST,
    MOST,
    Ask,
    Asked,
    answer_item,
    asked_of,
    drop_item,
    paper_name,
)
from registry.typed_text import within
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import int_of, version_of
from web.frame.guard import READERS, SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, who
from web.requests.frame import blueprint, file_of, may_judge
from web.requests.matters import cells_to_ask_for, row_named, to_ask_for
from web.requests.papers_rows import rows_named
from web.requests.view import cells_written, happened, moment
from web.requests.words import STATES

READ = tuple(role for role in READERS if role != "consulted")
_OFFERED = frozenset({Kind.UNREAD, Kind.NOTICES, Kind.MAST})
_CONFIRM = Words("{said}; đề nghị xác nhận hoặc ghi lại", "{said}; please confirm it or write it anew")
_OWN_ROWS = ("", "-2", "-3")
"""How the fields end in which an officer names rows of its own choice, each with what is asked of them."""
_ROW_FACTS = ("address", "commune", "position", "mast_class", "mast_height_m")


@blueprint.get("/<address>/supplement")
@guarded(*READ)
def supplement_items(address: str) -> str:
    """Show what a request was asked to supplement, with what answers it; an officer chooses what to ask."""
    return supplement_page(file_of(address))


@blueprint.post("/<address>/supplement")
@guarded(*OFFICERS)
def ask_supplement(address: str) -> ResponseReturnValue:
    """Ask the carrier to supplement rows, papers, the whole; the clock stands still from today."""
    file = file_of(address)
    asks = list(_typed_asks(file))
    if not asks:
        raise RefusalError("REQUEST-REASON")
    change_state(
        registry(), file.request.id, RequestState.SUPPLEMENT, who=who(), version=version_of(), asks=asks
    )
    flash(_("Đã gửi yêu cầu bổ sung %(count)s nội dung; thời hạn dừng đếm.", count=len(asks)))
    return _back(address)


@blueprint.post("/<address>/supplement/<item>/answer")
@guarded(*SENDERS)
def answer_supplement(address: str, item: str) -> ResponseReturnValue:
    """Answer in words what was asked for."""
    found = file_of(address).request
    text = within(request.form.get("answer"), LONGEST)
    alike = bool(request.form.get("alike"))
    answer_item(registry(), found.id, item, text, who=who(), seen=version_of(), alike=alike)
    return _back(address, item)


@blueprint.post("/<address>/supplement/<item>/drop")
@guarded(*OFFICERS)
def drop_supplement(address: str, item: str) -> ResponseReturnValue:
    """Take back what was asked for and nobody has answered."""
    drop_item(registry(), file_of(address).request.id, item, who=who(), seen=version_of())
    return _back(address)


@blueprint.get("/<address>/supplement.docx")
@guarded("administrator", "appraiser", "leader")
def supplement_document(address: str) -> Response:
    """Send the drafted letter about what was asked for last, or the ``round``-th time."""
    found = file_of(address).request
    asked_as = int_of(request.args.get("round", 0))
    content = supplement_letter(registry(), found.id, language(), asked_as=asked_as)
    return download(content, f"{_('Đề nghị bổ sung')} {found.number.replace('/', '-')}.docx")


def supplement_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the page of what is asked for, with what was refused a moment ago."""
    found, person = file.request, current_person()
    waits = found.state is RequestState.SUPPLEMENT
    may_ask = may_judge() and RequestState.SUPPLEMENT in NEXT_STATES[found.state]
    rounds: dict[str, list[dict[str, Any]]] = {}
    alike = Counter(_asks(item) for item in file.supplements if item.row >= 0 and not item.answer)
    for one in asked_of(file):
        rounds.setdefault(one.item.at, []).append(_item_view(file, one) | {"alike": alike[_asks(one.item)]})
    offers = _offers(file) if may_ask else []
    return render_template(
        "requests/supplement/show.html",
        file=file,
        request_=found,
        refusal=refusals.said(refusal),
        organisation=organisation_names().get(found.organisation, found.organisation),
        states=STATES,
        rounds=[(_asked_when(file, at), items) for at, items in rounds.items()],
        may_answer=waits and person.is_one_of(*SENDERS),
        may_drop=waits and may_judge(),
        may_ask=may_ask,
        office=person.sees_all,
        groups=_groups(offers[:MOST]),
        left=max(0, len(offers) - MOST),
        most=MOST,
        own_rows=_OWN_ROWS,
        ticked_groups=request.form.getlist("ask_field"),
        typed=request.form,
        ticked=request.form.getlist("ask"),
    )


def _asks(item: SupplementItem) -> tuple[str, ...]:
    """Return what an item asks for, whatever row it asks it of."""
    return item.at, item.cell, item.reason, item.paper


def _asked_when(file: RequestFile, at: str) -> dict[str, str]:
    """Return when a round was asked for: the day that the request's clock and the lists go by."""
    entered = (one for one in file.states if one.at == at and one.state is RequestState.SUPPLEMENT)
    return happened(at, next((one.on_day.isoformat() for one in entered), ""))


def _fact(proposal: Proposal, name: str, text: str, lang: Language) -> str:
    """Return what a row says in a field, the position and the unit written as other pages write them."""
    position = proposal.position
    if name == POSITION and position.lon is not None and position.lat is not None:
        return format_decimal(position.lon, position.lat, lang)
    return f"{shown(name, text, lang)} {column(name).unit}".rstrip()


def _item_view(file: RequestFile, one: Asked) -> dict[str, Any]:
    item, lang, person, written = one.item, language(), current_person(), cells_written(file)
    reason = item.reason if person.sees_all else shared_reason(file, one, person.organisation, lang)
    page = url_for("requests.show", address=file.request.id)
    cell = item.cell or next((m.cell for m in one.row.matters if m.cell), "") if one.row is not None else ""
    at_cell = f"&cell={cell}" if cell else "&cell=any"  # the row is opened to be mended: its fields unfolded
    facts = texts_of(one.row.proposal, lang) if one.row is not None else {}
    return {
        "id": item.id,
        "version": item.version,
        "row": row_named(file, one.row) if one.row is not None else item.label,
        "url": f"{page}#row={one.row.index + 1}{at_cell}" if one.row is not None else "",
        "facts": [_fact(one.row.proposal, name, facts[name], lang)
                  for name in _ROW_FACTS if one.row is not None and facts.get(name)],
        "cell": label_of(item.cell, lang) if item.cell else "",
        "paper": item.paper,
        "paper_name": say(paper_name(file, item.paper), lang) if item.paper else "",
        "reason": reason,
        "changed": [
            (
                label_of(name, lang),
                shown(name, before, lang) or written.get((one.row.index if one.row else -1, name), ""),
                shown(name, now, lang),
            )
            for name, before, now in one.changed
        ],
        "files": [(held.name, url_for("requests.attachment", address=file.request.id, sha256=held.sha256))
                  for held in one.files],
        "lists": [(held.ordinal, held.received_on) for held in one.lists],
        "replaced": any(held.at > item.at for held in file.lists),  # its unread cells are not kept
        "corrected": one.corrected,
        "confirmed": shown(item.cell, one.confirmed, lang) if one.confirmed else "",
        "gone": one.gone,
        "answer": item.answer,
        "answered_by": item.answered_by if person.sees_all else "",
        "answered_at": moment(item.answered_at),
        "answered": one.answered,
        "who": item.who if person.sees_all else "",
    }  # fmt: skip


def _offers(file: RequestFile) -> list[dict[str, Any]]:
    """Return what could be asked for: rows that were decided so, papers, cells and facts that are missing."""
    lang = language()
    cells: dict[tuple[int, str], list[str]] = {}
    papers = []
    for point in filed_sheet(file, Door.SUBMIT).points:
        if point.kind in _OFFERED and point.row != WHOLE_LIST:
            texts = cells.setdefault((point.row, point.matter.cell), [])
            if point.kind is not Kind.MAST or not texts:  # unread, and so not stated: asked once
                texts.append(_to_the_carrier(point.matter, lang))
        elif point.kind is Kind.PAPERS:
            asked, ticked = _("chưa có trong hồ sơ"), point.matter.weight is Weight.ASKS
            papers.append(_offer(file, WHOLE_LIST, "", point.matter.about, asked, ticked=ticked))
    for row in file.rows:
        for name, text in missing_fields(row.findings, lang, position=row.proposal.position).items():
            cells.setdefault((row.index, name), [text])  # what was not read or not stated is asked once
    found: list[dict[str, Any]] = []
    by_cells: set[tuple[int, str]] = set()
    for row in file.rows:
        decided = row.decision
        if decided is None or decided.decision is not RowDecision.SUPPLEMENT:
            continue
        own = _by_cells(row)
        if own and own <= cells.keys():
            by_cells |= own
        else:
            asked = decided.reason or lacking(row.findings, lang, position=row.proposal.position)
            found.append(_offer(file, row.index, "", "", asked, ticked=True))
    of_cells = [
        _offer(file, row, cell, "", "; ".join(dict.fromkeys(texts)), ticked=(row, cell) in by_cells)
        for (row, cell), texts in cells.items()
    ]
    return found + papers + of_cells


def _by_cells(row: FileRow) -> set[tuple[int, str]]:
    """Return the cells by which a row is asked for that was decided so in no other words than theirs."""
    reason = row.decision.reason if row.decision is not None else ""
    unanswered = replace(row, notes=())  # as it was before the decision's reason answered what is open
    asked = next((one for one in (row, unanswered) if reason in ("", to_ask_for(one))), None)
    return set() if asked is None else {(row.index, cell) for cell in cells_to_ask_for(unanswered)}


def _groups(offers: list[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return the offers of cells by their field (its code and label); the rest first, then coordinates."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in offers:
        found.setdefault(one["field"], []).append(one)
    order = sorted(found, key=lambda name: (name != "", name != "position"))
    return [(name, found[name][0]["cell"], found[name]) for name in order]


def _to_the_carrier(matter: Matter, lang: Language) -> str:
    """Return what is wrong with a cell as the carrier is told: what it wrote, not the office's own step."""
    why = matter.params.get("why")
    if not isinstance(why, Words):
        return said(matter, lang)
    text = say(why, lang)
    if matter.code != NOTICE:
        step = matter.params.get("remedy")  # of a cell that was not read: what is to be written there
        asked = say(step, lang) if isinstance(step, Words) else ""
        return f"{text}; {asked[:1].lower()}{asked[1:]}" if asked else text
    value = matter.about.partition(":")[2].partition(":")[2]  # what the file has, not what was made of it
    text = text.partition(". ")[0]
    return say(_CONFIRM, lang).format(said=text if not value or value in text else f"“{value}”: {text}")


def _offer(
    file: RequestFile, row: int, cell: str, paper: str, reason: str, *, ticked: bool = False
) -> dict[str, Any]:
    lang = language()
    return {
        "value": f"{row}|{cell}|{paper}",
        "about": say(paper_name(file, paper), lang)
        if paper
        else f"{_('Dòng')} {row_named(file, file.rows[row])}",
        "cell": label_of(cell, lang) if cell else "",
        "field": cell,
        "reason": f"{reason[:1].upper()}{reason[1:]}",
        "ticked": ticked,
    }


def _typed_asks(file: RequestFile) -> Iterator[Ask]:
    form = request.form
    fields = form.getlist("ask_field")  # one press for a field in every row that lacks it
    of_fields = {
        one["value"]: one["reason"] for one in _offers(file)[:MOST] if one["field"] and one["field"] in fields
    }
    for value in dict.fromkeys((*form.getlist("ask"), *of_fields)):
        row, _bar, rest = value.partition("|")
        cell, _bar, paper = rest.partition("|")
        why = form.get(f"why-{value}", of_fields.get(value))
        yield Ask(within(why, LONGEST), int_of(row), cell, paper)
    for end in _OWN_ROWS:
        named = within(form.get(f"rows{end}"), LONGEST)
        reason = within(form.get(f"rows_reason{end}"), LONGEST)
        if reason and not named:  # said of rows that nobody named: it is not left out without a word
            raise RefusalError("REQUEST-ROWS-UNNAMED", value=reason[:40])
        if named:
            for at in rows_named(named, [row.proposal for row in file.rows]):
                yield Ask(reason, at)
    whole = within(form.get("whole"), LONGEST)
    if whole:
        yield Ask(whole)


def _back(address: str, item: str = "") -> ResponseReturnValue:
    anchor = f"#item-{item}" if item else ""
    return redirect(url_for("requests.supplement_items", address=address) + anchor, 303)
