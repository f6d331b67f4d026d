"""Search: a site by any code, a commune by a name of any time, an operator, a coordinate; the best first."""

from typing import Any

import orjson
import pytest

from registry.model.areas import AdminLevel, full_name
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.found import Hit
from registry.services.register.search import LIMIT, LONGEST, OF_GROUP, find_places
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

CARRIER = Person("viettel", frozenset({Role.CARRIER}), "VTL")


@pytest.fixture
def held(office: Registry) -> Registry:
    """The office's mast of VNPT, with two aliases, and masts of Viettel in a row."""
    rows: list[Any] = []
    for number in range(100, 115):
        code = f"BGG{number:05d}"
        rows += created("sites", site(code, *desk.north(500.0 * (number - 99))))
        rows += created("structures", mast(code, mast_class="A2b"))
        rows += created("stations", station(code, "VTL"))
    for where, operator, code in (
        ("BGG00045", "VNPT", "BG-LGG_045"), ("BGG00100", "VNPT", "BÍMẬT77"), ("BGG00100", "VTL", "VTL-Cầu Gồ")
    ):  # fmt: skip
        alias = {"id": code, "site_id": f"site-{where}", "operator": operator, "code": code, "former": True}
        rows += created("site_aliases", alias)
    with office.database.write() as connection:
        ledger.record(
            connection, rows, who="lan", batch=batches.open_batch(connection, kind="sites", who="lan").id
        )
    return office


def find(registry: Registry, text: str, person: Person = OPEN_DESK, **own: Any) -> list[Hit]:
    return find_places(registry, context_for(registry, today()), text, person=person, **own)


def test_a_site_is_found_by_its_code_in_any_case_and_by_one_that_is_no_longer_its_own(held: Registry) -> None:
    (own,) = find(held, " bgg 00045 ")
    assert (own.kind, own.code, own.former, own.operators) == ("site", "BGG00045", "", ("VNPT",))
    assert (own.lon, own.lat) == (desk.LON, desk.LAT)
    (former,) = find(held, "lgg045")
    assert (former.code, former.former) == ("BGG00045", "BG-LGG_045")
    assert find(held, "cau go")[0].code == "BGG00100"


def test_no_more_than_the_limit_each_site_once_and_the_same_code_first(held: Registry) -> None:
    found = find(held, "bgg001")
    assert len(found) == LIMIT
    assert len({hit.code for hit in found}) == LIMIT
    assert [hit.code for hit in found] == sorted(hit.code for hit in found)
    assert [hit.code for hit in find(held, "00045")] == ["BGG00045"]


def test_nothing_and_marks_alone_find_nothing_and_a_part_needs_three_letters(held: Registry) -> None:
    assert [find(held, text) for text in ("", "  ", "…", "không có gì như thế")] == [[]] * 4
    assert [hit.code for hit in find(held, "045")] == ["BGG00045"]
    assert not any(hit.kind == "site" for hit in find(held, "45"))
    assert find(held, "x" * LONGEST + "BGG00045") == []


def test_a_carrier_finds_its_own_masts_by_codes_that_it_may_know(held: Registry) -> None:
    assert find(held, "BGG00045", CARRIER) == []
    assert find(held, "BÍMẬT77", CARRIER) == [], "a code that another gave to its mast"
    assert find(held, "BÍMẬT77")[0].code == "BGG00100"
    assert [hit.code for hit in find(held, "vtl cau go", CARRIER)] == ["BGG00100"]
    assert find(held, "BÍMẬT77", CARRIER) == [], "nor after another has asked"


def test_a_former_commune_leads_to_what_it_became_and_a_name_kept_says_nothing_new(held: Registry) -> None:
    units = context_for(held, today()).units
    (kep, *_) = find(held, "xã Kép")
    assert (kep.kind, kep.label, kep.former) == ("commune", "Xã Kép", "")
    west, south, east, north = kep.box or (0, 0, 0, 0)
    assert west < (kep.lon or 0) < east
    assert south < (kep.lat or 0) < north
    former = next(hit for hit in find(held, "thi tran voi") if hit.former)
    assert former.former == "Thị trấn Vôi"
    assert former.label in {f"{unit.kind} {unit.name}" for unit in units.communes}


def test_an_operator_is_found_by_its_code_and_its_names_the_same_before_parts(held: Registry) -> None:
    for operator in context_for(held, today()).operators:
        for name in (operator.code, operator.name, *operator.old_names):
            assert operator.code in [hit.code for hit in find(held, name)[:2]], name


@pytest.mark.parametrize(
    "text",
    [
        "21,2734; 106,1946",
        "21.2734 106.1946",
        "21,2734 106.1946",
        "106.1946, 21.2734",
        "21°16'24,2\"B 106°11'40,6\"Đ",
    ],
)
def test_a_coordinate_is_read_however_it_is_written_and_comes_first(held: Registry, text: str) -> None:
    hit = find(held, text)[0]
    assert hit.kind == "position"
    assert (hit.lon, hit.lat) == (pytest.approx(106.1946, abs=1e-4), pytest.approx(21.2734, abs=1e-4))


def test_a_coordinate_read_with_a_doubt_says_so_in_the_readers_language(held: Registry) -> None:
    vi, en = (find(held, "10,7701; 106,7002", lang=lang)[0].said for lang in ("vi", "en"))
    assert vi
    assert len(vi) == len(en)
    assert vi != en


def test_what_is_new_in_the_register_is_found_at_once(held: Registry) -> None:
    assert [find(held, "MOI00001", person) for person in (OPEN_DESK, CARRIER)] == [[], []]
    rows = [*created("sites", site("MOI00001")), *created("structures", mast("MOI00001")),
            *created("stations", station("MOI00001", "VTL"))]  # fmt: skip
    with held.database.write() as connection:
        ledger.record(
            connection, rows, who="lan", batch=batches.open_batch(connection, kind="sites", who="lan").id
        )
    for person in (OPEN_DESK, CARRIER):
        assert [hit.code for hit in find(held, "moi00001", person)] == ["MOI00001"]


def test_a_former_district_is_found_with_what_it_became_without_any_background(held: Registry) -> None:
    units = context_for(held, today()).units
    ended = [unit for unit in units.legacy if unit.level is AdminLevel.DISTRICT]
    assert len(ended) == 18
    for unit in ended:
        hit = next(hit for hit in find(held, full_name(unit)) if hit.kind == "district")
        assert (hit.label, hit.group) == (full_name(unit), "former")
        assert hit.box is not None
        assert hit.became, unit.name
    (town,) = [hit for hit in find(held, "TP Từ Sơn") if hit.kind == "district"]
    assert "Phường Từ Sơn" in town.became
    assert [hit.former for hit in find(held, "TT Vôi")][:1] == ["Thị trấn Vôi"]


def test_names_of_the_background_join_the_registers_for_whoever_asks(held: Registry) -> None:
    folder = held.settings.background
    folder.mkdir(exist_ok=True)
    there = [
        {"name": "Quốc lộ 31", "kind": "trunk", "lon": 106.4, "lat": 21.3, "box": [106, 21, 106.9, 21.4]}
    ]
    for away in range(20):
        there.append({"name": "Kép", "kind": "village", "lon": 106.2 + away / 100, "lat": 21.4, "box": None})
    (folder / "names.json").write_bytes(orjson.dumps(there))
    for person in (OPEN_DESK, CARRIER):
        (road,) = find(held, "ql31", person)
        assert (road.kind, road.label, road.box) == ("street", "Quốc lộ 31", (106, 21, 106.9, 21.4))
        assert road.within.startswith(("Xã ", "Phường "))
        groups = [hit.group for hit in find(held, "kép", person, near=(106.3, 21.4))]
        assert groups == sorted(groups, key=groups.index), "each group stands together"
        assert groups[0] == "commune"
        assert groups.count("place") == OF_GROUP
    nearest = next(hit for hit in find(held, "kép", near=(106.3, 21.4)) if hit.group == "place")
    assert nearest.lon == pytest.approx(106.3)
    (folder / "names.json").write_bytes(b"[]")
    assert find(held, "ql31") == [], "a file that is another now"
