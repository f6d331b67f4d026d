"""A phone for the field tests: a browser on a folder of its own, which can be ended and started again."""

import contextlib
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, BrowserType, ConsoleMessage, Page, expect
from playwright.sync_api import TimeoutError as NotYet

from tests.chromium import chromium, slowed
from tests.e2e.conftest import AXE, FLAGS, PHONE, sideways
from tests.web.people import PASSWORD

# what a browser answers on a full disk; it remembers its quota too long to be filled in a test
FULL = """() => {
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
    if (mode === "readwrite") throw new DOMException("full", "QuotaExceededError");
    return open.call(this, stores, mode, ...more);
  };
  window.room = () => { IDBDatabase.prototype.transaction = open; };
}"""
# the items that the phone holds
ITEMS = """() => new Promise((done) => {
  const asked = indexedDB.open("bts-field");
  asked.onsuccess = () => {
    const all = asked.result.transaction("items").objectStore("items").getAll();
    all.onsuccess = () => {
      asked.result.close();
      done(all.result);
    };
  };
})"""
PLACE = {"latitude": 21.2700, "longitude": 106.1900, "accuracy": 6}


def picture(seed: int, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a JPEG that no other seed makes."""
    chance = random.Random(seed)
    made = Image.new("RGB", (8, 6))
    made.putdata([(chance.randrange(256), chance.randrange(256), chance.randrange(256)) for _ in range(48)])
    held = io.BytesIO()
    made.resize(size).save(held, "JPEG")
    return held.getvalue()


class Phone:
    """The browser, its page, and what went wrong in it."""

    def __init__(self, kind: BrowserType, folder: Path, address: str, *flags: str, **options: Any) -> None:
        self.kind, self.folder, self.address, self.flags = kind, folder, address, flags
        self.options = {
            "viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": "vi-VN", "geolocation": PLACE,
            "permissions": ["geolocation"], "reduced_motion": "reduce", **options,
        }  # fmt: skip
        self.errors: list[str] = []
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> None:
        """Start the browser on what its folder holds."""
        self.context = slowed(
            self.kind.launch_persistent_context(
                self.folder, executable_path=chromium(), args=[*FLAGS, *self.flags], **self.options
            )
        )
        self.page = self.context.pages[0]
        self.page.on(
            "pageerror", lambda error: self.errors.append(f"{self.page.url}: {error.stack or error}")
        )
        self.page.on("console", lambda said: self._heard(said) if said.type == "error" else None)

    def _heard(self, said: ConsoleMessage) -> None:
        # the network's own complaints are what these tests are about
        if "Failed to load resource" not in said.text and "net::ERR" not in said.text:
            self.errors.append(f"{self.page.url}: {said.text} {said.location}")

    def restart(self, *, offline: bool = False) -> None:
        """End the browser and start it again, without a network where asked."""
        self.context.close()
        self.start()
        self.context.set_offline(offline)
        self.open()

    def open(self, where: str = "") -> Page:
        """Open the app."""
        self.page.goto(f"{self.address}/field{where}")
        self.page.wait_for_selector("body.field[data-ready]")
        return self.page

    def sign_in(self, name: str = "inspector") -> None:
        """Sign in where the page asks for it, and come back to the app."""
        self.page.fill("#username", name)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("body.field[data-ready]")

    def begin(self, name: str = "inspector") -> None:
        """Open the app for the first time, sign in, and wait until everything is on the phone."""
        self.page.goto(f"{self.address}/field")
        self.sign_in(name)
        expect(self.page.locator(".mast").first).to_be_visible()
        self.page.wait_for_selector("body[data-offline=ready]")

    def shows(self, state: str, count: int | str) -> None:
        """Wait until the head of the page counts so many items in a state."""
        expect(self.page.locator(f"#counts .count.{state} b")).to_have_text(str(count))

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the screen."""
        return sideways(self.page)

    def faults(self) -> list[str]:
        """Return what axe finds on the screen, of any impact."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
        )
        return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]

    # ---- what an inspector does ---------------------------------------------------------------------------
    def choose_mast(self, code: str) -> None:
        """Go to a mast through the list."""
        self.open("#/")
        self.page.fill("#search", code)
        self.page.locator("a.mast", has_text=code).click()
        expect(self.page.locator("h1")).to_contain_text(code)

    def start_check(self) -> str:
        """Begin the office's check; returns the inspection's id."""
        self.page.get_by_role("button", name="Kiểm tra nhanh").click()
        self.page.wait_for_selector("main[data-screen=visit]")
        return str(self.page.evaluate("location.hash.split('/')[2]"))

    def entry(self, inspection: str, code: str) -> None:
        """Go to an entry of the checklist."""
        self.page.evaluate("(where) => { location.hash = where; }", f"#/visit/{inspection}/{code}")
        expect(self.page.locator(f"[data-entry={code}]")).to_be_visible()

    def next(self) -> None:
        """Go on to the next entry; what was typed is recorded on the way."""
        here = self.page.locator("[data-entry]").get_attribute("data-entry")
        self.page.get_by_role("button", name="Mục tiếp theo").click()
        expect(self.page.locator(f"[data-entry={here}]")).to_have_count(0)

    def tap(self, words: str) -> None:
        """Tap one answer."""
        self.page.locator(".choice", has_text=words).first.click()

    def photograph(self, *seeds: int) -> None:
        """Take photos by the camera's input; the last one that is asked for leads on by itself."""
        before = self.page.locator(".photos li").count()
        here = self.page.evaluate("location.hash")
        self.page.set_input_files(
            "input[type=file]",
            [{"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": picture(seed)} for seed in seeds],
        )
        self.page.wait_for_function(
            """([count, here]) =>
              document.querySelectorAll('.photos li').length === count || location.hash !== here""",
            arg=[before + len(seeds), here],
        )

    def measure(self) -> None:
        """Measure the position; the phone's fixes come one by one, one of them far off."""
        self.page.get_by_role("button", name="Đo vị trí").click()
        taken = self.page.locator(".place-box .state, [data-entry]:not([data-entry=position])").first
        for step in range(200):
            stray = step == 2
            fix = {**PLACE, "latitude": PLACE["latitude"] + (0.02 if stray else step * 1e-6)}
            self.context.set_geolocation(fix)  # type: ignore[arg-type, unused-ignore]
            with contextlib.suppress(NotYet):  # not yet: the phone is given its next fix
                taken.wait_for(state="attached", timeout=150)
                return
        raise AssertionError("no position was taken")


@contextmanager
def phone(kind: BrowserType, folder: Path, address: str, *flags: str, **options: Any) -> Iterator[Phone]:
    """A phone for a while; at the end no script had failed."""
    made = Phone(kind, folder, address, *flags, **options)
    try:
        yield made
    finally:
        made.context.close()
    assert made.errors == [], made.errors  # said in full: pytest rewrites no assert outside test files
