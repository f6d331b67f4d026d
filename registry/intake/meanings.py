"""What a person says that columns are: instead of what their headers tell, or where these tell nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.intake.marks import OUR_HEADERS, STATUS_HEADER

_OURS = frozenset(map(fold, (STATUS_HEADER, *(word for words in OUR_HEADERS.values() for word in words))))
NOT_USED = "-"
"""The name by which a person says that a column is none of the dictionary's fields."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a person says that a column is: the dictionary's ``name``, and the ``unit`` of its lengths.

    ``name`` may be ``NOT_USED``. ``unit`` "" is what the header states, else metres. ``by`` is who said it;
    ``source`` is the number of the request of whose list it was said, "" where it is said of this list.
    """

    name: str
    unit: str = ""
    by: str = ""
    source: str = ""

    @property
    def field(self) -> str:
        """The dictionary's name, "" for a column that is not used."""
        return "" if self.name == NOT_USED else self.name


Meanings = Mapping[str, Meaning]
"""What a person says of columns, by the keys of ``column_keys``."""


def is_ours(header: str) -> bool:
    """Whether a column is one that we add: to a workbook that goes back, to a file that is taken away."""
    return fold(header) in _OURS


def column_keys(sheet: int, columns: Iterable[tuple[str, str]]) -> list[str]:
    """Return by what each column (its letter and header) is known: its folded header, wherever it stands.

    The second column of one header is "header#2"; one without a header is known by its place alone ("0!C":
    on the first ``sheet``, whatever that is called), and our own column by nothing ("").
    """
    seen: Counter[str] = Counter()
    keys = []
    for letter, header in columns:
        key = "" if is_ours(header) else fold(header) or f"{sheet}!{letter}"
        seen[key] += 1
        keys.append(f"{key}#{seen[key]}" if key and seen[key] > 1 else key)
    return keys


def is_placed(key: str) -> bool:
    """Whether a column is known by its place alone, which tells something of one list only."""
    return "!" in key


def stated_columns(
    keys: Sequence[str], names: Sequence[str], meanings: Meanings
) -> tuple[dict[int, Meaning], dict[int, int]]:
    """Return what is said of the columns with these ``keys``, by index, and which of it cannot hold.

    ``names`` are what the headers tell; what a person says goes before. It cannot hold where another column
    (its index is given) has the field already: one whose header tells so, or of which it was said.
    """
    said = {i: meanings[key] for i, key in enumerate(keys) if key and key in meanings}
    taken: dict[str, int] = {}
    for i, name in enumerate(names):
        if name and i not in said:
            taken.setdefault(name.partition(":")[0], i)
    refused: dict[int, int] = {}
    for i, meaning in said.items():
        if not meaning.field:
            continue
        if meaning.field in taken:
            refused[i] = taken[meaning.field]
        else:
            taken[meaning.field] = i
    return said, refused
