"""What the office asks of a provider, and what it makes of roles that are stated there."""

import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from registry.errors import RefusalError
from registry.services.office.sign_in import accounts, identities
from registry.services.office.sign_in.sign_in_providers import read_sign_in
from tests.web.frame.sign_in.providers_office import FILE, claims_of, come_back, kinds, matched, office, said
from tests.web.frame.sign_in.test_accounts import set_up_app
from tests.web.people import registry_of, signed_in, token

ROLES = """
roles_claim = "realm_access.roles"
[provider.roles]
bts-tham-dinh = "appraiser"
bts-lanh-dao = "leader"
"""


def test_roles_follow_the_claims_and_never_the_administrators(provider: str, tmp_path: Path) -> None:
    with office(tmp_path / "home", provider, ROLES) as app:
        matched(app, provider, "lan@vai-tro", "lan")
        matched(app, provider, "quantri@vai-tro", "quantri")
        registry = registry_of(app)
        claims_of(provider, "moi@vai-tro", realm_access={"roles": []})
        assert said(come_back(app.test_client(), "moi@vai-tro")) == "SIGN-IN-STRANGER"
        keeper = signed_in(app, "quantri")
        page = keeper.get("/accounts/identities").get_data(as_text=True)
        assert "Lần đăng nhập tới, vai trò theo nhà cung cấp." in page
        form = {"csrf_token": token(keeper, "/accounts/identities"), "name": "moi", "role": "viewer"}
        key = identities.key_of(provider, "moi@vai-tro")
        answer = keeper.post(f"/accounts/identities/{key}/match", data=form, follow_redirects=True)
        assert "nhà cung cấp phải nêu vai trò" in answer.get_data(as_text=True)
        assert said(come_back(app.test_client(), "moi@vai-tro")) == "SIGN-IN-NO-ROLE"

        def roles(name: str) -> set[str]:
            found = accounts.find_account(registry, name=name)
            return set(found.roles) if found else set()

        claims_of(provider, "lan@vai-tro", realm_access={"roles": ["bts-tham-dinh", "khác"]})
        client = app.test_client()
        assert come_back(client, "lan@vai-tro").status_code == 302
        assert roles("lan") == {"appraiser"}
        assert kinds(app).count("role-changed") == 1
        assert come_back(client, "lan@vai-tro").status_code == 302
        assert kinds(app).count("role-changed") == 1, "no deed where nothing differs"
        claims_of(provider, "lan@vai-tro", realm_access={"roles": []})
        assert said(come_back(client, "lan@vai-tro")) == "SIGN-IN-NO-ROLE"
        claims_of(provider, "quantri@vai-tro", realm_access={"roles": ["bts-lanh-dao"]})
        assert come_back(client, "quantri@vai-tro").status_code == 302
        assert roles("quantri") == {"administrator", "leader"}


def test_what_the_office_asks_of_a_sign_in_there_is_looked_at(provider: str, tmp_path: Path) -> None:
    more = 'amr = ["otp"]\nsecond_step = "provider"'
    with office(tmp_path / "home", provider, more) as app:
        matched(app, provider, "quantri@hai-buoc", "quantri")
        accounts.set_two_factor_compulsory(registry_of(app), compulsory=True, who="t")
        client = app.test_client()
        claims_of(provider, "quantri@hai-buoc", amr=["pwd"])
        assert said(come_back(client, "quantri@hai-buoc")) == "SIGN-IN-WEAK"
        claims_of(provider, "quantri@hai-buoc", amr=["pwd", "otp"])
        assert come_back(client, "quantri@hai-buoc").status_code == 302
        assert client.get("/accounts").status_code == 200


def test_our_own_second_step_stays_where_the_providers_does_not_count(provider: str, tmp_path: Path) -> None:
    with office(tmp_path / "home", provider) as app:
        matched(app, provider, "quantri@mot-buoc", "quantri")
        accounts.set_two_factor_compulsory(registry_of(app), compulsory=True, who="t")
        client = app.test_client()
        answer = come_back(client, "quantri@mot-buoc")
        assert answer.headers["Location"].endswith("/account/two-factor")
        assert client.get("/accounts").status_code == 302
        set_up_app(client)
        code = urlsplit(come_back(app.test_client(), "quantri@mot-buoc").headers["Location"])
        assert (code.path, parse_qs(code.query)["next"]) == ("/sign-in/code", ["/start"]), "as by a password"


def test_a_provider_that_is_away_is_said_within_seconds(tmp_path: Path) -> None:
    with office(tmp_path / "home", "http://localhost:9") as app:
        began = time.monotonic()
        answer = app.test_client().get("/sign-in/with/tinh")
        assert (answer.status_code, said(answer)) == (503, "SIGN-IN-AWAY")
        assert time.monotonic() - began < 10
        assert signed_in(app, "quantri").get("/accounts").status_code == 200, "our own door stays"


def test_the_local_door_may_lie_behind_a_link(provider: str, tmp_path: Path) -> None:
    with office(tmp_path / "home", provider, extra='local = "behind"\n') as app:
        client = app.test_client()
        page = client.get("/sign-in").get_data(as_text=True)
        assert 'name="password"' not in page
        assert "Tài khoản tại chỗ" in page
        assert 'name="password"' in client.get("/sign-in?local=1").get_data(as_text=True)


@pytest.mark.parametrize(
    "more",
    [
        'nonsense = "x"', 'algorithms = ["HS256"]', 'algorithms = ["none"]', 'second_step = "provider"',
        'scopes = "profile"', 'roles_claim = "roles"',
        'roles_claim = "roles"\n[provider.roles]\nx = "administrator"',
        'roles_claim = "roles"\n[provider.roles]\nx = "carrier"',
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_refused_at_the_start(more: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    path = tmp_path / "sign-in.toml"
    path.write_text(FILE.format(issuer="https://sso.example.vn", more=more), encoding="utf-8")
    with pytest.raises(RefusalError) as told:
        read_sign_in(path)
    assert told.value.code == "SIGN-IN-FILE"
    path.write_text(FILE.format(issuer="http://sso.example.vn", more=""), encoding="utf-8")
    with pytest.raises(RefusalError):
        read_sign_in(path)
