"""Drafts: nothing is registered before it is asked for, all of it once it is, and old ones go."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind, RequestKind
from registry.services.appraise.row_texts import FIELDS, choices_of, texts_of, typed
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import correct_row
from registry.services.requests.dossiers import dossier_of, items_for
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.drafting.kept_drafts import KEPT_FOR, Draft
from registry.services.requests.opened import load_request
from registry.services.requests.queue import overview
from registry.settings import read_settings
from tests.services.requests import desk
from tests.services.requests.desk import at_once

FACTS = {"kind": "position", "organisation": "VTL", "letter_number": "15/VT-KT", "received_on": ""}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    """A small office with one mast."""
    registry = desk.make(read_settings({"BTS_HOME": str(tmp_path / "sổ")}))
    yield registry
    registry.close()


def made(office: Registry, folder: Path, **own: str) -> Draft:
    """A draft of five positions by the office."""
    path = desk.write_list(folder / "ds.xlsx", desk.FIVE)
    facts = {**FACTS, "received_on": today().isoformat(), **own}
    return Drafts(office).make(facts, who="lan", own=None, source=(path, "ds.xlsx"))


def test_a_draft_registers_nothing_and_its_request_has_everything(office: Registry, tmp_path: Path) -> None:
    drafts = Drafts(office)
    draft = made(office, tmp_path)
    paper = tmp_path / "thuê.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    draft = drafts.with_file(draft, paper, "thuê.pdf", "land")
    draft = drafts.answer(draft, 4, {"position": "21,4000; 106,2000", "mast_height_m": "30 m"})
    assert overview(office, today()) == []
    again = drafts.of(draft.id, None)  # as after a restart
    assert again == draft
    found = drafts.appraisal(again)
    assert found is not None
    assert found.rows[4].proposal.mast_height_m == 30.0
    request = drafts.register(again, officer="lan", who="lan")
    file = load_request(office, request.id)
    assert file.rows[4].proposal.position.lat == pytest.approx(21.4)
    assert [item.kind for item in file.attachments] == ["dossier:land"]
    [kept] = [note for note in file.notes if note.kind == NoteKind.CORRECTION]
    assert kept.details["fields"]["mast_height_m"] == ["42", "30"]
    assert desk.sound(office)


def test_a_value_that_only_confirms_what_was_read_stays_answered(office: Registry, tmp_path: Path) -> None:
    drafts, draft = Drafts(office), made(office, tmp_path)
    read = texts_of(drafts.as_read(draft).rows[2].proposal)
    draft = drafts.answer(draft, 2, {"position": read["position"], "operator": "viettel"})
    file = load_request(office, drafts.register(draft, officer="lan", who="lan").id)
    [kept] = [note for note in file.notes if note.kind == NoteKind.CORRECTION]
    fields = kept.details["fields"]
    assert set(fields) == {"position", "operator"}
    assert fields["position"] == [read["position"]] * 2


def test_a_corrected_workbook_keeps_the_answers_that_still_fit(office: Registry, tmp_path: Path) -> None:
    drafts = Drafts(office)
    draft = made(office, tmp_path)
    draft = drafts.answer(draft, 0, {"mast_height_m": "30 m"})
    draft = drafts.answer(draft, 4, {"position": "21,4000; 106,2000"})
    code, *place = desk.FIVE[4]
    moved = desk.write_list(
        tmp_path / "sửa.xlsx", (*desk.FIVE[1:4], desk.FIVE[0], (code, place[0] + 700, place[1]))
    )
    after = drafts.with_list(draft, moved, "sửa.xlsx", who="lan")
    assert after.answers == {"3": {"mast_height_m": "30 m"}}  # its row went down; the other cell says its own
    empty = tmp_path / "rỗng.xlsx"
    empty.touch()
    with pytest.raises(RefusalError, match="FILE-EMPTY") as refused:
        drafts.with_list(after, empty, "rỗng.xlsx", who="lan")
    assert refused.value.params["name"] == "rỗng.xlsx"
    assert drafts.of(draft.id, None) == after


def test_what_two_write_into_one_draft_at_once_is_all_there(office: Registry, tmp_path: Path) -> None:
    drafts = Drafts(office)
    draft = made(office, tmp_path)
    paper = desk.pdf(tmp_path)
    at_once(
        office,
        *(
            lambda own, row=row: Drafts(own).answer(draft, row, {"address": f"Thôn {row}"})
            for row in range(4)
        ),
        *(lambda own, name=name: Drafts(own).with_file(draft, paper, f"{name}.pdf", "") for name in "ab"),
    )
    standing = drafts.of(draft.id, None)
    assert standing.answers == {str(row): {"address": f"Thôn {row}"} for row in range(4)}
    assert sorted(item.name for item in standing.files) == ["a.pdf", "b.pdf"]
    drafts.with_list(standing, desk.write_list(tmp_path / "mới.xlsx", desk.FIVE), "mới.xlsx", who="lan")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):  # a row of the list of before
        drafts.answer(draft, 0, {"address": "Thôn 9"})


def test_a_second_click_finds_the_same_request(office: Registry, tmp_path: Path) -> None:
    drafts, draft = Drafts(office), made(office, tmp_path)
    first = drafts.register(draft, officer="lan", who="lan")
    second = drafts.register(draft, officer="lan", who="lan")
    assert second.id == first.id == drafts.registered(draft.id).id
    assert len(overview(office, today())) == 1
    with pytest.raises(RefusalError, match="REQUEST-DRAFT-UNKNOWN"):
        drafts.of(draft.id, None)


def test_a_draft_is_its_carriers_only_and_is_thrown_away_when_it_is_old(
    office: Registry, tmp_path: Path
) -> None:
    drafts, draft = Drafts(office), made(office, tmp_path)
    for own in ("VTL", "VNPT"):
        with pytest.raises(RefusalError, match="REQUEST-DRAFT-UNKNOWN"):
            drafts.of(draft.id, own)
    assert [item.id for item in drafts.open_for(None, "lan")] == [draft.id]
    assert drafts.open_for(None, "minh") == []
    record = office.settings.home / "drafts" / draft.id / "record.json"
    kept = json.loads(record.read_text(encoding="utf-8"))
    kept["at"] = (dt.datetime.fromisoformat(kept["at"]) - KEPT_FOR).isoformat()
    record.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(RefusalError, match="REQUEST-DRAFT-UNKNOWN"):
        drafts.of(draft.id, None)
    drafts.sweep()
    assert not record.parent.exists()


def test_typed_rows_are_read_as_a_list_is_and_a_paper_file_needs_none(
    office: Registry, tmp_path: Path
) -> None:
    drafts = Drafts(office)
    facts = {**FACTS, "received_on": today().isoformat()}
    draft = drafts.make(facts, who="lan", own=None, source=None)
    assert drafts.appraisal(draft) is None
    row = {"site_code": "V1", "position": "21,2914; 106,1946", "mast_class": "A2b", "mast_height_m": "42"}
    draft = drafts.with_rows(draft, [row, {"site_code": " "}], who="lan")
    found = drafts.appraisal(draft)
    assert found is not None
    [only] = found.rows
    assert (only.proposal.site_code, only.proposal.mast_height_m) == ("V1", 42.0)
    request = drafts.register(drafts.with_rows(draft, [], who="lan"), officer="lan", who="lan")
    assert load_request(office, request.id).appraisal is None


def test_an_amendment_names_a_request_of_its_own_organisation(office: Registry, tmp_path: Path) -> None:
    first = desk.received(office, tmp_path, organisation="VNPT")
    own = desk.received(office, tmp_path)
    for amends in ("", "99/2020/HS-VT", first.number):
        with pytest.raises(RefusalError, match="REQUEST-AMENDS"):
            made(office, tmp_path, kind="amendment", amends=amends)
    draft = made(office, tmp_path, kind="amendment", amends=own.number)
    request = Drafts(office).register(draft, officer="lan", who="lan")
    assert request.amends == own.id


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"mast_height_m": "cao lắm"}, "REQUEST-CELL"),
        ({"position": "chưa khảo sát"}, "REQUEST-CELL"),
        ({"mast_class": "cột cao"}, "REQUEST-CELL"),
        ({"kind": ""}, "REQUEST-VALUE"),
        ({"hidden": "1"}, "REQUEST-VALUE"),
    ],
)
def test_a_text_that_does_not_read_is_refused_and_kept_nowhere(
    office: Registry, tmp_path: Path, texts: dict[str, str], code: str
) -> None:
    draft = made(office, tmp_path)
    with pytest.raises(RefusalError, match=code):
        Drafts(office).answer(draft, 0, texts)
    assert Drafts(office).of(draft.id, None).answers == {}


def test_what_a_row_says_reads_back_as_it_is(office: Registry, tmp_path: Path) -> None:
    """The form of a row holds texts; sent back untouched they change nothing."""
    request = desk.received(office, tmp_path)
    before = load_request(office, request.id).rows[0].proposal
    texts = texts_of(before)
    assert set(texts) <= set(FIELDS)
    changes = typed(office, texts, before, today())
    after = correct_row(office, request.id, 0, changes, who="lan", seen=1, reason="thử")
    assert texts_of(after) == texts


def test_whatever_field_a_form_offers_can_be_answered(office: Registry, tmp_path: Path) -> None:
    """An answer that is kept but cannot be read again would close the preview to its sender."""
    draft, samples = made(office, tmp_path), {"position": "21,28; 106,19", "emf_expires_on": "1/2/2027"}
    for name in FIELDS:
        first = next(iter(choices_of(name, "vi")), "")
        text = samples.get(name) or first or ("VTL" if name == "shared_with" else "12")
        draft = Drafts(office).answer(draft, 0, {name: text})
        shown = Drafts(office).appraisal(draft)
        assert shown is not None, name
        assert texts_of(shown.rows[0].proposal).get(name), name


def test_a_notice_of_commencement_is_not_asked_for_one(office: Registry, tmp_path: Path) -> None:
    def said(draft: Draft) -> set[str]:
        found = Drafts(office).appraisal(draft)
        assert found is not None
        return {item.code for row in found.rows for item in row.findings if item.rule == "PRM-01"}

    draft = made(office, tmp_path)
    assert said(draft) == {"PRM-01-NOTICE"}
    assert said(replace(draft, kind=RequestKind.COMMENCEMENT.value)) == {"PRM-01-COMMENCING"}


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_has_a_dossier_and_what_is_missing_is_named(kind: RequestKind) -> None:
    lines = dossier_of(kind, [])
    assert [line.item for line in lines] == list(items_for(kind))
    assert all(line.item.name.vi and line.item.name.en and not line.files for line in lines)
    assert all(item.source or not item.verified for item in items_for(kind))
