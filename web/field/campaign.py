"""One campaign: its masts on the map and in a table, who visits which, its papers, and how it ends."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.field.defects import FOUND_DEFECTS, Defect
from registry.model.field.inspections import Campaign, CampaignKind, CampaignTarget
from registry.model.numbers import rounded
from registry.model.people import INSIDE
from registry.services.field import campaign_targets as targets
from registry.services.field import campaigns as service
from registry.services.field.defects import list_defects
from registry.services.field.doubts.answers import doubts, unanswered
from registry.services.field.packs.ground import PackMap, pack_map
from registry.services.field.self_inspection import codes_stated, facts_stated, self_inspections_of
from registry.services.field.vocabulary import defect_row, place_words
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from web.field.campaigns_frame import blueprint, map_config, mark_of, names, progress_words
from web.field.defects_frame import sent
from web.field.self_inspection_words import self_row
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.data_answer import json_payload, send
from web.frame.downloads import download
from web.frame.forms import day_of, version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import present_number, registry, settings, since_of
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording import board_words, words
from web.map.chosen import area_words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around

A_PAGE = 50
SORTS = ("place", "score", "code", "due_on", "assignee")
FILE_KINDS = ("decision", "minutes", "letter", "list")
_ASKED = ("q", "progress", "assignee", "sort", "page")


@blueprint.get("/<campaign>")
@guarded(*sorted(INSIDE))
def show(campaign: str) -> str:
    """Show a campaign with its masts: searched, chosen, sorted, a page at a time."""
    parameters.known_only(request.args, _ASKED)
    return page(campaign)


@blueprint.get("/<campaign>/masts.json")
@guarded(*sorted(INSIDE))
def masts(campaign: str) -> Response:
    """Send the masts of a campaign for its map."""
    found = targets.targets_of(registry(), campaign, person=current_person(), day=today())
    return send(json_payload([mark_of(one) for one in found]))


@blueprint.get("/<campaign>/export.xlsx")
@guarded(*sorted(INSIDE))
def export(campaign: str) -> Response:
    """Send the masts that the page lists, all of them, as a workbook."""
    parameters.known_only(request.args, _ASKED)
    found = service.get_campaign(registry(), campaign, person=current_person())
    known, noted = names(), _noted(campaign)
    header = [
        _("Thứ tự trong đợt"), _("Mã cột"), _("Địa điểm"), _("Xã, phường"), _("Vĩ độ"), _("Kinh độ"),
        _("Đơn vị quản lý"), _("Kiểu cột"), _("Chiều cao (m)"), _("Điểm rủi ro"), _("Người đi"), _("Hạn"),
        _("Tiến độ"), _("Trễ hạn"), _("Ngày kiểm tra"), _("Số lượt"), _("Số tồn tại"), _("Chưa kết thúc"),
        _("Tồn tại"), _("Vì sao chọn"), _("Ghi chú"),
    ]  # fmt: skip
    rows = [
        [
            one.place, one.mast.code, place_words(one.mast), one.mast.commune, one.mast.lat, one.mast.lon,
            known.get(one.organisation, one.organisation), str(words.FORMS.get(one.mast.form, one.mast.form)),
            one.mast.mast_height_m,
            None if one.score is None else rounded(one.score, 1), one.assignee, one.due_on,
            progress_words(one), _("có") if one.late else "", one.visited_on,
            len(one.inspections), *noted(one.mast.structure), one.reason, one.note,
        ]
        for one in _chosen(campaign)
    ]  # fmt: skip
    return download(table_book(registry(), found.name, header, rows), "dot-kiem-tra.xlsx")


def _noted(campaign: str) -> Callable[[str], tuple[int, int, str]]:
    """Return of a mast how many defects the campaign noted, how many still stand, and all in words."""
    by_mast: dict[str, list[Defect]] = defaultdict(list)
    for one in list_defects(registry(), person=current_person(), campaign=campaign):
        if one.state in FOUND_DEFECTS:
            by_mast[one.mast.structure].append(one)

    def told(structure: str) -> tuple[int, int, str]:
        held = by_mast[structure]
        rows = [defect_row(at, one, language()) for at, one in enumerate(held, 1)]
        said = "; ".join(f"{row['what']} ({row['severity']})" for row in rows)
        return len(held), sum(one.standing for one in held), said

    return told


@blueprint.post("/<campaign>/assign")
@guarded(*WORKERS)
def assign(campaign: str) -> Any:
    """Give the ticked masts (or all that the filter lists) to somebody, or another due date."""
    form = request.form
    ids = form.getlist("target")
    if form.get("all"):
        ids = [one.id for one in _chosen(campaign, form)]
    if not ids:
        raise RefusalError("CAMPAIGN-NONE-TICKED")
    assignee, due = form.get("assignee", ""), day_of("due_on")
    if not assignee and due is None:
        raise RefusalError("CAMPAIGN-NOTHING-SAID")
    count = targets.assign(
        registry(),
        campaign,
        ids,
        person=current_person(),
        assignee=None if not assignee else "" if assignee == "-" else assignee,
        due_on=due,
        since=since_of(form),
    )
    flash(_given(count, assignee))
    return _back(campaign)


def _given(count: int, assignee: str) -> str:
    """Say what was done with the ticked masts: given to somebody, taken from all, or only another day."""
    if not assignee:
        return str(_("Đã đổi hạn của %(n)s cột.", n=count))
    if assignee == "-":
        return str(_("Đã bỏ người đi của %(n)s cột.", n=count))
    return str(_("Đã giao %(n)s cột cho %(name)s.", n=count, name=assignee))


@blueprint.post("/<campaign>/add")
@guarded(*WORKERS)
def add(campaign: str) -> Any:
    """Add masts by their codes."""
    from registry.services.field.selection import Selection, choose

    codes = request.form.get("codes", "").replace(",", " ").replace(";", " ").split()
    if not codes:
        raise RefusalError("CAMPAIGN-NONE-TICKED")
    found = choose(registry(), Selection(codes=tuple(codes)))
    count = targets.add_targets(
        registry(),
        campaign,
        [one.mast.structure for one in found],
        person=current_person(),
        reason=request.form.get("reason", "").strip(),
    )
    flash(_("Đã thêm %(n)s cột.", n=count))
    return _back(campaign)


@blueprint.post("/<campaign>/targets/<target>")
@guarded(*WORKERS)
def leave_out(campaign: str, target: str) -> Any:
    """Take a mast out of the campaign with a reason; it stays listed."""
    targets.leave_out(
        registry(),
        target,
        reason=request.form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    flash(_("Đã bỏ cột khỏi đợt; lý do được giữ lại."))
    return _back(campaign)


@blueprint.post("/<campaign>/amend")
@guarded(*WORKERS)
def amend(campaign: str) -> Any:
    """Change what is said of a campaign, or end it, or open it again."""
    form = request.form
    if form.get("state") in {"open", "closed"}:
        columns: dict[str, Any] = {"state": form["state"]}
    else:
        columns = {
            "name": form.get("name", "").strip(),
            "period_from": day_of("period_from"),
            "period_to": day_of("period_to"),
            "legal_basis": form.get("legal_basis", "").strip(),
            "note": form.get("note", "").strip(),
        }
    service.amend_campaign(registry(), campaign, person=current_person(), seen=version_of(), **columns)
    flash(_("Đã lưu."))
    return _back(campaign)


@blueprint.post("/<campaign>/files")
@guarded(*WORKERS)
def add_file(campaign: str) -> Any:
    """Keep a paper of a campaign: the decision, signed minutes, a letter."""
    kind = request.form.get("kind", "")
    if kind not in FILE_KINDS:
        raise RefusalError("REQUEST-VALUE", value=kind[:40])
    with uploaded("file") as (path, name):
        service.add_campaign_file(registry(), campaign, path, name=name, kind=kind, person=current_person())
    flash(_("Đã lưu."))
    return _back(campaign)


@blueprint.get("/<campaign>/files/<sha256>")
@guarded(*sorted(INSIDE))
def file(campaign: str, sha256: str) -> Response:
    """Send a paper of a campaign."""
    found = service.get_campaign(registry(), campaign, person=current_person())
    name = next((item["name"] for item in found.files if item["sha256"] == sha256), None)
    if name is None:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return sent(file_path(registry(), sha256, name), "", name)


def page(campaign: str, refusal: RefusalError | None = None) -> str:
    """Render the page of a campaign, with a refusal where a deed on it was refused."""
    since = present_number()  # before what it covers is read
    person, day, values = current_person(), today(), request.args
    found = service.get_campaign(registry(), campaign, person=person)
    chosen = _chosen(campaign)
    narrowed = any(values.get(name) for name in ("progress", "assignee", "q"))
    every = targets.targets_of(registry(), campaign, person=person, day=day) if narrowed else chosen
    pages = max(1, -(-len(chosen) // A_PAGE))
    at = min(max(parameters.whole(values, "page") or 1, 1), pages)
    kept: dict[str, Any] = {name: values[name] for name in _ASKED if values.get(name) and name != "page"}
    points = [{"at": [one.mast.lat, one.mast.lon]} for one in chosen]
    west, south, east, north = box_around(points)
    config = map_config(url_for("campaigns.masts", campaign=found.id), box=[[south, west], [north, east]])
    made = desk_map(settings(), (west, south, east, north), config)
    return render_template(
        "field/campaigns/show.html",
        campaign=found,
        since=since,
        progress=(far := targets.progress_of(registry(), found.id, person=person, day=day)),
        left_behind=targets.left_behind(registry(), far) if found.state == "open" and person.is_staff else {},
        items=chosen[(at - 1) * A_PAGE : at * A_PAGE],
        found=len(chosen),
        page=at,
        pages=pages,
        kept=kept,
        asked={name: values.get(name, "") for name in _ASKED},
        refusal=refusals.said(refusal),
        form=request.form,
        kinds=board_words.CAMPAIGN_KINDS,
        words=board_words.PROGRESS,
        absences=board_words.ABSENCES,
        sorts={
            "place": _("Thứ tự trong đợt"),
            "score": _("Điểm rủi ro"),
            "code": _("Mã cột"),
            "due_on": _("Hạn"),
            "assignee": _("Người đi"),
        },
        files={
            "decision": _("Quyết định"),
            "minutes": _("Biên bản đã ký"),
            "letter": _("Công văn"),
            "list": _("Danh sách"),
        },
        names=names(),
        inspectors=targets.inspectors(registry()),
        place=place_words,
        map=folium_page(made, nonce()),
        packed=_packed(found),
        staff=person.is_staff,
        specialised=found.kind is CampaignKind.SPECIALISED,
        self_made=found.kind is CampaignKind.SELF,
        parent=service.get_campaign(registry(), found.parent, person=person) if found.parent else None,
        selection=_criteria(found.selection),
        self_rows=stated_rows(found.id) if found.kind is CampaignKind.SELF else [],
        today=day,
        doubtful=_doubtful(every),
        beside=targets.visited_beside(registry(), found.id, person=person),
    )


def _doubtful(chosen: list[CampaignTarget]) -> int:
    """Return at how many of these masts something stands out of which no officer said that it is clear."""
    open_ones = unanswered(doubts(registry(), person=current_person()))
    visits = {visit for flag in open_ones for visit in flag.inspections}
    return sum(bool(visits & set(one.inspections)) for one in chosen)


def _packed(campaign: Campaign) -> PackMap | None:
    """Return what of the background phones take along; None where no phone takes this campaign."""
    if campaign.kind is CampaignKind.SELF or campaign.state != "open" or not current_person().is_staff:
        return None
    return pack_map(
        registry(), targets.targets_of(registry(), campaign.id, person=current_person(), day=today())
    )


def stated_rows(campaign: str) -> list[dict[str, Any]]:
    """Return what a carrier stated of each mast, what is not good first."""
    person, lang = current_person(), language()
    code = codes_stated(registry(), campaign, person=person)
    facts = facts_stated(registry(), campaign, person=person)
    rows = self_inspections_of(registry(), person=person, campaign=campaign)
    rows.sort(
        key=lambda row: (row["result"] == "good" and not row["defects"], code.get(row["structure"], ""))
    )
    return [self_row(code.get(row["structure"], "–"), row, lang, facts.get(row["structure"])) for row in rows]


def _chosen(campaign: str, form: Any = None) -> list[CampaignTarget]:
    """Return the targets that the address (or a form that repeats it) asks for, in its order."""
    values = request.args if form is None else form
    found = targets.targets_of(registry(), campaign, person=current_person(), day=today())
    # in the form "assignee" is who gets the masts
    progress = values.get("progress", "")
    assignee = values.get("assignee" if form is None else "assignee_filter", "")
    if progress == "late":
        found = [one for one in found if one.late]
    elif progress:
        found = [one for one in found if one.progress == progress]
    if assignee == "-":
        found = [one for one in found if not one.assignee]
    elif assignee:
        found = [one for one in found if one.assignee == assignee]
    parts = fold(values.get("q", "")).split()
    known = names() if parts else {}
    if parts:
        found = [
            one
            for one in found
            if all(
                part
                in fold(
                    f"{one.mast.code} {place_words(one.mast)} {one.mast.commune} "
                    f"{known.get(one.organisation, one.organisation)}"
                )
                for part in parts
            )
        ]
    order = values.get("sort", "place")
    if order == "score":
        return sorted(found, key=lambda one: -(one.score or 0.0))
    if order == "code":
        return sorted(found, key=lambda one: one.mast.code)
    if order == "due_on":
        return sorted(found, key=lambda one: (one.due_on is None, one.due_on, one.mast.code))
    if order == "assignee":
        return sorted(found, key=lambda one: (not one.assignee, one.assignee, one.mast.code))
    return found


def _criteria(selection: Any) -> list[tuple[str, str]]:
    """Return the criteria that chose a campaign's masts, in words."""
    said = {
        "communes": _("Xã, phường"), "operators": _("Doanh nghiệp"), "organisations": _("Đơn vị"),
        "classes": _("Loại cột"), "forms": _("Kiểu cột"), "built_before": _("Xây dựng trước"),
        "least_risk": _("Điểm rủi ro từ"), "not_visited_since": _("Chưa kiểm tra từ"),
        "area": _("Khu vực"), "codes": _("Mã cột"), "with_open_defects": _("Còn tồn tại"),
        "most": _("Số cột rủi ro cao nhất"), "sample": _("Rút thăm"), "structures": _("Cột chọn trước"),
    }  # fmt: skip
    called = {"communes": dict(communes()), "operators": names(), "organisations": names()}
    found = []
    for name, label in said.items():
        value = selection.get(name)
        if value in (None, "", [], (), False):
            continue
        if name == "area":
            text = (area_words(value) if isinstance(value, str) else "") or _("vùng đã chọn trên bản đồ")
        elif name == "structures":
            text = str(len(value))
        elif name in ("forms", "classes"):
            table = words.FORMS if name == "forms" else words.CLASSES
            text = ", ".join(str(table.get(one, one)) for one in value)
        elif isinstance(value, (list, tuple)):
            known = called.get(name, {})
            text = ", ".join(known.get(one, str(one)) for one in value[:12]) + (
                "…" if len(value) > 12 else ""
            )
        elif value is True:
            text = _("có")
        else:
            text = str(value)
        found.append((str(label), str(text)))
    return found


def _back(campaign: str) -> Any:
    kept: dict[str, Any] = {
        name: request.form[f"kept_{name}"] for name in _ASKED if request.form.get(f"kept_{name}")
    }
    return redirect(url_for("campaigns.show", campaign=campaign, **kept), 303)
