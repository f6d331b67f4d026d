"""Several files at once: each is put to the paper of the dossier that its name tells, or to none."""

from dataclasses import replace

import pytest

from registry.model.positions import Position
from registry.model.requests.desk import RequestKind
from registry.model.requests.desk_records import Attachment
from registry.model.requests.proposals import Proposal
from registry.model.sites import MastClass, Support
from registry.services.requests.dossiers import dossier_of, items_for, likely_item


@pytest.mark.parametrize(
    ("name", "paper"),
    [
        ("CV_1187_VTL.pdf", "letter"),
        ("cong-van-de-nghi-vi-tri.pdf", "letter"),
        ("Công văn đề nghị.docx", "letter"),
        ("Bản đồ vị trí.pdf", "location_map"),
        ("trich_luc.pdf", "location_map"),
        ("HĐ thuê đất thôn 3.pdf", "land"),
        ("hop dong thue vi tri BGG08107.pdf", "land"),
        ("De nghi dung chung va tra loi.pdf", "sharing"),
        ("CV đề nghị dùng chung.pdf", "sharing"),
        ("Ảnh hiện trạng.jpg", "photos"),
        ("IMG_2041.jpg", "photos"),
        ("cam-ket-an-toan.pdf", "commitment"),
        ("scan001.pdf", ""),
        ("tài liệu.zip", ""),
        ("CVHD.pdf", ""),  # a short word counts by itself only
    ],
)
def test_the_name_of_a_file_tells_its_paper(name: str, paper: str) -> None:
    assert likely_item(RequestKind.POSITION, name) == paper


def test_every_paper_is_found_by_its_own_name() -> None:
    for kind in RequestKind:
        for item in items_for(kind, behalf=True):
            assert item.words, item.code
            named = {likely_item(kind, f"{word}.pdf", behalf=True) for word in item.words}
            assert item.code in named, (kind, item.code)


def test_a_power_of_attorney_is_looked_for_only_where_one_is_asked_for() -> None:
    assert likely_item(RequestKind.POSITION, "ủy quyền.pdf") == ""
    assert likely_item(RequestKind.POSITION, "ủy quyền.pdf", behalf=True) == "authorisation"


def test_the_check_of_a_roof_is_asked_only_of_a_list_with_a_roof() -> None:
    def asked(*rows: Proposal, files: tuple[Attachment, ...] = ()) -> bool:
        lines = dossier_of(RequestKind.COMMENCEMENT, files, rows=rows)
        return "roof" in {line.item.code for line in lines}

    ground = Proposal("Sheet1", 2, Position(106.1, 21.2), support=Support.GROUND, mast_class=MastClass.A2B)
    roof = replace(ground, support=Support.ROOF)
    silent = replace(ground, support=None, mast_class=None)
    assert not asked(ground)
    assert asked(ground, roof)
    assert asked(ground, silent)  # it may be one
    assert asked()  # a list on paper
    sent = Attachment("a", "r", "dossier:roof", "x.pdf", "0" * 64, 9, "viettel", "")
    assert asked(ground, files=(sent,))  # what was handed in is shown
