"""Refusals are answered in one place, each with the status that stands beside its words."""

from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Response, make_response, request

from registry.errors import RefusalError
from registry.messages import catalogue, status
from registry.settings import Settings
from tests.pages import Pages
from web.app import create_app
from web.frame import errors, refusals
from web.frame.guard import guarded

WEB = Path(errors.__file__).parents[1]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("REQUEST-VALUE", 400), ("REQUEST-UNKNOWN", 404), ("STORM-CLOSED", 409), ("FIELD-UPLOAD-ROOM", 507)],
)
def test_a_status_stands_beside_the_words_and_is_400_where_none_does(code: str, expected: int) -> None:
    assert status(code) == expected


def test_every_status_is_one_of_a_refusal() -> None:
    stated = {code: found.status for code, found in catalogue().items()}
    assert {code for code, found in stated.items() if not 400 <= found < 600} == set()
    assert set(stated.values()) <= {
        400,
        401,
        403,
        404,
        405,
        409,
        413,
        415,
        422,
        429,
        500,
        503,
        507,
    }
    for found, code in errors.HTTP_CODES.items():
        assert stated[code] in {found, 400}, code


def test_no_page_has_a_table_or_a_handler_of_its_own() -> None:
    for path in WEB.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        handlers = text.count("errorhandler(RefusalError)") + text.count("handler(RefusalError")
        assert handlers == 0 or path.name == "refusals.py", path


@pytest.fixture
def pages(demo_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Pages:
    app = create_app(demo_settings)
    monkeypatch.setattr(app.logger, "disabled", True)  # it is the same for every application
    blueprint = Blueprint("deeds", __name__, url_prefix="/deeds")

    @blueprint.post("/new/<code>")
    @guarded(public=True)
    def of_address(code: str) -> Any:
        raise RefusalError(code, request="7", name="x")

    @blueprint.post("/new")
    @guarded(public=True)
    def of_form() -> Any:
        raise RefusalError("REQUEST-UNKNOWN", request="7")

    @refusals.on_page(blueprint)
    def where(error: RefusalError) -> str | Response | None:
        if error.code == "CAMPAIGN-UNKNOWN":
            raise RefusalError("WEB-FORBIDDEN")
        if not request.view_args:
            return make_response("<p>filled</p>", 400)
        return f"<p>the form, {error.code}</p>" if error.code == "REQUEST-UNKNOWN" else None

    app.register_blueprint(blueprint)
    return Pages(app)


def test_a_deed_is_refused_on_its_page_or_plainly_and_a_program_gets_json(pages: Pages) -> None:
    def tried(path: str, **headers: str) -> tuple[int, str]:
        answer = pages.client.post(path, data={"csrf_token": pages.token()}, headers=headers)
        return answer.status_code, answer.get_data(as_text=True)

    assert tried("/deeds/new/REQUEST-UNKNOWN") == (404, "<p>the form, REQUEST-UNKNOWN</p>")
    assert tried("/deeds/new") == (400, "<p>filled</p>")  # as the page itself says
    found, text = tried("/deeds/new/WEB-NOT-FOUND")  # no page of its own for this one
    assert (found, "WEB-NOT-FOUND" in text, "the form" in text) == (404, True, False)
    found, text = tried("/deeds/new/CAMPAIGN-UNKNOWN")  # the page itself refuses: that is said
    assert (found, "WEB-FORBIDDEN" in text) == (403, True)
    found, text = tried("/deeds/new/REQUEST-UNKNOWN", Accept="application/json")
    assert (found, '"code":"REQUEST-UNKNOWN"' in text.replace(" ", "")) == (404, True)
