"""What the pages of briefings and of the programme share: blueprints, roles, words."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.briefing import deeds
from registry.services.office.sign_in.accounts import list_accounts
from web.frame.guard import current_person
from web.frame.office import registry

briefings = Blueprint("briefings", __name__, url_prefix="/briefing")
programme = Blueprint("programme", __name__, url_prefix="/programme")

READERS = tuple(sorted(deeds.READERS))
"""Who reads both: whoever works for the office."""
LEADERS = (Role.ADMINISTRATOR, Role.LEADER)
"""Who concludes a meeting, keeps a briefing and sets the programme."""

GROUPS: dict[str, Any] = {
    "done": _l("Đã làm"),
    "open": _l("Đang mở"),
    "late": _l("Quá hạn"),
    "coming": _l("Sắp đến hạn"),
}
STANDINGS: dict[str, Any] = {
    "planned": _l("Chưa bắt đầu"),
    "under_way": _l("Đang thực hiện"),
    "late": _l("Quá hạn"),
    "done": _l("Đã xong"),
    "dropped": _l("Không thực hiện"),
}
STATE_STYLES = {
    "planned": "later",
    "under_way": "soon",
    "late": "overdue",
    "done": "completed",
    "dropped": "withdrawn",
}
"""The marks of lists by which standings are shown."""


def may_lead() -> bool:
    """Whether the person concludes meetings and sets the programme."""
    return current_person().is_one_of(*LEADERS)


def staff_names() -> list[str]:
    """Return the accounts of the office to which something may be given."""
    return [
        item.name
        for item in list_accounts(registry())
        if item.active and not item.roles.isdisjoint(deeds.READERS)
    ]
