"""The page of a consulted body: what it was asked, the rows concerned, and its answer; nothing else."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.areas import full_name
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.model.requests.desk_records import Consultation
from registry.services.office.attachments import file_path, named
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import list_accounts
from registry.services.register.place_names import commune_at
from registry.services.requests.consulted.answered import answers_given, replaced
from registry.services.requests.consulted.consulted_body import (
    Asked,
    AskedRow,
    asked_of,
    asked_one,
    enter_names,
    entered_names,
    names_in_letters,
    names_no_letter_bears,
    written_names,
)
from registry.services.requests.consulted.more_time import ask_more_time, later_asked, until_of
from registry.services.requests.notes import LONGEST_ANSWER, check_words, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import attach
from registry.typed_text import within
from web.frame import parameters, refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording import words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config
from web.requests.view import moment
from web.requests.words import NEEDLESS, SAID

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")

_PAPERS = (".pdf", ".docx", ".doc", ".odt", ".jpg", ".jpeg", ".png", ".zip")
"""What a body's answer may come as: a paper, or pictures of one."""
LATER = "later"
"""What the form sends in an answer's place where the body asks for more time."""
_HERE = "trả lời trên trang lấy ý kiến"
"""What is kept of a body that gives no opinion and no word: it has answered, it was not silent."""


def waiting() -> int:
    """Return how many questions wait for the answer of the present person's body."""
    return sum(one.waits for one in asked_of(registry(), current_person()))


@blueprint.get("")
@guarded("consulted")
def listed() -> str | Response:
    """List what the body was asked, what waits for its answer first; or send the list as a workbook."""
    parameters.known_only(request.args, NAMES)
    every = _letters(asked_of(registry(), current_person()))
    found = listing(every, _columns())
    if wants_book():
        return found.book(_("Văn bản lấy ý kiến"))
    return render_template(
        "requests/consultations/list.html",
        items=found.items,
        listed=found,
        total=len(every),
        names=written_names(registry(), current_person()),
        answers=SAID,
        today=today(),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as the body knows it: what was answered of some of its rows apart stands in ``parts`` too."""

    parts: tuple[Asked, ...]

    @property
    def consultation(self) -> Consultation:
        """Return the question that the letter is opened by."""
        return self.parts[0].consultation

    @property
    def number(self) -> str:
        """Return the number of the request."""
        return self.parts[0].number

    @property
    def carrier(self) -> str:
        """Return whose request it is."""
        return self.parts[0].carrier

    @property
    def places(self) -> int:
        """Return of how many positions it asked."""
        return sum(len(part.rows) for part in self.parts)

    @property
    def needless(self) -> Any:
        """Return why its answer is waited for no more, "" where it is or was given."""
        return needless(self.parts[0])

    @property
    def said(self) -> str:
        """Return what was answered, or that it is waited for no more; "" while it waits."""
        found = [str(SAID[part.consultation.outcome]) for part in self.parts if part.consultation.outcome]
        if not found and self.needless:
            return str(self.needless)
        return "; ".join(dict.fromkeys(found))


def needless(asked: Asked) -> Any:
    """Return why a body's answer is waited for no more, "" where it is or was given."""
    return "" if asked.waits or asked.consultation.outcome else NEEDLESS[asked.state.value]


def _letters(found: list[Asked]) -> list[Letter]:
    """Put together what was answered by one letter, the widest part first."""
    letters: dict[tuple[object, ...], list[Asked]] = {}
    for one in found:
        letters.setdefault(one.consultation.letter, []).append(one)
    return [Letter(tuple(sorted(parts, key=lambda part: -len(part.rows)))) for parts in letters.values()]


def _columns() -> list[Column]:
    return [
        Column("letter", _("Văn bản"), lambda one: one.consultation.letter_number or one.number),
        Column("carrier", _("Doanh nghiệp"), lambda one: one.carrier),
        Column("rows", _("Vị trí"), lambda one: one.places),
        Column("answer", _("Trả lời"), lambda one: one.said),
        Column("request", _("Hồ sơ"), lambda one: one.number, heading=False),
        Column("sent", _("Ngày gửi"), lambda one: one.consultation.sent_on, heading=False, sorts=True),
        Column("by", _("Hạn trả lời"), lambda one: one.consultation.answer_by, heading=False, sorts=True),
        Column("answered", _("Ngày trả lời"), lambda one: one.consultation.answered_on, heading=False),
    ]


@blueprint.get("/bodies")
@guarded("administrator")
def bodies() -> str:
    """Show the names under which the office writes to the bodies that have an account."""
    return _bodies_page()


@blueprint.post("/bodies")
@guarded("administrator")
def enter() -> Any:
    """Put an account's names in the place of those before."""
    names, seen = request.form.get("names", "").splitlines(), request.form.get("seen", "").splitlines()
    account = request.form.get("account", "")
    enter_names(registry(), account, names, who=who(), seen=seen)
    flash(_("Đã lưu tên của %(name)s.", name=account))
    other = names_no_letter_bears(registry(), names)
    if other:
        flash(
            _(
                "Khác tên công văn đang ghi: %(names)s. Công văn ghi đúng tên này mới hiện cho tài khoản.",
                names="; ".join(other),
            )
        )
    return redirect(url_for("consultations.bodies"), 303)


@blueprint.get("/<consultation>")
@guarded("consulted")
def show(consultation: str) -> str:
    """Show one question with the rows concerned."""
    return _page(asked_one(registry(), current_person(), consultation))


@blueprint.get("/<consultation>/letter.docx")
@guarded("consulted")
def letter(consultation: str) -> Response:
    """Send the letter by which the body was asked."""
    from registry.services.requests.consulted.sent import letter_to_body  # fills a document: loaded late

    asked = asked_one(registry(), current_person(), consultation)
    content = letter_to_body(registry(), asked.consultation.request, consultation, language())
    return download(content, f"lay-y-kien-{asked.number.replace('/', '-')}.docx")


@blueprint.get("/<consultation>/files/<sha256>")
@guarded("consulted")
def answer_file(consultation: str, sha256: str) -> Response:
    """Send a file of the body's own answer."""
    asked = asked_one(registry(), current_person(), consultation).consultation
    if sha256 not in asked.files:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    name = named(load_request(registry(), asked.request).attachments, sha256)
    content = file_path(registry(), sha256, name).read_bytes()
    return download(content, name, UNOPENED)


@blueprint.post("/<consultation>/answer")
@guarded("consulted")
def answer(consultation: str) -> Any:
    """Record the body's answer, with its file where one comes."""
    asked = asked_one(registry(), current_person(), consultation).consultation
    if asked.outcome:
        raise RefusalError("CONSULTATION-ANSWERED")
    form = request.form
    if form.get("outcome") == LATER:
        ask_more_time(
            registry(), asked.request, consultation, until=day_of("until"), reason=form.get("answer", ""),
            who=who(), seen=version_of(),
        )  # fmt: skip
        return redirect(url_for("consultations.show", consultation=consultation), 303)
    said_of_all = _words("answer", form.get("outcome", ""))  # before its file is kept
    apart = _apart(asked_one(registry(), current_person(), consultation))
    check_words(form.get("outcome", ""), said_of_all, apart)
    files = []
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        if not sent.filename.lower().endswith(_PAPERS):
            raise RefusalError("ATTACHMENT-NO-PAPER", name=sent.filename)
        with uploaded("file") as (path, name):
            files.append(attach(registry(), asked.request, path, name=name, kind="answer", who=who()))
    record_answer(
        registry(),
        asked.request,
        consultation,
        outcome=form.get("outcome", ""),
        answer=said_of_all,
        answered_on=day_of("answered_on") or today(),
        answer_number=form.get("answer_number", ""),
        who=who(),
        seen=version_of(),
        files=files,
        apart=apart,
    )
    return redirect(url_for("consultations.show", consultation=consultation), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal beside the form where the deed was tried."""
    if request.endpoint == "consultations.enter":
        return _bodies_page(error)
    consultation = (request.view_args or {}).get("consultation", "")
    return _page(asked_one(registry(), current_person(), consultation), error)


def _apart(asked: Asked) -> dict[int, tuple[str, str]]:
    """Return the rows (indices) of which the form says something else than of the others."""
    found = {}
    for row in asked.rows:
        said = request.form.get(f"outcome-{row.place}", "")
        if said:
            found[row.place - 1] = (said, _words(f"answer-{row.place}", said))
    return found


def _words(field: str, outcome: str) -> str:
    return within(request.form.get(field), LONGEST_ANSWER) or (_HERE if outcome == "no_answer" else "")


def _page(asked: Asked, refusal: RefusalError | None = None) -> str:
    otherwise = _otherwise(asked)
    rows = sorted((row for part in (asked, *otherwise) for row in part.rows), key=lambda row: row.place)
    points = [
        {
            "at": [row.values["lat"], row.values["lon"]],
            "label": str(row.values.get("site_code") or row.place),
            "group": "asked",
            "number": row.place,
        }
        for row in rows
        if row.values.get("lon") is not None and row.values.get("lat") is not None
    ]
    config = positions_config(points)
    file = load_request(registry(), asked.consultation.request)
    files = file.attachments if asked.consultation.files else ()
    given = answers_given(registry(), [asked.consultation]).get(asked.consultation.id, [])
    later, by = later_asked(file).get(asked.consultation.id), asked.consultation.answer_by
    return render_template(
        "requests/consultations/show.html",
        asked=asked,
        item=asked.consultation,
        needless=needless(asked),
        refusal=refusals.said(refusal),
        form=request.form,
        answers=SAID,
        noted=moment(given[-1].at) if given and not given[-1].here else "",
        sent=replaced(given),
        replied=file.request if asked.state is RequestState.ISSUED else None,
        later=later,
        granted=later is not None and by is not None and by >= until_of(later),
        classes=words.CLASSES,
        files={sha: named(files, sha) for sha in asked.consultation.files},
        epsg=context().metric_epsg,
        found=_communes(rows),
        today=today(),
        otherwise=otherwise,
        rows=rows,
        papers=",".join(_PAPERS),
        map=folium_page(desk_map(settings(), box_around(points), config), nonce()) if points else None,
    )


def _communes(rows: list[AskedRow]) -> dict[int, str]:
    """Return the communes that the coordinates of rows lie in, by the rows' places."""
    places = {
        row.place: (row.values["lon"], row.values["lat"])
        for row in rows
        if row.values.get("lon") is not None and row.values.get("lat") is not None
    }
    units = {place: commune_at(context(), *at) for place, at in places.items()}
    return {place: full_name(unit) for place, unit in units.items() if unit is not None}


def _otherwise(asked: Asked) -> list[Asked]:
    """Return what the body's same letter said of other rows."""
    one = asked.consultation
    if not one.outcome:
        return []
    return [
        other
        for other in asked_of(registry(), current_person())
        if other.consultation.id != one.id and other.consultation.letter == one.letter
    ]


def _bodies_page(refusal: RefusalError | None = None) -> str:
    entered = entered_names(registry())
    units = {unit.code: full_name(unit) for unit in context().units.communes}
    accounts = [item for item in list_accounts(registry()) if Role.CONSULTED in item.roles]
    return render_template(
        "requests/consultations/bodies.html",
        accounts=accounts,
        written=names_in_letters(registry()) if accounts else [],
        entered=entered,
        bound={
            item.name: units.get(item.territory) or words.label(words.LAYERS, item.territory)
            for item in accounts
        },
        refusal=refusals.said(refusal),
        form=request.form,
    )
