"""Open data by its pages: nobody gets what is not decided or was withdrawn, everybody what is open."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask

from registry.frames.columns import frame_kinds
from registry.model.people import Role
from registry.model.vietnam_time import VIETNAM
from registry.services.appraise.spot_settings import spot_settings
from registry.services.office.sign_in.accounts import add_account
from registry.services.open_data.decisions import openings, steps
from registry.services.open_data.sets import datasets
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor
from web.open_data import catalogue, decisions, tiles, well_known

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=VIETNAM)
TYPED = {
    "decision": "12/QĐ-SKHCN", "decided_on": "2026-11-20", "opens": "2026-11-24", "closes": "2026-12-31",
    "terms": "Ghi nguồn <b>Sở</b>.", "contact": "bcvt@so.example",
}  # fmt: skip
FILES = [f"/open-data/{one.name}.{form}" for one in datasets().values() for form in one.forms]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("open") / "sổ")})
    made = desk.make(settings)
    for role in (Role.ADMINISTRATOR, Role.LEADER, Role.APPRAISER):
        add_account(made, role.value, [role], password=PASSWORD, must_change=False, who="t")
    made.close()
    with running(settings) as app:
        yield app


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    for module in (catalogue, decisions, tiles, well_known):
        monkeypatch.setattr(module, "now", lambda: moment)


def test_what_is_not_decided_is_not_there_and_the_page_says_so(app: Flask) -> None:
    everybody = Pages(app)
    for path in FILES:
        answer = everybody.get(path, 404).get_data(as_text=True)
        assert "OPEN-DATA-CLOSED" in answer
    assert "OPEN-DATA-CLOSED" in everybody.get("/open-data/cables.csv", 404).get_data(as_text=True)
    assert "Cơ quan chưa công bố bộ dữ liệu nào." in everybody.page("/open-data").text
    assert json.loads(everybody.get("/open-data/catalogue.json").get_data())["dcat:dataset"] == []
    assert "/open-data" in {link.get("href") for link in everybody.page("/sign-in").all("a")}


def test_a_set_is_opened_sent_and_withdrawn(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    leader, everybody = visitor(app, Role.LEADER), Pages(app)
    office = "/office/open-data/masts"
    preview = leader.get(f"{office}/preview.csv").get_data()
    leader.post(office, {**TYPED, "since": since(leader, office)}, 303)
    assert "Đã ghi quyết định mở dữ liệu." in leader.page(office).text

    page = everybody.get("/open-data").get_data(as_text=True)
    for said in ("12/QĐ-SKHCN ngày 20/11/2026", "từ 24/11/2026 đến hết 31/12/2026", "bcvt@so.example"):
        assert said in page
    assert "Ghi nguồn &lt;b&gt;Sở&lt;/b&gt;." in page
    assert "/open-data/zones.csv" not in page
    everybody.get("/open-data/zones.csv", 404)

    sent = everybody.get("/open-data/masts.csv")
    assert sent.get_data() == preview
    assert sent.headers["Content-Disposition"] == "attachment; filename=cot-ang-ten.csv"
    assert list(csv.reader(io.StringIO(sent.get_data().decode("utf-8-sig"))))[1:] == [
        ["", "", "VNPT", "A2b", "", "đang hoạt động"]
    ]
    again = everybody.get("/open-data/masts.csv", 304, headers={"If-None-Match": sent.headers["ETag"]})
    assert again.get_data() == b""
    book = openpyxl.load_workbook(io.BytesIO(everybody.get("/open-data/masts.xlsx").get_data()))
    assert [cell.value for cell in book.worksheets[0][2]][2:4] == ["VNPT", "A2b"]
    assert "EXPORT-FORMAT" in everybody.get("/open-data/masts.geojson", 400).get_data(as_text=True)
    assert everybody.get("/open-data/masts.csv?zarsrc=1").data == everybody.get("/open-data/masts.csv").data

    (entry,) = json.loads(everybody.get("/open-data/catalogue.json").get_data())["dcat:dataset"]
    assert (entry["dct:identifier"], entry["rows"], entry["illustrative"]) == ("masts", 1, False)
    provenance = entry["dct:provenance"]
    assert (provenance["bts:decision"], provenance["bts:decided"]) == ("12/QĐ-SKHCN", "2026-11-20")
    assert provenance["rdfs:label"]["vi"] == "Mở theo 12/QĐ-SKHCN ngày 20/11/2026"
    assert (entry["dct:issued"], entry["dct:valid"]) == ("2026-11-24", "2026-12-31")
    links = [one["dcat:downloadURL"] for one in entry["dcat:distribution"]]
    assert links == [f"http://localhost/open-data/masts.{form}" for form in ("csv", "xlsx")]
    assert all(column["dct:description"]["en"] for column in entry["csvw:column"])

    for day, status in ((-1, 404), (37, 200), (38, 404)):
        at(monkeypatch, NOW + dt.timedelta(days=day))
        everybody.get("/open-data/masts.csv", status)
    at(monkeypatch, NOW)
    leader.post(f"{office}/withdraw", {"reason": " ", "since": since(leader, office)}, 400)
    leader.post(f"{office}/withdraw", {"reason": "số liệu sai", "since": since(leader, office)}, 303)
    everybody.get("/open-data/masts.csv", 404, headers={"If-None-Match": sent.headers["ETag"]})
    assert "12/QĐ-SKHCN" not in everybody.get("/open-data").get_data(as_text=True)
    assert "rút lại: số liệu sai" in " ".join(leader.page(office).text)
    assert [step.who for step in steps(registry_of(app), "masts")] == [Role.LEADER] * 2


def test_the_second_who_decides_is_told_who_was_first_and_keeps_what_was_typed(app: Flask) -> None:
    office = "/office/open-data/zones"
    leader, other = visitor(app, Role.LEADER), visitor(app, Role.ADMINISTRATOR)
    seen = since(other, office)
    leader.post(office, {**TYPED, "since": since(leader, office)}, 303)
    answer = other.post(office, {**TYPED, "terms": "Điều kiện khác.", "since": seen}, 409)
    told = answer.get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in told
    assert ">Điều kiện khác.</textarea>" in told
    opening = openings(registry_of(app))["zones"]
    assert opening is not None
    assert opening.terms == TYPED["terms"]
    features = json.loads(Pages(app).get("/open-data/zones.geojson").get_data())
    assert features == {"type": "FeatureCollection", "name": "zones", "features": []}
    other.post(f"{office}/withdraw", {"reason": "x", "since": seen}, 409)
    other.post(f"{office}/withdraw", {"reason": "x", "since": since(other, office)}, 303)
    other.post(f"{office}/withdraw", {"reason": "x", "since": since(other, office)}, 409)


def test_what_is_no_decision_is_refused_with_what_was_typed(app: Flask) -> None:
    leader, office = visitor(app, Role.LEADER), "/office/open-data/counts"
    for changed, code in (
        ({"decision": ""}, "OPEN-DATA-MISSING"),
        ({"opens": "2026-11-19"}, "OPEN-DATA-BEFORE-DECISION"),
        ({"closes": "2026-11-23"}, "VALIDITY-TURNED"),
        ({"opens": "mai"}, "DATE-NOT-READ"),
    ):
        answer = leader.post(office, {**TYPED, **changed}, 400).get_data(as_text=True)
        assert code in answer
        assert 'value="bcvt@so.example"' in answer
    leader.post("/office/open-data/cables", TYPED, 404)
    assert openings(registry_of(app))["counts"] is None


def test_the_office_reads_and_only_two_roles_decide(app: Flask) -> None:
    officer, everybody = visitor(app, Role.APPRAISER), Pages(app)
    links = {link.get("href") for link in officer.page("/office/open-data").all("a")}
    assert {f"/office/open-data/{name}" for name in datasets()} < links
    assert officer.page("/office/open-data/masts").forms[-1][0].get("action") != "/office/open-data/masts"
    officer.post("/office/open-data/masts", TYPED, 403)
    assert everybody.client.get("/office/open-data/masts/preview.csv").status_code == 302
    assert openings(registry_of(app))["masts"] is None


def since(pages: Pages, path: str) -> str:
    """Return the ledger's number that the form of a page carries."""
    return next(v["value"] for v in pages.page(path).all("input") if v.get("name") == "since")


def test_the_office_opens_spots_by_a_decision_and_sets_the_days_number(app: Flask) -> None:
    leader, office = visitor(app, Role.LEADER), "/office/open-data"
    asked = "/api/check?lon=106.2&lat=21.27&mast_class=A2b&height_m=42"
    assert "SPOTS-CLOSED" in Pages(app).get(asked, 403).get_data(as_text=True)
    form = {"budget": "7", "decision": "12/QĐ-SKHCN", "decided_on": "2026-11-20"}
    for wrong, code in (({"budget": "²"}, "SPOTS-BUDGET"), ({"decided_on": ""}, "SPOTS-DECISION")):
        told = leader.post(f"{office}/spots", {**form, **wrong, "since": since(leader, office)}, 400)
        assert code in told.get_data(as_text=True)
    leader.post(f"{office}/spots", {**form, "since": since(leader, office)}, 303)
    assert spot_settings(registry_of(app)).budget == 7
    assert Pages(app).get(asked).get_json()["findings"]
    closed = {**form, "decision": "", "decided_on": "", "since": since(leader, office)}
    leader.post(f"{office}/spots", closed, 303)
    Pages(app).get(asked, 403)
    visitor(app, Role.APPRAISER).post(f"{office}/spots", {**form, "since": "1"}, 403)


def test_the_data_dictionary_is_linked_and_says_every_frame_in_both_languages(app: Flask) -> None:
    everybody = Pages(app)
    assert "/open-data/dictionary" in {link["href"] for link in everybody.page("/open-data").all("a")}
    vietnamese = " ".join(everybody.page("/open-data/dictionary").text)
    english = " ".join(everybody.page("/open-data/dictionary?lang=en").text)
    for kind in frame_kinds().values():
        assert kind.means["vi"] in vietnamese
        assert kind.means["en"] in english
        for item in kind.columns:
            assert item.name in vietnamese
            assert item.label_vi in vietnamese
            assert item.label_en in english
