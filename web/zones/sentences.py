"""Sentences as decisions write areas, of the register's own places; Vietnamese in every language."""

from registry.checks.communes import unit_name
from registry.checks.context import Context
from registry.geo.formats import format_dms_pair
from registry.messages import as_here

ROADS = "“QL.… đoạn từ ĐT.… đến QL.…, mỗi bên 50 m”; “đường tỉnh …, 100 m về mỗi bên tính từ tim đường”"


def sentences(known: Context) -> list[str]:
    """Return examples of what is understood; what the register has no place for is left out."""
    units = known.units
    rural = [unit for unit in units.communes if unit.kind == "Xã"]
    found = []
    several = f"“Các xã {rural[0].name}, {rural[1].name}”" if len(rural) > 1 else ""
    before = [f"“{one}”" for one in _former(known)]
    if several or before:
        found.append("; ".join([*filter(None, [several]), *before]))
    if units.communes:
        whole = as_here("Toàn tỉnh")
        found.append(f"“{whole}, trừ {unit_name(units.communes[0])}”")
    found.append(ROADS)
    round_about = ["ngã tư QL.… và ĐT.…", *(f"trung tâm {unit_name(one)}" for one in rural[:1])]
    if len(known.masts.codes):
        round_about.insert(0, f"cột {min(map(str, known.masts.codes))}")
    found.append("; ".join(f"“Trong bán kính 200 m quanh {place}”" for place in round_about))
    drawn = next((unit.boundary for unit in units.communes if unit.boundary is not None), None)
    if drawn is not None:
        place = drawn.representative_point()
        lat, lon = format_dms_pair(place.x, place.y, "vi", 0).split()
        found.append(f"“Trong bán kính 500 m quanh tọa độ {lat}, {lon}”")
    return found


def _former(known: Context) -> list[str]:
    """Return a former commune alone and one with its district, of names that no commune of today bears."""
    names = {unit.name for unit in known.units.communes}
    districts = {unit.code: unit for unit in known.units.districts}
    gone = [
        unit
        for unit in known.units.legacy
        if unit.kind and unit.parent in districts and unit.name not in names
    ]
    town = next((unit for unit in gone if unit.kind == "Thị trấn"), None)
    rural = next((unit for unit in gone if unit.kind == "Xã"), None)
    return [
        *([] if town is None else [f"{unit_name(town)} (cũ)"]),
        *([] if rural is None else [f"{unit_name(rural)}, {unit_name(districts[rural.parent])} (cũ)"]),
    ]
