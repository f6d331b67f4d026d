"""Deeds of the office itself, of duties, of what is open, of the public."""

import datetime as dt

from registry.model.field.field_reports import CloseReason
from registry.model.notices import Recipient
from registry.services.appraise import spot_settings
from registry.services.obligations import followed_letters, handed_reports, list_changes, obligations
from registry.services.office import owners, working_days
from registry.services.office.events import webhooks
from registry.services.office.letters import letterhead
from registry.services.office.registry import Registry
from registry.services.office.sending import channels
from registry.services.office.sign_in import accounts
from registry.services.open_data import decisions as open_data
from registry.services.overview import settings as overview_settings
from registry.services.public import citizen_reports, closing, joining, plate_settings, report_promises
from tests.services.office.one_of_each import CHANGE, DAY, MARK
from tests.services.office.second_persons.second import ADMIN, WHO, Second, record, setting


def _sign_in_late(office: Registry) -> None:
    account = accounts.find_account(office, name="nam")
    assert account is not None
    account.must_change = False
    accounts.keep_secrets(office, account, seen="khóa cũ")


DEEDS: dict[str, Second] = {
    "overview.settings.set_overview_settings": setting(
        "overview_radius_m", overview_settings.set_overview_settings, radius_m=500.0, weights=None, **WHO
    ),
    "appraise.spot_settings.set_spots": setting(
        "spots_budget", spot_settings.set_spots, "5", "", None, person=ADMIN
    ),
    "office.owners.change_owner": record(
        "owners", "Hạ tầng Sông Cầu", owners.change_owner, "building", ["HTSC"]
    ),
    "office.events.webhooks.change": record(
        "webhooks", "webhook", webhooks.change, name="Khác", url="https://example.vn/", events=["list.sent"]
    ),
    "office.events.webhooks.pause": record("webhooks", "webhook", webhooks.pause),
    "office.events.webhooks.remove": record("webhooks", "webhook", webhooks.remove),
    "office.events.webhooks.renew_key": record("webhooks", "webhook", webhooks.renew_key),
    "office.events.webhooks.resume": record("webhooks", "webhook", webhooks.resume),
    "obligations.followed_letters.record_sent": record(
        "duty_letters", "letter", followed_letters.record_sent, number="5/CV", sent_on=DAY, answer_by=None
    ),
    "obligations.followed_letters.record_answer": record(
        "duty_letters",
        "letter sent",
        followed_letters.record_answer,
        answered_on=DAY,
        number="6/CV",
        answer="x",
    ),
    "obligations.followed_letters.discard": record("duty_letters", "letter", followed_letters.discard),
    "obligations.handed_reports.take": record("duty_reports", "handed", handed_reports.take),
    "obligations.handed_reports.return_report": record(
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
    "office.sign_in.accounts.change_roles": Second(
        "accounts", "nam", lambda o, since: accounts.change_roles(o, "nam", ["viewer"], since=since, **WHO)
    ),
    "office.sign_in.accounts.reset_password": Second(
        "accounts", "nam", lambda o, since: accounts.reset_password(o, "nam", since=since, **WHO)
    ),
    "office.sign_in.accounts.keep_secrets": Second("accounts", "nam", lambda o, _: _sign_in_late(o)),
    "office.sending.channels.set_mail": setting(
        channels.MAIL, channels.set_mail, channels.MailServer(host="b"), on=False, base="", password=None
    ),
    "office.sending.channels.set_gateway": Second(
        "settings",
        channels.WEBHOOK,
        lambda o, since: channels.set_gateway(
            o, channels.Gateway(hosts=("b",)), on=False, base="", key=None, since=since, **WHO
        ),
    ),
    "office.sending.channels.set_addresses": setting(
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
    "open_data.decisions.open_set": setting(
        "open_data.masts",
        open_data.open_set,
        "masts",
        open_data.Typed("12/QĐ", DAY, DAY, None, "Ghi nguồn.", "Phòng A"),
        person=ADMIN,
    ),
    "open_data.decisions.withdraw": setting(
        "open_data.masts", open_data.withdraw, "masts", "sai", person=ADMIN
    ),
    "public.citizen_reports.answer": record(
        "citizen_reports", "told", citizen_reports.answer, "đã có người đến"
    ),
    "public.citizen_reports.link": record("citizen_reports", "told", citizen_reports.link, "mast"),
    "public.citizen_reports.sent_to_visit": record(
        "citizen_reports", "told", citizen_reports.sent_to_visit, "target", structure="mast"
    ),
    "public.citizen_reports.stand_alone": record("citizen_reports", "told", citizen_reports.stand_alone),
    "public.joining.take_out": record("citizen_reports", "joined", joining.take_out),
    "public.joining.join": Second(
        "citizen_reports",
        "told",
        lambda office, seen: joining.join(office, "other", {"other": 1, "told": seen}, **WHO),
    ),
    "public.closing.close": record(
        "citizen_reports", "told", closing.close, reason=CloseReason.MENDED, reply="Đã sửa."
    ),
    "public.closing.reopen": record("citizen_reports", "closed", closing.reopen),
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
    "public.report_promises.state_promises": setting(
        "reports.who_comes", report_promises.state_promises, who_comes="Tổ A", danger_hours="", other_days=""
    ),
    "public.plate_settings.state_board": setting(
        "plates.phones", plate_settings.state_board, address="", phones={"VTL": "1"}
    ),
}
