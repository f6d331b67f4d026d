"""The page of minutes that everybody signed: nobody is asked again, and what came later stands beside."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.services.field.defects import list_defects, set_deadline
from registry.services.field.minutes.stating import sign_minutes
from registry.services.field.minutes.writing import text_digest
from registry.services.field.sends import take_items
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field.minutes_office import BINH, signature, stated
from tests.services.field.world import LAN, OFFICER, item, new_id
from tests.services.requests import desk
from tests.web.people import registry_of, running, sign_in, with_people

VISIT = new_id()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A visit with a defect, whose minutes everybody signed, and people."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("minutes") / "home")})
    registry = desk.make(settings)
    rust = item("defect", visit=VISIT, defect="rust_heavy", severity="serious")
    light = item(visit=VISIT, entry="rust", value="light", raw="light", seq=9)  # nobody said what comes of it
    take_items(registry, [item("start", visit=VISIT), rust, light], person=LAN, device="d1", by="lan")
    file = stated(registry, VISIT, "VNPT")
    digest = text_digest(registry, file, file.unit("VNPT"))
    for signer in (BINH, "team:Trần Thị Lan:Chuyên viên"):
        sign_minutes(registry, VISIT, "VNPT", signer=signer, drawn=signature(), digest=digest, person=OFFICER)
    registry.close()
    with running(with_people(settings, tmp_path_factory.mktemp("people") / "home")) as app:
        yield app


def test_a_later_deadline_stands_beside_signed_minutes_and_nobody_signs_again(app: Flask) -> None:
    pages, registry = Pages(app), registry_of(app)
    sign_in(pages.client, "appraiser")
    way = f"/minutes/{VISIT}"
    assert "Thay đổi sau khi các bên đã ký" not in " ".join(pages.page(way).text)
    (one,) = list_defects(registry, person=OFFICER)
    set_deadline(
        registry, one.id, deadline=dt.date(2099, 1, 5), reason="chờ vật tư", person=OFFICER, seen=one.version
    )
    page = pages.page(way)
    said = " ".join(page.text)
    assert "nặng, hạn 11/06/2026 → nặng, hạn 05/01/2099" in said
    assert f"/defects/{one.id}" in [link.get("href") for link in page.all("a")]
    assert "cần ký lại" not in said
    assert said.count("đã ký lúc") == 2
    assert "chưa ghi thành tồn tại. Biên bản đã ký giữ nguyên như đã ký." in said
    assert "Quyết định trước khi các bên ký" not in said
    assert "serious, due 11/06/2026 → serious, due 05/01/2099" in " ".join(pages.page(f"{way}?lang=en").text)
