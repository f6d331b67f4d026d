"""Warnings of rain, flood and landslide: in force by the clock, on ground on record, never guessed."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
import shapely
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.storm.hazards import GroundKind, HazardDraft, HazardKind, HazardState, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.services.field.packs.cuts import road_cuts
from registry.services.office.calendar import now
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.exposure import (
    all_hazards,
    flood_prone,
    get_hazard,
    hazard_exposure,
    hazards_in_force,
    roads_cut,
)
from registry.services.storm.hazards.texts import read_warning_text
from registry.services.storm.hazards.words import hazard_said, hazards_of_masts
from registry.store.tables import ledger, structures
from registry.storm.rivers import levels_at, rivers
from tests import storm as storm_tests
from tests.services.requests.desk import LAT, LON

NIGHT = dt.datetime(2026, 9, 9, 22, tzinfo=VIETNAM)
AROUND = area_text(ChosenArea((AreaPart(PartKind.CIRCLE, ((LON, LAT),), radius_m=300),)))
FLOOD = HazardDraft(
    HazardKind.FLOOD,
    NIGHT,
    NIGHT + dt.timedelta(hours=12),
    source="Đài KTTV",
    number="LULU-12",
    level=RiverLevel("thuong", "Phủ Lạng Thương", 5.8, 2, 0.5),
)


def hours(count: float) -> dt.datetime:
    return NIGHT + dt.timedelta(hours=count)


def test_a_flood_finds_the_mast_on_low_ground_of_its_river_on_both_backends(either_office: Registry) -> None:
    office = either_office
    (mast,) = storm_masts(office).structure_ids
    (flood,) = deeds.record_hazards(office, [FLOOD], who="lan", text="tin lũ")
    assert [item.id for item in hazards_in_force(office, hours(1))] == [flood]
    assert hazards_in_force(office, hours(-1)) == hazards_in_force(office, hours(13)) == ()
    (told,) = hazard_exposure(office, hours(1)).hazards
    assert (told.on_ground, told.in_area, told.ground_known, told.placed) == ((), (), False, False)

    (far,) = deeds.add_ground(
        office, GroundKind.LOW, name="Bãi sông Cầu", area=AROUND, river="cau", who="lan"
    )
    (told,) = hazard_exposure(office, hours(1)).hazards
    assert (told.on_ground, told.ground_known) == ((), True)  # of another river
    deeds.add_ground(
        office, GroundKind.LOW, name="Bãi", area=AROUND, river="thuong", alarm=3, source="UBND xã", who="lan"
    )
    assert hazard_exposure(office, hours(1)).by_structure == {}  # floods at alarm 3 only
    deeds.correct_hazard(
        office, flood, dataclasses.replace(FLOOD, level=RiverLevel("thuong", "", 6.9, 3)), seen=1,
        reason="lũ lên", who="lan",
    )  # fmt: skip
    found = hazard_exposure(office, hours(1))
    assert [item.level.metres for item in found.by_structure[mast]] == [6.9]
    assert found.stations == {"VNPT": 1}
    assert [ground.name for ground in flood_prone(office)[mast]] == ["Bãi sông Cầu", "Bãi"]
    deeds.remove_ground(office, far, seen=1, who="lan")
    assert [ground.name for ground in flood_prone(office)[mast]] == ["Bãi"]
    assert verify(office).problems == ()


def test_a_landslide_warning_names_the_masts_of_its_communes(office: Registry) -> None:
    masts = storm_masts(office)
    (mast,) = masts.structure_ids
    code = masts.communes[int(masts.commune[0])][0]
    draft = HazardDraft(
        HazardKind.LANDSLIDE, NIGHT, hours(6), source="Đài", communes=(code,), unplaced=("Xã Không Có",)
    )
    here = HazardDraft(
        HazardKind.RAIN, NIGHT, hours(24), source="Đài", geometry=shapely.box(100, 10, 101, 11)
    )
    slide, rain = deeds.record_hazards(office, [draft, here], who="lan")
    told = {item.hazard.id: item for item in hazard_exposure(office, hours(2)).hazards}
    assert told[slide].in_area == (mast,)
    assert (told[slide].on_ground, told[slide].ground_known) == ((), False)
    assert told[rain].in_area == ()
    assert told[rain].placed
    assert get_hazard(office, slide).unplaced == ("Xã Không Có",)
    deeds.add_ground(office, GroundKind.SLOPE, name="Ta luy", area=AROUND, who="lan")
    assert hazard_exposure(office, hours(2)).by_structure == {mast: (get_hazard(office, slide),)}


def test_a_warning_is_withdrawn_with_its_reason_and_counts_again(office: Registry) -> None:
    (flood,) = deeds.record_hazards(office, [FLOOD], who="lan")
    with pytest.raises(RefusalError, match="HAZARD-REASON"):
        deeds.withdraw_hazard(office, flood, seen=1, reason=" ", who="lan")
    deeds.withdraw_hazard(office, flood, seen=1, reason="nhầm tỉnh", who="lan")
    assert hazards_in_force(office, hours(1)) == ()
    (kept,) = all_hazards(office)
    assert (kept.state, kept.reason) == (HazardState.WITHDRAWN, "nhầm tỉnh")
    with pytest.raises(RefusalError, match="HAZARD-WITHDRAWN"):
        deeds.correct_hazard(office, flood, FLOOD, seen=2, reason="x", who="lan")
    deeds.restore_hazard(office, flood, seen=2, who="hoa")
    assert len(hazards_in_force(office, hours(1))) == 1
    with office.database.read() as connection:
        entries = sa.select(ledger.c.who).where(ledger.c.table_name == "hazards").order_by(ledger.c.seq)
        assert connection.execute(entries).scalars().all() == ["lan", "lan", "hoa"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": ""}, "HAZARD-NO-SOURCE"),
        ({"to_at": None}, "HAZARD-NO-TIME"),
        ({"to_at": NIGHT}, "HAZARD-TIME"),
        ({"to_at": NIGHT + dt.timedelta(days=16)}, "HAZARD-TIME"),
        ({"level": RiverLevel()}, "HAZARD-NO-PLACE"),
        ({"level": RiverLevel("thuong", "", 690.0)}, "HAZARD-NUMBER"),
        ({"disaster_level": 6}, "HAZARD-NUMBER"),
    ],
)
def test_what_cannot_be_a_warning_is_refused(office: Registry, change: dict[str, object], code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        deeds.record_hazards(office, [dataclasses.replace(FLOOD, **change)], who="lan")  # type: ignore[arg-type]
    assert all_hazards(office) == ()


def test_a_road_is_cut_until_somebody_says_that_it_is_open(office: Registry) -> None:
    road = deeds.cut_road(office, name="ĐT 293", from_at=NIGHT, told_by="CSGT", area=AROUND, who="lan")
    with pytest.raises(RefusalError, match="HAZARD-NO-SOURCE"):
        deeds.cut_road(office, name="ĐT 291", from_at=NIGHT, who="lan")
    assert [item.name for item in roads_cut(office, hours(1))] == ["ĐT 293"]
    with pytest.raises(RefusalError, match="HAZARD-TIME"):
        deeds.open_road(office, road, to_at=hours(-1), seen=1, who="lan")
    deeds.open_road(office, road, to_at=hours(5), seen=1, who="lan")
    assert [len(roads_cut(office, hours(at))) for at in (-1, 1, 6)] == [0, 1, 0]
    deeds.cut_again(office, road, seen=2, who="lan")
    assert len(roads_cut(office, hours(6))) == 1


def test_the_three_rivers_are_known_and_their_numbers_said_to_be_unverified() -> None:
    assert [river.code for river in rivers()] == ["cau", "thuong", "luc_nam"]
    known = levels_at("thuong", "phủ lạng thương")
    assert known is not None
    assert not known.verified
    assert [known.alarm_of(metres) for metres in (4.0, 4.3, 6.0, 6.3)] == [0, 1, 2, 3]
    assert levels_at("thuong", "Cầu Sơn") is None


def test_a_pasted_warning_places_its_communes_and_keeps_what_it_cannot_place(office: Registry) -> None:
    text = (Path(storm_tests.__file__).parent / "forms" / "flash.txt").read_text(encoding="utf-8")
    reading = read_warning_text(office, text, NIGHT)
    (flash, _slide) = reading.drafts
    names = dict(storm_masts(office).communes)
    assert {names[code] for code in flash.communes} >= {"Xã Biển Động", "Xã Sơn Động", "Xã Tây Yên Tử"}
    assert flash.unplaced == ("Không Tên",)
    (made, _other) = deeds.record_hazards(office, reading.drafts, who="lan", text=text)
    assert get_hazard(office, made).rain_mm == (20.0, 40.0, 70.0)


def test_a_former_district_stands_for_the_communes_of_today_that_have_land_of_it(office: Registry) -> None:
    said = "TIN MƯA LỚN\nCác xã, phường thuộc {places}.\nTin phát lúc: 02h00 ngày 02/12/2026\n"
    (draft,) = read_warning_text(office, said.format(places="huyện Sơn Động cũ"), NIGHT).drafts
    (one,) = read_warning_text(office, said.format(places="các xã: Sơn Động"), NIGHT).drafts
    assert len(draft.communes) > len(one.communes) == 1
    assert set(one.communes) < set(draft.communes)
    assert draft.unplaced == ()
    (none,) = read_warning_text(office, said.format(places="huyện Chưa Từng Có"), NIGHT).drafts
    assert (none.communes, none.unplaced) == ((), ("huyện Chưa Từng Có",))


def test_an_alert_as_xml_is_read_in_the_child(office: Registry) -> None:
    text = (Path(storm_tests.__file__).parent / "forms" / "alert.xml").read_text(encoding="utf-8")
    (draft,) = read_warning_text(office, text, NIGHT).drafts
    assert draft.geometry.area > 0
    assert len(draft.communes) == 2
    with pytest.raises(RefusalError, match="TRACK-XML"):
        read_warning_text(office, f"<!DOCTYPE a [<!ENTITY b 'c'>]>{text[39:]}", NIGHT)


def test_a_mast_that_a_list_calls_flood_prone_counts_where_its_commune_is_warned(office: Registry) -> None:
    masts = storm_masts(office)
    (mast,) = masts.structure_ids
    code = masts.communes[int(masts.commune[0])][0]
    with deed(office, "test", "lan") as made:
        made.amend(structures, mast, flood_prone=True)
    warned = dataclasses.replace(FLOOD, communes=(code,), level=RiverLevel("thuong"))
    here, by_river = deeds.record_hazards(office, [warned, FLOOD], who="lan")
    told = {item.hazard.id: item for item in hazard_exposure(office, hours(1)).hazards}
    assert (told[here].on_ground, told[here].ground_known) == ((mast,), True)
    assert told[by_river].on_ground == ()  # of which river it floods is not said


def test_a_phone_takes_along_the_roads_that_are_cut(office: Registry) -> None:
    since = now() - dt.timedelta(hours=2)
    deeds.cut_road(
        office, name="ĐT 293", place="Km 12", from_at=since, told_by="CSGT", area=AROUND, who="lan"
    )
    gone = deeds.cut_road(office, name="ĐT 291", from_at=since, told_by="CSGT", who="lan")
    deeds.open_road(office, gone, to_at=now(), seen=1, who="lan")
    (cut,) = road_cuts(office)
    assert (cut["name"], cut["cause"], cut["by"]) == ("ĐT 293, Km 12", "flood", "CSGT")
    assert cut["shape"]["type"] == "Polygon"


def test_a_letter_names_the_warnings_of_its_masts(office: Registry) -> None:
    (mast,) = storm_masts(office).structure_ids
    deeds.add_ground(office, GroundKind.LOW, name="Bãi", area=AROUND, river="thuong", alarm=2, who="lan")
    deeds.record_hazards(office, [FLOOD], who="lan")
    exposure = hazard_exposure(office, hours(1))
    (line,) = hazards_of_masts(exposure, {mast: None}, "vi")
    assert line == (
        "lũ, ngập lụt sông Thương tại Phủ Lạng Thương: cao nhất 5,80 m, trên báo động 2 0,50 m "
        "đến 10:00 10/09/2026 (Đài KTTV): 1 cột trên đất đã biết là bị ảnh hưởng"
    )
    assert hazards_of_masts(exposure, {"khác": None}, "vi") == ()


@pytest.mark.parametrize(
    ("amounts", "vi", "en"),
    [
        ((100.0,), "mưa lớn từ 100 mm trở lên", "heavy rain 100 mm or more"),
        ((0.0, 100.0), "mưa lớn đến 100 mm", "heavy rain up to 100 mm"),
        (
            (30.0, 60.0, 100.0),
            "mưa lớn 30–60 mm, có nơi trên 100 mm",
            "heavy rain 30–60 mm, over 100 mm in places",
        ),
        (
            (30.0, 30.0, 100.0),
            "mưa lớn từ 30 mm trở lên, có nơi trên 100 mm",
            "heavy rain 30 mm or more, over 100 mm in places",
        ),
        ((0.0, 0.0, 100.0), "mưa lớn có nơi trên 100 mm", "heavy rain over 100 mm in places"),
        ((50.0, 100.0), "mưa lớn 50–100 mm", "heavy rain 50–100 mm"),
        ((), "mưa lớn", "heavy rain"),
    ],
)
def test_rain_is_said_by_whatever_amount_is_known(
    office: Registry, amounts: tuple[float, ...], vi: str, en: str
) -> None:
    rain = dataclasses.replace(FLOOD, kind=HazardKind.RAIN, level=RiverLevel(), rain_mm=amounts)
    (made,) = deeds.record_hazards(office, [rain], who="lan")
    hazard = get_hazard(office, made)
    assert (hazard_said(hazard, "vi"), hazard_said(hazard, "en")) == (vi, en)
    slide = hazard_said(dataclasses.replace(hazard, kind=HazardKind.LANDSLIDE), "vi")
    assert slide == (
        "sạt lở, sụt lún đất" if vi == "mưa lớn" else f"sạt lở, sụt lún đất ({vi.replace(' lớn', '')})"
    )
