"""After a bulletin that says that it is the last: none is waited for, and drafts of an older one are told."""

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask

from registry.model.storm.storm_records import OrderState
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.storm.orders import list_orders
from registry.services.storm.storms import get_storm
from tests.pages import Page
from tests.web.people import registry_of, visitor

RISK = "Cấp độ rủi ro thiên tai: Cấp 4: vùng biển ven bờ Quảng Ninh; Cấp 3: đất liền Đông Bắc Bộ"


def text(page: Page) -> str:
    return " ".join(page.text)


def position(at: dt.datetime, place: str, strength: str, *, seen: bool = False) -> str:
    hour = at.astimezone(VIETNAM)
    lead = "Hồi" if seen else "Đến"
    return (
        f"{lead} {hour:%H} giờ ngày {hour:%d/%m/%Y}, vị trí tâm bão ở vào khoảng {place}. "
        f"Sức gió mạnh nhất vùng gần tâm bão {strength}."
    )


def entered(app: Flask, bulletin: str, storm: str = "") -> str:
    form = {"text": bulletin, "deed": "save", "storm_name": "CUOI", "number": "31", "source": ""}
    if storm:
        form["version"] = str(get_storm(registry_of(app), storm).storm.version)
    where = f"/storms/{storm}/bulletins/new" if storm else "/storms/new"
    answer = visitor(app, "duty_officer").post(where, form, 303)
    return str(answer.headers["Location"]).rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Watched:
    """A storm after its last bulletin, and what the pages said before it."""

    storm: str
    before: str


@pytest.fixture(scope="module")
def watched(app: Flask) -> Watched:
    """A storm that came near, with drafts, until its last bulletin."""
    present = now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=3)
    hours = [present + dt.timedelta(hours=ahead) for ahead in (0, 12, 24, 36)]
    places = (
        "19,4 độ Vĩ Bắc; 110,8 độ Kinh Đông", "20,9 độ Vĩ Bắc; 107,3 độ Kinh Đông",
        "21,4 độ Vĩ Bắc; 105,4 độ Kinh Đông", "21,7 độ Vĩ Bắc; 103,6 độ Kinh Đông",
    )  # fmt: skip
    strengths = ("mạnh cấp 14, giật cấp 17", "mạnh cấp 13, giật cấp 16", "mạnh cấp 9", "dưới cấp 6")
    lines = [
        position(at, place, strength, seen=at == present)
        for at, place, strength in zip(hours, places, strengths, strict=True)
    ]
    storm = entered(app, "\n".join(["TIN BÃO KHẨN CẤP", *lines, RISK]))
    officer, held = visitor(app, "duty_officer"), get_storm(registry_of(app), storm).storm
    officer.post(f"/storms/{storm}/letters", {"version": str(held.version)})
    before = text(officer.page("/shift"))
    seen = present + dt.timedelta(hours=1)
    last = [
        position(seen, "19,6 độ Vĩ Bắc; 110,4 độ Kinh Đông", "mạnh cấp 6", seen=True),
        position(seen + dt.timedelta(hours=12), "20,0 độ Vĩ Bắc; 109,0 độ Kinh Đông", "dưới cấp 6"),
    ]
    entered(app, "\n".join(["TIN CUỐI CÙNG VỀ CƠN BÃO SỐ 31", *last]), storm)
    return Watched(storm, before)


def test_no_further_bulletin_is_waited_for(app: Flask, watched: Watched) -> None:
    officer = visitor(app, "duty_officer")
    assert "theo nhịp ba giờ" in watched.before
    shift = text(officer.page("/shift"))
    assert "ghi là tin cuối cùng" in shift
    assert "theo nhịp ba giờ" not in shift
    assert "Gọi điện cho doanh nghiệp" in watched.before
    own = shift[shift.index("Bão số 31") :].partition("Bão số")[0]
    assert "Gọi điện cho doanh nghiệp" not in own, "no gust is to come: nobody is to be called"
    situation = text(officer.page("/now"))
    assert "bản tin đang dùng ghi là tin cuối cùng" in situation
    assert "theo nhịp ba giờ" not in situation
    assert "Bản tin đang dùng ghi là tin cuối cùng." in text(officer.page(f"/storms/{watched.storm}"))


def test_drafts_of_an_older_bulletin_are_not_urged(app: Flask, watched: Watched) -> None:
    drafts = [one for one in list_orders(registry_of(app), watched.storm) if one.state is OrderState.DRAFT]
    assert drafts
    assert "Chưa gửi" in watched.before
    officer = visitor(app, "duty_officer")
    shift = text(officer.page("/shift"))
    assert f"{len(drafts)} dự thảo theo bản tin trước, chưa gửi" in shift
    assert "không còn cột nào sắp có gió giật mạnh" in shift
    assert "làm ngay" not in shift
    assert all(f"/storms/letters/{one.id}#send" not in str(officer.page("/shift").all("a")) for one in drafts)
    assert "dự thảo theo bản tin trước" in text(officer.page("/shift/handover"))


def test_levels_that_differ_by_area_are_said(app: Flask, watched: Watched) -> None:
    officer = visitor(app, "duty_officer")
    at = now() - dt.timedelta(hours=1)
    line = position(at, "19,4 độ Vĩ Bắc; 110,8 độ Kinh Đông", "mạnh cấp 10", seen=True)
    form = {"text": f"TIN BÃO\n{line}\n{RISK}", "deed": "read"}
    answer = officer.post("/storms/new", form, 200).get_data(as_text=True)
    assert "cấp 4: vùng biển ven bờ Quảng Ninh; cấp 3: đất liền Đông Bắc Bộ" in answer
    form["text"] = f"TIN BÃO\n{line}\nCấp độ rủi ro thiên tai: cấp 3."
    assert "theo khu vực" not in officer.post("/storms/new", form, 200).get_data(as_text=True)


def test_the_end_of_a_storm_and_its_bulletins_are_handed_over(app: Flask, watched: Watched) -> None:
    officer = visitor(app, "duty_officer")
    file = get_storm(registry_of(app), watched.storm)
    form = {"version": str(file.storm.version), "reason": "tin cuối cùng lúc 6 giờ"}
    officer.post(f"/storms/{watched.storm}/close", form)
    told = text(officer.page("/shift/handover"))
    assert "Kết thúc theo dõi bão (tin cuối cùng lúc 6 giờ)" in told
    for one in file.bulletins:
        assert f"Ghi bản tin số {one.ordinal} (bão số 31" in told


def test_what_the_bulletin_says_of_gusts_on_land_is_not_overruled_by_the_estimate(app: Flask) -> None:
    """By its track nothing is to come; the bulletin's own gusts, of the wide circulation, still are."""
    present = now().replace(minute=0, second=0, microsecond=0)
    near, far = "21,4 độ Vĩ Bắc; 106,4 độ Kinh Đông", "21,9 độ Vĩ Bắc; 102,2 độ Kinh Đông"
    before, after = present - dt.timedelta(hours=14), present - dt.timedelta(hours=2)
    over = [
        position(before, near, "mạnh cấp 10", seen=True),
        position(after, far, "mạnh cấp 6"),
    ]
    past = [
        position(after, far, "mạnh cấp 6", seen=True),
        position(present + dt.timedelta(hours=10), "22,0 độ Vĩ Bắc; 99,5 độ Kinh Đông", "dưới cấp 6"),
    ]
    said = "Từ tối nay, trên đất liền khu vực Đông Bắc Bộ có gió giật cấp 8-9"
    officer = visitor(app, "duty_officer")
    storm = entered(app, "\n".join(["TIN BÃO TRÊN ĐẤT LIỀN", *over]))
    for words, told in (("", False), (f"{said}.", True)):
        entered(app, "\n".join(["TIN BÃO TRÊN ĐẤT LIỀN", *past, words]), storm)
        for page in ("", "/letters"):
            found = officer.page(f"/storms/{storm}{page}")
            leads = any(link.get("href") == "/hazards/new?typed=1" for link in found.all("a"))
            assert leads == told, "no letter is drafted by the track: the warning's page has them"
            shown = text(found)
            assert "ước tính theo đường đi đang dùng không thấy cột nào còn gió giật mạnh" in shown
            assert (said in shown, "làm theo lời bản tin" in shown) == (told, told)
        for page in (
            "/shift", "/shift/handover", "/now", "/now?wall", f"/storms/{storm}/calls",
            f"/storms/{storm}/wall", f"/storms/{storm}/bulletins",
        ):  # fmt: skip
            shown = text(officer.page(page))
            assert f"làm theo lời bản tin: “{said}”" in shown if told else said not in shown, page
