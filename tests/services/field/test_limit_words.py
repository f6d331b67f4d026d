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
