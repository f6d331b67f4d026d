"""A limit is written with as many decimals as it needs."""

from registry.model.field.inspections import Judged, Judgement
from registry.services.field.vocabulary import limit_words


def test_a_limit_that_was_reckoned_bears_no_noise_of_its_reckoning() -> None:
    between = Judgement(Judged.WITHIN, 12.0, 12 * 1.1, 12 * 0.9, "between", "kN")
    assert limit_words(between, "vi") == "10,8 – 13,2 kN (*)"
    assert (
        limit_words(Judgement(Judged.WITHIN, 1.0, 50**0.5, None, "<=", "mm", verified=True), "vi")
        == "≤ 7,071 mm"
    )


def test_a_limit_whose_source_states_no_unit_says_so() -> None:
    torque = Judgement(Judged.WITHIN, 650.0, 700.0, 600.0, "between")
    assert limit_words(torque, "vi") == "600 – 700 (*); nguồn không ghi đơn vị"
    assert limit_words(torque, "en") == "600 – 700 (*); the source states no unit"
