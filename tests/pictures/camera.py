"""What takes a picture: windows of two sizes, a page at rest, a PNG that is small in the clone."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2] / "docs" / "pictures"
DESK = {"width": 1280, "height": 760}
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}
LIMIT_BYTES = {"": 200_000, "guides": 90_000}
"""The largest picture of each folder."""
COLOURS = (256, 128, 64, 32)
PATIENCE_MS = 60_000


@dataclass
class Office:
    """A browser before an illustrative register that is served, with one account for each role."""

    browser: Browser
    address: str
    home: Path
    lists: Path
    passwords: dict[str, str]
    taken: list[str] = field(default_factory=list)

    @contextmanager
    def page(self, name: str = "", path: str = "/", size: dict[str, int] | None = None) -> Iterator[Page]:
        """Open a page of the register, signed in as somebody where a name is given."""
        with opened(self.browser, size or DESK) as page:
            if name:
                page.goto(f"{self.address}/sign-in")
                self.sign_in(page, name)
                page.wait_for_selector(".account-name")
            page.goto(f"{self.address}{path}")
            yield page

    def sign_in(self, page: Page, name: str) -> None:
        """Fill in the form that asks who one is."""
        page.fill("#username", name)
        page.fill("#password", self.passwords[name])
        page.keyboard.press("Enter")

    def take(self, name: str, page: Page, *, folder: str = "guides", top: str = "") -> None:
        """Take a picture of the window; ``top`` names what is to stand at its upper edge."""
        settle(page)
        if top:
            page.locator(top).first.evaluate("one => scrollBy(0, one.getBoundingClientRect().top - 12)")
            page.wait_for_timeout(200)
        self.keep(name, page.screenshot(), folder=folder)

    def keep(self, name: str, content: bytes, *, folder: str = "guides") -> None:
        """Write a screenshot into its folder, small; ValueError where it stays too large."""
        made = small(content, LIMIT_BYTES[folder])
        target = ROOT / folder / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made)
        self.taken.append(f"{target.relative_to(ROOT.parents[1])}: {len(made) / 1000:.0f} kB")


@contextmanager
def opened(browser: Browser, size: dict[str, int]) -> Iterator[Page]:
    """Open a page of its own in a window of a size; as a phone where it is narrow."""
    touch = size["width"] < 500
    context: BrowserContext = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        has_touch=touch,
        is_mobile=touch,
        reduced_motion="reduce",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    page: Page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    try:
        yield page
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page is ready, has what it asked for and has drawn it; take the pointer away."""
    page.wait_for_selector("body[data-ready], body.page:not(:has(.folium-map))")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)


def small(content: bytes, limit: int) -> bytes:
    """Return a PNG with a palette; ValueError where it is still too large for the clone."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in COLOURS:
        # the means keep a colour that few pixels have, such as the red of a verdict
        reduced = image.quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
        target = io.BytesIO()
        reduced.save(target, "PNG", optimize=True)
        if target.tell() <= limit:
            return target.getvalue()
    raise ValueError(f"a picture of {target.tell()} bytes is too large")
