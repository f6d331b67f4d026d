"""The sample list of the illustrative register: a carrier's holds nothing of another carrier's mast."""

import io
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from pyproj import Geod

from registry.settings import Settings
from registry.store.tables import sites
from tests.web.people import registry_of, running, signed_in, with_people

NEAR_M = 100.0


@pytest.mark.parametrize(("who", "rows"), [("carrier", 4), ("rival", 4), ("appraiser", 5)])
def test_a_carrier_s_sample_has_no_place_of_another_s_mast(
    demo_settings: Settings, tmp_path: Path, who: str, rows: int
) -> None:
    with running(with_people(demo_settings, tmp_path / "home")) as app:
        answer = signed_in(app, who).get("/requests/new/sample.xlsx")
        assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
        answer.close()
        with registry_of(app).database.read() as connection:
            masts = connection.execute(sa.select(sites.c.code, sites.c.lon, sites.c.lat)).all()
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    listed = [
        row for row in cells if any(isinstance(value, str) and value.startswith("BGG") for value in row)
    ]
    assert len(listed) == rows
    codes = {mast.code for mast in masts}
    told = {value for row in cells for value in row if isinstance(value, str) and value in codes}
    places = [
        [value for value in row if isinstance(value, float) and (20 < value < 23 or 105 < value < 108)]
        for row in listed
    ]
    lon, lat = [mast.lon for mast in masts], [mast.lat for mast in masts]
    at_a_mast = 0
    for place in places:
        assert len(place) == 2
        x, y = max(place), min(place)
        _, _, away = Geod(ellps="WGS84").inv([x] * len(masts), [y] * len(masts), lon, lat)
        at_a_mast += min(away) < NEAR_M
    seen = (len(told), at_a_mast)
    assert seen == ((0, 0) if who != "appraiser" else (1, 1))
