"""What a request leaves open, as its page and its preview show it: which rows, why, where it is mended."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from registry.messages import Language, Words, say
from registry.model.findings import Outcome, Reservation, Stage
from registry.model.people import Person
from registry.model.requests.desk import NoteKind, RowDecision, RowNote
from registry.model.requests.matters import Matter, Weight
from registry.model.requests.proposals import Proposal
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.row_texts import POSITION
from registry.services.requests.agreed.altered import SINCE
from registry.services.requests.letters.reply_rows import measured_anew
from registry.services.requests.letters.reply_words import SUPPLEMENT_IS
from registry.services.requests.matter_answers import answered_text, barring
from registry.services.requests.matters import UNSENT, said
from registry.services.requests.opened import FileRow, RequestFile
from registry.services.requests.place_matters import ROWS
from registry.services.requests.settling import left_by, open_rows
from web.frame.languages import language
from web.frame.people import own_code
from web.requests.frame import OPEN_TO_OFFICER, may_correct, may_judge

_MOST_ASKED = 4
"""So many things are named in one reason to supplement a row."""


def matters_shown(file: RequestFile) -> dict[str, Any]:
    """Return what an open request leaves open and what was answered, for the office's eyes."""
    lang = language()
    if not file.request.open:
        return {"whole": [], "rows": [], "answered": [], "said": []}
    whole = dict.fromkeys((*barring(file.matters), *file.unsettled))
    return {
        "whole": _whole_shown(file, list(whole), lang),
        "said": [_whole(one, lang) for one in file.matters if one.weight is Weight.SAYS],
        "rows": [
            {
                "at": row.index + 1,
                "row": row_named(file, row),
                "matters": [matter_view(m, lang) for m in left],
            }
            for row, left in open_rows(file)
        ],
        "answered": [_answer(file, note) for note in file.notes if _answers(note)],
    }


def head_anew(file: RequestFile) -> str:
    """Return what a deed on a row changes in the page's head: what is open, how many rows are left."""
    return render_template(
        "requests/head_anew.html",
        file=file,
        request_=file.request,
        matters=matters_shown(file),
        judges=may_judge() and file.request.state in OPEN_TO_OFFICER,
        may_correct=may_correct(file),
        may_issue=False,
        refusal=None,
    )


def _whole_shown(file: RequestFile, matters: list[Matter], lang: Language) -> list[dict[str, Any]]:
    """Return what is open of the whole; unsent drafts are counted, as the notice beside names them."""
    drafts = [one for one in matters if one.code == UNSENT]
    shown = [_whole(one, lang, file.request.id) for one in matters if one.code != UNSENT or len(drafts) == 1]
    if len(drafts) > 1:
        said_ = _("%(count)s công văn lấy ý kiến mới là dự thảo, chưa gửi", count=len(drafts))
        shown.append({**_whole(drafts[0], lang, file.request.id), "text": said_})
    return shown


def asked_of_sender(matters: list[Matter]) -> dict[str, Any]:
    """Return what a preview says of what was received before: whether it bars, whether it wants a reason."""
    lang = language()
    return {
        "all": [_whole(one, lang) for one in matters],
        "bars": any(one.weight is Weight.BARS for one in matters),
        "asks": any(one.weight is Weight.ASKS for one in matters),
    }


def of_row(row: FileRow, lang: Language) -> list[dict[str, Any]]:
    """Return what is open of a row, for the panel in which it is decided."""
    return [matter_view(one, lang) for one in dict.fromkeys((*row.unsettled, *barring(row.matters)))]


def anew(row: FileRow) -> list[str]:
    """Return the decisions that need a word of their own, as that of the standing one is none for them."""
    return [code.value for code in RowDecision if left_by(row, code)]


def to_ask_for(row: FileRow) -> str:
    """Return what a row lacks that only its sender can supply, in the words in which it is asked for.

    What several findings lack alike is asked for once, in the words of the cell where that was not read.
    """
    return "; ".join(text.strip().rstrip(".") for text in list(_lacked(row).values())[:_MOST_ASKED])


def cells_to_ask_for(row: FileRow) -> set[str]:
    """Return the cells that those words are about, none where some of them are about something else."""
    names = ";".join(list(_lacked(row))[:_MOST_ASKED]).split(";")
    if not all(name.startswith("value:") for name in names):
        return set()
    return {name.removeprefix("value:") for name in names}


def _lacked(row: FileRow) -> dict[str, str]:
    said: dict[str, str] = {}  # by what is lacking
    for matter in row.unsettled:
        if isinstance(why := matter.params.get("why"), Words):
            said.setdefault(f"value:{matter.cell}", say(why, "vi"))
    if anew := measured_anew(row.proposal.position, row.findings, "vi"):
        said.setdefault(f"value:{POSITION}", say(SUPPLEMENT_IS, "vi").format(what=anew))
    for finding in row.findings:
        if finding.stage is not Stage.POSITION or finding.outcome is not Outcome.UNKNOWN:
            continue
        if finding.reservation is Reservation.CONDITION:
            text = sentence(finding, "vi")
            said.setdefault(finding.missing or text, text)
    return said


def agreed_view(row: FileRow, person: Person, lang: Language) -> list[dict[str, str]]:
    """Return what letters say of a row's agreed position besides its own, each with the position's page.

    By what a notice's or an amendment's row was agreed, and what became of an agreed row since.
    """
    noticed = [row.noticed.matter] if row.noticed is not None and person.sees_all else []
    return [_agreed(one, lang) for one in (*noticed, *_read_by(row, person))]


def altered_since(file: RequestFile, person: Person, lang: Language) -> list[dict[str, Any]]:
    """Return the rows of which a letter no longer holds, with what holds now, for the head of the page."""
    return [
        {**_agreed(one, lang), "at": row.index + 1}
        for row in file.rows
        for one in _read_by(row, person)
        if one.code in SINCE
    ]


def _read_by(row: FileRow, person: Person) -> list[Matter]:
    own = own_code(person) if row.altered else None
    return [one for one in row.altered if one.seen_by(own)]


def _agreed(matter: Matter, lang: Language) -> dict[str, str]:
    return {
        "text": matter_view(matter, lang)["text"],
        "url": url_for("approvals.show", approval=matter.about),
        "link": _("Mở vị trí đã thống nhất"),
    }


def matter_view(matter: Matter, lang: Language) -> dict[str, Any]:
    """Return a matter as pages write it: its sentence and the cell that mends it."""
    text = said(matter, lang)
    return {
        "text": f"{text[:1].upper()}{text[1:]}",
        "cell": matter.cell,
        "bars": matter.weight is Weight.BARS,
    }


def row_named(file: RequestFile, row: FileRow) -> str:
    """Return a row as Excel numbers it, with its code, and its sheet where that is not the first one's."""
    return proposal_named(row.proposal, file.rows[0].proposal)


def proposal_named(proposal: Proposal, first: Proposal) -> str:
    """Return the same of a proposal of the list whose first one is ``first``."""
    sheet = proposal.sheet if proposal.sheet != first.sheet else ""
    return " · ".join(filter(None, (str(proposal.row), sheet, proposal.site_code)))


def _whole(matter: Matter, lang: Language, address: str = "") -> dict[str, Any]:
    """Return a matter about the whole with the page on which it is settled: the other request, the papers."""
    url, link = "", ""
    if matter.code == UNSENT:
        url, link = f"{url_for('papers.show', address=address)}#asked", _("Ghi số, ngày gửi")
    elif matter.code != ROWS:  # that names several requests
        url = url_for("requests.show", address=matter.about)
        link = _("Mở hồ sơ %(number)s", number=matter.params["request"])
    return {**matter_view(matter, lang), "url": url, "link": link}


def _answers(note: RowNote) -> bool:
    return note.kind == NoteKind.MATTER and not note.withdrawn


def _answer(file: RequestFile, note: RowNote) -> dict[str, Any]:
    row = next((row for row in file.rows if row.index == note.row), None)
    return {
        "at": note.row + 1,
        "row": row_named(file, row) if row is not None else "",
        "text": answered_text(note),
        "who": note.who or _("không rõ"),
    }
