"""The desk of requests: filing and preview, the queue, one request with its rows and papers, letters,
consulted bodies, agreed positions, sharing, working days.

Imports frame, map and appraise, whose table and map it shows.

* ``approval_letters``: The drafted letters about an agreed position: weighing its revocation, notice of
  it, more time to build.
* ``approvals``: The agreed positions: what is still to be built, what is late, what was built and
  where.
* ``approvals_words``: The words of the agreed positions' pages for their codes.
* ``cells``: The table of a preview's cells: what each says, its repairs in the table, and the repaired
  workbook.
* ``conditions``: Conditions of agreements: what the decision's panel offers of them, and what it sends
  back.
* ``conflict``: Two people edited the same record: both versions of it, in words, and the second one's
  form kept whole.
* ``consultations``: The page of a consulted body: what it was asked, the rows concerned, and its
  answer; nothing else.
* ``deeds``: What one does to a request from its page: decide rows, note, move it on, issue it.
* ``desk``: The table, the map and the issues of a list, as the page of a request and a preview show
  them.
* ``figures``: The leader's page: what came in and what became of it; every number opens the rows behind
  it.
* ``files``: The files of a request: lists, papers of the dossier, photos, marked workbooks and drafted
  documents.
* ``finds``: What requests let be found: requests, positions, what was agreed, asked and shared,
  issued letters.
* ``followed_conditions``: Conditions of an issued letter: a carrier answers each with its paper, the
  office settles it.
* ``frame``: What the pages of requests share: whose requests one sees, who acts, and how a form is
  read.
* ``gate``: The gate sheet's pages: what is open before a request is sent, submitted or issued, and the
  deed itself.
* ``gate_words``: The words of the gate sheet for its doors, sides and kinds.
* ``intake``: How a request comes in: its facts and its list, a preview that registers nothing, and then
  its number.
* ``letter_edits``: The sentences of a reply, edited beside a live picture of the page.
* ``letters``: The office's letters: how it is named in them, to whom they go, and its own templates.
* ``matters``: What a request leaves open, as its page and its preview show it: which rows, why, where
  it is mended.
* ``pages``: The pages of requests, of what is agreed, asked and shared, of the office's letters and
  working days.
* ``papers``: The papers of a request: bodies asked and their answers, meetings with minutes, and the
  sealed package.
* ``papers_print``: The reply letter and the appraisal note in the browser, to print: the same values as
  the .docx.
* ``papers_rows``: Rows as an officer names them in a form: by code, by the workbook's row, or by the
  letter's number.
* ``papers_view``: The papers of a request as their page reads them: the seal, texts that tell too much,
  files to send.
* ``position_visits``: Rows that an inspector looks at: who is sent, what came back, and what the officer
  settles by it.
* ``preview``: The pages by which a request comes in: the form that begins one, and the preview of what
  was handed in.
* ``queue``: The desk's first page: what is due, late, waits for others, is mine; and the same as a
  workbook.
* ``refusals``: Where the desk says a refusal: on the form, on the preview, on the request's page, or as
  JSON.
* ``request``: The page of a request: its clock, its rows as a matrix beside the map, and what was
  decided.
* ``rows``: What is done to rows from a request's page: corrected, stated urban, tried elsewhere,
  decided together.
* ``sharing``: Sharing requests: what was asked of whom, who still owes a reply, and why sharing was
  refused.
* ``sharing_beside``: What was asked of owners about a row, and what they answered, in one line each, as
  it stands beside the row.
* ``sharing_form``: The form by which an owner is asked to share a mast: filled in from a row of a request
  or of a preview.
* ``sharing_words``: The words of the sharing requests' pages for their codes.
* ``signature_words``: What the signatures of a request's letter said when it was issued, in words.
* ``signatures``: The signed copy of a letter: looked at before the issue, shown with the issued request,
  read once more.
* ``supplements``: What a request is asked to supplement: an officer chooses rows and papers, the carrier
  answers each.
* ``today``: What requests, questions to bodies and questions of sharing have to say of somebody's day.
* ``view``: A request as its page and its scripts read it, in the language and for the eyes of whoever
  asks.
* ``words``: The words of the desk's pages for its codes; lazy, so that each request reads its own
  language.
* ``working_days``: The office's working days: the year's public holidays, the days it swaps, and what a
  change would move.
"""
