"""Files that the register keeps, and copies of them for whoever reads files."""

import pytest

from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.services.office.attachments import file_copy, keep_bytes
from registry.services.office.registry import Registry


def test_what_is_refused_of_a_copy_is_said_of_the_file_by_its_own_name(office: Registry) -> None:
    name = "Danh sách tháng 12.xlsx"
    kept = keep_bytes(office, b"khong phai bang tinh", name)
    with pytest.raises(RefusalError) as refused, file_copy(office, kept.sha256, name) as path:
        check_file(path)
    assert (refused.value.code, refused.value.params["name"]) == ("FILE-NOT-WHAT-IT-SAYS", name)


def test_a_refusal_of_something_else_keeps_the_name_that_it_has(office: Registry) -> None:
    kept = keep_bytes(office, b"x", "a.csv")
    with pytest.raises(RefusalError) as refused, file_copy(office, kept.sha256, "a.csv"):
        raise RefusalError("CHANNEL-RECIPIENT", name="VTL")
    assert refused.value.params["name"] == "VTL"
