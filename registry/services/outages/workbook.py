"""The sums of an event as a workbook: per carrier, per commune, every statement; a number leads to its rows.

Carriers' own data are confidential: the workbook is the office's, and says so in its first sheet.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from registry.intake.sheet_titles import free_title
from registry.messages import Language, Words, say
from registry.model.numbers import rounded
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, as_text
from registry.services.outages.board_view import Board, Sum
from registry.services.outages.incidents import IncidentLine
from registry.services.outages.statement_list import ListedLine, listed_lines
from registry.services.outages.vocabulary import (
    CAUSES,
    DAMAGE,
    DOUBT,
    INCIDENTS,
    REPORTED,
    SERVICE,
    STANDINGS,
    STATES,
    said_number,
    shown,
)
from registry.store.office.operators import is_demo

if TYPE_CHECKING:
    from openpyxl import Workbook

WIDEST = 48
_CONFIDENTIAL = Words(
    "Có số liệu riêng của từng doanh nghiệp: chỉ dùng nội bộ, không công khai",
    "Holds each carrier's own data: for the office only, not for publication",
)


class _Sheet:
    """A sheet that is filled row by row; numbers may lead to a place of another sheet."""

    def __init__(self, book: "Workbook", title: str, header: Sequence[str]) -> None:
        self.sheet: Any = book.create_sheet(free_title(book, title))
        self.row = 0
        self.lengths = [len(text) for text in header]
        self.add(header, bold=True)
        self.sheet.freeze_panes = "A2"

    def add(self, values: Sequence[Any], *, bold: bool = False, links: dict[int, str] | None = None) -> None:
        from openpyxl.styles import Font

        self.row += 1
        for at, value in enumerate(values):
            cell = self.sheet.cell(self.row, at + 1)
            cell.value = as_text(value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
            if bold:
                cell.font = Font(bold=True)
            if links and at in links and value:
                cell.hyperlink = f"#{links[at]}"
                cell.font = Font(color="FF0A6C83", underline="single")
            if at < len(self.lengths):
                self.lengths[at] = max(self.lengths[at], len(str("" if value is None else value)))

    def finish(self) -> None:
        from openpyxl.utils import get_column_letter

        for at, length in enumerate(self.lengths):
            self.sheet.column_dimensions[get_column_letter(at + 1)].width = min(WIDEST, max(10, length + 2))


def outage_book(registry: Registry, board: Board, lang: Language = "vi") -> bytes:
    """Return the workbook (.xlsx) of a board: carriers, communes, statements, incidents."""
    import openpyxl

    def word(vi: str, en: str) -> str:
        return vi if lang == "vi" else en

    with registry.database.read() as connection:
        demo = is_demo(connection)
    names = {row.operator: row.name for row in board.carriers}
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    lines = listed_lines(board)
    rows_title = word("Từng dòng", "Statements")
    firsts, first_of = _places(lines)
    sums = _Sheet(
        book,
        word("Doanh nghiệp", "Carriers"),
        [
            word("Doanh nghiệp", "Carrier"), word("Vị trí trạm trong sổ", "Station sites in the register"),
            word("Bị ảnh hưởng", "Affected"), word("Đang mất liên lạc", "Off the air"),
            word("Đã khôi phục", "Restored"), word("Chạy máy nổ", "On generators"),
            word("Kỳ vừa qua", "Last cycle"), word("Báo cáo gần nhất", "Last report"),
            word("Dòng chưa rõ", "Rows not understood"),
        ],
    )  # fmt: skip
    for row in board.carriers:
        how = dict(row.cycles).get(board.due) if board.due else None
        found = row.figures
        said = [_cell(each, lang) for each in (found.affected, found.down, found.restored, found.generators)]
        place = f"'{rows_title}'!A{first_of[row.operator]}" if row.operator in first_of else ""
        sums.add(
            [row.name, row.stations, *said, say(REPORTED[how.value], lang) if how else "",
             shown(row.last.received_at) if row.last else "", row.waiting],
            links={2: place, 3: place, 4: place} if place else None,
        )  # fmt: skip
    sums.row += 1
    for text in (
        f"{board.event.name}: {word('số liệu đến', 'as of')} {shown(board.now)}",
        say(_CONFIDENTIAL, lang),
        word("Đơn vị: vị trí trạm (trạm của một doanh nghiệp tại một nơi); số lượng theo xã là số ít nhất",
            "Unit: station sites (a carrier's stations at one site); counts of communes are least numbers"),
        *([ILLUSTRATIVE] if demo else []),
    ):  # fmt: skip
        sums.row += 1
        cell = sums.sheet.cell(sums.row, 1)
        cell.value, cell.data_type = text, "s"
    _communes(book, board, names, firsts=firsts, rows_title=rows_title, lang=lang)
    _statements(book, lines, names, rows_title, lang)
    _incidents(book, board.incidents, names, board, lang)
    sums.finish()
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _cell(found: Sum, lang: Language) -> int | str:
    """Return a number as a cell has it; words where it is not known, or not whole."""
    if found.value is None or found.least:
        return said_number(found.value, lang, least=found.least)
    return found.value


def _places(lines: Sequence[ListedLine]) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """Return the row of the first statement of every (carrier, commune), and of every carrier."""
    firsts: dict[tuple[str, str], int] = {}
    first_of: dict[str, int] = {}
    for number, row in enumerate(lines, 2):
        firsts.setdefault((row.line.operator, row.line.commune), number)
        first_of.setdefault(row.line.operator, number)
    return firsts, first_of


def _communes(
    book: "Workbook",
    board: Board,
    names: dict[str, str],
    *,
    firsts: dict[tuple[str, str], int],
    rows_title: str,
    lang: Language,
) -> None:
    vi = lang == "vi"
    header = (
        ("Xã, phường", "Doanh nghiệp", "Vị trí trạm trong sổ", "Bị ảnh hưởng", "Đang mất liên lạc",
         "Đã khôi phục", "Chạy máy nổ", "Dịch vụ trong xã", "Lưu ý")
        if vi
        else ("Commune", "Carrier", "Station sites in the register", "Affected", "Off the air", "Restored",
              "On generators", "Service in the commune", "Note")
    )  # fmt: skip
    sheet = _Sheet(book, "Xã, phường" if vi else "Communes", header)
    for row in board.communes:
        if not row.affected:
            continue
        for item in row.carriers:
            note = "" if item.heard else ("chưa báo cáo" if vi else "has not reported")
            if item.doubt:
                note = say(DOUBT, lang)
            first = firsts.get((item.operator, row.code))
            place = f"'{rows_title}'!A{first}" if first else ""
            numbers: Sequence[Any] = (
                (item.affected, item.down, _cell(item.restored, lang), _cell(item.on_generators, lang))
                if item.heard
                else ("", "", "", "")
            )
            sheet.add(
                [row.name, names.get(item.operator, item.operator), item.stations, *numbers,
                 say(SERVICE[row.service.value], lang), note],
                links={3: place, 4: place, 5: place} if place else None,
            )  # fmt: skip
    sheet.finish()


def _statements(
    book: "Workbook", lines: Sequence[ListedLine], names: dict[str, str], title: str, lang: Language
) -> None:
    header = (
        ("Doanh nghiệp", "Xã, phường", "Mã trạm", "Tình trạng", "Nguyên nhân", "Chạy máy nổ", "Mất lúc",
         "Khôi phục lúc", "Số lượng mất", "Số lượng khôi phục", "Số liệu đến", "Ghi chú", "Đính chính vì")
        if lang == "vi"
        else ("Carrier", "Commune", "Code", "State", "Cause", "On a generator", "Off since", "Restored at",
              "Counted off", "Counted restored", "As of", "Note", "Corrected because")
    )  # fmt: skip
    sheet = _Sheet(book, title, header)
    yes = "có" if lang == "vi" else "yes"
    for row in lines:
        one = row.line
        state = "count" if row.counted else "down" if row.down else "restored"
        sheet.add([
            names.get(one.operator, one.operator), row.commune,
            "" if row.counted else row.station.code if row.station else one.code,
            say(STATES[state], lang), say(CAUSES[one.cause.value], lang) if one.cause else "",
            yes if one.generator else one.generators if row.counted else "", shown(one.occurred_at),
            shown(one.restored_at), one.down if row.counted else None, one.restored if row.counted else None,
            shown(one.as_of), one.note, one.reason,
        ])  # fmt: skip
    sheet.finish()


def _incidents(
    book: "Workbook",
    lines: Sequence[IncidentLine],
    names: dict[str, str],
    board: Board,
    lang: Language,
) -> None:
    vi = lang == "vi"
    header = (
        ("Sự cố", "Doanh nghiệp", "Mã trạm", "Xã, phường", "Nơi xảy ra", "Xảy ra", "Phát hiện, được báo",
         "Xử lý xong", "Thời hạn (giờ)", "Hạn", "Kết quả", "Quá hạn (giờ)", "Mức thiệt hại", "Số lượng",
         "Căn cứ")
        if vi
        else ("Incident", "Carrier", "Code", "Commune", "Place", "Happened", "Found or told", "Dealt with",
              "Time (hours)", "Due", "Standing", "Late by (hours)", "Damage", "Number", "Ground")
    )  # fmt: skip
    sheet = _Sheet(book, "Sự cố" if vi else "Incidents", header)
    for line in lines:
        one, clock = line.incident, line.clock
        late = clock.standing.value in ("overdue", "late")
        sheet.add([
            say(INCIDENTS[one.kind.value], lang), names.get(one.operator, one.operator), one.code,
            board.book.communes.get(one.commune, one.commune), one.place, shown(one.occurred_at),
            shown(one.detected_at), shown(one.resolved_at), clock.hours, shown(clock.due),
            say(STANDINGS[clock.standing.value], lang),
            rounded(clock.by.total_seconds() / 3600, 1) if late else None,
            say(DAMAGE[one.damage.value], lang) if one.damage else "", one.quantity, clock.source,
        ])  # fmt: skip
    sheet.finish()
