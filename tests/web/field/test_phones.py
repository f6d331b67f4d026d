"""A phone stays signed in for seven days: by a key that changes, until somebody or a password ends it."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.services.office.sign_in import accounts, phones
from tests.pages import Pages
from tests.web.people import registry_of, sign_in, token
from web.frame.sign_in import sessions


class Handset:
    """A phone: its browser's cookies, and what it keeps of its key."""

    def __init__(self, app: Flask, name: str = "inspector", device: str = "d-1") -> None:
        self.app, self.name, self.device = app, name, device
        self.client: FlaskClient = app.test_client()
        self.phone = self.key = ""

    def sign_in(self) -> "Handset":
        self.client = self.app.test_client()
        sign_in(self.client, self.name)
        return self

    def post(self, path: str, **body: str) -> tuple[int, dict[str, object]]:
        csrf = self.token().get("csrf", "")
        answer = self.client.post(path, json=body, headers={"X-CSRFToken": str(csrf)})
        return answer.status_code, answer.get_json()

    def token(self) -> dict[str, object]:
        got = self.client.get("/field/token", headers={"Accept": "application/json"})
        return got.get_json() if got.status_code == 200 else {}

    def stay(self) -> "Handset":
        status, said = self.post("/field/phone", device=self.device, name="Android · Chrome")
        assert status == 200, said
        self.phone, self.key = str(said["phone"]), str(said["key"])
        return self

    def open(self, key: str = "") -> tuple[int, str]:
        """Come back without a cookie, with the key alone: the status, and the next key or the refusal."""
        self.client = self.app.test_client()
        answer = self.client.post("/field/phone/open", json={"phone": self.phone, "key": key or self.key})
        said = answer.get_json()
        if answer.status_code != 200:
            return answer.status_code, said["error"]["code"]
        assert said["user"] == self.name
        return 200, said["key"]


@pytest.fixture
def handset(app: Flask) -> Handset:
    return Handset(app).sign_in().stay()


def test_a_key_opens_a_session_and_changes_each_time(handset: Handset) -> None:
    first = handset.key
    status, second = handset.open()
    assert (status, handset.token()["user"], handset.token()["by_phone"]) == (200, "inspector", True)
    assert handset.open(first)[0] == 200  # the answer with the second never arrived
    status, third = handset.open(first)
    assert status == 200
    assert handset.open(third)[0] == 200
    assert handset.open(second) == (401, "PHONE-KEY")  # somebody else had it: nobody has it now
    assert handset.open(third) == (401, "PHONE-KEY")
    assert handset.sign_in().stay().open()[0] == 200


def test_the_key_opens_the_app_and_nothing_that_asks_for_the_password(app: Flask) -> None:
    handset = Handset(app, "administrator", "d-2").sign_in().stay()
    handset.open()
    assert handset.post("/field/phone", device="other", name="")[0] == 401  # else it would never end
    assert handset.client.get("/visits").status_code == 200
    for path in ("/accounts", "/account/password", "/campaigns"):
        answer = handset.client.get(path)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in"), path
        handset.sign_in().stay().open()  # a page that asks for the password ends the phone's session


def test_the_office_ends_it_at_once_and_says_who(app: Flask, handset: Handset) -> None:
    by_password = handset.client
    handset.key = handset.open()[1]
    assert handset.token()["user"] == "inspector"
    office = Pages(app)
    sign_in(office.client, "administrator")
    page = office.client.get("/accounts").get_data(as_text=True)
    assert f"/accounts/phones/{handset.phone}" in page
    assert "inspector · Android · Chrome" in page
    csrf = token(office.client, "/accounts")
    answer = office.client.post(f"/accounts/phones/{handset.phone}", data={"csrf_token": csrf})
    assert answer.status_code == 303
    assert handset.token() == {}  # the session that stood is over, too
    assert by_password.get("/field/token").status_code == 401  # and that of the password, on the same phone
    assert handset.open() == (401, "PHONE-ENDED")
    assert handset.phone not in office.client.get("/accounts").get_data(as_text=True)
    handset.sign_in()
    assert "administrator" in handset.client.get("/account").get_data(as_text=True)


def test_nobody_ends_anothers_phone_and_the_owner_ends_his_own(app: Flask, handset: Handset) -> None:
    other = Handset(app, "appraiser", "d-3").sign_in()
    assert other.post("/field/phone/end", phone=handset.phone)[0] == 404
    csrf = token(other.client, "/account")
    answer = other.client.post(f"/account/phones/{handset.phone}", data={"csrf_token": csrf})
    assert answer.status_code == 404
    assert handset.open()[0] == 200
    assert handset.post("/field/phone/end", phone=handset.phone) == (200, {"ended": True})
    assert handset.open() == (401, "PHONE-ENDED")


def test_a_new_password_or_a_disabled_account_ends_its_phones(app: Flask) -> None:
    handset = Handset(app, "duty_officer", "d-4").sign_in().stay()
    registry = registry_of(app)
    accounts.set_active(registry, "duty_officer", active=False, who="test")
    assert handset.open() == (401, "PHONE-KEY")
    accounts.set_active(registry, "duty_officer", active=True, who="test")
    assert handset.open() == (401, "PHONE-KEY")


def test_seven_days_are_over_after_seven_days(
    app: Flask, handset: Handset, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=7, minutes=1)
    monkeypatch.setattr(phones, "now", lambda: later)
    assert handset.open() == (401, "PHONE-OVER")


def test_so_many_phones_and_no_more(app: Flask) -> None:
    handset = Handset(app, "leader", "p-0").sign_in()
    for number in range(phones.MOST):
        handset.device = f"p-{number}"
        handset.stay()
    handset.device = "p-0"
    handset.stay()  # the same phone again is none more
    assert handset.post("/field/phone", device="one more", name="")[0] == 409
    with app.app_context(), app.test_request_context():
        account = accounts.find_account(registry_of(app), name="leader")
        assert account is not None
        seen = phones.seen_phones(registry_of(app), sessions.sign_ins(), account.id)
    assert len([one for one in seen if one.stands]) == phones.MOST
