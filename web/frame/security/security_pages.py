"""The log of security events (nhật ký an ninh), as the administrator reads it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.security.security_events import KINDS
from registry.services.office.security.security_sinks import log_of, ways
from registry.services.office.sign_in.accounts import list_accounts
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry, settings
from web.frame.sign_in.session_pages import way_words

blueprint = Blueprint("security_log", __name__, url_prefix="/office/security-events")

MOST = 20_000
"""How many of the newest events the page looks through."""

WORDS: dict[str, Any] = {
    "sign-in": _l("Đăng nhập"),
    "sign-in-failed": _l("Đăng nhập không thành"),
    "sign-in-locked": _l("Tạm khóa đăng nhập vì sai nhiều lần"),
    "sign-in-unknown": _l("Người lạ đăng nhập qua nhà cung cấp"),
    "second-step": _l("Xác thực bước hai"),
    "second-step-failed": _l("Sai mã bước hai"),
    "sign-out": _l("Đăng xuất"),
    "session-ended": _l("Chấm dứt phiên"),
    "token-failed": _l("Mã truy cập không đúng"),
    "password-changed": _l("Đổi mật khẩu"),
    "password-reset": _l("Đặt lại mật khẩu"),
    "account-made": _l("Lập tài khoản"),
    "account-enabled": _l("Mở khóa tài khoản"),
    "account-disabled": _l("Khóa tài khoản"),
    "second-step-set": _l("Cài ứng dụng xác thực"),
    "second-step-removed": _l("Gỡ ứng dụng xác thực"),
    "identity-matched": _l("Ghép danh tính với tài khoản"),
    "identity-parted": _l("Gỡ ghép danh tính"),
    "phone-kept": _l("Máy được giữ đăng nhập"),
    "phone-stopped": _l("Dừng giữ đăng nhập của máy"),
    "role-changed": _l("Đổi vai trò"),
    "refused": _l("Từ chối truy cập"),
    "export": _l("Tải dữ liệu ra"),
    "publication-proposed": _l("Đề nghị công bố"),
    "published": _l("Công bố"),
    "publication-ended": _l("Trả lại hoặc rút đề nghị công bố"),
    "settings-changed": _l("Đổi thiết lập"),
    "token-made": _l("Cấp mã truy cập"),
    "token-revoked": _l("Thu hồi mã truy cập"),
    "webhook-allowed": _l("Cho phép địa chỉ nhận tin tự động"),
    "backup": _l("Sao lưu"),
    "backup-failed": _l("Sao lưu không thành"),
    "restore": _l("Khôi phục từ bản sao lưu"),
    "verified": _l("Kiểm chứng sổ cái: đúng"),
    "verification-failed": _l("Kiểm chứng sổ cái: có sai lệch"),
    "checkpoint": _l("Điểm mốc của sổ cái"),
    "events-lost": _l("Mất sự kiện chưa gửi"),
}
THINGS: dict[str, Any] = {
    "ledger": _l("sổ cái"),
    "backup": _l("bản sao lưu"),
    "offsite": _l("bản sao lưu ở nơi khác"),
    "drill": _l("diễn tập khôi phục"),
    "session": _l("phiên"),
}
"""What events are about, where it is no record, no file and no address of a page."""
SEVERITIES: dict[int, Any] = {1: _l("thông tin"), 2: _l("thấp"), 3: _l("vừa"), 4: _l("cao")}
DETAILS: dict[str, Any] = {
    "status": _l("mã trả lời"),
    "method": _l("cách gọi"),
    "rows": _l("số dòng"),
    "bytes": _l("số byte"),
    "form": _l("dạng tệp"),
    "entries": _l("số mục"),
    "head": _l("mã băm"),
    "problems": _l("sai lệch"),
    "first": _l("đầu tiên"),
    "roles": _l("vai trò"),
    "setting": _l("thiết lập"),
    "code": _l("mã"),
    "provider": _l("nhà cung cấp"),
    "of": _l("loại"),
    "state": _l("trạng thái"),
    "scopes": _l("phạm vi"),
    "files": _l("số tệp"),
}
_LONGEST, _SHOWN = 40, 16
_FILTERS = ("kind", "account", "address", "first", "last")


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the page shows it."""

    number: int
    at: dt.datetime
    kind: str
    severity: int
    done: bool
    account: str
    subject: str
    address: str
    about: str
    times: int
    more: str


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def listed() -> str | Response:
    """Show the newest events, those that are asked for; or send them as a workbook."""
    parameters.known_only(request.args, (*NAMES, *_FILTERS, "chain"))
    chosen = {name: request.args.get(name, "").strip() for name in _FILTERS}
    if chosen["kind"] and chosen["kind"] not in KINDS:
        known = ", ".join(KINDS)
        raise RefusalError(
            "WEB-PARAMETER", name="kind", value=chosen["kind"][:80], wanted_vi=known, wanted_en=known
        )
    log = log_of(registry())
    names = {one.id: one.name for one in list_accounts(registry())}
    found = listing(_found(chosen, names), _columns(), filters=_FILTERS, endpoint="security_log.listed")
    if wants_book():
        return found.book(_("Nhật ký an ninh"))
    return render_template(
        "frame/security.html",
        listed=found,
        items=found.items,
        words=WORDS,
        severities=SEVERITIES,
        accounts=sorted(names.items(), key=lambda one: one[1]),
        chosen=chosen,
        days=settings().security.days,
        oldest=log.oldest_day(),
        ways=ways(registry()),
        checked=log.check() if request.args.get("chain") else None,
        most=MOST,
    )


def _found(chosen: dict[str, str], names: dict[str, str]) -> Iterator[Line]:
    first, last = parameters.day(request.args, "first"), parameters.day(request.args, "last")
    for fields in islice(log_of(registry()).newest(MOST), MOST):
        line = _line(fields, names)
        if chosen["kind"] and line.kind != chosen["kind"]:
            continue
        if chosen["account"] and chosen["account"] not in (_key(fields, "actor"), _key(fields, "user")):
            continue
        if chosen["address"] and not line.address.startswith(chosen["address"]):
            continue
        if first is not None and line.at.date() < first:
            return  # the newest first: all that follow are older
        if last is not None and line.at.date() > last:
            continue
        yield line


def _line(fields: dict[str, Any], names: dict[str, str]) -> Line:
    things = fields.get("resources") or fields.get("web_resources") or [{}]
    more = {name: value for name, value in fields.get("unmapped", {}).items() if name != "ledger"}
    actor, subject = _key(fields, "actor"), _key(fields, "user")
    return Line(
        number=int(fields["chain"]["no"]),
        at=dt.datetime.fromtimestamp(fields["time"] / 1000, VIETNAM),
        kind=str(fields["metadata"]["event_code"]),
        severity=int(fields.get("severity_id", 1)),
        done=fields.get("status_id") == 1,
        account=names.get(actor, actor),
        subject="" if subject == actor else names.get(subject, subject),
        address=str(fields.get("src_endpoint", {}).get("ip", "")),
        about=" ".join(filter(None, (_thing(things[0].get("type", "")), str(things[0].get("uid", ""))))),
        times=int(fields.get("count", 1)),
        more=", ".join(_detail(name, value) for name, value in more.items()),
    )


def _thing(named: str) -> str:
    return str(THINGS.get(named, named))


def _detail(name: str, value: object) -> str:
    """Return a detail in words; of a hash, how it begins."""
    if name == "way":
        return way_words(str(value))
    written = str(value)
    if len(written) > _LONGEST:
        written = f"{written[:_SHOWN]}…"
    return f"{DETAILS.get(name, name)} {written}"


def _key(fields: dict[str, Any], name: str) -> str:
    held = fields.get(name, {})
    return str((held.get("user", {}) if name == "actor" else held).get("uid", ""))


def _columns() -> list[Column]:
    return [
        Column("at", _("Lúc"), lambda one: one.at),
        Column("kind", _("Sự kiện"), lambda one: str(WORDS.get(one.kind, one.kind))),
        Column("account", _("Tài khoản"), lambda one: one.account),
        Column("subject", _("Về tài khoản"), lambda one: one.subject, heading=False),
        Column("address", _("Địa chỉ mạng"), lambda one: one.address),
        Column("about", _("Đối tượng"), lambda one: one.about, sorts=False),
        Column("more", _("Chi tiết"), lambda one: one.more, heading=False),
        Column("severity", _("Mức"), lambda one: str(SEVERITIES[one.severity]), heading=False),
        Column("times", _("Số lần"), lambda one: one.times, number=True, heading=False),
        Column("number", _("Số thứ tự"), lambda one: one.number, number=True, heading=False),
    ]
