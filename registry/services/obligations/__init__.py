"""What carriers owe by law and by their word: obligations with their days, reminders, reports handed in,
the compliance run, letters that are followed, changes between lists.

Imports every package below it; inspections of companies and the demo stand above it.

* ``briefing``: What it says in the office's briefing, and where a task of the year is measured by it.
* ``change_letters``: Letters that ask what became of the masts of a list: one a carrier, with every case
  in its workbook.
* ``compliance``: The compliance run: every standing mast and station judged by the law of when it was
  built, where and what.
* ``compliance_answers``: A carrier's answer to a compliance letter: the workbook that went with it,
  filled in and sent back.
* ``compliance_letters``: Letters of a compliance run: one a carrier, with what to remedy, to explain and
  to complete, at once.
* ``compliance_lists``: The rows behind the numbers of a compliance run: filtered, sorted, one page at a
  time.
* ``compliance_mast``: What the table of permits is asked of one standing mast; for its page, where later
  law is shown too.
* ``compliance_penalties``: Penalties that an answer of the compliance run might come to: for officers,
  never in a letter.
* ``compliance_summary``: The compliance run in one look: what violates verified law, what to ask, what
  is not known and why.
* ``followed_letters``: Letters that are followed: drafted for several carriers at once, sent, answered,
  or still open.
* ``handed_reports``: Reports handed in (báo cáo đã nộp): a carrier's file for what it owes, kept, looked
  at, taken or returned.
* ``letter_documents``: A letter that is followed as .docx, from the lines that it was drafted with.
* ``list_changes``: This quarter's lists against the register before them: new, moved, changed, vanished,
  mast by mast.
* ``list_differences``: What an operator's lists changed, mast by mast, from the ledger's batches, and
  what explains itself.
* ``near_deadlines``: Deadlines that are near (sắp đến hạn), told once each: of requests, of bodies'
  answers, of obligations.
* ``obligations``: Obligations (nghĩa vụ): who owes what by when, as the rules in force and the register
  say on the day.
* ``reminders``: Letters of reminder (công văn đôn đốc): one a carrier, with what is late or soon due,
  and its works.
* ``settled``: Which notices of obligations and of the province's cases still wait: until they are met, or
  due otherwise.
* ``sources``: Where obligations come from: the rules' calendar, certificates, requests, positions,
  letters, defects.
* ``standing_masts``: What the register knows of standing masts besides their lists, gathered for the
  compliance run.
* ``works``: The works behind an obligation: which stations or masts it counts.
"""
