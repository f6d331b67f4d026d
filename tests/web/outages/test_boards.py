"""What the board of an outage and its public summary say, and where their numbers lead."""

import csv
import io
import zipfile

import openpyxl
from flask import Flask

from registry.services.outages.events import events
from registry.services.outages.reminders import EVENT
from tests.pages import Pages
from tests.services.outages.world import COMMUNE, OTHER, opened
from tests.web.outages.forms import form
from tests.web.people import registry_of, visitor


def test_the_board_names_the_missing_and_its_numbers_open_their_rows(app: Flask) -> None:
    registry = registry_of(app)
    late = opened(registry, name="Lũ")
    pages = visitor(app, "truc")
    address = f"/outages/{late.id}"
    counts = form(
        late, operator="VTL", source="phone", source_note="Nam", **{"commune-0": OTHER, "down-0": "1"}
    )
    counts |= {f"code-{n}": f"BGG0010{n}" for n in range(3)} | {f"state-{n}": "down" for n in range(3)}
    pages.post(f"{address}/report", counts)
    board = pages.page(address)
    assert "VNPT" in " ".join(board.words["p"])
    every = "QĐ 72/2025/QĐ-UBND, Điều 10(1); QĐ 72/2025/QĐ-UBND, Điều 10(2). Chưa rõ thời điểm"
    assert every in " ".join(board.text), "masts and equipment, cables and poles"
    links = {item["href"] for item in board.all("a") if "/rows" in item.get("href", "")}
    down = next(link for link in links if link.endswith("state=down"))
    text = " ".join(pages.page(down).text)
    assert "Đang mất liên lạc: 4" in text
    assert all(code in text for code in ("BGG00100", "BGG00101", "BGG00102"))
    book = openpyxl.load_workbook(io.BytesIO(pages.get(f"{address}/book.xlsx").get_data()))
    sums, rows = book["Doanh nghiệp"], book["Từng dòng"]
    line = next(row for row in sums.iter_rows(min_row=2) if row[0].value == "Viettel")
    assert line[3].value == 4
    link = line[3].hyperlink
    assert link is not None
    target = str(link.location or link.target).split("!")[1]
    assert rows[target].value == "Viettel"
    docx = zipfile.ZipFile(io.BytesIO(pages.get(f"{address}/report.docx").get_data()))
    letter = docx.read("word/document.xml").decode()
    assert "Độc lập - Tự do - Hạnh phúc" in letter
    assert "Chưa có báo cáo kỳ" in letter


def test_a_report_in_which_no_row_counts_is_kept_and_stays_owed(app: Flask) -> None:
    registry = registry_of(app)
    event = opened(registry, name="Bão mã sai")
    carrier, own = visitor(app, "viettel"), f"/outages/{event.id}/report"
    sent = carrier.post(own, form(event, **{"code-0": "SAI-1", "state-0": "down"}), 303)
    kept = sent.headers["Location"]
    assert "còn tính là chưa báo cáo cho đến khi có dòng được tính" in " ".join(carrier.page(kept).text)
    assert "Kỳ này còn tính là chưa báo cáo." in " ".join(carrier.page(own).text)
    assert event.name in " ".join(carrier.page("/today").text)
    page = carrier.page(kept)
    (answer,) = (one["name"] for one in page.all("input") if one.get("name", "").startswith("answer-"))
    told = {"deed": "answer", "version": page.one(name="version")["value"], answer: "BGG00100"}
    carrier.post(kept, told, 303)
    assert "Kỳ này còn tính là chưa báo cáo." not in " ".join(carrier.page(own).text)


def test_before_any_report_the_board_knows_nothing_and_a_first_report_of_none_reads_so(app: Flask) -> None:
    registry = registry_of(app)
    event = opened(registry, name="Bão chưa ai báo", hours_ago=0.0)
    pages, address = visitor(app, "truc"), f"/outages/{event.id}"
    board = " ".join(pages.page(address).text)
    assert board.count("Chưa rõ: chưa doanh nghiệp nào báo cáo.") == 4
    assert "Chưa có trạm nào được báo mất liên lạc" not in board
    letter = zipfile.ZipFile(io.BytesIO(pages.get(f"{address}/report.docx").get_data()))
    words = letter.read("word/document.xml").decode()
    assert "chưa rõ số vị trí trạm mất liên lạc" in words
    assert "0 vị trí mất liên lạc" not in words
    carrier, own = visitor(app, "viettel"), f"{address}/report"
    assert "Chưa gửi báo cáo nào." in " ".join(carrier.page(own).text)
    carrier.post(own, form(event, kind="unchanged"))
    first = " ".join(pages.page(address).text)
    assert "không có trạm nào mất liên lạc" in first
    assert "không thay đổi" not in first
    carrier.post(own, form(event, kind="unchanged"))
    assert "không thay đổi" in " ".join(pages.page(address).text)


def test_the_board_says_a_deed_that_was_done_and_where_the_public_page_is(app: Flask) -> None:
    event = opened(registry_of(app), name="Bão công bố")
    pages, address = visitor(app, "truc"), f"/outages/{event.id}"
    pages.post(address, {"deed": "publish", "version": event.version})
    board = pages.page(address)
    assert "Đã công khai tổng hợp theo khu vực" in " ".join(board.text)
    assert f"/outages/public/{event.id}" in {item.get("href") for item in board.all("a")}
    assert "Đã công khai" not in " ".join(pages.page(address).text)  # said once
    pages.post(address, {"deed": "unpublish", "version": event.version + 1})
    assert "Đã ngừng công khai" in " ".join(pages.page(address).text)


def test_the_public_summary_shows_no_carrier_and_no_number_that_is_one_carriers(app: Flask) -> None:
    registry = registry_of(app)
    event = opened(registry, name="Bão công khai")
    pages, everybody = visitor(app, "truc"), Pages(app)
    public = f"/outages/public/{event.id}"
    everybody.get(public, 404)
    pages.post(f"/outages/{event.id}", {"deed": "publish", "version": event.version})
    for operator, commune in (("VTL", COMMUNE), ("VNPT", OTHER)):
        said = form(event, operator=operator, source="letter", source_note="12/CV", **{"commune-0": commune})
        pages.post(f"/outages/{event.id}/report", {**said, "down-0": "1"})
    page = everybody.page(public)
    for name in ("Viettel", "VNPT", "VTL", "MobiFone"):
        assert name not in everybody.get(public).get_data(as_text=True)
    assert "Chưa đủ doanh nghiệp" in " ".join(page.text)  # two carriers: each could work the other out
    rows = list(csv.reader(io.StringIO(everybody.get(f"{public}.csv").get_data().decode("utf-8-sig"))))
    assert len(rows) == 1
    assert event.name in " ".join(everybody.page("/outages/public").text)


def test_a_link_to_an_event_leads_everybody_to_where_he_reads_it(app: Flask) -> None:
    """The report's form is the duty's: a reader may see the board alone."""
    event = events(registry_of(app))[-1]
    link = f"/documents/{EVENT}/{event.id}"
    for name in ("xem", "truc"):
        pages = visitor(app, name)
        led = pages.get(link, 303).headers["Location"]
        assert led == f"/outages/{event.id}", name
        pages.page(led)
    carrier = visitor(app, "viettel")
    led = carrier.get(link, 303).headers["Location"]
    assert led == f"/outages/{event.id}/report"
    carrier.page(led)
