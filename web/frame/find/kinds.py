"""The kinds of things that can be found, and how a package declares them (``PagePackage.finds``, ``opens``).

A package's ``finds`` module says by its own service what the present person may see of each kind; nothing
else decides. What a service leaves out is not found, not counted and not hinted at.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from registry.model.people import Person
from registry.services.office.found.index import Index, Thing

KINDS: dict[str, Any] = {
    "page": _l("Trang"),
    "deed": _l("Việc bắt đầu được"),
    "mast": _l("Cột"),
    "to_inspect": _l("Kiểm tra, ghi tồn tại"),
    "request": _l("Hồ sơ đề nghị"),
    "position": _l("Vị trí trong hồ sơ"),
    "approval": _l("Vị trí đã thống nhất"),
    "consultation": _l("Lấy ý kiến"),
    "sharing": _l("Đề nghị dùng chung"),
    "letter": _l("Công văn"),
    "design": _l("Hồ sơ thiết kế"),
    "area": _l("Khu mới cần hạ tầng"),
    "company_inspection": _l("Cuộc kiểm tra doanh nghiệp"),
    "campaign": _l("Đợt kiểm tra"),
    "visit": _l("Lượt kiểm tra"),
    "defect": _l("Tồn tại"),
    "storm": _l("Bão"),
    "hazard": _l("Mưa, lũ, sạt lở"),
    "outage": _l("Mất liên lạc"),
    "duty": _l("Việc phải làm"),
    "cable": _l("Tuyến cáp"),
    "zone": _l("Vùng"),
    "plan": _l("Kế hoạch"),
    "mast_list": _l("Danh sách cột nộp"),
    "commune": _l("Xã, phường"),
    "carrier": _l("Doanh nghiệp"),
    "critical": _l("Nơi trọng yếu"),
    "report": _l("Phản ánh"),
}
"""Kinds in the order in which equally good ones stand."""


def bound(person: Person) -> Hashable:
    """Return what most lists depend on of a person: roles, organisation and territory."""
    return (person.roles, person.organisation, person.territory)


def itself(person: Person) -> Hashable:
    """Return the whole person, where a list depends on the account itself."""
    return person


@dataclass(frozen=True, slots=True)
class Finds:
    """A kind of things that a package's pages show.

    ``endpoint`` is the view that they lead to: whoever may not use it finds none of them. ``things`` asks the
    room's service for what the present person may see. It is asked again when anything was written to
    ``tables`` (without any: to any at all), on another day, and for other ``eyes``.
    """

    kind: str
    endpoint: str
    things: Callable[[], Sequence[Thing] | Index]
    tables: tuple[str, ...] = ()
    eyes: Callable[[Person], Hashable] = bound


@dataclass(frozen=True, slots=True)
class Opens:
    """A page that is found by its name and by everyday ``words``; ``deed``: something begins there.

    Pages of the bar are found by their labels already; here with ``label`` None they get words.
    """

    endpoint: str
    label: Any = None
    words: Any = ""
    deed: bool = False
    anchor: str = ""
