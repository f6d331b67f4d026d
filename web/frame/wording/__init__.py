"""How pages say what the register holds: codes, numbers, days and lines in words.

* ``appraised_rows``: Appraised rows as programs get them: what was found of each, and what was doubtful when
  they were read.
* ``board_words``: The words of the pages about field reports, campaigns, visits and defects; lazy, as
  in ``web.frame.wording.words``.
* ``comparisons``: How many comparisons with others' masts the present person has left today, for pages
  that use them.
* ``defect_lines``: What a line says of a defect: in its own lists, on the sheet of its mast, by its
  plate, in the shift.
* ``filters``: How pages write numbers, days and positions, in the language of the request.
* ``held_law``: What a page cites of the law that holds in the province today: document and article, or
  nothing.
* ``issues``: An issue of a file as pages show it, and what an import would do: where, what it says,
  what to do.
* ``layer_styles``: How maps draw the zones of each layer; knows no server, for files that stand alone.
* ``ledger_lines``: An entry of the ledger as pages show it, in the language of the request: see
  ``frame/ledger.html``.
* ``list_columns``: The columns of a list as its template tells them, read on a page instead of in a
  workbook.
* ``moments``: Moments as pages write them, also those of phones whose clocks are set wrong.
* ``outage_words``: Words of the outage pages for the codes of the register, and how they write moments
  and spans of time.
* ``signature_words``: What is known of a signed paper, in words: of a reply to a request, and of one
  about a design.
* ``words``: The words of the pages for the codes of the register; lazy, so that each request reads its
  language.
"""
