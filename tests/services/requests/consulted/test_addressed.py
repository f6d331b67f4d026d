"""To whom the office of a province writes for a body of the law."""

from registry.provinces import provinces
from registry.services.requests.consulted.addressed import MILITARY, addressed
from registry.services.requests.consulted.consultations import bodies_in_law


def test_no_city_writes_to_the_command_of_a_province_unless_it_says_so() -> None:
    assert MILITARY in {body.vi for body in bodies_in_law()}
    written = {code: addressed(MILITARY, {}, code) for code in provinces()}
    assert {code for code, to in written.items() if "tỉnh" not in to} == {
        code for code, one in provinces().items() if one.is_city
    }
    assert (written["01"], written["48"]) == ("Bộ Tư lệnh Thủ đô Hà Nội", "Bộ Chỉ huy quân sự thành phố")
    assert addressed(MILITARY, {MILITARY: "BCHQS TP"}, "48") == "BCHQS TP"
