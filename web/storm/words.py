"""The words of the storm pages for codes, in the reader's language."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.storm.storm_records import StormOrder
from registry.model.storm.storms import WindRadii
from registry.services.office.calendar import now
from registry.services.storm.vocabulary import has_passed, moment
from registry.storm.scales import level_of
from registry.storm.sources.risk_areas import areas_together, differing, risk_areas

STATES: dict[str, Any] = {"open": _l("đang theo dõi"), "closed": _l("đã kết thúc")}
ORDER_STATES: dict[str, Any] = {
    "draft": _l("dự thảo"),
    "sent": _l("đã gửi"),
    "replaced": _l("đã thay bằng dự thảo mới"),
}
ORDER_KINDS: dict[str, Any] = {
    "carrier": _l("Yêu cầu ứng phó"),
    "power": _l("Ưu tiên điện lưới"),
    "stand_down": _l("Kết thúc ứng phó"),
}
DEEDS: dict[str, Any] = {"done": _l("Đã làm"), "not_done": _l("Chưa làm được")}
# how far the strong gusts at a mast are by the last position seen
WHEN: dict[str, Any] = {
    "gone": _l("đã qua"), "blowing": _l("đang thổi"), "coming": _l("còn tới"),
    "expected": _l("đã qua theo dự báo"),
}  # fmt: skip
READERS: dict[str, Any] = {
    "bulletin": _l("bản tin tiếng Việt"),
    "table": _l("bảng CSV"),
    "ibtracs": _l("kho lưu trữ IBTrACS"),
    "atcf": _l("tệp ATCF (b-deck, a-deck)"),
    "jtwc": _l("bản tin JTWC"),
    "rsmc": _l("bản tin RSMC Tokyo"),
    "kml": _l("tệp KML, KMZ"),
    "json": _l("tệp JSON"),
    "geojson": _l("tệp GeoJSON"),
    "record": _l("tệp đường đi của phần mềm"),
}
# the two lists of a storm
LISTS: dict[str, Any] = {"may_fall": _l("Có thể đổ"), "hurts_dark": _l("Mất liên lạc đau nhất")}
# what stands over all masts of such a list: they are ordered by it, most of them are not singled out
RANKED: dict[str, Any] = {
    "may_fall": _l("Xếp theo khả năng đổ"),
    "hurts_dark": _l("Xếp theo mức đau khi mất liên lạc"),
}
# the parts of a rank, by their names in the lists
PARTS: dict[str, Any] = {
    "wind": _l("Gió so với thiết kế"),
    "margin": _l("Dự trữ sức chịu"),
    "grid": _l("Gió so với lưới điện"),
    "generator": _l("Máy phát điện"),
    "battery": _l("Ắc quy"),
    "flood_prone": _l("Vùng hay ngập"),
    "feeder": _l("Lộ điện"),
    "only_network": _l("Cột duy nhất của một mạng"),
    "networks": _l("Số mạng trên cột"),
    "hub": _l("Nút truyền dẫn"),
    "places": _l("Nơi trọng yếu"),
    "form": _l("Kiểu cột"),
    "age": _l("Tuổi cột"),
    "height": _l("Chiều cao"),
    "load": _l("Tải so với thiết kế"),
    "disused_building": _l("Nhà không sử dụng"),
    "owner_inactive": _l("Chủ cột ngừng hoạt động"),
    "defects": _l("Tồn tại chưa khắc phục"),
    "structural_inspection": _l("Lần kiểm tra gần nhất"),
    "only_mast": _l("Cột duy nhất của xã"),
    "robust": _l("Trụ vững"),
}
# what a rank does not know, by its name there
MISSING: dict[str, Any] = {
    "design_wind": _l("gió thiết kế"),
    "own_design_wind": _l("gió thiết kế trong hồ sơ cột (đang dùng vùng gió)"),
    "design_wind_averaging": _l("gió thiết kế khai là gió giật hay gió trung bình"),
    "form": _l("kiểu cột"),
    "height": _l("chiều cao"),
    "load": _l("số mạng so với thiết kế"),
    "disused_building": _l("nhà có còn sử dụng"),
    "owner_inactive": _l("chủ cột có còn hoạt động"),
    "age": _l("năm xây dựng"),
    "structural_inspection": _l("lần kiểm định kết cấu"),
    "defects": _l("khiếm khuyết"),
    "fall_circle": _l("nhà, đường trong bán kính đổ"),
    "robust": _l("có trụ vững hay không"),
    "commune": _l("xã, phường"),
    "generator": _l("có máy phát hay không"),
    "battery": _l("số giờ ắc quy"),
    "flood_prone": _l("có hay ngập hay không"),
    "feeder": _l("lộ điện"),
    "hub": _l("có phải nút truyền dẫn hay không"),
    "places": _l("nơi trọng yếu mà cột phục vụ"),
    "people": _l("số dân của xã"),
}


def first_work(by: str) -> str:
    """Say by when the first thing of a letter is to be done, or that this hour has passed."""
    if has_passed(by, now()):
        return str(_("Việc đầu tiên đã quá giờ %(at)s: làm ngay", at=moment(by)))
    return str(_("Việc đầu tiên xong trước %(at)s", at=moment(by)))


def first_work_of(order: StormOrder) -> str:
    """Say by when the first thing of a sent letter is to be done; no hour that was past when it went."""
    return str(_("Việc đầu tiên: làm ngay")) if was_late(order) else first_work(order.first_by)


def was_late(order: StormOrder) -> bool:
    """Whether the first thing of a sent letter was past its hour when it went: it is asked for at once."""
    return bool(order.sent_at) and has_passed(order.first_by, dt.datetime.fromisoformat(order.sent_at))


def reach_of(radii: WindRadii) -> str:
    """Say how far a wind reaches from the centre, on the side where it reaches farthest; "" where unknown."""
    known = [metres for metres in radii.quadrants if metres]
    if not known:
        return ""
    level, km = level_of(radii.wind_ms), round(max(known) / 1000)
    return str(_("gió cấp %(level)s tới %(km)s km", level=level, km=km))


def radii_of(radii: WindRadii) -> str:
    """Say how far a wind reaches on each side, kilometres; one number where it is the same on all."""
    sides = [None if metres is None else round(metres / 1000) for metres in radii.quadrants]
    level = level_of(radii.wind_ms)
    if len(set(sides)) == 1:
        return reach_of(radii)
    names = (_("đông bắc"), _("đông nam"), _("tây nam"), _("tây bắc"))
    told = ", ".join(f"{name} {'–' if km is None else km}" for name, km in zip(names, sides, strict=True))
    return str(_("gió cấp %(level)s tới (km): %(sides)s", level=level, sides=told))


def source_of(source: str) -> str:
    """Say who published a bulletin; a text that does not say it is kept as "bản tin", which says nothing."""
    return source if source.strip() not in ("", "bản tin") else str(_("chưa ghi nguồn"))


WIND_SOURCES = {
    "station": _l("trạm khí tượng thủy văn"),
    "anemometer": _l("máy đo gió của doanh nghiệp"),
    "report": _l("người tại chỗ, báo chí"),
}
WIND_SPANS = {"strongest": _l("mạnh nhất đến lúc đó"), "moment": _l("đúng lúc đó")}
SURROUNDINGS = {
    "in_land": _l("trong đất liền"),
    "off_land": _l("bờ biển, gió từ đất liền"),
    "off_sea": _l("ven biển, đảo gần bờ"),
    "at_sea": _l("đảo xa, ngoài biển"),
}
WIND_FIELDS = {
    "mean_ms": _l("gió trung bình (m/s)"),
    "gust_ms": _l("gió giật (m/s)"),
    "mean_level": _l("cấp gió"),
    "gust_level": _l("cấp gió giật"),
    "height_m": _l("độ cao (m)"),
    "minutes": _l("trung bình (phút)"),
    "lat": _l("vĩ độ"),
    "lon": _l("kinh độ"),
    "land": _l("hệ số trên đất liền"),
    "sea": _l("hệ số trên biển"),
}
CHANGE_PARTS = {"gone": _l("đã qua"), "to_come": _l("còn tới"), "whole": _l("cả cơn bão")}


def areas_of_risk(text: str) -> str:
    """Say the disaster levels of a bulletin with the areas that it states them for, "" for none named."""
    found = risk_areas(text)
    if not differing(found):
        return ""
    said: dict[int, list[str]] = {}
    for item in found:
        said.setdefault(item.level, []).append(item.area)
    return "; ".join(
        _("cấp %(level)s: %(areas)s", level=level, areas=areas_together(areas) or _("không ghi khu vực"))
        for level, areas in said.items()
    )


def of_letter(error: RefusalError) -> RefusalError:
    """Return a refusal with the state of a letter as pages call it."""
    if error.code != "STORM-ORDER-STATE":
        return error
    return RefusalError(error.code, state=str(ORDER_STATES.get(str(error.params.get("state")), "")))
