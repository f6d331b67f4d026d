"""After the decision: twelve months, extensions with their ground, completion and what was really built."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.sites import SiteState
from registry.services.office.calendar import months_after, today
from registry.services.office.registry import Registry
from registry.services.office.time_limits import UNSET
from registry.services.register.context import context_for
from registry.services.requests.agreed.approvals import (
    approvals_of,
    compare_built,
    extend,
    report_completion,
    revoke,
)
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.requests import load_request
from registry.store import ledger
from registry.store.changes import amend
from registry.store.office.operators import setting_change
from registry.store.register.sites import structure_id
from registry.store.tables import structures
from tests.services.requests import desk
from tests.services.requests.desk import issued, north, received
from tests.services.requests.letters.replied import text

FIRST = [("V1", 2000.0, 0.0)]


def to_be_revoked(registry: Registry, day: dt.date) -> list[Approval]:
    """The positions whose months are over and that nobody reported built."""
    found = approvals_of(registry, state=ApprovalState.APPROVED)
    return [item for item in found if item.build_by is not None and item.build_by < day]


def approved(office: Registry, folder: Path, day: dt.date | None = None) -> Approval:
    request = received(office, folder, FIRST, received_on=day or today())
    if day is not None:
        issued_backdated(office, folder, request.id, day)
    else:
        issued(office, folder, request)
    return approvals_of(office, request=request.id)[0]


def issued_backdated(office: Registry, folder: Path, identity: str, day: dt.date) -> None:
    """Issue with a letter of an earlier day, as when old files are entered."""
    from registry.services.requests.decisions import RowChoice, decide_rows
    from registry.services.requests.requests import issue

    request = load_request(office, identity).request
    request = desk.to(office, request, RequestState.APPRAISING, RequestState.DRAFT, on_day=day)
    rows = load_request(office, identity).rows  # the law of that day is not in the catalogue
    choices = [RowChoice(row.index, RowDecision.AGREE, "hồ sơ cũ, đã thống nhất") for row in rows]
    decide_rows(office, request.id, choices, who="lan")
    request = desk.to(office, request, RequestState.SUBMITTED, on_day=day)
    issue(
        office, request.id, number="9/SKHCN", date=day, signed_pdf=desk.pdf(folder), signed_name="ký.pdf",
        reasons={"signature": "ký giấy", "gaps": desk.GAPS}, who="giám đốc", version=request.version,
    )  # fmt: skip


def test_after_twelve_months_a_position_is_put_in_the_queue_and_never_lapses(
    either_office: Registry, tmp_path: Path
) -> None:
    found = approved(either_office, tmp_path)
    assert (found.code, found.limit_months) == ("V1", 12)
    assert found.limit_source == "QĐ 72/2025/QĐ-UBND, Điều 4(4)"
    assert found.build_by == months_after(today(), 12)
    assert to_be_revoked(either_office, found.build_by) == []
    later = found.build_by + dt.timedelta(days=1)
    assert to_be_revoked(either_office, later) == [found]
    assert approvals_of(either_office)[0].state is ApprovalState.APPROVED
    assert desk.sound(either_office)


def test_an_extension_needs_its_ground_and_ends_at_six_months(office: Registry, tmp_path: Path) -> None:
    found = approved(office, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        extend(office, found.id, 3, ground=" ", who="lan", seen=found.version)
    with pytest.raises(RefusalError, match="APPROVAL-EXTENSION"):
        extend(office, found.id, 7, ground="bão lũ", who="lan", seen=found.version)
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        extend(office, found.id, 0, ground="bão lũ", who="lan", seen=found.version)
    longer = extend(office, found.id, 4, ground="bão số 3", who="lan", seen=found.version)
    assert longer.build_by == months_after(today(), 16)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        extend(office, found.id, 1, ground="lũ", who="minh", seen=found.version)
    longest = extend(office, found.id, 2, ground="ngập lụt", who="lan", seen=longer.version)
    assert (longest.extended_months, longest.extension_ground) == (6, "bão số 3; ngập lụt")
    with pytest.raises(RefusalError, match="APPROVAL-EXTENSION"):
        extend(office, found.id, 1, ground="x", who="lan", seen=longest.version)


def test_before_the_regulation_the_months_are_the_office_s_setting(office: Registry, tmp_path: Path) -> None:
    day = dt.date(2025, 6, 2)
    found = approved(office, tmp_path, day)
    assert (found.limit_months, found.limit_source, found.build_by) == (None, UNSET, None)
    assert to_be_revoked(office, today()) == []
    with office.database.write() as connection:
        change = setting_change(connection, "LIM-UNBUILT.months", 6)
        ledger.record(connection, [change], who="quản trị", batch="B99")
    (waiting,) = to_be_revoked(office, today())
    assert (waiting.build_by, waiting.limit_source) == (dt.date(2025, 12, 2), "office")
    with pytest.raises(RefusalError, match="APPROVAL-EXTENSION"):  # six months at most, by the law of today
        extend(office, found.id, 7, ground="bão lũ", who="lan", seen=found.version)


@pytest.mark.parametrize(
    ("metres", "outcome"), [(0.0, "match"), (8.0, "match"), (13.0, "note"), (28.0, "note"), (35.0, "review")]
)
def test_as_built_is_noted_over_10_m_and_reviewed_over_30_m(
    office: Registry, tmp_path: Path, metres: float, outcome: str
) -> None:
    found = approved(office, tmp_path)
    lon, lat = north(2000.0 + metres)
    built = compare_built(office, found, lon, lat)
    assert built.outcome == outcome
    assert built.off_m == pytest.approx(metres, abs=0.6)
    assert (built.note_m, built.review_m) == (10.0, 30.0)


def test_completion_puts_the_mast_in_service_where_it_was_measured(office: Registry, tmp_path: Path) -> None:
    found = approved(office, tmp_path)
    lon, lat = north(2035.0)
    done = report_completion(
        office,
        found.id,
        lon=lon,
        lat=lat,
        completed_on=today(),
        who="VTL",
        seen=found.version,
        accuracy_m=3.0,
    )
    assert (done.state, done.built_outcome) == (ApprovalState.COMPLETED, "review")
    assert to_be_revoked(office, today() + dt.timedelta(days=4000)) == []
    masts = context_for(office, today()).masts
    row = list(masts.codes).index("V1")
    assert not masts.approved_only[row]
    assert (masts.lon[row], masts.lat[row]) == (lon, lat)
    with pytest.raises(RefusalError, match="APPROVAL-CLOSED"):
        extend(office, found.id, 1, ground="x", who="lan", seen=done.version)
    assert desk.sound(office)


@pytest.mark.parametrize(
    ("height_m", "higher_m", "top_m"),
    [(None, None, 45.0), (42.0, 0.0, 45.0), (48.5, 6.5, 51.5), (36.0, -6.0, 39.0)],
)
def test_a_mast_is_as_high_as_its_completion_states(
    office: Registry, tmp_path: Path, height_m: float | None, higher_m: float | None, top_m: float
) -> None:
    found = approved(office, tmp_path)
    key = structure_id(found.site_id)
    with office.database.write() as connection:
        held = ledger.rows_by_key(connection, structures, [key])[key]
        assert held["mast_height_m"] == 42.0
        ledger.record(connection, [amend(structures, held, top_agl_m=45.0)], who="t", batch="t")
    lon, lat = north(2000.0)
    done = report_completion(
        office, found.id, lon=lon, lat=lat, completed_on=today(), who="VTL", seen=found.version,
        height_m=height_m,
    )  # fmt: skip
    assert (done.built_height_m, done.built_higher_m) == (height_m, higher_m)
    with office.database.read() as connection:
        stands = ledger.rows_by_key(connection, structures, [key])[key]
    assert (stands["mast_height_m"], stands["top_agl_m"]) == (height_m or 42.0, top_m)
    assert desk.sound(office)


@pytest.mark.parametrize("state", [SiteState.APPROVED, SiteState.IN_SERVICE])
def test_a_list_that_says_another_height_since_changes_nothing_of_what_was_agreed(
    office: Registry, tmp_path: Path, state: SiteState
) -> None:
    found = approved(office, tmp_path)
    key = structure_id(found.site_id)
    with office.database.write() as connection:
        held = ledger.rows_by_key(connection, structures, [key])[key]
        listed = amend(structures, held, mast_height_m=48.5, top_agl_m=51.5, state=state.value)
        ledger.record(connection, [listed], who="t", batch="t")
    lon, lat = north(2000.0)
    done = report_completion(
        office, found.id, lon=lon, lat=lat, completed_on=today(), who="VTL", seen=found.version, height_m=48.5
    )
    assert done.built_higher_m == 6.5
    with office.database.read() as connection:
        stands = ledger.rows_by_key(connection, structures, [key])[key]
    assert (stands["mast_height_m"], stands["top_agl_m"]) == (48.5, 51.5)


@pytest.mark.parametrize("height_m", [0.0, -3.0, 1_001.0, float("nan")])
def test_no_mast_has_such_a_height(office: Registry, tmp_path: Path, height_m: float) -> None:
    found = approved(office, tmp_path)
    lon, lat = north(2000.0)
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        compare_built(office, found, lon, lat, height_m)


def test_completion_lies_between_the_letter_and_today(office: Registry, tmp_path: Path) -> None:
    found = approved(office, tmp_path)
    for day in (today() - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with pytest.raises(RefusalError, match="REQUEST-DAY"):
            report_completion(office, found.id, lon=106.2, lat=21.3, completed_on=day, who="VTL", seen=1)
    with pytest.raises(RefusalError, match="SPOT-POSITION"):
        report_completion(office, found.id, lon=999.0, lat=21.3, completed_on=today(), who="VTL", seen=1)
    with pytest.raises(RefusalError, match="APPROVAL-UNKNOWN"):
        report_completion(office, "x", lon=106.2, lat=21.3, completed_on=today(), who="VTL", seen=1)


def test_revoking_is_an_act_with_a_reason_and_frees_the_place(office: Registry, tmp_path: Path) -> None:
    found = approved(office, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        revoke(office, found.id, reason="", who="lan", seen=found.version)
    gone = revoke(office, found.id, reason="QĐ thu hồi 5/QĐ-SKHCN", who="giám đốc", seen=found.version)
    assert gone.state is ApprovalState.REVOKED
    assert "V1" not in set(context_for(office, today()).masts.codes)
    assert desk.sound(office)


def test_an_amendment_takes_the_place_of_what_was_agreed_before(office: Registry, tmp_path: Path) -> None:
    found = approved(office, tmp_path)
    moved = received(
        office, tmp_path, [("V1", 2300.0, 0.0)], kind=RequestKind.AMENDMENT, amends=found.request
    )
    row = load_request(office, moved.id).rows[0]
    assert row.decision is None
    of = f"Văn bản số {found.decision} ngày {found.approved_on:%d/%m/%Y}"
    instead = f"thay cho nội dung đã thống nhất tại {of} đối với 1 vị trí (V1)"
    assert instead in text(reply_letter(office, moved.id, maps=False))
    assert "thay cho nội dung" not in text(reply_letter(office, found.request, maps=False))
    issued(office, tmp_path, moved)
    assert instead in text(reply_letter(office, moved.id, maps=False))  # and once the register has closed it
    states = {item.request: item.state for item in approvals_of(office)}
    assert states == {found.request: ApprovalState.REPLACED, moved.id: ApprovalState.APPROVED}
    masts = context_for(office, today()).masts
    assert [code for code in masts.codes if code == "V1"] == ["V1"]
    assert masts.lat[list(masts.codes).index("V1")] == pytest.approx(north(2300.0)[1], abs=1e-5)
    assert desk.sound(office)


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), months=st.integers(0, 60))
def test_months_later_is_that_many_months_later_and_never_past_its_last_day(
    day: dt.date, months: int
) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1
