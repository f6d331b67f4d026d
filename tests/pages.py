"""A page client that looks at every page it opens as a careful reader would.

Each HTML answer must have a language, a title, one h1, unique ids, a label for every field, a CSRF token in
every form that posts, the answer's nonce on every script and style element, no inline style or event
handler, and no address of another host. Each answer must carry the security headers.
"""

import functools
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
_NONCE = re.compile(r"'nonce-([^']+)'")
# our own host, and the names of XML vocabularies, which are never fetched
OURS = ("http://127.0.0.1", "http://localhost", "http://www.w3.org/")


class Page(HTMLParser):
    """What one page holds: elements with their attributes and the text they contain."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.quoted: set[str] = set()  # texts that say of themselves that they are Vietnamese
        self._open: list[tuple[str, dict[str, str]]] = []
        self.forms: list[tuple[dict[str, str], list[str]]] = []
        self.in_label: list[dict[str, str]] = []
        self.words: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag == "form":
            self.forms.append((values, []))
        if tag in {"input", "select", "textarea", "button"}:
            if any(name == "form" for name, _ in self._open):
                self.forms[-1][1].append(values.get("name", ""))
            if any(name == "label" for name, _ in self._open):
                self.in_label.append(values)
        if tag not in VOID:
            self._open.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text:
            return
        inside = {name for name, _ in self._open}
        for name in inside:
            self.words.setdefault(name, []).append(text)
        if not inside & {"script", "style"}:
            self.text.append(text)
            said = [own["lang"] for name, own in self._open if own.get("lang") and name != "html"]
            if said[-1:] == ["vi"]:
                self.quoted.add(text)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind."""
        return [values for name, values in self.elements if name == tag]

    def one(self, **attributes: str) -> dict[str, str]:
        """Return the attributes of the only element that has these."""
        found = [v for _, v in self.elements if all(v.get(k) == x for k, x in attributes.items())]
        assert len(found) == 1, f"{len(found)} elements with {attributes}"
        return found[0]


@functools.lru_cache(maxsize=4)
def read(html: str) -> Page:
    """Return what a page holds; a page that is looked at again is read once."""
    return Page(html)


def faults(html: str, policy: str, *, part: bool = False) -> list[str]:
    """Return everything that is wrong with a page (or a part of one), in words."""
    page = read(html)
    found: list[str] = []
    if not part:
        found += _frame_faults(page)
    ids = Counter(values["id"] for _, values in page.elements if "id" in values)
    found += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    found += _field_faults(page, set(ids))
    found += [
        f"form to {form.get('action')} has no CSRF token"
        for form, names in page.forms
        if form.get("method", "get").lower() == "post" and "csrf_token" not in names
    ]
    nonce = _NONCE.search(policy)
    for tag in ("script", "style"):
        found += [
            f"{tag} without the answer's nonce: {values}"
            for values in page.all(tag)
            if nonce is None or values.get("nonce") != nonce.group(1)
        ]
    for tag, values in page.elements:
        found += [f"{tag} has {name}" for name in values if name == "style" or name.startswith("on")]
        if tag == "img" and "alt" not in values:
            found.append("an image without alt")
        if tag == "a" and values.get("href", "").lower().startswith("javascript:"):
            found.append("a link that runs script")
    found += [f"address elsewhere: {url}" for url in elsewhere(html)]
    return found


def _frame_faults(page: Page) -> list[str]:
    found = []
    root = page.all("html")
    if len(root) != 1 or root[0].get("lang") not in {"vi", "en"}:
        found.append("html has no lang of ours")
    if len(page.all("title")) < 1 or not " ".join(page.words.get("title", [])).strip():
        found.append("no title")
    if len(page.all("h1")) != 1:
        found.append(f"{len(page.all('h1'))} h1 elements")
    return found


def _field_faults(page: Page, ids: set[str]) -> list[str]:
    labelled = {values["for"] for values in page.all("label") if "for" in values}
    found = [f"label for {name}, which is not there" for name in labelled - ids]
    for tag in ("input", "select", "textarea"):
        for values in page.all(tag):
            if tag == "input" and values.get("type") in UNLABELLED:
                continue
            named = values.get("aria-label") or values.get("aria-labelledby") in ids
            if not named and values.get("id") not in labelled and values not in page.in_label:
                found.append(f"{tag} {values.get('name')} has no label")
    return found


def elsewhere(html: str) -> list[str]:
    """Return the addresses in a page that lead to another host."""
    loaded = re.findall(r"""(?:src|href|action|url)\s*[=(]\s*["']?((?:https?:)?//[^\s"'<>)]+)""", html)
    named = re.findall(r"""https?://[^\s"'<>)]+""", html)
    return [url for url in dict.fromkeys(loaded + named) if not url.startswith(OURS)]


class Pages:
    """A client for an application; ``get`` and ``post`` check what comes back and return it."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self._token: tuple[str, str] = ("", "")

    def get(self, path: str, status: int = 200, **kwargs: Any) -> TestResponse:
        """Open a path, expect ``status``, check the page."""
        part = "X-Part" in kwargs.get("headers", {})
        return self._checked(self.client.get(path, **kwargs), path, status, part=part)

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303, **kwargs: Any
    ) -> TestResponse:
        """Send a form with a CSRF token of this session, expect ``status``, check the page."""
        form = {"csrf_token": self.token(), **(data or {})}
        return self._checked(self.client.post(path, data=form, **kwargs), path, status)

    def page(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """Open a path and return what stands on it."""
        return read(self.get(path, status, **kwargs).get_data(as_text=True))

    def token(self) -> str:
        """Return a CSRF token of this client's session, from a page that loads no register.

        The page is asked once for each secret that the session has: forms of a session differ by it alone.
        """
        secret, kept = self._token
        if not secret or secret != self._secret():
            page = Page(self.client.get("/about").get_data(as_text=True))
            kept = next(v["value"] for v in page.all("input") if v.get("name") == "csrf_token")
            self._token = (self._secret(), kept)
        return kept

    def _secret(self) -> str:
        """Return what this client's session signs its forms with, "" where it has none."""
        app = self.client.application
        cookie = self.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        signing = SecureCookieSessionInterface().get_signing_serializer(app)
        if cookie is None or signing is None:
            return ""
        return str(signing.loads(cookie.value).get("csrf_token", ""))

    def _checked(self, answer: TestResponse, path: str, status: int, *, part: bool = False) -> TestResponse:
        shown = answer.get_data(as_text=True)[:600] if answer.status_code != status else ""
        assert answer.status_code == status, f"{path}: {answer.status_code} instead of {status}\n{shown}"
        answer.get_data()
        answer.close()
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, f"{path}: no policy"
        assert "unsafe" not in policy, f"{path}: an unsafe policy"
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", path
        if answer.mimetype == "text/html" and status not in {301, 302, 303, 308}:
            found = faults(answer.get_data(as_text=True), policy, part=part)
            assert not found, f"{path}:\n" + "\n".join(found)
        return answer
