"""What the store holds of one request at one moment: its list in force, its limit, its history."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind, Request, RequestState
from registry.model.requests.desk_records import SharingRequest
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.time_limits import OFFICE, UNSET, set_office_number
from registry.services.office.working_days import calendar_of
from registry.services.requests.decisions import correct_row
from registry.services.requests.notes import add_note
from registry.services.requests.opened import load_request
from registry.services.requests.reading import (
    RequestRead,
    get_request,
    list_requests,
    with_limit,
    with_reply_limit,
)
from registry.services.requests.requests import replace_list
from registry.store.office.operators import load_settings
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, received, to, write_list


def read(registry: Registry, request: Request) -> RequestRead:
    with registry.database.read() as connection:
        return RequestRead(registry, connection, request.id, today())


def test_a_request_is_found_by_its_id_and_by_its_number(office: Registry, tmp_path: Path) -> None:
    made = received(office, tmp_path, FIVE[:1])
    assert get_request(office, made.id).id == get_request(office, made.number).id == made.id
    with pytest.raises(RefusalError, match="REQUEST-UNKNOWN"):
        get_request(office, "999/2026")


def test_an_organisation_s_requests_are_part_of_all(office: Registry, tmp_path: Path) -> None:
    made = [received(office, tmp_path, FIVE[:1], organisation=code) for code in ("VTL", "VMS")]
    assert {one.id for one in list_requests(office)} == {one.id for one in made}
    assert [one.id for one in list_requests(office, "VMS")] == [made[1].id]
    assert list_requests(office, "VNM") == []


def test_only_the_rows_and_notes_of_the_list_in_force_count_and_none_is_lost(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path, FIVE[:2])
    for row, text in ((0, "đã gọi"), (1, "đã rút")):
        add_note(office, request.id, row, NoteKind.NOTE, text, who="lan")
    request = to(office, request, RequestState.APPRAISING)
    request = to(office, request, RequestState.SUPPLEMENT, reason="thiếu toạ độ")
    path = write_list(tmp_path / "lại.xlsx", [FIVE[2], FIVE[0], FIVE[3]])
    request = replace_list(office, request.id, path, name=path.name, who="lan", version=request.version)
    found = read(office, request)
    assert [len(found.rows), len(found.all_rows)] == [3, 5]
    assert {row: [one.text for one in notes] for row, notes in found.notes_of.items()} == {1: ["đã gọi"]}
    assert "đã rút" in {one.text for one in found.all_notes}
    assert "đã rút" not in {one.text for one in found.notes}
    assert len(found.list_rows) == 2


def test_rows_come_into_the_history_only_where_they_were_corrected(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, FIVE[:2])
    assert "request_rows" not in {entry.what for entry in read(office, request).history}
    seen = load_request(office, request.id).rows[1].version
    correct_row(office, request.id, 1, {"site_code": "V9"}, who="lan", seen=seen, reason="ghi nhầm")
    entries = [entry for entry in read(office, request).history if entry.what == "request_rows"]
    assert len(entries) == 1
    assert entries[0].before is not None


def test_a_limit_that_the_office_sets_later_holds_for_what_is_open_alone(
    office: Registry, tmp_path: Path
) -> None:
    request = replace(received(office, tmp_path, FIVE[:1]), limit_days=None, limit_source=UNSET)
    set_office_number(office, "LIM-POSITION.days", 15, who="lan")
    with office.database.read() as connection:
        settings = load_settings(connection)
    found = with_limit(office, request, settings)
    assert (found.limit_days, found.limit_source) == (15, OFFICE)
    answered = replace(request, state=RequestState.ISSUED)
    assert with_limit(office, answered, settings) is answered
    stated = replace(request, limit_days=5, limit_source="QĐ 1, Điều 2")
    assert with_limit(office, stated, settings) is stated


@pytest.mark.parametrize(
    ("sent", "survey", "due"),
    [
        (dt.date(2026, 3, 2), False, dt.date(2026, 3, 11)),  # seven working days
        (dt.date(2026, 3, 2), True, dt.date(2026, 3, 17)),  # fifteen days
    ],
)
def test_a_reply_is_due_by_the_law_of_the_day_of_the_letter(
    office: Registry, sent: dt.date, due: dt.date, *, survey: bool
) -> None:
    asked = SharingRequest("s", "VTL", "VNPT", "BGG00045", sent, survey=survey)
    with office.database.read() as connection:
        calendar = calendar_of(load_settings(connection))
    late = [with_reply_limit(office, asked, calendar, due + dt.timedelta(days=more)) for more in (0, 1)]
    assert [one.due_on for one in late] == [due, due]
    assert [one.overdue for one in late] == [False, True]
    assert late[0].limit_source
    before = replace(asked, sent_on=dt.date(2025, 10, 1))  # QĐ 72/2025 was not in force
    assert with_reply_limit(office, before, calendar, due).limit_source == UNSET


def test_an_operator_files_its_own_list(office: Registry, tmp_path: Path) -> None:
    found = read(office, received(office, tmp_path, FIVE[:1]))
    assert found.filer == "VTL"
    assert found.names["VTL"]
    assert desk.counted(office) == 1
