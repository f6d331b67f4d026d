"""Reports that are alike: one line for many who saw one thing; nothing is refused, nothing is lost."""

from typing import Any

import pytest

from registry.model.field.field_reports import (
    CitizenReportKind,
    FieldReport,
    PlaceSource,
    ReportPhoto,
    ReportState,
)
from registry.services.public.alike import OFTEN, first_like
from registry.services.public.citizen_reports import below
from registry.services.public.nearby import tell_of_each_other

PHOTO = ReportPhoto(sha256="a", width=1, height=1)


def told(number: int, **own: Any) -> FieldReport:
    values: dict[str, Any] = {
        "kind": CitizenReportKind.LEANING, "words": "Cột nghiêng", "lon": 106.19, "lat": 21.27, "place": "",
        "structure": "", "twin_of": "", "photos": (), **own,
    }  # fmt: skip
    return FieldReport(
        id=f"r{number}", version=1, number=f"PA-2026-{number:04d}", token="t", at="2026-11-29T01:00:00Z",
        accuracy_m=None, source=PlaceSource.MAP, state=ReportState.NEW, **values,
    )  # fmt: skip


def row(**own: Any) -> dict[str, Any]:
    return {
        "kind": "leaning", "words": "Đổ tới nơi rồi", "lon": 106.19, "lat": 21.27, "place": "",
        "structure": "", **own,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({}, {}, True),
        ({}, {"lat": 21.2705}, True),  # 55 m
        ({}, {"lat": 21.271}, False),  # 110 m
        ({}, {"kind": "low_cable"}, False),
        ({"structure": "a"}, {"structure": "a", "lat": 21.4}, True),
        ({"structure": "a"}, {"structure": "b"}, False),
        ({"lon": None, "lat": None, "place": "Thôn Chợ, xã Kép"},
         {"lon": None, "lat": None, "place": "thon cho,  xa kep"}, True),
        ({"lon": None, "lat": None, "place": "Thôn Chợ, xã Kép"},
         {"lon": None, "lat": None, "place": "Thôn Chợ, xã Bố Hạ"}, False),
        ({"lon": None, "lat": None, "place": ""}, {"lon": None, "lat": None, "place": ""}, False),
        ({"place": "Thôn Chợ"}, {"lon": None, "lat": None, "place": "Thôn Chợ"}, False),
        ({"lon": None, "lat": None, "place": "Xã Kép"},
         {"lon": None, "lat": None, "place": "xã Kép"}, False),  # two masts lean in one commune
        ({"lon": None, "lat": None, "place": "Xã Kép", "words": "Cột nghiêng sau nhà văn hóa"},
         {"lon": None, "lat": None, "place": "Xã Kép", "words": "cột nghiêng, sau nhà văn hoá"}, True),
        ({"lon": None, "lat": None, "place": "Xã Kép", "photos": (PHOTO,)},
         {"lon": None, "lat": None, "place": "Xã Kép", "photos": [{"sha256": "a"}]}, True),  # sent again
        ({"kind": CitizenReportKind.OTHER}, {"kind": "other"}, False),  # radiation, and a missing board
        ({"kind": CitizenReportKind.OTHER, "words": "Đang dựng cột không có biển báo"},
         {"kind": "other", "words": "Đang dựng cột, không có biển báo!"}, True),
    ],
)  # fmt: skip
def test_one_trouble_at_one_place_is_one_line(
    first: dict[str, Any], second: dict[str, Any], alike: bool
) -> None:
    assert first_like(row(**second), [told(1, **first)]) == ("r1" if alike else "")


def test_one_text_stands_at_many_places_until_it_is_sent_often() -> None:
    words = "Cột đổ vào nhà dân, có người bị thương, đến ngay"
    sent = [told(n, words=f"{words} {n}", lat=21.0 + n / 50) for n in range(OFTEN)]
    assert first_like(row(words=words, lat=22.0), sent[:-1]) == ""
    assert first_like(row(words=words, lat=22.0), sent) == "r0"
    assert first_like(row(words="Dây co bật móng sau nhà văn hóa", lat=22.0), sent) == ""
    short = [told(n, words="Cột nghiêng", lat=21.0 + n / 50) for n in range(OFTEN)]
    assert first_like(row(words="Cột nghiêng", lat=22.0), short) == "", "what anybody writes"


def test_what_is_like_one_below_another_stands_below_the_same() -> None:
    assert first_like(row(), [told(2, twin_of="r1")]) == "r1"


def test_what_stood_below_a_closed_report_stands_by_itself_again() -> None:
    one, two = told(1), told(2, twin_of="r1")
    assert below([one, two]) == {"r1": [two]}
    assert below([two]) == {}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("nói thêm về PA-2026-0001", True),
        ("noi them ve pa 2026 OOO1", True),
        ("nói thêm về PA-2026-000ı", False),  # no digit, and no letter that is typed for one
        ("nói thêm về PA-2026-٠٠٠١", False),
    ],
)
def test_a_report_names_another_by_its_number_however_it_is_typed(words: str, named: bool) -> None:
    assert tell_of_each_other(told(1), told(2, words=words)) is named
