"""A paper put under the wrong one of the dossier is filed as its own; the ledger keeps both."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind
from registry.services.office.registry import Registry
from registry.services.requests.dossiers import items_for
from registry.services.requests.filing import file_as
from registry.services.requests.opened import load_request
from registry.services.requests.requests import attach
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, received

FIRST, SECOND = (item.code for item in items_for(RequestKind.POSITION)[:2])


def papers(office: Registry, request: str) -> list[tuple[str, str]]:
    return sorted((one.kind, one.name) for one in load_request(office, request).attachments)


@pytest.fixture
def filed(office: Registry, tmp_path: Path) -> tuple[str, str]:
    """A request with one paper under the first of its dossier: the keys of both."""
    made = received(office, tmp_path, FIVE[:1])
    (tmp_path / "đất.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    attach(office, made.id, tmp_path / "đất.pdf", name="đất.pdf", kind=f"dossier:{FIRST}", who="lan")
    (paper,) = [one for one in load_request(office, made.id).attachments if one.name == "đất.pdf"]
    return made.id, paper.id


def test_a_paper_is_filed_as_another_and_nothing_else_of_it_changes(
    office: Registry, filed: tuple[str, str]
) -> None:
    request, paper = filed
    before = next(one for one in load_request(office, request).attachments if one.id == paper)
    file_as(office, request, paper, SECOND, who="minh")
    after = next(one for one in load_request(office, request).attachments if one.id == paper)
    assert after.kind == f"dossier:{SECOND}"
    assert (after.name, after.sha256, after.who, after.at) == (
        before.name,
        before.sha256,
        before.who,
        before.at,
    )
    assert desk.sound(office)
    file_as(office, request, paper, "", who="minh")
    assert ("dossier", "đất.pdf") in papers(office, request)


def test_the_same_file_handed_in_again_where_it_stood_is_not_lost(
    office: Registry, filed: tuple[str, str], tmp_path: Path
) -> None:
    request, paper = filed
    file_as(office, request, paper, SECOND, who="lan")
    attach(office, request, tmp_path / "đất.pdf", name="đất.pdf", kind=f"dossier:{FIRST}", who="lan")
    attach(office, request, tmp_path / "đất.pdf", name="đất.pdf", kind=f"dossier:{FIRST}", who="lan")
    assert len(papers(office, request)) == 2
    assert {(f"dossier:{FIRST}", "đất.pdf"), (f"dossier:{SECOND}", "đất.pdf")} <= set(papers(office, request))


def test_what_is_no_paper_of_the_dossier_stays_where_it_is(
    office: Registry, filed: tuple[str, str], tmp_path: Path
) -> None:
    request, paper = filed
    attach(office, request, desk.pdf(tmp_path), name="ảnh.jpg", kind="photo", who="lan")
    photo = next(one for one in load_request(office, request).attachments if one.kind == "photo")
    before = papers(office, request)
    for attachment, item, code in (
        (photo.id, SECOND, "REQUEST-PAPER-UNKNOWN"),
        ("không có", SECOND, "REQUEST-PAPER-UNKNOWN"),
        (paper, "không có", "REQUEST-VALUE"),
    ):
        with pytest.raises(RefusalError) as refused:
            file_as(office, request, attachment, item, who="lan")
        assert refused.value.code == code
    assert papers(office, request) == before
