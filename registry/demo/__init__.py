"""The illustrative province (dữ liệu minh họa): made through the services that people use, never written
into tables.

Stands above the services; only ``bts init --demo`` and tests import it, and pages that offer its
samples.

* ``accounts``: One account per role for the illustrative registry, so that each desk can be seen; never
  for a real one.
* ``cables``: Outside cable of the illustrative province: poles, ducts and lines beside its roads, some
  troubles.
* ``corridor_list``: A third sample list: positions beside and inside what is protected, one of each kind
  of answer.
* ``critical``: Critical places of the illustrative province: a committee in every commune, and others;
  invented.
* ``field``: Inspections of the illustrative province: facts of masts, a past season with defects, one
  that is under way.
* ``initialise``: ``bts init``: a new register with its operators and administrative units, all through
  the ledger.
* ``lines``: Lines of the illustrative province: its roads, railways and rivers, as its zones and its
  background draw.
* ``lists``: The illustrative masts, plans and zones as the files that an office would import.
* ``mast_spots``: Where the illustrative masts stand: round the centres of communes and along the main
  roads.
* ``masts``: Masts of the illustrative province: about 1,500 records, the same for a given day.
* ``messy_list``: Rows of the messy sample list: about one fault of real lists a row.
* ``ordinary_list``: A hundred ordinary positions: what three carriers of the illustrative province ask
  for in a year.
* ``outages``: A carrier's outage report to try the pages with: a workbook of Viettel's, understood but
  for a few rows.
* ``past_storm``: A storm that the illustrative office has behind it, so that there is something to tell
  and to learn from.
* ``pictures``: Pictures of masts for the illustrative province: drawn, no two places alike, and saying
  what they are.
* ``places``: Places of the illustrative province: the communes of before 1/7/2025, their real names and
  rough points.
* ``plans``: Two versions of each network's illustrative plan: the second amends the first and is the one
  in force.
* ``population``: A table of population of the illustrative province: round numbers by area, invented.
* ``proposals``: Five illustrative proposals of one network: four that can be agreed, one too near
  another network's mast.
* ``province``: ``bts init --demo``: an illustrative province, entered through the same imports that an
  office uses.
* ``samples``: Two sample workbooks of proposals, written into the registry's home by ``bts init
  --demo``.
* ``self_inspection``: Lists of self-inspections as carriers send them, for the samples and for the
  illustrative office.
* ``south``: The southern half of the illustrative province (old Bắc Ninh): its zones, and its masts.
* ``storm``: A storm to try the pages with: Typhoon Yagi of 2024, as a bulletin from
  ``data/storm/yagi-2024.toml``.
* ``terrain``: The rough elevation of the illustrative province.
* ``work``: ``bts init --demo``: what an office in the middle of its year has on its desks, beside its
  masts and zones.
* ``work_approvals``: After the letters of the illustrative office: positions that were built, and masts
  asked to share.
* ``work_company_inspection``: An inspection of one carrier by the illustrative office, in progress: half
  of its sample is visited.
* ``work_designs``: Two design dossiers of the illustrative office: one with faults half-way at the desk,
  one answered.
* ``work_field``: Field work of the illustrative office beyond its campaigns: citizens' reports,
  self-inspections, reviews.
* ``work_letters``: Letters that the illustrative office follows: reminders, what a compliance run asks,
  a newer list.
* ``work_lists``: A list of masts that a carrier of the illustrative province handed in, and the office
  has not looked at.
* ``work_papers``: Papers of the illustrative office: signed letters and what dossiers hold, each of one
  page.
* ``work_plans``: A draft plan of the illustrative office that waits to be published, and masts that were
  found to be one.
* ``work_positions``: Positions that the illustrative requests ask for: those of the carriers' own plans,
  judged first.
* ``work_requests``: Requests of the illustrative office in every state, from just received to issued
  last year.
* ``work_storm``: An exercise of the illustrative office by Yagi's track, and a squall that cut stations
  off.
* ``zone_list``: A sample list of zones, as the annex of a decision lists them: what is understood, and
  what is not.
* ``zones``: Zones of the illustrative province: urban areas, planning zones, heritage, roads, dykes and
  the rest.
"""
