"""Lists of masts: handed in, looked at row by row, repaired in place, sent, taken back."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.mast_lists import MastList, MastListKind
from registry.model.people import Role
from registry.services.appraise.stated_columns import ColumnPlace
from registry.services.lists import comparing, handing_in, marked_workbook
from registry.services.lists import mast_lists as service
from registry.services.lists.own_workbook import names_masts, own_workbook
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from web.frame import parameters, refusals
from web.frame.downloads import list_template, made_file
from web.frame.forms import day_of, int_of, one_of, settings_limit_mb, version_of
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.people import OFFICERS, operator_names, organisation_names, own_code, who
from web.frame.uploads import uploaded
from web.lists import words
from web.lists.view import FILTERS, page_values

blueprint = Blueprint("mast_lists", __name__, url_prefix="/mast-lists")

HANDS_IN = (*OFFICERS, Role.CARRIER)


def waiting() -> int:
    """Return how many lists wait for the present person."""
    return service.waiting(registry(), own_code(current_person()))


@blueprint.get("")
@guarded(*SENDERS)
def listed() -> str | Response:
    """List what was handed in, the newest first, with the form to hand a list in."""
    parameters.known_only(request.args, ("state", *NAMES))
    return _listed()


@blueprint.post("")
@guarded(*HANDS_IN)
def begin() -> Any:
    """Keep a file as the draft of a list, and have it compared."""
    own = own_code(current_person())
    with uploaded("list") as (path, name):
        made = handing_in.begin(
            registry(), path, name=name, operator=own or request.form.get("operator", ""),
            kind=one_of(MastListKind, request.form.get("kind")), list_date=day_of("list_date"),
            note=request.form.get("note", ""), by_office=own is None, who=who(),
        )  # fmt: skip
    return _to(made)


@blueprint.get("/template.xlsx")
@guarded(*SENDERS)
def template() -> Response:
    """Send the template workbook of a list of masts."""
    return list_template(comparing.LIST_KIND, "mau-danh-sach-cot.xlsx")


@blueprint.get("/own.xlsx")
@guarded(*SENDERS)
def own_masts() -> Response:
    """Send a carrier the template with its own masts in it as the register holds them."""
    own = own_code(current_person())
    if own is None:
        raise RefusalError("WEB-NOT-FOUND")
    return made_file(lambda path: own_workbook(registry(), own, path), "danh-sach-cot-trong-so.xlsx")


@blueprint.get("/<identity>")
@guarded(*SENDERS)
def show(identity: str) -> str:
    """Show a list: what would become of each row, or what became of it, and what is to be done."""
    parameters.known_only(request.args, (*FILTERS, "q", "page"))
    return _page(_of(identity))


@blueprint.get("/<identity>/file")
@guarded(*SENDERS)
def source(identity: str) -> Response:
    """Send the file as it was handed in."""
    item = _of(identity)
    path = file_path(registry(), item.sha256, item.name)
    return send_file(path, as_attachment=True, download_name=item.name)


@blueprint.post("/<identity>/rows")
@guarded(*HANDS_IN)
def repair(identity: str) -> Any:
    """Repair cells of a row."""
    item, form = _mine(identity), request.form
    texts = {name.removeprefix("cell-"): text for name, text in form.items() if name.startswith("cell-")}
    before = {name.removeprefix("was-"): text for name, text in form.items() if name.startswith("was-")}
    changed = {letter: text for letter, text in texts.items() if before.get(letter) != text}
    changed |= {letter: form[f"proposed-{letter}"] for letter in form.get("take", "").split()
                if f"proposed-{letter}" in form}  # fmt: skip
    if changed:
        handing_in.repair(
            registry(), item, form.get("sheet", ""), int_of(form.get("row")), changed, who=who()
        )
    return _back(item, f"row-{form.get('row', '')}")


@blueprint.post("/<identity>/columns")
@guarded(*HANDS_IN)
def column(identity: str) -> Any:
    """Say which field each column is, or that it is not used; what is said as it was is not said again."""
    item, form = _mine(identity), request.form
    lines = zip(
        *(form.getlist(name) for name in ("sheet", "letter", "header", "name", "unit", "was")), strict=False
    )
    said = [
        (ColumnPlace(sheet, letter, header), name, unit)
        for sheet, letter, header, name, unit, was in lines
        if f"{name}|{unit}" != was
    ]
    if said:
        handing_in.explain(registry(), item, said, seen=version_of(), who=who())
    return _back(item, "columns")


@blueprint.post("/<identity>/facts")
@guarded(*HANDS_IN)
def facts(identity: str) -> Any:
    """Change as what the list counts, the day that it describes, and the note."""
    item, form = _mine(identity), request.form
    kind = one_of(MastListKind, form.get("kind"))
    handing_in.change_facts(
        registry(), item, kind=kind, list_date=day_of("list_date") or item.list_date,
        note=form.get("note", ""), seen=version_of(), who=who(),
    )  # fmt: skip
    return _to(item)


@blueprint.post("/<identity>/file")
@guarded(*HANDS_IN)
def replace(identity: str) -> Any:
    """Put a corrected file in the place of the list's."""
    item = _mine(identity)
    with uploaded("list") as (path, name):
        handing_in.replace_file(registry(), item, path, name=name, seen=version_of(), who=who())
    return _to(item)


@blueprint.post("/<identity>/send")
@guarded(*HANDS_IN)
def send(identity: str) -> Any:
    """Hand the list in to the office."""
    item = _mine(identity)
    handing_in.send(registry(), item, seen=version_of(), who=who())
    flash(_("Đã gửi danh sách. Khi cơ quan chưa nhận thì vẫn rút lại được."))
    return _to(item)


@blueprint.post("/<identity>/answer")
@guarded(*HANDS_IN)
def answer(identity: str) -> Any:
    """Answer what the office asks."""
    item = _mine(identity)
    handing_in.answer(registry(), item, request.form.get("answer", ""), seen=version_of(), who=who())
    flash(_("Đã gửi câu trả lời."))
    return _to(item)


@blueprint.post("/<identity>/withdraw")
@guarded(*HANDS_IN)
def withdraw(identity: str) -> Any:
    """Take the list back."""
    item = _mine(identity)
    handing_in.withdraw(registry(), item, seen=version_of(), who=who())
    flash(_("Đã rút danh sách; sổ đăng ký không thay đổi."))
    return redirect(url_for("mast_lists.listed"), 303)


@blueprint.post("/<identity>/compare")
@guarded(*HANDS_IN)
def compare(identity: str) -> Any:
    """Have the list compared anew, after a comparison that failed."""
    item = _of(identity)
    comparing.again(registry(), item, who=who())
    return _back(item)


@blueprint.post("/<identity>/workbook")
@guarded(*SENDERS)
def workbook(identity: str) -> Any:
    """Have the marked workbook made."""
    item = _of(identity)
    marked_workbook.make(registry(), item, who=who())
    return _back(item, "workbook")


@blueprint.get("/<identity>/marked.xlsx")
@guarded(*SENDERS)
def marked(identity: str) -> Response:
    """Send the marked workbook."""
    item = _of(identity)
    path = marked_workbook.workbook(registry(), item)
    if path is None:
        raise RefusalError("MAST-LIST-NO-WORKBOOK")
    return send_file(path, as_attachment=True, download_name=marked_workbook.download_name(item))


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | Response:
    """Say a refusal where the deed was tried, with what was typed."""
    identity = (request.view_args or {}).get("identity")
    return _page(_of(identity), error) if identity else _listed(error)


def _listed(refusal: RefusalError | None = None) -> str | Response:
    own = own_code(current_person())
    state = request.args.get("state", "")
    if state and state not in words.STATES:
        known = ", ".join(words.STATES)
        raise RefusalError("WEB-PARAMETER", name="state", value=state[:40], wanted_vi=known, wanted_en=known)
    every = [
        item for item in service.list_mast_lists(registry(), own) if not state or item.state.value == state
    ]
    names = organisation_names()
    columns = [
        Column("name", _("Tệp"), lambda one: one.name),
        *(
            [Column("operator", _("Doanh nghiệp"), lambda one: names.get(one.operator, one.operator))]
            if own is None
            else []
        ),
        Column("kind", _("Loại"), lambda one: words.KINDS[one.kind.value]),
        Column("date", _("Số liệu đến ngày"), lambda one: one.list_date),
        Column("state", _("Tình trạng"), lambda one: words.STATES[one.state.value]),
        Column("sent", _("Gửi lúc"), lambda one: one.sent_at),
    ]
    found = listing(every, columns, filters=("state",), endpoint="mast_lists.listed")
    if wants_book():
        return found.book(_("Danh sách cột đã nộp"))
    return render_template(
        "lists/list.html",
        listed=found,
        items=found.items,
        state=state,
        names=names,
        operators=operator_names(),
        is_carrier=own is not None,
        usual=_usual_kind(own),
        may_begin=not current_person().roles.isdisjoint(HANDS_IN),
        today=today().isoformat(),
        extensions=handing_in.ENDINGS,
        limit_mb=settings_limit_mb(),
        refusal=refusals.said(refusal),
        form=request.form,
        words=words,
    )


def _usual_kind(own: str | None) -> str:
    """Return what kind of list is offered: that of the quarter, but the first where the register has none."""
    first = own is not None and not names_masts(registry(), own)
    return (MastListKind.FIRST if first else MastListKind.QUARTERLY).value


def _page(item: MastList, refusal: RefusalError | None = None) -> str:
    return render_template(
        "lists/show.html",
        names=organisation_names(),
        extensions=handing_in.ENDINGS,
        today=today().isoformat(),
        **page_values(refusal, item),
    )


def _of(identity: str) -> MastList:
    return service.get_mast_list(registry(), identity, own_code(current_person()))


def _mine(identity: str) -> MastList:
    """Return a list that the present person changes: a carrier its own, the office what it entered itself."""
    item = _of(identity)
    if own_code(current_person()) is None and not item.by_office:
        raise RefusalError("MAST-LIST-STATE")
    return item


def _to(item: MastList) -> Any:
    return redirect(url_for("mast_lists.show", identity=item.id), 303)


def _back(item: MastList, anchor: str = "") -> Any:
    """Go back to where on the page one was."""
    asked = {name: request.form.get(f"at-{name}", "") for name in (*FILTERS, "q", "page")}
    held: dict[str, Any] = {name: text for name, text in asked.items() if text}
    if anchor:
        held["_anchor"] = anchor
    return redirect(url_for("mast_lists.show", identity=item.id, **held), 303)


back, of = _back, _of
