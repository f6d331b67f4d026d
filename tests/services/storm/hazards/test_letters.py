"""Letters and calls before rain, flood and landslide: own masts only, nothing unknown told as known."""

import dataclasses
import datetime as dt
import io
import re

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.model.storm.hazards import GroundKind, HazardDraft, HazardKind, RiverLevel
from registry.services.office.calendar import now
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.outages.incidents import change_incident
from registry.services.public.plate_settings import state_board
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.calls import hazard_calls
from registry.services.storm.hazards.concerned import check_asks, concerned_by, masts_told_to
from registry.services.storm.hazards.exposure import get_hazard
from registry.services.storm.hazards.letters import hazard_book, hazard_letter
from registry.services.storm.vocabulary import moment
from registry.store import batches, ledger
from tests.documents.letters import compared, faults_of, lines_of
from tests.services.requests.desk import LAT, LON
from tests.services.storm.hazards.test_exposure import AROUND
from tests.services.storm.letters import defect_of
from tests.services.storm.test_fallen import fallen
from tests.store.rows import created, mast, site, station

MASTS = {"A1": ("VTL",), "A2": ("VNPT",), "A3": ("VTL", "VNPT"), "A4": ()}


@pytest.fixture
def masts(office: Registry) -> Registry:
    """Beside the first mast: one of VNPT, of both carriers, of nobody; Viettel's own stands far off."""
    rows = []
    for at, (code, operators) in enumerate(MASTS.items()):
        rows += created("sites", site(code, LON + (0.02 if code == "A1" else at / 10_000), LAT))
        rows += created("structures", mast(code, form="guyed"))
        for operator in operators:
            rows += created("stations", station(code, operator))
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    return office


def warned(office: Registry, **own: object) -> str:
    """A flood in the communes of all masts, in force since an hour."""
    communes = tuple(code for code, _name in storm_masts(office).communes)
    at = now()
    draft = HazardDraft(
        HazardKind.FLOOD, at - dt.timedelta(hours=1), at + dt.timedelta(hours=12), source="Đài KTTV tỉnh",
        number="LULU-12", level=RiverLevel("thuong", "Phủ Lạng Thương", 5.8, 2, 0.5), communes=communes,
    )  # fmt: skip
    (made,) = deeds.record_hazards(office, [dataclasses.replace(draft, **own)], who="lan")  # type: ignore[arg-type]
    return made


def low(office: Registry) -> None:
    deeds.add_ground(office, GroundKind.LOW, name="Bãi sông", area=AROUND, river="thuong", alarm=2, who="lan")


def text_of(office: Registry, hazard: str, to: str, **own: object) -> str:
    return "\n".join(lines_of(hazard_letter(office, hazard, to, **own)))  # type: ignore[arg-type]


def rows_of(office: Registry, hazard: str, to: str) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(hazard_book(office, hazard, to))).active
    assert sheet is not None
    head, *lines = list(sheet.iter_rows(values_only=True))
    return [dict(zip((str(one) for one in head), line, strict=True)) for line in lines]


def test_each_carrier_gets_its_own_masts_those_on_ground_first_and_nobody_elses(masts: Registry) -> None:
    low(masts)
    hazard = warned(masts)
    found = concerned_by(masts, get_hazard(masts, hazard))
    codes = {side.code: [one.code for one in side.masts] for side in found.sides}
    assert codes == {"VTL": ["A3", "A1"], "VNPT": ["A2", "A3", "BGG00045"]}
    assert {side.code: side.on_ground for side in found.sides} == {"VTL": 1, "VNPT": 3}
    assert (found.masts, found.of_nobody) == (5, 1)
    viettel = text_of(masts, hazard, "VTL")
    for part in (
        "KHẨN", "DỰ THẢO", "Làm trước tại 1 cột đứng trên đất đã biết là bị ảnh hưởng", "Làm ngay",
        "tin cảnh báo số LULU-12 (nguồn: Đài KTTV tỉnh)", "Bãi sông (vùng trũng, thấp, sông Thương",
    ):  # fmt: skip
        assert part in viettel, part
    assert "A2" not in viettel
    assert "BGG00045" not in viettel
    book = rows_of(masts, hazard, "VTL")
    assert [row["Mã trong sổ đăng ký"] for row in book] == ["A3", "A1"]
    assert book[0]["Máy phát điện"] == "chưa khai"
    assert "lên cao hơn mức ngập từng ghi nhận" in str(book[0]["Việc phải làm"])
    with pytest.raises(RefusalError, match="HAZARD-LETTER-NONE"):
        hazard_letter(masts, hazard, "VMS")


def test_a_mast_that_fell_is_in_no_letter_of_a_warning_and_is_counted_for_no_carrier(masts: Registry) -> None:
    hazard = warned(masts)
    fell = fallen(masts, "A3")
    found = concerned_by(masts, get_hazard(masts, hazard))
    codes = {side.code: [one.code for one in side.masts] for side in found.sides}
    assert codes == {"VTL": ["A1"], "VNPT": ["A2", "BGG00045"]}
    assert (found.masts, found.fallen) == (4, ("A3",))
    assert "A3" not in text_of(masts, hazard, "VTL")
    assert masts_told_to(masts, storm_masts(masts), "VTL") == {"mast-A1"}
    change_incident(
        masts, fell.id, {"resolved_at": now(), "resolution": "dựng lại"}, seen=fell.version,
        reason="đã dựng lại", who="trực",
    )  # fmt: skip
    assert concerned_by(masts, get_hazard(masts, hazard)).fallen == ()
    assert "mast-A3" in masts_told_to(masts, storm_masts(masts), "VTL")


def test_ground_that_is_not_on_record_is_said_to_be_unknown(masts: Registry) -> None:
    letter = text_of(masts, warned(masts), "VNPT")
    assert "chưa có dữ liệu vùng trũng nên chưa biết cột nào bị ảnh hưởng trước" in letter
    assert "đất đã biết" not in letter
    low(masts)
    dry = text_of(masts, warned(masts, level=RiverLevel("thuong", "", None, 1, None)), "VNPT")
    assert "không cột nào đứng trên vùng trũng đã có trên bản đồ" in dry
    assert "bản đồ này có thể chưa đủ" in dry
    slides = text_of(masts, warned(masts, kind=HazardKind.LANDSLIDE, level=RiverLevel()), "VNPT")
    assert "chưa có dữ liệu sườn dốc nên chưa biết" in slides
    named = text_of(masts, warned(masts, unplaced=("Xã Cũ",)), "VNPT")
    assert "bản tin còn nêu Xã Cũ, chưa khớp với xã, phường hiện nay nên danh sách có thể chưa đủ" in named
    assert "cấp độ rủi ro thiên tai" not in letter
    assert "cấp độ rủi ro thiên tai: cấp 2" in text_of(masts, warned(masts, disaster_level=2), "VNPT")


def test_a_warning_to_come_is_met_before_it_begins_and_thunder_asks_for_earthing(masts: Registry) -> None:
    at = now() + dt.timedelta(hours=5)
    thunder = warned(
        masts, kind=HazardKind.OTHER, headline="Tin cảnh báo dông, lốc, sét", level=RiverLevel(),
        from_at=at, to_at=at + dt.timedelta(hours=3),
    )  # fmt: skip
    letter = text_of(masts, thunder, "VTL")
    assert f"Xong trước {at.astimezone(dt.timezone(dt.timedelta(hours=7))):%H:%M %d/%m/%Y}" in letter
    assert "Theo Tin cảnh báo dông, lốc, sét số LULU-12 (nguồn: Đài KTTV tỉnh), hiệu lực" in letter
    assert "V/v bảo đảm an toàn cột ăng ten, trạm BTS theo tin cảnh báo dông, lốc, sét" in letter
    for part in ("tiếp địa, chống sét", "Không để người trên cột, trên mái khi có dông, lốc, sét"):
        assert part in letter, part
    for part in ("vùng trũng", "dòng chảy xiết", "mức ngập"):
        assert part not in letter, part
    title = "TIN CẢNH BÁO DÔNG, LỐC, SÉT"
    loud = warned(masts, kind=HazardKind.OTHER, headline=title, level=RiverLevel())
    assert f"V/v bảo đảm an toàn cột ăng ten, trạm BTS theo {title}" in text_of(masts, loud, "VTL")
    spelt = warned(masts, kind=HazardKind.OTHER, headline="Tin cảnh báo mưa giông", level=RiverLevel())
    assert "tiếp địa, chống sét" in text_of(masts, spelt, "VTL")
    slide = text_of(masts, warned(masts, kind=HazardKind.LANDSLIDE, level=RiverLevel()), "VTL")
    assert "Kiểm tra ta luy" in slide


def test_a_dangerous_defect_and_a_number_are_told_and_the_text_is_golden(masts: Registry) -> None:
    with masts.database.write() as connection:
        batch = batches.open_batch(connection, kind="field", who="lan")
        ledger.record(connection, created("defects", defect_of("mast-A3", "VTL")), who="lan", batch=batch.id)
    state(masts, {"duty_phone": "0204.3999.999"}, who="quản trị")
    low(masts)
    at = dt.datetime(2020, 1, 1, 7, tzinfo=dt.UTC)
    hazard = warned(masts, from_at=at, to_at=at + dt.timedelta(hours=12))
    text, golden = compared("real-hazard_order", hazard_letter(masts, hazard, "VTL"))
    assert text == golden
    sent = hazard_letter(masts, hazard, "VTL", number_="7/SKHCN", sent_on=dt.date(2020, 1, 1))
    assert faults_of(sent) == []
    assert "DỰ THẢO" not in "\n".join(lines_of(sent))
    assert "7/SKHCN" in "\n".join(lines_of(sent))
    assert "trước hết là 1 cột có tồn tại nguy hiểm" in text
    other = text_of(masts, hazard, "VNPT")
    assert "tồn tại nguy hiểm chưa khắc phục" not in other  # it answers for none of it
    english = "\n".join(lines_of(hazard_letter(masts, hazard, "VTL", "en")))
    assert "Act first at the 1 masts on ground known to be affected" in english


def test_the_calls_have_the_telephone_where_one_is_stated(masts: Registry) -> None:
    state_board(masts, address="", phones={"VTL": "0204 111"}, who="lan")
    found = concerned_by(masts, get_hazard(masts, warned(masts)))
    calls = {one.code: one for one in hazard_calls(masts, found, most=1)}
    assert (calls["VTL"].telephone, calls["VNPT"].telephone) == ("0204 111", "")
    assert (len(calls["VNPT"].masts), calls["VNPT"].every) == (1, 3)


def test_a_warning_that_is_past_or_withdrawn_asks_nothing(masts: Registry) -> None:
    hazard = warned(masts)
    check_asks(get_hazard(masts, hazard))
    deeds.withdraw_hazard(masts, hazard, seen=1, reason="nhầm", who="lan")
    with pytest.raises(RefusalError, match="HAZARD-LETTER-OVER"):
        check_asks(get_hazard(masts, hazard))
    past = now() - dt.timedelta(days=2)
    old = warned(masts, from_at=past, to_at=past + dt.timedelta(hours=3))
    with pytest.raises(RefusalError, match="HAZARD-LETTER-OVER"):
        check_asks(get_hazard(masts, old))


def test_a_warning_of_the_whole_province_names_the_masts_on_its_ground_alone(masts: Registry) -> None:
    nothing = concerned_by(masts, get_hazard(masts, warned(masts, communes=())))
    assert (nothing.sides, nothing.masts) == ((), 0)
    low(masts)
    found = concerned_by(masts, get_hazard(masts, warned(masts, communes=())))
    assert {side.code: [one.code for one in side.masts] for side in found.sides} == {
        "VTL": ["A3"], "VNPT": ["A2", "A3", "BGG00045"],
    }  # fmt: skip


def test_the_warnings_of_one_bulletin_are_written_of_in_one_letter(masts: Registry) -> None:
    at = now()
    communes = tuple(code for code, _name in storm_masts(masts).communes)
    rain = HazardDraft(
        HazardKind.RAIN, at, at + dt.timedelta(hours=9), source="Đài", number="5", communes=communes,
        rain_mm=(100.0, 200.0), disaster_level=1,
    )  # fmt: skip
    slide = dataclasses.replace(rain, kind=HazardKind.LANDSLIDE, disaster_level=2)
    later = dataclasses.replace(slide, to_at=at + dt.timedelta(hours=12))
    one, _two = deeds.record_hazards(masts, [rain, slide], who="lan", text="tin")
    letter = text_of(masts, one, "VTL")
    for part in (
        "V/v ứng phó mưa lớn, sạt lở, sụt lún đất đối với", "về mưa lớn 100–200 mm, sạt lở, sụt lún đất, cấp",
        "cấp độ rủi ro thiên tai: cấp 1 (mưa lớn), 2 (sạt lở, sụt lún đất)", "Kiểm tra ta luy", "mức ngập",
    ):  # fmt: skip
        assert part in letter, part
    assert letter.count("Đổ đủ nhiên liệu") == 1
    assert letter.count("100–200 mm") == 1  # the rain is the rain's
    floods = [
        dataclasses.replace(
            rain, kind=HazardKind.FLOOD, rain_mm=(), level=RiverLevel(river), disaster_level=level
        )
        for river, level in (("luc_nam", 2), ("cau", 1), ("thuong", 1))
    ]
    one, *_others = deeds.record_hazards(masts, floods, who="lan", text="tin lũ")
    said = text_of(masts, one, "VTL")
    for one_of in ("2 (sông Lục Nam)", r"1 \((sông Cầu, sông Thương|sông Thương, sông Cầu)\)"):
        assert re.search(one_of if "|" in one_of else re.escape(one_of), said), one_of
    first, second = deeds.record_hazards(masts, [rain, later], who="lan", text="tin sau")
    assert f"mưa lớn 100–200 mm (đến {moment(rain.to_at)})" in text_of(masts, first, "VTL")
    deeds.withdraw_hazard(masts, second, seen=1, reason="nhầm", who="lan")
    assert "sạt lở, sụt lún" not in text_of(masts, first, "VTL")
