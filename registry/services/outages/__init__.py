"""Outages of an event: carriers' reports, the board, incidents with their clocks, the situation report, and
what the public is told.

Imports register and office.

* ``board``: The board of an event: who has reported, what is down where, who could carry whom, how it
  comes back.
* ``board_view``: What the board of an event shows: its carriers, its communes with what is known of
  service, and itself.
* ``briefing``: What it says in the office's briefing.
* ``carrier_reports``: Carriers' reports: typed, by workbook, "không thay đổi", or entered by the duty
  officer with their source.
* ``carrier_workbook``: A carrier's workbook of outages, read in the limited child process: what its rows
  say, and what waits.
* ``counted``: Stations that a count leaves open: a carrier says how many of a commune are off the air,
  and not which.
* ``critical_places``: Which critical places have no network left, by what carriers have reported.
* ``events``: Outage events (sự kiện): opened with a reporting cycle, changed, closed, and shown to the
  public or not.
* ``incident_joins``: One fallen mast is one incident, whoever reports it and how often.
* ``incidents``: Incidents (sự cố): a broken mast, pole, cable or equipment, with the clock of QĐ 72/2025
  Điều 10.
* ``mailbox``: The mailbox folder: carriers' workbooks that come as files or mails, taken in as the
  page's upload takes them.
* ``moments``: Moments as people write them in outage reports, read on Vietnam's clock and never
  completed by a guess.
* ``power``: Stations without grid power: in which area, until when their battery carries them, what is
  not known.
* ``power_areas``: Areas without grid power as they are written: added, changed, ended, taken back; both
  values stay.
* ``public_summary``: The public summary of an event: by area, without any carrier, and so that none can
  be worked out.
* ``reminders``: Reminders (nhắc báo cáo): whoever owes the report of the last cycle is told, and that
  it was told stays.
* ``said_words``: What a cell of an outage list says of a station in more than one word of the list: its
  state, its cause.
* ``settled``: Which notices of outages still wait: of a report that is owed, until it has come or the
  event is over.
* ``situation_report``: The situation report (báo cáo nhanh) of an outage event, as a drafted letter of
  the office.
* ``statement_list``: The rows behind a number of an event: the statements that stand, by carrier,
  commune and state.
* ``statements``: One statement of a report, as a form or a workbook's row writes it, and what it means
  in the register.
* ``stations``: The register's station sites: which operator has stations at which site, in which
  commune, by which code.
* ``template``: The workbook that a carrier fills in: the template of the list with its own stations
  already in it.
* ``vocabulary``: Words of outages in letters and workbooks; the pages have theirs in
  ``web.frame.wording.outage_words``.
* ``workbook``: The sums of an event as a workbook: per carrier, per commune, every statement; a number
  leads to its rows.
"""
