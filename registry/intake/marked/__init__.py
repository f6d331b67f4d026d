"""A sender's workbook given back marked, in the child: only the parts that marks stand in are written
anew.

* ``marking``: Marking a workbook (in the child): status column, fills, comments and a summary sheet.
* ``package_comments``: The comments of one sheet of a sender's workbook: others' as they are, ours anew
  (in the child).
* ``package_frame``: What stands around the rows of a sheet: its range, widths of columns, the drawing of
  its comments.
* ``package_marking``: Marking a sender's .xlsx by changing only the parts that marks stand in (in the
  child).
* ``package_parts``: The parts of a sender's .xlsx: some changed, all others written again as they were
  (in the child).
* ``package_sheet``: One sheet of a sender's workbook, rewritten row by row while it is read (in the
  child).
* ``package_styles``: The looks of a sender's workbook, and ours added behind them (in the child).
"""
