"""Campaigns, inspections and defects at the desk, and the field app of the phone.

Imports frame and map.

* ``api``: What phones ask of the server and send to it: JSON in and out, errors too.
* ``app``: The field app: one page, its service worker and its manifest, so that it works without a
  network.
* ``app_map_words``: The texts of the field app about where one is and how one gets there; names in
  braces are filled in.
* ``app_phone_words``: The texts of the field app about its connection, the day, the PIN and what is home;
  names in braces are filled in.
* ``app_words``: The texts of the field app, which speaks both languages without the server.
* ``aside_words``: What a phone sent and the server set aside, in the words of the office; the masts
  that it may be about.
* ``campaign``: One campaign: its masts on the map and in a table, who visits which, its papers, and how
  it ends.
* ``campaigns``: Campaigns (đợt kiểm tra): the list, and a new one made from criteria with a count that
  follows them.
* ``campaigns_frame``: What the pages of campaigns share: how a form becomes a plan, how a target is
  told and drawn.
* ``checklist_form``: A checklist as a form of the browser, and what was typed into it as the written form
  again.
* ``checklists``: Checklists at the office: every version, what it asks, and own versions drawn up,
  published, retired.
* ``defects``: Defects (tồn tại): the lists, one defect with its steps, and what each side does about
  it.
* ``defects_frame``: What the pages of defects share: which a person sees, how one is told, and its
  photos.
* ``defects_letters``: Letters about defects: one for each organisation, its annex, and the record that
  it was sent.
* ``defects_stated``: Defects that carriers told of in their self-inspections: an officer makes them
  defects, or says why not.
* ``finds``: What the field lets be found: campaigns, visits and defects.
* ``minutes``: Minutes of inspections: the units of a campaign or a day, what is stated of each, and who
  signs.
* ``pages``: The pages of campaigns, visits and defects, the field app, and their places in the bar.
* ``phones``: A phone that stays signed in: asked for with the password, used with its key, ended. JSON in
  and out.
* ``rescue``: Rescue files: what a phone could not send is handed in at the desk, with what became of
  each item.
* ``rescue_words``: What the page of rescue files says while a file is sent in parts; names in braces
  are filled in by it.
* ``risk``: The risk of masts: each part with its weight, what is missing beside it, one request to each
  carrier.
* ``self_inspection_words``: What a carrier states of a mast in its self-inspection, in words: for its
  preview and the campaign.
* ``self_inspections``: Self-inspections (tự kiểm tra): a carrier's list, previewed with its issues,
  then taken as a campaign.
* ``settings``: What the office sets for the field: which fixes count, whether phones reduce photos,
  days for defects.
* ``today``: What the field has to say of an inspector's day: the masts that are the person's own to visit.
* ``uploads``: Files that come in parts: a phone's photo over a slow line, a rescue file of any size.
  JSON in and out.
* ``visit_lines``: The visits that came in of a defect's mast, as its page names them: whoever
  re-inspected is read there.
* ``visits``: Visits (lượt kiểm tra) that arrived from phones: the board, and one visit with all that
  was recorded.
* ``visits_deeds``: What an officer decides about visits: what was set aside, two visits that differ, a
  measured position.
* ``visits_defects``: An officer makes a defect of an answer that tells of a fault, on the page of its
  visit.
* ``visits_frame``: What the pages of visits share: the blueprint, moments of phones and servers, how
  far a clock is off.
* ``visits_view``: What the pages of visits show of a visit: its readings, its clock, its points on the
  map.
"""
