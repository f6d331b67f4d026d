"""The programme of a year (chương trình công tác): its tasks, typed or read from the office's table.

* ``briefing``: What the programme says in the office's briefing.
* ``deeds``: Tasks added, put right, under way, done, dropped; a table taken.
* ``linked``: How far the register shows a task to be: shown beside it, never set by itself.
* ``months``: Months as tables write them ("Quý I", "Tháng 3-5", "Thường xuyên"), read and said.
* ``preview``: A table of the office against the programme: what is new, what changes, what is doubted.
* ``read_table``: Tasks read from a table of .xlsx or .docx: merged cells, headings, notes; nothing is lost.
* ``table_book``: The programme as .xlsx that reads back to the same.
* ``tasks``: The tasks of a year as they are listed.
"""
