"""What stands beside requests, read across all of them; the same from both backends."""

import datetime as dt

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk_records import ApprovalState
from registry.store import ledger
from registry.store.database import Database
from registry.store.requests.agreements import get_approval, list_approvals
from registry.store.requests.consultations import find_consultation, sent_consultations
from registry.store.requests.decided_rows import agreed_requests
from registry.store.requests.handed_in import Paper, list_files, papers
from registry.store.requests.letter_numbers import Of, SentLetter, sent_letters
from registry.store.requests.notes import find_note, notes_of_kind
from registry.store.requests.sharing import get_sharing, list_sharing, sharing_by_letter
from tests.store.field.rows import defect
from tests.store.requests.rows import DAY, approval, handed_list, request
from tests.store.rows import created, mast, site


@pytest.fixture
def desk(database: Database) -> Database:
    """Two requests."""
    with database.write() as connection:
        ledger.record(connection, created("requests", request(1), request(2)), who="t", batch="t")
    return database


def test_agreed_positions_are_listed_by_what_is_asked(desk: Database) -> None:
    rows = [
        approval("a", "site-A", 2, operator="VTL", code="2"),
        approval("b", "site-B", 2, operator="VTL", code="1"),
        approval("c", "site-C", 1, operator="VNPT", code="9", state="revoked"),
        approval("d", "site-D", 3, operator="VTL", code="5", request="r2"),
    ]
    with desk.write() as connection:
        ledger.record(connection, created("approvals", *rows), who="t", batch="t")
        assert "".join(item.id for item in list_approvals(connection)) == "cbad"
        assert "".join(item.id for item in list_approvals(connection, request="r2")) == "d"
        assert "".join(item.id for item in list_approvals(connection, operator="VTL")) == "bad"
        revoked = list_approvals(connection, state=ApprovalState.REVOKED)
        assert [item.id for item in revoked] == ["c"]
        assert get_approval(connection, "c") == revoked[0]
        with pytest.raises(RefusalError, match="APPROVAL-UNKNOWN"):
            get_approval(connection, "none")


def test_a_sharing_request_is_known_by_its_whole_letter(desk: Database) -> None:
    def asked(key: str, number: str, mast: str = "M1", **columns: object) -> dict[str, object]:
        return {"id": key, "asker": "VTL", "owner": "VNPT", "mast": mast, "letter_number": number,
                "sent_on": DAY, "survey": False, "who": "lan", **columns}  # fmt: skip

    rows = [
        asked("late", "12/VTL", sent_on=DAY + dt.timedelta(days=1)),
        asked("first", "11/VTL", mast="M2"),
        asked("bare", "", request="r1", list_version=1, row=0),
    ]
    with desk.write() as connection:
        ledger.record(connection, created("sharing_requests", *rows), who="t", batch="t")
        assert [item.id for item in list_sharing(connection)] == ["bare", "first", "late"]
        assert [item.id for item in list_sharing(connection, request="r1")] == ["bare"]
        assert [item.id for item in list_sharing(connection, mast="M1")] == ["bare", "late"]
        whole = {"asker": "VTL", "owner": "VNPT", "mast": "M1", "letter_number": "12/VTL"}
        known = sharing_by_letter(connection, **whole)
        assert known is not None
        assert (known.id, known.who) == ("late", "lan")
        for other in ({"mast": "M2"}, {"owner": "VTL"}, {"asker": "MBF"}, {"letter_number": "13/VTL"}):
            assert sharing_by_letter(connection, **{**whole, **other}) is None
        assert sharing_by_letter(connection, **{**whole, "letter_number": ""}) is None
        assert get_sharing(connection, "late") == known
        with pytest.raises(RefusalError, match="SHARING-UNKNOWN"):
            get_sharing(connection, "none")


def test_notes_come_in_the_order_in_which_they_were_written(desk: Database) -> None:
    def note(key: str, kind: str, at: str, **columns: object) -> dict[str, object]:
        return {"id": key, "request": "r1", "list_version": 1, "row": 0, "kind": kind, "text": key, "at": at,
                "who": "lan", "withdrawn": False, **columns}  # fmt: skip

    rows = [
        note("b", "extension", "2026-10-02", details={"months": 3}),
        note("a", "extension", "2026-10-03", request="r2"),
        note("c", "comment", "2026-10-01"),
    ]
    with desk.write() as connection:
        ledger.record(connection, created("row_notes", *rows), who="t", batch="t")
        found = notes_of_kind(connection, "extension")
        assert [(item.id, item.details) for item in found] == [("b", {"months": 3}), ("a", {})]
        assert find_note(connection, "b") == found[0]
        assert find_note(connection, "none") is None


def test_letters_with_number_and_day_are_sent_whatever_room_wrote_them(desk: Database) -> None:
    def asked(key: str, kind: str, number: str, on: dt.date | None) -> dict[str, object]:
        return {"id": key, "request": "r1", "list_version": 1, "kind": kind, "letter_number": number,
                "body": "UBND xã", "sent_on": on}  # fmt: skip

    def told(key: str, number: str, on: dt.date | None) -> dict[str, object]:
        return defect(key, "A", letter_number=number, letter_on=on)

    duty = {"id": "d", "kind": "reminder", "organisation": "VTL", "number": "31/SKHCN",
            "sent_on": DAY, "drafted_on": DAY, "discarded": False}  # fmt: skip
    changes = [
        *created("sites", site("A")),
        *created("structures", mast("A")),
        *created(
            "consultations",
            asked("c1", "letter", "21/SKHCN", DAY),
            asked("c2", "letter", "", DAY),
            asked("c3", "meeting", "22/SKHCN", DAY - dt.timedelta(days=1)),
            asked("c4", "letter", "23/SKHCN", None),
        ),
        *created("duty_letters", duty),
        *created("defects", told("f1", "41/SKHCN", DAY), told("f2", "", None)),
    ]
    with desk.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        assert sent_letters(connection) == [
            SentLetter(Of.CONSULTATION, "c1", "21/SKHCN", DAY),
            SentLetter(Of.DUTY, "d", "31/SKHCN", DAY),
            SentLetter(Of.DEFECT, "f1", "41/SKHCN", DAY),
        ]
        sent = sent_consultations(connection)
        assert [item.id for item in sent] == ["c3", "c1", "c2"]
        assert find_consultation(connection, "c1") == sent[1]
        assert find_consultation(connection, "none") is None


def test_what_was_handed_in_is_known_by_its_file(desk: Database) -> None:
    def paper(key: str, of: str, kind: str) -> dict[str, object]:
        return {"id": key, "request": of, "kind": kind, "sha256": f"hash-{key}", "name": f"{key}.pdf",
                "size_bytes": 1}  # fmt: skip

    def decided(key: str, of: str, decision: str) -> dict[str, object]:
        return {"id": key, "request": of, "list_version": 1, "row": 0, "decision": decision}

    lists = [
        {**handed_list(of, ordinal, "2026-10-01"), "file_sha256": f"list-{of}-{ordinal}"}
        for of, ordinal in ((1, 1), (1, 2), (2, 1))
    ]
    changes = [
        *created("request_lists", *lists),
        *created("attachments", paper("a", "r1", "letter"), paper("b", "r2", "package")),
        *created("row_decisions", decided("x", "r1", "agree_with_conditions"), decided("y", "r2", "refuse")),
    ]
    with desk.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        assert list_files(connection) == {"r1": {"list-1-1", "list-1-2"}, "r2": {"list-2-1"}}
        assert papers(connection, but=("package", "used")) == [Paper("r1", "hash-a", "a.pdf")]
        assert agreed_requests(connection) == {"r1"}
