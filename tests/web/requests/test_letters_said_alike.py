"""The letters of a request say of its rows, bodies, days and positions what the pages of it say."""

import datetime as dt
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model import vietnam_time
from registry.model.requests.desk import RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.consulted.consultations import draft_consultations
from registry.services.requests.consulted.sent import record_sent
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_state
from registry.services.requests.sharing import ask_to_share, record_reply
from registry.services.requests.supplements import Ask
from registry.settings import read_settings
from tests.documents.said import Said, said_in
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, running, visitor
from tests.web.requests.outcomes import ENDS, Story, book, main, one, peopled, rows_of, tabs_of, words

SEEDS = (4,)
"""More of them find more."""
VERDICTS = {
    "agree": "Thống nhất", "agree_with_conditions": "Thống nhất có điều kiện", "refuse": "Chưa thống nhất",
    "supplement": "Đề nghị bổ sung", "cannot_assess": "Chưa đủ căn cứ kết luận",
}  # fmt: skip


@pytest.fixture(scope="module", params=SEEDS)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("letters")
    home = read_settings({"BTS_HOME": str(folder / "sổ")})
    draw, registry = random.Random(request.param), peopled(desk.make(home))
    for n, end in enumerate(ENDS, 1):
        Story(registry, folder, n, end, draw)
    _consulted(registry, folder)
    _supplemented(registry, folder)
    registry.close()
    with running(home) as made:
        yield made


def _consulted(registry: Registry, folder: Path) -> None:
    """A list with one row near another's mast: a body is asked, and its owner to share."""
    asked = desk.to(registry, desk.received(registry, folder), RequestState.APPRAISING)
    draft_consultations(registry, asked.id, who="lan", answer_by=today() + dt.timedelta(days=10))
    (item,) = load_request(registry, asked.id).consultations
    record_sent(
        registry, asked.id, item.id, letter_number="77/SKHCN-VT", sent_on=today(),
        answer_by=today() + dt.timedelta(days=7), who="lan", seen=item.version,
    )  # fmt: skip
    for ago, row in ((3, 4), (30, -1)):
        own: dict[str, Any] = {"request": asked.number, "row": row} if row >= 0 else {"asker_named": True}
        ask_to_share(
            registry, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today() - dt.timedelta(ago),
            who="lan", letter_number=f"{ago}/VT", **own,
        )  # fmt: skip


def _supplemented(registry: Registry, folder: Path) -> None:
    """Asked of two rows, a paper and the whole; then a list came that has one of the rows no longer."""
    rows = [("W1", -18_000.0, 0.0), ("W2", -19_500.0, 0.0), ("W3", -21_000.0, 0.0)]
    made = desk.received(registry, folder, rows)
    asks = (
        Ask("nêu loại cột", 1, "mast_class"), Ask("nêu chiều cao", 2, "mast_height_m"),
        Ask("gửi hợp đồng thuê", paper="land"), Ask("Làm rõ hình thức đầu tư"),
    )  # fmt: skip
    change_state(registry, made.id, RequestState.SUPPLEMENT, who="lan", version=made.version, asks=asks)


def _lines(pages: Pages) -> dict[str, str]:
    """Return the addresses of all requests by number."""
    found = {}
    for url, _count, _word in tabs_of(main(pages, "/requests")):
        for cells in rows_of(main(pages, url)):
            found[one(r"(\d+/\d{4}/HS-VT)", cells[0])] = one(r'href="([^"]+)"', cells[0])
    return found


def test_a_note_says_of_rows_and_bodies_what_the_pages_say(app: Flask) -> None:
    lan = visitor(app, "lan")
    lines = _lines(lan)
    assert len(lines) > len(ENDS)
    for number, url in lines.items():
        rows = json.loads(lan.get(f"{url}/view.json").data)["rows"]
        note = said_in(lan.get(f"{url}/note.docx").data)
        page, papers = words(main(lan, url)), words(main(lan, f"{url}/papers"))
        _same_counts(note, rows)
        told = note.table("TT", "Kiến nghị", "Ý kiến")
        assert [line["TT"] for line in told] == [str(at) for at in range(1, len(rows) + 1)], number
        for line, row in zip(told, rows, strict=True):
            decided = row["decision"]
            assert line["Mã vị trí"] == row["code"]
            assert line["Kiến nghị"] == VERDICTS[row["verdict"]], (number, row)
            assert line["Ý kiến"] == (VERDICTS[decided["code"]] if decided else "chưa có ý kiến")
            assert line["Loại, chiều cao"] == f"{row['class']}, {_metres(row['height'])} m"
        told_apart = re.findall(r"Vị trí (\d+) \((\S+?)\): [A-Z]", note.text)
        assert str(len(told_apart)) == note.found(r"VỊ TRÍ CẦN XEM XÉT \((\d+)\)", "0"), number
        plain = int(note.found(r"(\d+) vị trí thống nhất, không vướng", "0"))
        assert plain + len(told_apart) <= len(rows)
        assert all(rows[int(at) - 1]["code"] == code for at, code in told_apart)
        lacking = note.found(r"Giấy tờ còn thiếu trong hồ sơ: (.*?)\.", "")
        count = one(r"Hồ sơ còn thiếu (\d+)/\d+ giấy tờ", page, "")
        assert not count or int(count) == len(lacking.split("; ")), number
        for body, at, answer in re.findall(r"- (\S.*?) \(vị trí ([\d, -]+)\): (.*)", note.text):
            first = at.partition("-")[0].partition(",")[0]  # a range is written out on the page
            said = one(rf"{re.escape(body)} vị trí thứ {first} (.*)", papers)
            day = one(r"trước (\d\d/\d\d/\d{4})", answer, "")
            assert not day or f"trả lời trước {day}" in said
            head = answer.partition(" (")[0]
            waits = head == "chưa trả lời" and "Ghi trả lời" in said
            assert waits or head in said or head.capitalize() in said, (number, answer, said[:400])


def _same_counts(note: Said, rows: list[dict[str, Any]]) -> None:
    """The last line of the counts is the total of the rows' verdicts and decisions."""
    table = note.cells("Hình thức")
    heads, last = table[0], table[-1]
    assert last[1] == str(len(rows))
    assert sum(int(line[1]) for line in table[1:]) in (len(rows), 2 * len(rows))
    verdicts = Counter(row["verdict"] for row in rows)
    chosen = Counter(row["decision"]["code"] if row["decision"] else "" for row in rows)
    order = ("agree", "agree_with_conditions", "refuse", "cannot_assess")
    assert [_count(text) for text in last[2:6]] == [verdicts[code] for code in order], heads
    decided = ("agree", "agree_with_conditions", "refuse", "supplement", "")
    assert [_count(text) for text in last[6:]] == [chosen[code] for code in decided], heads


def test_a_reply_says_of_rows_what_note_and_page_say_before_it_is_issued_too(app: Flask) -> None:
    lan, withdrawn = visitor(app, "lan"), 0
    for number, url in _lines(lan).items():
        if "Hồ sơ rút ngày" in words(main(lan, f"{url}/papers")):
            withdrawn += 1
            lan.get(f"{url}/letter.docx?maps=0", 409)
            continue
        rows = json.loads(lan.get(f"{url}/view.json").data)["rows"]
        reply = said_in(lan.get(f"{url}/letter.docx?maps=0").data)
        note = {
            line["TT"]: line for line in said_in(lan.get(f"{url}/note.docx").data).table("TT", "Kiến nghị")
        }
        told = [line for table in reply.tables("TT", "Mã vị trí") for line in table]
        assert sorted(int(line["TT"]) for line in told) == list(range(1, len(rows) + 1)), number
        for line in told:
            row = rows[int(line["TT"]) - 1]
            assert line["Mã vị trí"] == row["code"]
            assert line["Địa điểm"] == note[line["TT"]]["Địa điểm"]
            asked = line["Loại cột, chiều cao đề nghị"]
            assert asked.startswith(f"{row['class']}; cột {_metres(row['height'])} m"), asked
            assert f"đỉnh {_metres(row['height'])} m" in asked
            assert _degrees(line["WGS 84"]) == pytest.approx(row["at"][::-1], abs=3e-6)
            if "Ý kiến" in line and row["decision"]:
                assert line["Ý kiến"] == VERDICTS[row["decision"]["code"]]
            for text in row["decision"]["conditions"] if row["decision"] else ():
                assert text in reply.text
        page = words(main(lan, url))
        carrier, day = one(r"công văn (\S+) ngày", page), one(r"nhận (\d\d/\d\d/\d{4})", page)
        assert f"Văn bản số {carrier} " in reply.text
        assert f"tiếp nhận ngày {day}" in reply.text
        issued = one(r"Số (\S+/SKHCN-VT)", page, "")
        assert issued in reply.text
        assert ("DỰ THẢO" in reply.text) == (not all(row["decision"] for row in rows) and not issued)
    assert withdrawn


def test_a_letter_to_a_body_asks_of_the_rows_and_by_the_day_of_the_page(app: Flask) -> None:
    lan, seen = visitor(app, "lan"), 0
    for url in _lines(lan).values():
        rows = json.loads(lan.get(f"{url}/view.json").data)["rows"]
        page = main(lan, f"{url}/papers")
        for part in re.findall(r'(?s)<li id="letter-.*?</li>', page):
            link = one(r'href="([^"]+/papers/letters/[^"?]+\.docx)"', part, "")
            if not link:
                continue
            seen += 1
            letter, said = said_in(lan.get(link).data), words(part)
            number, day = one(r"số (\S+), \d\d/", said, ""), one(r"số \S+, (\d\d/\d\d/\d{4})", said, "")
            assert (f"Số: {number}" in letter.text) == bool(number)
            assert letter.day == day
            by = one(r"trả lời trước (\d\d/\d\d/\d{4})", said, "")
            assert not by or f"trước ngày {by}" in letter.text
            asked = letter.table("TT", "Mã vị trí")
            assert asked, link
            for line in asked:
                row = rows[int(line["TT"]) - 1]
                assert line["Mã vị trí"] == row["code"]
                assert f"{line['TT']} ({row['code']}, dòng" in said or "cả danh sách" in said, said
                assert f"cột {_metres(row['height'])} m" in line["Loại cột, chiều cao"]
            assert f"đối với {len(asked)} vị trí" in letter.text
    assert seen


def test_a_supplement_asks_for_what_its_page_asks(app: Flask) -> None:
    lan, seen = visitor(app, "lan"), 0
    for url in _lines(lan).values():
        page = main(lan, f"{url}/supplement")
        if "supplement.docx" not in page:
            continue
        seen += 1
        letter = said_in(lan.get(f"{url}/supplement.docx").data)
        latest = one(r'(<section class="gate-part asks.*?</section>)', page)
        items = re.findall(r'(?s)<article class="gate-item asked-item".*?</article>', latest)
        told = (
            letter.table("TT", "Nội dung đề nghị bổ sung")
            if "Nội dung đề nghị bổ sung" in letter.text
            else []
        )
        rows = {
            one(r"<h3>.*?Dòng \d+ · (\S+?)[<\s]", item) for item in items if "Dòng" in item.split("</h3>")[0]
        }
        assert {line["Mã vị trí"] for line in told} == rows
        for item in items:
            reason = words(one(r'<div class="asked-for">.*?</h3>(.*?)</div>', item))
            reason = one(r"([^·]*?) \(\w+\)$", words(one(r".*<p>(.*?)</p>", item.split("asked-answer")[0])))
            assert reason.rstrip(".") in letter.text, (reason, letter.text)
    assert seen >= 3


def test_letters_of_sharing_say_the_days_and_names_of_the_page(app: Flask) -> None:
    registry, lan = registry_of(app), visitor(app, "lan")
    links = dict.fromkeys(re.findall(r'href="(/sharing/[0-9a-f]{32})"', main(lan, "/sharing")))
    assert links
    for link in links:
        page = main(lan, link)
        said, version = words(page), one(r'name="version" value="(\d+)"', page)
        asker, owner = one(r"(\S+) hỏi \S+ dùng", said), one(r"hỏi (\S+) dùng", said)
        number, sent = one(r"Công văn hỏi (\S+) ·", said), one(r"Công văn hỏi \S+ · (\S+)", said)
        both, own = (said_in(lan.get(f"{link}/{kind}.docx").data) for kind in ("both", "request"))
        assert f"ngày {sent}, {asker} có Văn bản số {number} đề nghị {owner}" in both.text
        for day in re.findall(r"(?:chậm nhất|đã hết) ngày (\d\d/\d\d/\d{4})", both.text + own.text):
            assert day in said
        assert ("Tính từ ngày gửi, thời hạn trả lời đã hết" in both.text) == ("quá hạn" in said)
        assert f"{int(own.found(r'thời hạn (.{2}) ngày làm việc', '0'))} ngày làm việc" in said
        # the asker reads it before the owner agreed: a code of its own letter, none found for its row
        assert ("BGG00045" in both.text) == (number == "30/VT")
        record_reply(
            registry, link.rpartition("/")[2], answer="agree", who="lan", replied_on=today(),
            seen=int(version),
        )  # fmt: skip
        assert "both.docx" not in main(lan, link)


def test_letters_of_agreed_positions_say_what_list_and_page_say_now_and_when_their_time_is_over(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, registry = vietnam_time.read_clock, registry_of(app)
    kinds: Counter[str] = Counter()
    for span in (0, 360, 400, 760):
        monkeypatch.setattr(vietnam_time, "read_clock", lambda days=span: right() + dt.timedelta(days))
        lan = visitor(app, "lan")
        written = {line["Mã vị trí"]: line for line in book(lan, "/approvals/export.xlsx?show=all")}
        for item in approvals_of(registry):
            page, line = main(lan, f"/approvals/{item.id}"), written[item.code]
            text = words(page)
            for link in dict.fromkeys(re.findall(rf'href="(/approvals/{item.id}/\w+\.docx)"', page)):
                kind = link.rpartition("/")[2]
                kinds[kind] += 1
                letter = said_in(lan.get(link).data)
                (row,) = letter.table("TT", "Mã vị trí")
                assert row["Mã vị trí"] == item.code
                agreed = f"Số {line['Số văn bản']} ngày {line['Ngày văn bản']:%d/%m/%Y}"
                assert agreed in row.values(), row
                where = next(value for head, value in row.items() if head.startswith("Tọa độ"))
                assert _degrees(where) == pytest.approx([line["Vĩ độ"], line["Kinh độ"]], abs=3e-6)
                by = line["Hạn xây dựng"]
                told = next((value for head, value in row.items() if "ạn triển khai" in head), "")
                assert not told or told.startswith(f"{by:%d/%m/%Y}"), (told, by)
                if line["Gia hạn (tháng)"] and told:
                    assert f"(đã gia hạn {line['Gia hạn (tháng)']} tháng)" in told
                if kind == "revocation.docx":
                    assert line["Tình trạng"] == "Xem xét thu hồi"
                    assert f"đến ngày {today():%d/%m/%Y}" in letter.text
                elif kind == "withdrawal.docx":
                    assert line["Lý do thu hồi"] in letter.text
                else:
                    _same_extension(text, letter, line)
    assert set(kinds) == {"revocation.docx", "withdrawal.docx", "extension.docx"}


def _same_extension(page: str, letter: Said, line: dict[str, Any]) -> None:
    refused = re.search(r"Không gia hạn · \d+ tháng: (.*?) Trả lời: (.*?) Quá trình", page)
    assert ("chưa gia hạn" in letter.text.lower() or "không gia hạn" in letter.text.lower()) == bool(refused)
    if refused:
        assert refused[2] in letter.text
    elif line["Lý do gia hạn"]:
        assert line["Lý do gia hạn"] in letter.text


def _count(text: str) -> int:
    return 0 if text == "–" else int(text)


def _metres(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _degrees(text: str) -> list[float]:
    """Return latitude and longitude as degrees, minutes and seconds say them."""
    found = re.findall(r"(\d+)°(\d+)'([\d,]+)\"", text)[:2]
    return [int(d) + int(m) / 60 + float(s.replace(",", ".")) / 3600 for d, m, s in found]
