"""Deeds of the field."""

import datetime as dt

from registry.services.field import (
    campaign_targets,
    campaigns,
    inspections,
    position_corrections,
    set_aside,
    visit_defects,
)
from registry.services.field import defects as field_defects
from registry.services.field import settings as field_settings
from registry.services.field.checklists import own as own_checklists
from tests.services.office.one_of_each import DAY
from tests.services.office.second_persons.second import ADMIN, OFFICER, F, Second, record, setting

DEEDS: dict[str, Second] = {
    "field.campaigns.amend_campaign": record(
        "campaigns", "campaign", campaigns.amend_campaign, name="Đợt 2", **F
    ),
    "field.checklists.own.save_draft": record(
        "own_checklists", "draft sheet", own_checklists.save_draft, {}, **F
    ),
    "field.checklists.own.publish": record(
        "own_checklists",
        "draft sheet",
        own_checklists.publish,
        valid_from=dt.date(2099, 1, 1),
        reason="x",
        **F,
    ),
    "field.checklists.own.retire": record(
        "own_checklists",
        "published sheet",
        own_checklists.retire,
        last_day=dt.date(2099, 1, 1),
        reason="x",
        **F,
    ),
    "field.checklists.own.drop_draft": record(
        "own_checklists", "draft sheet", own_checklists.drop_draft, **F
    ),
    "field.campaign_targets.assign": Second(
        "campaign_targets",
        "target",
        lambda o, since: campaign_targets.assign(
            o, "campaign", ["target"], person=OFFICER, due_on=DAY, since=since
        ),
    ),
    "field.campaign_targets.leave_out": record(
        "campaign_targets", "target", campaign_targets.leave_out, reason="x", **F
    ),
    "field.campaign_targets.take_back": record("campaign_targets", "target", campaign_targets.take_back, **F),
    "field.defects.answer_defect": record(
        "defects", "defect", field_defects.answer_defect, words="đã siết", **F
    ),
    "field.defects.reinspect_defect": record(
        "defects", "defect", field_defects.reinspect_defect, remedied=True, on_day=DAY, words="đạt", **F
    ),
    "field.defects.close_defect": record("defects", "defect", field_defects.close_defect, reason="x", **F),
    "field.defects.withdraw_defect": record(
        "defects", "defect", field_defects.withdraw_defect, reason="x", **F
    ),
    "field.defects.reopen_defect": record("defects", "mended", field_defects.reopen_defect, reason="x", **F),
    "field.defects.set_severity": record(
        "defects", "defect", field_defects.set_severity, severity="urgent", reason="x", **F
    ),
    "field.defects.set_deadline": record(
        "defects", "defect", field_defects.set_deadline, deadline=DAY, reason="x", **F
    ),
    "field.defects.state_organisation": record(
        "defects", "defect", field_defects.state_organisation, organisation="VTL", reason="x", **F
    ),
    "field.defects.mark_letter": Second(
        "defects",
        "defect",
        lambda o, since: field_defects.mark_letter(
            o, ["defect"], number="5/CV", on_day=DAY, person=OFFICER, since=since
        ),
    ),
    "field.visit_defects.take_back_none": record("defects", "mended", visit_defects.take_back_none, **F),
    "field.inspections.review": record("inspections", "inspection", inspections.review, note="đạt", **F),
    "field.position_corrections.accept_proposal": record(
        "position_proposals", "proposal", position_corrections.accept_proposal, reason="x", **F
    ),
    "field.position_corrections.refuse_proposal": record(
        "position_proposals", "proposal", position_corrections.refuse_proposal, reason="x", **F
    ),
    "field.set_aside.take_set_aside": record(
        "set_aside_items", "aside", set_aside.take_set_aside, corrections={}, reason="x", **F
    ),
    "field.set_aside.drop_set_aside": record(
        "set_aside_items", "aside", set_aside.drop_set_aside, reason="x", **F
    ),
    "field.settings.set_field_settings": setting(
        "field_minor_days",
        field_settings.set_field_settings,
        field_settings.FieldSettings(minor_days=61),
        person=ADMIN,
    ),
}
