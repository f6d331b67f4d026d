"""The dictionary of the lake: every layer and column, its Arrow type, unit, meaning and who sees it.

``docs/lake-columns.md`` is written anew by ``python -m registry.frames.lake.dictionary``; a test asks
whether it is as the data say.
"""

from pathlib import Path

from registry.frames.dictionary import SEEN
from registry.frames.lake.masking import audience
from registry.lake.columns import LakeColumn, LayerFacts, lake_layers
from registry.lake.layout import VERSION
from registry.messages import say
from registry.shipped_data import ROOT

PAGE = ROOT / "docs" / "lake-columns.md"


def page() -> str:
    """Return the dictionary as Markdown, with the Vietnamese words beside the English."""
    parts = [_HEAD.replace("VERSION", str(VERSION))]
    for facts in lake_layers().values():
        parts += [
            f"## `{facts.layer}`: {facts.label['en']} ({facts.label['vi']})",
            "",
            f"{facts.means['en']}. Geometry: {facts.shape}. Rows are told apart by {', '.join(facts.key)}.",
            "",
            "| Column | Arrow type | Unit | Meaning | Nghĩa | Seen of another's row |",
            "|---|---|---|---|---|---|",
            *(_line(facts, item) for item in facts.columns),
            "",
        ]
    return "\n".join(parts)


_HEAD = """# The columns of the lake

Written from `data/codes/lake.toml` and `columns.toml` by `python -m registry.frames.lake.dictionary`, never
by hand. Version VERSION: a column that goes or means something else raises it, and `bts` refuses a lake
of another version. One that is added does not: take columns by name.

A missing value is null. Degrees are EPSG:4326, to the last bit as the register holds them. Layers with a
geometry have `bbox` (a struct of `xmin`, `ymin`, `xmax`, `ymax`) and `geometry` (WKB) at their end;
illustrative registers have `data_mark` before them. `layer`, `province` and `day` are the names of the
folders. In a lake that is not the office's, columns for the office only are not there, and others' rows
have null where they are not to be seen.
"""


def _line(facts: LayerFacts, item: LakeColumn) -> str:
    seen = say(SEEN[audience(facts, item)], "en")
    unit = item.unit.replace("độ", "°")
    cells = (f"`{item.name}`", f"`{item.type.arrow}`", unit, item.label_en, item.label_vi, seen)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
