"""To whom the office writes for a body that the law names, and who therefore answers."""

from collections.abc import Mapping

from registry.messages import Words
from registry.provinces import province

_DEPARTMENT = {
    "roads": Words("Sở Xây dựng", "the Department of Construction"),
    "culture": Words("Sở Văn hóa, Thể thao và Du lịch", "the Department of Culture, Sports and Tourism"),
    "dykes": Words("Sở Nông nghiệp và Môi trường", "the Department of Agriculture and Environment"),
    "rail": Words("Bộ Xây dựng (Cục Đường sắt Việt Nam)", "the Ministry of Construction (Railway Authority)"),
}
_ADDRESSED: dict[str, Words] = {
    "cơ quan quản lý đường bộ có thẩm quyền": _DEPARTMENT["roads"],
    "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch": _DEPARTMENT["culture"],
    "Chủ tịch UBND tỉnh": _DEPARTMENT["culture"],
    "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch (di tích quốc gia) hoặc Chủ tịch UBND tỉnh "
    "(di tích cấp tỉnh)": _DEPARTMENT["culture"],
    "UBND tỉnh (qua Sở Nông nghiệp và Môi trường)": _DEPARTMENT["dykes"],
    "Bộ trưởng Bộ Xây dựng": _DEPARTMENT["rail"],
    "Bộ trưởng Bộ Giao thông vận tải (nay là Bộ trưởng Bộ Xây dựng)": _DEPARTMENT["rail"],
    "đơn vị quản lý vận hành đường dây": Words(
        "Đơn vị quản lý vận hành đường dây điện", "the unit that operates the power line"
    ),
}
"""To whom a department writes for a competence that the law gives to somebody else, until the office states
its addressee: it asks the department of that matter, which knows the place and leads on to who decides."""


MILITARY = "Bộ Chỉ huy quân sự tỉnh"
"""The body as the law's rules name it in every province; in a city it is called otherwise."""


def written_to(code: str) -> dict[str, Words]:
    """Return to whom the office of a province (its code) writes for a body, where that is somebody else."""
    here = province(code)
    return _ADDRESSED | ({MILITARY: Words(*here.command)} if here.command[0] != MILITARY else {})


def addressed(body: str, stated: Mapping[str, str], code: str) -> str:
    """Return who is written to for a body, by the office's own word (``stated``) first; itself where nobody.

    ``code`` is the province's. What comes back is that one's answer: a department's word is not a minister's.
    """
    found = written_to(code).get(body)
    return stated.get(body) or (body if found is None else found.vi)
