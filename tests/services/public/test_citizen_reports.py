"""Field reports: taken with photos made anew, near masts found, closed with a reason, contacts forgotten."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.briefing.briefings import Span, SpanKind
from registry.model.field.field_reports import (
    DANGEROUS,
    CitizenReportKind,
    CloseReason,
    Contact,
    PlaceSource,
    ReportState,
)
from registry.model.people import OPEN_DESK
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.public import citizen_reports as reports
from registry.services.public import closing, report_promises
from registry.services.public.briefing import PART
from registry.services.public.nearby import nearest
from registry.services.public.report_photos import LONGEST_SIDE
from registry.services.storm.now import province_now
from registry.settings import read_settings
from registry.store.public import citizen_reports as store
from registry.store.public.tables import report_contacts
from registry.store.tables import ledger
from tests import postgres
from tests.services.requests import desk

GPS = {1: "N", 2: (21.0, 16.0, 24.24), 3: "E", 4: (106.0, 11.0, 40.56)}


def photo(path: Path, *, size: tuple[int, int] = (3000, 2000), exif: bool = True) -> Path:
    """A photo as a phone writes it, with its place, time and owner."""
    picture = Image.new("RGB", size, "#88aa66")
    written = Image.Exif()
    if exif:
        written[0x010F] = "Máy của bà Ba"
        written.get_ifd(0x8769)[0x9003] = "2026:11:20 14:03:05"
        written.get_ifd(0x8825).update(GPS)
    picture.save(path, "JPEG", exif=written)
    return path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def registry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    home: Path = tmp_path_factory.mktemp("reports")
    environ = {"BTS_HOME": str(home)}
    with contextlib.ExitStack() as stack:
        if request.param == "postgresql":
            server: postgres.Server = request.getfixturevalue("server")
            environ["BTS_DATABASE_URL"] = stack.enter_context(server.fresh())
        yield stack.enter_context(contextlib.closing(desk.make(read_settings(environ))))


def taken(registry: Registry, **own: Any) -> Any:
    values: dict[str, Any] = {
        "kind": CitizenReportKind.LEANING, "words": "Cột nghiêng về phía trường học",
        "position": desk.north(40.0), "source": PlaceSource.MAP, **own,
    }  # fmt: skip
    return reports.take_report(registry, **values)


def test_a_report_is_kept_with_number_place_and_the_nearest_mast(registry: Registry) -> None:
    found = taken(registry)
    assert found.number.startswith(f"PA-{today().year}-")
    assert found.state is ReportState.NEW
    (near,) = nearest(registry, found)
    assert near.code == "BGG00045"
    assert near.distance_m == pytest.approx(40.0, abs=0.5)
    assert near.azimuth_deg == pytest.approx(180.0, abs=1.0)
    far = taken(registry, position=desk.north(5000.0))
    assert nearest(registry, far) == []
    assert int(far.number[-4:]) == int(found.number[-4:]) + 1
    assert far.token != found.token
    assert reports.report_by_token(registry, found.token).id == found.id
    assert desk.sound(registry)


def test_a_photo_keeps_its_picture_and_loses_what_its_phone_wrote(registry: Registry, tmp_path: Path) -> None:
    found = taken(registry, photos=[(photo(tmp_path / "a.jpg"), "IMG_1.jpg")])
    (kept,) = found.photos
    assert max(kept.width, kept.height) == LONGEST_SIDE
    assert kept.taken_at == "2026-11-20 14:03:05"
    assert (kept.lat, kept.lon) == (pytest.approx(21.2734, abs=1e-4), pytest.approx(106.1946, abs=1e-4))
    with Image.open(reports.photo_path(registry, found, 0)) as shown:
        assert not shown.getexif()
        assert shown.format == "JPEG"
    assert b"Ba" not in reports.photo_path(registry, found, 0).read_bytes()[:4000]
    with pytest.raises(RefusalError, match="REPORT-UNKNOWN"):
        reports.photo_path(registry, found, 1)


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"position": None}, "REPORT-NO-PLACE"),
        ({"words": " "}, "REPORT-EMPTY"),
        ({"position": (21.27, 106.19)}, "REPORT-OUTSIDE"),
        ({"words": "x" * 2001}, "REPORT-LONG"),
    ],
)
def test_what_cannot_be_used_is_refused_and_leaves_nothing(
    registry: Registry, own: dict[str, Any], code: str
) -> None:
    before = len(reports.reports(registry))
    with pytest.raises(RefusalError, match=code):
        taken(registry, **own)
    assert len(reports.reports(registry)) == before


def test_a_program_called_photo_is_refused(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"<svg onload=alert(1)>" * 50)
    before = len(reports.reports(registry))
    with pytest.raises(RefusalError, match="REPORT-PHOTO"):
        taken(registry, photos=[(path, "ảnh.jpg")])
    assert len(reports.reports(registry)) == before


def test_a_contact_is_never_in_the_ledger_and_is_forgotten(registry: Registry) -> None:
    found = taken(registry, contact=Contact("Nguyễn Thị Ba", "0912 345 678"))
    assert reports.contact(registry, found.id) == Contact("Nguyễn Thị Ba", "0912 345 678")
    with registry.database.read() as connection:
        rows = connection.execute(sa.select(ledger.c.after).where(ledger.c.after.is_not(None))).scalars()
        assert not [row for row in rows if "0912 345 678" in row or "Nguyễn Thị Ba" in row]
    closed = closing.close(
        registry, found.id, reason=CloseReason.MENDED, reply="Đã chỉnh lại dây co.", who="lan", seen=1
    )
    with secrets_seal.writing(registry) as connection:
        store.forget_contacts(connection, today() + dt.timedelta(days=1))
    assert closed.closed_on == today()
    assert reports.contact(registry, found.id) is None
    with registry.database.read() as connection:
        assert connection.execute(sa.select(report_contacts.c.report)).all() == []


def test_who_comes_second_is_told_and_nothing_is_overwritten(registry: Registry) -> None:
    found = taken(registry)
    linked = reports.link(registry, found.id, "mast-BGG00045", who="lan", seen=found.version)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        closing.close(
            registry, found.id, reason=CloseReason.TWICE, reply="Trùng.", who="nam", seen=found.version
        )
    with pytest.raises(RefusalError, match="REPORT-REPLY"):
        closing.close(registry, found.id, reason=CloseReason.TWICE, reply=" ", who="nam", seen=linked.version)
    closed = closing.close(
        registry, found.id, reason=CloseReason.TWICE, reply="Trùng.", who="nam", seen=linked.version
    )
    assert closed.structure == "mast-BGG00045"
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        reports.link(registry, found.id, "", who="lan", seen=closed.version)
    again = closing.reopen(registry, found.id, who="lan", seen=closed.version)
    assert (again.state, again.reason, again.closed_on) == (ReportState.NEW, None, None)
    sent = reports.sent_to_visit(registry, again.id, "đích", structure="m", who="lan", seen=again.version)
    assert (sent.state, sent.reply) == (ReportState.VISIT, "Trùng."), "what was answered before stays"
    assert desk.sound(registry)


def briefed(registry: Registry) -> int:
    span = Span(SpanKind.WEEK, today(), today(), today())
    return next(len(one) for one in PART.numbers(registry, span, "vi") if one.code == "public.open")


def test_many_alike_are_one_that_waits_and_end_together_or_apart(registry: Registry) -> None:
    before, open_before = reports.waiting(registry), briefed(registry)
    place = desk.north(2500.0)
    first, second, third = (taken(registry, position=place, words=f"Nghiêng lắm {n}") for n in range(3))
    assert (first.twin_of, second.twin_of, third.twin_of) == ("", first.id, first.id)
    assert reports.waiting(registry) == before + 1
    assert briefed(registry) == open_before + 1, "the briefing counts as the list"
    assert province_now(registry, OPEN_DESK).waiting == before + 1, "so does /now"
    third = reports.stand_alone(registry, third.id, who="lan", seen=third.version)
    assert reports.waiting(registry) == before + 2
    seen = {one.id: one.version for one in (first, second, third)}
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        closing.close_together(registry, {**seen, third.id: 1}, reason=CloseReason.EMPTY, reply="", who="lan")
    assert reports.report(registry, first.id).state is ReportState.NEW, "all or none"
    with pytest.raises(RefusalError, match="REPORT-REPLY"):
        closing.close_together(registry, seen, reason=CloseReason.NO_FAULT, reply=" ", who="lan")
    with pytest.raises(RefusalError, match="REPORT-NONE-CHOSEN"):
        closing.close_together(registry, {}, reason=CloseReason.EMPTY, reply="", who="lan")
    batch = closing.close_together(registry, seen, reason=CloseReason.EMPTY, reply="", who="lan")
    assert reports.waiting(registry) == before
    gone = closing.closed_by(registry, batch)
    assert {one.id for one in gone} == set(seen)
    closing.reopen(registry, second.id, who="nam", seen=second.version + 1)
    assert {one.id for one in closing.closed_by(registry, batch)} == {first.id, third.id}
    assert reports.waiting(registry) == before + 1, "its first is closed: it waits by itself"
    rest = {one.id: one.version for one in closing.closed_by(registry, batch)}
    closing.reopen_together(registry, rest, who="nam")
    assert reports.waiting(registry) == before + 2
    assert desk.sound(registry)


def test_a_receipt_promises_what_the_office_stated_and_nothing_else(registry: Registry) -> None:
    danger, other = taken(registry), taken(registry, kind=CitizenReportKind.FENCE)
    assert report_promises.promises(registry).until(danger) is None
    stated = report_promises.state_promises(
        registry, who_comes=" Tổ  kiểm tra ", danger_hours="4", other_days="7", who="lan"
    )
    assert stated.who_comes == "Tổ kiểm tra"
    assert stated.until(danger) == in_vietnam(danger.at) + dt.timedelta(hours=4)
    due = stated.until(other)
    assert due is not None
    assert (due.date() - in_vietnam(other.at).date()).days == 7
    for wrong in ("0", "-3", "x", "9999", "٤"):
        with pytest.raises(RefusalError, match="REPORT-PROMISE"):
            report_promises.state_promises(
                registry, who_comes="", danger_hours=wrong, other_days="", who="lan"
            )
    report_promises.state_promises(registry, who_comes="", danger_hours="", other_days="", who="lan")
    assert report_promises.promises(registry) == report_promises.Promises()


def test_dangerous_ones_wait_in_front(registry: Registry) -> None:
    taken(registry, kind=CitizenReportKind.FENCE)
    taken(registry, kind=CitizenReportKind.FALLEN)
    taken(registry, kind=CitizenReportKind.OTHER)
    new = [one for one in reports.reports(registry) if one.state is ReportState.NEW]
    danger = [one.kind in DANGEROUS for one in new]
    assert danger == sorted(danger, reverse=True)
    assert new[0].kind is CitizenReportKind.FALLEN
    hidden = {one.id for ones in reports.below(new).values() for one in ones}
    assert reports.waiting(registry) == len(new) - len(hidden)


@pytest.mark.parametrize("hour", [0, 9, 12, 20, 23])
def test_reports_are_alike_at_every_hour_of_the_day_and_only_within_a_day(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, hour: int
) -> None:
    """Last of the file: the clock is set ahead. Moments are compared as kept, not as people read them."""
    begin = vietnam_time.read_clock().replace(hour=hour, minute=30) + dt.timedelta(days=2 + 3 * hour)

    def taken_after(hours: float) -> Any:
        monkeypatch.setattr(vietnam_time, "read_clock", lambda: begin + dt.timedelta(hours=hours))
        return taken(registry, position=desk.north(20_000.0 + 500.0 * hour), words=f"Nghiêng {hour}")

    first, soon, late = (taken_after(hours) for hours in (0.0, 23.0, 24.5))
    assert (first.twin_of, soon.twin_of) == ("", first.id)
    assert late.twin_of == first.id, "like the one of an hour and a half ago, which stands below the first"
    assert taken_after(60.0).twin_of == ""
