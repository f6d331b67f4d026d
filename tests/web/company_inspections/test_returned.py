"""What a company handed in and was given back, on its own page and on that of its day."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.company_inspections.conclusions import Evidence, EvidenceKind
from registry.model.company_inspections.inspection import Matter
from registry.services.company_inspections import concluding, conclusions, reports
from registry.services.company_inspections.conclusions import ItemWish
from registry.services.company_inspections.held import inspection_parts
from registry.services.office.calendar import today
from tests.web.company_inspections.office import APPRAISER, begun, made
from tests.web.people import registry_of, running, visitor

FACTS = [f"Việc thứ {n} cần giải trình" for n in range(1, 7)]


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(made(tmp_path_factory.mktemp("returned") / "home")) as app:
        yield app


def test_a_returned_report_is_told_as_such_on_the_page_of_the_day(office: Flask) -> None:
    registry = registry_of(office)
    inspection = begun(registry)
    company = visitor(office, "vnpt")
    assert "bị trả lại để làm lại" not in company.get("/today").get_data(as_text=True)
    (asked,) = inspection_parts(registry, inspection, person=APPRAISER).reports
    own = f"/company-inspections/own/{inspection}"
    sent = {
        "version": str(asked.version), "note": "Các cột khác không có",
        "file": (io.BytesIO(b"x" * 90), "ds.xlsx"),
    }  # fmt: skip
    company.post(f"{own}/reports/{asked.id}", sent, 303)
    page = company.get(own).get_data(as_text=True)
    assert "Các cột khác không có" in page, "the company reads back what it said of its report"
    (sent_in,) = inspection_parts(registry, inspection, person=APPRAISER).reports
    reports.settle_report(
        registry, inspection, asked.id, taken=False, reason="Thiếu cột", seen=sent_in.version,
        person=APPRAISER,
    )  # fmt: skip
    assert "bị trả lại để làm lại" in company.get("/today").get_data(as_text=True)


def test_what_one_letter_asks_stands_in_its_order_and_each_file_by_itself(office: Flask) -> None:
    registry = registry_of(office)
    inspection = begun(registry)
    evidence = (Evidence(EvidenceKind.FILE, "x", "Biên bản"),)
    wishes = [ItemWish(Matter.OTHER, fact, evidence=evidence) for fact in FACTS]
    items = [conclusions.add_item(registry, inspection, wish, person=APPRAISER) for wish in wishes]
    seen = inspection_parts(registry, inspection, person=APPRAISER).inspection.version
    concluding.ask_explanation(
        registry, inspection, items, number="230/CV", on=today(), explain_by=today(), seen=seen,
        person=APPRAISER,
    )  # fmt: skip
    company = visitor(office, "vnpt")
    own = f"/company-inspections/own/{inspection}"
    page = company.get(own).get_data(as_text=True)
    places = [page.index(fact) for fact in FACTS]
    assert places == sorted(places)
    first = inspection_parts(registry, inspection, person=APPRAISER).explanations[0]
    files = [(io.BytesIO(b"a" * 90), "mot.pdf"), (io.BytesIO(b"b" * 90), "hai.pdf")]
    sent = {"version": str(first.version), "explanation": first.id, "text": "Đã sửa", "files": files}
    company.post(f"{own}/explanations", sent, 303)
    words = company.page(own).text
    assert {"mot.pdf", "hai.pdf"} <= set(words)
    after = [one.asked for one in inspection_parts(registry, inspection, person=APPRAISER).explanations]
    assert after == FACTS, "what was answered keeps its place"
    assert "</a><a" not in company.get(own).get_data(as_text=True), "names of files do not run together"
