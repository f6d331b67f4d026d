"""The first week of an office (tuần đầu): what its administrator still has to set up, ticked from the facts.

Nothing is ticked by hand: a line is done when the register shows that it is, and stands again when it no
longer is. The part is left out once everything is done.
"""

from collections.abc import Iterator, Sequence

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import number, say
from registry.model.people import STAFF, Role
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import stated
from registry.services.office.operation.condition import condition
from registry.services.office.operation.readiness import State
from registry.services.office.sign_in.accounts import list_accounts, two_factor_compulsory
from registry.services.register.context import of_all_days
from registry.services.register.units.import_admin_units import rough_communes
from registry.services.regulations.law_here import families_lacking
from web.frame.guard import may_use
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.packages import DayWork, Item

_HEAD = ((_l("ký hiệu văn bản"), ("symbol", "short")), (_l("họ tên người ký"), ("signer",)))
"""What no default can stand for on a letter, and the fields of which one says it."""


def first_week() -> Sequence[Item]:
    """Return what an office sets up in its first week, done or not; nothing once all of it is done."""
    found = list(_things())
    return [] if all(item.done for item in found) else found


def _things() -> Iterator[Item]:
    people = [one for one in list_accounts(registry()) if one.active and not one.is_service]
    roles = {role for one in people for role in one.roles}
    lacking = [
        str(word)
        for role, word in ((Role.LEADER, _("lãnh đạo")), (Role.APPRAISER, _("cán bộ thẩm định")))
        if role not in roles
    ]
    yield _item(
        _("Tài khoản cho cán bộ"), "accounts.all_accounts", done=not lacking,
        note=_("chưa có: %(names)s", names=", ".join(lacking)) if lacking else "",
    )  # fmt: skip
    administrators = sum(Role.ADMINISTRATOR in one.roles for one in people)
    yield _item(
        _("Người quản trị thứ hai"), "accounts.all_accounts", done=administrators > 1,
        note="" if administrators > 1 else _("một người nghỉ thì không ai mở khóa được"),
    )  # fmt: skip
    yield _item(
        _("Xác thực hai bước bắt buộc với cán bộ"), "accounts.all_accounts",
        done=two_factor_compulsory(registry()) or not any(one.roles & STAFF for one in people),
    )  # fmt: skip
    head = {field.name: field.value for field in stated(registry())}
    empty = [str(words) for words, names in _HEAD if not any(head[name] for name in names)]
    yield _item(
        _("Văn bản của cơ quan: ký hiệu, người ký"), "letters.settings", done=not empty,
        note=_("công văn còn để trống: %(names)s", names=", ".join(empty)) if empty else "",
    )  # fmt: skip
    rough = rough_communes(registry(), today())
    count = number(rough, 0, language())
    yield _item(
        _("Ranh giới thật của các xã, phường"), "units.listed", done=not rough,
        note=_("%(count)s xã, phường còn ranh giới gần đúng", count=count) if rough else "",
    )  # fmt: skip
    yield _item(_("Danh sách cột đang có"), "site_lists.file_start", done=bool(len(context().masts)))
    yield _item(_("Vùng và quy hoạch"), "zones.listed", done=_holds_zones())
    open_ = [say(words, language()) for words in families_lacking(registry(), today())]
    yield _item(
        _("Quy định của tỉnh"), "regulations.here", done=not open_,
        note=_("chưa nhập: %(names)s", names=", ".join(name[:1].lower() + name[1:] for name in open_))
        if open_ else "",
    )  # fmt: skip
    probes = {probe.name: probe.state for probe in condition(registry())}
    for name, words in (
        ("nightly", _("Sao lưu theo lịch, mỗi đêm")),
        ("offsite", _("Bản sao lưu ở nơi khác")),
        ("noted", _("Điểm mốc của sổ ở đĩa khác")),
        ("drill", _("Diễn tập khôi phục lần đầu")),
    ):
        yield _item(words, "operation.show", done=probes.get(name) is State.OK)


def _holds_zones() -> bool:
    """Whether zones are in force or will be: a plan published ahead of its day is no work left undone."""
    zones, _plans = of_all_days(registry())
    return any(zone.valid_to is None or zone.valid_to >= today() for zone in zones)


def _item(words: str, endpoint: str, *, done: bool, note: str = "") -> Item:
    address = url_for(endpoint if may_use(current_app, endpoint) else "operation.show")
    return Item(str(words), address, str(note), done=done)


DAY = (
    DayWork(5, (Role.ADMINISTRATOR,), _l("Tuần đầu của cơ quan"), "operation.show", first_week, whole=True),
)
"""What the page where a day begins shows of it."""
