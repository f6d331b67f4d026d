"""How the operation stands (tình trạng): each part in green, amber or red, in a sentence, with what to do."""

import platform
from typing import Any

from flask_babel import lazy_gettext as _l

from registry.messages import remedy, render
from registry.released import released
from registry.services.office.operation import condition as services
from registry.services.office.operation.readiness import Probe, State
from registry.services.office.sign_in import phones
from web.frame.languages import language
from web.frame.office import registry
from web.frame.sign_in import sessions

_PARTS: dict[str, Any] = {
    "database": _l("Cơ sở dữ liệu"),
    "migrations": _l("Phiên bản dữ liệu"),
    "disk": _l("Đĩa"),
    "ledger": _l("Sổ cái"),
    "clock": _l("Đồng hồ"),
    "worker": _l("Làm việc nền"),
    "queue": _l("Việc đang chờ"),
    "outbox": _l("Gửi ra ngoài"),
    "backup": _l("Bản sao lưu"),
    "nightly": _l("Sao lưu theo lịch"),
    "offsite": _l("Bản ở nơi khác"),
    "drill": _l("Diễn tập khôi phục"),
    "verified": _l("Kiểm tra sổ"),
    "noted": _l("Điểm mốc ở nơi khác"),
    "phones": _l("Điện thoại hiện trường"),
    "certificate": _l("Chứng thư của trang"),
}
"""What the page calls each part, in the order in which it shows them where they stand alike."""
_WORDS = {State.OK: _l("Tốt"), State.WARN: _l("Cần xem"), State.BAD: _l("Phải sửa ngay")}
_ORDER = {State.BAD: 0, State.WARN: 1, State.OK: 2}


def standing() -> list[dict[str, Any]]:
    """Return every part as the page shows it, what is worst first."""
    found = services.condition(registry(), phones.seen_phones(registry(), sessions.sign_ins()))
    order = list(_PARTS)
    found.sort(key=lambda one: (_ORDER[one.state], order.index(one.name)))
    return [_shown(one) for one in found]


def about() -> dict[str, str]:
    """Return the versions that somebody who is asked for help asks for."""
    database = registry().database
    return {
        "release": released(),
        "schema": database.version() or "",
        "database": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database.backend],
        "python": platform.python_version(),
    }


def _shown(one: Probe) -> dict[str, Any]:
    params = dict(one.params)
    return {
        "name": _PARTS[one.name],
        "state": one.state.value,
        "word": _WORDS[one.state],
        "said": render(one.code, params, language()),
        "todo": "" if one.state is State.OK else remedy(one.code, params, language()) or "",
    }
