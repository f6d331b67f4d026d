"""A track that ends before its storm: what it brings is said first, then what cannot be concluded."""

from registry.services.storm.vocabulary import unfinished_words
from registry.storm.exposure import expose
from tests.storm.test_unfinished import MASTS, ending


def test_a_storm_that_crossed_says_first_what_it_brings() -> None:
    crossed = expose(ending(106.2, 21.2, step=(-1.0, 0.1)), MASTS)
    assert crossed.unfinished is not None
    reached = len(crossed.reached)
    assert reached > 0
    said = unfinished_words(crossed, "vi")
    assert said.startswith("Theo đường đi đến ")
    assert f"gió giật từ cấp 8 tới {reached}/{len(crossed)} cột" in said
    assert said.index("cột") < said.index("chưa đủ để kết luận")
    assert "có thể tới cột ngay từ lúc đó" not in said
    english = unfinished_words(crossed, "en")
    assert f"reach {reached} of {len(crossed)} masts" in english


def test_one_that_may_still_come_says_that_nothing_can_be_concluded() -> None:
    coming = expose(ending(111.1, 20.1, step=(-1.0, 0.1)), MASTS)
    assert len(coming.reached) == 0
    assert unfinished_words(coming, "vi").startswith("Chưa đủ để kết luận")
    assert unfinished_words(expose(ending(111.1, 20.1, step=(1.2, 0.6)), MASTS), "vi") == ""
