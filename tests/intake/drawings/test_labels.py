"""What texts of drawings say of plots, ducts and places; whatever is written, nothing crashes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.drawings.labels import bts_facts, duct_facts, plot_facts, spot_name
from registry.intake.drawings.layer_words import plot_kind, proposed_kind
from registry.intake.drawings.old_letters import repaired
from registry.model.designs.contents import BtsKind, DesignContent, Plot, PlotKind, ThingKind, totals


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("RANH GIOI QH", ThingKind.OUTLINE),
        ("QH-LÔ ĐẤT", ThingKind.PLOT),
        ("Tim đường", ThingKind.STREET),
        ("TTLL_TUYEN CONG BE", ThingKind.DUCT),
        ("CAP THONG TIN TREO", ThingKind.AERIAL),
        ("cap dien ngam", ThingKind.IGNORED),
        ("HO GA THOAT NUOC", ThingKind.IGNORED),
        ("HO GA THONG TIN", ThingKind.CHAMBER),
        ("VI TRI TRAM BTS", ThingKind.BTS),
        ("TU CAP", ThingKind.CABINET),
        ("Phòng kỹ thuật viễn thông", ThingKind.ROOM),
        ("0", ThingKind.IGNORED),
    ],
)
def test_a_layer_is_proposed_by_the_longest_word_of_its_name(name: str, kind: ThingKind) -> None:
    assert proposed_kind(name)[0] is kind


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("4 ống HDPE D110/90, dự phòng 1", {"ways": 4, "spare_ways": 1, "diameter_mm": 110.0}),
        ("2xD110", {"ways": 2, "diameter_mm": 110.0}),
        ("6Ø110 dùng chung 3 DN sâu 0,7m", {"ways": 6, "shared_by": 3, "depth_m": 0.7, "diameter_mm": 110.0}),
        ("8 ống, dp: 2, độ sâu 700mm", {"ways": 8, "spare_ways": 2, "depth_m": 0.7}),
        ("CÁP QUANG 24FO", {}),
    ],
)
def test_the_label_of_a_duct_is_read(text: str, facts: dict[str, Any]) -> None:
    assert {key: value for key, value in duct_facts([text], {}, "").items() if value is not None} == facts


@pytest.mark.parametrize(
    ("texts", "name", "kind", "dwellings", "floors"),
    [
        (["LK1-05"], "LK1-05", PlotKind.HOUSE, None, None),
        (["CT-02", "chung cư 15 tầng", "240 hộ"], "CT-02", PlotKind.HIGH_RISE, 240, 15),
        (["TH-01", "Trường tiểu học"], "TH-01", PlotKind.PUBLIC, None, None),
        (["CX2", "Cây xanh"], "CX2", PlotKind.GREEN, None, None),
        (["125,5 m2"], "", PlotKind.OTHER, None, None),
    ],
)
def test_the_texts_of_a_plot_are_read(
    texts: list[str], name: str, kind: PlotKind, dwellings: int | None, floors: int | None
) -> None:
    facts = plot_facts(texts, {}, "LO DAT")
    told = (facts["name"], facts["kind"], facts["dwellings"], facts["floors"])
    assert told == (name, kind, dwellings, floors)


def test_a_place_is_what_its_block_says() -> None:
    stated = {"TEN": "T1", "LOAI": "cột đa năng", "CAO": "18", "NHA MANG": "VTL/VNPT"}
    facts = bts_facts([], stated, "BTS")
    assert facts == {
        "kind": BtsKind.LAMP_POST, "height_m": 18.0, "building_m": None, "operators": ("VTL", "VNPT"),
    }  # fmt: skip
    assert spot_name(["khác"], stated) == "T1"


TEXTS = st.text(max_size=80) | st.from_regex(
    r"[0-9]{1,9}[ x]?(ống|D|hộ|tầng|h=|sâu )[0-9.,]{0,12}", fullmatch=True
)


@given(
    TEXTS, TEXTS, st.dictionaries(st.sampled_from(["TEN", "CAO", "SO ONG", "DO SAU", "HO", "LOAI"]), TEXTS)
)
def test_whatever_is_written_nothing_crashes(one: str, two: str, stated: dict[str, str]) -> None:
    plot_facts([one, two], stated, two)
    duct_facts([one, two], stated, one)
    bts_facts([one, two], stated, two)
    plot_kind(one, two)
    proposed_kind(one)
    assert isinstance(repaired(one, two), str)


def test_plots_are_added_up_by_kind() -> None:
    plots = (
        Plot("LK1", None, PlotKind.HOUSE), Plot("LK2", None, PlotKind.HOUSE, floor_area_m2=300.0),
        Plot("CT1", None, PlotKind.HIGH_RISE, dwellings=240), Plot("CT2", None, PlotKind.HIGH_RISE),
    )  # fmt: skip
    houses, high = totals(DesignContent(plots=plots))
    assert (houses.kind, houses.plots, houses.dwellings, houses.floor_area_m2) == (
        PlotKind.HOUSE,
        2,
        2,
        300.0,
    )
    assert (high.dwellings, high.unstated) == (240, 1)
