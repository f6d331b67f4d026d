"""Inspections under the mast: campaigns and their targets, what a phone takes along and sends, defects and
their letters, risk, and what is set aside until an officer decides.

Imports register and office.

* ``arrivals``: One send as it comes in: every item finds its receipt, and what it changes is gathered
  for one batch.
* ``briefing``: What it says in the office's briefing, and where a task of the year is measured by it.
* ``campaign_targets``: The masts of a campaign: who visits which, until when, and how far it has come.
* ``campaigns``: Campaigns (đợt kiểm tra): made from criteria, read, closed.
* ``checklists``: Checklists at the office's desk: what visits answered of them.
* ``comparison``: Two visits of one mast, field by field: what each says, and which of them an officer
  lets count.
* ``data_requests``: The one request to an organisation for what the risk of its masts lacks: a workbook,
  a row for each mast.
* ``deeds``: What the office's services of the field share: who may, one batch a deed, refused where
  somebody came first.
* ``defect_arrivals``: Defects that come in from phones: one for each recorded, unless a later item
  replaced it.
* ``defect_entry``: A defect that an officer enters at the desk; those of phones are made when their
  items come in.
* ``defect_letters``: One letter for each organisation with the list of its defects (.docx), and its
  annex (.xlsx).
* ``defect_pictures``: The pictures in the annex of a letter about defects: few a mast and small, each
  with what it shows.
* ``defect_steps``: One step of one defect: who may, on which version, what it sets and what it says, in
  one batch.
* ``defects``: Defects (tồn tại): deadline by rule, the organisation's answer, re-inspection, overdue.
* ``inspections``: Visits as the office reads them: who recorded what under which mast, judged, with
  photos. Staff only.
* ``items``: One recorded item as it is sent: read, or refused with its reason; and read again from the
  register.
* ``measured_place``: The position that a visit measured at the foot of its mast, and how far the
  register's lies from it.
* ``minutes``: Minutes (biên bản kiểm tra): one for each unit inspected, of a campaign or of a day, signed
  on the glass.
* ``packs``: What a phone takes along of a campaign, made up part by part.
* ``part_uploads``: Files that come in parts over a line that breaks: resumed where they stopped, checked
  by hash.
* ``photo_looks``: What photos look like and what their cameras wrote, made out in the limited child
  process, then kept.
* ``photos``: Photos from phones, kept by their SHA-256 so that a cut of power at any moment loses or
  corrupts none.
* ``position_arrivals``: Positions measured under a mast: good fixes averaged, and said where they
  contradict the register.
* ``position_corrections``: Measured positions against the registered ones: proposed by visits, decided
  by an officer.
* ``positions``: Visits of proposed positions: what a phone takes along of them and what comes back.
* ``reported``: What citizens said of a mast that somebody is sent to, for the phone; nothing of who they are.
* ``rescue_files``: Rescue files: what a phone could not send, as the phone wrote it; read within limits,
  photo by photo.
* ``responsible``: How the masts of a campaign, a defect or a report are named, and who answers for them.
* ``risk_base``: The part of the risk that changes with the register of masts only: read once, then kept.
* ``risk_scores``: The risk of every mast from the register, part by part, with what is missing beside
  it.
* ``selection``: Which structures a campaign takes: by commune, operator, class, age, risk, last visit, a
  drawn area.
* ``self_inspection``: Carriers' lists of self-inspections (tự kiểm tra): previewed, then a campaign of
  their own.
* ``self_inspection_list``: The rows of a list of self-inspections, and what becomes of them:
  inspections, facts of masts, issues.
* ``self_inspections_handed``: What carriers handed in of their self-inspections: each list, its file,
  its sender, what became of it.
* ``sends``: What phones send: items and photos, taken so that nothing is lost, doubled or changed
  without a word.
* ``set_aside``: What phones sent and could not be taken: kept whole, shown with its reason, put right by
  an officer.
* ``settings``: What the office sets for the field: accuracy gate, averaging, photos, days for defects.
* ``settled``: Which notices of defects still wait: as long as the defect is to be remedied, by the day
  that they say.
* ``small_pictures``: Photos made small for papers: upright, without what the camera wrote, as JPEG.
* ``stated_defects``: Defects that carriers wrote into lists of self-inspections: words, until an officer
  makes them defects.
* ``doubts``: Doubt that is seen: what stands out in visits, and what an officer says of it.
* ``visit_defects``: Defects that an officer makes of the answers of a visit, where the inspector
  recorded none.
* ``vocabulary``: The words of letters and minutes for severities, judgements and readings, in both
  languages.
* ``waiting``: How much of the field waits, counted for the bar and the desk's queue without reading it.
"""
