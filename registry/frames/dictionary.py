"""The data dictionary: every column of every frame, the vocabularies, and the layers of zones.

``docs/data-dictionary.md`` is written anew by ``python -m registry.frames.dictionary``; a test asks whether
it is as the data say. The page of the product shows the same, in the reader's language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.frames.columns import Dtype, FrameColumn, FrameKind, frame_kinds, words_of
from registry.intake.choices import choice_table
from registry.messages import Language, Words, say
from registry.model.areas import LAYERS
from registry.services.register.disclosure import Audience, restricted_layers
from registry.shipped_data import ROOT

TYPES: Mapping[Dtype, Words] = {
    Dtype.TEXT: Words("chữ", "text"),
    Dtype.NUMBER: Words("số", "number"),
    Dtype.WHOLE: Words("số nguyên", "whole number"),
    Dtype.DAY: Words("ngày", "day"),
    Dtype.MOMENT: Words("thời điểm (UTC)", "moment (UTC)"),
    Dtype.YES_NO: Words("có/không", "yes or no"),
    Dtype.CHOICE: Words("mã của bộ từ", "code of a vocabulary"),
}
SEEN: Mapping[Audience, Words] = {
    Audience.PUBLIC: Words("mọi người", "everybody"),
    Audience.OWN: Words("đơn vị có dòng ấy và cơ quan", "whose row it is, and the office"),
    Audience.STAFF: Words("chỉ cơ quan", "the office only"),
}
_SHAPES: Mapping[str, Words] = {
    "point": Words("điểm", "point"),
    "line": Words("đường", "line"),
    "area": Words("vùng", "area"),
    "any": Words("điểm, đường hoặc vùng", "point, line or area"),
    "none": Words("không có", "none"),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A table of codes: each with the words that lists write first, where they are not the code itself."""

    name: str
    words: tuple[tuple[str, str], ...]


def vocabularies() -> list[Vocabulary]:
    """Return the vocabularies of all frames by name, each once."""
    names = sorted({item.choices for kind in frame_kinds().values() for item in kind.columns if item.choices})
    return [Vocabulary(name, tuple(_worded(name))) for name in names]


def _worded(name: str) -> Iterator[tuple[str, str]]:
    known: Mapping[str, str] = {}
    if name == "zone_layers":
        known = {layer.value: facts.label["vi"] for layer, facts in LAYERS.items()}
    elif name not in _OF_CODE:
        known = choice_table(name).labels
    for code in words_of(name):
        yield code, "" if known.get(code, code) == code else known[code]


_OF_CODE = frozenset(
    {"admin_levels", "confidences", "old_classes", "outcomes", "questions", "reservations", "severities",
     "stages", "verdicts"}
)  # fmt: skip


def type_words(column: FrameColumn) -> Words:
    """Return what a column's type is called."""
    return TYPES[column.dtype]


def shape_words(kind: FrameKind) -> Words:
    """Return what the geometry of a frame is called."""
    return _SHAPES[kind.shape]


def seen_words(kind: FrameKind, column: FrameColumn) -> Words:
    """Return who sees a column of another's row."""
    return SEEN[kind.audience(column.name)]


def page(lang: Language = "en") -> str:
    """Return the dictionary as Markdown, with the Vietnamese words beside the English."""
    parts = [_HEAD]
    for kind in frame_kinds().values():
        parts += [
            f"## `{kind.name}`: {kind.label['en']} ({kind.label['vi']})",
            "",
            f"{kind.means['en']}. Geometry: {say(shape_words(kind), lang)}, EPSG:4326.",
            "",
            "| Column | dtype | Unit | Meaning | Nghĩa | Vocabulary | Seen of another's row |",
            "|---|---|---|---|---|---|---|",
            *(_line(kind, item, lang) for item in kind.columns),
            "",
        ]
    parts += ["## Vocabularies", "", "| Name | Codes (first word of lists) |", "|---|---|"]
    for one in vocabularies():
        told = ", ".join(f"`{code}`" + (f" ({word})" if word else "") for code, word in one.words)
        parts.append(f"| `{one.name}` | {told} |")
    parts += [
        "",
        "## Layers of zones",
        "",
        "| Layer | In Vietnamese | In English | Drawn as | Shown to |",
        "|---|---|---|---|---|",
    ]
    for layer, facts in LAYERS.items():
        roles = restricted_layers().get(layer)
        shown = "everybody" if roles is None else ", ".join(sorted(roles)) + ", and a body bound to the layer"
        drawn = "lines or areas" if facts.lines else "areas"
        parts.append(f"| `{layer.value}` | {facts.label['vi']} | {facts.label['en']} | {drawn} | {shown} |")
    return "\n".join(parts) + "\n"


_HEAD = """# The data dictionary

Written from `data/codes/frames.toml`, `columns.toml` and `layers.toml` by
`python -m registry.frames.dictionary`, never by hand. A missing value is missing (`pd.NA`, `NaT`), never 0 or
an empty text. Several codes in one text are joined by commas. The frames of an appraisal, a storm and the
compliance run hold own rows only for whoever is bound to an organisation.

`attrs` of every frame: `frame`, `day`, `province`, `ledger_entries`, `ledger_head`, `law` (digest of the
rules in force), `disclosure` (whose eyes it is for), `illustrative`; the rows of an illustrative register
also say so in `data_mark`.
"""


def _line(kind: FrameKind, item: FrameColumn, lang: Language) -> str:
    seen = say(seen_words(kind, item), lang)
    vocabulary = f"`{item.choices}`" if item.choices else ""
    cells = (
        f"`{item.name}`", f"`{item.dtype.value}`", item.unit.replace("độ", "°"), item.label_en, item.label_vi,
        vocabulary, seen,
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def write(path: Path) -> None:
    """Write the page to ``path``."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write(ROOT / "docs" / "data-dictionary.md")
