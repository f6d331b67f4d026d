"""A file that is no list is refused with advice that can be followed."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.messages import remedy


@pytest.mark.parametrize(
    ("name", "code", "opened_by"),
    [("cột.geojson", "FILE-IS-MAP", "QGIS"), ("cột.KML", "FILE-IS-MAP", "QGIS"),
     ("công văn.pdf", "FILE-EXTENSION", "xin nơi gửi")],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_not_sent_to_excel(
    tmp_path: Path, name: str, code: str, opened_by: str
) -> None:
    path = tmp_path / name
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(RefusalError) as refused:
        check_file(path)
    assert refused.value.code == code
    advice = remedy(refused.value.code, refused.value.params, "vi")
    assert opened_by in advice
    assert "bts" not in advice, "whoever sends a list by a page has no command line"
    assert "Nhập vùng từ tệp" in advice or code == "FILE-EXTENSION"
