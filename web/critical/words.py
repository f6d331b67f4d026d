"""The words of critical places, for their pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {
    "committee": _l("Ủy ban nhân dân"),
    "hospital": _l("Bệnh viện, cơ sở y tế"),
    "dyke_post": _l("Điếm canh đê, chỉ huy phòng chống thiên tai"),
    "police": _l("Công an, quân sự"),
    "shelter_school": _l("Trường học, nơi sơ tán"),
    "other": _l("Nơi trọng yếu khác"),
}

SERVICE: dict[str, tuple[Any, str]] = {
    "none": (_l("không còn mạng nào"), "✕"),
    "no_answer": (_l("chưa mạng nào được biết là còn"), "?"),
    "part": (_l("mất một phần mạng"), "!"),
    "on": (_l("không mạng nào báo mất"), "✓"),
    "unknown": (_l("chưa rõ"), "?"),
}
"""What is known of service at a place: words and a sign."""

FIELDS: dict[str, Any] = {
    "critical_kind": _l("Loại nơi"),
    "critical_telephone": _l("Điện thoại"),
    "critical_speaker": _l("Người phụ trách"),
    "critical_masts": _l("Cột phục vụ"),
    "address": _l("Địa chỉ"),
    "position": _l("Tọa độ"),
}
"""What a list's cell that was not understood is called on the page of a place."""
