"""Real zone files through the page's reader and into a draft: Dayton in feet, Montpellier's odd frames."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import verify
from registry.services.zones import draft_publication, plan_drafts
from registry.services.zones.files import as_draft, read_zone_file
from registry.services.zones.listed_zones import RowDefaults
from registry.services.zones.what_if import what_if
from registry.settings import Settings
from tests.real import SHARED

pytestmark = pytest.mark.real

ZONES = SHARED / "data" / "real" / "zones"
GIVEN = RowDefaults("planning", "QĐ 1/2026", "", dt.date(2026, 12, 1))


@pytest.fixture
def registry(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Registry]:
    opened = open_registry(copy_demo(tmp_path / "home"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "crs", "zones"),
    [
        ("dayton/zoning_4326.geojson", None, 955),
        ("montpellier/VilleMTP_MTP_ZAC.geojson", "EPSG:2154", 35),
        ("vietnam_biosphere_reserves.geojson", None, 1),
    ],
)
def test_a_real_file_goes_into_a_draft_and_harms_no_check(
    registry: Registry, name: str, crs: str | None, zones: int
) -> None:
    path = ZONES / name
    found = read_zone_file(registry, path, path.name, defaults=GIVEN, crs=crs)
    assert len(found.zones) >= zones
    draft = plan_drafts.create_draft(
        registry, path.name, decision="QĐ 1/2026", valid_from=GIVEN.valid_from, who="a"
    )
    plan_drafts.add_zones(registry, draft.id, [as_draft(zone, draft) for zone in found.zones], who="a")
    file = plan_drafts.get_draft(registry, draft.id)
    tried = what_if(registry, file)
    if "vietnam" not in name:  # another continent: no mast of ours is in it
        assert tried.changes == []
    for act, person in ((draft_publication.propose, "lan"), (draft_publication.publish, "hoa")):
        act(registry, draft.id, seen=file.stamp, person=Person(person, frozenset({Role.LEADER})))
    assert verify(registry).problems == ()


def test_a_file_whose_numbers_are_no_degrees_says_so(registry: Registry) -> None:
    path = ZONES / "montpellier" / "VilleMTP_MTP_ZAC.geojson"
    with pytest.raises(RefusalError) as refusal:
        read_zone_file(registry, path, path.name, defaults=GIVEN)
    assert refusal.value.code == "VECTOR-NO-CRS-NONE"
