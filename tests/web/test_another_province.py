"""Lạng Sơn's office, whose register begins empty: no page, letter, report or export names another province.

Its pages are walked as each kind of person who uses them, with a request, a storm and an outage
of its own; every file that a page leads to is opened and read whole.
"""

import contextlib
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from registry.demo.storm import yagi_bulletin
from registry.documents.kinds import KINDS
from registry.messages import Language
from registry.model.outages.outages import Incident, IncidentKind
from registry.model.people import Role
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.incidents import add_incident
from registry.services.requests.decisions import RowChoice, decide_rows
from registry.services.requests.letters.templates import LANGUAGES, current_template, try_template
from registry.services.requests.requests import issue, receive_request
from registry.settings import Settings
from tests import walk
from tests.documents.letters import lines_of
from tests.services.outages.world import opened
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, signed_in, visitor
from tests.web.regulations import office as lang_son

FOREIGN = re.compile(
    r"Bắc Ninh|Bắc Giang|BẮC NINH|BẮC GIANG|QĐ 72|72/2025/QĐ|bacninh|Đa Mai|Tân Dĩnh"
    r"|Đáp Cầu|sông Cầu|Lục Nam|Phủ Lạng Thương|\b21,27\d|\b106,19\d|\b106°12'|\b21°18'"
)
"""Names of the illustrative province, of those it came from, of its regulation, communes and rivers of it,
and positions in it."""
WALKERS = ("administrator", "carrier", walk.VISITOR)
COMMUNE = "05983"  # Lương Văn Tri
FEW = 2
"""How many files of a kind are opened."""
_INVISIBLE = re.compile(r"<script.*?</script>|<style.*?</style>", re.DOTALL)
_STATIONS = re.compile(r'<option value="Bắc (?:Giang|Ninh)"></option>')
"""Weather stations of the whole country are offered where a measured wind is typed: theirs are places."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An office of Lạng Sơn with everybody whom it needs."""
    made = lang_son.made(tmp_path_factory.mktemp("lạng sơn") / "home")
    with contextlib.closing(open_registry(made)) as registry:
        for role in (Role.ADMINISTRATOR, Role.DUTY_OFFICER, Role.INSPECTOR):
            add_account(registry, role.value, [role], password=PASSWORD, must_change=False, who="t")
    return made


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """Its application."""
    with running(settings) as found:
        yield found


def proposals(path: Path, at: int) -> Path:
    """Write a list of Viettel's: one position 60 m from a mast of another network, two far from all."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(desk.HEADER)
    for row, metres in enumerate((60, 2_000, 5_000)):
        lon, lat = lang_son.north(metres + 400 * at)
        sheet.append((f"LSN{at}{row}", "VTL", round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2))
    book.save(path)
    return path


def at_work(registry: Registry, folder: Path) -> None:
    """Have the office receive, decide and issue a request, another half done, and follow an outage."""
    for at in range(2):
        path = proposals(folder / f"ds-{at}.xlsx", at)
        made = receive_request(
            registry, path, kind=RequestKind.POSITION, organisation="VTL", officer="appraiser",
            name=path.name, letter_date=today(), letter_number=f"{at + 1}/VT-KT", who="appraiser",
        )  # fmt: skip
        made = desk.to(registry, made, RequestState.APPRAISING, RequestState.DRAFT)
        decisions = (RowDecision.REFUSE, RowDecision.AGREE, RowDecision.SUPPLEMENT)
        choices = [
            RowChoice(row, one, "Theo hồ sơ và thực địa", None, 0) for row, one in enumerate(decisions)
        ]
        decide_rows(registry, made.id, choices, who="appraiser")
        if at == 0:
            made = desk.to(registry, made, RequestState.SUBMITTED)
            issue(
                registry, made.id, number="321/SKHCN-VT", date=today(), signed_pdf=desk.pdf(folder),
                signed_name="ký.pdf", who="leader", version=made.version,
                reasons={"signature": "ký giấy", "gaps": desk.GAPS},
            )  # fmt: skip
    event = opened(registry)
    for kind in IncidentKind:
        seen = now() - dt.timedelta(hours=3)
        broken = Incident(
            id="", event=event.id, operator="VTL", kind=kind, commune=COMMUNE, place="Phai Vệ",
            occurred_at=seen, detected_at=seen,
        )  # fmt: skip
        add_incident(registry, broken, who="duty_officer")


def text_of(name: str, content: bytes) -> str:
    """Return what a reader sees of a file: each part of an office document, else the file as text."""
    if not content.startswith(b"PK"):
        return f"{name}\n{content.decode('utf-8', 'replace')}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = [(one, parts.read(one)) for one in parts.namelist() if not one.endswith("/")]
    if any(one.startswith(("word/", "xl/")) for one, _ in inside):
        return "\n".join(re.sub(r"<[^>]+>", "", part.decode("utf-8", "replace")) for _, part in inside)
    return "\n".join(text_of(one, part) for one, part in inside)


def foreign(where: str, text: str) -> list[str]:
    """Return each place at which a text names another province, with the words around it."""
    return [
        f"{where}: …{text[max(0, hit.start() - 70) : hit.end() + 50]}…".replace("\n", " ")
        for hit in FOREIGN.finditer(text)
    ]


def files_of(app: Flask, client: FlaskClient, pages: list[walk.Address]) -> Iterator[tuple[str, str]]:
    """Yield (address, text) of the files that pages lead to, a few of each kind."""
    urls = app.url_map.bind("localhost")
    opened: Counter[str] = Counter()
    met: set[str] = set()
    for page in pages:
        html = client.get(page.path).get_data(as_text=True)
        for link in re.findall(r'href="(/[^"#]+)"', html):
            path = link.replace("&amp;", "&")
            try:
                endpoint, _ = urls.match(urlsplit(path).path, method="GET")
            except (NotFound, RequestRedirect):
                continue
            rule = next(app.url_map.iter_rules(endpoint))
            static = endpoint.endswith("static") or endpoint.startswith(("field_app", "tiles", "map.script"))
            if path in met or static or not walk.is_file(rule) or opened[endpoint] >= FEW:
                continue
            met.add(path)
            opened[endpoint] += 1
            answer = client.get(path)
            if answer.status_code == 200 and not answer.mimetype.startswith(("image/", "font/")):
                yield path, text_of(path, answer.data)
            answer.close()


@pytest.fixture(scope="module")
def storm(app: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a storm's letters, in an office with work of every kind."""
    at_work(registry_of(app), tmp_path_factory.mktemp("việc"))
    officer = visitor(app, "duty_officer")
    form = {"text": yagi_bulletin(), "deed": "save", "source": "TTDBKTTVQG", "disaster_level": "4"}
    address = str(officer.post("/storms/new", form).headers["Location"])
    page = officer.page(f"{address}/letters")
    version = next(one["value"] for one in page.all("input") if one.get("name") == "version")
    officer.post(f"{address}/letters", {"version": version})
    return f"{address}/letters"


@pytest.mark.parametrize("who", WALKERS)
def test_no_page_and_no_file_of_it_names_another_province(
    app: Flask, storm: str, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "ROLES", {one: Role(one) if one else None for one in WALKERS})
    client = signed_in(app, who) if who else app.test_client()
    urls = app.url_map.bind("localhost")
    own = tuple(urls.build(name, {}) for name, rule in walk.page_rules(app).items() if not rule.arguments)
    starts = (*walk.STARTS, *own, storm) if who else walk.VISITORS_STARTS
    pages, dead = walk.walk(app, client, who, starts)
    assert len(pages) > (40 if who else 5)
    assert dead == []
    found = []
    for page in pages:
        html = client.get(page.path).get_data(as_text=True)
        found += foreign(page.path, _STATIONS.sub("", _INVISIBLE.sub(" ", html)))
    files = list(files_of(app, client, pages))
    assert len(files) > (10 if who else 0)
    for path, text in files:
        found += foreign(path, text)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_letter_is_headed_by_its_own_committee(app: Flask, lang: Language) -> None:
    registry = registry_of(app)
    for kind in KINDS:
        content = try_template(registry, kind, lang, current_template(registry, kind, lang))
        text = "\n".join(lines_of(content))
        assert foreign(kind, text_of(kind, content)) == []
        if kind not in ("minutes", "sharing"):  # of a commune's hall, and of the one who asks
            assert ("UBND TỈNH LẠNG SƠN" if lang == "vi" else "LẠNG SƠN PROVINCE") in text, kind
