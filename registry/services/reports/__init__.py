"""The report of a period: tables of the register on a day, each number with the rows behind it, as page,
workbook, document and charts.

Imports register and office.

* ``charts``: The chart of a report's table, and of the masts over the years, as pictures for a
  presentation.
* ``details``: The rows behind a number of a report, in words: what a page lists and a workbook holds.
* ``dimensions``: What a report may tell its numbers apart by: the values of each dimension in their
  order, with their words.
* ``document``: The report as .docx: a summary in words, the tables that ``data/reports.toml`` puts into
  it, and its notes.
* ``series``: How many masts stood on some days, by operator, and what came and went between them.
* ``subjects``: What a report counts: masts, stations, visits and defects as they stood on a day, one row
  each.
* ``tables``: Reports (báo cáo): tables of the register on a day, each number with the rows behind it.
* ``units``: The commune of today and the former district of masts, as reports tell their numbers apart.
* ``workbook``: The tables of a report as a workbook, one sheet each, and the rows behind a number as
  another.
"""
