"""The pictures of the README, taken anew: ``python -m tests.pictures`` (``make pictures``).

Starts an illustrative registry in a folder of its own and a server on loopback, and takes each picture in a
headless Chromium. A picture is reduced to a palette, so that it stays small in the clone.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from registry.services.calendar import today
from registry.services.demo_samples import write_samples
from registry.services.initialise import init_registry
from registry.settings import read_settings
from tests.e2e.conftest import DESK, FLAGS, PHONE, served
from web.app import create_app

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LIMIT_BYTES = 200_000
COLOURS = 256
PATIENCE_MS = 60_000
# the mast nearest to the middle of the map that is drawn by itself: its number on the map
LONE_MAST = """() => {
  const { map } = window.btsDesk;
  const layer = Object.values(map._layers).find((one) => one.drawn);
  const middle = map.latLngToLayerPoint(map.getCenter()).subtract(layer._bounds.min);
  const away = (item) => Math.hypot(item.x - middle.x, item.y - middle.y);
  const alone = layer.drawn.filter((item) => item.mast >= 0).sort((a, b) => away(a) - away(b));
  const at = map.layerPointToContainerPoint(L.point(alone[0].x, alone[0].y).add(layer._bounds.min));
  const box = map.getContainer().getBoundingClientRect();
  return [at.x + box.left, at.y + box.top];
}"""


def main() -> None:
    """Take every picture, or those that are named on the command line."""
    shots: dict[str, Callable[[Browser, str, Path], bytes]] = {
        "map": province,
        "phone": phone,
        "appraise": appraisal,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bts-pictures-") as folder:
        home = Path(folder) / "home"
        settings = read_settings({"BTS_HOME": str(home)})
        init_registry(settings, demo=True)
        clean, _ = write_samples(Path(folder) / "lists", today())
        with served(create_app(settings)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for name, take in shots.items():
                if sys.argv[1:] and name not in sys.argv[1:]:
                    continue
                content = small(take(browser, address, clean))
                (FOLDER / f"{name}.png").write_bytes(content)
                sys.stdout.write(f"docs/pictures/{name}.png: {len(content) / 1000:.0f} kB\n")
            browser.close()


def province(browser: Browser, address: str, _list: Path) -> bytes:
    """Take the whole province with its legend."""
    with opened(browser, DESK) as page:
        page.goto(address)
        settle(page)
        return page.screenshot()


def phone(browser: Browser, address: str, _list: Path) -> bytes:
    """Take the map on a phone with the sheet of a mast."""
    with opened(browser, PHONE) as page:
        page.goto(f"{address}/#at=21.27340,106.19460,15")
        settle(page)
        page.touchscreen.tap(*page.evaluate(LONE_MAST))
        page.locator("#sheet h2").wait_for()
        settle(page)
        return page.screenshot()


def appraisal(browser: Browser, address: str, clean: Path) -> bytes:
    """Take the appraisal of the clean sample with the row that is refused."""
    with opened(browser, DESK) as page:
        page.goto(f"{address}/appraise")
        page.set_input_files("#list", clean)
        page.locator("#upload button[type=submit]").click()
        page.locator("body[data-ready]").wait_for(timeout=PATIENCE_MS)
        page.locator("#rows tbody tr:has(.verdict-word.refuse)").first.locator("a").click()
        page.locator("#chosen-name").wait_for()
        page.mouse.move(0, 0)
        settle(page)
        return page.screenshot()


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
    )
    page: Page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    try:
        yield page
    finally:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page is ready, has what it asked for and has drawn it."""
    page.wait_for_selector("body[data-ready]")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(400)


def small(content: bytes) -> bytes:
    """Return a PNG with a palette; ValueError where it is still too large for the clone."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    # the means keep a colour that few pixels have, such as the red of a verdict
    reduced = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    target = io.BytesIO()
    reduced.save(target, "PNG", optimize=True)
    if target.tell() > LIMIT_BYTES:
        raise ValueError(f"a picture of {target.tell()} bytes is too large")
    return target.getvalue()


def chromium() -> str:
    """Return the path of Chromium on this machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("no Chromium on this machine (Debian: apt install chromium)")
    return found


if __name__ == "__main__":
    main()
