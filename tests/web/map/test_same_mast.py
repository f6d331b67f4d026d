"""*Same mast?* as a page: the queue, one pair, the answers, and taking them back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.demo.initialise import init_registry
from registry.services.office.batches import list_batches
from registry.services.register.import_sites import import_sites
from registry.services.register.mast_pairs import Pair, pairs
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from tests.pages import Page, Pages
from tests.services.offices import mast, office, write_list
from tests.web.people import running
from web.app import create_app
from web.frame.office import context, registry


@pytest.fixture
def app(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Flask]:
    """An illustrative register that a test may change."""
    with running(copy_demo(tmp_path / "home")) as app:
        yield app


def waiting(app: Flask) -> list[Pair]:
    with app.app_context():
        return pairs(registry(), context())


def decided(app: Flask) -> list[Pair]:
    with app.app_context():
        return pairs(registry(), context(), decided=True)


def address(pair: Pair) -> str:
    return f"/same-mast/{pair.question.id}"


def links(page: Page) -> set[str]:
    """The pairs that a list leads to."""
    return {a["href"] for a in page.all("a") if a.get("href", "").startswith("/same-mast/")}


def test_the_queue_holds_every_open_pair_and_the_bar_says_how_many(pages: Pages, demo_app: Flask) -> None:
    asked = waiting(demo_app)
    first = pages.page("/same-mast")
    rest = pages.page("/same-mast?page=2") if len(asked) > 25 else first
    assert links(first) | links(rest) == {address(pair) for pair in asked}
    for path in ("/", "/appraise", "/same-mast"):
        assert str(len(asked)) in pages.page(path).words["nav"]
    text = " ".join(first.text)
    nearest = asked[0]
    for word in (
        nearest.a.code,
        nearest.b.code,
        nearest.a.place.present,
        "Đứng gần nhau",
        "Danh sách ghi dùng chung",
    ):
        assert word in text
    assert asked == sorted(asked, key=lambda pair: pair.question.distance_m or 0)


def test_a_search_finds_by_code_operator_and_commune_without_diacritics(
    pages: Pages, demo_app: Flask
) -> None:
    asked = waiting(demo_app)
    some = asked[-1]
    assert links(pages.page(f"/same-mast?q={some.b.code.lower()}")) == {address(some)}
    viettel = [pair for pair in asked if "VTL" in pair.a.operators + pair.b.operators]
    assert viettel
    assert links(pages.page("/same-mast?q=VIETTEL")) == {address(pair) for pair in viettel}
    there = {
        address(pair)
        for pair in asked
        if some.a.place.present in (pair.a.place.present, pair.b.place.present)
    }
    assert there <= links(pages.page("/same-mast", query_string={"q": some.a.place.present.upper()}))
    assert "Xem tất cả" in pages.page("/same-mast?q=khong-co-ma-nay").text


def test_one_pair_stands_side_by_side_with_what_differs_marked(pages: Pages, demo_app: Flask) -> None:
    for pair in waiting(demo_app):
        page = pages.page(address(pair))
        head = [word for word in page.words["th"] if word in (pair.a.code, pair.b.code)]
        assert head == [pair.a.code, pair.b.code]
        assert {f"Là một cột: giữ mã {side.code}" for side in pair.sides} <= set(page.text)
        assert "Là hai cột khác nhau" in page.text
        rows = [values["class"] for values in page.all("tr") if "class" in values]
        assert ("apart" in rows) == ("≠" in page.text)
        if pair.a.operators != pair.b.operators and pair.a.operators and pair.b.operators:
            assert "apart" in rows


def test_one_mast_keeps_the_code_that_was_chosen_and_undo_parts_them(app: Flask) -> None:
    pages = Pages(app)
    before = waiting(app)
    pair = before[0]
    answer = pages.post(f"{address(pair)}/decide", {"decision": pair.b.id, "note": "Biên bản 12/BB"})
    assert answer.headers["Location"] == address(pair)
    page = " ".join(pages.page(address(pair)).text)
    for word in (f"giữ mã {pair.b.code}", "Biên bản 12/BB", "Cặp tiếp theo", "đã gộp vào cột kia"):
        assert word in page
    assert address(pair) not in links(pages.page("/same-mast"))
    assert address(pair) in links(pages.page("/same-mast?state=decided"))
    assert f'data-code="{pair.b.code}"' in pages.get(f"/map/site?code={pair.a.code}").get_data(as_text=True)
    batch = decided(app)[0].batch
    assert batch is not None
    pages.post(f"{address(pair)}/undo", {"batch": batch.id})
    assert [item.question.id for item in waiting(app)] == [item.question.id for item in before]
    assert decided(app) == []
    with app.app_context():
        assert [item.kind for item in list_batches(registry())][-2:] == ["merge", "undo"]
        assert verify(registry()).problems == ()


def test_the_second_of_two_officers_is_told_what_the_first_decided(app: Flask) -> None:
    pair = waiting(app)[0]
    one, other = Pages(app), Pages(app)
    one.post(f"{address(pair)}/decide", {"decision": "apart", "note": "hai móng riêng"})
    late = Page(
        other.post(f"{address(pair)}/decide", {"decision": pair.a.id}, status=409).get_data(as_text=True)
    )
    text = " ".join(late.text)
    assert "Kết luận vừa gửi không được ghi" in text
    assert "Là hai cột khác nhau" in text
    assert "hai móng riêng" in text
    assert [item.question.state for item in decided(app)] == ["apart"]
    two = waiting(app)[0]
    one.post(f"{address(two)}/decide", {"decision": "apart"})
    assert "Là hai cột khác nhau" in one.page(address(two)).text  # without a note
    assert links(one.page("/same-mast?state=decided")) == {address(pair), address(two)}
    batch = next(item.batch for item in decided(app) if item.question.id == pair.question.id)
    assert batch is not None
    one.post(f"{address(pair)}/undo", {"batch": batch.id})
    again = other.post(f"{address(pair)}/undo", {"batch": batch.id}, status=409).get_data(as_text=True)
    assert "Là một cột: giữ mã" in again  # open again: both answers stand there


def test_what_makes_no_sense_is_refused_and_changes_nothing(app: Flask) -> None:
    pages = Pages(app)
    pair, other = waiting(app)[:2]
    with app.app_context():
        batches = len(list_batches(registry()))
    pages.get("/same-mast/khong-co", 404)
    pages.get("/same-mast?state=x", 400)
    pages.get("/same-mast?sort=x", 400)
    pages.get("/same-mast?page=9999999", 200)
    pages.post(f"{address(pair)}/decide", {}, 400)
    pages.post(f"{address(pair)}/decide", {"decision": other.a.id}, 400)
    pages.post(f"{address(pair)}/decide", {"decision": "apart", "note": "x" * 1001}, 400)
    pages.post(f"{address(pair)}/undo", {"batch": "B2"}, 400)
    pages.post(f"{address(pair)}/undo", {"batch": "B999"}, 400)
    assert pages.client.post(f"{address(pair)}/decide", data={"decision": "apart"}).status_code == 400
    with app.app_context():
        assert len(list_batches(registry())) == batches


def test_the_sheet_of_a_mast_leads_to_its_question(pages: Pages, demo_app: Flask) -> None:
    pair = waiting(demo_app)[0]
    sheet = pages.page(f"/map/site?code={pair.a.code}", headers={"X-Part": "1"})
    assert address(pair) in links(sheet)


def test_an_empty_queue_says_where_questions_come_from(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home")})
    init_registry(settings)
    app = create_app(settings)
    pages = Pages(app)
    page = pages.page("/same-mast")
    text = " ".join(page.text)
    assert page.one(href="/site-lists/file")
    assert "bts " not in text
    assert "Chưa có kết luận nào" in " ".join(pages.page("/same-mast?state=decided").text)
    assert "việc đang chờ" not in text
    app.extensions["bts-registry"].close()


def test_a_long_queue_is_shown_a_page_at_a_time(tmp_path: Path) -> None:
    made = office(tmp_path / "home")
    for operator, east in (("VTL", 0.0), ("VNPT", 0.0001)):
        rows = [mast(f"{operator}{n:03}", operator, 106.30 + east, 21.20 + n / 200) for n in range(30)]
        import_sites(made, write_list(tmp_path / f"{operator}.xlsx", rows), yes=True, who="lan")
    made.close()
    app = create_app(made.settings)
    pages = Pages(app)
    first, second = pages.page("/same-mast?q=vnpt"), pages.page("/same-mast?q=vnpt&page=2")
    assert (len(links(first)), len(links(second))) == (25, 5)
    assert not links(first) & links(second)
    assert next(a["href"] for a in first.all("a") if a.get("rel") == "next") == "/same-mast?q=vnpt&page=2"
    assert links(pages.page("/same-mast?page=7")) == links(second)
    app.extensions["bts-registry"].close()


def test_the_pages_speak_english(pages: Pages, demo_app: Flask) -> None:
    pair = waiting(demo_app)[0]
    for path, word in (("/same-mast", "Why asked"), (address(pair), "These are two masts")):
        page = pages.page(f"{path}?lang=en")
        assert page.all("html")[0]["lang"] == "en"
        assert word in page.text
