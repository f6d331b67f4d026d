"""Appraising a carrier's list: rows become proposals, are judged, get words and maps, go back in the
sender's workbook, and are told what they could do instead.

Imports register and office.

* ``alternatives``: Alternatives (thay vào đó): what a row that cannot be agreed could do instead, in the
  reader's words.
* ``appraise_list``: Appraise a carrier's list: every row gets its findings and a recommended verdict.
  Changes nothing.
* ``asked_spots``: The budget of answers about others' masts: what outsiders may ask in a day, and what
  is withheld.
* ``cell_table``: The cells of a list as a table that is repaired in its place: what each says now, what
  it said, what is wrong.
* ``desk``: Lists that were dropped on the page: kept by hash, appraised in the background, found again
  by address.
* ``drawn_maps``: Drawn maps that are kept: drawing one takes the better part of a second, and equal
  content is one picture.
* ``finding_lines``: Findings of a list as the JSON of the contract, group by group.
* ``finding_texts``: A finding in the reader's words and in the JSON of the contract.
* ``free_text``: What officers write freely, before a carrier reads it: other carriers' codes and
  positions are taken out.
* ``list_doubts``: What is doubtful of a list as a whole: rows of another operator, one code or one place
  in several rows.
* ``proposal_json``: Proposals, findings and the reading of a list as JSON values, and back without a
  loss.
* ``proposals``: Rows of a list become proposals.
* ``repaired_workbook``: The sender's own workbook with the cells that were repaired: corrected in their
  places, each with a note.
* ``returned_workbook``: The sender's own workbook, marked: a status for every row, comments where they
  belong, a summary.
* ``row_texts``: What a row says, as texts that a person reads and types, read as the cells of a list
  are.
* ``sent_rows``: Rows that a program sends: written as the file that a person would have sent, and for whom
  they speak.
* ``spot``: What could stand here? The findings for one spot on the map.
* ``spot_settings``: What the office decided of spots that outsiders ask about: the day's budget, and
  whether all may ask.
* ``stated_columns``: Columns of a sender's list that a person explains: which field each is or none, in
  which unit, who said so.
* ``told_places``: The place that an outsider is told: one that passes, not the nearest, nor straight
  away from a mast.
* ``try_position``: A row tried at another position: judged among the rows of its list, nothing kept.
* ``unread_columns``: Columns of a list that were not understood: which of them may state what the list
  seems not to state.
"""
