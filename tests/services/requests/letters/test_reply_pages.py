"""The reply as a printer has it: a body of two pages at most for any number of rows, annexes across."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from registry.services.office.registry import Registry
from registry.services.requests.letters.reply import Writer
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.services.requests.letters.replied import decided
from tests.services.requests.letters.test_reply_mixes import every_mix

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("rows", "most"), [(5, 9), (30, 14), (200, 32)])
def test_the_body_is_two_pages_at_most_and_ends_with_the_signature(
    office: Registry, tmp_path: Path, rows: int, most: int
) -> None:
    request = desk.received(
        office, tmp_path, [(f"M{at:03d}", 400.0 * (at % 40) + 1500, 600.0 * (at // 40)) for at in range(rows)]
    )
    file = decided(load_request(office, request.id), every_mix(rows))
    made = tmp_path / "thư.docx"
    made.write_bytes(Writer(office, file, "vi").document(maps=False))
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(made),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = pypdfium2.PdfDocument(tmp_path / "thư.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    across = [page.get_width() > page.get_height() for page in document]
    document.close()
    assert len(pages) <= most
    body = across.index(True)
    assert body <= 2
    assert all(across[body:])
    last = pages[body - 1]
    assert last.index("Trên đây là ý kiến") < last.index("Nơi nhận") < last.index("Lưu: VT")
    assert not pages[0].lstrip().startswith("1")
    assert all(page.lstrip().startswith(str(at)) for at, page in enumerate(pages[1:], 2))
    for page in pages[body:]:  # the head of a table stands on every page that it goes on to
        assert "Mã vị trí" in page
