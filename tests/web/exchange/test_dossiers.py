"""Where requests stand, as a portal asks with an access token."""

from pathlib import Path

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.model.sign_in.tokens import Scope
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account, find_account
from registry.services.office.sign_in.tokens import make_token
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, small_office


def bearer(office: Registry, name: str, *scopes: Scope) -> dict[str, str]:
    """The header of a token of an account."""
    account = find_account(office, name=name)
    assert account is not None
    made = make_token(office, account.person, name="cổng", scopes=scopes, days=30)
    return {"Authorization": f"Bearer {made[1]}"}


def test_a_portal_reads_the_state_of_dossiers_and_nothing_else(tmp_path: Path) -> None:
    with small_office(tmp_path / "sổ", Role.APPRAISER, Role.ADMINISTRATOR) as app:
        office = registry_of(app)
        add_account(
            office,
            "rival",
            [Role.CARRIER],
            organisation="VNPT",
            password=PASSWORD,
            must_change=False,
            who="t",
        )
        request = desk.received(office, tmp_path, note="ghi chú kín")
        client = app.test_client()
        portal = bearer(office, "appraiser", Scope.REQUESTS)
        told = client.get(f"/api/portal/dossiers/{request.number}", headers=portal)
        assert told.status_code == 200
        assert told.json == {
            "code": request.number, "id": request.id, "kind": "position", "carrier": "VTL",
            "received_on": request.received_on.isoformat(),
            "state": {"code": "tiep-nhan", "name": "Tiếp nhận"},
            "due_on": told.json["due_on"], "clock": "running", "overdue": False,
            "issued": None, "entry": None,
        }  # fmt: skip
        all_of = client.get("/api/portal/dossiers", headers=portal).json
        assert [item["code"] for item in all_of["dossiers"]] == [request.number]
        desk.to(office, request, RequestState.SUPPLEMENT, reason="thiếu")
        news = client.get(f"/api/portal/dossiers?since={all_of['until']}", headers=portal).json
        assert [(item["state"]["code"], item["clock"]) for item in news["dossiers"]] == [
            ("yeu-cau-bo-sung", "stopped")
        ]
        for wrong in ("-1", "x", "1e3", "٣"):
            assert client.get(f"/api/portal/dossiers?since={wrong}", headers=portal).status_code == 400
        assert client.get("/api/portal/dossiers?sinse=1", headers=portal).status_code == 400
        other = bearer(office, "rival", Scope.REQUESTS)
        assert client.get(f"/api/portal/dossiers/{request.number}", headers=other).status_code == 404
        assert client.get("/api/portal/dossiers", headers=other).json["dossiers"] == []
        narrow = bearer(office, "appraiser", Scope.NOTICES)
        assert client.get("/api/portal/dossiers", headers=narrow).status_code == 403
        assert client.get("/api/portal/dossiers").status_code in (401, 403)
