"""The page of rescue files: any size, over a line that breaks, by a browser that is closed in between."""

import contextlib
import hashlib
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, Route, expect

from registry.services.office.registry import open_registry
from registry.settings import Settings
from registry.store.field.tables import field_photos
from registry.store.tables import structures
from tests.e2e.field.office import rows
from tests.services.field.world import JPEG, item, new_id
from tests.web.people import PASSWORD, with_people

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_people(demo_settings, tmp_path_factory.mktemp("cứu hộ") / "home")


def rescue(office: Settings, path: Path, photos: int, size: int) -> list[str]:
    """Write a rescue file with photos of ``size`` bytes; their SHA-256."""
    with contextlib.closing(open_registry(office)) as registry, registry.database.read() as connection:
        mast = str(connection.scalar(sa.select(structures.c.id).limit(1)))
    chance, names, items = random.Random(str(path)), [], []
    with zipfile.ZipFile(path, "w") as archive:
        for _ in range(photos):
            body = JPEG + chance.randbytes(size)
            names.append(hashlib.sha256(body).hexdigest())
            archive.writestr(f"photos/{names[-1]}.jpg", body)
            items.append(item("photo", visit=new_id(), structure=mast, entry="overview", photos=[names[-1]]))
        said = {
            "format": "bts-field-rescue", "version": 1, "device": "d9", "items": items,
            "by": {one["id"]: "inspector" for one in items},
            "photos": [
                {"sha256": name, "type": "image/jpeg", "file": f"photos/{name}.jpg"} for name in names
            ],
        }  # fmt: skip
        archive.writestr("items.json", json.dumps(said))
    return names


def desk(browser: Browser, address: str, **options: Any) -> Page:
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(f"{address}/field/rescue")
    page.fill("#username", "leader")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#rescue-form")
    return page


def test_a_large_file_goes_on_after_a_cut_line_and_a_closed_browser(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    path = tmp_path / "bts-cuu-ho-2026-11-27.zip"
    names = rescue(office, path, photos=12, size=4_600_000)  # 55 MB: more than a form may be
    first = desk(browser, address, viewport={"width": 390, "height": 844})
    parts = 0

    def cut(route: Route) -> None:
        nonlocal parts
        parts += 1
        if parts >= 6:
            route.abort("connectionreset")
        else:
            route.continue_()

    first.route("**/field/uploads/*?offset=*", cut)
    first.set_input_files("#file", path)
    first.get_by_role("button", name="Nhận tệp").click()
    said = first.locator("#rescue-said")
    expect(said).to_contain_text("Mất kết nối. Phần đã gửi vẫn giữ", timeout=60_000)
    expect(first.get_by_role("button", name="Gửi tiếp ngay")).to_be_visible()
    assert 0 < float(first.locator("progress").get_attribute("value") or 0) < 1
    first.context.close()  # the browser is closed in the middle

    second = desk(browser, address, viewport={"width": 1280, "height": 800})
    waiting = second.locator("#rescue-waiting")
    expect(waiting).to_contain_text(path.name)
    expect(waiting).to_contain_text("/ 55 MB")
    seen: list[int] = []
    second.on(
        "request",
        lambda asked: seen.append(int(asked.url.split("offset=")[1])) if "offset=" in asked.url else None,
    )
    second.set_input_files("#file", path)
    second.get_by_role("button", name="Nhận tệp").click()
    expect(second.get_by_text("12 mục: 12 đã xác minh")).to_be_visible(timeout=120_000)
    assert min(seen) > 1_000_000, "what had come was not sent again"
    expect(said_of(second)).to_contain_text("Đã nhận xong")
    assert {row["sha256"] for row in rows(office, field_photos)} >= set(names)
    for name in names:
        assert hashlib.sha256((office.files / f"{name}.jpg").read_bytes()).hexdigest() == name
    second.reload()
    expect(second.locator("#rescue-waiting")).to_have_count(0)
    assert not list((office.home / "parts").glob("*/*.part"))
    second.context.close()


def test_what_is_pressed_before_the_script_has_come_is_done_by_the_script(
    browser: Browser, office: Settings, address: str, tmp_path: Path
) -> None:
    """Sent as a plain form the file would be refused for its size; a slow line is when files lie about."""
    path = tmp_path / "bts-cuu-ho-som.zip"
    rescue(office, path, photos=8, size=4_600_000)
    page = desk(browser, address, viewport={"width": 390, "height": 844})
    coming: list[Route] = []

    def hold(route: Route) -> None:
        coming.append(route)

    page.route("**/js/field/desk/rescue_upload.js", hold)
    page.reload(wait_until="commit")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Nhận tệp").click(no_wait_after=True)
    expect(page.get_by_text("JavaScript đang tắt")).to_be_visible()  # its script has not come
    assert [route.request.resource_type for route in coming] == ["script"]
    coming[0].continue_()
    expect(page.get_by_text("8 mục: 8 đã xác minh")).to_be_visible(timeout=120_000)
    page.context.close()


def said_of(page: Page) -> Any:
    return page.locator("#rescue-said")


def test_what_is_no_rescue_file_is_said_on_the_page_in_words(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = desk(browser, address, viewport={"width": 390, "height": 844})
    expect(page.get_by_text("JavaScript đang tắt")).to_be_hidden()
    page.set_input_files("#file", {"name": "ds.zip", "mimeType": "application/zip", "buffer": b"PK nothing"})
    page.get_by_role("button", name="Nhận tệp").click()
    refusal = page.locator("#rescue-refusal")
    expect(refusal).to_contain_text("ds.zip không phải tệp cứu hộ")
    expect(refusal).to_contain_text("FIELD-RESCUE")
    page.context.clear_cookies()
    page.get_by_role("button", name="Nhận tệp").click()
    expect(refusal).to_contain_text("Phiên đăng nhập đã hết")
    page.context.close()


def test_without_script_the_page_says_what_it_takes(browser: Browser, address: str) -> None:
    page = desk(browser, address, java_script_enabled=False, viewport={"width": 390, "height": 844})
    words = "JavaScript đang tắt: trang chỉ nhận tệp đến 32 MB"
    expect(page.get_by_text(words)).to_be_visible()
    into = io.BytesIO(b"{}")
    page.set_input_files("#file", {"name": "a.json", "mimeType": "application/json", "buffer": into.read()})
    page.get_by_role("button", name="Nhận tệp").click()
    expect(page.get_by_text("FIELD-RESCUE")).to_be_visible()
    page.context.close()
