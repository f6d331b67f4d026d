"""Lists of masts that carriers hand in: read, compared with the register, repaired, sent; looked through by
the office and taken as one batch, whole or without the rows that it leaves.

Imports appraise, register and office, and no package beside it.

* ``accepting``: A list is taken into the register: one batch, undone as one, with the file of what became
  of each row.
* ``briefing``: What it says in the office's briefing.
* ``comparing``: A list against the register, row by row, by a job beside the pages.
* ``handing_in``: What a carrier does with its list: begins, repairs, explains, sends, answers, takes back.
* ``looking_through``: What the office does with a list: leaves rows, marks them, asks, returns, accepts.
* ``marked_workbook``: The sender's own workbook with what becomes of each row, for whoever corrects it.
* ``mast_lists``: Lists as pages ask for them: one's own, all that came in, how many wait.
* ``own_workbook``: The template with what the register holds of a carrier's own masts: its next list.
* ``preview_files``: The comparison of a list as a file: read a page at a time, without the rest in memory.
* ``reading``: The list as it is read: with what is said of its columns and what was repaired in its cells.
* ``row_fates``: What becomes of each row of a list, from how the list differs from the register.
* ``settled``: Which notices of lists of masts still wait: those by which somebody is to act, until the
  list goes on.
* ``told``: Who is told of a list of masts: the office of what came in, the carrier of what came of it.
"""
