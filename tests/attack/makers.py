"""Deeds that see no version: what is taken in, made, issued, sealed, kept, reported, backed up."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import shapely
from PIL import Image

from registry.model.areas import Layer
from registry.model.drafts import DraftZone
from registry.model.field.field_reports import CitizenReportKind, Contact
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.requests.desk import Request, RequestState
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.photos import take_photo
from registry.services.field.selection import Selection
from registry.services.office.attachments import keep_bytes
from registry.services.office.backups.backup import backup
from registry.services.office.calendar import today
from registry.services.office.heads import note_head
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts
from registry.services.public.citizen_reports import take_report
from registry.services.register.import_sites import import_sites
from registry.services.requests.notes import consult
from registry.services.requests.requests import change_state, issue
from registry.services.requests.sealing import seal_request
from registry.services.requests.sharing import ask_to_share
from registry.services.zones import plan_drafts
from registry.store.requests.requests import load_requests
from tests.attack.worlds import Prepared
from tests.services.requests import desk

OFFICER = Person("lan", frozenset({Role.APPRAISER, Role.LEADER, Role.INSPECTOR}))
MASTS = 60


def in_state(office: Registry, state: RequestState) -> Request:
    """Return the real request in a state."""
    with office.database.read() as connection:
        found = load_requests(connection)
    return next(one for one in found if one.state is state and one.id != "request")


def _picture() -> bytes:
    into = io.BytesIO()
    Image.effect_noise((640, 480), 90).save(into, "JPEG", quality=95)
    return into.getvalue()


def _folder(office: Registry) -> Path:
    place = office.settings.home.parent / f"{office.settings.home.name}-aside"
    place.mkdir(exist_ok=True)
    return place


def _receive(office: Registry) -> Callable[[], object]:
    return lambda: desk.received(office, _folder(office))


def _import(office: Registry) -> Callable[[], object]:
    path = desk.write_list(
        _folder(office) / "cột.xlsx", [(f"N{at}", 9000.0 + 300 * at, 0.0) for at in range(MASTS)]
    )
    return lambda: import_sites(office, path, yes=True, who="lan")


def _appraise(office: Registry) -> Callable[[], object]:
    one = in_state(office, RequestState.RECEIVED)
    return lambda: change_state(
        office, one.id, RequestState.APPRAISING, who="lan", version=one.version,
        reasons={"papers": "bản giấy", "gaps": desk.GAPS},
    )  # fmt: skip


def _issue(office: Registry) -> Callable[[], object]:
    one, paper = in_state(office, RequestState.SUBMITTED), desk.pdf(_folder(office))
    return lambda: issue(
        office, one.id, number="9/SKHCN", date=today(), signed_pdf=paper, signed_name="ký.pdf",
        reasons={"signature": "ký giấy", "gaps": desk.GAPS}, who="giám đốc", version=one.version,
    )  # fmt: skip


def _seal(office: Registry) -> Callable[[], object]:
    one = in_state(office, RequestState.ISSUED)
    return lambda: seal_request(office, one.id, who="lan")


def _consult(office: Registry) -> Callable[[], object]:
    one = in_state(office, RequestState.RECEIVED)
    return lambda: consult(office, one.id, body="Sở X", question="?", letter_number="7", who="lan")


def _share(office: Registry) -> Callable[[], object]:
    return lambda: ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", letter_number="8/VT", sent_on=today(), who="lan"
    )


def _photo(office: Registry) -> Callable[[], object]:
    content = _picture()
    name = hashlib.sha256(content).hexdigest()
    return lambda: take_photo(office, name, io.BytesIO(content), person=OPEN_DESK, device="a")


def _report(office: Registry) -> Callable[[], object]:
    path = _folder(office) / "ảnh.jpg"
    path.write_bytes(_picture())
    return lambda: take_report(
        office, kind=CitizenReportKind.LEANING, words="nghiêng", place="thôn 1", photos=[(path, "ảnh.jpg")],
        contact=Contact("Bà Tư", "0912345678"),
    )  # fmt: skip


def _campaign(office: Registry) -> Callable[[], object]:
    plan = CampaignPlan(
        kind=CampaignKind.SEASON, name="Đợt 2", period_from=today(), period_to=today(),
        selection=Selection(codes=("BGG00045",)),
    )  # fmt: skip
    return lambda: make_campaign(office, plan, person=OFFICER)


def _draft(office: Registry) -> Callable[[], object]:
    return lambda: plan_drafts.create_draft(
        office, "Quy hoạch", decision="QĐ 5/2026", valid_from=today(), who="a"
    )


def _zone(office: Registry) -> Callable[[], object]:
    area = shapely.box(106.18, 21.26, 106.22, 21.29)
    zones = [
        DraftZone(id="", draft="draft", layer=Layer.PLANNING, name=f"Khu {n}", geometry=area, error_m=50.0)
        for n in range(5)
    ]
    return lambda: plan_drafts.add_zones(office, "draft", zones, who="a")


def _account(office: Registry) -> Callable[[], object]:
    return lambda: accounts.add_account(office, "moi", [Role.VIEWER], who="a")


def _file(office: Registry) -> Callable[[], object]:
    content = _picture()
    return lambda: keep_bytes(office, content, "a.jpg")


def _backup(office: Registry) -> Callable[[], object]:
    path = _folder(office) / "sao lưu.zip"
    return lambda: backup(office, path)


def _head(office: Registry) -> Callable[[], object]:
    return lambda: note_head(office)


MAKERS: dict[str, Prepared] = {
    "receive a request": _receive, "import masts": _import, "take up a request": _appraise,
    "issue a request": _issue, "seal a request": _seal, "ask a body": _consult, "ask to share": _share,
    "take a photo": _photo, "take a citizen's report": _report, "make a campaign": _campaign,
    "draft a plan": _draft, "add zones": _zone, "add an account": _account, "keep a file": _file,
    "back up": _backup, "note the head": _head,
}  # fmt: skip
