"""Hostile text in every field of every form that a page shows, and every page and file looked at afterwards.

Forms are filled as they are shown: first with hostile words where words are asked for and what the page
offers elsewhere, so that much of it is taken; then with hostile words in every field. Nothing may live: no
element or script that nobody of ours wrote, no formula in a workbook or a .csv, no template filled.
"""

import csv
import io
import itertools
import random
import re
import sys
import time
import zipfile
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from flask.testing import FlaskClient
from openpyxl import load_workbook

from registry.services.register.verify import verify
from tests.attack.lived import application, lived_office, signed_in
from tests.attack.outcome import Outcome
from tests.pages import Page, faults
from tests.walk import ROLES, VISITOR, Walked, is_file

MARK = "zqx"
TEXTS = (
    f"<img src=x onerror={MARK}()>", f'"><svg onload={MARK}()>', f"</script><script>{MARK}()</script>",
    f"' onmouseover='{MARK}()", f"javascript:{MARK}()", f"</title></textarea><script>{MARK}()</script>",
    f"=1+1{MARK}", f"@SUM(1){MARK}", f"+1{MARK}", f"-1{MARK}", f"\t=1+1{MARK}", f"{{{{7*7}}}}{MARK}",
    f"{{% print 7*7 %}}{MARK}", f"${{7*7}}{MARK}", f"#{{7*7}}{MARK}", f"\u202e{MARK}\u2066đảo",
    f"{MARK}{'a' * 10_000}", f"{MARK}{chr(0x301) * 300}", f"'; DROP TABLE sites;--{MARK}",
    f"../../../../etc/passwd{MARK}", f"{MARK}\0{MARK}", f"{MARK}\r\nSet-Cookie: {MARK}=1",
    f"{MARK}\ufffe\U0010ffff", f"<!--{MARK}", f"]]>{MARK}&amp;&lt;&#0;",
)  # fmt: skip
WORDS = frozenset({"text", "search", "textarea", "email", "tel", "url"})
BESIDE = ("/sign-out", "/sign-in", "/account", "/language", "/office/restore")
"""Where a form would end the session, the account or the office that the attack looks at."""
_LIVE = re.compile(r"without the answer's nonce|has on|runs script")
_FILE = re.compile(r"\.(xlsx|docx|csv|json|geojson|txt|xml|ics)$")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attack(seed: int, count: int) -> Outcome:
    """Fill every form of every page (``count``: at most so many forms), then look at everything."""
    outcome = Outcome("texts", seed)
    rng = random.Random(seed)
    with lived_office() as (settings, walk, passwords), application(settings, outcome) as app:
        people = {name: signed_in(app, name, passwords) for name in ROLES}
        filled: Counter[str] = Counter()
        sent = 0
        for name, client in people.items():
            for page in walk.found[name]:
                if count and sent >= count:
                    break
                sent += _fill_all(outcome, rng, client, page.path, filled)
            sys.stderr.write(
                f"{time.strftime('%H:%M:%S')} {name}: {sent} sent, {len(outcome.faults)} faults\n"
            )
        outcome.notes.append(f"{len(filled)} forms by their address and fields")
        for name, client in people.items():
            _look_at_all(outcome, walk, name, client)
            sys.stderr.write(f"{time.strftime('%H:%M:%S')} {name} has looked, {len(outcome.faults)} faults\n")
        if found := verify(app.extensions["bts-registry"]).problems:
            outcome.faults.append(f"afterwards verify says {[one.code for one in found][:5]}")
    return outcome


def _fill_all(
    outcome: Outcome, rng: random.Random, client: FlaskClient, path: str, filled: Counter[str]
) -> int:
    answer = client.get(path)
    if answer.mimetype != "text/html" or answer.status_code != 200:
        answer.close()
        return 0
    sent = 0
    for form in _forms(answer.get_data(as_text=True)):
        target = urljoin(path, form["action"] or path)
        known = f"{re.sub(r'[0-9a-f]{8,}', '*', urlsplit(target).path)} {sorted(form['fields'])}"
        if target.startswith(BESIDE) or "csrf_token" not in form["fields"] or filled[known] >= 2:
            continue
        for every in (False, True):
            filled[known] += 1
            data: dict[str, Any] = {}
            for name, (kind, value) in form["fields"].items():
                hostile = name != "csrf_token" and (kind in WORDS or every)
                data[name] = rng.choice(TEXTS) if hostile else value
                if kind == "file":
                    data[name] = (io.BytesIO(rng.choice(TEXTS).encode()), f"{rng.choice(TEXTS)[:80]}.xlsx")
            _send(outcome, client, target, data)
            sent += 1
    answer.close()
    return sent


def _forms(html: str) -> list[dict[str, Any]]:
    """Return the posting forms of a page: where they go, their fields by kind and what is offered."""
    page = Page(html)
    found: list[dict[str, Any]] = []
    form: dict[str, Any] | None = None
    select = ""
    for tag, values in page.elements:
        if tag == "form":
            form = {"action": values.get("action", ""), "fields": {}}
            if values.get("method", "").lower() == "post":
                found.append(form)
        name = values.get("name", "")
        if form is None:
            continue
        if tag == "input" and name and values.get("type") not in ("submit", "button"):
            kind = values.get("type") or "text"
            if kind not in ("radio", "checkbox") or "checked" in values or name not in form["fields"]:
                form["fields"][name] = (kind, values.get("value", "on"))
        elif tag == "textarea" and name:
            form["fields"][name] = ("textarea", "")
        elif tag == "select" and name:
            select = name
            form["fields"][name] = ("select", "")
        elif tag == "option" and select in form["fields"]:
            if not form["fields"][select][1] or "selected" in values:
                form["fields"][select] = ("select", values.get("value", ""))
        elif tag == "button" and name:
            form["fields"].setdefault(name, ("button", values.get("value", "")))
    return found


def _send(outcome: Outcome, client: FlaskClient, target: str, data: dict[str, Any]) -> None:
    outcome.tried["forms sent"] += 1
    answer = client.post(target, data=data, content_type="multipart/form-data")
    outcome.ended[f"form: {answer.status_code}"] += 1
    if answer.status_code >= 500 and answer.status_code not in (503, 507):
        named = {key: str(value)[:40] for key, value in data.items() if key != "csrf_token"}
        outcome.faults.append(f"POST {target}: {answer.status_code} with {str(named)[:600]}")
    _look(outcome, f"POST {target}", answer)
    answer.close()


def _look_at_all(outcome: Outcome, walk: Walked, name: str, client: FlaskClient) -> None:
    """Open every page of a role, and two of each kind of file that they lead to."""
    app = client.application
    urls = app.url_map.bind("localhost")
    files: Counter[str] = Counter()
    for page in walk.found[name]:
        answer = client.get(page.path)
        outcome.tried["pages looked at"] += 1
        html = answer.get_data(as_text=True)
        if answer.status_code >= 500:
            outcome.faults.append(f"{name or VISITOR} GET {page.path}: {answer.status_code}")
        _look(outcome, f"{name} {page.path}", answer)
        outcome.ended["pages that show it"] += MARK in html
        links = [one.get("href", "") for one in Page(html).all("a")] if answer.mimetype == "text/html" else []
        for link in itertools.islice((one for one in links if _FILE.search(urlsplit(one).path)), 40):
            target = urlsplit(urljoin(f"http://localhost{page.path}", link))
            if target.netloc != "localhost":
                continue
            rule, _ = urls.match(target.path, method="GET", return_rule=True)
            files[rule.endpoint] += 1
            if files[rule.endpoint] <= 2 and is_file(rule):
                _look_at_file(outcome, client, f"{target.path}?{target.query}")
        answer.close()


def _look_at_file(outcome: Outcome, client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    kind = path.partition("?")[0].rpartition(".")[2]
    if answer.mimetype == "application/pdf":  # a letter's address, asked for as a PDF
        kind = "pdf"
    outcome.tried[f"files looked at: .{kind}"] += 1
    body = answer.get_data()
    if answer.status_code >= 500:
        outcome.faults.append(f"GET {path}: {answer.status_code}")
    if answer.status_code == 200:
        for fault in _in_file(kind, body):
            outcome.faults.append(f"{path}: {fault}")
        _look(outcome, path, answer)
    answer.close()


def _in_file(kind: str, body: bytes) -> list[str]:
    found: list[str] = []
    if kind == "pdf":
        return [] if body.startswith(b"%PDF-") and b"/JavaScript" not in body else ["is no plain PDF"]
    if kind in ("xlsx", "docx") and not zipfile.is_zipfile(io.BytesIO(body)):
        return [] if MARK.encode() in body else ["is no package"]  # what this attack sent in, as it came
    if kind in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    try:
                        ElementTree.fromstring(archive.read(part))
                    except ElementTree.ParseError as error:
                        found.append(f"{part} is no XML: {error}")
                    if f"49{MARK}".encode() in archive.read(part):
                        found.append(f"{part}: a template was filled")
    if kind == "xlsx":
        for sheet in load_workbook(io.BytesIO(body)).worksheets:
            for row in sheet.iter_rows():
                found += [f"{cell.coordinate} is a formula" for cell in row if cell.data_type == "f"]
    if kind == "csv":
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig", "replace")))
        found += [
            f"a cell begins as a formula: {cell[:40]!r}"
            for row in rows
            for cell in row
            if MARK in cell and cell.startswith(_FORMULA)
        ]
    return found


def _look(outcome: Outcome, where: str, answer: Any) -> None:
    text = answer.get_data(as_text=True) if answer.mimetype and answer.mimetype.startswith("text/") else ""
    for header, value in answer.headers:
        if MARK in header.lower() or (header == "Set-Cookie" and MARK in value.partition("=")[0]):
            outcome.faults.append(f"{where}: header {header}: {value[:80]}")
    if f"49{MARK}" in text:
        outcome.faults.append(f"{where}: a template was filled")
    if answer.mimetype == "text/html" and text:
        policy = answer.headers.get("Content-Security-Policy", "")
        outcome.faults += [f"{where}: {one[:160]}" for one in faults(text, policy) if _LIVE.search(one)]
        if any(
            (tag == "img" and values.get("src") == "x")
            or values.keys() & {"onerror", "onload", "onmouseover"}
            for tag, values in Page(text).elements
        ):
            outcome.faults.append(f"{where}: an element of the text lives")
