"""Letters cite documents in full, by rank and day; what is not known of one is left out."""

import pytest

from registry.law import catalogue, law_documents
from registry.services.office.letters.citations import article, cited, grounds, in_full, named_in, written_out


def test_a_document_is_named_by_kind_number_day_body_and_title() -> None:
    assert in_full("QĐ 72/2025/QĐ-UBND") == (
        "Quyết định số 72/2025/QĐ-UBND ngày 19 tháng 11 năm 2025 của Ủy ban nhân dân tỉnh Bắc Ninh quy định "
        "xây dựng, quản lý và sử dụng chung hạ tầng kỹ thuật viễn thông thụ động trên địa bàn tỉnh Bắc Ninh"
    )
    assert in_full("Luật Viễn thông 24/2023/QH15") == (
        "Luật Viễn thông số 24/2023/QH15 ngày 24 tháng 11 năm 2023"
    )
    assert in_full("QCVN 02:2022/BXD").endswith(
        "ban hành kèm theo Thông tư số 02/2022/TT-BXD ngày 26 tháng 9 năm 2022 của Bộ trưởng Bộ Xây dựng"
    )


def test_no_citation_carries_a_doubt_of_the_catalogue_and_none_is_made_of_a_gap() -> None:
    said = grounds(law_documents())
    assert said
    for text in said:
        for doubt in ("chưa đối chiếu", "chưa có trong danh mục", "trước QĐ", "Cách hiểu", "rút gọn"):
            assert doubt not in text
    # what nobody compared is left out: number, day and body remain
    assert in_full("NĐ 16/2026/NĐ-CP") == "Nghị định số 16/2026/NĐ-CP ngày 14 tháng 01 năm 2026 của Chính phủ"
    assert {rule.document for rule in catalogue()} <= set(law_documents())


def test_grounds_go_by_rank_then_by_day_each_once() -> None:
    names = [
        "QĐ 72/2025/QĐ-UBND", "TT 14/2013/TT-BTTTT", "NĐ 222/2026/NĐ-CP", "NĐ 62/2025/NĐ-CP",
        "Luật Xây dựng 135/2025/QH15", "QCVN 02:2022/BXD", "Luật Viễn thông 24/2023/QH15",
        "NĐ 62/2025/NĐ-CP", "Cách hiểu của cơ quan quản lý",
    ]  # fmt: skip
    kinds = [text.split(" số")[0].split(" QCVN")[0] for text in grounds(names)]
    assert kinds == [
        "Luật Viễn thông", "Luật Xây dựng", "Nghị định", "Nghị định", "Thông tư",
        "Quy chuẩn kỹ thuật quốc gia", "Quyết định",
    ]  # fmt: skip
    assert "62/2025" in grounds(names)[2]


@pytest.mark.parametrize(
    ("short", "said"),
    [
        ("Điều 15(5)a", "điểm a khoản 5 Điều 15"),
        ("Điều 4(4)", "khoản 4 Điều 4"),
        ("Điều 20", "Điều 20"),
        (
            "Điều 43(2)đ, 43(3)b; Điều 94(2)",
            "điểm đ khoản 2 Điều 43, điểm b khoản 3 Điều 43, khoản 2 Điều 94",
        ),
        ("Điều 3 (ăng ten), Điều 4(2)", "Điều 3, khoản 2 Điều 4"),
        ("Bảng 5.1", "Bảng 5.1"),
        ("Điều 82, Phụ lục IV", "Điều 82, Phụ lục IV"),
        ("", ""),
    ],
)
def test_articles_in_the_laws_words(short: str, said: str) -> None:
    assert article(short) == said


def test_a_ground_in_a_sentence_and_the_documents_that_a_text_names() -> None:
    ground = cited("QĐ 72/2025/QĐ-UBND", "Điều 15(5)")
    assert ground == "khoản 5 Điều 15 Quyết định số 72/2025/QĐ-UBND"
    assert cited("Cách hiểu của cơ quan quản lý", "") == ""
    assert cited("QCVN 07-8:2023/BXD", "2.4.2, 2.4.3") == "mục 2.4.2, 2.4.3 QCVN 07-8:2023/BXD"
    assert cited("TTLT 12/2007/TTLT-BXD-BTTTT", "cấp phép trạm BTS loại 1, loại 2") == (
        "Thông tư liên tịch số 12/2007/TTLT-BXD-BTTTT (cấp phép trạm BTS loại 1, loại 2)"
    )
    assert cited("QCVN 33:2019/BTTTT", "mục 2.1.4") == "mục 2.1.4 QCVN 33:2019/BTTTT"
    text = f"Theo {ground} và NĐ 62/2025/NĐ-CP"
    assert named_in(text) == ["NĐ 62/2025/NĐ-CP", "QĐ 72/2025/QĐ-UBND"]
    assert written_out(text).endswith("Nghị định số 62/2025/NĐ-CP")
