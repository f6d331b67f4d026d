"""The campaign that tests of minutes begin with."""

import hashlib
import io

import pytest
from PIL import Image

from registry.model.field.inspections import CampaignKind
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection
from registry.services.field.sends import take_items, take_photo
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.services.field.minutes_office import AGAIN, OTHER, VISIT
from tests.services.field.world import HOA, LAN, OFFICER, add_masts, item
from tests.services.requests import desk


@pytest.fixture
def campaign(office: Registry) -> str:
    """A campaign of masts of VNPT and Viettel, all visited, one of them twice."""
    lon, lat = desk.north(900.0)
    add_masts(office, {"BGG00046": {"lon": lon, "lat": lat, "operators": ("VTL",)}})
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", today(), today(), selection=Selection())
    own = {"campaign": make_campaign(office, plan, person=OFFICER).id}
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "#446688").save(picture, "JPEG")
    sha = hashlib.sha256(picture.getvalue()).hexdigest()
    picture.seek(0)
    take_photo(office, sha, picture, person=LAN, device="d1")
    first = [
        item("start", visit=VISIT, **own),
        item(visit=VISIT, **own, entry="rust", value="heavy", raw="heavy", photos=[sha]),
    ]
    second = [item("start", visit=AGAIN, **own), item(visit=AGAIN, **own, entry="rust", value="none", raw="")]
    third = [item("start", visit=OTHER, **own, structure="mast-BGG00046")]
    take_items(office, first, person=LAN, device="d1", by="lan")
    take_items(office, second, person=HOA, device="d2", by="hoa")
    take_items(office, third, person=HOA, device="d2", by="hoa")
    return own["campaign"]
