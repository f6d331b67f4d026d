"""A person who has no mouse: only keys are pressed, and at every stop it must be seen where one is."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

SCRIPT = Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8")


LEAST_CONTRAST = 3.0


class Keyboard:
    """The keys of one page, and how many stops each way took."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: dict[str, int] = {}
        self.faults: list[str] = []
        self._file = ""
        # heard from the beginning: one that opens before the browser is told to hand it over is not seen
        page.on("filechooser", lambda chooser: chooser.set_files(self._file))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type over what stands in the field where the keyboard is."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def _ask(self, what: str) -> Any:
        if not self.page.evaluate("() => Boolean(window.keyboard)"):
            self.page.evaluate(SCRIPT)
        return self.page.evaluate(f"window.keyboard.{what}()")

    def look(self) -> dict[str, object]:
        """Note what is wrong with the stop where the keyboard is."""
        here: dict[str, object] = self._ask("seen")
        if here["lost"]:
            self.faults.append(f"{self.page.url}: the keyboard is nowhere")
        elif not here["inView"] or here["covered"]:
            self.faults.append(f"{self.page.url}: not seen: {here['place']} {here['name']}")
        elif float(str(here["contrast"])) < LEAST_CONTRAST:
            self.faults.append(f"{self.page.url}: ring of {here['contrast']}: {here['place']} {here['name']}")
        return here

    def to(self, wanted: Locator, *, most: int, key: str = "Tab", way: str = "") -> int:
        """Go to a place by one key, looking at every stop; returns how many it took, at most ``most``."""
        expect(wanted).to_be_visible()
        met: list[str] = []
        here: dict[str, object]
        for stop in range(most + 1):
            here = {}
            if stop:
                self.press(key)
                here = self.look()
            if wanted.evaluate("one => one === document.activeElement"):
                if way:
                    self.stops[way] = stop
                return stop
            met.append(f"{here.get('place')} {here.get('name')}")
        raise AssertionError(f"not within {most} stops: {met}")

    def skip(self, words: str) -> None:
        """Take the link at the head of the page that leads past what stands above."""
        self.to(self.page.get_by_role("link", name=words, exact=True), most=3)
        self.press("Enter")

    def round(self, *, most: int = 250) -> list[str]:
        """Go through a page that was just opened: nothing holds the keyboard, which goes as the page is read.

        Returns the stops, from the first to the last.
        """
        places = []
        for _ in range(most):
            self.press("Tab")
            step = self._ask("step")
            if step == "end":
                break
            if step != "on":
                self.faults.append(f"{self.page.url}: {step}")
            here = self.look()
            places.append(f"{here.get('place')} {here.get('name')}")
        else:
            raise AssertionError(f"no end after {most} stops: {places[-6:]}")
        return places

    def choose_file(self, file: str) -> None:
        """Open the chooser of the field where the keyboard is, and choose a file there."""
        self._file = file
        self.press("Space")
        self.page.wait_for_function("() => document.activeElement.files?.length === 1")
