"""The register of masts and what lies around them: lists, plans and borders come in, masts are found,
merged, shown to whom they may be shown, exported; the context that checks need is built here.

Imports office.

* ``background``: A room of its own: the background below the maps: its ground, its names, and on paper.
* ``changed_masts``: Which masts changed after an entry of the ledger, for programs that follow the
  register.
* ``changing_days``: The days on which zones and plans changed, and which zones were in force on one.
* ``chosen_areas``: A chosen area on the ground: its shape by the register's own borders, what it is made
  of, the masts inside.
* ``context``: The context that checks look at: built from the register for a day, kept in step with it,
  and shared.
* ``day_contexts``: The context of one day, kept in step with the register as it is loaded.
* ``disclosed_masts``: The masts of the map and one site's sheet, as the person who asks may see them.
* ``disclosed_zones``: The zones of the map as the person who asks may see them: those of restricted
  layers are left out.
* ``disclosure``: Who may see which column of whose row: ``data/disclosure.toml`` and the column
  dictionary, applied to rows.
* ``exports``: A room of its own: layers of the register as files to take away.
* ``found``: What a search answers, and how well a name fits what was typed.
* ``import_plan``: Import one version of an operator's plan; it ends the version before it on the day
  before its first.
* ``import_sites``: Import a list of standing masts: preview, then one batch. A list adds and changes;
  it never deletes.
* ``ledger_pages``: The ledger as people read it: page by page, by record, in words, as whoever asks may
  see it.
* ``listed_against``: What of the register a list of masts is compared with: its sites, codes, masts and
  stations.
* ``listed_communes``: The communes that a list of masts names, beside those in which its positions lie:
  said, never refused.
* ``listed_doubts``: What of a list of masts is hard to believe beside the register, or in itself: said
  of the row, never refused.
* ``listed_masts``: Rows of a list of masts become rows of the register: which mast each names, and what
  it says of it.
* ``listed_operators``: Rows of which nobody can say whose they are because a column waits to be
  confirmed: said as that.
* ``loaded_register``: The register as contexts are made from it: read once, then kept in step by what the
  ledger says changed.
* ``map_masts``: The masts as the map wants them: one compact binary for the browser, and arrays for
  lists and search.
* ``mask_secret``: The secret by which what is told of others' masts is shifted: made once, kept beside
  the register.
* ``masking``: The masked form: what a carrier or the public may learn about another operator's mast.
* ``mast_days``: From when to when each mast of the map stood, as far as its own days say: what stood on
  a day.
* ``mast_leads``: Who leads a mast: whose list decides its place and what stands there.
* ``mast_pairs``: The pairs of *same mast?* as an officer reads them: names, operators, places, and what
  was decided.
* ``mast_papers``: What was learnt of a standing mast from a paper that somebody read, with that paper
  named.
* ``mast_table``: The masts as a table: every fact that a column shows, sorted over all of them, not
  over a page.
* ``open_proposals``: The open proposals as the register holds them, read at one version of the desk.
* ``own_masts``: Whether a mast of one's own stands already where a new one was agreed to, or under its
  code.
* ``phantoms``: Phantoms: masts "đã duyệt, chưa xây" that letters wrote where a mast of the same owner
  stands already.
* ``place_names``: What a place is called: the commune in force that holds it, and names that ended.
* ``plan_publication``: Versions of operators' plans as pages show them, and one put in force by two persons.
* ``position_hints``: What the register knows of a row before its position is read: its commune's place,
  its code's position.
* ``position_words``: How a site's position came to be known, in words: what was written, how it was read,
  in which system, by which method, and how exact it is.
* ``restore_drill``: The restore drill (diễn tập khôi phục): the newest backup restored into an empty
  place, and proven.
* ``same_mast``: *Same mast?* (có phải cùng một cột?): two lists name masts a few metres apart, or say
  that they share.
* ``search``: Search: a site by any of its codes, a unit by its present or former name, an operator, a
  coordinate, and the names of the background.
* ``site_records``: One site as the register holds it, with its structures and stations, and what was
  done to it.
* ``units``: A room of its own: administrative units, their borders, and how real ones come in.
* ``verify``: Whether the register can still be trusted: its ledger, its tables, its files, and what was
  noted of it.
"""
