"""The page ``docs/list-columns.md``: every column of a list of masts, written from the dictionary of columns.

Written anew by ``python -m registry.intake.list_columns``; a test asks whether it is as the data say.
"""

from pathlib import Path

from registry.columns import CellType, Column, ListKind, columns_for
from registry.intake.choices import choice_table
from registry.messages import number

_LISTS = {
    ListKind.SITES: "Standing masts (danh sách cột, trạm hiện có)",
    ListKind.PLAN: "Planned positions (danh sách vị trí quy hoạch)",
    ListKind.PROPOSALS: "Proposed positions (danh sách vị trí đề nghị)",
}
_HEAD = """# The columns of the lists of masts

Written from `data/codes/columns.toml` by `python -m registry.intake.list_columns`, never by hand.
A header is found by its letters and digits, whatever its case, diacritics, punctuation or unit. Who sees a
column of another's row: everybody (public), nobody but its own organisation or commune and the office (own),
the office (staff).
"""


def page() -> str:
    """Return the page, Markdown."""
    return "\n".join([_HEAD, *(_table(kind, title) for kind, title in _LISTS.items())])


def _table(kind: ListKind, title: str) -> str:
    lines = [
        f"## {title}",
        "",
        "| Header | In English | Name | How it is written | Also called | Seen | Kept of a mast |",
        "|---|---|---|---|---|---|---|",
        *(_line(item, kind) for item in columns_for(kind)),
        "",
    ]
    return "\n".join(lines)


def _line(item: Column, kind: ListKind) -> str:
    seen = item.disclosed.get(kind, "staff") + (", asked bodies" if _read_by_asked(item, kind) else "")
    cells = (
        item.with_unit("vi"),
        item.with_unit("en"),
        f"`{item.name}`",
        _written(item),
        ", ".join(item.aliases),
        seen,
        _kept(item) if kind is ListKind.SITES else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _read_by_asked(item: Column, kind: ListKind) -> bool:
    return kind is ListKind.PROPOSALS and "consulted" in item.disclosed


def _written(item: Column) -> str:
    said = item.type.value
    if item.choices:
        said += ": " + ", ".join(choice_table(item.choices).labels.values())
    if item.span and item.span[0] < item.span[1] < 10_000:  # more is no limit that a sender needs to know
        least, most = (number(end, 1 if end % 1 else 0, "en") for end in item.span)
        said += f", {least} to {most}"
    return said if item.type is not CellType.DATE else "day/month/year, or the year"


def _kept(item: Column) -> str:
    """Return what becomes of the column in the register: of what it is a fact, and what a change asks."""
    if item.level is None:
        return ""
    asked = {
        "": "",
        "always": "; a change is asked about",
        "known": "; a change of a known one is asked about",
    }
    return f"{item.level}{asked[item.asked]}"


def write(path: Path) -> None:
    """Write the page to ``path``."""
    path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs" / "list-columns.md")
