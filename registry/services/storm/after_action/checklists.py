"""Which answers of checklists before a storm went with what happened to the masts: counts and shares, no
causes.

Of each mast the last visit that was finished before the storm's strong gusts counts. An answer out of its
limit stands against one within it; what was not judged, and masts of which no carrier reported, are left out.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from registry.model.field.inspections import Item, Judged, MastLabel
from registry.model.storm.after_action import Grid, Section
from registry.safety.sheets.entries import Checklist
from registry.safety.sheets.keys import split
from registry.services.field.checklists.answers import readings_of
from registry.services.field.checklists.held import held_sheets
from registry.services.field.items import items_of
from registry.services.field.responsible import labels_of
from registry.services.office.registry import Registry
from registry.services.storm.after_action.telling import Telling
from registry.services.storm.outcomes import Outcomes
from registry.store import ledger
from registry.store.field.views import Row, items_of_inspections
from registry.store.field.visits import list_visits
from registry.storm.exposure import StormExposure
from registry.storm.hits import share

LEAST_BAD = 3
"""An item that fewer masts had out of its limit is left out of the table: nothing can be read from it."""

MOST = 40


@dataclass
class _Tally:
    """Masts of one item by their answer: how many, how many fell, how many went dark."""

    words_vi: str
    words_en: str
    n: dict[bool, int] = field(default_factory=lambda: defaultdict(int))
    fell: dict[bool, int] = field(default_factory=lambda: defaultdict(int))
    dark: dict[bool, int] = field(default_factory=lambda: defaultdict(int))


def checklists(
    registry: Registry, exposure: StormExposure, happened: Outcomes | None, before: dt.datetime, tell: Telling
) -> Section:
    """Return the table of items, the ones with the largest difference of shares first."""
    title = tell.say(
        "Kết quả kiểm tra trước bão và những gì đã xảy ra", "Checklists before, and what happened"
    )
    source = tell.say(
        "lượt kiểm tra cuối trước bão; báo cáo, sự cố của doanh nghiệp",
        "the last visit before the storm; carriers' reports and incidents",
    )
    tallies, masts = _tallies(registry, exposure, happened, before)
    shown = [one for one in tallies if one.n[True] >= LEAST_BAD]
    if not shown:
        none = tell.unknown(
            "Có {masts} cột được kiểm tra trước bão và có báo cáo sau bão; không mục nào có từ {least} cột "
            "ngoài giới hạn nên chưa so được.",
            "{masts} masts were inspected before the storm and reported of after it; no item was out of its "
            "limit at {least} masts or more, so nothing can be compared.",
            source=source, masts=masts, least=LEAST_BAD,
        )  # fmt: skip
        return Section("checklists", title, (none,))
    said = tell.fact(
        "{masts} cột được kiểm tra trước bão và có báo cáo sau bão; bảng dưới đếm số cột theo câu trả lời. "
        "Số đếm cho thấy điều gì đi cùng nhau, không nói nguyên nhân.",
        "{masts} masts were inspected before the storm and reported of after it; the table counts masts by "
        "their answer. Counts show what went together, and say nothing of causes.",
        source=source, n=masts, masts=masts,
    )  # fmt: skip
    bad, good = tell.say("ngoài giới hạn", "out of limit"), tell.say("trong giới hạn", "within limit")
    fell, dark = tell.say("gãy, đổ", "fell"), tell.say("mất liên lạc", "off the air")
    columns = (
        tell.say("Mục kiểm tra", "Item"),
        f"{bad}: {fell}",
        f"{good}: {fell}",
        f"{bad}: {dark}",
        f"{good}: {dark}",
    )
    rows = tuple(
        (
            one.words_vi if tell.lang == "vi" else one.words_en,
            *(
                tell.share(share(counts[answer], one.n[answer]))
                for counts in (one.fell, one.dark)
                for answer in (True, False)
            ),
        )
        for one in sorted(shown, key=_difference, reverse=True)[:MOST]
    )  # fmt: skip
    return Section("checklists", title, (said,), (Grid(title, columns, rows),))


def _difference(one: _Tally) -> float:
    def rate(counts: dict[bool, int], answer: bool) -> float:
        return counts[answer] / one.n[answer] if one.n[answer] else 0.0

    return max(rate(one.fell, True) - rate(one.fell, False), rate(one.dark, True) - rate(one.dark, False))


def _tallies(
    registry: Registry, exposure: StormExposure, happened: Outcomes | None, before: dt.datetime
) -> tuple[list[_Tally], int]:
    if happened is None:
        return [], 0
    masts = exposure.masts
    fell, dark = happened.fallen(masts), happened.darkened(masts)
    known = happened.known(masts)
    until = ledger.stamp(before)
    last: dict[str, Row] = {}
    with registry.database.read() as connection:
        for row in list_visits(connection):
            at = masts.row_of.get(row["structure"])
            if at is None or not known[at] or not row["finished_at"] or row["finished_at"] >= until:
                continue
            if row["finished_at"] > last.get(row["structure"], {}).get("finished_at", ""):
                last[row["structure"]] = row
        visits = [row["id"] for row in last.values()]
        items: dict[str, list[Item]] = defaultdict(list)
        for item in items_of(items_of_inspections(connection, visits)):
            if not item.replaced_by:
                items[item.inspection].append(item)
        labels = labels_of(connection, last)
        sheets = held_sheets(connection)
    found: dict[tuple[str, str], _Tally] = {}
    for structure, row in last.items():
        if structure not in labels:
            continue
        at = masts.row_of[structure]
        sheet = sheets.get(row["checklist"], row["checklist_version"])
        _count(found, sheet, items[row["id"]], labels[structure], (bool(fell[at]), bool(dark[at])))
    return list(found.values()), len(last)


def _count(
    found: dict[tuple[str, str], _Tally],
    sheet: Checklist | None,
    items: list[Item],
    label: MastLabel,
    fate: tuple[bool, bool],
) -> None:
    worst: dict[str, tuple[bool, str, str]] = {}
    for reading in readings_of(sheet, items, label):
        judged = reading.judgement.judged
        if judged is Judged.NOT_JUDGED:
            continue
        code, _row = split(reading.entry)
        bad = judged is Judged.BEYOND or (code in worst and worst[code][0])
        worst[code] = (bad, reading.words_vi, reading.words_en)
    for code, (bad, words_vi, words_en) in worst.items():
        tally = found.setdefault(("" if sheet is None else sheet.code, code), _Tally(words_vi, words_en))
        tally.n[bad] += 1
        tally.fell[bad] += fate[0]
        tally.dark[bad] += fate[1]
