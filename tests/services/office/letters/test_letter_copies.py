"""The lines of Nơi nhận, made of what an office typed as its standing recipients."""

from registry.services.office.letters.letter_copies import copies


def test_what_an_office_copies_of_its_own_letters_stands_once_and_the_file_last() -> None:
    head = {"copies": "Như trên; UBND tỉnh (để báo cáo); Lưu: VT, BCVT.", "archive": "Lưu: VT, BCVT."}
    assert copies(head, "vi") == ["Như trên;", "UBND tỉnh (để báo cáo);", "Lưu: VT, BCVT."]
