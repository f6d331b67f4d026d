"""A sealed package is proven on a page: whole, altered, or no package at all."""

import io
from pathlib import Path

from flask import Flask

from registry.documents.package import write_package
from tests.web.people import visitor


def test_a_package_is_proven_on_a_page(app: Flask, tmp_path: Path) -> None:
    pages = visitor(app, "carrier")
    seal = write_package(tmp_path / "g.zip", {"letter.docx": b"x"}, {"request": "12/2026/HS-VT"})
    whole = (tmp_path / "g.zip").read_bytes()

    def said(content: bytes, seal: str) -> str:
        form = {"package": (io.BytesIO(content), "g.zip"), "seal": seal}
        answer = pages.post("/packages/check", form, 200, content_type="multipart/form-data")
        return answer.get_data(as_text=True)

    assert "không nguyên vẹn" not in said(whole, seal)
    assert "Chưa ghi mã niêm phong" in said(whole, "")
    assert "PACKAGE-OTHER-SEAL" in said(whole, "0" * 64)
    assert "PACKAGE-NOT-ZIP" in said(b"x", "")
    assert "UPLOAD-EMPTY" in pages.post(
        "/packages/check", {"seal": "x"}, 400, content_type="multipart/form-data"
    ).get_data(as_text=True)
