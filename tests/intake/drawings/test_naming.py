"""What the nameless things of a drawing are called, to readers of either language."""

from registry.intake.drawings.naming import numbered, said
from registry.model.designs.contents import ThingKind


def test_a_nameless_thing_is_called_in_the_readers_language() -> None:
    section = numbered(ThingKind.DUCT, 17)
    assert (section, said(section, "vi"), said(section, "en")) == ("đoạn 17", "đoạn 17", "section 17")
    assert said("lô 1, LK-02, lô 3 …", "en") == "plot 1, LK-02, plot 3 …"


def test_what_was_typed_on_a_drawing_stays_as_it_was_typed() -> None:
    for typed in ("Đường N2", "đường 3 tháng 2", "lô 12A", "Khu phố lô 5"):
        assert said(typed, "en") == typed
