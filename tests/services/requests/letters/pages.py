"""What a paper looks like once it is printed: its pages by LibreOffice, where that is installed."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest


def pages_of(content: bytes, folder: Path) -> list[str]:
    """Return the words of each page of a .docx."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = folder / "paper.docx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    with pypdfium2.PdfDocument(folder / "paper.pdf") as document:
        return [page.get_textpage().get_text_bounded() for page in document]
