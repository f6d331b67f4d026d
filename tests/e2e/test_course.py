"""The appraiser's course in a real browser: five exercises to their end by what they say, wrong ways told.

Presses and fields are counted: what an exercise says that it takes is what it took here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from registry.course.exercises import exercise, exercises
from registry.model.people import Role
from registry.settings import Settings
from tests.e2e.conftest import PHONE, Visit, serious, served, sideways
from tests.web.people import PASSWORD, with_people
from web.app import create_app

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(with_people(demo_settings, tmp_path_factory.mktemp("course") / "home"))


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as found:
        yield found


@dataclass
class Learner:
    """Somebody at the course, whose presses and fields are counted."""

    page: Page
    address: str
    acts: int = 0
    took: dict[str, int] = field(default_factory=dict)

    def press(self, where: Locator) -> None:
        self.acts += 1
        where.click()

    def write(self, where: Locator, text: str) -> None:
        self.acts += 1
        where.fill(text)

    def pick(self, where: Locator, value: str) -> None:
        self.acts += 1
        where.select_option(value)

    def begin(self, code: str) -> str:
        """Begin an exercise and return what its page says."""
        self.page.goto(f"{self.address}/training/{code}")
        self.page.get_by_role("button", name=re.compile("Bắt đầu bài")).click()
        expect(self.page.locator(".said")).to_contain_text("đã sẵn sàng")
        self.acts = 0
        return self.page.locator(".course-steps").inner_text()

    def check(self, code: str) -> None:
        """Press the check on the exercise's own page, which is not counted."""
        if not self.page.url.endswith(f"/training/{code}"):
            self.page.goto(f"{self.address}/training/{code}")
        tried = self.page.get_by_text(re.compile(r"Đã kiểm tra \d+ lần"))
        before = int(re.findall(r"\d+", tried.inner_text())[0])
        self.page.get_by_role("button", name="Kiểm tra", exact=True).click()
        expect(tried).to_have_text(f"Đã kiểm tra {before + 1} lần.")

    def finish(self, code: str) -> None:
        """Check, be told that all is right, and note how many presses and fields it took."""
        self.check(code)
        expect(self.page.locator(".course-done")).to_contain_text("Xong bài")
        expect(self.page.locator(".step-state.right")).to_have_count(
            self.page.locator(".course-steps > li").count()
        )
        self.took[code] = self.acts

    def step(self, number: int) -> Locator:
        return self.page.locator(f"#step-{number}")


def code_in(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found.group(1)


@pytest.fixture
def learner(visit: Visit, address: str) -> Learner:
    page = visit(f"{address}/sign-in")
    page.get_by_label("Tên đăng nhập").fill(Role.APPRAISER.value)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator(".account-name")).to_have_text(Role.APPRAISER.value)
    return Learner(page, address)


def find_mast(one: Learner) -> None:
    text = one.begin("tim-cot")
    page, code = one.page, code_in(text, r"Mở phiếu cột (\S+),")
    other = code_in(text, r"chọn doanh nghiệp (\S+?),")
    one.press(one.step(1).get_by_role("link", name="Mở bản đồ"))
    page.wait_for_selector("body[data-ready]")
    expect(page.locator(".course-strip summary")).to_contain_text("Bài 1, bước 1:")
    one.write(page.locator("#search-text"), code)
    one.press(page.locator("#hits li").filter(has_text=code).first)
    expect(page.locator("#sheet h2")).to_have_text(code)
    facts = page.locator("#sheet dl.facts")
    height = code_in(facts.last.inner_text(), r"Cột cao[^\d]*([\d,]+)")
    error = code_in(facts.first.inner_text(), r"± (\d+) m")
    one.press(page.locator("#sheet [data-ask]"))
    expect(page.locator("#ask-operator")).to_be_visible()
    option = page.locator("#ask-operator option", has_text=other).get_attribute("value") or ""
    one.pick(page.locator("#ask-operator"), option)
    expect(page.locator(f"#ask-operator option[selected][value={option}]")).to_have_count(1)  # asked anew
    one.pick(page.locator("#ask-class"), "A2b")
    expect(page.locator("#ask-class option[selected][value=A2b]")).to_have_count(1)
    one.write(page.locator("#ask-height"), "42")
    one.acts += 1
    page.keyboard.press("Enter")
    expect(page.locator("#ask-height[value='42']")).to_have_count(1)
    expect(page.locator(".advice .verdict")).to_have_text("Đề xuất: Chưa thống nhất")
    said = page.locator(".advice .verdict").inner_text().removeprefix("Đề xuất: ")
    page.goto(f"{one.address}/training/tim-cot")
    page.get_by_label(re.compile("Chiều cao cột")).fill("1")
    one.check("tim-cot")
    expect(one.step(1)).to_contain_text("không phải số trên phiếu")  # a wrong way is told
    one.write(page.get_by_label(re.compile("Chiều cao cột")), height)
    one.write(page.get_by_label(re.compile("Sai số tọa độ")), error)
    one.acts += 1
    page.get_by_label(re.compile("Đề xuất khi")).select_option(label=said)
    one.finish("tim-cot")


def take_list(one: Learner, folder: Path) -> None:
    text = one.begin("nhan-danh-sach")
    page = one.page
    letter, carrier = code_in(text, r"số công văn (\S+?),"), code_in(text, r"đơn vị đề nghị (\S+?),")
    with page.expect_download() as coming:
        one.press(page.locator(".course-files a"))
    path = folder / "bai-tap.xlsx"
    coming.value.save_as(path)
    one.press(one.step(1).get_by_role("link", name="Mở Tiếp nhận hồ sơ"))
    one.acts += 1
    page.get_by_label("Danh sách vị trí").set_input_files(path)
    one.acts += 1
    page.get_by_label("Đơn vị đề nghị").select_option(label=carrier)
    one.write(page.get_by_label("Số công văn"), letter)
    one.press(page.get_by_role("button", name="Xem trước"))
    page.wait_for_selector("body.preview[data-ready]")
    one.press(page.get_by_role("tab", name=re.compile("Lưu ý khi đọc tệp")))
    for answered in (1, 2):
        one.press(page.locator("#issues").get_by_role("button", name="Nhận giá trị đề nghị").first)
        page.wait_for_selector(f"body.preview[data-answered='{answered}']")
    one.press(page.locator(".deeds").get_by_role("link", name="Tiếp nhận hồ sơ"))
    gate(one, "Tiếp nhận hồ sơ")
    page.wait_for_selector("body.request:not(.preview)[data-ready]")
    one.finish("nhan-danh-sach")


def gate(one: Learner, deed: str) -> None:
    one.page.wait_for_selector("body.gate[data-forms=ready]")
    for asked in one.page.locator(".gate-typed input").all():
        one.write(asked, "Đã đối chiếu với bản giấy")
    one.press(one.page.get_by_role("button", name=deed, exact=True))


def decide(one: Learner, at: int, decision: str, reason: str = "") -> None:
    """Open a row, choose a decision by its key, say why, and keep it."""
    page = one.page
    row = page.locator(f"#rows tbody tr[data-at='{at}']")
    one.press(row)
    page.wait_for_selector(f"body[data-shown='{at + 1}']")
    page.wait_for_selector("#decision form")
    one.acts += 1
    page.locator(f"#decision input[value={decision}]").check()
    if reason:
        one.write(page.locator("#decision-reason"), reason)
    one.press(page.locator("#decision button[value=stay]"))
    expect(page.locator("#decision")).to_be_visible()


def decided(page: Page, at: int, words: str) -> None:
    expect(page.locator(f"#rows tbody tr[data-at='{at}'] .decision-cell")).to_contain_text(words)


def decide_three(one: Learner) -> None:
    one.begin("quyet-dinh")
    page = one.page
    one.press(one.step(1).get_by_role("link", name=re.compile("Mở hồ sơ")))
    page.wait_for_selector("body[data-ready]")
    expect(page.locator(".course-strip summary")).to_contain_text("Bài 3, bước 1:")
    decide(one, 0, "agree")
    decided(page, 0, "Thống nhất")
    counted = one.acts
    decide(one, 1, "agree", "Doanh nghiệp cần")
    decided(page, 1, "Thống nhất")
    one.check("quyet-dinh")
    expect(one.step(2)).to_contain_text("Chưa đúng")
    expect(one.step(2)).to_contain_text("Điều 15(5)")  # the rule, and where it stands
    one.acts = counted
    page.locator("#step-2").get_by_role("link", name=re.compile("Mở hồ sơ")).click()
    page.wait_for_selector("body[data-ready]")
    decide(one, 1, "refuse", "Điều 15(5): quá gần cột đang có")
    decided(page, 1, "Chưa thống nhất")
    decide(one, 2, "supplement", "Chưa có tọa độ")
    decided(page, 2, "bổ sung")
    one.finish("quyet-dinh")


def letter(one: Learner) -> None:
    text = one.begin("van-ban")
    page, good = one.page, code_in(text, r"Tìm (BT\S+),")
    one.press(one.step(1).get_by_role("link", name=re.compile("Mở hồ sơ")))
    page.wait_for_selector("body[data-ready]")
    counted = one.acts
    submit(one)
    page.goto(f"{one.address}/training/van-ban")
    page.get_by_role("button", name="Nhờ lãnh đạo xem").click()
    expect(page.locator(".said")).to_contain_text("Lãnh đạo của bài tập đã xem")
    one.check("van-ban")
    expect(one.step(2)).to_contain_text("Lãnh đạo trả lại hồ sơ")  # a wrong decision comes back
    one.acts = counted
    one.step(1).get_by_role("link", name=re.compile("Mở hồ sơ")).click()
    page.wait_for_selector("body[data-ready]")
    decide(one, 1, "refuse", "Điều 15(5)")
    decided(page, 1, "Chưa thống nhất")
    submit(one)
    page.goto(f"{one.address}/training/van-ban")
    one.press(page.get_by_role("button", name="Nhờ lãnh đạo xem"))
    expect(page.locator(".said")).to_contain_text("Lãnh đạo của bài tập đã xem")
    one.press(one.step(4).get_by_role("link", name="Mở Vị trí đã thống nhất"))
    one.write(page.get_by_role("searchbox").first, good)
    one.acts += 1
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]q="))  # the line stood in the whole list, too
    line = page.locator("tbody tr").filter(has_text=good)
    expect(line).to_have_count(1)
    days = re.findall(r"\d\d/\d\d/\d{4}", line.inner_text())
    page.goto(f"{one.address}/training/van-ban")
    one.write(page.get_by_label(re.compile("phải xây xong trước ngày nào")), max(days, key=_as_sorted))
    one.finish("van-ban")


def _as_sorted(day: str) -> str:
    return "".join(reversed(day.split("/")))


def submit(one: Learner) -> None:
    one.press(one.page.get_by_role("link", name="Trình lãnh đạo"))
    gate(one, "Trình lãnh đạo")
    expect(one.page.locator(".state")).to_have_text("Đã trình lãnh đạo")


def ask_body(one: Learner) -> None:
    text = one.begin("lay-y-kien")
    page = one.page
    number, answer = code_in(text, r"số (\d+/BT-\w+),"), code_in(text, r"văn bản (\d+/TL-\w+)")
    one.press(one.step(1).get_by_role("link", name="Mở Văn bản và lấy ý kiến"))
    one.press(page.get_by_role("button", name=re.compile("Lập công văn lấy ý kiến")))
    one.press(page.locator(".letters summary").filter(has_text="Ghi số, ngày gửi"))
    one.write(page.get_by_label("Số công văn gửi đi"), number)
    one.press(page.get_by_role("button", name="Lưu số, ngày gửi"))
    expect(page.locator(".letter-head")).to_contain_text(number)
    one.press(page.locator(".letters summary").filter(has_text="Ghi trả lời"))
    one.pick(page.locator(".letters select[name=outcome]"), "conditions")
    one.write(page.locator(".letters input[name=answer_number]"), answer)
    one.write(page.locator(".letters textarea[name=answer]"), "Thống nhất, báo trước 7 ngày")
    one.press(page.get_by_role("button", name="Lưu trả lời"))
    expect(page.locator(".answered.conditions")).to_contain_text(answer)
    page.goto(f"{one.address}/training/lay-y-kien")
    one.press(one.step(3).get_by_role("link", name="Mở Yêu cầu bổ sung"))
    page.wait_for_selector("body[data-forms=ready]")
    one.write(page.locator("#ask-rows"), code_in(text, r"bổ sung cho dòng (BT\S+)"))
    one.write(page.locator("#ask-rows-reason"), "Văn bản đề nghị dùng chung và trả lời của chủ cột")
    one.press(page.get_by_role("button", name="Gửi yêu cầu bổ sung"))
    expect(page.locator(".state")).to_have_text("Chờ doanh nghiệp bổ sung")
    one.finish("lay-y-kien")


def test_a_new_appraiser_finishes_five_exercises_by_what_they_say(learner: Learner, tmp_path: Path) -> None:
    page = learner.page
    page.goto(f"{learner.address}/training")
    expect(page.locator(".course-sum")).to_contain_text("0/5")
    assert serious(page) == []
    walks: tuple[Callable[[], None], ...] = (
        lambda: find_mast(learner),
        lambda: take_list(learner, tmp_path),
        lambda: decide_three(learner),
        lambda: letter(learner),
        lambda: ask_body(learner),
    )
    for walk in walks:
        walk()
        assert serious(page) == []
    page.goto(f"{learner.address}/training")
    expect(page.locator(".course-sum")).to_contain_text("5/5")
    said = {one.code: one.actions for one in exercises() if one.code in learner.took}
    assert learner.took == said
    found = [exercise(code) for code in learner.took]
    assert sum(one.minutes for one in found if one is not None) < 60


def test_the_strip_is_a_line_that_unfolds_on_a_phone(visit: Visit, address: str) -> None:
    page = visit(f"{address}/sign-in", size=PHONE)
    page.get_by_label("Tên đăng nhập").fill(Role.LEADER.value)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
    page.goto(f"{address}/training/tim-cot")
    page.get_by_role("button", name="Bắt đầu bài 1").click()
    expect(page.locator(".course-steps")).to_contain_text("Chiều cao cột")
    assert sideways(page) == 0
    page.goto(f"{address}/requests")
    strip = page.locator(".course-strip")
    expect(strip.locator("summary")).to_be_visible()
    assert strip.evaluate("strip => strip.offsetHeight") < 60
    assert sideways(page) == 0
    strip.locator("summary").click()
    expect(strip.get_by_role("button", name="Kiểm tra bài")).to_be_visible()
    assert sideways(page) == 0
    assert serious(page) == []
    strip.get_by_role("button", name="Kiểm tra bài").click()
    expect(page.locator(".course-steps")).to_contain_text("Chưa trả lời câu hỏi")
