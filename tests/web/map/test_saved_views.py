"""Views of the map over HTTP: kept, escaped, opened first, and never another's to change."""

import re

from flask import Flask

from tests.web.people import TOKEN, visitor

PART = {"X-Part": "1"}
HERE = "#at=21.27000,106.19000,14"


def post(pages: object, path: str, status: int = 200, **form: str) -> str:
    client = pages.client  # type: ignore[attr-defined]
    found = TOKEN.search(client.get("/map/views").get_data(as_text=True))
    assert found is not None
    answer = client.post(path, data={"csrf_token": found.group(1), **form}, headers=PART)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    text: str = answer.get_data(as_text=True)
    return text


def test_a_view_is_kept_shared_begun_with_and_only_its_makers_to_change(app: Flask) -> None:
    lan, mai, viettel = (visitor(app, name) for name in ("appraiser", "viewer", "carrier"))
    part = post(lan, "/map/views", name='<b>"Sáng"</b>', address=HERE, night="1", shared="1")
    assert "&lt;b&gt;&#34;Sáng&#34;&lt;/b&gt;" in part
    assert f'href="/{HERE}"' in part
    identity = re.findall(r'data-view="([^"]+)"', part)[0]
    assert identity in mai.get("/map/views").get_data(as_text=True)
    assert identity not in viettel.get("/map/views").get_data(as_text=True)
    assert "Bản đồ sẽ mở bằng" in post(mai, "/map/views/first", view=identity)
    assert f'"firstView": "{HERE}"' in mai.get("/").get_data(as_text=True)
    assert '"firstView": ""' in viettel.get("/").get_data(as_text=True)
    for deed, form in (("name", {"name": "x"}), ("share", {"shared": "0"}), ("remove", {})):
        post(mai, f"/map/views/{identity}/{deed}", 404, **form)
    post(viettel, "/map/views/first", 404, view=identity)
    post(viettel, "/map/views", 403, name="x", address=HERE, shared="1")
    post(lan, "/map/views", 400, name="x", address="javascript:alert(1)")
    assert "Đã xóa" in post(lan, f"/map/views/{identity}/remove")
    assert '"firstView": ""' in mai.get("/").get_data(as_text=True)
