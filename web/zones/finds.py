"""What zones let be found: the zones that the person may see."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.office.found.index import Thing
from web.frame.find.kinds import Finds, Opens
from web.frame.wording import words
from web.zones.register import STATES, seen_zones, state_of


def zones() -> list[Thing]:
    """Return the zones by name, decision and layer."""
    return [
        Thing(
            zone.name or str(words.LAYERS[zone.layer.value]),
            url_for("zones.show", zone=zone.id),
            " · ".join(
                filter(
                    None, (str(words.LAYERS[zone.layer.value]), zone.decision, str(STATES[state_of(zone)]))
                )
            ),
            f"{zone.decision} {zone.article} {words.LAYERS[zone.layer.value]}",
        )
        for zone in seen_zones()
    ]


FINDS = (Finds("zone", "zones.show", zones, tables=("zones",)),)
OPENS = (
    Opens("zones.listed", words=_l("quy hoạch, khu vực cấm, đô thị, di tích, quốc phòng")),
    Opens("coverage.show", _l("Lớp nào đã đủ"), _l("độ đầy đủ, còn thiếu vùng")),
    Opens("zones.drafts", _l("Dự thảo vùng"), _l("vẽ vùng, thử vùng")),
    Opens("zones.file_start", _l("Nhập danh mục vùng"), _l("tệp vùng, bản đồ quy hoạch"), deed=True),
)
