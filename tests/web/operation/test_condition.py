"""The page of the operation says of each part how it stands and what to do, and leads there from a notice."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from registry.model.people import Person, Role
from registry.model.vietnam_time import now
from registry.services.office.backups.scheduled_backups import back_up_by_clock
from registry.services.office.notices import inbox
from registry.services.office.operation.condition import condition
from registry.services.office.operation.readiness import Probe, State
from registry.services.office.registry import Registry
from registry.services.office.sign_in import phones
from registry.services.register.restore_drill import Asked, drill
from tests.pages import Pages
from tests.web.people import registry_of, small_office, visitor
from web.operation import condition as page


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_office(tmp_path_factory.mktemp("office") / "nhà", Role.ADMINISTRATOR) as app:
        yield app


@pytest.fixture
def admin(app: Flask) -> Pages:
    return visitor(app, "administrator")


def told(office: Registry, **more: object) -> dict[str, Probe]:
    """How each part of the office stands, with other settings."""
    there = Registry(replace(office.settings, **more), office.database)  # type: ignore[arg-type]
    return {one.name: one for one in condition(there)}


def test_every_part_is_named_by_the_page(app: Flask) -> None:
    assert set(told(registry_of(app))) <= set(page._PARTS)


def certificate(path: Path, days: float) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bts.example.vn")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now() - dt.timedelta(days=300))
        .not_valid_after(now() + dt.timedelta(days=days)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("days", "state"), [(200, State.OK), (20, State.WARN), (3, State.BAD), (-1, State.BAD)]
)
def test_a_certificate_is_watched(app: Flask, tmp_path: Path, days: float, state: State) -> None:
    office = registry_of(app)
    assert told(office, certificate=certificate(tmp_path / "chain.pem", days))["certificate"].state is state
    assert "certificate" not in told(office)
    (tmp_path / "chain.pem").write_text("không phải chứng thư", encoding="utf-8")
    unread = told(office, certificate=tmp_path / "chain.pem")["certificate"]
    assert (unread.state, unread.code) == (State.WARN, "OPERATION-CERTIFICATE-UNREAD")


def test_backups_copies_and_drills_turn_green_and_red(app: Flask, admin: Pages, tmp_path: Path) -> None:
    office = registry_of(app)
    first = told(office)
    assert [first[name].state for name in ("nightly", "offsite", "drill")] == [State.WARN] * 3
    (tmp_path / "xa").mkdir()
    far = {"offsite": tmp_path / "xa", "offsite_same_disk": True}
    back_up_by_clock(Registry(replace(office.settings, **far), office.database))  # type: ignore[arg-type]
    drill(office.settings, Asked())
    second = told(office, **far)
    assert [second[name].state for name in ("nightly", "offsite", "drill")] == [State.OK] * 3
    text = admin.get("/operation").get_data(as_text=True)
    assert "Diễn tập khôi phục gần nhất lúc" in text
    assert "theo lịch" in text
    back_up_by_clock(Registry(replace(office.settings, offsite=tmp_path / "mất"), office.database))
    third = told(office, offsite=tmp_path / "mất")
    assert [third[name].state for name in ("nightly", "offsite")] == [State.BAD] * 2
    assert third["nightly"].params["code"] == "BACKUP-OFFSITE-AWAY"
    text = admin.get("/operation").get_data(as_text=True)
    assert "Phải sửa ngay" in text
    assert text.index("Phải sửa ngay") < text.index(">Tốt<"), "what is worst stands first"
    assert "Xem báo cáo trong thư mục backups/reports" in text


def test_a_notice_of_a_failure_leads_to_the_page(tmp_path: Path) -> None:
    with small_office(tmp_path / "nhà", Role.ADMINISTRATOR) as app:
        office = registry_of(app)
        back_up_by_clock(Registry(replace(office.settings, offsite=tmp_path / "mất"), office.database))
        person = visitor(app, "administrator")
        assert "không thành (BACKUP-OFFSITE-AWAY)" in person.get("/notices").get_data(as_text=True)
        (notice,) = inbox(office, Person("administrator", frozenset({Role.ADMINISTRATOR})), None)
        assert person.client.get(f"/notices/{notice.id}").headers["Location"] == "/operation"


def test_checkpoints_count_where_they_lie_elsewhere(app: Flask, tmp_path: Path) -> None:
    office = registry_of(app)
    assert told(office)["noted"].code == "OPERATION-NOTED-HERE"
    assert told(office, heads=tmp_path / "h.txt")["noted"].code == "OPERATION-NOTED-NONE"
    (tmp_path / "h.txt").write_text(f"2026-11-29 1 {'a' * 64}\n", encoding="ascii")
    assert told(office, heads=tmp_path / "h.txt")["noted"].state is State.OK


def test_a_silent_phone_is_told(app: Flask) -> None:
    office = registry_of(app)
    one = phones.SeenPhone(phone=None, owner="kiểm tra", stands=True, seen_at=now() - dt.timedelta(days=15))  # type: ignore[arg-type]
    found = {probe.name: probe for probe in condition(office, [one])}["phones"]
    assert (found.state, found.params["silent"]) == (State.WARN, 1)
    again = replace(one, seen_at=now())
    assert {probe.name: probe for probe in condition(office, [again])}["phones"].state is State.OK
    gone = replace(one, stands=False)
    assert {probe.name: probe for probe in condition(office, [gone])}["phones"].params["count"] == 0
