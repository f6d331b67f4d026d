"""What a person says that columns are, where their headers tell nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.columns import fold
from registry.intake.marks import STATUS_HEADER


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a person says that a column is: the dictionary's ``name``, and the ``unit`` of its lengths.

    ``unit`` "" is what the header states, else metres. ``by`` is who said it; ``source`` is the number of the
    request of whose list it was said, "" where it is said of this list.
    """

    name: str
    unit: str = ""
    by: str = ""
    source: str = ""


Meanings = Mapping[str, Meaning]
"""What a person says of columns, by their folded headers."""


def stated_columns(texts: Sequence[str], names: Sequence[str], meanings: Meanings) -> dict[int, Meaning]:
    """Return what is said of the columns with these header ``texts``, by their index.

    A header that is understood (it has a name) goes before what is said of it, and so does a column that
    has the field already; our own column of results is no field.
    """
    found: dict[int, Meaning] = {}
    taken = {name.partition(":")[0] for name in names if name}
    for i, text in enumerate(texts):
        said = meanings.get(fold(text)) if text and not names[i] else None
        if said is None or said.name in taken or fold(text) == fold(STATUS_HEADER):
            continue
        found[i] = said
        taken.add(said.name)
    return found
