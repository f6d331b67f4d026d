"""The inbox in the browser: marked until the document is opened, by the notice's link or otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Person, Role
from registry.model.requests.desk import RequestState
from registry.services.office.notices import inbox
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, running
from tests.web.requests.test_requests import account

CARRIER = Person("viettel", frozenset({Role.CARRIER}), "VTL")
WAITS = re.compile(r'href="/notices"(?:(?!</a>).)*<span class="waits">(\d+)<', re.DOTALL)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application over the small office with one request."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    desk.make(settings).close()
    with running(settings) as app:
        yield app


def waits(pages: Pages, path: str = "/account") -> int:
    found = WAITS.search(pages.get(path).get_data(as_text=True))
    return int(found.group(1)) if found else 0


def test_a_carrier_finds_its_result_and_opening_it_takes_the_mark_away(app: Flask, tmp_path: Path) -> None:
    viettel, rival = (
        account(app, name, Role.CARRIER, code) for name, code in (("viettel", "VTL"), ("vnpt", "VNPT"))
    )
    request = desk.issued(registry_of(app), tmp_path, desk.received(registry_of(app), tmp_path))
    assert (waits(viettel), waits(rival)) == (1, 0)
    page = viettel.page("/notices")
    said = f"Đã có kết quả hồ sơ {request.number}"
    (link,) = [a["href"] for a in page.all("a") if request.id in a.get("href", "")]
    assert said in " ".join(page.text)
    assert waits(viettel, link) == 0  # the page that is opened no more counts
    assert waits(viettel) == 0
    assert said not in " ".join(viettel.page("/notices").text)
    assert said in " ".join(viettel.page("/notices?show=all").text)
    (notice,) = inbox(registry_of(app), CARRIER, "VTL")
    assert notice.opened_by == "viettel"


def test_the_link_that_leaves_the_house_leads_to_the_document_for_whom_it_is(
    app: Flask, tmp_path: Path
) -> None:
    viettel, rival = (
        account(app, name, Role.CARRIER, code) for name, code in (("viettel", "VTL"), ("vnpt", "VNPT"))
    )
    registry = registry_of(app)
    request = desk.to(
        registry, desk.received(registry, tmp_path), RequestState.SUPPLEMENT, reason="thiếu bản vẽ"
    )
    (notice,) = inbox(registry, CARRIER, "VTL")
    rival.get(f"/notices/{notice.id}", 404)
    assert waits(viettel) == 1
    assert viettel.get(f"/notices/{notice.id}", 303).headers["Location"] == f"/requests/{request.id}"
    assert waits(viettel) == 0
    assert "Chưa có thông báo nào" in " ".join(rival.page("/notices?show=all").text)


def test_a_page_of_notices_is_marked_at_once_and_no_other_carriers(app: Flask, tmp_path: Path) -> None:
    viettel, rival = (
        account(app, name, Role.CARRIER, code) for name, code in (("viettel", "VTL"), ("vnpt", "VNPT"))
    )
    desk.issued(registry_of(app), tmp_path, desk.received(registry_of(app), tmp_path))
    (notice,) = inbox(registry_of(app), CARRIER, "VTL")
    rival.post("/notices/opened", {"notice": notice.id}, 303)
    assert waits(viettel) == 1
    viettel.post("/notices/opened", {"notice": notice.id}, 303)
    assert waits(viettel) == 0
    book = viettel.get("/notices?show=all&file=xlsx")
    assert book.mimetype.endswith("spreadsheetml.sheet")
