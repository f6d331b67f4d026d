"""Old names, new names and points lead to the communes in force."""

import datetime as dt
from collections.abc import Iterator

import pytest

from registry.checks.communes import CommuneNames, names_of
from registry.checks.context import Context
from registry.model.areas import full_name
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at, office_box, place_name
from registry.services.register.position_hints import hint_source
from tests.services.offices import office

DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    made = office(tmp_path_factory.mktemp("names"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def context(registry: Registry) -> Context:
    return context_for(registry, DAY)


@pytest.fixture(scope="module")
def names(context: Context) -> CommuneNames:
    return names_of(context.units)


def found(names: CommuneNames, commune: str, district: str = "") -> set[str]:
    return {names.units.communes[row].name for row in names.find(commune, district).rows}


@pytest.mark.parametrize("written", ["Lạng Giang", "xã Lạng Giang", "XA LANG GIANG", "X. Lạng Giang"])
def test_a_present_name_is_found_with_and_without_kind_and_diacritics(
    names: CommuneNames, written: str
) -> None:
    assert found(names, written) == {"Lạng Giang"}


@pytest.mark.parametrize("written", ["thị trấn Vôi", "TT. Vôi", "Voi", "TT Vôi, huyện Lạng Giang"])
def test_a_former_name_leads_to_its_successor(names: CommuneNames, written: str) -> None:
    assert found(names, written) == {"Lạng Giang"}


def test_a_name_that_only_looks_alike_is_a_suggestion_and_nothing_more(names: CommuneNames) -> None:
    assert found(names, "Lạng Giaan") == set()
    assert names.nearest_name("Lạng Giaan") == "Lạng Giang"


def test_every_former_commune_leads_to_exactly_its_successors(context: Context, names: CommuneNames) -> None:
    districts = {unit.code: unit for unit in context.units.districts}
    by_id = {unit.id: unit.name for unit in context.units.communes}
    former = [unit for unit in context.units.legacy if unit.level.value == "commune"]
    assert len(former) == 313
    for unit in former:
        district = full_name(districts[unit.parent])
        expected = {by_id[key] for key in context.units.current_of[unit.id]}
        assert expected <= found(names, full_name(unit), district), unit


def test_the_district_tells_communes_of_one_name_apart(context: Context, names: CommuneNames) -> None:
    """Tân Thanh, Đồng Tiến ... : where two former communes bear one name, the district decides."""
    seen: dict[str, list[str]] = {}
    for unit in context.units.legacy:
        if unit.level.value == "commune":
            seen.setdefault(unit.name, []).append(unit.parent)
    twice = {name: parents for name, parents in seen.items() if len(set(parents)) > 1}
    assert twice
    districts = {unit.code: unit for unit in context.units.districts}
    for name, parents in twice.items():
        answers = {
            names.find(name, districts[parent].name).former.parent  # type: ignore[union-attr]
            for parent in parents
            if names.find(name, districts[parent].name).former is not None
        }
        assert answers <= set(parents)
        assert all(
            names.find(name, districts[parent].name).former is None
            or names.find(name, districts[parent].name).former.parent == parent  # type: ignore[union-attr]
            for parent in parents
        )


def test_a_point_is_named_by_today_and_by_what_was_written(context: Context) -> None:
    unit = commune_at(context, 106.2549, 21.3486)
    assert unit is not None
    named = place_name(context, 106.2549, 21.3486, "TT Vôi")
    assert str(named) == f"{full_name(unit)} (TT Vôi)"
    assert commune_at(context, 100.0, 10.0) is None


def test_the_office_box_holds_the_province(context: Context) -> None:
    west, south, east, north = office_box(context)
    assert 105.8 < west < 106.0
    assert 20.9 < south < 21.0
    assert 107.0 < east < 107.1
    assert 21.6 < north < 21.7


def test_hints_give_the_commune_s_circle_and_its_meridian_first(registry: Registry) -> None:
    hints = hint_source(registry, DAY)
    north = hints({"commune": "TT Vôi", "district": "Lạng Giang"})
    assert north.epsgs == (9214, 9209)
    assert north.commune is not None
    assert (north.commune.lon, north.commune.lat) == pytest.approx((106.27, 21.36), abs=0.03)
    assert 2_600 < north.commune.reach_m < 15_000
    assert hints({"commune": "phường Từ Sơn"}).epsgs == (9209, 9214)
    assert hints({}).commune is None
