"""The data dictionary says every column of every frame, as the data do."""

import tomllib
from pathlib import Path

from registry.frames.columns import Dtype, frame_kinds
from registry.frames.dictionary import page, vocabularies
from registry.model.areas import LAYERS
from registry.services.register.disclosure import restricted_layers
from registry.settings import DATA

WRITTEN = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_dictionary_is_as_the_data_say() -> None:
    assert WRITTEN.read_text("utf-8") == page(), "python -m registry.frames.dictionary writes it anew"


def test_every_column_of_every_frame_stands_in_it_with_its_type_and_meaning() -> None:
    said = page()
    for kind in frame_kinds().values():
        assert f"## `{kind.name}`: " in said
        names = [item.name for item in kind.columns]
        assert len(names) == len(set(names)), kind.name
        for item in kind.columns:
            assert f"| `{item.name}` | `{item.dtype.value}` |" in said
            assert item.label_vi
            assert item.label_en
            assert (item.dtype is Dtype.CHOICE) == bool(
                item.choices and item.vocabulary
            ) or item.choices == "operators"
    assert all(one.words for one in vocabularies())


def test_a_length_and_a_wind_have_their_unit_in_the_name() -> None:
    for kind in frame_kinds().values():
        for item in kind.columns:
            assert (item.unit == "m") == item.name.endswith("_m"), (kind.name, item.name)
            assert (item.unit == "m/s") == item.name.endswith("_ms"), (kind.name, item.name)


def test_every_layer_stands_in_it_with_who_sees_it() -> None:
    lines = {
        line.split("`")[1]: line for line in page().split("## Layers of zones")[1].splitlines() if "`" in line
    }
    assert lines.keys() == {layer.value for layer in LAYERS}
    for layer, line in lines.items():
        assert ("everybody" in line) == (layer not in {one.value for one in restricted_layers()})


def test_no_column_is_defined_that_no_frame_has() -> None:
    own = tomllib.loads((DATA / "codes" / "frames.toml").read_text("utf-8"))["columns"]
    there = {item.name for kind in frame_kinds().values() for item in kind.columns}
    assert {name.split(".")[-1] for name in own} - there - {"data_mark"} == set()
