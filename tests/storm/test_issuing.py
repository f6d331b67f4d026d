"""Who issued a bulletin: of the two bodies in the header of an official paper, the second."""

import pytest

from registry.storm.sources.issuing import issuing_body


@pytest.mark.parametrize(
    ("header", "issuer"),
    [
        (
            "ĐÀI KHÍ TƯỢNG THỦY VĂN KHU VỰC ĐÔNG BẮC\nĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\nSố: 12/BNIN\n",
            "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH",
        ),
        (
            "CỤC KHÍ TƯỢNG THỦY VĂN\nTRUNG TÂM DỰ BÁO KHÍ TƯỢNG\nTHỦY VĂN QUỐC GIA\n\nTIN CẢNH BÁO MƯA LỚN\n",
            "TRUNG TÂM DỰ BÁO KHÍ TƯỢNG THỦY VĂN QUỐC GIA",
        ),
        (
            "CỤC KHÍ TƯỢNG THỦY VĂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "ĐÀI KTTV TỈNH BẮC NINH\tĐộc lập - Tự do - Hạnh phúc\n"
            "Số: 5/BNIN    Bắc Ninh, ngày 01 tháng 12 năm 2026\nTIN LŨ TRÊN SÔNG CẦU\n",
            "ĐÀI KTTV TỈNH BẮC NINH",
        ),
        (
            "ĐÀI KTTV KHU VỰC ĐÔNG BẮC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "ĐÀI KTTV TỈNH BẮC NINH\nĐộc lập - Tự do - Hạnh phúc\n-------\n"
            "Bắc Ninh, ngày 01 tháng 12 năm 2026\nTIN LŨ\n",
            "ĐÀI KTTV TỈNH BẮC NINH",
        ),
        ("ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH\nTIN MƯA LỚN VÀ CẢNH BÁO LŨ QUÉT\n", "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH"),
        ("ĐÀI KTTV TỈNH BẮC NINH\nDỰ BÁO MƯA LỚN\n", "ĐÀI KTTV TỈNH BẮC NINH"),
        (
            "TIN MƯA LỚN\nĐài Khí tượng Thủy văn khu vực Bắc Bộ (Tin phát lúc 08 giờ 00 ngày 03/12/2026)\n",
            "Đài Khí tượng Thủy văn khu vực Bắc Bộ",
        ),
        ("Đài KTTV tỉnh Bắc Ninh (phát lúc 8h30)\nTIN MƯA LỚN\n", "Đài KTTV tỉnh Bắc Ninh"),
        (
            "Trung tâm Dự báo khí tượng thủy văn quốc gia\nTIN BÃO\n",
            "Trung tâm Dự báo khí tượng thủy văn quốc gia",
        ),
    ],
    ids=[
        "two",
        "wrapped",
        "two-columns",
        "columns-in-turn",
        "one",
        "forecast",
        "told-beside",
        "told-short",
        "small-letters",
    ],
)
def test_the_issuer_is_the_last_body_of_the_header(header: str, issuer: str) -> None:
    assert issuing_body(header) == issuer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TIN BÃO SỐ 3\nHồi 4 giờ ngày 07/9/2024: 20,4N-108,7E.\n",
        "Theo Đài Khí tượng thủy văn tỉnh, chiều nay có mưa.\n",
    ],
    ids=["nothing", "no-header", "named-in-a-sentence"],
)
def test_where_no_header_names_a_body_none_is_taken(text: str) -> None:
    assert issuing_body(text) == ""


def test_a_body_that_the_text_names_below_its_title_issued_nothing() -> None:
    text = "ĐÀI KTTV TỈNH BẮC NINH\nSố: 1/BNIN\nTIN LŨ\nTRUNG TÂM DỰ BÁO KHÍ TƯỢNG THỦY VĂN QUỐC GIA\n"
    assert issuing_body(text) == "ĐÀI KTTV TỈNH BẮC NINH"


@pytest.mark.parametrize(
    "verb", ["đề nghị các cơ quan chức năng lưu ý", "cảnh báo: mưa to", "cho biết, mưa to"]
)
def test_a_sentence_that_begins_with_a_body_names_it_alone(verb: str) -> None:
    text = f"TIN CẢNH BÁO LŨ QUÉT\nTrung tâm Dự báo khí tượng thủy văn quốc gia {verb}.\n"
    assert issuing_body(text) == "Trung tâm Dự báo khí tượng thủy văn quốc gia"


def test_the_room_in_a_body_that_wrote_a_bulletin_is_no_part_of_its_name() -> None:
    text = "ĐÀI KTTV\x0bTỈNH BẮC NINH\x0bPHÒNG DỰ BÁO\nTIN MƯA LỚN\n"
    assert issuing_body(text) == "ĐÀI KTTV TỈNH BẮC NINH"
