"""Who sees what of an inspection: a company its own and never a penalty, another company nothing."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.company_inspections.inspection import Matter
from registry.services.company_inspections import concluding, conclusions, penalties
from registry.services.company_inspections.conclusions import ItemWish
from registry.services.company_inspections.held import inspection_parts
from registry.services.office.calendar import today
from tests.pages import Pages
from tests.web.company_inspections.office import APPRAISER, SECRET, begun, made, penalised
from tests.web.people import registry_of, running, visitor

INSIDE_ADDRESSES = (
    "", "/plan", "/sample", "/reports", "/file", "/conclusion", "/papers", "/penalties", "/package.zip",
    "/drafts/conclusion.docx", "/drafts/penalty.docx", "/drafts/proposal.docx",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(made(tmp_path_factory.mktemp("roles") / "home")) as found:
        yield found


@pytest.fixture(scope="module")
def inspection(app: Flask) -> str:
    """An inspection of VNPT that is concluded, with a penalty proposed."""
    with app.app_context():
        return penalised(registry_of(app))


def told(content: bytes) -> str:
    """Return the words of an answer, those inside a .docx or .zip as well."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(told(archive.read(name)) for name in archive.namelist())


def penal_words(app: Flask, inspection: str) -> list[str]:
    """Return what only a penalty proposal says: the act, the article of its decree, the note."""
    with app.app_context():
        (one,) = inspection_parts(registry_of(app), inspection, person=APPRAISER).penalties
        act = penalties.acts(APPRAISER)[one.act]
    return [SECRET, act.act_vi, f"{one.document}, {one.article}", "xử phạt"]


def test_an_officer_reads_the_penalty_and_a_viewer_does_not(app: Flask, inspection: str) -> None:
    address = f"/company-inspections/{inspection}/penalties"
    text = visitor(app, "appraiser").get(address).get_data(as_text=True)
    for word in penal_words(app, inspection)[:2]:
        assert word in text
    viewer = visitor(app, "viewer")
    assert viewer.client.get(address).status_code == 403
    assert viewer.client.get(f"/company-inspections/{inspection}/drafts/penalty.docx").status_code == 403
    for page in ("", "/papers", "/conclusion"):
        shown = viewer.get(f"/company-inspections/{inspection}{page}").get_data(as_text=True)
        assert SECRET not in shown
        assert "/penalties" not in shown
        assert "Đề xuất xử phạt" not in shown


def test_nothing_that_a_company_gets_speaks_of_a_penalty(app: Flask, inspection: str) -> None:
    company = visitor(app, "vnpt")
    page = f"/company-inspections/own/{inspection}"
    text = company.get(page).get_data(as_text=True)
    links = set(re.findall(r'href="([^"]*company-inspections/own/[^"]+)"', text))
    papers = {link for link in links if "/papers/" in link}
    forms = {link for link in links if link.endswith(".xlsx")}
    assert len(papers) >= 5
    pages = (page, "/company-inspections/own", "/today", "/notices")
    answers = [company.client.get(link) for link in (*links, *forms, *pages)]
    assert {answer.status_code for answer in answers} == {200}
    words = penal_words(app, inspection)
    for answer in answers:
        said = told(answer.get_data())
        assert [word for word in words if word.lower() in said.lower()] == []


def test_a_program_of_the_company_gets_no_penalty_either(app: Flask, inspection: str) -> None:
    company = visitor(app, "vnpt")
    words = penal_words(app, inspection)
    asked = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("api.") or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        answer = company.client.get(rule.rule)
        asked += answer.status_code == 200
        said = answer.get_data(as_text=True)
        assert [word for word in words[:3] if word in said] == [], rule.rule
        assert inspection not in said or "notices" in rule.rule, rule.rule
    assert asked > 2


@pytest.mark.parametrize("address", INSIDE_ADDRESSES)
def test_a_company_reaches_no_page_of_the_office(app: Flask, inspection: str, address: str) -> None:
    for name in ("vnpt", "viettel"):
        company = visitor(app, name)
        assert company.client.get(f"/company-inspections/{inspection}{address}").status_code == 403


def test_another_company_gets_nothing(app: Flask, inspection: str) -> None:
    rival = visitor(app, "viettel")
    own = f"/company-inspections/own/{inspection}"
    text = visitor(app, "vnpt").get(own).get_data(as_text=True)
    links = [link for link in re.findall(r'href="([^"]+)"', text) if link.startswith(own)]
    assert links
    for link in (own, *links):
        assert rival.client.get(link).status_code == 404
    assert "KT-" not in rival.get("/company-inspections/own").get_data(as_text=True)


def test_a_company_sees_no_draft_of_the_conclusion(app: Flask) -> None:
    with app.app_context():
        under_way = begun(registry_of(app))
    company = visitor(app, "vnpt")
    text = company.get(f"/company-inspections/own/{under_way}").get_data(as_text=True)
    assert "Mẫu kiểm tra" not in text
    for code in ("BGG00045", "BGG00046", "BGG00047"):
        assert code not in text
    assert "Kế hoạch kiểm tra" not in text


def test_the_seal_is_shown_and_the_package_is_the_offices(app: Flask, inspection: str) -> None:
    appraiser, leader = visitor(app, "appraiser"), visitor(app, "leader")
    page = f"/company-inspections/{inspection}"
    text = appraiser.get(f"{page}/conclusion").get_data(as_text=True)
    (settle,) = set(re.findall(r'action="([^"]+/settle)"', text))
    version = re.search(r'/settle".*?name="version" value="(\d+)"', text, re.DOTALL)
    assert version is not None
    appraiser.post(settle, {"version": version[1], "how": "done", "reason": "Đã nhận thông báo"}, 303)
    _step(appraiser, page, "followed")
    _step(leader, page, "sealed")
    text = leader.get(page).get_data(as_text=True)
    assert "Hồ sơ đã niêm phong" in text
    package = leader.client.get(f"{page}/package.zip")
    assert package.status_code == 200
    assert SECRET in told(package.get_data())
    refused = appraiser.post(f"{page}/papers", {"kind": "follow_up", "number": "9/CV", "on": ""}, 409)
    assert "COMPANY-INSPECTION-STAGE" in refused.get_data(as_text=True)
    assert "Lập cuộc mới tiếp theo" in appraiser.get(page).get_data(as_text=True)


def _step(pages: Pages, page: str, to: str) -> None:
    version = re.search(r'name="version" value="(\d+)"', pages.get(page).get_data(as_text=True))
    assert version is not None
    pages.post(f"{page}/steps/{to}", {"version": version[1]}, 303)


def test_what_the_company_explained_stands_beside_its_fact(app: Flask) -> None:
    registry = registry_of(app)
    with app.app_context():
        under_way = begun(registry)
        wish = ItemWish(Matter.PERMIT, "Chưa thông báo khởi công", "", dt.date(2026, 7, 1))
        item = conclusions.add_item(registry, under_way, wish, person=APPRAISER)
        found = inspection_parts(registry, under_way, person=APPRAISER).inspection
        concluding.ask_explanation(
            registry,
            under_way,
            (item,),
            number="45/CV",
            on=today(),
            explain_by=today(),
            seen=found.version,
            person=APPRAISER,
        )
    company, office = visitor(app, "vnpt"), visitor(app, "appraiser")
    own, way = f"/company-inspections/own/{under_way}", f"/company-inspections/{under_way}"
    line = company.get(own).get_data(as_text=True).split("Kiểm tra tại chỗ")[1].split("</li>")[0]
    assert "đang làm" in line
    assert "bước tiếp theo" not in line
    for page in (company.get(own), office.get(way)):  # what is asked for is not "not come yet"
        steps = page.get_data(as_text=True).split('class="stage-line"')[1].split("</ol>")[0].split("</li>")
        (step,) = [one for one in steps if ">Giải trình<" in one]
        assert 'aria-current="step"' in step
        assert "đang làm" in step
        assert "chưa tới" not in step
        assert sum('aria-current="step"' in one for one in steps) == 1
    counted = " ".join(office.page(way).text)
    assert "Sự việc yêu cầu giải trình: 1" in counted
    assert "Giải trình đã nhận: 0" in counted  # asked for is not given
    draft = f"{way}/conclusion"
    said = office.get(draft).get_data(as_text=True)
    assert "doanh nghiệp chưa giải trình" in said
    assert "ngoài thời kỳ được kiểm tra" in said  # of 01/01 to 30/06
    with app.app_context():
        (asked,) = inspection_parts(registry, under_way, person=APPRAISER).explanations
    company.post(
        f"{own}/explanations",
        {"explanation": asked.id, "version": str(asked.version), "text": "Đã gửi ngày 2/5"},
    )
    assert "Giải trình đã nhận: 1" in " ".join(office.page(way).text)
    for page in (draft, f"{way}/items/{item}"):
        assert "Đã gửi ngày 2/5" in office.get(page).get_data(as_text=True)
