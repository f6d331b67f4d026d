"""The bar of every page: groups of pages, and beneath it the pages of the group that one is in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext as _l

from web.frame import guard


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the bar leads to: endpoint, label, whether one is there, and how much waits behind it."""

    endpoint: str
    label: Any
    here: bool
    waits: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group with the pages that the present person may use; one page alone goes by its own name."""

    label: Any
    places: tuple[Place, ...]

    @property
    def here(self) -> bool:
        """Whether one is on a page of the group."""
        return any(place.here for place in self.places)

    @property
    def waits(self) -> int:
        """How much waits for the office behind the group's pages."""
        return sum(place.waits for place in self.places)


# (label, its pages as (endpoint, label)); a page is left out where the person has no use for it
GROUPS: tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...] = (
    (_l("Bản đồ"), (("map.desk", _l("Bản đồ")),)),
    (
        _l("Hồ sơ"),
        (
            ("requests.start", _l("Hồ sơ đề nghị")),
            ("approvals.listed", _l("Vị trí đã thống nhất")),
            ("sharing.listed", _l("Đề nghị dùng chung")),
            ("requests.figures_page", _l("Theo dõi")),
            ("office_calendar.show", _l("Lịch làm việc")),
        ),
    ),
    (
        _l("Kiểm tra"),
        (
            ("campaigns.listed", _l("Đợt kiểm tra")),
            ("field_app.page", _l("Đi kiểm tra")),  # never first: the phone's app has no bar to come back by
            ("visits.listed", _l("Lượt kiểm tra")),
            ("defects.listed", _l("Tồn tại")),
            ("defects.own", _l("Tồn tại cần khắc phục")),
            ("campaigns.self_start", _l("Tự kiểm tra")),
            ("field_reports_desk.listed", _l("Phản ánh")),
            ("plates.chosen", _l("Biển cột")),
            ("office_field.show", _l("Thiết lập")),
        ),
    ),
    (
        _l("Tuân thủ, báo cáo"),
        (
            ("obligations.listed", _l("Việc phải làm")),
            ("compliance.summary", _l("Rà soát công trình")),
            ("list_changes.show", _l("Biến động danh sách")),
            ("duty_letters.listed", _l("Công văn theo dõi")),
            ("reports.show", _l("Báo cáo")),
        ),
    ),
    (
        _l("Bão"),
        (
            ("shift.show", _l("Ca trực")),
            ("storms.listed", _l("Bão và ứng phó")),
            ("outages.listed", _l("Mất liên lạc")),
        ),
    ),
    (_l("Lấy ý kiến"), (("consultations.listed", _l("Lấy ý kiến")),)),
    (_l("Thẩm định danh sách"), (("appraise.start", _l("Thẩm định danh sách")),)),
    (
        _l("Dữ liệu"),
        (
            ("zones.listed", _l("Vùng và quy hoạch")),
            ("cables.listed", _l("Cáp ngoại vi")),
            ("coverage.show", _l("Phạm vi dữ liệu")),
            ("same_mast.listed", _l("Cùng một cột?")),
            ("open_data_office.listed", _l("Dữ liệu mở")),
        ),
    ),
    (
        _l("Thiết lập"),
        (
            ("letters.settings", _l("Văn bản của cơ quan")),
            ("accounts.all_accounts", _l("Quản lý tài khoản")),
        ),
    ),
)


# pages that belong to another part's page: the papers of a request, the rescue file of a visit, what is open
_PART_OF = {"papers": "requests", "field_rescue": "visits", "open_data": "open_data_office"}


def groups(app: Flask, waiting: Callable[[str], int]) -> list[Group]:
    """Return the groups for the present person and page; a group without any page is left out.

    ``waiting`` tells for an endpoint how much waits there.
    """
    here = request.endpoint or ""
    found = []
    for label, places in GROUPS:
        usable = [
            (endpoint, name)
            for endpoint, name in places
            if endpoint in app.view_functions and guard.is_for(app, endpoint)
        ]
        if not usable:
            continue
        at = _at(here, [endpoint for endpoint, _name in usable])
        shown = tuple(Place(endpoint, name, endpoint == at, waiting(endpoint)) for endpoint, name in usable)
        found.append(Group(label if len(shown) > 1 else shown[0].label, shown))
    return found


def _at(here: str, endpoints: list[str]) -> str:
    """Return which of a group's pages one is on: the page itself, else the first one of the same part."""
    if here in endpoints:
        return here
    part = here.split(".", maxsplit=1)[0]
    part = _PART_OF.get(part, part)
    return next((endpoint for endpoint in endpoints if endpoint.split(".")[0] == part), "")
