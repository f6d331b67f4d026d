"""Urban on the day of building: a layer of that day knows, a later one only where the place is outside it."""

import datetime as dt
from pathlib import Path

import numpy as np
import shapely
import sqlalchemy as sa

from registry.model.areas import Layer, LayerCoverage, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.standing import Fact
from registry.services.obligations.compliance import compliance_run
from registry.services.obligations.standing_masts import planned_places
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.mast_papers import state_facts
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.database import Connection
from registry.store.register.plans import position_row, version_row
from registry.store.tables import structures
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


def test_without_a_layer_nothing_is_known_of_a_place(office: Registry) -> None:
    stands(office, "A", built_on=dt.date(2018, 1, 1))
    assert urban(office)["A"] == (-1, True)


def test_a_mast_without_a_day_of_building_is_urban_by_no_layer(office: Registry) -> None:
    urban_area(office)
    stands(office, "IN", north=100.0)
    stands(office, "OUT")
    found = urban(office)
    assert found["IN"][0] == -1
    assert found["OUT"] == (0, False), "outside every one, but of a day that nobody knows"


def plan(registry: Registry, key: str, operator: str, since: dt.date, *, lon: float | None) -> None:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="plan", who="lan")
        version = PlanVersion(key, operator, f"QĐ {key}", since)
        position = PlannedPosition(f"p{key}", key, operator, f"QH{key}", lon, None if lon is None else 21.3)
        changes = [
            *created("plan_versions", version_row(version)),
            *created("planned_positions", position_row(position)),
        ]
        ledger.record(connection, changes, who="lan", batch=batch.id)


def test_the_places_of_every_plan_stay_and_count_from_the_operator_s_first(office: Registry) -> None:
    plan(office, "2", "VTL", dt.date(2026, 1, 1), lon=106.2)
    plan(office, "1", "VTL", dt.date(2024, 1, 1), lon=106.1)
    plan(office, "3", "VMS", dt.date(2025, 1, 1), lon=None)
    with office.database.read() as connection:
        found = planned_places(connection)
    assert found.since == {"VTL": dt.date(2024, 1, 1), "VMS": dt.date(2025, 1, 1)}
    places = dict(zip(found.lon.tolist(), found.operators.tolist(), strict=True))
    assert {106.1: "VTL", 106.2: "VTL"}.items() <= places.items()
    assert np.isnan(found.lon[list(found.operators).index("VMS")]), "a plan may give no place"


def test_a_mast_was_agreed_to_where_a_letter_that_stands_says_so(office: Registry, tmp_path: Path) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path, desk.FIVE[:1]))
    (letter,) = approvals_of(office)
    state_of = {"state": "in_service"}
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = ledger.rows_by_key(connection, structures, _masts_of(connection, letter.site_id))
        changes = [amend(structures, row, **state_of) for row in rows.values()]
        ledger.record(connection, changes, who="lan", batch=batch.id)
    assert approved(office)["V1"] == (True, letter.lon, letter.lat)
    assert approved(office)["BGG00045"][0] is False
    revoke(office, letter.id, reason="hết thời hạn", who="giám đốc", seen=letter.version)
    assert approved(office).get("V1", (False,))[0] is False


def _masts_of(connection: Connection, site: str) -> list[str]:
    return list(connection.execute(sa.select(structures.c.id).where(structures.c.site_id == site)).scalars())


def approved(registry: Registry) -> dict[str, tuple[bool, float, float]]:
    run = compliance_run(registry)
    known = run.known
    columns = (known.approved.tolist(), known.approved_lon.tolist(), known.approved_lat.tolist())
    return dict(zip(map(str, run.masts.codes), zip(*columns, strict=True), strict=True))
