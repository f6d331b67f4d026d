"""The sender's own workbook with its repaired cells and what becomes of each row, for whoever corrects it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from registry.intake.marks import CellMark, RowMark, WorkbookMarks
from registry.intake.returned import return_workbook
from registry.messages import Language, remedy, render
from registry.model.issues import Issue, Severity
from registry.model.jobs import Job
from registry.model.mast_lists import Fate, ListedRow, MastList, MastListRow
from registry.services.appraise.returned_workbook import MOST_COMMENTS
from registry.services.lists import comparing
from registry.services.lists.preview_files import Preview
from registry.services.office.attachments import file_path, suffix_of
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.lists import mast_lists as store

KIND = "mast-list-workbook"
# the colours of web/static/css/tokens.css, so that page and workbook look alike
_COLOURS = {
    Fate.NEW: "#0b5d4a", Fate.CHANGED: "#9c6f00", Fate.UNCHANGED: "", Fate.REFUSED: "#7a0019",
    Fate.ANOTHERS: "#616161", Fate.LEFT: "#5b3fd6",
}  # fmt: skip
_SEVERITIES = {Severity.ERROR: "#7a0019", Severity.WARNING: "#9c6f00", Severity.INFO: ""}
_SIGNS = {
    Fate.NEW: "+", Fate.CHANGED: "≠", Fate.UNCHANGED: "=", Fate.REFUSED: "✕", Fate.ANOTHERS: "–",
    Fate.LEFT: "◦",
}  # fmt: skip


def make(registry: Registry, item: MastList, *, who: str) -> Job:
    """Have the workbook made of a list as it stands."""
    return jobs.start(registry, KIND, item.id, who=who, options={"key": _name(registry, item)})


def workbook(registry: Registry, item: MastList) -> Path | None:
    """Return the workbook of a list as it stands, None where it was not made."""
    path = _folder(registry) / _name(registry, item)
    return path if path.is_file() else None


def newest(registry: Registry, item: MastList) -> Job | None:
    """Return the job that makes the workbook of a list as it stands."""
    found = jobs.newest_job(registry, KIND, item.id)
    return found if found is not None and found.options.get("key") == _name(registry, item) else None


def workbook_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Write the workbook (the work of the job)."""
    with registry.database.read() as connection:
        item = store.get_mast_list(connection, job.subject)
    preview, said = comparing.required(registry, item), comparing.said_of(registry, item)
    marks = _marks(item, preview, said)
    told(20, 100)
    target = _folder(registry) / str(job.options["key"])
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    notes = return_workbook(file_path(registry, item.sha256, item.name), marks, target, name=item.name)
    return {"notes": [issue.code for issue in notes]}


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "cache" / "mast-list-workbooks"


def _name(registry: Registry, item: MastList) -> str:
    """Return the name of the file of a list as it stands, and of what was said of its rows."""
    said = sorted(
        f"{row.sheet}!{row.row}!{row.version}" for row in comparing.said_of(registry, item).values()
    )
    seq = preview.whole.seq if (preview := comparing.look(registry, item)) else 0
    return f"{item.id}-{stable_id('marked', str(item.version), str(seq), *said)}.xlsx"


def _marks(item: MastList, preview: Preview, said: Mapping[tuple[str, int], MastListRow]) -> WorkbookMarks:
    rows: dict[tuple[str, int], RowMark] = {}
    cells: dict[tuple[str, int, str], CellMark] = {}
    for row in preview.every():
        own = said.get((row.sheet, row.row))
        fate = Fate.LEFT if own and own.reason else row.fate
        rows[row.sheet, row.row] = RowMark("\n".join(_lines(row, fate, own)), _COLOURS[fate])
        for letter, text, colour in _comments(row, own):
            place = (row.sheet, row.row, letter)
            before = cells.get(place)
            if before is not None:
                cells[place] = CellMark(f"{before.comment}\n\n{text}", before.colour or colour)
            elif len(cells) < MOST_COMMENTS:
                cells[place] = CellMark(text, colour)
    return WorkbookMarks(
        rows=rows,
        cells=cells,
        header_rows={sheet.name: sheet.header_row for sheet in preview.whole.sheets if sheet.read},
        summary=tuple(_summary(item, preview, said)),
        values={
            (row.sheet, row.row, letter): cell["text"] or None
            for row in said.values()
            for letter, cell in row.repairs.items()
            if cell["text"] != cell["was"]
        },
    )


def _lines(row: ListedRow, fate: Fate, own: MastListRow | None, lang: Language = "vi") -> Iterator[str]:
    yield f"{_SIGNS[fate]} {render(f'MAST-LIST-FATE-{fate.name}', {}, lang)}"
    if own and own.reason:
        yield own.reason
    if own and own.mark:
        yield render("MAST-LIST-MARK", {"text": own.mark}, lang)
    if row.doubts:
        yield render("MAST-LIST-DOUBT", {}, lang)
    for issue in row.issues:
        if not issue.letter and issue.severity is not Severity.INFO:
            yield render(issue.code, issue.params, lang)


def _comments(row: ListedRow, own: MastListRow | None) -> Iterator[tuple[str, str, str]]:
    for issue in row.issues:
        if issue.letter:
            yield issue.letter, _said(issue), _SEVERITIES[issue.severity]
    for letter, cell in (own.repairs if own else {}).items():
        yield letter, render("MAST-LIST-REPAIRED", {"was": cell["was"], "text": cell["text"]}, "vi"), ""


def _said(issue: Issue, lang: Language = "vi") -> str:
    parts = [render(issue.code, issue.params, lang), remedy(issue.code, issue.params, lang)]
    return "\n".join(part for part in parts if part)


def _summary(
    item: MastList, preview: Preview, said: Mapping[tuple[str, int], MastListRow]
) -> Iterator[tuple[str | int, ...]]:
    """Yield the counts of what the rows of the workbook bear."""
    left = {place for place, row in said.items() if row.reason}
    fates = Counter(preview.told(left))
    yield (item.name,)
    if item.message:
        yield (item.message,)
    for fate in Fate:
        yield (render(f"MAST-LIST-FATE-{fate.name}", {}, "vi"), fates[fate.value])
    yield (render("MAST-LIST-GONE", {}, "vi"), len(preview.whole.gone))
    for code in preview.whole.gone:
        led = code in preview.whole.gone_led
        yield ("", code, render("MAST-LIST-GONE-LED", {}, "vi")) if led else ("", code)


def download_name(item: MastList) -> str:
    """Return what the workbook is called when it is sent."""
    return f"{item.name.removesuffix(suffix_of(item.name))}-danh-dau.xlsx"
