"""Minutes (biên bản kiểm tra) as .docx: of one visit, or of a campaign of several with its team."""

from collections.abc import Sequence
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.geo.formats import format_dms_pair
from registry.messages import Language, Words, number, say
from registry.model.inspections import Campaign, Judged, MastLabel
from registry.model.people import Person
from registry.safety import checklists
from registry.services.field import campaigns, inspections
from registry.services.field.defect_letters import names_of
from registry.services.field.inspections import InspectionView, left_out
from registry.services.field.measured_place import measured_words
from registry.services.field.vocabulary import (
    defect_row,
    judged_words,
    limit_words,
    place_words,
    value_words,
)
from registry.services.office.calendar import in_vietnam
from registry.services.office.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo, load_settings

_ABOUT = Words("Kiểm tra cột ăng ten {code}", "Inspection of mast {code}")
_BLANK = "…………………………………"
_REMEDY = Words(
    "Đơn vị khắc phục các tồn tại nêu tại mục III trong thời hạn ghi ở từng mục và báo cáo kết quả kèm ảnh.",
    "The defects of part III are to be remedied in the time stated for each, and reported with photos.",
)
_LEFT_OUT = Words("không kiểm tra", "not inspected")
_NONE = Words("Không có yêu cầu khắc phục.", "Nothing has to be remedied.")


def visit_minutes(registry: Registry, inspection: str, lang: Language = "vi", *, person: Person) -> bytes:
    """Return the minutes of one visit."""
    view = inspections.get_inspection(registry, inspection, person=person)
    campaign = (
        campaigns.get_campaign(registry, view.inspection.campaign, person=person)
        if view.inspection.campaign
        else None
    )
    about = say(_ABOUT, lang).format(code=view.mast.code)
    return _written(registry, [view], campaign, lang, about=about, place=place_words(view.mast))


def joint_minutes(registry: Registry, campaign: str, lang: Language = "vi", *, person: Person) -> bytes:
    """Return the joint minutes of a campaign: every finished visit, every defect."""
    found = campaigns.get_campaign(registry, campaign, person=person)
    views = [
        inspections.get_inspection(registry, row.inspection.id, person=person)
        for row in inspections.list_inspections(registry, person=person, campaign=campaign)
    ]
    views.sort(key=lambda view: (view.mast.code, view.inspection.started_at))
    return _written(registry, views, found, lang, about=found.name, place=_BLANK)


def _written(
    registry: Registry,
    views: Sequence[InspectionView],
    campaign: Campaign | None,
    lang: Language,
    *,
    about: str,
    place: str,
) -> bytes:
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang)
    names = names_of(registry)
    standing = [defect for view in views for defect in view.defects if defect.standing]
    masts = [_mast(at, view, lang) for at, view in enumerate(views, 1)]
    days = sorted({day for view in views if (day := _day(view))})
    organisations = dict.fromkeys(
        filter(None, (campaign.organisation if campaign else "", *(view.mast.organisation for view in views)))
    )
    values = {
        "letterhead": head,
        "number": f"       /BB{head['symbol']}" if head["symbol"] != "/…" else "       /BB-…",
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "subject": about,
        "about": about,
        "held_on": (days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}") if days else _BLANK,
        "place": place,
        "basis": _basis(campaign, lang),
        "team": _team(campaign, views) or [_BLANK],
        "organisation": ", ".join(names.get(code, code) for code in organisations) or _BLANK,
        "representative": _BLANK,
        "masts": masts,
        "unverified": any("(*)" in str(item["limit"]) for mast in masts for item in mast["readings"]),
        "defects": [defect_row(at, one, lang) for at, one in enumerate(standing, 1)],
        "conclusions": [say(_REMEDY if standing else _NONE, lang)],
    }
    return fill(template(registry.settings.home / "templates", "inspection", lang), values)


def _mast(at: int, view: InspectionView, lang: Language) -> dict[str, Any]:
    one = view.inspection
    sheet = checklists.get(one.checklist, one.checklist_version)
    return {
        "row": at,
        "code": view.mast.code,
        "facts": facts_of(view.mast, lang),
        "measured": measured_words(view, lang),
        "when": f"{'Người kiểm tra' if lang == 'vi' else 'By'}: {one.person or '?'}, {_day(view) or '?'}.",
        "readings": [
            {
                "entry": reading.words_vi if lang == "vi" else reading.words_en,
                "value": value_words(reading, sheet, lang),
                "limit": limit_words(reading.judgement, lang),
                "judged": judged_words(reading.judgement, lang)
                if reading.judgement.judged is not Judged.NOT_JUDGED or reading.judgement.relation
                else "",
            }
            for reading in view.readings
        ]
        + [
            {
                "entry": say(entry, lang),
                "value": say(_LEFT_OUT, lang),
                "limit": "",
                "judged": "",
            }
            for entry in left_out(view)
        ],
        "photos": sum(photo is not None for photo in view.photos.values()),
    }


def facts_of(mast: MastLabel, lang: Language) -> str:
    """Return class, height, place and position of a mast in a line."""
    height = mast.mast_height_m
    metres = "" if height is None else f"{number(height, 1, lang)} m"
    return ", ".join(
        filter(None, (mast.mast_class, metres, place_words(mast), format_dms_pair(mast.lon, mast.lat, lang)))
    )


def _basis(campaign: Campaign | None, lang: Language) -> str:
    if campaign is None:
        return ""
    decision = ""
    if campaign.decision:
        on = f" ngày {campaign.decided_on:%d/%m/%Y}" if campaign.decided_on and lang == "vi" else ""
        on = f" of {campaign.decided_on:%d/%m/%Y}" if campaign.decided_on and lang == "en" else on
        decision = f"{'Quyết định số' if lang == 'vi' else 'Decision'} {campaign.decision}{on}"
    return "; ".join(filter(None, (campaign.legal_basis, decision)))


def _team(campaign: Campaign | None, views: Sequence[InspectionView]) -> list[str]:
    if campaign is not None and campaign.team:
        return [
            ", ".join(filter(None, (member.get("name", ""), member.get("post", ""))))
            for member in campaign.team
        ]
    return list(dict.fromkeys(view.inspection.person for view in views if view.inspection.person))


def _day(view: InspectionView) -> str:
    at = view.inspection.finished_at or view.inspection.started_at or view.inspection.received_at
    try:
        return f"{in_vietnam(at):%d/%m/%Y}" if at else ""
    except ValueError:
        return ""
