"""Reports that are alike: many who saw one thing, or one who sends one text many times.

A report that is like an open one of the last day stands below it: the office sees one line and how many, none
is refused and none is lost. A commune is no place, and "something else" no one trouble: reports that have but
that in common are alike only where they say the same. The numbers are choices of this project, not law.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from registry.columns import fold
from registry.geo.distances import geodesic_m
from registry.model.field.field_reports import CitizenReportKind, FieldReport

WITHIN_HOURS = 24
SAME_PLACE_M = 60.0
"""Two positions of one kind of trouble within this distance (m) are one place: phones are off by 5 to 30."""
SAME_WORDS = 0.9
"""How alike two texts are (0 to 1, difflib's ratio of their letters) that count as one text."""
SHORTEST = 15
"""Letters of a text below which it says nothing of who wrote it: "Cột nghiêng" is what anybody writes."""
OFTEN = 5
"""How many reports with one text at different places stand by themselves before they are put together."""


def first_like(row: dict[str, Any], before: Sequence[FieldReport]) -> str:
    """Return the id of the report below which a new one stands, "" where it stands by itself.

    ``row`` is the new report's row; ``before`` the open ones of the last ``WITHIN_HOURS``, oldest first.
    """
    for found in before:
        if found.kind.value != row["kind"] or not _one_place(row, found):
            continue
        if _tells_which(row) or _same_said(row, found):
            return found.twin_of or found.id
    repeated = [found for found in before if _one_text(str(row["words"]), found.words)]
    return repeated[0].twin_of or repeated[0].id if len(repeated) >= OFTEN else ""


def _one_place(row: dict[str, Any], found: FieldReport) -> bool:
    if row["structure"] and found.structure:
        return bool(row["structure"] == found.structure)
    if row["lon"] is not None and found.lon is not None and found.lat is not None:
        off = geodesic_m(row["lon"], row["lat"], [found.lon], [found.lat])
        return float(off[0]) <= SAME_PLACE_M
    place = fold(row["place"])
    return bool(place) and row["lon"] is None and found.lon is None and place == fold(found.place)


def _tells_which(row: dict[str, Any]) -> bool:
    """Whether kind and place of a report leave but one trouble that it may be of."""
    if row["kind"] == CitizenReportKind.OTHER.value:
        return False
    return bool(row["structure"]) or row["lon"] is not None or not _ONLY_A_COMMUNE.fullmatch(row["place"])


_ONLY_A_COMMUNE = re.compile(r"\W*(xã|xa|phường|phuong|thị trấn|thi tran)(\W+\w+){1,4}\W*", re.IGNORECASE)


def _same_said(row: dict[str, Any], found: FieldReport) -> bool:
    """Whether two reports say the same, or show the same: one was sent again."""
    shown = {photo["sha256"] for photo in row.get("photos", ())}
    return bool(shown & {photo.sha256 for photo in found.photos}) or _one_text(str(row["words"]), found.words)


def _one_text(text: str, other: str) -> bool:
    mine, theirs = fold(text), fold(other)
    if min(len(mine), len(theirs)) < SHORTEST:
        return False
    compared = SequenceMatcher(None, mine[:200], theirs[:200], autojunk=False)
    return compared.real_quick_ratio() >= SAME_WORDS and compared.ratio() >= SAME_WORDS
