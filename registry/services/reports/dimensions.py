"""What a report may tell its numbers apart by: the values of each dimension in their order, with their
words.
"""

from collections.abc import Mapping, Sequence

from registry.columns import fold
from registry.errors import WrongCallError
from registry.messages import Language, Words, say
from registry.model.areas import full_name
from registry.services.reports.subjects import ReportFacts

UNKNOWN = ""
"""The value of what is not known or not stated."""

SEVERAL = frozenset({"operator"})
"""Dimensions of which one thing may have several values: a shared mast counts for each of its networks."""

NAMES: dict[str, Words] = {
    "commune": Words("Xã, phường", "Commune"),
    "district": Words("Huyện cũ", "Former district"),
    "operator": Words("Doanh nghiệp", "Operator"),
    "organisation": Words("Doanh nghiệp", "Organisation"),
    "class": Words("Loại cột", "Class"),
    "form": Words("Dạng cột", "Form"),
    "state": Words("Trạng thái", "State"),
    "sharing": Words("Số mạng trên cột", "Networks on the mast"),
    "robust": Words("Trụ vững", "Robust"),
    "permit": Words("Giấy phép", "Permit"),
    "technology": Words("Công nghệ", "Technology"),
    "emf": Words("Giấy kiểm định", "EMF certificate"),
    "campaign_kind": Words("Loại đợt kiểm tra", "Kind of campaign"),
    "severity": Words("Mức độ", "Severity"),
    "defect_state": Words("Tình trạng", "State"),
}

COUNTED: dict[str, Words] = {
    "masts": Words("cột", "masts"),
    "stations": Words("trạm", "stations"),
    "visits": Words("lượt kiểm tra", "visits"),
    "defects": Words("tồn tại", "defects"),
}

_NOT_STATED = Words("Chưa rõ", "Not known")
_WORDS: dict[str, dict[str, Words]] = {
    "class": {
        **{name: Words(name, name) for name in ("A1a", "A1b", "A2a", "A2b", "A2c")},
        "loại 1": Words("Loại 1 (cũ)", "Type 1 (old)"),
        "loại 2": Words("Loại 2 (cũ)", "Type 2 (old)"),
    },
    "form": {
        "guyed": Words("Dây co", "Guyed"),
        "lattice": Words("Tự đứng", "Self-supporting"),
        "monopole": Words("Đơn thân", "Monopole"),
        "roof_pole": Words("Cột trên mái", "Roof pole"),
        "disguised": Words("Ngụy trang", "Disguised"),
    },
    "state": {
        "in_service": Words("Đang hoạt động", "In service"),
        "under_construction": Words("Đang xây dựng", "Under construction"),
        "suspended": Words("Tạm ngừng", "Suspended"),
    },
    "sharing": {
        "0": Words("Chưa có trạm nào", "No station"),
        "1": Words("1 mạng", "1 network"),
        "2": Words("2 mạng", "2 networks"),
        "3+": Words("Từ 3 mạng", "3 or more"),
    },
    "robust": {"yes": Words("Trụ vững", "Robust"), "no": Words("Không", "Not")},
    "permit": {"stated": Words("Đã khai giấy phép", "Stated")},
    "technology": {name: Words(name, name) for name in ("2G", "3G", "4G", "5G")},
    "emf": {
        "valid": Words("Còn hạn", "Valid"),
        "soon": Words("Hết hạn trong 180 ngày", "Expires within 180 days"),
        "expired": Words("Hết hạn", "Expired"),
        "undated": Words("Không ghi hạn", "Without a date"),
    },
    "campaign_kind": {
        "season": Words("Trước mùa mưa bão", "Before the storm season"),
        "specialised": Words("Chuyên ngành", "Specialised"),
        "reinspection": Words("Phúc tra", "Re-inspection"),
        "self": Words("Tự kiểm tra", "Self-inspection"),
        "spot_check": Words("Đối chứng", "Spot check"),
    },
    "defect_state": {
        "open": Words("Chờ khắc phục", "To be remedied"),
        "answered": Words("Đã báo cáo khắc phục", "Remedy reported"),
        "reinspected": Words("Phúc tra chưa đạt", "Re-inspected, not remedied"),
        "closed": Words("Đã khắc phục", "Remedied"),
    },
    "severity": {
        "urgent": Words("Nguy hiểm", "Dangerous"),
        "serious": Words("Nặng", "Serious"),
        "minor": Words("Nhẹ", "Minor"),
    },
}
_UNKNOWN_WORDS: dict[str, Words] = {
    "permit": Words("Chưa khai", "Not stated"),
    "emf": Words("Chưa khai", "Not stated"),
    "technology": Words("Chưa khai", "Not stated"),
    "commune": Words("Chưa xác định", "Not found"),
    "district": Words("Chưa xác định", "Not found"),
    "campaign_kind": Words("Ngoài đợt", "Outside campaigns"),
    "operator": Words("Chưa có trạm", "No station"),
}


def values_of(
    facts: ReportFacts, dimension: str, lang: Language, names: Mapping[str, str], found: Sequence[str]
) -> list[tuple[str, str]]:
    """Return (value, word) of a dimension in their order: all communes, districts and operators, of others
    what has words or was ``found``; what is not known comes last, where it was found.

    ``names`` are those of organisations by code.
    """
    if dimension not in NAMES:
        raise WrongCallError(f"no dimension {dimension}")
    held: list[tuple[str, str]]
    if dimension == "commune":
        held = sorted(((unit.code, full_name(unit)) for unit in facts.communes), key=_by_name)
    elif dimension == "district":
        held = sorted(((unit.code, full_name(unit)) for unit in facts.districts), key=_by_name)
    elif dimension == "operator":
        held = [(code, name) for code, name, _colour in facts.operators]
    elif dimension == "organisation":
        held = [(code, name) for code, name, _colour in facts.operators if code in set(found)]
    else:
        held = [(value, say(words, lang)) for value, words in _WORDS[dimension].items()]
    known = {value for value, _word in held}
    others = sorted({value for value in found if value not in known and value != UNKNOWN})
    held += [(value, names.get(value, value)) for value in others]
    if UNKNOWN in set(found):
        held.append((UNKNOWN, say(_UNKNOWN_WORDS.get(dimension, _NOT_STATED), lang)))
    return held


def word_of(dimension: str, lang: Language) -> str:
    """Return what a dimension is called."""
    return say(NAMES[dimension], lang)


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    # by the name without the kind of unit: "Phường Đa Mai" stands under Đ
    return fold(item[1].split(" ", 1)[-1]), item[1]
