"""One person at work, whatever the role: signs in, keeps what a browser keeps, asks, writes, and notes it."""

import io
import itertools
import json
import os
import random
import re
import time
from pathlib import Path
from typing import Any

import gevent
from locust import HttpUser, between
from PIL import Image

WORLD = json.loads(Path(os.environ["BTS_LOAD_WORLD"]).read_text(encoding="utf-8"))
THINK_S = (float(os.environ["BTS_LOAD_THINK_LEAST"]), float(os.environ["BTS_LOAD_THINK_MOST"]))
HOST = os.environ["BTS_LOAD_NAME"]
_LOG = Path(os.environ["BTS_LOAD_LOG"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_CODE = re.compile(r'(?:<code[^>]*>|\d{3} · |class="error-code">|data-code=")([A-Z]+(?:-[A-Z0-9]+)+)["<]')
_STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_WITHOUT_ANSWER = 0
_PEOPLE = {role: itertools.count() for role in WORLD["people"]}
_LEFT = {"people": sum(len(found) for found in WORLD["people"].values())}


def note(**fact: Any) -> None:
    """Write one line of what happened."""
    _LOG.write(json.dumps({"t": time.time(), **fact}, ensure_ascii=False) + "\n")


def picture(side: int) -> bytes:
    """Return a photo as a phone takes one: noise, so that it does not shrink."""
    into = io.BytesIO()
    Image.effect_noise((side, side * 3 // 4), 80).save(into, "JPEG", quality=85)
    return into.getvalue()


PHOTO = picture(640)
"""About 150 KB; each sent one ends in bytes of its own, so that no two are the same file."""


class Worker(HttpUser):
    """One person: signs in, then does the role's steps."""

    abstract = True
    role = ""
    wait_time = between(*THINK_S)

    def on_start(self) -> None:
        """Sign in, and load what a browser loads with the first page."""
        number = next(_PEOPLE[self.role])
        self.name, self.organisation = WORLD["people"][self.role][number]
        self.count = itertools.count()
        self.csrf = self.sent_to = ""
        self.chance = random.Random(f"{self.name}")
        self.client.headers.update({
            "X-Forwarded-Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/",
            "X-Forwarded-For": f"10.{len(self.role)}.{number // 250}.{number % 250 + 1}",
        })  # fmt: skip
        gevent.sleep(self.chance.uniform(0, 3))
        self.begin()
        _LEFT["people"] -= 1
        if not _LEFT["people"]:
            note(event="everybody works")

    def begin(self) -> None:
        """Sign in; tried again where the server cannot now."""
        for _ in range(20):
            form = self.get("/sign-in", "sign-in page")
            found = _TOKEN.search(form)
            if found:
                sent = {"csrf_token": found.group(1), "username": self.name, "password": WORLD["password"]}
                status, _text = self.ask("POST", "/sign-in", "sign in", expect=(302,), data=sent)
                if status == 302:
                    break
            gevent.sleep(2)
        for address in sorted(set(_STATIC.findall(self.home()))):
            self.get(address, "scripts and styles, first time")

    def home(self) -> str:
        """Go where one's work begins."""
        status, _ = self.ask("GET", "/start", "start", expect=(302, 200))
        return self.page(self.sent_to if status == 302 else "/start", "where work begins")

    def think(self, least: float, most: float) -> None:
        """Look at what is there."""
        gevent.sleep(self.chance.uniform(least, most))

    def mark(self, kind: str) -> str:
        """Return a mark that no other writing has."""
        return f"Lz{kind}x{self.name}x{next(self.count)}z"

    def ask(
        self, method: str, path: str, name: str, *, expect: tuple[int, ...] = (200, 304), **sent: Any
    ) -> tuple[int, str]:
        """Ask; returns the status (0 where no answer came) and the text."""
        began = time.perf_counter()
        with self.client.request(
            method, path, name=name, allow_redirects=False, catch_response=True, timeout=90, **sent
        ) as answer:
            ms = (time.perf_counter() - began) * 1000
            for cookie in self.client.cookies:
                cookie.secure = False  # the proxy's encryption is not played, but said
            status = answer.status_code or _WITHOUT_ANSWER
            self.sent_to = answer.headers.get("Location", "") if status else ""
            text = answer.text or "" if status else ""
            wrong = status not in expect
            code, error = (_code(text), str(answer.error or "")[:200]) if wrong else ("", "")
            if wrong:
                answer.failure(code or error or str(status))
            else:
                answer.success()
        note(
            name=name, role=self.role, method=method, status=status, ms=round(ms, 1), code=code, error=error,
            wrong=wrong,
        )  # fmt: skip
        return status, text

    def get(self, path: str, name: str) -> str:
        """Read; the empty text where it was not answered as it should."""
        status, text = self.ask("GET", path, name)
        return text if status in (200, 304) else ""

    def page(self, path: str, name: str) -> str:
        """Read a page, and keep the token of its forms."""
        text = self.get(path, name)
        found = _TOKEN.search(text)
        if found:
            self.csrf = found.group(1)
        return text

    def write(
        self, method: str, path: str, name: str, mark: str, *, done: tuple[int, ...], **sent: Any
    ) -> tuple[int, str]:
        """Write something under a mark and note what the answer says of it; 409 is an answer as well."""
        seen = sent.pop("seen", None)
        status, text = self.ask(method, path, name, expect=(*done, 409), **sent)
        outcome = "done" if status in done else "refused"
        if status in (0, 502, 504) or "STORE-UNREACHABLE" in text:  # its words: it is not certain
            outcome = "unknown"
        note(mark=mark, outcome=outcome, status=status, seen=seen)
        return status, text


def _code(text: str) -> str:
    if text.startswith("{"):
        try:
            return str(json.loads(text).get("error", {}).get("code", ""))
        except ValueError:
            return ""
    found = _CODE.search(text)
    return found.group(1) if found else ""
