"""Masts, structures and stations, same-mast pairs, lists, plans and units as rows; every other package
reads them.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``agreed_masts``: Masts that letters agreed to and nobody has built yet ("đã duyệt, chưa xây"), and what
  falls with a mast.
* ``changed_masts``: Which masts changed after an entry of the ledger, by the structures that stand.
* ``compared``: What of the register a list of masts is compared with: every site, alias, mast and station,
  in short.
* ``lists``: Lists of operators' masts that were imported: their date, and whether they hold all masts.
* ``masts_in_step``: Masts read as columns, kept in step with the register: what the ledger names is read
  anew, no more.
* ``operator_masts``: The masts that an operator names, and its stations on them.
* ``pair_views``: The sites that *same mast?* questions are about, read for a list of pairs.
* ``placed_masts``: Masts as other rooms name them: structures with the place of their site, who is on
  them, whose code.
* ``plans``: Plans of operators: versions and their planned positions.
* ``same_mast``: The question *same mast?* (có phải cùng một cột?): raised, merged or kept apart, and
  reversible by undo.
* ``site_codes``: Codes of sites: which site an operator's code names, and whether a code is another
  site's.
* ``site_views``: What stands where, read for people: rows for the map, and everything about one site.
* ``sites``: Sites, structures and stations: read as columns for the checks, and made as rows for the
  lists.
* ``spots``: Spots that outsiders asked about, in a small file of its own that all processes of a server
  share.
* ``standing_masts``: Masts that stand (not only agreed to, not taken down): those at a spot, and those
  of a site or a code.
* ``units``: Administrative units (đơn vị hành chính) with their validity, present and former.
* ``whole_layers``: Masts and stations of the whole register, as exports write them: row after row, for
  there may be many.
"""
