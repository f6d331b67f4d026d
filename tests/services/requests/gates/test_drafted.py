"""Before a draft is sent its sender reads how much is open; sending keeps that sheet with the request."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.gates.sheet import Kind
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.services.requests.gates.test_doors import without

FACTS = {"kind": "position", "organisation": "VTL", "letter_number": "15/VT-KT"}


def drafted(office: Registry, folder: Path, own: str | None = "VTL") -> Draft:
    """Four rows, of which the second states no class."""
    path = folder / "a.xlsx"
    if not path.exists():
        without(desk.write_list(path, desk.FIVE[:4]), 1, "Loại cột")
    facts = {**FACTS, "received_on": today().isoformat()}
    return Drafts(office).make(facts, who="viettel", own=own, source=(path, "a.xlsx"))


def test_it_says_how_many_rows_and_papers_and_stops_nothing(office: Registry, tmp_path: Path) -> None:
    sheet = Drafts(office).sheet(drafted(office, tmp_path))
    assert (sheet.counts["rows"], sheet.count(Kind.MAST), sheet.count(Kind.PAPERS)) == (4, 1, 6)
    assert (sheet.stops, sheet.asks) == ([], [])


def test_what_was_seen_when_it_was_sent_stands_with_the_request(office: Registry, tmp_path: Path) -> None:
    drafts, draft = Drafts(office), drafted(office, tmp_path)
    made = drafts.register(draft, officer="", who="viettel", sheet=drafts.sheet(draft).token)
    [note] = [note for note in load_request(office, made.id).notes if note.kind == NoteKind.SHEET]
    assert (note.details["door"], note.who) == ("send", "viettel")
    assert {item["kind"]: len(item["points"]) for item in note.details["items"]} == {"mast": 1, "papers": 6}


def test_a_draft_that_changed_since_it_was_looked_at_is_not_sent(office: Registry, tmp_path: Path) -> None:
    drafts, draft = Drafts(office), drafted(office, tmp_path)
    token = drafts.sheet(draft).token
    paper = tmp_path / "thuê.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    drafts.with_file(draft, paper, "thuê.pdf", "land")
    draft = drafts.of(draft.id, "VTL")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        drafts.register(draft, officer="", who="viettel", sheet=token)
    assert drafts.register(draft, officer="", who="viettel", sheet=drafts.sheet(draft).token).number


def test_what_was_received_before_stops_and_rows_of_others_want_a_word(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    drafts.register(drafted(office, tmp_path, own=None), officer="lan", who="lan")
    again = drafts.sheet(drafted(office, tmp_path))
    assert [item.kind for item in again.stops] == [Kind.RECEIVED]
    path = desk.write_list(tmp_path / "b.xlsx", [("V8", 8000.0, 0.0)], "VNPT")
    facts = {**FACTS, "letter_number": "16/VT-KT", "received_on": today().isoformat()}
    other = drafts.make(facts, who="viettel", own="VTL", source=(path, "b.xlsx"))
    assert [item.kind for item in drafts.sheet(other).asks] == [Kind.BEHALF]
