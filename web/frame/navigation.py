"""The bar of every page: groups of pages, and beneath it the pages of the group that one is in."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.services.office.calendar import today
from web.frame import guard, packages
from web.frame.office import registry
from web.frame.packages import BarPage


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the bar leads to: endpoint, label, whether one is there, and how much waits behind it."""

    endpoint: str
    label: Any
    here: bool
    waits: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of ``GROUPS`` with the pages for the present person; one alone goes by its own name."""

    key: str
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


GROUPS: dict[str, Any] = {
    "today": _l("Hôm nay"),
    "map": _l("Bản đồ"),
    "notices": _l("Thông báo"),
    "requests": _l("Hồ sơ"),
    "field": _l("Kiểm tra"),
    "obligations": _l("Tuân thủ, báo cáo"),
    "storm": _l("Bão"),
    "consultations": _l("Lấy ý kiến"),
    "appraise": _l("Thẩm định danh sách"),
    "data": _l("Dữ liệu"),
    "settings": _l("Thiết lập"),
}
"""The groups of the bar in their order; which pages stand in them, each package says (``BarPage``)."""


def groups(app: Flask) -> list[Group]:
    """Return the groups for the present person and page; a group without any page is left out."""
    here = request.endpoint or ""
    held = [page for page in packages.bar_pages(app) if page.shown is None or page.shown()]
    every = sorted(held, key=lambda page: page.at)
    found, leading = [], set()
    for group, label in GROUPS.items():
        usable = [page for page in every if page.group == group and guard.is_for(app, page.endpoint)]
        if not usable:
            continue
        if any(_leads(page) for page in usable):
            leading.add(group)
        at = _at(here, usable)
        shown = tuple(Place(page.endpoint, page.label, page is at, _waiting(page)) for page in usable)
        found.append(Group(group, label if len(shown) > 1 else shown[0].label, shown))
    return sorted(found, key=lambda group: group.key not in leading)


def _leads(page: BarPage) -> bool:
    """Whether a page stands first just now; not where the register cannot be asked."""
    if page.first is None or g.get("faulty"):
        return False
    try:
        return page.first()
    except RefusalError:
        return False


def _at(here: str, pages: list[BarPage]) -> BarPage | None:
    """Return which of a group's pages one is on: the page itself, else the first one of the same part."""
    part = here.split(".", maxsplit=1)[0]
    same = [page for page in pages if part in (page.endpoint.split(".")[0], *page.parts)]
    return next((page for page in pages if page.endpoint == here), next(iter(same), None))


def _waiting(page: BarPage) -> int:
    """Return how much waits for the office behind a page; none where the register cannot be asked."""
    if page.waiting is None or g.get("faulty"):
        return 0
    try:
        if not page.kept:
            return page.waiting()
        key = (page.endpoint, guard.current_person(), today())
        return registry().until_written(key, page.waiting)
    except RefusalError:  # the error page must show even where there is no registry yet
        return 0
