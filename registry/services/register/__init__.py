"""The register of masts and what lies around them: lists, plans and borders come in, masts are found,
merged, shown to whom they may be shown, exported; the context that checks need is built here.

Imports office.

* ``approximate_borders``: Approximate borders of a province and its units, from points: what stands in
  until real ones are known.
* ``background_ground``: Where an office's background is of: the province's outline and communes, as the
  register has them now.
* ``background_names``: The names of the background (streets, villages, rivers) as the search of the
  register finds them.
* ``border_file``: Real borders of a province's communes in a file of our own form:
  ``data/boundaries/<province>.json``.
* ``chosen_areas``: A chosen area on the ground: its shape by the register's own borders, what it is made
  of, the masts inside.
* ``changed_masts``: Which masts changed after an entry of the ledger, for programs that follow the
  register.
* ``changing_days``: The days on which zones and plans changed, and which zones were in force on one.
* ``context``: The context that checks look at: built from the register for a day, kept in step with it,
  and shared.
* ``day_contexts``: The context of one day, kept in step with the register as it is loaded.
* ``disclosed_masts``: The masts of the map and one site's sheet, as the person who asks may see them.
* ``disclosed_zones``: The zones of the map as the person who asks may see them: those of restricted
  layers are left out.
* ``disclosure``: Who may see which column of whose row: ``data/disclosure.toml`` and the column
  dictionary, applied to rows.
* ``export``: Export one layer to a file: a register that its office can take away.
* ``exported_cables``: The rows of outside cable as exports write them, by the column dictionary: a file
  comes back in.
* ``exported_layers``: The rows of a layer as plain dicts, as exports write them; ``geometry`` is
  shapely in EPSG:4326.
* ``first_units``: The administrative units that a new register starts with: real names and codes, and
  their borders.
* ``found``: What a search answers, and how well a name fits what was typed.
* ``found_units``: Communes by a name of any time, and the districts and provinces that ended, with what
  they became.
* ``import_admin_units``: Import surveyed boundaries of administrative units in place of the approximate
  ones.
* ``import_plan``: Import one version of an operator's plan; it ends the version before it on the day
  before its first.
* ``import_sites``: Import a list of standing masts: preview, then one batch. A list adds and changes;
  it never deletes.
* ``ledger_pages``: The ledger as people read it: page by page, by record, in words, as whoever asks may
  see it.
* ``listed_masts``: Rows of a list of masts become rows of the register: which mast each names, and what
  it says of it.
* ``loaded_register``: The register as contexts are made from it: read once, then kept in step by what the
  ledger says changed.
* ``map_masts``: The masts as the map wants them: one compact binary for the browser, and arrays for
  lists and search.
* ``mask_secret``: The secret by which what is told of others' masts is shifted: made once, kept beside
  the register.
* ``masking``: The masked form: what a carrier or the public may learn about another operator's mast.
* ``mast_kml``: Masts as a KML that opens as people read a map: a colour a network, codes as names, facts
  in the balloon.
* ``mast_days``: From when to when each mast of the map stood, as far as its own days say: what stood on
  a day.
* ``mast_leads``: Who leads a mast: whose list decides its place and what stands there.
* ``mast_pairs``: The pairs of *same mast?* as an officer reads them: names, operators, places, and what
  was decided.
* ``mast_papers``: What was learnt of a standing mast from a paper that somebody read, with that paper
  named.
* ``mast_table``: The masts as a table: every fact that a column shows, sorted over all of them, not
  over a page.
* ``open_proposals``: The open proposals: rows of all open requests, as the check of clashes (SPC-03)
  wants them.
* ``own_masts``: Whether a mast of one's own stands already where a new one was agreed to, or under its
  code.
* ``paper_ground``: The office's background for maps on paper: its tiles around a place, as metric
  shapes of the map's own CRS.
* ``phantoms``: Phantoms: masts "đã duyệt, chưa xây" that letters wrote where a mast of the same owner
  stands already.
* ``place_names``: What a place is called: the commune in force that holds it, and names that ended.
* ``plan_publication``: Versions of operators' plans as pages show them, and one put in force by two persons.
* ``position_hints``: What the register knows of a row before its position is read: its commune's place,
  its code's position.
* ``position_words``: How a site's position came to be known, in words: what was written, how it was read,
  in which system, by which method, and how exact it is.
* ``real_borders``: Real borders of a province's units, as far as those of its present communes tell them.
* ``restore_drill``: The restore drill (diễn tập khôi phục): the newest backup restored into an empty
  place, and proven.
* ``same_mast``: *Same mast?* (có phải cùng một cột?): two lists name masts a few metres apart, or say
  that they share.
* ``search``: Search: a site by any of its codes, a unit by its present or former name, an operator, a
  coordinate, and the names of the background.
* ``site_records``: One site as the register holds it, with its structures and stations, and what was
  done to it.
* ``take_borders``: Real borders are offered to a register that has worse ones: looked at, then taken as
  one batch, undone as one.
* ``unit_source``: The package vietnamadminunits (MIT), read: names, codes, points, areas, and the
  crosswalk of 1/7/2025.
* ``verify``: Whether the register can still be trusted: its ledger, its tables, its files, and what was
  noted of it.
"""
