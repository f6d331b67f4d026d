"""Requests (hồ sơ) from filing to the issued letter and after: drafts, clocks, decisions, consultations,
letters, sealing, agreed positions, sharing.

Imports appraise, field, outages, reports and public where it counts what waits, register and office; no
package beside it.

* ``actions``: One action on a request: one transaction, one batch of the ledger, refused where somebody
  came first.
* ``agreed``: A room of its own: agreed positions after the decision, and more time to build them.
* ``asked_hosts``: Which sharing requests concern which row: those that name it, and those about a mast
  near it or under it.
* ``briefing``: What it says in the office's briefing.
* ``calendar_effect``: What other working days would change: the days by which open requests and sharing
  requests are due.
* ``clock``: The clock of a request: working days since receipt, standing still while the carrier
  supplements.
* ``conditions``: A room of its own: conditions of agreements, proposed, kept with the decision, followed
  until met.
* ``consulted``: A room of its own: bodies asked for their opinion, their answers, and meetings.
* ``decisions``: Decisions on the rows of a request, and corrections of what a row says; each by whom and
  when.
* ``dossiers``: Dossiers (thành phần hồ sơ): what a request of each kind is handed in with, and what of
  it is missing.
* ``drafting``: A room of its own: drafts: what is looked through and answered before a request has its
  number.
* ``exchange``: A room of its own: the exchange folder, by which letters go out and papers come in.
* ``figures``: Figures of the desk (bảng theo dõi): every number with the ids of the rows behind it.
* ``frozen_evidence``: What a request was decided by, as it was kept when it was issued: masts and zones
  around its rows.
* ``gates``: A room of its own: the sheet of what is open, and the three doors that ask for it.
* ``issued_numbers``: Numbers and signed files of issued letters: a number with its sign is used once a
  year, a file once.
* ``issuing``: A request is issued: number, day and signed PDF are recorded, and agreed positions enter
  the register.
* ``judgement``: A request's rows judged on a day, and the officer's own findings in the place of the
  computed ones.
* ``kept_notes``: Notes as rows of the store: what every action adds to a row of a request, or to its
  whole list.
* ``letters``: A room of its own: the reply and the other letters about a request, and their templates.
* ``lists``: The list of a request: read once when it comes in, kept as it was read, replaced by a
  corrected version.
* ``matter_answers``: Answers to matters: which of them a note settles, and which cells were mended since
  the list came in.
* ``matters``: What has to be answered about a request: its letter and its list beside those of other
  requests.
* ``named_rows``: The positions of requests by what they are called, for finding one.
* ``notes``: What an officer adds to a request: notes, visits, photos, his own findings, what bodies were
  asked.
* ``on_behalf``: Rows that a carrier files for another operator (nộp thay): that it does so is stated,
  and by which paper.
* ``opened``: A request as its page shows it: rows with findings of both days and the officer's own, and
  the clock.
* ``place_matters``: Matters of places and codes: rows beside their list, other requests, agreed
  positions, standing masts.
* ``portal``: Where a request stands, as the one-stop portal is told: state, due day, clock, and no content.
* ``position_visits``: Rows of a request that somebody goes to look at: chosen, given to an inspector, taken
  back; and what comes back, which settles a review by the officer's word.
* ``queue``: The desk's first page: what is due today, what is overdue, what waits for others, what is
  mine.
* ``reading``: What the store holds of one request, read at one moment, with its limit and its clock.
* ``refused_before``: Refused before (đã từng chưa thống nhất): rows of an open request at places that a
  reply refused.
* ``requests``: The desk's requests (hồ sơ): received with their list, numbered, moved from state to
  state, issued.
* ``seal_jobs``: Packages made beside the pages: a job each, which tells how far it is.
* ``sealing``: Sealing (niêm phong): when a letter is issued, everything it was decided by goes into one
  provable package.
* ``settled``: Which notices of requests still wait: those by which somebody is to do something, until it
  is done.
* ``settling``: Settling: nothing is decided, filed, submitted or issued before what it leaves open is
  answered.
* ``sharing``: Sharing requests (đề nghị dùng chung) and their replies, each with its clock; reasons are
  kept.
* ``sharing_drafts``: From a row to a sharing request in one step: which mast is meant, whose it is, and
  who asks for it.
* ``sharing_list``: Sharing requests as their page lists them: who owes what by when, each side only what
  concerns it.
* ``signed_papers``: The signed copy of a letter: who signed it, whether it is intact, and whether it is
  this letter.
* ``state_history``: The states that a request entered, each with its day.
* ``states``: States of a request: which may follow which, when they were entered, and who handles it.
* ``supplements``: What a carrier is asked to supplement, row by row and paper by paper, and what answers
  it.
* ``taken``: What is taken (đã có): letters, lists, places, codes and issued numbers that other requests
  hold.
* ``told``: Who is told of what happens to a request: its carrier, its officer, the leaders, the bodies
  asked.
* ``unread_cells``: Cells that were not read: what of a row nobody may agree to before they are mended or
  answered.
"""
