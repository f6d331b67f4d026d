"""What the eight roles do, in the order in which they do it; run by ``python -m tests.load`` in Locust.

Everybody signs in once, keeps what a browser keeps, and thinks between two steps. Every writing carries a
mark of its own (``Lz<who>x<number>z``) in a text that the register keeps; ``done`` is noted only where the
answer says that it was done, ``refused`` where it says that it was not, ``unknown`` where no answer came.
"""

import hashlib
import io
import json
import re
import time
import uuid
from typing import Any

import gevent
from locust import events, task
from openpyxl import Workbook

from tests.load.worker import PHOTO, WORLD, Worker, note

_VERSION = re.compile(r'name="version" value="(\d+)"')


class Appraiser(Worker):
    """Opens the desk, a request, decides some of its rows."""

    role = "appraiser"
    fixed_count = len(WORLD["people"]["appraiser"])

    @task(5)
    def decide(self) -> None:
        """Open a request, read its rows, decide two of them."""
        self.page("/requests?show=all", "queue")
        self.think(2, 6)
        request = self.chance.choice(WORLD["requests"])
        self.page(f"/requests/{request}", "request")
        rows = self.rows(request)
        for row in self.chance.sample(range(len(rows)), min(2, len(rows))):
            self.think(4, 12)
            self.decide_row(request, row, rows[row])

    def rows(self, request: str) -> list[dict[str, Any]]:
        """Return the rows of a request as the page's script has them."""
        text = self.get(f"/requests/{request}/view.json", "request: rows")
        return json.loads(text)["rows"] if text else []

    def decide_row(self, request: str, row: int, found: dict[str, Any]) -> None:
        """Decide as recommended, in words of one's own; whoever was first is read before the next try."""
        follows = found.get("follows")
        if follows not in ("agree", "refuse", "supplement"):
            self.get(f"/requests/{request}/rows/{row}.json", "request: one row")
            return
        mark, seen = self.mark("decision"), (found.get("decision") or {}).get("version", 0)
        status, _ = self.write(
            "POST", f"/requests/{request}/rows/{row}/decision", "decide a row", mark, done=(200,),
            json={"decision": follows, "seen": seen, "reason": f"Theo kết quả {mark}"},
            headers={"X-CSRFToken": self.csrf, "Accept": "application/json"}, seen=[f"{request}/{row}", seen],
        )  # fmt: skip
        if status == 409:
            self.think(2, 4)
            self.get(f"/requests/{request}/rows/{row}.json", "request: one row")

    @task(2)
    def look(self) -> None:
        """Look at the map and search."""
        self.page("/", "map page")
        self.get("/map/masts.bin", "map: masts")
        self.think(2, 5)
        self.get("/search?q=BGG0", "search")

    @task(1)
    def owed(self) -> None:
        """Look at who owes what."""
        self.page("/obligations", "obligations")


class Leader(Worker):
    """Reads."""

    role = "leader"
    fixed_count = len(WORLD["people"]["leader"])

    @task(3)
    def read(self) -> None:
        """Read what waits, and one request."""
        self.home()
        self.think(3, 8)
        self.page("/requests?show=all", "queue")
        self.think(3, 8)
        self.page(f"/requests/{self.chance.choice(WORLD['requests'])}", "request")

    @task(2)
    def province(self) -> None:
        """Look at the province, and at the figures."""
        self.page("/now", "the province now")
        self.think(3, 8)
        self.page("/reports", "report of a period")

    @task(1)
    def compliance(self) -> None:
        """Look at compliance."""
        self.page("/compliance", "compliance")


class Inspector(Worker):
    """Comes back from the field and syncs visits with their photos."""

    role = "inspector"
    fixed_count = len(WORLD["people"]["inspector"])

    @task(2)
    def sync(self) -> None:
        """Send a visit of eight items, two of them photos, and have its receipts."""
        text = self.get("/field/token", "phone: token")
        if not text:
            return
        self.csrf = json.loads(text)["csrf"]
        headers = {"X-CSRFToken": self.csrf, "Accept": "application/json"}
        visit, structure = str(uuid.uuid4()), self.chance.choice(WORLD["structures"])
        photos = [PHOTO + uuid.uuid4().bytes for _ in range(2)]
        items, marks = [], []
        for seq, kind in enumerate(("start", *["note"] * 4, "photo", "photo", "finish")):
            mark = self.mark("item")
            marks.append(mark)
            own = [hashlib.sha256(photos[seq - 5]).hexdigest()] if kind == "photo" else []
            known = {"inspection": visit, "structure": structure, "kind": kind, "seq": seq, "photos": own}
            items.append(_item(f"ghi {mark}", **known))
        body = {"device": f"d-{self.name}", "by": self.name, "items": items}
        status, text = self.ask("POST", "/field/items", "phone: items", json=body, headers=headers)
        states = [one["state"] for one in json.loads(text)["receipts"]] if status == 200 else []
        for at, mark in enumerate(marks):
            outcome = "refused"
            if status in (0, 502, 504) or "STORE-UNREACHABLE" in text:
                outcome = "unknown"
            if states:
                outcome = "done" if states[at] in ("received", "verified") else "refused"
            note(mark=mark, outcome=outcome, status=status, seen=None)
        for photo in photos if status == 200 else ():
            sha = hashlib.sha256(photo).hexdigest()
            sent = {**headers, "Content-Type": "image/jpeg", "X-By": self.name}
            status, _ = self.ask("PUT", f"/field/photos/{sha}", "phone: photo", data=photo, headers=sent)
            note(photo=sha, outcome="done" if status == 200 else "unknown", status=status)
        asked = {"ids": [one["id"] for one in items], "photos": []}
        self.ask("POST", "/field/receipts", "phone: receipts", json=asked, headers=headers)

    @task(1)
    def packs(self) -> None:
        """Ask what there is to inspect."""
        self.get("/field/packs.json?positions=1", "phone: campaigns")

    @task(1)
    def campaigns(self) -> None:
        """Look at campaigns and defects at the desk."""
        self.page("/campaigns", "campaigns")
        self.think(2, 6)
        self.page("/defects", "defects")


def _item(words: str, **known: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()), "campaign": "", "checklist": "office", "checklist_version": 1,
        "entry": "overview" if known["kind"] == "photo" else "",
        "value": None, "raw": "", "unit": "", "instrument": "", "calibrated_on": "", "component": "",
        "defect": "", "severity": "", "note": words, "position": None, "replaces": "",
        "recorded_at": time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime()), **known,
    }  # fmt: skip


class Carrier(Worker):
    """Has a list judged, and reports what is off the air."""

    role = "carrier"
    fixed_count = len(WORLD["people"]["carrier"])

    @task(1)
    def judge(self) -> None:
        """Upload a list of thirty positions, follow it, read its result."""
        self.page("/appraise", "list: page")
        name = f"danh-sach-{self.name}-{next(self.count)}.xlsx"
        sent = {"list": (name, self.book(), "application/octet-stream")}
        status, text = self.ask(
            "POST", "/appraise", "list: upload", expect=(201,), files=sent, data={"csrf_token": self.csrf},
            headers={"Accept": "application/json"},
        )  # fmt: skip
        if status != 201:
            return
        address = json.loads(text)["url"]
        for _ in range(60):
            text = self.get(f"{address}/progress.json", "list: progress")
            if text and json.loads(text)["state"] not in ("waiting", "working"):
                break
            gevent.sleep(1)
        self.page(address, "list: result")
        self.get(f"{address}/view.json", "list: rows")

    def book(self) -> bytes:
        """Return a list of positions near each other, elsewhere each time."""
        made = Workbook()
        sheet = made.active
        sheet.append(("Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Vị trí đặt",
                      "Chiều cao cột (m)", "Số doanh nghiệp thiết kế"))  # fmt: skip
        lon, lat = 106.0 + self.chance.random() * 0.4, 21.1 + self.chance.random() * 0.3
        for row in range(30):
            sheet.append((f"C{row:03d}", self.organisation, round(lon + row % 6 * 0.004, 6),
                          round(lat + row // 6 * 0.004, 6), "A2b", "dưới đất", 42, 2))  # fmt: skip
        into = io.BytesIO()
        made.save(into)
        return into.getvalue()

    @task(3)
    def outage(self) -> None:
        """Report a station that is off the air."""
        at = f"/outages/{WORLD['event']}/report"
        self.page(at, "outage: form")
        self.think(3, 9)
        mark = self.mark("outage")
        form = {
            "csrf_token": self.csrf, "due": WORLD["due"], "kind": "stations", "note": f"báo {mark}",
            "code-0": self.chance.choice(WORLD["stations"][self.organisation]), "state-0": "down",
            "cause-0": "grid",
        }  # fmt: skip
        self.write("POST", at, "outage: report", mark, done=(303,), data=form)

    @task(2)
    def own(self) -> None:
        """Look at one's own requests and obligations."""
        self.page("/requests?show=all", "queue")
        self.think(3, 8)
        self.page("/obligations", "obligations")


class Consulted(Worker):
    """Reads what the body was asked, and answers."""

    role = "consulted"
    fixed_count = len(WORLD["people"]["consulted"])

    @task(1)
    def answer(self) -> None:
        """Answer a question that still waits; colleagues of the same body answer too."""
        listed = self.page("/consultations", "questions")
        found = sorted(set(re.findall(r'href="(/consultations/[0-9a-zA-Z-]{8,})"', listed)))
        if not found:
            return
        at = self.chance.choice(found)
        self.think(2, 6)
        page = self.page(at, "question")
        version = _VERSION.search(page)
        if f"{at}/answer" not in page or version is None:
            return
        self.think(4, 12)
        mark = self.mark("answer")
        form = {
            "csrf_token": self.csrf, "version": version.group(1), "outcome": "agree",
            "answer": f"Nhất trí {mark}",
        }  # fmt: skip
        self.write("POST", f"{at}/answer", "answer a question", mark, done=(303,), data=form, seen=[at, 0])


class DutyOfficer(Worker):
    """Keeps the board of a storm, and enters what carriers say by phone."""

    role = "duty_officer"
    fixed_count = len(WORLD["people"]["duty_officer"])

    @task(3)
    def board(self) -> None:
        """Look at the shift, the storm and the board."""
        self.page("/shift", "shift")
        self.think(2, 6)
        if WORLD["storm"]:
            self.page(f"/storms/{WORLD['storm']}", "storm")
            self.think(2, 6)
        self.page(f"/outages/{WORLD['event']}", "outage: board")

    @task(2)
    def by_phone(self) -> None:
        """Enter a report that came by phone."""
        operator = self.chance.choice(sorted(WORLD["stations"]))
        at = f"/outages/{WORLD['event']}/report"
        self.page(f"{at}?operator={operator}", "outage: form")
        self.think(4, 10)
        mark = self.mark("phone")
        form = {
            "csrf_token": self.csrf, "due": WORLD["due"], "kind": "stations", "operator": operator,
            "source": "phone", "source_note": f"gọi {mark}", "state-0": "down", "cause-0": "grid",
            "code-0": self.chance.choice(WORLD["stations"][operator]),
        }  # fmt: skip
        self.write("POST", at, "outage: report", mark, done=(303,), data=form)


class Citizen(Worker):
    """Reports a mast from the street; has no account."""

    role = "citizen"
    fixed_count = len(WORLD["people"]["citizen"])

    def begin(self) -> None:
        """Open the page; nobody signs in."""
        self.page("/report", "street: form")

    @task(1)
    def report(self) -> None:
        """Send a report with a photo and look at what became of it; from another address each time."""
        street = f"10.99.{self.chance.randrange(1, 250)}.{self.chance.randrange(1, 250)}"
        self.client.headers["X-Forwarded-For"] = street
        self.page("/report", "street: form")
        self.think(5, 15)
        mark = self.mark("street")
        form = {
            "csrf_token": self.csrf, "kind": "leaning", "words": f"Cột nghiêng {mark}", "place": "gần chợ",
            "commune-unknown": "1",
        }  # fmt: skip
        photo = {"photos": ("anh.jpg", PHOTO, "image/jpeg")}
        self.write("POST", "/report", "street: report", mark, done=(303,), data=form, files=photo)


class Administrator(Worker):
    """Looks whether all is well."""

    role = "administrator"
    fixed_count = len(WORLD["people"]["administrator"])

    @task(1)
    def look(self) -> None:
        """Look at accounts, backups, the ledger and what leaves the house."""
        for path, name in (
            ("/accounts", "accounts"), ("/operation", "backups"), ("/ledger", "ledger"),
            ("/office/outbox", "outbox"),
        ):  # fmt: skip
            self.page(path, name)
            self.think(3, 8)


@events.quitting.add_listener
def over(**_: Any) -> None:
    """Say that the run came to its end."""
    note(event="over")
