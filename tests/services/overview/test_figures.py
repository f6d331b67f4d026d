"""The overview's figures equal counts by hand, and add up to the register's."""

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.model.critical_places import CriticalPlace, PlaceKind
from registry.model.vietnam_time import one_day
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.overview.attention import ranked_row
from registry.services.overview.book import table, total_said
from registry.services.overview.figures import Overview, overview
from registry.services.overview.measures import by_code, criteria, measures
from registry.services.overview.settings import overview_settings, set_overview_settings
from registry.services.overview.sheet import row_of
from registry.services.overview.shown import LEAST, without_small
from registry.services.reports.subjects import facts_on
from registry.settings import read_settings
from registry.store import changes
from registry.store.critical.tables import critical_places
from registry.store.records import row_of as record
from tests.services.overview import world
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station


@pytest.fixture
def small(office: Registry) -> Registry:
    return world.built(office)


def at(found: Overview, registry: Registry) -> tuple[int, int, int]:
    """Return the rows of home, of the other commune and of the outside."""
    return found.row_of[world.home(registry).code], found.row_of[world.other(registry)[0].code], -1


def test_masts_and_stations_are_those_counted_by_hand(small: Registry) -> None:
    found = overview(small)
    home, far, outside = at(found, small)
    counted = {
        "masts": (3, 1, 1), "in_service": (2, 1, 1), "building": (0, 0, 0), "suspended": (1, 0, 0),
        "planned": (1, 0, 0), "dismantled": (1, 0, 0), "stations": (4, 1, 1), "shared": (1, 0, 0),
        "robust": (0, 1, 0), "carriers": (2, 1, 1), "alone": (1, 1, 0),
    }  # fmt: skip
    told = {
        name: (found.values[name][home], found.values[name][far], found.values[name][outside])
        for name in counted
    }
    assert told == counted
    assert set(found.present[home]) == {"VNPT", "VTL"}
    assert set(found.missing[home]) == {"VMS", "VNM"}
    assert set(found.missing[far]) == {"VNPT", "VTL", "VNM"}
    assert found.technologies[home] == ("4G", "5G")
    assert found.values["shared_share"][home] == pytest.approx(100 / 3)


def test_what_serves_alone_is_named_with_whom(small: Registry) -> None:
    found = overview(small)
    home, far, _outside = at(found, small)
    assert [(one.code, one.operators) for one in found.alone[home]] == [("M1", ("VTL",))]
    assert [(one.code, set(one.operators)) for one in found.alone[far]] == [("F1", {"", "VMS"})]


def test_what_is_not_known_is_never_nothing(small: Registry) -> None:
    found = overview(small)
    home, _far, _outside = at(found, small)
    unknown = (
        "people", "people_per_mast", "people_ratio", "far_km2", "far_share", "critical", "critical_one",
        "cable_m", "unlooped_m", "aerial_m", "tidy_m", "breaches",
    )  # fmt: skip
    assert {name: found.values[name][home] for name in unknown} == dict.fromkeys(unknown)
    assert all(found.total(name) is None for name in unknown)


def test_the_sums_are_those_of_the_report(small: Registry) -> None:
    found, facts = overview(small), facts_on(small, today())
    assert found.total("masts") == len(facts.masts) == 5
    assert found.total("stations") == len(facts.stations) == 6
    by_commune = facts.masts.groupby("commune").size().to_dict()
    assert {
        code: found.values["masts"][row] for code, row in found.row_of.items() if found.values["masts"][row]
    } == by_commune


def test_a_sum_over_communes_of_which_one_is_not_known_is_the_least(small: Registry) -> None:
    found = overview(small)
    home, _far, _outside = at(found, small)
    some = tuple(1234 if row == home else None for row in range(len(found.units) + 1))
    partly = replace(found, values={**found.values, "people": some})
    whole = replace(found, values={**found.values, "people": (*(10 for _one in found.units), None)})
    measure = by_code()["people"]
    assert total_said(found, measure, "vi") == ""
    assert total_said(partly, measure, "vi") == "ít nhất 1.234"
    assert total_said(whole, measure, "vi") == f"{10 * len(found.units):,}".replace(",", ".")
    column = [one.code for one in measures()].index("people") + 3
    _header, lines = table(partly, range(len(found.units)), "en")
    assert lines[-1][column] == "at least 1,234"
    _header, lines = table(whole, range(len(found.units)), "en")
    assert lines[-1][column] == 10 * len(found.units)


PLACES = st.lists(
    st.tuples(
        st.floats(105.8, 107.2), st.floats(20.9, 21.7),
        st.sampled_from(["in_service", "suspended", "under_construction", "approved", "dismantled"]),
        st.sets(st.sampled_from(["VNPT", "VTL", "VMS", "VNM"]), max_size=3),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@hypothesis_settings(max_examples=12, deadline=None)
@given(PLACES)
def test_communes_and_the_outside_add_up_to_the_register(
    shared_office: Registry, places: list[tuple[float, float, str, set[str]]]
) -> None:
    """Whatever stands wherever: each mast is in one row, and parts add up to what stands."""
    from registry.services.overview.counted_masts import _columns

    context = world.context(shared_office)
    ids = np.array([f"m{row}" for row in range(len(places))], dtype=object)
    columns = _columns(
        context,
        structures=ids,
        codes=ids,
        lon=np.array([one[0] for one in places]),
        lat=np.array([one[1] for one in places]),
        states=np.array([one[2] for one in places], dtype=object),
        robust=np.zeros(len(places), dtype=bool),
        written=np.array([""] * len(places), dtype=object),
        stations=[(f"m{row}", code, "4G") for row, one in enumerate(places) for code in sorted(one[3])],
    )
    standing = [one for one in places if one[2] not in ("approved", "dismantled")]
    assert int(columns.count(columns.standing).sum()) == len(standing)
    serving = [one for one in places if one[2] == "in_service"]
    assert int(columns.by_operator().sum()) == sum(len(one[3]) for one in serving)
    for row in columns.alone():  # alone means: no second one in its commune, of it or of that carrier
        same = [
            other for other in range(len(places))
            if columns.commune[other] == columns.commune[row] and columns.in_service[other]
        ]  # fmt: skip
        assert len(same) == 1 or any(
            sum(bool(columns.carried[other, operator]) for other in same) == 1
            for _commune, operator in columns.alone()[row]
        )


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return desk.make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("sổ"))}))


def test_far_ground_is_what_no_circle_reaches(small: Registry) -> None:
    set_overview_settings(small, radius_m=500.0, weights=None, who="lan")
    found = overview(small)
    _home, far, _outside = at(found, small)
    area, left = found.values["area_km2"][far], found.values["far_share"][far]
    assert area is not None
    assert left is not None
    _unit, lon, lat = world.other(small)
    x, y = to_metric(np.array([lon]), np.array([lat]), 9214)
    import shapely

    shape = world.context(small).units.geometries[far]
    circle = shapely.Point(x[0], y[0]).buffer(500.0, quad_segs=8)
    assert left == pytest.approx(100 * shape.difference(circle).area / shape.area, abs=0.01)
    assert found.values["far_km2"][far] == pytest.approx(area * left / 100, rel=0.02)


def test_a_radius_and_weights_that_make_no_sense_are_refused(small: Registry) -> None:
    with pytest.raises(RefusalError, match="OVERVIEW-RADIUS"):
        set_overview_settings(small, radius_m=5.0, weights=None, who="lan")
    with pytest.raises(RefusalError, match="OVERVIEW-WEIGHT"):
        set_overview_settings(small, radius_m=None, weights={"people": 101.0}, who="lan")
    assert not overview_settings(small).stated


def test_places_are_ranked_by_the_weights_that_the_office_states(small: Registry) -> None:
    found = overview(small)
    _home, far, _outside = at(found, small)
    few = next(one for one in ranked_row(found, far).reasons if one.criterion.code == "few_masts")
    assert few.points == pytest.approx(35 / 2)  # one mast in service: half way from two to none
    assert "people" in {one.code for one in ranked_row(found, far).unknown}
    weights = {one.code: 0.0 for one in criteria()} | {"few_masts": 8.0}
    set_overview_settings(small, radius_m=None, weights=weights, who="lan")
    now = ranked_row(overview(small), far)
    assert now.points == pytest.approx(4.0)
    assert [one.criterion.code for one in now.reasons] == ["few_masts"]


def test_critical_places_on_one_mast_and_on_none_are_counted(small: Registry) -> None:
    unit, lon, lat = world.other(small)
    places = [
        CriticalPlace("one", "UBND", PlaceKind.COMMITTEE, lon, lat, commune_code=unit.code),
        CriticalPlace("none", "Đê", PlaceKind.DYKE_POST, None, None, commune_code=unit.code),
    ]
    made = [changes.create(critical_places, record(critical_places, one)) for one in places]
    world.write(small, *made, kind="critical")
    found = overview(small)
    _home, far, _outside = at(found, small)
    assert [found.values[name][far] for name in ("critical", "critical_one", "critical_none")] == [2, 1, 1]


def test_a_viewer_is_told_no_small_count_nor_what_leads_to_it(small: Registry) -> None:
    rows = [created("sites", site(f"X{n}", *desk.north(300.0 + n))) for n in range(9)]
    rows += [created("structures", mast(f"X{n}")) for n in range(9)]
    rows += [created("stations", station(f"X{n}", "VTL")) for n in range(9)]
    world.write(small, *(change for one in rows for change in one))
    found = without_small(overview(small))
    home, far, outside = at(found, small)
    assert found.at("masts", home) == 12
    assert found.at("masts", far) is None
    assert found.at("people_per_mast", far) is None
    assert found.total("masts") is None  # it would tell the one that is left out
    assert found.alone[far] == ()
    assert found.present[far] == ()
    for one in measures():
        if one.counts:
            told = [found.at(one.code, row) for row in range(len(found.units) + 1)]
            assert all(value is None or value == 0 or value >= LEAST for value in told), one.code
    assert outside == -1


def test_a_commune_that_there_is_not_is_refused(small: Registry) -> None:
    for code in ("", "99999"):
        with pytest.raises(RefusalError, match="OVERVIEW-COMMUNE"):
            row_of(overview(small), code)


def test_days_before_the_register_and_to_come_are_refused(small: Registry) -> None:
    for day in (dt.date(2025, 6, 30), today() + dt.timedelta(days=1)):
        with pytest.raises(RefusalError, match="OVERVIEW-DAY"):
            overview(small, day)


def test_a_day_that_is_over_is_answered_from_the_ledger(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    with one_day(today() - dt.timedelta(days=3)) as before:
        desk.fill(settings)
    with contextlib.closing(open_registry(settings)) as made:
        world.built(made)
        then, now = overview(made, before), overview(made)
        home = now.row_of[world.home(made).code]
        assert (then.values["masts"][home], now.values["masts"][home]) == (1, 3)
        assert then.past
        assert then.values["troubles"][home] is None
        assert now.values["troubles"][home] == 0


def test_open_matters_are_named_where_their_mast_or_place_is(small: Registry) -> None:
    _unit, lon, lat = world.other(small)
    report = {"year": 2026, "ordinal": 1, "token": "t", "kind": "leaning", "state": "new"}
    world.write(
        small,
        *created(
            "defects",
            {
                "id": "late", "structure": "mast-M1", "severity": "serious", "state": "open",
                "found_on": today() - dt.timedelta(days=60), "deadline": today() - dt.timedelta(days=1),
            },
        ),
        *created("citizen_reports", {"id": "report", "lon": lon, "lat": lat, **report}),
        *created(
            "citizen_reports", {"id": "nowhere", **report, "ordinal": 2, "token": "u"},
        ),
        *created(
            "citizen_reports",
            {"id": "joined", "lon": lon, "lat": lat, **report, "ordinal": 3, "token": "v",
             "joined_to": "report"},
        ),
        *created(
            "cable_troubles",
            {
                "id": "trouble", "kind": "low_cable", "state": "open", "alternative": False, "lon": lon,
                "lat": lat, "detected_at": "2026-11-19T18:00:00.000000Z",
            },
        ),
    )  # fmt: skip
    found = overview(small)
    home, far, outside = at(found, small)
    assert [(one.kind, one.id, one.name) for one in found.matters[home]] == [("defects_late", "late", "M1")]
    assert {(one.kind, one.id) for one in found.matters[far]} == {
        ("reports", "report"),
        ("troubles", "trouble"),
    }
    (trouble,) = (one for one in found.matters[far] if one.kind == "troubles")
    assert trouble.name == "20/11/2026", "one in the morning in Vietnam"
    assert [one.id for one in found.matters[outside]] == ["nowhere"]
    assert [found.values["open_matters"][row] for row in (home, far, outside)] == [1, 2, 1]


def test_another_province_counts_its_own_communes(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_PROVINCE": "20"})
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as made:
        unit = next(one for one in world.context(made).units.communes if one.boundary is not None)
        point = unit.boundary.representative_point()
        rows = [*created("sites", site("LS1", point.x, point.y)), *created("structures", mast("LS1"))]
        world.write(made, *rows)
        found = overview(made)
        assert found.total("masts") == 1
        assert found.values["masts"][found.row_of[unit.code]] == 1
        assert {one.parent for one in found.units} == {"20"}
