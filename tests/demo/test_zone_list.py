"""The sample list of zones: most rows become zones of the illustrative province, the rest say why not."""

from registry.demo.zone_list import ROWS, UNDERSTOOD, ZONE_LIST_NAME
from registry.services.office.registry import Registry
from registry.services.zones.listed_zones import read_zone_rows


def test_the_sample_shows_what_is_understood_and_what_is_not(demo_registry: Registry) -> None:
    path = demo_registry.settings.home / "samples" / ZONE_LIST_NAME
    found = read_zone_rows(demo_registry, path)
    assert [zone.attributes["source_sentence"] for zone in found.zones if zone.attributes] == [
        extent for extent, _, _ in ROWS[:UNDERSTOOD]
    ]
    assert all(zone.decision == "Dữ liệu minh họa" and zone.error_m > 0 for zone in found.zones)
    # narrow zones along roads and circles that are known no better than they are wide
    assert [issue.code for issue in found.issues] == [
        "ZONE-ROW-LOST", "ZONE-ROW-LOST",
        "ZONE-ROW-KM-POST", "ZONE-ROW-ROAD-UNKNOWN", "ZONE-ROW-COMMUNE-SEVERAL",
    ]  # fmt: skip
