"""An office whose disk is full: what each deed answers, what is left of it, and whether it works afterwards.

A program of its own, for a mount namespace (``unshare -Urm``) in which it may mount a small disk in memory:
``python -m tests.full_disk PLACE`` makes an office there, fills the disk, tries every deed, makes room, tries
them again, and prints what happened as JSON.
"""

import hashlib
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from registry.errors import RefusalError
from registry.model.people import OPEN_DESK, Role
from registry.model.requests.desk import RequestState
from registry.services.field.photos import take_photo
from registry.services.office.backups.backup import backup
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.office.sign_in.signing_in import ATTEMPTS_FILE
from registry.services.register.import_sites import import_sites
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue
from registry.services.requests.sealing import seal_request
from registry.settings import read_settings
from tests.pages import Page
from tests.services.requests import desk
from tests.web.people import PASSWORD, signed_in, token
from web.app import create_app
from web.frame.server.limit_storage import SCHEME
from web.frame.sign_in import accounts

_CODE = re.compile(r"<code[^>]*>([A-Z]+(?:-[A-Z]+)+)</code>|\b(STORE-[A-Z-]+)")


class Office:
    """An office with one request to issue and one to seal, and the deeds that are tried on it."""

    def __init__(self, home: Path, aside: Path) -> None:
        self.aside = aside
        self.settings = read_settings({"BTS_HOME": str(home)})
        self.registry: Registry = desk.make(self.settings)
        self.sealed = desk.issued(self.registry, aside, desk.received(self.registry, aside)).id
        waiting = desk.received(self.registry, aside, [("V8", 2500.0, 900.0), ("V9", 3500.0, 900.0)])
        waiting = desk.to(self.registry, waiting, RequestState.APPRAISING, RequestState.DRAFT)
        decide_as_recommended(self.registry, waiting.id, who="lan")
        self.waiting = desk.to(self.registry, waiting, RequestState.SUBMITTED)
        self.list = desk.write_list(aside / "danh sách.xlsx", desk.FIVE).read_bytes()
        into = io.BytesIO()
        Image.effect_noise((1200, 900), 90).save(into, "JPEG", quality=95)
        self.photo = into.getvalue()
        self.client = create_app(self.settings).test_client()
        start = Page(self.client.get("/").get_data(as_text=True))
        self.token = next(v["value"] for v in start.all("input") if v.get("name") == "csrf_token")

    def deeds(self) -> dict[str, Callable[[], str]]:
        """Return the deeds by name; each answers how it went: "done", or what was refused."""
        day = today().isoformat()
        facts = {"kind": "position", "organisation": "VTL", "received_on": day, "letter_date": day}
        share = {"asker": "VTL", "owner": "VNPT", "mast": "BGG00045", "letter_number": "1/VT", "sent_on": day}
        street = {"kind": "leaning", "words": "Cột nghiêng", "place": "gần chợ Kép", "commune": "xã Kép"}
        return {
            "appraise": lambda: self._post("/appraise", list=(self.list, "ds.xlsx")),
            "request": lambda: self._post("/requests/new", list=(self.list, "ds.xlsx"), **facts),
            "share": lambda: self._post("/sharing/new", file=(self.photo, "đơn.jpg"), **share),
            "report": lambda: self._post("/report", photos=(self.photo, "ảnh.jpg"), **street),
            "photo": lambda: self._call(self._keep_photo),
            "import": lambda: self._call(self._import),
            "issue": lambda: self._call(self._issue),
            "seal": lambda: self._call(lambda: seal_request(self.registry, self.sealed, who="lan")),
            "backup": lambda: self._call(self._backup),
        }

    def states(self) -> dict[str, Any]:
        """Return what the register says of the two requests, and whether its chain holds."""
        waiting, sealed = (load_request(self.registry, key) for key in (self.waiting.id, self.sealed))
        return {
            "waiting": waiting.request.state.value,
            "number": waiting.request.issued_number,
            "packages": sum(item.kind == "package" for item in sealed.attachments),
            "sound": desk.sound(self.registry),
        }

    def _post(self, path: str, **form: Any) -> str:
        sent = {
            name: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
            for name, value in form.items()
        }
        answer = self.client.post(path, data={"csrf_token": self.token, **sent})
        text = answer.get_data(as_text=True)
        if answer.status_code == 303:
            return "done"
        found = next((a or b for a, b in _CODE.findall(text)), "?")
        return f"{answer.status_code} {found}"

    @staticmethod
    def _call(deed: Callable[[], object]) -> str:
        try:
            deed()
        except RefusalError as refusal:
            return refusal.code
        return "done"

    def _keep_photo(self) -> None:
        name = hashlib.sha256(self.photo).hexdigest()
        take_photo(self.registry, name, io.BytesIO(self.photo), person=OPEN_DESK, device="a")

    def _import(self) -> None:
        path = self.aside / "cột.xlsx"
        desk.write_list(path, [(f"N{at}", 6000.0 + at, 0.0) for at in range(300)])
        import_sites(self.registry, path, yes=True, who="lan")

    def _issue(self) -> None:
        issue(
            self.registry, self.waiting.id, number="9/SKHCN", date=today(), signed_pdf=desk.pdf(self.aside),
            signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc",
            version=self.waiting.version,
        )  # fmt: skip

    def _backup(self) -> None:
        backup(self.registry, self.settings.home.parent / "sao lưu.zip")


def signed_in_people(office: Office, place: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return how it goes for who has signed in and for who has not, on a full disk and with room again.

    Attempts are counted in a file, as where several processes serve.
    """
    settings = office.settings
    add_account(
        office.registry, "administrator", [Role.ADMINISTRATOR], password=PASSWORD, must_change=False, who="t"
    )
    accounts._storage = lambda app: f"{SCHEME}://{app.extensions['bts-settings'].home / ATTEMPTS_FILE}"
    app = create_app(settings)
    inside = signed_in(app, "administrator")
    csrf = token(inside, "/account")
    report = {"kind": "leaning", "words": "Cột nghiêng", "place": "gần chợ Kép", "commune": "xã Kép"}
    colleague = {"name": "lan", "role": "viewer"}

    def from_outside(path: str, **form: str) -> Any:
        client = app.test_client()
        return client.post(path, data={"csrf_token": token(client), **form})

    def steps() -> dict[str, str]:
        sent = {
            "read": inside.get("/requests?show=all"),
            "deed": inside.post("/accounts", data={"csrf_token": csrf, **colleague}),
            "wrong password": from_outside("/sign-in", username="administrator", password="sai mật khẩu"),
            "right password": from_outside("/sign-in", username="administrator", password=PASSWORD),
            "report": from_outside("/report", **report),
        }
        return {name: _told(answer) for name, answer in sent.items()}

    def _told(answer: Any) -> str:
        text = answer.get_data(as_text=True)
        found = next((a or b for a, b in _CODE.findall(text)), "")
        return f"{answer.status_code} {found}".strip()

    inside.get("/requests?show=all")
    fill(place)
    shut = steps()
    (place / "filler").unlink()
    return shut, steps()


def fill(place: Path) -> None:
    """Leave no room on the disk of a place."""
    with (place / "filler").open("wb", buffering=0) as into:
        while room := (status := os.statvfs(place)).f_bavail * status.f_frsize:
            into.write(b"\0" * room)


def files(place: Path) -> dict[str, int]:
    """Return the size of every file of a place, the database's own and the log of events apart."""
    return {
        str(path.relative_to(place)): path.stat().st_size
        for path in place.rglob("*")
        if path.is_file() and not path.name.startswith("registry.sqlite") and path.parent.name != "security"
    }


def log_is_whole(home: Path) -> bool:
    """Whether the log of events, which may find room where a deed found none, is of whole lines."""
    logs = [path.read_text(encoding="utf-8") for path in (home / "security").glob("*.jsonl")]
    return all(json.loads(line) for text in logs for line in text.splitlines()) and all(
        text.endswith("\n") for text in logs if text
    )


def run(place: Path, aside: Path) -> dict[str, Any]:
    """Try everything on a full disk and again with room, and return how it went."""
    office = Office(place / "home", aside)
    before, states = files(place), office.states()
    status = os.statvfs(place)
    filler = place / "filler"
    filler.write_bytes(b"\0" * (status.f_bavail - 1) * status.f_frsize)
    full = {name: deed() for name, deed in office.deeds().items()}
    filler.unlink()
    left, after, whole = files(place), office.states(), log_is_whole(place / "home")
    again = {name: deed() for name, deed in office.deeds().items()}
    shut, open_again = signed_in_people(office, place)
    return {
        "people": shut,
        "people again": open_again,
        "full": full,
        "left": sorted(name for name in left if before.get(name) != left[name]),
        "unchanged": states == after,
        "log": whole,
        "again": again,
        "states": office.states(),
    }


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    disk = Path(sys.argv[1]) / "disk"
    outside = Path(sys.argv[1]) / "outside"
    for folder in (disk, outside):
        folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "full", str(disk)], check=True)
    sys.stdout.write(json.dumps(run(disk, outside)))
