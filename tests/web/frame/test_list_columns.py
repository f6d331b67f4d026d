"""What a list has to hold, and how many comparisons are left, is read on the page and not only in a file."""

from collections.abc import Iterator
from html import escape

import pytest
from flask import Flask

from registry.columns import ListKind
from registry.intake.template import guide_of
from registry.model.people import Person, Role
from registry.services.appraise.asked_spots import Spot, left_today, withheld
from registry.services.appraise.spot_settings import DEFAULT_BUDGET
from tests.web.people import registry_of, small_office, visitor

_PAGES = {
    "/mast-lists": ListKind.SITES,
    "/requests/new": ListKind.PROPOSALS,
    "/appraise": ListKind.PROPOSALS,
    "/campaigns/self": ListKind.SELF_INSPECTIONS,
    "/cables": ListKind.CABLES,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_office(tmp_path_factory.mktemp("sổ"), Role.CARRIER, Role.APPRAISER) as made:
        yield made


def test_a_page_that_takes_a_list_tells_its_columns(app: Flask) -> None:
    pages = visitor(app, "carrier")
    for path, kind in _PAGES.items():
        shown = pages.get(path).get_data(as_text=True)
        assert 'class="list-columns"' in shown, path
        for line in guide_of(kind):
            assert f'<th scope="row" lang="vi">{escape(line.header)}</th>' in shown, (path, line.header)
            assert escape(line.how.vi) in shown, (path, line.how)


def test_a_carrier_reads_how_many_comparisons_are_left_before_they_are_used_up(app: Flask) -> None:
    pages, office = visitor(app, "carrier"), registry_of(app)
    untouched = pages.get("/appraise").get_data(as_text=True)
    assert f"hôm nay còn {DEFAULT_BUDGET} trên {DEFAULT_BUDGET} lượt" in untouched
    own = Person("c", frozenset({Role.CARRIER}), "VTL")
    near = [Spot(106.2 + n / 10, 21.3, ((f"M{n}", 106.2 + n / 10, 21.3),)) for n in range(DEFAULT_BUDGET + 1)]
    assert withheld(office, own, near[:1]) == [False]
    stand = left_today(office, own)
    assert stand is not None
    assert stand.left == DEFAULT_BUDGET - 1
    assert f"hôm nay còn {DEFAULT_BUDGET - 1} trên" in pages.get("/appraise").get_data(as_text=True)
    assert withheld(office, own, near)[-1] is True
    used_up = pages.get("/appraise").get_data(as_text=True)
    assert f"Đã dùng hết {DEFAULT_BUDGET} lượt đối chiếu" in used_up
    assert "Sửa tọa độ một dòng trước lúc đó" in used_up
    spot = pages.get("/map/spot?lon=106.2&lat=21.3", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "Đã dùng hết" in spot
    assert "lượt đối chiếu" not in visitor(app, "appraiser").get("/appraise").get_data(as_text=True)
