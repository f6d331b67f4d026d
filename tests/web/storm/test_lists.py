"""The two lists by their pages: calls to make, weights and who decides them, and the letters' reasons."""

import datetime as dt
import io
import re
from dataclasses import replace

import openpyxl
from flask import Flask

from registry.messages import number
from registry.services.office.calendar import now, today
from registry.services.storm.ordered_masts import recipients_of
from registry.services.storm.storms import BulletinText, get_storm, record_storm
from registry.services.storm.two_lists import kept_lists
from registry.storm.shipped import shipped_track
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text


def test_calls_are_a_sheet_a_carrier_with_a_reason_for_each_mast(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    viewer = visitor(app, "viewer")
    assert any(link.get("href", "").startswith(f"{storm}/calls") for link in viewer.page(storm).all("a"))
    page = viewer.page(f"{storm}/calls")
    sheets = [one for one in page.all("section") if "call-sheet" in one.get("class", "")]
    assert len(sheets) > 3
    said = text(page)
    assert "Khả năng gió vượt sức chịu" in said
    assert "☐" in said
    assert "chưa có số điện thoại trong sổ" in said, "not known is said"
    assert said.count("không gặp") <= 20 * len(sheets)
    one = text(viewer.page(f"{storm}/calls?carrier=VTL&list=hurts_dark"))
    assert "Khả năng mất liên lạc" in one
    assert "Ghi câu trả lời vào văn bản của doanh nghiệp" in one, "Viettel's letter was sent"
    assert letters["Viettel"] in [link.get("href") for link in viewer.page(f"{storm}/calls").all("a")]
    viewer.get(f"{storm}/calls?sort=1", 400)
    visitor(app, "carrier").get(f"{storm}/calls", 403)


def test_the_page_filtered_by_a_carrier_counts_the_masts_of_its_letter(app: Flask, storm: str) -> None:
    """Those that it owns by whatever name a list writes for it are its own, as those with its network are."""
    registry = registry_of(app)
    lists = kept_lists(registry, get_storm(registry, storm.rsplit("/", 1)[-1]).track)
    viewer = visitor(app, "viewer")
    sides = recipients_of(registry, list(lists.may_fall))
    choice = [one.get("value") for one in viewer.page(storm).all("option")]
    assert sides
    for side in sides:
        count = number(len(side.masts), 0, "vi")
        said = text(viewer.page(f"{storm}?carrier={side.code}"))
        found = re.search(r"([\d.]+) (?:trong [\d.]+ )?cột có gió giật mạnh", said)
        assert found
        assert (found[1], side.code in choice) == (count, True), side.name


def test_nobody_is_called_about_a_mast_at_which_the_gusts_are_over(app: Flask) -> None:
    registry, shipped = registry_of(app), shipped_track()
    shift = now() - shipped.points[-2].at
    points = tuple(
        replace(point, at=point.at + shift, forecast=point.at + shift > now()) for point in shipped.points
    )
    track = replace(shipped, points=points, year=now().year, issued_at=now() - dt.timedelta(minutes=30))
    told = BulletinText("Tin bão số 8", "tin.txt", "TTDBKTTVQG", "record", {})
    storm = record_storm(registry, track, told, who="trực").storm.id
    held = get_storm(registry, storm).track
    whole, ahead = (
        {mast.code for mast in kept_lists(registry, held, to_come=to_come).may_fall.briefly()}
        for to_come in (False, True)
    )
    assert ahead
    assert whole - ahead
    html = visitor(app, "viewer").get(f"/storms/{storm}/calls").get_data(as_text=True)
    called = set(re.findall(r'<td role="cell"><b>([^<]+)</b>', html))
    assert called
    assert called <= ahead


def test_a_weight_is_decided_with_reason_and_day_by_whom_it_is_for(app: Flask, storm: str) -> None:
    leader = visitor(app, "leader")
    page = leader.page("/storms/weights")
    assert "Chưa đủ số liệu để đề xuất" in text(page)
    assert "chưa đủ" in text(page)
    since = next(one["value"] for one in page.all("input") if one.get("name") == "since")
    form = {
        "since": since, "list": "may_fall", "name": "guyed", "value": "1,2",
        "from_day": today().isoformat(), "reason": "hai bão gần đây",
    }  # fmt: skip
    visitor(app, "duty_officer").post("/storms/weights", form, 403)
    wrong = leader.post("/storms/weights", {**form, "value": "40"}, 400).get_data(as_text=True)
    assert "WEIGHT-VALUE" in wrong
    assert "hai bão gần đây" in wrong, "what was typed stays"
    leader.post("/storms/weights", form)
    again = text(leader.page("/storms/weights"))
    assert "hai bão gần đây" in again
    assert "CHANGED-MEANWHILE" in leader.post("/storms/weights", form, 409).get_data(as_text=True)
    assert "lý do" in again.lower()
    english = text(leader.page("/storms/weights?lang=en"))
    assert "Weights of a storm" in english


def test_a_carriers_list_says_why_a_mast_is_singled_out(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    officer = visitor(app, "duty_officer")
    found = []
    for address in letters.values():
        answer = officer.get(f"{address}/list.xlsx")
        header, *rows = (
            openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets[0].iter_rows(values_only=True)
        )
        if "Cảnh báo riêng, vì sao" in header:
            at, band = header.index("Cảnh báo riêng, vì sao"), header.index("Mức")
            assert all(bool(row[at]) == row[band].startswith("✕") for row in rows if row[band])
            assert [bool(row[at]) for row in rows] == sorted((bool(row[at]) for row in rows), reverse=True)
            found += [row[at] for row in rows if row[at]]
            page, code = text(officer.page(address)), header.index("Mã trong sổ đăng ký")
            assert {row[at] for row in rows if row[at] and row[code] in page} == {
                row[at] for row in rows if row[at] and row[at] in page
            }  # the page that is answered on says it, too
            chance = header.index("Khả năng gió vượt sức chịu (%)")
            assert all(
                f"khả năng gió vượt sức chịu {row[chance]} %" in page
                for row in rows[:3]
                if row[chance] is not None and row[band][0] in "✕!▲" and row[code] in page
            )
    assert found
    assert all("khả năng" in one.lower() for one in found)
