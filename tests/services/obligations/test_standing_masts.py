"""Urban on the day of building: a layer of that day knows, a later one only where the place is outside it."""

import datetime as dt

import shapely

from registry.model.areas import Layer, LayerCoverage, Zone
from registry.model.standing import Fact
from registry.services.obligations.compliance import compliance_run
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.mast_papers import state_facts
from registry.store import batches, ledger
from registry.store.zones.zones import coverage_row, zone_row
from tests.services.obligations.test_compliance import stands
from tests.services.requests import desk
from tests.store.rows import created

SINCE = dt.date(2015, 1, 1)


def urban_area(registry: Registry) -> None:
    """Draw an urban area of a kilometre round the office's mast, in force since 2015, complete everywhere."""
    area = shapely.box(desk.LON - 0.005, desk.LAT - 0.005, desk.LON + 0.005, desk.LAT + 0.005)
    zone = Zone(
        "z1",
        Layer.URBAN_AREA,
        "Đô thị",
        decision="QĐ 1",
        article="",
        valid_from=SINCE,
        valid_to=None,
        geometry=area,
    )
    coverage = LayerCoverage(Layer.URBAN_AREA, decision="QĐ 1", valid_from=SINCE, valid_to=None)
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="zones", who="lan")
        changes = [
            *created("zones", zone_row(zone)), *created("layer_coverages", coverage_row(coverage)),
        ]  # fmt: skip
        ledger.record(connection, changes, who="lan", batch=batch.id)


def urban(registry: Registry) -> dict[str, tuple[int, bool]]:
    run = compliance_run(registry)
    return {
        str(code): (int(run.known.yes_no[Fact.URBAN][at]), bool(run.known.urban_then[at]))
        for at, code in enumerate(run.masts.codes)
    }


def test_urban_is_asked_of_the_day_of_building(either_office: Registry) -> None:
    registry = either_office
    urban_area(registry)
    stands(registry, "OUT", built_on=dt.date(2010, 1, 1))  # 3 km north: outside, and so then
    stands(registry, "NEW", built_on=dt.date(2018, 1, 1))
    for code, day, where in (
        ("IN18", dt.date(2018, 1, 1), 100.0), ("IN10", dt.date(2010, 1, 1), 200.0), ("EDGE", SINCE, 554.0),
    ):  # fmt: skip
        stands(registry, code, north=where, built_on=day)
    found = urban(registry)
    assert found["IN18"] == (1, True)
    assert found["IN10"][0] == -1, "urban since 2015 says nothing of 2010"
    assert found["EDGE"][0] == -1, "the edge is nearer than the position is sure"
    assert found["OUT"] == (0, False), "read off a later layer, and marked so"
    assert found["NEW"] == (0, True)
    state_facts(registry, ["mast-IN10"], {Fact.URBAN: "yes"}, evidence="QĐ 5/2008", who="lan")
    assert urban(registry)["IN10"] == (1, True), "a paper goes before a layer"
    assert compliance_run(registry, today()).day == today()
