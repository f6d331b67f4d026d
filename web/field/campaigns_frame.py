"""What the pages of campaigns share: how a form becomes a plan, how a target is told and drawn."""

import datetime as dt
import secrets
from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.field.inspections import CampaignKind, CampaignTarget
from registry.model.numbers import plain_number
from registry.services.field.campaigns import CampaignPlan
from registry.services.field.defect_letters import names_of
from registry.services.field.selection import Selection
from web.frame.forms import day_of, one_of
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import board_words as words
from web.map.layers import borders_address

blueprint = Blueprint("campaigns", __name__, url_prefix="/campaigns")


def progress_words(one: CampaignTarget) -> str:
    """Return how far a mast has come, and why its visit did not inspect it."""
    said = str(words.PROGRESS[one.progress][0])
    return f"{said}: {words.ABSENCES[one.absent]}" if one.absent else said


def selection_of() -> Selection:
    """Return the criteria of the form."""
    form = request.form
    year = whole("built_before")
    return Selection(
        communes=tuple(form.getlist("communes")),
        operators=tuple(form.getlist("operators")),
        organisations=tuple(filter(None, form.getlist("organisations"))),
        classes=tuple(form.getlist("classes")),
        forms=tuple(form.getlist("forms")),
        built_before=dt.date(min(max(year, 1900), 2200), 1, 1) if year else None,
        least_risk=real("least_risk"),
        not_visited_since=day_of("not_visited_since"),
        area=form.get("area", "").strip(),
        codes=tuple(form.get("codes", "").replace(",", " ").replace(";", " ").split()),
        with_open_defects=bool(form.get("with_open_defects")),
        most=whole("most"),
    )


def plan_of(today: dt.date) -> CampaignPlan:
    """Return the plan of the form; what is missing is said when the campaign is made."""
    form = request.form
    kind: CampaignKind = one_of(CampaignKind, form.get("kind", CampaignKind.SEASON.value))
    team = [
        {"name": name.strip(), "post": post.strip()}
        for name, post in zip(form.getlist("team_name"), form.getlist("team_post"), strict=False)
        if name.strip()
    ]
    sample = whole("sample")
    return CampaignPlan(
        kind=kind,
        name=form.get("name", "").strip(),
        period_from=day_of("period_from") or today,
        period_to=day_of("period_to") or today + dt.timedelta(days=30),
        legal_basis=form.get("legal_basis", "").strip(),
        decision=form.get("decision", "").strip(),
        decided_on=day_of("decided_on"),
        organisation=form.get("organisation", "").strip() if kind in _OF_ONE else "",
        team=team,
        selection=selection_of(),
        sample=sample,
        seed=(form.get("seed", "").strip() or secrets.token_hex(4)) if sample is not None else "",
        parent=form.get("parent", "").strip() if kind in _OF_PARENT else "",
        due_on=day_of("due_on"),
        note=form.get("note", "").strip(),
    )


_OF_ONE = (CampaignKind.SPECIALISED, CampaignKind.SELF)
_OF_PARENT = (CampaignKind.REINSPECTION, CampaignKind.SPOT_CHECK)


def whole(name: str) -> int | None:
    """Return a whole number of the form, None where it is empty (``REQUEST-VALUE``)."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        value = int(text)
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=text[:40]) from error
    if not 0 <= value < 10**6:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return value


def real(name: str) -> float | None:
    """Return a number of the form as Vietnamese or English write it, None where it is empty."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    value = plain_number(text)
    if value is None or not 0 <= value <= 1000:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return value


def mark_of(target: CampaignTarget) -> list[Any]:
    """Return what the map needs of a target: lat, lon, code, group, who and until when in words."""
    group = "late" if target.late else target.progress
    due = f"{target.due_on:%d/%m/%Y}" if target.due_on else ""
    said = " · ".join(filter(None, (str(words.PROGRESS[target.progress][0]), target.assignee, due)))
    return [round(target.mast.lat, 6), round(target.mast.lon, 6), target.mast.code, group, said]


def map_config(marks: str, **more: Any) -> dict[str, Any]:
    """Return the configuration of ``static/js/field/desk/campaign_map.js``; ``marks`` is the address of the
    masts."""
    return {
        "lang": language(),
        "urls": {"borders": borders_address(), "marks": marks, **more.pop("urls", {})},
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            "counting": _("Đang đếm…"),
            "masts": _("cột"),
            "risk": _("rủi ro"),
            **more.pop("texts", {}),
        },
        **more,
    }


def names() -> dict[str, str]:
    """Return the names of organisations."""
    return names_of(registry())
