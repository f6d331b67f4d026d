"""Defects (tồn tại): the lists, one defect with its steps, and what each side does about it."""

from contextlib import ExitStack
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.field.defects import Defect, Severity
from registry.model.people import INSIDE, Role
from registry.safety.checklists import vocabulary
from registry.services.field import defects as service
from registry.services.field.defect_letters import untold_of
from registry.services.field.defect_penalties import possible_of
from registry.services.field.defect_pictures import marks_of
from registry.services.field.waiting import overdue_defects
from registry.services.office.calendar import in_vietnam, now, today
from registry.services.office.table_book import table_book
from registry.services.public import citizen_reports as reports
from web.field.corrected import corrected_of
from web.field.defects_frame import (
    basis_of,
    blueprint,
    in_list,
    marked,
    matching,
    names,
    overdue_masts,
    photo_of,
    seen,
)
from web.field.defects_stated import open_count
from web.field.defects_whose import offered
from web.field.visit_lines import visit_lines
from web.frame import parameters, refusals
from web.frame.data_answer import json_payload, send
from web.frame.downloads import download
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, Listing, listing
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.frame.uploads import kept_aside
from web.frame.wording import board_words as words
from web.frame.wording.defect_lines import clock_of, line_of
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config

READ = (*sorted(INSIDE), Role.CARRIER)
MOST_DRAWN = 400
UNKNOWN_WHOSE = "?"
MOST_PHOTOS = 6
_ASKED = ("show", "q", "sort", "page", "organisation", "severity", "mine", "map", "campaign")


def waiting() -> int:
    """Return how many defects are overdue; the bar of every page says it."""
    return overdue_defects(registry(), person=current_person())


@blueprint.get("")
@guarded(*sorted(INSIDE))
def listed() -> str:
    """Show the defects of a list, searched and chosen, the earliest deadline first."""
    return _list("defects.listed")


@blueprint.get("/own")
@guarded(Role.CARRIER)
def own() -> str:
    """Show a carrier the defects that it has to remedy."""
    return _list("defects.own")


@blueprint.get("/export.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send the defects that the page lists, all of them, as a workbook."""
    parameters.known_only(request.args, _ASKED)
    _chosen, listed, _counts = _lines()
    header = [
        _("Mã cột"), _("Địa điểm"), _("Vĩ độ"), _("Kinh độ"), _("Đơn vị quản lý"), _("Tồn tại"), _("Ghi chú"),
        _("Mức độ"), _("Ngày phát hiện"), _("Hạn khắc phục"), _("Căn cứ thời hạn"), _("Trạng thái"),
        _("Tình hình"), _("Số công văn"), _("Ngày công văn"), _("Ngày kết thúc"),
    ]  # fmt: skip
    rows = [
        [
            one.mast.code, line["place"], one.mast.lat, one.mast.lon, line["organisation"], line["name"],
            one.note, str(line["severity"][0]), one.found_on, one.deadline, basis_of(one), str(line["state"]),
            line["clock"][1], one.letter_number, one.letter_on, one.closed_on,
        ]
        for line in listed.rows
        for one in (line["defect"],)
    ]  # fmt: skip
    book = table_book(registry(), _("Tồn tại"), header, rows)
    return download(book, f"ton-tai-{today():%Y%m%d}.xlsx")


@blueprint.get("/overdue.json")
@guarded(*READ)
def overdue() -> Response:
    """Send the masts with overdue defects for the map."""
    return send(json_payload(overdue_masts()))


@blueprint.get("/<identity>")
@guarded(*READ)
def show(identity: str) -> str:
    """Show one defect: what it is, its deadline and source, its steps, and what comes next."""
    parameters.known_only(request.args, ())
    return _page(identity)


@blueprint.get("/<identity>/photos/<sha256>/marked")
@guarded(*READ)
def marked_photo(identity: str, sha256: str) -> Response:
    """Send a photo of a defect with what was drawn over it on the visit."""
    defect, _steps = seen(identity)
    named = sha256 if sha256 in defect.photos else ""
    return marked(named, marks_of(registry(), [defect]).get(named, ()))


@blueprint.get("/<identity>/photos/<sha256>")
@guarded(*READ)
def photo(identity: str, sha256: str) -> Response:
    """Send a photo of a defect."""
    return photo_of(identity, sha256)


@blueprint.post("/<identity>/answer")
@guarded(*WORKERS, Role.CARRIER)
def answer(identity: str) -> Any:
    """Record what the organisation did: by itself on its own page, or by an officer who has its letter."""
    sent = _sent()
    with ExitStack() as stack:
        service.answer_defect(
            registry(),
            identity,
            words=request.form.get("words", ""),
            photos=[stack.enter_context(kept_aside(file)) for file in sent],
            remedied_on=day_of("remedied_on"),
            finished=day_of("remedied_on") is not None,
            person=current_person(),
            seen=version_of(),
        )
    if day_of("remedied_on") is None:
        flash(
            _("Đã ghi báo cáo tiến độ; tồn tại vẫn chờ khắc phục. Xong thì báo lại với ngày khắc phục xong.")
        )
    else:
        flash(_("Đã ghi báo cáo khắc phục; chờ cơ quan phúc tra."))
    return _back(identity)


@blueprint.post("/<identity>/reinspect")
@guarded(*WORKERS)
def reinspect(identity: str) -> Any:
    """Record a re-inspection: remedied, or not yet and until when."""
    result = request.form.get("result", "")
    if result not in {"remedied", "not_remedied"}:
        raise RefusalError("REQUEST-VALUE", value=result[:40])
    sent = _sent()
    with ExitStack() as stack:
        service.reinspect_defect(
            registry(),
            identity,
            remedied=result == "remedied",
            on_day=day_of("on_day") or today(),
            words=request.form.get("words", ""),
            photos=[stack.enter_context(kept_aside(file)) for file in sent],
            new_deadline=day_of("new_deadline") if result == "not_remedied" else None,
            person=current_person(),
            seen=version_of(),
        )
    flash(_("Đã ghi kết quả phúc tra."))
    return _back(identity)


@blueprint.post("/<identity>/end")
@guarded(*WORKERS)
def end(identity: str) -> Any:
    """Close a defect without a re-inspection, or withdraw what was none; each with its reason."""
    deed = service.withdraw_defect if request.form.get("deed") == "withdraw" else service.close_defect
    deed(
        registry(),
        identity,
        reason=request.form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã ghi."))
    return _back(identity)


@blueprint.post("/<identity>/reopen")
@guarded(*WORKERS)
def reopen(identity: str) -> Any:
    """Open a defect again that was closed or withdrawn by mistake, with the reason."""
    service.reopen_defect(
        registry(),
        identity,
        reason=request.form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã mở lại tồn tại; chờ khắc phục."))
    return _back(identity)


@blueprint.post("/<identity>/grade")
@guarded(*WORKERS)
def grade(identity: str) -> Any:
    """State another severity, or another deadline, with the reason."""
    form, person, reason = request.form, current_person(), request.form.get("reason", "")
    defect, _steps = seen(identity)
    stated = day_of("deadline")
    deadline = None if stated == defect.deadline else stated
    severity = form.get("severity", "")
    if severity and severity != defect.severity:
        one_of(Severity, severity)
        service.set_severity(
            registry(), identity, severity=severity, reason=reason, person=person, seen=version_of(),
            deadline=deadline,
        )  # fmt: skip
    elif deadline is not None:
        service.set_deadline(
            registry(), identity, deadline=deadline, reason=reason, person=person, seen=version_of()
        )
    else:
        raise RefusalError("DEFECT-NOTHING-CHANGED")
    flash(_("Đã ghi."))
    return _back(identity)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the defect, with what was typed still there; else as every page does."""
    identity = (request.view_args or {}).get("identity", "")
    return _page(identity, error) if identity else None


def _list(endpoint: str) -> str:
    parameters.known_only(request.args, _ASKED)
    person, day, campaign = current_person(), today(), request.args.get("campaign", "")
    chosen, listed, counts = _lines()
    lines = list(listed.rows)
    kept: dict[str, Any] = {name: request.args[name] for name in _ASKED if request.args.get(name)}
    kept.pop("page", None)
    made = _map(lines[:MOST_DRAWN]) if "map" in request.args and lines else None
    known = names() | {UNKNOWN_WHOSE: _("Chưa rõ đơn vị")}
    return render_template(
        "field/defects/list.html",
        endpoint=endpoint,
        lists=[(name, words.DEFECT_LISTS[name], count) for name, count in counts.items()],
        chosen=chosen,
        total=counts["all"] + counts["none"],
        found=len(lines),
        items=listed.items,
        listed=listed,
        kept=kept,
        asked=request.args.get("q", "").strip(),
        organisation=request.args.get("organisation", ""),
        severity=request.args.get("severity", ""),
        mine="mine" in request.args,
        campaign=campaign,
        organisations=_organisations(known) if person.sees_all else [],
        severities=words.SEVERITIES,
        inside=person.sees_all,
        map=None if made is None else folium_page(made, nonce()),
        drawn=MOST_DRAWN,
        day=day,
        stated=open_count(),
        untold=untold_of(registry(), person=person) if person.is_staff else 0,
        untold_here=untold_of(registry(), campaign, person=person) if campaign else 0,
    )


def _organisations(known: dict[str, str]) -> list[tuple[str, str]]:
    every = service.list_defects(registry(), person=current_person())
    codes = {one.organisation or UNKNOWN_WHOSE for one in every}
    return sorted(((code, known.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _lines() -> tuple[str, Listing, dict[str, int]]:
    """Return the list asked for (the first that holds anything), its lines, and how many each holds."""
    day, person, values = today(), current_person(), request.args
    every = service.list_defects(registry(), person=person, campaign=values.get("campaign", ""))
    if values.get("organisation"):
        every = [one for one in every if (one.organisation or UNKNOWN_WHOSE) == values["organisation"]]
    if values.get("severity"):
        every = [one for one in every if one.severity == values["severity"]]
    if "mine" in values:
        every = [one for one in every if one.who == person.name]
    known = names()
    lines = matching([line_of(one, day, known) for one in every], values.get("q", "").strip())
    counts = {name: sum(in_list(line["defect"], name, day) for line in lines) for name in words.DEFECT_LISTS}
    chosen = values.get("show", "")
    if chosen not in counts:
        chosen = next((name for name, count in counts.items() if count), "open")
    found = listing(
        [line for line in lines if in_list(line["defect"], chosen, day)],
        _columns(inside=person.sees_all),
        kept=("show", "campaign"),
        filters=("organisation", "severity", "mine", "map"),
        searched=True,
    )
    return chosen, found, counts


def _columns(*, inside: bool) -> list[Column]:
    grades = list(words.SEVERITIES)
    columns = [
        Column("mast", _("Cột"), lambda line: line["defect"].mast.code),
        Column("name", _("Tồn tại"), lambda line: line["name"]),
        Column("severity", _("Mức độ"), lambda line: grades.index(line["defect"].severity)),
        Column("deadline", _("Hạn khắc phục"), lambda line: line["defect"].deadline),
    ]
    if inside:
        columns.append(Column("organisation", _("Đơn vị"), lambda line: line["organisation"]))
    return [*columns, Column("state", _("Trạng thái"), lambda line: line["state"])]


def _map(lines: list[dict[str, Any]]) -> Any:
    day = today()
    by_mast: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_mast.setdefault(line["defect"].mast.structure, []).append(line)
    points = []
    for of in by_mast.values():
        first: Defect = of[0]["defect"]
        late = any(line["defect"].overdue(day, now()) for line in of)
        more = f" (+{len(of) - 1})" if len(of) > 1 else ""
        points.append(
            {
                "at": [first.mast.lat, first.mast.lon],
                "label": f"{first.mast.code}: {of[0]['name']}{more}",
                "group": "over" if late else "soon" if first.standing else "completed",
                "url": url_for("defects.show", identity=first.id),
            }
        )
    return desk_map(settings(), box_around(points), positions_config(points))


def _page(identity: str, refusal: RefusalError | None = None) -> str:
    defect, steps = seen(identity)
    person, day = current_person(), today()
    line = line_of(defect, day, known := names())
    word = vocabulary().defects.get(defect.defect)
    lang = language()
    remedy = "" if word is None else word.remedy_vi if lang == "vi" else word.remedy_en
    points = [{"at": [defect.mast.lat, defect.mast.lon], "label": defect.mast.code, "group": "over"}]
    made = desk_map(settings(), box_around(points), positions_config(points))
    return render_template(
        "field/defects/show.html",
        drawn_over=marks_of(registry(), [defect]),
        defect=defect,
        line=line,
        clock=clock_of(defect, day),
        remedy=remedy,
        basis=basis_of(defect),
        office_days=defect.deadline_basis.startswith("DEF-")
        and defect.deadline_basis[4:].lower() in set(Severity),
        steps=[
            (step, words.STEPS.get(step.kind, step.kind), in_vietnam(step.at) if step.at else None)
            for step in steps
        ],
        refusal=refusals.said(refusal),
        form=request.form,
        map=folium_page(made, nonce()),
        possible=possible_of(registry(), identity, person=person) if person.is_staff else None,
        corrected=corrected_of(defect, person, lang) if defect.standing else None,
        severities=words.SEVERITIES,
        whose_names=known,
        whose=offered(defect.mast.organisation) if person.is_staff else [],
        staff=person.is_staff,
        inside=person.sees_all,
        carrier=person.is_one_of(Role.CARRIER),
        back=url_for("defects.listed" if person.sees_all else "defects.own"),
        reports=reports.reports(registry(), structure=defect.mast.structure) if person.is_staff else [],
        visits=visit_lines(defect),
        kinds=words.REPORT_KINDS,
        today=day,
        most_photos=MOST_PHOTOS,
        lang=lang,
    )


def _sent() -> list[Any]:
    sent = [file for file in request.files.getlist("photos") if file.filename]
    if len(sent) > MOST_PHOTOS:
        raise RefusalError("REPORT-PHOTOS", most=MOST_PHOTOS)
    return sent


def _back(identity: str) -> Any:
    return redirect(url_for("defects.show", identity=identity), 303)
