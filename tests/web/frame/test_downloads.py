"""Names of files that are sent: whole for browsers of today, without marks for any other."""

from flask import Flask

from web.frame.downloads import download, plain_name


def test_a_letter_of_the_alphabet_is_never_dropped_from_a_name() -> None:
    assert plain_name("Phiếu thẩm định Đình Bảng.docx") == "Phieu tham dinh Dinh Bang.docx"


def test_a_name_is_sent_whole_and_plain(app: Flask) -> None:
    with app.test_request_context():
        sent = download(b"x", "đường dây.docx").headers["Content-Disposition"]
        plain = download(b"x", "a.docx", shown=True).headers["Content-Disposition"]
    assert 'filename="duong day.docx"' in sent
    assert "filename*=UTF-8''%C4%91" in sent
    assert plain == "inline; filename=a.docx"
