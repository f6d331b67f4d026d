"""A phone: one browser that records through the app's own modules and sends through the app's own sender."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page
from playwright.sync_api import Error as BrowserError

from tests.chromium import chromium
from tests.e2e.conftest import FLAGS
from tests.faults.works import Visit

SIZE = {"width": 390, "height": 844}
SIGN_IN_S = 180.0

# Records works one after the other as taps do; gives back what the app says it recorded.
_RECORD = """async ({visit, works}) => {
  const record = await import("/static/js/field/record.js");
  const store = await import("/static/js/field/store.js");
  const by = await store.meta("user");
  window.visits ??= {};
  if (works[0].fields.kind !== "start") {  // the page was opened again since
    const begun = (await store.all("visits")).sort((a, b) => a.started_at.localeCompare(b.started_at));
    window.visits[visit.key] ??= begun.at(-1);
  }
  const made = [];
  for (const {tag, fields, photo} of works) {
    let row;
    if (fields.kind === "start") {
      window.visits[visit.key] = await record.startVisit({
        structure: visit.structure, code: "", name: "", campaign: "", by,
        checklist: "office", checklist_version: 1,
      });
      row = (await record.rowsOf(window.visits[visit.key].inspection))[0];
    } else if (fields.kind === "finish") {
      row = await record.finishVisit(window.visits[visit.key], fields.note);
    } else if (photo) {
      const [name, length] = photo;
      const unit = new TextEncoder().encode(name);
      const bytes = new Uint8Array(length);
      bytes.set([255, 216, 255, 224]);
      for (let at = 4; at < length; at += unit.length) {
        bytes.set(unit.subarray(0, Math.min(unit.length, length - at)), at);
      }
      const file = new File([bytes], name, {type: "image/jpeg"});
      const {entry, note} = fields;
      row = await record.recordPhoto(window.visits[visit.key], file, {entry, note});
    } else {
      row = await record.record(window.visits[visit.key], fields);
    }
    made.push({tag, id: row.id, item: row.item});
  }
  return made;
}"""
_SEND = """async () => {
  const sender = await import("/static/js/field/send.js");
  await Promise.race([sender.send(), new Promise((done) => setTimeout(done, 20000))]);
  return sender.status.phase;
}"""
_STATES = """async () => {
  const store = await import("/static/js/field/store.js");
  const canonical = await import("/static/js/field/canonical.js");
  const rows = await store.all("items");
  const own = (row) => canonical.sha256OfItem(row.item);
  const proofs = (await store.all("proofs")).map((row) => [row.id, "verified", "", row.sha256]);
  const whole = await Promise.all(rows.map(async (row) => [row.id, row.state, row.code, await own(row)]));
  return [...whole, ...proofs];
}"""

_CLOCK = """(() => {
  const [Real, off] = [Date, %d];
  class Wrong extends Real {
    constructor(...parts) { if (parts.length) super(...parts); else super(Real.now() + off); }
    static now() { return Real.now() + off; }
  }
  window.Date = Wrong;
})()"""


class Phone:
    """One phone of the run. ``made`` gathers {"tag", "id", "item"} of all that it recorded."""

    def __init__(
        self, kind: BrowserType, folder: Path, address: str, name: str, password: str, *, clock_ms: int = 0
    ) -> None:
        self.address, self.name, self._password = address, name, password
        self._kind, self._folder, self._clock_ms = kind, folder, clock_ms
        self.made: list[dict[str, Any]] = []
        self.sign_ins = 0
        self.context: BrowserContext
        self.page: Page
        self._launch()

    def _launch(self) -> None:
        """Start the browser on its folder: what it kept is there again, as on a phone."""
        self.context = self._kind.launch_persistent_context(
            self._folder, executable_path=chromium(), args=FLAGS, viewport=SIZE, is_mobile=True,
            has_touch=True, locale="vi-VN", bypass_csp=True,
        )  # type: ignore[arg-type, unused-ignore]  # fmt: skip
        if self._clock_ms:
            self.context.add_init_script(_CLOCK % self._clock_ms)
        self.page = self.context.new_page()

    def sign_in(self) -> None:
        """Sign in and come back to the app, as its button does."""
        until = time.monotonic() + SIGN_IN_S
        last = ""
        while time.monotonic() < until:  # a server that was killed needs a while to stand again
            try:
                self.page.goto(f"{self.address}/sign-in?next=/field")
                if self.page.locator("#username").count():
                    self.page.fill("#username", self.name)
                    self.page.fill("#password", self._password)
                    self.page.keyboard.press("Enter")
                self.page.wait_for_selector("body.field[data-ready]", timeout=15_000)
            except BrowserError as error:
                last = f"{str(error).splitlines()[0]}; {self._shown()}"
                time.sleep(1)
                continue
            self.sign_ins += 1
            return
        raise AssertionError(f"{self.name} cannot sign in: {last}")

    def _shown(self) -> str:
        """Return where the page is and what it says, for whoever looks for the cause."""
        try:
            return f"{self.page.url}: {self.page.locator('body').inner_text(timeout=2000)[:300]!r}"
        except BrowserError as error:
            return str(error).splitlines()[0]

    def ready(self) -> None:
        """Wait until the app is kept for offline use."""
        self.page.wait_for_selector("body[data-offline=ready]", timeout=30_000)

    def reopen(self) -> None:
        """Close the page and open it again, from what the worker keeps."""
        self.page.close()
        self.page = self.context.new_page()
        self._open()

    def restart(self) -> None:
        """End the browser and start it again."""
        self.context.close()
        self._launch()
        self._open()

    def _open(self) -> None:
        self.page.goto(f"{self.address}/field")
        self.page.wait_for_selector("body.field[data-ready]", timeout=30_000)

    def record(self, key: str, visit: Visit, start: int, stop: int) -> None:
        """Record some of a visit's works."""
        works = [{"tag": w.tag, "fields": w.fields, "photo": w.photo} for w in visit.works[start:stop]]
        made = self.page.evaluate(
            _RECORD, {"visit": {"key": key, "structure": visit.structure}, "works": works}
        )
        self.made += made

    def record_when_full(self, key: str, visit: Visit, start: int, stop: int) -> int:
        """Record while the phone has no room; returns how many waited on the screen before there was room."""
        # Chromium remembers the room it has for half a minute, unless nothing holds the database open
        cdp = self.context.new_cdp_session(self.context.pages[0])
        cdp.send("Storage.overrideQuotaForOrigin", {"origin": self.address, "quotaSize": 1000})
        self.page.close()
        self.context.pages[0].wait_for_timeout(2500)
        self.page = self.context.new_page()
        self._open()
        works = [{"tag": w.tag, "fields": w.fields, "photo": w.photo} for w in visit.works[start:stop]]
        given = {"visit": {"key": key, "structure": visit.structure}, "works": works}
        self.page.evaluate(f"(given) => {{ window.pending = ({_RECORD})(given); }}", given)
        self.page.wait_for_timeout(1500)
        waiting: int = self.page.evaluate(
            "import('/static/js/field/safe.js').then((safe) => safe.unwritten())"
        )
        cdp.send("Storage.overrideQuotaForOrigin", {"origin": self.address})
        self.page.evaluate("import('/static/js/field/safe.js').then((safe) => { safe.tryNow(); })")
        self.made += self.page.evaluate("() => window.pending")
        cdp.detach()
        return waiting

    def send(self) -> str:
        """Ask the app to send now; returns what it then says: idle, offline, sign-in …"""
        said: str = self.page.evaluate(_SEND)
        return said

    def states(self) -> list[tuple[str, str, str, str]]:
        """Return (id, state, code, SHA-256) of everything on the phone."""
        return [tuple(row) for row in self.page.evaluate(_STATES)]

    def close(self) -> None:
        """Close the browser context."""
        self.context.close()
