"""The agreed positions: what is still to be built, what is late, what was built and where."""

import datetime as dt
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.coordinates import read_pair, read_text
from registry.messages import Language, render, say
from registry.model.numbers import plain_number
from registry.model.people import Role
from registry.model.requests.desk_records import ApprovalState
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.register.position_hints import hint_source
from registry.services.requests.agreed.agreements import agreed_rows
from registry.services.requests.agreed.approval_list import (
    GROUPS,
    ApprovalLine,
    approval_history,
    approval_line,
    approval_lines,
    matching,
    term_words,
)
from registry.services.requests.agreed.approvals import (
    AsBuilt,
    compare_built,
    extend,
    extension_left,
    report_completion,
    revoke,
)
from registry.services.requests.agreed.extensions import answer_extension, ask_extension, count_asked
from registry.services.requests.agreed.noticed import notices_of
from registry.services.requests.conditions.following import NAMES
from registry.services.requests.conditions.owed import ENDED
from registry.services.requests.opened import load_request
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.people import OFFICERS, organisation_names, own_code, who
from web.frame.security.csp import nonce
from web.frame.wording.words import CLASSES
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config
from web.requests import approvals_words as words
from web.requests.frame import may_judge
from web.requests.matters import agreed_view
from web.requests.view import said_to
from web.requests.words import ENDED as ENDED_WORDS

blueprint = Blueprint("approvals", __name__, url_prefix="/approvals")

READ = tuple(role for role in READERS if role != "consulted")
REPORT = (*OFFICERS, Role.CARRIER)
A_PAGE = 50


def waiting() -> int:
    """Return how many requests for more time wait for the office's answer; none for a carrier."""
    return count_asked(registry()) if may_judge() else 0


@blueprint.get("")
@guarded(*READ)
def listed() -> str:
    """Show the agreed positions of a group, searched and sorted, on a table and on a map."""
    parameters.known_only(request.args, ("show", "q", "sort", "page"))
    every, names = _own_lines(), organisation_names()
    found = matching(every, request.args.get("q", "").strip(), names)
    chosen = _chosen(found)
    lines = _asked(found, chosen, names)
    pages = max(1, -(-len(lines) // A_PAGE))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    return render_template(
        "requests/approvals/list.html",
        groups=[(name, words.GROUPS[name], sum(line.group == name for line in found)) for name in GROUPS],
        chosen=chosen,
        items=lines[(page - 1) * A_PAGE : page * A_PAGE],
        found=len(found),
        page=page,
        pages=pages,
        asked=request.args.get("q", "").strip(),
        order=request.args.get("sort", "urgent"),
        sorts=words.SORTS,
        built=words.BUILT,
        names=names,
        total=len(every),
        to_answer=[line for line in every if line.waiting] if may_judge() else [],
        is_carrier=own_code(current_person()) is not None,
        **_of_request(request.args.get("q", "").strip(), every),
        map=_map(lines) if lines else None,
    )


def _of_request(asked: str, every: list[ApprovalLine]) -> dict[str, Any]:
    """Return what became of the agreed rows of a request whose number is searched, where one may see it."""
    found = next((line.approval.request for line in every if line.number == asked), "")
    file = load_request(registry(), found) if found else None
    if file is None or own_code(current_person()) not in (None, file.request.organisation):
        return {"agreed_made": None}  # who operates a position that another asked for sees the position only
    return {"agreed_made": agreed_rows(registry(), file), "request_": file.request}


@blueprint.get("/export.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send the rows that the page lists, all of them, as a workbook."""
    parameters.known_only(request.args, ("show", "q", "sort", "page"))
    every, names = _own_lines(), organisation_names()
    found = matching(every, request.args.get("q", "").strip(), names)
    lines = _asked(found, _chosen(found), names)
    header = [
        _("Mã vị trí"), _("Doanh nghiệp"), _("Hồ sơ"), _("Số văn bản"), _("Ngày văn bản"), _("Kinh độ"),
        _("Vĩ độ"), _("Tình trạng"), _("Hạn xây dựng"), _("Số ngày còn lại"), _("Căn cứ thời hạn"),
        _("Gia hạn (tháng)"), _("Lý do gia hạn"), _("Ngày hoàn thành"), _("Kinh độ hoàn công"),
        _("Vĩ độ hoàn công"), _("Độ lệch (m)"), _("Kết quả so sánh"), _("Chiều cao hoàn công (m)"),
        _("Cao hơn đã thống nhất (m)"), _("Ghi chú hoàn công"),
        _("Lý do thu hồi"), _("Hồ sơ điều chỉnh"),
    ]  # fmt: skip
    lang = language()
    rows = [
        [
            line.approval.code, names.get(line.approval.operator, line.approval.operator), line.number,
            line.approval.decision, line.approval.approved_on, line.approval.lon, line.approval.lat,
            str(words.GROUPS[line.group]), *_term(line, lang),
            line.approval.extended_months, line.approval.extension_ground,
            line.approval.completed_on, line.approval.built_lon, line.approval.built_lat,
            line.approval.built_off_m, str(words.BUILT.get(line.approval.built_outcome, "")),
            line.approval.built_height_m, line.approval.built_higher_m, line.built_note,
            line.revoked_for, line.replaced_in,
        ]
        for line in lines
    ]  # fmt: skip
    book = table_book(registry(), _("Vị trí đã thống nhất"), header, rows)
    return download(book, f"vi-tri-da-thong-nhat-{today():%Y%m%d}.xlsx")


def _term(line: ApprovalLine, lang: Language) -> tuple[Any, Any, str]:
    """Return the day to build by, the days left and on what ground; of what is no longer agreed, none."""
    if line.revoked_for or line.replaced_in:
        return None, None, ""
    return line.approval.build_by, line.days_left, term_words(line.approval, lang)


@blueprint.get("/<approval>")
@guarded(*READ)
def show(approval: str) -> str:
    """Show one agreed position with everything that can be done about it."""
    return _page(line_of(approval))


@blueprint.post("/<approval>/extend")
@guarded(*OFFICERS)
def lengthen(approval: str) -> Any:
    """Extend the time to build, with its ground."""
    line = line_of(approval)
    months = int_of(request.form.get("months", ""))
    extend(
        registry(), line.approval.id, months, ground=request.form.get("ground", ""), who=who(),
        seen=version_of(),
    )  # fmt: skip
    return _back(approval, _("Đã ghi gia hạn. Dự thảo trả lời ở đầu trang."))


@blueprint.post("/<approval>/ask-extension")
@guarded("carrier")
def ask(approval: str) -> Any:
    """Record that the carrier asks for more time."""
    line = line_of(approval)
    months = int_of(request.form.get("months", ""))
    ask_extension(registry(), line.approval.id, months, ground=request.form.get("ground", ""), who=who())
    return _back(approval, _("Đã gửi đề nghị gia hạn."))


@blueprint.post("/<approval>/asks/<asked>")
@guarded(*OFFICERS)
def answer(approval: str, asked: str) -> Any:
    """Grant or decline what the carrier asked for."""
    line = line_of(approval)
    if asked not in {item.id for item in line.asks}:
        raise RefusalError("EXTENSION-UNKNOWN")
    given = request.form.get("answer", "")
    if given not in ("granted", "declined"):
        raise RefusalError("REQUEST-VALUE", value=given[:40])
    answer_extension(
        registry(), asked, granted=given == "granted", reason=request.form.get("reason", ""), who=who(),
        seen=version_of(),
    )  # fmt: skip
    said = {
        "granted": _("Đã ghi gia hạn. Dự thảo trả lời ở đầu trang."),
        "declined": _("Đã ghi không gia hạn. Dự thảo trả lời ở đầu trang."),
    }
    return _back(approval, said[given])


@blueprint.post("/<approval>/revoke")
@guarded(*OFFICERS)
def withdraw(approval: str) -> Any:
    """Record the office's decision to take the agreement back, with its reason."""
    line = line_of(approval)
    revoke(registry(), line.approval.id, reason=request.form.get("reason", ""), who=who(), seen=version_of())
    return _back(approval, _("Đã ghi thu hồi. Dự thảo thông báo ở đầu trang: ký rồi gửi doanh nghiệp."))


@blueprint.post("/<approval>/complete")
@guarded(*REPORT)
def complete(approval: str) -> Any:
    """Compare as-built coordinates with the approved ones; write them once whoever reports has seen that."""
    line = line_of(approval)
    if line.approval.state is not ApprovalState.APPROVED:
        raise RefusalError("APPROVAL-CLOSED", code=line.approval.code)
    text = request.form.get("position", "").strip()
    on = day_of("completed_on")
    if on is None:
        raise RefusalError("DATE-NOT-READ", value="")
    if not line.approval.approved_on <= on <= today():
        raise RefusalError("REQUEST-DAY", day=on, first=line.approval.approved_on, last=today())
    lon, lat, accuracy_m, told = _built_at(text, line)
    height_m = _built_height()
    if request.form.get("confirmed") == f"{lon:.7f} {lat:.7f}":
        report_completion(
            registry(), line.approval.id, lon=lon, lat=lat, completed_on=on, who=who(), seen=version_of(),
            accuracy_m=accuracy_m, height_m=height_m, note=request.form.get("note", ""),
        )  # fmt: skip
        return _back(approval, _("Đã ghi nhận hoàn thành."))
    built = compare_built(registry(), line.approval, lon, lat, height_m)
    return _page(line, compared=(lon, lat, on, built, told))


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page of the position where the deed was tried, with what was typed."""
    approval = (request.view_args or {}).get("approval", "")
    return _page(line_of(approval), refusal=error)


def _built_height() -> float | None:
    """Return the mast's height as built in metres, None where the form states none."""
    text = request.form.get("height", "").strip()
    value = plain_number(text.removesuffix("m").strip()) if text else None
    if text and value is None:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return value


def _built_at(text: str, line: ApprovalLine) -> tuple[float, float, float, list[str]]:
    """Return longitude, latitude, accuracy and what was said when as-built coordinates were read.

    Read in any form, by what is known of the position; one that lies outside the province is refused.
    """
    item = line.approval
    hints = replace(hint_source(registry(), today())({}), registered=(item.lon, item.lat))
    readings = [read_text(text, hints)]
    parts = text.split()
    if len(parts) == 2:  # two numbers that write their decimals differently, as 21,2734 106.1946
        readings.append(read_pair(parts[1], parts[0], hints))
    lang = language()
    for reading in readings:
        lon, lat = reading.position.lon, reading.position.lat
        if lon is not None and lat is not None and hints.holds(lon, lat):
            told = [render(problem.code, problem.params, lang) for problem in reading.problems]
            return lon, lat, max(1.0, reading.position.accuracy_m), told
    told = [render(problem.code, problem.params, lang) for problem in readings[0].problems]
    raise RefusalError("BUILT-POSITION", value=text[:80], why="; ".join(told) or "–")


Compared = tuple[float, float, dt.date, AsBuilt, list[str]]


def _page(
    line: ApprovalLine, *, refusal: RefusalError | None = None, compared: Compared | None = None
) -> str:
    person, item, lang = current_person(), line.approval, language()
    carrier = own_code(person) is not None
    open_ = item.state is ApprovalState.APPROVED
    file = load_request(registry(), item.request)
    row = file.rows[item.row]
    said = said_to(row, file, person)
    points = [{"at": [item.lat, item.lon], "label": item.code, "group": line.group}]
    if compared is not None:
        points.append(
            {"at": [compared[1], compared[0]], "label": _("Hoàn công"), "group": compared[3].outcome}
        )
    elif item.built_lon is not None and item.built_lat is not None:
        points.append(
            {"at": [item.built_lat, item.built_lon], "label": _("Hoàn công"), "group": item.built_outcome}
        )
    return render_template(
        "requests/approvals/show.html",
        line=line,
        item=item,
        agreed=row.proposal,
        altered=agreed_view(replace(row, noticed=None), person, lang),
        conditions=[
            (said(one.text), one.state.value, say(NAMES[one.state], lang))
            for one in row.conditions
            if one.state.binds
        ],
        unmet=0 if item.state in ENDED else sum(one.state.unmet for one in row.conditions),
        ended=ENDED_WORDS.get(item.state.value, ""),
        classes=CLASSES,
        refusal=refusals.said(refusal),
        compared=compared,
        form=request.form,
        group=words.GROUPS[line.group],
        built=words.BUILT,
        height_words=words.height_words,
        asked=words.ASKED if open_ else words.ASKED | {"": words.NEEDLESS},
        term=term_words(item, lang),
        names=organisation_names(),
        left=extension_left(registry(), item),
        may_notify=open_ and carrier,
        notices=[
            one
            for one in notices_of(registry(), item)
            if person.sees_all or one.organisation == own_code(person)
        ],
        may_report=open_ and person.is_one_of(*REPORT),
        may_decide=open_ and person.is_one_of(*OFFICERS),
        may_ask=open_ and carrier and line.waiting is None,
        has_withdrawal=line.approval.state is ApprovalState.REVOKED and person.is_one_of(*OFFICERS),
        has_letter=open_ and line.group == "over" and person.is_one_of(*OFFICERS),
        has_answer=person.is_one_of(*OFFICERS)
        and (item.extended_months > 0 or any(ask_.answer for ask_ in line.asks)),
        history=words.history_lines(approval_history(registry(), line), person),
        today=today(),
        epsg=context().metric_epsg,
        map=_drawn(points, link=True),
    )


def _map(lines: list[ApprovalLine]) -> Any:
    return _drawn(
        [
            {
                "at": [line.approval.lat, line.approval.lon],
                "label": line.approval.code,
                "group": line.group,
                "url": url_for("approvals.show", approval=line.approval.id),
            }
            for line in lines
        ]
    )


def _drawn(points: list[dict[str, Any]], *, link: bool = False) -> Any:
    config = positions_config(points, joined=link)
    return folium_page(desk_map(settings(), box_around(points), config), nonce())


def _own_lines() -> list[ApprovalLine]:
    return approval_lines(registry(), organisation=own_code(current_person()))


def line_of(approval: str) -> ApprovalLine:
    """Return a position that the person may see; another organisation's is not there at all."""
    found = approval_line(registry(), approval, organisation=own_code(current_person()))
    if found is None:
        raise RefusalError("APPROVAL-UNKNOWN")
    return found


def _chosen(every: list[ApprovalLine]) -> str:
    """Return the group that is asked for: the most urgent that holds anything, unless one is named."""
    asked = request.args.get("show", "")
    if asked in GROUPS or asked == "all":
        return asked
    return next((name for name in GROUPS if any(line.group == name for line in every)), "all")


def _asked(found: list[ApprovalLine], chosen: str, names: dict[str, str]) -> list[ApprovalLine]:
    """Return what a search found of a group, sorted as asked."""
    lines = [line for line in found if chosen in (line.group, "all")]
    order = request.args.get("sort", "urgent")
    if order == "newest":
        lines.sort(key=lambda line: line.approval.approved_on, reverse=True)
    elif order == "code":
        lines.sort(key=lambda line: line.approval.code)
    elif order == "organisation":
        lines.sort(key=lambda line: names.get(line.approval.operator, line.approval.operator))
    return lines


def _back(approval: str, said: str = "") -> Any:
    if said:
        flash(said)
    return redirect(url_for("approvals.show", approval=approval), 303)
