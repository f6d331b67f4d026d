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
PIN, OTHER_PIN = "284617", "284618"

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
    if (fields.kind === "start") {  // on the disk with the first work after it
      window.visits[visit.key] = await record.startVisit({
        structure: visit.structure, code: "", name: "", campaign: "", by,
        checklist: visit.sheet[0], checklist_version: visit.sheet[1],
      });
      continue;
    } else if (fields.kind === "finish") {
      row = await record.finishVisit(window.visits[visit.key], fields.note);
    } else if (photo) {
      const [name, length] = photo;
      const unit = new TextEncoder().encode(name);
      const bytes = new Uint8Array(length);
      bytes.set([255, 216, 255, 224]);
      bytes.set(unit.subarray(0, length - 4), 4);
      for (let done = unit.length; done < length - 4; done *= 2) {  // what stands, once more behind itself
        bytes.copyWithin(4 + done, 4, Math.min(4 + done, length - done));
      }
      const file = new File([bytes], name, {type: "image/jpeg"});
      const {entry, note} = fields;
      row = await record.recordPhoto(window.visits[visit.key], file, {entry, note});
    } else {
      row = await record.record(window.visits[visit.key], fields);
    }
    if (works[0].fields.kind === "start" && !made.length) {
      const [begun] = await record.rowsOf(row.inspection);
      made.push({tag: works[0].tag, id: begun.id, item: begun.item});
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
_STAY = """async (pin) => {
  const [key, store] = await Promise.all(
    [import("/static/js/field/phone/key.js"), import("/static/js/field/store.js")]);
  return key.stay(await store.meta("user"), pin);
}"""
_UNLOCK = """async (pin) => {
  const [pins, store] = await Promise.all(
    [import("/static/js/field/phone/pin.js"), import("/static/js/field/store.js")]);
  const user = await store.meta("user");
  return (await pins.pinOf(user)) ? (await pins.openWith(user, pin)).open : true;
}"""
_WAITS = """async () => {
  const store = await import("/static/js/field/store.js");
  return store.waits("photos", await store.meta("user"), "kept");
}"""
_UNSETTLED = """async () => {
  const store = await import("/static/js/field/store.js");
  const by = await store.meta("user");
  return (await store.waits("items", by, "kept")) + (await store.waits("items", by, "received"));
}"""
_RESCUE = """async () => {
  const rescue = await import("/static/js/field/send/rescue.js");
  const file = await rescue.rescueFile();
  await rescue.handOver(file, "bts-cuu-ho.zip");
  return file.size;
}"""
_STATES = """async () => {
  const store = await import("/static/js/field/store.js");
  const canonical = await import("/static/js/field/send/canonical.js");
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


def _told(key: str, visit: Visit) -> dict[str, Any]:
    return {"key": key, "structure": visit.structure, "sheet": visit.sheet}


class Phone:
    """One phone of the run. ``made`` gathers {"tag", "id", "item"} of all that it recorded."""

    def __init__(
        self, kind: BrowserType, folder: Path, address: str, name: str, password: str, *, clock_ms: int = 0
    ) -> None:
        self.address, self.name, self._password = address, name, password
        self._kind, self.folder, self._clock_ms = kind, folder, clock_ms
        self.made: list[dict[str, Any]] = []
        self.sign_ins = 0
        self.context: BrowserContext
        self.page: Page
        self._launch()

    def _launch(self) -> None:
        """Start the browser on its folder: what it kept is there again, as on a phone."""
        self.context = self._kind.launch_persistent_context(
            self.folder, executable_path=chromium(), args=FLAGS, viewport=SIZE, is_mobile=True,
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

    def stay(self) -> None:
        """Lock the phone by its PIN, for seven days without the password."""
        self.page.evaluate(_STAY, PIN)

    def unlock(self, pin: str) -> bool:
        """Give a PIN; whether it was the right one."""
        return bool(self.page.evaluate(_UNLOCK, pin))

    def rescue(self, folder: Path) -> tuple[Path, int]:
        """Take the rescue file out of the phone; returns where it lies, and its bytes."""
        with self.page.expect_download(timeout=300_000) as coming:
            size = int(self.page.evaluate(_RESCUE))
        kept = folder / "bts-cuu-ho.zip"
        coming.value.save_as(kept)
        coming.value.delete()
        return kept, size

    def hand_in(self, file: Path) -> None:
        """Hand a rescue file in on the office's page, and come back to the app."""
        self.page.goto(f"{self.address}/field/rescue")
        if self.page.locator("#username").count():
            self.sign_in()
            self.page.goto(f"{self.address}/field/rescue")
        self.page.set_input_files("#rescue-form input[type=file]", file)
        self.page.locator("#rescue-form [type=submit]").click()
        self.page.wait_for_selector("#rescue-result:not(:empty)", timeout=600_000)
        self._open()

    def unsettled(self) -> int:
        """Return how many items the server has not verified or set aside."""
        return int(self.page.evaluate(_UNSETTLED))

    def waits(self) -> int:
        """Return how many photos wait to be sent."""
        return int(self.page.evaluate(_WAITS))

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
        made = self.page.evaluate(_RECORD, {"visit": _told(key, visit), "works": works})
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
        given = {"visit": _told(key, visit), "works": works}
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
