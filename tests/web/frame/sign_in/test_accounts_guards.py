"""Who may use which address: every rule of the application, every role, and a visitor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule

from registry.errors import RefusalError, WrongCallError
from registry.model.people import Role
from registry.settings import Settings
from tests.web.people import running, sign_in, token, with_people
from tests.web.route_rules import RULES
from web.app import create_app
from web.frame.errors import PROGRAMS
from web.frame.guard import check_declared, guard_of, guarded
from web.frame.sign_in import sessions

SAMPLES = {
    "address": "0" * 24,
    "row": "0",
    "index": "0",
    "layer": "planning",
    "name": "nobody",
    "token": "x",
    "filename": "x",
}

FEWEST = {
    "ledger.book": "?code=nothing",
    "ledger.text": "?code=nothing",
    "compliance.export": "?q=nothing",
    "map_sheet.pdf": "?scale=10000&paper=A4",
}
"""What leaves little of what would else be made whole: half a minute for the illustrative ledger.

Who may have a file does not depend on how much is in it.
"""

ENDS = {"security.logout", "security.login", "security.static", "static"}
"""What ends or begins the session of whoever asks."""


@pytest.fixture(scope="module")
def people_app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home: Path = tmp_path_factory.mktemp("people") / "home"
    with running(with_people(demo_settings, home)) as app:
        yield app


def address(rule: Rule) -> str:
    path = rule.rule
    for part in rule.arguments:
        for form in (f"<{part}>", f"<int:{part}>", f"<path:{part}>"):
            path = path.replace(form, SAMPLES.get(part, "x"))
    return path + FEWEST.get(rule.endpoint, "")


def calls(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every way in."""
    return [
        (rule.endpoint, method, address(rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def refused(status: int, location: str, *, visitor: bool) -> bool:
    return (
        (status == 401 or (status == 302 and location.startswith("/sign-in"))) if visitor else status == 403
    )


def test_every_view_declares_who_may_use_it_as_it_is_meant(people_app: Flask) -> None:
    """A view that ``route_rules`` does not know fails here, as does one that it names and nobody serves."""
    declared = {
        endpoint: None if guard is None or guard.public else guard.roles
        for endpoint in people_app.view_functions
        for guard in (guard_of(people_app, endpoint),)
    }
    assert declared == RULES


@pytest.mark.parametrize("who", ["visitor", *Role])
def test_every_address_is_open_to_those_it_declares_and_to_no_other(people_app: Flask, who: str) -> None:
    """Allowed calls may answer anything but a refusal: what they ask for does not exist."""
    people_app.config["PROPAGATE_EXCEPTIONS"] = False
    client = people_app.test_client()
    if who != "visitor":
        sign_in(client, who)
    form_token = token(client, "/sign-in" if who == "visitor" else "/account/password")
    walked = 0
    for endpoint, method, path in calls(people_app):
        if endpoint in ENDS:
            continue
        roles = RULES[endpoint]
        allowed = roles is None or (who != "visitor" and Role(who) in roles)
        answer = client.open(
            path, method=method, data={"csrf_token": form_token} if method != "GET" else None
        )
        is_refused = refused(answer.status_code, answer.headers.get("Location", ""), visitor=who == "visitor")
        if roles is None:
            assert answer.status_code not in {401, 403}, (method, path, answer.status_code)
        else:
            assert is_refused is not allowed, (method, path, answer.status_code)
        assert answer.status_code < 500, (method, path)
        answer.close()
        walked += 1
    assert walked > 150


def _forms(app: Flask) -> list[str]:
    """Return the address of every form that is sent to a page, and not by a program alone."""
    beside = app.extensions[PROGRAMS]
    return [
        path
        for endpoint, method, path in calls(app)
        if method == "POST" and endpoint.partition(".")[0] not in beside and endpoint not in ENDS
    ]


def test_whoever_cannot_be_let_in_now_is_told_why_and_shown_no_page(
    people_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room on the disk nobody can say who asks; the page of a deed is not made for nobody."""
    client = people_app.test_client()
    sign_in(client, "carrier")
    form = token(client, "/account/password")

    def full(_account: str) -> bool:
        raise RefusalError("STORE-DISK-FULL", database="sign_ins.sqlite")

    monkeypatch.setattr(sessions, "is_over", full)
    walked = 0
    for path in _forms(people_app):
        answer = client.post(path, data={"csrf_token": form})
        assert answer.status_code == 507, (path, answer.status_code)
        if answer.mimetype == "text/html":
            assert 'class="column error-page"' in answer.get_data(as_text=True), path
            walked += 1
    assert walked > 300


def test_a_new_view_without_a_guard_fails_the_build(demo_settings: Settings) -> None:
    app = create_app(demo_settings)

    @app.get("/new")
    def new() -> str:
        return ""

    with pytest.raises(WrongCallError, match="new"):
        check_declared(app)


def test_a_view_added_behind_the_back_is_refused_to_everybody(people_app: Flask) -> None:
    page = Blueprint("late", __name__)
    app = create_app(people_app.extensions["bts-settings"])

    @page.get("/late")
    def late() -> str:
        return "open"

    app.register_blueprint(page)
    client = app.test_client()
    sign_in(client, "administrator")
    assert client.get("/late").status_code == 403
    assert app.test_client().get("/late").status_code in {302, 403}


def test_a_guard_names_roles_or_is_public_not_both_and_not_neither() -> None:
    with pytest.raises(WrongCallError):
        guarded()
    with pytest.raises(WrongCallError):
        guarded("viewer", public=True)
    with pytest.raises(ValueError, match="king"):
        guarded("king")
