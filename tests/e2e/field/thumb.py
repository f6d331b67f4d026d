"""A thumb on the phone's forms: what it taps, types and shoots, counted."""

import contextlib
import re

from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as NotYet

from tests.e2e.field.phone import Phone, picture

SEEN_MS = 800  # before a thumb answers to what came by itself

Place = dict[str, float]


class Taps:
    """A thumb that counts: taps on the screen, and apart from them the keys of numbers and letters."""

    def __init__(self, held: Phone) -> None:
        self.held, self.page = held, held.page
        self.taps = self.keys = self.seeds = 0
        self.led = False  # the last answer led on by itself

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def choose(self, words: str) -> None:
        self.tap(self.page.locator("[data-entry] .choice", has_text=words).first)
        self.led = True

    def number(self, text: str) -> None:
        self.led = False
        for mark in text:
            self.page.locator(".keypad .key", has_text=re.compile(f"^{mark}$")).click()
            self.keys += 1

    def on(self) -> None:
        if self.led:
            self.page.wait_for_timeout(SEEN_MS)  # sooner, the tap was meant for what stood there before
        self.led = False
        self.tap(self.page.locator(".dock .next"))

    def shoot(self, entry: str = "", *, leads_on: bool = False) -> None:
        """Tap the camera once: it is the phone's own from there; the last photo goes on by itself.

        ``leads_on``: so does that of a group (``entry``) whose numbers are all given.
        """
        self.seeds += 1
        self.taps += 1
        self.led = not entry  # a thumb goes on from a group at once
        box = f"{f'[data-photos={entry}]' if entry else '[data-entry]'} .photo-box"
        held = self.page.locator(f"{box} .photos li").count()
        here = self.page.evaluate("location.hash")
        self.page.locator(f"{box} input[type=file]").set_input_files(
            [{"name": f"{self.seeds}.jpg", "mimeType": "image/jpeg", "buffer": picture(self.seeds)}]
        )
        self.page.wait_for_function(
            """([box, count, here]) =>
              document.querySelectorAll(`${box} .photos li`).length === count || location.hash !== here""",
            arg=[box, held + 1, here],
        )
        if leads_on:
            self.led = True
            self.page.wait_for_function("(here) => location.hash !== here", arg=here)

    def measure(self, place: "Place") -> None:
        """Measure the position at the mast's foot: one tap, then the phone's fixes come."""
        self.tap(self.page.get_by_role("button", name="Đo vị trí"))
        for step in range(100):
            self.held.context.set_geolocation({**place, "latitude": place["latitude"] + step * 1e-6})  # type: ignore[typeddict-item]
            with contextlib.suppress(NotYet):
                self.page.locator("[data-entry=overview]").wait_for(timeout=150)
                return
        raise AssertionError("no position was taken")

    def restart(self) -> None:
        """End the browser and start it again, without a network."""
        self.held.restart(offline=True)
        self.page = self.held.page

    def at(self, code: str) -> None:
        expect(self.page.locator(f"[data-entry={code}]")).to_be_visible()
