"""The pages of the course: progress, an exercise and its check, the strip, the record; none in a real one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.settings import Settings
from tests.web.people import running, signed_in, small_office, token, with_people

TRY = re.compile(r'name="try" value="([^"]+)"')


@pytest.fixture(scope="module")
def app(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from registry.settings import read_settings

    demo: Settings = read_settings({"BTS_HOME": str(demo_home)})
    with running(with_people(demo, tmp_path_factory.mktemp("course") / "home")) as made:
        yield made


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def press(client: FlaskClient, name: str, deed: str, **typed: str) -> str:
    """Press a button of an exercise's page and return the page that follows."""
    path = f"/training/{name}"
    found = TRY.search(page(client, path))
    data = {"csrf_token": token(client, path), "deed": deed, "try": found.group(1) if found else "", **typed}
    answer = client.post(path, data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return page(client, path)


def test_the_course_says_what_is_left_and_for_whom(app: Flask) -> None:
    appraiser = page(signed_in(app, "appraiser"), "/training")
    assert "0/5" in appraiser
    assert "Quyết định ba vị trí" in appraiser
    inspector = page(signed_in(app, "inspector"), "/training")
    assert "Tìm một cột" in inspector
    assert "Quyết định ba vị trí" not in inspector


def test_an_exercise_is_begun_checked_and_said_on_every_page_until_it_is_finished(app: Flask) -> None:
    client = signed_in(app, "appraiser")
    assert "course-strip" not in page(client, "/requests")
    begun = press(client, "quyet-dinh", "begin")
    assert "Dải nhắc việc" in begun
    assert "Bài 3, bước 1:" in page(client, "/requests")
    assert "course-strip" not in page(signed_in(app, "leader"), "/requests")  # another's work
    told = press(client, "quyet-dinh", "check")
    assert told.count("Chưa xong") == 3
    assert "bạn chưa quyết định" in told
    cleared = press(client, "quyet-dinh", "clear")
    assert "Đã dọn" in cleared
    assert "course-strip" not in page(client, "/requests")


def test_a_file_of_the_material_is_the_learners_alone(app: Flask) -> None:
    client = signed_in(app, "appraiser")
    begun = press(client, "nhan-danh-sach", "begin")
    path = re.search(r'href="(/training/nhan-danh-sach/[^"]+\.xlsx)"', begun)
    assert path is not None
    assert client.get(path.group(1)).data.startswith(b"PK")
    assert signed_in(app, "leader").get(path.group(1)).status_code == 404
    press(client, "nhan-danh-sach", "clear")


def test_what_is_refused_is_said_on_the_exercises_page(app: Flask) -> None:
    client = signed_in(app, "appraiser")
    press(client, "van-ban", "begin")
    path = "/training/van-ban"
    found = TRY.search(page(client, path))
    assert found is not None
    early = client.post(path, data={"csrf_token": token(client, path), "deed": "lead", "try": found.group(1)})
    assert early.status_code == 409
    assert "chưa được trình lãnh đạo" in early.get_data(as_text=True)
    assert client.post(path, data={"csrf_token": token(client, path), "deed": "x"}).status_code == 400
    assert client.get("/training/khong-co").status_code == 404
    press(client, "van-ban", "clear")


def test_who_finished_is_recorded_for_the_leader_and_seen_by_the_learner(app: Flask) -> None:
    client = signed_in(app, "duty_officer")
    press(client, "tim-cot", "begin")
    told = press(client, "tim-cot", "check", **{"answer-height": "0"})
    assert "không phải số trên phiếu" in told
    leader = signed_in(app, "leader")
    assert "Chưa ai xong bài nào" in page(leader, "/training/record")
    assert client.get("/training/record").status_code == 403
    assert leader.get("/training/record/duty_officer").status_code == 404
    assert leader.get("/training/record?file=xlsx").data.startswith(b"PK")


def test_a_guide_leads_to_its_exercises_and_an_exercise_to_its_section(app: Flask) -> None:
    client = signed_in(app, "appraiser")
    guide = page(client, "/guide/tham-dinh")
    assert 'href="/training/quyet-dinh"' in guide
    link = re.search(r'href="/guide/tham-dinh#([a-z]+)"', page(client, "/training/quyet-dinh"))
    assert link is not None
    assert f'id="{link.group(1)}"' in guide
    assert 'href="/training/' not in page(app.test_client(), "/guide/nguoi-dan")


def test_a_real_register_offers_none_and_says_how_to_get_one(tmp_path: Path) -> None:
    with small_office(tmp_path / "nhà", Role.ADMINISTRATOR, Role.APPRAISER) as app:
        client = signed_in(app, "appraiser")
        shown = page(client, "/training")
        assert "bts init --demo" in shown
        assert "Bắt đầu bài" not in page(client, "/training/quyet-dinh")
        path = "/training/quyet-dinh"
        answer = client.post(path, data={"csrf_token": token(client, "/today"), "deed": "begin"})
        assert answer.status_code == 409
        assert "Chưa ai xong" in page(signed_in(app, "administrator"), "/training/record")
