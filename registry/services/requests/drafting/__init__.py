"""Drafts (hồ sơ đang xem trước): a list looked through and answered before the request has its number.

* ``amended``: The request that a draft amends.
* ``draft_answers``: The answers to a draft's list: cells repaired, taken back, and carried on when a
  corrected workbook comes.
* ``draft_matters``: What a draft leaves open, as far as its sender may know: told before the request has
  its number.
* ``draft_papers``: The papers that come with a draft: which of the dossier each file is.
* ``draft_previews``: Previews of drafts that are kept: what a list says and how its rows are judged, with
  the answers so far.
* ``drafts``: Drafts (hồ sơ đang xem trước): what was uploaded and typed before a request has its number.
* ``kept_drafts``: A draft as it is kept: what was handed in before a request has its number, and the
  papers with it.
* ``known_words``: Words of a sender's lists that were not read and that somebody read for it.
"""
