"""The rows behind a number of a report, in words: what a page lists and a workbook holds."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from registry.messages import Language, Words, say
from registry.services.office.registry import Registry
from registry.services.reports.dimensions import SEVERAL, values_of, word_of
from registry.services.reports.subjects import ReportFacts
from registry.store.office.operators import organisation_names

if TYPE_CHECKING:
    import pandas as pd

_CODE = Words("Mã cột", "Mast")
_DAYS = {
    "built_on": Words("Xây dựng", "Built"),
    "on_air_on": Words("Phát sóng", "On air"),
    "on": Words("Ngày", "Day"),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "masts": ("operator", "commune", "district", "class", "form", "state", "sharing", "robust", "permit",
              "built_on"),
    "stations": ("operator", "technology", "commune", "district", "emf", "on_air_on"),
    "visits": ("operator", "commune", "district", "campaign_kind", "on"),
    "defects": ("organisation", "commune", "district", "severity", "defect_state", "on"),
}  # fmt: skip
"""What is told of each thing counted, after the code of its mast."""


def rows_header(counts: str, lang: Language) -> list[str]:
    """Return the words of the columns of rows: the mast's code first."""
    return [
        say(_CODE, lang),
        *(say(_DAYS[name], lang) if name in _DAYS else word_of(name, lang) for name in COLUMNS[counts]),
    ]


def rows_in_words(
    registry: Registry, facts: ReportFacts, counts: str, frame: "pd.DataFrame", lang: Language
) -> list[list[Any]]:
    """Return the rows of a frame (see ``reports.rows_behind``) in words; days stay days, None unknown."""
    with registry.database.read() as connection:
        names = organisation_names(connection)
    columns: list[list[Any]] = [frame["code"].tolist()]
    for name in COLUMNS[counts]:
        held = frame[name].tolist()
        if name in _DAYS:
            columns.append([_day(value) for value in held])
            continue
        found = [one for value in held for one in value] if name in SEVERAL and counts != "stations" else held
        words = dict(values_of(facts, name, lang, names, sorted(set(found) | {""})))
        columns.append([_word(value, words) for value in held])
    return [list(row) for row in zip(*columns, strict=True)]


def _word(value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return ", ".join(words.get(one, one) for one in value) or words.get("", "")
    return words.get(value, str(value))


def _day(value: Any) -> dt.date | None:
    import pandas as pd

    return value if isinstance(value, dt.date) and not pd.isna(value) else None
