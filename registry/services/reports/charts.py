"""The chart of a report's table, and of the masts over the years, as pictures for a presentation."""

from registry.documents.charts import MOST_BARS, ChartContent, Part, bars, lines
from registry.messages import Language, Words, say
from registry.services.office.letters.letterhead import DEMO
from registry.services.office.registry import Registry
from registry.services.reports.dimensions import COUNTED, SEVERAL
from registry.services.reports.series import SeriesPoint
from registry.services.reports.subjects import Basis, ReportFacts
from registry.services.reports.tables import ALL, ReportTable
from registry.store.office.operators import is_demo

_AS_OF = Words("Số liệu đến ngày {day}", "As of {day}")
_MOST = Words("{shown} lớn nhất trong {all}", "the {shown} largest of {all}")
_SERIES = Words("Cột ăng ten theo doanh nghiệp qua các kỳ", "Masts by operator over the periods")
_REBUILT = Words(
    "* tính lại theo thời điểm xây dựng của cột hiện có", "* worked out from when today's masts were built"
)


def table_chart(registry: Registry, facts: ReportFacts, table: ReportTable, lang: Language = "vi") -> bytes:
    """Return the chart of a table: bars of its rows, parted where the columns add up to the whole.

    Where a thing counts in several columns or rows (a shared mast), bars show the total alone, counted once.
    """
    parted = table.kind.columns not in SEVERAL
    rows = sorted(table.rows, key=lambda row: -table.at(row[0], ALL))
    shown = rows[:MOST_BARS]
    columns = [one for one in table.columns if table.at(ALL, one[0])]
    colours = {code: colour for code, _name, colour in facts.operators}
    parts = (
        [
            Part(word, [table.at(row, value) for row, _word in shown], colours.get(value, ""))
            for value, word in columns
        ]
        if parted
        else [Part(say(COUNTED[table.kind.counts], lang), [table.at(row, ALL) for row, _word in shown])]
    )
    note = say(_AS_OF, lang).format(day=f"{facts.day:%d/%m/%Y}")
    if len(rows) > len(shown):
        note += " · " + say(_MOST, lang).format(shown=len(shown), all=len(rows))
    content = ChartContent(
        table.kind.title(lang), [word for _value, word in shown], parts, note, _stamp(registry, lang)
    )
    return bars(content, lang)


def series_chart(
    registry: Registry, facts: ReportFacts, points: list[SeriesPoint], lang: Language = "vi"
) -> bytes:
    """Return the masts of each operator over the days of a series."""
    labels = [f"{point.day:%m/%Y}{'*' if point.basis is Basis.REBUILT else ''}" for point in points]
    parts = [
        Part(name, [point.by_operator.get(code, 0) for point in points], colour)
        for code, name, colour in facts.operators
    ]
    note = say(_REBUILT, lang) if any(point.basis is Basis.REBUILT for point in points) else ""
    return lines(ChartContent(say(_SERIES, lang), labels, parts, note, _stamp(registry, lang)), lang)


def _stamp(registry: Registry, lang: Language) -> str:
    with registry.database.read() as connection:
        return say(DEMO, lang) if is_demo(connection) else ""
