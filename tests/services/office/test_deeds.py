"""Of two people who saw the same version the second is refused, and told who, when, what stands, what not.

``DEEDS`` names every service that takes a version; a test keeps it complete.
"""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from registry import services
from registry.errors import RefusalError, WrongCallError
from registry.messages import render
from registry.model.cables import UndergroundState
from registry.model.field.field_reports import CloseReason
from registry.model.mast_lists import MastListKind
from registry.model.notices import Recipient
from registry.model.people import Person, Role
from registry.model.requests.desk import RequestState, RowDecision
from registry.model.storm.factor_weights import RiskList
from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.model.storm.observed_winds import WindSource
from registry.services.appraise import spot_settings
from registry.services.cables import editing, troubles, undergrounding
from registry.services.critical import editing as critical_editing
from registry.services.field import campaign_targets, campaigns, inspections, position_corrections, set_aside
from registry.services.field import defects as field_defects
from registry.services.field import settings as field_settings
from registry.services.field.checklists import own as own_checklists
from registry.services.lists import handing_in, looking_through
from registry.services.obligations import followed_letters, handed_reports, list_changes, obligations
from registry.services.office import both_versions, deeds, working_days
from registry.services.office.calendar import today
from registry.services.office.events import webhooks
from registry.services.office.letters import letterhead
from registry.services.office.registry import Registry
from registry.services.office.sending import channels
from registry.services.office.sign_in import accounts
from registry.services.open_data import decisions as open_data
from registry.services.outages import carrier_reports, events, incident_joins, incidents, power_areas
from registry.services.outages.mailbox import fates, intake, senders
from registry.services.public import citizen_reports, closing, plate_settings, report_promises
from registry.services.requests import (
    approvals,
    consultations,
    consulted_body,
    decisions,
    extensions,
    issuing,
    notes,
    position_visits,
    requests,
    sharing,
    states,
    supplements,
)
from registry.services.requests.conditions import following
from registry.services.requests.exchange import papers
from registry.services.requests.letters import edits
from registry.services.storm import (
    after,
    answers,
    factor_weights,
    hazard_deeds,
    now_links,
    observed,
    orders,
    storms,
    wind_corrections,
)
from registry.services.storm.after_action import report as after_action
from registry.services.zones import draft_publication, plan_drafts, scans
from registry.settings import read_settings
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.lists.mast_lists import get_mast_list
from registry.store.office.operators import load_settings, setting_change
from registry.store.storm.tables import storms as storms_table
from tests.services.office.one_of_each import (
    CHANGE,
    DAY,
    DECISION,
    EDIT,
    MARK,
    NOW,
    ROW,
    fill,
    touch,
    version_of,
)
from tests.services.requests.desk import make, pdf

ROOM = Path(services.__file__).parent
ADMIN = Person("hai", frozenset({Role.ADMINISTRATOR}))
OFFICER = Person("hai", frozenset({Role.LEADER, Role.APPRAISER, Role.INSPECTOR}))
AT = dt.datetime.fromisoformat(NOW)
WHO = {"who": "hai"}
WIND = observed.NewWind("Lục Ngạn", 106.57, 21.37, dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
                        WindSource.STATION, gust_ms=25.0)  # fmt: skip


class Second(NamedTuple):
    """How the second person does it: on which record, in the version (or as of the ledger's number) seen."""

    table: str
    key: str
    act: Callable[[Registry, int], object]


def _record(table: str, key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a record by its key, that takes ``seen``."""
    named = {**({} if "person" in own else WHO), **own}
    return Second(table, key, lambda office, seen: act(office, key, *given, seen=seen, **named))


def _of_list(key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a list of masts, that takes ``seen``."""

    def do(office: Registry, seen: int) -> object:
        with office.database.read() as connection:
            item = get_mast_list(connection, key)
        return act(office, item, *given, seen=seen, **own, **WHO)

    return Second("mast_lists", key, do)


def _of_request(act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on the request itself, that takes its ``version``."""
    return Second(
        "requests", "request", lambda office, seen: act(office, "request", *given, version=seen, **own, **WHO)
    )


def _note(act: Callable[..., object], *given: Any) -> Second:
    return Second("row_notes", "note", lambda o, seen: act(o, "request", "note", *given, seen=seen, **WHO))


def _asked(act: Callable[..., object], **own: Any) -> Second:
    return Second(
        "consultations", "asked", lambda o, seen: act(o, "request", "asked", seen=seen, **own, **WHO)
    )


def _condition(act: Callable[..., object], *given: Any, **own: Any) -> Second:
    return Second(
        "row_conditions",
        "condition",
        lambda o, seen: act(o, "request", "condition", *given, seen=seen, **own, **WHO),
    )


def _set(key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a setting, that takes the ledger's number ``since``."""
    named = {**({} if "person" in own else WHO), **own}
    return Second("settings", key, lambda office, since: act(office, *given, since=since, **named))


def _draft(act: Callable[..., object]) -> Second:
    return Second("plan_drafts", "draft", lambda office, _: act(office, "draft", seen="một dấu cũ", **WHO))


F = {"person": OFFICER}
DEEDS: dict[str, Second] = {
    "appraise.spot_settings.set_spots": _set(
        "spots_budget", spot_settings.set_spots, "5", "", None, person=ADMIN
    ),
    "cables.editing.change_segment": _record(
        "cable_segments", "segment", editing.change_segment, {"spare": 2}
    ),
    "cables.editing.divide_segment": _record("cable_segments", "segment", editing.divide_segment, 1),
    "cables.editing.retire": Second(
        "cable_nodes", "node", lambda o, seen: editing.retire(o, "node", "node", seen=seen, reason="x", **WHO)
    ),
    "cables.editing.change_node": _record("cable_nodes", "node", editing.change_node, {"spare": 2}),
    "cables.troubles.change_trouble": _record(
        "cable_troubles", "trouble", troubles.change_trouble, state="fixed"
    ),
    "cables.troubles.fix_trouble": _record(
        "cable_troubles", "trouble", troubles.fix_trouble, fixed_at=AT, remedy="buộc lại"
    ),
    "cables.undergrounding.set_state": _record(
        "underground_areas", "area", undergrounding.set_state, UndergroundState.DONE
    ),
    "critical.editing.change_place": _record(
        "critical_places",
        "critical",
        critical_editing.change_place,
        critical_editing.PlaceTyped("UBND xã mới", "committee", 106.2, 21.3),
    ),
    "critical.editing.close_place": _record(
        "critical_places", "critical", critical_editing.close_place, "chuyển đi"
    ),
    "critical.editing.open_again": _record("critical_places", "closed critical", critical_editing.open_again),
    "requests.exchange.papers.file_paper": _record("exchange_papers", "paper", papers.file_paper, "request"),
    "requests.exchange.papers.put_aside": _record("exchange_papers", "paper", papers.put_aside, "x"),
    "office.events.webhooks.change": _record(
        "webhooks", "webhook", webhooks.change, name="Khác", url="https://example.vn/", events=["list.sent"]
    ),
    "office.events.webhooks.pause": _record("webhooks", "webhook", webhooks.pause),
    "office.events.webhooks.remove": _record("webhooks", "webhook", webhooks.remove),
    "office.events.webhooks.renew_key": _record("webhooks", "webhook", webhooks.renew_key),
    "office.events.webhooks.resume": _record("webhooks", "webhook", webhooks.resume),
    "field.campaigns.amend_campaign": _record(
        "campaigns", "campaign", campaigns.amend_campaign, name="Đợt 2", **F
    ),
    "field.checklists.own.save_draft": _record(
        "own_checklists", "draft sheet", own_checklists.save_draft, {}, **F
    ),
    "field.checklists.own.publish": _record(
        "own_checklists",
        "draft sheet",
        own_checklists.publish,
        valid_from=dt.date(2099, 1, 1),
        reason="x",
        **F,
    ),
    "field.checklists.own.retire": _record(
        "own_checklists",
        "published sheet",
        own_checklists.retire,
        last_day=dt.date(2099, 1, 1),
        reason="x",
        **F,
    ),
    "field.checklists.own.drop_draft": _record(
        "own_checklists", "draft sheet", own_checklists.drop_draft, **F
    ),
    "field.campaign_targets.assign": Second(
        "campaign_targets",
        "target",
        lambda o, since: campaign_targets.assign(
            o, "campaign", ["target"], person=OFFICER, due_on=DAY, since=since
        ),
    ),
    "field.campaign_targets.leave_out": _record(
        "campaign_targets", "target", campaign_targets.leave_out, reason="x", **F
    ),
    "field.campaign_targets.take_back": _record(
        "campaign_targets", "target", campaign_targets.take_back, **F
    ),
    "field.defects.answer_defect": _record(
        "defects", "defect", field_defects.answer_defect, words="đã siết", **F
    ),
    "field.defects.reinspect_defect": _record(
        "defects", "defect", field_defects.reinspect_defect, remedied=True, on_day=DAY, words="đạt", **F
    ),
    "field.defects.close_defect": _record("defects", "defect", field_defects.close_defect, reason="x", **F),
    "field.defects.withdraw_defect": _record(
        "defects", "defect", field_defects.withdraw_defect, reason="x", **F
    ),
    "field.defects.reopen_defect": _record("defects", "mended", field_defects.reopen_defect, reason="x", **F),
    "field.defects.set_severity": _record(
        "defects", "defect", field_defects.set_severity, severity="urgent", reason="x", **F
    ),
    "field.defects.set_deadline": _record(
        "defects", "defect", field_defects.set_deadline, deadline=DAY, reason="x", **F
    ),
    "field.defects.mark_letter": Second(
        "defects",
        "defect",
        lambda o, since: field_defects.mark_letter(
            o, ["defect"], number="5/CV", on_day=DAY, person=OFFICER, since=since
        ),
    ),
    "field.inspections.review": _record("inspections", "inspection", inspections.review, note="đạt", **F),
    "field.position_corrections.accept_proposal": _record(
        "position_proposals", "proposal", position_corrections.accept_proposal, reason="x", **F
    ),
    "field.position_corrections.refuse_proposal": _record(
        "position_proposals", "proposal", position_corrections.refuse_proposal, reason="x", **F
    ),
    "field.set_aside.take_set_aside": _record(
        "set_aside_items", "aside", set_aside.take_set_aside, corrections={}, reason="x", **F
    ),
    "field.set_aside.drop_set_aside": _record(
        "set_aside_items", "aside", set_aside.drop_set_aside, reason="x", **F
    ),
    "field.settings.set_field_settings": _set(
        "field_minor_days",
        field_settings.set_field_settings,
        field_settings.FieldSettings(minor_days=61),
        person=ADMIN,
    ),
    "obligations.followed_letters.record_sent": _record(
        "duty_letters", "letter", followed_letters.record_sent, number="5/CV", sent_on=DAY, answer_by=None
    ),
    "obligations.followed_letters.record_answer": _record(
        "duty_letters",
        "letter sent",
        followed_letters.record_answer,
        answered_on=DAY,
        number="6/CV",
        answer="x",
    ),
    "obligations.followed_letters.discard": _record("duty_letters", "letter", followed_letters.discard),
    "lists.handing_in.withdraw": _of_list("draft", handing_in.withdraw),
    "lists.handing_in.answer": _of_list("asked", handing_in.answer, "đã tháo"),
    "lists.handing_in.change_facts": _of_list(
        "draft", handing_in.change_facts, kind=MastListKind.FIRST, list_date=DAY, note=""
    ),
    "lists.looking_through.ask": _of_list("sent", looking_through.ask, "ở đâu?"),
    "lists.looking_through.return_list": _of_list("sent", looking_through.return_list, "thiếu"),
    "obligations.handed_reports.take": _record("duty_reports", "handed", handed_reports.take),
    "obligations.handed_reports.return_report": _record(
        "duty_reports", "handed", handed_reports.return_report, reason="thiếu"
    ),
    "obligations.list_changes.explain": Second(
        "change_answers",
        CHANGE,
        lambda o, seen: list_changes.explain(o, DAY, "VTL:thay đổi", answer="tháo", seen=seen, **WHO),
    ),
    "obligations.obligations.mark_done": Second(
        "duty_marks", MARK, lambda o, seen: obligations.mark_done(o, "nghĩa vụ", note="x", seen=seen, **WHO)
    ),
    "obligations.obligations.extend_duty": Second(
        "duty_marks",
        MARK,
        lambda o, seen: obligations.extend_duty(
            o, "nghĩa vụ", until=DAY + dt.timedelta(9), note="x", seen=seen, **WHO
        ),
    ),
    "obligations.obligations.take_mark_back": Second(
        "duty_marks", MARK, lambda o, seen: obligations.take_mark_back(o, "nghĩa vụ", seen=seen, **WHO)
    ),
    "office.sign_in.accounts.set_active": Second(
        "accounts", "nam", lambda o, since: accounts.set_active(o, "nam", active=False, since=since, **WHO)
    ),
    "office.sign_in.accounts.reset_password": Second(
        "accounts", "nam", lambda o, since: accounts.reset_password(o, "nam", since=since, **WHO)
    ),
    "office.sign_in.accounts.keep_secrets": Second("accounts", "nam", lambda o, _: _sign_in_late(o)),
    "office.sending.channels.set_mail": _set(
        channels.MAIL, channels.set_mail, channels.MailServer(host="b"), on=False, base="", password=None
    ),
    "office.sending.channels.set_gateway": Second(
        "settings",
        channels.WEBHOOK,
        lambda o, since: channels.set_gateway(
            o, channels.Gateway(hosts=("b",)), on=False, base="", key=None, since=since, **WHO
        ),
    ),
    "office.sending.channels.set_addresses": _set(
        f"{channels.ADDRESS}organisation:VTL",
        channels.set_addresses,
        Recipient(organisation="VTL"),
        channels.Addresses(mail="b@example.vn"),
    ),
    "office.letters.letterhead.state": Second(
        "settings",
        "letter.signer",
        lambda o, _: letterhead.state(o, {"signer": "B"}, seen={"signer": "cũ"}, **WHO),
    ),
    "office.working_days.enter_day": Second(
        "settings",
        working_days.SETTING,
        lambda o, _: working_days.enter_day(o, DAY, "rest", seen="work", **WHO),
    ),
    "open_data.decisions.open_set": _set(
        "open_data.masts",
        open_data.open_set,
        "masts",
        open_data.Typed("12/QĐ", DAY, DAY, None, "Ghi nguồn.", "Phòng A"),
        person=ADMIN,
    ),
    "open_data.decisions.withdraw": _set("open_data.masts", open_data.withdraw, "masts", "sai", person=ADMIN),
    "outages.events.change_event": _record("outage_events", "event", events.change_event, name="Lũ 2"),
    "outages.events.close_event": _record("outage_events", "event", events.close_event),
    "outages.events.open_again": _record("outage_events", "event", events.open_again),
    "outages.incidents.change_incident": _record(
        "outage_incidents", "incident", incidents.change_incident, {"place": "bờ sông"}, reason="x"
    ),
    "outages.incident_joins.join_incidents": _record(
        "outage_incidents", "incident", incident_joins.join_incidents, "double"
    ),
    "outages.incident_joins.part_incident": _record(
        "outage_incidents", "incident", incident_joins.part_incident
    ),
    "outages.mailbox.fates.put_aside": _record("outage_mail", "mail", fates.put_aside, reason="thư hỏi"),
    "outages.mailbox.intake.assign": _record(
        "outage_mail", "mail", intake.assign, operator="VTL", event="event"
    ),
    "outages.mailbox.senders.set_senders": _set(senders.SETTING, senders.set_senders, "VTL", ["truc@vtl.vn"]),
    "outages.power_areas.change_area": _record(
        "power_areas", "power", power_areas.change_area, {"note": "đã hỏi lại"}, reason="x"
    ),
    "outages.carrier_reports.discard_draft": _record(
        "outage_reports", "report", carrier_reports.discard_draft
    ),
    "outages.carrier_reports.send_draft": _record("outage_reports", "report", carrier_reports.send_draft),
    "outages.carrier_reports.answer_rest": _record(
        "outage_reports", "report", carrier_reports.answer_rest, answers={"k": "BGG00001"}
    ),
    "public.citizen_reports.link": _record("citizen_reports", "told", citizen_reports.link, "mast"),
    "public.citizen_reports.sent_to_visit": _record(
        "citizen_reports", "told", citizen_reports.sent_to_visit, "target", structure="mast"
    ),
    "public.citizen_reports.stand_alone": _record("citizen_reports", "told", citizen_reports.stand_alone),
    "public.closing.close": _record(
        "citizen_reports", "told", closing.close, reason=CloseReason.MENDED, reply="Đã sửa."
    ),
    "public.closing.reopen": _record("citizen_reports", "closed", closing.reopen),
    "public.closing.close_together": Second(
        "citizen_reports",
        "told",
        lambda office, seen: closing.close_together(
            office, {"told": seen}, reason=CloseReason.EMPTY, reply="", **WHO
        ),
    ),
    "public.closing.reopen_together": Second(
        "citizen_reports",
        "closed",
        lambda office, seen: closing.reopen_together(office, {"closed": seen}, **WHO),
    ),
    "public.report_promises.state_promises": _set(
        "reports.who_comes", report_promises.state_promises, who_comes="Tổ A", danger_hours="", other_days=""
    ),
    "public.plate_settings.state_board": _set(
        "plates.phones", plate_settings.state_board, address="", phones={"VTL": "1"}
    ),
    "requests.approvals.extend": _record("approvals", "approval", approvals.extend, 1, ground="lũ"),
    "requests.approvals.revoke": _record("approvals", "approval", approvals.revoke, reason="x"),
    "requests.approvals.report_completion": _record(
        "approvals", "approval", approvals.report_completion, lon=106.2, lat=21.3, completed_on=DAY
    ),
    "requests.extensions.answer_extension": _record(
        "row_notes", "ask", extensions.answer_extension, granted=False, reason="x"
    ),
    "requests.consultations.drop_draft": _asked(consultations.drop_draft),
    "requests.consultations.record_sent": _asked(
        consultations.record_sent, letter_number="5", sent_on=DAY, answer_by=None
    ),
    "requests.consulted_body.enter_names": Second(
        "settings",
        consulted_body.SETTING,
        lambda o, _: consulted_body.enter_names(o, "xa1", ["UBND xã"], seen=["tên cũ"], **WHO),
    ),
    "requests.decisions.decide_row": Second(
        "row_decisions",
        DECISION,
        lambda o, seen: decisions.decide_row(
            o, "request", 0, RowDecision.REFUSE, reason="trùng", seen=seen, **WHO
        ),
    ),
    "requests.decisions.correct_row": Second(
        "request_rows",
        ROW,
        lambda o, seen: decisions.correct_row(
            o, "request", 0, {"address": "phố mới"}, reason="x", seen=seen, **WHO
        ),
    ),
    "requests.notes.edit_note": _note(notes.edit_note, "lời khác"),
    "requests.notes.withdraw_note": _note(notes.withdraw_note),
    "requests.notes.record_answer": _asked(notes.record_answer, outcome="agree", answer="x", answered_on=DAY),
    "requests.requests.replace_list": _of_request(requests.replace_list, Path("ds.xlsx"), name="ds.xlsx"),
    "requests.requests.choose_day": _of_request(requests.choose_day, "filing", transition="Điều 9"),
    "requests.requests.change_facts": _of_request(
        requests.change_facts, letter_number="9", letter_date=DAY, note="x"
    ),
    "requests.states.change_state": _of_request(
        states.change_state, RequestState.WITHDRAWN, reason="xin rút"
    ),
    "requests.states.hand_in": _of_request(states.hand_in),
    "requests.conditions.following.answer_condition": _condition(following.answer_condition, "đã sơn"),
    "requests.conditions.following.meet_condition": _condition(
        following.meet_condition, paper="12/CV", on=DAY
    ),
    "requests.conditions.following.return_condition": _condition(following.return_condition, reason="mờ"),
    "requests.conditions.following.waive_condition": _condition(following.waive_condition, reason="thôi"),
    "requests.conditions.following.reopen_condition": _condition(following.reopen_condition, reason="nhầm"),
    "requests.letters.edits.undo_edit": Second(
        "letter_edits",
        EDIT,
        lambda o, seen: edits.undo_edit(o, "request", "closing", seen=seen, **WHO),
    ),
    "requests.supplements.answer_item": Second(
        "supplement_items",
        "item",
        lambda o, seen: supplements.answer_item(o, "request", "item", "đã gửi", seen=seen, **WHO),
    ),
    "requests.position_visits.withdraw_visit": Second(
        "position_targets",
        "position",
        lambda o, seen: position_visits.withdraw_visit(
            o, "request", "position", reason="x", seen=seen, **WHO
        ),
    ),
    "requests.supplements.drop_item": Second(
        "supplement_items",
        "item",
        lambda o, seen: supplements.drop_item(o, "request", "item", seen=seen, **WHO),
    ),
    "requests.states.assign": _of_request(states.assign, "nam"),
    "requests.issuing.issue": Second(
        "requests",
        "request",
        lambda o, seen: issuing.issue(
            o,
            "request",
            number="5",
            date=DAY,
            signed_pdf=pdf(o.settings.home),
            signed_name="a.pdf",
            reasons={"signature": "ký giấy"},
            version=seen,
            **WHO,
        ),
    ),
    "requests.sharing.record_reply": _record(
        "sharing_requests", "sharing", sharing.record_reply, answer="agree", replied_on=DAY
    ),
    "requests.sharing.withdraw_sharing": _record(
        "sharing_requests", "sharing", sharing.withdraw_sharing, reason="tìm được chỗ khác"
    ),
    "requests.sharing.state_survey": _record("sharing_requests", "sharing", sharing.state_survey),
    "storm.after_action.report.state_texts": Second(
        "after_action_reports",
        stable_id("after-action", "storm"),
        lambda o, seen: after_action.state_texts(o, "storm", {"summary": "x"}, seen=seen, **WHO),
    ),
    "storm.now_links.end_link": _record("now_links", "link", now_links.end_link),
    "storm.after.state_budget": _set(after.A_DAY, after.state_budget, "9", "9"),
    "storm.after.state_share": _set(after.SHARE, after.state_share, "50"),
    "storm.after.state_region": _set(after.REGION, after.state_region, ""),
    "storm.answers.acknowledge": _record("storm_orders", "sent", answers.acknowledge),
    "storm.orders.record_sent": _record(
        "storm_orders", "order", orders.record_sent, number="5", sent_on=DAY, letter=b"x", book=b"x"
    ),
    "storm.orders.draft_orders": _record(
        "storms", "storm", orders.draft_orders, [], reach=None, needed=None, holders={}
    ),
    "storm.factor_weights.decide_weight": Second(
        "factor_weights",
        "weight",
        lambda o, since: factor_weights.decide_weight(
            o,
            RiskList.MAY_FALL,
            "guyed",
            value="1,3",
            from_day=today(),
            reason="hai trận bão",
            since=since,
            **WHO,
        ),
    ),
    "storm.observed.amend_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.amend_wind(o, "storm", "wind", WIND, seen=seen, **WHO),
    ),
    "storm.observed.strike_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.strike_wind(o, "storm", "wind", reason="nhầm", seen=seen, **WHO),
    ),
    "storm.observed.restore_wind": Second(
        "observed_winds",
        "wind",
        lambda o, seen: observed.restore_wind(o, "storm", "wind", seen=seen, **WHO),
    ),
    "storm.wind_corrections.decide_correction": Second(
        "wind_corrections",
        "correction",
        lambda o, seen: wind_corrections.decide_correction(
            o,
            "storm",
            land=0.7,
            sea=1.0,
            winds=["wind"],
            reason="đo lại",
            replaces="correction",
            seen=seen,
            **WHO,
        ),
    ),
    "storm.wind_corrections.end_correction": Second(
        "wind_corrections",
        "correction",
        lambda o, seen: wind_corrections.end_correction(
            o, "storm", "correction", reason="sai", seen=seen, **WHO
        ),
    ),
    "storm.storms.add_bulletin": Second(
        "storms",
        "storm",
        lambda o, seen: storms.add_bulletin(
            o, "storm", _track(o), storms.BulletinText("tin", "tin-2.txt", "", "tay", {}), seen=seen, **WHO
        ),
    ),
    "storm.storms.use_bulletin": _record("storms", "storm", storms.use_bulletin, "bulletin"),
    "storm.storms.withdraw_bulletin": _record(
        "storms", "storm", storms.withdraw_bulletin, "bulletin", reason="x"
    ),
    "storm.storms.close_storm": _record("storms", "storm", storms.close_storm, reason="tan"),
    "storm.storms.reopen_storm": _record("storms", "storm", storms.reopen_storm),
    "storm.hazard_deeds.correct_hazard": _record(
        "hazards",
        "hazard",
        hazard_deeds.correct_hazard,
        HazardDraft(HazardKind.RAIN, AT, AT + dt.timedelta(hours=6), source="Đài B"),
        reason="x",
    ),
    "storm.hazard_deeds.withdraw_hazard": _record(
        "hazards", "hazard", hazard_deeds.withdraw_hazard, reason="x"
    ),
    "storm.hazard_deeds.restore_hazard": _record("hazards", "withdrawn hazard", hazard_deeds.restore_hazard),
    "storm.hazard_deeds.remove_ground": _record("hazard_grounds", "ground", hazard_deeds.remove_ground),
    "storm.hazard_deeds.open_road": _record("road_cuts", "road", hazard_deeds.open_road, to_at=AT),
    "storm.hazard_deeds.cut_again": _record("road_cuts", "road", hazard_deeds.cut_again),
    "zones.draft_publication.propose": Second(
        "plan_drafts",
        "draft",
        lambda o, _: draft_publication.propose(o, "draft", seen="một dấu cũ", person=OFFICER),
    ),
    "zones.draft_publication.publish": Second(
        "plan_drafts",
        "draft",
        lambda o, _: draft_publication.publish(o, "draft", seen="một dấu cũ", person=OFFICER),
    ),
    "zones.plan_drafts.change_draft": _record("plan_drafts", "draft", plan_drafts.change_draft, name="Khác"),
    "zones.plan_drafts.change_zone": Second(
        "draft_zones",
        "zone",
        lambda o, seen: plan_drafts.change_zone(o, "draft", "zone", seen=seen, name="Khu B", **WHO),
    ),
    "zones.plan_drafts.remove_zone": Second(
        "draft_zones", "zone", lambda o, seen: plan_drafts.remove_zone(o, "draft", "zone", seen=seen, **WHO)
    ),
    "zones.plan_drafts.discard": _draft(plan_drafts.discard),
    "zones.scans.pin": _record("zone_scans", "scan", scans.pin, [(0.0, 0.0, 106.2, 21.3)]),
}

APART = {
    "storm.after_action.report.make_final", "storm.after_action.report.open_again",  # of a whole storm
    "field.doubts.answers.answer_doubt",  # of what stands out now: tests/services/field/test_doubts
    "storm.vocabulary.hill_words",  # ``seen``: an exposure
    "office.backups.backup.write_archive",  # ``version``: of the schema
    "lists.handing_in.send", "lists.handing_in.explain", "lists.handing_in.replace_file",
    "lists.looking_through.accept",  # of a file that was compared: tests/services/lists
    "requests.letters.edits.edit_sentence",  # of a letter with a list: its own tests
    "field.minutes.stating.state_minutes",  # of what was inspected: tests/services/field/test_minutes
    "field.data_requests.request_data",  # asks twice: DATA-REQUEST-MEANWHILE, of a question that was new
    "obligations.followed_letters.draft_letters",  # drafts twice: DUTY-LETTERS-MEANWHILE, likewise
    "requests.lists.list_changes", "requests.lists.decision_id", "register.map_masts.build",
    "register.mast_days.build_days",
    "requests.requests.with_answers", "field.inspections.list_inspections",
    "field.campaign_targets.refuse_visited",  # which call a list, a day or an appraisal by these names
    "zones.plan_drafts.seen_whole",
    "requests.actions.action", "field.defect_steps.deed_of", "requests.approvals.changing",
    "storm.orders.check_order", "office.settings.write_settings",
}  # fmt: skip
"""Services that are parts of the deeds above, or whose second person has done nothing to a record."""


def _track(office: Registry) -> Any:
    return storms.get_storm(office, "storm").current.track


def _sign_in_late(office: Registry) -> None:
    account = accounts.find_account(office, name="nam")
    assert account is not None
    account.must_change = False
    accounts.keep_secrets(office, account, seen="khóa cũ")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    office = make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("deeds") / "nhà")}))
    fill(office)
    accounts.add_account(office, "nam", [Role.APPRAISER], who="ai đó")
    accounts.add_account(office, "xa1", [Role.CONSULTED], territory="urban_area", who="ai đó")
    yield office
    office.close()


def _first(office: Registry, second: Second, turn: int) -> int:
    """Let the first person change the record; return the version (the ledger's number) seen before."""
    if second.table == "settings":
        since = _head(office)
        value: Any = {"work": [], "rest": []} if second.key == working_days.SETTING else f"lần {turn}"
        value = {"xa1": [f"lần {turn}"]} if second.key == consulted_body.SETTING else value
        value = {"VTL": [f"lần{turn}@vtl.vn"]} if second.key == senders.SETTING else value
        if second.key.startswith(channels.PREFIX):  # a setting of several parts
            part = {channels.MAIL: "host", channels.WEBHOOK: "url"}.get(second.key, "mail")
            value = {part: f"lần {turn}"}
        with deeds.deed(office, "desk-world", "một") as made:
            held = load_settings(made.connection)
            if held.get(second.key) == value:
                value = {**value, "rest": [f"2026-12-{1 + turn % 28:02d}"]}
            made.add([setting_change(made.connection, second.key, value)])
        return since
    if second.table == "accounts":
        account = accounts.find_account(office, name=second.key)
        assert account is not None
        since = _head(office)
        touch(office, "accounts", account.id, "một", turn)
        return since
    if second in (DEEDS["field.campaign_targets.assign"], DEEDS["field.defects.mark_letter"]):
        since = _head(office)
        touch(office, second.table, second.key, "một", turn)
        return since
    seen = version_of(office, second.table, second.key)
    if second.table == "plan_drafts":  # as a whole it is told by its own deeds
        plan_drafts.change_draft(office, "draft", seen=seen, who="một", note=f"lần {turn}")
        return seen
    touch(office, second.table, second.key, "một", turn)
    return seen


@pytest.mark.parametrize("name", DEEDS)
def test_the_second_of_two_is_refused_and_told_all_of_it(
    world: Registry, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_ins(monkeypatch)
    second = DEEDS[name]
    seen = _first(world, second, list(DEEDS).index(name))
    before = _head(world)
    with pytest.raises(RefusalError) as refused:
        second.act(world, seen)
    told = refused.value
    assert told.code == deeds.CHANGED, str(told)
    assert told.params["by"] == "một"
    assert told.params["at"]
    assert told.params["offered"]
    assert told.params["standing"]
    assert told.params["what"].vi != told.params["table"]
    for line in both_versions.lines(told.params["table"], told.params["standing"], told.params["offered"]):
        assert line.name.vi != line.name.en or line.name.vi == "VTL", (
            "a column without words in data/codes/records.toml"
        )
    for lang in ("vi", "en"):
        sentence = render(told.code, told.params, lang)  # type: ignore[arg-type] # the two languages
        for fact in ("by", "at", "what", "stands", "wanted"):
            value = told.params[fact]
            assert (value if isinstance(value, str) else getattr(value, lang)) in sentence
        assert told.params["stands"].vi not in ("", "–")
        assert told.params["wanted"].vi not in ("", "–")
    assert _head(world) == before


def test_every_deed_that_takes_a_version_is_in_the_list() -> None:
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            names = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
            if names & {"seen", "since", "version"}:
                found.add(".".join((*path.relative_to(ROOM).with_suffix("").parts, node.name)))
    found = {name for name in found if not name.startswith("office.deeds.")}
    assert found - DEEDS.keys() - APART == set()
    assert (DEEDS.keys() | APART) - found == set()


def test_a_deed_without_an_actor_is_a_wrong_call(world: Registry) -> None:
    with pytest.raises(WrongCallError), deeds.deed(world, "desk-world", ""):
        pass


def test_what_fails_in_a_deed_is_not_written_and_nothing_makes_no_batch(world: Registry) -> None:
    before = _head(world)

    def broken() -> None:
        with deeds.deed(world, "desk-world", "một") as made:
            made.amend(storms_table, "storm", name="khác")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with deeds.deed(world, "desk-world", "một"):
        pass
    assert _head(world) == before


def _head(office: Registry) -> int:
    with office.database.read() as connection:
        return ledger.head(connection).seq


def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for what deeds read of the register before they open, and what is no matter of versions."""
    duty = SimpleNamespace(key="nghĩa vụ", due_on=DAY)
    change = SimpleNamespace(key="VTL:thay đổi", operator="VTL")
    content = SimpleNamespace(lines=[object()], waiting=[])
    listed = SimpleNamespace(name="ds.xlsx", sha256="0" * 64, proposals=[])
    monkeypatch.setattr(carrier_reports, "draft_content", lambda *_: content)
    monkeypatch.setattr(carrier_reports, "_settled", lambda *_: ([object()], []))
    monkeypatch.setattr(requests, "read_request_list", lambda *_, **__: listed)
    file = SimpleNamespace(rows=[SimpleNamespace(index=0, decision=None)], undecided=[])
    for room in (decisions, issuing):
        monkeypatch.setattr(room, "load_request", lambda *_, **__: file)
    monkeypatch.setattr(issuing, "reply_letter", lambda *_, **__: b"")
    monkeypatch.setattr(obligations, "duty_of", lambda *_, **__: duty)
    monkeypatch.setattr(list_changes, "_find", lambda *_: change)
