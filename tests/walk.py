"""Every page of the product, found as a reader finds them: by following links, as each role in turn.

A page is a GET endpoint that answers a whole HTML document. Ids are those that the register's own pages link
to, so that whatever the illustrative register holds is walked with its real content.
"""

import json
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple, dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect, Rule

from registry.demo.accounts import demo_accounts
from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.services.offices import mast, write_list
from tests.web.people import running, sign_in, token
from tests.web.route_rules import RULES

VISITOR = ""
"""Who has not signed in."""

ROLES: dict[str, Role | None] = {
    "thamdinh": Role.APPRAISER,
    "trucban": Role.DUTY_OFFICER,
    "kiemtra": Role.INSPECTOR,
    "lanhdao": Role.LEADER,
    "quantri": Role.ADMINISTRATOR,
    "viettel": Role.CARRIER,
    "ubndxa": Role.CONSULTED,
    VISITOR: None,
}
"""The accounts of the illustrative register (services/demo_accounts), those with most pages first."""


FEW = 3
"""How many things of a kind are looked into."""

BY_STEPS = frozenset({"security", "field_app"})
"""Rooms whose pages are steps of something: they are reached by it or not at all."""

HEADINGS = (
    "Site ID", "Operator", "Longitude", "Latitude", "Mast class", "Mast height", "State", "Technology",
)  # fmt: skip
STANDING = [mast("BGG00001", "VTL", 106.1946, 21.2734), mast("X", "VTL", 106.3, 21.35, "A2b", "cao")]
"""A list of masts that is sent: one that may stand in the register, one with a height that is no number.

Its headings are English: the page in English shows them as they stand in the file.
"""

STARTS = ("/", "/guide")
WALKED = "walked.json"
VISITORS_STARTS = ("/guide", "/sign-in", "/report", "/outages/public")


@dataclass(frozen=True, slots=True)
class Address:
    """A page and who looks at it: the account's name, "" for a visitor."""

    endpoint: str
    who: str
    path: str


@dataclass(frozen=True, slots=True)
class Walked:
    """The pages that each account reaches, and the links that lead nowhere."""

    found: dict[str, list[Address]]
    dead: list[str]


class _Links(HTMLParser):
    """The addresses that a page leads to by a link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href") and "download" not in values:
            self.found.append(values["href"] or "")


def is_file(rule: Rule) -> bool:
    """Whether a rule's address ends like a file's: data for a script, a workbook, a letter, a picture."""
    return "." in rule.rule.rsplit("/", 1)[-1] or "<sha256>" in rule.rule


def page_rules(app: Flask) -> dict[str, Rule]:
    """Return the GET rules that may answer a page, by endpoint."""
    return {
        rule.endpoint: rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not is_file(rule) and not rule.endpoint.endswith("static")
    }


def clients(app: Flask, passwords: dict[str, str]) -> dict[str, FlaskClient]:
    """Return a signed-in client for each account, and one of a visitor."""
    made = {}
    for name in ROLES:
        made[name] = app.test_client()
        if name:
            sign_in(made[name], name, passwords[name])
    return made


def passwords_of(settings: Settings) -> dict[str, str]:
    """Return the password of each account of an illustrative register."""
    with closing(open_registry(settings)) as opened:
        return {name: password for name, _, password in demo_accounts(opened)}


def walk_through(settings: Settings) -> None:
    """Send lists to an office and walk through it as each role; what was found is kept in its home."""
    found: dict[str, list[Address]] = {}
    dead: list[str] = []
    with running(settings) as app:
        for who, client in clients(app, passwords_of(settings)).items():
            starts: tuple[str, ...] = STARTS if who else VISITORS_STARTS
            if who == next(iter(ROLES)):
                starts += lists_sent(client, settings.home / "samples")
            found[who], nowhere = walk(app, client, who, starts)
            dead += nowhere
    kept = {"found": {who: [astuple(one) for one in pages] for who, pages in found.items()}, "dead": dead}
    (settings.home / WALKED).write_text(json.dumps(kept), encoding="utf-8")


def walked(settings: Settings) -> Walked:
    """Return what a walk through an office found."""
    kept = json.loads((settings.home / WALKED).read_text(encoding="utf-8"))
    return Walked(
        {who: [Address(*one) for one in pages] for who, pages in kept["found"].items()}, kept["dead"]
    )


def walk(
    app: Flask, client: FlaskClient, who: str, starts: tuple[str, ...]
) -> tuple[list[Address], list[str]]:
    """Return one address for each page that ``who`` reaches by links, and every link that leads nowhere.

    Of a page about a thing a few things are looked into, as not each has all that can be about one.
    """
    urls = app.url_map.bind("localhost")
    seen: dict[str, Address] = {}
    opened: Counter[str] = Counter()
    met: set[str] = set()
    dead: list[str] = []
    waiting = deque(("", start) for start in starts)
    while waiting or (waiting := deque(_beside(app, urls, who, seen, met))):
        came_from, path = waiting.popleft()
        endpoint = _endpoint(urls, path)
        if endpoint is None:
            dead.append(f"{who}: {path} on {came_from}")
            continue
        rule = next(app.url_map.iter_rules(endpoint))
        enough = opened[endpoint] >= (FEW if rule.arguments else 1)
        if enough or path in met or is_file(rule) or endpoint.endswith("static"):
            continue
        met.add(path)
        answer = client.get(path)
        if answer.status_code in {301, 302, 303, 308}:
            waiting.append((came_from, answer.headers["Location"]))
            answer.close()
            continue
        linked = came_from and not came_from.startswith("/guide/")  # a guide names its own role's pages
        if answer.status_code != 200 and linked:
            dead.append(f"{who}: {path} on {came_from} answers {answer.status_code}")
        if answer.status_code != 200:
            continue
        text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        answer.close()
        if not text.lstrip().lower().startswith("<!doctype"):
            continue
        opened[endpoint] += 1
        seen.setdefault(endpoint, Address(endpoint, who, path))
        waiting.extend((path, link) for link in _inside(path, text))
    return list(seen.values()), dead


def _beside(
    app: Flask, urls: MapAdapter, who: str, seen: dict[str, Address], met: set[str]
) -> Iterator[tuple[str, str]]:
    """Give pages that no link led to, of the things that were met: there may be nothing to link for now."""
    role = ROLES[who]
    for address in tuple(seen.values()):
        _, values = urls.match(urlsplit(address.path).path, method="GET")
        for endpoint, rule in page_rules(app).items():
            meant = endpoint in RULES and (RULES[endpoint] is None or role in (RULES[endpoint] or ()))
            same = rule.arguments == set(values) and _of(endpoint) not in BY_STEPS
            if endpoint not in seen and meant and same and _of(endpoint) == _of(address.endpoint):
                path = urls.build(endpoint, values)
                if path not in met:
                    yield "", path


def _of(endpoint: str) -> str:
    return endpoint.split(".", maxsplit=1)[0]


def _endpoint(urls: MapAdapter, path: str) -> str | None:
    try:
        endpoint, _ = urls.match(urlsplit(path).path, method="GET")
    except RequestRedirect:
        return None
    except HTTPException:
        return None
    return str(endpoint)


def _inside(path: str, text: str) -> Iterator[str]:
    for link in _Links(text).found:
        parts = urlsplit(urljoin(f"http://localhost{path}", link))
        if parts.scheme == "http" and parts.netloc == "localhost" and not link.startswith("#"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def lists_sent(client: FlaskClient, samples: Path) -> tuple[str, ...]:
    """Send the sample list to be appraised and as a request, and a list of masts; return where they lead."""
    proposed = samples / "danh-sach-mau-sach.xlsx"
    standing = write_list(samples.with_name("danh-sach-cot.xlsx"), STANDING, HEADINGS)
    day = today().isoformat()
    letter = {"kind": "position", "organisation": "VTL", "letter_number": "99/VTL-KT", "letter_date": day}
    found = []
    for path, sheet, fields in (
        ("/appraise", proposed, {"operator": "VTL"}),
        ("/requests/new", proposed, {**letter, "received_on": day}),
        ("/mast-lists", standing, {"operator": "VTL", "kind": "corrections", "list_date": day}),
    ):
        with sheet.open("rb") as content:
            form = {"csrf_token": token(client, path), "list": (content, sheet.name), **fields}
            answer = client.post(path, data=form)
        assert answer.status_code == 303, f"{path}: {answer.status_code}"
        found.append(answer.headers["Location"])
    assert jobs.finish(client.application.extensions["bts-registry"])
    return tuple(found)


def chosen(found: dict[str, list[Address]]) -> list[Address]:
    """Return whose eyes each page is looked at with: the first who reaches it, and the carrier."""
    taken: dict[tuple[str, str], Address] = {}
    for who, addresses in found.items():
        for address in addresses:
            roles = RULES[address.endpoint]
            if (
                roles is None
                and who != VISITOR
                and any(a.endpoint == address.endpoint for a in found[VISITOR])
            ):
                continue
            kind = "carrier" if ROLES[who] is Role.CARRIER and roles is not None else "first"
            taken.setdefault((address.endpoint, kind), address)
    return list(taken.values())
