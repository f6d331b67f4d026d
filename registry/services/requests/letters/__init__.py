"""Letters of requests as .docx: the reply with its note and maps, revocation and extension, their sentences
and words, and the office's own templates.

Imports what a request holds (``opened``, ``decisions``, ``matter_answers``) and what its letters need of
appraise, register and office. Who drafts a letter beside another deed (a consultation, minutes, a package)
imports it.

* ``annex_maps``: The drawn map of a row, or of several, for the annex of a letter: what was found, and
  what is near.
* ``consultation``: The letter that asks a body for its opinion (công văn lấy ý kiến), as .docx, in the
  body's own terms.
* ``decision_annex``: The annex of an issued reply as a workbook (phụ lục): a row for each position with
  what was decided of it.
* ``edited_texts``: What letters say instead of the program's own sentences: the edited ones, as their
  reader may read them.
* ``edits``: Sentences of the reply as somebody edits them before it is issued: kept, told at the doors,
  undone.
* ``note``: The appraisal note (phiếu thẩm định) of a request, as .docx: for the leader who signs, inside
  the house.
* ``note_answers``: How the appraisal note says what bodies answered: of one row, and once for the whole list.
* ``note_rows``: What the appraisal note says of one row: a line of its table and, where it is not plain, half
  a page.
* ``note_summary``: The first page of the appraisal note: counts by kind, what differs, what was set aside,
  who answered.
* ``places``: How the papers about a request name the place and the mast of a row: commune, coordinates,
  heights.
* ``reply``: The reply letter (công văn trả lời) of a request, as .docx.
* ``reply_annexes``: The annexes of the reply: a table for each kind of position, conditions that many
  share, an index of codes.
* ``reply_body``: The body of the reply: at most two pages for any number of rows, since the positions stand
  in annexes.
* ``reply_rows``: What the reply says of one row: as it was asked, the mast that it shares, why not, what to
  do or hand in.
* ``reply_words``: The sentences of the reply letter's body and the names of its annexes, in both languages.
* ``revocation``: Letters about agreed positions whose time to build is over: weighing revocation,
  answering an extension.
* ``samples``: Values for a trial of a template: every name that a letter may use, about positions that
  do not exist.
* ``sentences``: The sentences of letters: a finding with its ground, where a row lies, and the rows that a
  text binds.
* ``sharing``: The letters about sharing a mast as .docx: the asker's to the owner, and the office's to
  both.
* ``supplement``: The letter that asks a carrier to supplement its request: rows and papers, each with
  its reason.
* ``templates``: The office's own templates of letters: tried in the sandbox, then taken into its folder,
  each by whom.
* ``vocabulary``: The words of letters for the codes of requests, decisions and findings, in both
  languages.
"""
