"""A .docx as PDF/A with empty fields for signatures at the signer's name; and without LibreOffice."""

import io

import pytest
from docx import Document
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from registry.documents import pdf
from registry.documents.signatures import read_in_child
from registry.errors import RefusalError
from tests.documents import signing

SIGNER = ("Trần Văn Đốc", "GIÁM ĐỐC")


def letter() -> bytes:
    document = Document()
    document.add_paragraph("Số: 45/SKHCN-VT")
    document.add_page_break()
    for text in ("GIÁM ĐỐC", "", "", "", "", "Trần Văn Đốc"):
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed here")
def test_a_letter_becomes_pdf_a_with_fields_above_the_signers_name_that_can_be_signed() -> None:
    made = pdf.make_pdf(letter(), "thư.docx", signer=SIGNER)
    assert pdf.pdf_part(made) == "2B"
    fields = {
        name: one.get_object() for name, _value, one in enumerate_sig_fields(PdfFileReader(io.BytesIO(made)))
    }
    assert set(fields) == {pdf.SIGNER_FIELD, pdf.OFFICE_FIELD}
    assert all("/AP" in field for field in fields.values())  # PDF/A asks for it
    signer, stamp = (fields[name]["/Rect"] for name in (pdf.SIGNER_FIELD, pdf.OFFICE_FIELD))
    over = float(stamp[2]) - float(signer[0])
    assert over == pytest.approx((float(signer[2]) - float(signer[0])) / 3, abs=1)  # NĐ 30/2020, Phụ lục I
    signed = signing.signed(made, field=pdf.SIGNER_FIELD)
    both = signing.signed(signed, signing.stamp(), field=pdf.OFFICE_FIELD)
    found = signing.aside(read_in_child, {"content": both, "roots": [signing.authority().der]})
    assert [one["signer"] for one in found["signatures"]] == [signing.SIGNER, signing.STAMP]
    assert {one["integrity"] for one in found["signatures"]} == {"intact"}
    assert "45/SKHCN-VT" in found["text"]


def test_without_libreoffice_it_is_said_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not pdf.available()
    with pytest.raises(RefusalError, match="PDF-NOT-AVAILABLE"):
        pdf.make_pdf(b"", "thư.docx")


@pytest.mark.skipif(not pdf.available(), reason="LibreOffice is not installed here")
def test_what_is_no_document_is_refused_and_the_next_one_is_made() -> None:
    with pytest.raises(RefusalError, match="PDF-NOT-MADE"):
        pdf.page_pictures(b"PK\x03\x04 broken", "hỏng.docx")
    first, second = pdf.page_pictures(letter(), "thư.docx", width=300)
    assert first.startswith(b"\x89PNG")
    assert second.startswith(b"\x89PNG")
