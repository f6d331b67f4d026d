"""What became of a request is said alike on every page: lists, its page, days, letters, workbooks, the API.

Each page has a sentence of its own for a state, a deadline or a count; whoever reads two reads one fact.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.services.office.calendar import today
from registry.services.requests.opened import load_request
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.services.requests.letters.replied import annexes, text
from tests.web.people import registry_of, running, visitor
from tests.web.requests.outcomes import ENDS, PEOPLE, Story, book, main, one, peopled, rows_of, tabs_of, words

SEEDS = (4,)
"""More of them find more; a register of one is read in some seconds."""
NUMBER = r"\d+/\d{4}/HS-VT"
NOT_TOLD = "–"


class Line:
    """A request as a list says it."""

    def __init__(self, cells: list[str]) -> None:
        self.url = one(r'href="([^"]+)"', cells[0])
        self.number = one(f"({NUMBER})", cells[0])
        self.state = one(r'class="state [^"]*">([^<]+)', cells[2])
        self.clock = words(cells[3])
        self.decided, self.rows = words(cells[4]).split()[-1].split("/")


class World:
    """A register with the pages of its people, and what the lists of requests say to each."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.pages = {name: visitor(app, name) for name in PEOPLE}
        self.lists: dict[str, dict[str, list[Line]]] = {}
        self.books: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for name in ("lan", "minh", "sep", "vt", "vn"):
            pages, lists = self.pages[name], self.lists.setdefault(name, {})
            for url, count, word in tabs_of(main(pages, "/requests")):
                opened = main(pages, url)
                lists[word] = [Line(cells) for cells in rows_of(opened)]
                assert len(lists[word]) == count, (name, word)
                if lists[word]:
                    assert f"{count} hồ sơ" in words(opened)
                    link = one(r'href="(/requests/queue\.xlsx[^"]*)"', opened)
                    self.books.setdefault(name, {})[word] = book(pages, link)

    def lines(self, name: str) -> dict[str, Line]:
        """Return every request that somebody sees, by its number."""
        return {line.number: line for lines in self.lists[name].values() for line in lines}

    def each(self, *names: str) -> Iterator[tuple[str, Pages, Line]]:
        """Go through the requests that each of some people sees."""
        for name in names:
            for line in self.lines(name).values():
                yield name, self.pages[name], line


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("outcomes")
    home = read_settings({"BTS_HOME": str(folder / "sổ")})
    draw, registry = random.Random(request.param), peopled(desk.make(home))
    for n, end in enumerate(ENDS, 1):
        Story(registry, folder, n, end, draw)
    registry.close()
    with running(home) as app:
        yield World(app)


def test_a_workbook_of_a_list_says_what_the_list_says(world: World) -> None:
    for name, books in world.books.items():
        for word, lines in books.items():
            assert [line["Số hồ sơ"] for line in lines] == [each.number for each in world.lists[name][word]]
            for said, line in zip(lines, world.lists[name][word], strict=True):
                assert said["Trạng thái"] == line.state
                assert said["Còn lại (ngày làm việc)"] == _left(line.clock), line.clock
                assert str(said["Số vị trí"]) == line.rows
                if "Đã quyết định" in said:
                    assert str(said["Đã quyết định"]) == line.decided
                if line.state not in ("Đã ban hành", "Đã rút"):
                    due = said["Hạn trả lời"]
                    assert (f"{due:%d/%m/%Y}" if due else "") == one(r"(\d\d/\d\d/\d{4})", line.clock, "")


def test_a_request_has_the_state_clock_and_count_of_its_line(world: World) -> None:
    for name, pages, line in world.each("lan", "sep", "vt", "vn"):
        page = main(pages, line.url)
        assert one(r'<h1>.*?class="state [^"]*">([^<]+)', page) == line.state
        clock = words(one(r'<div class="request-clock">(.*?)</div>', page))
        assert clock.startswith(line.clock)
        assert not re.search(r"-\d", clock)
        counted = re.search(r"(\d+) ?/ ?(\d+) dòng đã quyết định", words(page))
        assert (counted and counted[1]) == (None if line.decided == NOT_TOLD else line.decided), line.number
        assert line.decided != NOT_TOLD or name in ("vt", "vn")
        found = main(pages, f"/find?q={line.number}")
        assert re.search(rf"{re.escape(line.number)}.{{0,140}}{line.state}", words(found))


def test_the_programs_that_ask_are_told_what_the_list_says(world: World) -> None:
    for name, pages, line in world.each("lan", "vt", "vn"):
        said = json.loads(pages.get(f"/api/v1{line.url}").get_data())
        assert str(said["rows_decided"]) == line.decided.replace(NOT_TOLD, "0"), name
        assert str(said["rows"]) == line.rows
        left = said["clock"]["left_days"]
        assert _left(line.clock) in (left, None)
        assert said["issued_number"] == one(r"Số (\S+/SKHCN-VT)", words(main(pages, line.url)), "")


def test_what_a_day_counts_are_the_lines_that_it_opens(world: World) -> None:
    for name in ("lan", "minh", "sep", "vt", "vn"):
        page, known = main(world.pages[name], "/today"), world.lines(name)
        for part in re.findall(r'(?s)<section class="card today-part.*?</section>', page):
            url = one(r'<h2[^>]*><a href="([^"]+)"', part)
            items = [words(item) for item in re.findall(r"(?s)<li.*?</li>", part)]
            if not url.startswith("/requests") or "điều kiện" in words(part):
                continue
            count = int(one(r"</a> <b>(\d+)</b>", part, "0"))
            assert len(rows_of(main(world.pages[name], url))) == count, (name, url)
            for item in items:
                line = known[one(f"({NUMBER})", item)]
                if line.state != "Chờ doanh nghiệp bổ sung":
                    assert _clock(line.clock) in item, item


def test_figures_and_briefing_count_what_the_lists_hold(world: World) -> None:
    lists, pages = world.lists["lan"], world.pages["lan"]
    page = main(pages, "/requests/figures")
    tiles = {
        words(name): words(value) for name, value in re.findall(r"(?s)<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    }
    ended = lists["Đã kết thúc"]
    assert tiles["Đang xử lý"] == str(len(lists["Tất cả đang xử lý"]))
    assert int(tiles["Đã ban hành"]) + int(tiles["Đã rút"]) == len(ended)
    late = [one(f"({NUMBER})", text) for text in _behind(pages, page, "overdue")]
    numbers = {line.number for line in ended}
    assert sorted(set(late) - numbers) == sorted(line.number for line in lists["Quá hạn"])
    assert tiles["Quá hạn, kể cả đã kết thúc"] == str(len(late))
    withdrawn = {line.number for line in ended if line.state == "Đã rút"}
    for word in ("waiting", "decided_rows", "agree", "refuse"):
        assert not {one(f"({NUMBER})", text) for text in _behind(pages, page, word)} & withdrawn, word
    for said in _behind(pages, page, "rows"):
        view = json.loads(pages.get(f"{world.lines('lan')[one(f'({NUMBER})', said)].url}/view.json").data)
        assert int(one(r"dòng (\d+)", said)) in {row["row"] for row in view["rows"]}, said
    brief = words(main(world.pages["sep"], "/briefing"))
    assert one(r"(\d+) hồ sơ quá hạn", brief, "0") == str(len(lists["Quá hạn"]))
    assert one(r"(\d+) hồ sơ đang xử lý", brief, "0") == str(len(lists["Tất cả đang xử lý"]))


def test_the_letter_its_annex_and_both_pages_say_one_decision_of_a_row(world: World) -> None:
    office = {line.number: line for line in world.lists["lan"]["Đã kết thúc"] if line.state == "Đã ban hành"}
    assert office
    carriers = [(name, line) for name, _pages, line in world.each("vt", "vn") if line.number in office]
    for name, line in [*(("lan", line) for line in office.values()), *carriers]:
        pages = world.pages[name]
        rows = json.loads(pages.get(f"{line.url}/view.json").data)["rows"]
        annex = book(pages, f"{line.url}/annex.xlsx")
        page = words(main(pages, line.url))
        for row, said in zip(rows, annex, strict=True):
            decided = row["decision"]
            assert said["Quyết định"] == DECISIONS[decided["code"]]
            assert (said["Điều kiện"] or "") == "; ".join(decided["conditions"])
            assert f"Số {said['Văn bản số']}" in page
            assert f"ban hành {said['Ngày']:%d/%m/%Y}" in line.clock
        counted = Counter(row["decision"]["code"] for row in rows)
        for code, word in DECISIONS.items():
            assert (f"{word} {counted[code]}" in one("dòng đã quyết định(.*)", page)) == bool(counted[code])
        if name == "lan":
            _same_letter(pages.get(f"{line.url}/letter.docx").data, annex, counted)


DECISIONS = {
    "agree": "Thống nhất", "agree_with_conditions": "Thống nhất có điều kiện", "refuse": "Chưa thống nhất",
    "supplement": "Đề nghị bổ sung",
}  # fmt: skip


def _same_letter(letter: bytes, annex: list[dict[str, Any]], counted: Counter[str]) -> None:
    said, by_code = text(letter), {row["Mã vị trí"]: row for row in annex}
    agreed = counted["agree"] + counted["agree_with_conditions"]
    for head, count in (
        (f"Thống nhất {agreed}/{len(annex)} vị trí", agreed),
        (f"trong đó {counted['agree_with_conditions']} vị trí kèm", counted["agree_with_conditions"]),
        (f"Chưa thống nhất {counted['refuse']} vị trí", counted["refuse"]),
        (f"Đề nghị bổ sung hồ sơ {counted['supplement']} vị trí", counted["supplement"]),
    ):
        assert (head in said) == bool(count), head
    for _common, rows in annexes(letter).values():
        for row in rows:
            other = by_code[row["Mã vị trí"]]
            assert row["TT"] == str(other["STT"])
            assert row.get("Ý kiến", other["Quyết định"]) == other["Quyết định"]
            assert row.get("Lý do, căn cứ", other["Lý do"] or "") == (other["Lý do"] or "")


def test_an_agreed_position_is_in_the_group_and_has_the_day_of_its_line(world: World) -> None:
    agreed_by: Counter[str] = Counter()
    for name in ("lan", "sep", "vt", "vn"):
        pages, lines = world.pages[name], {}
        for url, count, word in tabs_of(main(pages, "/approvals")):
            found = rows_of(main(pages, url))
            assert len(found) == count, (name, word)
            lines |= {words(cells[0]): (word, cells) for cells in found if word != "Tất cả"}
        written = {line["Mã vị trí"]: line for line in book(pages, "/approvals/export.xlsx?show=all")}
        assert written.keys() == lines.keys()
        for code, (word, cells) in lines.items():
            page = main(pages, one(r'href="([^"]+)"', cells[0]))
            assert one(r'<h1>.*?class="state [^"]*">([^<]+)', page) == word == written[code]["Tình trạng"]
            by = written[code]["Hạn xây dựng"]
            if word in ("Chờ xây", "Sắp đến hạn", "Xem xét thu hồi"):
                assert f"{by:%d/%m/%Y}" in words(cells[3])
                assert f"{by:%d/%m/%Y}" in words(page)
            assert written[code]["Số văn bản"] in words(cells[2])
            agreed_by[f"{name} {one(f'({NUMBER})', cells[1])}"] += 1
    for name, pages, line in world.each("lan", "vt", "vn"):
        link = one(r'href="(/approvals\?[^"]+)"', main(pages, line.url), "")
        opened = rows_of(main(pages, link)) if link else []
        assert len(opened) == agreed_by[f"{name} {line.number}"], line.number
        assert {one(f"({NUMBER})", cells[1]) for cells in opened} <= {line.number}


def test_a_condition_is_counted_as_it_stands(world: World) -> None:
    for name, pages, line in world.each("lan", "vt", "vn"):
        if line.state != "Đã ban hành":
            continue
        page = main(pages, f"{line.url}/conditions")
        states = [words(state) for state in re.findall(r"condition-state [^>]*>([^<]*)", page)]
        said = re.search(r"(\d+)/(\d+) điều kiện đã đáp ứng", words(page))
        done = sum(state in ("đã đáp ứng", "được miễn") for state in states)
        assert (said and (said[1], said[2])) == (
            (str(done), str(sum(state != "đã bỏ" for state in states))) if said else None
        ), (name, line.number)


def test_a_body_is_waited_for_where_the_office_waits_for_it(world: World) -> None:
    pages, office = world.pages["ban"], world.lines("lan")
    page = pages.get("/consultations").get_data(as_text=True)
    waits = [cells for cells in rows_of(page) if re.search(r"\bchờ ý kiến (đề nghị|$)", words(cells[3]))]
    badge = one(r'href="/consultations"[^>]*>(?:(?!</a>).)*class="waits">(\d+)', page, "0")
    day = one(r"Văn bản chờ ý kiến của cơ quan</a> <b>(\d+)", main(pages, "/today"), "0")
    assert badge == day == str(len(waits))
    asked = {one(f"({NUMBER})", cells[0]) for cells in waits}
    waited = {
        number
        for number, line in office.items()
        if "Chờ ý kiến:" in words(main(world.pages["lan"], line.url))
    }
    assert asked == waited
    for cells in rows_of(page):
        shown = main(pages, one(r'href="([^"]+)"', cells[0]))
        assert ('name="outcome"' in shown) == (cells in waits)


def _behind(pages: Pages, page: str, word: str) -> list[str]:
    """Return what a number of the figures' tiles or sums opens, as it is said."""
    found: dict[str, None] = {}
    for url in re.findall(rf'href="(/requests/figures\?[^"]*word={word}&[^"]*)"', page):
        opened = main(pages, url)
        behind = one(r'id="behind".*?<ul[^>]*>(.*?)</ul>', opened)
        lines = [words(line) for line in re.findall(r"(?s)<li>.*?</li>", behind)]
        assert int(one(r'id="behind".*?<h2>[^<]*: (\d+)</h2>', opened)) == len(lines)
        found |= dict.fromkeys(lines)
    return [*found]


def _left(clock: str) -> int | None:
    """Return how many working days a clock says are left."""
    late = re.search(r"quá hạn (\d+)", clock)
    if late:
        return -int(late[1])
    if "đến hạn" in clock:
        return 0
    left = re.search(r"còn (\d+)", clock)
    return int(left[1]) if left else None


def _clock(said: str) -> str:
    """Return the words of a clock without its day."""
    return one(r"(quá hạn \d+ ngày|còn \d+ ngày|đến hạn hôm nay|dừng đếm)", said)


def test_the_register_holds_every_end(world: World) -> None:
    """Else the tests above would say nothing."""
    states = Counter(line.state for line in world.lines("lan").values())
    assert len(states) == 8
    assert any(line.state == "Đã ban hành" for line in world.lines("vt").values())
    registry = registry_of(world.app)
    for line in world.lines("lan").values():
        request = load_request(registry, line.number).request
        assert request.received_on <= today()
