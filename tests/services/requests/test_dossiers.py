"""Several files at once: each is put to the paper of the dossier that its name tells, or to none."""

import pytest

from registry.model.requests.desk import RequestKind
from registry.services.requests.dossiers import items_for, likely_item


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
