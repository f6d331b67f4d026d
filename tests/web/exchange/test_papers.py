"""Papers of the exchange folder in the browser: one that came is filed with a request, another left aside."""

import datetime as dt
from pathlib import Path

from registry.model.people import Role
from registry.services.office.calendar import now
from registry.services.requests.exchange import incoming, outgoing, papers
from registry.settings import read_settings
from tests.services.requests import desk
from tests.web.people import registry_of, running
from tests.web.requests.test_requests import account


def test_an_officer_files_one_paper_and_leaves_another_aside(tmp_path: Path) -> None:
    folder = tmp_path / "trao đổi"
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_EXCHANGE": str(folder)})
    desk.make(settings).close()
    with running(settings) as app:
        account(app, "quantri", Role.ADMINISTRATOR)
        officer = account(app, "lan", Role.APPRAISER)
        carrier = account(app, "viettel", Role.CARRIER, "VTL")
        registry = registry_of(app)
        request = desk.issued(registry, tmp_path, desk.received(registry, tmp_path))
        outgoing.lay_out(registry)
        for name in ("ý kiến xã.pdf", "thư mời.docx"):
            (folder / "vao" / name).write_bytes(name.encode())
        incoming.take_in(registry, now() + dt.timedelta(minutes=1))
        page = " ".join(officer.page("/exchange").text)
        assert "ý kiến xã.pdf" in page
        assert request.issued_number in page
        assert "Văn bản đến qua thư mục trao đổi: thư mời.docx" in " ".join(officer.page("/notices").text)
        carrier.get("/exchange", 403)
        found = {one.name: one for one in papers.papers(registry)}
        opinion, invitation = found["ý kiến xã.pdf"], found["thư mời.docx"]
        kept = officer.get(f"/exchange/{opinion.id}/file")
        assert kept.get_data() == "ý kiến xã.pdf".encode()
        version = {"version": str(opinion.version)}
        deed = f"/exchange/{opinion.id}/file-with"
        refused = officer.post(deed, {**version, "request": "9/2099/HS-VT"}, 404).get_data(as_text=True)
        assert 'value="9/2099/HS-VT"' in refused
        officer.post(deed, {**version, "request": request.number}, 303)
        officer.post(deed, {**version, "request": request.number}, 409)
        aside = {"version": str(invitation.version), "reason": "gửi nhầm"}
        officer.post(f"/exchange/{invitation.id}/aside", {**aside, "reason": " "}, 400)
        officer.post(f"/exchange/{invitation.id}/aside", aside, 303)
        page = " ".join(officer.page("/exchange").text)
        assert "lan: gửi nhầm" in page
        assert "ý kiến xã.pdf" in " ".join(officer.page(f"/requests/{request.id}/papers").text)
        officer.get("/exchange/x", 404)
